//! Claims by what they are about. Deprecated ones are kept for the record only and are not in it.

use std::ops::Range;

use rayon::prelude::*;

use super::{Claim, ClaimId, EntityId, PropertyId, Rank};
use crate::map::Map;

/// Claims grouped by property and subject.
#[derive(Debug, Default)]
pub(super) struct Index {
    properties: Vec<OfProperty>,
}

/// The claims of one property.
#[derive(Debug, Default)]
struct OfProperty {
    /// In the order of files and lines.
    claims: Vec<ClaimId>,
    /// The same with those of one subject together, groups in the order of their first.
    grouped: Vec<ClaimId>,
    groups: Vec<Group>,
    /// The group of a subject.
    at: Map<EntityId, u32>,
}

#[derive(Debug)]
struct Group {
    subject: EntityId,
    /// Its claims in `grouped`.
    claims: Range<u32>,
}

impl Index {
    pub(super) fn new(properties: usize, claims: &[Claim]) -> Self {
        let mut counts = vec![0; properties];
        let live = || (0..).map(ClaimId).zip(claims).filter(|(_, claim)| claim.rank != Rank::Deprecated);
        for (_, claim) in live() {
            counts[claim.property.index()] += 1;
        }
        let of_count = |count| OfProperty { claims: Vec::with_capacity(count), ..OfProperty::default() };
        let mut properties: Vec<OfProperty> = counts.into_iter().map(of_count).collect();
        for (id, claim) in live() {
            properties[claim.property.index()].claims.push(id);
        }
        properties.par_iter_mut().for_each(|property| property.group(claims));
        Self { properties }
    }

    /// The claims of a property, in the order of files and lines.
    pub(super) fn of_property(&self, property: PropertyId) -> &[ClaimId] {
        &self.properties[property.index()].claims
    }

    /// The claims of a subject and property, in the order of files and lines.
    pub(super) fn of(&self, subject: EntityId, property: PropertyId) -> &[ClaimId] {
        let property = &self.properties[property.index()];
        property.at.get(&subject).map_or(&[], |&group| property.claims_in(&property.groups[group as usize]))
    }

    /// The subjects of a property in the order of their first claims, with their claims.
    pub(super) fn by_subject(
        &self,
        property: PropertyId,
    ) -> impl Iterator<Item = (EntityId, &[ClaimId])> + Clone {
        let property = &self.properties[property.index()];
        property.groups.iter().map(|group| (group.subject, property.claims_in(group)))
    }
}

impl OfProperty {
    /// How many claims each subject has, then where each subject's start, then each to its place.
    fn group(&mut self, claims: &[Claim]) {
        let mut group_of: Vec<u32> = Vec::with_capacity(self.claims.len());
        for id in &self.claims {
            let subject = claims[id.index()].subject;
            let new = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
            // Claims of one subject mostly stand together.
            let last = self.groups.last().filter(|last| last.subject == subject);
            let group = if last.is_some() { new - 1 } else { *self.at.entry(subject).or_insert(new) };
            if group == new {
                self.groups.push(Group { subject, claims: 0..0 });
            }
            self.groups[group as usize].claims.end += 1;
            group_of.push(group);
        }
        let mut start = 0;
        for group in &mut self.groups {
            let count = group.claims.end;
            group.claims = start..start;
            start += count;
        }
        self.grouped = vec![ClaimId(0); self.claims.len()];
        for (&id, group) in self.claims.iter().zip(group_of) {
            let end = &mut self.groups[group as usize].claims.end;
            self.grouped[*end as usize] = id;
            *end += 1;
        }
    }

    fn claims_in(&self, group: &Group) -> &[ClaimId] {
        &self.grouped[group.claims.start as usize..group.claims.end as usize]
    }
}
