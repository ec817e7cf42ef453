//! End-to-end tests: the real binary on small datasets, as a user runs it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "what tests of several rooms share")]
mod support;

#[path = "../../fuzz/properties/mod.rs"]
mod properties;

mod accepting;
mod accepts;
mod advice;
mod alliance;
mod article;
mod baseline;
mod blindness;
mod breaks;
mod browser;
mod chronology;
mod cli;
mod contract;
mod coverage;
mod docs;
mod editor;
mod every;
mod evidence;
mod examples;
mod faults;
mod fingerprints;
mod fmt;
mod gaps;
mod git;
mod guide;
mod hostile;
mod json_schema;
mod judge;
mod judged;
mod killed;
mod links;
mod lsp;
mod merged;
mod moments;
mod moves;
mod options;
mod page;
mod rename;
mod reports;
mod review;
mod review_git;
mod robust;
mod schema;
mod seeds;
mod snapshots;
mod start;
mod threads;
mod workflows;
