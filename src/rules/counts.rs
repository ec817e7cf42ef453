//! Stated numbers against what they count.

use rust_decimal::Decimal;

use super::rule;
use super::sets::sets_beside;
use crate::analysis::{Analysis, StatusesOf};
use crate::dataset::{Claim, EntityId, Property, PropertyId, QuantityOptions, Spanned};
use crate::finding::Finding;
use crate::status::Status;
use crate::value::{DayRange, Quantity};
use crate::words;

rule! {
    /// A stated number is not the size of the set that it counts, or lies outside the count that the
    /// transitions give.
    ///
    /// A property with `counts` is the size of a set of the same subject; one with `counts_status`
    /// is the number of entities that hold a status in the subject at the claim's time. Where dates
    /// are imprecise, that is a range from those who surely hold it to those who may, and a number is
    /// wrong only outside. A claim without a time is held against the day that the facts speak from.
    ///
    /// **What to do:** the finding lists the names and the claims they come from. Either the number
    /// is wrong, or somebody is missing, or somebody came or left at another time.
    pub static COUNT_MISMATCH = "count-mismatch", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[entity.armenia]
kind = "state"

[entity.belarus]
kind = "state"

[property.joined]
type = "transition"
to   = "member"
from = ["none"]

[property.member-count]
type          = "quantity"
counts_status = "member"

[[claim]]
id       = "armenia-joined"
subject  = "armenia"
property = "joined"
value    = "alliance"
at       = "1992"

[[claim]]
id       = "belarus-joined"
subject  = "belarus"
property = "joined"
value    = "alliance"
at       = "1993"

[[claim]]
id       = "members-2008"
subject  = "alliance"
property = "member-count"
value    = 3
at       = "2008"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.armenia]
kind = "state"

[entity.belarus]
kind = "state"

[property.joined]
type = "transition"
to   = "member"
from = ["none"]

[property.member-count]
type          = "quantity"
counts_status = "member"

[[claim]]
id       = "armenia-joined"
subject  = "armenia"
property = "joined"
value    = "alliance"
at       = "1992"

[[claim]]
id       = "belarus-joined"
subject  = "belarus"
property = "joined"
value    = "alliance"
at       = "1993"

[[claim]]
id       = "members-2008"
subject  = "alliance"
property = "member-count"
value    = 2
at       = "2008"
"#,
}

rule! {
    /// Nothing stored lets a stated number be checked.
    ///
    /// The set that it counts is not stored, or no claim ever leads to the status that it counts.
    /// The number may well be right; but nothing would tell if it were not.
    ///
    /// **What to do:** add the set or the transitions if a source names them, or leave it: this is a
    /// note and fails nothing.
    pub static UNVERIFIABLE_COUNT = "unverifiable-count", Note;
    bad: r#"
[entity.alliance]
kind = "organisation"

[property.observer-count]
type          = "quantity"
counts_status = "observer"

[[claim]]
id       = "alliance-observers"
subject  = "alliance"
property = "observer-count"
value    = 1
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.serbia]
kind = "state"

[property.became-observer]
type = "transition"
to   = "observer"

[property.observer-count]
type          = "quantity"
counts_status = "observer"

[[claim]]
id       = "serbia-observer"
subject  = "serbia"
property = "became-observer"
value    = "alliance"
at       = "2013"

[[claim]]
id       = "alliance-observers"
subject  = "alliance"
property = "observer-count"
value    = 1
"#,
    // What cannot be checked is found while checking.
}

pub(super) fn counts(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for (id, property) in analysis.dataset.properties() {
        let Some(QuantityOptions { counts, counts_status, .. }) = property.as_quantity() else { continue };
        for (_, claim) in analysis.dataset.claims_with(id) {
            let Some(stated) = claim.value.as_quantity() else { continue };
            if property.is_out_of_range(stated)
                || analysis.lacks_time(claim)
                || dated_elsewhere(analysis, property, claim)
            {
                continue;
            }
            if let Some(set) = counts {
                findings.extend(of_set(analysis, property, claim, stated, set));
            }
            if let Some(status) = counts_status {
                findings.extend(of_status(analysis, property, claim, stated, status));
            }
        }
    }
}

/// Whether a claim has no time although others of its kind have one that it conflicts with: that is
/// told as a conflict, with the advice to give it a time.
fn dated_elsewhere(analysis: &Analysis<'_>, property: &Property, claim: &Claim) -> bool {
    property.single
        && claim.time.is_always()
        && analysis.dataset.claims_of(claim.subject, claim.property).any(|(_, other)| {
            let differ = |(one, two): (&Quantity, &Quantity)| !one.intersects(two);
            !other.time.is_always()
                && claim.value.as_quantity().zip(other.value.as_quantity()).is_some_and(differ)
        })
}

fn decimal(number: usize) -> Decimal {
    Decimal::from(number as u64)
}

