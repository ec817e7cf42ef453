//! Dates in texts: with month names and in digits alone, in the orders of a language.

pub(crate) mod century;
mod digits;

use super::language::{Language, Part, Role};
use super::mention::{DateReading, Kind};
use super::number;
use super::token::{Gap, Token};
use crate::value::Date;

/// Years that digits alone are taken for.
const PLAIN_YEARS: std::ops::RangeInclusive<i64> = 1000..=2199;

/// Day, month and year as far as they are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Parts {
    year: Option<i64>,
    month: Option<u8>,
    day: Option<u8>,
    /// Further days of the same month.
    days: Vec<u8>,
    /// Whether the days between the first and the last are meant too.
    between: bool,
}

/// The date that begins at a token: what it is, and the token after its last. After "between", "and"
/// stands within it.
pub(crate) fn date(language: &Language, tokens: &[Token], at: usize, between: bool) -> Option<(Kind, usize)> {
    let token = tokens.get(at)?;
    if !token.is_digits() && !token.is_word() {
        return None;
    }
    if let Some(found) = digits::alone(language, tokens, at) {
        return Some(found);
    }
    if let Some(found) = digits::compact(tokens, at) {
        return Some(found);
    }
    if let Some(found) = decade(language, tokens, at).or_else(|| century::decade(language, tokens, at)) {
        return Some(found);
    }
    if let Some(found) = months(language, tokens, at) {
        return Some(found);
    }
    let (first, end) = one(language, tokens, at)?;
    // "15 May – 3 June 1992", "1992–1994": what the first lacks it has from the second.
    if first.days.is_empty()
        && let Some((second, last)) =
            separator(language, tokens, end, between).and_then(|from| one(language, tokens, from))
        && second.days.is_empty()
        && let Some(kind) = interval(&first, &second)
    {
        return Some((kind, last));
    }
    if let (Some(year), None, None) = (first.year, first.month, first.day)
        && let Some(found) = digits::after_year(tokens, end, year)
    {
        return Some(found);
    }
    Some((kind(&first)?, end))
}

/// What stands between the ends of an interval: the token behind it.
fn separator(language: &Language, tokens: &[Token], at: usize, between: bool) -> Option<usize> {
    let token = tokens.get(at)?;
    if token.is_dash() {
        return Some(at + 1);
    }
    // "June 22, 1941, to May 9, 1945".
    let at = if token.is(",") { language.is(tokens, at + 1, Role::To).map(|_| at + 1)? } else { at };
    let and = || between.then(|| language.is(tokens, at, Role::And))?;
    language.is(tokens, at, Role::To).or_else(and).map(|taken| at + taken)
}

fn plain(date: Date) -> DateReading {
    DateReading { date, others: Vec::new(), ambiguous: false, bounded: false, number: None }
}

fn year_text(year: i64) -> String {
    if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
}

fn edtf(year: i64, month: Option<u8>, day: Option<u8>) -> Option<Date> {
    let mut text = year_text(year);
    if let Some(month) = month {
        text.push_str(&format!("-{month:02}"));
    }
    if let Some(day) = day {
        text.push_str(&format!("-{day:02}"));
    }
    Date::parse(&text).ok()
}

fn kind(parts: &Parts) -> Option<Kind> {
    match (parts.year, parts.month, parts.day) {
        (Some(year), Some(month), Some(day)) => {
            let first = edtf(year, Some(month), Some(day))?;
            let days = parts.days.iter().map(|day| edtf(year, Some(month), Some(*day)));
            let mut others = days.collect::<Option<Vec<_>>>()?;
            let Some(last) = others.last().copied().filter(|_| parts.between) else {
                return Some(Kind::Date(DateReading { others, ..plain(first) }));
            };
            let date = Date::parse(&format!("{first}/{last}")).ok()?;
            others.insert(0, first);
            Some(Kind::Date(DateReading { others, ..plain(date) }))
        }
        (Some(year), month, None) => Some(Kind::Date(plain(edtf(year, month, None)?))),
        (None, Some(month), Some(day)) if parts.days.is_empty() => Some(Kind::DayOfYear { month, day }),
        (None, Some(_), Some(_)) => Some(Kind::UnclearDate),
        _ => None,
    }
}

