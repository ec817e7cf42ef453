//! What sources were seen to say of the quotes that references give: asked of each page that comes
//! in, kept by the ledger, joined to the judgements of references.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::source::Outcome;
use super::{Judgement, Verdict, passage};
use crate::dataset::{Dataset, Reference};

#[cfg(feature = "pages")]
pub use super::ask::ask;

/// What a page said of the quotes that references take from it, by [`key`].
pub type Seen = BTreeMap<String, Outcome>;

/// The name of a quote: a hash of its words and its language, the same however it is spaced and
/// punctuated.
pub fn key(quote: &str, lang: Option<&str>) -> String {
    let mut hash = Sha256::new();
    hash.update(passage::normal(quote));
    hash.update([0]);
    hash.update(lang.unwrap_or_default());
    let digest = hash.finalize();
    digest[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn key_of(dataset: &Dataset, reference: &Reference) -> Option<String> {
    let quote = reference.quote.as_ref().filter(|quote| !quote.value.trim().is_empty())?;
    Some(key(&quote.value, dataset.language_of(reference)))
}

/// What the pages of a reference's source say of its quote: the address, and where that does not
/// hold it, the archived copy.
pub fn outcome(dataset: &Dataset, reference: &Reference, page: &Seen, copy: &Seen) -> Option<Outcome> {
    let key = key_of(dataset, reference)?;
    match (page.get(&key), copy.get(&key)) {
        (Some(page), Some(copy))
            if page.verdict != Verdict::Supported && copy.verdict == Verdict::Supported =>
        {
            let reason = match page.verdict {
                Verdict::CannotCheck => None,
                _ => Some("the archived copy holds the quote, but the page itself no longer does".into()),
            };
            Some(Outcome { reason, ..copy.clone() })
        }
        (page, copy) => page.or(copy).cloned(),
    }
}

/// Joins what sources say to what quotes say.
pub fn join(judgements: Vec<Judgement>, outcomes: Vec<Option<Outcome>>) -> Vec<Judgement> {
    if outcomes.is_empty() {
        return judgements;
    }
    let outcomes = outcomes.into_iter().chain(std::iter::repeat(None));
    let joined = judgements.into_iter().zip(outcomes).map(|(judgement, outcome)| match outcome {
        Some(outcome) => judgement.with_source(outcome),
        None => judgement,
    });
    joined.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_has_one_name_however_it_is_set() {
        let name = key("A total of 4,000 troops took part.", Some("en"));
        assert_eq!(name, key("A  total of\n4,000 troops took part", Some("en")));
        assert_ne!(name, key("A total of 4,000 troops took part.", Some("id")));
        assert_ne!(name, key("A total of 5,000 troops took part.", Some("en")));
        // The examples of `quote-not-found` and every ledger in the world hold such names.
        assert_eq!(name, "326a02f903d6a3251cdd1f2e");
    }
}
