//! `[property.<id>]` tables.

use super::names::Names;
use super::shape::{PROPERTY, PROPERTY_TYPES, Shape, option_fits};
use super::table::{Asked, Broken, Reader, Reporter};
use super::tree::{Kind, Node};
use super::value::Scope;
use crate::dataset::rules::fields::{MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE};
use crate::dataset::types::{Written, read_options};
use crate::dataset::{Property, PropertyId, PropertyType, Spanned, Value};
use crate::finding::Finding;
use crate::message::{Message, message, ours};
use crate::suggest;
use crate::words::{list, list_or};

/// What properties are resolved against while they are being read.
pub(crate) struct Known<'a> {
    pub(in crate::dataset) names: &'a Names<'a>,
    /// The stated type of each property, where one is stated.
    pub(in crate::dataset) types: &'a [Option<&'a str>],
}

/// The stated type of a property, before anything else is read.
pub(in crate::dataset) fn stated_type<'a>(node: Node<'a>) -> Option<&'a str> {
    let Kind::Table(table) = node.kind() else { return None };
    let (_, node) = table.iter().find(|(key, _)| key.name == "type")?;
    if let Kind::String(text) = node.kind() { Some(text) } else { None }
}

/// Reads a property. What cannot be read is left out, so that the rest still counts; `one_of` and
/// `none_of` are read later, by [`values`], when all properties are known.
pub(in crate::dataset) fn build(id: Spanned<&str>, reader: &mut Reader<'_>, known: &Known<'_>) -> Property {
    let shape = property_type(reader);
    check_fields(reader, shape);
    let Ok(mut property) = Property::read(reader, known, id.value.into(), id.span, None);
    check_status(reader);
    if let Some(shape) = shape {
        let limited = PROPERTY.fields.iter().filter(|field| !option_fits(field, shape.name));
        for field in limited {
            if let Some(span) = reader.field_span(field.name) {
                let quoted: Vec<String> = field.of.iter().map(|ty| format!("\"{ty}\"")).collect();
                let finding = Finding::new(
                    &UNKNOWN_FIELD,
                    span,
                    message!("`{}` of {} needs values that are entities", field.name, reader.out.title),
                )
                .label(message!("not for a {} property", ours(shape.name)))
                .help(message!("take it out, or change `type` to {}", list_or(&quoted)));
                reader.out.push(finding);
            }
        }
        property.ty = read_options(shape, reader, known).ok();
    }
    // Where the status is held could not be read: it is not the subject then, and nothing is judged.
    if property.status_in.is_none() && reader.get("in").is_some() {
        property.value_has_status = None;
        if let Some(PropertyType::Set(options)) = &mut property.ty {
            (options.equals_status, options.subset_of_status) = (None, None);
        }
    }
    property
}

