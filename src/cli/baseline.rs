//! `--baseline` and `--write-baseline`: findings that are known and not told again.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::output::{self, Help};
use crate::dataset::LEDGER;
use crate::dataset::load::MAX_FILE_BYTES;
use crate::report::baseline;
use crate::run::Run;
use crate::run::baseline::Baseline;
use crate::words::count;

/// What is known of findings.
#[derive(Args, Debug)]
pub(super) struct BaselineArguments {
    /// Leave out the findings whose fingerprints stand in this file: they are counted, and fail nothing
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the fingerprints of all findings to this file: whole, or not at all
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

impl BaselineArguments {
    /// What is known, where a file says so.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, or is no baseline.
    pub(super) fn read(&self) -> anyhow::Result<Option<Baseline>> {
        let Some(path) = &self.baseline else { return Ok(None) };
        let help = || Help("write one with `csto-validate check --write-baseline FILE`".into());
        let said = || format!("the baseline `{}` cannot be read", path.display());
        let text = text(path).with_context(said).with_context(help)?;
        let baseline = Baseline::parse(&text);
        baseline.map(Some).map_err(|reason| anyhow::anyhow!(reason).context(said()).context(help()))
    }

    /// Writes what a run found, where that is wished.
    ///
    /// # Errors
    ///
    /// Where the dataset reads that file, or it cannot be written.
    pub(super) fn write(&self, run: &Run) -> anyhow::Result<()> {
        let Some(path) = &self.write_baseline else { return Ok(()) };
        if is_read(run, path) {
            let message = format!("`{}` is a file of the dataset, and no baseline", path.display());
            return Err(anyhow::anyhow!(message)
                .context(Help("name a file of its own, such as `baseline.txt` beside `facts/`".into())));
        }
        output::write_file(path, |out| baseline::write(run, out))?;
        let findings = run.findings.len() + run.known.len();
        let findings = count(findings, "finding", "findings");
        output::tell(&format!(
            "{findings} written to `{}`",
            crate::message::visible(&path.to_string_lossy())
        ));
        Ok(())
    }
}

fn text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {} MiB", MAX_FILE_BYTES >> 20),
        ));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

/// Whether the dataset reads a file, or would once it is there.
fn is_read(run: &Run, path: &Path) -> bool {
    let Some(place) = whereabouts(path) else { return false };
    let files = &run.dataset.files;
    let root = &files.root;
    let is_there = |file: &str| root.join(file).canonicalize().is_ok_and(|there| there == place);
    let would = ["facts", "sources"].iter().any(|folder| {
        let below = root.join(folder).canonicalize().is_ok_and(|folder| place.starts_with(folder));
        below && place.extension() == Some(OsStr::new("toml"))
    });
    would || is_there(LEDGER) || files.iter().any(|(_, file)| is_there(&file.path))
        // A ledger that is not there yet.
        || root.canonicalize().is_ok_and(|root| root.join(LEDGER) == place)
}

/// A path without links on the way, also of a file that is not there yet.
fn whereabouts(path: &Path) -> Option<PathBuf> {
    if let Ok(place) = path.canonicalize() {
        return Some(place);
    }
    let path = std::path::absolute(path).ok()?;
    Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?))
}
