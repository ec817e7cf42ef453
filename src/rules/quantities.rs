//! Orders between numbers: what was lost is not more than there was.

use super::gaps::not_checked;
use super::rule;
use crate::analysis::{Analysis, same_time};
use crate::dataset::{Claim, Property, PropertyId, Rank, Spanned, When};
use crate::finding::Finding;
use crate::message::{message, ours};
use crate::value::Quantity;

rule! {
    /// A number surely exceeds another of the same subject that it must not exceed.
    ///
    /// `not_above = ["strength"]` says that losses are not more than the strength at the same time;
    /// `not_below` is the other way round. No time on both sides counts as the same time. The rule
    /// fires only where the number is beyond every value that the other has then: a bound or an
    /// imprecise number that leaves it open is no finding.
    ///
    /// **What to do:** mend the number that is wrong, or the time of one of the two.
    pub static QUANTITY_ORDER = "quantity-order", Error;
    bad: r#"
[entity.side]
kind = "army"

[property.strength]
type = "quantity"

[property.losses]
type      = "quantity"
not_above = ["strength"]

[[claim]]
id       = "side-strength"
subject  = "side"
property = "strength"
value    = 1000

[[claim]]
id       = "side-losses"
subject  = "side"
property = "losses"
value    = 1200
"#,
    good: r#"
[entity.side]
kind = "army"

[property.strength]
type = "quantity"

[property.losses]
type      = "quantity"
not_above = ["strength"]

[[claim]]
id       = "side-strength"
subject  = "side"
property = "strength"
value    = "~1000"

[[claim]]
id       = "side-losses"
subject  = "side"
property = "losses"
value    = 1050
"#,
}

/// To which side a number must not go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

pub(super) fn quantity_order(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        let Some(options) = property.as_quantity() else { continue };
        for (side, others) in [(Side::Above, &options.not_above), (Side::Below, &options.not_below)] {
            for other in others {
                // Numbers of another unit cannot be compared.
                let bound = dataset.property(other.value);
                if bound.as_quantity().is_none_or(|bound| bound.unit != options.unit) {
                    continue;
                }
                for (_, claim) in dataset.claims_with(id).filter(|(_, claim)| !analysis.lacks_time(claim)) {
                    findings.extend(beyond(analysis, property, claim, other, side));
                }
            }
        }
    }
}

/// A number that is beyond every value of another at its time.
fn beyond(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    other: &Spanned<PropertyId>,
    side: Side,
) -> Option<Finding> {
    let dataset = analysis.dataset;
    let number = claim.value.as_quantity()?;
    let mut beside: Vec<(&Claim, &Quantity)> = dataset
        .claims_of(claim.subject, other.value)
        .map(|(_, other)| other)
        .filter(|other| !analysis.lacks_time(other) && is_beside(analysis, claim, other))
        .filter_map(|other| Some((other, other.value.as_quantity()?)))
        .collect();
    if beside.iter().any(|(other, _)| other.rank == Rank::Preferred) {
        beside.retain(|(other, _)| other.rank == Rank::Preferred);
    }
    let is_beyond = |bound: &Quantity| match side {
        Side::Above => number.surely_greater(bound),
        Side::Below => number.surely_less(bound),
    };
    if beside.is_empty() || !beside.iter().all(|(_, bound)| is_beyond(bound)) {
        return None;
    }
    let bound = dataset.property(other.value);
    let subject = dataset.entity(claim.subject);
    if let Some(cause) = dataset.gaps.hiding(claim.subject, other.value) {
        let what =
            message!("whether claim `{}` agrees with the {} of {}", claim.id, bound.name(), subject.name());
        return not_checked(cause, what);
    }
    let (first, _) = *beside.first()?;
    let than = if side == Side::Above { "more than" } else { "less than" };
    let mut finding = Finding::new(
        &QUANTITY_ORDER,
        claim.value_span,
        message!(
            "claim `{}` says that the {} of {} is {}, which is {} its {}: {} (claim `{}`)",
            claim.id,
            property.name(),
            subject.name(),
            analysis.say_value(claim),
            ours(than),
            bound.name(),
            analysis.say_value(first),
            first.id
        ),
    )
    .label(message!("{} the {}", ours(than), bound.name()))
    .help("mend the number that is wrong, or the time of one of the two")
    .claim(&claim.id);
    for (other, _) in beside.iter().take(4) {
        finding = finding
            .related(other.value_span, message!("{}: {}", bound.name(), analysis.say_value(other)))
            .claim(&other.id);
    }
    Some(finding.related(other.span, "the vocabulary says so here"))
}

/// Whether another number stands at a time that is surely the claim's own.
fn is_beside(analysis: &Analysis<'_>, claim: &Claim, other: &Claim) -> bool {
    let times = analysis.times;
    if same_time(&claim.time, &other.time) {
        return true;
    }
    let Some(at) = claim.time.at() else { return false };
    let days = times.range(at.value);
    match other.time.at() {
        Some(own) => {
            let same_point = matches!(
                (at.value, own.value),
                (When::Point(one), When::Point(other)) if times.is_same_day(one, other)
            );
            same_point || (days.exact_day().is_some() && days == times.range(own.value))
        }
        // What holds through all the days on which the claim can be.
        None if other.time.is_always() => false,
        None => times.sure_core(&other.time).is_some_and(|(first, last)| {
            first.is_none_or(|first| days.earliest.is_some_and(|day| first <= day))
                && last.is_none_or(|last| days.latest.is_some_and(|day| day <= last))
        }),
    }
}
