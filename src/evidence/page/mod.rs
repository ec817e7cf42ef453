//! Text out of what a source sends: HTML, PDF, plain text, in any encoding.
//!
//! The whole of it is one function, [`text`], from bytes to text. What comes from the web is
//! hostile: sizes, depths and times are bounded, and a parser that panics is one *cannot check*.
//! Nothing that could hold a quote is left out: navigation, tables, hidden parts, `noscript`, and
//! behind the text itself what stands in attributes.

mod decode;
mod hostile;
mod html;
mod pdf;

use std::fmt;

pub use pdf::{PDF_THREAD, text as pdf_text};

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
/// missing or says nothing, the bytes decide.
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
    let (kind, charset) = parts(content_type.unwrap_or_default());
    let head = &bytes[..bytes.len().min(1024)];
    if kind == "application/pdf" || head.windows(5).any(|window| window == b"%PDF-") {
        return read_pdf(bytes).map(|text| Text { text, reservation: None });
    }
    if kind.starts_with("image/") || head.starts_with(b"\x89PNG") || head.starts_with(b"\xff\xd8\xff") {
        return Err(CannotCheck::ImagesOnly);
    }
    let vague = matches!(&*kind, "" | "application/octet-stream" | "binary/octet-stream");
    let markup = kind.contains("html") || kind.contains("xml");
    let plain = kind.starts_with("text/") || kind.contains("json");
    if !(vague || markup || plain) || (vague && is_binary(head)) {
        return Err(CannotCheck::NotText(kind));
    }
    let decoded = decode::text(bytes, charset.as_deref(), markup || vague);
    let looks_like_markup = decoded.trim_start().starts_with('<');
    if markup || (looks_like_markup && (vague || kind == "text/plain")) {
        return html::text(&decoded);
    }
    Ok(Text { text: decoded, reservation: None })
}

/// The type and the charset of a `Content-Type` header, in lower case.
fn parts(content_type: &str) -> (String, Option<String>) {
    let mut parts = content_type.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then(|| value.to_owned())
    });
    (kind, charset)
}

/// Whether bytes are no text in any encoding that is used on the web, but UTF-16 with its mark.
fn is_binary(head: &[u8]) -> bool {
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    !marked && head.contains(&0)
}

#[cfg(test)]
mod tests;
