//! Both sides of a review, out of a git repository: read in-process from its objects, without a
//! checkout and without a `git` to call. Nothing of the network and nothing of a user's settings
//! enters.

use std::path::{Component, Path, PathBuf};

use gix::bstr::{BString, ByteSlice as _};
use gix::revision::plumbing::Spec;
use gix::revision::spec::parse::Error as RevisionError;
use gix::{ObjectId, Repository};

use super::Checked;
use super::repository::damaged;
use super::tree::{Place, Tree};
use crate::contained;
use crate::dataset::load::{self, LoadError, Loaded, RawFile};
use crate::links::Learnt;
use crate::run::Overrides;
use crate::suggest;

/// What a merge that is not made yet is called.
pub const MERGED: &str = "merged";

/// A repository and the place of the dataset in it.
pub struct History {
    repo: Repository,
    /// The dataset's directory as it was named.
    dataset: PathBuf,
    /// The dataset's directory from the repository's root, with `/`; empty for the root.
    prefix: BString,
}

/// Why a side cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GitError {
    /// No repository holds the dataset.
    #[error("`{}` does not lie in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// The repository cannot be read.
    #[error("the git repository of `{}` cannot be read: {reason}", path.display())]
    Repository {
        /// The dataset.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no such revision.
    #[error("there is no revision `{revision}` in this repository")]
    Unknown {
        /// The revision as it was named.
        revision: String,
        /// A branch or tag with a similar name.
        near: Option<String>,
        /// Whether the clone holds the newest commits only.
        shallow: bool,
    },
    /// Branches and tags are in a format that is not read.
    #[error("`{0}` cannot be looked up: this repository keeps its branches and tags in the format reftable")]
    Reftable(String),
    /// The revision could be several commits, or is none.
    #[error("`{revision}` is not one commit: {reason}")]
    NotOne {
        /// The revision as it was named.
        revision: String,
        /// What it is.
        reason: String,
    },
    /// A commit without its files.
    #[error("the files of commit {commit} are not in this clone")]
    Missing {
        /// The commit.
        commit: String,
    },
    /// A bare repository has no files of its own to compare with.
    #[error("`{}` lies in a bare repository, which has no working tree", .0.display())]
    Bare(PathBuf),
    /// The head is no dataset.
    #[error("there is no dataset at revision `{revision}`: it has no `{path}`")]
    NoDataset {
        /// The revision as it was named.
        revision: String,
        /// What is missing.
        path: String,
    },
    /// Two sides have no common ancestor, at least in this clone.
    #[error("`{0}` and the other side have no common ancestor")]
    Unrelated(String),
    /// Both sides changed the same lines.
    #[error("the two sides cannot be merged without a decision: both changed {}", crate::words::short_list(.0, 12))]
    Undecided(Vec<String>),
    /// The dataset at a revision cannot be read at all.
    #[error("at {side}: {error}")]
    Load {
        /// Which side.
        side: String,
        /// Why.
        error: LoadError,
    },
}

impl GitError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::NoRepository(_) => {
                "run it on a dataset that git keeps; `csto-validate check` needs no repository".into()
            }
            Self::Repository { .. } => "see whether `git status` works there".into(),
            Self::Unknown { near: Some(near), shallow: false, .. } => format!("did you mean `{near}`?"),
            Self::Unknown { near, shallow: true, .. } => {
                let meant =
                    near.as_ref().map_or_else(String::new, |near| format!("; or did you mean `{near}`?"));
                format!(
                    "this clone is shallow and lacks older history: fetch it with `git fetch --unshallow`, or in \
                     CI set `fetch-depth: 0` for actions/checkout{meant}"
                )
            }
            Self::Unknown { .. } => {
                "name a branch, a tag or a commit, as `git rev-parse` takes it; a branch that only the remote has \
                 is `origin/NAME`"
                    .into()
            }
            Self::Reftable(revision) => {
                format!("name the commit by its hash, which `git rev-parse {revision}` gives")
            }
            Self::NotOne { .. } => {
                "name one commit: a branch, a tag, or more digits of its hash; the other side is the working tree \
                 or `--head REV`"
                    .into()
            }
            Self::Missing { .. } => {
                "this clone is shallow or partial: fetch the rest with `git fetch --unshallow`, or in CI set \
                 `fetch-depth: 0` for actions/checkout"
                    .into()
            }
            Self::Bare(_) => "name the other side with `--head REV`".into(),
            Self::NoDataset { .. } => {
                "name a revision that has the dataset, or the directory in which it lies there".into()
            }
            Self::Unrelated(_) => {
                "name a branch that this one left; a shallow clone lacks older history, which `git fetch --unshallow` \
                 fetches"
                    .into()
            }
            Self::Undecided(_) => {
                "merge them with git, settle what conflicts, and review that; or leave out --merged".into()
            }
            Self::Load { error: LoadError::Format { .. }, .. } => {
                "use a version of csto-validate that reads that format".into()
            }
            Self::Load { .. } => "a dataset is a directory with `facts/` and `sources/` in it".into(),
        }
    }
}

