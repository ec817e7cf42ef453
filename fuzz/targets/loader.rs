//! Any bytes as a dataset: read and checked, and every finding stands at a place that exists.

#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(run) = common::checked(bytes) else { return };
    for reported in &run.findings {
        let finding = &reported.finding;
        for label in std::iter::once(&finding.primary).chain(&finding.related) {
            let file = run.dataset.files.get(label.span.file);
            let place = label.span.start as usize..label.span.end as usize;
            assert!(file.text.get(place.clone()).is_some(), "{}: {place:?}", finding.message);
        }
    }
});
