//! `[property.<id>]` tables.

use rust_decimal::Decimal;

use super::about::About;
use super::names::Names;
use super::options;
use super::shape::{LIMITED_OPTIONS, PROPERTY, PROPERTY_TYPES, Shape};
use super::table::{Broken, Read, Reader, Reporter};
use super::tree::{Kind, Node, Table};
use super::value::{Scope, quantity, text};
use crate::dataset::rules::fields::{MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE};
use crate::dataset::types::{Written, read_options};
use crate::dataset::{Entity, EntityId, Property, PropertyId, PropertyType, RuleLevel, Span, Spanned, Value};
use crate::finding::Finding;
use crate::suggest;
use crate::value::Calendar;
use crate::words::{list, list_or};

/// What properties are resolved against while they are being read.
pub(crate) struct Known<'a> {
    pub(in crate::dataset) names: &'a Names<'a>,
    pub(in crate::dataset) entities: &'a [Entity],
    /// The stated type of each property, where one is stated.
    pub(in crate::dataset) types: &'a [Option<&'a str>],
    pub(in crate::dataset) text: &'a str,
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
    let label = reader.get("label").and_then(|node| text(node, "label", &mut reader.out).ok());
    let mut property = Property {
        id: id.value.into(),
        span: id.span,
        label,
        subject: reader.owned("subject", &PROPERTY).ok().flatten(),
        ty: None,
        single: flag(reader, "single"),
        no_overlap: flag(reader, "no_overlap"),
        term: options::term(reader),
        no_gap: flag(reader, "no_gap"),
        unique: options::unique(reader, known),
        one_of: None,
        none_of: Vec::new(),
        format: None,
        requires: properties(reader, "requires", &PROPERTY, &[], known),
        excludes: properties(reader, "excludes", &PROPERTY, &[], known),
        value_requires: properties(reader, "value_requires", &PROPERTY, &[], known),
        value_in: property_ref(reader, "value_in", &PROPERTY, &["set"], known).ok().flatten(),
        value_has_status: reader.owned("value_has_status", &PROPERTY).ok().flatten(),
        status_in: status_in(reader, known),
        inverse: property_ref(reader, "inverse", &PROPERTY, &["entity", "set"], known).ok().flatten(),
        symmetric: flag(reader, "symmetric").then(|| reader.field_span("symmetric").unwrap_or(reader.header)),
        needs_time: flag(reader, "needs_time"),
        planned: flag(reader, "planned"),
        contemporary: options::contemporary(reader, known),
        outside_lifetime: flag(reader, "outside_lifetime"),
        qualifiers: reader
            .get("qualifiers")
            .is_some()
            .then(|| properties(reader, "qualifiers", &PROPERTY, &[], known)),
        required_qualifiers: properties(reader, "required_qualifiers", &PROPERTY, &[], known),
        separators: properties(reader, "separators", &PROPERTY, &[], known),
        levels: levels(reader),
        infobox: options::infobox(reader),
        words: options::words(reader),
    };
    if let Ok(Some(pattern)) = reader.text("format", &PROPERTY) {
        let whole = format!("^(?:{})$", pattern.value);
        // Checked alone first, so that the message shows what the editor wrote.
        property.format = super::regex(pattern.value, pattern.span, "format", &mut reader.out)
            .and_then(|_| super::regex(&whole, pattern.span, "format", &mut reader.out))
            .ok()
            .map(|regex| Spanned::new(regex, pattern.span));
    }
    if let Some(shape) = shape {
        for (field, types) in LIMITED_OPTIONS {
            if !types.contains(&shape.name)
                && let Some(span) = reader.field_span(field)
            {
                let quoted: Vec<String> = types.iter().map(|ty| format!("\"{ty}\"")).collect();
                let finding = Finding::new(
                    &UNKNOWN_FIELD,
                    span,
                    format!("`{field}` of {} needs values that are entities", reader.out.title),
                )
                .label(format!("not for a {} property", shape.name))
                .help(format!("take it out, or change `type` to {}", list_or(&quoted)));
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
                let help = suggest::did_you_mean(suggest::nearest(key.name, known))
                    .unwrap_or_else(|| "take it out".into());
                reader.unknown_field(key.start, key.end, key.name, help);
            }
        }
        if reader.get("type").is_none() && !reader.is_misspelt("type", &shapes) {
            let types: Vec<String> =
                PROPERTY_TYPES.iter().copied().map(|shape| format!("\"{}\"", shape.name)).collect();
            reader.missing_field("type", &list_or(&types));
        }
        return;
    };
    for (key, _) in reader.table.iter() {
        let here = [&PROPERTY, shape].iter().any(|shape| shape.field(key.name).is_some());
        let elsewhere: Vec<String> = PROPERTY_TYPES
            .iter()
            .filter(|other| other.field(key.name).is_some())
            .map(|other| format!("`{}`", other.name))
            .collect();
        if here {
            continue;
        }
        let help = if elsewhere.is_empty() {
            let known = PROPERTY.fields.iter().chain(shape.fields).map(|field| field.name);
            suggest::did_you_mean(suggest::nearest(key.name, known.clone())).unwrap_or_else(|| {
                let known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
                format!("a {} property may have {}", shape.name, list(&known))
            })
        } else {
            format!("it is an option of {} properties, and this is a `{}`", list(&elsewhere), shape.name)
        };
        reader.unknown_field(key.start, key.end, key.name, help);
    }
    for field in shape.fields.iter().filter(|field| field.required) {
        if reader.get(field.name).is_none() && !reader.is_misspelt(field.name, &[&PROPERTY, shape]) {
            reader.missing_field(field.name, field.holds);
        }
    }
}

