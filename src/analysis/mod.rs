//! What several rules derive from a dataset, computed once: moments, times and statuses.
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
}

impl<'a> Analysis<'a> {
    /// Derives what follows from a dataset.
    pub fn new(dataset: &'a Dataset) -> Self {
        let chronology = Chronology::new(dataset);
        let times = Times::new(dataset, &chronology);
        let statuses = Statuses::new(dataset, &chronology, &times);
        Self { dataset, chronology, times, statuses }
    }

    /// Whether a claim has no time although its property asks for one. That is told of, and no rule
    /// takes the claim for one that holds at every time.
    pub fn lacks_time(&self, claim: &Claim) -> bool {
        claim.time.is_always() && self.dataset.property(claim.property).needs_time
    }
}
