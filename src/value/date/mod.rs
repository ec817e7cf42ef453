//! Dates: EDTF (ISO 8601-2), levels 0 and 1.
//!
//! The forms follow the Library of Congress, "Extended Date/Time Format (EDTF) Specification"
//! (2019). A date here means *some day between its earliest and its latest*: [`Date`] keeps the
//! form that was written and answers with that range. Reading is in [`parse`], the advice for what
//! is no date in [`slips`], words in [`describe`] and [`change`].

mod change;
mod describe;
mod parse;
mod slips;
#[cfg(test)]
mod tests;

use crate::message::{Message, Tell, ours};
use std::fmt;
use std::str::FromStr;

use super::calendar::{Day, Unit, days_in_month, write_year};
use super::error::ParseError;
use super::range::DayRange;

/// A date in EDTF, level 0 or 1.
///
/// Seasons have no agreed limits; their ranges are the union of the meteorological and the
/// astronomical season. In the north, spring is 1 March to 21 June, summer 1 June to 23 September,
/// autumn 1 September to 22 December. The winter of a year can be meant to start or to end in it:
/// 1 January of that year to 21 March of the next. In the south it is the other way round. Where no
/// [`Hemisphere`] is set, a season can be that of either. Times of day are read and count for nothing,
/// whatever their offset: the day is the one that is written.
///
/// ```
/// use csto_validate::value::Date;
///
/// let about = Date::parse("1992-05~")?;
/// assert_eq!(about.describe(), "about May 1992");
/// // From the first day of April to the last of June: it surely lies before July.
/// assert!(about.range().surely_before(&Date::parse("1992-07")?.range()));
/// assert!(about.range().intersects(&Date::parse("1992-06-30")?.range()));
/// let help = Date::parse("15.05.1992").unwrap_err().help.map(|help| help.to_string());
/// assert_eq!(help.as_deref(), Some("write \"1992-05-15\""));
/// # Ok::<(), csto_validate::value::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date(Form);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    Point(Point),
    Interval(Side, Side),
}

/// One side of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Side {
    At(Point),
    /// `..`: without end.
    Open,
    /// Nothing: not known.
    Unknown,
}

/// A date that is no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Point {
    /// Astronomical: year 0 is 1 BC. Where digits are unspecified, the first year of the range.
    year: i64,
    precision: Precision,
    qualifier: Qualifier,
    /// In which calendar year, month and day are told.
    calendar: Calendar,
}

/// In which calendar a date is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// As ISO 8601 and EDTF tell dates.
    #[default]
    Gregorian,
    /// Old Style: every fourth year is a leap year.
    Julian,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Precision {
    /// `19XX`.
    Century,
    /// `199X`.
    Decade,
    /// `1992`, or `1992-XX`, or `1992-XX-XX`: how many parts follow as `XX`.
    Year { masked: u8 },
    /// `1992-21`: 21 to 24, where it is known which hemisphere is meant in that one.
    Season(u8, Option<Hemisphere>),
    /// `1992-05`, or `1992-05-XX`.
    Month { month: u8, masked: bool },
    /// `1992-05-15`.
    Day { month: u8, day: u8 },
}

/// Which half of the earth seasons are told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hemisphere {
    /// Spring begins in March.
    North,
    /// Spring begins in September.
    South,
}

impl Hemisphere {
    /// As the manifest writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::North => "north",
            Self::South => "south",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Qualifier {
    None,
    /// `?`
    Uncertain,
    /// `~`
    About,
    /// `%`
    Both,
}

impl Date {
    /// Parses a date in EDTF, level 0 or 1.
    ///
    /// # Errors
    ///
    /// Where the text is none, with what to write where that is clear.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse::date(text, Calendar::Gregorian)
    }

    /// Parses a date whose year, month and day are told in a calendar.
    ///
    /// # Errors
    ///
    /// As [`Date::parse`].
    pub fn parse_in(text: &str, calendar: Calendar) -> Result<Self, ParseError> {
        parse::date(text, calendar)
    }

    /// Whether it is told in the Julian calendar.
    pub fn is_old_style(&self) -> bool {
        let old = |side: &Side| matches!(side, Side::At(at) if at.calendar == Calendar::Julian);
        match &self.0 {
            Form::Point(at) => at.calendar == Calendar::Julian,
            Form::Interval(start, end) => old(start) || old(end),
        }
    }

