//! Reports: each takes the same [`Run`] and a writer, and knows no rule.

pub mod baseline;
#[cfg(feature = "pages")]
pub mod coverage;
pub mod fields;
pub mod github;
pub mod html;
pub mod json;
pub mod junit;
mod lines;
pub mod markdown;
pub mod pages;
mod place;
pub mod review;
pub mod sarif;
pub mod text;
mod view;

use crate::dataset::Dataset;
use crate::message::{Message, message, ours};
use crate::run::Run;

/// What a report can count.
pub(crate) fn totals(dataset: &Dataset) -> [(&'static str, usize); 4] {
    [
        ("entities", dataset.entities.len()),
        ("properties", dataset.properties.len()),
        ("claims", dataset.claims.len()),
        ("sources", dataset.sources.len()),
    ]
}

/// The first characters of a text, with a mark where more follow.
pub(crate) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// The closing line of a run, as people read it.
pub(crate) fn summary(run: &Run) -> Message {
    use crate::finding::Level;
    use crate::words::count;
    let name = run.dataset.manifest.id.as_deref().map_or("dataset", |id| id);
    let [entities, properties, claims, sources] = totals(&run.dataset).map(|(_, number)| number);
    message!(
        "{}: {}, {}, {}, {} accepted{}; read {}, {}, {}, {}",
        name,
        ours(count(run.count(Level::Error), "error", "errors")),
        ours(count(run.count(Level::Warning), "warning", "warnings")),
        ours(count(run.count(Level::Note), "note", "notes")),
        run.accepted.len(),
        ours(known(run)),
        ours(count(claims, "claim", "claims")),
        ours(count(entities, "entity", "entities")),
        ours(count(properties, "property", "properties")),
        ours(count(sources, "source", "sources")),
    )
}

/// What a baseline did to a run, behind other numbers; nothing without one.
pub(crate) fn known(run: &Run) -> String {
    run.baseline.map_or_else(String::new, |known| format!(", {}", known.say()))
}

#[cfg(test)]
mod tests;
