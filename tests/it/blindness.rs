//! A broken claim, or a broken file, hides nothing elsewhere: every dataset of ours is broken at one
//! claim of every kind, in every way, and what it has no part in is found as before.

use std::collections::BTreeSet;
use std::path::PathBuf;

use csto_validate::dataset::load::{RawFile, from_files, read_files};
use csto_validate::run::{Overrides, Run};

use crate::support::case;

/// A finding by its rule and what it names, with the things that its claims take part in.
struct Known {
    rule: &'static str,
    claims: Vec<String>,
    touches: BTreeSet<String>,
}

fn run(root: &std::path::Path, files: Vec<(String, Vec<u8>)>) -> Run {
    let raw = files.into_iter().map(|(path, bytes)| RawFile { path, content: Ok(bytes) });
    Run::new(from_files(PathBuf::from(root), raw.collect()).unwrap(), &Overrides::default())
}

fn findings(run: &Run) -> Vec<Known> {
    let dataset = &run.dataset;
    let about = |id: &str| {
        let claim = dataset.claims.iter().find(|claim| *claim.id == *id);
        claim.map(|claim| {
            let entities = std::iter::once(claim.subject).chain(claim.value.entities());
            let mut names: BTreeSet<String> =
                entities.map(|entity| dataset.entity(entity).id.to_string()).collect();
            names.insert(dataset.property(claim.property).id.to_string());
            names
        })
    };
    run.findings
        .iter()
        .filter(|reported| reported.finding.rule.name != "not-checked")
        .map(|reported| {
            let names = &reported.finding.names;
            let mut touches: BTreeSet<String> =
                names.claims.iter().filter_map(|id| about(id)).flatten().collect();
            touches.extend(names.entities.iter().chain(&names.properties).map(ToString::to_string));
            Known {
                rule: reported.finding.rule.name,
                claims: names.claims.iter().map(ToString::to_string).collect(),
                touches,
            }
        })
        .collect()
}

/// One claim of each property, as it is written: its file, its place there, its id, and what it
/// takes part in.
fn samples(run: &Run) -> Vec<(String, String, BTreeSet<String>)> {
    let dataset = &run.dataset;
    let mut seen = BTreeSet::new();
    dataset
        .claims
        .iter()
        .filter(|claim| seen.insert(claim.property.index()))
        .map(|claim| {
            let entities = std::iter::once(claim.subject).chain(claim.value.entities());
            let mut touches: BTreeSet<String> =
                entities.map(|entity| dataset.entity(entity).id.to_string()).collect();
            touches.insert(dataset.property(claim.property).id.to_string());
            // Whoever is told of by a time point hangs on it.
            touches.insert(claim.id.to_string());
            (dataset.files.get(claim.span.file).path.clone(), claim.id.to_string(), touches)
        })
        .collect()
}

/// Ways in which a claim cannot be read: what stands in its table, and what shall stand there.
const WAYS: [(&str, &str); 4] = [
    ("bad time", "at = \"the day after\"\n"),
    ("unknown field", "valeu = 3\n"),
    ("bad rank", "rank = \"best\"\n"),
    ("two times", "at = \"1990\"\nfrom = \"1990\"\n"),
];