/// A side of a review, read but not yet understood.
pub struct Side {
    /// `worktree`, [`MERGED`], or the hash of the commit.
    pub name: String,
    /// As messages call it: "revision `main`".
    told: String,
    /// The dataset's directory.
    root: PathBuf,
    files: Vec<RawFile>,
}

impl Side {
    /// Whether both sides hold the same files, byte for byte: then they say the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.root == other.root && self.files == other.files
    }

    /// What is stored there; none where there is no dataset.
    ///
    /// # Errors
    ///
    /// Where the dataset is in another format.
    pub fn load(self) -> Result<Option<Loaded>, GitError> {
        match load::from_files(self.root, self.files) {
            Ok(loaded) => Ok(Some(loaded)),
            Err(LoadError::NoDataset { .. }) => Ok(None),
            Err(error) => Err(GitError::Load { side: self.told, error }),
        }
    }

    fn has_dataset(&self) -> bool {
        self.files.iter().any(|file| file.path == load::MANIFEST)
    }
}

impl Checked {
    /// Checks both sides, base and head. Where they hold the same files, that is done once.
    ///
    /// # Errors
    ///
    /// Where the dataset of a side is in another format.
    pub fn both(base: Side, head: Side, overrides: &Overrides, judge: By) -> Result<(Self, Self), GitError> {
        if base.is_same(&head) {
            let name = head.name;
            let base = Self::new(base.name.clone(), base.load()?, overrides);
            let head = Self { name, ..base.clone() };
            return Ok((base, head));
        }
        let check = |side: Side| {
            let name = side.name.clone();
            Ok(Self::new(name, side.load()?, overrides))
        };
        if judge == By::Base {
            let base = check(base)?;
            let head = Self::with_links(head, overrides, None, Some(&base))?;
            return Ok((base, head));
        }
        let (base, head) = rayon::join(|| check(base), || check(head));
        Ok((base?, head?))
    }

    /// A side with what was learnt of its links, judged by the base where that is wished.
    ///
    /// # Errors
    ///
    /// Where the dataset is in another format.
    pub fn with_links(
        side: Side,
        overrides: &Overrides,
        learnt: Option<Learnt>,
        base: Option<&Self>,
    ) -> Result<Self, GitError> {
        let name = side.name.clone();
        Ok(Self::judged(name, side.load()?, overrides, learnt, base))
    }
}

/// Whose levels, rules and accepts count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Those of the base, for both sides.
    Base,
    /// Of each side its own.
    #[default]
    Head,
}

