//! `accept`: entries for findings that are chosen by their fingerprints.

use std::path::Path;

use crate::support::{Dataset, MANIFEST, Ran, case, check_json, run_in};

const FACTS: &str = r#"# The league.
[entity.league]
kind = "organisation"

[property.founded]
type   = "date"
single = true

[property.size]
type = "quantity"

[[claim]]
id       = "founded-1990"
subject  = "league"
property = "founded"
value    = "1990"

[[claim]]
id       = "founded-1992"
subject  = "league"
property = "founded"
value    = "1992"

[[claim]]
id       = "size"
subject  = "league"
property = "size"
value    = 4
from     = "2001"
until    = "1999"
"#;

fn dataset() -> Dataset {
    Dataset::of(FACTS)
}

fn accept(dataset: &Dataset, arguments: &[&str]) -> Ran {
    run_in(dataset.path(), &[&["accept"], arguments].concat())
}

/// The fingerprints in the list, in order.
fn listed(dataset: &Dataset) -> Vec<String> {
    let ran = accept(dataset, &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ran.stdout.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

fn counts(dataset: &Dataset) -> (usize, u64) {
    let ran = check_json(dataset.path(), &[]);
    (ran.rules().len(), ran.json()["counts"]["accepted"].as_u64().unwrap())
}

#[test]
fn what_is_listed_is_accepted() {
    let dataset = dataset();
    let ran = accept(&dataset, &[]);
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    insta::assert_snapshot!(ran.stdout, @r#"
    b7956f80f91dc184e68c0dbf51e72563 conflicting-values: two values for the founded of league: claim `founded-1990` says 1990, claim `founded-1992` says 1992; these tell of one moment, and no day is both (facts/facts.toml:22)
    4e5371fd0051e92e49a4edf617f7d7bf date-range: claim `size` ends before it starts: 2001 comes after 1999 (facts/facts.toml:30)
    "#);
    insta::assert_snapshot!(ran.stderr, @r#"2 findings: accept some with `csto-validate accept FINGERPRINT… --reason "…"`"#);
    let prints = listed(&dataset);
    let ran = accept(&dataset, &[&prints[0], "--reason", "two schools"]);
    assert_eq!((ran.status, counts(&dataset)), (0, (1, 1)), "{}", ran.stderr);
    insta::assert_snapshot!(ran.stdout, @"accepted b7956f80f91dc184e68c0dbf51e72563 conflicting-values: two values for the founded of league: claim `founded-1990` says 1990, claim `founded-1992` says 1992; these tell of one moment, and no day is both (facts/facts.toml:22)");
    insta::assert_snapshot!(ran.stderr, @"1 entry written to facts/dataset.toml");
    insta::assert_snapshot!(dataset.read("facts/dataset.toml"), @r#"
    format = 1

    [dataset]
    id = "test"
    title = "Test"
    as_of = "2024"

    [rules]
    uncited-claim = "off"

    [[accept]]
    rule        = "conflicting-values"
    claims      = ["founded-1990", "founded-1992"]
    fingerprint = "b7956f80f91dc184e68c0dbf51e72563"
    reason      = "two schools"
    "#);
    // The second goes behind the first; digits enough to tell it from others are enough.
    let ran =
        accept(&dataset, &[&prints[1][..6], "--reason", "it is\na \"joke\"", "--until", "2027-06", "."]);
    assert_eq!((ran.status, counts(&dataset)), (0, (0, 2)), "{}", ran.stderr);
    insta::assert_snapshot!(dataset.read("facts/dataset.toml").split_once("two schools").unwrap().1, @r#"
    "

    [[accept]]
    rule        = "date-range"
    claims      = ["size"]
    fingerprint = "4e5371fd0051e92e49a4edf617f7d7bf"
    reason      = 'it is a "joke"'
    until       = "2027-06"
    "#);
    assert_eq!(dataset.read("facts/facts.toml"), FACTS);
    let ran = accept(&dataset, &[]);
    assert_eq!((ran.stdout.as_str(), ran.stderr.trim()), ("", "there is nothing to accept"));
    // With another value it is another finding.
    dataset.edit("facts/facts.toml", "\"1992\"", "\"1993\"");
    assert_eq!(counts(&dataset).1, 1);
}

#[test]
fn the_layout_stays_as_it_is() {
    let dataset = Dataset::copy_of(&case("alliance"));
    dataset.edit("facts/dataset.toml", "[[accept]]", "# Known.\n[[accept]]");
    dataset.write(
        "facts/new.toml",
        "[[claim]]\nid       = \"x\"\nsubject  = \"nato\"\nproperty = \"official-language\"\nvalue    = \"english\"\nrefs     = [\"3\"]\n",
    );
    let fmt = || run_in(dataset.path(), &["fmt", "--check"]);
    run_in(dataset.path(), &["fmt"]);
    assert_eq!(fmt().status, 0, "{}", fmt().stdout);
    let before = dataset.read("facts/dataset.toml");
    let print = &listed(&dataset)[0];
    assert_eq!(accept(&dataset, &[print, "--reason", "twice"]).status, 0);
    assert_eq!((fmt().status, counts(&dataset).0), (0, 0));
    let after = dataset.read("facts/dataset.toml");
    let lines: Vec<&str> = after.lines().collect();
    assert!(before.lines().all(|line| lines.contains(&line)), "{after}");
    // Where the entries stand in a file of their own, there.
    let dataset = self::dataset();
    let odd =
        "#  odd\n[[accept]]\nrule='date-range'\n  claims = [ 'size' ]   # so\nreason = 'known'\n\n\n# end\n";
    dataset.write("facts/kept.toml", odd);
    let print = &listed(&dataset)[0];
    assert_eq!(accept(&dataset, &[print, "--reason", "two schools"]).status, 0);
    let after = dataset.read("facts/kept.toml");
    let (before, behind) = odd.split_at(odd.find("\n\n\n# end").unwrap() + 1);
    assert!(after.starts_with(before) && after.ends_with(behind), "{after}");
    assert_eq!(dataset.read("facts/dataset.toml"), MANIFEST);
    assert_eq!(counts(&dataset), (0, 2));
}

#[test]
fn what_cannot_be_accepted_says_why() {
    let dataset = dataset();
    let print = listed(&dataset)[0].clone();
    let before = dataset.read("facts/dataset.toml");
    for (arguments, said) in [
        (
            vec!["ffffff", "--reason", "x"],
            ["no finding has the fingerprint `ffffff`", "`csto-validate accept` lists"],
        ),
        (vec![&*print], ["none is given", "--reason"]),
        (vec![&*print, "--reason", "  \n "], ["none is given", "--reason"]),
        (vec!["--reason", "x"], ["no finding is named", "`csto-validate accept` lists"]),
        (
            vec![&*print, "--reason", "x", "no/such"],
            ["there is no dataset in `no/such`", "facts/dataset.toml"],
        ),
        (vec![&*print, "--reason", "x", "facts"], ["there is no dataset in `facts`", "facts/dataset.toml"]),
        (vec![&*print, "ffffff", "--reason", "x"], ["no finding has the fingerprint", "lists"]),
        (vec![&*print, "--reason", "x", "--until", "soon"], ["--until", "soon"]),
        (vec!["\u{202e}\u{7}", "--reason", "x"], ["\\u{202e}␇", "lists"]),
    ] {
        let ran = accept(&dataset, &arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(said.iter().all(|said| ran.stderr.contains(said)), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(dataset.read("facts/dataset.toml"), before);
    // Once accepted, it is not accepted again; an entry that does nothing is not kept.
    assert_eq!(accept(&dataset, &[&print, &print, "--reason", "x"]).status, 0);
    assert_eq!(dataset.read("facts/dataset.toml").matches("[[accept]]").count(), 1);
    let ran = accept(&dataset, &[&print, "--reason", "x"]);
    assert!(ran.status == 2 && ran.stderr.contains("accepted already: x"), "{}", ran.stderr);
    dataset.edit("facts/facts.toml", "\"1992\"", "\"1990\"");
    let json = check_json(dataset.path(), &[]).json();
    let findings = json["findings"].as_array().unwrap();
    let unused = findings.iter().find(|one| one["rule"] == "unused-accept").unwrap();
    let ran = accept(&dataset, &[unused["fingerprint"].as_str().unwrap(), "--reason", "x"]);
    assert!(ran.status == 2 && ran.stderr.contains("mended and never kept"), "{}", ran.stderr);
}

#[test]
fn digits_of_several_are_told() {
    let mut claims = String::from("[entity.a]\nkind = \"k\"\n[property.p]\ntype = \"date\"\n");
    for at in 0..40 {
        claims.push_str(&format!(
            "[[claim]]\nid = \"c{at}\"\nsubject = \"a\"\nproperty = \"p\"\nvalue = \"1990/19{}\"\n",
            10 + at
        ));
    }
    let dataset = Dataset::of(&claims);
    // Of some forty findings at least three begin with one digit.
    let prints = listed(&dataset);
    let digit = "0123456789abcdef"
        .chars()
        .max_by_key(|digit| prints.iter().filter(|one| one.starts_with(*digit)).count());
    let ran = accept(&dataset, &[&digit.unwrap().to_string(), "--reason", "x"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("begins the fingerprints of") && ran.stderr.contains("type more digits"),
        "{}",
        ran.stderr
    );
    let ran = accept(&dataset, &[&prints[0].to_uppercase(), "--reason", "x"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_left() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let dataset = dataset();
    let print = listed(&dataset)[0].clone();
    let manifest = dataset.path().join("facts/dataset.toml");
    let mode = |mode| std::fs::set_permissions(&manifest, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o444);
    let ran = accept(&dataset, &[&print, "--reason", "x"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("it is read-only") && ran.stderr.contains("nothing was written"),
        "{}",
        ran.stderr
    );
    mode(0o644);
    // A link stays a link.
    let real: &Path = &dataset.path().join("real.toml");
    std::fs::rename(&manifest, real).unwrap();
    symlink("../real.toml", &manifest).unwrap();
    assert_eq!(accept(&dataset, &[&print, "--reason", "x"]).status, 0);
    assert!(std::fs::symlink_metadata(&manifest).unwrap().is_symlink());
    assert!(std::fs::read_to_string(real).unwrap().contains(&print));
    // A manifest that is no TOML takes no entry.
    std::fs::write(real, format!("{MANIFEST}[[accept\n")).unwrap();
    let ran = accept(&dataset, &[&print, "--reason", "x"]);
    assert!(ran.status == 2 && ran.stderr.contains("help: nothing was written"), "{}", ran.stderr);
}

#[test]
fn findings_that_name_no_claim_are_accepted_too() {
    let dataset = dataset();
    dataset.write(
        "sources/sources.toml",
        "[[source]]\nid = \"map\"\nurl = \"https://example.org/map\"\ncolour = \"red\"\n",
    );
    dataset.write("facts/odd.toml", "colour = \"red\"\n");
    let prints = listed(&dataset);
    let mut arguments: Vec<&str> = prints.iter().map(String::as_str).collect();
    arguments.extend(["--reason", "known"]);
    let ran = accept(&dataset, &arguments);
    assert_eq!((ran.status, counts(&dataset).0), (0, 0), "{}{}", ran.stdout, ran.stderr);
    assert!(counts(&dataset).1 >= 5);
}
