//! What a finding is: its fingerprint, and the names of what its claims are about.

use serde_json::{Value, json};

use crate::support::{Dataset, check_json, run_in};

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
at = "2001-05-04"
refs = ["annals"]
[[claim]]
id = "head-ben"
subject = "pact"
property = "head"
value = "ben"
at = "2001-05-04"
refs = ["annals"]
"#;

const SOURCES: &str = r#"
[[source]]
id = "annals"
title = "Annals"
url = "https://example.org/annals"
[[source]]
id = "chronicle"
title = "Chronicle"
url = "https://example.org/chronicle"
"#;

fn dataset() -> Dataset {
    let dataset = Dataset::of(FACTS);
    dataset.write("sources/sources.toml", SOURCES);
    dataset
}

/// The findings of a rule.
fn of(dataset: &Dataset, rule: &str, arguments: &[&str]) -> Vec<Value> {
    let json = check_json(dataset.path(), arguments).json();
    json["findings"].as_array().unwrap().iter().filter(|one| one["rule"] == rule).cloned().collect()
}

fn print_of(dataset: &Dataset, claim: &str) -> String {
    let all = of(dataset, "conflicting-values", &[]);
    let one = all.iter().find(|one| one["claims"][0] == claim).unwrap_or_else(|| panic!("{claim}: {all:?}"));
    one["fingerprint"].as_str().unwrap().to_owned()
}

fn accept(names: &str) -> String {
    format!("[[accept]]\nrule = \"conflicting-values\"\n{names}\nreason = \"two schools\"\n")
}

#[test]
fn a_finding_names_what_its_claims_are_about() {
    let dataset = dataset();
    let found = of(&dataset, "conflicting-values", &[]);
    let names = |at: usize, field: &str| found[at][field].clone();
    assert_eq!(names(0, "claims"), json!(["founded-1990", "founded-1992"]));
    assert_eq!(names(0, "sources"), json!(["annals", "chronicle"]));
    assert_eq!(names(0, "entities"), json!(["league"]));
    assert_eq!(names(0, "properties"), json!(["founded"]));
    assert_eq!(names(1, "sources"), json!(["annals"]));
    assert_eq!(names(1, "entities"), json!(["pact", "ann", "ben"]));
    // SARIF says the same, of accepted findings as well.
    dataset.write("facts/accepts.toml", accept("claims = [\"founded-1990\"]"));
    let sarif = run_in(dataset.path(), &["check", "--offline", "--format", "sarif"]).json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|one| one["properties"]["claims"][0] == "founded-1990").unwrap();
    assert_eq!(result["properties"]["sources"], json!(["annals", "chronicle"]));
    assert_eq!(result["properties"]["entities"], json!(["league"]));
    assert_eq!(result["partialFingerprints"]["csto-validate/v1"], found[0]["fingerprint"]);
}

#[test]
fn a_fingerprint_stays_while_the_claims_say_the_same() {
    let dataset = dataset();
    let (first, second) = (print_of(&dataset, "founded-1990"), print_of(&dataset, "head-ann"));
    assert_ne!(first, second);
    assert!(first.len() == 32 && first.bytes().all(|byte| byte.is_ascii_hexdigit()), "{first}");
    // Moved, renamed, annotated, cited otherwise, of another level.
    dataset.write("facts/other.toml", format!("# moved\n\n{}", dataset.read("facts/facts.toml")));
    std::fs::remove_file(dataset.path().join("facts/facts.toml")).unwrap();
    dataset.edit("facts/other.toml", "value = \"1992\"", "note = \"so the chronicle\"\nvalue = \"1992\"");
    dataset.edit("facts/other.toml", "refs = [\"chronicle\"]", "refs = [\"annals\", \"chronicle\"]");
    assert_eq!(print_of(&dataset, "founded-1990"), first);
    let warned = of(&dataset, "conflicting-values", &["-W", "conflicting-values"]);
    assert_eq!(warned[0]["fingerprint"], first.as_str());
    // Another value, and another time, make another finding.
    dataset.edit("facts/other.toml", "value = \"1992\"", "value = \"1993\"");
    assert_ne!(print_of(&dataset, "founded-1990"), first);
    assert_eq!(print_of(&dataset, "head-ann"), second);
    let text = dataset.read("facts/other.toml").replace("at = \"2001-05-04\"", "at = \"2002-05-04\"");
    dataset.write("facts/other.toml", text);
    assert_ne!(print_of(&dataset, "head-ann"), second);
}

#[test]
fn what_is_the_same_in_all_else_is_told_apart_and_moves_with_its_file() {
    let broken = "[[claim]]\nid = \"x\"\nsubject = \"leage\"\nproperty = \"foundet\"\nvalue = \"1990\"\nat = \"1990-31\"\nuntil = \"1990-32\"\n";
    let dataset = dataset();
    dataset.write("facts/broken.toml", format!("{broken}colour = \"red\"\ncolor = \"red\"\n"));
    dataset.write("facts/syntax.toml", "[entity\n");
    let prints = |dataset: &Dataset| {
        let json = check_json(dataset.path(), &[]).json();
        let all = json["findings"].as_array().unwrap().iter();
        let mut all: Vec<String> = all.map(|one| format!("{} {}", one["rule"], one["fingerprint"])).collect();
        all.sort();
        all
    };
    let before = prints(&dataset);
    let mut once = before.clone();
    once.dedup();
    assert_eq!((once.len(), before.len()), (before.len(), before.len()), "{before:?}");
    assert!(before.len() >= 6, "{before:?}");
    for (from, to) in [("facts/broken.toml", "facts/a/zz.toml"), ("facts/syntax.toml", "facts/0.toml")] {
        dataset.write(to, format!("# first\n{}", dataset.read(from)));
        std::fs::remove_file(dataset.path().join(from)).unwrap();
    }
    assert_eq!(prints(&dataset), before);
}

