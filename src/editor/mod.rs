//! A dataset under somebody's hands: files on the disk with unsaved buffers over them, and what an
//! editor asks of them.
//!
//! [`server`] speaks the language server protocol; everything else answers for one dataset and knows
//! no transport. Findings are those of [`crate::run`], names those of [`crate::dataset::load::mentions`]:
//! nothing is judged here.

mod actions;
mod complete;
mod context;
mod diagnostics;
mod hover;
mod lookup;
mod messages;
mod positions;
pub mod server;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::dataset::load::mentions::{Mention, mentions};
use crate::dataset::load::{RawFile, from_files, read_files};
use crate::dataset::{Dataset, File, FileId, LoadError, Loaded};
use crate::run::{Overrides, Run};

/// The files of a dataset, as the editor sees them, and what was found out about them.
struct Workspace {
    root: PathBuf,
    /// As the disk has them.
    disk: BTreeMap<String, RawFile>,
    /// As open buffers have them.
    open: BTreeMap<String, String>,
    /// What each file names; a file that changed is read again when it is asked for.
    mentions: HashMap<String, Vec<Mention>>,
    state: State,
    /// Whether the editor was told what is found in the files as they are.
    told: bool,
    /// The last dataset of which every file could be read: names are offered from it while a line is
    /// half written.
    whole: Option<Dataset>,
}

/// How far the files were looked at since the last change.
enum State {
    Stale,
    Loaded(Box<Loaded>),
    Checked(Box<Run>),
    /// There is no dataset, or one in another format.
    Refused(LoadError),
}

impl Workspace {
    fn new(root: &Path) -> Self {
        let mut workspace = Self {
            root: root.to_owned(),
            disk: BTreeMap::new(),
            open: BTreeMap::new(),
            mentions: HashMap::new(),
            state: State::Stale,
            told: false,
            whole: None,
        };
        workspace.reread();
        workspace
    }

    /// Reads the files from the disk again.
    fn reread(&mut self) {
        let files = read_files(&self.root).unwrap_or_default();
        self.disk = files.into_iter().map(|file| (file.path.clone(), file)).collect();
        self.mentions.clear();
        self.outdate();
    }

    /// Puts a buffer over a file.
    fn change(&mut self, path: &str, text: String) {
        self.open.insert(path.to_owned(), text);
        self.mentions.remove(path);
        self.outdate();
    }

    /// Takes the buffer away: the disk counts again.
    fn close(&mut self, path: &str) {
        self.open.remove(path);
        self.reread();
    }

    fn outdate(&mut self) {
        self.told = false;
        let dataset = match std::mem::replace(&mut self.state, State::Stale) {
            State::Loaded(loaded) => Some(loaded.dataset),
            State::Checked(run) => Some(run.dataset),
            State::Stale | State::Refused(_) => None,
        };
        if let Some(dataset) = dataset.filter(|dataset| !dataset.gaps.unread.any()) {
            self.whole = Some(dataset);
        }
    }

    fn is_stale(&self) -> bool {
        matches!(self.state, State::Stale)
    }

    /// The text of a file, as the editor has it.
    fn file(&self, path: &str) -> Option<File> {
        let text = match self.open.get(path) {
            Some(text) => text.clone(),
            None => {
                let bytes = self.disk.get(path)?.content.as_deref().ok()?;
                let text = String::from_utf8_lossy(bytes);
                text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
            }
        };
        Some(File::new(path.to_owned(), text))
    }

    fn load(&mut self) {
        if !self.is_stale() {
            return;
        }
        let mut files = self.disk.clone();
        for (path, text) in &self.open {
            let content = Ok(text.clone().into_bytes());
            files.insert(path.clone(), RawFile { path: path.clone(), content });
        }
        self.state = match from_files(self.root.clone(), files.into_values().collect()) {
            Ok(loaded) => State::Loaded(Box::new(loaded)),
            Err(error) => State::Refused(error),
        };
    }

    /// Runs the checks.
    fn check(&mut self) -> Result<&Run, &LoadError> {
        self.load();
        self.state = match std::mem::replace(&mut self.state, State::Stale) {
            State::Loaded(loaded) => State::Checked(Box::new(Run::new(*loaded, &Overrides::default()))),
            other => other,
        };
        match &self.state {
            State::Checked(run) => Ok(run),
            State::Refused(error) => Err(error),
            State::Stale | State::Loaded(_) => unreachable!("it was loaded and checked just now"),
        }
    }

    /// The dataset as it is now.
    fn current(&mut self) -> Option<&Dataset> {
        self.load();
        self.loaded()
    }

    fn loaded(&self) -> Option<&Dataset> {
        match &self.state {
            State::Loaded(loaded) => Some(&loaded.dataset),
            State::Checked(run) => Some(&run.dataset),
            State::Stale | State::Refused(_) => None,
        }
    }

    /// The dataset whose names are offered: the present one, or the last that was whole. Its places may
    /// be those of an older text.
    fn names(&self) -> Option<&Dataset> {
        match self.loaded() {
            Some(dataset) if !dataset.gaps.unread.any() => Some(dataset),
            other => self.whole.as_ref().or(other),
        }
    }

    /// Reads what every file names, where that is not known.
    fn read_mentions(&mut self) {
        let paths: Vec<String> = self.disk.keys().chain(self.open.keys()).cloned().collect();
        for path in paths {
            if !self.mentions.contains_key(&path) {
                let found = self.file(&path).map(|file| mentions(&file.text)).unwrap_or_default();
                self.mentions.insert(path, found);
            }
        }
    }
}

/// The id of a file of a dataset.
fn file_id(dataset: &Dataset, path: &str) -> Option<FileId> {
    dataset.files.iter().find(|(_, file)| file.path == path).map(|(id, _)| id)
}
