//! What became of an address.

use super::failure::Failure;
use crate::dataset::SourceId;
use crate::evidence::seen::Seen;

/// What is known of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// It answers with the page.
    Alive,
    /// It answers, for good, from another address.
    Moved,
    /// It is gone.
    Dead,
    /// The server refuses programs, or this one; or the guard refuses the address: neither a pass
    /// nor dead.
    Blocked,
    /// No answer that says anything: time-outs, resets, names that do not resolve, 5xx.
    Unreachable,
    /// It answers as if all were well, with a page that says that there is none.
    Soft404,
    /// It was not asked for.
    Skipped,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Alive,
        Self::Moved,
        Self::Dead,
        Self::Blocked,
        Self::Unreachable,
        Self::Soft404,
        Self::Skipped,
    ];

    /// As reports and the ledger write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alive => "alive",
            Self::Moved => "moved",
            Self::Dead => "dead",
            Self::Blocked => "blocked",
            Self::Unreachable => "unreachable",
            Self::Soft404 => "soft-404",
            Self::Skipped => "skipped",
        }
    }

    /// Whether a page is there.
    pub fn is_alive(self) -> bool {
        matches!(self, Self::Alive | Self::Moved)
    }
}

/// Which field of a source holds an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `url`.
    Url,
    /// `archive`.
    Archive,
}

impl Field {
    /// As the format writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Archive => "archive",
        }
    }
}

/// A request on the way from an address to its page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hop {
    /// What was asked for, without credentials.
    pub url: String,
    /// What the server answered; none where there was no answer.
    pub status: Option<u16>,
}

/// What became of an address of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// The source.
    pub source: SourceId,
    /// Which of its addresses.
    pub field: Field,
    /// The address, without credentials.
    pub url: String,
    /// What is known of it.
    pub verdict: Verdict,
    /// The last status that a server answered.
    pub status: Option<u16>,
    /// Where the page is now, where that is another address.
    pub final_url: Option<String>,
    /// Why, in words; none where the verdict says it all.
    pub reason: Option<String>,
    /// All requests, in order; one entry where there was no redirect, none where nobody asked.
    pub chain: Vec<Hop>,
    /// What went wrong, by name; none where a server's status says it.
    pub failure: Option<Failure>,
    /// Whether this run asked for it; otherwise the ledger says what is known.
    pub asked: bool,
    /// Whether the address is http and https answers the same.
    pub secure: bool,
    /// Whether the ledger shows for long that nothing can be learnt of it.
    pub long: bool,
    /// An archived copy that an archive offers.
    pub suggestion: Option<String>,
    /// What its page said of the quotes that references take from it, when it was last read.
    pub quotes: Seen,
}

impl Link {
    /// An address of which nothing is known yet.
    pub fn new(source: SourceId, field: Field, url: String, verdict: Verdict) -> Self {
        Self {
            source,
            field,
            url,
            verdict,
            status: None,
            final_url: None,
            reason: None,
            chain: Vec::new(),
            failure: None,
            asked: false,
            secure: false,
            long: false,
            suggestion: None,
            quotes: Seen::new(),
        }
    }
}
