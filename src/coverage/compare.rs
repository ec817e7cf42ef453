//! Statements and claims: which claim holds which statement, and which claims none backs.

use std::collections::HashSet;
use std::ops::Bound;

use super::agree::Agreement;
use super::extract::{Found, Says};
use super::held::{self, Held, Interval, Match};
use super::{Coverage, Kind, State, Statement};
use crate::dataset::{Claim, ClaimId, Dataset, DateValue, Distance, Rank, Value};
use crate::evidence::language::TimeUnit;
use crate::evidence::{Amount, Bounded, Reading};
use crate::value::{Duration, Unit};

/// Of the claims with a statement's marker, so many are looked at for a contradiction.
const MOST_LOOKED_AT: usize = 500;

/// Fills in how the claims hold the statements.
pub(super) fn compare(coverage: &mut Coverage<'_>) {
    let held = Held::new(coverage.dataset, coverage.language);
    let mut backed = HashSet::new();
    for statement in &mut coverage.statements {
        match statement.found.clone() {
            Some(found) => {
                let matches = matches(&held, &coverage.reading, &found, statement);
                settle(coverage.dataset, statement, matches, &mut backed);
            }
            None => mark(&held, statement),
        }
    }
    for statement in &mut coverage.statements {
        if statement.state == State::Missing {
            contradict(coverage.dataset, &held, &coverage.reading, statement, &backed);
        }
    }
    coverage.without = coverage
        .dataset
        .claims()
        .filter(|(id, claim)| !backed.contains(id) && is_expected(coverage.dataset, claim))
        .map(|(id, _)| id)
        .collect();
}

/// Whether an article should state what a claim says: a date or a number, from the article itself
/// (no reference) or from what it cites (a marker).
fn is_expected(dataset: &Dataset, claim: &Claim) -> bool {
    let compared = match &claim.value {
        Value::Date(DateValue::Date(_)) | Value::Quantity(_) => true,
        Value::Date(DateValue::Relative(relative)) => matches!(relative.distance, Distance::Exactly(_)),
        _ => false,
    };
    let own = claim.refs.is_empty() || held::markers(dataset, claim).next().is_some();
    let article = dataset.manifest.article;
    let cites = claim.refs.iter().any(|reference| Some(reference.source) == article);
    compared && claim.rank != Rank::Deprecated && (own || cites || article.is_none())
}

fn mark(held: &Held<'_>, statement: &mut Statement) {
    let mut claims: Vec<ClaimId> =
        statement.calls().flat_map(|marker| held.with_marker(marker)).copied().collect();
    claims.sort_unstable();
    claims.dedup();
    if claims.is_empty() {
        return;
    }
    statement.state = State::Covered;
    statement.claims = claims;
}

/// All claims that agree with a statement in its value, whatever their markers. A bare year that
/// counts something becomes a number.
fn matches(held: &Held<'_>, reading: &Reading, found: &Found, statement: &mut Statement) -> Vec<Match> {
    match &found.says {
        Says::Date { readings, bound, number } => {
            let dates: Vec<Match> = readings.iter().flat_map(|date| held.with_date(date, *bound)).collect();
            if let (true, Some(amount)) = (dates.is_empty(), number) {
                let numbers = quantities(held, reading, found, amount, None);
                if numbers.iter().any(|found| found.strong) || found.counts {
                    let says = Says::Quantity { amount: amount.clone(), time: None };
                    statement.kind = Kind::Quantity;
                    statement.value = super::value(&says);
                    statement.text.end = found.with_unit;
                    statement.found = Some(Found { says, ..found.clone() });
                    return numbers;
                }
            }
            dates
        }
        Says::DayOfYear { month, day } => held.with_day(*month, *day),
        Says::Relative { duration, later } => {
            duration.map(|by| held.with_distance(&by, Some(*later))).unwrap_or_default()
        }
        Says::Quantity { amount, time } => quantities(held, reading, found, amount, *time),
        Says::UnclearDate => Vec::new(),
    }
}

fn quantities(
    held: &Held<'_>,
    reading: &Reading,
    found: &Found,
    amount: &Amount,
    time: Option<TimeUnit>,
) -> Vec<Match> {
    let mut out = Vec::new();
    let exactly = amount.bounded == Bounded::Exactly && amount.to.is_none();
    if let (Some(unit), true) = (time, exactly) {
        out.extend(held.with_duration(amount.number, unit));
        // "For five more years" is a distance too; "every year" is none.
        let by = found.mention.and_then(|_| Duration::parse(&written(amount, unit)).ok());
        out.extend(by.map(|by| held.with_distance(&by, None)).unwrap_or_default());
    }
    let Some(mention) = found.mention else { return out };
    for interval in intervals(amount) {
        out.extend(held.with_quantity(&interval, time, reading, mention));
    }
    if out.is_empty() && exactly && time.is_none() {
        out.extend(held.with_size(amount.number, reading, mention));
    }
    out.sort_by_key(|found| found.claim);
    out.dedup_by_key(|found| found.claim);
    out
}

/// A length of time as ISO 8601 writes it.
fn written(amount: &Amount, unit: TimeUnit) -> String {
    let letter = match unit.unit {
        Unit::Year => 'Y',
        Unit::Month => 'M',
        Unit::Day => 'D',
    };
    let count = amount.number.checked_mul(unit.times.into()).unwrap_or_default();
    format!("P{}{letter}", count.normalize())
}

