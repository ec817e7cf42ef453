//! `review`: what a change means, from real repositories.

use std::path::Path;

use gix::objs::tree::EntryKind;
use serde_json::json;

use crate::git::{Repo, bare, liar};
use crate::support::{Dataset, MANIFEST, Ran, run_in};

const FACTS: &str = r#"
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

const SOURCES: &str = r#"
[[source]]
id     = "book"
marker = "1"
title  = "A book"
isbn   = "978-0765604323"
"#;

fn dataset() -> Dataset {
    Dataset::new(&[
        ("facts/dataset.toml", MANIFEST),
        ("facts/facts.toml", FACTS),
        ("sources/sources.toml", SOURCES),
    ])
}

/// A repository with the facts on `main`.
fn repo() -> Repo {
    let repo = Repo::around(dataset());
    repo.commit();
    repo
}

fn review(repo: &Repo, arguments: &[&str]) -> Ran {
    review_in(repo.files.path(), arguments)
}

fn review_in(dir: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec!["review", "--offline"];
    all.extend(arguments);
    run_in(dir, &all)
}

const FILE: &str = "facts/facts.toml";

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
    repo.files.edit(FILE, "value    = 3\n", "value    = 4\n");
    // It was wrong before, and by the same claim.
    let ran = review(&repo, &["HEAD", "--format", "json"]);
    assert_eq!((ran.status, ran.json()["findings"]["unchanged"].clone()), (0, json!(1)));

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
fn a_side_can_be_any_revision() {
    let repo = repo();
    let first = review(&repo, &["main", "--format", "json"]).json()["base"].as_str().unwrap().to_owned();
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    let second = repo.commit();
    repo.point("refs/tags/v1", &first);
    repo.files.edit(FILE, "value    = 3\n", "value    = 7\n");
    for (base, head) in [("main~1", "main"), ("v1", "HEAD"), (&first, &second), (&first[..12], &second[..12])]
    {
        let ran = review(&repo, &[base, "--head", head, "--format", "json"]);
        let json = ran.json();
        assert_eq!(
            (json["base"].as_str(), json["head"].as_str()),
            (Some(&*first), Some(&*second)),
            "{base} {head}"
        );
        assert_eq!(json["claims"]["changed"][0]["fields"][0]["after"], 3);
    }
    // References that `git gc` packs.
    repo.remove_git_file("refs/heads/main");
    repo.git_file(
        "packed-refs",
        format!("# pack-refs with: peeled fully-peeled sorted \n{second} refs/heads/main\n"),
    );
    assert_eq!(review(&repo, &["v1", "--head", "main", "--format", "json"]).json()["head"], json!(second));
}

#[test]
fn a_branch_is_compared_with_where_it_left() {
    let repo = repo();
    let root = repo.commit();
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    let branch = repo.commit_to("branch");
    repo.files.edit(FILE, "value    = 3\n", "value    = 4\n");
    repo.commit();
    let ran = review(&repo, &["main...branch", "--head", "branch", "--format", "json"]);
    let json = ran.json();
    assert_eq!(
        (json["base"].as_str(), json["head"].as_str()),
        (Some(&*root), Some(&*branch)),
        "{}",
        ran.stderr
    );
    assert_eq!(json["claims"]["changed"][0]["fields"][0]["after"], 3);
}

#[test]
fn a_repository_may_use_sha256() {
    let repo = Repo::with_hash(dataset(), gix::hash::Kind::Sha256);
    repo.commit();
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    let json = review(&repo, &["main", "--format", "json"]).json();
    assert_eq!(json["base"].as_str().unwrap().len(), 64);
    assert_eq!(json["claims"]["changed"][0]["id"], "members-2008");
}

