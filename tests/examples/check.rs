//! Loads the dataset of a directory, checks it and walks the findings.
//!
//! `cargo run --example check -- tests/cases/mistakes`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it finds")]

use std::path::PathBuf;
use std::process::ExitCode;

use csto_validate::dataset::load::load;
use csto_validate::run::{Overrides, Run};

fn main() -> ExitCode {
    let root = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let loaded = match load(&root) {
        Ok(loaded) => loaded,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let run = Run::new(loaded, &Overrides::default());
    for reported in &run.findings {
        let finding = &reported.finding;
        let files = &run.dataset.files;
        let (file, at) = (files.get(finding.primary.span.file), files.start(finding.primary.span));
        println!(
            "{}:{}:{}: {} [{}]",
            file.path,
            at.line,
            at.column,
            reported.level.name(),
            finding.rule.name
        );
    }
    println!("{} claims, {} findings", run.dataset.claims.len(), run.findings.len());
    if run.fails() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
