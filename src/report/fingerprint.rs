//! What makes a finding the same one in the next run, wherever it then stands.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::dataset::Files;
use crate::finding::Finding;

/// Gives fingerprints to findings: from the rule, the things that the finding names, and which of
/// the findings with the same of both it is. Lines, messages and levels do not enter, so a
/// fingerprint survives that claims move between lines and files. What names nothing is known by
/// its file.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: HashMap<[u8; 32], usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding; call it in the order of places.
    pub(super) fn next(&mut self, files: &Files, finding: &Finding) -> String {
        let names = &finding.names;
        let mut hash = Sha256::new();
        hash.update(finding.rule.name);
        let mut nameless = true;
        for (kind, ids) in [
            ("claims", &names.claims),
            ("sources", &names.sources),
            ("entities", &names.entities),
            ("properties", &names.properties),
        ] {
            let mut ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
            ids.sort_unstable();
            nameless &= ids.is_empty();
            hash.update([0]);
            hash.update(kind);
            for id in ids {
                hash.update([1]);
                hash.update(id);
            }
        }
        if nameless {
            hash.update([2]);
            hash.update(&files.get(finding.primary.span.file).path);
        }
        let base: [u8; 32] = hash.finalize().into();
        let ordinal = self.seen.entry(base).or_default();
        *ordinal += 1;
        let mut hash = Sha256::new();
        hash.update(base);
        hash.update(ordinal.to_string());
        // 128 bits are far more than two findings could ever share.
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
