//! Any bytes as a dataset, told in every format: nothing that it holds reaches a terminal, a page or
//! a log as a command.

#![no_main]

mod common;

use csto_validate::report::{github, html, json, junit, markdown, sarif, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(run) = common::checked(bytes) else { return };
    let written = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("a report is UTF-8")
    };
    let told = [
        written(&|out| text::write(&run, text::Style::default(), out).expect("writing to memory")),
        written(&|out| markdown::write(&run, out).expect("writing to memory")),
        written(&|out| github::write(&run, out).expect("writing to memory")),
        written(&|out| json::write(&run, out).expect("writing to memory")),
        written(&|out| sarif::write(&run, out).expect("writing to memory")),
        written(&|out| junit::write(&run, out).expect("writing to memory")),
    ];
    for report in &told {
        assert!(!report.contains('\u{1b}') && !report.contains('\0') && !report.contains('\u{202e}'));
    }
    let page = written(&|out| html::write(&run, out).expect("writing to memory"));
    // One of style and one of script: ours.
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
});
