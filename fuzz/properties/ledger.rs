//! Any bytes as the ledger of links: what is read of it is written as it was understood, links are
//! told from it, and what cannot be read is told at its place.

use csto_validate::links::{self, LEDGER, Ledger};
use csto_validate::report::{json, text};
use csto_validate::run::{Overrides, Run};

use super::common::{MANIFEST, is_json, loaded, place, written};

/// Sources with the addresses that the seeds have.
const SOURCES: &str = "
[entity.a]
kind = \"a\"
[property.p]
type = \"text\"
[[source]]
id = \"s\"
marker = \"1\"
title = \"S\"
url = \"https://example.org/\"
archive = \"https://web.archive.org/web/20200101000000/https://example.org/\"
[[claim]]
id = \"c\"
subject = \"a\"
property = \"p\"
value = \"x\"
refs = [{ ref = \"1\", quote = \"a quote\" }]
";

pub(crate) fn holds(bytes: &[u8]) {
    let around = |ledger: &[u8]| {
        let files = [
            ("facts/dataset.toml", MANIFEST.as_bytes()),
            ("facts/facts.toml", SOURCES.as_bytes()),
            (LEDGER, ledger),
        ];
        loaded(&files).expect("a dataset")
    };
    let dataset = around(bytes);
    match Ledger::of(&dataset.dataset) {
        Ok(ledger) => {
            let text = ledger.text();
            let again = around(text.as_bytes());
            let again =
                Ledger::of(&again.dataset).unwrap_or_else(|error| panic!("{}: {text}", error.message));
            assert_eq!(again, ledger, "{text}");
            assert_eq!(again.text(), text);
        }
        Err(finding) => {
            place(&dataset.dataset.files, finding.primary.span);
        }
    }
    let learnt = links::recorded(&dataset.dataset);
    let run = Run::with_links(dataset, &Overrides::default(), learnt);
    for reported in &run.findings {
        place(&run.dataset.files, reported.finding.primary.span);
    }
    written(|out| text::write(&run, text::Style::default(), out));
    is_json(&written(|out| json::write(&run, out)));
}
