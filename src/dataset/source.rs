//! Sources: what a reference marker points to.

use super::{Span, Spanned};
use crate::value::Date;

/// A source. What is `None` is not stated.
#[derive(Debug)]
pub struct Source {
    /// The id that references may use.
    pub id: Box<str>,
    /// Where the id is written.
    pub id_span: Span,
    /// Where its table starts.
    pub span: Span,
    /// The marker as the article prints it, without brackets.
    pub marker: Option<Spanned<Box<str>>>,
    /// Whether it is known to be what the article's marker cites.
    pub matched: Option<Spanned<Match>>,
    /// `article`, `book`, `news`, `official` or `web`.
    pub kind: Option<Spanned<Box<str>>>,
    /// Title.
    pub title: Option<Spanned<Box<str>>>,
    /// Author or editor.
    pub author: Option<Spanned<Box<str>>>,
    /// Publisher.
    pub publisher: Option<Spanned<Box<str>>>,
    /// When it was published.
    pub published: Option<Spanned<Date>>,
    /// When it was last read.
    pub accessed: Option<Spanned<Date>>,
    /// Language tag.
    pub lang: Option<Spanned<Box<str>>>,
    /// Address.
    pub url: Option<Spanned<Box<str>>>,
    /// Address of an archived copy.
    pub archive: Option<Spanned<Box<str>>>,
    /// ISBN as written.
    pub isbn: Option<Spanned<Box<str>>>,
    /// DOI as written.
    pub doi: Option<Spanned<Box<str>>>,
    /// Pages.
    pub pages: Option<Spanned<Box<str>>>,
    /// Names of fields that are there but could not be read, so that no rule calls them missing.
    pub unread: Vec<&'static str>,
}

impl Source {
    /// What a message calls it: `[3] (riano-2008)`, or its id where the article does not cite it.
    pub fn name(&self) -> String {
        match &self.marker {
            Some(marker) => format!("[{}] (`{}`)", marker.value, self.id),
            None => format!("`{}`", self.id),
        }
    }
}

/// Whether a source is known to be what the article's marker cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// A revision of the article was seen to cite it.
    Confirmed,
    /// It states the fact, but is not known to be the article's own reference.
    Candidate,
}
