//! Another organisation than the one that ships, without a line of Rust: thirty-two accessions,
//! counts on ten days, offices, a set that must be the members of a day, exercises, sources with
//! markers. It passes; and each of many mistakes in a copy of it fires one rule and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use csto_validate::rules;

use crate::breaks::{BREAKS, Break, Edit};
use crate::support::{Dataset, case, check_json, run_in};

#[test]
fn the_alliance_passes() {
    let ran = run_in(&case("alliance"), &["check", "--offline", "-D", "warnings"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let ran = check_json(&case("alliance"), &[]);
    assert_eq!(ran.rules(), Vec::<String>::new(), "{}", ran.stdout);
    let counts = &ran.json()["counts"];
    assert_eq!(counts["accepted"], 1);
    assert!(counts["claims"].as_u64().is_some_and(|claims| claims > 90));
}

#[test]
fn each_mistake_fires_its_rule_and_nothing_else() {
    let mut wrong = String::new();
    for (rule, what, edits) in BREAKS {
        let dataset = broken(edits);
        let ran = check_json(dataset.path(), &[]);
        // What cannot be read hides something, which is told beside it.
        let mut rules = ran.rules();
        rules.retain(|name| name == rule || name != "not-checked");
        if rules != [*rule] {
            let told = run_in(dataset.path(), &["check", "--offline", "--quiet"]);
            writeln!(wrong, "== {rule}: {what}: {:?}\n{}", ran.rules(), told.stdout).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_rule_is_broken_by_some_mistake() {
    let broken: BTreeSet<&str> = BREAKS.iter().map(|(rule, ..)| *rule).collect();
    let missing: Vec<&str> = rules::all()
        .map(|rule| rule.name)
        .filter(|rule| !broken.contains(rule) && !NOT_IN_FACTS.contains(rule))
        .collect();
    assert!(missing.is_empty(), "no mistake fires {missing:?}: add one to breaks.rs");
    assert!(BREAKS.len() > 100);
}

/// Rules about what servers answer, what pages say and what day it is, which no change to facts alone
/// fires. Their own tests bring the answers along.
const NOT_IN_FACTS: &[&str] = &[
    "quote-not-found",
    "dead-link",
    "moved-link",
    "insecure-link",
    "soft-404",
    "unverified-link",
    "blocked-address",
    "unarchived-link",
    "dead-archive",
    "overdue-accept",
];

/// Levels do not change what is found, and neither does the order of tables.
#[test]
fn the_order_of_files_and_tables_never_matters() {
    let dataset = Dataset::copy_of(&case("alliance"));
    let text = dataset.read("facts/membership.toml");
    let mut tables: Vec<&str> = text.split_inclusive("\n\n").collect();
    tables.reverse();
    dataset.write("facts/membership.toml", tables.join("\n"));
    std::fs::rename(dataset.path().join("facts/vocabulary.toml"), dataset.path().join("sources/a.toml"))
        .unwrap();
    std::fs::rename(dataset.path().join("sources/sources.toml"), dataset.path().join("facts/z.toml"))
        .unwrap();
    let ran = check_json(dataset.path(), &[]);
    assert_eq!(ran.rules(), Vec::<String>::new(), "{}", ran.stdout);
    let counts = |ran: &crate::support::Ran| ran.json()["counts"].clone();
    assert_eq!(counts(&ran), counts(&check_json(&case("alliance"), &[])));
}

fn broken(edits: &[Edit]) -> Dataset {
    let dataset = Dataset::copy_of(&case("alliance"));
    for edit in edits {
        match edit {
            Edit::Put(file, from, to) => dataset.edit(file, from, to),
            Edit::Add(file, text) => {
                let before = std::fs::read_to_string(dataset.path().join(file)).unwrap_or_default();
                dataset.write(file, before + text);
            }
            Edit::Claim(id, from, to) => {
                let (file, claim) = find(&dataset, id);
                assert!(claim.contains(from), "{from:?} does not stand in {claim}");
                dataset.edit(file, &claim, &claim.replacen(from, to, 1));
            }
            Edit::Drop(id) => {
                let (file, claim) = find(&dataset, id);
                dataset.edit(file, &claim, "");
            }
        }
    }
    dataset
}

/// The file and the text of a claim's table, to the empty line after it.
fn find(dataset: &Dataset, id: &str) -> (&'static str, String) {
    for file in ["facts/alliance.toml", "facts/membership.toml", "facts/offices.toml", "facts/exercises.toml"]
    {
        let text = dataset.read(file);
        if let Some(table) =
            text.split("[[claim]]\n").find(|table| table.contains(&format!("id       = \"{id}\"\n")))
        {
            let table = table.split("\n\n").next().unwrap();
            return (file, format!("[[claim]]\n{table}"));
        }
    }
    panic!("there is no claim {id}");
}

/// What stands in the table of mistakes is told once.
#[test]
fn mistakes_are_told_apart() {
    let told: BTreeSet<(&str, &str)> = BREAKS.iter().map(|(rule, what, _): &Break| (*rule, *what)).collect();
    assert_eq!(told.len(), BREAKS.len());
}
