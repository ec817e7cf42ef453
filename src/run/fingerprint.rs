//! What a finding is, as 32 digits: the same in the next run, wherever the finding then stands.

use std::collections::HashMap;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::identity::{Identities, Identity, Own};
use crate::dataset::Dataset;
use crate::finding::Finding;

/// The fingerprints of findings, in their order.
///
/// Lines, files, messages and levels do not enter, so a fingerprint survives that claims move; a claim
/// that says something else changes it. Several findings that are the same in all of that are
/// told apart by their sources and words, and counted where even those are the same.
pub(super) fn fingerprints(dataset: &Dataset, findings: &[&Finding]) -> Vec<Box<str>> {
    let identities = Identities::new(dataset, Own);
    let bases: Vec<[u8; 32]> = findings
        .par_iter()
        .map(|finding| {
            base(&identities.of(finding), || [words(dataset, finding), identities.shown(finding).to_owned()])
        })
        .collect();
    let mut same: HashMap<[u8; 32], Vec<usize>> = HashMap::new();
    for (at, base) in bases.iter().enumerate() {
        same.entry(*base).or_default().push(at);
    }
    let mut prints: Vec<Box<str>> = vec![Box::default(); findings.len()];
    for (base, mut group) in same {
        if group.len() > 1 {
            group.sort_by_cached_key(|at| {
                let finding = findings[*at];
                let mut sources = finding.names.sources.clone();
                sources.sort_unstable();
                (sources, words(dataset, finding), finding.primary.span)
            });
        }
        for (ordinal, at) in group.into_iter().enumerate() {
            prints[at] = digits(base, ordinal);
        }
    }
    prints
}

/// The words of a finding without the name of its file, which may change.
fn words(dataset: &Dataset, finding: &Finding) -> String {
    finding.message.to_string().replace(&dataset.files.get(finding.primary.span.file).path, "")
}

fn base(identity: &Identity, says: impl FnOnce() -> [String; 2]) -> [u8; 32] {
    let mut hash = Sha256::new();
    // Each part with its length, so that no two lists of parts run into one text.
    let mut put = |part: &str| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    put(identity.rule);
    for (claim, says) in &identity.claims {
        put("claim");
        put(claim);
        put(says);
    }
    for (kind, ids) in
        [("source", &identity.sources), ("entity", &identity.entities), ("property", &identity.properties)]
    {
        for id in ids {
            put(kind);
            put(id);
        }
    }
    // What names nothing is about a file: it is known by what it says and shows.
    if identity.is_nameless() {
        says().iter().for_each(|text| put(text));
    }
    hash.finalize().into()
}

fn digits(base: [u8; 32], ordinal: usize) -> Box<str> {
    let mut hash = Sha256::new();
    hash.update(base);
    hash.update((ordinal as u64).to_le_bytes());
    // 128 bits are far more than two findings could ever share.
    let digits: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    digits.into()
}
