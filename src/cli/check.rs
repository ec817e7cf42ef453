//! `check`: all checks, the gate in CI.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::baseline::BaselineArguments;
use super::levels::LevelArguments;
use super::links::{INTERRUPTED, LinkArguments};
use super::output::{Help, Output};
use super::{FAILED, PASSED};
use crate::report::{github, json, junit, markdown, sarif, text};
use crate::run::{Overrides, Run};

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
    #[command(flatten)]
    baseline: BaselineArguments,
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
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for test dashboards: a test case per claim, source and file
    Junit,
    /// GitHub's workflow commands, and a job summary where GITHUB_STEP_SUMMARY names a file
    Github,
}

/// GitHub refuses a longer summary of a step.
const MOST_SUMMARY: usize = 1024 * 1024;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let overrides = Overrides { today: arguments.links.today(), ..arguments.levels.overrides()? };
    let baseline = arguments.baseline.read()?;
    let Some(mut run) = arguments.links.run(&arguments.dataset, &overrides)? else { return Ok(INTERRUPTED) };
    if let Some(baseline) = baseline {
        run.leave_out(&baseline);
    }
    arguments.baseline.write(&run)?;
    let verbosity = text::Verbosity::of(arguments.quiet, arguments.verbose);
    let style = text::Style { color: arguments.output.is_colored(), verbosity };
    arguments.output.write(|out| match arguments.format {
        Format::Text => text::write(&run, style, out),
        Format::Json => json::write(&run, out),
        Format::Sarif => sarif::write(&run, out),
        Format::Junit => junit::write(&run, out),
        Format::Github => github::write(&run, out),
    })?;
    if let (Format::Github, Some(path)) = (arguments.format, std::env::var_os("GITHUB_STEP_SUMMARY")) {
        append_summary(&run, Path::new(&path))?;
    }
    let status = if run.fails() { FAILED } else { PASSED };
    // The process ends here: taking a large dataset apart piece by piece would be work for nobody.
    std::mem::forget(run);
    Ok(status)
}

/// Adds to the summary of the job, as far as there is room beside what is already in it.
fn append_summary(run: &Run, path: &Path) -> anyhow::Result<()> {
    if path.as_os_str().is_empty() {
        return Ok(());
    }
    let before = std::fs::metadata(path).map_or(0, |file| file.len());
    let taken = usize::try_from(before).unwrap_or(usize::MAX);
    let mut summary = Vec::new();
    let written = markdown::summary(run, MOST_SUMMARY.saturating_sub(taken), &mut summary).and_then(|()| {
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        // Half a summary would be shown to readers.
        file.write_all(&summary).inspect_err(|_| drop(file.set_len(before)))
    });
    written.with_context(|| format!("the job summary cannot be written to `{}`", path.display())).context(
        Help("GITHUB_STEP_SUMMARY names it: let it name a file that can be written to, or unset it".into()),
    )
}
