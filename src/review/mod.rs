//! Review: what a change to facts means, what it breaks and what it mends.
//!
//! Two datasets go in, each already checked; what comes out is told by [`crate::report::review`].
//! [`git`] reads the sides, [`renaming`] finds what was renamed, [`changes`] what says something else
//! and what that means, [`findings`] what the checks make of it, and [`follow`] what moved without
//! being touched. Nothing here prints, and nothing but [`git`] knows of git.
//!
//! Each side is judged by its own manifest, and turning a rule off resolves its findings; or both by
//! that of the base ([`judged_by`]), so that a change cannot pass its own error. What a change accepts and
//! which levels it lowers is told either way.

pub mod changes;
pub mod fields;
pub mod findings;
pub mod follow;
#[cfg(feature = "git")]
pub mod git;
mod meaning;
#[cfg(feature = "git")]
mod merge;
pub mod renaming;
#[cfg(feature = "git")]
mod repository;
#[cfg(test)]
mod tests;
#[cfg(feature = "git")]
mod tree;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use self::changes::{Changes, FieldChange, Item};
use self::fields::{Fields, How};
use self::findings::Findings;
use self::follow::Moved;
use self::renaming::Renaming;
use crate::analysis::Analysis;
use crate::dataset::load::{self, RawFile};
use crate::dataset::types::{Versions, Writing as _};
use crate::dataset::{Accept, Dataset, Loaded, SourceId, Spanned, TimePoint};
use crate::finding::Level;
use crate::links::{self, Learnt};
use crate::message::{Message, message};
use crate::run::identity::Identities;
use crate::run::{Judge, Levels, Overrides, Run};
use crate::value::DayRange;

/// Both sides with what follows from them.
struct Sides<'a> {
    base: &'a Analysis<'a>,
    head: &'a Analysis<'a>,
    names: &'a Renaming,
}

impl<'a> Sides<'a> {
    fn base(&self) -> &'a Dataset {
        self.base.dataset
    }

    fn head(&self) -> &'a Dataset {
        self.head.dataset
    }
}

impl Versions for Sides<'_> {
    fn base(&self) -> &Dataset {
        self.base.dataset
    }

    fn head(&self) -> &Dataset {
        self.head.dataset
    }

    fn renamed<'b>(&'b self, entity: &'b str) -> &'b str {
        self.names.entities.to_head(entity)
    }

    fn renamed_point(&self, point: TimePoint) -> String {
        How::key_of_base(self.names).point(self.base(), point)
    }

    fn days(&self, base: TimePoint, head: TimePoint) -> (DayRange, DayRange) {
        (self.base.times.point(base), self.head.times.point(head))
    }
}

/// A side of a review, checked.
#[derive(Clone)]
pub struct Checked {
    /// `worktree`, `merged`, or the hash of a commit.
    pub name: String,
    /// What the checks found there.
    pub run: Arc<Run>,
    /// Whether there is a dataset at all; where there is none, the run is of an empty one.
    pub exists: bool,
}

impl Checked {
    /// Checks what was loaded of a side; where there is no dataset, an empty one.
    pub fn new(name: String, loaded: Option<Loaded>, overrides: &Overrides) -> Self {
        Self::judged(name, loaded, overrides, None, None)
    }

    /// The same, with what was learnt of links, and judged by the base where that is wished.
    pub fn judged(
        name: String,
        loaded: Option<Loaded>,
        overrides: &Overrides,
        learnt: Option<Learnt>,
        base: Option<&Self>,
    ) -> Self {
        let exists = loaded.is_some();
        let loaded = loaded.unwrap_or_else(nothing);
        let learnt = learnt.unwrap_or_else(|| links::recorded(&loaded.dataset));
        let judge = base.map(|base| judged_by(&base.run, &loaded.dataset, overrides));
        Self { name, run: Arc::new(Run::judged(loaded, overrides, learnt, judge)), exists }
    }
}

/// A dataset without anything in it, to compare with where there was none.
fn nothing() -> Loaded {
    let manifest = RawFile { path: load::MANIFEST.into(), content: Ok(b"format = 1\n".to_vec()) };
    let loaded = load::from_files(PathBuf::new(), vec![manifest]);
    let mut loaded = loaded.unwrap_or_else(|_| unreachable!("an empty manifest of this format is a dataset"));
    loaded.findings.clear();
    loaded
}

/// A rule that weighs less than it did; no level where it is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// The rule.
    pub rule: &'static str,
    /// Its level by the manifest of the base.
    pub before: Option<Level>,
    /// Its level by the manifest of the head.
    pub after: Option<Level>,
}

/// The rules whose level a manifest lowers.
fn lowered(sides: &Sides<'_>) -> Vec<Lowered> {
    let by = |dataset| Levels::new(dataset, &Overrides::default());
    let (base, head) = (by(sides.base()), by(sides.head()));
    crate::rules::all()
        .map(|rule| Lowered { rule: rule.name, before: base.of(rule), after: head.of(rule) })
        .filter(|lowered| lowered.after < lowered.before)
        .collect()
}

