//! When things are: what a claim tells of a thing before it began or after it ended.

use std::collections::HashMap;

use super::gaps::not_checked;
use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{
    Cause, Claim, Contemporary, Dataset, DateValue, EntityId, Life, PropertyId, Rank, TimePoint, Value,
};
use crate::finding::{Finding, Label};
use crate::message::{Message, message, ours};
use crate::value::{Day, DayRange};
use crate::words;

rule! {
    /// A claim tells of a thing before it began or after it ended.
    ///
    /// `[kind.<id>]` says with which dates things of a kind begin and end: persons are born and die,
    /// organisations are founded and dissolved. The time of a claim (`at`, `from`, `until`) then lies
    /// within the life of its subject and of the entities in its value. The rule fires only where no
    /// day is possible, by every claim that tells of that beginning or end; the first and the last
    /// day are within. What is `planned` or has no time says nothing, and a status does not end with
    /// a life unless a claim says so.
    ///
    /// **What to do:** mend the date that is wrong, or name another subject, often a predecessor or
    /// successor. What may come later than a life, such as an honour, has
    /// `outside_lifetime = true` in its property.
    pub static OUTSIDE_LIFETIME = "outside-lifetime", Error;
    bad: r#"
[kind.person]
start = "born"
end   = "died"

[entity.alliance]
kind = "organisation"

[entity.general]
kind = "person"

[property.born]
type = "date"

[property.died]
type = "date"

[property.commander]
type  = "entity"
value = "person"

[[claim]]
id       = "general-died"
subject  = "general"
property = "died"
value    = "1995-06-01"

[[claim]]
id       = "alliance-commander"
subject  = "alliance"
property = "commander"
value    = "general"
from     = "1996"
until    = "2000"
"#,
    good: r#"
[kind.person]
start = "born"
end   = "died"

[entity.alliance]
kind = "organisation"

[entity.general]
kind = "person"

[property.born]
type = "date"

[property.died]
type = "date"

[property.commander]
type  = "entity"
value = "person"

[[claim]]
id       = "general-died"
subject  = "general"
property = "died"
value    = "1995-06-01"

[[claim]]
id       = "alliance-commander"
subject  = "alliance"
property = "commander"
value    = "general"
from     = "1990"
until    = "1995"
"#,
}

rule! {
    /// Subject and value of a claim surely did not exist at one time.
    ///
    /// `contemporary` of the vocabulary names the dates with which things begin and end. An end that
    /// no claim tells is no end.
    ///
    /// **What to do:** mend the date that is wrong, or name another value: often a predecessor or
    /// successor is meant.
    pub static NOT_CONTEMPORARY = "not-contemporary", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[entity.union]
kind = "state"

[property.founded]
type = "date"

[property.dissolved]
type = "date"

[property.led-by]
type         = "entity"
contemporary = { start = "founded", end = "dissolved" }

[[claim]]
id       = "alliance-founded"
subject  = "alliance"
property = "founded"
value    = "2002"

[[claim]]
id       = "union-dissolved"
subject  = "union"
property = "dissolved"
value    = "1991"

[[claim]]
id       = "alliance-led-by"
subject  = "alliance"
property = "led-by"
value    = "union"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.federation]
kind = "state"

[property.founded]
type = "date"

[property.dissolved]
type = "date"

[property.led-by]
type         = "entity"
contemporary = { start = "founded", end = "dissolved" }

[[claim]]
id       = "alliance-founded"
subject  = "alliance"
property = "founded"
value    = "2002"

[[claim]]
id       = "federation-founded"
subject  = "federation"
property = "founded"
value    = "1991"

[[claim]]
id       = "alliance-led-by"
subject  = "alliance"
property = "led-by"
value    = "federation"
"#,
}

/// With which dates an entity begins and ends, as a property asks for them.
fn dates_of(dataset: &Dataset, rule: &Contemporary, entity: EntityId) -> Life {
    match rule {
        Contemporary::ByKinds => dataset.life(entity),
        Contemporary::By { start, end } => Life { start: Some(start.value), end: Some(end.value) },
    }
}

