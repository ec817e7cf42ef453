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
mod scan;
pub mod support;
mod token;
mod verdict;

pub(crate) use counted::Tie;
pub use judge::judge;
pub use language::{Bounded, Language};
pub use mention::{Amount, DateReading, Kind, Mention, Negated};
pub use scan::mentions;
pub(crate) use scan::{Reading, ends_clause};
pub(crate) use token::{Gap, Token, tokens};
pub use verdict::{Judgement, Verdict};
