//! A dataset of any size: treaties with their dates, terms of office, sets and their sizes, sources.
//! It passes every check, so that what is measured is the reading and the checking.

use std::fmt::Write as _;

/// Claims of one treaty.
const EACH: usize = 10;
/// States that take part.
const STATES: usize = 200;
/// Sources that are cited.
const SOURCES: usize = 500;
/// Claims of one file, about.
const PER_FILE: usize = 5_000;

/// The files of a dataset with about so many claims: path and text.
pub(crate) fn dataset(claims: usize) -> Vec<(String, String)> {
    let treaties = claims.div_ceil(EACH);
    let per_file = PER_FILE / EACH;
    let mut files = vec![
        ("facts/dataset.toml".to_owned(), MANIFEST.to_owned()),
        ("facts/vocabulary.toml".to_owned(), vocabulary()),
        ("sources/sources.toml".to_owned(), sources()),
    ];
    for (number, start) in (0..treaties).step_by(per_file).enumerate() {
        let mut text = String::new();
        for treaty in start..(start + per_file).min(treaties) {
            write_treaty(&mut text, treaty);
        }
        files.push((format!("facts/treaties-{number:05}.toml"), text));
    }
    files.sort();
    files
}

const MANIFEST: &str = r#"format = 1

[dataset]
id    = "generated"
title = "Generated"
as_of = "2024"
"#;

fn vocabulary() -> String {
    let mut text = String::from(
        r#"[property.signed]
type = "date"

[property.in-force]
type  = "date"
after = ["signed"]

[property.renewed]
type  = "date"
after = ["in-force"]

[property.troops]
type = "quantity"
unit = "people"
min  = 0

[property.chair]
type   = "entity"
value  = "state"
single = true

[property.name]
type = "text"

[property.parties]
type  = "set"
value = "state"

[property.party-count]
type   = "quantity"
counts = "parties"

"#,
    );
    for state in 0..STATES {
        // Writing to a text cannot fail.
        let _ = write!(text, "[entity.state-{state}]\nkind  = \"state\"\nlabel = \"State {state}\"\n\n");
    }
    text
}

fn sources() -> String {
    let mut text = String::new();
    for source in 1..=SOURCES {
        let _ = write!(
            text,
            "[[source]]\nid     = \"source-{source}\"\nmarker = \"{source}\"\nkind   = \"web\"\ntitle  = \"Title {source}\"\nurl    = \"https://example.org/{source}\"\n\n"
        );
    }
    text
}

fn write_treaty(text: &mut String, treaty: usize) {
    let year = 1900 + treaty % 100;
    let _ = write!(
        text,
        "[entity.treaty-{treaty}]\nkind  = \"treaty\"\nlabel = {{ en = \"Treaty {treaty}\", ru = \"Договор {treaty}\" }}\n\n"
    );
    let mut claim = |number: usize, property: &str, value: &str, time: &str| {
        let _ = write!(
            text,
            "[[claim]]\nid       = \"treaty-{treaty}-{number}\"\nsubject  = \"treaty-{treaty}\"\nproperty = \"{property}\"\nvalue    = {value}\n{time}refs     = [\"{}\"]\n\n",
            treaty % SOURCES + 1
        );
    };
    let state = |number: usize| format!("\"state-{}\"", (treaty + number) % STATES);
    claim(0, "signed", &format!("\"{year}-05-15\""), "");
    claim(1, "signed", &format!("\"{year}\""), "");
    claim(2, "in-force", &format!("\"{}\"", year + 2), "");
    claim(3, "renewed", &format!("{{ after = \"treaty-{treaty}.in-force\", by = \"P5Y\" }}"), "");
    claim(4, "troops", &format!("\"~{}\"", 4000 + treaty % 1000), &format!("at       = \"{year}\"\n"));
    let term = format!("from     = \"{year}\"\nuntil    = \"{}\"\n", year + 3);
    claim(5, "chair", &state(0), &term);
    claim(6, "chair", &state(1), &format!("from     = \"{}\"\n", year + 3));
    claim(7, "name", &format!("{{ en = \"Treaty {treaty}\", ru = \"Договор {treaty}\" }}"), "");
    let parties: Vec<String> = (0..6).map(state).collect();
    claim(8, "parties", &format!("[{}]", parties.join(", ")), "");
    claim(9, "party-count", "6", "");
}
