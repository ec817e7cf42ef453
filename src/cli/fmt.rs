//! `fmt`: the one layout of the TOML files.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::output::{self, Color, Help, Output};
use super::{FAILED, PASSED, advise};
use crate::dataset::load::{from_files, read_files};
use crate::layout;
use crate::message::Shown;
use crate::words::count;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Change nothing: list the files that are laid out otherwise, and end with 1 where there are any
    #[arg(long)]
    check: bool,
    /// The dataset: a directory with `facts/` and `sources/` in it
    #[arg(value_name = "DATASET", default_value = ".")]
    dataset: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let root = &arguments.dataset;
    let files = read_files(root).map_err(|error| advise(root, error))?;
    // A dataset of another format is not laid out by the rules of this one.
    from_files(root.clone(), files.clone()).map_err(|error| advise(root, error))?;
    let mut changed = Vec::new();
    let mut skipped = 0_usize;
    for file in &files {
        let (text, laid_out) = match laid_out(&file.content) {
            Ok(both) => both,
            Err(reason) => {
                skipped += 1;
                output::tell(&format!("left as it is: {}: {}", Shown(&file.path), Shown(&reason)));
                continue;
            }
        };
        if text == laid_out {
            continue;
        }
        if !arguments.check {
            // What somebody saves while this runs is not undone.
            if std::fs::read(root.join(&file.path)).is_ok_and(|now| now != text.as_bytes()) {
                skipped += 1;
                output::tell(&format!("left as it is: {}: it was changed meanwhile", Shown(&file.path)));
                continue;
            }
            write(root, &file.path, &laid_out)?;
        }
        changed.push(file.path.as_str());
    }
    let output = Output { output: None, color: Color::Never };
    output.write(|out| changed.iter().try_for_each(|path| writeln!(out, "{}", Shown(path))))?;
    output::tell(&summary(arguments.check, changed.len(), files.len(), skipped));
    Ok(if skipped > 0 || (arguments.check && !changed.is_empty()) { FAILED } else { PASSED })
}

/// The text of a file and its layout; or why it is left alone.
fn laid_out(content: &Result<Vec<u8>, String>) -> Result<(&str, String), String> {
    let bytes = content.as_ref().map_err(|reason| format!("it {reason}"))?;
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok((text, layout::format(text).map_err(|error| error.to_string())?))
}

fn write(root: &Path, path: &str, text: &str) -> anyhow::Result<()> {
    // A symbolic link stays one: the file that it leads to is written.
    let place = root.join(path);
    let place = place.canonicalize().with_context(|| format!("`{}` cannot be written", place.display()))?;
    output::write_file(&place, |out| out.write_all(text.as_bytes())).with_context(|| {
        Help("files before it in the order of paths are laid out already; the others are as they were".into())
    })
}

fn summary(check: bool, changed: usize, files: usize, skipped: usize) -> String {
    let of = count(files, "file", "files");
    let mut parts = vec![match (check, changed) {
        (_, 0) => format!("nothing to do in {of}"),
        (true, changed) => {
            format!("{changed} of {of} would be laid out anew: run `csto-validate fmt`")
        }
        (false, changed) => format!("{changed} of {of} laid out anew"),
    }];
    if skipped > 0 {
        parts
            .push(format!("{} left as they are: run `csto-validate check`", count(skipped, "file", "files")));
    }
    parts.join("; ")
}
