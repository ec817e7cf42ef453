//! Days and the calendar that names them: proleptic Gregorian, with astronomical year numbers
//! (year 0 is 1 BC), as ISO 8601 and EDTF use them.
//!
//! A moment is a whole day, counted as a signed number, because every comparison this program
//! makes is between days and integers compare exactly and fast. The conversions follow Howard
//! Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).

use std::fmt;

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01 (day 0).
///
/// Years from [`Day::MIN_YEAR`] to [`Day::MAX_YEAR`] can be expressed; sums of a few such days
/// and distances do not overflow `i64`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

/// The calendar units in which distances between days are stated.
///
/// Weeks are counted as seven days, so there is no unit of their own for them here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Days: the difference of the day numbers.
    Day,
    /// Calendar months: the difference of `12 * year + month`.
    Month,
    /// Calendar years: the difference of the year numbers.
    Year,
}

impl Day {
    /// The last year that can be expressed. EDTF level 1 allows any number of digits after `Y`;
    /// ten are enough for the age of the universe.
    pub const MAX_YEAR: i64 = 99_999_999_999;
    /// The first year that can be expressed.
    pub const MIN_YEAR: i64 = -Self::MAX_YEAR;
    /// Days in 400 years, after which the Gregorian calendar repeats itself exactly.
    pub const CYCLE: i64 = 146_097;

    /// The day with this year, month (1 to 12) and day of the month (from 1), or `None` where the
    /// calendar has no such day or the year lies outside what can be expressed.
    pub fn from_ymd(year: i64, month: u8, day: u8) -> Option<Self> {
        if !(Self::MIN_YEAR..=Self::MAX_YEAR).contains(&year)
            || !(1..=12).contains(&month)
            || day < 1
            || day > days_in_month(year, month)
        {
            return None;
        }
        Some(Self::first_of_month(year * 12 + i64::from(month) - 1) + i64::from(day - 1))
    }

    /// The year, month (1 to 12) and day of the month (from 1) of this day.
    pub fn ymd(self) -> (i64, u8, u8) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(Self::CYCLE);
        let day_of_era = shifted.rem_euclid(Self::CYCLE);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        // Both lie between 1 and 31 by construction.
        (year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
    }

    /// The day that the Julian calendar calls so; month (1 to 12) and day of the month (from 1) are
    /// taken on trust. After E. G. Richards, "Calendars" (2013), with the leap day at the end of a
    /// year that starts in March.
    pub fn of_julian(year: i64, month: u8, day: u8) -> Self {
        let (month, day) = (i64::from(month), i64::from(day));
        let (from_march, year) = if month > 2 { (month - 3, year) } else { (month + 9, year - 1) };
        let day_of_year = (153 * from_march + 2) / 5 + day - 1;
        // The first of March of the year 0 in the Julian calendar is two days before that in the Gregorian.
        Self(365 * year + year.div_euclid(4) + day_of_year - 719_470)
    }

    /// The same day of the month so many months later, or earlier: where the month has no such day, its
    /// last one and the first of the next, which may both be meant.
    pub fn anniversary(self, months: i64) -> (Self, Self) {
        let (first, last) = self.month_away(months);
        let same = first + (i64::from(self.ymd().2) - 1);
        if same <= last { (same, same) } else { (last, last + 1) }
    }

    /// The last day whose [anniversary](Self::anniversary) is this day or earlier.
    pub(crate) fn last_with_anniversary(self, months: i64) -> Self {
        let (first, last) = self.month_away(-months);
        if (self + 1).ymd().2 == 1 {
            return last;
        }
        last.min(first + (i64::from(self.ymd().2) - 1))
    }

    /// The first day whose [anniversary](Self::anniversary) is this day or later.
    pub(crate) fn first_with_anniversary(self, months: i64) -> Self {
        let (first, last) = self.month_away(-months);
        let of_month = i64::from(self.ymd().2);
        if of_month == 1 {
            // The last days of the month before may have it too.
            let before = (self + -1).month_away(-months);
            let length = i64::from((self + -1).ymd().2);
            return first.min(before.0 + length);
        }
        (last + 1).min(first + (of_month - 1))
    }

    /// The first and the last day of the month so many months away.
    fn month_away(self, months: i64) -> (Self, Self) {
        // Far beyond what can be expressed, and safe to turn into a day.
        const FARTHEST: i64 = 1_000_000_000_000_000;
        let index = self.index(Unit::Month).saturating_add(months).clamp(-FARTHEST, FARTHEST);
        (Self::first_of(Unit::Month, index), Self::last_of(Unit::Month, index))
    }

    /// Which day, month or year this day is in, counted so that the next one is one more: the
    /// day number, `12 * year + month - 1`, or the year number.
    pub fn index(self, unit: Unit) -> i64 {
        match unit {
            Unit::Day => self.0,
            Unit::Month => {
                let (year, month, _) = self.ymd();
                year * 12 + i64::from(month) - 1
            }
            Unit::Year => self.ymd().0,
        }
    }

