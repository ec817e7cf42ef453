//! Any bytes as what a server sent. The first byte chooses what the server said that they are; PDF
//! is left to its parser, whose panics are contained. A text that a page shows is read from it.

use csto_validate::evidence::passage::{Found, find};
use csto_validate::page;

const TYPES: [Option<&str>; 6] = [
    Some("text/html"),
    Some("text/html; charset=windows-1251"),
    Some("application/xhtml+xml; charset=utf-16"),
    Some("text/plain"),
    Some("image/png"),
    None,
];

pub(crate) fn holds(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    if bytes.windows(5).any(|window| window == b"%PDF-") {
        return;
    }
    let _ = page::text(bytes, TYPES[usize::from(*choice) % TYPES.len()]);
    let text = super::common::text(bytes);
    // A browser replaces some of these, and none stands in a quote.
    if text.chars().any(|c| c.is_control() && !c.is_ascii_whitespace()) {
        return;
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!("<!doctype html><title>t</title><article><p>{escaped}</p></article>");
    let read = page::text(html.as_bytes(), Some("text/html; charset=utf-8")).expect("a page with a text");
    let found = find(&read.text, text, None);
    assert!(matches!(found, Found::Found(_) | Found::NoWords), "{text:?} in {:?}: {found:?}", read.text);
}
