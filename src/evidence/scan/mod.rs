//! One pass through a text: what it mentions, in order.
//!
//! Linear: at each token a bounded number of phrases is tried, and a mention is never looked at
//! again.

mod quantity;
mod scanner;

use std::ops::Range;

use super::language::{Language, Role};
use super::mention::{Kind, Mention, Negated};
use super::token::{Gap, Token};
use scanner::Scanner;

/// A text with what it mentions.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) tokens: Vec<Token>,
    pub(crate) mentions: Vec<Mention>,
}

/// How many tokens before a mention a negation may stand, and how many words are shown around it.
const NEAR: usize = 8;
const AROUND: usize = 6;

/// Dates, quantities and relative dates of a text, in order; they do not overlap. Takes time
/// linear in the text, and any text will do.
pub fn mentions(text: &str, language: &Language) -> Vec<Mention> {
    Reading::new(text, language).mentions
}

impl Reading {
    pub(crate) fn new(text: &str, language: &Language) -> Self {
        let tokens = language.tokens(text);
        let mut found: Vec<(Kind, Range<usize>)> = Vec::new();
        let scanner = Scanner { language, tokens: &tokens };
        let mut at = 0;
        while at < tokens.len() {
            match scanner.mention(at) {
                Some((kind, end)) => {
                    if let Some(kind) = kind {
                        found.push((kind, at..end));
                    }
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        let mentions = (0..found.len()).map(|index| scanner.finish(&found, index)).collect();
        Self { tokens, mentions }
    }
}

impl Scanner<'_> {
    /// A mention with its surroundings.
    fn finish(&self, found: &[(Kind, Range<usize>)], index: usize) -> Mention {
        let (kind, tokens) = &found[index];
        let least = index.checked_sub(1).map_or(0, |before| found[before].1.end);
        let most = found.get(index + 1).map_or(self.tokens.len(), |next| next.1.start);
        let mut from = tokens.start;
        while from > least
            && tokens.start - from < AROUND
            && self.tokens[from - 1].is_word()
            && self.tokens[from].gap != Gap::Paragraph
        {
            from -= 1;
        }
        let mut to = tokens.end;
        while to < most
            && to - tokens.end < AROUND
            && (self.tokens[to].is_word()
                || (to == tokens.end && (self.tokens[to].is("%") || self.joins(to))))
            && self.tokens[to].gap != Gap::Paragraph
        {
            to += 1;
        }
        let bytes =
            |range: Range<usize>, empty: usize| match (range.start < range.end, self.tokens.get(range.start))
            {
                (true, Some(first)) => first.span.start..self.tokens[range.end - 1].span.end,
                _ => empty..empty,
            };
        let span = bytes(tokens.clone(), 0);
        let mut kind = kind.clone();
        let mut negated = self.negated(&kind, tokens, least, most);
        if let Kind::Date(date) = &mut kind
            && date.bounded
            && negated != Negated::No
        {
            // "Not until 1994" tells that date, and "not before 1994" a bound.
            negated = Negated::No;
            date.bounded = self.language.is(self.tokens, tokens.start, Role::Until).is_none();
        }
        if negated == Negated::Unclear && self.contrasted(found, index) {
            negated = Negated::Yes;
        }
        Mention {
            before: bytes(from..tokens.start, span.start),
            after: bytes(tokens.end..to, span.end),
            negated,
            kind,
            tokens: tokens.clone(),
            span,
        }
    }

    /// Whether what is so is told right behind a mention: "not in 1992 but in 1994".
    fn contrasted(&self, found: &[(Kind, Range<usize>)], index: usize) -> bool {
        let (kind, tokens) = &found[index];
        let Some((other, next)) = found.get(index + 1) else { return false };
        let comma = self.tokens.get(tokens.end).is_some_and(|token| token.is(","));
        let at = tokens.end + usize::from(comma);
        let contrast = self.language.is(self.tokens, at, Role::Contrast);
        std::mem::discriminant(kind) == std::mem::discriminant(other)
            && contrast.is_some_and(|taken| next.start >= at + taken && next.start - at - taken <= 3)
    }

    /// Whether a negation stands before a mention, or right behind it and before the next.
    fn negated(&self, kind: &Kind, tokens: &Range<usize>, least: usize, most: usize) -> Negated {
        let least = least.max(tokens.start.saturating_sub(NEAR));
        let mut direct = true;
        for at in (least..tokens.start).rev() {
            let token = &self.tokens[at];
            if self.language.is(self.tokens, at, Role::Negation).is_some() {
                return if direct { Negated::Yes } else { Negated::Unclear };
            }
            if ends_clause(self.tokens, at) {
                break;
            }
            let small = self.language.is(self.tokens, at, Role::Small).is_some()
                || self.language.is(self.tokens, at, Role::Of).is_some()
                || self.language.is(self.tokens, at, Role::YearBefore).is_some()
                || self.language.is(self.tokens, at, Role::YearHint).is_some();
            // "not by 800 soldiers"; but "not until 1994" is 1994.
            let behind = at > 0 && self.language.is(self.tokens, at - 1, Role::Negation) == Some(1);
            let date = matches!(kind, Kind::Date(_) | Kind::DayOfYear { .. } | Kind::Relative { .. });
            let bounds = [Role::DateBound, Role::To, Role::Later]
                .iter()
                .any(|role| self.language.is(self.tokens, at, *role).is_some());
            let preposition =
                behind && !(date && bounds) && self.language.is(self.tokens, at, Role::Stop).is_some();
            direct &= small || preposition || !token.is_word();
        }
        let behind = (tokens.end..most.min(tokens.end + 3))
            .take_while(|&at| !ends_clause(self.tokens, at))
            .any(|at| self.language.is(self.tokens, at, Role::Negation).is_some());
        if behind { Negated::Unclear } else { Negated::No }
    }
}

/// Whether a clause ends at a token.
pub(crate) fn ends_clause(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    match &*token.key {
        "," | ";" | ":" | "!" | "?" | "(" | ")" | "[" | "]" | "«" | "»" | "“" | "”" | "\"" | "|" | "։"
        | "…" => true,
        "." => tokens.get(at + 1).is_none_or(|next| !next.glued()),
        "-" => !token.glued() && tokens.get(at + 1).is_none_or(|next| !next.glued()),
        _ => token.gap == Gap::Paragraph,
    }
}
