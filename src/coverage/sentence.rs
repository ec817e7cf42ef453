//! Sentences of a readable text.
//!
//! Unicode's rules (UAX #29) find where a sentence can end; an abbreviation, an initial or a number
//! that goes on does not end one. A block always does.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::words::Words;

/// Where sentences end.
pub(super) struct Sentences {
    /// Behind the last sign of each sentence, in order, with where the next begins.
    ends: Vec<(usize, usize)>,
}

impl Sentences {
    /// Splits a text; no sentence ends within one of `whole`, which are in order.
    pub(super) fn new(text: &str, words: &Words, whole: &[Range<usize>]) -> Self {
        let mut ends = Vec::new();
        let mut whole = whole.iter().peekable();
        let mut pieces = text.split_sentence_bound_indices().peekable();
        while let Some((start, piece)) = pieces.next() {
            let next = start + piece.len();
            let end = start + piece.trim_end().len();
            if end == start {
                // Blanks between blocks.
                continue;
            }
            while whole.next_if(|part| part.end <= end).is_some() {}
            let inside = whole.peek().is_some_and(|part| part.start < end && end < part.end);
            let block = piece.ends_with('\n') || text[next..].starts_with('\n') || pieces.peek().is_none();
            if !block && (inside || goes_on(piece.trim_end(), words)) {
                continue;
            }
            ends.push((end, next));
        }
        Self { ends }
    }

    /// Behind the last sign of the sentence that holds a place, and where the next may begin.
    pub(super) fn end(&self, at: usize) -> (usize, usize) {
        let index = self.ends.partition_point(|(_, next)| *next <= at);
        self.ends.get(index).copied().unwrap_or((usize::MAX, usize::MAX))
    }

    /// Where the sentence that holds a place begins.
    pub(super) fn start(&self, at: usize) -> usize {
        let index = self.ends.partition_point(|(_, next)| *next <= at);
        index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(_, next)| *next)
    }
}

/// Whether a full stop at the end belongs to a word.
fn goes_on(sentence: &str, words: &Words) -> bool {
    let Some(rest) = sentence.strip_suffix('.') else { return false };
    let start = rest
        .rfind(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
    let word = &rest[start..];
    let mut chars = word.chars();
    let initial = matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase());
    initial || words.is_abbreviation(&word.to_lowercase())
}
