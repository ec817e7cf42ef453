//! What a finding names in the end: what its rule names, and what its claims are about. Done once and
//! here, so that no rule has to.

use std::collections::HashMap;

use crate::dataset::{Claim, Dataset};
use crate::finding::{Finding, Names};

/// Completes the names of findings.
pub(super) struct Completer<'a> {
    dataset: &'a Dataset,
    claims: HashMap<&'a str, &'a Claim>,
}

impl<'a> Completer<'a> {
    pub(super) fn new(dataset: &'a Dataset) -> Self {
        let claims = dataset.claims.iter().map(|claim| (&*claim.id, claim)).collect();
        Self { dataset, claims }
    }

    /// The names of a finding, with the sources that its claims cite, the entities that they are about
    /// and have in their values, and their properties; what the rule names comes first.
    pub(super) fn complete(&self, finding: &Finding) -> Names {
        let mut names = finding.names.clone();
        let dataset = self.dataset;
        let mut put = Once::of(&names);
        for claim in finding.names.claims.iter().filter_map(|id| self.claims.get(&**id)) {
            for reference in &claim.refs {
                put.put(0, &mut names.sources, &dataset.source(reference.source).id);
            }
            for entity in std::iter::once(claim.subject).chain(claim.value.entities()) {
                put.put(1, &mut names.entities, &dataset.entity(entity).id);
            }
            put.put(2, &mut names.properties, &dataset.property(claim.property).id);
        }
        names
    }
}

/// Which names are there already: a finding can name thousands of claims.
struct Once(std::collections::HashSet<(u8, Box<str>)>);

impl Once {
    fn of(names: &Names) -> Self {
        let all = [(0, &names.sources), (1, &names.entities), (2, &names.properties)];
        Self(all.into_iter().flat_map(|(kind, ids)| ids.iter().map(move |id| (kind, id.clone()))).collect())
    }

    fn put(&mut self, kind: u8, to: &mut Vec<Box<str>>, id: &str) {
        if self.0.insert((kind, id.into())) {
            to.push(id.into());
        }
    }
}
