//! Claims: what each property of a dataset asks of them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::forms::link;
use super::known::Known;
use super::table;
use crate::dataset::load::shape::CLAIM;
use crate::dataset::{Property, PropertyType};

/// The schema of a claim; with a dataset, what its properties ask of subject, value and time. The
/// definitions that this needs are put into `more`.
pub(super) fn claim(known: Option<&Known<'_>>, more: &mut Map<String, Value>) -> Value {
    let mut claim = table(&CLAIM);
    let mut rules = vec![json!({
        "not": { "anyOf": [{ "required": ["at", "from"] }, { "required": ["at", "until"] }] },
    })];
    // Many properties ask the same: they stand in one rule.
    let mut groups: BTreeMap<String, (Value, Vec<&str>)> = BTreeMap::new();
    for property in known.iter().flat_map(|known| &known.dataset.properties) {
        let (Some(known), Some(ty)) = (known, &property.ty) else { continue };
        let asks = asks(property, ty, known, more);
        groups.entry(asks.to_string()).or_insert_with(|| (asks, Vec::new())).1.push(&property.id);
    }
    for (asks, properties) in groups.into_values() {
        rules.push(json!({
            "if": { "properties": { "property": { "enum": properties } }, "required": ["property"] },
            "then": asks,
        }));
    }
    claim["allOf"] = Value::Array(rules);
    claim
}

fn asks(property: &Property, ty: &PropertyType, known: &Known<'_>, more: &mut Map<String, Value>) -> Value {
    let mut of_kind = |kind: Option<&str>| match kind {
        None => link("entity-id"),
        Some(kind) => {
            let name = definition(kind);
            more.entry(name.clone()).or_insert_with(|| {
                let mut entities = known.entities(Some(kind));
                entities["description"] = json!(format!("An entity of kind `{kind}`."));
                entities
            });
            link(&name)
        }
    };
    let mut fields = json!({ "value": ty.schema(&mut of_kind) });
    if let Some(kind) = &property.subject {
        fields["subject"] = of_kind(Some(&kind.value));
    }
    let mut asks = json!({ "properties": fields });
    if property.needs_time {
        asks["anyOf"] = json!([{ "required": ["at"] }, { "required": ["from"] }, { "required": ["until"] }]);
    }
    asks
}

/// The name of the definition of a kind: kinds are any text, and a reference is not.
fn definition(kind: &str) -> String {
    let mut name = String::from("entity-of-kind-");
    for byte in kind.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("_{byte:02x}"));
        }
    }
    name
}
