//! An id that becomes another, everywhere it is used: headers, fields, values, time points, entries.
//!
//! What is changed is the name and nothing around it. Afterwards the facts are checked again: they must
//! say and check the same, or nothing is changed at all. Fingerprints in accept entries follow, because they
//! stand for findings that name their claims.

mod keys;
mod place;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use self::place::{Part, renamed};
use super::{Change, applied};
use crate::dataset::load::mentions::{Mention, What, mentions};
use crate::dataset::load::{LoadError, RawFile, from_files};
use crate::dataset::rules::syntax::SYNTAX;
use crate::dataset::types::Named;
use crate::dataset::{Dataset, Loaded};
use crate::rules::settings::UNUSED_ACCEPT;
use crate::run::{Overrides, Reported, Run};
use crate::suggest;

/// What some editors put first in a file.
const MARK: &str = "\u{feff}";

/// What can be renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An entity.
    Entity,
    /// A property of the vocabulary.
    Property,
    /// A claim.
    Claim,
    /// A source.
    Source,
    /// A unit that has a table.
    Unit,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Entity, Self::Property, Self::Claim, Self::Source, Self::Unit];

    /// As the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Property => "property",
            Self::Claim => "claim",
            Self::Source => "source",
            Self::Unit => "unit",
        }
    }
}

/// Why a name cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// The dataset cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// What such a file names is not known.
    #[error("`{0}` cannot be read, so what it names is not known")]
    Unread(String),
    /// Nothing is called so.
    #[error("nothing has the id `{name}`{}", marker.as_ref().map_or(String::new(), |id| format!(", which is the marker of the source `{id}`")))]
    Unknown {
        /// The name.
        name: String,
        /// The id that was probably meant.
        near: Option<String>,
        /// The source whose marker it is.
        marker: Option<String>,
    },
    /// Things of several kinds are called so.
    #[error("`{name}` is the id of {}", crate::words::list(&kinds.iter().map(|kind| format!("{} {}", article(*kind), kind.name())).collect::<Vec<_>>()))]
    Several {
        /// The name.
        name: String,
        /// The kinds.
        kinds: Vec<Kind>,
    },
    /// Ids are not written so.
    #[error("`{0}` cannot be an id")]
    Invalid(String),
    /// It is called so already.
    #[error("`{0}` is what it is called already")]
    Same(String),
    /// Another thing is called so.
    #[error("there is {} {} `{name}` already", article(*kind), kind.name())]
    Taken {
        /// The kind.
        kind: Kind,
        /// The name.
        name: String,
    },
    /// References would lead elsewhere.
    #[error("`{name}` is the marker of the source `{source_id}`, and references would lead there")]
    Marker {
        /// The name.
        name: String,
        /// The source whose marker it is.
        source_id: String,
    },
    /// Something names it already, though it does not exist.
    #[error("`{path}` names `{name}`, which does not exist yet and would lead to what is renamed")]
    Dangling {
        /// The file.
        path: String,
        /// The name.
        name: String,
    },
    /// The facts would not check the same: a bug here, and they are better left alone.
    #[error("the facts would not check the same under the new name")]
    Unsafe,
}

fn article(kind: Kind) -> &'static str {
    if kind == Kind::Entity { "an" } else { "a" }
}

/// A change of name, ready to be written.
#[derive(Debug)]
pub struct Renamed {
    /// What is renamed.
    pub kind: Kind,
    /// The files that change, each with the number of places in it.
    pub changes: Vec<(Change, usize)>,
}

