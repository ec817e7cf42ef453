//! When things were, as far as the facts tell: the days of time points and of claims.

use super::chronology::Chronology;
use crate::dataset::{
    ClaimId, Dataset, DateOptions, DateValue, Distance, Rank, SourceId, Time, TimePoint, When,
};
use crate::map::Map;
use crate::value::{Day, DayRange, Unit};

/// The days that the facts allow for every time point.
#[derive(Debug, Default)]
pub struct Times {
    points: Ranges,
    /// Moments that are surely one day with another: one of them stands for all.
    same: Map<TimePoint, TimePoint>,
    /// What is told of a moment itself.
    stated: Ranges,
    as_of: Option<DayRange>,
}

/// When a claim holds, as a stretch of days.
#[derive(Clone, Copy, Debug)]
enum Held {
    Always,
    /// On some day within.
    At(DayRange, Option<TimePoint>),
    /// From some day within the first to some day within the second; `None` is no end.
    Between(Option<DayRange>, Option<DayRange>),
}

/// The days of time points.
type Ranges = Map<TimePoint, DayRange>;

/// What is told of each moment itself, whatever follows from others.
pub(super) struct Told(Ranges);

impl Told {
    pub(super) fn new(dataset: &Dataset) -> Self {
        // What all attestations allow, and what any of them does: where they contradict each other,
        // the moment can be on the days of any, whichever is read first.
        let mut told: Map<TimePoint, (Option<DayRange>, DayRange)> = Map::default();
        for (_, claim) in dataset.claims().filter(|(_, claim)| claim.rank != Rank::Deprecated) {
            let repeats = |date: &DateOptions| date.repeats;
            if dataset.property(claim.property).as_date().is_some_and(repeats) {
                continue;
            }
            if let Some(DateValue::Date(date)) = claim.value.as_date() {
                let point = TimePoint { subject: claim.subject, property: claim.property };
                let range = date.range();
                let (all, any) = told.entry(point).or_insert((Some(range), range));
                *all = all.and_then(|all| all.intersection(&range));
                *any = any.hull(&range);
            }
        }
        Self(told.into_iter().map(|(point, (all, any))| (point, all.unwrap_or(any))).collect())
    }
}

impl Times {
    pub(super) fn new(dataset: &Dataset, Told(stated): Told, chronology: &Chronology) -> Self {
        // What follows from everything is sharper than what is told of a moment alone.
        let mut points = stated.clone();
        points.extend(chronology.ranges());
        let as_of = dataset.manifest.as_of.map(|date| date.value.range());
        Self { points, same: same_days(dataset), stated, as_of }
    }

    /// Whether two time points are surely one day: they are one, or claims tell that no day lies
    /// between.
    pub fn is_same_day(&self, one: TimePoint, other: TimePoint) -> bool {
        let of = |point| self.same.get(&point).copied().unwrap_or(point);
        of(one) == of(other)
    }

    /// Whether a claim tells of a move or of an end on the very day of a time.
    pub fn is_on_day_of(&self, claim: &Time, time: &Time) -> bool {
        let Some(When::Point(day)) = time.at().map(|at| at.value) else { return false };
        claim
            .stated()
            .any(|(_, when)| matches!(when.value, When::Point(point) if self.is_same_day(point, day)))
    }

    /// The days on which a date or time point can be.
    pub fn range(&self, when: When) -> DayRange {
        match when {
            When::Date(date) => date.range(),
            When::Point(point) => self.point(point),
        }
    }

    /// The days on which a time point can be.
    pub fn point(&self, point: TimePoint) -> DayRange {
        self.points.get(&point).copied().unwrap_or(DayRange::ALL)
    }

    /// The days on which a time point can be, for showing: where a contradiction leaves nothing that
    /// follows, what is told of it all the same.
    pub fn shown(&self, point: TimePoint) -> DayRange {
        match self.point(point) {
            DayRange::ALL => self.stated.get(&point).copied().unwrap_or(DayRange::ALL),
            days => days,
        }
    }