fn of_set(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    stated: &Quantity,
    counted: &Spanned<PropertyId>,
) -> Option<Finding> {
    let dataset = analysis.dataset;
    let (subject, set) = (dataset.entity(claim.subject), dataset.property(counted.value));
    // A list without the time that it needs may be the one that was meant.
    let mut compared =
        dataset.claims_of(claim.subject, counted.value).any(|(_, other)| analysis.lacks_time(other));
    for (other, members) in sets_beside(analysis, claim, counted.value) {
        compared = true;
        if stated.allows(decimal(members.len())) {
            continue;
        }
        let names = analysis.say_entities(members.iter().map(|member| member.value));
        return Some(
            Finding::new(
                &COUNT_MISMATCH,
                claim.value_span,
                format!(
                    "claim `{}` says that the {} of {} is {}, but claim `{}` names {}: {names}",
                    claim.id,
                    property.name(),
                    subject.name(),
                    stated.describe(),
                    other.id,
                    members.len()
                ),
            )
            .label(format!("{}{}", stated.describe(), analysis.say_markers(claim)))
            .related(other.value_span, format!("{} named here{}", members.len(), analysis.say_markers(other)))
            .help("mend the number, or the list that it counts")
            .claim(&claim.id)
            .claim(&other.id),
        );
    }
    if compared || dataset.gaps.may_hide(claim.subject, counted.value) {
        return None;
    }
    let help = match analysis.say_time(&claim.time) {
        Some(time) => {
            format!("add a claim with the property `{}` {time} that names them, if a source does", set.id)
        }
        None => format!("add a claim with the property `{}` that names them, if a source does", set.id),
    };
    Some(
        Finding::new(
            &UNVERIFIABLE_COUNT,
            claim.value_span,
            format!(
                "claim `{}` counts the {} of {}, but no claim names them",
                claim.id,
                set.name(),
                subject.name()
            ),
        )
        .label("nothing to hold this number against")
        .help(help)
        .claim(&claim.id),
    )
}

fn of_status(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    stated: &Quantity,
    status: &Spanned<Box<str>>,
) -> Option<Finding> {
    let (dataset, statuses) = (analysis.dataset, &analysis.statuses);
    if statuses.incomplete {
        return None;
    }
    let organisation = dataset.entity(claim.subject);
    let Some((number, of)) = statuses.leading_to(&status.value, claim.subject) else {
        return Some(
            Finding::new(
                &UNVERIFIABLE_COUNT,
                claim.value_span,
                format!(
                    "claim `{}` counts who is `{}` in {}, but no claim tells of anybody who became that",
                    claim.id,
                    status.value,
                    organisation.name()
                ),
            )
            .label("nothing to hold this number against")
            .help(format!(
                "add the claims that tell who became `{}` and when, if a source does",
                status.value
            ))
            .claim(&claim.id),
        );
    };
    let days: Vec<DayRange> = match analysis.times.query(&claim.time)? {
        Ok(range) => vec![range],
        Err((first, last)) => of.turning_days(first, last).into_iter().map(DayRange::day).collect(),
    };
    for when in days {
        let count = of.count(number, when);
        let (least, most) = (count.certain.len(), count.possible.len());
        if stated.allows_any(decimal(least), decimal(most)) {
            continue;
        }
        let too_many = !stated.allows_any(Decimal::ZERO, decimal(most));
        let time =
            if claim.time.is_always() { format!("as of {}", when.describe()) } else { when.describe_when() };
        let maybe: Vec<_> = count.possible.iter().copied().filter(|id| !count.certain.contains(id)).collect();
        let derived = if least == most { least.to_string() } else { format!("between {least} and {most}") };
        let mut names = analysis.say_entities(count.certain.iter().copied());
        if !maybe.is_empty() {
            names = format!("{names}; perhaps {}", analysis.say_entities(maybe));
        }
        let mut finding = Finding::new(
            &COUNT_MISMATCH,
            claim.value_span,
            format!(
                "claim `{}` says that the {} of {} is {}, but {time} the claims give {derived}: {names}",
                claim.id,
                property.name(),
                organisation.name(),
                stated.describe(),
            ),
        )
        .label(format!("{}{}", stated.describe(), analysis.say_markers(claim)))
        .help(if too_many {
            format!(
                "mend the number or its time; or add, with a source, who else was `{}` then",
                status.value
            )
        } else {
            format!(
                "mend the number or its time; or add, with a source, who was not `{}` any more, or not yet",
                status.value
            )
        })
        .claim(&claim.id);
        let mut told = 0;
        let mut others = 0;
        for entity in &count.possible {
            let Some(history) = of.histories.get(entity) else { continue };
            let name = dataset.entity(*entity).name();
            for (at, id) in history.claims.iter().enumerate() {
                if history.moves[at].to != number {
                    continue;
                }
                if told == MOST_RELATED {
                    others += 1;
                    continue;
                }
                told += 1;
                let source = dataset.claim(*id);
                let day = history.moves[at].when.describe();
                let text = format!("{name}, {day}: claim `{}`{}", source.id, analysis.say_markers(source));
                finding = finding.related(source.value_span, text);
            }
        }
        if too_many {
            finding = gone(analysis, of, number, &count.possible, MOST_RELATED - told, finding);
        }
        if others > 0 {
            finding.message.push_str(&format!(" (from {} more)", words::count(others, "claim", "claims")));
        }
        return Some(finding);
    }
    None
}

/// Where a number is too large: those who once held the status and surely do no longer, or not yet.
/// One of them may be who is missing.
fn gone(
    analysis: &Analysis<'_>,
    of: &StatusesOf,
    number: Status,
    there: &[EntityId],
    most: usize,
    mut finding: Finding,
) -> Finding {
    let ever = of
        .histories
        .iter()
        .filter(|(entity, history)| {
            !there.contains(*entity) && history.moves.iter().any(|step| step.to == number)
        })
        .take(most);
    for (&entity, history) in ever {
        let Some((&id, step)) =
            history.claims.iter().zip(&history.moves).max_by_key(|(_, step)| step.when.latest)
        else {
            continue;
        };
        let became = analysis.statuses.name(step.to);
        let source = analysis.dataset.claim(id);
        let text = format!(
            "{} became `{became}` {}: claim `{}`{}",
            analysis.dataset.entity(entity).name(),
            step.when.describe_when(),
            source.id,
            analysis.say_markers(source)
        );
        finding = finding.related(source.value_span, text);
    }
    finding
}

/// The most claims that a finding shows: a reader does not look at more.
const MOST_RELATED: usize = 24;
