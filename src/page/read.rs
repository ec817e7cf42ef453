//! From what a server sent to its text.

use super::content::Content;
use super::html::{self, Scope};
use super::kind::Kind;
use super::pdf::text as pdf_text;
use super::text::{CannotCheck, Text};

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
