//! What could not be read, so that no rule takes a hole for a fact.
//!
//! A claim that was left out hides as little as can be: what is known of it says which subject,
//! property, organisation and time it could have told of. Everything else is judged as ever.

use std::collections::{HashMap, HashSet};

use super::{EntityId, PropertyId, SourceId, Span, Unread, When};

/// What is missing from the dataset because of a finding that loading made.
///
/// A rule that reasons from absence (nobody uses this source, nobody joined in that year) asks
/// here first: a finding that only follows from another is not reported. The answer names the
/// cause, so that the rule can say what it left out because of it.
#[derive(Debug, Default)]
pub struct Gaps {
    /// What stood in files and tables that could not be read.
    pub unread: Unread,
    /// The entities that are named there.
    unread_entities: HashSet<EntityId>,
    /// The properties that are named there.
    unread_properties: HashSet<PropertyId>,
    /// Some source could not be read well enough to be found.
    pub broken_source: bool,
    /// Sources that claims cite which were left out: they are used all the same.
    pub used_sources: HashSet<SourceId>,
    claims: Vec<Gap>,
    /// Claims whose subject is not known, by property.
    anywhere: HashMap<Option<PropertyId>, usize>,
    /// Claims whose subject is known.
    of_subject: HashMap<(EntityId, Option<PropertyId>), usize>,
}

/// A claim that was left out, with what is known of it.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Its id, where it has one.
    pub id: Option<Box<str>>,
    /// Where its table starts.
    pub span: Span,
    /// What it is about, or probably about.
    pub subject: Option<EntityId>,
    /// What it tells, or probably tells.
    pub property: Option<PropertyId>,
    /// The entity that it states, or probably states.
    pub value: Option<EntityId>,
    /// When it begins to hold, where that could be read.
    pub since: Option<When>,
}

/// Why something may be missing.
#[derive(Clone, Copy, Debug)]
pub enum Cause<'a> {
    /// A whole file, or a table of a kind that is not known.
    File,
    /// A claim.
    Claim(&'a Gap),
}

impl Gaps {
    /// Remembers claims that were left out. Of several that could hide the same, the first by its id
    /// is told: what is told does not hang on where claims stand.
    pub fn add(&mut self, mut claims: Vec<Gap>) {
        claims.sort_by(|one, other| (&one.id, one.span).cmp(&(&other.id, other.span)));
        for (at, gap) in claims.iter().enumerate() {
            match gap.subject {
                Some(subject) => self.of_subject.entry((subject, gap.property)).or_insert(at),
                None => self.anywhere.entry(gap.property).or_insert(at),
            };
        }
        self.claims = claims;
    }

    /// Learns which things the names are that stand in what could not be read.
    pub(super) fn name_unread<'n>(
        &mut self,
        entities: impl Iterator<Item = (&'n str, EntityId)>,
        properties: impl Iterator<Item = (&'n str, PropertyId)>,
    ) {
        if self.unread.any() {
            self.unread_entities =
                entities.filter(|(name, _)| self.unread.may_name(name)).map(|one| one.1).collect();
            self.unread_properties =
                properties.filter(|(name, _)| self.unread.may_name(name)).map(|one| one.1).collect();
        }
    }

    /// Whether something about an entity may stand in what could not be read.
    pub fn may_be_unread(&self, entity: EntityId) -> bool {
        self.unread_entities.contains(&entity)
    }

    /// Whether a claim with a property may stand in what could not be read.
    pub fn may_be_used_unread(&self, property: PropertyId) -> bool {
        self.unread_properties.contains(&property)
    }

    /// Whether anything at all is missing.
    pub fn any(&self) -> bool {
        self.unread.any() || self.broken_source || !self.claims.is_empty()
    }

    /// The claims that were left out, in the order of their ids.
    pub fn claims(&self) -> &[Gap] {
        &self.claims
    }

    /// Why a claim about this subject with this property may be missing; none where it cannot be.
    pub fn hiding(&self, subject: EntityId, property: PropertyId) -> Option<Cause<'_>> {
        if self.may_be_unread(subject) && self.may_be_used_unread(property) {
            return Some(Cause::File);
        }
        let of_subject = |property| self.of_subject.get(&(subject, property));
        let at = of_subject(Some(property))
            .or_else(|| of_subject(None))
            .or_else(|| self.anywhere.get(&Some(property)))
            .or_else(|| self.anywhere.get(&None));
        at.map(|&at| Cause::Claim(&self.claims[at]))
    }

    /// Whether a claim about this subject with this property may be missing.
    pub fn may_hide(&self, subject: EntityId, property: PropertyId) -> bool {
        self.hiding(subject, property).is_some()
    }
}
