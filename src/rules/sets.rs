//! Sets against the sets and statuses that they must agree with.

use std::collections::HashSet;

use super::gaps::not_checked;
use super::rule;
use crate::analysis::{Analysis, same_time};
use crate::dataset::{Claim, ClaimId, EntityId, Property, PropertyId, Rank, SetOptions, Spanned, When};
use crate::finding::Finding;
use crate::message::{Message, message, ours};
use crate::value::{Day, DayRange};

rule! {
    /// A set is not part of the set that it must be part of, not what is left of another, or not
    /// those who hold a status.
    ///
    /// `subset_of`, `complement_of` and `equals_status` of the vocabulary say how sets of one subject
    /// hang together. Statuses follow from the transitions: somebody is missing from the set only if
    /// they surely held the status at its time, and too many only if they surely did not.
    ///
    /// **What to do:** the finding names the odd ones. Take them out or add them, here or in the
    /// claims that the set is held against.
    pub static SET_MISMATCH = "set-mismatch", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[entity.armenia]
kind = "state"

[entity.georgia]
kind = "state"

[property.signatories]
type  = "set"
value = "state"

[property.renewed-by]
type      = "set"
value     = "state"
subset_of = "signatories"

[[claim]]
id       = "treaty-signatories"
subject  = "treaty"
property = "signatories"
value    = ["armenia"]

[[claim]]
id       = "treaty-renewed-by"
subject  = "treaty"
property = "renewed-by"
value    = ["armenia", "georgia"]
"#,
    good: r#"
[entity.treaty]
kind = "treaty"

[entity.armenia]
kind = "state"

[entity.georgia]
kind = "state"

[property.signatories]
type  = "set"
value = "state"

[property.renewed-by]
type      = "set"
value     = "state"
subset_of = "signatories"

[[claim]]
id       = "treaty-signatories"
subject  = "treaty"
property = "signatories"
value    = ["armenia", "georgia"]

[[claim]]
id       = "treaty-renewed-by"
subject  = "treaty"
property = "renewed-by"
value    = ["armenia"]
"#,
}

pub(super) fn set_mismatch(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for (id, property) in analysis.dataset.properties() {
        let Some(options) = property.as_set() else {
            continue;
        };
        for (_, claim) in analysis.dataset.claims_with(id) {
            let Some(members) = claim.value.as_set().filter(|_| !analysis.lacks_time(claim)) else {
                continue;
            };
            let SetOptions { subset_of, complement_of, equals_status, subset_of_status, .. } = options;
            if let Some(whole) = subset_of {
                findings.extend(subset(analysis, property, claim, members, whole));
            }
            if let Some(rule) = complement_of {
                findings.extend(complement(analysis, property, claim, members, &rule.of, &rule.within));
            }
            for (wanted, complete) in [(equals_status, true), (subset_of_status, false)] {
                let Some(status) = wanted else { continue };
                let within = property.status_in.map_or(claim.subject, |within| within.value);
                let held = Held { status: &status.value, within, complete };
                findings.extend(self::status(analysis, property, claim, members, &held));
            }
        }
    }
}

/// The set claims of a subject that hold at the time of another claim.
pub(super) fn sets_beside<'a>(
    analysis: &'a Analysis<'_>,
    claim: &'a Claim,
    property: PropertyId,
) -> impl Iterator<Item = (&'a Claim, &'a [Spanned<EntityId>])> {
    let together = |one: &Claim, other: &Claim| {
        same_time(&one.time, &other.time) || analysis.times.surely_overlap(&one.time, &other.time)
    };
    let mut beside: Vec<&Claim> = analysis
        .dataset
        .claims_of(claim.subject, property)
        .map(|(_, other)| other)
        .filter(|other| !analysis.lacks_time(other) && together(claim, other))
        .collect();
    // Where one set is preferred, the others of its time do not count.
    let preferred = beside.iter().copied().filter(|other| other.rank == Rank::Preferred);
    let preferred = Spread::new(preferred.map(|better| (days(analysis, better), better)));
    beside.retain(|other| {
        other.rank == Rank::Preferred
            || !preferred.meeting(days(analysis, other)).any(|better| together(better, other))
    });
    beside.into_iter().filter_map(|other| other.value.as_set().map(|members| (other, members)))
}

/// All days on which a claim may hold. Of a moment that others tell of it is not known here which
/// moments are one.
fn days(analysis: &Analysis<'_>, claim: &Claim) -> DayRange {
    let is_moment = claim.time.stated().any(|(_, when)| matches!(when.value, When::Point(_)));
    if is_moment { DayRange::ALL } else { analysis.times.days(&claim.time) }
}

