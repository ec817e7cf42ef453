//! `review --judge`: whose levels and accepts count, and what a change keeps or weighs less.

use serde_json::{Value, json};

use crate::git::Repo;
use crate::review::{FILE, dataset, repo, review};

const KEEP: &str =
    "\n[[accept]]\nrule = \"count-mismatch\"\nclaims = [\"members-2008\"]\nreason = \"it will do\"\n";

fn json_of(repo: &Repo, judge: &str) -> (i32, Value) {
    let ran = review(repo, &["main", "--format", "json", "--judge", judge]);
    (ran.status, ran.json())
}

fn rules(findings: &Value) -> Vec<String> {
    findings.as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_change_that_accepts_its_own_error_passes_only_before_itself() {
    let repo = repo();
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    repo.files.write("facts/kept.toml", KEEP);
    let (status, json) = json_of(&repo, "head");
    assert_eq!((status, &json["findings"]["introduced"]), (0, &json!([])));
    let accepted = &json["findings"]["accepted"];
    assert_eq!(
        (rules(accepted), &accepted[0]["reason"]),
        (vec!["count-mismatch".into()], &json!("it will do"))
    );
    let (status, json) = json_of(&repo, "base");
    assert_eq!((status, rules(&json["findings"]["introduced"])), (1, vec!["count-mismatch".into()]));
    assert_eq!(&json["findings"]["accepted"], accepted);
    assert_eq!(json["manifest"]["accepts"]["added"].as_array().unwrap().len(), 1);
    let ran = review(&repo, &["main", "--judge", "base"]);
    insta::assert_snapshot!(ran.stdout, @r#"
    the working tree against 200dd3340d: 1 claim changed; the manifest changed

    Alliance
      ~ members-2008: number of members
          value: 2 → 3 (raised by 1)

    manifest
      + accepts count-mismatch for members-2008: it will do

    newly accepted
      error: count-mismatch: claim `members-2008` says that the number of members of Alliance is 3, but in 2008 the claims give 2: Armenia and Belarus
          because: it will do

    introduced
    error[count-mismatch]: claim `members-2008` says that the number of members of Alliance is 3, but in 2008 the claims give 2: Armenia and Belarus
      --> facts/facts.toml:58:12
       |
    44 | value    = "alliance"
       |            ---------- Armenia, 15 May 1992: claim `armenia-joined`
    ...
    51 | value    = "alliance"
       |            ---------- Belarus, 1993: claim `belarus-joined`
    ...
    58 | value    = 3
       |            ^ 3 [1]
       |
       = help: mend the number or its time; or add, with a source, who else was `member` then


    the change introduces 1 error
    "#);
    let ran = review(&repo, &["main", "--format", "markdown"]);
    insta::assert_snapshot!(ran.stdout, @r#"
    <!-- csto-validate-review -->
    ### ✅ Test: 1 claim changed; the manifest changed

    This change introduces no finding and resolves none.

    **Newly accepts**

    - **error** `count-mismatch`: claim `members-2008` says that the number of members of Alliance is 3, but in 2008 the claims give 2: Armenia and Belarus (`facts/facts.toml:58`): it will do

    **Claims**

    - **Alliance**
      - `members-2008` number of members: value `2` → `3`: raised by 1

    **Manifest**

    - accepts count-mismatch for members-2008: it will do
    "#);
}

#[test]
fn a_change_that_lowers_a_level_is_judged_by_what_it_was() {
    let repo = repo();
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    repo.files.edit(
        "facts/dataset.toml",
        "[rules]\n",
        "[rules]\ncount-mismatch = \"off\"\nfuture-date = \"error\"\n",
    );
    let lowered = json!([{ "rule": "count-mismatch", "before": "error", "after": "off" }]);
    for (judge, status) in [("head", 0), ("base", 1)] {
        let (ended, json) = json_of(&repo, judge);
        assert_eq!((ended, &json["manifest"]["levels_lowered"]), (status, &lowered), "{judge}");
        assert_eq!(json["manifest"]["rules_removed"], json!([]));
    }
    let (_, json) = json_of(&repo, "base");
    assert_eq!(json["findings"]["introduced"][0]["level"], "error");
    for format in ["text", "markdown"] {
        let ran = review(&repo, &["main", "--format", format]);
        assert!(ran.stdout.contains("lowered from error to off"), "{}", ran.stdout);
    }
    // A line that goes lowers what it had raised.
    repo.files.edit("facts/dataset.toml", "count-mismatch = \"off\"\n", "");
    repo.files.edit(FILE, "value    = 3\n", "value    = 2\n");
    repo.commit();
    repo.files.edit("facts/dataset.toml", "future-date = \"error\"\n", "");
    let (status, json) = json_of(&repo, "base");
    assert_eq!(json["manifest"]["levels_lowered"][0]["after"], "warning", "{json}");
    assert_eq!(status, 0);
}

#[test]
fn what_the_base_accepts_stays_accepted_whatever_it_is_called() {
    let repo = Repo::around(dataset());
    repo.files.edit(FILE, "value    = 2\n", "value    = 3\n");
    repo.files.write("facts/kept.toml", KEEP);
    repo.commit();
    let text = repo.files.read(FILE).replace("members-2008", "members-of-2008");
    repo.files.write(FILE, text);
    // The entry has not followed.
    let (status, json) = json_of(&repo, "head");
    assert_eq!(
        (status, rules(&json["findings"]["introduced"]).contains(&"count-mismatch".into())),
        (1, true)
    );
    let (status, json) = json_of(&repo, "base");
    assert_eq!(
        (status, rules(&json["findings"]["introduced"])),
        (0, vec!["unused-accept".to_owned()]),
        "{json}"
    );
    assert_eq!(json["findings"]["accepted"], json!([]));
    // With another value it is another finding, which nobody accepted but the change.
    repo.files.write("facts/kept.toml", "");
    repo.files.edit(FILE, "value    = 3\n", "value    = 4\n");
    let (_, json) = json_of(&repo, "head");
    assert_eq!(rules(&json["findings"]["introduced"]), ["count-mismatch"]);
}

#[test]
fn without_a_dataset_before_the_usual_levels_judge() {
    let repo = Repo::around(crate::support::Dataset::new(&[("README.md", "soon")]));
    repo.commit();
    let new = dataset();
    for path in ["facts/dataset.toml", FILE, "sources/sources.toml"] {
        repo.files.write(path, new.read(path));
    }
    let (status, json) = json_of(&repo, "base");
    assert_eq!((status, &json["manifest"]["levels_lowered"]), (0, &json!([])), "{json}");
    let ran = review(&repo, &["main", "--judge", "nobody"]);
    assert_eq!(ran.status, 2);
}
