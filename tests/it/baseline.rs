//! `--baseline` and `--write-baseline`: what is known is not told again, and fails nothing.

use crate::support::{Dataset, Ran, check_json, run_in};

const FACTS: &str = r#"
[entity.league]
kind = "organisation"
[property.founded]
type = "date"
single = true
[property.size]
type = "quantity"

[[claim]]
id = "founded-1990"
subject = "league"
property = "founded"
value = "1990"
[[claim]]
id = "founded-1992"
subject = "league"
property = "founded"
value = "1992"
[[claim]]
id = "size"
subject = "league"
property = "size"
value = 4
from = "2001"
until = "1999"
"#;

fn check(dataset: &Dataset, arguments: &[&str]) -> Ran {
    run_in(dataset.path(), &[&["check", "--offline"], arguments].concat())
}

#[test]
fn what_is_known_is_counted_and_fails_nothing() {
    let dataset = Dataset::of(FACTS);
    let ran = check(&dataset, &["--quiet", "--write-baseline", "known.txt"]);
    // It writes beside the report, which is as ever.
    assert_eq!((ran.status, ran.stderr.trim()), (1, "2 findings written to `known.txt`"));
    insta::assert_snapshot!(dataset.read("known.txt"), @r#"
    # Findings that are known: `csto-validate check --baseline` does not tell them again.
    # The fingerprint counts; what stands behind it says which finding that was.
    b7956f80f91dc184e68c0dbf51e72563 conflicting-values: two values for the founded of league: claim `founded-1990` says 1990, claim `founded-1992` says 1992; these tell of one moment, and no day is both
    4e5371fd0051e92e49a4edf617f7d7bf date-range: claim `size` ends before it starts: 2001 comes after 1999
    "#);
    let ran = check(&dataset, &["--baseline", "known.txt"]);
    assert_eq!(ran.status, 0);
    insta::assert_snapshot!(ran.stdout, @"test: 0 errors, 0 warnings, 0 notes, 0 accepted, 2 known by the baseline; read 3 claims, 1 entity, 2 properties, 0 sources");
    // What is new is told, and what is mended is said once.
    dataset.edit("facts/facts.toml", "\"1999\"", "\"2002\"");
    dataset.edit("facts/facts.toml", "value = 4", "value = 4\nat = \"2001\"");
    let ran = check(&dataset, &["--baseline", "known.txt"]);
    assert_eq!(ran.status, 1);
    insta::assert_snapshot!(ran.stdout.lines().filter(|line| line.contains("error")).collect::<Vec<_>>().join("\n"), @r#"
    error[wrong-type]: claim `size` holds at one time and over a stretch of time as well
    test: 1 error, 0 warnings, 0 notes, 0 accepted, 1 known by the baseline (it has 1 fingerprint of what is not found any more); read 2 claims, 1 entity, 2 properties, 0 sources
    "#);
    let json = check_json(dataset.path(), &["--baseline", "known.txt"]).json();
    assert_eq!(json["baseline"], serde_json::json!({ "known": 1, "unmatched": 1 }));
    assert_eq!((json["findings"].as_array().unwrap().len(), &json["counts"]["errors"]), (1, &1.into()));
    assert_eq!(check_json(dataset.path(), &[]).json()["baseline"], serde_json::Value::Null);
    // Accepted, it is known as well.
    dataset.write(
        "facts/kept.toml",
        "[[accept]]\nrule = \"conflicting-values\"\nclaims = [\"founded-1990\"]\nreason = \"two\"\n",
    );
    let json = check_json(dataset.path(), &["--baseline", "known.txt"]).json();
    assert_eq!(json["baseline"], serde_json::json!({ "known": 0, "unmatched": 1 }));
    for format in ["github", "sarif", "junit"] {
        let ran = check(&dataset, &["--baseline", "known.txt", "--format", format]);
        assert_eq!(ran.status, 1, "{format}");
    }
    let ran = check(&dataset, &["--baseline", "known.txt", "--format", "github"]);
    assert!(
        ran.stdout.contains("1 accepted, 0 known by the baseline (it has 1 fingerprint of what"),
        "{}",
        ran.stdout
    );
}

#[test]
fn it_is_written_anew_with_what_it_knows() {
    let dataset = Dataset::of(FACTS);
    check(&dataset, &["--write-baseline", "one.txt"]);
    let ran = check(&dataset, &["--baseline", "one.txt", "--write-baseline", "two.txt"]);
    assert_eq!((ran.status, dataset.read("two.txt")), (0, dataset.read("one.txt")));
    // Moving claims and files changes nothing in it.
    dataset.write("facts/a.toml", dataset.read("facts/facts.toml"));
    std::fs::remove_file(dataset.path().join("facts/facts.toml")).unwrap();
    let ran = check(&dataset, &["--baseline", "one.txt", "--write-baseline", "one.txt"]);
    assert_eq!((ran.status, dataset.read("two.txt")), (0, dataset.read("one.txt")));
}

#[test]
fn what_cannot_be_read_or_written_ends_with_2() {
    let dataset = Dataset::of(FACTS);
    dataset.write("odd.txt", "# fine\nfacts are not\n");
    dataset.write("bytes.txt", b"\xff\xfe");
    dataset.write("facts/\u{202e}.toml", "");
    for (arguments, said) in [
        (["--baseline", "gone.txt"], "the baseline `gone.txt` cannot be read"),
        (["--baseline", "facts"], "the baseline `facts` cannot be read"),
        (["--baseline", "odd.txt"], "line 2 should start with a fingerprint, and starts with `facts`"),
        (["--baseline", "bytes.txt"], "it is not UTF-8"),
        (["--write-baseline", "facts"], "cannot be written to `facts`"),
        (["--write-baseline", "no/such/place"], "cannot be written to `no/such/place`"),
        (["--write-baseline", "facts/facts.toml"], "is a file of the dataset"),
        (["--write-baseline", "facts/dataset.toml"], "is a file of the dataset"),
        (["--write-baseline", "./sources/../facts/new.toml"], "is a file of the dataset"),
        (["--write-baseline", "sources/links.lock"], "is a file of the dataset"),
        (["--write-baseline", "facts/\u{202e}.toml"], "is a file of the dataset"),
    ] {
        let ran = check(&dataset, &arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(
            ran.stderr.contains(said) && ran.stderr.contains("\nhelp: "),
            "{arguments:?}: {}",
            ran.stderr
        );
        assert_eq!(ran.stdout, "", "{arguments:?}");
    }
    assert_eq!(dataset.read("facts/facts.toml"), FACTS);
    assert!(!dataset.path().join("facts/new.toml").exists());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("facts/facts.toml", dataset.path().join("link.txt")).unwrap();
        assert_eq!(check(&dataset, &["--write-baseline", "link.txt"]).status, 2);
        assert_eq!(dataset.read("facts/facts.toml"), FACTS);
    }
}
