//! What fields hold, as definitions that tables refer to.

use serde_json::{Map, Value, json};

use super::known::Known;
use super::link_to;
use crate::dataset::load::FORMAT;
use crate::dataset::load::shape::{Form, LEVEL, RELATIVE, Shape};
use crate::rules;

const LEVELS: [&str; 4] = ["error", "warning", "note", "off"];
const ID: &str = "^[A-Za-z0-9_-]+$";
const TAG: &str = "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$";
const POINT: &str = r"^\s*[A-Za-z0-9_-]+\s*\.\s*[A-Za-z0-9_-]+\s*$";
const DURATION: &str = "^P[0-9]+[YMWD]$";
const LENGTH: &str = r"^[0-9]+\s*(ms|s|m|min|h)$";
const SIZE: &str = r"^[0-9]+\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)$";
const HOST: &str = r"^\s*[^/:@\s?#]+\s*$";

/// EDTF, levels 0 and 1, and TOML's own dates: every text that is read, and few others.
fn date_pattern() -> String {
    let time = "[T ][0-9]{2}:[0-9]{2}[0-9:.Z+-]*";
    let day = format!("(XX|(0[1-9]|[12][0-9]|3[01])({time})?)");
    let rest = format!("-(XX(-XX)?|2[1-4]|(0[1-9]|1[0-2])(-{day})?)");
    let point = format!("(Y-?[0-9]{{5,}}|-?([0-9]{{4}}({rest})?|[0-9]{{3}}X|[0-9]{{2}}XX))[?~%]?");
    format!(r"^({point}(/({point}|\.\.)?)?|(\.\.)?/{point})$")
}

fn quantity_pattern() -> String {
    let number = r"-?[0-9]+(\.[0-9]+)?";
    format!(r"^((>=|<=|>|<|~)\s*)?{number}$|^{number}\s*\.\.\s*{number}$")
}

/// A reference to a definition.
pub(super) fn link(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A schema with words about it; editors ignore what stands beside a reference.
pub(super) fn described(schema: Value, about: &str) -> Value {
    let mut schema = if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema };
    schema["description"] = json!(about);
    schema
}

/// What a form asks for, by reference to a definition where it has one.
pub(super) fn form(form: &Form) -> Value {
    match form {
        Form::Format => json!({ "const": FORMAT }),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Number => json!({ "type": "number" }),
        Form::Positive => json!({ "type": "integer", "minimum": 1 }),
        Form::Word(words) => json!({ "enum": words }),
        Form::Text | Form::Marker | Form::Url => link("text"),
        Form::Id => link("id"),
        Form::Date => link("date"),
        Form::When => link("when"),
        Form::TimePoint => link("time-point"),
        Form::Duration => link("duration"),
        Form::Length => json!({ "type": "string", "pattern": LENGTH }),
        Form::Size => json!({ "type": "string", "pattern": SIZE }),
        Form::Host => json!({ "type": "string", "pattern": HOST }),
        Form::Language => link("language"),
        Form::Regex => link("text"),
        Form::Label => link("label"),
        Form::Kind => link("kind"),
        Form::Status => link("status"),
        Form::Entity => link("entity-id"),
        Form::Property([]) => link("property-id"),
        Form::Property(types) => link(&format!("{}-property-id", types.join("-or-"))),
        Form::Source => link("source-name"),
        Form::SourceId => link("source-id"),
        Form::Claim => link("claim-id"),
        Form::Rule => link("rule-name"),
        Form::Value | Form::OwnValue => link("value"),
        Form::List(of) => json!({ "type": "array", "items": self::form(of) }),
        Form::Either(one, other) => json!({ "anyOf": [self::form(one), self::form(other)] }),
        Form::Table(shape) => link_to(shape),
        Form::Levels => link("levels"),
        Form::Rules => link("rules"),
        Form::ByLanguage(of) => json!({
            "type": "object",
            "minProperties": 1,
            "additionalProperties": self::form(of),
        }),
        Form::Qualifiers => json!({ "type": "object", "propertyNames": link("property-id") }),
        Form::UnitOf => link("text"),
        Form::Keyed(shape) => json!({
            "type": "object",
            "propertyNames": { "pattern": ID },
            "additionalProperties": link_to(shape),
        }),
        Form::Listed(shape) => json!({ "type": "array", "items": link_to(shape) }),
    }
}

/// The property types of which a field may name a property, besides any.
pub(super) const PROPERTY_GROUPS: [&[&str]; 4] = [&["date"], &["set"], &["quantity"], &["entity", "set"]];

