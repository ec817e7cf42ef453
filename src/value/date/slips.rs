//! Advice for texts that are no date: what was probably meant, in EDTF.
//!
//! Every date that is offered here parses; a test holds it to that.

use super::Date;
use super::parse::read;
use crate::message::message;
use crate::value::calendar::{Day, Unit};
use crate::value::error::{Advice, ParseError, quoted};
use crate::value::range::DayRange;
use crate::value::words::WORDS;

/// As messages call what is read here.
pub(super) const LEVEL: &str = "EDTF level 1";

const FORMS: &str = "write it as 1992, 1992-05 (months are 01 to 12) or 1992-05-15; 1992~ is about, 1992? uncertain, 199X the nineties, 1992/1994 between two";

/// EDTF of level 2 is told apart from what is no EDTF.
pub(super) fn other_level(text: &str) -> Option<ParseError> {
    let level_2 = |help: &'static str| {
        ParseError::whole(message!("{} is EDTF of level 2, and level 1 is read here", quoted(text)), text)
            .help(help)
    };
    if text.starts_with(['[', '{']) {
        return Some(level_2(
            "for one of several dates write the interval that holds them all, such as \"1992/1994\"",
        ));
    }
    let year = text.strip_prefix('Y').unwrap_or_default().trim_start_matches('-');
    if year.contains('E') || year.contains('e') {
        return Some(level_2("write the year with all its digits, such as \"Y170000000\""));
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if let Some((_, figures)) = text.split_once('S')
        && digits >= 2
        && !figures.is_empty()
        && figures.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some(level_2("write the year as known, with X for what is not: \"19XX\""));
    }
    if text.split('/').any(inner_qualifier) {
        return Some(level_2("put `?`, `~` or `%` at the end, for the date as a whole"));
    }
    let sub_year = text.split('/').any(|part| {
        let part = part.trim_end_matches(['?', '~', '%']);
        part.len() == 7
            && part.get(4..5) == Some("-")
            && part.get(5..).and_then(|n| n.parse::<u8>().ok()).is_some_and(|n| (25..=41).contains(&n))
    });
    if sub_year {
        let help = "seasons are 21 (spring) to 24 (winter); write quarters and halves as intervals of months";
        return Some(level_2(help));
    }
    text.split('/').any(inner_digits).then(|| {
        level_2("write X for whole parts at the end only: \"19XX\", \"199X\", \"1992-XX\", \"1992-05-XX\"; or an interval such as \"1992/1994\"")
    })
}

/// Digits left out elsewhere than at the end: `19X2`, `199X-05-15`, `1992-1X`.
fn inner_digits(part: &str) -> bool {
    let part = part.trim_end_matches(['?', '~', '%']);
    let mut parts = part.split('-');
    let (year, rest) = (parts.next().unwrap_or_default(), parts.collect::<Vec<_>>());
    let has = |part: &str, byte: u8| part.bytes().any(|other| other == byte);
    let shaped = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X')
    };
    if !shaped(year, 4) || rest.len() > 2 || !rest.iter().all(|part| shaped(part, 2)) {
        return false;
    }
    // A part of a month, or anything behind a year that is not known.
    let partly = |part: &&str| has(part, b'X') && **part != *"XX";
    let digits = part.bytes().any(|byte| byte.is_ascii_digit());
    let year_has = has(year, b'X');
    let at_the_end = year.trim_end_matches('X');
    digits
        && (rest.iter().any(partly)
            || (year_has && (!rest.is_empty() || has(at_the_end, b'X') || at_the_end.len() < 2)))
}

/// A qualifier that stands before the end of a date: `1992-05~-12`, `?1992`.
fn inner_qualifier(part: &str) -> bool {
    let bare = part.strip_suffix(['?', '~', '%']).unwrap_or(part);
    bare.contains(['?', '~', '%'])
        && bare.bytes().all(|byte| byte.is_ascii_digit() || b"-?~%X".contains(&byte))
        && bare.bytes().filter(u8::is_ascii_digit).count() >= 4
}

