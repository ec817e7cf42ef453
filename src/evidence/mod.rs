//! Evidence: whether a source says what a claim says.
//!
//! What came of a reference is a [`Judgement`]; rules turn it into findings and reports tell it.
//! Pure: it reads texts, never the web.

pub mod counted;
mod date;
pub mod language;
mod mention;
mod number;
mod scan;
pub mod support;
mod token;
mod verdict;

pub use language::{Bounded, Language};
pub use mention::{Amount, DateReading, Kind, Mention, Negated};
pub use scan::mentions;
pub use verdict::{Judgement, Verdict};
