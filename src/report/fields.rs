//! What the format says about its fields, tables and types, for `explain`: made from the
//! declarations alone.

use std::io::{self, Write};

use serde::Serialize;

use crate::dataset::load::shape::{Form, MANIFEST_FILE, PROPERTY_TYPES, RELATIVE, Shape};
use crate::suggest;

/// A table, a property type or a field, as `explain` tells it.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Told {
    /// Where it stands: `accept.reason`, `property.after`; a table's own name.
    pub name: String,
    /// The property type to which an option belongs.
    pub property_type: Option<&'static str>,
    /// Whether a table is incomplete without it.
    pub required: bool,
    /// What it holds; nothing of a table.
    pub holds: Option<&'static str>,
    /// What it is where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<&'static str>,
    /// What it means.
    pub about: &'static str,
    /// The fields of a table.
    pub fields: Vec<&'static str>,
}

/// What has a name: `transition`, `refs`, `accept.reason`, `claim`; in the order of the format.
pub fn find(name: &str) -> Vec<Told> {
    all().into_iter().filter(|told| answers(told, name)).collect()
}

/// All names that [`find`] knows, with and without their tables.
pub fn names() -> Vec<String> {
    all().into_iter().flat_map(|told| [last(&told.name).to_owned(), told.name]).collect()
}

/// The name of a rule or of a field that was probably meant.
pub fn nearest(name: &str) -> Option<String> {
    let names = names();
    let rules = crate::rules::all().map(|rule| rule.name);
    suggest::nearest(name, rules.chain(names.iter().map(String::as_str))).map(str::to_owned)
}

fn answers(told: &Told, name: &str) -> bool {
    told.name == name || last(&told.name) == name
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn all() -> Vec<Told> {
    let mut shapes: Vec<(&'static Shape, String, Option<&'static str>)> = Vec::new();
    reach(&MANIFEST_FILE, "manifest", None, &mut shapes);
    for ty in PROPERTY_TYPES {
        reach(ty, "property", Some(ty.name), &mut shapes);
    }
    reach(&RELATIVE, "relative", None, &mut shapes);
    for (rule, own) in crate::rules::all().filter_map(|rule| Some((rule, crate::rules::options::own(rule)?)))
    {
        reach(own, &format!("rules.{}", rule.name), None, &mut shapes);
    }
    shapes.into_iter().flat_map(|(shape, path, ty)| tell(shape, &path, ty)).collect()
}

/// A table and those within it, each once.
fn reach(
    shape: &'static Shape,
    path: &str,
    ty: Option<&'static str>,
    found: &mut Vec<(&'static Shape, String, Option<&'static str>)>,
) {
    if found.iter().any(|(known, ..)| std::ptr::eq(*known, shape)) {
        return;
    }
    found.push((shape, path.to_owned(), ty));
    for field in shape.fields {
        if let Some(inner) = field.form.table() {
            // What stands at the top of a file is called by its own name.
            let name =
                if path == "manifest" { field.name.to_owned() } else { format!("{path}.{}", field.name) };
            reach(inner, &name, ty, found);
        }
    }
}

fn inner_fields(form: &Form) -> Vec<&'static str> {
    form.table().into_iter().flat_map(|shape| shape.fields).map(|field| field.name).collect()
}

fn tell(shape: &'static Shape, path: &str, ty: Option<&'static str>) -> Vec<Told> {
    let own = ty.is_some_and(|ty| ty == shape.name);
    // A table within another is told with the field that holds it.
    let head = (own || !path.contains('.')).then(|| Told {
        name: if own { format!("{path}.type.{}", shape.name) } else { path.to_owned() },
        property_type: ty,
        required: false,
        holds: None,
        default: None,
        about: shape.about,
        fields: shape.fields.iter().map(|field| field.name).collect(),
    });
    let mut told: Vec<Told> = head.into_iter().collect();
    told.extend(shape.fields.iter().filter(|field| path != "manifest" || field.form.table().is_none()).map(
        |field| Told {
            name: if path == "manifest" { field.name.to_owned() } else { format!("{path}.{}", field.name) },
            property_type: ty,
            required: field.required,
            holds: Some(field.holds),
            default: field.default,
            about: field.about,
            fields: inner_fields(&field.form),
        },
    ));
    told
}

/// Each thing of a name, for a terminal or, with `markdown`, for a page.
///
/// # Errors
///
/// Where the writer fails.
pub fn explain(all: &[Told], markdown: bool, out: &mut dyn Write) -> io::Result<()> {
    for (at, told) in all.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let mut words = Vec::new();
        if let Some(ty) = told.property_type {
            words.push(format!("of the property type \"{ty}\""));
        }
        if told.required {
            words.push("required".to_owned());
        }
        words.extend(told.holds.map(str::to_owned));
        words.extend(told.default.map(|default| format!("{default} where it is left out")));
        let details = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
        let heading = if markdown { "## " } else { "" };
        writeln!(out, "{heading}{}{details}\n\n{}", told.name, told.about)?;
        if !told.fields.is_empty() {
            let fields: Vec<String> = told.fields.iter().map(|name| format!("`{name}`")).collect();
            writeln!(out, "\nFields: {}.", fields.join(", "))?;
        }
    }
    Ok(())
}

/// Each thing of a name, for other programs.
///
/// # Errors
///
/// Where the writer fails.
pub fn explain_json(all: &[Told], out: &mut dyn Write) -> io::Result<()> {
    crate::report::write_json(&serde_json::json!({ "format": 1, "fields": all }), &mut *out)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Vec<String> {
        find(name).into_iter().map(|told| told.name).collect()
    }

    #[test]
    fn a_name_in_several_tables_shows_all() {
        assert_eq!(named("accept.reason"), ["accept.reason"]);
        assert_eq!(named("reason"), ["accept.reason"]);
        assert_eq!(named("lang"), ["claim.refs.lang", "source.lang"]);
        assert_eq!(named("claim"), ["claim"]);
        assert_eq!(named("transition"), ["property.type.transition"]);
        assert!(named("weather").is_empty());
    }

    #[test]
    fn rules_and_fields_are_both_offered() {
        assert_eq!(nearest("publishd").as_deref(), Some("published"));
        assert_eq!(nearest("date-ordr").as_deref(), Some("date-order"));
        assert_eq!(nearest("nothing-like-it"), None);
    }

    /// A field that is declared is explained, and none twice.
    #[test]
    fn every_field_is_told_once() {
        let told = all();
        for shape in PROPERTY_TYPES.iter().copied().chain([&MANIFEST_FILE, &RELATIVE]) {
            for field in shape.fields {
                assert!(!find(field.name).is_empty(), "{}", field.name);
            }
        }
        let mut seen = std::collections::HashSet::new();
        for one in &told {
            assert!(seen.insert((&one.name, one.property_type)), "{} stands twice", one.name);
        }
    }
}
