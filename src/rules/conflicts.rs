//! Two claims that cannot both be true.

use std::collections::{BTreeMap, HashMap};

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{Claim, ClaimId, Property, PropertyId, Rank};
use crate::finding::{Finding, Label};
use crate::message::{Message, message, ours};
use crate::value::Day;
use crate::words;

rule! {
    /// Two claims on a `single` property at one time, or on one time point, cannot both be true.
    ///
    /// With `single = true` a subject has one value at a time. Two claims conflict where their times
    /// surely overlap and no value satisfies both: two holders of an office, two spellings of a name
    /// in one language, 4,000 and over 10,000. `1992` and `1992-05-15` do not conflict, and neither
    /// do terms that only touch; but a term of one day within another term does. A `preferred` claim
    /// silences normal ones where its time surely meets theirs. Claims on one date of one subject tell of one moment, so those
    /// conflict whatever the property says.
    ///
    /// **What to do:** look at the sources. If one claim is wrong, mend it, or keep it for the record
    /// with `rank = "deprecated"`. If one is better, give it `rank = "preferred"`. If sources really
    /// disagree, accept the finding with the reason.
    pub static CONFLICTING_VALUES = "conflicting-values", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[property.name]
type   = "text"
single = true

[[claim]]
id       = "alliance-name-infobox"
subject  = "alliance"
property = "name"
value    = { en = "Collective Security Treaty Organization" }

[[claim]]
id       = "alliance-name-lead"
subject  = "alliance"
property = "name"
value    = { en = "Collective Security Treaty Organisation" }
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[property.name]
type   = "text"
single = true

[[claim]]
id       = "alliance-name-before"
subject  = "alliance"
property = "name"
value    = { en = "Collective Security Treaty" }
until    = "2002"

[[claim]]
id       = "alliance-name"
subject  = "alliance"
property = "name"
value    = { en = "Collective Security Treaty Organization" }
from     = "2002"
"#,
}

pub(super) fn conflicting_values(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        let is_date = property.as_date().is_some();
        // What happens more than once is told of many moments.
        let repeats = property.as_date().is_some_and(|date| date.repeats);
        if repeats || (!property.single && !is_date) {
            continue;
        }
        for (_, claims) in dataset.by_subject(id) {
            let [_, _, ..] = claims[..] else { continue };
            let mut claims = claims.to_vec();
            // What tells of one moment is told of at one time, so the preferred one is meant always.
            if is_date && claims.iter().any(|&id| dataset.claim(id).rank == Rank::Preferred) {
                claims.retain(|&id| dataset.claim(id).rank == Rank::Preferred);
            }
            claims.retain(|&id| !analysis.lacks_time(dataset.claim(id)));
            // Claims that differ in a separator are of different things.
            let mut things: BTreeMap<Vec<Option<String>>, Vec<ClaimId>> = BTreeMap::new();
            for claim in claims {
                things.entry(dataset.separators(dataset.claim(claim))).or_default().push(claim);
            }
            for claims in things.into_values().filter(|claims| claims.len() > 1) {
                in_group(analysis, id, property, &claims, findings);
            }
        }
    }
}

/// A value that is held for some time, as the sweep over time remembers it.
struct Active {
    claim: ClaimId,
    /// When it surely ends; `None` for never.
    end: Option<Day>,
    key: String,
}