    /// When the facts speak from.
    pub fn as_of(&self) -> Option<DayRange> {
        self.as_of
    }

    /// When something that a claim tells happened: at its time, or at the beginning of it.
    pub fn moment(&self, time: &Time) -> DayRange {
        match (time.at().or(time.from()), time.until()) {
            (Some(when), _) => self.range(when.value),
            (None, Some(until)) => DayRange::new(None, self.range(until.value).latest),
            (None, None) => DayRange::ALL,
        }
    }

    /// All days on which something with this time may hold.
    pub fn days(&self, time: &Time) -> DayRange {
        let earliest = time.at().or(time.from()).and_then(|when| self.range(when.value).earliest);
        let latest = time.at().or(time.until()).and_then(|when| self.range(when.value).latest);
        DayRange::new(earliest, latest)
    }

    /// The days that a claim is surely about, for a rule that needs a moment: some day within the
    /// range of `at`; every day of the sure core of a stretch (`Err`); `as_of` without a time.
    /// `None` where there is no such day.
    pub fn query(&self, time: &Time) -> Option<Result<DayRange, (Day, Day)>> {
        match self.held(time) {
            Held::Always => self.as_of.map(Ok),
            Held::At(range, _) => Some(Ok(range)),
            Held::Between(from, until) => {
                let (first, last) = core(from, until)?;
                let as_of = self.as_of;
                // A stretch without an end is looked at up to the day that the facts speak from.
                let first = first.or(last)?;
                let last =
                    last.or_else(|| as_of.and_then(|as_of| as_of.latest)).filter(|last| first <= *last)?;
                Some(Err((first, last)))
            }
        }
    }

    fn held(&self, time: &Time) -> Held {
        if time.is_always() {
            return Held::Always;
        }
        if let Some(at) = time.at() {
            let point = if let When::Point(point) = at.value { Some(point) } else { None };
            return Held::At(self.range(at.value), point);
        }
        let range = |when: Option<crate::dataset::Spanned<When>>| when.map(|when| self.range(when.value));
        Held::Between(range(time.from()), range(time.until()))
    }

    /// Whether two claims surely hold at one time. Terms that only touch, as where an office is
    /// handed over, do not; but a term of one day within another does.
    pub fn surely_overlap(&self, one: &Time, other: &Time) -> bool {
        match (self.held(one), self.held(other)) {
            (Held::Always, _) | (_, Held::Always) => true,
            (Held::At(a, p), Held::At(b, q)) => {
                p.zip(q).is_some_and(|(p, q)| self.is_same_day(p, q))
                    || (a.exact_day().is_some() && a.exact_day() == b.exact_day())
            }
            (Held::At(at, _), Held::Between(from, until)) | (Held::Between(from, until), Held::At(at, _)) => {
                core(from, until).is_some_and(|(first, last)| {
                    first.is_none_or(|first| at.earliest.is_some_and(|day| first < day))
                        && last.is_none_or(|last| at.latest.is_some_and(|day| day < last))
                })
            }
            (Held::Between(a, b), Held::Between(c, d)) => match (core(a, b), core(c, d)) {
                (Some((first, last)), Some((from, until))) => {
                    let start = first.max(from);
                    let end = match (last, until) {
                        (Some(last), Some(until)) => Some(last.min(until)),
                        (last, until) => last.or(until),
                    };
                    match (start, end) {
                        (Some(start), Some(end)) if start == end => {
                            let within = |(first, last): (Option<Day>, Option<Day>)| {
                                first.is_none_or(|first| first < start) && last.is_none_or(|last| end < last)
                            };
                            within((first, last)) || within((from, until))
                        }
                        (Some(start), Some(end)) => start < end,
                        _ => true,
                    }
                }
                _ => false,
            },
        }
    }