/// What counts where the base judges a dataset: its levels, under the command line's, and what it
/// accepts, in the names of the dataset.
pub fn judged_by(base: &Run, dataset: &Dataset, overrides: &Overrides) -> Judge {
    let names = Renaming::new(&base.dataset, dataset);
    let how = How::key_of_base(&names);
    let renamed = |ids: &[Spanned<Box<str>>], to: &dyn Fn(&str) -> Box<str>| -> Vec<Spanned<Box<str>>> {
        ids.iter().map(|id| Spanned::new(to(&id.value), id.span)).collect()
    };
    let accepts = base.dataset.accepts.iter().map(|accept| Accept {
        claims: renamed(&accept.claims, &|id| how.claim(id).into()),
        sources: renamed(&accept.sources, &|id| how.source(id).into()),
        entities: renamed(&accept.entities, &|id| how.entity(id).into()),
        properties: renamed(&accept.properties, &|id| how.property(id).into()),
        ..accept.clone()
    });
    let identities = Identities::new(&base.dataset, how);
    let known = base
        .accepted
        .iter()
        .map(|kept| (identities.of(&kept.reported.finding), kept.reason.clone()))
        .collect();
    Judge { levels: Levels::new(&base.dataset, overrides), accepts: accepts.collect(), known }
}

/// What a change to facts does.
#[non_exhaustive]
pub struct Review<'a> {
    /// The side before.
    pub base: &'a Checked,
    /// The side after.
    pub head: &'a Checked,
    /// What the things of the base are called in the head.
    pub names: Renaming,
    /// What became of claims.
    pub claims: Changes,
    /// What became of entities.
    pub entities: Changes,
    /// What became of the vocabulary.
    pub properties: Changes,
    /// What became of sources.
    pub sources: Changes,
    /// What became of the manifest.
    pub manifest: Vec<FieldChange>,
    /// Rules that weigh less by the manifest of the head than by that of the base.
    pub levels_lowered: Vec<Lowered>,
    /// Rules of the dataset's own that are gone.
    pub rules_removed: Vec<String>,
    /// Accept entries that are new.
    pub accepts_added: Vec<Fields>,
    /// Accept entries that are gone.
    pub accepts_removed: Vec<Fields>,
    /// What became of findings.
    pub findings: Findings<'a>,
    /// What follows from the facts and is not what it was.
    pub moved: Vec<Moved>,
    /// What could not be compared, and why.
    pub skipped: Vec<Message>,
}

impl<'a> Review<'a> {
    /// Compares two sides, which were checked with the same overrides.
    pub fn new(base: &'a Checked, head: &'a Checked) -> Self {
        if Arc::ptr_eq(&base.run, &head.run) {
            return Self::unchanged(base, head);
        }
        let names = Renaming::new(&base.run.dataset, &head.run.dataset);
        let sides = Sides { base: &base.run.analysis(), head: &head.run.analysis(), names: &names };
        let (accepts_added, accepts_removed) = changes::accepts(&sides);
        let (moved, skipped) = if base.exists { follow::moved(&sides) } else { (Vec::new(), Vec::new()) };
        let mut review = Self {
            base,
            head,
            claims: changes::claims(&sides),
            entities: changes::entities(&sides),
            properties: changes::properties(&sides),
            sources: changes::sources(&sides),
            manifest: changes::manifest(&sides),
            levels_lowered: if base.exists { lowered(&sides) } else { Vec::new() },
            rules_removed: Vec::new(),
            accepts_added,
            accepts_removed,
            findings: findings::compare(&base.run, &head.run, &sides),
            moved,
            skipped,
            names,
        };
        review.mark_unread();
        review
    }

    /// What both sides say, where they are one.
    fn unchanged(base: &'a Checked, head: &'a Checked) -> Self {
        Self {
            base,
            head,
            names: Renaming::default(),
            claims: Changes::default(),
            entities: Changes::default(),
            properties: Changes::default(),
            sources: Changes::default(),
            manifest: Vec::new(),
            levels_lowered: Vec::new(),
            rules_removed: Vec::new(),
            accepts_added: Vec::new(),
            accepts_removed: Vec::new(),
            findings: Findings { unchanged: head.run.findings.len(), ..Findings::default() },
            moved: Vec::new(),
            skipped: follow::skipped_where_nothing_changed(&head.run),
        }
    }

    /// Whether the change is to be refused: it introduces an error, or a warning where those are
    /// denied; raising the level of a rule introduces what the rule finds.
    pub fn fails(&self) -> bool {
        let fatal = if self.head.run.deny_warnings { Level::Warning } else { Level::Error };
        self.findings.introduced.iter().any(|told| told.reported.level >= fatal)
            || self.findings.relevelled.iter().any(|(now, was)| now.level >= fatal && *was < fatal)
    }

