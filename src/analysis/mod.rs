//! What several rules derive from a dataset, computed once: times, statuses and
//! evidence.
//!
//! Nothing here is a finding or a report. Rules read it; so do reports that show what follows from
//! the facts.

mod identity;
mod say;
mod statuses;
mod times;

pub use identity::{text_difference, value_key};
pub use statuses::{Count, History, Statuses, StatusesOf};
pub use times::{Times, same_time};

use crate::dataset::Dataset;
use crate::evidence::{self, Judgement};

/// A dataset with what follows from it.
pub struct Analysis<'a> {
    /// The facts.
    pub dataset: &'a Dataset,
    /// When things were.
    pub times: Times,
    /// Who held which status when.
    pub statuses: Statuses,
    /// What came of references, as far as their quotes tell: in the order of claims and their
    /// references.
    pub evidence: Vec<Judgement>,
}

impl<'a> Analysis<'a> {
    /// Derives what follows from a dataset.
    pub fn new(dataset: &'a Dataset) -> Self {
        let times = Times::new(dataset);
        let statuses = Statuses::new(dataset, &times);
        let evidence = evidence::judge(dataset, &times);
        Self { dataset, times, statuses, evidence }
    }
}
