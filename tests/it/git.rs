//! Git repositories made by the library that reads them: no `git` is needed, nothing of the machine's
//! settings enters, and the hashes of commits are the same everywhere.

use std::path::Path;

use gix::ObjectId;
use gix::objs::tree::{Entry, EntryKind};
use gix::objs::{Commit, Tree};

use crate::support::Dataset;

/// A repository around a dataset.
pub(crate) struct Repo {
    /// The working tree.
    pub(crate) files: Dataset,
    git: gix::Repository,
}

impl Repo {
    /// A repository in the directory of a dataset, with the branch `main` and no commit.
    pub(crate) fn around(files: Dataset) -> Self {
        Self::with_hash(files, gix::hash::Kind::Sha1)
    }

    /// The same with another kind of hash.
    pub(crate) fn with_hash(files: Dataset, hash: gix::hash::Kind) -> Self {
        let git = init(files.path(), gix::create::Kind::WithWorktree, hash);
        Self { files, git }
    }

    /// Commits the whole working tree to the branch `main`.
    pub(crate) fn commit(&self) -> String {
        self.commit_to("main")
    }

    /// Commits the whole working tree to a branch, after the last commit of `main`.
    pub(crate) fn commit_to(&self, branch: &str) -> String {
        let tree = snapshot(&self.git, self.files.path());
        let main = std::fs::read_to_string(self.git.git_dir().join("refs/heads/main"));
        let parent = main.ok().map(|hash| ObjectId::from_hex(hash.trim().as_bytes()).unwrap());
        let commit = commit(&self.git, tree, parent);
        self.point(&format!("refs/heads/{branch}"), &commit);
        self.git_file("HEAD", "ref: refs/heads/main\n");
        commit
    }

    /// Makes a reference point to a commit.
    pub(crate) fn point(&self, reference: &str, commit: &str) {
        self.git_file(reference, format!("{commit}\n"));
    }

    /// Writes a file of the repository's own.
    pub(crate) fn git_file(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.git.git_dir().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Removes a file of the repository's own.
    pub(crate) fn remove_git_file(&self, path: &str) {
        std::fs::remove_file(self.git.git_dir().join(path)).unwrap();
    }

    /// Removes an object: what a clone lacks that holds a part only.
    pub(crate) fn forget(&self, object: &str) {
        self.remove_git_file(&format!("objects/{}/{}", &object[..2], &object[2..]));
    }

    /// A tag object that no git would write.
    pub(crate) fn malformed_tag(&self) -> String {
        use gix::objs::Write as _;
        self.git.objects.write_buf(gix::objs::Kind::Tag, b"x\n").unwrap().to_string()
    }

    /// The hash of a file's content.
    pub(crate) fn blob(&self, path: &str) -> String {
        self.git.write_blob(std::fs::read(self.files.path().join(path)).unwrap()).unwrap().to_string()
    }

    /// Commits a tree with one entry put into a directory of it, as no working tree holds it.
    pub(crate) fn commit_entry(&self, directory: &str, name: &str, kind: EntryKind, id: &str) -> String {
        let tree = snapshot(&self.git, self.files.path());
        let mut top: Tree = self.git.find_tree(tree).unwrap().decode().unwrap().into();
        let at = top.entries.iter().position(|entry| entry.filename == directory).unwrap();
        let mut inner: Tree = self.git.find_tree(top.entries[at].oid).unwrap().decode().unwrap().into();
        let oid = ObjectId::from_hex(id.as_bytes()).unwrap();
        inner.entries.push(Entry { mode: kind.into(), filename: name.into(), oid });
        inner.entries.sort();
        top.entries[at].oid = self.git.write_object(&inner).unwrap().detach();
        let tree = self.git.write_object(&top).unwrap().detach();
        let commit = commit(&self.git, tree, None);
        self.point("refs/heads/odd", &commit);
        commit
    }
}

/// A bare repository with one commit on `main`: what lies in a directory.
pub(crate) fn bare(at: &Path, content: &Path) -> String {
    let made = tempfile::tempdir().unwrap();
    let git = init(made.path(), gix::create::Kind::Bare, gix::hash::Kind::Sha1);
    let commit = commit(&git, snapshot(&git, content), None);
    crate::support::copy(made.path(), at);
    std::fs::create_dir_all(at.join("refs/heads")).unwrap();
    std::fs::write(at.join("refs/heads/main"), format!("{commit}\n")).unwrap();
    commit
}

fn init(at: &Path, kind: gix::create::Kind, hash: gix::hash::Kind) -> gix::Repository {
    let create = gix::create::Options {
        destination_must_be_empty: Some(false),
        object_hash: Some(hash),
        ..gix::create::Options::default()
    };
    let options = gix::open::Options::isolated();
    gix::ThreadSafeRepository::init_opts(at, kind, create, options).unwrap().to_thread_local()
}

fn commit(git: &gix::Repository, tree: ObjectId, parent: Option<ObjectId>) -> String {
    let signature = gix::actor::Signature {
        name: "Editor".into(),
        email: "editor@example.org".into(),
        time: gix::date::Time { seconds: 1_700_000_000, offset: 0 },
    };
    let commit = Commit {
        tree,
        parents: parent.into_iter().collect(),
        author: signature.clone(),
        committer: signature,
        encoding: None,
        message: "Facts".into(),
        extra_headers: Vec::new(),
    };
    git.write_object(&commit).unwrap().to_string()
}

/// Writes a directory as a tree, links as links.
fn snapshot(git: &gix::Repository, directory: &Path) -> ObjectId {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if entry.file_name() == ".git" {
            continue;
        }
        let (mode, oid) = if kind.is_symlink() {
            let target = std::fs::read_link(&path).unwrap();
            (EntryKind::Link, git.write_blob(target.to_str().unwrap().as_bytes()).unwrap().detach())
        } else if kind.is_dir() {
            (EntryKind::Tree, snapshot(git, &path))
        } else {
            (EntryKind::Blob, git.write_blob(std::fs::read(&path).unwrap()).unwrap().detach())
        };
        entries.push(Entry { mode: mode.into(), filename: entry.file_name().to_str().unwrap().into(), oid });
    }
    entries.sort();
    git.write_object(&Tree { entries }).unwrap().detach()
}

/// A loose object whose header tells a size that its content does not have, as no library writes it.
pub(crate) fn liar(size: u64) -> Vec<u8> {
    let content = format!("blob {size}\0");
    let length = u16::try_from(content.len()).unwrap();
    let (mut a, mut b) = (1u32, 0u32);
    for byte in content.bytes() {
        a = (a + u32::from(byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    // zlib with one stored block: RFC 1950 and 1951.
    let mut bytes = vec![0x78, 0x01, 0x01];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(content.bytes());
    bytes.extend((b << 16 | a).to_be_bytes());
    bytes
}
