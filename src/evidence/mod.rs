//! Evidence: whether a source says what a claim says.
//!
//! What came of a reference is a [`Judgement`]; rules turn it into findings and reports tell it.
//! Pure: it reads texts, never the web.
//!
//! - [`mentions`]: the dates, quantities and relative dates of a text in a [`Language`];
//! - [`support`]: whether a text states a value, and [`crate::analysis`] asks that for every reference with a quote;
//! - [`passage::find`]: whether a text holds a quote, and [`source::in_text`]: whether the
//!   text of what a server sent does, with what an editor is told. [`Judgement::with_source`]
//!   joins that to what the quote says of the claim; [`seen`] does so for all pages and references.
//!
//! In doubt the answer is [`Verdict::CannotCheck`] with its reason, never a finding.

#[cfg(feature = "pages")]
mod ask;
pub mod counted;
mod date;
pub mod language;
mod mention;
pub(crate) mod naming;
mod number;
pub mod passage;
mod scan;
pub mod seen;
pub mod source;
pub mod support;
mod token;
mod verdict;

#[cfg(feature = "pages")]
pub(crate) use counted::Tie;
pub use language::{Bounded, Language};
pub use mention::{Amount, DateReading, Kind, Mention, Negated};
pub use scan::mentions;
#[cfg(feature = "pages")]
pub(crate) use scan::{Reading, ends_clause};
#[cfg(feature = "pages")]
pub(crate) use token::{Gap, Token, tokens};
pub use verdict::{Judgement, Reason, Verdict};

#[cfg(test)]
mod tests;
