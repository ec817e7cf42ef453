//! Whether a text holds a quote, and what comes nearest where it does not.
//!
//! Compared are *units*: words and numbers, without what type-setting changes: case, kinds of
//! blanks, dashes and quotation marks, soft hyphens, hyphens at the ends of lines, ligatures, and
//! the markers of footnotes. An ellipsis in a quote stands for anything. Digits with their marks
//! stay as they are: what differs in a digit is another text.
//!
//! Finding is linear. The nearest passage is looked for among windows as long as the quote, which
//! is linear too, and only the best of them is compared unit by unit.

mod nearest;
mod units;

use std::collections::HashMap;
use std::ops::Range;

use super::language::Language;
use units::{LineEnd, Unit, units};

/// What came of looking for a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The text holds it, here.
    Found(Range<usize>),
    /// A passage says almost the same, but another number, date, name, bound or the contrary.
    Contradicted {
        /// Where.
        passage: Range<usize>,
        /// What differs, in order.
        differences: Vec<Difference>,
    },
    /// The text does not hold it.
    Absent {
        /// The passage that comes nearest, where one has something in common, and what differs.
        nearest: Option<(Range<usize>, Vec<Difference>)>,
    },
    /// There is no word in the quote.
    NoWords,
}

/// Where a quote and a passage differ; an empty side has nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// What the quote says: bytes of the quote.
    pub quote: Range<usize>,
    /// What the text says: bytes of the text.
    pub text: Range<usize>,
    /// Whether it is a number, a date, a name, a bound or a negation.
    pub matters: bool,
}

/// Looks for a quote in a text. The language, where it is known, tells which words are numbers,
/// months, bounds and negations.
pub fn find(text: &str, quote: &str, language: Option<&Language>) -> Found {
    let broken = Sides::new(text, quote, LineEnd::Breaks);
    if broken.segments.is_empty() {
        return Found::NoWords;
    }
    // A hyphen at the end of a line may not break a word, and lines end elsewhere in the other text.
    let found = broken.held().or_else(|| Sides::new(text, quote, LineEnd::Stays).held());
    if let Some(found) = found {
        return Found::Found(found);
    }
    let quoted: Vec<Unit> = broken.segments.into_iter().flatten().collect();
    let quoted_ids: Vec<u32> = broken.wanted.into_iter().flatten().collect();
    nearest::nearest(
        &nearest::Side { text, units: &broken.page, ids: &broken.page_ids },
        &nearest::Side { text: quote, units: &quoted, ids: &quoted_ids },
        language,
    )
}

/// The units of a text and of a quote, each by its number.
struct Sides {
    page: Vec<Unit>,
    page_ids: Vec<u32>,
    segments: Vec<Vec<Unit>>,
    wanted: Vec<Vec<u32>>,
}

impl Sides {
    fn new(text: &str, quote: &str, hyphen: LineEnd) -> Self {
        let segments = units::segments(quote, hyphen);
        // Where there is no word to look for, nothing is looked at.
        let page = if segments.is_empty() { Vec::new() } else { units(text, hyphen) };
        let mut ids = Ids::default();
        let page_ids = page.iter().map(|unit| ids.of(&unit.key)).collect();
        let wanted =
            segments.iter().map(|segment| segment.iter().map(|unit| ids.of(&unit.key)).collect()).collect();
        Self { page, page_ids, segments, wanted }
    }

    /// Where the text holds the quote.
    fn held(&self) -> Option<Range<usize>> {
        let found = all_in_order(&self.page_ids, &self.wanted)?;
        Some(self.page[found.start].span.start..self.page[found.end - 1].span.end)
    }
}

/// A text as it is compared: what a ledger keeps a hash of, so that a change of layout is none of
/// the passage.
pub fn normal(text: &str) -> String {
    let keys: Vec<Box<str>> = units(text, LineEnd::Breaks).into_iter().map(|unit| unit.key).collect();
    keys.join(" ")
}

#[derive(Default)]
struct Ids {
    known: HashMap<Box<str>, u32>,
}

impl Ids {
    fn of(&mut self, key: &str) -> u32 {
        if let Some(id) = self.known.get(key) {
            return *id;
        }
        let id = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.insert(key.into(), id);
        id
    }
}

/// Where all segments stand one behind another; the first of all places.
fn all_in_order(page: &[u32], segments: &[Vec<u32>]) -> Option<Range<usize>> {
    let mut from = 0;
    let mut start = None;
    for segment in segments {
        let at = from + search(&page[from..], segment)?;
        start.get_or_insert(at);
        from = at + segment.len();
    }
    Some(start?..from)
}

/// Knuth, Morris, Pratt: "Fast Pattern Matching in Strings" (1977).
fn search(page: &[u32], pattern: &[u32]) -> Option<usize> {
    let mut borders = vec![0; pattern.len()];
    let mut length = 0;
    for at in 1..pattern.len() {
        while length > 0 && pattern[at] != pattern[length] {
            length = borders[length - 1];
        }
        length += usize::from(pattern[at] == pattern[length]);
        borders[at] = length;
    }
    let mut matched = 0;
    for (at, id) in page.iter().enumerate() {
        while matched > 0 && *id != pattern[matched] {
            matched = borders[matched - 1];
        }
        matched += usize::from(*id == pattern[matched]);
        if matched == pattern.len() {
            return Some(at + 1 - matched);
        }
    }
    None
}

#[cfg(test)]
mod tests;