/// Advice for what is no date at all.
pub(super) fn offer(text: &str) -> Advice {
    let offered = meant(text).or_else(|| interval(text).filter(|meant| read(meant).is_ok()));
    match offered {
        Some(meant) if has_one_reading(text, &meant) => Advice::surely(meant),
        Some(meant) => Advice::probably(meant),
        None => FORMS.into(),
    }
}

/// Whether a date is all that a text can mean. "The 1900s" may be ten years or a hundred, a century
/// may begin in its year 1 (which 19XX does not), and `05.06.1992` begins with the day only where dots
/// stand for that.
fn has_one_reading(text: &str, meant: &str) -> bool {
    let masked = |text: &str| text.contains("XX");
    let is_century = masked(meant) && !masked(&text.to_uppercase().replace('U', "X"));
    let two_ways = |date: &str| {
        let parts: Vec<&str> = date.split('.').collect();
        let [first, second, _] = parts[..] else { return false };
        let may_be_month = |part: &str| part.parse::<u8>().is_ok_and(|number| number <= 12);
        first != second && may_be_month(first) && may_be_month(second)
    };
    !is_century && !text.split(|c: char| !c.is_ascii_digit() && c != '.').any(two_ways)
}

/// The one date that was meant. An attempt need not look closely: what does not parse is not offered.
fn meant(text: &str) -> Option<String> {
    let attempts: [fn(&str) -> Option<String>; 9] =
        [plain, short, iso, era, about, decade, century, words, numbers];
    attempts.iter().find_map(|attempt| attempt(text).filter(|meant| meant != text && read(meant).is_ok()))
}

/// Blanks around it, full-width digits, other dashes, small letters.
fn plain(text: &str) -> Option<String> {
    let folded: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            '‐' | '‑' | '−' => '-',
            'x' | 'u' => 'X',
            't' => 'T',
            'z' => 'Z',
            'y' => 'Y',
            _ => c,
        })
        .collect();
    let five = folded.trim_start_matches('-');
    if five.len() > 4 && five.bytes().all(|byte| byte.is_ascii_digit()) && five.len() != 8 {
        return Some(format!("Y{folded}"));
    }
    Some(folded)
}

