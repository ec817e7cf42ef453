//! What the claims of a dataset hold, to be asked for by value.

use std::collections::HashMap;
use std::ops::Bound;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::agree::{self, Agreement};
use super::extract::Side;
use crate::dataset::{
    Claim, ClaimId, Dataset, DateValue, Direction, Distance, PropertyId, Rank, Value, When,
};
use crate::evidence::counted::Counted;
use crate::evidence::language::{Role, TimeUnit};
use crate::evidence::{Language, Reading, Tie};
use crate::value::{Date, Duration, Unit};

/// The numbers that a quantity allows.
pub(super) type Interval = (Bound<Decimal>, Bound<Decimal>);

/// What of a claim a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Value,
    At,
    From,
    Until,
}

struct Dated {
    claim: ClaimId,
    date: Date,
    part: Part,
}

/// A claim that agrees with a statement in its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) claim: ClaimId,
    pub(super) agreement: Agreement,
    /// Whether it is the claim's value that agrees, and not its time or the size of its set.
    pub(super) value: bool,
    /// Whether the claim surely is about the same thing.
    pub(super) strong: bool,
}

/// Dates of more years than this are looked for in full.
const MOST_YEARS: i64 = 400;

/// The claims of a dataset by what they hold; deprecated ones are left out.
pub(super) struct Held<'a> {
    dataset: &'a Dataset,
    language: &'static Language,
    dates: Vec<Dated>,
    /// Places in `dates` by year; and those of many years.
    years: HashMap<i64, Vec<usize>>,
    wide: Vec<usize>,
    days: HashMap<(u8, u8), Vec<usize>>,
    relatives: HashMap<(i64, Unit), Vec<(ClaimId, bool)>>,
    quantities: HashMap<Interval, Vec<ClaimId>>,
    durations: HashMap<(i64, Unit), Vec<ClaimId>>,
    sets: HashMap<usize, Vec<ClaimId>>,
    markers: HashMap<&'a str, Vec<ClaimId>>,
    counted: HashMap<PropertyId, (Counted, Option<TimeUnit>)>,
}

impl<'a> Held<'a> {
    pub(super) fn new(dataset: &'a Dataset, language: &'static Language) -> Self {
        let mut held = Self {
            dataset,
            language,
            dates: Vec::new(),
            years: HashMap::new(),
            wide: Vec::new(),
            days: HashMap::new(),
            relatives: HashMap::new(),
            quantities: HashMap::new(),
            durations: HashMap::new(),
            sets: HashMap::new(),
            markers: HashMap::new(),
            counted: HashMap::new(),
        };
        for (id, property) in dataset.properties() {
            if property.as_quantity().is_none() && property.as_set().is_none() {
                continue;
            }
            let time = property.counts().and_then(time_unit);
            held.counted.insert(id, (Counted::of_property(language, property), time));
        }
        for (id, claim) in dataset.claims() {
            if claim.rank != Rank::Deprecated {
                held.claim(id, claim);
            }
        }
        held
    }

    fn claim(&mut self, id: ClaimId, claim: &'a Claim) {
        match &claim.value {
            Value::Date(DateValue::Date(date)) => self.date(id, *date, Part::Value),
            Value::Date(DateValue::Relative(relative)) => {
                if let Distance::Exactly(by) = relative.distance {
                    let later = relative.direction == Direction::After;
                    self.relatives.entry(length(&by)).or_default().push((id, later));
                }
            }
            Value::Quantity(quantity) => {
                self.quantities.entry(quantity.bounds()).or_default().push(id);
                let unit = self.counted.get(&claim.property).and_then(|(_, time)| *time);
                if let Some(length) =
                    unit.zip(quantity.exact()).and_then(|(unit, number)| spell(number, unit))
                {
                    self.durations.entry(length).or_default().push(id);
                }
            }
            Value::Set(members) => self.sets.entry(members.len()).or_default().push(id),
            _ => {}
        }
        for (field, when) in claim.time.stated() {
            let part = match field {
                "from" => Part::From,
                "until" => Part::Until,
                _ => Part::At,
            };
            if let When::Date(date) = when.value {
                self.date(id, date, part);
            }
        }
        for marker in markers(self.dataset, claim) {
            self.markers.entry(marker).or_default().push(id);
        }
    }