#[test]
fn an_entry_with_a_fingerprint_accepts_these_values_only() {
    let dataset = dataset();
    let print = print_of(&dataset, "founded-1990");
    for names in [String::new(), "claims = [\"founded-1990\"]\n".into()] {
        dataset.write("facts/accepts.toml", accept(&format!("{names}fingerprint = \"{print}\"")));
        let left = of(&dataset, "conflicting-values", &[]);
        assert_eq!((left.len(), &left[0]["claims"][0]), (1, &json!("head-ann")), "{names}");
        assert!(of(&dataset, "unused-accept", &[]).is_empty());
    }
    dataset.edit("facts/facts.toml", "\"1992\"", "\"1993\"");
    assert_eq!(of(&dataset, "conflicting-values", &[]).len(), 2);
    let unused = &of(&dataset, "unused-accept", &[])[0];
    assert_eq!(unused["claims"], json!(["founded-1990"]));
    assert!(unused["help"].as_str().unwrap().contains("says something else now"), "{unused}");
    // Named by nothing but the fingerprint, it is told by that.
    dataset.write("facts/accepts.toml", accept(&format!("fingerprint = \"{print}\"")));
    let unused = &of(&dataset, "unused-accept", &[])[0];
    assert!(unused["message"].as_str().unwrap().contains(&print), "{unused}");
    // Some digits are not enough, whatever their case.
    dataset.write("facts/accepts.toml", accept(&format!("fingerprint = \"{}\"", &print[..8])));
    let unused = &of(&dataset, "unused-accept", &[])[0];
    assert!(unused["help"].as_str().unwrap().starts_with("a fingerprint has 32 digits"), "{unused}");
    let now = print_of(&dataset, "founded-1990").to_uppercase();
    dataset.write("facts/accepts.toml", accept(&format!("fingerprint = \"{now}\"")));
    assert_eq!(of(&dataset, "conflicting-values", &[]).len(), 1);
    for wrong in ["fingerprint = 7", "fingerprint = \"\""] {
        dataset.write("facts/accepts.toml", accept(wrong));
        let ran = check_json(dataset.path(), &[]);
        assert!(ran.rules().iter().any(|rule| rule == "wrong-type" || rule == "missing-field"), "{wrong}");
        assert!(!ran.rules().contains(&"unused-accept".to_owned()), "{wrong}");
    }
}

#[test]
fn an_entry_whose_day_is_past_is_told_of_and_accepts() {
    let dataset = dataset();
    dataset.write("facts/accepts.toml", accept("claims = [\"head-ann\"]\nuntil = \"2027-06\""));
    let told = |arguments: &[&str]| {
        let left = of(&dataset, "conflicting-values", arguments).len();
        (left, of(&dataset, "overdue-accept", arguments).len())
    };
    assert_eq!(told(&[]), (1, 0));
    assert_eq!(told(&["--today", "2027-06-30"]), (1, 0));
    assert_eq!(told(&["--today", "2027-07-01"]), (1, 1));
    let overdue = &of(&dataset, "overdue-accept", &["--today", "2027-07-01"])[0];
    assert_eq!((&overdue["level"], &overdue["claims"]), (&json!("warning"), &json!(["head-ann"])));
    assert_eq!(overdue["location"]["line"], 4);
    // Manifest and command line weigh it as any rule.
    let ran = run_in(
        dataset.path(),
        &["check", "--offline", "--today", "2028-01-01", "-D", "overdue-accept", "-A", "conflicting-values"],
    );
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    for format in ["markdown", "html"] {
        let ran =
            run_in(dataset.path(), &["report", "--offline", "--today", "2028-01-01", "--format", format]);
        assert!(ran.stdout.contains("overdue-accept"), "{format}");
    }
    for (until, rule) in [("until = \"soon\"", "invalid-date"), ("until = 2027", "wrong-type")] {
        dataset.write("facts/accepts.toml", accept(&format!("claims = [\"head-ann\"]\n{until}")));
        let ran = check_json(dataset.path(), &["--today", "2030-01-01"]);
        let rules = ran.rules();
        assert!(rules.iter().any(|one| one == rule || one == "invalid-date"), "{until}: {rules:?}");
        assert_eq!(of(&dataset, "conflicting-values", &[]).len(), 1, "{until}");
    }
    // An end that is open is never past.
    dataset.write("facts/accepts.toml", accept("claims = [\"head-ann\"]\nuntil = \"2027/..\""));
    assert_eq!(told(&["--today", "2999-01-01"]), (1, 0));
    let ran = run_in(dataset.path(), &["check", "--offline", "--today", "tomorrow"]);
    assert_eq!(ran.status, 2);
}