pub(in crate::dataset) fn flag(reader: &mut Reader<'_>, field: &'static str) -> bool {
    reader.boolean(field).ok().flatten().unwrap_or(false)
}

pub(in crate::dataset) fn number(
    reader: &mut Reader<'_>,
    field: &'static str,
    known: &Known<'_>,
) -> Option<Spanned<Decimal>> {
    let node = reader.get(field)?;
    if !matches!(node.kind(), Kind::Integer | Kind::Float) {
        reader.out.wrong_type(node, field, "a number");
        return None;
    }
    let exact = quantity(node, field, &mut reader.out).ok()?.exact()?;
    Some(Spanned::new(exact, reader.out.span(node)))
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
        let wanted: Vec<String> = types.iter().map(|ty| format!("`{ty}`")).collect();
        let finding = Finding::new(
            &WRONG_TYPE,
            name.span,
            format!("`{field}` of {} names `{}`, which is a {ty} property", out.title, name.value),
        )
        .label(format!("a {ty} property"))
        .help(format!("name a {} property", list_or(&wanted)))
        .property(name.value);
        return Err(out.push(finding));
    }
    Ok(Spanned::new(id, name.span))
}

pub(in crate::dataset) fn property_ref(
    reader: &mut Reader<'_>,
    field: &'static str,
    shape: &Shape,
    types: &[&str],
    known: &Known<'_>,
) -> Read<Spanned<PropertyId>> {
    let Some(name) = reader.text(field, shape)? else { return Ok(None) };
    resolve(name, field, types, known, &mut reader.out).map(Some)
}

/// An option that is a list of properties, which must be of one of some types.
pub(in crate::dataset) fn properties(
    reader: &mut Reader<'_>,
    field: &'static str,
    shape: &Shape,
    types: &[&str],
    known: &Known<'_>,
) -> Vec<Spanned<PropertyId>> {
    let names = reader.texts(field, shape).ok().flatten().unwrap_or_default();
    names.into_iter().filter_map(|name| resolve(name, field, types, known, &mut reader.out).ok()).collect()
}

/// Options that ask for a status.
const STATUS_OPTIONS: [&str; 3] = ["equals_status", "subset_of_status", "value_has_status"];

/// `in`: the entity in which statuses are held.
fn status_in(reader: &mut Reader<'_>, known: &Known<'_>) -> Option<Spanned<EntityId>> {
    let name = reader.text("in", &PROPERTY).ok()??;
    if STATUS_OPTIONS.iter().all(|option| reader.get(option).is_none()) {
        let options = STATUS_OPTIONS.map(|option| format!("`{option}`"));
        let finding = Finding::new(
            &MISSING_FIELD,
            reader.field_span("in").unwrap_or(reader.header),
            format!("{} has `in` but asks for no status", reader.out.title),
        )
        .label("no status is asked for beside it")
        .help(format!("add {} with the status that is held there, or take it out", list_or(&options)));
        reader.out.push(finding);
    }
    let id = known.names.entity(name.value, name.span, &mut reader.out).ok()?;
    Some(Spanned::new(id, name.span))
}

/// `levels` of a property.
fn levels(reader: &mut Reader<'_>) -> Vec<RuleLevel> {
    let Some(node) = reader.get("levels") else { return Vec::new() };
    let Kind::Table(table) = node.kind() else {
        reader.out.wrong_type(node, "levels", "a table of rules and levels");
        return Vec::new();
    };
    let of = reader.out.title;
    super::manifest::levels(&mut nested(reader, table, node, About::Field("levels", &of)))
}

/// The reader of a table inside an option.
pub(in crate::dataset) fn nested<'b>(
    reader: &'b mut Reader<'_>,
    table: Table<'b>,
    node: Node<'_>,
    title: About<'b>,
) -> Reader<'b> {
    let file = reader.out.file;
    Reader::new(
        table,
        Span { file, start: node.start, end: node.end },
        Reporter { file, title, findings: reader.out.findings },
    )
}

/// An option that is a table of two properties of one type.
pub(in crate::dataset) fn pair(
    reader: &mut Reader<'_>,
    field: &'static str,
    shape: &'static Shape,
    [first, second]: [&'static str; 2],
    ty: &str,
    known: &Known<'_>,
) -> Option<(Spanned<PropertyId>, Spanned<PropertyId>)> {
    let node = reader.get(field)?;
    let Kind::Table(table) = node.kind() else {
        reader.out.wrong_type(node, field, &format!("a table with `{first}` and `{second}`"));
        return None;
    };
    let of = reader.out.title;
    let mut inner = nested(reader, table, node, About::Field(field, &of));
    let complete = inner.check_fields(&[shape]);
    let first = property_ref(&mut inner, first, shape, &[ty], known);
    let second = property_ref(&mut inner, second, shape, &[ty], known);
    complete.ok()?;
    Some((first.ok()??, second.ok()??))
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
        reader.out.wrong_type(node, field, "a list of values");
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
