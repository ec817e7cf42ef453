//! Advice for texts that are no date: what was probably meant, in EDTF.
//!
//! Every date that is offered here parses; a test holds it to that.

use super::parse::read;
use crate::value::error::{ParseError, quoted};

/// As messages call what is read here.
pub(super) const LEVEL: &str = "EDTF level 1";

const FORMS: &str = "write it as 1992, 1992-05 (months are 01 to 12) or 1992-05-15; 1992~ is about, 1992? uncertain, 199X the nineties, 1992/1994 between two";

/// EDTF of level 2 is told apart from what is no EDTF.
pub(super) fn other_level(text: &str) -> Option<ParseError> {
    let level_2 = |help: &str| {
        ParseError::whole(format!("{} is EDTF of level 2, and level 1 is read here", quoted(text)), text)
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
    sub_year.then(|| {
        level_2("seasons are 21 (spring) to 24 (winter); write quarters and halves as intervals of months")
    })
}

/// A qualifier that stands before the end of a date: `1992-05~-12`, `?1992`.
fn inner_qualifier(part: &str) -> bool {
    let bare = part.strip_suffix(['?', '~', '%']).unwrap_or(part);
    bare.contains(['?', '~', '%'])
        && bare.bytes().all(|byte| byte.is_ascii_digit() || b"-?~%X".contains(&byte))
        && bare.bytes().filter(u8::is_ascii_digit).count() >= 4
}

/// Advice for what is no date at all.
pub(super) fn offer(text: &str) -> String {
    offer_if(text).unwrap_or_else(|| FORMS.into())
}

fn offer_if(text: &str) -> Option<String> {
    meant(text)
        .or_else(|| interval(text).filter(|meant| read(meant).is_ok()))
        .map(|meant| format!("write \"{meant}\""))
}

/// The one date that was meant. An attempt need not look closely: what does not parse is not offered.
fn meant(text: &str) -> Option<String> {
    let attempts: [fn(&str) -> Option<String>; 6] = [plain, iso, about, decade, words, numbers];
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

/// `c. 1992`, `circa 1992`, `about May 1992`, `before 1992`.
fn about(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let first = |prefixes: &[&str]| {
        prefixes.iter().find_map(|prefix| lower.strip_prefix(prefix).map(|rest| rest.trim().to_owned()))
    };
    let date = |rest: String| {
        if read(&rest).is_ok() { Some(rest) } else { words(&rest).or_else(|| iso(&rest)) }
    };
    if let Some(rest) =
        first(&["circa ", "approx. ", "approximately ", "about ", "around ", "ca. ", "ca ", "c. ", "c.", "~"])
    {
        return date(rest).map(|date| format!("{date}~"));
    }
    if let Some(rest) = first(&["after ", "since ", "from ", ">"]) {
        return date(rest).map(|date| format!("{date}/.."));
    }
    if let Some(rest) = first(&["before ", "until ", "<"]) {
        return date(rest).map(|date| format!("../{date}"));
    }
    None
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
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const SEASONS: [(&str, u8); 5] =
        [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];
    let lower = text.to_lowercase();
    let parts: Vec<&str> =
        lower.split([' ', ',', '.', '-']).filter(|part| !part.is_empty() && *part != "of").collect();
    let mut month = None;
    let mut season = None;
    // `92` is a day or no year that is sure.
    let (mut days, mut years) = (Vec::new(), Vec::new());
    for part in parts {
        if let Some((_, number)) = SEASONS.iter().find(|(name, _)| *name == part) {
            season = Some(*number);
        } else if let Some(at) = MONTHS.iter().position(|name| part.starts_with(name)) {
            month = Some(at + 1);
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