/// `1992-5-3`, `1992/05/15`, `1992.05.15`, `19920515`, `1992-05-15 10:00`.
fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let (date, rest) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    if !rest.is_empty() && !rest.contains(':') {
        return None;
    }
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]));
    }
    // Of two kinds of marks one is that of an interval.
    let marks: Vec<char> = date.chars().filter(|c| ['-', '/', '.'].contains(c)).collect();
    if marks.iter().any(|mark| *mark != marks[0]) {
        return None;
    }
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    match parts[..] {
        [year, month, day] => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        [year, month] => match month.parse::<u16>().ok()? {
            1..=12 => Some(format!("{year}-{month:0>2}")),
            // `1992-94` is an interval of years and no month.
            last @ 13..=99 => {
                let from = year.parse::<u16>().ok()?;
                let to = from / 100 * 100 + last;
                (year.len() == 4 && to > from).then(|| format!("{year}/{to:04}"))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `1992-05/06`, `1992-05-15/20`: the end of an interval without what it shares with the start.
fn short(text: &str) -> Option<String> {
    let (start, end) = text.trim().split_once('/')?;
    let (own, other): (Vec<&str>, Vec<&str>) = (start.split('-').collect(), end.split('-').collect());
    let pairs = |parts: &[&str]| {
        parts.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if own.len() < 2 || other.len() >= own.len() || !pairs(&other) || !pairs(&own[1..]) {
        return None;
    }
    let shared = &own[..own.len() - other.len()];
    let whole = format!("{start}/{}", [shared, &other].concat().join("-"));
    read(&whole).ok().filter(|date| !date.runs_backwards()).map(|_| whole)
}

/// A date as it stands after a word, as EDTF.
fn date_of(text: &str) -> Option<String> {
    let text = text.trim();
    if read(text).is_ok() {
        return Some(text.to_owned());
    }
    let attempts: [fn(&str) -> Option<String>; 5] = [era, words, iso, decade, century];
    attempts.iter().find_map(|attempt| attempt(text)).filter(|date| read(date).is_ok())
}

/// What follows one of some words at the beginning of a text.
fn behind<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    words.iter().find_map(|word| {
        let rest = text.strip_prefix(&**word)?;
        let apart =
            rest.starts_with(' ') || (word.ends_with('.') && rest.starts_with(|c: char| c.is_ascii_digit()));
        apart.then(|| rest.trim())
    })
}

/// `c. 1992`, `about May 1992`, `before 1992`, `since 1992`, `до 1992`.
fn about(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let starts = |words: &[String], sign: char| {
        behind(&lower, words).or_else(|| lower.strip_prefix(sign)).and_then(date_of)
    };
    if let Some(date) = starts(&WORDS.about, '~') {
        return Some(format!("{date}~"));
    }
    if let Some(date) = behind(&lower, &WORDS.since).and_then(date_of) {
        return Some(format!("{date}/.."));
    }
    if let Some(date) = starts(&WORDS.after, '>') {
        return Some(format!("{}/..", beside(&date, 1)?));
    }
    if let Some(date) = behind(&lower, &WORDS.until).and_then(date_of) {
        return Some(format!("../{date}"));
    }
    starts(&WORDS.before, '<').and_then(|date| Some(format!("../{}", beside(&date, -1)?)))
}

/// The year, month or day just before or after a date: what is before 1992 was in 1991 at the latest.
fn beside(date: &str, by: i64) -> Option<String> {
    let date = read(date).ok()?;
    let range = date.range();
    let day = if by < 0 { range.earliest? + -1 } else { range.latest? + 1 };
    let whole = |unit: Unit| {
        let index = range.earliest.map(|first| first.index(unit));
        index.is_some_and(|index| {
            range == DayRange::new(Some(Day::first_of(unit, index)), Some(Day::last_of(unit, index)))
        })
    };
    let text = Date::from_day(day).to_string();
    let cut = |parts: usize| text.rsplitn(parts + 1, '-').last().map(str::to_owned);
    if whole(Unit::Year) {
        cut(2)
    } else if whole(Unit::Month) {
        cut(1)
    } else {
        range.exact_day().map(|_| text.clone())
    }
}

/// `44 BC`, `15 March 44 BC`, `AD 44`: astronomical years have a year 0.
fn era(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let take = |words: &[String]| {
        words.iter().find_map(|word| {
            let rest = lower.strip_suffix(&**word).or_else(|| lower.strip_prefix(&**word))?;
            let rest = rest.trim();
            rest.ends_with(|c: char| c.is_ascii_digit()).then(|| rest.to_owned())
        })
    };
    let (rest, before) = match (take(&WORDS.christ), take(&WORDS.domini)) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => (rest, false),
        (None, None) => return None,
    };
    let start = rest.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let start = if rest.is_char_boundary(start) { start } else { return None };
    let year: i64 = rest[start..].parse().ok().filter(|year| (1..=9999).contains(year))?;
    let padded = format!("{}{year:04}", &rest[..start]);
    let date = if read(&padded).is_ok() { padded } else { words(&padded)? };
    let behind = date.strip_prefix(&format!("{year:04}"))?;
    Some(match (before, year) {
        (false, _) => date,
        (true, 1) => format!("0000{behind}"),
        (true, year) => format!("-{:04}{behind}", year - 1),
    })
}

/// `19th century`, `XIX век`, `abad ke-19`, `3rd century BC`.
fn century(text: &str) -> Option<String> {
    let mut lower = text.trim().to_lowercase();
    let before =
        WORDS.christ.iter().find_map(|word| lower.strip_suffix(&**word).map(|rest| rest.trim().to_owned()));
    let before = before.map(|rest| lower = rest).is_some();
    let mut number = None;
    let mut named = false;
    for part in lower.split(' ').filter(|part| !part.is_empty()) {
        if WORDS.century.iter().any(|word| word == part) {
            named = true;
        } else if !WORDS.articles.iter().any(|word| word == part) {
            let part = WORDS
                .articles
                .iter()
                .find_map(|word| part.strip_prefix(&**word))
                .filter(|_| part.contains('-'))
                .unwrap_or(part);
            if number.replace(ordinal(part)?).is_some() {
                return None;
            }
        }
    }
    let number = number.filter(|number| named && (1..=99).contains(number))?;
    Some(format!("{}{:02}XX", if before { "-" } else { "" }, number - 1))
}

/// `19th`, `19.`, `19`, `xix`, `xixe`.
fn ordinal(text: &str) -> Option<u32> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        let ending = text[digits..].trim_start_matches(['-', '.']);
        return text[..digits].parse().ok().filter(|_| ending.chars().count() <= 3);
    }
    let roman = text.trim_end_matches(['e', 'è', 'm', '.']);
    let value = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    let values: Option<Vec<u32>> = roman.chars().map(value).collect();
    let values = values.filter(|values| !values.is_empty())?;
    let mut total: i64 = 0;
    for (at, &value) in values.iter().enumerate() {
        let before_larger = values.get(at + 1).is_some_and(|&next| next > value);
        total += if before_larger { -i64::from(value) } else { i64::from(value) };
    }
    u32::try_from(total).ok()
}