/// Sweeps over the claims of one subject by the time at which they surely start. Each claim is
/// compared with those that still hold and say something else; one conflict for each is told.
fn in_group(
    analysis: &Analysis<'_>,
    property_id: PropertyId,
    property: &Property,
    claims: &[ClaimId],
    findings: &mut Vec<Finding>,
) {
    let dataset = analysis.dataset;
    // The date of a subject is one moment, whenever it is told of.
    let timeless = property.as_date().is_some();
    let mut sorted: Vec<(Option<Day>, Option<Day>, ClaimId)> = claims
        .iter()
        .filter_map(|&id| {
            let claim = dataset.claim(id);
            if timeless {
                return Some((None, None, id));
            }
            match analysis.times.sure_core(&claim.time) {
                Some((start, end)) => Some((start, end, id)),
                // No sure day: only another claim at the same time point can surely overlap it.
                None => {
                    let range = analysis.times.range(claim.time.at()?.value);
                    Some((range.earliest, range.latest, id))
                }
            }
        })
        .collect();
    // By id and not by place: which of several conflicts is told does not hang on where claims stand.
    sorted.sort_by_key(|&(start, _, id)| (start, &dataset.claim(id).id));
    let preferred: Vec<&Claim> = claims
        .iter()
        .map(|&id| dataset.claim(id))
        .filter(|claim| !timeless && claim.rank == Rank::Preferred)
        .collect();
    // A normal claim gives way to a preferred one, but only while that holds.
    let gives_way = |one: &Claim, other: &Claim| {
        let by_rank = [one, other].map(|claim| claim.rank == Rank::Preferred);
        let beside =
            || preferred.iter().any(|best| analysis.times.surely_joins(&best.time, &one.time, &other.time));
        match by_rank {
            _ if preferred.is_empty() => false,
            [true, true] => false,
            [false, false] => beside(),
            [true, false] | [false, true] => true,
        }
    };
    let mut active: Vec<Active> = Vec::new();
    let mut told: HashMap<ClaimId, usize> = HashMap::new();
    for (start, end, id) in sorted {
        active.retain(|other| other.end.is_none_or(|end| start.is_none_or(|start| start <= end)));
        let claim = dataset.claim(id);
        let key = claim.value.key(dataset);
        let partner = active
            .iter()
            .filter(|other| other.key != key)
            .map(|other| (other, dataset.claim(other.claim)))
            .find(|(_, other)| {
                (timeless || analysis.times.surely_overlap(&claim.time, &other.time))
                    && claim.value.differs(&other.value)
                    && !gives_way(claim, other)
            })
            .map(|(other, _)| other.claim);
        if let Some(other) = partner {
            // A claim without a time, or without an end, conflicts with every other value that there
            // ever was, or was since. That is one mistake, and told once.
            let ever = !timeless && lacks(dataset.claim(other)).is_some() && !claim.time.is_always();
            if let Some(&at) = told.get(&other).filter(|_| ever) {
                let label = analysis.say_value(claim).excerpt();
                also(&mut findings[at], claim, message!("{}{}", label, analysis.say_markers(claim)));
            } else {
                if ever {
                    told.insert(other, findings.len());
                }
                let (first, second) = (other.min(id), other.max(id));
                findings.push(conflict(analysis, property_id, dataset.claim(first), dataset.claim(second)));
            }
        }
        // Of the same value at every time one is enough to compare with.
        let same = active.iter_mut().find(|other| other.key == key && other.end.is_none());
        if same.is_none() || start.is_some() {
            active.push(Active { claim: id, end, key });
        }
    }
    for (timeless, at) in told {
        let more = findings[at].names.claims.len() - 2;
        if more > 0 {
            let count = words::count(more, "other claim", "other claims");
            let id = &dataset.claim(timeless).id;
            findings[at].message.add(message!("; `{}` conflicts with {} as well", id, ours(count)));
        }
    }
}

fn conflict(analysis: &Analysis<'_>, property: PropertyId, first: &Claim, second: &Claim) -> Finding {
    let dataset = analysis.dataset;
    let (subject, property) = (dataset.entity(first.subject), dataset.property(property));
    let says = |claim: &Claim| analysis.say_value(claim).excerpt();
    let (one, other) = first.value.difference(&second.value).unwrap_or_else(|| (says(first), says(second)));
    let when = |claim: &Claim| analysis.say_time(&claim.time).map(|time| message!(" {}", time));
    let at_once = if first.value.as_date().is_some() {
        "these tell of one moment, and no day is both"
    } else {
        "there is one value at a time"
    };
    Finding::new(
        &CONFLICTING_VALUES,
        second.value_span,
        message!(
            "two values for the {} of {}: claim `{}` says {}{}, claim `{}` says {}{}; {}",
            property.name(),
            subject.name(),
            first.id,
            one,
            when(first),
            second.id,
            other,
            when(second),
            at_once
        ),
    )
    .label(message!("{}{}", other, analysis.say_markers(second)))
    .related(first.value_span, message!("{}{}", one, analysis.say_markers(first)))
    .help(advice(first, second))
    .claim(&first.id)
    .claim(&second.id)
}

/// What a claim's time lacks so that it holds for ever to one side.
fn lacks(claim: &Claim) -> Option<&'static str> {
    match (claim.time.at(), claim.time.from(), claim.time.until()) {
        (Some(_), ..) | (_, Some(_), Some(_)) => None,
        (None, None, None) => {
            Some("has no time, so it holds at every time: give it `at`, or `from` and `until`")
        }
        (None, Some(_), None) => {
            Some("has no end, so it holds to this day: give it `until`, or mend what comes later")
        }
        (None, None, Some(_)) => {
            Some("has no beginning, so it held ever before: give it `from`, or mend what came earlier")
        }
    }
}

fn advice(first: &Claim, second: &Claim) -> Message {
    let is_date = first.value.as_date().is_some();
    let open = match (lacks(first), lacks(second)) {
        (Some(what), None) if !is_date => Some((first, what)),
        (None, Some(what)) if !is_date => Some((second, what)),
        _ => None,
    };
    match open {
        Some((claim, what)) => message!("claim `{}` {}", claim.id, Message::from(what)),
        None => "mend the one that is wrong, give the better one `rank = \"preferred\"`, or accept the finding with the reason if the sources really disagree".into(),
    }
}

/// Adds one more claim that conflicts with the same other one.
fn also(finding: &mut Finding, claim: &Claim, label: Message) {
    /// The most that a finding shows: a reader does not look at more.
    const MOST: usize = 12;
    if finding.names.claims.len() <= MOST {
        finding.related.push(Label { span: claim.value_span, text: label });
    }
    finding.names.claims.push(claim.id.clone());
}
