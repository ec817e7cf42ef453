//! Centuries: "the 19th century", "XIX век", "abad ke-19"; and decades named by a word before them.

use super::{PLAIN_YEARS, plain, year_after};
use crate::evidence::language::{Language, Role};
use crate::evidence::mention::Kind;
use crate::evidence::token::Token;
use crate::value::Date;

/// The centuries that are read; no text tells of later ones.
const CENTURIES: std::ops::RangeInclusive<i64> = 1..=22;

/// From here on bare digits before the word are an ordinal, and not so many centuries.
const SURELY_ORDINAL: i64 = 10;

/// The century that begins at a token, and the token after it.
pub(crate) fn century(language: &Language, tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let word = language.is(tokens, at, Role::Century);
    let (number, mut end) = ordinal(language, tokens, at + word.unwrap_or(0), word.is_some())?;
    if word.is_none() {
        end += language.is(tokens, end, Role::Century)?;
    }
    // "From the 18th to the 19th century", "V век до н. э.": which years is not read.
    let parted = |at: usize| {
        tokens.get(at).is_some_and(Token::is_dash)
            || [Role::And, Role::To, Role::Between]
                .iter()
                .any(|role| language.is(tokens, at, *role).is_some())
    };
    let joined = (at.saturating_sub(2)..at).any(parted) || parted(end);
    if joined || language.is(tokens, end, Role::BeforeChrist).is_some() {
        return Some((Kind::UnclearDate, end));
    }
    let date = Date::parse(&format!("{:02}XX", number - 1)).ok()?;
    Some((Kind::Date(plain(date)), end))
}

/// The number of a century: "19th", "XIX", "XIXe", "ke-19", "nineteenth".
fn ordinal(language: &Language, tokens: &[Token], at: usize, named: bool) -> Option<(i64, usize)> {
    let token = tokens.get(at)?;
    if let Some((day, taken)) = language.role(tokens, at, |role| match role {
        Role::Day(day) => Some(day),
        _ => None,
    }) {
        return CENTURIES.contains(&i64::from(day)).then_some((i64::from(day), at + taken));
    }
    if token.is_word() {
        let number = roman(&token.key).filter(|number| CENTURIES.contains(number))?;
        return Some((number, suffix(language, tokens, at + 1).unwrap_or(at + 1)));
    }
    // "ke-19"
    let start = match language.is(tokens, at, Role::OrdinalBefore) {
        Some(taken) => at + taken,
        None => at,
    };
    let start = start + usize::from(tokens.get(start)?.is_dash());
    let digits = tokens.get(start).filter(|token| token.is_digits() && token.key.len() <= 2)?;
    let number: i64 = digits.key.parse().ok().filter(|number| CENTURIES.contains(number))?;
    let behind = suffix(language, tokens, start + 1);
    let told = behind.is_some() || named || start > at || number >= SURELY_ORDINAL;
    told.then_some((number, behind.unwrap_or(start + 1)))
}

/// What makes an ordinal of the number before it.
fn suffix(language: &Language, tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at).filter(|token| token.glued())?;
    if token.is(".") {
        return Some(at + 1);
    }
    let at = at + usize::from(token.is_dash());
    tokens.get(at).filter(|token| token.glued())?;
    language.is(tokens, at, Role::OrdinalAfter).map(|taken| at + taken)
}

/// A number in Roman digits, with no more than three letters of an ordinal behind it.
fn roman(word: &str) -> Option<i64> {
    const ENDING: usize = 3;
    let value = |c: char| match c {
        'i' | 'і' => Some(1),
        'v' => Some(5),
        'x' | 'х' => Some(10),
        _ => None,
    };
    let digits: Vec<i64> = word.chars().map_while(value).take(ENDING * 2).collect();
    let rest = word.chars().count() - digits.len();
    if digits.is_empty() || rest > ENDING {
        return None;
    }
    let next = digits.iter().skip(1).chain([&0]);
    Some(digits.iter().zip(next).map(|(own, next)| if own < next { -own } else { *own }).sum())
}

/// A decade whose word stands before it: "les années 1990".
pub(super) fn decade(language: &Language, tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let start = at + language.is(tokens, at, Role::DecadeBefore)?;
    let token = tokens.get(start).filter(|token| token.is_digits() && token.key.len() == 4)?;
    let year: i64 = token.key.parse().ok().filter(|year| PLAIN_YEARS.contains(year) && year % 10 == 0)?;
    let end = start + 1;
    // "Les années 1990 et 1991", "1990-1995": those are years.
    let goes_on = tokens.get(end).is_some_and(|next| next.is_dash() || next.is(","))
        || [Role::And, Role::To].iter().any(|role| language.is(tokens, end, *role).is_some());
    if goes_on {
        return None;
    }
    let end = year_after(language, tokens, end).map_or(end, |taken| end + taken);
    let mut reading = plain(Date::parse(&format!("{}X", year / 10)).ok()?);
    if year % 100 == 0 {
        reading.others.push(Date::parse(&format!("{}XX", year / 100)).ok()?);
        reading.ambiguous = true;
    }
    Some((Kind::Date(reading), end))
}
