//! Which repository a dataset lies in, and that it can be read.
//!
//! A dataset is content, and content can look like a repository: `HEAD`, `objects/` and `refs/` are
//! files that anybody can add to a pull request. Git keeps nothing called `.git` in a tree, so the
//! nearest of those above is the repository. A bare one is read only where its directory was named,
//! and holds no dataset of its own.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use gix::Repository;

use super::git::GitError;
use crate::contained;
use crate::dataset::load::MANIFEST;

/// Settings of the repository that do not count: an object is what its hash says and has the parents
/// that stand in it.
const OVERRIDES: [&str; 2] = ["core.useReplaceRefs=false", "core.commitGraph=false"];

/// Directories of a repository out of which anything is read, as deep as they go.
const READ: [&str; 4] = ["info", "logs", "objects", "refs"];

/// Small files of git's own: a path, or a name.
const MOST_BYTES: u64 = 1 << 16;

/// Opens the repository that holds a directory.
pub(super) fn open(start: &Path, dataset: &Path) -> Result<Repository, GitError> {
    let at = find(start).ok_or_else(|| GitError::NoRepository(dataset.to_owned()))?;
    let cannot = |reason: String| GitError::Repository { path: dataset.to_owned(), reason };
    check(&at).map_err(cannot)?;
    let options = gix::open::Options::isolated().open_path_as_is(true).config_overrides(OVERRIDES);
    match contained::run(|| options.open(&at).map(|repo| repo.to_thread_local())) {
        Ok(Ok(repo)) => Ok(repo),
        Ok(Err(_)) if gix::discover::is_git(&at).is_err() => {
            Err(cannot("`.git` is damaged, or leads to a repository that is gone".into()))
        }
        Ok(Err(error)) => Err(cannot(error.to_string().lines().next().unwrap_or_default().to_owned())),
        Err(said) => Err(cannot(damaged(&said))),
    }
}

/// What a library that gave up says of a repository.
pub(super) fn damaged(said: &str) -> String {
    format!("something in it is damaged ({said})")
}

/// The nearest `.git` above, or the directory itself where that is a bare repository.
fn find(start: &Path) -> Option<PathBuf> {
    let above = start.ancestors().map(|above| above.join(".git"));
    let mut above = above.filter(|path| fs::symlink_metadata(path).is_ok());
    above.next().or_else(|| is_bare(start).then(|| start.to_owned()))
}

fn is_bare(directory: &Path) -> bool {
    ["HEAD", "objects", "refs"].iter().all(|name| directory.join(name).exists())
        && !directory.join(MANIFEST).exists()
}

/// Whether what is read of a repository can be: a pipe or a device would never end.
fn check(at: &Path) -> Result<(), String> {
    let mut git = at.to_owned();
    let metadata = fs::metadata(at).map_err(|_| "`.git` is damaged, or leads to nothing".to_owned())?;
    if !metadata.is_dir() {
        if !metadata.is_file() {
            return Err("`.git` is no directory and no ordinary file".into());
        }
        let Some(target) = line(at).and_then(|line| line.strip_prefix("gitdir:").map(str::to_owned)) else {
            return Err("`.git` is damaged: it does not say where the repository is".into());
        };
        git = at.parent().unwrap_or(at).join(target.trim());
    }
    check_files(&git)?;
    let common = line(&git.join("commondir")).map(|common| git.join(common));
    if let Some(common) = &common {
        check_files(common)?;
    }
    check_shallow(&common.unwrap_or(git).join("shallow"))
}

/// The first line of a small file.
fn line(path: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(path).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    text.lines().next().map(str::to_owned)
}

fn check_files(git: &Path) -> Result<(), String> {
    let mut ahead = vec![(git.to_owned(), true)];
    while let Some((directory, is_top)) = ahead.pop() {
        // What is not there, or may not be read, is told of when it is looked for.
        let Ok(entries) = fs::read_dir(&directory) else { continue };
        for entry in entries.filter_map(Result::ok) {
            let Ok(mut kind) = entry.file_type() else { continue };
            let is_link = kind.is_symlink();
            if is_link {
                let Ok(target) = fs::metadata(entry.path()) else { continue };
                kind = target.file_type();
            }
            let name = entry.file_name();
            if kind.is_dir() {
                let is_read = READ.iter().any(|read| name == *read);
                // Links below could lead in a circle.
                if if is_top { is_read } else { !is_link } {
                    ahead.push((entry.path(), false));
                }
            } else if !kind.is_file() && (is_link || !is_quiet(&kind)) {
                let path = entry.path();
                let path = path.strip_prefix(git).unwrap_or(&path).display();
                return Err(format!("`{path}` in it is no ordinary file"));
            }
        }
    }
    Ok(())
}

/// Whether a special file cannot even be opened: the socket of a monitor that watches the files.
#[cfg(unix)]
fn is_quiet(kind: &fs::FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_socket(kind)
}

#[cfg(not(unix))]
fn is_quiet(_: &fs::FileType) -> bool {
    false
}

/// Where a clone ends: a hash on each line.
fn check_shallow(path: &Path) -> Result<(), String> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(format!("`shallow` in it cannot be read: {}", error.kind())),
    };
    let is_hash = |line: &[u8]| gix::ObjectId::from_hex(line.trim_ascii_end()).is_ok();
    let mut lines = text.split(|byte| *byte == b'\n').zip(1..);
    match lines.find(|(line, _)| !line.is_empty() && !is_hash(line)) {
        Some((_, at)) => Err(format!("line {at} of `shallow` in it is not the hash of a commit")),
        None => Ok(()),
    }
}
