//! Links: whether the addresses of sources resolve, and what it means where they do not.
//!
//! What became of an address is a [`Link`]; rules turn it into findings and reports tell it.
//! Everything asynchronous stays in this room.

mod verdict;

pub use verdict::{Field, Hop, Link, Verdict};

use crate::dataset::Dataset;

/// The addresses of a dataset where none is asked for, and why.
pub fn skipped(dataset: &Dataset, reason: &str) -> Vec<Link> {
    dataset
        .sources()
        .flat_map(|(id, source)| {
            [(Field::Url, &source.url), (Field::Archive, &source.archive)].into_iter().filter_map(
                move |(field, url)| {
                    Some(Link {
                        source: id,
                        field,
                        url: url.as_ref()?.value.to_string(),
                        verdict: Verdict::Skipped,
                        status: None,
                        final_url: None,
                        reason: Some(reason.to_owned()),
                        chain: Vec::new(),
                    })
                },
            )
        })
        .collect()
}
