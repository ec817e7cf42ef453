//! Measures of area: a measure of length with a word or a sign that squares it.

use crate::evidence::language::{Language, Role, Thing, things};
use crate::evidence::token::Token;

/// The measure of area at a token, and how many tokens it takes: "square miles", "kilomètres carrés",
/// "km²", "km2".
pub(super) fn squared(language: &Language, tokens: &[Token], at: usize) -> Option<(Thing, usize)> {
    let area = |at: usize| {
        let word = tokens.get(at).filter(|token| token.is_word())?;
        language.things(&word.key).iter().find_map(|thing| things::square_of(thing))
    };
    if let Some(taken) = language.is(tokens, at, Role::Square) {
        return Some((area(at + taken)?, taken + 1));
    }
    let thing = area(at)?;
    let next = at + 1;
    if let Some(taken) = language.is(tokens, next, Role::Square) {
        return Some((thing, 1 + taken));
    }
    let glued = |at: usize| tokens.get(at).filter(|token| token.glued());
    if glued(next).is_some_and(|next| matches!(&*next.key, "²" | "2")) {
        return Some((thing, 2));
    }
    let power =
        glued(next).is_some_and(|next| next.is("^")) && glued(next + 1).is_some_and(|two| &*two.key == "2");
    power.then_some((thing, 3))
}
