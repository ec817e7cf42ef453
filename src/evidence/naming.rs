//! Names in texts: whether an entity, or a text, is named.
//!
//! A name is found where its words stand one behind another, each with any ending. Where it is not
//! found it may still be meant: by an abbreviation, by another name, by "it". So a name that is
//! missing is a contradiction only where another thing of its kind stands in its place.

use std::collections::HashMap;
use std::ops::Range;

use super::counted::same_word;
use super::language::{Language, Role};
use super::support::Answer;
use super::token::{Kind, Token, tokens};
use crate::dataset::{Dataset, EntityId, Text};

/// The labels of a dataset's entities, by how their first words begin.
pub(crate) struct Names {
    labels: HashMap<Box<str>, Vec<Label>>,
}

struct Label {
    entity: EntityId,
    tag: Option<Box<str>>,
    words: Vec<Box<str>>,
}

/// Words shorter than this are compared as a whole.
const STEM: usize = 3;

impl Names {
    /// The labels of all entities.
    pub(crate) fn new(dataset: &Dataset) -> Self {
        let mut labels: HashMap<Box<str>, Vec<Label>> = HashMap::new();
        for (index, entity) in dataset.entities.iter().enumerate() {
            let id = EntityId(u32::try_from(index).unwrap_or(u32::MAX));
            for (tag, text) in entity.label.iter().flat_map(|label| &label.entries) {
                let words = words(&text.value);
                if let Some(first) = words.first() {
                    let label = Label { entity: id, tag: tag.clone(), words: words.clone() };
                    labels.entry(stem(first).into()).or_default().push(label);
                }
            }
        }
        Self { labels }
    }

    /// The entities that a text names in its language, each with its place.
    fn named(&self, language: &Language, tokens: &[Token]) -> Vec<(EntityId, Range<usize>)> {
        let mut found = Vec::new();
        for at in 0..tokens.len() {
            let Some(labels) = self.labels.get(stem(&tokens[at].key)) else { continue };
            for label in labels.iter().filter(|label| is_in(label.tag.as_deref(), language.tag)) {
                if let Some(end) = stands(language, tokens, at, &label.words) {
                    found.push((label.entity, tokens[at].span.start..tokens[end - 1].span.end));
                }
            }
        }
        found
    }
}

/// Whether a label is in a language; what has no tag is in any.
fn is_in(tag: Option<&str>, language: &str) -> bool {
    tag.is_none_or(|tag| tag.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case(language)))
}

fn stem(word: &str) -> &str {
    word.char_indices().nth(STEM).map_or(word, |(at, _)| &word[..at])
}

fn words(text: &str) -> Vec<Box<str>> {
    tokens(text).into_iter().filter(|token| token.kind != Kind::Sign).map(|token| token.key).collect()
}

/// Whether words stand at a token, with signs between them left out: the token behind the last.
fn stands(language: &Language, tokens: &[Token], at: usize, words: &[Box<str>]) -> Option<usize> {
    let mut end = at;
    for (index, word) in words.iter().enumerate() {
        while index > 0 && tokens.get(end)?.kind == Kind::Sign && !matches!(&*tokens[end].key, "." | ";") {
            end += 1;
        }
        let token = tokens.get(end)?;
        let key = token.key.strip_suffix("'s").unwrap_or(&token.key);
        let bends = language.inflected && token.kind == Kind::Word;
        let same = if bends { same_word(key, word) } else { key == &**word };
        if !same {
            return None;
        }
        end += 1;
    }
    (end > at).then_some(end)
}

fn find(language: &Language, tokens: &[Token], words: &[Box<str>]) -> Option<Range<usize>> {
    (0..tokens.len()).find_map(|at| Some(at..stands(language, tokens, at, words)?))
}

fn place(tokens: &[Token], found: &Range<usize>) -> Range<usize> {
    tokens[found.start].span.start..tokens[found.end - 1].span.end
}

/// Whether a negation stands in a text.
fn denies(language: &Language, tokens: &[Token]) -> bool {
    (0..tokens.len()).any(|at| language.is(tokens, at, Role::Negation).is_some())
}

