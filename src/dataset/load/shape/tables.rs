//! The tables of a dataset, listed once: which a file may hold, and what only the manifest does. Order of
//! fields, schema, completion and `explain` follow from it.

use super::{
    ACCEPT, CLAIM, DATASET, ENTITY, Field, Form, KIND, LINKS, PROPERTY, PROPERTY_TYPES, RELATIVE, SOURCE,
    Shape, UNIT, may, must,
};

/// What any file may hold.
const TABLES: [Field; 7] = [
    may(
        "accept",
        "[[accept]] tables",
        Form::Listed(&ACCEPT),
        "Known findings that are kept on purpose, each with its reason.",
    ),
    may(
        "kind",
        "[kind.<id>] tables",
        Form::Keyed(&KIND),
        "Kinds of entities: when such things begin and cease to be, by id.",
    ),
    may("unit", "[unit.<id>] tables", Form::Keyed(&UNIT), "Units that claims may use, by id."),
    may("entity", "[entity.<id>] tables", Form::Keyed(&ENTITY), "The things that claims are about, by id."),
    may(
        "property",
        "[property.<id>] tables",
        Form::Keyed(&PROPERTY),
        "The vocabulary: what claims may tell, and what must hold for it, by id.",
    ),
    may("claim", "[[claim]] tables", Form::Listed(&CLAIM), "The facts."),
    may("source", "[[source]] tables", Form::Listed(&SOURCE), "What the references of claims lead to."),
];

/// What the manifest may hold besides.
const OF_MANIFEST: [Field; 4] = [
    must(
        "format",
        "the number 1",
        Form::Format,
        "The version of the format in which the dataset is written.",
    ),
    must("dataset", "a table", Form::Table(&DATASET), "What the dataset is."),
    may(
        "rules",
        "a table",
        Form::Rules,
        "How much the findings of each rule weigh. `csto-validate rules` lists the rules; `csto-validate explain RULE` tells the options of one, which stand in `[rules.RULE]` beside its `level`.",
    ),
    may("links", "a table", Form::Table(&LINKS), "How the addresses of sources are asked for."),
];

const MANIFEST_TABLES: [Field; OF_MANIFEST.len() + TABLES.len()] = {
    let mut all = [OF_MANIFEST[0]; OF_MANIFEST.len() + TABLES.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < OF_MANIFEST.len() { OF_MANIFEST[at] } else { TABLES[at - OF_MANIFEST.len()] };
        at += 1;
    }
    all
};

/// The top of `facts/dataset.toml`.
pub static MANIFEST_FILE: Shape = Shape {
    name: "manifest",
    about: "The manifest, `facts/dataset.toml`: what the dataset is, and what of it is known and kept on purpose.",
    new: &[],
    fields: &MANIFEST_TABLES,
};

/// The top of every other file.
pub static FILE: Shape = Shape {
    name: "file",
    about: "A file of a dataset, with any mix of tables in any order.",
    new: &[],
    fields: &TABLES,
};

/// The table that stands at a path of headers: `["entity", "kazakhstan"]`, `["claim"]`; the file where
/// that is empty. Of a property, what every property may have.
pub fn table_at(path: &[&str]) -> Option<&'static Shape> {
    let Some((name, inner)) = path.split_first() else { return Some(&MANIFEST_FILE) };
    match (MANIFEST_FILE.field(name)?.form, inner) {
        (Form::Table(shape) | Form::Listed(shape), []) | (Form::Keyed(shape), [_]) => Some(shape),
        _ => None,
    }
}

/// Every table of a dataset but the files themselves, and every table within one, each once.
pub fn all_tables() -> Vec<&'static Shape> {
    let mut found = Vec::new();
    let tops = std::iter::once(&MANIFEST_FILE).chain(PROPERTY_TYPES.iter().copied());
    for field in tops.flat_map(|shape| shape.fields) {
        reach(&field.form, &mut found);
    }
    reach(&Form::Table(&RELATIVE), &mut found);
    found
}

fn reach(form: &Form, found: &mut Vec<&'static Shape>) {
    let Some(shape) = form.table() else { return };
    if found.iter().any(|known| std::ptr::eq(*known, shape)) {
        return;
    }
    found.push(shape);
    for field in shape.fields {
        reach(&field.form, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_by_their_headers() {
        let name = |path: &[&str]| table_at(path).map(|shape| shape.name);
        assert_eq!(name(&[]), Some("manifest"));
        assert_eq!(name(&["links"]), Some("[links]"));
        assert_eq!(name(&["claim"]), Some("claim"));
        assert_eq!(name(&["entity", "a"]), Some("entity"));
        assert_eq!(name(&["entity"]), None);
        assert_eq!(name(&["claim", "a"]), None);
        assert_eq!(name(&["weather"]), None);
    }

    #[test]
    fn what_a_new_table_starts_with_is_of_it() {
        for shape in all_tables() {
            for name in shape.new {
                assert!(shape.field(name).is_some(), "{} has no {name}", shape.name);
            }
        }
    }

    /// Two fields of one name would be read as one.
    #[test]
    fn no_field_is_declared_twice() {
        for shape in all_tables().into_iter().chain(PROPERTY_TYPES.iter().copied()) {
            for (at, field) in shape.fields.iter().enumerate() {
                assert_eq!(shape.position(field.name), Some(at), "{} of {}", field.name, shape.name);
            }
        }
    }
}
