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
//!
//! Without the feature `pages` there is [`Text`] alone: what somebody else has read.

#[cfg(feature = "pages")]
mod chains;
#[cfg(feature = "pages")]
pub(crate) mod content;
#[cfg(feature = "pages")]
mod decode;
#[cfg(feature = "pages")]
pub(crate) mod glance;
#[cfg(feature = "pages")]
pub(crate) mod html;
#[cfg(feature = "pages")]
pub(crate) mod kind;
#[cfg(feature = "pages")]
mod layout;
#[cfg(feature = "pages")]
mod markup;
#[cfg(feature = "pages")]
mod pdf;
#[cfg(feature = "pages")]
mod read;
#[cfg(feature = "pages")]
mod readable;
#[cfg(feature = "pages")]
pub(crate) mod reference;
mod text;

#[cfg(feature = "pages")]
pub use kind::Kind;
#[cfg(feature = "pages")]
pub use pdf::{PDF_THREAD, text as pdf_text};
#[cfg(feature = "pages")]
pub use read::{MOST_BYTES, ReadPdf, text, text_with};
#[cfg(feature = "pages")]
pub(crate) use readable::BLOCK;
#[cfg(feature = "pages")]
pub use readable::{Marker, Readable};
pub use text::{CannotCheck, Text};

#[cfg(test)]
#[cfg(feature = "pages")]
mod tests;
