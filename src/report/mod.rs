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

/// Writes JSON for people to read and programs to parse. What moves, turns or hides text is escaped, so
/// that programs read the same text and a terminal shows what there is.
///
/// # Errors
///
/// Where the writer fails.
pub(crate) fn write_json(value: &impl serde::Serialize, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    let formatter = Escaping(serde_json::ser::PrettyFormatter::new());
    let mut serializer = serde_json::Serializer::with_formatter(out, formatter);
    value.serialize(&mut serializer).map_err(std::io::Error::from)
}

struct Escaping(serde_json::ser::PrettyFormatter<'static>);

/// Passes on what the pretty formatter does of itself.
macro_rules! pass_on {
    ($($name:ident($($argument:ident: $ty:ty),*)),*) => {$(
        fn $name<W: ?Sized + std::io::Write>(&mut self, out: &mut W, $($argument: $ty),*) -> std::io::Result<()> {
            self.0.$name(out, $($argument),*)
        }
    )*};
}

impl serde_json::ser::Formatter for Escaping {
    pass_on!(
        begin_array(),
        end_array(),
        begin_array_value(first: bool),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first: bool),
        begin_object_value(),
        end_object_value()
    );

    fn write_string_fragment<W: ?Sized + std::io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> std::io::Result<()> {
        let mut rest = fragment;
        let hidden = |c: char| c == '\u{7f}' || crate::message::is_hidden(c);
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| hidden(c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

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
