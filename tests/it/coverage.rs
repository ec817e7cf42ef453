//! `coverage`: articles whose every statement is known, in all formats.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::support::{Dataset, Ran, own_facts, run_in};

/// Every date, number and marker of an article.
#[derive(Deserialize)]
struct Known {
    lang: String,
    /// Kind, text, value, marker.
    statements: Vec<[String; 4]>,
}

fn coverage(dataset: &Path, article: &Path, arguments: &[&str]) -> Ran {
    let article = article.to_str().unwrap();
    let mut all = vec!["coverage", article, "."];
    all.extend(arguments);
    run_in(dataset, &all)
}

fn statements(ran: &Ran) -> Vec<[String; 4]> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let json = ran.json();
    let all = json["statements"].as_array().unwrap_or_else(|| panic!("{}", ran.stderr));
    all.iter()
        .map(|own| [text(&own["kind"]), text(&own["text"]), text(&own["value"]), text(&own["marker"])])
        .collect()
}

#[test]
fn every_date_number_and_marker_is_found_and_nothing_else() {
    let folder = own_facts().join("tests/coverage");
    let dataset = Dataset::of("");
    let mut report = String::new();
    let mut wrong = String::new();
    for name in ["id.txt", "en.md", "ru.wiki", "page.html"] {
        let article = folder.join(name);
        let known = std::fs::read_to_string(article.with_extension("toml")).unwrap();
        let known: Known = toml::from_str(&known).unwrap();
        let ran = coverage(dataset.path(), &article, &["--lang", &known.lang, "--format", "json"]);
        let found = statements(&ran);
        // What is known and not found, and the other way round, each as often as it stands there.
        let mut balance: BTreeMap<&[String; 4], i64> = BTreeMap::new();
        for statement in &known.statements {
            *balance.entry(statement).or_default() += 1;
        }
        for statement in &found {
            *balance.entry(statement).or_default() -= 1;
        }
        let missed: i64 = balance.values().filter(|own| **own > 0).sum();
        let false_ones: i64 = -balance.values().filter(|own| **own < 0).sum::<i64>();
        report += &format!("{name}: {} known, {missed} missed, {false_ones} false\n", known.statements.len());
        for (statement, own) in balance.iter().filter(|(_, own)| **own != 0) {
            wrong += &format!("{name}: {} {statement:?}\n", if *own > 0 { "missed" } else { "false" });
        }
    }
    println!("{report}");
    assert!(wrong.is_empty(), "{report}{wrong}");
}
