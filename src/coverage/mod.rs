//! Coverage: which dates, numbers and reference markers of an article no claim holds, and which
//! claims nothing in the article backs.
//!
//! [`article`] reads files of any format into readable text; [`Coverage::new`] finds what the text
//! states, in the languages that [`crate::evidence`] knows, and compares it with the claims. It
//! finds nothing wrong with the facts: rules do that. Reports are in [`crate::report::coverage`].

mod agree;
pub mod article;
mod compare;
mod extract;
mod held;
mod sentence;
mod stub;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub use article::{Article, Format, Marker};
pub use stub::{Stub, StubClaim, StubValue};

use self::extract::{Found, Says, Side};
use self::sentence::Sentences;
use self::words::Words;
use crate::dataset::{ClaimId, Dataset, Position};
use crate::evidence::{Language, Reading};

/// What a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A date, or a distance in time from another.
    Date,
    /// A number.
    Quantity,
    /// A reference marker.
    Marker,
}

impl Kind {
    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Quantity => "quantity",
            Self::Marker => "marker",
        }
    }
}

/// How the claims hold a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// A claim says the same, with a reference.
    Covered,
    /// A claim says the same, and carries no reference at all.
    Uncited,
    /// Claims say the same, but carry other markers.
    OtherMarker,
    /// A claim with the same marker, of the same thing, says something else; or the article denies
    /// what a claim says.
    Contradicted,
    /// No claim says it.
    Missing,
}

impl State {
    /// All states, from best to worst.
    pub const ALL: [Self; 5] =
        [Self::Covered, Self::Uncited, Self::OtherMarker, Self::Contradicted, Self::Missing];

    /// As JSON writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Uncited => "uncited",
            Self::OtherMarker => "other-marker",
            Self::Contradicted => "contradicted",
            Self::Missing => "missing",
        }
    }

    /// Whether a claim holds the statement.
    pub fn is_covered(self) -> bool {
        matches!(self, Self::Covered | Self::Uncited)
    }
}

/// A statement of an article.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Statement {
    /// What it is.
    pub kind: Kind,
    /// As a reader sees it.
    pub shown: String,
    /// Its bytes in the readable text; empty for a marker, which stands between.
    pub text: Range<usize>,
    /// Its bytes in the file.
    pub source: Range<usize>,
    /// Where it begins in the file.
    pub start: Position,
    /// Where it ends, exclusive.
    pub end: Position,
    /// What it says: EDTF for dates (`XXXX-05-15` without a year), an ISO 8601 duration for
    /// distances (with `-` for earlier), the data format's quantities for numbers, the marker
    /// itself. `None` where it cannot be told, as the century of "15.05.92".
    pub value: Option<String>,
    /// The markers that follow in its sentence, or directly behind it: those that stand together.
    pub markers: Vec<Box<str>>,
    /// The names by which the file calls those markers, where it has any.
    pub names: Vec<Box<str>>,
    /// How the claims hold it.
    pub state: State,
    /// The claims that hold it.
    pub claims: Vec<ClaimId>,
    /// Where none does: those that say the same with other markers, or something else.
    pub instead: Vec<ClaimId>,
    /// Whether the article denies it: "not 4,000".
    pub denied: bool,
    /// What it was read as; none for markers.
    found: Option<Found>,
}

/// An article compared with the claims.
pub struct Coverage<'a> {
    /// The facts.
    pub dataset: &'a Dataset,
    /// The article.
    pub article: &'a Article,
    /// The language that it is read in.
    pub language: &'static Language,
    /// What it states, in order.
    pub statements: Vec<Statement>,
    /// Claims of a date or number that the article should state and does not, in the order of the
    /// dataset: those without a reference or with a marker, not deprecated, and with something
    /// that a statement can be compared with.
    pub without: Vec<ClaimId>,
    reading: Reading,
    sentences: Sentences,
}

impl<'a> Coverage<'a> {
    /// Finds what an article states and compares it with the claims. Takes time linear in the
    /// article.
    pub fn new(dataset: &'a Dataset, article: &'a Article, language: &'static Language) -> Self {
        let text = article.text();
        let words = Words::of(language);
        let reading = Reading::new(text, language);
        let found = extract::statements(text, language, words, &reading);
        let whole: Vec<Range<usize>> = found.iter().map(|found| found.text.clone()).collect();
        let sentences = Sentences::new(text, words, &whole);
        let mut statements: Vec<Statement> =
            found.into_iter().map(|found| stated(article, &sentences, found)).collect();
        statements.extend(article.readable.markers.iter().map(marked));
        // A marker stands behind what it follows.
        statements.sort_by_key(|statement| (statement.text.start, statement.kind == Kind::Marker));
        let mut coverage =
            Self { dataset, article, language, statements, without: Vec::new(), reading, sentences };
        compare::compare(&mut coverage);
        coverage.place();
        coverage
    }