/// Renames a thing in the files of a dataset; its kind need be told only where things of several are called so.
///
/// # Errors
///
/// Where nothing or several things are called so, the new name is taken or no id, or a file cannot be read.
pub fn rename(
    root: &Path,
    files: &[RawFile],
    kind: Option<Kind>,
    old: &str,
    new: &str,
) -> Result<Renamed, RenameError> {
    let before = loaded(root, files)?;
    if let Some(broken) = before.findings.iter().find(|finding| finding.rule == &SYNTAX) {
        let path = before.dataset.files.get(broken.primary.span.file).path.clone();
        return Err(RenameError::Unread(path));
    }
    let facts = Facts::new(files, &before.dataset);
    let kind = facts.kind(kind, old)?;
    facts.check_new(kind, old, new)?;
    let mut changes = facts.changes(kind, old, new);
    let before = Run::new(before, &Overrides::default());
    follow_fingerprints(root, files, &before, &mut changes, (old, new))?;
    let after = checked(root, files, &changes)?;
    if weighed(&before) != weighed(&after) {
        return Err(RenameError::Unsafe);
    }
    for (change, _) in &mut changes {
        let file = files.iter().find(|file| file.path == change.path);
        let bytes = file.and_then(|file| file.content.as_deref().ok());
        if bytes.is_some_and(|bytes| bytes.starts_with(MARK.as_bytes())) {
            change.before.insert_str(0, MARK);
            change.after.insert_str(0, MARK);
        }
    }
    Ok(Renamed { kind, changes })
}

fn loaded(root: &Path, files: &[RawFile]) -> Result<Loaded, LoadError> {
    from_files(root.to_owned(), files.to_vec())
}

fn checked(root: &Path, files: &[RawFile], changes: &[(Change, usize)]) -> Result<Run, LoadError> {
    let changes: Vec<Change> = changes.iter().map(|(change, _)| change.clone()).collect();
    Ok(Run::new(loaded(root, &applied(files, &changes))?, &Overrides::default()))
}

/// What must be the same before and after: what there is, and how often each rule fires.
fn weighed(run: &Run) -> (Vec<usize>, BTreeMap<(&'static str, bool), usize>) {
    let dataset = &run.dataset;
    let mut fired = BTreeMap::new();
    let accepted = run.accepted.iter().map(|accepted| (accepted.reported.finding.rule.name, true));
    for key in run.findings.iter().map(|reported| (reported.finding.rule.name, false)).chain(accepted) {
        *fired.entry(key).or_default() += 1;
    }
    let numbers = [
        dataset.entities.len(),
        dataset.properties.len(),
        dataset.claims.len(),
        dataset.sources.len(),
        dataset.accepts.len(),
    ];
    (numbers.to_vec(), fired)
}

/// What the files of a dataset name, and where.
struct Facts<'a> {
    dataset: &'a Dataset,
    /// Path, text, and what it names.
    files: Vec<(&'a str, &'a str, Vec<Mention>)>,
    /// The ids of sources by their markers.
    markers: HashMap<&'a str, &'a str>,
}

impl<'a> Facts<'a> {
    fn new(files: &'a [RawFile], dataset: &'a Dataset) -> Self {
        let texts = files.iter().filter(|file| file.path.ends_with(".toml")).filter_map(|file| {
            let text = std::str::from_utf8(file.content.as_ref().ok()?).ok()?;
            let text = text.strip_prefix(MARK).unwrap_or(text);
            Some((file.path.as_str(), text, mentions(text)))
        });
        let markers = dataset.sources.iter();
        let markers = markers.filter_map(|source| Some((&*source.marker.as_ref()?.value, &*source.id)));
        Self { dataset, files: texts.collect(), markers: markers.collect() }
    }

    /// Whether a mention names a thing, and which part of it does.
    fn names(&self, mention: &Mention, kind: Kind, id: &str) -> Option<Part> {
        let whole = (&*mention.name == id).then_some(Part::Whole);
        match (&mention.what, kind) {
            // Of a table about several subjects each has a claim, `table/subject`.
            (What::Claim, Kind::Claim | Kind::Entity) if mention.name.contains('/') => {
                let (table, subject) = mention.name.split_once('/')?;
                let (half, part) = match kind {
                    Kind::Claim => (table, Part::Before('/')),
                    _ => (subject, Part::Behind('/')),
                };
                (half == id).then_some(part)
            }
            (What::Entity, Kind::Entity)
            | (What::Property, Kind::Property)
            | (What::Claim, Kind::Claim)
            | (What::Unit, Kind::Unit)
            | (What::SourceId, Kind::Source) => whole,
            // A marker wins over an id, as it does where references are read.
            (What::Source, Kind::Source) => whole.filter(|_| !self.markers.contains_key(id)),
            (What::Value(property), Kind::Entity) => {
                let property = self.dataset.properties.iter().find(|known| *known.id == **property)?;
                whole.filter(|_| matches!(property.names(), Named::Entities(_)))
            }
            (What::TimePoint, Kind::Entity | Kind::Property) => {
                let (subject, property) = mention.name.split_once('.')?;
                let (half, part) = match kind {
                    Kind::Entity => (subject, Part::Before('.')),
                    _ => (property, Part::Behind('.')),
                };
                (half.trim() == id).then_some(part)
            }
            _ => None,
        }
    }