    /// The same year, month and day in the Gregorian calendar: another day, for a date that is told in
    /// the Julian one. `None` where that calendar has no such day.
    pub fn as_written(&self) -> Option<Self> {
        Self::parse(&self.to_string()).ok()
    }

    /// The day of a year, month and day of a calendar, with month from 1 to 12.
    pub fn of(calendar: Calendar, year: i64, month: u8, day: u8) -> Option<Self> {
        if !month_has(calendar, year, month, day) {
            return None;
        }
        let precision = Precision::Day { month, day };
        Some(Self(Form::Point(Point { year, precision, qualifier: Qualifier::None, calendar })))
    }

    /// The same date, its seasons told in a hemisphere.
    #[must_use]
    pub fn in_hemisphere(self, hemisphere: Hemisphere) -> Self {
        let point = |mut point: Point| {
            if let Precision::Season(_, told) = &mut point.precision {
                *told = Some(hemisphere);
            }
            point
        };
        let side = |side: Side| if let Side::At(at) = side { Side::At(point(at)) } else { side };
        Self(match self.0 {
            Form::Point(at) => Form::Point(point(at)),
            Form::Interval(start, end) => Form::Interval(side(start), side(end)),
        })
    }

    /// The season, 21 for spring to 24 for winter, of a date that is one.
    pub fn season(&self) -> Option<u8> {
        match self.0 {
            Form::Point(Point { precision: Precision::Season(season, _), .. }) => Some(season),
            _ => None,
        }
    }

    /// A day.
    pub fn from_day(day: Day) -> Self {
        let (year, month, dom) = day.ymd();
        let precision = Precision::Day { month, day: dom };
        Self(Form::Point(Point {
            year,
            precision,
            qualifier: Qualifier::None,
            calendar: Calendar::Gregorian,
        }))
    }

    /// The days on which it can be.
    pub fn range(&self) -> DayRange {
        match &self.0 {
            Form::Point(point) => point.range(),
            Form::Interval(start, end) => {
                let (earliest, latest) = (start.range().earliest, end.range().latest);
                match (earliest, latest) {
                    // What runs backwards is a finding; its range covers what is written.
                    (Some(from), Some(to)) if from > to => {
                        DayRange::new(end.range().earliest, start.range().latest)
                    }
                    _ => DayRange::new(earliest, latest),
                }
            }
        }
    }

    /// The first day on which it can be; `None` without bound.
    pub fn earliest(&self) -> Option<Day> {
        self.range().earliest
    }

    /// The last day on which it can be; `None` without bound.
    pub fn latest(&self) -> Option<Day> {
        self.range().latest
    }

    /// The day, where only one is possible.
    pub fn exact_day(&self) -> Option<Day> {
        self.range().exact_day()
    }

    /// Whether it is an interval.
    pub fn is_interval(&self) -> bool {
        matches!(self.0, Form::Interval(..))
    }

    /// The days on which an interval can start, and those on which it can end; `None` where it is no
    /// interval, or open to a side.
    pub fn ends(&self) -> Option<(DayRange, DayRange)> {
        match &self.0 {
            Form::Interval(Side::At(start), Side::At(end)) => Some((start.range(), end.range())),
            _ => None,
        }
    }

    /// Whether it is an interval that surely ends before it starts.
    pub fn runs_backwards(&self) -> bool {
        match &self.0 {
            Form::Interval(Side::At(start), Side::At(end)) => end.range().surely_before(&start.range()),
            _ => false,
        }
    }

    /// In words: `15 May 1992`, `about 1992`, `the 1990s`, `between 1992 and 1994`.
    pub fn describe(&self) -> String {
        describe::date(&self.0)
    }

    /// In words, with the preposition that a sentence needs: "in 2008", "on 15 May 1992".
    pub fn describe_at(&self) -> String {
        describe::at(&self.0, self.range().exact_day().is_some())
    }
}

/// As EDTF writes it.
impl Tell for Date {
    fn tell(&self, message: &mut Message) {
        message.push(ours(self.to_string()));
    }
}

impl Side {
    fn range(&self) -> DayRange {
        match self {
            Self::At(point) => point.range(),
            Self::Open | Self::Unknown => DayRange::ALL,
        }
    }
}

