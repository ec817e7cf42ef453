//! What one claim asks of others: required, excluded, the other way round.

use super::gaps::not_checked;
use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{Claim, EntityId, Property, PropertyId, Span};
use crate::finding::Finding;
use crate::message::{Message, message};

rule! {
    /// A subject lacks a property that another of its properties requires.
    ///
    /// **What to do:** add the claim that is missing, or take the property out of `requires`. A claim
    /// of rank `deprecated` does not count.
    pub static MISSING_CLAIM = "missing-claim", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[property.in-force]
type     = "date"
requires = ["signed"]

[[claim]]
id       = "treaty-in-force"
subject  = "treaty"
property = "in-force"
value    = "1994"
"#,
    good: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[property.in-force]
type     = "date"
requires = ["signed"]

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = "1992"

[[claim]]
id       = "treaty-in-force"
subject  = "treaty"
property = "in-force"
value    = "1994"
"#,
}

rule! {
    /// A subject has a property that another of its properties excludes.
    ///
    /// **What to do:** one of the two claims is wrong, or about another subject; or take the property
    /// out of `excludes`.
    pub static EXCLUDED_CLAIM = "excluded-claim", Error;
    bad: r#"
[entity.armenia]
kind = "state"

[property.capital]
type     = "text"
excludes = ["troops"]

[property.troops]
type = "quantity"

[[claim]]
id       = "armenia-capital"
subject  = "armenia"
property = "capital"
value    = "Yerevan"

[[claim]]
id       = "armenia-troops"
subject  = "armenia"
property = "troops"
value    = 4000
"#,
    good: r#"
[entity.armenia]
kind = "state"

[entity.rubezh]
kind = "exercise"

[property.capital]
type     = "text"
excludes = ["troops"]

[property.troops]
type = "quantity"

[[claim]]
id       = "armenia-capital"
subject  = "armenia"
property = "capital"
value    = "Yerevan"

[[claim]]
id       = "rubezh-troops"
subject  = "rubezh"
property = "troops"
value    = 4000
"#,
}

rule! {
    /// A relation is told one way, but not the other.
    ///
    /// With `inverse = "parent"` on `child`, A child B asks for B parent A; with `symmetric = true`
    /// a relation asks for itself the other way round. Both ways are told of one time: a counterpart
    /// counts where the two can hold together on some day.
    ///
    /// **What to do:** add the claim that is missing, with its own source.
    pub static MISSING_INVERSE = "missing-inverse", Error;
    bad: r#"
[entity.armenia]
kind = "state"

[entity.georgia]
kind = "state"

[property.neighbours]
type      = "set"
symmetric = true

[[claim]]
id       = "armenia-neighbours"
subject  = "armenia"
property = "neighbours"
value    = ["georgia"]
"#,
    good: r#"
[entity.armenia]
kind = "state"

[entity.georgia]
kind = "state"

[property.neighbours]
type      = "set"
symmetric = true

[[claim]]
id       = "armenia-neighbours"
subject  = "armenia"
property = "neighbours"
value    = ["georgia"]

[[claim]]
id       = "georgia-neighbours"
subject  = "georgia"
property = "neighbours"
value    = ["armenia"]
"#,
}

pub(super) fn missing_claim(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties().filter(|(_, property)| !property.requires.is_empty()) {
        for (subject, claims) in dataset.by_subject(id) {
            let Some(claim) = claims.first().map(|&id| dataset.claim(id)) else { continue };
            for required in &property.requires {
                if dataset.claims_of(subject, required.value).next().is_some() {
                    continue;
                }
                let (entity, other) = (dataset.entity(subject), dataset.property(required.value));
                if let Some(cause) = dataset.gaps.hiding(subject, required.value) {
                    findings.extend(not_checked(
                        cause,
                        message!("whether {} of {} is told", other.name(), entity.name()),
                    ));
                    continue;
                }
                findings.push(
                    Finding::new(
                        &MISSING_CLAIM,
                        claim.property_span,
                        message!(
                            "{} has {} (claim `{}`), which asks for {} as well, but no claim tells it",
                            entity.name(),
                            property.name(),
                            claim.id,
                            other.name()
                        ),
                    )
                    .label(message!("requires `{}`", other.id))
                    .related(required.span, "the vocabulary asks for it here")
                    .help(message!("add a claim with subject `{}` and property `{}`", entity.id, other.id))
                    .claim(&claim.id)
                    .property(&other.id),
                );
            }
        }
    }
    super::members::value_requires(analysis, findings);
}

