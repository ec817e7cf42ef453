//! Links: whether the addresses of sources resolve, and what it means where they do not.
//!
//! What became of an address is a [`Link`]; rules turn it into findings and reports tell it. Rules
//! read links, never the network. Two ways in: [`recorded`] judges by the ledger alone and opens no
//! socket; `check` asks, where the feature
//! `links` is on. Everything asynchronous stays in this room, and nothing in here prints.
//!
//! ```text
//! addresses ─queue per host─▶ in flight ─guard, fetch─▶ answer ─chain─▶ outcome ─ledger─▶ Link
//!              ▲                                          │
//!              └────── redirects, retries, waits ─────────┘
//! ```

#[cfg(feature = "links")]
mod archive;
#[cfg(feature = "links")]
mod ask;
#[cfg(feature = "links")]
mod chain;
#[cfg(feature = "links")]
mod day;
#[cfg(feature = "links")]
mod drive;
mod failure;
#[cfg(feature = "links")]
mod fetch;
#[cfg(feature = "links")]
pub mod guard;
mod ledger;
#[cfg(feature = "links")]
mod outcome;
#[cfg(feature = "links")]
mod plan;
#[cfg(feature = "links")]
mod queue;
mod recorded;
#[cfg(feature = "links")]
mod settings;
#[cfg(feature = "links")]
mod tls;
#[cfg(feature = "links")]
mod trouble;
mod verdict;

#[cfg(feature = "links")]
pub use archive::SERVICE;
#[cfg(feature = "links")]
pub use ask::{CheckError, Checked, Fetched, Interrupt, Options, Progress, THREADS, check};
pub use failure::Failure;
pub use ledger::{Entry, Ledger, PATH as LEDGER};
pub use recorded::recorded;
#[cfg(feature = "links")]
pub use settings::Settings;
pub use verdict::{Field, Hop, Link, Verdict};

use crate::finding::Finding;

/// What is known of a dataset's links: what [`crate::run::Run::with_links`] takes.
#[derive(Debug, Default)]
pub struct Learnt {
    /// Every address of every source, in the order of sources.
    pub links: Vec<Link>,
    /// What is wrong with the ledger.
    pub findings: Vec<Finding>,
}