impl Point {
    /// The days on which it can be; about is one unit of the precision more on each side.
    fn range(&self) -> DayRange {
        let year = self.year;
        let about = matches!(self.qualifier, Qualifier::About | Qualifier::Both);
        let by = i64::from(about);
        let years = |from: i64, to: i64| (Day::first_of(Unit::Year, from), Day::last_of(Unit::Year, to));
        let months = |from: i64, to: i64| (Day::first_of(Unit::Month, from), Day::last_of(Unit::Month, to));
        let (first, last) = match self.precision {
            Precision::Century => years(year - 100 * by, year + 99 + 100 * by),
            Precision::Decade => years(year - 10 * by, year + 9 + 10 * by),
            Precision::Year { .. } => years(year - by, year + by),
            Precision::Month { month, .. } => {
                let index = year * 12 + i64::from(month) - 1;
                months(index - by, index + by)
            }
            Precision::Day { month, day } => {
                let day = match self.calendar {
                    Calendar::Gregorian => day_of(year, month, day),
                    Calendar::Julian => Day::of_julian(year, month, day),
                };
                return DayRange::new(Some(day + -by), Some(day + by));
            }
            Precision::Season(season, hemisphere) => {
                let north = season_of(year, season);
                let south = season_of(year, if season < 23 { season + 2 } else { season - 2 });
                let (first, last) = match hemisphere {
                    Some(Hemisphere::North) => north,
                    Some(Hemisphere::South) => south,
                    None => (north.0.min(south.0), north.1.max(south.1)),
                };
                // A season is a quarter of a year; 92 days are the longest quarter.
                (first + -92 * by, last + 92 * by)
            }
        };
        match self.calendar {
            Calendar::Gregorian => DayRange::new(Some(first), Some(last)),
            Calendar::Julian => {
                // All of these start and end with months: the same month in the other calendar. Only a
                // season ends within one.
                let julian = |day: Day| {
                    let (year, month, day) = day.ymd();
                    Day::of_julian(year, month, day)
                };
                DayRange::new(Some(julian(first)), Some(julian(last + 1) + -1))
            }
        }
    }
}

/// The days of a season in the north.
fn season_of(year: i64, season: u8) -> (Day, Day) {
    match season {
        21 => (day_of(year, 3, 1), day_of(year, 6, 21)),
        22 => (day_of(year, 6, 1), day_of(year, 9, 23)),
        23 => (day_of(year, 9, 1), day_of(year, 12, 22)),
        _ => (day_of(year, 1, 1), day_of(year + 1, 3, 21)),
    }
}

/// A day that is known to exist, also a year beyond what can be written.
fn day_of(year: i64, month: u8, day: u8) -> Day {
    Day::first_of(Unit::Month, year * 12 + i64::from(month) - 1) + i64::from(day) + -1
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Point(point) => point.fmt(f),
            Form::Interval(start, end) => {
                start.fmt(f)?;
                f.write_str("/")?;
                end.fmt(f)
            }
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(point) => point.fmt(f),
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        let size = self.year.unsigned_abs();
        match self.precision {
            // The first year of a decade before year 0 is its last in digits.
            Precision::Century => write!(f, "{sign}{:02}XX", size / 100)?,
            Precision::Decade => write!(f, "{sign}{:03}X", size / 10)?,
            _ => write_year(f, self.year)?,
        }
        match self.precision {
            Precision::Century | Precision::Decade => {}
            Precision::Year { masked } => {
                for _ in 0..masked {
                    f.write_str("-XX")?;
                }
            }
            Precision::Season(season, _) => write!(f, "-{season}")?,
            Precision::Month { month, masked } => {
                write!(f, "-{month:02}{}", if masked { "-XX" } else { "" })?;
            }
            Precision::Day { month, day } => write!(f, "-{month:02}-{day:02}")?,
        }
        f.write_str(match self.qualifier {
            Qualifier::None => "",
            Qualifier::Uncertain => "?",
            Qualifier::About => "~",
            Qualifier::Both => "%",
        })
    }
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

/// Whether a month has a day.
fn month_has(calendar: Calendar, year: i64, month: u8, day: u8) -> bool {
    (1..=month_length(calendar, year, month)).contains(&day)
}

/// How many days a month has; none for what is no month.
fn month_length(calendar: Calendar, year: i64, month: u8) -> u8 {
    match calendar {
        Calendar::Julian if month == 2 && year.rem_euclid(4) == 0 => 29,
        _ => days_in_month(year, month),
    }
}
