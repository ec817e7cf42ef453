//! Pages of HTML, read once from beginning to end.

use super::glance::{Glance, Look};
use super::layout::Layout;
use super::markup;
use super::readable::Readable;

/// How much of a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Whatever could hold a quote: navigation, tables, hidden parts, `noscript`, attributes.
    Quotes,
    /// What a reader takes for the article: neither navigation nor lists of references.
    Article,
}

/// A page as it was read.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its text.
    pub(crate) text: Readable,
    /// What stands in attributes, a line for each.
    pub(crate) aside: String,
    /// What it says of itself at first sight; of an article nobody asks.
    pub(crate) glance: Glance,
    /// What shows whether its text is all that it says.
    pub(crate) signs: Signs,
}

/// What shows whether the text of a page is all that it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    pub(crate) images: usize,
    pub(crate) scripts: usize,
    /// Whether it tells programs that not all may read it.
    pub(crate) paywall: bool,
}

/// Reads a page.
pub(crate) fn read(file: &str, scope: Scope) -> Page {
    let mut layout = Layout::new(file, scope);
    let mut look = Look::default();
    markup::walk(file, |event| {
        layout.see(&event);
        if scope == Scope::Quotes {
            look.see(&event);
        }
    });
    layout.end();
    Page { text: layout.text, aside: layout.aside, signs: layout.signs, glance: look.glance }
}
