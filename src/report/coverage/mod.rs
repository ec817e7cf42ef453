//! Reports on how claims cover an article, and what they share: the words for what is missing.

pub mod html;
pub mod json;
pub mod stub;
pub mod text;

use crate::coverage::{Coverage, Kind, State, Statement};
use crate::dataset::{Claim, ClaimId, Dataset};
use crate::message::{Message, message};
use crate::words;

/// Claims that a sentence names; further ones are counted.
const NAMED: usize = 3;

/// Markers as an article prints them: `[7][8]`.
fn brackets<'a>(markers: impl IntoIterator<Item = &'a str>) -> String {
    markers.into_iter().map(|marker| format!("[{marker}]")).collect()
}

/// The markers of a claim that the article prints.
fn markers<'d>(dataset: &'d Dataset, claim: &'d Claim) -> Vec<&'d str> {
    let sources = claim.refs.iter().map(|reference| dataset.source(reference.source));
    sources.filter_map(|source| source.marker.as_ref()).map(|marker| &*marker.value).collect()
}

fn named(dataset: &Dataset, claims: &[ClaimId]) -> Message {
    let ids: Vec<Message> = claims.iter().map(|id| message!("`{}`", dataset.claim(*id).id)).collect();
    words::short_list(&ids, NAMED)
}

/// What there is to say of a statement.
fn what_there_is(coverage: &Coverage<'_>, statement: &Statement) -> Message {
    let dataset = coverage.dataset;
    match statement.state {
        State::Covered => message!("held by {}", named(dataset, &statement.claims)),
        State::Uncited => {
            let carry = if statement.claims.len() == 1 { "carries" } else { "carry" };
            message!("held by {}, which {} no reference", named(dataset, &statement.claims), carry)
        }
        State::OtherMarker => {
            let own = brackets(statement.markers.iter().map(|marker| &**marker));
            let each = statement.instead.iter().take(NAMED).map(|id| {
                let claim = dataset.claim(*id);
                message!(
                    "`{}`, which carries {} instead of {}",
                    claim.id,
                    brackets(markers(dataset, claim)),
                    own
                )
            });
            let each: Vec<Message> = each.collect();
            let more = statement.instead.len().saturating_sub(NAMED);
            let more = (more > 0).then(|| message!(", and {} more", more));
            message!("held by {}{}", Message::join(&each, ", and by "), more)
        }
        State::Contradicted => {
            let says = statement.instead.iter().take(NAMED).map(|id| {
                let claim = dataset.claim(*id);
                message!("`{}` says {}", claim.id, dataset.say_value(claim))
            });
            let says: Vec<Message> = says.collect();
            let says = words::list(&says);
            if statement.denied {
                message!("the article denies it, but {}", says)
            } else {
                message!("no claim holds it; with the same marker {}", says)
            }
        }
        State::Missing => missing(coverage, statement),
    }
}

fn missing(coverage: &Coverage<'_>, statement: &Statement) -> Message {
    match (statement.kind, &statement.value) {
        (Kind::Marker, value) => {
            let value = value.as_deref().unwrap_or_default();
            let sources = &coverage.dataset.sources;
            let known = sources.iter().any(|source| {
                source
                    .marker
                    .as_ref()
                    .is_some_and(|marker| statement.calls().any(|own| own == &*marker.value))
            });
            let shown = brackets([value]);
            if known {
                message!("no claim carries {}", shown)
            } else {
                message!("no source has the marker {}", shown)
            }
        }
        (Kind::Date, None) => "which date this is cannot be told, so no claim can hold it".into(),
        (Kind::Date, Some(value)) if value.trim_start_matches('-').starts_with('P') => {
            message!("no claim tells a date by this distance ({})", value)
        }
        (Kind::Date, Some(value)) => message!("no claim holds this date ({})", value),
        (Kind::Quantity, Some(value)) => message!("no claim holds this number ({})", value),
        (Kind::Quantity, None) => "no claim holds this number".into(),
    }
}

/// A claim in one line: what of what, when, with which references.
fn line(dataset: &Dataset, claim: &Claim) -> Message {
    let time = dataset.say_time(&claim.time).map(|time| message!(", {}", time));
    message!(
        "{}, {}: {}{}{}",
        dataset.entity(claim.subject).name(),
        dataset.property(claim.property).name(),
        dataset.say_value(claim),
        time,
        dataset.say_markers(claim)
    )
}

/// The closing line.
fn summary(coverage: &Coverage<'_>) -> Message {
    let count = |state| coverage.count(state);
    let all = coverage.statements.len();
    let covered = count(State::Covered) + count(State::Uncited);
    let kind = |kind: Kind| coverage.statements.iter().filter(|own| own.kind == kind).count();
    message!(
        "{} ({}, {}): {}, {} and {}; {} of {} are held by claims, {} of these without a reference; {} with another marker, {} contradicted, {} missing; {} in the article",
        coverage.article.name,
        coverage.article.format.name(),
        coverage.language.name,
        words::count(kind(Kind::Date), "date", "dates"),
        words::count(kind(Kind::Quantity), "number", "numbers"),
        words::count(kind(Kind::Marker), "marker", "markers"),
        covered,
        all,
        count(State::Uncited),
        count(State::OtherMarker),
        count(State::Contradicted),
        count(State::Missing),
        words::count(coverage.without.len(), "claim has no statement", "claims have no statement")
    )
}
