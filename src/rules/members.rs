//! Whom a value names: the entity is in a set of the subject, holds a status, has what it needs.

use std::collections::HashSet;

use super::gaps::not_checked;
use super::relations::MISSING_CLAIM;
use super::rule;
use crate::analysis::{Analysis, same_time};
use crate::dataset::{Claim, ClaimId, EntityId, Property, PropertyId, Spanned};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::value::{Day, DayRange};

rule! {
    /// The entity in a value is not in the set, or does not hold the status, that the vocabulary asks
    /// for.
    ///
    /// `value_in = "members"` asks that a chair is among the members of the subject at that time;
    /// `value_has_status = "member"` that it holds that status in the subject, or in the entity that
    /// `in` names. The rule fires only where that is so on no possible day of the claim.
    ///
    /// **What to do:** mend the value or its time, or add who is missing to the set or the claims
    /// about who came and left.
    pub static VALUE_NOT_MEMBER = "value-not-member", Error;
    bad: r#"
[entity.committee]
kind = "committee"

[entity.first]
kind = "person"

[entity.second]
kind = "person"

[property.members]
type = "set"

[property.chair]
type     = "entity"
value_in = "members"

[[claim]]
id       = "committee-members"
subject  = "committee"
property = "members"
value    = ["first"]

[[claim]]
id       = "committee-chair"
subject  = "committee"
property = "chair"
value    = "second"
"#,
    good: r#"
[entity.committee]
kind = "committee"

[entity.first]
kind = "person"

[entity.second]
kind = "person"

[property.members]
type = "set"

[property.chair]
type     = "entity"
value_in = "members"

[[claim]]
id       = "committee-members"
subject  = "committee"
property = "members"
value    = ["first", "second"]

[[claim]]
id       = "committee-chair"
subject  = "committee"
property = "chair"
value    = "second"
"#,
}

pub(super) fn value_not_member(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        if property.value_in.is_none() && property.value_has_status.is_none() {
            continue;
        }
        for (_, claim) in dataset.claims_with(id).filter(|(_, claim)| !analysis.lacks_time(claim)) {
            for entity in claim.value.entities() {
                if let Some(set) = &property.value_in {
                    findings.extend(not_in_set(analysis, property, claim, entity, set));
                }
                if let Some(status) = &property.value_has_status {
                    findings.extend(without_status(analysis, property, claim, entity, status));
                }
            }
        }
    }
}

/// The days on which a claim may hold: those that the facts speak from where it says none. `None`
/// where that is no day in particular.
fn days_of(analysis: &Analysis<'_>, claim: &Claim) -> Option<DayRange> {
    if claim.time.is_always() { analysis.times.as_of() } else { Some(analysis.times.days(&claim.time)) }
}

/// An entity that no set of the subject holds at the time of a claim.
fn not_in_set(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    entity: EntityId,
    set: &Spanned<PropertyId>,
) -> Option<Finding> {
    let (dataset, times) = (analysis.dataset, analysis.times);
    let days = days_of(analysis, claim)?;
    let mut without: Vec<&Claim> = Vec::new();
    // The days that sets without it surely cover.
    let mut covered: Vec<(Option<Day>, Option<Day>)> = Vec::new();
    for (_, other) in dataset.claims_of(claim.subject, set.value) {
        let members = other.value.as_set()?;
        if analysis.lacks_time(other) {
            return None;
        }
        if !times.may_meet(&claim.time, &other.time) {
            continue;
        }
        if members.iter().any(|member| member.value == entity) {
            return None;
        }
        if same_time(&claim.time, &other.time) {
            covered.push((None, None));
        } else if let Some(core) = times.sure_core(&other.time) {
            covered.push(core);
        }
        without.push(other);
    }
    if !covers(covered, days) {
        return None;
    }
    if let Some(cause) = dataset.gaps.hiding(claim.subject, set.value) {
        return not_checked(cause, member_question(claim));
    }
    let (sets, subject) = (dataset.property(set.value), dataset.entity(claim.subject));
    let name = dataset.entity(entity).name();
    let mut finding = Finding::new(
        &VALUE_NOT_MEMBER,
        claim.value_span,
        message!(
            "claim `{}` has {} as the {} of {}, but {} is not among its {}{}",
            claim.id,
            name,
            property.name(),
            subject.name(),
            name,
            sets.name(),
            time_of(analysis, claim)
        ),
    )
    .label(message!("not among the {}", sets.name()))
    .help(message!("mend the value or its time, or add `{}` to the set", dataset.entity(entity).id))
    .claim(&claim.id)
    .entity(&dataset.entity(entity).id);
    for other in without.iter().take(4) {
        finding = finding
            .related(other.value_span, message!("the {}: {}", sets.name(), analysis.say_value(other)))
            .claim(&other.id);
    }
    Some(finding.related(set.span, "the vocabulary asks for it here"))
}

fn member_question(claim: &Claim) -> Message {
    message!("whether the value of claim `{}` is a member", claim.id)
}