    /// Whether both sides say the same.
    pub fn is_empty(&self) -> bool {
        [&self.claims, &self.entities, &self.properties, &self.sources].iter().all(|part| part.is_empty())
            && self.manifest.is_empty()
            && self.accepts_added.is_empty()
            && self.accepts_removed.is_empty()
            && self.findings.introduced.is_empty()
            && self.findings.resolved.is_empty()
            && self.findings.relevelled.is_empty()
            && self.findings.accepted.is_empty()
            && self.moved.is_empty()
    }

    /// Things that are missing on one side only because they cannot be read there.
    fn mark_unread(&mut self) {
        let (base, head) = (&self.base.run, &self.head.run);
        let in_head = Unread::new(head);
        let in_base = Unread::new(base);
        // Of what is neither gone nor new nobody needs the files.
        macro_rules! mark {
            ($changes:expr, $files:path) => {
                if !$changes.removed.is_empty() || !$changes.added.is_empty() {
                    let (old, new) = ($files(&base.dataset), $files(&head.dataset));
                    mark($changes, (&in_head, &old), (&in_base, &new));
                }
            };
        }
        mark!(&mut self.claims, Files::claims);
        mark!(&mut self.entities, Files::entities);
        mark!(&mut self.properties, Files::properties);
        mark!(&mut self.sources, Files::sources);
    }
}

/// Marks what is missing on one side only because it cannot be read there.
fn mark(
    changes: &mut Changes,
    (in_head, old): (&Unread<'_>, &Files<'_>),
    (in_base, new): (&Unread<'_>, &Files<'_>),
) {
    for item in &mut changes.removed {
        item.unread = in_head.why(old, item);
    }
    for item in &mut changes.added {
        item.unread = in_base.why(new, item);
    }
    changes.keep_replaced();
}

/// The sources of the head whose links are to be asked for: those that are new or say something
/// else. A source that only has another id or stands elsewhere is not asked for again.
pub fn sources_to_ask(review: &Review<'_>) -> HashSet<SourceId> {
    let added = review.sources.added.iter().filter(|item| !item.renamed).map(|item| item.id.as_str());
    let changed = review.sources.changed.iter().map(|changed| changed.id.as_str());
    let wanted: HashSet<&str> = added.chain(changed).collect();
    let sources = review.head.run.dataset.sources();
    sources.filter(|(_, source)| wanted.contains(&*source.id)).map(|(id, _)| id).collect()
}

/// The files in which the things of one kind stand.
struct Files<'a> {
    claims: bool,
    paths: HashMap<&'a str, &'a str>,
}

impl<'a> Files<'a> {
    fn new(
        dataset: &'a Dataset,
        claims: bool,
        things: impl Iterator<Item = (&'a Box<str>, crate::dataset::Span)>,
    ) -> Self {
        let paths = things.map(|(id, span)| (&**id, dataset.files.get(span.file).path.as_str())).collect();
        Self { claims, paths }
    }

    fn claims(dataset: &'a Dataset) -> Self {
        Self::new(dataset, true, dataset.claims.iter().map(|claim| (&claim.id, claim.span)))
    }

    fn entities(dataset: &'a Dataset) -> Self {
        Self::new(dataset, false, dataset.entities.iter().map(|entity| (&entity.id, entity.span)))
    }

    fn properties(dataset: &'a Dataset) -> Self {
        Self::new(dataset, false, dataset.properties.iter().map(|property| (&property.id, property.span)))
    }

    fn sources(dataset: &'a Dataset) -> Self {
        Self::new(dataset, false, dataset.sources.iter().map(|source| (&source.id, source.span)))
    }
}

/// What of a side could not be read.
struct Unread<'a> {
    /// Files that could not be read well enough.
    files: HashSet<&'a str>,
    /// Claims that findings name; where the dataset has no such claim, it was left out.
    claims: HashMap<&'a str, &'static str>,
}

impl<'a> Unread<'a> {
    fn new(run: &'a Run) -> Self {
        let all = || run.findings.iter().map(|reported| &reported.finding);
        let broken = all().filter(|finding| finding.rule.name == crate::dataset::rules::syntax::SYNTAX.name);
        let files = broken.map(|finding| run.dataset.files.get(finding.primary.span.file).path.as_str());
        // An entry of the manifest may name what is not there.
        let telling = all().filter(|finding| finding.rule.name != crate::rules::settings::UNUSED_ACCEPT.name);
        let claims =
            telling.flat_map(|finding| finding.names.claims.iter().map(|id| (&**id, finding.rule.name)));
        Self { files: files.collect(), claims: claims.collect() }
    }

    fn why(&self, there: &Files<'_>, item: &Item) -> Option<Message> {
        if let Some(path) = there.paths.get(item.id.as_str()).filter(|path| self.files.contains(*path)) {
            return Some(message!("`{}` cannot be read", path));
        }
        let rule = self.claims.get(item.id.as_str()).filter(|_| there.claims)?;
        Some(message!("it cannot be read (`{}`)", rule))
    }
}
