//! `review`: what a change means, from real repositories.

use std::path::Path;

use serde_json::json;

use crate::git::Repo;
use crate::support::{Dataset, MANIFEST, Ran, run_in};

pub(crate) const FACTS: &str = r#"
[entity.alliance]
kind  = "organisation"
label = "Alliance"

[entity.pact]
kind  = "treaty"
label = "Pact"

[entity.armenia]
kind  = "state"
label = "Armenia"

[entity.belarus]
kind  = "state"
label = "Belarus"

[property.signed]
type  = "date"
label = "signing"

[property.joined]
type  = "transition"
label = "joining"
to    = "member"
from  = ["none"]

[property.member-count]
type          = "quantity"
label         = "number of members"
counts_status = "member"

[[claim]]
id       = "pact-signed"
subject  = "pact"
property = "signed"
value    = "1992-05-15"
refs     = ["1"]

[[claim]]
id       = "armenia-joined"
subject  = "armenia"
property = "joined"
value    = "alliance"
at       = "pact.signed"

[[claim]]
id       = "belarus-joined"
subject  = "belarus"
property = "joined"
value    = "alliance"
at       = "1993"

[[claim]]
id       = "members-2008"
subject  = "alliance"
property = "member-count"
value    = 2
at       = "2008"
refs     = [{ ref = "1", quote = "both members took part" }]
"#;

pub(crate) const SOURCES: &str = r#"
[[source]]
id     = "book"
marker = "1"
title  = "A book"
isbn   = "978-0765604323"
"#;

pub(crate) fn dataset() -> Dataset {
    Dataset::new(&[
        ("facts/dataset.toml", MANIFEST),
        ("facts/facts.toml", FACTS),
        ("sources/sources.toml", SOURCES),
    ])
}

/// A repository with the facts on `main`.
pub(crate) fn repo() -> Repo {
    let repo = Repo::around(dataset());
    repo.commit();
    repo
}

pub(crate) fn review(repo: &Repo, arguments: &[&str]) -> Ran {
    review_in(repo.files.path(), arguments)
}

pub(crate) fn review_in(dir: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec!["review", "--offline"];
    all.extend(arguments);
    run_in(dir, &all)
}

pub(crate) const FILE: &str = "facts/facts.toml";

/// An edit as a pull request makes it: a year, a member who is lost, a quote, a source, a rename, and
/// a file that moves.
fn edited() -> Repo {
    let repo = repo();
    repo.files.edit(FILE, "1992-05-15", "1992-05-18");
    repo.files.edit(FILE, "at       = \"1993\"", "at       = \"2009\"");
    repo.files.edit(FILE, "both members", "two members");
    repo.files.edit(FILE, "id       = \"armenia-joined\"", "id       = \"armenia-member\"");
    repo.files
        .write("sources/moved.toml", repo.files.read("sources/sources.toml").replace("A book", "The book"));
    std::fs::remove_file(repo.files.path().join("sources/sources.toml")).unwrap();
    repo
}

