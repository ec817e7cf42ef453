//! What a claim can state: days and dates, durations, quantities.
//!
//! This room is pure: it parses, prints and compares, and knows neither files of a dataset nor the
//! rules. A value that exists is valid; what cannot be parsed is an error that says where in the
//! text the trouble is and what would have been right.

pub mod calendar;
mod date;
mod duration;
mod error;
mod quantity;
mod range;
pub(crate) mod urls;
pub(crate) mod words;

pub use calendar::{Day, Unit};
pub use date::{Calendar, Date, Hemisphere};
pub use duration::Duration;
pub use error::{Meant, ParseError};
pub use quantity::Quantity;
pub(crate) use quantity::grouped;
pub use range::DayRange;
