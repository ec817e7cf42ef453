//! Entities and the texts that name them.

use super::load::declare::{holds, table};
use super::{Span, Spanned};

table! {
    /// A thing that claims are about: a state, a treaty, an exercise.
    pub struct Entity, ENTITY = "entity";
    kept always;
    own {
        /// The id that claims use.
        id: Box<str>,
        /// Where the id is written.
        span: Span,
    }
    new ["kind", "label"];
    fields {
        /// What kind of thing it is. The vocabulary says which kinds a property takes.
        wanted kind: Option<Spanned<Box<str>>> = holds::Kind, "a name in quotes";
        /// Its name for readers, in one or several languages.
        optional label: Option<Text> = holds::Label;
    }
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