/// `1990s`, `the 1990s`, `the nineties` is left alone.
fn decade(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("the ");
    let digits =
        text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).or_else(|| text.strip_suffix('s'))?;
    let year = digits.strip_suffix('0')?;
    Some(match year.strip_suffix('0') {
        Some(century) => format!("{century}XX"),
        None => format!("{year}X"),
    })
}

/// `15 May 1992`, `May 15, 1992`, `May 1992`, `Spring 1992`.
fn words(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower
        .split([' ', ',', '.', '-'])
        .filter(|part| !part.is_empty() && !WORDS.articles.iter().any(|word| word == part))
        .collect();
    let mut month = None;
    let mut season = None;
    // `92` is a day or no year that is sure.
    let (mut days, mut years) = (Vec::new(), Vec::new());
    for part in parts {
        let number = |words: &std::collections::BTreeMap<String, u8>| words.get(part).copied();
        if let Some(number) = number(&WORDS.seasons) {
            season = Some(number);
        } else if let Some(number) = number(&WORDS.months) {
            month = Some(number);
        } else {
            let digits = part.trim_end_matches(|c: char| c.is_alphabetic());
            let number = digits.parse::<u32>().ok()?;
            if digits.len() <= 2 { days.push(number) } else { years.push(number) }
        }
    }
    match (month, season, &days[..], &years[..]) {
        (Some(month), None, [], [year]) => Some(format!("{year:04}-{month:02}")),
        (None, Some(season), [], [year]) => Some(format!("{year:04}-{season}")),
        (Some(month), None, [day], [year]) => Some(format!("{year:04}-{month:02}-{day:02}")),
        _ => None,
    }
}

/// `15.05.1992`, `15/05/1992`: where the first number can only be the day, or the dots say so.
fn numbers(text: &str) -> Option<String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let [first, second, year] = parts[..] else { return None };
    if year.len() != 4 {
        return None;
    }
    let (first, second) = (first.parse::<u8>().ok()?, second.parse::<u8>().ok()?);
    let (day, month) = match (first, second) {
        (13.., 1..=12) => (first, second),
        (1..=12, 13..) => (second, first),
        _ if text.contains('.') => (first, second),
        // Which of the two is the month is anybody's guess.
        _ => return None,
    };
    Some(format!("{year}-{month:02}-{day:02}"))
}

/// `1992–1994`, `1992-1994`, `1992 to 1994`, `1992 - 1994`, `May 1992 to 15 June 1993`.
fn interval(text: &str) -> Option<String> {
    for between in [" to ", " until ", " - ", "–", "—"] {
        let Some((from, to)) = text.split_once(between) else { continue };
        let side = |text: &str| {
            let text = text.trim();
            if read(text).is_ok() { Some(text.to_owned()) } else { meant(text) }
        };
        if let (Some(from), Some(to)) = (side(from), side(to)) {
            return Some(format!("{from}/{to}"));
        }
    }
    let folded = text.trim().replace([' ', '–', '—', '-'], "|").replace("|to|", "|");
    let parts: Vec<&str> = folded.split('|').filter(|part| !part.is_empty()).collect();
    let [from, to] = parts[..] else { return None };
    Some(format!("{from}/{to}"))
}
