//! Ranges of days: what is known of a moment.

use super::calendar::{Day, Unit};

/// The days on which something can have been: from the earliest to the latest, both included.
/// `None` is no bound to that side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayRange {
    /// The first day.
    pub earliest: Option<Day>,
    /// The last day.
    pub latest: Option<Day>,
}

impl DayRange {
    /// Any day.
    pub const ALL: Self = Self { earliest: None, latest: None };

    /// The days from the first to the second.
    pub fn new(earliest: Option<Day>, latest: Option<Day>) -> Self {
        Self { earliest, latest }
    }

    /// One day.
    pub fn day(day: Day) -> Self {
        Self::new(Some(day), Some(day))
    }

    /// Whether no day lies within.
    pub fn is_empty(&self) -> bool {
        matches!((self.earliest, self.latest), (Some(earliest), Some(latest)) if earliest > latest)
    }

    /// The day, where only one lies within.
    pub fn exact_day(&self) -> Option<Day> {
        self.earliest.filter(|day| self.latest == Some(*day))
    }

    /// Whether a day lies within.
    pub fn contains(&self, day: Day) -> bool {
        self.earliest.is_none_or(|earliest| earliest <= day) && self.latest.is_none_or(|latest| day <= latest)
    }

    /// The days that lie in both; `None` where there are none.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let earliest = self.earliest.max(other.earliest);
        let latest = match (self.latest, other.latest) {
            (Some(own), Some(other)) => Some(own.min(other)),
            (own, other) => own.or(other),
        };
        let both = Self { earliest, latest };
        (!both.is_empty()).then_some(both)
    }

    /// The days from the earlier first day to the later last one.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let earliest = self.earliest.zip(other.earliest).map(|(own, other)| own.min(other));
        Self { earliest, latest: self.latest.zip(other.latest).map(|(own, other)| own.max(other)) }
    }

    /// Whether some day lies in both.
    pub fn intersects(&self, other: &Self) -> bool {
        self.intersection(other).is_some()
    }

    /// Whether every day of this one comes before every day of the other.
    pub fn surely_before(&self, other: &Self) -> bool {
        matches!((self.latest, other.earliest), (Some(latest), Some(earliest)) if latest < earliest)
    }

    /// In words with the preposition that a sentence needs: `on 15 May 1992`, `in 1992`,
    /// `between 15 May 1992 and 3 June 1992`, `in 1992 or later`.
    pub fn describe_when(&self) -> String {
        let words = self.describe();
        match self.ends() {
            Some((from, to)) => format!("between {from} and {to}"),
            None if self.exact_day().is_some() => format!("on {words}"),
            None if *self == Self::ALL => format!("at {words}"),
            None => format!("in {words}"),
        }
    }

    /// The first and the last day in words, as coarse as the range allows, where they differ.
    pub(crate) fn ends(&self) -> Option<(String, String)> {
        let (earliest, latest) = (self.earliest?, self.latest?);
        let unit = [Unit::Year, Unit::Month]
            .into_iter()
            .find(|&unit| {
                Day::first_of(unit, earliest.index(unit)) == earliest
                    && Day::last_of(unit, latest.index(unit)) == latest
            })
            .unwrap_or(Unit::Day);
        let (from, to) = (name(earliest, unit), name(latest, unit));
        (from != to).then_some((from, to))
    }

    /// In words, as coarse as the range allows: `15 May 1992`, `May 1992`, `1992`,
    /// `15 May 1992 to 3 June 1992`, `1992 or later`.
    pub fn describe(&self) -> String {
        match (self.earliest, self.latest) {
            (None, None) => "any time".into(),
            (Some(earliest), None) => {
                format!("{} or later", coarse(earliest, |unit, i| Day::first_of(unit, i) == earliest))
            }
            (None, Some(latest)) => {
                format!("{} or earlier", coarse(latest, |unit, i| Day::last_of(unit, i) == latest))
            }
            (Some(earliest), Some(latest)) => match self.ends() {
                Some((from, to)) => format!("{from} to {to}"),
                None => {
                    let starts = |unit, i| Day::first_of(unit, i) == earliest;
                    coarse(earliest, |unit, i| starts(unit, i) && Day::last_of(unit, i) == latest)
                }
            },
        }
    }
}

fn coarse(day: Day, fits: impl Fn(Unit, i64) -> bool) -> String {
    let unit = [Unit::Year, Unit::Month].into_iter().find(|&unit| fits(unit, day.index(unit)));
    name(day, unit.unwrap_or(Unit::Day))
}