    /// Whether two claims can hold at one time, if only on the day on which one ends and the other
    /// begins.
    pub fn may_meet(&self, one: &Time, other: &Time) -> bool {
        let days = |time: &Time| match self.held(time) {
            Held::Always => DayRange::ALL,
            Held::At(range, _) => range,
            Held::Between(from, until) => {
                DayRange::new(from.and_then(|from| from.earliest), until.and_then(|until| until.latest))
            }
        };
        days(one).intersects(&days(other))
    }

    /// Whether a claim surely holds at some time at which two others surely hold together.
    pub fn surely_joins(&self, claim: &Time, one: &Time, other: &Time) -> bool {
        if !self.surely_overlap(claim, one) || !self.surely_overlap(claim, other) {
            return false;
        }
        let cores = [claim, one, other].map(|time| self.sure_core(time));
        let [Some(a), Some(b), Some(c)] = cores else { return true };
        let first = a.0.max(b.0).max(c.0);
        let last = [a.1, b.1, c.1].into_iter().flatten().min();
        first.zip(last).is_none_or(|(first, last)| first <= last)
    }

    /// The first and last day of a claim's time that are sure; `None` at a side without an end.
    pub(crate) fn sure_core(&self, time: &Time) -> Option<(Option<Day>, Option<Day>)> {
        match self.held(time) {
            Held::Always => Some((None, None)),
            Held::At(range, _) => range.exact_day().map(|day| (Some(day), Some(day))),
            Held::Between(from, until) => core(from, until),
        }
    }

    /// What a date claim tells, or the earliest day that a claim's time allows: the moment before
    /// which nobody can have written of it. Of what is planned anybody can.
    pub fn tells_of(&self, dataset: &Dataset, id: ClaimId) -> DayRange {
        let claim = dataset.claim(id);
        if dataset.is_planned(claim) {
            return DayRange::ALL;
        }
        let time = match claim.time.at().or(claim.time.from()) {
            Some(when) => self.range(when.value),
            None => DayRange::ALL,
        };
        match claim.value.as_date() {
            Some(DateValue::Date(date)) => {
                let value = date.range();
                DayRange::new(time.earliest.max(value.earliest), value.latest.max(time.latest))
            }
            Some(DateValue::Relative(_)) => {
                self.point(TimePoint { subject: claim.subject, property: claim.property })
            }
            None => time,
        }
    }

    /// Whether a source was surely published before what a claim tells of.
    pub fn predates(&self, dataset: &Dataset, claim: ClaimId, source: SourceId) -> bool {
        let published = dataset.source(source).published;
        published.is_some_and(|date| date.value.range().surely_before(&self.tells_of(dataset, claim)))
    }
}

/// Moments that lie no day apart: told by `P0D` from each other.
fn same_days(dataset: &Dataset) -> Map<TimePoint, TimePoint> {
    fn find(same: &Map<TimePoint, TimePoint>, mut point: TimePoint) -> TimePoint {
        while let Some(&next) = same.get(&point).filter(|&&next| next != point) {
            point = next;
        }
        point
    }
    let mut same: Map<TimePoint, TimePoint> = Map::default();
    for (_, claim) in dataset.claims().filter(|(_, claim)| claim.rank != Rank::Deprecated) {
        let Some(DateValue::Relative(relative)) = claim.value.as_date() else { continue };
        let by = match relative.distance {
            Distance::Exactly(by) => Some(by),
            Distance::Between { at_most, .. } => at_most,
        };
        if by.is_some_and(|by| by.unit() == Unit::Day && by.count() == 0) {
            let point = TimePoint { subject: claim.subject, property: claim.property };
            let (one, other) = (find(&same, point), find(&same, relative.anchor));
            // The smaller one stands for both, so that no chain of them leads in a circle.
            same.insert(one.max(other), one.min(other));
        }
    }
    let all: Vec<TimePoint> = same.keys().copied().collect();
    all.into_iter().map(|point| (point, find(&same, point))).collect()
}

