//! Where reports go: standard output, or a file that is written whole or not at all. What is not
//! the report goes to standard error.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;

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
            Some(path) => write_file(path, report).with_context(|| {
                Help("choose a file in a directory that exists and can be written to".into())
            }),
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

/// Writes a file whole or not at all.
pub(super) fn write_file(
    path: &Path,
    report: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    let cannot = || format!("`{}` cannot be written", path.display());
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if path.is_dir() {
        anyhow::bail!("{}: it is a directory", cannot());
    }
    let mut file = tempfile::Builder::new()
        .prefix(".csto-validate-")
        .permissions(permissions(path))
        .tempfile_in(folder)
        .with_context(cannot)?;
    let mut out = BufWriter::new(file.as_file_mut());
    report(&mut out).and_then(|()| out.flush()).with_context(cannot)?;
    drop(out);
    file.as_file().sync_all().with_context(cannot)?;
    file.persist(path).map_err(|error| error.error).with_context(cannot)?;
    Ok(())
}

/// Those of the file that is replaced; as any new file otherwise, which the system narrows.
#[cfg(unix)]
fn permissions(path: &Path) -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path)
        .map_or_else(|_| std::fs::Permissions::from_mode(0o666), |metadata| metadata.permissions())
}

#[cfg(not(unix))]
fn permissions(path: &Path) -> std::fs::Permissions {
    // A new file is writable everywhere; the directory of this process always has permissions.
    std::fs::metadata(path)
        .or_else(|_| std::env::temp_dir().metadata())
        .map(|metadata| metadata.permissions())
        .unwrap_or_else(|_| unreachable!("the directory for temporary files exists"))
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
        .map(|cause| crate::report::visible(&cause.to_string()))
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
