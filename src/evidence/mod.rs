//! Evidence: whether a source says what a claim says.
//!
//! What came of a reference is a [`Judgement`]; rules turn it into findings and reports tell it.
//! Pure: it reads texts, never the web.

mod verdict;

pub use verdict::{Judgement, Verdict};
