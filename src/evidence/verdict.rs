//! What came of a reference.

use crate::dataset::ClaimId;

/// What a source says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It states the claim.
    Supported,
    /// It states something else: another number, bound, date or name.
    Contradicted,
    /// It does not hold the quote.
    Absent,
    /// It cannot be told; the reason says why.
    CannotCheck,
    /// It was published before what the claim tells of.
    BeforeEvent,
}

impl Verdict {
    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Contradicted => "contradicted",
            Self::Absent => "absent",
            Self::CannotCheck => "cannot-check",
            Self::BeforeEvent => "before-event",
        }
    }
}

/// What came of one reference of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The claim.
    pub claim: ClaimId,
    /// Which of its references: an index into [`crate::dataset::Claim::refs`].
    pub reference: usize,
    /// What the source says.
    pub verdict: Verdict,
    /// Why, in words; none where the verdict says it all.
    pub reason: Option<String>,
    /// The passage of the source that was found, or that comes nearest.
    pub passage: Option<String>,
}
