//! Reading EDTF, levels 0 and 1.

use std::ops::Range;

use super::slips::{self, LEVEL};
use super::{Calendar, Date, Form, Point, Precision, Qualifier, Side, month_has, month_length};
use crate::message::{Message, message};
use crate::value::calendar::Day;
use crate::value::error::{Advice, Meant, ParseError, quoted};
use crate::value::range::{month_name, year_name};

/// Parses a text; where it fails, what was probably meant is looked for.
pub(super) fn date(text: &str, calendar: Calendar) -> Result<Date, ParseError> {
    read_in(text, calendar)
        .map_err(|error| if error.help.is_none() { error.advise(slips::offer(text)) } else { error })
}

/// Parses without looking for what may have been meant, so that advice can use it.
pub(super) fn read(text: &str) -> Result<Date, ParseError> {
    read_in(text, Calendar::Gregorian)
}

fn read_in(text: &str, calendar: Calendar) -> Result<Date, ParseError> {
    if let Some(error) = slips::other_level(text) {
        return Err(error);
    }
    let Some((start, end)) = text.split_once('/') else {
        return point(text, 0, text, calendar).map(|point| Date(Form::Point(point)));
    };
    if let Some(second) = end.find('/') {
        let at = start.len() + 1 + second;
        return Err(ParseError::new(message!("{} has more than one slash", quoted(text)), at..at + 1));
    }
    let side = |part: &str, at: usize| match part {
        "" => Ok(Side::Unknown),
        ".." => Ok(Side::Open),
        _ => point(text, at, part, calendar).map(Side::At),
    };
    let (start, end) = (side(start, 0)?, side(end, start.len() + 1)?);
    if !matches!(start, Side::At(_)) && !matches!(end, Side::At(_)) {
        let error =
            ParseError::whole(message!("the interval {} has no date on either side", quoted(text)), text);
        return Err(error.help("write at least one side, such as \"1992/..\", or leave the field out"));
    }
    Ok(Date(Form::Interval(start, end)))
}

/// A date that is no interval: `part` stands in `text` at byte `at`.
fn point(text: &str, at: usize, part: &str, calendar: Calendar) -> Result<Point, ParseError> {
    Parser { text, part, base: at, at: 0, calendar }.point()
}

struct Parser<'a> {
    text: &'a str,
    part: &'a str,
    /// Where the part starts in the text.
    base: usize,
    /// How far the part was read.
    at: usize,
    /// Whose months have how many days.
    calendar: Calendar,
}

