//! What several rules derive from a dataset, computed once: moments, times, statuses and evidence.
//!
//! Nothing here is a finding or a report. Rules read it; so do reports that show what follows from
//! the facts.

mod chronology;
mod identity;
mod say;
mod statuses;
mod times;

pub use chronology::{Chronology, OrderRule, relatives_differ};
pub use identity::{text_difference, value_key};
pub use statuses::{Count, History, Statuses, StatusesOf};
pub use times::{Times, same_time};

use crate::dataset::{Claim, Dataset};
use crate::evidence::{self, Judgement};
use crate::links::Link;

/// A dataset with what follows from it.
pub struct Analysis<'a> {
    /// The facts.
    pub dataset: &'a Dataset,
    /// All moments, in one network.
    pub chronology: Chronology,
    /// When things were.
    pub times: Times,
    /// Who held which status when.
    pub statuses: Statuses,
    /// What came of references, as far as their quotes tell: in the order of claims and their
    /// references.
    pub evidence: Vec<Judgement>,
    /// What became of the addresses of sources, in the order of sources; empty where nobody looked.
    pub links: &'a [Link],
}

impl<'a> Analysis<'a> {
    /// Derives what follows from a dataset.
    pub fn new(dataset: &'a Dataset) -> Self {
        let chronology = Chronology::new(dataset);
        let times = Times::new(dataset, &chronology);
        let statuses = Statuses::new(dataset, &chronology, &times);
        let evidence = evidence::judge(dataset, &times);
        Self { dataset, chronology, times, statuses, evidence, links: &[] }
    }

    /// The same, with what became of the addresses of sources.
    #[must_use]
    pub fn with_links(self, links: &'a [Link]) -> Self {
        Self { links, ..self }
    }

    /// Whether a claim has no time although its property asks for one. That is told of, and no rule
    /// takes the claim for one that holds at every time.
    pub fn lacks_time(&self, claim: &Claim) -> bool {
        claim.time.is_always() && self.dataset.property(claim.property).needs_time
    }
}
