//! What the options do, and how a run ends: the contract of those who call the program.

use serde_json::Value;

use crate::support::{Dataset, case, check_json, command, csto, run_in};

/// Runs the program where no dataset is.
fn run(arguments: &[&str]) -> crate::support::Ran {
    let nowhere = tempfile::tempdir().unwrap();
    run_in(nowhere.path(), arguments)
}

#[test]
fn what_could_not_run_ends_with_2_and_says_what_to_do() {
    let mistakes = case("mistakes");
    let mistakes = mistakes.to_str().unwrap();
    for (arguments, told) in [
        (&["check"][..], "name a directory that has `facts/dataset.toml`"),
        (&["chek"], "did you mean the command `check`?"),
        (&["check", "--formt", "json"], "a similar argument exists: '--format'"),
        (&["check", "--format", "yaml"], "invalid value 'yaml'"),
        (&["check", "-D", "count-mismach", mistakes], "did you mean `count-mismatch`?"),
        (&["check", "-A", "warnings", mistakes], "there is no rule `warnings`"),
        (&["check", "-q", "-v", mistakes], "cannot be used with"),
        (&["explain", "nothing-like-it"], "`csto-validate rules` lists all rules"),
        (&["explain", "publishd"], "did you mean `published`?"),
        (&["explain"], "<RULE>"),
        (&["check", "--output", "no/such/report.txt", mistakes], "choose a file in a directory that exists"),
        (&["check", "--output", ".", mistakes], "it is a directory"),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_bare_run_checks_where_it_stands() {
    let bare = run_in(&csto(), &["--offline"]);
    assert_eq!((bare.status, &bare.stdout), (0, &run_in(&csto(), &["check", "--offline", "."]).stdout));
    assert_eq!(run(&["--version"]).stdout, format!("csto-validate {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(run(&["--help"]).status, 0);
}

#[test]
fn the_last_level_for_a_rule_counts_and_the_manifest_comes_first() {
    let mistakes = case("mistakes");
    let level = |arguments: &[&str]| {
        let json = check_json(&mistakes, arguments).json();
        let findings = json["findings"].as_array().unwrap().clone();
        let found = findings.into_iter().find(|finding| finding["rule"] == "uncited-claim");
        found.map(|finding| finding["level"].as_str().unwrap().to_owned())
    };
    assert_eq!(level(&[]).as_deref(), Some("note"));
    assert_eq!(level(&["-W", "uncited-claim"]).as_deref(), Some("warning"));
    assert_eq!(level(&["-W", "uncited-claim", "-D", "uncited-claim"]).as_deref(), Some("error"));
    assert_eq!(level(&["-D", "uncited-claim", "-A", "uncited-claim"]), None);
    assert_eq!(level(&["-A", "uncited-claim", "-W", "uncited-claim"]).as_deref(), Some("warning"));
}

#[test]
fn what_fails_a_run() {
    let clean = case("alliance");
    assert_eq!(check_json(&clean, &["-D", "warnings"]).status, 0);
    assert_eq!(check_json(&csto(), &[]).status, 0);
    assert_eq!(check_json(&csto(), &["-D", "warnings"]).status, 1);
    assert_eq!(check_json(&csto(), &["-D", "warnings", "-A", "uncited-claim"]).status, 0);
    assert_eq!(check_json(&csto(), &["-D", "unverifiable-count"]).status, 1);
    // What is accepted never fails, whatever its level.
    assert_eq!(check_json(&csto(), &["-D", "conflicting-values", "-D", "incomplete-source"]).status, 0);
}

#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("report.json");
    std::fs::write(&path, "before").unwrap();
    let ran = check_json(&case("mistakes"), &["--output", path.to_str().unwrap()]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written, check_json(&case("mistakes"), &[]).stdout);
    // Where there is no dataset, what was there stays.
    std::fs::write(&path, "before").unwrap();
    let ran = check_json(dir.path(), &["--output", path.to_str().unwrap()]);
    assert_eq!(ran.status, 2);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    // Nothing else is left behind.
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let colored = |environment: &[(&str, &str)], arguments: &[&str]| {
        let mut command = command();
        command.current_dir(case("mistakes")).args(["check", "--offline"]).args(arguments);
        let output = command.envs(environment.iter().copied()).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!colored(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(colored(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!colored(&[("NO_COLOR", "1")], &[]));
}

#[test]
fn quiet_says_the_findings_alone() {
    let quiet = |path: &std::path::Path| run_in(path, &["check", "--offline", "-q"]).stdout;
    assert_eq!(quiet(&case("alliance")), "");
    let told = quiet(&case("mistakes"));
    assert!(told.starts_with("error[") && !told.contains("csto-validate explain"));
}

/// The fields that other programs rely on.
#[test]
fn the_json_report_keeps_its_shape() {
    let json = check_json(&case("mistakes"), &[]).json();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let has = |value: &Value, fields: &[&str]| {
        for field in fields {
            assert!(keys(value).iter().any(|key| key == field), "{field} is missing in {value}");
        }
    };
    assert_eq!((&json["format"], &json["tool"]["name"]), (&Value::from(1), &Value::from("csto-validate")));
    has(&json, &["format", "tool", "dataset", "counts", "findings", "accepted", "links"]);
    has(&json["dataset"], &["id", "title", "as_of"]);
    has(
        &json["counts"],
        &["entities", "properties", "claims", "sources", "errors", "warnings", "notes", "accepted"],
    );
    let findings = json["findings"].as_array().unwrap();
    for finding in findings {
        has(finding, &["rule", "level", "message", "help", "claims", "sources", "location", "related"]);
        for place in std::iter::once(finding).chain(finding["related"].as_array().unwrap()) {
            has(&place["location"], &["file", "line", "column", "end_line", "end_column"]);
            assert!(!place["location"]["file"].as_str().unwrap().contains(['\\', ':']));
        }
    }
    // In the order of files, lines, columns and rules.
    let place = |finding: &Value| {
        let at = &finding["location"];
        (
            at["file"].as_str().unwrap().to_owned(),
            at["line"].as_u64().unwrap(),
            at["column"].as_u64().unwrap(),
            finding["rule"].as_str().unwrap().to_owned(),
        )
    };
    assert!(findings.iter().map(place).is_sorted());
    has(&json["links"][0], &["source", "url", "verdict", "status", "final_url", "reason"]);
}

/// Columns count Unicode scalar values from 1, and ends lie behind.
#[test]
fn columns_count_characters() {
    let dataset = Dataset::of("[entity.a]\nkind = \"Ж\"\nlabel = { ru = \"Жук\", xx_yy = \"?\" }\n");
    let location = check_json(dataset.path(), &[]).json()["findings"][0]["location"].clone();
    let numbers = ["line", "column", "end_line", "end_column"].map(|field| location[field].as_u64().unwrap());
    assert_eq!(numbers, [3, 23, 3, 28]);
}

#[test]
fn pages_of_rules() {
    let list = run(&["rules"]);
    assert_eq!(list.status, 0);
    let page = run(&["explain", "count-mismatch"]).stdout;
    assert!(page.starts_with("count-mismatch (error)\n") && page.contains("What to do:"), "{page}");
    // Where a dataset is named, the level is the one in force there.
    let club = case("mistakes");
    let page = run(&["explain", "uncited-claim", club.to_str().unwrap()]).stdout;
    assert!(page.starts_with("uncited-claim (note here, warning by default)\n"), "{page}");
    // What is no rule is a field, a table or a type of the format.
    let page = run(&["explain", "accept.reason"]).stdout;
    assert_eq!(page, "accept.reason (required, a text in quotes)\n\nWhy it is kept.\n");
    let both = run(&["explain", "lang", "--format", "json"]).json();
    assert_eq!([&both["fields"][0]["name"], &both["fields"][1]["name"]], ["claim.refs.lang", "source.lang"]);
    let rules = run(&["rules", "--format", "json"]).json();
    assert_eq!(rules["rules"].as_array().unwrap().len(), list.stdout.lines().count());
}

/// An alliance of three that is said to have one member.
const THREE_FOR_ONE: &str = r#"
[property.joined]
type = "transition"
to   = "member"

[property.member-count]
type          = "quantity"
counts_status = "member"

[entity]
alliance.kind = "organisation"
armenia.kind  = "state"
belarus.kind  = "state"
georgia.kind  = "state"

[[claim]]
id       = "a"
subject  = ["armenia", "belarus", "georgia"]
property = "joined"
value    = "alliance"
at       = "1992"
refs     = ["1"]

[[claim]]
id       = "count"
subject  = "alliance"
property = "member-count"
value    = 1
at       = "1994"
refs     = ["1"]

[[source]]
id     = "treaty"
marker = "1"
title  = "Treaty"
isbn   = "978-0765604323"
"#;

#[test]
fn a_rule_has_options_beside_its_level() {
    let manifest = "format = 1\n[dataset]\nid = \"a\"\ntitle = \"A\"\nas_of = \"2024\"\n";
    let finding = |rules: &str| {
        let manifest = format!("{manifest}{rules}");
        let dataset = Dataset::new(&[("facts/dataset.toml", &manifest), ("facts/facts.toml", THREE_FOR_ONE)]);
        let findings = check_json(dataset.path(), &[]).json()["findings"].as_array().unwrap().clone();
        assert_eq!(findings.len(), 1, "{findings:#?}");
        findings[0].clone()
    };
    let named = |finding: &Value| finding["claims"].as_array().unwrap().len();
    let usual = finding("");
    assert_eq!((usual["level"].as_str(), named(&usual)), (Some("error"), 4));
    assert_eq!(finding("[rules.count-mismatch]\nmoves = 12\n")["claims"], usual["claims"]);
    let few = finding("[rules.count-mismatch]\nlevel = \"note\"\nmoves = 2\n");
    assert_eq!((few["level"].as_str(), named(&few)), (Some("note"), 3));
    let inline = finding("[rules]\ncount-mismatch = { moves = 2 }\n");
    assert_eq!((inline["level"].as_str(), named(&inline)), (Some("error"), 3));
}

#[test]
fn options_of_rules_are_explained_and_reviewed() {
    let page = run(&["explain", "count-mismatch"]).stdout;
    assert!(page.contains("Options, in `[rules.count-mismatch]` beside `level`"), "{page}");
    let option = run(&["explain", "rules.count-mismatch.moves"]).stdout;
    assert!(option.contains("(a whole number from 1, 12 where it is left out)"), "{option}");

    let repo = crate::review::repo();
    repo.commit();
    let before = repo.files.read("facts/dataset.toml");
    repo.files.write("facts/dataset.toml", format!("{before}\n[rules.count-mismatch]\nmoves = 2\n"));
    let told = crate::review::review(&repo, &["main"]).stdout;
    assert!(told.contains("rules.count-mismatch.moves"), "{told}");
}