/// Things with the days on which they may hold, by their first days: those that share a day with others
/// are found without a look at each.
struct Spread<T> {
    things: Vec<(DayRange, T)>,
    /// The last day of all up to each; none where one has no end.
    latest: Vec<Option<Day>>,
}

impl<T: Copy> Spread<T> {
    fn new(things: impl Iterator<Item = (DayRange, T)>) -> Self {
        let mut things: Vec<(DayRange, T)> = things.collect();
        things.sort_by_key(|(days, _)| days.earliest);
        let mut latest = Vec::with_capacity(things.len());
        let mut last = Some(Day(i64::MIN));
        for (days, _) in &things {
            last = last.zip(days.latest).map(|(one, other)| one.max(other));
            latest.push(last);
        }
        Self { things, latest }
    }

    fn meeting(&self, days: DayRange) -> impl Iterator<Item = T> {
        let begun = |first: Option<Day>| first.zip(days.latest).is_none_or(|(first, last)| first <= last);
        let end = self.things.partition_point(|(other, _)| begun(other.earliest));
        let reaches =
            move |last: Option<Day>| last.zip(days.earliest).is_none_or(|(last, first)| first <= last);
        (0..end).rev().take_while(move |&at| reaches(self.latest[at])).map(|at| self.things[at].1)
    }
}

/// Each list of names once, with the first claim that has it: what holds of one holds of the others.
fn once<'a>(
    sets: impl Iterator<Item = (&'a Claim, &'a [Spanned<EntityId>])>,
) -> impl Iterator<Item = (&'a Claim, &'a [Spanned<EntityId>])> {
    let mut seen: HashSet<Vec<EntityId>> = HashSet::new();
    sets.filter(move |(_, members)| seen.insert(members.iter().map(|member| member.value).collect()))
}

fn ids(members: &[Spanned<EntityId>]) -> HashSet<EntityId> {
    members.iter().map(|member| member.value).collect()
}

fn subset(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    members: &[Spanned<EntityId>],
    whole: &Spanned<PropertyId>,
) -> Option<Finding> {
    let dataset = analysis.dataset;
    for (other, all) in sets_beside(analysis, claim, whole.value) {
        let all = ids(all);
        let odd: Vec<&Spanned<EntityId>> =
            members.iter().filter(|member| !all.contains(&member.value)).collect();
        let Some(first) = odd.first() else { continue };
        let names = analysis.say_entities(odd.iter().map(|member| member.value));
        let mut finding = Finding::new(
            &SET_MISMATCH,
            first.span,
            message!(
                "claim `{}` names {} among the {} of {}, but claim `{}` does not have them among the {}",
                claim.id,
                names,
                property.name(),
                dataset.entity(claim.subject).name(),
                other.id,
                dataset.property(whole.value).name()
            ),
        )
        .label("not in the other set")
        .related(other.value_span, "the set that holds them all")
        .help("take the odd ones out, or add them to the other set")
        .claim(&claim.id)
        .claim(&other.id);
        for member in &odd {
            finding = finding.entity(&dataset.entity(member.value).id);
        }
        return Some(finding);
    }
    None
}

fn complement(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    members: &[Spanned<EntityId>],
    of: &Spanned<PropertyId>,
    within: &Spanned<PropertyId>,
) -> Option<Finding> {
    let dataset = analysis.dataset;
    let own = ids(members);
    let parts: Vec<_> = once(sets_beside(analysis, claim, of.value)).collect();
    for (whole_claim, whole) in once(sets_beside(analysis, claim, within.value)) {
        for &(part_claim, part) in &parts {
            let part = ids(part);
            let expected: HashSet<EntityId> =
                whole.iter().map(|member| member.value).filter(|id| !part.contains(id)).collect();
            if expected == own {
                continue;
            }
            let extra: Vec<EntityId> =
                members.iter().map(|m| m.value).filter(|id| !expected.contains(id)).collect();
            let missing: Vec<EntityId> = whole
                .iter()
                .map(|m| m.value)
                .filter(|id| expected.contains(id) && !own.contains(id))
                .collect();
            let mut finding = Finding::new(
                &SET_MISMATCH,
                claim.value_span,
                message!(
                    "the {} of {} should be the {} without the {}, but claim `{}` {}",
                    property.name(),
                    dataset.entity(claim.subject).name(),
                    dataset.property(within.value).name(),
                    dataset.property(of.value).name(),
                    claim.id,
                    odd_ones(analysis, &extra, &missing)
                ),
            )
            .label(odd_ones(analysis, &extra, &missing))
            .related(whole_claim.value_span, "the whole")
            .related(part_claim.value_span, "the part that is taken away")
            .help("mend the list here, or one of the two that it follows from")
            .claim(&claim.id)
            .claim(&whole_claim.id)
            .claim(&part_claim.id);
            for id in extra.iter().chain(&missing) {
                finding = finding.entity(&dataset.entity(*id).id);
            }
            return Some(finding);
        }
    }
    None
}

