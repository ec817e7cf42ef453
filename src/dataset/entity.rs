//! Entities and the texts that name them.

use super::{Span, Spanned};

/// A thing that claims are about: a state, a treaty, an exercise.
#[derive(Debug)]
#[non_exhaustive]
pub struct Entity {
    /// The id that claims use.
    pub id: Box<str>,
    /// Where the id is written.
    pub span: Span,
    /// What kind of thing it is. `None` where the file does not say in a form that can be read,
    /// which is a finding already: such an entity is taken for any kind.
    pub kind: Option<Spanned<Box<str>>>,
    /// Its name for readers.
    pub label: Option<Text>,
}

impl Entity {
    /// What a message calls it: the label where there is one, the id otherwise.
    pub fn name(&self) -> &str {
        self.label.as_ref().and_then(Text::any).unwrap_or(&self.id)
    }
}

/// A text, or the same in several languages.
#[derive(Clone, Debug)]
pub struct Text {
    /// Language tag (none for a bare string) and text, in the order in which they are written.
    pub entries: Vec<TextEntry>,
}

/// Language tag (none for a bare string) and text.
pub type TextEntry = (Option<Box<str>>, Spanned<Box<str>>);

impl Text {
    /// The text to show where only one can be: English, else the first.
    pub fn any(&self) -> Option<&str> {
        let english = self.entries.iter().find(|(tag, _)| tag.as_deref().is_none_or(|tag| tag == "en"));
        english.or_else(|| self.entries.first()).map(|(_, text)| &*text.value)
    }
}
