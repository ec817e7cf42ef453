//! What several rules derive from a dataset, computed once: moments, times, statuses and evidence.
//!
//! Nothing here is a finding or a report. Rules read it; so do reports that show what follows from
//! the facts.

mod chronology;
mod evidence;
pub mod options;
mod say;
mod statuses;
mod times;

pub use chronology::{CONTRADICTIONS, Chronology, OrderRule};
pub use statuses::{Count, Hiding, History, MissingMove, Statuses, StatusesOf};
use times::Told;
pub use times::{Times, same_time};

use std::collections::HashMap;

use self::options::Options;
use crate::dataset::{Claim, Dataset, SourceId};
use crate::evidence::Judgement;
use crate::evidence::seen::{self, Seen};
use crate::evidence::source::Outcome;
use crate::links::{Field, Link};

/// What follows from a dataset: derived once, kept beside it, and read through an [`Analysis`].
pub struct Derived {
    chronology: Chronology,
    times: Times,
    statuses: Statuses,
    evidence: Vec<Judgement>,
    sources: Vec<Option<Outcome>>,
    options: Options,
}

impl Derived {
    /// Derives what follows from a dataset.
    pub fn new(dataset: &Dataset) -> Self {
        let (chronology, told) = rayon::join(|| Chronology::new(dataset), || Told::new(dataset));
        let times = Times::new(dataset, told, &chronology);
        let (statuses, evidence) =
            rayon::join(|| Statuses::new(dataset, &chronology, &times), || evidence::judge(dataset, &times));
        Self { chronology, times, statuses, evidence, sources: Vec::new(), options: Options::default() }
    }

    /// The same, with what sources were seen to say of quotes.
    #[must_use]
    pub fn with_links(mut self, dataset: &Dataset, links: &[Link]) -> Self {
        if links.iter().any(|link| !link.quotes.is_empty()) {
            self.sources = ask_sources(dataset, links, &self.evidence);
        }
        self
    }

    /// The same, with what the manifest says of single rules.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Everything that rules and reports read: of the dataset from which this was derived, and of its
    /// links.
    pub fn of<'a>(&'a self, dataset: &'a Dataset, links: &'a [Link]) -> Analysis<'a> {
        let Self { chronology, times, statuses, evidence, sources, options } = self;
        Analysis { dataset, chronology, times, statuses, evidence, sources, links, options }
    }

    /// Takes out what came of references in the end: what their quotes tell, and what sources say of
    /// the quotes.
    pub fn take_judgements(&mut self) -> Vec<Judgement> {
        seen::join(std::mem::take(&mut self.evidence), std::mem::take(&mut self.sources))
    }
}

/// A dataset with what follows from it: a view that costs nothing to make and to copy.
#[derive(Clone, Copy)]
pub struct Analysis<'a> {
    /// The facts.
    pub dataset: &'a Dataset,
    /// All moments, in one network.
    pub chronology: &'a Chronology,
    /// When things were.
    pub times: &'a Times,
    /// Who held which status when.
    pub statuses: &'a Statuses,
    /// What came of references, as far as their quotes tell: in the order of claims and their
    /// references.
    pub evidence: &'a [Judgement],
    /// What sources were seen to say of quotes: in the order of the evidence, or empty where no
    /// source was ever asked.
    pub sources: &'a [Option<Outcome>],
    /// What became of the addresses of sources, in the order of sources; empty where nobody looked.
    pub links: &'a [Link],
    /// What the manifest says of single rules beside their levels.
    pub options: &'a Options,
}

impl Analysis<'_> {
    /// Whether a claim has no time although its property asks for one. That is told of, and no rule
    /// takes the claim for one that holds at every time.
    pub fn lacks_time(&self, claim: &Claim) -> bool {
        claim.time.is_always() && self.dataset.property(claim.property).needs_time
    }
}

/// What sources were seen to say of the quote of each reference, in the order of the evidence.
fn ask_sources(dataset: &Dataset, links: &[Link], evidence: &[Judgement]) -> Vec<Option<Outcome>> {
    let nothing = Seen::new();
    let mut pages: HashMap<(SourceId, Field), &Seen> = HashMap::new();
    for link in links {
        pages.insert((link.source, link.field), &link.quotes);
    }
    let page = |source, field| pages.get(&(source, field)).copied().unwrap_or(&nothing);
    let ask = |judgement: &Judgement| {
        let reference = dataset.claim(judgement.claim).refs.get(judgement.reference)?;
        let (own, copy) = (page(reference.source, Field::Url), page(reference.source, Field::Archive));
        seen::outcome(dataset, reference, own, copy)
    };
    evidence.iter().map(ask).collect()
}