/// What an amount may mean: bounds must be the same, and what is written in a doubtful way may be
/// either.
fn intervals(amount: &Amount) -> Vec<Interval> {
    let mut out = vec![amount.interval()];
    if let Some(other) = amount.other {
        out.push(Amount { number: other, other: None, ..amount.clone() }.interval());
    }
    if amount.bounded == Bounded::Nearly {
        out.push((Bound::Unbounded, Bound::Excluded(amount.number)));
        out.push(Amount { bounded: Bounded::About, ..amount.clone() }.interval());
        out.extend(amount.quantity().map(|quantity| quantity.bounds()));
    }
    if amount.change {
        let ends = [Some(amount.number), amount.to].into_iter().flatten();
        out.extend(ends.map(|end| (Bound::Included(end), Bound::Included(end))));
    }
    out
}

/// How the markers of a statement and a claim compare.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Markers {
    Same,
    /// One of the two has none.
    Free,
    Other,
}

fn compare_markers(dataset: &Dataset, statement: &Statement, claim: ClaimId) -> Markers {
    let mut own = held::markers(dataset, dataset.claim(claim)).peekable();
    if statement.markers.is_empty() || own.peek().is_none() {
        return Markers::Free;
    }
    let same = own.any(|marker| statement.calls().any(|stated| stated == marker));
    if same { Markers::Same } else { Markers::Other }
}

/// Decides how a statement is held by the claims that agree with it in value. Claims that surely
/// are about the same thing count before those that may be, values before times, and those with the
/// statement's marker before those without any.
fn settle(dataset: &Dataset, statement: &mut Statement, found: Vec<Match>, backed: &mut HashSet<ClaimId>) {
    let with_markers = found.into_iter().map(|own| (compare_markers(dataset, statement, own.claim), own));
    let (mut agreed, mut others): (Vec<_>, Vec<_>) =
        with_markers.partition(|(markers, _)| *markers != Markers::Other);
    // That something without a marker was so at that time does not hide that the claim of the very
    // date carries another marker.
    if others.iter().any(|(_, own)| own.value)
        && !agreed.iter().any(|(markers, own)| own.value || *markers == Markers::Same)
    {
        agreed.clear();
    }
    prefer(&mut agreed, |(_, own)| own.value);
    prefer(&mut agreed, |(_, own)| own.strong);
    prefer(&mut agreed, |(markers, _)| *markers == Markers::Same);
    prefer(&mut others, |(_, own)| own.value);
    prefer(&mut others, |(_, own)| own.strong);
    let back = if agreed.is_empty() { &others } else { &agreed };
    if !statement.denied {
        // A statement that says less than a claim does not back it.
        let own = back.iter().filter(|(_, own)| own.value && own.agreement != Agreement::Coarser);
        backed.extend(own.map(|(_, own)| own.claim));
    }
    prefer(&mut agreed, |(_, own)| own.agreement == Agreement::Exact);
    prefer(&mut others, |(_, own)| own.agreement == Agreement::Exact);
    let ids = |found: &[(Markers, Match)]| {
        let mut ids: Vec<ClaimId> = found.iter().map(|(_, own)| own.claim).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    (statement.claims, statement.instead) = (Vec::new(), Vec::new());
    if statement.denied && !agreed.is_empty() {
        statement.state = State::Contradicted;
        statement.instead = ids(&agreed);
    } else if !agreed.is_empty() {
        statement.claims = ids(&agreed);
        let cited = statement.claims.iter().any(|claim| !dataset.claim(*claim).refs.is_empty());
        statement.state = if cited { State::Covered } else { State::Uncited };
    } else if !others.is_empty() && !statement.denied {
        statement.state = State::OtherMarker;
        statement.instead = ids(&others);
    }
}

/// Keeps those that a condition holds for, where there are any.
fn prefer<T>(items: &mut Vec<T>, holds: impl Fn(&T) -> bool) {
    if items.iter().any(&holds) {
        items.retain(holds);
    }
}

/// A claim with the statement's marker, of the same thing, that says something else and that
/// nothing in the article backs.
fn contradict(
    dataset: &Dataset,
    held: &Held<'_>,
    reading: &Reading,
    statement: &mut Statement,
    backed: &HashSet<ClaimId>,
) {
    let Some(found) = statement.found.as_ref().filter(|found| !found.denied) else { return };
    let claims = statement.calls().flat_map(|marker| held.with_marker(marker)).take(MOST_LOOKED_AT);
    let differs = claims.copied().filter(|id| {
        let claim = dataset.claim(*id);
        if backed.contains(id) || claim.rank == Rank::Deprecated {
            return false;
        }
        match (&found.says, &claim.value) {
            (Says::Date { .. }, Value::Date(DateValue::Date(_)))
            | (Says::Relative { .. }, Value::Date(DateValue::Relative(_))) => true,
            (Says::Quantity { time, .. }, Value::Quantity(_)) => {
                match (time, held.time_unit(claim.property)) {
                    (Some(_), Some(_)) => true,
                    (None, None) => {
                        found.mention.is_some_and(|mention| held.is_about(claim.property, reading, mention))
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    });
    let mut differs: Vec<ClaimId> = differs.collect();
    differs.sort_unstable();
    differs.dedup();
    if !differs.is_empty() {
        statement.state = State::Contradicted;
        statement.instead = differs;
    }
}