    fn defines(&self, kind: Kind, id: &str) -> bool {
        let mentions = self.files.iter().flat_map(|(_, _, mentions)| mentions);
        mentions.filter(|mention| mention.defines).any(|mention| {
            let same = matches!(
                (&mention.what, kind),
                (What::Entity, Kind::Entity)
                    | (What::Property, Kind::Property)
                    | (What::Claim, Kind::Claim)
                    | (What::Unit, Kind::Unit)
                    | (What::SourceId, Kind::Source)
            );
            same && &*mention.name == id
        })
    }

    /// What is called so.
    fn kind(&self, wanted: Option<Kind>, old: &str) -> Result<Kind, RenameError> {
        let kinds = Kind::ALL.into_iter().filter(|kind| wanted.is_none_or(|wanted| wanted == *kind));
        let found: Vec<Kind> = kinds.filter(|kind| self.defines(*kind, old)).collect();
        match found.as_slice() {
            [kind] => Ok(*kind),
            [] => {
                let dataset = self.dataset;
                let all = Kind::ALL.into_iter().filter(|kind| wanted.is_none_or(|wanted| wanted == *kind));
                let ids: Vec<&str> = all
                    .flat_map(|kind| -> Vec<&str> {
                        match kind {
                            Kind::Entity => dataset.entities.iter().map(|one| &*one.id).collect(),
                            Kind::Property => dataset.properties.iter().map(|one| &*one.id).collect(),
                            Kind::Claim => dataset.claims.iter().map(|one| &*one.id).collect(),
                            Kind::Source => dataset.sources.iter().map(|one| &*one.id).collect(),
                            Kind::Unit => dataset.units.iter().map(|one| &*one.id).collect(),
                        }
                    })
                    .collect();
                Err(RenameError::Unknown {
                    name: old.to_owned(),
                    near: suggest::nearest(old, ids).map(str::to_owned),
                    marker: self.markers.get(old).map(|id| (*id).to_owned()),
                })
            }
            _ => Err(RenameError::Several { name: old.to_owned(), kinds: found }),
        }
    }

    /// Whether a thing can have a name.
    fn check_new(&self, kind: Kind, old: &str, new: &str) -> Result<(), RenameError> {
        let valid = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if new.is_empty() || !new.bytes().all(valid) {
            return Err(RenameError::Invalid(new.to_owned()));
        }
        if new == old {
            return Err(RenameError::Same(new.to_owned()));
        }
        if self.defines(kind, new) {
            return Err(RenameError::Taken { kind, name: new.to_owned() });
        }
        if let (Kind::Source, Some(id)) = (kind, self.markers.get(new))
            && *id != old
        {
            return Err(RenameError::Marker { name: new.to_owned(), source_id: (*id).to_owned() });
        }
        let dangling = self
            .files
            .iter()
            .find(|(_, _, mentions)| mentions.iter().any(|mention| self.names(mention, kind, new).is_some()));
        match dangling {
            Some((path, ..)) => Err(RenameError::Dangling { path: (*path).to_owned(), name: new.to_owned() }),
            None => Ok(()),
        }
    }