/// A day, or the month or year that it lies in, in words.
pub(super) fn name(day: Day, unit: Unit) -> String {
    let (year, month, dom) = day.ymd();
    match unit {
        Unit::Day => format!("{dom} {} {}", month_name(month), year_name(year)),
        Unit::Month => format!("{} {}", month_name(month), year_name(year)),
        Unit::Year => year_name(year),
    }
}

/// A year in words: year 0 is 1 BC.
pub(super) fn year_name(year: i64) -> String {
    if year > 0 { year.to_string() } else { format!("{} BC", 1 - year) }
}

pub(super) fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(usize::from(month.wrapping_sub(1))).copied().unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: (i64, u8, u8), to: (i64, u8, u8)) -> DayRange {
        DayRange::new(Day::from_ymd(from.0, from.1, from.2), Day::from_ymd(to.0, to.1, to.2))
    }

    #[test]
    fn ranges_are_told_as_coarsely_as_they_are() {
        assert_eq!(range((1992, 5, 15), (1992, 5, 15)).describe(), "15 May 1992");
        assert_eq!(range((1992, 5, 1), (1992, 5, 31)).describe(), "May 1992");
        assert_eq!(range((1992, 5, 1), (1992, 6, 30)).describe(), "May 1992 to June 1992");
        assert_eq!(range((1992, 1, 1), (1992, 12, 31)).describe(), "1992");
        assert_eq!(range((1991, 1, 1), (1993, 12, 31)).describe(), "1991 to 1993");
        assert_eq!(range((1992, 5, 15), (1992, 6, 3)).describe(), "15 May 1992 to 3 June 1992");
        assert_eq!(range((1992, 1, 1), (1992, 6, 3)).describe(), "1 January 1992 to 3 June 1992");
        assert_eq!(range((1992, 5, 15), (1992, 12, 31)).describe(), "15 May 1992 to 31 December 1992");
        assert_eq!(DayRange::new(Day::from_ymd(1992, 1, 1), None).describe(), "1992 or later");
        assert_eq!(DayRange::new(None, Day::from_ymd(1992, 5, 31)).describe(), "May 1992 or earlier");
        assert_eq!(range((-43, 3, 15), (-43, 3, 15)).describe(), "15 March 44 BC");
        assert_eq!(DayRange::ALL.describe(), "any time");
    }

    #[test]
    fn a_sentence_tells_when() {
        assert_eq!(range((1992, 5, 15), (1992, 5, 15)).describe_when(), "on 15 May 1992");
        assert_eq!(range((1992, 1, 1), (1992, 12, 31)).describe_when(), "in 1992");
        assert_eq!(range((1992, 5, 15), (1992, 6, 3)).describe_when(), "between 15 May 1992 and 3 June 1992");
        assert_eq!(DayRange::new(Day::from_ymd(1992, 1, 1), None).describe_when(), "in 1992 or later");
        assert_eq!(DayRange::ALL.describe_when(), "at any time");
    }

    #[test]
    fn what_is_common_and_what_comes_before() {
        let spring = range((1992, 3, 1), (1992, 6, 21));
        let may = range((1992, 5, 1), (1992, 5, 31));
        assert_eq!(spring.intersection(&may), Some(may));
        assert!(!spring.surely_before(&may));
        assert!(may.surely_before(&range((1992, 6, 1), (1992, 6, 1))));
        assert!(!may.surely_before(&range((1992, 5, 31), (1992, 6, 1))));
        assert!(DayRange::ALL.intersects(&may) && !may.surely_before(&DayRange::ALL));
        let june = range((1992, 6, 1), (1992, 6, 30));
        assert!(!may.intersects(&june));
        assert!(DayRange::new(june.earliest, may.latest).is_empty());
        assert!(!may.is_empty() && !DayRange::day(Day(0)).is_empty() && !DayRange::ALL.is_empty());
        assert_eq!(may.hull(&june), range((1992, 5, 1), (1992, 6, 30)));
        assert_eq!(may.hull(&DayRange::new(may.earliest, None)), DayRange::new(may.earliest, None));
        assert_eq!(
            DayRange::new(None, may.latest).intersection(&DayRange::new(may.earliest, None)),
            Some(may)
        );
    }

    #[test]
    fn both_ends_lie_within() {
        let may = range((1992, 5, 1), (1992, 5, 31));
        let (first, last) = (may.earliest.unwrap(), may.latest.unwrap());
        assert!(may.contains(first) && may.contains(last));
        assert!(!may.contains(first + -1) && !may.contains(last + 1));
        let since = DayRange::new(Some(first), None);
        assert!(!since.contains(first + -1) && since.contains(last + 1));
        let until = DayRange::new(None, Some(last));
        assert!(until.contains(first + -1) && !until.contains(last + 1));
    }
}
