//! From files to a [`Dataset`]: every problem of every file in one run.
//!
//! Two steps. First each file becomes a tree with places (`tree`), side by side. Then names are
//! resolved: entities, sources and vocabulary, and last the claims, again side by side. A table
//! that cannot be used becomes a finding and a gap ([`super::Gaps`]); the reading never stops.
//! Only what makes the whole run meaningless is a [`LoadError`]: no dataset there, or one in
//! another version of the format.

pub(in crate::dataset) mod about;
mod claim;
pub(crate) mod declare;
mod items;
pub(in crate::dataset) mod kinds;
mod manifest;
pub mod mentions;
pub(in crate::dataset) mod names;
mod parsed;
mod qualifiers;
mod read;
mod repeated;
mod resolve;
pub mod shape;
mod source;
pub(crate) mod table;
pub(in crate::dataset) mod tree;
pub(in crate::dataset) mod units;
pub(in crate::dataset) mod value;
pub(in crate::dataset) mod vocabulary;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub(crate) use self::manifest::each_rule_table;
use self::parsed::{Parsed, Problem, decode};
pub use self::read::{Kind as FileKind, MAX_FILE_BYTES, Name, RawFile, Store, files_in, name};
use self::resolve::resolve;
pub use self::source::{Match, Source, SourceKind};
use self::table::{Broken, Reporter};
use super::{Dataset, File, FileId, Files, Span};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::finding::Finding;
use crate::message::message;

/// The version of the format that this build reads.
pub const FORMAT: u64 = 1;

/// The most tables that one file may hold.
pub const MAX_TABLES: usize = 1_000_000;

/// The manifest's path.
pub const MANIFEST: &str = "facts/dataset.toml";

/// A dataset and what loading found wrong with it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// What could be read.
    pub dataset: Dataset,
    /// What could not, in no particular order.
    pub findings: Vec<Finding>,
}

/// Why there is no dataset to check.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The directory is no dataset.
    #[error("there is no dataset in `{}`: {reason}", root.display())]
    NoDataset {
        /// The directory that was given.
        root: PathBuf,
        /// What is missing.
        reason: &'static str,
    },
    /// The dataset is written in another version of the format.
    #[error(
        "{MANIFEST}:{line}:{column}: the dataset is in format {found}, and this build reads format {FORMAT} only"
    )]
    Format {
        /// Line of the number.
        line: usize,
        /// Column of the number.
        column: usize,
        /// The number as written.
        found: String,
    },
}

/// Reads the dataset in a directory.
///
/// ```no_run
/// use csto_validate::run::{Overrides, Run};
///
/// let loaded = csto_validate::dataset::load(".".as_ref())?;
/// println!("{} claims", loaded.dataset.claims.len());
/// // What loading found wrong goes with what the rules find.
/// for reported in Run::new(loaded, &Overrides::default()).findings {
///     println!("{}: {}", reported.finding.rule.name, reported.finding.message);
/// }
/// # Ok::<(), csto_validate::dataset::LoadError>(())
/// ```
///
/// # Errors
///
/// Where there is no manifest, or one of another version of the format. Everything else that is
/// wrong is a finding.
pub fn load(root: &Path) -> Result<Loaded, LoadError> {
    from_files(root.to_owned(), read_files(root)?)
}

/// Reads the files of the dataset in a directory, in the order of their paths, as [`from_files`]
/// takes them.
///
/// # Errors
///
/// Where there is no manifest.
pub fn read_files(root: &Path) -> Result<Vec<RawFile>, LoadError> {
    let missing = |reason| LoadError::NoDataset { root: root.to_owned(), reason };
    if !root.is_dir() {
        return Err(missing("it is not a directory"));
    }
    if !root.join("facts").is_dir() {
        return Err(missing("it has no directory `facts`"));
    }
    if std::fs::symlink_metadata(root.join(MANIFEST)).is_err() {
        return Err(missing("it has no manifest `facts/dataset.toml`"));
    }
    Ok(read::files(root))
}

/// Makes a dataset of files that were read already, from wherever.
///
/// # Errors
///
/// As [`load`].
pub fn from_files(root: PathBuf, raw: Vec<RawFile>) -> Result<Loaded, LoadError> {
    if !raw.iter().any(|file| file.path == MANIFEST) {
        return Err(LoadError::NoDataset { root, reason: "it has no manifest `facts/dataset.toml`" });
    }
    let (files, problems): (Vec<File>, Vec<Option<Problem>>) = raw.into_par_iter().map(decode).unzip();
    let files = Files::new(root, files);
    let ids: Vec<(FileId, &File)> = files.iter().collect();
    let parsed: Vec<Parsed<'_>> = ids
        .into_par_iter()
        .zip(problems)
        .map(|((id, file), problem)| Parsed::new(id, file, problem))
        .collect();
    for file in &parsed {
        if file.is_manifest()
            && let Some((found, at)) = manifest::other_format(file.top(), file.text)
        {
            let place = files.get(file.id).position(at);
            return Err(LoadError::Format { line: place.line, column: place.column, found: found.into() });
        }
    }
    let (tables, findings) = resolve(parsed);
    let mut dataset = tables.into_dataset(files);
    dataset.turn_seasons();
    Ok(Loaded { dataset, findings })
}

/// An id is made of letters, digits, `-` and `_`.
fn check_id(id: &str, span: Span, what: &str, out: &mut Reporter<'_>) -> Result<(), Broken> {
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return Ok(());
    }
    let help = if id.contains('.') {
        "a dot separates an entity from a property in a time point, so ids have none: use `-` or `_`"
    } else {
        "write it with a-z, A-Z, 0-9, `-` and `_` only"
    };
    let article = if what == "entity" { "an" } else { "a" };
    let finding =
        Finding::new(&WRONG_TYPE, span, message!("`{}` cannot be the id of {} {}", id, article, what))
            .label("holds a character that ids do not have")
            .help(help);
    Err(out.push(finding))
}

/// A regular expression of bounded size.
fn regex(pattern: &str, span: Span, field: &str, out: &mut Reporter<'_>) -> Result<regex::Regex, Broken> {
    regex::RegexBuilder::new(pattern).size_limit(1 << 20).build().map_err(|error| {
        let reason = match &error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            other => {
                other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
            }
        };
        let finding = Finding::new(
            &WRONG_TYPE,
            span,
            message!("`{}` of {} is no regular expression: {}", field, out.title, reason),
        )
        .label("cannot be read as a regular expression")
        .help("a backslash is written twice in \"…\" and once in '…'");
        out.push(finding)
    })
}