    fn date(&mut self, claim: ClaimId, date: Date, part: Part) {
        let at = self.dates.len();
        self.dates.push(Dated { claim, date, part });
        match years(&date) {
            Some(years) => {
                for year in years {
                    self.years.entry(year).or_default().push(at);
                }
            }
            None => self.wide.push(at),
        }
        if let Some(day) = date.exact_day() {
            let (_, month, day) = day.ymd();
            self.days.entry((month, day)).or_default().push(at);
        }
    }

    /// Claims that hold a date.
    pub(super) fn with_date(&self, date: &Date, bound: Option<Side>) -> Vec<Match> {
        let open = bound.and_then(|side| {
            let text = if side == Side::After { format!("{date}/..") } else { format!("../{date}") };
            Date::parse(&text).ok()
        });
        let all;
        let mut places: Vec<usize> = match years(date) {
            Some(years) => {
                let own = years.into_iter().filter_map(|year| self.years.get(&year)).flatten();
                own.chain(&self.wide).copied().collect()
            }
            None => {
                all = 0..self.dates.len();
                all.collect()
            }
        };
        places.sort_unstable();
        places.dedup();
        let found = places.into_iter().filter_map(|at| {
            let dated = &self.dates[at];
            let agreement = match (bound, dated.part) {
                (None, _) => agree::dates(date, &dated.date),
                (Some(Side::Before), Part::Until) | (Some(Side::After), Part::From) => {
                    agree::dates(date, &dated.date)
                }
                (Some(_), _) => agree::dates(open.as_ref()?, &dated.date),
            }?;
            Some(Match { claim: dated.claim, agreement, value: dated.part == Part::Value, strong: true })
        });
        let mut found: Vec<Match> = found.collect();
        if found.is_empty() && bound.is_none() {
            found = self.with_ends(date);
        }
        found
    }

    /// Claims that hold for an interval, or the claims of its two ends.
    fn with_ends(&self, date: &Date) -> Vec<Match> {
        let Some((Some(from), Some(to))) = agree::ends(date) else { return Vec::new() };
        let (first, last) = (self.with_date(&from, None), self.with_date(&to, None));
        if first.is_empty() || last.is_empty() {
            return Vec::new();
        }
        first.into_iter().chain(last).collect()
    }

    /// Claims that hold a day of some year.
    pub(super) fn with_day(&self, month: u8, day: u8) -> Vec<Match> {
        let places = self.days.get(&(month, day)).into_iter().flatten();
        let matched = |at: &usize| {
            let dated = &self.dates[*at];
            let value = dated.part == Part::Value;
            Match { claim: dated.claim, agreement: Agreement::Coarser, value, strong: true }
        };
        places.map(matched).collect()
    }

    /// Claims that tell a date from another by a distance.
    pub(super) fn with_distance(&self, by: &Duration, later: Option<bool>) -> Vec<Match> {
        let claims = self.relatives.get(&length(by)).into_iter().flatten();
        claims
            .filter(|(_, side)| later.is_none_or(|later| later == *side))
            .map(|(claim, _)| exact(*claim))
            .collect()
    }

    /// Claims of a quantity of time.
    pub(super) fn with_duration(&self, number: Decimal, unit: TimeUnit) -> Vec<Match> {
        let Some(length) = spell(number, unit) else { return Vec::new() };
        self.durations.get(&length).into_iter().flatten().map(|claim| exact(*claim)).collect()
    }

    /// Claims of a quantity that a mention may be about.
    pub(super) fn with_quantity(
        &self,
        interval: &Interval,
        time: Option<TimeUnit>,
        reading: &Reading,
        mention: usize,
    ) -> Vec<Match> {
        let mut ties: HashMap<PropertyId, Option<bool>> = HashMap::new();
        let claims = self.quantities.get(interval).into_iter().flatten();
        claims
            .filter_map(|id| {
                let property = self.dataset.claim(*id).property;
                let strong = *ties.entry(property).or_insert_with(|| {
                    let (counted, unit) = self.counted.get(&property)?;
                    match (time, unit) {
                        (Some(stated), Some(own)) => (stated == *own).then_some(true),
                        (Some(_), None) | (None, Some(_)) => None,
                        (None, None) => strength(counted, &counted.tie(self.language, reading, mention)),
                    }
                });
                Some(Match { strong: strong?, ..exact(*id) })
            })
            .collect()
    }

