//! In which order the fields of a table stand.

use toml_edit::Table;

use crate::dataset::load::shape::{FIRST, PROPERTY, PROPERTY_TYPES, table_at};

/// The names of fields in their order; none where the format has no order for the table.
pub(super) fn ranks(path: &[String], table: &Table) -> Vec<&'static str> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match table_at(&path) {
        Some(shape) if std::ptr::eq(shape, &raw const PROPERTY) => property(table),
        Some(shape) => shape.fields.iter().map(|field| field.name).collect(),
        None => Vec::new(),
    }
}

fn property(table: &Table) -> Vec<&'static str> {
    let ty = table.get("type").and_then(|ty| ty.as_str());
    // Without a type, the options of all types have the same place.
    let own = PROPERTY_TYPES.iter().copied().filter(|shape| ty.is_none_or(|ty| ty == shape.name));
    let (first, rest) = PROPERTY.fields.split_at(FIRST.min(PROPERTY.fields.len()));
    let mut names: Vec<&str> = Vec::new();
    for field in first.iter().chain(own.flat_map(|shape| shape.fields)).chain(rest) {
        if !names.contains(&field.name) {
            names.push(field.name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_starts_with_what_it_is() {
        let first: Vec<&str> = PROPERTY.fields.iter().take(FIRST).map(|field| field.name).collect();
        assert_eq!(first, ["type", "label", "subject"]);
    }
}