/// The time of a claim, with a blank before it.
fn time_of(analysis: &Analysis<'_>, claim: &Claim) -> Option<Message> {
    analysis.say_time(&claim.time).map(|time| message!(" {}", time))
}

/// Whether stretches of days together hold every day of a range.
fn covers(mut stretches: Vec<(Option<Day>, Option<Day>)>, days: DayRange) -> bool {
    stretches.sort_unstable();
    let mut next = days.earliest;
    let mut is_open = next.is_none();
    for (first, last) in stretches {
        let joins = match (first, next) {
            (None, _) => true,
            (Some(_), None) if is_open => false,
            (Some(first), Some(next)) => first <= next,
            (Some(_), None) => false,
        };
        if !joins {
            continue;
        }
        match last {
            None => return true,
            Some(last) => {
                if days.latest.is_some_and(|latest| latest <= last) {
                    return true;
                }
                next = Some(next.map_or(last + 1, |next| next.max(last + 1)));
                is_open = false;
            }
        }
    }
    false
}

/// An entity that surely does not hold a status at any time of a claim.
fn without_status(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    entity: EntityId,
    status: &Spanned<Box<str>>,
) -> Option<Finding> {
    let (dataset, statuses) = (analysis.dataset, analysis.statuses);
    let within = property.status_in.map_or(claim.subject, |within| within.value);
    let days = days_of(analysis, claim)?;
    let (number, of) = statuses.leading_to(&status.value, within)?;
    let is_on_that_day = |id: ClaimId| analysis.times.is_on_day_of(&dataset.claim(id).time, &claim.time);
    if !of.is_excluded(entity, number, days, &is_on_that_day) {
        return None;
    }
    if let Some(hiding) = statuses.hiding(within, entity) {
        return not_checked(hiding.cause(dataset), member_question(claim));
    }
    let (name, organisation) = (dataset.entity(entity).name(), dataset.entity(within).name());
    let mut finding = Finding::new(
        &VALUE_NOT_MEMBER,
        claim.value_span,
        message!(
            "claim `{}` has {} as the {} of {}, but {} is not `{}` in {}{}",
            claim.id,
            name,
            property.name(),
            dataset.entity(claim.subject).name(),
            name,
            status.value,
            organisation,
            time_of(analysis, claim)
        ),
    )
    .label(message!("not `{}` in {}", status.value, organisation))
    .help("mend the value or its time, or the claims that tell who came and left")
    .claim(&claim.id)
    .entity(&dataset.entity(entity).id);
    for source in of.histories.get(&entity).map_or(&[][..], |history| &history.claims).iter().take(4) {
        let source = dataset.claim(*source);
        finding = finding
            .related(
                source.value_span,
                message!("{}{}", dataset.property(source.property).name(), time_of(analysis, source)),
            )
            .claim(&source.id);
    }
    Some(finding.related(status.span, "the vocabulary asks for it here"))
}

/// Entities in values that lack what the vocabulary asks of them: each once.
pub(super) fn value_requires(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    let mut told = HashSet::new();
    for (id, property) in dataset.properties().filter(|(_, property)| !property.value_requires.is_empty()) {
        for (_, claim) in dataset.claims_with(id) {
            for entity in claim.value.entities() {
                for required in &property.value_requires {
                    if dataset.claims_of(entity, required.value).next().is_some()
                        || !told.insert((entity, required.value))
                    {
                        continue;
                    }
                    let (value, other) = (dataset.entity(entity), dataset.property(required.value));
                    if let Some(cause) = dataset.gaps.hiding(entity, required.value) {
                        let what = message!("whether {} of {} is told", other.name(), value.name());
                        findings.extend(not_checked(cause, what));
                        continue;
                    }
                    findings.push(
                        Finding::new(
                            &MISSING_CLAIM,
                            claim.value_span,
                            message!(
                                "claim `{}` has {} as the {} of {}, which asks for {} of {} as well, but no claim tells it",
                                claim.id,
                                value.name(),
                                property.name(),
                                dataset.entity(claim.subject).name(),
                                other.name(),
                                value.name()
                            ),
                        )
                        .label(message!("requires `{}` of it", other.id))
                        .related(required.span, "the vocabulary asks for it here")
                        .help(message!("add a claim with subject `{}` and property `{}`", value.id, other.id))
                        .claim(&claim.id)
                        .entity(&value.id)
                        .property(&other.id),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_cover_what_they_hold_together() {
        let day = |number| Some(Day(number));
        let range = |from, to| DayRange::new(day(from), day(to));
        assert!(covers(vec![(day(1), day(5)), (day(6), day(9))], range(1, 9)));
        assert!(!covers(vec![(day(1), day(5)), (day(7), day(9))], range(1, 9)));
        assert!(covers(vec![(None, day(5)), (day(3), None)], DayRange::ALL));
        assert!(!covers(vec![(day(1), None)], DayRange::ALL));
        assert!(covers(vec![(None, None)], DayRange::ALL));
        assert!(!covers(Vec::new(), range(1, 1)));
    }
}
