//! Where reports go: standard output, or a file that is written whole or not at all. What is not
//! the report goes to standard error.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;

use crate::atomic_write;
use crate::message::Shown;

/// When a report is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal; `NO_COLOR` and `CLICOLOR_FORCE` are honoured
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where a report goes.
#[derive(clap::Args, Debug)]
pub(super) struct Output {
    /// Write the report to a file instead of standard output: whole, or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// When to colour the report
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(super) color: Color,
}

impl Output {
    /// Whether the report is coloured.
    pub(super) fn is_colored(&self) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if self.output.is_some() => false,
            Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        }
    }

    /// Lets a report be written, and puts it where it belongs.
    pub(super) fn write(&self, report: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
        match &self.output {
            Some(path) => write_file(path, report),
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                match report(&mut out).and_then(|()| out.flush()) {
                    // Whoever reads has seen enough.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                    result => result.context("the report cannot be written to standard output").context(
                        Help("see whether the disk is full, or write to a file with --output".into()),
                    ),
                }
            }
        }
    }
}

pub(super) fn write_file(
    path: &Path,
    report: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    atomic_write::write(path, report).map_err(|error| {
        let help = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                "make room on its disk, or choose a file on another"
            }
            _ => "choose a file in a directory that exists and can be written to",
        };
        anyhow::Error::from(error)
            .context(format!("the report cannot be written to `{}`", path.display()))
            .context(Help(help.into()))
    })
}

/// What to do about an error: it stands around the error as context.
#[derive(Debug)]
pub(super) struct Help(pub(super) String);

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says why the program could not run, and what to do.
pub(super) fn tell_error(error: &anyhow::Error) {
    let help = error.downcast_ref::<Help>().map(ToString::to_string);
    let causes: Vec<String> = error
        .chain()
        .map(|cause| Shown(cause.to_string()).to_string())
        .filter(|cause| help.as_ref() != Some(cause))
        .collect();
    let mut text = format!("error: {}", causes.join(": "));
    if let Some(help) = help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    tell(&text);
}

/// Writes a line to standard error; where that is closed, nobody is there to be told.
pub(super) fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
