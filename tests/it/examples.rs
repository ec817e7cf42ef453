//! The examples of the library say what they promise.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{case, root};

/// Where an example lies that was built with the tests, or is built now where one test alone is run.
fn built(name: &str) -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_csto-validate"));
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = program.parent().unwrap().join("examples").join(file);
    if !path.exists() {
        let mut cargo = Command::new(env!("CARGO"));
        let status = cargo.current_dir(root()).args(["build", "--locked", "--example", name]).status();
        assert!(status.unwrap().success(), "{name} cannot be built");
    }
    path
}

fn run(name: &str, arguments: &[&Path]) -> (Output, String) {
    let output = Command::new(built(name)).args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    (output, text)
}

#[test]
fn findings_are_walked() {
    let (output, text) = run("check", &[&case("alliance")]);
    assert!(output.status.success(), "{text}");
    let (output, text) = run("check", &[&case("mistakes")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text.lines().any(|line| line.starts_with("facts/") && line.contains(": error [")), "{text}");
    assert_eq!(run("check", &[Path::new("no/such/place")]).0.status.code(), Some(2));
}

#[test]
fn a_chronology_is_solved() {
    insta::assert_snapshot!(run("chronology", &[]).1, @r"
    signed: 1993
    statements [0, 1, 2] cannot all be true
    ");
}

#[test]
fn a_quote_is_judged() {
    insta::assert_snapshot!(run("quote", &[]).1, @r"
    >10000: the quote says `about 12,000`
    4000: the quote says “about 12,000 soldiers took part”
    the page holds the quote: true
    ");
}
