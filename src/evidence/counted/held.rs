//! What is told of those who are counted by another name: "227 people died" counts deaths.
//!
//! Only how the words of a sentence stand to a number; which words these are is in the languages.

use super::{Counted, Tie};
use crate::evidence::language::things::told_of;
use crate::evidence::language::{Language, Role, Thing};
use crate::evidence::scan::{Reading, ends_clause};
use crate::evidence::token::Token;

/// How many tokens and mentions around a number are looked at, so that no text takes long.
const FAR: usize = 24;
const NEAR: usize = 8;

impl Counted {
    /// What befell those that a number counts, where that is another thing than the claim's label
    /// names: "400 people were killed and 1,200 people were *wounded*" counts 400 dead.
    pub(super) fn told_otherwise(
        &self,
        language: &Language,
        reading: &Reading,
        index: usize,
    ) -> Option<String> {
        if !self.label.things.iter().any(|thing| told_of(thing).is_some()) {
            return None;
        }
        let tokens = &reading.tokens;
        let parts = |at: usize| ends_clause(tokens, at) || language.is(tokens, at, Role::And).is_some();
        let mention = &reading.mentions[index];
        let next = reading.mentions.get(index + 1).map_or(tokens.len(), |next| next.tokens.start);
        let last = index.checked_sub(1).map_or(0, |last| reading.mentions[last].tokens.end);
        let behind = (mention.tokens.end..next.min(mention.tokens.end + FAR)).take_while(|&at| !parts(at));
        let before = (last.max(mention.tokens.start.saturating_sub(FAR))..mention.tokens.start)
            .rev()
            .take_while(|&at| !parts(at));
        let told: Vec<&Token> = behind
            .chain(before)
            .map(|at| &tokens[at])
            .filter(|token| {
                token.is_word() && language.things(&token.key).iter().any(|thing| told_of(thing).is_some())
            })
            .collect();
        let own = |token: &Token| self.label.has(language.things(&token.key), &token.key);
        // "Killed or wounded" counts both; "members" are states as well.
        let is_unit =
            |token: &Token| language.things(&token.key).iter().any(|thing| self.unit.things.contains(thing));
        if told.iter().any(|token| own(token) || is_unit(token)) {
            return None;
        }
        told.first().map(|token| token.key.to_string())
    }

    /// What befell those who are counted, or what they are: "227 *people* died", where the claim
    /// counts deaths. `None` where nothing in the sentence tells it.
    pub(super) fn held(
        &self,
        language: &Language,
        reading: &Reading,
        index: usize,
        other: &str,
    ) -> Option<Tie> {
        let own = if self.has_unit() { &self.unit.things } else { &self.label.things };
        let things = language.things(other);
        let holds = |held: &Thing| told_of(held).is_some_and(|holder| things.contains(&holder));
        if !own.iter().any(holds) || own.iter().any(|own| things.contains(own)) {
            return None;
        }
        let tokens = &reading.tokens;
        let tells = |at: usize| {
            tokens.get(at).filter(|token| token.is_word()).and_then(|token| self.word(language, &token.key))
        };
        let mention = &reading.mentions[index];
        let before = index.checked_sub(1).map(|before| &reading.mentions[before]);
        let partitive = |end: usize, start: usize| {
            language.is(tokens, end, Role::Of).is_some_and(|taken| end + taken == start)
        };
        // "42 of 5,000 soldiers died": the part did.
        if before.is_some_and(|before| partitive(before.tokens.end, mention.tokens.start)) {
            return None;
        }
        let mut at = mention.tokens.end;
        let mut next = index + 1;
        while at < tokens.len().min(mention.tokens.end + FAR) && !ends_clause(tokens, at) {
            match reading.mentions.get(next).filter(|next| next.tokens.start == at) {
                Some(behind) if partitive(mention.tokens.end, at) => {
                    (at, next) = (behind.tokens.end, next + 1);
                    continue;
                }
                Some(_) => break,
                None => {}
            }
            if language.is(tokens, at, Role::And).is_some() {
                break;
            }
            if let Some(tie) = tells(at) {
                return Some(tie);
            }
            at += 1;
        }
        let least = before.map_or(0, |before| before.tokens.end);
        let least = least.max(mention.tokens.start.saturating_sub(FAR));
        for at in (least..mention.tokens.start).rev() {
            // What stands right behind another number belongs to that.
            let of_another = before.is_some_and(|before| at == before.tokens.end);
            let parted = language.is(tokens, at, Role::And).is_some() || ends_clause(tokens, at);
            if parted || of_another {
                break;
            }
            if let Some(tie) = tells(at) {
                return Some(tie);
            }
        }
        // Farther away it may be told of these: "227 people, among them 19 officers, died".
        let near = index.saturating_sub(NEAR)..reading.mentions.len().min(index + NEAR);
        let near = &reading.mentions[near];
        let counted = |at: usize| {
            let least = at.saturating_sub(FAR);
            let most = tokens.len().min(at + FAR);
            let from = (least..at).rev().find(|&at| ends_clause(tokens, at)).unwrap_or(least);
            let to = (at..most).find(|&at| ends_clause(tokens, at)).unwrap_or(most);
            near.iter().any(|other| other.tokens.start < to && other.tokens.end > from)
        };
        let ends = |at: usize| tokens[at].is(".") && ends_clause(tokens, at);
        let sentence = (mention.tokens.end..tokens.len()).take_while(|&at| !ends(at)).take(FAR);
        let mut sentence =
            sentence.chain((0..mention.tokens.start).rev().take_while(|&at| !ends(at)).take(FAR));
        sentence.any(|at| tells(at).is_some() && !counted(at)).then(|| Tie::Unknown(other.to_owned()))
    }
}
