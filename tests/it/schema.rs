//! `schema`: what loading accepts it accepts, and mistakes it refuses.

use std::fs;
use std::path::Path;

use csto_validate::dataset::load::shape::{CLAIM as CLAIM_SHAPE, Form, PROPERTY, PROPERTY_TYPES, SOURCE};
use csto_validate::dataset::load::{Loaded, RawFile, from_files, load};
use csto_validate::rules;
use csto_validate::schema::schema;
use serde_json::{Value, json};

use crate::json_schema::Validator;
use crate::support::{Dataset, csto, own_facts, run_in};

/// TOML as a validator of JSON sees it: dates are texts.
fn json(text: &str) -> Value {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => json!(text),
            toml::Value::Integer(number) => json!(number),
            toml::Value::Float(number) => json!(number),
            toml::Value::Boolean(flag) => json!(flag),
            toml::Value::Datetime(date) => json!(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(convert).collect(),
            toml::Value::Table(fields) => {
                Value::Object(fields.into_iter().map(|(key, value)| (key, convert(value))).collect())
            }
        }
    }
    convert(toml::Value::Table(text.parse().unwrap()))
}

fn validator(schema: &Value) -> Validator {
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    Validator::new(schema)
}

fn errors(validator: &Validator, text: &str) -> Vec<String> {
    validator.errors(&json(text))
}

fn printed(dir: &Path, arguments: &[&str]) -> Value {
    let mut all = vec!["schema"];
    all.extend(arguments);
    let ran = run_in(dir, &all);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    ran.json()
}

fn toml_files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            toml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn our_own_facts_fit_it_with_and_without_their_names() {
    let (general, own) = (printed(own_facts(), &[]), printed(own_facts(), &["--dataset"]));
    assert_ne!(general, own);
    assert_eq!(own, printed(own_facts(), &["."]));
    let mut files = Vec::new();
    for folder in ["facts", "sources"] {
        toml_files(&own_facts().join(folder), &mut files);
    }
    assert!(files.len() > 10);
    for schema in [general, own] {
        let validator = validator(&schema);
        for file in &files {
            let errors = errors(&validator, &fs::read_to_string(file).unwrap());
            assert!(errors.is_empty(), "{}: {errors:#?}", file.display());
        }
    }
}

/// The rules' own examples, as a stranger's dataset.
#[test]
fn what_loading_accepts_it_accepts() {
    let general = validator(&schema(None));
    for rule in rules::all() {
        let text = rule.example(rule.good);
        assert_eq!(errors(&general, &text), [""; 0], "{}", rule.name);
        let own = validator(&schema(Some(&loaded(&text).dataset)));
        assert_eq!(errors(&own, &text), [""; 0], "{} with its own names", rule.name);
    }
}

#[test]
fn what_loading_refuses_by_form_it_refuses() {
    for name in ["unknown-field", "missing-field", "wrong-type", "unknown-rule"] {
        let rule = rules::all().find(|rule| rule.name == name).unwrap();
        let text = rule.example(rule.bad);
        let own = validator(&schema(Some(&loaded(&text).dataset)));
        assert!(!errors(&own, &text).is_empty(), "{name}");
    }
}

fn loaded(text: &str) -> Loaded {
    let file = RawFile { path: "facts/dataset.toml".into(), content: Ok(text.as_bytes().to_vec()) };
    from_files("".into(), vec![file]).unwrap()
}

/// The list of words that a field may have stands where the schema reads it, and loading knows the
/// same words: the one cannot have a word that the other does not take.
#[test]
fn loading_takes_the_words_that_the_shapes_list() {
    let mut words = 0;
    let tables = [(&CLAIM_SHAPE, "[[claim]]"), (&SOURCE, "[[source]]"), (&PROPERTY, "[property.p]")];
    let superlative = PROPERTY_TYPES.iter().find(|shape| shape.name == "superlative").unwrap();
    for (shape, header) in tables.into_iter().chain([(*superlative, "[property.p]\ntype = \"superlative\"")])
    {
        for field in shape.fields {
            let Form::Word(known) = field.form else { continue };
            for (word, wrong) in known.iter().map(|word| (*word, false)).chain([("otherwise", true)]) {
                let text = format!(
                    "format = 1\ndataset = {{ id = \"a\", title = \"a\", as_of = \"2024\" }}\n{header}\n{} = \"{word}\"\n",
                    field.name
                );
                let told = loaded(&text).findings.iter().any(|finding| {
                    finding.rule.name == "wrong-type"
                        && finding.message.to_string().contains(&format!("cannot be `{word}`"))
                });
                assert_eq!(told, wrong, "`{}` of {header}: {word}", field.name);
                words += 1;
            }
        }
    }
    assert!(words > 20);
}

const CLAIM: &str =
    "[[claim]]\nid = \"a\"\nsubject = \"treaty\"\nproperty = \"entered-into-force\"\nvalue = \"1994\"\n";

