//! The files of a dataset: from the disk, or from wherever else a tree of files is kept.
//!
//! A dataset is untrusted: files are bounded in size, and symbolic links that lead out of it are
//! not followed. What cannot be read is remembered with its reason and becomes a finding. The
//! rules are one for every [`Store`].

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes. The fact bases that exist are a thousandth of it.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

// No facts, so loading only keeps its text.
pub(super) use crate::dataset::LEDGER;

/// All files of a dataset together, in bytes.
const MOST_BYTES: u64 = 8 * MAX_FILE_BYTES;

/// Files that are read, and whatever else lies beside them: a git tree of a few bytes can hold itself
/// over and over.
const MOST_FILES: usize = 1_000_000;
const MOST_ENTRIES: usize = 4_000_000;

/// How many directories deep files are looked for.
const MAX_DEPTH: usize = 64;

/// A file as found: its bytes, or why they could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawFile {
    /// Relative to the dataset's directory, with `/`.
    pub path: String,
    /// The bytes, or what is wrong, in an editor's words.
    pub content: Result<Vec<u8>, String>,
}

/// What lies at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A directory.
    Directory,
    /// An ordinary file of so many bytes.
    File(u64),
    /// A symbolic link.
    Link,
    /// Something that cannot be read.
    Other,
}

/// What something in a directory is called; where that is not UTF-8, how it can be shown, so that no
/// two names become one.
pub type Name = Result<String, String>;

/// The name that bytes are.
pub fn name(bytes: &[u8]) -> Name {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| {
        let shown = bytes.utf8_chunks().map(|chunk| {
            let invalid: String = chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}")).collect();
            format!("{}{invalid}", chunk.valid())
        });
        shown.collect()
    })
}

/// Where the files of a dataset are kept. Reasons are in an editor's words, as they stand behind a
/// file's name: "cannot be read".
pub trait Store {
    /// Where something lies.
    type Place: Clone;

    /// What lies at a place; a link is not followed.
    ///
    /// # Errors
    ///
    /// Why that cannot be told.
    fn kind(&self, place: &Self::Place) -> Result<Kind, String>;

    /// What a directory holds, each with its name as [`name`] tells it.
    ///
    /// # Errors
    ///
    /// Why the directory, or an entry of it, cannot be read.
    #[expect(clippy::type_complexity, reason = "entries with their names, and each may fail")]
    fn children(&self, place: &Self::Place) -> Result<Vec<Result<(Name, Self::Place), String>>, String>;

    /// A name within a directory.
    fn child(&self, place: &Self::Place, name: &str) -> Self::Place;

    /// The directory that holds a place; `None` at the top.
    fn parent(&self, place: &Self::Place) -> Option<Self::Place>;

    /// The place without symbolic links on the way; `None` where it leads nowhere or out of the
    /// store.
    fn resolve(&self, place: &Self::Place) -> Option<Self::Place>;

    /// Whether a place lies in a directory or is that; both without symbolic links.
    fn is_within(&self, place: &Self::Place, directory: &Self::Place) -> bool;

    /// The bytes of a file, which has as many as its kind said; never more than
    /// [`MAX_FILE_BYTES`].
    ///
    /// # Errors
    ///
    /// Why they cannot be had.
    fn read(&self, place: &Self::Place, size: u64) -> Result<Vec<u8>, String>;
}

/// Every `*.toml` below `facts/` and `sources/`, and the ledger of links, in the order of their paths.
pub(super) fn files(root: &Path) -> Vec<RawFile> {
    files_in(&Disk, &root.to_owned())
}

/// Every `*.toml` below `facts/` and `sources/` of a directory in a store, in the order of their
/// paths.
pub fn files_in<S: Store>(store: &S, root: &S::Place) -> Vec<RawFile> {
    let inside = store.resolve(root).unwrap_or_else(|| root.clone());
    let mut walk = Walk { store, inside, found: BTreeMap::new(), bytes: 0, entries: 0, full: false };
    for folder in ["facts", "sources"] {
        let path = store.child(root, folder);
        if store.kind(&path).is_ok() {
            walk.entry(&path, folder.to_owned(), 0);
            if let Some(reason) = walk.too_much() {
                walk.found.insert(folder.to_owned(), Err(reason));
            }
        }
    }
    walk.found.into_iter().map(|(path, content)| RawFile { path, content }).collect()
}

struct Walk<'a, S: Store> {
    store: &'a S,
    /// The dataset's directory without symbolic links.
    inside: S::Place,
    found: BTreeMap<String, Result<Vec<u8>, String>>,
    /// What was read, and what was looked at.
    bytes: u64,
    entries: usize,
    /// Whether there was more than is read.
    full: bool,
}