    /// The first day of the day, month or year with this [index](Self::index).
    pub fn first_of(unit: Unit, index: i64) -> Self {
        match unit {
            Unit::Day => Self(index),
            Unit::Month => Self::first_of_month(index),
            Unit::Year => Self::first_of_month(index * 12),
        }
    }

    /// The last day of the day, month or year with this [index](Self::index).
    pub fn last_of(unit: Unit, index: i64) -> Self {
        Self::first_of(unit, index + 1) + -1
    }

    fn first_of_month(index: i64) -> Self {
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * month_from_march + 2) / 5;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * Self::CYCLE + day_of_era - 719_468)
    }
}

impl std::ops::Add<i64> for Day {
    type Output = Self;
    fn add(self, days: i64) -> Self {
        Self(self.0 + days)
    }
}

/// How many days a month has; `month` from 1 to 12, anything else has none.
pub fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether a year has a 29 February.
pub fn is_leap_year(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// As EDTF writes it: `1992-05-15`; years beyond four digits take the letter `Y`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write_year(f, year)?;
        write!(f, "-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Writes a year as EDTF does: four digits at least, a sign where it is negative, and the letter
/// `Y` before a year of more than four digits.
pub(crate) fn write_year(f: &mut fmt::Formatter<'_>, year: i64) -> fmt::Result {
    let sign = if year < 0 { "-" } else { "" };
    let letter = if year.unsigned_abs() > 9_999 { "Y" } else { "" };
    write!(f, "{letter}{sign}{:04}", year.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_julian_calendar_is_behind() {
        let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
        assert_eq!(Day::of_julian(1917, 10, 25), day(1917, 11, 7));
        assert_eq!(Day::of_julian(1582, 10, 5), day(1582, 10, 15));
        assert_eq!(Day::of_julian(1900, 2, 29), day(1900, 3, 13));
        assert_eq!(Day::of_julian(1700, 3, 1) + -1, Day::of_julian(1700, 2, 29));
        assert_eq!(Day::of_julian(-43, 3, 15), day(-43, 3, 13));
        assert_eq!(Day::of_julian(-4712, 1, 1), day(-4713, 11, 24));
    }

    #[test]
    fn anniversaries_are_found_from_both_sides() {
        let (first, last) = (Day::from_ymd(1999, 11, 1).unwrap(), Day::from_ymd(2004, 5, 1).unwrap());
        let days = || (first.0..last.0).map(Day);
        for months in [-25, -12, -1, 1, 2, 12, 48] {
            let near = (first.0 - 4000..last.0 + 4000).map(Day);
            let known: Vec<(Day, (Day, Day))> = near.map(|day| (day, day.anniversary(months))).collect();
            for far in days() {
                let latest = known.iter().filter(|(_, (low, _))| *low <= far).map(|(day, _)| *day).max();
                let earliest = known.iter().filter(|(_, (_, high))| *high >= far).map(|(day, _)| *day).min();
                assert_eq!(Some(far.last_with_anniversary(months)), latest, "{far} {months}");
                assert_eq!(Some(far.first_with_anniversary(months)), earliest, "{far} {months}");
            }
        }
    }

    #[test]
    fn known_days() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_ymd(2000, 3, 1), Some(Day(11_017)));
        assert_eq!(Day::from_ymd(0, 2, 29).map(|d| d.to_string()), Some("0000-02-29".to_owned()));
        assert_eq!(Day::from_ymd(-1, 12, 31).map(|d| d + 1), Day::from_ymd(0, 1, 1));
        assert_eq!(Day::from_ymd(1900, 2, 29), None);
        assert_eq!(Day::from_ymd(2023, 2, 29), None);
        assert_eq!(Day::from_ymd(2024, 13, 1), None);
        assert_eq!(Day::from_ymd(2024, 0, 1), None);
        assert_eq!(Day::from_ymd(2024, 1, 0), None);
        assert_eq!(Day::from_ymd(Day::MAX_YEAR + 1, 1, 1), None);
        assert_eq!(Day::from_ymd(Day::MIN_YEAR - 1, 1, 1), None);
        assert_eq!(Day::from_ymd(9_999, 1, 1).unwrap().to_string(), "9999-01-01");
        assert_eq!(Day::from_ymd(10_000, 1, 1).unwrap().to_string(), "Y10000-01-01");
        assert_eq!(Day::from_ymd(170_000_002, 1, 1).unwrap().to_string(), "Y170000002-01-01");
        assert_eq!(format!("{:?}", Day(0)), "1970-01-01");
    }

    #[test]
    fn every_day_of_a_cycle_is_named_and_found_again() {
        let start = Day::from_ymd(-200, 1, 1).unwrap();
        for offset in 0..Day::CYCLE + 800 {
            let day = start + offset;
            let (year, month, dom) = day.ymd();
            assert_eq!(Day::from_ymd(year, month, dom), Some(day));
            for unit in [Unit::Day, Unit::Month, Unit::Year] {
                let index = day.index(unit);
                assert!(Day::first_of(unit, index) <= day && day <= Day::last_of(unit, index));
                assert_eq!(Day::last_of(unit, index) + 1, Day::first_of(unit, index + 1));
            }
        }
    }
}