/// The days on which a term surely holds: from the last on which it can begin to the first on
/// which it can end. `None` where there may be no such day.
fn core(from: Option<DayRange>, until: Option<DayRange>) -> Option<(Option<Day>, Option<Day>)> {
    let first = match from {
        Some(from) => Some(from.latest?),
        None => None,
    };
    let last = match until {
        Some(until) => Some(until.earliest?),
        None => None,
    };
    match (first, last) {
        (Some(first), Some(last)) if first > last => None,
        both => Some(both),
    }
}

/// Whether two claims state the same time, in the same words.
pub fn same_time(one: &Time, other: &Time) -> bool {
    let same = |a: Option<crate::dataset::Spanned<When>>, b: Option<crate::dataset::Spanned<When>>| {
        a.map(|a| a.value) == b.map(|b| b.value)
    };
    same(one.at(), other.at()) && same(one.from(), other.from()) && same(one.until(), other.until())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::dataset::load::{RawFile, from_files};

    /// The days of `thing.p`, `thing.q` and `thing.r` where claims tell these values of them.
    fn points(values: [&str; 3]) -> Vec<String> {
        let mut text = String::from(
            "format = 1\ndataset = { id = \"t\", title = \"T\", as_of = \"2024\" }\nentity.thing.kind = \"thing\"\n",
        );
        for name in ["p", "q", "r"] {
            text += &format!("property.{name}.type = \"date\"\n");
        }
        for (name, value) in ["p", "q", "r"].iter().zip(values).filter(|(_, value)| !value.is_empty()) {
            text += &format!(
                "[[claim]]\nid = \"{name}\"\nsubject = \"thing\"\nproperty = \"{name}\"\nvalue = {value}\n"
            );
        }
        let file = RawFile { path: "facts/dataset.toml".into(), content: Ok(text.into_bytes()) };
        let loaded = from_files(PathBuf::new(), vec![file]).unwrap();
        assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
        let dataset = loaded.dataset;
        let times = crate::analysis::Derived::new(&dataset).times;
        dataset
            .claims()
            .map(|(_, claim)| {
                times.point(TimePoint { subject: claim.subject, property: claim.property }).describe()
            })
            .collect()
    }

    #[test]
    fn a_relative_date_is_so_many_calendar_units_away() {
        let told = |value: &str| points(["\"1992-05-15\"", value, ""])[1].clone();
        assert_eq!(told("{ after = \"thing.p\", by = \"P5Y\" }"), "1997");
        assert_eq!(told("{ after = \"thing.p\", by = \"P3M\" }"), "August 1992");
        assert_eq!(told("{ after = \"thing.p\", by = \"P2W\" }"), "29 May 1992");
        assert_eq!(told("{ before = \"thing.p\", by = \"P1Y\" }"), "1991");
        assert_eq!(told("{ before = \"thing.p\", by = \"P5M\" }"), "December 1991");
        assert_eq!(told("{ after = \"thing.p\" }"), "15 May 1992 or later");
        assert_eq!(told("{ before = \"thing.p\" }"), "15 May 1992 or earlier");
        assert_eq!(told("{ after = \"thing.p\", at_least = \"P1Y\", at_most = \"P3Y\" }"), "1993 to 1995");
        assert_eq!(told("{ after = \"thing.p\", at_most = \"P1Y\" }"), "15 May 1992 to 31 December 1993");
        assert_eq!(told("{ before = \"thing.p\", at_most = \"P1Y\" }"), "1 January 1991 to 15 May 1992");
    }

    #[test]
    fn chains_are_followed_in_any_order_and_circles_end() {
        let after = |point: &str| format!("{{ after = \"thing.{point}\", by = \"P5Y\" }}");
        assert_eq!(points([&after("q"), &after("r"), "\"1994\""]), ["2004", "1999", "1994"]);
        let circle = points([&after("q"), &after("p"), ""]);
        assert_eq!(circle, ["any time", "any time"]);
        let longest = "{ after = \"thing.q\", at_least = \"P1000000000Y\" }";
        let back = "{ after = \"thing.p\", at_least = \"P1000000000Y\" }";
        assert_eq!(points([longest, back, "\"1994\""]).len(), 3);
    }
}
