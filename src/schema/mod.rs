//! JSON Schema (draft 2020-12) of the TOML files, for editors that complete and check by one.
//!
//! It is made from the shapes by which files are loaded, so that it cannot say anything else. With a
//! dataset it knows that dataset's names as well: entities, properties, markers, claims. What it
//! accepts is wider than what checks accept (a day that no month has, a chain of dates), never
//! narrower.
//!
//! Only keywords are used that taplo (Even Better TOML) completes from: `properties`, `anyOf`,
//! `allOf`, `enum`, `$ref`, with nothing beside a `$ref`, which it would ignore. Rules that depend on
//! another field (`if`) are for validation alone.

mod claims;
mod forms;
mod known;

use serde_json::{Map, Value, json};

use self::forms::{described, link};
use self::known::Known;
use crate::dataset::Dataset;
use crate::dataset::load::shape::{
    ACCEPT, CLAIM, Field, Form, MANIFEST_FILE, PROPERTY, PROPERTY_TYPES, RELATIVE, Shape, all_tables,
    option_fits,
};

/// The dialect of the schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of every file of a dataset; with the names of one, where one is given.
pub fn schema(dataset: Option<&Dataset>) -> Value {
    let known = dataset.map(Known::new);
    let mut definitions = forms::definitions(known.as_ref());
    for shape in all_tables() {
        definitions.insert(key(shape), table(shape));
    }
    let claim = claims::claim(known.as_ref(), &mut definitions);
    definitions.insert(key(&CLAIM), claim);
    definitions.insert(key(&PROPERTY), property());
    restrict(
        &mut definitions,
        &RELATIVE,
        &json!({
            "oneOf": [{ "required": ["after"] }, { "required": ["before"] }],
            "not": { "anyOf": [{ "required": ["by", "at_least"] }, { "required": ["by", "at_most"] }] },
        }),
    );
    let named = ["claims", "sources", "entities", "properties"].map(|field| json!({ "required": [field] }));
    restrict(&mut definitions, &ACCEPT, &json!({ "anyOf": named }));
    let stated = ["value", "unknown", "none"].map(|field| json!({ "required": [field] }));
    restrict(&mut definitions, &CLAIM, &json!({ "anyOf": stated }));
    let title = match known.as_ref().and_then(Known::title) {
        Some(title) => format!("csto-validate: {title}"),
        None => "csto-validate".to_owned(),
    };
    let mut top = table(&MANIFEST_FILE);
    let own = json!({
        "$schema": DIALECT,
        "title": title,
        "description": "A file of a dataset: the manifest `facts/dataset.toml`, or any other below `facts/` and `sources/`.",
        "dependentRequired": manifest_fields(),
        "$defs": definitions,
    });
    merge(&mut top, own);
    // The manifest's own fields are asked for where one of them is there: other files have none.
    top.as_object_mut().map(|top| top.remove("required"));
    top
}

/// A file with one of the manifest's own fields is the manifest, which needs all that it must have.
fn manifest_fields() -> Value {
    let own = |field: &&Field| !matches!(field.form, Form::Listed(_) | Form::Keyed(_));
    let required: Vec<&str> =
        MANIFEST_FILE.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let each = MANIFEST_FILE.fields.iter().filter(own).map(|field| {
        let others: Vec<&str> = required.iter().copied().filter(|name| *name != field.name).collect();
        (field.name.to_owned(), json!(others))
    });
    Value::Object(each.collect())
}

/// The name of a table among the definitions.
fn key(shape: &Shape) -> String {
    shape.name.trim_matches(['[', ']']).replace(' ', "-")
}

/// A table with its fields and nothing else.
fn table(shape: &Shape) -> Value {
    let fields = shape.fields.iter().map(|field| (field.name.to_owned(), field_schema(field)));
    let required: Vec<&str> =
        shape.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut table = json!({
        "type": "object",
        "description": shape.about,
        "properties": fields.collect::<Map<_, _>>(),
        "additionalProperties": false,
    });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

fn field_schema(field: &Field) -> Value {
    let mut schema = described(forms::form(&field.form), field.about);
    if let Some(default) = field.default.and_then(|default| serde_json::from_str::<Value>(default).ok()) {
        schema["default"] = default;
    }
    schema
}

/// A property: all fields of all types, so that an editor completes them, and for each type those that
/// it may have.
fn property() -> Value {
    let mut table = table(&PROPERTY);
    if let Some(fields) = table["properties"].as_object_mut() {
        for shape in PROPERTY_TYPES.iter().copied() {
            for field in shape.fields {
                let about = format!("Of `{}` properties. {}", shape.name, field.about);
                // `value` is an option of two types, with the same meaning.
                let schema = described(forms::form(&field.form), &about);
                fields.entry(field.name).or_insert(schema);
            }
        }
    }
    let types = PROPERTY_TYPES.iter().copied().map(|shape| {
        let common = PROPERTY.fields.iter().filter(|field| option_fits(field, shape.name));
        let names: Vec<&str> = common.chain(shape.fields).map(|field| field.name).collect();
        let required: Vec<&str> =
            shape.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        json!({
            "if": { "properties": { "type": { "const": shape.name } }, "required": ["type"] },
            "then": { "propertyNames": { "enum": names }, "required": required },
        })
    });
    let held = ["equals_status", "subset_of_status", "value_has_status"];
    let held = held.map(|option| json!({ "required": [option] }));
    let asked = json!({ "if": { "required": ["in"] }, "then": { "anyOf": held } });
    table["allOf"] = Value::Array(types.chain([asked]).collect());
    table
}

fn restrict(definitions: &mut Map<String, Value>, shape: &Shape, rules: &Value) {
    if let Some(table) = definitions.get_mut(&key(shape)) {
        merge(table, rules.clone());
    }
}

fn merge(table: &mut Value, more: Value) {
    if let (Value::Object(table), Value::Object(more)) = (table, more) {
        table.extend(more);
    }
}

/// A reference to the definition of a table.
fn link_to(shape: &Shape) -> Value {
    link(&key(shape))
}