#[test]
fn a_broken_claim_hides_nothing_elsewhere() {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut tried = 0;
    let mut lost = Vec::new();
    for root in [case("alliance"), case("csto"), case("mistakes"), case("report-contradictions"), own] {
        let files: Vec<(String, Vec<u8>)> = read_files(&root)
            .unwrap()
            .into_iter()
            .map(|file| (file.path.clone(), file.content.unwrap_or_default()))
            .collect();
        let before = run(&root, files.clone());
        let known = findings(&before);
        for (path, id, touches) in samples(&before) {
            for (way, field) in WAYS {
                let mut broken = files.clone();
                let Some((_, bytes)) = broken.iter_mut().find(|(other, _)| *other == path) else { continue };
                let text = String::from_utf8(bytes.clone()).unwrap();
                let Some(at) = text.find(&format!("\"{id}\"\n")) else { continue };
                let line = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
                let time = ["at ", "from ", "until ", "rank "];
                // A field that stands there already would stand twice.
                let table_end = text[line..].find("\n[").map_or(text.len(), |end| line + end);
                let has = |name: &str| text[line..table_end].lines().any(|line| line.starts_with(name));
                if time.iter().any(|name| field.starts_with(name) && has(name))
                    || (field.starts_with("at") && has("from"))
                {
                    continue;
                }
                *bytes = format!("{}{field}{}", &text[..line], &text[line..]).into_bytes();
                tried += 1;
                let after = findings(&run(&root, broken));
                for finding in &known {
                    let near = finding.claims.contains(&id)
                        || finding.touches.iter().any(|name| touches.contains(name));
                    let found = || {
                        after.iter().any(|other| other.rule == finding.rule && other.claims == finding.claims)
                    };
                    if !near && !found() {
                        lost.push(format!("{way} in `{id}` hides {} {:?}", finding.rule, finding.claims));
                    }
                }
            }
        }
    }
    assert!(tried > 100, "only {tried} breaks");
    assert!(lost.is_empty(), "{} of {tried} breaks:\n{}", lost.len(), lost.join("\n"));
}

/// A file that is no TOML hides what names things in it.
#[test]
fn an_unreadable_file_hides_what_it_names() {
    let head = "format = 1\n[dataset]\nid = \"t\"\ntitle = \"T\"\nas_of = \"2024\"\n[rules]\nuncited-claim = \"off\"\n";
    let facts = r#"
[entity.a]
kind = "state"
[entity.b]
kind = "state"
[entity.pact]
kind = "org"
[entity.league]
kind = "org"
[property.joined]
type = "transition"
to   = "member"
[property.left]
type = "transition"
to   = "former"
from = ["member"]
[property.seat]
type = "text"
[property.founded]
type     = "date"
requires = ["seat"]
[[claim]]
id       = "a-left-pact"
subject  = "a"
property = "left"
value    = "pact"
at       = "1990"
[[claim]]
id       = "b-left-league"
subject  = "b"
property = "left"
value    = "league"
at       = "1990"
[[claim]]
id       = "pact-founded"
subject  = "pact"
property = "founded"
value    = "1955"
[[claim]]
id       = "league-founded"
subject  = "league"
property = "founded"
value    = "1955"
"#;
    let rules = |other: &str| -> Vec<String> {
        let files = [("facts/dataset.toml", head), ("facts/a.toml", facts), ("facts/b.toml", other)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let mut rules: Vec<String> = findings(&run(&PathBuf::new(), files.to_vec()))
            .iter()
            .map(|finding| format!("{} {}", finding.rule, finding.claims.join(" ")).trim_end().to_owned())
            .collect();
        rules.sort();
        rules
    };
    let all = [
        "invalid-transition a-left-pact",
        "invalid-transition b-left-league",
        "missing-claim league-founded",
        "missing-claim pact-founded",
    ];
    assert_eq!(rules(""), all);
    // A move of `a` in `pact`, and the seat of `league`, may stand there.
    let broken =
        "[[claim]]\nid = \"x\nsubject = \"a\"\nproperty = \"joined\"\nvalue = \"pact\"\nat = \"1980\"\n";
    assert_eq!(rules(broken), [all[1], all[2], all[3], "syntax"]);
    let broken = "[[claim]\nsubject = 'league'\nproperty = 'seat'\n";
    assert_eq!(rules(broken), [all[0], all[1], all[3], "syntax"]);
    // An entity that is defined there is not called unknown; another is.
    let uses = |name: &str| {
        format!(
            "[entity.c\nkind = \"state\"\n[[claim]]\nsubject = \"{name}\"\nproperty = \"seat\"\nvalue = \"x\"\n"
        )
    };
    assert_eq!(rules(&uses("c")).len(), 5);
    let escaped = "[[claim]\nsubject = \"\\u0070act\"\nproperty = \"joined\"\n";
    assert_eq!(rules(escaped), ["syntax"]);
}
