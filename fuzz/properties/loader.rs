//! Any bytes as a dataset: read and checked, and everything that is told stands at a place that exists.

use csto_validate::dataset::load::mentions::mentions;

use super::common::{self, place};

pub(crate) fn holds(bytes: &[u8]) {
    let Some(run) = common::checked(bytes) else { return };
    let files = &run.dataset.files;
    for reported in &run.findings {
        let finding = &reported.finding;
        for label in std::iter::once(&finding.primary).chain(&finding.related) {
            place(files, label.span);
        }
    }
    for claim in &run.dataset.claims {
        place(files, claim.span);
    }
    // What an editor is told that stands at a place does stand there.
    for (_, file) in files.iter() {
        for mention in mentions(&file.text) {
            let place = file.text.get(mention.start as usize..mention.end as usize);
            assert!(place.is_some(), "{mention:?}");
        }
    }
}