/// The definitions that forms refer to.
pub(super) fn definitions(known: Option<&Known<'_>>) -> Map<String, Value> {
    let text = json!({ "type": "string", "pattern": r"\S" });
    let id = json!({ "type": "string", "pattern": ID });
    let mut definitions = Map::new();
    let mut add = |name: &str, schema: Value| definitions.insert(name.to_owned(), schema);
    add("text", text.clone());
    add("id", id.clone());
    add(
        "date",
        json!({
            "type": "string",
            "pattern": date_pattern(),
            "description": "An EDTF date: \"1992\", \"1992-05-15\", \"1992~\" (about), \"199X\", \"1992/1994\" (between).",
        }),
    );
    add("when", json!({ "anyOf": [link("date"), link("time-point")] }));
    add(
        "duration",
        json!({
            "type": "string",
            "pattern": DURATION,
            "description": "One number and one unit: \"P5Y\", \"P3M\", \"P2W\" or \"P10D\".",
        }),
    );
    add("language", json!({ "type": "string", "pattern": TAG }));
    add(
        "label",
        json!({ "anyOf": [link("text"), {
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": TAG },
        "additionalProperties": link("text"),
    }] }),
    );
    add("date-value", json!({ "anyOf": [link("date"), link_to(&RELATIVE)] }));
    add(
        "quantity-value",
        json!({ "anyOf": [{ "type": "number" }, {
        "type": "string",
        "pattern": quantity_pattern(),
        "description": "Bounds: \">10000\", \">=500\", \"<500\", \"<=500\", \"~4000\" (within 10 %), \"3000..5000\".",
    }] }),
    );
    add("set-value", json!({ "type": "array", "uniqueItems": true, "items": link("entity-id") }));
    add(
        "value",
        json!({ "anyOf": [
        link("entity-id"),
        link("date-value"),
        link("quantity-value"),
        link("set-value"),
        link("label"),
    ] }),
    );
    add("levels", levels(false));
    add("rules", levels(true));
    add("rule-table", rule_table(&[&LEVEL]));
    let rule_names: Vec<&str> = rules::all()
        .flat_map(|rule| std::iter::once(rule.name).chain(rule.aliases.iter().copied()))
        .collect();
    add("rule-name", json!({ "enum": rule_names }));

    let groups = PROPERTY_GROUPS.map(|types| format!("{}-property-id", types.join("-or-")));
    let Some(known) = known else {
        for name in ["kind", "status", "source-name"] {
            add(name, text.clone());
        }
        for name in ["entity-id", "property-id", "source-id", "claim-id"]
            .iter()
            .copied()
            .chain(groups.iter().map(String::as_str))
        {
            add(name, id.clone());
        }
        add("time-point", json!({ "type": "string", "pattern": POINT }));
        return definitions;
    };
    add("kind", known.kinds());
    add("status", known.statuses());
    add("source-name", known.source_names());
    add("source-id", known.source_ids());
    add("entity-id", known.entities(None));
    add("claim-id", known.claims());
    add("property-id", known.properties(&[]));
    for (name, types) in groups.iter().zip(PROPERTY_GROUPS) {
        add(name, known.properties(types));
    }
    add("time-point", known.time_points());
    definitions
}

/// `[rules.NAME]`: the level, and the options that a rule has.
fn rule_table(shapes: &[&'static Shape]) -> Value {
    let fields = shapes.iter().flat_map(|shape| shape.fields);
    let fields = fields.map(|field| (field.name.to_owned(), super::field_schema(field)));
    json!({ "type": "object", "properties": fields.collect::<Map<_, _>>(), "additionalProperties": false })
}

/// Every rule with its summary, its names of before included, and the levels that it can have; with
/// `tables`, as in `[rules]`, a table of level and options as well.
fn levels(tables: bool) -> Value {
    let mut fields = Map::new();
    for rule in rules::all() {
        let mut level = json!({ "enum": LEVELS });
        if tables {
            let own = rules::options::own(rule).is_some();
            let table = if own { rule_table(&rules::options::shapes(rule)) } else { link("rule-table") };
            level = json!({ "anyOf": [level, table] });
        }
        level["description"] =
            json!(format!("{} Without an entry: `{}`.", rule.summary(), rule.default_level_name()));
        for alias in rule.aliases {
            let mut former = level.clone();
            former["deprecated"] = json!(true);
            former["description"] = json!(format!("The name that `{}` had before.", rule.name));
            fields.insert((*alias).to_owned(), former);
        }
        fields.insert(rule.name.to_owned(), level);
    }
    json!({ "type": "object", "properties": fields, "additionalProperties": false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_date_that_is_read_fits_the_pattern() {
        let pattern = regex::Regex::new(&date_pattern()).unwrap();
        for date in [
            "1992",
            "-0043",
            "0000",
            "Y-12345",
            "Y170000002",
            "199X",
            "19XX",
            "1992-05",
            "1992-XX",
            "1992-05-XX",
            "1992-XX-XX",
            "1992-05-15",
            "1992~",
            "1992-05?",
            "1992-05-15%",
            "1992-21",
            "1992/1994",
            "1992/..",
            "../1992",
            "1992/",
            "/1992",
            "1992-05-15/1993~",
            "1992-05-15T10:00:00Z",
            "1992-05-15T10:00:00+01:00",
        ] {
            assert!(crate::value::Date::parse(date).is_ok(), "{date} is not read");
            assert!(pattern.is_match(date), "{date} is read, but the schema refuses it");
        }
        for other in ["15 May 1992", "15.05.1992", "1992-13", "1992-5-15", "../..", "92", "treaty.signed"] {
            assert!(!pattern.is_match(other), "{other}");
        }
    }

    #[test]
    fn every_quantity_that_is_read_fits_the_pattern() {
        let pattern = regex::Regex::new(&quantity_pattern()).unwrap();
        for quantity in ["4000", "-4.5", ">10000", ">= 500", "<500", "<=500", "~4000", "3000..5000", "3 .. 5"]
        {
            assert!(crate::value::Quantity::parse(quantity).is_ok(), "{quantity} is not read");
            assert!(pattern.is_match(quantity), "{quantity} is read, but the schema refuses it");
        }
        for other in ["4,000", "over 4000", ">", "3..", "4.000.000"] {
            assert!(!pattern.is_match(other), "{other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_that_is_read_is_refused(text in "[Y0-9XTZ:./?~%+<>= -]{0,14}") {
            if crate::value::Date::parse(&text).is_ok() {
                proptest::prop_assert!(regex::Regex::new(&date_pattern()).unwrap().is_match(&text));
            }
            if crate::value::Quantity::parse(&text).is_ok() {
                proptest::prop_assert!(regex::Regex::new(&quantity_pattern()).unwrap().is_match(&text));
            }
        }
    }
}
