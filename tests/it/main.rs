//! End-to-end tests: the real binary on small datasets, as a user runs it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "what tests of several rooms share")]
mod support;

mod chronology;
mod cli;
mod fmt;
mod guide;
mod lsp;
mod schema;
mod start;