fn property_type(reader: &mut Reader<'_>) -> Option<&'static Shape> {
    let words: Vec<(&str, &'static Shape)> =
        PROPERTY_TYPES.iter().copied().map(|shape| (shape.name, shape)).collect();
    reader.word("type", &PROPERTY, &words).ok().flatten().map(|shape| shape.value)
}

/// Fields of another type than the property's are told apart from fields that do not exist.
fn check_fields(reader: &mut Reader<'_>, shape: Option<&'static Shape>) {
    let Some(shape) = shape else {
        // Without a type the options cannot be judged, but what no type has is wrong anyway.
        let mut shapes: Vec<&Shape> = vec![&PROPERTY];
        shapes.extend(PROPERTY_TYPES);
        for (key, _) in reader.table.iter() {
            if !shapes.iter().any(|shape| shape.field(key.name).is_some()) {
                let known = shapes.iter().flat_map(|shape| shape.fields).map(|field| field.name);
                reader.unknown_field(key, suggest::nearest(key.name, known), || "take it out");
            }
        }
        if reader.get("type").is_none() && !reader.is_misspelt("type", &shapes) {
            let types: Vec<Message> =
                PROPERTY_TYPES.iter().copied().map(|shape| message!("\"{}\"", shape.name)).collect();
            reader.missing_field("type", list_or(&types));
        }
        return;
    };
    reader.shapes = [Some(&PROPERTY), Some(shape)];
    for (key, _) in reader.table.iter() {
        let here = [&PROPERTY, shape].iter().any(|shape| shape.field(key.name).is_some());
        let elsewhere: Vec<Message> = PROPERTY_TYPES
            .iter()
            .filter(|other| other.field(key.name).is_some())
            .map(|other| message!("`{}`", other.name))
            .collect();
        if here {
            continue;
        }
        if elsewhere.is_empty() {
            let known = PROPERTY.fields.iter().chain(shape.fields).map(|field| field.name);
            reader.unknown_field(key, suggest::nearest(key.name, known.clone()), || {
                let known: Vec<Message> = known.map(|name| message!("`{}`", name)).collect();
                message!("a {} property may have {}", shape.name, list(&known))
            });
        } else {
            reader.unknown_field(key, None, || {
                message!("it is an option of {} properties, and this is a `{}`", list(&elsewhere), shape.name)
            });
        }
    }
    for field in shape.fields.iter().filter(|field| field.required) {
        if reader.get(field.name).is_none() && !reader.is_misspelt(field.name, &[&PROPERTY, shape]) {
            reader.missing_field(field.name, field.holds);
        }
    }
}

/// A property that an option names, which must be of one of some types.
pub(in crate::dataset) fn resolve(
    name: Spanned<&str>,
    field: &str,
    types: &[&str],
    known: &Known<'_>,
    out: &mut Reporter<'_>,
) -> Result<Spanned<PropertyId>, Broken> {
    let id = known.names.property(name.value, name.span, out)?;
    if let Some(ty) = known.types[id.index()]
        && !types.is_empty()
        && !types.contains(&ty)
        && PROPERTY_TYPES.iter().copied().any(|shape| shape.name == ty)
    {
        let wanted: Vec<Message> = types.iter().map(|ty| message!("`{}`", ty)).collect();
        let finding = Finding::new(
            &WRONG_TYPE,
            name.span,
            message!("`{}` of {} names `{}`, which is a {} property", field, out.title, name.value, ty),
        )
        .label(message!("a {} property", ty))
        .help(message!("name a {} property", list_or(&wanted)))
        .property(name.value);
        return Err(out.push(finding));
    }
    Ok(Spanned::new(id, name.span))
}

/// Options that ask for a status.
const STATUS_OPTIONS: [&str; 3] = ["equals_status", "subset_of_status", "value_has_status"];

/// Reports an `in` that nothing asks for.
fn check_status(reader: &mut Reader<'_>) {
    if reader.get("in").is_none() || STATUS_OPTIONS.iter().any(|option| reader.get(option).is_some()) {
        return;
    }
    let options = STATUS_OPTIONS.map(|option| message!("`{}`", option));
    let finding = Finding::new(
        &MISSING_FIELD,
        reader.field_span("in").unwrap_or(reader.header),
        message!("{} has `in` but asks for no status", reader.out.title),
    )
    .label("no status is asked for beside it")
    .help(message!("add {} with the status that is held there, or take it out", list_or(&options)));
    reader.out.push(finding);
}

/// `one_of` and `none_of` of a property.
pub(in crate::dataset) fn values(
    reader: &mut Reader<'_>,
    property: &Property,
    scope: Scope<'_>,
) -> (Option<Vec<Spanned<Value>>>, Vec<Spanned<Value>>) {
    let one_of = value_list(reader, "one_of", property, scope);
    let none_of = value_list(reader, "none_of", property, scope).unwrap_or_default();
    (one_of, none_of)
}

fn value_list(
    reader: &mut Reader<'_>,
    field: &'static str,
    property: &Property,
    scope: Scope<'_>,
) -> Option<Vec<Spanned<Value>>> {
    let node = reader.get(field)?;
    let Kind::Array(items) = node.kind() else {
        reader.out.wrong_type(node, field, Asked::List("a list of values".into()));
        return None;
    };
    let mut values = Vec::new();
    for item in items.iter() {
        let written = Written { node: item, field, property, scope };
        let value = property.ty.as_ref()?.read_listed(written, &mut reader.out);
        // A value that cannot be read may be the one that a claim has: then nothing is judged.
        values.push(Spanned::new(value.ok()?, reader.out.span(item)));
    }
    Some(values)
}