/// "has Georgia too many and lacks Armenia".
fn odd_ones(analysis: &Analysis<'_>, extra: &[EntityId], missing: &[EntityId]) -> Message {
    let has = (!extra.is_empty())
        .then(|| message!("has {} too many", analysis.say_entities(extra.iter().copied())));
    let lacks =
        (!missing.is_empty()).then(|| message!("lacks {}", analysis.say_entities(missing.iter().copied())));
    Message::join(&[has, lacks].into_iter().flatten().collect::<Vec<_>>(), " and ")
}

/// Who should be in a set: those who hold a status.
struct Held<'a> {
    status: &'a str,
    /// The entity in which they hold it.
    within: EntityId,
    /// Whether all of them should be.
    complete: bool,
}

fn status(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    members: &[Spanned<EntityId>],
    held: &Held<'_>,
) -> Option<Finding> {
    let (dataset, statuses) = (analysis.dataset, &analysis.statuses);
    let organisation = dataset.entity(held.within);
    let status = held.status;
    let hidden = |when| {
        statuses
            .hiding_count(held.within, when)
            .map(|hiding| not_checked(hiding.cause(dataset), message!("the list in claim `{}`", claim.id)))
    };
    let Some((number, of)) = statuses.leading_to(status, held.within) else {
        if let Some(hidden) = hidden(DayRange::ALL) {
            return hidden;
        }
        return Some(
            Finding::new(
                &super::counts::UNVERIFIABLE_COUNT,
                claim.value_span,
                message!(
                    "claim `{}` lists who is `{}` in {}, but no claim tells of anybody who became that",
                    claim.id,
                    status,
                    organisation.name()
                ),
            )
            .label("nothing to hold this list against")
            .help(message!("add the claims that tell who became `{}` and when, if a source does", status))
            .claim(&claim.id),
        );
    };
    let days: Vec<DayRange> = match analysis.times.query(&claim.time)? {
        Ok(range) => vec![range],
        Err((first, last)) => of.turning_days(first, last).into_iter().map(DayRange::day).collect(),
    };
    let own = ids(members);
    let is_on_that_day = |id: ClaimId| analysis.times.is_on_day_of(&dataset.claim(id).time, &claim.time);
    let mut left_out = None;
    for when in days {
        if let Some(hidden) = hidden(when) {
            left_out = left_out.or(hidden);
            continue;
        }
        let count = of.count_on(number, when, &is_on_that_day);
        let extra: Vec<EntityId> =
            members.iter().map(|m| m.value).filter(|id| !count.possible.contains(id)).collect();
        let mut missing: Vec<EntityId> =
            count.certain.iter().copied().filter(|id| !own.contains(id)).collect();
        if !held.complete {
            missing.clear();
        }
        if extra.is_empty() && missing.is_empty() {
            continue;
        }
        let odd = odd_ones(analysis, &extra, &missing);
        let mut finding = Finding::new(
            &SET_MISMATCH,
            claim.value_span,
            message!(
                "the {} of {} should {}be those who were `{}` in {} {}, but claim `{}` {}",
                property.name(),
                dataset.entity(claim.subject).name(),
                ours(if held.complete { "" } else { "only " }),
                status,
                organisation.name(),
                when.describe_when(),
                claim.id,
                odd
            ),
        )
        .label(odd)
        .help("mend the list or its time, or the claims that tell who came and left")
        .claim(&claim.id);
        for id in extra.iter().chain(&missing) {
            finding = finding.entity(&dataset.entity(*id).id);
            for source in of.histories.get(id).map_or(&[][..], |history| &history.claims) {
                let source = dataset.claim(*source);
                let time = analysis.say_time(&source.time).map(|time| message!(" {}", time));
                let text = message!(
                    "{}, {}{}: claim `{}`",
                    dataset.entity(*id).name(),
                    dataset.property(source.property).name(),
                    time,
                    source.id
                );
                finding = finding.related(source.value_span, text);
            }
        }
        return Some(finding);
    }
    left_out
}
