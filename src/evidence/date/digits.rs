//! Dates of digits alone.

use super::{PLAIN_YEARS, edtf, plain, year_end, year_text};
use crate::evidence::language::Language;
use crate::evidence::mention::{DateReading, Kind};
use crate::evidence::token::Token;
use crate::value::Date;

/// Dates of digits alone: `1992-05-15`, `15.05.1992`, `5/15/1992`.
pub(super) fn alone(language: &Language, tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let [first, mark, second, again, third] = tokens.get(at..at + 5)? else { return None };
    let glued = [mark, second, again, third].iter().all(|token| token.glued());
    let mark_of = |token: &Token| token.is(".") || token.is("/") || token.is_dash();
    if glued && mark_of(mark) && again.key == mark.key && first.is_digits() && third.key.len() == 4 {
        // "3.XI.2008".
        const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
        let month = (1..).zip(ROMAN).find(|(_, roman)| *second.key == **roman);
        if let Some(date) =
            month.and_then(|(month, _)| edtf(third.key.parse().ok()?, Some(month), first.key.parse().ok()))
        {
            return Some((Kind::Date(plain(date)), at + 5));
        }
    }
    let marks = mark.key == again.key && (mark.is(".") || mark.is("/") || mark.is_dash());
    let digits = [first, second, third].iter().all(|token| token.is_digits());
    if !(glued && marks && digits) {
        return None;
    }
    // A number goes on behind: a version, a telephone number.
    if tokens.get(at + 5).is_some_and(|next| next.glued() && (next.is_dash() || next.is_digits())) {
        return None;
    }
    let number = |token: &Token| token.key.parse::<i64>().ok();
    let small = |token: &Token| token.key.parse::<u8>().ok().filter(|_| token.key.len() <= 2);
    let end = at + 5;
    if first.key.len() == 4 {
        let date = edtf(number(first)?, Some(small(second)?), Some(small(third)?))?;
        return Some((Kind::Date(plain(date)), end));
    }
    let (one, two) = (small(first)?, small(second)?);
    if third.key.len() == 2 {
        return ((1..=31).contains(&one) && (1..=31).contains(&two)).then_some((Kind::UnclearDate, end));
    }
    let year = number(third).filter(|_| third.key.len() == 4)?;
    let day_first = language.numeric.day_first.then(|| edtf(year, Some(two), Some(one))).flatten();
    // A dot puts the day first everywhere.
    let month_first = (language.numeric.month_first && !mark.is("."))
        .then(|| edtf(year, Some(one), Some(two)))
        .flatten()
        .filter(|date| Some(*date) != day_first);
    let (_, end) = year_end(language, tokens, year, end);
    let reading = match (day_first, month_first) {
        (Some(date), Some(other)) => DateReading { others: vec![other], ambiguous: true, ..plain(date) },
        (Some(date), None) | (None, Some(date)) => plain(date),
        (None, None) => return None,
    };
    Some((Kind::Date(reading), end))
}

/// "20080722".
pub(super) fn compact(tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let token = tokens.get(at).filter(|token| token.is_digits() && token.key.len() == 8)?;
    let part = |range: std::ops::Range<usize>| token.key.get(range).and_then(|part| part.parse::<u8>().ok());
    let year = token.key.get(..4)?.parse().ok().filter(|year| PLAIN_YEARS.contains(year))?;
    let date = edtf(year, Some(part(4..6)?), Some(part(6..8)?))?;
    Some((Kind::Date(plain(date)), at + 1))
}

/// What two digits behind a year make of it: "1992/93", "1992–94", "1992-05".
pub(super) fn after_year(tokens: &[Token], at: usize, year: i64) -> Option<(Kind, usize)> {
    let (mark, digits) = (tokens.get(at)?, tokens.get(at + 1)?);
    let fits = (mark.is("/") || mark.is_dash())
        && mark.glued()
        && digits.glued()
        && digits.is_digits()
        && digits.key.len() == 2
        // Not a longer date: "1992-05-15".
        && !tokens.get(at + 2).is_some_and(|next| next.glued() && (next.is_dash() || next.is("/")));
    let two: u8 = digits.key.parse().ok().filter(|_| fits)?;
    let last = year - year.rem_euclid(100) + i64::from(two);
    let years = (last > year)
        .then(|| Date::parse(&format!("{}/{}", year_text(year), year_text(last))).ok())
        .flatten();
    let month = mark.is_dash().then(|| edtf(year, Some(two), None)).flatten();
    let reading = match (years, month) {
        // 2001-05 is May, or four years.
        (Some(years), Some(month)) => DateReading { others: vec![years], ambiguous: true, ..plain(month) },
        (None, Some(month)) => plain(month),
        (Some(years), None) => {
            DateReading { others: vec![edtf(year, None, None)?, edtf(last, None, None)?], ..plain(years) }
        }
        (None, None) => return None,
    };
    Some((Kind::Date(reading), at + 2))
}
