//! `rename`: another id everywhere it is used, and nothing else.

use std::path::Path;

use csto_validate::dataset::load::{from_files, read_files};
use csto_validate::edit::applied;
use csto_validate::edit::rename::{Kind, rename};
use csto_validate::run::{Overrides, Run};

use crate::support::{Dataset, MANIFEST, Ran, check_json, root, run_in};

const VOCABULARY: &str = r#"# The pact is not a name here: pact.
[property.signed]
type  = "date"
[property.force]
type  = "date"
after = ["signed", { property = "held", at_least = "P1D" }]
[property.held]
type  = "date"
[property.host]
type    = "entity"
one_of  = ["pact", "minsk"]
[property.host.label]
en = "host of the pact"
[property.guests]
type       = "set"
requires   = ["host"]
[property.joined]
type   = "transition"
to     = "member"
[property.name]
type   = "text"
one_of = ["pact", "other"]
"#;

const FACTS: &str = r#"[entity.pact]   # of 1992
kind  = "treaty"
[entity."pact".label]
en = "pact"
[entity]
minsk.kind = "city"
league = { kind = "organisation", label = "pact" }

[[claim]]
id       = "pact"
subject  = 'pact'
property = "signed"
value    = "1992"
refs     = ["pact", "[3]", { ref = "pact", quote = "pact 1992" }]
[[claim]]
id       = "held"
subject  = "pact"
property = "held"
value    = { after = "pact.signed", at_least = "P0D" }
note     = "pact"
[[claim]]
id       = "in-force"
subject  = "pact"
property = "force"
value    = { after = "pact . signed", by = "P1Y" }
[[claim]]
id       = "host"
subject  = "league"
property = "host"
value    = """
pact"""
from     = "pact.signed"
[[claim]]
id       = "guests"
subject  = "league"
property = "guests"
value    = ["minsk", "p\u0061ct",   # pact
  'pact']
[[claim]]
id       = "member"
subject  = "minsk"
property = "joined"
value    = "pact"
at       = "pact.signed"
[[claim]]
id       = "name"
subject  = "league"
property = "name"
value    = { en = "pact" }
at       = "1990/1980"
[[accept]]
rule     = "date-range"
claims   = ["name"]
entities = ["league"]
reason   = "pact"
"#;

const SOURCES: &str = r#"[[source]]
id     = "pact"
marker = "1"
title  = "pact"
url    = "https://example.org/pact"
[[source]]
id     = "book"
marker = "3"
title  = "Book"
isbn   = "978-0765604323"
[[source]]
id    = "extra"
title = "Extra"
url   = "https://example.org/extra"
[[accept]]
rule    = "unused-source"
sources = ["extra"]
reason  = "kept"
"#;

fn dataset() -> Dataset {
    Dataset::new(&[
        ("facts/dataset.toml", &MANIFEST.replace("[rules]", "article = \"pact\"\n\n[rules]")),
        ("facts/vocabulary.toml", VOCABULARY),
        ("facts/facts.toml", FACTS),
        ("sources/sources.toml", SOURCES),
    ])
}

fn run(dataset: &Dataset, arguments: &[&str]) -> Ran {
    run_in(dataset.path(), &[&["rename"], arguments].concat())
}

const FILES: [&str; 4] =
    ["facts/dataset.toml", "facts/vocabulary.toml", "facts/facts.toml", "sources/sources.toml"];

/// The lines that a rename changed.
fn changed(before: &Dataset, after: &Dataset) -> String {
    let mut out = String::new();
    for file in FILES {
        let (before, after) = (before.read(file), after.read(file));
        assert_eq!(before.lines().count(), after.lines().count());
        for (old, new) in before.lines().zip(after.lines()).filter(|(old, new)| old != new) {
            out.push_str(&format!("{old}\n    {new}\n"));
        }
    }
    out
}