impl<S: Store> Walk<'_, S> {
    /// Why not all was read, where that is so; told once.
    fn too_much(&mut self) -> Option<String> {
        std::mem::take(&mut self.full).then(|| {
            format!(
                "holds more than is read of a dataset, which is {MOST_FILES} files and {} MiB in all; the rest is left \
                 out",
                MOST_BYTES >> 20
            )
        })
    }

    fn is_full(&mut self) -> bool {
        let is_full = self.bytes > MOST_BYTES || self.found.len() > MOST_FILES || self.entries > MOST_ENTRIES;
        self.full |= is_full;
        is_full
    }

    fn entry(&mut self, place: &S::Place, name: String, depth: usize) {
        self.entries += 1;
        if self.is_full() {
            return;
        }
        let wanted = Path::new(&name).extension() == Some(OsStr::new("toml")) || name == LEDGER;
        let kind = match self.store.kind(place) {
            Ok(kind) => kind,
            Err(reason) => return self.unreadable(name, reason),
        };
        let (place, kind) = if kind == Kind::Link {
            match self.follow(place, depth) {
                Ok(Some(target)) => target,
                Ok(None) => return,
                Err(reason) => {
                    if wanted || depth == 0 || self.leads_to_directory(place) {
                        self.unreadable(name, reason);
                    }
                    return;
                }
            }
        } else {
            (place.clone(), kind)
        };
        if kind == Kind::Directory {
            self.directory(&place, &name, depth);
        } else if wanted {
            let content = self.read(&place, kind);
            self.bytes += content.as_ref().map_or(0, |bytes| bytes.len() as u64);
            // What was told already of that place stays told.
            self.found.entry(name).or_insert(content);
        } else if depth == 0 {
            self.unreadable(name, "is no directory, and the files of a dataset lie in it".into());
        }
    }

    fn directory(&mut self, place: &S::Place, name: &str, depth: usize) {
        if depth > MAX_DEPTH {
            return self.unreadable(name.to_owned(), format!("lies more than {MAX_DEPTH} directories deep"));
        }
        let children = match self.store.children(place) {
            Ok(children) => children,
            Err(reason) => return self.unreadable(name.to_owned(), reason),
        };
        for child in children {
            if self.is_full() {
                return;
            }
            match child {
                Ok((Ok(child), place)) => self.entry(&place, format!("{name}/{child}"), depth + 1),
                Ok((Err(shown), place)) => self.misnamed(&place, format!("{name}/{shown}")),
                Err(reason) => self.unreadable(name.to_owned(), reason),
            }
        }
    }

    /// What a symbolic link leads to, where it may be followed; `None` where that is read anyway.
    fn follow(&self, place: &S::Place, depth: usize) -> Result<Option<(S::Place, Kind)>, String> {
        let store = self.store;
        let target = store
            .resolve(place)
            .ok_or_else(|| "is a symbolic link that leads nowhere, or to itself".to_owned())?;
        if !store.is_within(&target, &self.inside) {
            return Err("is a symbolic link that leads out of the dataset, so it is not followed".into());
        }
        let kind = store.kind(&target)?;
        let read_anyway = depth > 0
            && ["facts", "sources"]
                .iter()
                .any(|folder| store.is_within(&target, &store.child(&self.inside, folder)));
        // A directory that holds this very link would be walked for ever.
        let around = kind == Kind::Directory
            && store
                .parent(place)
                .and_then(|parent| store.resolve(&parent))
                .is_some_and(|parent| store.is_within(&parent, &target));
        Ok((!read_anyway && !around).then_some((target, kind)))
    }

    fn leads_to_directory(&self, place: &S::Place) -> bool {
        self.store.resolve(place).is_some_and(|target| self.store.kind(&target) == Ok(Kind::Directory))
    }

    fn read(&self, place: &S::Place, kind: Kind) -> Result<Vec<u8>, String> {
        let too_large = || format!("is larger than {} MiB", MAX_FILE_BYTES >> 20);
        let Kind::File(size) = kind else { return Err("is no ordinary file".into()) };
        if size > MAX_FILE_BYTES {
            return Err(too_large());
        }
        let bytes = self.store.read(place, size)?;
        if bytes.len() as u64 > MAX_FILE_BYTES { Err(too_large()) } else { Ok(bytes) }
    }

    /// What would be read if reports could say what it is called.
    fn misnamed(&mut self, place: &S::Place, shown: String) {
        let directory = self.store.kind(place) == Ok(Kind::Directory) || self.leads_to_directory(place);
        if directory || shown.ends_with(".toml") {
            self.unreadable(shown, "has a name that is not UTF-8, so it is not read: rename it".into());
        }
    }

    fn unreadable(&mut self, name: String, reason: String) {
        self.found.insert(name, Err(reason));
    }
}

/// The disk.
struct Disk;

impl Store for Disk {
    type Place = PathBuf;

    fn kind(&self, place: &PathBuf) -> Result<Kind, String> {
        let metadata = fs::symlink_metadata(place).map_err(|error| plain(&error))?;
        Ok(if metadata.is_symlink() {
            Kind::Link
        } else if metadata.is_dir() {
            Kind::Directory
        } else if metadata.is_file() {
            Kind::File(metadata.len())
        } else {
            Kind::Other
        })
    }

    fn children(&self, place: &PathBuf) -> Result<Vec<Result<(Name, PathBuf), String>>, String> {
        let entries = fs::read_dir(place).map_err(|error| plain(&error))?;
        Ok(entries
            .map(|entry| match entry {
                Ok(entry) => Ok((name(entry.file_name().as_encoded_bytes()), entry.path())),
                Err(error) => Err(plain(&error)),
            })
            .collect())
    }

    fn child(&self, place: &PathBuf, name: &str) -> PathBuf {
        place.join(name)
    }

    fn parent(&self, place: &PathBuf) -> Option<PathBuf> {
        place.parent().map(Path::to_owned)
    }

    fn resolve(&self, place: &PathBuf) -> Option<PathBuf> {
        place.canonicalize().ok()
    }

    fn is_within(&self, place: &PathBuf, directory: &PathBuf) -> bool {
        place.starts_with(directory)
    }

    fn read(&self, place: &PathBuf, size: u64) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        let file = fs::File::open(place).map_err(|error| plain(&error))?;
        // The file may grow while it is read.
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| plain(&error))?;
        Ok(bytes)
    }
}

/// A system's error in words that are the same on every machine.
fn plain(error: &std::io::Error) -> String {
    format!("cannot be read: {}", error.kind())
}
