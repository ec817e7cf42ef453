//! `init`: a first dataset.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use clap::Args;

use super::PASSED;
use super::output::{self, Help};
use crate::atomic_write;
use crate::dataset::load::MANIFEST;
use crate::starter;
use crate::value::Day;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Where to write it: the directory is made where there is none
    #[arg(value_name = "DATASET", default_value = ".")]
    dataset: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let root = &arguments.dataset;
    let files = starter::files(&name_of(root), this_year());
    // The manifest is written last: without it, what is there as it would be written was left by a run
    // that was killed.
    let (last, first): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| *path == MANIFEST);
    let begun = fs::symlink_metadata(root.join(MANIFEST)).is_err();
    let left = |path: &str, text: &str| {
        begun && fs::read(root.join(path)).is_ok_and(|there| there == text.as_bytes())
    };
    let there: Vec<String> = files
        .iter()
        .filter(|(path, text)| fs::symlink_metadata(root.join(path)).is_ok() && !left(path, text))
        .map(|(path, _)| format!("`{path}`"))
        .collect();
    if !there.is_empty() {
        let verb = if there.len() == 1 { "is" } else { "are" };
        let message = format!(
            "`{}` has a dataset already: {} {verb} there",
            root.display(),
            crate::words::list(&there)
        );
        let help = "nothing was written; name another directory, or check what is there with `csto-validate`";
        return Err(anyhow::anyhow!(message).context(Help(help.into())));
    }
    let mut made = Made::default();
    for (path, text) in first.into_iter().chain(last).filter(|(path, text)| !left(path, text)) {
        made.write(root, path, text).with_context(|| {
            Help("nothing is left behind; choose a directory that can be written to".into())
        })?;
    }
    made.keep();
    let mut lines: Vec<String> = files.iter().map(|(path, _)| format!("wrote {path}")).collect();
    let place = if root == Path::new(".") { String::new() } else { format!(" {}", quoted(root)) };
    lines.push(format!(
        "\nRead facts/benelux.toml first: the comments explain it. Then check the facts:\n  csto-validate check{place}"
    ));
    output::tell(&lines.join("\n"));
    Ok(PASSED)
}

/// A path as it can be pasted into a shell.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '\\' | ':');
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// The name of a directory, also where it is told as `.`.
fn name_of(root: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let named = root.canonicalize().unwrap_or(absolute);
    named.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn this_year() -> i64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Day(i64::try_from(seconds / 86_400).unwrap_or(0)).ymd().0
}

/// What was made so far, and goes again where not all of it can be made.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    directories: Vec<PathBuf>,
}

impl Made {
    fn write(&mut self, root: &Path, path: &str, text: &str) -> anyhow::Result<()> {
        let path = root.join(path);
        let cannot = || format!("`{}` cannot be written", path.display());
        if let Some(folder) = path.parent() {
            self.directory(folder).with_context(cannot)?;
        }
        // Never over a file that appeared in the meantime.
        atomic_write::write_new(&path, |out| out.write_all(text.as_bytes())).with_context(cannot)?;
        self.files.push(path);
        Ok(())
    }

    fn directory(&mut self, path: &Path) -> io::Result<()> {
        if path.as_os_str().is_empty() || path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.directory(parent)?;
        }
        fs::create_dir(path)?;
        self.directories.push(path.to_owned());
        Ok(())
    }

    fn keep(&mut self) {
        self.files.clear();
        self.directories.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // What cannot be removed stays: there is nobody left to be told.
        for file in self.files.iter().rev() {
            let _ = fs::remove_file(file);
        }
        for directory in self.directories.iter().rev() {
            let _ = fs::remove_dir(directory);
        }
    }
}