#[test]
fn the_dataset_may_lie_below_the_root() {
    let files = Dataset::new(&[
        ("data/alliance/facts/dataset.toml", MANIFEST),
        ("data/alliance/facts/facts.toml", FACTS),
        ("data/alliance/sources/sources.toml", SOURCES),
        ("data/empty.txt", ""),
    ]);
    let repo = Repo::around(files);
    repo.commit();
    repo.files.edit("data/alliance/facts/facts.toml", "value    = 2\n", "value    = 3\n");
    let below = review(&repo, &["main", "--format", "json", "data/alliance"]);
    assert_eq!(below.json()["claims"]["changed"][0]["id"], "members-2008");
    let inside = review_in(&repo.files.path().join("data/alliance"), &["main", "--format", "json"]);
    assert_eq!(inside.stdout, below.stdout);
    let above =
        review_in(&repo.files.path().join("data"), &["main", "--format", "json", "../data/alliance/"]);
    assert_eq!(above.stdout, below.stdout);
}

#[test]
fn a_bare_repository_has_two_revisions() {
    let (files, at) = (dataset(), tempfile::tempdir().unwrap());
    std::fs::rename(files.path().join("facts"), files.path().join("kept")).unwrap();
    std::fs::create_dir(files.path().join("data")).unwrap();
    std::fs::rename(files.path().join("kept"), files.path().join("data/facts")).unwrap();
    std::fs::rename(files.path().join("sources"), files.path().join("data/sources")).unwrap();
    let repo = at.path().join("facts.git");
    let commit = bare(&repo, files.path());
    let dataset = repo.join("data");
    let ran = review_in(at.path(), &["main", "--head", &commit, dataset.to_str().unwrap()]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let ran = review_in(at.path(), &["main", dataset.to_str().unwrap()]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("bare repository") && ran.stderr.contains("--head REV"), "{}", ran.stderr);
}

#[test]
fn a_linked_worktree_is_a_side() {
    let repo = repo();
    let other = dataset();
    let head = "ref: refs/heads/main\n";
    repo.git_file("worktrees/other/HEAD", head);
    repo.git_file("worktrees/other/commondir", "../..\n");
    repo.git_file("worktrees/other/gitdir", format!("{}\n", other.path().join(".git").display()));
    other.write(".git", format!("gitdir: {}\n", repo.files.path().join(".git/worktrees/other").display()));
    other.edit(FILE, "value    = 2\n", "value    = 3\n");
    let ran = review_in(other.path(), &["main", "--format", "json"]);
    assert_eq!(ran.json()["claims"]["changed"][0]["id"], "members-2008", "{}", ran.stderr);
}

#[test]
fn a_shallow_clone_without_the_base_says_what_to_fetch() {
    let repo = Repo::around(dataset());
    let first = repo.commit();
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    let second = repo.commit();
    repo.forget(&first);
    repo.git_file("shallow", format!("{second}\n"));
    for base in [first.as_str(), "main~1", "origin/main"] {
        let ran = review(&repo, &[base]);
        assert_eq!(ran.status, 2, "{base}: {}", ran.stdout);
        assert!(ran.stderr.contains("fetch-depth: 0"), "{base}: {}", ran.stderr);
    }
    assert_eq!(review(&repo, &["main"]).status, 0);
}

#[test]
fn what_cannot_run_says_why_and_what_to_do() {
    let repo = repo();
    let (lone, damaged, reftable) = (dataset(), dataset(), self::repo());
    damaged.write(".git", "gitdir: nowhere\n");
    reftable.remove_git_file("refs/heads/main");
    reftable.git_file("reftable/tables.list", "");
    for (dir, arguments, said) in [
        (repo.files.path(), vec!["mian"], ["there is no revision `mian`", "did you mean `main`?"]),
        (repo.files.path(), vec!["nothing-like-it"], ["there is no revision", "origin/NAME"]),
        (repo.files.path(), vec!["main..HEAD"], ["is a range", "--head REV"]),
        (repo.files.path(), vec!["HEAD:facts"], ["a file or a directory", "name one commit"]),
        (repo.files.path(), vec!["main", "facts"], ["there is no dataset in `facts`", "a dataset is"]),
        (
            repo.files.path(),
            vec!["main", "--head", "main", "facts"],
            ["facts/facts/dataset.toml", "name a revision"],
        ),
        (repo.files.path(), vec![""], ["there is no revision", "name a branch"]),
        (damaged.path(), vec!["main"], ["`.git` is damaged", "git status"]),
        (reftable.files.path(), vec!["main"], ["the format reftable", "git rev-parse main"]),
        (lone.path(), vec!["main"], ["does not lie in a git repository", "csto-validate check"]),
    ] {
        let ran = review_in(dir, &arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(said.iter().all(|said| ran.stderr.contains(said)), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn another_format_of_the_base_is_told() {
    let repo = repo();
    repo.files.edit("facts/dataset.toml", "format = 1", "format = 2");
    repo.commit();
    repo.files.edit("facts/dataset.toml", "format = 2", "format = 1");
    let ran = review(&repo, &["main"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("revision `main`") && ran.stderr.contains("format 2"), "{}", ran.stderr);
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

#[cfg(unix)]
#[test]
fn links_in_a_tree_follow_the_rules_of_the_disk() {
    use std::os::unix::fs::symlink;
    let files = dataset();
    files.write("other/more.toml", "[entity.georgia]\nkind = \"state\"\nlabel = \"Georgia\"\n");
    let root = files.path();
    // Followed: another directory of the dataset.
    symlink("../other", root.join("facts/more")).unwrap();
    // Read anyway, so not twice.
    symlink("facts.toml", root.join("facts/again.toml")).unwrap();
    symlink("../facts", root.join("facts/self")).unwrap();
    // Not followed, and said.
    symlink("/etc/hostname", root.join("facts/absolute.toml")).unwrap();
    symlink("../../../../../outside.toml", root.join("facts/above.toml")).unwrap();
    symlink("nowhere.toml", root.join("facts/nowhere.toml")).unwrap();
    symlink("loop.toml", root.join("facts/loop.toml")).unwrap();
    let repo = Repo::around(files);
    repo.commit();
    let check = run_in(repo.files.path(), &["check", "--offline", "--format", "json"]).json();
    assert_eq!(check["counts"]["entities"], 5);
    let ran = review(&repo, &["main", "--format", "json"]);
    let json = ran.json();
    assert_eq!(json["entities"]["added"], json!([]));
    // The disk calls a link to a file that is not there one that leads nowhere, wherever it would be.
    let messages = |which: &str| {
        json["findings"][which]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["message"].to_string())
            .collect::<Vec<_>>()
    };
    for list in [messages("introduced"), messages("resolved")] {
        assert!(list.iter().all(|message| message.contains("above.toml")), "{list:?}");
    }
    assert_eq!(check["findings"].as_array().unwrap().len(), 4);
}

#[test]
fn what_a_tree_holds_that_is_no_file_is_a_finding() {
    let repo = repo();
    let commit = repo.commit();
    let message = |head: &str| {
        let json = review(&repo, &["main", "--head", head, "--format", "json"]).json();
        let introduced = json["findings"]["introduced"].as_array().unwrap().clone();
        assert_eq!((introduced.len(), &introduced[0]["rule"]), (1, &json!("syntax")));
        introduced[0]["message"].as_str().unwrap().to_owned()
    };
    let module = repo.commit_entry("facts", "module", EntryKind::Commit, &commit);
    assert_eq!(message(&module), "`facts/module` is a submodule: its files are in another repository");

    let huge = "1234567890123456789012345678901234567890";
    repo.git_file(&format!("objects/12/{}", &huge[2..]), liar((64 << 20) + 1));
    let large = repo.commit_entry("facts", "huge.toml", EntryKind::Blob, huge);
    assert_eq!(message(&large), "`facts/huge.toml` is larger than 64 MiB");

    repo.files.write("facts/gone.toml", "# not in this clone\n");
    let partial = repo.commit_to("partial");
    repo.forget(&repo.blob("facts/gone.toml"));
    assert!(message(&partial).contains("its content is not in this clone"));
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
