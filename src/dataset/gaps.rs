//! What could not be read, so that no rule takes a hole for a fact.

use std::collections::HashSet;

use super::{EntityId, PropertyId, SourceId};

/// What is missing from the dataset because of a finding that loading made.
///
/// A rule that reasons from absence (nobody uses this source, nobody joined in that year) asks
/// here first: a finding that only follows from another is not reported.
#[derive(Debug, Default)]
pub struct Gaps {
    /// Some file could not be read at all: anything may be missing.
    pub unread_file: bool,
    /// Some source could not be read well enough to be found.
    pub broken_source: bool,
    /// Sources that claims cite which were left out: they are used all the same.
    pub used_sources: HashSet<SourceId>,
    /// Some claim could not be placed: its subject is not known.
    anywhere: HashSet<Option<PropertyId>>,
    /// Claims that were left out although their subject is known.
    of_subject: HashSet<(EntityId, Option<PropertyId>)>,
    /// Properties of claims that were left out.
    of_property: HashSet<PropertyId>,
}

impl Gaps {
    /// Remembers a claim that was left out, with what is known of it.
    pub fn add(&mut self, subject: Option<EntityId>, property: Option<PropertyId>) {
        match subject {
            Some(subject) => self.of_subject.insert((subject, property)),
            None => self.anywhere.insert(property),
        };
        if let Some(property) = property {
            self.of_property.insert(property);
        }
    }

    /// Whether anything at all is missing.
    pub fn any(&self) -> bool {
        self.unread_file || self.broken_source || self.any_claim()
    }

    /// Whether some claim is missing, or may be.
    pub fn any_claim(&self) -> bool {
        self.unread_file || !self.anywhere.is_empty() || !self.of_subject.is_empty()
    }

    /// Whether a claim about this subject with this property may be missing.
    pub fn may_hide(&self, subject: EntityId, property: PropertyId) -> bool {
        self.unread_file
            || self.anywhere.contains(&None)
            || self.anywhere.contains(&Some(property))
            || self.of_subject.contains(&(subject, None))
            || self.of_subject.contains(&(subject, Some(property)))
    }

    /// Whether a claim with this property may be missing, about whatever subject.
    pub fn may_hide_property(&self, property: PropertyId) -> bool {
        self.unread_file
            || self.anywhere.contains(&None)
            || self.of_property.contains(&property)
            || self.of_subject.iter().any(|(_, property)| property.is_none())
    }
}