impl History {
    /// Finds the repository that holds a dataset. The directory need not exist now: it may be there
    /// in another revision.
    ///
    /// # Errors
    ///
    /// Where there is none, or it cannot be read.
    pub fn open(dataset: &Path) -> Result<Self, GitError> {
        let absolute = std::path::absolute(dataset).unwrap_or_else(|_| dataset.to_owned());
        // Without `..`, which a directory that is gone cannot resolve.
        let mut start = absolute;
        let mut below: Vec<std::ffi::OsString> = Vec::new();
        while !start.is_dir() {
            match (start.file_name().map(ToOwned::to_owned), start.parent().map(Path::to_owned)) {
                (Some(name), Some(parent)) => {
                    below.push(name);
                    start = parent;
                }
                _ => return Err(GitError::NoRepository(dataset.to_owned())),
            }
        }
        let start = start.canonicalize().unwrap_or(start);
        let repo = super::repository::open(&start, dataset)?;
        let root = repo.workdir().unwrap_or_else(|| repo.git_dir());
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let inner = start.strip_prefix(&root).map_err(|_| GitError::NoRepository(dataset.to_owned()))?;
        let mut prefix = BString::default();
        let names = inner.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_owned()),
            _ => None,
        });
        for name in names.chain(below.into_iter().rev()) {
            if !prefix.is_empty() {
                prefix.push(b'/');
            }
            prefix.extend_from_slice(&gix::path::os_string_into_bstring(name).map_err(|_| {
                GitError::Repository {
                    path: dataset.to_owned(),
                    reason: "the path is not valid Unicode".into(),
                }
            })?);
        }
        Ok(Self { repo, dataset: dataset.to_owned(), prefix })
    }

    /// The dataset in the working tree, with what is not committed and not tracked.
    ///
    /// # Errors
    ///
    /// Where there is no working tree or no dataset in it.
    pub fn worktree(&self) -> Result<Side, GitError> {
        if self.repo.workdir().is_none() {
            return Err(GitError::Bare(self.dataset.clone()));
        }
        let told = "the working tree".to_owned();
        let files =
            load::read_files(&self.dataset).map_err(|error| GitError::Load { side: told.clone(), error })?;
        Ok(Side { name: "worktree".into(), told, root: self.dataset.clone(), files })
    }

    /// The dataset at a revision.
    ///
    /// # Errors
    ///
    /// Where the revision or its files are not there.
    pub fn revision(&self, revision: &str) -> Result<Side, GitError> {
        self.contained(|| self.side(revision))
    }

    /// Runs what reads the repository: its library panics on some that are damaged.
    fn contained<T>(&self, read: impl FnOnce() -> Result<T, GitError>) -> Result<T, GitError> {
        contained::run(read).unwrap_or_else(|said| {
            Err(GitError::Repository { path: self.dataset.clone(), reason: damaged(&said) })
        })
    }

    fn side(&self, revision: &str) -> Result<Side, GitError> {
        let commit = self.commit(revision)?;
        let name = commit.to_string();
        let missing = || GitError::Missing { commit: name.clone() };
        let root =
            self.repo.find_commit(commit).map_err(|_| missing())?.tree_id().map_err(|_| missing())?.detach();
        self.repo.find_tree(root).map_err(|_| missing())?;
        let files = self.files(root);
        Ok(Side { name, told: format!("revision `{revision}`"), root: self.dataset.clone(), files })
    }

    /// The merge of a revision and a side, which is not made yet: from where the revision parted with
    /// another one, on which the side stands.
    ///
    /// # Errors
    ///
    /// Where the revisions have no common ancestor, or both changed the same lines.
    pub fn merged(&self, revision: &str, side: Side, on: &str) -> Result<Side, GitError> {
        let ancestor = self.contained(|| {
            let (theirs, ours) = (self.commit(revision)?, self.commit(on)?);
            let ancestor = self.repo.merge_base(theirs, ours).ok().flatten().map(gix::Id::detach);
            ancestor.ok_or_else(|| GitError::Unrelated(revision.to_owned()))
        })?;
        let ancestor = self.revision(&ancestor.to_string())?.files;
        let theirs = self.revision(revision)?.files;
        let files = super::merge::files(ancestor, side.files, theirs).map_err(|paths| {
            GitError::Undecided(paths.into_iter().map(|path| format!("`{path}`")).collect())
        })?;
        Ok(Side {
            name: MERGED.into(),
            told: format!("the merge of `{revision}` and {}", side.told),
            files,
            ..side
        })
    }

    /// The dataset at a revision that must have one.
    ///
    /// # Errors
    ///
    /// As [`Self::revision`], and where there is no dataset.
    pub fn head(&self, revision: &str) -> Result<Side, GitError> {
        let side = self.revision(revision)?;
        if !side.has_dataset() {
            let mut path = self.prefix.to_str_lossy().into_owned();
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str("facts/dataset.toml");
            return Err(GitError::NoDataset { revision: revision.to_owned(), path });
        }
        Ok(side)
    }

    fn files(&self, root: ObjectId) -> Vec<RawFile> {
        let tree = Tree { repo: &self.repo, root };
        load::files_in(&tree, &Place::new(self.prefix.as_bstr()))
    }

    fn commit(&self, revision: &str) -> Result<ObjectId, GitError> {
        let not_one =
            |reason: &str| GitError::NotOne { revision: revision.to_owned(), reason: reason.to_owned() };
        let id = match self.hashes(revision)? {
            Some(id) => id,
            None => {
                let parsed = self.repo.rev_parse(revision).map_err(|error| self.unknown(revision, &error))?;
                match parsed.clone().detach() {
                    // `main...HEAD`: where two lines of work parted.
                    Spec::Merge { theirs, ours } => {
                        let found = self.repo.merge_base(theirs, ours).ok().flatten().map(gix::Id::detach);
                        found.ok_or_else(|| self.parted(revision))?
                    }
                    _ => parsed.single().ok_or_else(|| not_one("it is a range"))?.detach(),
                }
            }
        };
        let object = self.repo.find_object(id).map_err(|_| self.not_there(revision))?;
        let commit = object.peel_to_kind(gix::object::Kind::Commit).map_err(|_| {
            if self.repo.has_object(id) {
                not_one("it is a file or a directory")
            } else {
                self.not_there(revision)
            }
        })?;
        Ok(commit.id)
    }

    /// The object that a revision is the whole hash of. In a longer one, as `HASH~1`, such an object has
    /// to be there: no branch that is called like a hash stands in for it.
    fn hashes(&self, revision: &str) -> Result<Option<ObjectId>, GitError> {
        let length = self.repo.object_hash().len_in_hex();
        for part in revision.split("..") {
            let part = part.trim_start_matches(['.', '^']);
            let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
            let ends = !part[digits..].starts_with(|c: char| c.is_alphanumeric() || "-_/.".contains(c));
            let Ok(id) = ObjectId::from_hex(&part.as_bytes()[..digits]) else { continue };
            if digits != length || !ends {
                continue;
            }
            if digits == revision.len() {
                return Ok(Some(id));
            }
            if !self.repo.has_object(id) {
                return Err(self.not_there(revision));
            }
        }
        Ok(None)
    }

    fn unknown(&self, revision: &str, error: &gix::Error) -> GitError {
        match error.downcast_any_ref() {
            Some(RevisionError::AmbiguousPrefix { .. } | RevisionError::AmbiguousRefAndObject { .. }) => {
                let reason = "several objects have a hash that begins so".into();
                GitError::NotOne { revision: revision.to_owned(), reason }
            }
            _ => self.not_there(revision),
        }
    }

    /// Two lines of work without a common ancestor, at least in this clone.
    fn parted(&self, revision: &str) -> GitError {
        if self.is_shallow() {
            return self.not_there(revision);
        }
        GitError::NotOne { revision: revision.to_owned(), reason: "the two have no common ancestor".into() }
    }

    fn is_shallow(&self) -> bool {
        self.repo.is_shallow().unwrap_or(false)
    }

    fn not_there(&self, revision: &str) -> GitError {
        // Branches in this format are not read by the library; commits are.
        if self.repo.common_dir().join("reftable").is_dir() {
            return GitError::Reftable(revision.to_owned());
        }
        let names = self.names();
        let near = suggest::nearest(revision, names.iter().map(String::as_str)).map(str::to_owned);
        GitError::Unknown { revision: revision.to_owned(), near, shallow: self.is_shallow() }
    }

    /// Branches and tags as one names them.
    fn names(&self) -> Vec<String> {
        let Ok(references) = self.repo.references() else { return Vec::new() };
        let Ok(all) = references.all() else { return Vec::new() };
        all.filter_map(Result::ok)
            .map(|reference| reference.name().shorten().to_str_lossy().into_owned())
            .collect()
    }
}
