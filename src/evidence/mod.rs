//! Evidence: whether a source says what a claim says.
//!
//! What came of a reference is a [`Judgement`]; rules turn it into findings and reports tell it.
//! Pure: it reads texts, never the web.
//!
//! - [`mentions`]: the dates, quantities and relative dates of a text in a [`Language`];
//! - [`support`]: whether a text states a value, [`fn@judge`]: for every reference with a quote;
//! - [`page::text`]: the text of what a server sent, [`passage::find`]: whether a text holds a quote,
//!   and [`source::holds`]: both in one, with what an editor is told. [`Judgement::with_source`]
//!   joins that to what the quote says of the claim.
//!
//! In doubt the answer is [`Verdict::CannotCheck`] with its reason, never a finding.

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
