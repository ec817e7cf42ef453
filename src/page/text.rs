//! The text of a source, whoever read it.

use std::fmt;

/// The text of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text. Blocks and cells stand on lines of their own.
    pub text: String,
    /// Why the text may not be all that the source says. A quote that is there is there all the
    /// same; one that is not proves nothing.
    pub reservation: Option<CannotCheck>,
}

/// Why a source's text cannot be checked. Never the source's fault in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotCheck {
    /// The page says that there is no such page.
    Missing,
    /// Nobody uses the domain any more, and the page says so.
    Parked,
    /// Only a part is shown to those who do not pay or sign in.
    Paywall,
    /// There are only pictures of a text, or next to no text.
    ImagesOnly,
    /// The page writes itself with a program that is not run here.
    NeedsScript,
    /// It is neither a page nor a text nor a PDF: the type that the server names.
    NotText(String),
    /// There is nothing in it.
    Empty,
    /// It is larger than what is read.
    TooLarge,
    /// Reading it took too long.
    TooSlow,
    /// It is encrypted.
    Encrypted,
    /// It could not be parsed.
    Broken(String),
}

impl fmt::Display for CannotCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the page says that there is no such page"),
            Self::Parked => f.write_str("the page says that nobody uses the domain any more"),
            Self::Paywall => f.write_str("the page shows only a part to those who do not pay or sign in"),
            Self::ImagesOnly => f.write_str("the source is a picture of its text"),
            Self::NeedsScript => f.write_str("the page writes its text with a program"),
            Self::NotText(what) => write!(f, "the source is no text but `{what}`"),
            Self::Empty => f.write_str("the source is empty"),
            Self::TooLarge => f.write_str("the source is too large to be read"),
            Self::TooSlow => f.write_str("reading the source took too long"),
            Self::Encrypted => f.write_str("the source is encrypted"),
            Self::Broken(why) => write!(f, "the source could not be read: {why}"),
        }
    }
}
