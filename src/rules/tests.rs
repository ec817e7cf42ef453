//! Every rule's examples, and what must hold for all rules.

mod links;
mod order;
mod told;

use std::collections::HashSet;
use std::path::PathBuf;

use super::{REGISTRY, Rule, find, nearest};
use crate::dataset::load::{RawFile, from_files};
use crate::run::{Overrides, Run};

fn run(rule: &Rule, tables: &str) -> Run {
    let file = |path: &str, text: &str| RawFile { path: path.into(), content: Ok(text.as_bytes().to_vec()) };
    let mut files = vec![file("facts/dataset.toml", &rule.example(tables))];
    files.extend(Rule::ledger(tables).map(|ledger| file(crate::links::LEDGER, ledger)));
    Run::new(from_files(PathBuf::new(), files).unwrap(), &Overrides::default())
}

fn fired(run: &Run) -> Vec<String> {
    run.findings
        .iter()
        .map(|reported| format!("{}: {}", reported.finding.rule.name, reported.finding.message))
        .collect()
}

fn each(mut check: impl FnMut(&'static Rule)) {
    REGISTRY.iter().for_each(|rule| check(rule));
}

#[test]
fn the_bad_example_fires_exactly_its_rule() {
    each(|rule| {
        let run = run(rule, rule.bad);
        let names: HashSet<&str> = run.findings.iter().map(|reported| reported.finding.rule.name).collect();
        assert_eq!(names, HashSet::from([rule.name]), "{}: {:#?}", rule.name, fired(&run));
    });
}

#[test]
fn the_good_example_fires_nothing() {
    each(|rule| {
        let run = run(rule, rule.good);
        assert!(run.findings.is_empty(), "{}: {:#?}", rule.name, fired(&run));
        assert!(rule.name == "unused-accept" || run.accepted.is_empty(), "{}", rule.name);
    });
}

#[test]
fn every_rule_has_a_page() {
    each(|rule| {
        let summary = rule.summary();
        assert!(summary.ends_with('.') && summary.len() < 200, "{}: {summary}", rule.name);
        assert!(rule.details().contains("**What to do:**"), "{} does not say what to do", rule.name);
        assert!(!rule.details().contains("\n   "), "{}: indentation is lost", rule.name);
        for example in [rule.bad, rule.good].map(|tables| rule.example(tables)) {
            assert!(example.ends_with('\n') && !example.ends_with("\n\n"), "{}: {example}", rule.name);
        }
    });
}

#[test]
fn names_are_words_with_dashes_and_stand_once() {
    let mut seen = HashSet::new();
    each(|rule| {
        for name in std::iter::once(&rule.name).chain(rule.aliases) {
            assert!(seen.insert(*name), "{name} stands twice");
            assert!(
                name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
                "{name}"
            );
            assert_eq!(find(name), Some(rule));
        }
    });
    assert_eq!(nearest("date-ordr"), Some("date-order"));
    assert_eq!(nearest("weather"), None);
}

#[test]
fn every_rule_is_registered_and_named_in_one_place() {
    let sources = [
        include_str!("archives.rs"),
        include_str!("chronology.rs"),
        include_str!("circles.rs"),
        include_str!("citations.rs"),
        include_str!("conflicts.rs"),
        include_str!("constraints.rs"),
        include_str!("counts.rs"),
        include_str!("dates.rs"),
        include_str!("evidence.rs"),
        include_str!("fields.rs"),
        include_str!("links.rs"),
        include_str!("names.rs"),
        include_str!("relations.rs"),
        include_str!("sets.rs"),
        include_str!("settings.rs"),
        include_str!("source_dates.rs"),
        include_str!("sources.rs"),
        include_str!("superlatives.rs"),
        include_str!("syntax.rs"),
        include_str!("transitions.rs"),
        include_str!("values.rs"),
    ];
    let declared: Vec<&str> = sources
        .iter()
        .flat_map(|source| source.lines())
        .filter_map(|line| line.trim().strip_prefix("pub static ")?.split('"').nth(1))
        .collect();
    let registered: Vec<&str> = REGISTRY.iter().map(|rule| rule.name).collect();
    assert_eq!(HashSet::<&str>::from_iter(declared.clone()), HashSet::from_iter(registered));
    assert_eq!(declared.len(), REGISTRY.len());
    // Every file of rules is in the list above.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let with_rules = std::fs::read_dir(folder)
        .unwrap()
        .filter(|entry| {
            let path = entry.as_ref().unwrap().path();
            std::fs::read_to_string(path).is_ok_and(|text| text.contains("\nrule! {"))
        })
        .count();
    assert_eq!(with_rules, sources.len());
}
