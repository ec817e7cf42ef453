//! Any bytes as what a server sent. The first byte chooses what the server said that they are; PDF
//! is left to its parser, whose panics are contained.

#![no_main]

use csto_validate::evidence::page;
use libfuzzer_sys::fuzz_target;

const TYPES: [Option<&str>; 6] = [
    Some("text/html"),
    Some("text/html; charset=windows-1251"),
    Some("application/xhtml+xml; charset=utf-16"),
    Some("text/plain"),
    Some("image/png"),
    None,
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    if bytes.windows(5).any(|window| window == b"%PDF-") {
        return;
    }
    let _ = page::text(bytes, TYPES[usize::from(*choice) % TYPES.len()]);
});
