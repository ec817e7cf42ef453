//! The time points whose days hang on dates that contradict each other. Days are still derived for
//! them, from what no contradiction names; but that they moved is no news of its own.

use std::collections::{HashMap, HashSet};

use crate::analysis::Analysis;
use crate::chronology::Part;
use crate::dataset::{DateOptions, DateValue, EntityId, PropertyId, Rank, TimePoint, When};

/// The time points that contradictions tell of, and all that is connected with them.
pub(super) fn contradicted(analysis: &Analysis<'_>) -> HashSet<TimePoint> {
    let chronology = &analysis.chronology;
    let parts = chronology.solution.contradictions.iter().flat_map(|contradiction| &contradiction.chain);
    let named = parts.flat_map(|part| match part {
        Part::Bound { node, .. } | Part::Told { node, .. } => [*node, *node],
        Part::Link { from, to, .. } => [*from, *to],
    });
    let mut open: Vec<TimePoint> = named.map(|node| chronology.point(node)).collect();
    if open.is_empty() {
        return HashSet::new();
    }
    let neighbours = neighbours(analysis);
    let mut found = HashSet::new();
    while let Some(point) = open.pop() {
        if found.insert(point) {
            open.extend(neighbours.get(&point).into_iter().flatten());
        }
    }
    found
}

/// Which time points something is told or laid down between.
fn neighbours(analysis: &Analysis<'_>) -> HashMap<TimePoint, Vec<TimePoint>> {
    let dataset = analysis.dataset;
    let mut neighbours: HashMap<TimePoint, Vec<TimePoint>> = HashMap::new();
    let mut connect = |one: TimePoint, other: TimePoint| {
        neighbours.entry(one).or_default().push(other);
        neighbours.entry(other).or_default().push(one);
    };
    for (_, claim) in dataset.claims().filter(|(_, claim)| claim.rank != Rank::Deprecated) {
        if let Some(DateValue::Relative(relative)) = claim.value.as_date() {
            connect(TimePoint { subject: claim.subject, property: claim.property }, relative.anchor);
        }
        let ends = (claim.time.from().map(|from| from.value), claim.time.until().map(|until| until.value));
        if let (Some(When::Point(from)), Some(When::Point(until))) = ends {
            connect(from, until);
        }
    }
    let mut told: HashMap<PropertyId, Vec<EntityId>> = HashMap::new();
    for (property, declared) in dataset.properties() {
        let Some(DateOptions { after, before, .. }) = declared.as_date() else { continue };
        for order in after.iter().chain(before) {
            let subjects = told.entry(property).or_insert_with(|| {
                let claims = dataset.claims_with(property);
                claims.map(|(_, claim)| claim.subject).collect::<HashSet<_>>().into_iter().collect()
            });
            for subject in subjects.iter().copied() {
                connect(TimePoint { subject, property }, TimePoint { subject, property: order.property });
            }
        }
    }
    neighbours
}
