//! What stood in files and tables that could not be read: only what is named there may be missing.
//!
//! A claim about a subject with a property has to name both. So a file that is no TOML hides, of the
//! rules that reason from absence, only what its words name; everything else is judged.

use std::collections::HashSet;

/// The words of what could not be read.
#[derive(Debug, Default)]
pub struct Unread {
    /// Whether not even the words are known.
    everything: bool,
    words: HashSet<Box<str>>,
}

impl Unread {
    /// Something is there of which nothing is known: a file that nobody may open.
    pub(super) fn add_everything(&mut self) {
        self.everything = true;
    }

    /// A text that could not be understood.
    pub(super) fn add(&mut self, text: &str) {
        // An escape such as \u0061 may spell a name.
        let has_escapes = text.contains("\\u") || text.contains("\\U") || text.contains("\\x");
        self.everything |= has_escapes;
        self.words.extend(words(text).map(Into::into));
    }

    /// Whether there is anything that could not be read.
    pub fn any(&self) -> bool {
        self.everything || !self.words.is_empty()
    }

    /// Whether a thing of this name may stand there, or be named.
    pub fn may_name(&self, name: &str) -> bool {
        self.everything || (self.any() && words(name).all(|word| self.words.contains(word)))
    }
}

/// What ids and markers are made of.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let within = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    text.split(move |c: char| !within(c)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_may_be_missing() {
        let mut unread = Unread::default();
        assert!(!unread.may_name("a") && !unread.any());
        unread.add("[[claim]\nsubject = \"blue-river\"\nat = 'treaty.signed'\nrefs = [\"note 1\"]");
        for name in ["blue-river", "treaty", "signed", "note 1", "claim"] {
            assert!(unread.may_name(name), "{name}");
        }
        for name in ["blue", "river", "note 2", "Treaty"] {
            assert!(!unread.may_name(name), "{name}");
        }
        unread.add("subject = \"\\u0061\"");
        assert!(unread.may_name("anything"));
    }
}
