//! Inputs and datasets of whatever bytes, and what no report may hold.

use std::io::{self, Write};
use std::path::PathBuf;

use csto_validate::dataset::load::{RawFile, from_files};
use csto_validate::dataset::{FileId, Files, Loaded, Span};
use csto_validate::run::{Overrides, Run};

pub(super) const MANIFEST: &str =
    "format = 1\ndataset = { id = \"fuzz\", title = \"Fuzz\", as_of = \"2024\" }\n";

/// The bytes as text, up to the first that is none.
pub(super) fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// Files as a dataset; `None` where the manifest is in another format.
pub(super) fn loaded(files: &[(&str, &[u8])]) -> Option<Loaded> {
    let files =
        files.iter().map(|(path, bytes)| RawFile { path: (*path).into(), content: Ok(bytes.to_vec()) });
    from_files(PathBuf::from("."), files.collect()).ok()
}

/// The bytes as a file beside a manifest, or as the manifest where they begin like one, checked.
/// `None` where that is in another format.
pub(super) fn checked(bytes: &[u8]) -> Option<Run> {
    let loaded = if bytes.starts_with(b"format") {
        loaded(&[("facts/dataset.toml", bytes)])
    } else {
        loaded(&[("facts/dataset.toml", MANIFEST.as_bytes()), ("facts/facts.toml", bytes)])
    };
    Some(Run::new(loaded?, &Overrides::default()))
}

/// The text of a place; a place that is none fails.
pub(super) fn place(files: &Files, span: Span) -> &str {
    let file: FileId = span.file;
    let text = &files.get(file).text;
    text.get(span.start as usize..span.end as usize).unwrap_or_else(|| panic!("no place: {span:?}"))
}

/// What is written, which no terminal, page or log takes as a command.
pub(super) fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("writing to memory");
    let report = String::from_utf8(out).expect("a report is UTF-8");
    let hidden = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(at) = report.find(hidden) {
        panic!("hidden characters: {:?}", report[at..].chars().take(40).collect::<String>());
    }
    report
}

/// What is written is JSON.
pub(super) fn is_json(report: &str) {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(report) {
        panic!("{error}: {report}");
    }
}
