//! Scales: from days and numbers to places along a strip, with ticks at round ones.

use super::picture::Percent;
use crate::value::{Day, DayRange, Unit};

/// A mark on a scale.
pub(in crate::report) struct Tick {
    /// Where.
    pub(in crate::report) x: Percent,
    /// What it says.
    pub(in crate::report) label: String,
    /// Whether it is left out where there is little room.
    pub(in crate::report) minor: bool,
}

impl Tick {
    /// Which end of the label stands at the place: near the ends of the strip, it grows inwards.
    pub(in crate::report) fn anchor(&self) -> &'static str {
        self.x.anchor()
    }
}

/// A scale of days.
#[derive(Clone, Copy)]
pub(super) struct TimeScale {
    first: Day,
    last: Day,
}

/// Most ticks of a scale.
const MOST_TICKS: i64 = 8;

impl TimeScale {
    /// A scale that shows all bounds of some ranges, with a little room at both sides. `None` where
    /// no range has a bound.
    pub(super) fn around(ranges: impl IntoIterator<Item = DayRange>) -> Option<Self> {
        let days = ranges.into_iter().flat_map(|range| [range.earliest, range.latest]).flatten();
        let (first, last) = days.fold(None, |found, day| match found {
            None => Some((day, day)),
            Some((first, last)) => Some((day.min(first), day.max(last))),
        })?;
        let room = ((last.0 - first.0) / 25).max(15);
        Some(Self { first: first + -room, last: last + room })
    }

    /// The first and the last day that it shows.
    pub(super) fn ends(self) -> (Day, Day) {
        (self.first, self.last)
    }

    /// Where a day starts.
    #[allow(clippy::cast_precision_loss, reason = "a place on a picture needs no more digits")]
    pub(super) fn x(self, day: Day) -> Percent {
        Percent::new((day.0 - self.first.0) as f64 * 100.0 / (self.last.0 - self.first.0 + 1) as f64)
    }

    /// Where a range starts and ends; without a bound, the end of the scale.
    pub(super) fn span(self, range: DayRange) -> (Percent, Percent) {
        let from = range.earliest.map_or(Percent::new(0.0), |day| self.x(day));
        let to = range.latest.map_or(Percent::new(100.0), |day| self.x(day + 1));
        (from, to)
    }

    /// Ticks at the start of round years, months or days.
    pub(super) fn ticks(self) -> Vec<Tick> {
        let (unit, step) = self.step();
        let index = |day: Day| day.index(unit).div_euclid(step);
        let (from, to) = (index(self.first), index(self.last));
        (from..=to)
            .map(|at| {
                // Years before 1 are counted without a year 0: 480 BC is the year -479.
                let before = unit == Unit::Year && at <= 0;
                let index = at * step + i64::from(before);
                let start = Day::first_of(unit, index);
                let label = DayRange::new(Some(start), Some(Day::last_of(unit, index))).describe();
                (start, Tick { x: self.x(start), label, minor: at.rem_euclid(2) == 1 && to - from >= 4 })
            })
            .filter(|(start, _)| (self.first..=self.last).contains(start))
            .map(|(_, tick)| tick)
            .collect()
    }

    fn step(self) -> (Unit, i64) {
        for (unit, steps) in [(Unit::Day, &[1, 5, 10][..]), (Unit::Month, &[1, 3, 6])] {
            let length = self.last.index(unit) - self.first.index(unit);
            // Names of days and months are long: half as many.
            if let Some(step) = steps.iter().find(|&&step| length / step <= MOST_TICKS / 2) {
                return (unit, *step);
            }
        }
        let years = self.last.index(Unit::Year) - self.first.index(Unit::Year);
        // So are those of years before 1 and of far ones.
        let plain = self.first.index(Unit::Year) > 0 && self.last.index(Unit::Year) < 10_000;
        let most = if plain { MOST_TICKS } else { MOST_TICKS / 2 };
        let mut power = 1;
        loop {
            for factor in [1, 2, 5] {
                if years / (power * factor) <= most {
                    return (Unit::Year, power * factor);
                }
            }
            power *= 10;
        }
    }
}

