//! Words that only the reading of articles needs: the section `article` of a language's file.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::evidence::language::TimeUnit;
use crate::evidence::{Language, Token, tokens};
use crate::languages::FILES;

#[derive(Deserialize)]
struct File {
    article: Option<Entry>,
}

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
        static LOADED: [OnceLock<Words>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
        static NONE: OnceLock<Words> = OnceLock::new();
        let known = FILES.iter().zip(&LOADED).find(|(file, _)| file.tag == language.tag);
        let Some((file, loaded)) = known else { return NONE.get_or_init(Self::default) };
        loaded.get_or_init(|| {
            // A test reads every file, so that none fails here.
            let file = toml::from_str(file.text).unwrap_or(File { article: None });
            file.article.map(Self::new).unwrap_or_default()
        })
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
        for language in Language::all() {
            let file = FILES.iter().find(|file| file.tag == language.tag).unwrap();
            let read: File =
                toml::from_str(file.text).unwrap_or_else(|error| panic!("{}: {error}", file.tag));
            let entry = read.article.unwrap_or_else(|| panic!("{}", file.tag));
            assert!(!entry.idle.is_empty() && !entry.abbreviations.is_empty(), "{}", file.tag);
            assert!(entry.every.keys().all(|unit| TimeUnit::of(unit).is_some()), "{}", file.tag);
        }
    }
}