fn found(language: &Language, tokens: &[Token], place: Range<usize>) -> Answer {
    if denies(language, tokens) {
        return Answer::CannotCheck("has a negation, and what it denies cannot be told".into());
    }
    Answer::Supported(place)
}

/// Whether a text names an entity, in a claim about a subject.
pub(crate) fn entity(
    text: &str,
    language: &Language,
    dataset: &Dataset,
    names: &Names,
    subject: EntityId,
    claimed: EntityId,
) -> Answer {
    let tokens = language.tokens(text);
    let entity = dataset.entity(claimed);
    let Some(label) = &entity.label else {
        return Answer::CannotCheck(format!("cannot be searched for `{}`, which has no label", entity.id));
    };
    let entries = label.entries.iter().map(|(tag, text)| (tag.as_deref(), words(&text.value)));
    let mut in_language = false;
    let mut in_part = false;
    for (tag, words) in entries {
        if let Some(at) = find(language, &tokens, &words) {
            return found(language, &tokens, place(&tokens, &at));
        }
        // A bare label is in no language that could be told.
        in_language |= tag.is_some() && is_in(tag, language.tag);
        in_part |= words.iter().any(|word| {
            word.chars().count() > STEM && tokens.iter().any(|token| same_word(&token.key, word))
        });
    }
    // What is named in part, or in another language, may be meant.
    if in_language && !in_part {
        let others: Vec<(EntityId, Range<usize>)> = names
            .named(language, &tokens)
            .into_iter()
            .filter(|(other, _)| *other != claimed && *other != subject)
            .filter(|(other, _)| {
                let kind = dataset.entity(*other).kind.as_ref();
                kind.zip(entity.kind.as_ref()).is_some_and(|(one, other)| one.value == other.value)
            })
            .collect();
        if let [(other, at)] = &others[..] {
            let reason = format!("names {} instead", dataset.entity(*other).name());
            return Answer::Contradicted { reason, place: at.clone() };
        }
    }
    Answer::CannotCheck(format!("does not name {} in these words", entity.name()))
}

/// Whether a text names all members of a set.
pub(crate) fn set(text: &str, language: &Language, dataset: &Dataset, members: &[EntityId]) -> Answer {
    let tokens = language.tokens(text);
    let mut first: Option<Range<usize>> = None;
    for member in members {
        let entity = dataset.entity(*member);
        let at = entity
            .label
            .iter()
            .flat_map(|label| &label.entries)
            .find_map(|(_, text)| find(language, &tokens, &words(&text.value)));
        let Some(at) = at else {
            return Answer::CannotCheck(format!("does not name {} in these words", entity.name()));
        };
        let at = place(&tokens, &at);
        first = Some(first.map_or(at.clone(), |known| known.start.min(at.start)..known.end.max(at.end)));
    }
    if (0..tokens.len()).any(|at| language.is(&tokens, at, Role::Except).is_some()) {
        return Answer::CannotCheck("makes exceptions, and who is meant cannot be told".into());
    }
    match first {
        Some(at) => found(language, &tokens, at),
        None => Answer::CannotCheck("cannot show that there is none".into()),
    }
}

/// Whether a text holds a text.
pub(crate) fn text(quote: &str, language: &Language, claimed: &Text) -> Answer {
    let tokens = language.tokens(quote);
    for (tag, text) in &claimed.entries {
        if !is_in(tag.as_deref(), language.tag) {
            continue;
        }
        let words = words(&text.value);
        let at = (0..tokens.len()).find_map(|at| {
            let end = stands(language, &tokens, at, &words)?;
            let exact = tokens[at..end].iter().filter(|token| token.kind != Kind::Sign).zip(&words);
            exact.into_iter().all(|(token, word)| token.key == *word).then_some(at..end)
        });
        if let Some(at) = at {
            return found(language, &tokens, place(&tokens, &at));
        }
    }
    Answer::CannotCheck("does not use these words".into())
}
