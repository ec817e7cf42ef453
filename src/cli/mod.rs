//! The command line: definitions, and a file per command that wires the rooms together.
//!
//! Nothing is decided here that a library user could not decide as well. Exit statuses are
//! [`PASSED`], [`FAILED`], [`COULD_NOT_RUN`], [`INTERRUPTED`]
//! and [`BUG`].

mod accept;
mod baseline;
mod check;
mod completions;
mod coverage;
mod fmt;
mod init;
mod levels;
mod links;
mod lsp;
mod man;
mod output;
mod pdf;
mod rename;
mod report;
mod review;
mod rules;
mod schema;

use std::io;
use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser, Subcommand};

use crate::dataset::LoadError;

/// No finding at level error, nor at warning where those are denied.
pub const PASSED: u8 = 0;
/// At least one.
pub const FAILED: u8 = 1;
/// Wrong usage, no dataset there, an output that cannot be written.
pub const COULD_NOT_RUN: u8 = 2;
/// Ctrl-C ended the run while links were asked for.
pub use self::links::INTERRUPTED;

/// A bug of this program.
pub const BUG: u8 = 101;

/// The program's name.
const NAME: &str = "csto-validate";

/// Type-checks curated facts: that they agree with each other, stand in a possible order of time,
/// and lead to sources.
#[derive(Parser, Debug)]
#[command(name = NAME, version, about, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: check::Arguments,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run all checks: the gate in CI. This is what runs without a command too
    Check(check::Arguments),
    /// Tell what a change to facts and sources means, against a git revision
    Review(review::Arguments),
    /// Write the consistency report, for people: a page, or Markdown
    Report(report::Arguments),
    /// Tell which dates, numbers and reference markers of an article no claim holds
    Coverage(coverage::Arguments),
    /// Accept known findings, with a reason: entries are written into the facts; or list fingerprints
    Accept(accept::Arguments),
    /// List all rules with their levels
    Rules(rules::ListArguments),
    /// Tell about a rule (why it is there, what to do, examples), or about a field of the format
    Explain(rules::ExplainArguments),
    /// Write a first dataset that passes, and explains itself; nothing is overwritten
    Init(init::Arguments),
    /// Lay out the files: order of fields, alignment, blank lines. Comments and what is said stay
    Fmt(fmt::Arguments),
    /// Give an entity, property, claim or source another id, everywhere it is used
    Rename(rename::Arguments),
    /// Print a JSON Schema of the TOML files, from which editors complete and check
    Schema(schema::Arguments),
    /// Serve an editor: findings as you type, what is known of a name, completion (language server)
    Lsp(lsp::Arguments),
    /// Print a script that completes commands and options in a shell
    Completions(completions::Arguments),
    /// Print the manual page, with every command in it
    Man(man::Arguments),
    /// Read a PDF in a process of its own; started by this program alone
    #[command(name = "read-pdf", hide = true)]
    ReadPdf,
}

/// Runs the program on the arguments of this process.
pub fn main() -> ExitCode {
    panic::set_hook(Box::new(report_panic));
    let cli = Cli::parse();
    let _alone = alone();
    let result = panic::catch_unwind(|| match cli.command {
        None => check::run(&cli.check),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Review(arguments)) => review::run(&arguments),
        Some(Command::Report(arguments)) => report::run(&arguments),
        Some(Command::Coverage(arguments)) => coverage::run(&arguments),
        Some(Command::Accept(arguments)) => accept::run(&arguments),
        Some(Command::Rules(arguments)) => rules::list(&arguments),
        Some(Command::Explain(arguments)) => rules::explain(&arguments),
        Some(Command::Init(arguments)) => init::run(&arguments),
        Some(Command::Fmt(arguments)) => fmt::run(&arguments),
        Some(Command::Rename(arguments)) => rename::run(&arguments),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
        Some(Command::Lsp(arguments)) => lsp::run(&arguments),
        Some(Command::Completions(arguments)) => completions::run(&arguments),
        Some(Command::Man(arguments)) => man::run(&arguments),
        Some(Command::ReadPdf) => pdf::run(),
    });
    match result {
        Ok(Ok(status)) => ExitCode::from(status),
        Ok(Err(error)) => {
            output::tell_error(&error);
            ExitCode::from(COULD_NOT_RUN)
        }
        // The hook has said what there is to say.
        Err(_) => ExitCode::from(BUG),
    }
}

/// Where the machine gives no threads to read files with, this one does it all, as long as what is
/// returned lives.
fn alone() -> Option<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new().build_global().err()?;
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().ok()
}

/// Whether the machine gives so many threads at once.
///
/// # Errors
///
/// Why it does not, and what to do.
fn threads(count: usize) -> anyhow::Result<()> {
    let gate = Mutex::new(());
    let started: io::Result<()> = thread::scope(|scope| {
        // Each lives until all are there.
        let _closed = gate.lock();
        for _ in 0..count {
            thread::Builder::new().spawn_scoped(scope, || drop(gate.lock()))?;
        }
        Ok(())
    });
    started.context("no further thread can be started").context(output::Help(
        "close other programs, or raise the limit on processes or memory under which this one runs".into(),
    ))
}

fn report_panic(panic: &PanicHookInfo<'_>) {
    // A PDF or a repository that its parser gives up on is no bug of this program; the reference says so.
    if thread::current().name() == Some(crate::page::PDF_THREAD) || crate::contained::is_here() {
        return;
    }
    let what = panic.payload_as_str().unwrap_or("no message");
    let place =
        panic.location().map_or_else(String::new, |place| format!(" ({}:{})", place.file(), place.line()));
    output::tell(&format!(
        "bug: csto-validate {} came to a point that it should never reach: {what}{place}\n\
         This is not the fault of your facts. Please report it to the maintainers of csto-validate, with this \
         message, the command, and the dataset if you can share it.",
        env!("CARGO_PKG_VERSION")
    ));
}

/// Loads a dataset.
fn load(path: &Path) -> anyhow::Result<crate::dataset::Loaded> {
    crate::dataset::load(path).map_err(|error| advise(path, error))
}

/// Says what to do where there is no dataset, also because a command was misspelled.
fn advise(path: &Path, error: LoadError) -> anyhow::Error {
    match error {
        LoadError::NoDataset { .. } => {
            let cli = Cli::command();
            let commands =
                cli.get_subcommands().filter(|sub| !sub.is_hide_set()).map(clap::Command::get_name);
            let near = if path.exists() {
                None
            } else {
                path.to_str().and_then(|name| crate::suggest::nearest(name, commands))
            };
            let help = match near {
                Some(near) => format!("did you mean the command `{near}`?"),
                None => {
                    "name a directory that has `facts/dataset.toml`, or start a dataset with `csto-validate init`".into()
                }
            };
            anyhow::Error::from(error).context(output::Help(help))
        }
        LoadError::Format { .. } => {
            let help = "use a version of csto-validate that reads that format, or convert the dataset";
            anyhow::Error::from(error).context(output::Help(help.into()))
        }
    }
}
