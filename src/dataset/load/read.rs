//! The files of a dataset, from the disk.
//!
//! A dataset is untrusted: files are bounded in size, and symbolic links that lead out of it are
//! not followed. What cannot be read is remembered with its reason and becomes a finding.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes. The fact bases that exist are a thousandth of it.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// How many directories deep files are looked for.
const MAX_DEPTH: usize = 64;

/// A file as found: its bytes, or why they could not be had.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Relative to the dataset's directory, with `/`.
    pub path: String,
    /// The bytes, or what is wrong, in an editor's words.
    pub content: Result<Vec<u8>, String>,
}

/// Every `*.toml` below `facts/` and `sources/`, in the order of their paths.
pub(super) fn files(root: &Path) -> Vec<RawFile> {
    let mut walk =
        Walk { inside: root.canonicalize().unwrap_or_else(|_| root.to_owned()), found: BTreeMap::new() };
    for folder in ["facts", "sources"] {
        let path = root.join(folder);
        if fs::symlink_metadata(&path).is_ok() {
            walk.entry(&path, folder.to_owned(), 0);
        }
    }
    walk.found.into_iter().map(|(path, content)| RawFile { path, content }).collect()
}

struct Walk {
    /// The dataset's directory without symbolic links.
    inside: PathBuf,
    found: BTreeMap<String, Result<Vec<u8>, String>>,
}

impl Walk {
    fn entry(&mut self, path: &Path, name: String, depth: usize) {
        let wanted = Path::new(&name).extension() == Some(OsStr::new("toml"));
        let metadata = match fs::symlink_metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return self.unreadable(name, &error),
        };
        let metadata = if metadata.is_symlink() {
            match self.follow(path, depth) {
                Ok(Some(metadata)) => metadata,
                Ok(None) => return,
                Err(reason) => {
                    if wanted || depth == 0 || fs::metadata(path).is_ok_and(|target| target.is_dir()) {
                        self.found.insert(name, Err(reason));
                    }
                    return;
                }
            }
        } else {
            metadata
        };
        if metadata.is_dir() {
            self.directory(path, &name, depth);
        } else if wanted {
            let content = read(path, &metadata);
            self.found.insert(name, content);
        }
    }

    fn directory(&mut self, path: &Path, name: &str, depth: usize) {
        if depth > MAX_DEPTH {
            self.found.insert(name.to_owned(), Err(format!("lies more than {MAX_DEPTH} directories deep")));
            return;
        }
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(name.to_owned(), &error),
        };
        for entry in entries {
            match entry {
                Ok(entry) => {
                    let child = format!("{name}/{}", entry.file_name().to_string_lossy());
                    self.entry(&entry.path(), child, depth + 1);
                }
                Err(error) => self.unreadable(name.to_owned(), &error),
            }
        }
    }

    /// What a symbolic link leads to, where it may be followed; `None` where that is read anyway.
    fn follow(&self, path: &Path, depth: usize) -> Result<Option<fs::Metadata>, String> {
        let target = path
            .canonicalize()
            .map_err(|_| "is a symbolic link that leads nowhere, or to itself".to_owned())?;
        if !target.starts_with(&self.inside) {
            return Err("is a symbolic link that leads out of the dataset, so it is not followed".into());
        }
        let metadata = fs::metadata(&target).map_err(|error| plain(&error))?;
        let read_anyway = depth > 0
            && ["facts", "sources"].iter().any(|folder| target.starts_with(self.inside.join(folder)));
        // A directory that holds this very link would be walked for ever.
        let around = metadata.is_dir()
            && path.canonicalize().is_ok_and(|_| {
                path.parent()
                    .and_then(|parent| parent.canonicalize().ok())
                    .is_some_and(|parent| parent.starts_with(&target))
            });
        Ok((!read_anyway && !around).then_some(metadata))
    }

    fn unreadable(&mut self, name: String, error: &std::io::Error) {
        self.found.insert(name, Err(plain(error)));
    }
}

fn read(path: &Path, metadata: &fs::Metadata) -> Result<Vec<u8>, String> {
    let too_large = || format!("is larger than {} MiB", MAX_FILE_BYTES >> 20);
    if !metadata.is_file() {
        return Err("is no ordinary file".into());
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let file = fs::File::open(path).map_err(|error| plain(&error))?;
    // The file may grow while it is read.
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| plain(&error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES { Err(too_large()) } else { Ok(bytes) }
}

/// A system's error in words that are the same on every machine.
fn plain(error: &std::io::Error) -> String {
    format!("cannot be read: {}", error.kind())
}