/// A scale of numbers that starts at 0, or at the least number where that is below.
#[derive(Clone, Copy)]
pub(super) struct NumberScale {
    least: f64,
    most: f64,
}

impl NumberScale {
    /// A scale that shows some numbers.
    pub(super) fn around(numbers: impl IntoIterator<Item = f64>) -> Self {
        let (least, most) =
            numbers.into_iter().fold((0.0_f64, 0.0_f64), |(least, most), n| (least.min(n), most.max(n)));
        let most = if most > least { most } else { least + 1.0 };
        // Room for what has no upper bound.
        Self { least, most: most + (most - least) / 8.0 }
    }

    /// Where a number stands.
    pub(super) fn x(self, number: f64) -> Percent {
        Percent::new((number - self.least) * 100.0 / (self.most - self.least))
    }

    /// Ticks at round numbers.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most a dozen ticks and nine decimals"
    )]
    pub(super) fn ticks(self) -> Vec<Tick> {
        let rough = (self.most - self.least) / 5.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|f| f * power).into_iter().find(|step| *step >= rough);
        let Some(step) = step.filter(|step| step.is_finite() && *step > 0.0) else { return Vec::new() };
        let decimals = if step < 1.0 { (-step.log10().floor()).clamp(0.0, 9.0) as usize } else { 0 };
        let (from, to) = ((self.least / step).ceil(), (self.most / step).floor());
        (0..=(to - from).clamp(0.0, 12.0) as u32)
            .map(|at| {
                let number = (from + f64::from(at)) * step;
                Tick { x: self.x(number), label: short(number, decimals), minor: at % 2 == 1 }
            })
            .collect()
    }
}

/// A round number with separators, or with so many decimals.
fn short(number: f64, decimals: usize) -> String {
    if decimals > 0 {
        return format!("{number:.decimals$}");
    }
    let whole = format!("{number:.0}");
    let (sign, digits) = whole.strip_prefix('-').map_or(("", &*whole), |digits| ("-", digits));
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| &*tick.label).collect()
    }

    fn scale(from: (i64, u8, u8), to: (i64, u8, u8)) -> TimeScale {
        let day = |(y, m, d)| Day::from_ymd(y, m, d);
        TimeScale::around([DayRange::new(day(from), day(to))]).unwrap()
    }

    #[test]
    fn ticks_stand_at_round_times() {
        assert_eq!(
            labels(&scale((1992, 5, 15), (2024, 12, 31)).ticks()),
            ["1995", "2000", "2005", "2010", "2015", "2020", "2025"]
        );
        assert_eq!(
            labels(&scale((2008, 7, 1), (2008, 9, 30)).ticks()),
            ["July 2008", "August 2008", "September 2008", "October 2008"]
        );
        assert_eq!(
            labels(&scale((2008, 7, 22), (2008, 7, 22)).ticks()),
            ["10 July 2008", "20 July 2008", "30 July 2008"]
        );
        assert_eq!(
            labels(&scale((-478, 1, 1), (-449, 1, 1)).ticks()),
            ["480 BC", "470 BC", "460 BC", "450 BC"]
        );
        assert_eq!(labels(&scale((-40, 1, 1), (30, 1, 1)).ticks()), ["40 BC", "20 BC", "1", "20"]);
        let ages = scale((-99_999_999_999, 1, 1), (2024, 1, 1)).ticks();
        assert!(ages.len() <= 9, "{}", ages.len());
        assert!(TimeScale::around([DayRange::ALL]).is_none());
    }

    #[test]
    fn numbers_are_shown_from_zero() {
        let troops = NumberScale::around([4_000.0, 10_000.0]);
        assert_eq!(labels(&troops.ticks()), ["0", "5,000", "10,000"]);
        assert_eq!(NumberScale::around([]).x(0.0).to_string(), "0");
        assert_eq!(labels(&NumberScale::around([0.3]).ticks()), ["0.0", "0.1", "0.2", "0.3"]);
        assert!(NumberScale::around([1e28, -1e28]).ticks().len() <= 13);
    }
}
