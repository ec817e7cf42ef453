//! Stated numbers against what they count.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::gaps::not_checked;
use super::rule;
use super::sets::sets_beside;
use crate::analysis::{Analysis, Count, History, StatusesOf};
use crate::dataset::load::declare::{defaults, holds, table};
use crate::dataset::{Claim, ClaimId, EntityId, Property, PropertyId, QuantityOptions, Spanned};
use crate::finding::Finding;
use crate::message::{Message, message, ours, said};
use crate::status::{Move, Status};
use crate::value::{DayRange, Quantity};
use crate::words;

rule! {
    /// A stated number is not the size of the set that it counts, or lies outside the count that the
    /// transitions give.
    ///
    /// A property with `counts` is the size of a set of the same subject; one with `counts_status`
    /// is the number of entities that hold a status in the subject at the claim's time. Where dates
    /// are imprecise, that is a range from those who surely hold it to those who may, and a number is
    /// wrong only outside. At the very time point at which entities join, all of them are counted.
    /// Things are counted by whole numbers: 2.5 members is wrong whatever the claims give. A claim without a time is held against the day that the facts speak from.
    ///
    /// **What to do:** the finding lists the names and the moves that decide, nearest in time first. Either the number
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

/// How many hold a status in an organisation on a day, surely and perhaps: many claims ask for the same.
type Sizes = HashMap<(EntityId, Status, DayRange), (usize, usize)>;

pub(super) fn counts(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let mut sizes = Sizes::new();
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
                findings.extend(of_status(analysis, property, claim, stated, status, &mut sizes));
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
                message!(
                    "claim `{}` says that the {} of {} is {}, but claim `{}` names {}: {}",
                    claim.id,
                    property.name(),
                    subject.name(),
                    stated.describe(),
                    other.id,
                    members.len(),
                    names
                ),
            )
            .label(message!("{}{}", stated.describe(), analysis.say_markers(claim)))
            .related(
                other.value_span,
                message!("{} named here{}", members.len(), analysis.say_markers(other)),
            )
            .help("mend the number, or the list that it counts")
            .claim(&claim.id)
            .claim(&other.id),
        );
    }
    if compared {
        return None;
    }
    if let Some(cause) = dataset.gaps.hiding(claim.subject, counted.value) {
        return not_checked(cause, message!("the number in claim `{}`", claim.id));
    }
    let help = match analysis.say_time(&claim.time) {
        Some(time) => {
            message!("add a claim with the property `{}` {} that names them, if a source does", set.id, time)
        }
        None => message!("add a claim with the property `{}` that names them, if a source does", set.id),
    };
    Some(
        Finding::new(
            &UNVERIFIABLE_COUNT,
            claim.value_span,
            message!(
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
    sizes: &mut Sizes,
) -> Option<Finding> {
    let (dataset, statuses) = (analysis.dataset, &analysis.statuses);
    let organisation = dataset.entity(claim.subject);
    let hidden = |when| {
        statuses
            .hiding_count(claim.subject, when)
            .map(|hiding| not_checked(hiding.cause(dataset), message!("the number in claim `{}`", claim.id)))
    };
    let Some((number, of)) = statuses.leading_to(&status.value, claim.subject) else {
        if let Some(hidden) = hidden(DayRange::ALL) {
            return hidden;
        }
        return Some(
            Finding::new(
                &UNVERIFIABLE_COUNT,
                claim.value_span,
                message!(
                    "claim `{}` counts who is `{}` in {}, but no claim tells of anybody who became that",
                    claim.id,
                    status.value,
                    organisation.name()
                ),
            )
            .label("nothing to hold this number against")
            .help(message!(
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
    let is_on_that_day = |id: ClaimId| analysis.times.is_on_day_of(&dataset.claim(id).time, &claim.time);
    let mut left_out = None;
    for when in days {
        if let Some(hidden) = hidden(when) {
            left_out = left_out.or(hidden);
            continue;
        }
        let count = || of.count_on(number, when, &is_on_that_day);
        let sized = |count: &Count| (count.certain.len(), count.possible.len());
        let (least, most) = if claim.time.at().is_some() {
            sized(&count())
        } else {
            // No moves are made on the very day of such a time.
            *sizes.entry((claim.subject, number, when)).or_insert_with(|| sized(&count()))
        };
        if stated.allows_whole(least as u64, Some(most as u64)) {
            continue;
        }
        let count = count();
        let side = if !stated.allows_whole(0, None) {
            Side::NotWhole
        } else if !stated.allows_whole(0, Some(most as u64)) {
            Side::TooMany
        } else {
            Side::TooFew
        };
        let time = if claim.time.is_always() {
            message!("as of {}", ours(when.describe()))
        } else {
            ours(when.describe_when()).into()
        };
        let maybe: Vec<_> = count.possible.iter().copied().filter(|id| !count.certain.contains(id)).collect();
        let derived =
            if least == most { message!("{}", least) } else { message!("between {} and {}", least, most) };
        let mut names = said(&analysis.say_entities(count.certain.iter().copied()));
        if !maybe.is_empty() {
            names.add(message!("; perhaps {}", analysis.say_entities(maybe)));
        }
        let finding = Finding::new(
            &COUNT_MISMATCH,
            claim.value_span,
            message!(
                "claim `{}` says that the {} of {} is {}, but {} the claims give {}: {}",
                claim.id,
                property.name(),
                organisation.name(),
                stated.describe(),
                time,
                derived,
                names
            ),
        )
        .label(message!("{}{}", stated.describe(), analysis.say_markers(claim)))
        .help(side.advice(&status.value))
        .claim(&claim.id);
        let named = analysis.options.of::<CountOptions>().moves;
        let off = match side {
            Side::NotWhole => 0,
            _ => (1..named)
                .find(|off| {
                    let (low, high) = (least.saturating_sub(*off), most + off);
                    stated.allows_whole(low as u64, Some(high as u64))
                })
                .unwrap_or(named),
        };
        return Some(evidence(&Counted { analysis, of, number, when, count: &count }, side, off, finding));
    }
    left_out
}

/// How a stated number is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    TooMany,
    TooFew,
    NotWhole,
}

impl Side {
    fn advice(self, status: &str) -> Message {
        match self {
            Self::TooMany => {
                message!("mend the number or its time; or add, with a source, who else was `{}` then", status)
            }
            Self::TooFew => message!(
                "mend the number or its time; or add, with a source, who was not `{}` any more, or not yet",
                status
            ),
            Self::NotWhole => "write a whole number: nobody is counted by halves".into(),
        }
    }
}

/// Who is counted, where, and when.
struct Counted<'a> {
    analysis: &'a Analysis<'a>,
    of: &'a StatusesOf,
    number: Status,
    when: DayRange,
    count: &'a Count,
}

/// Adds the moves that decide, the nearest in time first. Where a number is too large, that is who
/// held the status and surely does no longer, or not yet: one of them may be who is missing. Where
/// it is too small, one of those who hold it may have come later or left before.
fn evidence(counted: &Counted<'_>, side: Side, off: usize, mut finding: Finding) -> Finding {
    let named = counted.analysis.options.of::<CountOptions>().moves;
    let shown = named.max(MOST_RELATED);
    let Counted { analysis, of, number, when, count } = *counted;
    let there: HashSet<EntityId> = count.possible.iter().copied().collect();
    let mut told: Vec<(bool, i64, &History, EntityId, usize)> = Vec::new();
    for (&entity, history) in &of.histories {
        let leads = |at: usize| history.moves[at].leads().any(|to| to == number);
        if !(0..history.moves.len()).any(leads) {
            continue;
        }
        let is_there = there.contains(&entity);
        // Of those who are counted, how they came to be; of the others, what took them away.
        let came = |at: &usize| leads(*at) && !when.surely_before(&history.moves[*at].when);
        let any = (0..history.moves.len()).any(|at| came(&at));
        let moves =
            (0..history.moves.len()).filter(|at| !is_there || if any { came(at) } else { leads(*at) });
        let nearest = |at: &usize| (distance(&history.moves[*at], when), *at);
        match is_there {
            true => {
                told.extend(moves.map(|at| {
                    (side == Side::TooMany, distance(&history.moves[at], when), history, entity, at)
                }));
            }
            false if side == Side::TooMany => {
                let at = moves.min_by_key(nearest);
                told.extend(at.map(|at| (false, distance(&history.moves[at], when), history, entity, at)));
            }
            false => {}
        }
    }
    told.sort_by_key(|&(other, far, history, _, at)| {
        (other, far, &analysis.dataset.claim(history.claims[at]).id)
    });
    let others =
        told.iter().skip(shown).filter(|(_, _, history, _, at)| history.moves[*at].to == number).count();
    // Of those that are equally near, none decides more than another.
    let last =
        off.checked_sub(1).map(|last| told.get(last).filter(|one| !one.0).map_or(i64::MAX, |one| one.1));
    for (place, &(is_other, far, history, entity, at)) in told.iter().take(shown).enumerate() {
        let (source, step) = (analysis.dataset.claim(history.claims[at]), &history.moves[at]);
        let name = analysis.dataset.entity(entity).name();
        let markers = analysis.say_markers(source);
        let until = step.end().map(|end| message!(" until {}", end.describe()));
        let text = if there.contains(&entity) {
            message!("{}, {}{}: claim `{}`{}", name, step.when.describe(), until, source.id, markers)
        } else {
            let became = analysis.statuses.name(step.to);
            message!(
                "{} became `{}` {}{}: claim `{}`{}",
                name,
                became,
                step.when.describe_when(),
                until,
                source.id,
                markers
            )
        };
        if place < named && !is_other && last.is_some_and(|last| far <= last) {
            finding = finding.claim(&source.id);
        }
        finding = finding.related(source.value_span, text);
    }
    if others > 0 {
        finding.message.add(message!(" (from {} more)", ours(words::count(others, "claim", "claims"))));
    }
    finding
}

/// How many days at least lie between a move, or its end, and a time.
fn distance(step: &Move, when: DayRange) -> i64 {
    let far = |days: DayRange| match (days.latest, when.earliest, when.latest, days.earliest) {
        _ if days == DayRange::ALL => i64::MAX,
        (Some(last), Some(first), ..) if last < first => first.0 - last.0,
        (_, _, Some(last), Some(first)) if last < first => first.0 - last.0,
        _ => 0,
    };
    step.end().map_or_else(|| far(step.when), |end| far(step.when).min(far(end)))
}

table! {
    /// Options of `count-mismatch`.
    #[derive(Clone)]
    pub struct CountOptions, COUNT_OPTIONS = "options of count-mismatch";
    kept always;
    fields {
        /// How many of the moves that decide a finding names at most, nearest in time first; where more members are missing or too many, none of them decides.
        otherwise 12 moves: usize = holds::Positive;
    }
}
defaults!(CountOptions);

/// The most claims that a finding shows, unless it is asked to name more: a reader does not look at more.
const MOST_RELATED: usize = 24;