    /// The files that name a thing, with another name in every place.
    fn changes(&self, kind: Kind, old: &str, new: &str) -> Vec<(Change, usize)> {
        let table = match kind {
            Kind::Entity => Some("entity"),
            Kind::Property => Some("property"),
            Kind::Unit => Some("unit"),
            Kind::Claim | Kind::Source => None,
        };
        let of_file = |&(path, text, ref mentions): &(&str, &str, Vec<Mention>)| {
            let mut places: BTreeMap<usize, (usize, Part)> = BTreeMap::new();
            for mention in mentions {
                if let Some(part) = self.names(mention, kind, old) {
                    let (start, end) = place::whole(text, mention.start as usize, mention.end as usize);
                    // In brackets only a marker is meant.
                    if mention.what == What::Source && text.get(start..end)?.contains('[') {
                        continue;
                    }
                    places.insert(start, (end, part));
                }
            }
            for key in table.into_iter().flat_map(|table| keys::places(text, table, old)) {
                places.insert(key.start, (key.end, Part::Whole));
            }
            if places.is_empty() {
                return None;
            }
            let (mut after, mut done) = (String::with_capacity(text.len()), 0);
            for (start, (end, part)) in &places {
                after.push_str(text.get(done..*start)?);
                after.push_str(&renamed(text.get(*start..*end)?, *part, old, new));
                done = *end;
            }
            after.push_str(text.get(done..)?);
            Some((Change { path: path.to_owned(), before: text.to_owned(), after }, places.len()))
        };
        self.files.iter().filter_map(of_file).collect()
    }
}

/// Lets fingerprints in accept entries follow: under another name, a finding has another.
fn follow_fingerprints(
    root: &Path,
    files: &[RawFile],
    before: &Run,
    changes: &mut Vec<(Change, usize)>,
    (old, new): (&str, &str),
) -> Result<(), RenameError> {
    if before.dataset.accepts.iter().all(|accept| accept.fingerprint.is_none()) {
        return Ok(());
    }
    let after = checked(root, files, changes)?;
    let followed = followed(before, &after, (old, new));
    let mut edits: BTreeMap<&str, Vec<(usize, usize, &str)>> = BTreeMap::new();
    for accept in &after.dataset.accepts {
        let Some(print) = &accept.fingerprint else { continue };
        if let Some(now) = followed.get(&*print.value.trim().to_ascii_lowercase()) {
            let path = after.dataset.files.get(print.span.file).path.as_str();
            edits.entry(path).or_default().push((print.span.start as usize, print.span.end as usize, now));
        }
    }
    for (path, mut edits) in edits {
        edits.sort_unstable();
        let at = match changes.iter().position(|(change, _)| change.path == path) {
            Some(at) => at,
            None => {
                let Some(file) = after.dataset.files.iter().find(|(_, file)| file.path == path) else {
                    continue;
                };
                let text = file.1.text.clone();
                changes.push((Change { path: path.to_owned(), before: text.clone(), after: text }, 0));
                changes.len() - 1
            }
        };
        let (change, places) = &mut changes[at];
        // From behind, so that places before stay where they are.
        for (start, end, now) in edits.into_iter().rev() {
            let Some(written) = change.after.get(start..end) else { continue };
            let inner = written.trim_matches(['"', '\'']).trim().to_owned();
            let written = written.replacen(&inner, now, 1);
            change.after.replace_range(start..end, &written);
            *places += 1;
        }
    }
    changes.sort_by(|one, other| one.0.path.cmp(&other.0.path));
    Ok(())
}

/// The fingerprints that findings had, with those that they have now, where these are others.
fn followed(before: &Run, after: &Run, (old, new): (&str, &str)) -> HashMap<Box<str>, Box<str>> {
    // Places move, and keep their order.
    fn in_order(run: &Run, words: impl Fn(&str) -> String) -> Vec<&Reported> {
        let all = run.findings.iter().chain(run.accepted.iter().map(|accepted| &accepted.reported));
        let mut all: Vec<&Reported> =
            all.filter(|reported| reported.finding.rule != &UNUSED_ACCEPT).collect();
        all.sort_by_cached_key(|reported| {
            let span = reported.finding.primary.span;
            (span.file, span.start, reported.finding.rule.name, words(&reported.finding.message.to_string()))
        });
        all
    }
    let (was, is) = (in_order(before, |words| words.replace(old, new)), in_order(after, str::to_owned));
    if was.len() != is.len() {
        return HashMap::new();
    }
    was.into_iter()
        .zip(is)
        .filter(|(was, is)| was.finding.rule == is.finding.rule && was.fingerprint != is.fingerprint)
        .map(|(was, is)| (was.fingerprint.clone(), is.fingerprint.clone()))
        .collect()
}
