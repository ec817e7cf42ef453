//! Runs the real binary on a dataset and hands back what a user would see.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The project's own directory.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped facts, for tests of the facts and of the pages that show them. They may change any
/// day: what a test says about the program, it says with [`csto`].
pub(crate) fn own_facts() -> &'static Path {
    root()
}

/// A copy of the shipped facts as they once were, large and real, which changes for no fact's sake.
pub(crate) fn csto() -> PathBuf {
    case("csto")
}

/// The directory of a dataset under `tests/cases/`.
pub(crate) fn case(name: &str) -> PathBuf {
    let path = root().join("tests/cases").join(name);
    assert!(path.is_dir(), "there is no case {name}");
    path
}

/// The head of a manifest, for datasets that a test writes itself.
pub(crate) const MANIFEST: &str = "format = 1\n\n[dataset]\nid = \"test\"\ntitle = \"Test\"\nas_of = \"2024\"\n\n[rules]\nuncited-claim = \"off\"\n";

/// A dataset in a directory of its own, which goes with this value.
pub(crate) struct Dataset {
    dir: TempDir,
}

impl Dataset {
    /// A dataset of files, each with its path and content.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let dataset = Self { dir: tempfile::tempdir().unwrap() };
        std::fs::create_dir_all(dataset.path().join("facts")).unwrap();
        std::fs::create_dir_all(dataset.path().join("sources")).unwrap();
        for (path, content) in files {
            dataset.write(path, content);
        }
        dataset
    }

    /// A dataset with [`MANIFEST`] and one more file.
    pub(crate) fn of(tables: &str) -> Self {
        Self::new(&[("facts/dataset.toml", MANIFEST), ("facts/facts.toml", tables)])
    }

    /// A copy of a dataset that lies elsewhere: its `facts/` and `sources/`.
    pub(crate) fn copy_of(from: &Path) -> Self {
        let dataset = Self::new(&[]);
        for folder in ["facts", "sources"] {
            copy(&from.join(folder), &dataset.path().join(folder));
        }
        dataset
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file below it, with the directories above.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// The text of a file below it.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Replaces a text that stands exactly once in a file.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{from:?} does not stand once in {path}");
        self.write(path, text.replacen(from, to, 1));
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What a run of the binary gave.
pub(crate) struct Ran {
    /// The exit status.
    pub(crate) status: i32,
    /// The report.
    pub(crate) stdout: String,
    /// Everything else.
    pub(crate) stderr: String,
}

impl Ran {
    fn new(output: Output) -> Self {
        Self {
            status: output.status.code().expect("ended by a signal"),
            stdout: String::from_utf8(output.stdout).expect("the report is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }

    /// The report as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }

    /// The rules of a JSON report's findings, each as often as it fired, in order.
    pub(crate) fn rules(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().expect("findings");
        findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    }
}

/// The binary with an environment in which nothing of the machine shows: no colours, no settings of
/// a CI, no proxies.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_csto-validate"));
    command.env_clear().stdin(Stdio::null());
    for kept in ["PATH", "SystemRoot", "TMPDIR", "TEMP", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command
}

/// Runs the binary with arguments, in a directory.
pub(crate) fn run_in(dir: &Path, arguments: &[&str]) -> Ran {
    Ran::new(command().current_dir(dir).args(arguments).output().expect("the binary runs"))
}

/// `check --offline` in text.
pub(crate) fn check(dir: &Path) -> Ran {
    run_in(dir, &["check", "--offline"])
}

/// `check --offline` in JSON, with further arguments.
pub(crate) fn check_json(dir: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec!["check", "--offline", "--format", "json"];
    all.extend(arguments);
    run_in(dir, &all)
}
