//! A tree of a git commit as a store of files, under the rules that hold on the disk.

use std::collections::VecDeque;

use gix::bstr::{BStr, BString, ByteSlice as _};
use gix::object::tree::EntryKind;
use gix::{ObjectId, Repository};

use crate::dataset::load::{self, FileKind, MAX_FILE_BYTES, Name, Store};

/// Links that are followed on the way to one place, as systems do.
const MOST_LINKS: usize = 40;

/// The tree of a commit.
pub(super) struct Tree<'r> {
    pub(super) repo: &'r Repository,
    pub(super) root: ObjectId,
}

/// A path from the tree's root, or somewhere outside of the tree.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The names on the way; none for what lies outside.
    path: Option<Vec<BString>>,
    /// What lies there, where that is known already: a directory of many files is read once.
    entry: Option<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    kind: EntryKind,
    id: ObjectId,
}

impl Place {
    /// The place of a path with `/`, from the tree's root.
    pub(super) fn new(path: &BStr) -> Self {
        let names = path.split_str("/").filter(|name| !name.is_empty()).map(BString::from).collect();
        Self { path: Some(names), entry: None }
    }

    fn outside() -> Self {
        Self { path: None, entry: None }
    }
}

impl Tree<'_> {
    fn top(&self) -> Entry {
        Entry { kind: EntryKind::Tree, id: self.root }
    }

    fn entry(&self, place: &Place) -> Result<Entry, String> {
        if let Some(entry) = place.entry {
            return Ok(entry);
        }
        let path = place.path.as_ref().ok_or("lies outside of the repository")?;
        let mut entry = self.top();
        for name in path {
            entry = self.step(entry, name.as_bstr())?.ok_or("is not there")?;
        }
        Ok(entry)
    }

    /// What a directory holds under a name.
    fn step(&self, within: Entry, name: &BStr) -> Result<Option<Entry>, String> {
        if within.kind != EntryKind::Tree {
            return Ok(None);
        }
        let tree = self.repo.find_tree(within.id).map_err(|_| missing())?;
        Ok(tree
            .find_entry(name.as_bytes())
            .map(|found| Entry { kind: found.mode().kind(), id: found.object_id() }))
    }
}

/// Why an object of a commit that is there is not.
fn missing() -> String {
    "cannot be read: its content is not in this clone, which holds a part of the repository only".into()
}

impl Store for Tree<'_> {
    type Place = Place;

    fn kind(&self, place: &Place) -> Result<FileKind, String> {
        let entry = self.entry(place)?;
        Ok(match entry.kind {
            EntryKind::Tree => FileKind::Directory,
            // What a submodule holds is read from the disk; here it is a directory that cannot be.
            EntryKind::Commit => FileKind::Directory,
            EntryKind::Link => FileKind::Link,
            EntryKind::Blob | EntryKind::BlobExecutable => {
                FileKind::File(self.repo.find_header(entry.id).map_err(|_| missing())?.size())
            }
        })
    }

    fn children(&self, place: &Place) -> Result<Vec<Result<(Name, Place), String>>, String> {
        let entry = self.entry(place)?;
        if entry.kind == EntryKind::Commit {
            return Err("is a submodule: its files are in another repository".into());
        }
        let tree = self.repo.find_tree(entry.id).map_err(|_| missing())?;
        Ok(tree
            .iter()
            .map(|found| {
                let found = found.map_err(|_| "cannot be read: the directory is damaged".to_owned())?;
                let mut path = place.path.clone().unwrap_or_default();
                path.push(found.filename().to_owned());
                let entry = Entry { kind: found.mode().kind(), id: found.object_id() };
                let name = load::name(found.filename());
                Ok((name, Place { path: Some(path), entry: Some(entry) }))
            })
            .collect())
    }

    fn child(&self, place: &Place, name: &str) -> Place {
        let mut path = place.path.clone();
        if let Some(path) = &mut path {
            path.push(name.into());
        }
        Place { path, entry: None }
    }

    fn parent(&self, place: &Place) -> Option<Place> {
        let path = place.path.as_ref()?;
        let (_, above) = path.split_last()?;
        Some(Place { path: Some(above.to_vec()), entry: None })
    }

    fn resolve(&self, place: &Place) -> Option<Place> {
        let Some(path) = &place.path else { return Some(Place::outside()) };
        let mut ahead: VecDeque<BString> = path.iter().cloned().collect();
        let mut done: Vec<BString> = Vec::new();
        let mut entries = vec![self.top()];
        let mut links = 0;
        while let Some(name) = ahead.pop_front() {
            match name.as_slice() {
                b"" | b"." => continue,
                b".." => {
                    if done.pop().is_none() {
                        return Some(Place::outside());
                    }
                    entries.pop();
                    continue;
                }
                _ => {}
            }
            let within = *entries.last()?;
            let entry = self.step(within, name.as_bstr()).ok()??;
            if entry.kind != EntryKind::Link {
                done.push(name);
                entries.push(entry);
                continue;
            }
            links += 1;
            // A target is a path, and no path is longer than this.
            if links > MOST_LINKS || self.repo.find_header(entry.id).ok()?.size() > 4096 {
                return None;
            }
            let target = self.repo.find_blob(entry.id).ok()?;
            if target.data.first() == Some(&b'/') {
                return Some(Place::outside());
            }
            for part in target.data.split(|byte| *byte == b'/').rev() {
                ahead.push_front(part.into());
            }
        }
        Some(Place { path: Some(done), entry: entries.pop() })
    }

    fn is_within(&self, place: &Place, directory: &Place) -> bool {
        match (&place.path, &directory.path) {
            (Some(place), Some(directory)) => place.starts_with(directory),
            _ => false,
        }
    }

    fn read(&self, place: &Place, size: u64) -> Result<Vec<u8>, String> {
        debug_assert!(size <= MAX_FILE_BYTES);
        let entry = self.entry(place)?;
        let mut blob = self.repo.find_blob(entry.id).map_err(|_| missing())?;
        Ok(blob.take_data())
    }
}
