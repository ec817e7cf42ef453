//! Pages as servers send them and articles as files hold them: the one reader of what strangers
//! wrote, for links, evidence and coverage.
//!
//! - `content` tells a page from a PDF, a picture, a text; `decode` makes bytes text;
//! - `markup` goes through tags and texts, each with its place; `layout` makes [readable text](Readable)
//!   of them, `glance` what a page says of itself at first sight;
//! - `kind` judges what kind of page it is, by words that are data;
//! - `pdf` takes the text out of a PDF.
//!
//! What comes from the web is hostile: sizes and times are bounded, and a parser that panics is one
//! *cannot check*. HTML is read by a tokenizer that follows the WHATWG's specification, html5gum, and
//! not into a tree of elements. Every token has its place in the file, which a tree has lost. The time
//! is linear whatever the page: the algorithm that builds a tree looks through all open elements and
//! copies formatting into every paragraph, and its parsers (html5ever) compare every attribute of a
//! tag with all others, so that four megabytes could cost hours. What a page says hardly depends on
//! the tree; what does (elements that are left out, drawings, what is raised) is followed by name.

mod chains;
pub(crate) mod content;
mod decode;
pub(crate) mod glance;
pub(crate) mod html;
pub(crate) mod kind;
mod layout;
mod markup;
mod pdf;
mod readable;
pub(crate) mod reference;

use std::fmt;

use content::Content;
use html::Scope;
pub use kind::Kind;
pub use pdf::{PDF_THREAD, text as pdf_text};
pub(crate) use readable::BLOCK;
pub use readable::{Marker, Readable};

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

/// The most that is read of a source, in bytes.
pub const MOST_BYTES: usize = 32 << 20;

/// The text of what a server sent.
///
/// `content_type` is the header as it came, with its `charset` where it has one; where the type is
/// missing or says nothing, the bytes decide. Nothing that could hold a quote is left out: navigation,
/// tables, hidden parts, `noscript`, and behind the text itself what stands in attributes.
///
/// # Errors
///
/// Where there is no text to be had. A page that may be cut short is no error but has a
/// [reservation](Text::reservation).
pub fn text(bytes: &[u8], content_type: Option<&str>) -> Result<Text, CannotCheck> {
    text_with(bytes, content_type, &pdf_text)
}

/// What takes the text out of a PDF, in place of [`pdf_text`].
pub type ReadPdf<'a> = &'a dyn Fn(&[u8]) -> Result<String, CannotCheck>;

/// The same, with PDFs read elsewhere: their parser cannot be kept from ending the process that it
/// runs in.
///
/// # Errors
///
/// As [`text`].
pub fn text_with(
    bytes: &[u8],
    content_type: Option<&str>,
    read_pdf: ReadPdf<'_>,
) -> Result<Text, CannotCheck> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(CannotCheck::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(CannotCheck::TooLarge);
    }
    match Content::of(bytes, content_type) {
        Content::Page(file) | Content::Markup(file) => of_page(&file),
        Content::Text(text) => Ok(Text { text, reservation: None }),
        Content::Pdf => read_pdf(bytes).map(|text| Text { text, reservation: None }),
        Content::Picture => Err(CannotCheck::ImagesOnly),
        Content::Other(kind) => Err(CannotCheck::NotText(kind)),
    }
}

fn of_page(file: &str) -> Result<Text, CannotCheck> {
    let page = html::read(file, Scope::Quotes);
    let reservation = match Kind::of_page(&page) {
        Kind::Page | Kind::Front => None,
        Kind::Missing { .. } => Some(CannotCheck::Missing),
        Kind::Parked { .. } | Kind::Sold { .. } => Some(CannotCheck::Parked),
        Kind::Paywall => Some(CannotCheck::Paywall),
        Kind::Pictures => Some(CannotCheck::ImagesOnly),
        Kind::Program => Some(CannotCheck::NeedsScript),
    };
    let mut text = page.text.text;
    text.push_str(&page.aside);
    if text.trim().is_empty() {
        return Err(reservation.unwrap_or(CannotCheck::Empty));
    }
    Ok(Text { text, reservation })
}

#[cfg(test)]
mod tests;