#[test]
fn an_entity() {
    let dataset = dataset();
    let found = check_json(dataset.path(), &[]).rules();
    let ran = run(&dataset, &["--kind", "entity", "pact", "treaty-1992"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r#"
    facts/facts.toml: 13 places
    facts/vocabulary.toml: 1 place
    "#);
    insta::assert_snapshot!(ran.stderr, @"the entity `pact` is now `treaty-1992`: 14 places in 2 files");
    insta::assert_snapshot!(changed(&self::dataset(), &dataset), @r#"
    one_of  = ["pact", "minsk"]
        one_of  = ["treaty-1992", "minsk"]
    [entity.pact]   # of 1992
        [entity.treaty-1992]   # of 1992
    [entity."pact".label]
        [entity."treaty-1992".label]
    subject  = 'pact'
        subject  = 'treaty-1992'
    subject  = "pact"
        subject  = "treaty-1992"
    value    = { after = "pact.signed", at_least = "P0D" }
        value    = { after = "treaty-1992.signed", at_least = "P0D" }
    subject  = "pact"
        subject  = "treaty-1992"
    value    = { after = "pact . signed", by = "P1Y" }
        value    = { after = "treaty-1992 . signed", by = "P1Y" }
    pact"""
        treaty-1992"""
    from     = "pact.signed"
        from     = "treaty-1992.signed"
    value    = ["minsk", "p\u0061ct",   # pact
        value    = ["minsk", "treaty-1992",   # pact
      'pact']
          'treaty-1992']
    value    = "pact"
        value    = "treaty-1992"
    at       = "pact.signed"
        at       = "treaty-1992.signed"
    "#);
    assert_eq!(check_json(dataset.path(), &[]).rules(), found);
    // And back.
    assert_eq!(run(&dataset, &["treaty-1992", "pact"]).status, 0);
    assert_eq!(
        changed(&self::dataset(), &dataset),
        "value    = [\"minsk\", \"p\\u0061ct\",   # pact\n    value    = [\"minsk\", \"pact\",   # pact\n"
    );
}

#[test]
fn a_claim_a_source_and_a_property() {
    for (kind, old) in [
        ("claim", "pact"),
        ("source", "pact"),
        ("property", "signed"),
        ("property", "host"),
        ("claim", "name"),
        ("source", "extra"),
        ("entity", "league"),
    ] {
        let dataset = dataset();
        let found = check_json(dataset.path(), &[]).rules();
        let ran = run(&dataset, &["--kind", kind, old, "new-name", "."]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let name = format!("{kind}_{old}");
        insta::assert_snapshot!(name.clone(), changed(&self::dataset(), &dataset));
        assert_eq!(check_json(dataset.path(), &[]).rules(), found, "{name}");
    }
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let dataset = dataset();
    let before: Vec<String> = FILES.iter().map(|file| dataset.read(file)).collect();
    for (arguments, said) in [
        (
            vec!["pact", "x"],
            [
                "`pact` is the id of an entity, a claim and a source",
                "`--kind entity`, `--kind claim` or `--kind source`",
            ],
        ),
        (vec!["pakt", "x"], ["nothing has the id `pakt`", "did you mean `pact`?"]),
        (vec!["3", "x"], ["`3`, which is the marker of the source `book`", "by its id, `book`"]),
        (vec!["--kind", "property", "pact", "x"], ["nothing has the id `pact`", "by its id"]),
        (vec!["minsk", "league"], ["there is an entity `league` already", "choose another"]),
        (vec!["signed", "held"], ["there is a property `held` already", "choose another"]),
        (vec!["book", "1"], ["`1` is the marker of the source `pact`", "choose another"]),
        (vec!["minsk", "minsk"], ["what it is called already", "choose another"]),
        (vec!["minsk", "m.insk"], ["`m.insk` cannot be an id", "a dot separates"]),
        (vec!["minsk", "Мінск"], ["cannot be an id", "a-z"]),
        (vec!["minsk", ""], ["cannot be an id", "a-z"]),
        (vec!["\u{202e}\u{1b}[2J", "x"], ["\\u{202e}␛[2J", "by its id"]),
        (vec!["minsk", "x", "nowhere"], ["there is no dataset in `nowhere`", "facts/dataset.toml"]),
        (vec!["minsk", "x", "facts/facts.toml"], ["it is not a directory", "facts/dataset.toml"]),
    ] {
        let ran = run(&dataset, &arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(said.iter().all(|said| ran.stderr.contains(said)), "{arguments:?}: {}", ran.stderr);
    }
    // What names the new name already would lead to it.
    dataset.write(
        "facts/more.toml",
        "[[claim]]\nid = \"more\"\nsubject = \"nobody\"\nproperty = \"signed\"\nvalue = \"1992\"\n",
    );
    let ran = run(&dataset, &["minsk", "nobody"]);
    assert!(
        ran.status == 2 && ran.stderr.contains("`facts/more.toml` names `nobody`, which does not exist"),
        "{}",
        ran.stderr
    );
    // What cannot be read may name it.
    dataset.write("facts/more.toml", "[[claim]\n");
    let ran = run(&dataset, &["minsk", "mensk"]);
    assert!(ran.status == 2 && ran.stderr.contains("`facts/more.toml` cannot be read"), "{}", ran.stderr);
    assert_eq!(FILES.iter().map(|file| dataset.read(file)).collect::<Vec<_>>(), before);
}

#[cfg(unix)]
#[test]
fn all_files_are_written_or_none() {
    use std::os::unix::fs::PermissionsExt as _;
    let dataset = dataset();
    let sources = dataset.path().join("sources/sources.toml");
    let mode = |mode| std::fs::set_permissions(&sources, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o444);
    let ran = run(&dataset, &["--kind", "source", "pact", "annals"]);
    assert!(
        ran.status == 2 && ran.stderr.contains("`sources/sources.toml` cannot be written"),
        "{}",
        ran.stderr
    );
    assert_eq!(changed(&self::dataset(), &dataset), "");
    mode(0o644);
    assert_eq!(run(&dataset, &["--kind", "source", "pact", "annals"]).status, 0);
}

#[test]
fn fingerprints_of_entries_follow() {
    let dataset = dataset();
    dataset.edit(
        "sources/sources.toml",
        "[[accept]]\nrule    = \"unused-source\"\nsources = [\"extra\"]\nreason  = \"kept\"\n",
        "",
    );
    dataset.edit("facts/facts.toml", "[[accept]]\nrule     = \"date-range\"\nclaims   = [\"name\"]\nentities = [\"league\"]\nreason   = \"pact\"\n", "");
    let list = run_in(dataset.path(), &["accept"]).stdout;
    let prints: Vec<&str> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert!(prints.len() > 1, "{list}");
    let accepted = run_in(dataset.path(), &[&["accept"], prints.as_slice(), &["--reason", "known"]].concat());
    assert_eq!(accepted.status, 0, "{}", accepted.stderr);
    let counts = |dataset: &Dataset| {
        let ran = check_json(dataset.path(), &[]);
        (ran.rules(), ran.json()["counts"]["accepted"].clone())
    };
    let before = counts(&dataset);
    assert_eq!(before.0, Vec::<String>::new());
    for (old, new) in [("name", "names"), ("extra", "additional")] {
        let kind = if old == "name" { "claim" } else { "source" };
        let ran = run(&dataset, &["--kind", kind, old, new]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert_eq!(counts(&dataset), before, "{}", dataset.read("facts/dataset.toml"));
    }
    assert!(prints.iter().any(|print| !dataset.read("facts/dataset.toml").contains(print)));
}

#[test]
fn line_ends_and_marks_stay() {
    let dataset = dataset();
    let windows = format!("\u{feff}{}", FACTS.replace('\n', "\r\n"));
    dataset.write("facts/facts.toml", &windows);
    let ran = run(&dataset, &["league", "union"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let after = dataset.read("facts/facts.toml");
    assert_eq!(after, windows.replace("league", "union"));
}

/// Every dataset of the tests: a rename leaves what is checked as it was, and can be taken back.
#[test]
fn every_dataset_checks_the_same_under_other_names() {
    let mut tried = 0;
    for folder in ["tests/cases", "tests/examples", "."] {
        let folder = root().join(folder);
        let places = if folder.ends_with(".") {
            vec![folder]
        } else {
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
        };
        for place in places.iter().filter(|place| place.join("facts/dataset.toml").is_file()) {
            tried += each_name(place);
        }
    }
    assert!(tried > 50, "{tried}");
}

fn each_name(place: &Path) -> usize {
    let files = read_files(place).unwrap();
    let Ok(loaded) = from_files(place.to_owned(), files.clone()) else { return 0 };
    let dataset = &loaded.dataset;
    let some = |ids: Vec<&str>| -> Vec<String> {
        // The first, the last and one between.
        let mut chosen: Vec<String> = [0, ids.len() / 2, ids.len().saturating_sub(1)]
            .iter()
            .filter_map(|at| ids.get(*at))
            .map(|id| (*id).to_owned())
            .collect();
        chosen.dedup();
        chosen
    };
    let ids = [
        (Kind::Entity, some(dataset.entities.iter().map(|one| &*one.id).collect())),
        (Kind::Property, some(dataset.properties.iter().map(|one| &*one.id).collect())),
        (Kind::Claim, some(dataset.claims.iter().map(|one| &*one.id).collect())),
        (Kind::Source, some(dataset.sources.iter().map(|one| &*one.id).collect())),
    ];
    let told = |files: &[csto_validate::dataset::load::RawFile], old: &str| {
        let run = Run::new(from_files(place.to_owned(), files.to_vec()).unwrap(), &Overrides::default());
        let mut all: Vec<String> = run
            .findings
            .iter()
            .map(|one| {
                format!(
                    "{} {}",
                    one.finding.rule.name,
                    one.finding.message.to_string().replace(old, "zz-other-name")
                )
            })
            .collect();
        all.sort();
        (all, run.accepted.len())
    };
    let mut tried = 0;
    for (kind, id) in ids.into_iter().flat_map(|(kind, ids)| ids.into_iter().map(move |id| (kind, id))) {
        let renamed = match rename(place, &files, Some(kind), &id, "zz-other-name") {
            Ok(renamed) => renamed,
            // A file that is no TOML may name anything.
            Err(csto_validate::edit::rename::RenameError::Unread(_)) => return 0,
            Err(error) => panic!("{}: {kind:?} {id}: {error}", place.display()),
        };
        let changes: Vec<_> = renamed.changes.into_iter().map(|(change, _)| change).collect();
        let after = applied(&files, &changes);
        assert_eq!(told(&after, &id), told(&files, &id), "{}: {kind:?} {id}", place.display());
        let back = rename(place, &after, Some(kind), "zz-other-name", &id).unwrap();
        let changes: Vec<_> = back.changes.into_iter().map(|(change, _)| change).collect();
        assert_eq!(applied(&after, &changes), files, "{}: {kind:?} {id}", place.display());
        tried += 1;
    }
    tried
}

/// Units stand in their tables, in properties and in claims; claims of several subjects are named by
/// their table and their subject.
#[test]
fn units_and_claims_of_several_subjects() {
    let facts = r#"[unit.ha]
of     = "km2"
factor = 0.01
[unit.are]
of     = "ha"
factor = 0.01
[entity.a]
kind = "state"
[entity.b]
kind = "state"
[property.area]
type   = "quantity"
unit   = "ha"
single = true
[[claim]]
id       = "x"
subject  = ["a", "b"]
property = "area"
value    = 5
unit     = "are"
[[claim]]
id       = "y"
subject  = "a"
property = "area"
value    = 5
[[accept]]
rule   = "conflicting-values"
claims = ["x/a", "y"]
reason = "ha"
"#;
    for (kind, old, new, after) in [
        (
            "unit",
            "ha",
            "hectare",
            facts
                .replace("[unit.ha]", "[unit.hectare]")
                .replace("= \"ha\"\nf", "= \"hectare\"\nf")
                .replace("unit   = \"ha\"", "unit   = \"hectare\""),
        ),
        ("claim", "x", "z", facts.replace("id       = \"x\"", "id       = \"z\"").replace("x/a", "z/a")),
        (
            "entity",
            "a",
            "c",
            facts
                .replace("[entity.a]", "[entity.c]")
                .replace("[\"a\", \"b\"]", "[\"c\", \"b\"]")
                .replace("= \"a\"\n", "= \"c\"\n")
                .replace("x/a", "x/c"),
        ),
    ] {
        let dataset = Dataset::of(facts);
        let ran = run_in(dataset.path(), &["rename", "--kind", kind, old, new]);
        assert_eq!(ran.status, 0, "{kind}: {}", ran.stderr);
        assert_eq!(dataset.read("facts/facts.toml"), after, "{kind}");
    }
}