pub(super) fn excluded_claim(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties().filter(|(_, property)| !property.excludes.is_empty()) {
        for (subject, claims) in dataset.by_subject(id) {
            let Some(claim) = claims.first().map(|&id| dataset.claim(id)) else { continue };
            for excluded in &property.excludes {
                // Two that exclude each other are told once.
                let mutual = dataset.property(excluded.value).excludes.iter().any(|other| other.value == id);
                if mutual && excluded.value < id {
                    continue;
                }
                let Some((_, other)) =
                    dataset.claims_of(subject, excluded.value).find(|(_, other)| other.id != claim.id)
                else {
                    continue;
                };
                let other_property = dataset.property(excluded.value);
                findings.push(
                    Finding::new(
                        &EXCLUDED_CLAIM,
                        other.property_span,
                        message!(
                            "{} cannot have both {} (claim `{}`) and {} (claim `{}`)",
                            dataset.entity(subject).name(),
                            property.name(),
                            claim.id,
                            other_property.name(),
                            other.id
                        ),
                    )
                    .label(message!("excluded by `{}`", property.id))
                    .related(claim.property_span, message!("excludes `{}`", other_property.id))
                    .related(excluded.span, "the vocabulary says so here")
                    .help("take out the claim that is wrong, or give it the subject that was meant")
                    .claim(&claim.id)
                    .claim(&other.id),
                );
            }
        }
    }
}

pub(super) fn missing_inverse(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        let wanted: Vec<(PropertyId, Span)> = property
            .inverse
            .iter()
            .map(|inverse| (inverse.value, inverse.span))
            .chain(property.symmetric.map(|span| (id, span)))
            .collect();
        for (inverse, span) in wanted {
            for (_, claim) in dataset.claims_with(id) {
                findings.extend(not_told_back(analysis, property, claim, inverse, span));
            }
        }
    }
}

fn not_told_back(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    inverse: PropertyId,
    span: Span,
) -> Option<Finding> {
    let dataset = analysis.dataset;
    let told_back = |value: EntityId| {
        dataset
            .claims_of(value, inverse)
            .filter(|(_, other)| other.value.entities().any(|back| back == claim.subject))
            .any(|(_, other)| analysis.times.may_meet(&claim.time, &other.time))
    };
    let otherwise = |value: EntityId| {
        dataset
            .claims_of(value, inverse)
            .map(|(_, other)| other)
            .filter(|other| other.value.entities().any(|back| back == claim.subject))
            .last()
    };
    let missing = claim.value.entities().filter(|&value| !told_back(value));
    let (hidden, missing): (Vec<EntityId>, Vec<EntityId>) =
        missing.partition(|&value| dataset.gaps.may_hide(value, inverse));
    let Some(&first) = missing.first() else {
        let cause = dataset.gaps.hiding(*hidden.first()?, inverse)?;
        return not_checked(cause, message!("whether claim `{}` is told the other way round", claim.id));
    };
    let (subject, back) = (dataset.entity(claim.subject), dataset.property(inverse));
    let elsewhen = missing.iter().find_map(|&value| otherwise(value));
    let time = match (elsewhen, analysis.say_time(&claim.time)) {
        (Some(_), Some(time)) => message!(" {}", time),
        _ => Message::default(),
    };
    let mut finding = Finding::new(
        &MISSING_INVERSE,
        claim.value_span,
        message!(
            "claim `{}` tells {} of {}{}: {}; but not the other way round, {} of {}: {}{}",
            claim.id,
            property.name(),
            subject.name(),
            time,
            analysis.say_entities(missing.iter().copied()),
            back.name(),
            analysis.say_entities(missing.iter().copied()),
            subject.name(),
            elsewhen.map_or("", |_| ", at any time that could be the same")
        ),
    )
    .label("told one way only")
    .related(span, "the vocabulary asks for the other way here")
    .help(message!(
        "add a claim with subject `{}`, property `{}` and `{}` in its value",
        dataset.entity(first).id,
        back.id,
        subject.id
    ))
    .claim(&claim.id);
    if let Some(other) = elsewhen {
        finding = finding.related(other.value_span, message!("`{}` tells it of another time", other.id));
    }
    for entity in missing {
        finding = finding.entity(&dataset.entity(entity).id);
    }
    Some(finding)
}
