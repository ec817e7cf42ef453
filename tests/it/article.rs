//! The article's claims alone: the facts without what was added from elsewhere, and without
//! the entries that keep known findings. What the program finds then is what is wrong with the
//! article.

use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Dataset, Ran, check, check_json, csto, own_facts, run_in};

/// Facts about the CSTO without all that the article does not say.
pub(crate) fn article_alone(facts: &Path) -> Dataset {
    let dataset = Dataset::copy_of(facts);
    std::fs::remove_dir_all(dataset.path().join("facts/beyond")).unwrap();
    std::fs::remove_file(dataset.path().join("sources/beyond.toml")).unwrap();
    for file in toml_files(dataset.path()) {
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, without_accepts(&text)).unwrap();
    }
    dataset
}

fn toml_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(toml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files
}

/// Empties the lines of `[[accept]]` tables, so that all others keep their numbers.
fn without_accepts(text: &str) -> String {
    let mut inside = false;
    let lines = text.split_inclusive('\n').map(|line| {
        if line.starts_with('[') {
            inside = line.starts_with("[[accept]]");
        }
        if inside { "\n" } else { line }
    });
    lines.collect()
}

/// The findings of a rule, each as the ids of claims and sources that it names.
fn named(ran: &Ran, rule: &str) -> Vec<Vec<String>> {
    let names = |finding: &Value| {
        ["claims", "sources"]
            .iter()
            .flat_map(|field| finding[field].as_array().unwrap().clone())
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    };
    let json = ran.json();
    let findings = json["findings"].as_array().unwrap();
    findings.iter().filter(|finding| finding["rule"] == rule).map(names).collect()
}

#[test]
fn what_is_wrong_with_the_article() {
    let ran = run_in(article_alone(&csto()).path(), &["check", "--offline", "-A", "uncited-claim"]);
    assert_eq!(ran.status, 1);
    assert_snapshot!(ran.stdout);
}

#[test]
fn each_contradiction_of_the_article_is_found() {
    let ran = check_json(article_alone(&csto()).path(), &[]);
    // Six renew, and nobody is told to have come back; yet there are seven in 2008.
    let [count] = &named(&ran, "count-mismatch")[..] else { panic!("{}", ran.stdout) };
    // Those who left last may be who is back; what the claims cite is named, too.
    let is_expected = |id: &String| id.ends_with("-left") || id == "ria-2008-07-22";
    assert!(count[0] == "csto-members-2008" && count[1..].iter().all(is_expected), "{count:?}");
    let json = ran.json();
    let findings = json["findings"].as_array().unwrap();
    let message = findings.iter().find(|finding| finding["rule"] == "count-mismatch").unwrap();
    let message = message["message"].as_str().unwrap();
    assert!(message.contains("is 7") && message.contains("the claims give 6"), "{message}");
    // Two spellings in Russian; 1992 and 2002.
    let conflicts = named(&ran, "conflicting-values");
    for pair in [
        ["csto-name-ru-infobox", "csto-name-ru-lead"],
        ["csto-name-id-lead", "csto-name-id-founding"],
        ["csto-founded-infobox", "csto-founded-lead"],
    ] {
        assert!(conflicts.contains(&pair.map(str::to_owned).to_vec()), "{pair:?}: {conflicts:?}");
    }
    assert_eq!(conflicts.len(), 3);
    // Observers that nothing names, and neither are the seven who take part.
    let mut unverifiable = named(&ran, "unverifiable-count").concat();
    unverifiable.sort();
    // What their claims cite is named, too.
    unverifiable.retain(|name| name != "ria-2008-07-22");
    assert_eq!(unverifiable, ["csto-former-observers", "csto-observers", "rubezh-2008-participant-count"]);
    // Nothing else is an error.
    let errors = findings.iter().filter(|finding| finding["level"] == "error").count();
    assert_eq!(errors, 4);
}

#[test]
fn only_one_source_is_confirmed() {
    let ran = check_json(article_alone(&csto()).path(), &[]);
    let candidates = named(&ran, "unconfirmed-source").concat();
    assert_eq!(candidates, ["csto-charter", "ria-2008-07-22", "diplomat-2011", "hindu-2011", "upi-2011"]);
    let sources = Dataset::copy_of(&csto()).read("sources/article.toml");
    assert_eq!(sources.matches("\"confirmed\"").count(), 1);
}

/// What was found about the article's sources: no address may be added that nobody saw.
#[test]
fn no_address_is_invented() {
    let known = [
        "https://id.wikipedia.org/wiki/Organisasi_Traktat_Keamanan_Kolektif",
        "https://books.google.com/books?id=rHYZk-t7dI0C&pg=PA62",
        "https://thediplomat.com/2011/09/russia-launches-war-games/",
        "http://mfa.am/en/international-organisations/CSTO/",
        "https://tass.com/politics/1545551",
    ];
    let dataset = Dataset::copy_of(own_facts());
    let text: String =
        toml_files(dataset.path()).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let addresses: Vec<&str> = text.split('"').filter(|part| part.starts_with("http")).collect();
    assert!(!addresses.is_empty());
    for address in addresses {
        assert!(known.contains(&address), "{address} is new: has somebody seen it?");
    }
}

#[test]
fn relative_dates_stay_relative() {
    let treaty = Dataset::copy_of(own_facts()).read("facts/treaty.toml");
    for value in [
        "{ after = \"treaty.signed\", by = \"P1Y\" }",
        "{ after = \"treaty.entered-into-force\", by = \"P5Y\" }",
        "{ after = \"treaty.renewed\", by = \"P5Y\" }",
    ] {
        assert!(treaty.contains(value), "{value}");
    }
    assert!(!treaty.lines().any(|line| line.starts_with("value") && line.contains("1999")));
}

/// The additions are what makes the numbers hold: seven members in 2008 follow from the moves.
#[test]
fn the_return_makes_seven() {
    let dataset = Dataset::copy_of(&csto());
    for id in ["uzbekistan-rejoined", "uzbekistan-left-again"] {
        let line = format!("id       = \"{id}\"\n");
        dataset.edit("facts/beyond/membership.toml", &line, &format!("{line}rank     = \"deprecated\"\n"));
    }
    let ran = check_json(dataset.path(), &[]);
    assert!(
        named(&ran, "count-mismatch").concat().contains(&"csto-members-2008".to_owned()),
        "{}",
        ran.stdout
    );
    assert_eq!(check(&csto()).status, 0);
}
