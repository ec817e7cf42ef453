//! Advice for texts that are no quantity: what was probably meant.

use rust_decimal::Decimal;

use super::Quantity;
use crate::message::message;
use crate::value::error::{Advice, Meant};
use crate::value::words::WORDS;

/// Behind a number that stood with a unit.
const UNIT: &str = "; what is counted is told by the `unit` of the property";

const FORMS: &str = "write a number such as 4000, or bounds such as \">10000\", \">=500\", \"<500\", \"<=500\", \"~4000\" or \"3000..5000\"";

/// What was probably meant, where that is clear.
pub(super) fn offer(text: &str) -> Advice {
    if is_dotted(text) {
        let whole = text.replace('.', "");
        let (whole_part, fraction) = text.split_once('.').unwrap_or((text, ""));
        return match fraction.contains('.') {
            true => Advice::surely(whole),
            false => {
                let fraction =
                    Some(fraction.trim_end_matches('0')).filter(|rest| !rest.is_empty()).unwrap_or("0");
                Advice::Say(message!(
                    "write {} where the dot stands between thousands, or {}.{} where it begins a fraction; without quotes the dot is that of a fraction",
                    whole,
                    whole_part,
                    fraction
                ))
            }
        };
    }
    let lower = text.trim().to_lowercase().replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    let words = [
        ("more than ", ">"),
        ("at least ", ">="),
        ("less than ", "<"),
        ("fewer than ", "<"),
        ("at most ", "<="),
        ("up to ", "<="),
        ("over ", ">"),
        ("under ", "<"),
        ("below ", "<"),
        ("about ", "~"),
        ("around ", "~"),
        ("circa ", "~"),
        ("ca. ", "~"),
        ("c. ", "~"),
        ("≥", ">="),
        ("≤", "<="),
        ("≈", "~"),
        ("=", ""),
        ("+", ""),
    ];
    let (prefix, rest) = words
        .iter()
        .find_map(|(word, sign)| lower.strip_prefix(word).map(|rest| (*sign, rest.trim())))
        .unwrap_or(("", &lower));
    let (prefix, rest) = match rest.strip_suffix('+') {
        Some(rest) if prefix.is_empty() => (">=", rest),
        _ => (prefix, rest),
    };
    let dashed = rest.replace(['–', '—'], "-");
    let meant = match dashed.split_once('-') {
        Some((low, high)) if prefix.is_empty() && !low.is_empty() => {
            format!("{}..{}", ungroup(low.trim()), ungroup(high.trim()))
        }
        _ => {
            let sign = if rest.starts_with(['>', '<', '~']) {
                rest.len() - rest.trim_start_matches(['>', '<', '~', '=', ' ']).len()
            } else {
                0
            };
            format!("{prefix}{}{}", &rest[..sign], ungroup(&rest[sign..]))
        }
    };
    if let Some(help) = scaled(text, prefix, rest) {
        return help;
    }
    match Quantity::read(&meant) {
        Ok(quantity) => Advice::surely(quantity.to_string()),
        Err(_) => without_unit(&lower).unwrap_or_else(|| FORMS.into()),
    }
}

/// "4.000": thousands in one half of the world, four in the other.
pub(super) fn is_dotted(text: &str) -> bool {
    let mut parts = text.split('.');
    let first = parts.next().unwrap_or_default();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = 0;
    let grouped = parts.all(|part| {
        groups += 1;
        part.len() == 3 && digits(part)
    });
    (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0') && groups > 0 && grouped
}

/// "2 million", "2M", "2.5 bn", "2-3 million people": the whole number.
fn scaled(text: &str, prefix: &str, rest: &str) -> Option<Advice> {
    let end = rest.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (numbers, word) = rest.split_at(end);
    let attached = !word.starts_with(' ');
    let word = word.trim();
    let letters: String = word.split(' ').next().unwrap_or_default().into();
    let upper = text.contains(&format!("{}M", numbers.rsplit(' ').next().unwrap_or_default()));
    let short = match &*letters {
        "k" if attached => Some(1_000),
        "m" if attached && upper => Some(1_000_000),
        _ => None,
    };
    let by = short
        .map(Decimal::from)
        .or_else(|| {
            // One letter is a unit more often.
            WORDS.scales.get(&*letters).copied().filter(|_| letters.chars().count() > 1)
        })
        .or_else(|| {
            let extra =
                [("mn", 1_000_000), ("mln", 1_000_000), ("bn", 1_000_000_000), ("bln", 1_000_000_000)];
            extra.iter().find(|(word, _)| *word == letters).map(|&(_, number)| Decimal::from(number))
        })?;
    let number = |part: &str| {
        let number = Quantity::read(&ungroup(part.trim())).ok()?.exact()?;
        number.checked_mul(by).map(|number| number.normalize()).filter(|number| number.is_integer())
    };
    let dashed = numbers.replace(['–', '—'], "-");
    let meant = match dashed.split_once('-') {
        Some((low, high)) if prefix.is_empty() && !low.is_empty() => {
            format!("{}..{}", number(low)?, number(high)?)
        }
        _ => {
            let digits = dashed.trim_start_matches(['>', '<', '~', '=', ' ']);
            format!("{prefix}{}{}", dashed[..dashed.len() - digits.len()].trim(), number(digits)?)
        }
    };
    let quantity = Quantity::read(&meant).ok()?;
    let meant = Meant { text: quantity.to_string(), sure: word == letters };
    Some(Advice::Write(meant, if word == letters { "" } else { UNIT }))
}

/// "4000 troops": the number alone. A word that may be a number itself is left to its writer.
fn without_unit(text: &str) -> Option<Advice> {
    let is_scale = |word: &str| WORDS.scales.contains_key(word);
    if text.split(' ').any(is_scale) || text.ends_with(|c: char| c.is_alphabetic()) && !text.contains(' ') {
        return None;
    }
    let number = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ');
    if number.len() == text.len() {
        return None;
    }
    let text = match (Quantity::read(number), number) {
        (Ok(quantity), _) => quantity.to_string(),
        (Err(_), number) => match offer(number) {
            Advice::Write(meant, _) => meant.text,
            Advice::Say(_) => return None,
        },
    };
    // The unit is lost, unless the property has it.
    Some(Advice::Write(Meant { text, sure: false }, UNIT))
}

/// Takes out the commas, blanks and apostrophes that group thousands, where they stand as such.
fn ungroup(number: &str) -> String {
    let mut parts = number.split([',', ' ', '\'', '’', '_']);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = !first.is_empty()
        && first.len() <= 3
        && digits(first)
        && rest.iter().enumerate().all(|(at, part)| {
            let whole = if at + 1 == rest.len() { part.split('.').next().unwrap_or(part) } else { part };
            whole.len() == 3 && digits(whole)
        });
    if grouped { format!("{first}{}", rest.concat()) } else { number.to_owned() }
}
