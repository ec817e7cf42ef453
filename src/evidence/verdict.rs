//! What came of a reference.

use std::fmt;

use super::source::Outcome;
use crate::dataset::ClaimId;
use crate::message::{Message, message, ours, said};

/// What a source says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// It states the claim.
    Supported,
    /// It states the claim less exactly: "about 4,000" for 4,000.
    Imprecise,
    /// It states something else: another number, bound, date or name.
    Contradicted,
    /// It does not hold the quote, or its quote does not state the value at all.
    Absent,
    /// It cannot be told; the reason says why.
    CannotCheck,
    /// It was published before what the claim tells of.
    BeforeEvent,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Supported,
        Self::Imprecise,
        Self::Contradicted,
        Self::Absent,
        Self::CannotCheck,
        Self::BeforeEvent,
    ];

    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Imprecise => "imprecise",
            Self::Contradicted => "contradicted",
            Self::Absent => "absent",
            Self::CannotCheck => "cannot-check",
            Self::BeforeEvent => "before-event",
        }
    }
}

/// Why a reference is judged as it is, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Whether the words are told of the quote, and follow its name: "says another number".
    pub of_quote: bool,
    /// The words.
    pub words: Message,
}

impl Reason {
    /// What is told of the quote.
    pub(crate) fn of_quote(words: &str) -> Self {
        Self { of_quote: true, words: said(words) }
    }

    /// The words as a sentence of their own.
    pub(crate) fn sentence(&self) -> Message {
        let of = self.of_quote.then_some("the quote ");
        message!("{}{}", of.map(ours), self.words)
    }
}

/// A sentence of its own.
impl<T: Into<Message>> From<T> for Reason {
    fn from(words: T) -> Self {
        Self { of_quote: false, words: words.into() }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(f)
    }
}

/// What came of one reference of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Judgement {
    /// The claim.
    pub claim: ClaimId,
    /// Which of its references: an index into [`crate::dataset::Claim::refs`].
    pub reference: usize,
    /// What the source says.
    pub verdict: Verdict,
    /// Why, in words; none where the verdict says it all.
    pub reason: Option<Reason>,
    /// The passage of the source that was found, or that comes nearest.
    pub passage: Option<String>,
}

impl Judgement {
    /// The judgement after the source itself was asked for the quote. What the quote says against
    /// the claim stays; a source that does not hold the quote supports nothing; and a source that
    /// could not be read takes nothing away from what the quote says.
    #[must_use]
    pub fn with_source(mut self, outcome: Outcome) -> Self {
        if matches!(self.verdict, Verdict::Contradicted | Verdict::Absent) {
            return self;
        }
        match outcome.verdict {
            Verdict::Supported | Verdict::Imprecise => {
                self.passage = outcome.passage.or(self.passage);
                self.reason = self.reason.or_else(|| outcome.reason.map(|why| said(&why).into()));
            }
            Verdict::Contradicted | Verdict::Absent => {
                self.verdict = outcome.verdict;
                self.reason = outcome.reason.map(|why| said(&why).into());
                self.passage = outcome.passage;
            }
            Verdict::CannotCheck | Verdict::BeforeEvent => {
                let own = self.reason.take();
                self.reason = own.or_else(|| {
                    outcome.reason.map(|why| message!("not compared with the source: {}", why).into())
                });
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(verdict: Verdict) -> Judgement {
        Judgement { claim: ClaimId(0), reference: 0, verdict, reason: None, passage: Some("quote".into()) }
    }

    fn source(verdict: Verdict) -> Outcome {
        Outcome { verdict, reason: Some("why".into()), passage: Some("page".into()) }
    }

    #[test]
    fn a_source_that_cannot_be_read_takes_nothing_away() {
        let kept = judged(Verdict::Supported).with_source(source(Verdict::CannotCheck));
        assert_eq!((kept.verdict, kept.passage.as_deref()), (Verdict::Supported, Some("quote")));
        assert_eq!(
            kept.reason.map(|reason| reason.to_string()).as_deref(),
            Some("not compared with the source: why")
        );
        let gone = judged(Verdict::Supported).with_source(source(Verdict::Absent));
        assert_eq!((gone.verdict, gone.passage.as_deref()), (Verdict::Absent, Some("page")));
        let there = judged(Verdict::CannotCheck).with_source(source(Verdict::Supported));
        assert_eq!((there.verdict, there.passage.as_deref()), (Verdict::CannotCheck, Some("page")));
        let wrong = judged(Verdict::Contradicted).with_source(source(Verdict::Supported));
        assert_eq!(wrong.verdict, Verdict::Contradicted);
    }
}
