//! The property `page` (`properties/page.rs`) on whatever the fuzzer thinks of.

#![no_main]

#[allow(dead_code, reason = "one property of several")]
#[path = "../properties/mod.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::page::holds(bytes));
