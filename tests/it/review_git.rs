//! `review`: the repositories that it reads, and what it says where it cannot.

use gix::objs::tree::EntryKind;
use serde_json::json;

use crate::git::{Repo, bare, liar};
use crate::review::{FACTS, FILE, SOURCES, dataset, repo, review, review_in};
use crate::support::{Dataset, MANIFEST, run_in};

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
    let (lone, damaged, reftable) = (dataset(), dataset(), crate::review::repo());
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

/// A repository around a dataset in its directory `data`.
fn below() -> Repo {
    let files = dataset();
    std::fs::create_dir(files.path().join("data")).unwrap();
    for folder in ["facts", "sources"] {
        std::fs::rename(files.path().join(folder), files.path().join("data").join(folder)).unwrap();
    }
    Repo::around(files)
}

#[test]
fn content_that_looks_like_a_repository_is_none() {
    let repo = below();
    let first = repo.commit();
    let path = format!("data/{FILE}");
    repo.files.edit(&path, "value    = 2\n", "value    = 7\n");
    // What a pull request adds beside `facts/`, with the change as the base of its own.
    bare(&repo.files.path().join("data"), repo.files.path());
    repo.files.write("data/config", "[core]\n\tbare = false\n\tworktree = .\n");
    for base in ["main", &first] {
        let ran = review_in(repo.files.path(), &[base, "--format", "json", "data"]);
        assert_eq!(ran.json()["base"], json!(first), "{}", ran.stderr);
        assert_eq!(ran.json()["claims"]["changed"][0]["id"], "members-2008");
    }
    // Nor is it one where no repository is above.
    std::fs::rename(repo.files.path().join(".git"), repo.files.path().join("git")).unwrap();
    for directory in ["data", "data/facts"] {
        let ran = review_in(repo.files.path(), &["main", directory]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.contains("does not lie in a git repository"), "{}", ran.stderr);
    }
}

#[test]
fn nothing_replaces_a_commit() {
    let repo = repo();
    let first = repo.commit();
    repo.files.edit(FILE, "value    = 2\n", "value    = 7\n");
    let second = repo.commit();
    repo.point(&format!("refs/replace/{first}"), &second);
    // A branch may be called like a hash, also like one that is not there.
    repo.point(&format!("refs/heads/{first}"), &second);
    let absent = "1".repeat(40);
    repo.point(&format!("refs/heads/{absent}"), &second);
    for base in [first.clone(), format!("{first}^0"), "main~1".into()] {
        let ran = review(&repo, &[&base, "--format", "json"]);
        assert_eq!(ran.json()["base"], json!(first), "{base}: {}", ran.stderr);
        assert_eq!(ran.json()["claims"]["changed"][0]["id"], "members-2008", "{base}");
    }
    for base in [absent.clone(), format!("{absent}^0"), format!("{absent}...main")] {
        let ran = review(&repo, &[&base]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{base}");
    }
}

#[test]
fn a_damaged_repository_is_told_of() {
    let repo = repo();
    repo.commit();
    repo.commit();
    repo.git_file("shallow", "x\n");
    let ran = review(&repo, &["main~1"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("line 1 of `shallow` in it is not the hash"), "{}", ran.stderr);
    repo.remove_git_file("shallow");
    let tag = repo.malformed_tag();
    for revision in [tag.clone(), format!("{tag}^0"), format!("{tag}~1"), format!("{tag}...main")] {
        let ran = review(&repo, &[&revision]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{revision}: {}", ran.stderr);
        assert!(!ran.stderr.contains("bug:"), "{revision}: {}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_in_a_repository_do_not_stop_it() {
    for path in ["HEAD", "config", "packed-refs", "shallow", "refs/heads/x", "objects/info/alternates"] {
        let repo = repo();
        let at = repo.files.path().join(".git").join(path);
        let _ = std::fs::remove_file(&at);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &at).unwrap();
        let ran = review(&repo, &["main"]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{path}");
        assert!(ran.stderr.contains(&format!("`{path}` in it is no ordinary file")), "{}", ran.stderr);
        std::fs::remove_file(&at).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&at).status();
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(review(&repo, &["main"]).status, 2, "{path}");
        }
    }
}