pub(super) fn outside_lifetime(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    if dataset.kinds.is_empty() {
        return;
    }
    let mut edges = HashMap::new();
    for (id, _) in dataset.properties().filter(|(_, property)| !property.outside_lifetime) {
        for (_, claim) in dataset.claims_with(id) {
            if claim.time.is_always() || dataset.is_planned(claim) {
                continue;
            }
            let mut seen = Vec::new();
            for entity in std::iter::once(claim.subject).chain(claim.value.entities()) {
                let life = dataset.life(entity);
                // The date of a birth may carry a time of its own: it does not judge itself.
                let own = entity == claim.subject && [life.start, life.end].contains(&Some(id));
                if own || seen.contains(&entity) {
                    continue;
                }
                seen.push(entity);
                findings.extend(beyond(analysis, claim, entity, life, &mut edges));
            }
        }
    }
}

/// What is known of the beginning or the end of an entity.
enum Edge<'a> {
    /// The day before which it surely was not, or after which it surely was no more, and the claims
    /// that tell.
    Day(Day, Vec<&'a Claim>),
    /// Nothing that is sure.
    Open,
    /// A claim could not be read.
    Hidden(Cause<'a>),
}

/// Whether something is beyond the beginning or the end of a life.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Start,
    End,
}

/// The edges of lives that were looked at already.
type Edges<'a> = HashMap<(EntityId, Side), Edge<'a>>;

fn edge<'a>(analysis: &Analysis<'a>, entity: EntityId, property: PropertyId, side: Side) -> Edge<'a> {
    let dataset = analysis.dataset;
    if let Some(cause) = dataset.gaps.hiding(entity, property) {
        return Edge::Hidden(cause);
    }
    let mut told: Vec<&Claim> = dataset.claims_of(entity, property).map(|(_, claim)| claim).collect();
    if told.iter().any(|claim| claim.rank == Rank::Preferred) {
        told.retain(|claim| claim.rank == Rank::Preferred);
    }
    // By every claim: the one that leaves most room counts.
    let mut farthest: Option<Day> = None;
    for claim in &told {
        let days = match &claim.value {
            Value::Date(DateValue::Date(date)) => date.range(),
            Value::Date(DateValue::Relative(_)) => {
                analysis.times.point(TimePoint { subject: entity, property })
            }
            _ => DayRange::ALL,
        };
        let day = if side == Side::Start { days.earliest } else { days.latest };
        let Some(day) = day else { return Edge::Open };
        farthest = Some(match (farthest, side) {
            (None, _) => day,
            (Some(other), Side::Start) => other.min(day),
            (Some(other), Side::End) => other.max(day),
        });
    }
    farthest.map_or(Edge::Open, |day| Edge::Day(day, told))
}

/// A claim whose time lies surely before a life, or after it.
fn beyond<'a>(
    analysis: &Analysis<'a>,
    claim: &Claim,
    entity: EntityId,
    life: Life,
    edges: &mut Edges<'a>,
) -> Option<Finding> {
    let dataset = analysis.dataset;
    for (side, property) in [(Side::Start, life.start), (Side::End, life.end)] {
        let Some(property) = property else { continue };
        let known = edges.entry((entity, side));
        let edge = known.or_insert_with(|| edge(analysis, entity, property, side));
        for (field, when) in claim.time.stated() {
            let days = analysis.times.range(when.value);
            let is_beyond = |edge: Day| match side {
                Side::Start => days.latest.is_some_and(|day| day < edge),
                Side::End => days.earliest.is_some_and(|day| edge < day),
            };
            match edge {
                Edge::Day(day, told) if is_beyond(*day) => {
                    let place = (field, when.span, days);
                    return Some(outside(analysis, claim, place, (entity, property, side), told));
                }
                Edge::Hidden(cause) => {
                    let what =
                        message!("whether claims lie within the life of {}", dataset.entity(entity).name());
                    return not_checked(*cause, what);
                }
                Edge::Day(..) | Edge::Open => {}
            }
        }
    }
    None
}