    /// Fills in where statements stand in the file.
    fn place(&mut self) {
        let (readable, statements) = (&self.article.readable, &mut self.statements);
        for statement in statements.iter_mut().filter(|statement| statement.kind != Kind::Marker) {
            statement.shown = readable.text.get(statement.text.clone()).unwrap_or_default().to_owned();
            statement.source = readable.source(&statement.text);
        }
        let offsets: Vec<usize> =
            statements.iter().flat_map(|own| [own.source.start, own.source.end]).collect();
        let positions = self.article.positions(&offsets);
        for (statement, places) in statements.iter_mut().zip(positions.chunks_exact(2)) {
            (statement.start, statement.end) = (places[0], places[1]);
        }
    }

    /// How many statements are in a state.
    pub fn count(&self, state: State) -> usize {
        self.statements.iter().filter(|statement| statement.state == state).count()
    }
}

impl Statement {
    /// Everything that its markers are called by.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &str> {
        self.markers.iter().chain(&self.names).map(|marker| &**marker)
    }
}

const START: Position = Position { line: 1, column: 1 };

fn stated(article: &Article, sentences: &Sentences, found: Found) -> Statement {
    let following = following(article, sentences, found.bare_end);
    let kind = if matches!(found.says, Says::Quantity { .. }) { Kind::Quantity } else { Kind::Date };
    Statement {
        kind,
        shown: String::new(),
        source: 0..0,
        start: START,
        end: START,
        value: value(&found.says),
        markers: following.iter().map(|marker| marker.value.clone()).collect(),
        names: following.iter().filter_map(|marker| marker.name.clone()).collect(),
        state: State::Missing,
        claims: Vec::new(),
        instead: Vec::new(),
        denied: found.denied,
        text: found.text.clone(),
        found: Some(found),
    }
}

fn marked(marker: &Marker) -> Statement {
    Statement {
        kind: Kind::Marker,
        shown: marker.shown.to_string(),
        text: marker.at..marker.at,
        source: marker.source.clone(),
        start: START,
        end: START,
        value: Some(marker.value.to_string()),
        markers: vec![marker.value.clone()],
        names: marker.name.iter().cloned().collect(),
        state: State::Missing,
        claims: Vec::new(),
        instead: Vec::new(),
        denied: false,
        found: None,
    }
}

/// So many markers that stand together belong to what they follow; nobody writes more.
const MOST_TOGETHER: usize = 20;

/// The markers that follow a place in its sentence: the next, and those beside it.
fn following<'a>(article: &'a Article, sentences: &Sentences, at: usize) -> Vec<&'a Marker> {
    let (text, markers) = (article.text(), &article.readable.markers);
    let (end, next) = sentences.end(at.saturating_sub(1));
    let first = markers.partition_point(|marker| marker.at < at);
    let mut out = Vec::new();
    let mut last = None;
    for marker in markers[first..].iter().take(MOST_TOGETHER) {
        let inside = match last {
            // Nothing but blanks stands between those that belong together.
            Some(last) => text.get(last..marker.at).is_some_and(|gap| gap.bytes().all(|byte| byte == b' ')),
            None => marker.at <= end || (marker.at <= next && !text[end..marker.at].contains('\n')),
        };
        if !inside {
            break;
        }
        last = Some(marker.at);
        out.push(marker);
    }
    out
}

fn value(says: &Says) -> Option<String> {
    match says {
        Says::Date { readings, bound, .. } => readings.first().map(|date| match bound {
            Some(Side::Before) => format!("../{date}"),
            Some(Side::After) => format!("{date}/.."),
            None => date.to_string(),
        }),
        Says::DayOfYear { month, day } => Some(format!("XXXX-{month:02}-{day:02}")),
        Says::Relative { duration, later } => {
            duration.map(|by| if *later { by.to_string() } else { format!("-{by}") })
        }
        Says::Quantity { amount, .. } => amount.quantity().map(|quantity| quantity.to_string()),
        Says::UnclearDate => None,
    }
}
