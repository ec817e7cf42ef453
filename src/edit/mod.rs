//! Changes to the files of a dataset that somebody asked for: that and nothing else is changed, byte for
//! byte, and either all files are written or none.

pub mod accept;
pub mod rename;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::atomic_write;
use crate::dataset::load::RawFile;

/// A file that is to hold something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path in the dataset, with `/`.
    pub path: String,
    /// What it holds.
    pub before: String,
    /// What it is to hold.
    pub after: String,
}

/// Why files were not written. None is changed then, but for what [`Self::Torn`] names.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Somebody else changed it meanwhile.
    #[error("`{0}` was changed meanwhile")]
    Changed(String),
    /// It cannot be written.
    #[error("`{path}` cannot be written: {error}")]
    Unwritable {
        /// Its path in the dataset.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// One could not be written, and others that were could not be changed back.
    #[error("`{path}` cannot be written: {error}; and these cannot be changed back: {}", torn.join(", "))]
    Torn {
        /// Its path in the dataset.
        path: String,
        /// Why.
        error: io::Error,
        /// Those that stay changed.
        torn: Vec<String>,
    },
}

/// Writes changes: all, or none.
///
/// # Errors
///
/// Where a file is not what it was when it was read, or cannot be written.
pub fn write(root: &Path, changes: &[Change]) -> Result<(), WriteError> {
    // What can be known before is known before anything is written.
    let places: Vec<PathBuf> =
        changes.iter().map(|change| place(root, change)).collect::<Result<_, WriteError>>()?;
    for (at, (change, place)) in changes.iter().zip(&places).enumerate() {
        let Err(error) = put(place, &change.after) else { continue };
        let path = change.path.clone();
        let back = changes.iter().zip(&places).take(at);
        let torn = back.filter(|(done, place)| put(place, &done.before).is_err());
        let torn: Vec<String> = torn.map(|(done, _)| done.path.clone()).collect();
        return Err(if torn.is_empty() {
            WriteError::Unwritable { path, error }
        } else {
            WriteError::Torn { path, error, torn }
        });
    }
    Ok(())
}

/// Where a change is to be written: a symbolic link stays one, and the file that it leads to is written.
fn place(root: &Path, change: &Change) -> Result<PathBuf, WriteError> {
    let unwritable = |error| WriteError::Unwritable { path: change.path.clone(), error };
    let place = root.join(&change.path).canonicalize().map_err(unwritable)?;
    let now = fs::read(&place).map_err(unwritable)?;
    if now != change.before.as_bytes() {
        return Err(WriteError::Changed(change.path.clone()));
    }
    if fs::metadata(&place).map_err(unwritable)?.permissions().readonly() {
        return Err(unwritable(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only")));
    }
    Ok(place)
}

fn put(place: &Path, text: &str) -> io::Result<()> {
    atomic_write::write(place, |out| out.write_all(text.as_bytes()))
}

/// Files with changes in place, to be looked at before anything is written.
pub fn applied(files: &[RawFile], changes: &[Change]) -> Vec<RawFile> {
    let mut files = files.to_vec();
    for change in changes {
        if let Some(file) = files.iter_mut().find(|file| file.path == change.path) {
            file.content = Ok(change.after.clone().into_bytes());
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, before: &str, after: &str) -> Change {
        Change { path: path.into(), before: before.into(), after: after.into() }
    }

    #[test]
    fn all_are_written_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let text = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
        for name in ["a", "b"] {
            fs::write(dir.path().join(name), "before").unwrap();
        }
        let both = [change("a", "before", "after"), change("b", "before", "after")];
        fs::write(dir.path().join("b"), "other").unwrap();
        assert!(matches!(write(dir.path(), &both), Err(WriteError::Changed(path)) if path == "b"));
        fs::remove_file(dir.path().join("b")).unwrap();
        assert!(matches!(write(dir.path(), &both), Err(WriteError::Unwritable { path, .. }) if path == "b"));
        assert_eq!(text("a"), "before");
        fs::write(dir.path().join("b"), "before").unwrap();
        write(dir.path(), &both).unwrap();
        assert_eq!((text("a"), text("b")), ("after".into(), "after".into()));
    }
}
