//! `review --merged`: the merge of both sides, before anybody makes it.

use serde_json::json;

use crate::git::Repo;
use crate::review::{FILE, dataset, repo, review};

/// `main` raises the number of members, and adds a member; `branch` adds another claim.
fn parted() -> Repo {
    let repo = repo();
    repo.files.write("facts/added.toml", "[[claim]]\nid = \"signed-too\"\nsubject = \"pact\"\nproperty = \"signed\"\nvalue = \"1993\"\nrefs = [\"1\"]\n");
    repo.commit_to("branch");
    std::fs::remove_file(repo.files.path().join("facts/added.toml")).unwrap();
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    repo.commit();
    repo
}

#[test]
fn a_branch_is_judged_with_what_came_meanwhile() {
    let repo = parted();
    // Against `main` as it is now, the branch takes back what it never touched.
    let json = review(&repo, &["main", "--head", "branch", "--format", "json"]).json();
    assert_eq!(json["claims"]["changed"][0]["id"], "members-2008");
    let ran = review(&repo, &["main", "--head", "branch", "--merged", "--format", "json"]);
    let json = ran.json();
    assert_eq!((&json["claims"]["changed"], &json["head"]), (&json!([]), &json!("merged")), "{}", ran.stderr);
    assert_eq!(json["claims"]["added"][0]["id"], "signed-too");
    let text = review(&repo, &["main", "--head", "branch", "--merged"]).stdout;
    assert!(text.starts_with("the merge against "), "{text}");
    // The working tree stands on HEAD.
    repo.files.write("facts/here.toml", "[entity.georgia]\nkind = \"state\"\n");
    let json = review(&repo, &["branch", "--merged", "--format", "json"]).json();
    assert_eq!(json["entities"]["added"][0]["id"], "georgia");
    assert_eq!(
        (&json["claims"]["removed"], &json["claims"]["changed"][0]["id"]),
        (&json!([]), &json!("members-2008"))
    );
    // With a judge, too.
    let ran = review(&repo, &["branch", "--merged", "--judge", "base"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
}

#[test]
fn two_changes_that_are_fine_alone_can_break_together() {
    let repo = repo();
    repo.files.edit(FILE, "value    = 2\n", "value    = 2 # counted\n");
    repo.files.write("facts/state.toml", "[entity.georgia]\nkind = \"state\"\n");
    let first = repo.commit();
    repo.files.write("facts/more.toml", "[[claim]]\nid = \"g\"\nsubject = \"georgia\"\nproperty = \"joined\"\nvalue = \"alliance\"\nat = \"1994\"\nrefs = [\"1\"]\n");
    repo.files.edit(FILE, "value    = 2 # counted\n", "value    = 3\n");
    repo.commit_to("branch");
    repo.point("refs/heads/first", &first);
    std::fs::remove_file(repo.files.path().join("facts/more.toml")).unwrap();
    repo.files.edit(FILE, "value    = 3\n", "value    = 2 # counted\n");
    repo.files.edit("facts/state.toml", "georgia", "georgien");
    repo.commit();
    assert_eq!(review(&repo, &["first", "--head", "branch"]).status, 0);
    assert_eq!(review(&repo, &["first", "--head", "main"]).status, 0);
    let ran = review(&repo, &["main", "--head", "branch", "--merged", "--format", "json"]);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    let introduced = ran.json()["findings"]["introduced"].clone();
    assert!(introduced.as_array().unwrap().iter().any(|one| one["rule"] == "unknown-entity"), "{introduced}");
}

#[test]
fn what_git_cannot_merge_ends_with_2() {
    let repo = parted();
    repo.files.edit(FILE, "value    = 3\n", "value    = 4\n");
    let ran = review(&repo, &["branch", "--merged"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    // Both changed one line; one removed what the other changed.
    repo.files.edit(FILE, "value    = 4\n", "value    = 2\n");
    repo.commit();
    repo.files.edit(FILE, "value    = 2\n", "value    = 5\n");
    std::fs::remove_file(repo.files.path().join("sources/sources.toml")).unwrap();
    repo.commit_to("other");
    repo.files.write("sources/sources.toml", dataset().read("sources/sources.toml") + "# more\n");
    repo.files.edit(FILE, "value    = 5\n", "value    = 6\n");
    repo.commit();
    let ran = review(&repo, &["main", "--head", "other", "--merged"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.contains("both changed `facts/facts.toml` and `sources/sources.toml`"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("help: merge them with git"), "{}", ran.stderr);
    for (arguments, said) in [
        (vec!["nobody", "--merged"], "there is no revision `nobody`"),
        (vec!["main", "--merged", "--head", "nobody"], "there is no revision `nobody`"),
        (vec!["main", "--merged", "nowhere"], "there is no dataset in `nowhere`"),
    ] {
        let ran = review(&repo, &arguments);
        assert!(ran.status == 2 && ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn what_has_no_common_ancestor_is_not_merged() {
    let repo = repo();
    // A commit without parents.
    let odd = repo.commit_entry("facts", "odd.txt", gix::objs::tree::EntryKind::Blob, &repo.blob(FILE));
    let ran = review(&repo, &["main", "--head", &odd, "--merged"]);
    assert!(ran.status == 2 && ran.stderr.contains("no common ancestor"), "{}", ran.stderr);
}
