//! Names that MediaWiki and its wikis give to what is no text: namespaces and templates.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::languages::sections;

/// The group of footnotes that print as letters.
pub(super) const LETTERS: &str = "lower-alpha";

/// Short footnotes: author, year and page make the note.
const SHORT_NOTES: &[&str] = &["sfn", "sfnp", "sfnm"];
/// Notes of the author, which print as letters.
const LETTER_NOTES: &[&str] = &["efn", "efn-la", "refn", "notetag"];
/// How names begin that call functions of MediaWiki itself.
const FUNCTION: char = '#';

/// The names that wikis of a language give: the section `wiki` of its file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Names {
    /// Namespaces of pictures; every wiki takes the English ones, too.
    media: HashSet<String>,
    /// Namespaces of categories.
    category: HashSet<String>,
    /// How names of templates begin that say nothing of the article's subject.
    silent: Vec<String>,
    /// What names of templates hold whose parameters are year, month and day.
    date: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    wiki: Names,
}

/// Those of all languages: wikis copy templates from each other.
static NAMES: LazyLock<Names> = LazyLock::new(|| {
    sections::<File>().fold(Names::default(), |mut all, file| {
        all.media.extend(file.wiki.media);
        all.category.extend(file.wiki.category);
        all.silent.extend(file.wiki.silent);
        all.date.extend(file.wiki.date);
        all
    })
});

/// What a template is, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Silent,
    ShortNote,
    LetterNote,
    /// Each parameter names a footnote.
    NoteByName,
    Date,
    /// The first parameter is a language tag.
    InLanguage,
    Other,
}

pub(super) fn is_media(space: &str) -> bool {
    NAMES.media.contains(&space.trim().to_lowercase())
}

pub(super) fn is_category(space: &str) -> bool {
    NAMES.category.contains(&space.trim().to_lowercase())
}

pub(super) fn template(name: &str) -> Known {
    let name = name.trim().to_lowercase().replace('_', " ");
    let name = &*name;
    let begins = |with: &String| {
        name.strip_prefix(&**with).is_some_and(|rest| {
            !with.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
        })
    };
    if SHORT_NOTES.contains(&name) {
        Known::ShortNote
    } else if LETTER_NOTES.contains(&name) {
        Known::LetterNote
    } else if name == "r" {
        Known::NoteByName
    } else if name == "lang" {
        Known::InLanguage
    } else if name.starts_with(FUNCTION) || NAMES.silent.iter().any(begins) {
        Known::Silent
    } else if NAMES.date.iter().any(|word| name.contains(&**word)) {
        Known::Date
    } else {
        Known::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_names_that_can_be_read() {
        for file in crate::languages::FILES {
            let read: Result<File, _> = toml::from_str(file.text);
            assert!(read.is_ok(), "{}: {:?}", file.tag, read.err());
        }
        assert!(is_media("Berkas") && is_media("файл") && is_category("Catégorie") && !is_media("user"));
        assert_eq!(template("#if:x"), Known::Silent);
        assert_eq!(template("Butuh_rujukan"), Known::Silent);
        assert_eq!(template("дата рождения"), Known::Date);
    }
}
