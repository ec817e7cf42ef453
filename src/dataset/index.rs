//! Claims by what they are about. Deprecated ones are kept for the record only and are not in it.

use std::collections::HashMap;
use std::ops::Range;

use super::{Claim, ClaimId, EntityId, PropertyId, Rank};

/// Claims grouped by property and subject.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Claims of each property in the order of files and lines, and where each property's start.
    of_property: Vec<ClaimId>,
    property_starts: Vec<usize>,
    /// The same claims with those of one subject together, groups in the order of their first.
    grouped: Vec<ClaimId>,
    groups: Vec<Group>,
    group_starts: Vec<usize>,
    /// The group of a subject and property.
    at: HashMap<(EntityId, PropertyId), u32, foldhash::fast::RandomState>,
}

#[derive(Debug)]
struct Group {
    subject: EntityId,
    claims: Range<u32>,
}

impl Index {
    pub(super) fn new(properties: usize, claims: &[Claim]) -> Self {
        let live = || (0..).map(ClaimId).zip(claims).filter(|(_, claim)| claim.rank != Rank::Deprecated);
        let mut property_starts = vec![0; properties + 1];
        for (_, claim) in live() {
            property_starts[claim.property.index() + 1] += 1;
        }
        for at in 0..properties {
            property_starts[at + 1] += property_starts[at];
        }
        let mut next = property_starts.clone();
        let mut of_property = vec![ClaimId(0); property_starts[properties]];
        for (id, claim) in live() {
            let place = &mut next[claim.property.index()];
            of_property[*place] = id;
            *place += 1;
        }
        let mut index = Self { of_property, property_starts, ..Self::default() };
        index.group(properties, claims);
        index
    }

    fn group(&mut self, properties: usize, claims: &[Claim]) {
        self.grouped = vec![ClaimId(0); self.of_property.len()];
        self.group_starts = vec![0];
        for property in (0..).map(PropertyId).take(properties) {
            let range = self.property_range(property);
            let first = self.groups.len();
            // How many each subject has, then where each subject's start, then each to its place.
            for id in &self.of_property[range.clone()] {
                let subject = claims[id.index()].subject;
                let new = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
                let group = *self.at.entry((subject, property)).or_insert(new);
                if group == new {
                    self.groups.push(Group { subject, claims: 0..0 });
                }
                self.groups[group as usize].claims.end += 1;
            }
            let mut start = u32::try_from(range.start).unwrap_or(u32::MAX);
            for group in &mut self.groups[first..] {
                let count = group.claims.end;
                group.claims = start..start;
                start += count;
            }
            for &id in &self.of_property[range] {
                let group = self.at[&(claims[id.index()].subject, property)];
                let end = &mut self.groups[group as usize].claims.end;
                self.grouped[*end as usize] = id;
                *end += 1;
            }
            self.group_starts.push(self.groups.len());
        }
    }

    fn property_range(&self, property: PropertyId) -> Range<usize> {
        self.property_starts[property.index()]..self.property_starts[property.index() + 1]
    }

    /// The claims of a property, in the order of files and lines.
    pub(super) fn of_property(&self, property: PropertyId) -> &[ClaimId] {
        &self.of_property[self.property_range(property)]
    }

    /// The claims of a subject and property, in the order of files and lines.
    pub(super) fn of(&self, subject: EntityId, property: PropertyId) -> &[ClaimId] {
        self.at.get(&(subject, property)).map_or(&[], |&group| self.claims_in(group as usize))
    }

    /// The subjects of a property in the order of their first claims, with their claims.
    pub(super) fn by_subject(
        &self,
        property: PropertyId,
    ) -> impl Iterator<Item = (EntityId, &[ClaimId])> + Clone {
        let range = self.group_starts[property.index()]..self.group_starts[property.index() + 1];
        range.map(|group| (self.groups[group].subject, self.claims_in(group)))
    }

    fn claims_in(&self, group: usize) -> &[ClaimId] {
        let Range { start, end } = self.groups[group].claims;
        &self.grouped[start as usize..end as usize]
    }
}
