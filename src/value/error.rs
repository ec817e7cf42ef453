//! Why a text is no value.

use std::fmt;
use std::ops::Range;

/// Why a text is no value, where in it the trouble is, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong, in an editor's words.
    pub message: String,
    /// What to write, where that can be told.
    pub help: Option<String>,
    /// The bytes of the text that show it, on character boundaries.
    pub at: Range<usize>,
}

impl ParseError {
    pub(super) fn new(message: impl Into<String>, at: Range<usize>) -> Self {
        Self { message: message.into(), help: None, at }
    }

    /// The whole text is wrong.
    pub(super) fn whole(message: impl Into<String>, text: &str) -> Self {
        Self::new(message, 0..text.len())
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

/// A text as a message quotes it, shortened.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", crate::words::excerpt(text))
}
