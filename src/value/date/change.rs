//! A changed date: moved by how much, made more or less precise.

use super::Date;
use crate::value::{Day, DayRange, Unit};
use crate::words;

impl Date {
    /// What became of it where another stands in its place, in words.
    pub(crate) fn change(&self, new: &Self) -> String {
        let (before, after) = (self.range(), new.range());
        if before == after {
            let marked = |date: &Self| date.to_string().contains(['?', '%']);
            return match (marked(self), marked(new)) {
                (false, true) => "marked as uncertain; the days stay the same".into(),
                (true, false) => "not marked as uncertain any more; the days stay the same".into(),
                _ => "written in another way; the days stay the same".into(),
            };
        }
        if within(&after, &before) {
            return "more precise: it lies within what was there".into();
        }
        if within(&before, &after) {
            return "less precise: it can be what was there, and more".into();
        }
        let side = match (before.earliest.cmp(&after.earliest), before.latest, after.latest) {
            (std::cmp::Ordering::Less, ..) => "later",
            (std::cmp::Ordering::Greater, ..) => "earlier",
            // The same first day, and neither within the other: cannot be, but for open ends.
            _ => return "other bounds".into(),
        };
        let mut text = match distance(&before, &after) {
            Some(distance) => format!("{distance} {side}"),
            None => side.to_owned(),
        };
        if let (Some(old), Some(new)) = (unit(&before), unit(&after)) {
            if new < old {
                text.push_str(", and more precise");
            } else if new > old {
                text.push_str(", and less precise");
            }
        }
        if before.intersects(&after) {
            text.push_str("; some days are possible with both");
        }
        text
    }
}

fn within(inner: &DayRange, outer: &DayRange) -> bool {
    outer.earliest.is_none_or(|first| inner.earliest.is_some_and(|day| first <= day))
        && outer.latest.is_none_or(|last| inner.latest.is_some_and(|day| day <= last))
}

/// The coarsest unit that a range is made of whole; in the order day, month, year.
fn unit(range: &DayRange) -> Option<Precision> {
    let (earliest, latest) = (range.earliest?, range.latest?);
    let whole = |unit| {
        Day::first_of(unit, earliest.index(unit)) == earliest
            && Day::last_of(unit, latest.index(unit)) == latest
    };
    Some(if whole(Unit::Year) {
        Precision::Year
    } else if whole(Unit::Month) {
        Precision::Month
    } else {
        Precision::Day
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Day,
    Month,
    Year,
}

/// How far apart two ranges are, in the coarser unit of both.
fn distance(before: &DayRange, after: &DayRange) -> Option<String> {
    let coarser = unit(before)?.max(unit(after)?);
    let (from, to) = (before.earliest?, after.earliest?);
    let apart = |unit| from.index(unit).abs_diff(to.index(unit));
    match coarser {
        Precision::Year => positive(apart(Unit::Year), "year"),
        Precision::Month => months(apart(Unit::Month)),
        Precision::Day => {
            // The same day of another month or year is told as such.
            if from.ymd().2 == to.ymd().2 && from.index(Unit::Month) != to.index(Unit::Month) {
                return months(apart(Unit::Month));
            }
            let days = from.0.abs_diff(to.0);
            let told = positive(days, "day")?;
            Some(match days {
                0..=60 => told,
                61..=730 => format!("{told} (about {})", positive((days + 15) / 30, "month")?),
                _ => format!("{told} (about {})", positive((days + 182) / 365, "year")?),
            })
        }
    }
}

fn months(months: u64) -> Option<String> {
    if months.is_multiple_of(12) { positive(months / 12, "year") } else { positive(months, "month") }
}

fn positive(number: u64, unit: &str) -> Option<String> {
    let number = usize::try_from(number).ok().filter(|number| *number > 0)?;
    Some(words::count(number, unit, &format!("{unit}s")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(old: &str, new: &str) -> String {
        Date::parse(old).unwrap().change(&Date::parse(new).unwrap())
    }

    #[test]
    fn dates_move_and_narrow() {
        for (old, new, words) in [
            ("1992", "1993", "1 year later"),
            ("1999", "1994", "5 years earlier"),
            ("1992-05", "1992-07", "2 months later"),
            ("1992-05-15", "1992-05-18", "3 days later"),
            ("1992-05-15", "1993-05-15", "1 year later"),
            ("1992-05-15", "1992-04-15", "1 month earlier"),
            ("1992-05-15", "1992-12-20", "219 days (about 7 months) later"),
            ("1992-05-15", "2002-10-07", "3797 days (about 10 years) later"),
            ("1992", "1992-05-15", "more precise: it lies within what was there"),
            ("1992-05-15", "1992-05", "less precise: it can be what was there, and more"),
            ("1992", "1992~", "less precise: it can be what was there, and more"),
            ("1992-05-15", "1993", "1 year later, and less precise"),
            ("1992", "1991-12-30", "1 year earlier, and more precise"),
            ("1992", "1992?", "marked as uncertain; the days stay the same"),
            ("1992?", "1992", "not marked as uncertain any more; the days stay the same"),
            ("1992", "1992-XX", "written in another way; the days stay the same"),
            ("1992/1994", "1993/1996", "1 year later; some days are possible with both"),
            ("1992/..", "1993/..", "more precise: it lies within what was there"),
            ("1992/..", "../1993", "earlier; some days are possible with both"),
        ] {
            assert_eq!(said(old, new), words, "{old} to {new}");
        }
    }
}
