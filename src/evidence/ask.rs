//! Asks a page for the quotes that references take from it.

use std::collections::BTreeSet;

use super::Verdict;
use super::seen::{Seen, key};
use super::source::{self, Outcome};
use crate::dataset::{Dataset, SourceId};
use crate::page::{self, ReadPdf};

/// The longest passage that is kept, in characters: it is shown beside the quote.
const LONGEST_PASSAGE: usize = 400;

/// Asks a page of some sources for every quote that is taken from them. `truncated` says that the
/// body goes on: what is not in its beginning may still be there.
pub fn ask(
    dataset: &Dataset,
    sources: &[SourceId],
    body: &[u8],
    content_type: Option<&str>,
    truncated: bool,
    read_pdf: ReadPdf<'_>,
) -> Seen {
    let quotes: BTreeSet<(&str, Option<&str>)> = dataset
        .claims
        .iter()
        .flat_map(|claim| &claim.refs)
        .filter(|reference| sources.contains(&reference.source))
        .filter_map(|reference| Some((&*reference.quote.as_ref()?.value, dataset.language_of(reference))))
        .filter(|(quote, _)| !quote.trim().is_empty())
        .collect();
    if quotes.is_empty() {
        return Seen::new();
    }
    let page = page::text_with(body, content_type, read_pdf);
    let asked = quotes.into_iter().map(|(quote, lang)| {
        let outcome = match &page {
            Ok(page) => source::in_text(page, quote, lang),
            Err(reason) => cannot_check(reason.to_string()),
        };
        let missing = matches!(outcome.verdict, Verdict::Absent | Verdict::Contradicted);
        let outcome = if truncated && missing {
            cannot_check("the page is longer than what is read of it (`max_body`)".into())
        } else {
            Outcome { passage: outcome.passage.map(|text| shortened(&text)), ..outcome }
        };
        (key(quote, lang), outcome)
    });
    asked.collect()
}

fn cannot_check(reason: String) -> Outcome {
    Outcome { verdict: Verdict::CannotCheck, reason: Some(reason), passage: None }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_PASSAGE {
        return text.to_owned();
    }
    text.chars().take(LONGEST_PASSAGE).chain(['…']).collect()
}
