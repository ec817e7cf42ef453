//! Words that only the reading of articles needs. They are data: `words.toml` beside this file.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::evidence::language::TimeUnit;
use crate::evidence::{Language, Token, tokens};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    idle: Vec<String>,
    every: HashMap<String, Vec<String>>,
    abbreviations: Vec<String>,
}

/// The words of a language.
#[derive(Default)]
pub(super) struct Words {
    /// Phrases by their first word, longest first.
    phrases: HashMap<Box<str>, Vec<Phrase>>,
    abbreviations: Vec<Box<str>>,
}

struct Phrase {
    rest: Vec<Box<str>>,
    means: Means,
}

/// What a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// Its number word states no number.
    Nothing,
    /// It comes back after so long.
    Every(TimeUnit),
}

impl Words {
    /// The words of a language; none where nothing is stored of it.
    pub(super) fn of(language: &Language) -> &'static Self {
        static ALL: OnceLock<HashMap<String, Words>> = OnceLock::new();
        static NONE: OnceLock<Words> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            // A test reads the file, so that it does not fail here.
            let entries: HashMap<String, Entry> =
                toml::from_str(include_str!("words.toml")).unwrap_or_default();
            entries.into_iter().map(|(tag, entry)| (tag, Self::new(entry))).collect()
        });
        all.get(language.tag).unwrap_or_else(|| NONE.get_or_init(Self::default))
    }

    fn new(entry: Entry) -> Self {
        let mut words = Self::default();
        let every = entry
            .every
            .iter()
            .filter_map(|(unit, phrases)| TimeUnit::of(unit).map(|unit| (Means::Every(unit), phrases)));
        for (means, phrases) in std::iter::once((Means::Nothing, &entry.idle)).chain(every) {
            for phrase in phrases {
                let mut keys = tokens(phrase).into_iter().map(|token| token.key);
                if let Some(first) = keys.next() {
                    let rest = keys.collect();
                    words.phrases.entry(first).or_default().push(Phrase { rest, means });
                }
            }
        }
        for phrases in words.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        words.abbreviations = entry.abbreviations.into_iter().map(Into::into).collect();
        words
    }

    /// The phrases of a text, in order, each with its tokens.
    pub(super) fn phrases(&self, tokens: &[Token]) -> Vec<(Means, Range<usize>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let phrase = self.phrases.get(&tokens[at].key).into_iter().flatten().find(|phrase| {
                let rest = tokens.get(at + 1..at + 1 + phrase.rest.len());
                rest.is_some_and(|rest| rest.iter().zip(&phrase.rest).all(|(token, key)| token.key == *key))
            });
            match phrase {
                Some(phrase) => {
                    let end = at + 1 + phrase.rest.len();
                    found.push((phrase.means, at..end));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Whether a word in lower case is written with a full stop within a sentence.
    pub(super) fn is_abbreviation(&self, word: &str) -> bool {
        self.abbreviations.iter().any(|own| **own == *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words() {
        let entries: HashMap<String, Entry> = toml::from_str(include_str!("words.toml")).unwrap();
        for language in Language::all() {
            let entry = entries.get(language.tag).unwrap_or_else(|| panic!("{}", language.tag));
            assert!(!entry.idle.is_empty() && !entry.abbreviations.is_empty(), "{}", language.tag);
            assert!(entry.every.keys().all(|unit| TimeUnit::of(unit).is_some()), "{}", language.tag);
        }
        assert_eq!(entries.len(), Language::all().count());
    }
}
