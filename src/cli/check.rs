//! `check`: all checks, the gate in CI.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::levels::LevelArguments;
use super::links::{Asked, INTERRUPTED, LinkArguments, Wanted};
use super::output::Output;
use super::{FAILED, PASSED};
use crate::report::{json, text};
use crate::run::Run;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The format of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    levels: LevelArguments,
    #[command(flatten)]
    links: LinkArguments,
    /// Tell the findings alone, without what is accepted and without a summary
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Show what is accepted in full
    #[arg(short, long)]
    verbose: bool,
    /// The dataset: a directory with `facts/` and `sources/` in it
    #[arg(value_name = "DATASET", default_value = ".")]
    dataset: PathBuf,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people, with the lines of the files
    #[default]
    Text,
    /// For programs
    Json,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let overrides = arguments.levels.overrides()?;
    let loaded = super::load(&arguments.dataset)?;
    let learnt = match arguments.links.learn(&loaded.dataset, &Wanted::default())? {
        Asked::Learnt(learnt) => learnt,
        Asked::Interrupted => return Ok(INTERRUPTED),
    };
    let run = Run::with_links(loaded, &overrides, learnt);
    let verbosity = match (arguments.quiet, arguments.verbose) {
        (true, _) => text::Verbosity::Quiet,
        (_, true) => text::Verbosity::Verbose,
        _ => text::Verbosity::Normal,
    };
    let style = text::Style { color: arguments.output.is_colored(), verbosity };
    arguments.output.write(|out| match arguments.format {
        Format::Text => text::write(&run, style, out),
        Format::Json => json::write(&run, out),
    })?;
    let status = if run.fails() { FAILED } else { PASSED };
    // The process ends here: taking a large dataset apart piece by piece would be work for nobody.
    std::mem::forget(run);
    Ok(status)
}