impl Parser<'_> {
    fn rest(&self) -> &[u8] {
        self.part.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.rest().first() == Some(&byte);
        self.at += usize::from(eaten);
        eaten
    }

    /// The next two digits as a number, or `XX` as `None`.
    fn pair(&mut self) -> Option<Option<u8>> {
        let pair = match *self.rest() {
            [b'X', b'X', ..] => None,
            [tens @ b'0'..=b'9', units @ b'0'..=b'9', ..] => Some((tens - b'0') * 10 + units - b'0'),
            _ => return None,
        };
        self.at += 2;
        Some(pair)
    }

    /// Nothing that is known as a date.
    fn no_date(&self) -> ParseError {
        ParseError::whole(message!("{} is no date", quoted(self.text)), self.text)
    }

    fn error(&self, message: impl Into<Message>, range: Range<usize>) -> ParseError {
        ParseError::new(message, self.base + range.start..self.base + range.end)
    }

    fn point(mut self) -> Result<Point, ParseError> {
        let (year, precision) = self.year()?;
        let precision = match precision {
            Precision::Year { .. } if self.eat(b'-') => self.month(year)?,
            other => other,
        };
        if matches!(precision, Precision::Day { .. }) && self.eat(b'T') {
            self.time()?;
        }
        let qualifier = match self.rest() {
            [] => Qualifier::None,
            [b'?'] => Qualifier::Uncertain,
            [b'~'] => Qualifier::About,
            [b'%'] => Qualifier::Both,
            _ => return Err(self.no_date()),
        };
        Ok(Point { year, precision, qualifier, calendar: self.calendar })
    }

    fn year(&mut self) -> Result<(i64, Precision), ParseError> {
        let long = self.eat(b'Y');
        let negative = self.eat(b'-');
        let start = self.at;
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = self.part.get(start..start + digits).unwrap_or_default();
        self.at += digits;
        if long {
            if digits < 5 {
                let error = self.error(
                    message!("the year in {} is too short for the letter Y", quoted(self.text)),
                    0..self.at,
                );
                let plain = format!("{}{number:0>4}", if negative { "-" } else { "" });
                return Err(match self.text.len() == self.at {
                    true => error.advise(Advice::Write(
                        Meant { text: plain, sure: true },
                        ": only years of more than four digits take a Y",
                    )),
                    false => error
                        .help(message!("write \"{}\": only years of more than four digits take a Y", plain)),
                });
            }
            let year = number.parse::<i64>().ok().filter(|year| *year <= Day::MAX_YEAR);
            let year = year.ok_or_else(|| {
                self.error(message!("the year in {} is too far away", quoted(self.text)), 0..self.at)
                    .help(message!("years up to {} are read", Day::MAX_YEAR))
            })?;
            return match self.rest().first() {
                // Level 1 knows years alone this far away.
                Some(b'-') => Err(self.no_date()),
                _ => Ok((if negative { -year } else { year }, Precision::Year { masked: 0 })),
            };
        }
        let masked = self.rest().iter().take_while(|byte| **byte == b'X').count();
        self.at += masked;
        let (width, precision) = match masked {
            0 => (1, Precision::Year { masked: 0 }),
            1 => (10, Precision::Decade),
            2 => (100, Precision::Century),
            _ => return Err(self.no_date()),
        };
        if digits + masked != 4 {
            return Err(self.no_date());
        }
        let first = number.parse::<i64>().map_err(|_| self.no_date())? * width;
        if negative {
            if first == 0 && masked == 0 {
                let error = self.error("there is no year -0000", 0..self.at);
                return Err(match self.text.len() == self.at {
                    true => error.advise(Advice::Write(
                        Meant { text: "0000".into(), sure: false },
                        " for the year 1 BC",
                    )),
                    false => error.help("write \"0000\" for the year 1 BC"),
                });
            }
            return Ok((-first - (width - 1), precision));
        }
        Ok((first, precision))
    }

    fn month(&mut self, year: i64) -> Result<Precision, ParseError> {
        let start = self.at;
        let month = self.pair().ok_or_else(|| self.no_date())?;
        let Some(month) = month else {
            if self.eat(b'-') {
                // A known day of an unknown month is level 2.
                return match self.pair() {
                    Some(None) => Ok(Precision::Year { masked: 2 }),
                    _ => Err(self
                        .no_date()
                        .help(message!("{} leaves out the end of a date only: write the year alone", LEVEL))),
                };
            }
            return Ok(Precision::Year { masked: 1 });
        };
        if (21..=24).contains(&month) {
            return match self.rest().first() {
                Some(b'-') => {
                    let error = self.error(
                        message!("{} has a day after a season", quoted(self.text)),
                        start..self.part.len(),
                    );
                    Err(error.help("a season stands alone, such as \"1992-21\""))
                }
                _ => Ok(Precision::Season(month, None)),
            };
        }
        if !(1..=12).contains(&month) {
            return Err(self.error(message!("there is no month {}", format!("{month:02}")), start..self.at));
        }
        if !self.eat(b'-') {
            return Ok(Precision::Month { month, masked: false });
        }
        let start = self.at;
        let day = self.pair().ok_or_else(|| self.no_date())?;
        match day {
            None => Ok(Precision::Month { month, masked: true }),
            Some(day) if month_has(self.calendar, year, month, day) => Ok(Precision::Day { month, day }),
            Some(day) => {
                let (name, last) = (month_name(month), month_length(self.calendar, year, month));
                let message = message!("there is no day {} in {} {}", day, name, year_name(year));
                Err(self.error(message, start..self.at).help(message!(
                    "{} {} has {} days",
                    name,
                    year_name(year),
                    last
                )))
            }
        }
    }

    /// A time of day (ISO 8601-1, as level 0 takes it): read, and not kept.
    fn time(&mut self) -> Result<(), ParseError> {
        let start = self.at;
        let clock = self.hour_minute(24).and_then(|(hour, minute)| {
            let second = if self.eat(b':') { self.pair().flatten()? } else { return None };
            // 24:00:00 ends a day, and a leap second is the 60th.
            (second <= 60 && (hour < 24 || (minute == 0 && second == 0))).then_some(())
        });
        let zone = clock.and_then(|()| match self.rest().first() {
            Some(b'Z') => {
                self.at += 1;
                Some(())
            }
            Some(b'+' | b'-') => {
                self.at += 1;
                let hour = self.pair().flatten()?;
                let minute = if self.eat(b':') { self.pair().flatten()? } else { 0 };
                (hour <= 14 && minute < 60).then_some(())
            }
            _ => Some(()),
        });
        zone.ok_or_else(|| {
            self.error(message!("{} has no such time of day", quoted(self.text)), start..self.part.len())
                .help("only the day counts here: leave the time out")
        })
    }

    fn hour_minute(&mut self, most: u8) -> Option<(u8, u8)> {
        let hour = self.pair().flatten().filter(|hour| *hour <= most)?;
        let minute =
            if self.eat(b':') { self.pair().flatten().filter(|minute| *minute < 60)? } else { return None };
        Some((hour, minute))
    }
}
