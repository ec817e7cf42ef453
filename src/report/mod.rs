//! Reports: each takes the same [`Run`] and a writer, and knows no rule.

pub mod coverage;
pub mod json;
pub mod pages;
pub mod text;

use crate::dataset::Dataset;
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

/// A text from a dataset or from the web with its control characters made visible: nothing in it
/// moves the cursor, changes the direction of writing or hides.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push('␊'),
            '\t' => out.push(' '),
            '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
            '\x7f' => out.push('␡'),
            '\u{80}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{206f}'
            | '\u{61c}'
            | '\u{feff}' => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

/// The closing line of a run, as people read it.
pub(crate) fn summary(run: &Run) -> String {
    use crate::finding::Level;
    use crate::words::count;
    let name = run.dataset.manifest.id.as_deref().map_or("dataset", |id| id);
    let [entities, properties, claims, sources] = totals(&run.dataset).map(|(_, number)| number);
    format!(
        "{}: {}, {}, {}, {} accepted; read {}, {}, {}, {}",
        visible(name),
        count(run.count(Level::Error), "error", "errors"),
        count(run.count(Level::Warning), "warning", "warnings"),
        count(run.count(Level::Note), "note", "notes"),
        run.accepted.len(),
        count(claims, "claim", "claims"),
        count(entities, "entity", "entities"),
        count(properties, "property", "properties"),
        count(sources, "source", "sources"),
    )
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_hides_in_a_report() {
        assert_eq!(visible("a\u{1b}[31mb\r\nc"), "a␛[31mb␍␊c");
        assert_eq!(visible("\u{202e}evil\u{200b}"), "\\u{202e}evil\\u{200b}");
        assert_eq!(visible("Созмони Аҳдномаи"), "Созмони Аҳдномаи");
    }
}
