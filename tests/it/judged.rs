//! Small datasets with all that is found in them: `tests/judged/*.toml`, a file for each kind of fact.
//!
//! A line `x | s.holder | "p" | from = "1990"; until = "1995"` is a claim: its id, subject and
//! property, value (`-` for none), and what else it has. Everything else is TOML as editors write it. `finds` lists
//! every finding with the claims that it names, whatever its level; `says` are words that stand in a
//! message or its help. A level other than the rule's own stands in front: `note: date-order a b`.

use serde::Deserialize;

use crate::support::{Dataset, check_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What all cases of the file begin with.
    #[serde(default)]
    facts: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    facts: String,
    /// Lines of the manifest.
    #[serde(default)]
    manifest: String,
    finds: Vec<String>,
    #[serde(default)]
    says: Vec<String>,
}

/// Rules that these facts, which rest on no sources, would all break.
const QUIET: [&str; 3] = ["uncited-claim", "unused-source", "incomplete-source"];

/// A line of shorthand as the claim that it stands for.
fn claim(line: &str) -> Option<String> {
    let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let (id, of, value, more) = match parts[..] {
        [id, of, value] => (id, of, value, ""),
        [id, of, value, more] => (id, of, value, more),
        _ => return None,
    };
    let (subject, property) = of.split_once('.')?;
    let subject = if subject.starts_with('[') { subject.to_owned() } else { format!("\"{subject}\"") };
    let value = if value == "-" { String::new() } else { format!("value = {value}\n") };
    let more = more.replace("; ", "\n");
    Some(format!("[[claim]]\nid = \"{id}\"\nsubject = {subject}\nproperty = \"{property}\"\n{value}{more}\n"))
}

fn expanded(facts: &str) -> String {
    facts.lines().map(|line| claim(line).unwrap_or_else(|| format!("{line}\n"))).collect()
}

/// Everything that is found in a case, and all that is said.
fn found(head: &str, case: &Case) -> (Vec<String>, String) {
    let manifest = &case.manifest;
    let quiet: String = QUIET.iter().map(|rule| format!("{rule} = \"off\"\n")).collect();
    let facts = expanded(&format!("{head}\n{}", case.facts));
    let manifest = format!(
        "format = 1\n[dataset]\nid = \"t\"\ntitle = \"T\"\nas_of = \"2024\"\n{manifest}\n[rules]\n{quiet}"
    );
    let dataset = Dataset::new(&[("facts/dataset.toml", &manifest), ("facts/facts.toml", &facts)]);
    let json = check_json(dataset.path(), &[]).json();
    let findings = json["findings"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut told: Vec<String> = findings
        .iter()
        .map(|finding| {
            let claims: Vec<String> = finding["claims"].as_array().unwrap().iter().map(text).collect();
            let rule = text(&finding["rule"]);
            let usual = csto_validate::rules::find(&rule).unwrap().default_level_name();
            let level = text(&finding["level"]);
            let level = if level == usual { String::new() } else { format!("{level}: ") };
            format!("{level}{rule} {}", claims.join(" ")).trim_end().to_owned()
        })
        .collect();
    told.sort();
    let said: Vec<String> =
        findings.iter().flat_map(|finding| [text(&finding["message"]), text(&finding["help"])]).collect();
    (told, said.join("\n"))
}

#[test]
fn every_case_finds_what_it_should_and_nothing_else() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judged");
    let mut wrong = Vec::new();
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let File { facts: head, case: all } = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in all {
            cases += 1;
            let (told, said) = found(&head, &case);
            let mut wanted = case.finds.clone();
            wanted.sort();
            if told != wanted {
                wrong.push(format!("{}: finds {told:#?}, not {wanted:#?}\n{said}", case.name));
            }
            for words in &case.says {
                if !said.contains(words) {
                    wrong.push(format!("{}: nothing says {words:?} in\n{said}", case.name));
                }
            }
        }
    }
    assert!(cases > 50, "only {cases} cases");
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n\n"));
}
