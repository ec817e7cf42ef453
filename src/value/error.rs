//! Why a text is no value.

use std::fmt;
use std::ops::Range;

use crate::message::{Message, Part, message, name};

/// Why a text is no value, where in it the trouble is, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong, in an editor's words.
    pub message: Message,
    /// What to write, where that can be told.
    pub help: Option<Message>,
    /// What can be written instead, where that is one text.
    pub meant: Option<Meant>,
    /// The bytes of the text that show it, on character boundaries.
    pub at: Range<usize>,
}

/// A value that was probably meant by a text that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// As the format writes it.
    pub text: String,
    /// Whether the text could be read in no other way.
    pub sure: bool,
}

/// Advice for a text that is no value.
pub(super) enum Advice {
    /// What to write instead, and what follows that in words.
    Write(Meant, &'static str),
    /// Words alone.
    Say(Message),
}

impl Advice {
    /// What to write instead, where the text could be read in no other way.
    pub(super) fn surely(text: String) -> Self {
        Self::Write(Meant { text, sure: true }, "")
    }

    /// What was probably meant.
    pub(super) fn probably(text: String) -> Self {
        Self::Write(Meant { text, sure: false }, "")
    }
}

impl From<&'static str> for Advice {
    fn from(words: &'static str) -> Self {
        Self::Say(words.into())
    }
}

impl ParseError {
    pub(super) fn new(message: impl Into<Message>, at: Range<usize>) -> Self {
        Self { message: message.into(), help: None, meant: None, at }
    }

    /// The whole text is wrong.
    pub(super) fn whole(message: impl Into<Message>, text: &str) -> Self {
        Self::new(message, 0..text.len())
    }

    pub(super) fn help(mut self, help: impl Into<Message>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn advise(mut self, advice: Advice) -> Self {
        self.help = Some(match &advice {
            Advice::Write(meant, more) => message!("write \"{}\"", meant.text).and(*more),
            Advice::Say(words) => words.clone(),
        });
        if let Advice::Write(meant, _) = advice {
            self.meant = Some(meant);
        }
        self
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

impl std::error::Error for ParseError {}

/// A text as a message quotes it, shortened.
pub(super) fn quoted(text: &str) -> Part {
    name(&crate::words::excerpt(text))
}