#[test]
fn mistakes_are_refused() {
    let own = validator(&schema(Some(&load(&csto()).unwrap().dataset)));
    assert_eq!(errors(&own, CLAIM), [""; 0]);
    for (from, to) in [
        ("\"treaty\"", "\"traety\""),
        ("\"treaty\"", "\"armenia\""),
        ("\"entered-into-force\"", "\"entered-in-force\""),
        ("\"1994\"", "1994"),
        ("\"1994\"", "\"4 April 1994\""),
        ("\"1994\"", "{ after = \"treaty.sinned\" }"),
        ("\"1994\"", "{ after = \"treaty.signed\", by = \"five years\" }"),
        ("\"1994\"", "{ by = \"P5Y\" }"),
        ("\"1994\"", "\"1994\"\nrefs = [\"19\"]"),
        ("\"1994\"", "\"1994\"\nrefs = [{ ref = \"1\", qoute = \"x\" }]"),
        ("\"1994\"", "\"1994\"\nat = \"1994\"\nfrom = \"1993\""),
        ("\"1994\"", "\"1994\"\nrank = \"best\""),
        ("\"1994\"", "\"1994\"\nnote = \"\""),
        ("id = \"a\"", "id = \"a.b\""),
        ("id = \"a\"\n", ""),
        ("[[claim]]", "[[claims]]"),
    ] {
        let text = CLAIM.replacen(from, to, 1);
        assert_ne!(text, CLAIM, "{from}");
        assert!(!errors(&own, &text).is_empty(), "accepted: {to}");
    }
    for good in ["refs = [\"1\", \"[ 3 ]\", \"mfa-am\"]", "at = \"treaty.signed\"", "at = 1994-05-15"] {
        assert_eq!(errors(&own, &format!("{CLAIM}{good}\n")), [""; 0], "{good}");
    }
}

#[test]
fn a_property_has_the_options_of_its_type() {
    let general = validator(&schema(None));
    let ok = |text: &str| errors(&general, &format!("[property.p]\n{text}\n")).is_empty();
    assert!(ok("type = \"date\"\nafter = [\"q\", { property = \"r\", at_least = \"P1M\" }]"));
    assert!(ok("type = \"set\"\nequals_status = \"member\"\nin = \"csto\"\nsymmetric = true"));
    assert!(ok("type = \"set\"\nequals_status = \"member\""));
    assert!(ok("type = \"entity\"\nvalue_has_status = \"member\"\nin = \"csto\""));
    assert!(!ok("type = \"set\"\nin = \"csto\""));
    assert!(ok("type = \"entity\"\nunique = { within = [\"of\"] }\nterm = { at_most = \"P6Y\" }"));
    assert!(!ok("type = \"entity\"\nunique = { among = [\"of\"] }"));
    assert!(ok(
        "type = \"text\"\nwords = { en = [\"chair\"], kk-Latn = [\"tóraǵa\"] }\nqualifiers = [\"role\"]"
    ));
    assert!(ok("type = \"identifier\"\nurl = \"https://example.org/{}\""));
    assert!(!ok("type = \"url\"\nurl = \"https://example.org/{}\""));
    assert!(!ok("type = \"date\"\nmin = 0"));
    assert!(!ok("type = \"text\"\nsymmetric = true"));
    assert!(!ok("type = \"transition\""));
    assert!(!ok("type = \"number\""));
    assert!(!ok("label = \"no type\""));
}

#[test]
fn a_manifest_is_known_by_its_fields() {
    let general = validator(&schema(None));
    let manifest = "format = 1\n[dataset]\nid = \"a\"\ntitle = \"A\"\nas_of = \"2024\"\n";
    assert_eq!(errors(&general, manifest), [""; 0]);
    assert_eq!(errors(&general, "[entity.a]\nkind = \"b\"\n"), [""; 0]);
    assert!(!errors(&general, "format = 2\n").is_empty());
    assert!(!errors(&general, &manifest.replace("format = 1\n", "")).is_empty());
    assert!(!errors(&general, &manifest.replace("id = \"a\"\n", "")).is_empty());
    assert!(!errors(&general, &format!("{manifest}[rules]\ndate-order = \"fatal\"\n")).is_empty());
}

/// Where not everything could be read, a name that is not known may exist all the same.
#[test]
fn an_unread_file_makes_no_name_wrong() {
    let dataset = Dataset::copy_of(&csto());
    dataset.edit("facts/treaty.toml", "[entity.treaty]", "[entity.treaty");
    let ran = run_in(dataset.path(), &["schema", "--dataset"]);
    assert_eq!(ran.status, 0);
    assert!(ran.stderr.starts_with("warning: not all of the dataset could be read"), "{}", ran.stderr);
    assert_eq!(errors(&validator(&ran.json()), CLAIM), [""; 0]);
}

/// What an editor shows for a field comes from the same list as messages do.
#[test]
fn every_field_is_described() {
    fn fields(value: &Value, path: &str, missing: &mut Vec<String>) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object)
            && path.matches("then").count() == 0
        {
            for (name, schema) in properties {
                if schema.get("description").and_then(Value::as_str).is_none_or(|about| about.len() < 5) {
                    missing.push(format!("{path}/{name}"));
                }
            }
        }
        for definition in value.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            fields(definition.1, &format!("{path}/{}", definition.0), missing);
        }
    }
    let mut missing = Vec::new();
    fields(&schema(None), "", &mut missing);
    assert_eq!(missing, [""; 0]);
}

#[test]
fn what_cannot_be_loaded_is_told() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run_in(dir.path(), &["schema", "--dataset"]).status, 2);
    assert_eq!(run_in(dir.path(), &["schema"]).status, 0);
}
