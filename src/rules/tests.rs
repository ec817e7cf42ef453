//! Every rule's examples, and what must hold for all rules.

mod fixes;
mod links;
mod order;
mod told;

use std::collections::HashSet;
use std::path::PathBuf;

use super::{all, find, nearest};
use crate::dataset::load::{RawFile, from_files};
use crate::finding::Rule;
use crate::run::{Overrides, Run};
use crate::value::Day;

fn run(rule: &Rule, tables: &str) -> Run {
    let file = |path: &str, text: &str| RawFile { path: path.into(), content: Ok(text.as_bytes().to_vec()) };
    let mut files = vec![file("facts/dataset.toml", &rule.example(tables))];
    files.extend(Rule::ledger(tables).map(|ledger| file(crate::links::LEDGER, ledger)));
    // The day on which the examples are read.
    let overrides = Overrides { today: Day::from_ymd(2025, 1, 1), ..Overrides::default() };
    Run::new(from_files(PathBuf::new(), files).unwrap(), &overrides)
}

fn fired(run: &Run) -> Vec<String> {
    run.findings
        .iter()
        .map(|reported| format!("{}: {}", reported.finding.rule.name, reported.finding.message))
        .collect()
}

fn each(check: impl FnMut(&'static Rule)) {
    all().for_each(check);
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
        assert!(
            ["unused-accept", "overdue-accept"].contains(&rule.name) || run.accepted.is_empty(),
            "{}",
            rule.name
        );
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

/// Every file of rules, as it is written.
fn files_of_rules() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src/rules", "src/dataset/rules"].map(|folder| root.join(folder).read_dir().unwrap());
    let files = folders.into_iter().flatten().map(|entry| entry.unwrap().path());
    let texts = files.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap());
    texts.filter(|text| text.contains("\nrule! {")).collect()
}

#[test]
fn every_rule_is_registered_once() {
    let files = files_of_rules();
    let lines = files.iter().flat_map(|text| text.lines());
    let declared: Vec<&str> =
        lines.filter_map(|line| line.trim().strip_prefix("pub static ")?.split('"').nth(1)).collect();
    let registered: Vec<&str> = all().map(|rule| rule.name).collect();
    assert_eq!(HashSet::<&str>::from_iter(declared.clone()), HashSet::from_iter(registered));
    assert_eq!(declared.len(), all().len());
}