fn interval(first: &Parts, second: &Parts) -> Option<Kind> {
    let year = first.year.or(second.year)?;
    let last_year = second.year?;
    // "May 1992 – June 1993", but not "15 May – 1992".
    if first.month.is_some() != second.month.is_some() || first.day.is_some() != second.day.is_some() {
        return None;
    }
    let from = edtf(year, first.month, first.day)?;
    let to = edtf(last_year, second.month, second.day)?;
    let date = Date::parse(&format!("{from}/{to}")).ok().filter(|date| !date.runs_backwards())?;
    Some(Kind::Date(DateReading { others: vec![from, to], ..plain(date) }))
}

/// A date without interval, of month names or a year.
fn one(language: &Language, tokens: &[Token], at: usize) -> Option<(Parts, usize)> {
    for order in &language.orders {
        if let Some(found) = ordered(language, tokens, at, order) {
            return Some(found);
        }
    }
    // "May–June 1992".
    if let Some((first, taken)) = month(language, tokens, at) {
        let next = separator(language, tokens, at + taken, false)?;
        let (whole, _) = ordered(language, tokens, next, &[Part::Month, Part::Year])?;
        return Some((Parts { month: Some(first), year: whole.year, ..Parts::default() }, at + taken));
    }
    year(language, tokens, at).map(|(year, end)| (Parts { year: Some(year), ..Parts::default() }, end))
}

