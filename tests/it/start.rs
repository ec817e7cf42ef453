//! First steps: `init`, `completions`, `man`.

use std::fs;

use crate::support::{Dataset, check_json, root, run_in};

#[test]
fn a_first_dataset_passes_without_a_single_finding() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run_in(dir.path(), &["init", "new/my facts"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    insta::assert_snapshot!(ran.stderr, @r"
    wrote facts/dataset.toml
    wrote facts/vocabulary.toml
    wrote facts/benelux.toml
    wrote sources/sources.toml

    Read facts/benelux.toml first: the comments explain it. Then check the facts:
      csto-validate check 'new/my facts'
    ");
    let checked = check_json(&dir.path().join("new/my facts"), &["-D", "warnings"]);
    assert_eq!((checked.status, checked.rules()), (0, vec![]), "{}", checked.stdout);
    assert_eq!(checked.json()["dataset"]["id"], "my-facts");
    assert_eq!(checked.json()["counts"]["claims"], 4);
}

#[test]
fn what_its_comments_promise_happens() {
    let dataset = Dataset::new(&[]);
    assert_eq!(run_in(dataset.path(), &["init"]).status, 0);
    dataset.edit("facts/benelux.toml", "value    = \"1960\"", "value    = \"1957\"");
    let ran = check_json(dataset.path(), &[]);
    assert_eq!((ran.status, ran.rules()), (1, vec!["date-order".to_owned()]));
}

#[test]
fn nothing_is_overwritten() {
    let dataset = Dataset::new(&[("facts/benelux.toml", "# mine\n")]);
    let ran = run_in(dataset.path(), &["init"]);
    insta::assert_snapshot!(ran.stderr, @r"
    error: `.` has a dataset already: `facts/benelux.toml` is there
    help: nothing was written; name another directory, or check what is there with `csto-validate`
    ");
    assert_eq!((ran.status, dataset.read("facts/benelux.toml").as_str()), (2, "# mine\n"));
    assert!(!dataset.path().join("facts/dataset.toml").exists());
}

#[test]
fn where_it_cannot_be_written_nothing_is_left_behind() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("sources"), "a file where a directory should be").unwrap();
    let ran = run_in(dir.path(), &["init"]);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot be written"), "{}", ran.stderr);
    assert!(!dir.path().join("facts").exists());
}

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = run_in(root(), &["completions", shell]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        for word in ["explain", "completions", "offline"] {
            assert!(ran.stdout.contains(word), "{shell} does not know {word}");
        }
    }
    let ran = run_in(root(), &["completions", "tcsh"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("bash"), "{}", ran.stderr);
}

#[test]
fn the_manual_tells_of_every_command_and_option() {
    let ran = run_in(root(), &["man"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let help = run_in(root(), &["--help"]).stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands {
        assert!(ran.stdout.contains(&format!(".SS {command}\n")), "no {command} in the manual");
        for word in run_in(root(), &[command, "--help"]).stdout.split_whitespace() {
            let option = word.trim_matches([',', ']', '[', '.', ';', '`', '(', ')']);
            if option.starts_with("--") && option.len() > 3 {
                let printed = option.replace('-', "\\-");
                assert!(ran.stdout.contains(&printed), "no {option} of {command} in the manual");
            }
        }
    }
    assert!(ran.stdout.starts_with(".ie \\n(.g") || ran.stdout.starts_with(".TH"), "{}", ran.stdout);
    for section in ["NAME", "SYNOPSIS", "COMMANDS", "FILES"] {
        assert_eq!(ran.stdout.matches(&format!(".SH {section}\n")).count(), 1, "{section}");
    }
}
