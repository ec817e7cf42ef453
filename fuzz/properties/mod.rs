//! What holds for any input, one file for each thing that takes input from strangers. The fuzz targets
//! try it on what a fuzzer thinks of; the tests (`tests/it/seeds.rs`) on every seed, with any Rust.

pub(crate) mod article;
mod common;
pub(crate) mod durations;
pub(crate) mod editor;
pub(crate) mod edtf;
pub(crate) mod evidence;
pub(crate) mod layout;
pub(crate) mod ledger;
pub(crate) mod loader;
pub(crate) mod page;
pub(crate) mod passage;
pub(crate) mod quantities;
pub(crate) mod reports;
pub(crate) mod review;

/// What is asserted of some bytes.
pub(crate) type Property = fn(&[u8]);

/// Every property by the name of its target.
pub(crate) const ALL: [(&str, Property); 13] = [
    ("article", article::holds),
    ("durations", durations::holds),
    ("edtf", edtf::holds),
    ("editor", editor::holds),
    ("evidence", evidence::holds),
    ("layout", layout::holds),
    ("ledger", ledger::holds),
    ("loader", loader::holds),
    ("page", page::holds),
    ("passage", passage::holds),
    ("quantities", quantities::holds),
    ("reports", reports::holds),
    ("review", review::holds),
];
