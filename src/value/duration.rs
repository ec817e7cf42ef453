//! Durations of one calendar unit: `P5Y`.

use crate::message::message;
use std::fmt;
use std::str::FromStr;

use super::calendar::Unit;
use super::error::{Advice, ParseError, quoted};

/// A duration of one calendar unit (ISO 8601): `P5Y`, `P3M`, `P2W`, `P10D`.
///
/// It is counted in calendar units: five years are five steps of the year number, whatever the
/// number of days. Weeks are seven days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    count: i64,
    unit: Unit,
    weeks: bool,
}

impl Duration {
    /// The longest duration of any unit that is read; far beyond any history, and safe to add.
    pub const MAX: i64 = 1_000_000_000;

    /// Parses a duration.
    ///
    /// # Errors
    ///
    /// Where the text is no ISO 8601 duration, has more than one unit or one below the day, is
    /// negative, or longer than [`Self::MAX`] units.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let example = "write one number and one unit: P5Y (years), P3M (months), P2W (weeks) or P10D (days)";
        let Some(rest) = text.strip_prefix('P') else {
            return Err(ParseError::whole(message!("{} is no duration", quoted(text)), text)
                .advise(slip(text).unwrap_or_else(|| example.into())));
        };
        if rest.starts_with('-') || rest.starts_with('+') {
            let error = ParseError::new(message!("the duration {} has a sign", quoted(text)), 1..2);
            return Err(error.help(
                "durations are not negative: use `before` where `after` was meant, or the other way round",
            ));
        }
        if let Some(at) = text.find('T') {
            let error =
                ParseError::new(message!("the duration {} has hours or less", quoted(text)), at..text.len());
            return Err(error.help("a day is the smallest unit here"));
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = rest.split_at(digits);
        let mut letters = unit.chars();
        let (Some(letter), true) = (letters.next(), digits > 0) else {
            return Err(ParseError::whole(message!("{} is no duration", quoted(text)), text).help(example));
        };
        let at = 1 + digits;
        let (unit, factor) = match letter {
            'Y' => (Unit::Year, 1),
            'M' => (Unit::Month, 1),
            'W' => (Unit::Day, 7),
            'D' => (Unit::Day, 1),
            '.' | ',' => {
                let error = ParseError::new(
                    message!("the duration {} is no whole number", quoted(text)),
                    at..text.len(),
                );
                return Err(error.help("use a smaller unit: 18 months are P18M"));
            }
            _ => {
                return Err(ParseError::new(message!("{} is no duration", quoted(text)), at..text.len())
                    .advise(slip(text).unwrap_or_else(|| example.into())));
            }
        };
        if letters.next().is_some() {
            let error = ParseError::new(
                message!("the duration {} has more than one unit", quoted(text)),
                at + 1..text.len(),
            );
            return Err(error.help("use the smaller unit for all of it: a year and six months are P18M"));
        }
        let count = number.parse::<i64>().ok().filter(|count| *count <= Self::MAX / factor);
        let Some(count) = count else {
            return Err(ParseError::new(message!("the duration {} is too long", quoted(text)), 1..at)
                .help(message!("at most {} units are read", Self::MAX)));
        };
        Ok(Self { count: count * factor, unit, weeks: letter == 'W' })
    }

    /// How many [units](Self::unit); never negative.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// The calendar unit; weeks are counted in days.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// In words: `5 years`, `1 month`, `2 weeks`.
    pub fn describe(&self) -> String {
        let (count, one) = match self.unit {
            Unit::Year => (self.count, "year"),
            Unit::Month => (self.count, "month"),
            Unit::Day if self.weeks => (self.count / 7, "week"),
            Unit::Day => (self.count, "day"),
        };
        format!("{count} {one}{}", if count == 1 { "" } else { "s" })
    }
}

/// What was probably meant by `5Y`, `p5y` or `5 years`.
fn slip(text: &str) -> Option<Advice> {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix('p').unwrap_or(&text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let letter = match unit.trim() {
        "y" | "year" | "years" => 'Y',
        "m" | "month" | "months" => 'M',
        "w" | "week" | "weeks" => 'W',
        "d" | "day" | "days" => 'D',
        _ => return None,
    };
    let meant = format!("P{number}{letter}");
    Duration::parse(&meant).ok().map(|_| Advice::surely(meant))
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            Unit::Year => write!(f, "P{}Y", self.count),
            Unit::Month => write!(f, "P{}M", self.count),
            Unit::Day if self.weeks => write!(f, "P{}W", self.count / 7),
            Unit::Day => write!(f, "P{}D", self.count),
        }
    }
}

impl FromStr for Duration {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unit_and_a_number() {
        for (text, count, unit, words) in [
            ("P5Y", 5, Unit::Year, "5 years"),
            ("P1M", 1, Unit::Month, "1 month"),
            ("P2W", 14, Unit::Day, "2 weeks"),
            ("P10D", 10, Unit::Day, "10 days"),
            ("P0D", 0, Unit::Day, "0 days"),
        ] {
            let duration = Duration::parse(text).unwrap();
            assert_eq!(
                (duration.count(), duration.unit(), duration.describe().as_str()),
                (count, unit, words)
            );
            assert_eq!(duration.to_string(), text);
        }
    }

    #[test]
    fn slips_are_explained() {
        for (text, words) in [
            ("5Y", "write \"P5Y\""),
            ("5 years", "write \"P5Y\""),
            ("2 weeks", "write \"P2W\""),
            ("10 days", "write \"P10D\""),
            ("p3m", "write \"P3M\""),
            ("P5", "one number"),
            ("P", "one number"),
            ("", "one number"),
            ("PY", "one number"),
            ("P1Y2M", "P18M"),
            ("P1.5Y", "P18M"),
            ("PT5H", "smallest"),
            ("P-5Y", "not negative"),
            ("P99999999999999999999Y", "at most"),
            ("P900000000W", "at most"),
            ("P5Ж", "one number"),
        ] {
            let error = Duration::parse(text).unwrap_err();
            assert!(
                error.help.as_ref().is_some_and(|help| help.to_string().contains(words)),
                "{text}: {error:?}"
            );
            assert!(text.get(error.at.clone()).is_some(), "{text}: {error:?}");
            assert!(error.to_string().contains(&format!("`{text}`")), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_wrong_is_shown() {
        for (text, shown) in [
            ("P1.5Y", ".5Y"),
            ("P10Ж", "Ж"),
            ("P12Y6M", "6M"),
            ("P-5Y", "-"),
            ("P1DT5H", "T5H"),
            ("P99999999999Y", "99999999999"),
        ] {
            assert_eq!(&text[Duration::parse(text).unwrap_err().at], shown, "{text}");
        }
    }
}
