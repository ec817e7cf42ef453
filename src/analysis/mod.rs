//! What several rules derive from a dataset, computed once: moments, times, statuses and evidence.
//!
//! Nothing here is a finding or a report. Rules read it; so do reports that show what follows from
//! the facts.

mod chronology;
mod evidence;
mod identity;
mod say;
mod statuses;
mod times;

pub use chronology::{Chronology, OrderRule, relatives_differ};
pub use identity::{text_difference, value_key};
pub use statuses::{Count, History, Statuses, StatusesOf};
use times::Told;
pub use times::{Times, same_time};

use std::collections::HashMap;

use crate::dataset::{Claim, Dataset, SourceId};
use crate::evidence::Judgement;
use crate::evidence::seen::{self, Seen};
use crate::evidence::source::Outcome;
use crate::links::{Field, Link};

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
    /// What sources were seen to say of quotes: in the order of the evidence, or empty where no
    /// source was ever asked.
    pub sources: Vec<Option<Outcome>>,
    /// What became of the addresses of sources, in the order of sources; empty where nobody looked.
    pub links: &'a [Link],
}

impl<'a> Analysis<'a> {
    /// Derives what follows from a dataset.
    pub fn new(dataset: &'a Dataset) -> Self {
        let (chronology, told) = rayon::join(|| Chronology::new(dataset), || Told::new(dataset));
        let times = Times::new(dataset, told, &chronology);
        let (statuses, evidence) =
            rayon::join(|| Statuses::new(dataset, &chronology, &times), || evidence::judge(dataset, &times));
        Self { dataset, chronology, times, statuses, evidence, sources: Vec::new(), links: &[] }
    }

    /// The same, with what became of the addresses of sources.
    #[must_use]
    pub fn with_links(mut self, links: &'a [Link]) -> Self {
        self.links = links;
        if links.iter().any(|link| !link.quotes.is_empty()) {
            self.sources = self.ask_sources();
        }
        self
    }

    /// What came of references in the end: what their quotes tell, and what sources say of the quotes.
    #[must_use]
    pub fn into_judgements(self) -> Vec<Judgement> {
        seen::join(self.evidence, self.sources)
    }

    /// What sources were seen to say of the quote of each reference, in the order of the evidence.
    fn ask_sources(&self) -> Vec<Option<Outcome>> {
        let (dataset, nothing) = (self.dataset, Seen::new());
        let mut pages: HashMap<(SourceId, Field), &Seen> = HashMap::new();
        for link in self.links {
            pages.insert((link.source, link.field), &link.quotes);
        }
        let page = |source, field| pages.get(&(source, field)).copied().unwrap_or(&nothing);
        let ask = |judgement: &Judgement| {
            let reference = dataset.claim(judgement.claim).refs.get(judgement.reference)?;
            let (own, copy) = (page(reference.source, Field::Url), page(reference.source, Field::Archive));
            seen::outcome(dataset, reference, own, copy)
        };
        self.evidence.iter().map(ask).collect()
    }

    /// Whether a claim has no time although its property asks for one. That is told of, and no rule
    /// takes the claim for one that holds at every time.
    pub fn lacks_time(&self, claim: &Claim) -> bool {
        claim.time.is_always() && self.dataset.property(claim.property).needs_time
    }
}
