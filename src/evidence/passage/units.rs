//! The units that texts are compared by.

use std::ops::Range;

use crate::evidence::token::{Gap, Kind, Token, tokens};

/// A word, a run of digits, or a sign that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) key: Box<str>,
    pub(super) span: Range<usize>,
}

/// What a hyphen at the end of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// It breaks a word, which goes on in the next line.
    Breaks,
    /// It ends a word that is cut short: "pre- and post-war".
    Stays,
}

/// The units of a text.
pub(super) fn units(text: &str, hyphen: LineEnd) -> Vec<Unit> {
    of(&tokens(text), hyphen)
}

/// The parts of a quote between its ellipses; none where there is no word.
pub(super) fn segments(quote: &str, hyphen: LineEnd) -> Vec<Vec<Unit>> {
    let tokens = tokens(quote);
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < tokens.len() {
        let dots = tokens[at..].iter().take_while(|token| token.is(".")).count();
        if tokens[at].is("…") || dots >= 3 {
            out.push(of(&tokens[from..at], hyphen));
            at += dots.max(1);
            from = at;
        } else {
            at += dots.max(1);
        }
    }
    out.push(of(&tokens[from..], hyphen));
    out.retain(|segment| segment.iter().any(|unit| unit.key.chars().any(char::is_alphanumeric)));
    out
}

fn of(tokens: &[Token], hyphen: LineEnd) -> Vec<Unit> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        match token.kind {
            Kind::Word => {
                let end = word_end(tokens, at, hyphen);
                let key = if end == at + 1 {
                    token.key.clone()
                } else {
                    tokens[at..end].iter().filter(|token| token.is_word()).map(|token| &*token.key).collect()
                };
                out.push(Unit { key, span: token.span.start..tokens[end - 1].span.end });
                at = end;
            }
            Kind::Digits => {
                out.push(Unit { key: token.key.clone(), span: token.span.clone() });
                at += 1;
            }
            Kind::Sign => {
                if let Some(end) = marker(tokens, at) {
                    at = end;
                    continue;
                }
                if let Some(key) = sign(tokens, at) {
                    out.push(Unit { key, span: token.span.clone() });
                }
                at += 1;
            }
        }
    }
    out
}

/// A word goes on behind a hyphen: "well-known" is "wellknown", and so is what was broken at the
/// end of a line.
fn word_end(tokens: &[Token], at: usize, line_end: LineEnd) -> usize {
    let mut end = at + 1;
    while let (Some(hyphen), Some(next)) = (tokens.get(end), tokens.get(end + 1)) {
        let broken = line_end == LineEnd::Breaks
            && matches!(next.gap, Gap::Wide)
            && next.key.chars().next().is_some_and(char::is_alphabetic);
        if hyphen.is_dash() && hyphen.glued() && next.is_word() && (next.glued() || broken) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// A footnote's marker, `[1]` or `[a]`: the token behind it.
fn marker(tokens: &[Token], at: usize) -> Option<usize> {
    let [open, inside, close] = tokens.get(at..at + 3)? else { return None };
    let short = inside.key.chars().count() <= if inside.is_digits() { 3 } else { 1 };
    (open.is("[") && close.is("]") && short && inside.kind != Kind::Sign).then_some(at + 3)
}

/// A sign that means something where it stands.
fn sign(tokens: &[Token], at: usize) -> Option<Box<str>> {
    let token = &tokens[at];
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let next = tokens.get(at + 1);
    let digits = |token: Option<&Token>| token.is_some_and(Token::is_digits);
    let glued_digits = digits(next) && next.is_some_and(Token::glued);
    match &*token.key {
        "." | "," | ":" | "/" | "'" => {
            (digits(before) && token.glued() && glued_digits).then(|| token.key.clone())
        }
        // A range, or a number below zero.
        "-" => {
            ((digits(before) && digits(next)) || (!token.glued() && glued_digits)).then(|| token.key.clone())
        }
        "%" | "‰" | "+" | "<" | ">" | "=" | "~" | "≈" | "≥" | "≤" | "±" | "$" | "€" | "£" | "₽" | "°" => {
            Some(token.key.clone())
        }
        // "km²" is "km2"; behind anything else it is a footnote's marker.
        "²" | "³" if before.is_some_and(Token::is_word) && token.glued() => {
            Some(if token.is("²") { "2".into() } else { "3".into() })
        }
        _ => None,
    }
}
