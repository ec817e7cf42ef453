//! Evidence: whether a source says what a claim says.
//!
//! What came of a reference is a [`Judgement`]; rules turn it into findings and reports tell it.
//! Pure: it reads texts, never the web.

pub mod counted;
mod date;
mod judge;
pub mod language;
mod mention;
mod names;
mod number;
pub mod page;
pub mod passage;
mod scan;
pub mod source;
pub mod support;
mod token;
mod verdict;

pub use judge::judge;
pub use language::{Bounded, Language};
pub use mention::{Amount, DateReading, Kind, Mention, Negated};
pub use scan::mentions;
pub use verdict::{Judgement, Verdict};

#[cfg(test)]
mod tests;