    /// Claims of sets of so many, of what a mention counts.
    pub(super) fn with_size(&self, number: Decimal, reading: &Reading, mention: usize) -> Vec<Match> {
        let size = number.is_integer().then(|| number.to_usize()).flatten();
        let mut ties: HashMap<PropertyId, bool> = HashMap::new();
        let claims = size.and_then(|size| self.sets.get(&size)).into_iter().flatten();
        claims
            .filter(|id| {
                let property = self.dataset.claim(**id).property;
                *ties.entry(property).or_insert_with(|| self.is_about(property, reading, mention))
            })
            .map(|id| Match { value: false, ..exact(*id) })
            .collect()
    }

    /// Whether a mention counts what a property counts.
    pub(super) fn is_about(&self, property: PropertyId, reading: &Reading, mention: usize) -> bool {
        self.counted.get(&property).is_some_and(|(counted, _)| {
            matches!(counted.tie(self.language, reading, mention), Tie::Unit | Tie::Label)
        })
    }

    /// The unit of time of a property.
    pub(super) fn time_unit(&self, property: PropertyId) -> Option<TimeUnit> {
        self.counted.get(&property).and_then(|(_, unit)| *unit)
    }

    /// The claims that carry a marker.
    pub(super) fn with_marker(&self, marker: &str) -> &[ClaimId] {
        self.markers.get(marker).map_or(&[], Vec::as_slice)
    }
}

fn exact(claim: ClaimId) -> Match {
    Match { claim, agreement: Agreement::Exact, value: true, strong: true }
}

/// Whether a number is about what a claim counts: surely, or for all that is known; `None` where it
/// is about something else.
pub(super) fn strength(counted: &Counted, tie: &Tie) -> Option<bool> {
    match tie {
        Tie::Unit | Tie::Label => Some(true),
        Tie::Nothing => Some(false),
        Tie::Unknown(_) if !counted.is_known() => Some(false),
        Tie::Unknown(_) | Tie::Convertible(_) | Tie::Other(_) => None,
    }
}

/// The markers that a claim carries.
pub(super) fn markers<'d>(dataset: &'d Dataset, claim: &'d Claim) -> impl Iterator<Item = &'d str> {
    claim
        .refs
        .iter()
        .filter_map(|reference| dataset.source(reference.source).marker.as_ref().map(|marker| &*marker.value))
}

/// The years that a date touches; of an interval, those of its ends. `None` for too many.
fn years(date: &Date) -> Option<Vec<i64>> {
    if let Some((from, to)) = agree::ends(date) {
        let ends: Option<Vec<Vec<i64>>> = from.iter().chain(&to).map(years).collect();
        let mut all: Vec<i64> = ends?.into_iter().flatten().collect();
        all.sort_unstable();
        all.dedup();
        return Some(all);
    }
    let year = |day: Option<crate::value::Day>| day.map(|day| day.ymd().0);
    let (first, last) = (year(date.earliest())?, year(date.latest())?);
    (last - first <= MOST_YEARS).then(|| (first..=last).collect())
}

/// A duration in the least of its units that compare: months for years.
fn length(by: &Duration) -> (i64, Unit) {
    match by.unit() {
        Unit::Year => (by.count().saturating_mul(12), Unit::Month),
        unit => (by.count(), unit),
    }
}

/// A number of a unit of time, as [`length`].
fn spell(number: Decimal, unit: TimeUnit) -> Option<(i64, Unit)> {
    let count = number.is_integer().then(|| number.to_i64()).flatten()?.checked_mul(unit.times)?;
    match unit.unit {
        Unit::Year => Some((count.checked_mul(12)?, Unit::Month)),
        unit => Some((count, unit)),
    }
}

/// The unit of time that a property's unit names, in whatever language.
pub(super) fn time_unit(unit: &str) -> Option<TimeUnit> {
    Language::all().find_map(|language| {
        let tokens = language.tokens(unit);
        let found = language.role(&tokens, 0, |role| match role {
            Role::TimeUnit(unit) => Some(unit),
            _ => None,
        });
        found.filter(|(_, taken)| *taken == tokens.len()).map(|(unit, _)| unit)
    })
}
