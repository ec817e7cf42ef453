//! What an accept entry may name: claims, and what findings and their claims are about.

use crate::support::{Dataset, check_json};

const FACTS: &str = r#"
[entity.league]
kind = "organisation"
[entity.pact]
kind = "organisation"
[entity.ann]
kind = "person"
[entity.ben]
kind = "person"

[property.founded]
type = "date"
single = true
[property.head]
type = "entity"
single = true

[[claim]]
id = "founded-1990"
subject = "league"
property = "founded"
value = "1990"
refs = ["annals"]
[[claim]]
id = "founded-1992"
subject = "league"
property = "founded"
value = "1992"
refs = ["chronicle"]

[[claim]]
id = "head-ann"
subject = "pact"
property = "head"
value = "ann"
refs = ["annals"]
[[claim]]
id = "head-ben"
subject = "pact"
property = "head"
value = "ben"
refs = ["annals"]

[[source]]
id = "annals"
title = "Annals"
url = "https://example.org/annals"
[[source]]
id = "chronicle"
title = "Chronicle"
url = "https://example.org/chronicle"
"#;

/// The claims of the conflicts that are left, and how many entries accept nothing.
fn left(names: &str) -> (Vec<String>, usize) {
    let entry = format!("[[accept]]\nrule = \"conflicting-values\"\n{names}\nreason = \"two schools\"\n");
    let json = check_json(Dataset::of(&format!("{FACTS}\n{entry}")).path(), &[]).json();
    let of = |rule: &str| -> Vec<serde_json::Value> {
        json["findings"].as_array().unwrap().iter().filter(|one| one["rule"] == rule).cloned().collect()
    };
    let conflicts =
        of("conflicting-values").into_iter().map(|one| one["claims"][0].as_str().unwrap().to_owned());
    (conflicts.collect(), of("unused-accept").len())
}

#[test]
fn by_what_the_claims_of_a_finding_are_about() {
    let (founded, head) = ("founded-1990".to_owned(), "head-ann".to_owned());
    // Both sources together are cited by the claims of one finding only.
    assert_eq!(left("sources = [\"annals\", \"chronicle\"]"), (vec![head.clone()], 0));
    assert_eq!(left("sources = [\"annals\"]"), (vec![], 0));
    assert_eq!(left("entities = [\"league\"]"), (vec![head.clone()], 0));
    // A value is what a claim is about as well.
    assert_eq!(left("entities = [\"pact\", \"ben\"]"), (vec![founded.clone()], 0));
    assert_eq!(left("properties = [\"head\"]"), (vec![founded.clone()], 0));
    assert_eq!(left("properties = [\"head\"]\nentities = [\"pact\"]"), (vec![founded.clone()], 0));
    // All that an entry names must be there.
    assert_eq!(
        left("properties = [\"head\"]\nentities = [\"league\"]"),
        (vec![founded.clone(), head.clone()], 1)
    );
    assert_eq!(left("claims = [\"head-ann\"]\nproperties = [\"founded\"]"), (vec![founded, head], 1));
}

#[test]
fn what_does_not_exist_is_offered() {
    let entry =
        "[[accept]]\nrule = \"conflicting-values\"\nentities = [\"leage\"]\nreason = \"two schools\"\n";
    let json = check_json(Dataset::of(&format!("{FACTS}\n{entry}")).path(), &[]).json();
    let findings = json["findings"].as_array().unwrap();
    let unused = findings.iter().find(|one| one["rule"] == "unused-accept").unwrap();
    assert_eq!(unused["help"], "there is no entity `leage`: did you mean `league`?");
    let entry = "[[accept]]\nrule = \"conflicting-values\"\nreason = \"two schools\"\n";
    let ran = check_json(Dataset::of(&format!("{FACTS}\n{entry}")).path(), &[]);
    assert!(ran.rules().contains(&"missing-field".to_owned()), "{}", ran.stdout);
}