fn outside(
    analysis: &Analysis<'_>,
    claim: &Claim,
    (field, span, days): (&str, crate::dataset::Span, DayRange),
    (entity, property, side): (EntityId, PropertyId, Side),
    told: &[&Claim],
) -> Finding {
    /// The most claims that are shown: a reader does not look at more.
    const MOST: usize = 4;
    let dataset = analysis.dataset;
    let (entity, date) = (dataset.entity(entity), dataset.property(property));
    let dates: Vec<Message> = told
        .iter()
        .take(MOST)
        .map(|claim| message!("{} (claim `{}`)", analysis.say_value(claim), claim.id))
        .collect();
    let there = match side {
        Side::Start => "had not begun then",
        Side::End => "had ended by then",
    };
    let mut finding = Finding::new(
        &OUTSIDE_LIFETIME,
        span,
        message!("claim `{}` has `{}` {}, but {} {}: {} {}", claim.id, field, days.describe(), entity.name(), ours(there), date.name(), words::list(&dates)),
    )
    .label(message!("{} {}", entity.name(), ours(there)))
    .help(message!("mend the date that is wrong, or name a predecessor or successor of {}; if `{}` may lie outside a life, give it `outside_lifetime = true`", entity.name(), dataset.property(claim.property).id))
    .claim(&claim.id)
    .entity(&entity.id);
    for date_claim in told.iter().take(MOST) {
        let words = message!("{} {}", date.name(), analysis.say_value(date_claim));
        finding = finding.related(date_claim.value_span, words.excerpt()).claim(&date_claim.id);
    }
    finding
}

pub(super) fn not_contemporary(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    let mut told = HashMap::new();
    for (id, property) in dataset.properties() {
        let Some(rule) = &property.contemporary else { continue };
        let ends = |entity| dates_of(dataset, rule, entity);
        for (_, claim) in dataset.claims_with(id) {
            for value in claim.value.entities() {
                let pair = [(claim.subject, value), (value, claim.subject)];
                let ended = pair.into_iter().find_map(|(one, other)| {
                    let (end_property, start_property) = (ends(one).end?, ends(other).start?);
                    let end = analysis.times.point(TimePoint { subject: one, property: end_property });
                    let start = analysis.times.point(TimePoint { subject: other, property: start_property });
                    end.surely_before(&start)
                        .then_some(((one, end_property, end), (other, start_property, start)))
                });
                let Some(((one, end_property, end), (other, start_property, start))) = ended else {
                    continue;
                };
                // Told from both sides, or twice, it is one mistake in one pair of dates.
                let pair = (start_property, end_property, one, other);
                if let Some(&at) = told.get(&pair) {
                    let finding: &mut Finding = &mut findings[at];
                    finding.related.push(Label { span: claim.value_span, text: "and told here too".into() });
                    finding.names.claims.push(claim.id.clone());
                    continue;
                }
                told.insert(pair, findings.len());
                let (earlier, later) = (dataset.entity(one), dataset.entity(other));
                let mut finding = Finding::new(
                    &NOT_CONTEMPORARY,
                    claim.value_span,
                    message!(
                        "claim `{}` brings {} and {} together, but {} ended before {} began: {} and {}",
                        claim.id,
                        dataset.entity(claim.subject).name(),
                        dataset.entity(value).name(),
                        earlier.name(),
                        later.name(),
                        end.describe(),
                        start.describe()
                    ),
                )
                .label("never at one time")
                .help("mend the date that is wrong, or name another value, such as a predecessor")
                .claim(&claim.id)
                .entity(&earlier.id)
                .entity(&later.id);
                for (entity, property, text) in
                    [(one, end_property, "ended"), (other, start_property, "began")]
                {
                    for (_, date) in dataset.claims_of(entity, property).take(4) {
                        let words = message!(
                            "{} {} {}",
                            dataset.entity(entity).name(),
                            text,
                            analysis.say_value(date)
                        );
                        finding = finding.related(date.value_span, words.excerpt()).claim(&date.id);
                    }
                }
                findings.push(finding);
            }
        }
    }
}