fn ordered(language: &Language, tokens: &[Token], at: usize, order: &[Part]) -> Option<(Parts, usize)> {
    let mut parts = Parts::default();
    let mut end = at;
    for (index, part) in order.iter().enumerate() {
        if index > 0 {
            end = joins(language, tokens, end)?;
        }
        match part {
            Part::Day => {
                let (day, next) = one_day(language, tokens, end)?;
                parts.day = Some(day);
                (parts.days, parts.between, end) = more_days(language, tokens, day, next);
            }
            Part::Month => {
                let (month, taken) = month(language, tokens, end)?;
                parts.month = Some(month);
                end += taken;
            }
            Part::Year => {
                let (year, next) = full_year(language, tokens, end)?;
                parts.year = Some(year);
                end = next;
            }
        }
    }
    // In "May 20 soldiers" the number counts.
    if order.last() == Some(&Part::Day) {
        let counts =
            tokens.get(end).is_some_and(|next| next.is_word() && !language.things(&next.key).is_empty())
                || number::scale(language, tokens, end).is_some();
        if counts {
            return None;
        }
    }
    // A day that no month has is no date.
    let longest = match parts.month {
        Some(2) => 29,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    if parts.day.iter().chain(&parts.days).any(|day| *day > longest) {
        return None;
    }
    Some((parts, end))
}

fn month(language: &Language, tokens: &[Token], at: usize) -> Option<(u8, usize)> {
    language.role(tokens, at, |role| match role {
        Role::Month(month) => Some(month),
        _ => None,
    })
}

/// What may stand between the parts of a date; always goes on.
fn joins(language: &Language, tokens: &[Token], at: usize) -> Option<usize> {
    let mut at = at;
    for _ in 0..2 {
        let token = tokens.get(at)?;
        if token.gap == Gap::Paragraph {
            return None;
        }
        if let Some(taken) = language.is(tokens, at, Role::DateJoin) {
            at += taken;
        } else if token.is(",") || (token.is_dash() && token.glued()) {
            at += 1;
        } else {
            break;
        }
    }
    tokens.get(at).filter(|token| token.gap != Gap::Paragraph).map(|_| at)
}

/// What follows a day: `–17`, `, 16 and 17`. The further days, whether those between are meant, and
/// the token behind them.
fn more_days(language: &Language, tokens: &[Token], first: u8, at: usize) -> (Vec<u8>, bool, usize) {
    const MOST: usize = 8;
    let night = |token: &Token| token.is("/") && token.glued();
    let range = if tokens.get(at).is_some_and(|token| token.is_dash() || night(token)) {
        Some(at + 1)
    } else {
        language.is(tokens, at, Role::To).map(|taken| at + taken)
    };
    if let Some((day, end)) =
        range.and_then(|next| one_day(language, tokens, next)).filter(|(day, _)| *day > first)
    {
        return (vec![day], true, end);
    }
    let (mut days, mut end, mut last) = (Vec::new(), at, first);
    while days.len() < MOST {
        let comma = tokens.get(end).is_some_and(|token| token.is(","));
        let and = language.is(tokens, end, Role::And).or_else(|| language.is(tokens, end, Role::Stop));
        let Some(next) = and.or(comma.then_some(1)).map(|taken| end + taken) else { break };
        let Some((day, behind)) = one_day(language, tokens, next).filter(|(day, _)| *day > last) else {
            break;
        };
        days.push(day);
        (last, end) = (day, behind);
    }
    (days, false, end)
}

/// "May and June 1992": both are stated.
fn months(language: &Language, tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let (first, taken) = month(language, tokens, at)?;
    let next = at + taken;
    let comma = tokens.get(next).is_some_and(|token| token.is(","));
    let and = language.is(tokens, next, Role::And).or_else(|| language.is(tokens, next, Role::Stop));
    let next = next + and.or(comma.then_some(1))?;
    let (last, end) = ordered(language, tokens, next, &[Part::Month, Part::Year])?;
    let date = edtf(last.year?, Some(first), None)?;
    let others = vec![edtf(last.year?, last.month, None)?];
    Some((Kind::Date(DateReading { others, ..plain(date) }), end))
}

fn one_day(language: &Language, tokens: &[Token], at: usize) -> Option<(u8, usize)> {
    if let Some((day, taken)) = language.role(tokens, at, |role| match role {
        Role::Day(day) => Some(day),
        _ => None,
    }) {
        return Some((day, at + taken));
    }
    let token = tokens.get(at).filter(|token| token.is_digits() && token.key.len() <= 2)?;
    let day: u8 = token.key.parse().ok().filter(|day| (1..=31).contains(day))?;
    // A part of a greater number is no day.
    let number = number::digits(language, tokens, at).filter(|number| number.plain)?;
    let mut end = number.end;
    let glued = |at: usize| tokens.get(at).is_some_and(Token::glued);
    if glued(end)
        && let Some(taken) = language.is(tokens, end, Role::OrdinalAfter)
    {
        end += taken;
    } else if glued(end)
        && tokens[end].is_dash()
        && glued(end + 1)
        && let Some(taken) = language.is(tokens, end + 1, Role::OrdinalAfter)
    {
        end += 1 + taken;
    } else if glued(end) && tokens[end].is(".") && language.is(tokens, end, Role::DateJoin) == Some(1) {
        // "15. bis 17. Mai": where a point joins a day with its month, it stands behind every day.
        end += 1;
    }
    Some((day, end))
}

/// A year of four digits beside a month, with the words around it.
fn full_year(language: &Language, tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let start = language.is(tokens, at, Role::YearBefore).map_or(at, |taken| at + taken);
    let token = tokens.get(start).filter(|token| token.is_digits() && token.key.len() == 4)?;
    let year: i64 = token.key.parse().ok()?;
    number::digits(language, tokens, start).filter(|number| number.plain)?;
    Some(year_end(language, tokens, year, start + 1))
}

/// Words after a year that belong to it.
fn year_end(language: &Language, tokens: &[Token], year: i64, at: usize) -> (i64, usize) {
    let (mut year, mut end) = (year, at);
    let glued = |at: usize| tokens.get(at).is_some_and(Token::glued);
    if glued(end)
        && tokens[end].is_dash()
        && glued(end + 1)
        && let Some(taken) = language.is(tokens, end + 1, Role::OrdinalAfter)
    {
        end += 1 + taken;
    }
    if let Some(taken) = year_after(language, tokens, end) {
        end += taken;
    }
    if let Some(taken) = language.is(tokens, end, Role::BeforeChrist) {
        (year, end) = (1 - year, end + taken);
    }
    (year, end)
}

fn year_after(language: &Language, tokens: &[Token], at: usize) -> Option<usize> {
    tokens.get(at).filter(|token| token.gap != Gap::Paragraph)?;
    language.is(tokens, at, Role::YearAfter)
}

/// A year that stands alone.
fn year(language: &Language, tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let named = language.is(tokens, at, Role::YearBefore);
    let start = named.map_or(at, |taken| at + taken);
    let together = |token: &Token| start == at || token.gap != Gap::Paragraph;
    let token = tokens.get(start).filter(|token| token.is_digits() && together(token))?;
    let number = number::digits(language, tokens, start).filter(|number| number.plain)?;
    let year: i64 = token.key.parse().ok()?;
    let (read, end) = year_end(language, tokens, year, number.end);
    let told = read != year || year_after(language, tokens, number.end).is_some();
    let plausible = token.key.len() == 4 && PLAIN_YEARS.contains(&year);
    // "AD 44", "44 AD".
    let era = |at| language.is(tokens, at, Role::AnnoDomini);
    if (1..=4).contains(&token.key.len()) && read == year && year > 0 {
        if let Some(taken) = era(end) {
            return Some((year, end + taken));
        }
        let before = (1..=3).any(|back| start.checked_sub(back).and_then(era) == Some(back));
        if before && number.end == end {
            return Some((year, end));
        }
    }
    // Before a year the preposition belongs to the sentence, and a number after it can be anything.
    if named.is_some() && !plausible {
        return None;
    }
    let older = told && (3..=4).contains(&token.key.len()) && year > 31;
    (plausible || older || (read != year && year > 0)).then_some((read, end))
}

/// "1990s", "1990-х", "1990-an".
fn decade(language: &Language, tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let start = language.is(tokens, at, Role::YearBefore).map_or(at, |taken| at + taken);
    let token = tokens.get(start).filter(|token| token.is_digits() && token.key.len() == 4)?;
    let year: i64 = token.key.parse().ok().filter(|year| PLAIN_YEARS.contains(year) && year % 10 == 0)?;
    let next = tokens.get(start + 1).filter(|next| next.glued())?;
    let suffix = if next.is_dash() {
        tokens.get(start + 2).filter(|token| token.glued())?;
        start + 2
    } else {
        start + 1
    };
    let taken = language.is(tokens, suffix, Role::DecadeAfter)?;
    let end = suffix + taken;
    let end = year_after(language, tokens, end).map_or(end, |taken| end + taken);
    let date = Date::parse(&format!("{}X", year / 10)).ok()?;
    // The 2000s may be ten years or a hundred.
    let others =
        if year % 100 == 0 { vec![Date::parse(&format!("{}XX", year / 100)).ok()?] } else { Vec::new() };
    let ambiguous = !others.is_empty();
    Some((Kind::Date(DateReading { others, ambiguous, ..plain(date) }), end))
}

/// A season with its year.
pub(crate) fn season(language: &Language, tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let (season, taken) = language.role(tokens, at, |role| match role {
        Role::Season(season) => Some(season),
        _ => None,
    })?;
    let next = joins(language, tokens, at + taken)?;
    let next = if language.is(tokens, next, Role::Small).is_some() { next + 1 } else { next };
    let (year, end) = full_year(language, tokens, next)?;
    let date = Date::parse(&format!("{}-{season}", year_text(year))).ok()?;
    Some((Kind::Date(plain(date)), end))
}