#[test]
fn one_glance_is_enough() {
    let repo = edited();
    let ran = review(&repo, &["main"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    insta::assert_snapshot!("review-text", ran.stdout);
    insta::assert_snapshot!("review-markdown", review(&repo, &["main", "--format", "markdown"]).stdout);
    insta::assert_snapshot!("review-json", review(&repo, &["main", "--format", "json"]).stdout);
    insta::assert_snapshot!("review-quiet", review(&repo, &["main", "-q"]).stdout);
}

#[test]
fn json_is_as_the_contract_has_it() {
    let repo = repo();
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    repo.files.write(
        "facts/untracked.toml",
        "[[claim]]\nid = \"pact-signed-year\"\nsubject = \"pact\"\nproperty = \"signed\"\nvalue = 1992-05-15\nrefs = [\"[1]\"]\n",
    );
    let ran = review(&repo, &["main", "--format", "json"]);
    let json = ran.json();
    assert_eq!((json["format"].clone(), json["head"].clone()), (json!(1), json!("worktree")));
    assert_eq!(json["base"].as_str().unwrap().len(), 40);
    let changed = &json["claims"]["changed"];
    assert_eq!(changed[0]["id"], "members-2008");
    assert_eq!(changed[0]["fields"][0]["field"], "value");
    assert_eq!(
        (&changed[0]["fields"][0]["before"], &changed[0]["fields"][0]["after"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(
        json["claims"]["added"],
        json!([{ "id": "pact-signed-year", "claim": {
            "id": "pact-signed-year", "subject": "pact", "property": "signed", "value": "1992-05-15", "refs": ["1"]
        } }])
    );
    assert_eq!(json["claims"]["removed"], json!([]));
    assert_eq!(json["findings"]["introduced"][0]["rule"], "count-mismatch");
    assert_eq!((&json["findings"]["resolved"], &json["findings"]["unchanged"]), (&json!([]), &json!(0)));
    assert_eq!(ran.status, 1);
}

#[test]
fn only_what_a_change_introduces_fails() {
    let repo = Repo::around(dataset());
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    repo.commit();
    // What was wrong before is as it was, whatever else changes.
    repo.files.edit(FILE, "value    = 3\n", "value    = 3\nnote     = \"seen\"\n");
    let ran = review(&repo, &["HEAD", "--format", "json"]);
    assert_eq!((ran.status, ran.json()["findings"]["unchanged"].clone()), (0, json!(1)));
    // Another wrong value is another finding, though it is by the same claim.
    repo.files.edit(FILE, "value    = 3\n", "value    = 4\n");
    let ran = review(&repo, &["HEAD", "--format", "json"]);
    let findings = ran.json()["findings"].clone();
    let number = |field: &str| findings[field].as_array().unwrap().len();
    assert_eq!((ran.status, number("introduced"), number("resolved")), (1, 1, 1), "{findings}");
    repo.commit();

    repo.files.edit(FILE, "refs     = [\"1\"]\n", "");
    assert_eq!(review(&repo, &["HEAD"]).status, 0);
    let uncited = ["HEAD", "-W", "uncited-claim", "--format", "json"];
    let warned = review(&repo, &uncited);
    assert_eq!(
        (warned.status, warned.json()["findings"]["introduced"][0]["rule"].clone()),
        (0, json!("uncited-claim"))
    );
    assert_eq!(review(&repo, &["HEAD", "-W", "uncited-claim", "-D", "warnings"]).status, 1);
    assert_eq!(review(&repo, &["HEAD", "-D", "uncited-claim"]).status, 1);
}

#[test]
fn nothing_changed_is_nothing() {
    let repo = repo();
    for base in ["main", "HEAD", "@", "refs/heads/main"] {
        let ran = review(&repo, &[base]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(ran.stdout.contains("no facts changed"), "{}", ran.stdout);
    }
}

#[test]
fn without_a_dataset_before_everything_is_added() {
    let repo = Repo::around(Dataset::new(&[("README.md", "soon")]));
    repo.commit();
    for (path, text) in [("facts/dataset.toml", MANIFEST), (FILE, FACTS), ("sources/sources.toml", SOURCES)] {
        repo.files.write(path, text);
    }
    let ran = review(&repo, &["main", "--format", "json"]);
    assert_eq!((ran.status, ran.json()["claims"]["added"].as_array().unwrap().len()), (0, 4));
    assert!(review(&repo, &["main"]).stdout.contains("there is no dataset at"));
}

#[test]
fn a_comment_fits_and_nothing_in_it_is_markup() {
    let repo = repo();
    let mut facts = String::new();
    for i in 0..3000 {
        facts.push_str(&format!(
            "[[claim]]\nid = \"claim-{i}\"\nsubject = \"alliance\"\nproperty = \"member-count\"\nvalue = {i}\nat = \"2008\"\n"
        ));
    }
    repo.files.write("facts/many.toml", facts);
    repo.files.edit(
        FILE,
        "label = \"Pact\"",
        "label = \"<script>@everyone</script> [x](https://evil.example) `</details>` | #1\"",
    );
    repo.files.edit(FILE, "1992-05-15", "1992-05-18");
    let text = review(&repo, &["main", "--format", "markdown"]).stdout;
    let characters = text.encode_utf16().count();
    assert!((20_000..=65_536).contains(&characters), "{characters}");
    assert!(text.contains("**Sources**") || text.contains("Entities"), "no part takes the place of another");
    assert_eq!(text.lines().next(), Some("<!-- csto-validate-review -->"));
    assert!(text.contains("more lines do not fit into a comment"));
    assert_eq!(text.matches("<details>").count(), text.matches("\n</details>\n").count());

    let repo = self::repo();
    repo.files.edit(
        FILE,
        "label = \"Pact\"",
        "label = \"<script>@everyone</script> [x](https://evil.example) `</details>` | #1\"",
    );
    repo.files.edit(FILE, "1992-05-15", "1992-05-18");
    insta::assert_snapshot!(
        "review-markdown-hostile",
        review(&repo, &["main", "--format", "markdown"]).stdout
    );
}

#[test]
fn a_file_that_cannot_be_read_is_no_removal() {
    let repo = repo();
    repo.files.write("sources/sources.toml", format!("= oops\n{SOURCES}"));
    repo.files.edit(FILE, "value    = 2\n", "value    = true\n");
    let ran = review(&repo, &["main"]);
    assert_eq!(ran.status, 1);
    insta::assert_snapshot!("review-unread", ran.stdout);
    let json = review(&repo, &["main", "--format", "json"]).json();
    assert_eq!(json["sources"]["removed"][0]["unread"], "`sources/sources.toml` cannot be read");
}

#[test]
fn the_same_change_gives_the_same_bytes() {
    for format in ["text", "json", "markdown"] {
        let (one, other) = (edited(), edited());
        assert_eq!(
            review(&one, &["main", "--format", format]).stdout,
            review(&other, &["main", "--format", format]).stdout
        );
    }
}
