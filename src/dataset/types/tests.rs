//! What must hold for values of every type.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::{PROPERTY_TYPES, Value, Writing};
use crate::dataset::load::{Loaded, RawFile, from_files};
use crate::dataset::{Dataset, Text};
use crate::value::Duration;

/// Of each type what it needs beside its name, a value, the same written in another way, and a
/// value that differs.
const SAMPLES: [(&str, &str, [&str; 3]); 9] = [
    ("date", "", ["\"1992\"", "\"1992\"", "\"1993-05\""]),
    ("quantity", "", ["4000", "\"4000\"", "\">10000\""]),
    ("entity", "", ["\"a\"", "'a'", "\"b\""]),
    ("set", "", ["[\"a\", \"b\"]", "[\"b\", \"a\"]", "[\"a\"]"]),
    (
        "text",
        "",
        ["{ en = \"Pact\", ru = \"Пакт\" }", "{ ru = \"Пакт\", en = \"Pact\" }", "{ en = \"War\" }"],
    ),
    ("identifier", "url = \"https://example.org/{}\"", ["\"Q1\"", "'Q1'", "\"Q2\""]),
    ("url", "", ["\"https://example.org\"", "\"https://EXAMPLE.org/\"", "\"https://example.org/b\""]),
    ("transition", "to = \"member\"", ["\"a\"", "'a'", "\"b\""]),
    ("superlative", "by = \"size\"\nrank = \"highest\"", ["\"state\"", "'state'", "\"town\""]),
];

/// As TOML writes it.
struct Plain;

impl Writing for Plain {
    fn entity<'b>(&'b self, id: &'b str) -> &'b str {
        id
    }

    fn property<'b>(&'b self, id: &'b str) -> &'b str {
        id
    }

    fn unordered(&self, items: Vec<Json>) -> Json {
        Json::Array(items)
    }

    fn duration(&self, by: Duration) -> Json {
        json!(by.to_string())
    }
}

/// A dataset with claims of one property of a type.
fn dataset(ty: &str, options: &str, values: &[&str]) -> Dataset {
    let mut facts = String::from(
        "[entity.a]\nkind = \"state\"\n[entity.b]\nkind = \"town\"\n[property.size]\ntype = \"quantity\"\n",
    );
    facts.push_str(&format!("[property.of]\ntype = \"{ty}\"\n{options}\n"));
    for (at, value) in values.iter().enumerate() {
        // Where the type ranks the subject, it belongs to the kind.
        let subject = if value.contains("town") { "b" } else { "a" };
        facts.push_str(&format!(
            "[[claim]]\nid = \"c{at}\"\nsubject = \"{subject}\"\nproperty = \"of\"\nvalue = {value}\n"
        ));
    }
    let manifest = "format = 1\n[dataset]\nid = \"t\"\ntitle = \"T\"\nas_of = \"2024\"\n";
    let file = |path: &str, text: &str| RawFile { path: path.into(), content: Ok(text.as_bytes().to_vec()) };
    let files = vec![file("facts/dataset.toml", manifest), file("facts/facts.toml", &facts)];
    let Loaded { dataset, findings } = from_files(PathBuf::new(), files).unwrap();
    assert!(findings.is_empty(), "{ty}: {findings:?}");
    assert_eq!(dataset.claims.len(), values.len());
    dataset
}

#[test]
fn every_type_tells_what_is_the_same_and_what_differs() {
    for shape in PROPERTY_TYPES {
        let sample = SAMPLES.iter().find(|(name, ..)| *name == shape.name);
        let (name, options, values) = sample.unwrap_or_else(|| panic!("no sample of {}", shape.name));
        let dataset = dataset(name, options, values);
        let [one, same, other] = [0, 1, 2].map(|at: usize| &dataset.claims[at].value);
        assert_eq!(one.key(&dataset), same.key(&dataset), "{name}");
        assert_ne!(one.key(&dataset), other.key(&dataset), "{name}");
        assert!(one.may_be_same(same), "{name}");
        assert!(one.differs(other), "{name}");
        for (listed, is) in [(same, true), (other, false)] {
            let one: Vec<_> = one.parts(dataset.claims[0].value_span);
            let listed = listed.parts(dataset.claims[0].value_span);
            let last = one.last().unwrap();
            assert_eq!(listed.iter().any(|other| last.value.may_be(&other.value, &dataset)), is, "{name}");
            assert_eq!(listed.iter().any(|other| last.value.surely_is(&other.value, &dataset)), is, "{name}");
        }
        // Values of two types are never the same.
        let alien = Value::Text(Text { entries: Vec::new() });
        assert!(!one.may_be(&alien, &dataset) && !one.surely_is(&alien, &dataset), "{name}");
    }
}

#[test]
fn what_programs_get_is_read_as_the_same_value() {
    for (name, options, values) in SAMPLES {
        let first = dataset(name, options, &values);
        let json: Vec<String> =
            first.claims.iter().map(|claim| claim.value.json(&first, &Plain).to_string()).collect();
        let written: Vec<String> = json.iter().map(|json| toml(json)).collect();
        let again = dataset(name, options, &written.iter().map(String::as_str).collect::<Vec<_>>());
        for (one, other) in first.claims.iter().zip(&again.claims) {
            assert_eq!(one.value.key(&first), other.value.key(&again), "{name}: {json:?}");
        }
    }
}

/// JSON of texts, numbers, lists and flat tables as TOML.
fn toml(json: &str) -> String {
    json.replace("\":", "\" = ")
}

#[test]
fn relative_dates_are_told_compared_and_given_to_programs() {
    let values = [
        "{ after = \"a.of\", by = \"P2W\" }",
        "{ after = \"a.of\", by = \"P14D\" }",
        "{ before = \"a.of\", at_least = \"P1Y\", at_most = \"P3Y\" }",
        "{ before = \"a.of\" }",
        "{ after = \"a.of\", by = \"P15D\" }",
    ];
    let dataset = dataset("date", "", &values);
    let value = |at: usize| &dataset.claims[at].value;
    let said: Vec<String> =
        (0..values.len()).map(|at| value(at).say(&dataset, &dataset.properties[1]).to_string()).collect();
    assert_eq!(
        said,
        [
            "2 weeks after `a.of`",
            "14 days after `a.of`",
            "at least 1 year and at most 3 years before `a.of`",
            "not later than `a.of`",
            "15 days after `a.of`",
        ]
    );
    assert_eq!(value(0).key(&dataset), value(1).key(&dataset));
    assert!(value(0).differs(value(4)) && !value(0).differs(value(3)));
    assert_eq!(
        value(2).json(&dataset, &Plain),
        json!({ "before": "a.of", "at_least": "P1Y", "at_most": "P3Y" })
    );
}
