//! What a server sent, told from its `Content-Type` and from the bytes.

use super::decode;

/// What a server sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// A page, decoded.
    Page(String),
    /// Another text with tags, such as a feed, decoded.
    Markup(String),
    /// A text without tags, decoded.
    Text(String),
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Something else: the type that the server names.
    Other(String),
}

/// How far into a file signs of its type are looked for.
const HEAD: usize = 1024;

impl Content {
    /// What bytes are. `content_type` is the header as it came; where it is missing or says nothing,
    /// the bytes decide. They may be cut off.
    pub(crate) fn of(bytes: &[u8], content_type: Option<&str>) -> Self {
        let (kind, charset) = parts(content_type.unwrap_or_default());
        let head = &bytes[..bytes.len().min(HEAD)];
        if kind == "application/pdf" || head.windows(5).any(|window| window == b"%PDF-") {
            return Self::Pdf;
        }
        if kind.starts_with("image/") || head.starts_with(b"\x89PNG") || head.starts_with(b"\xff\xd8\xff") {
            return Self::Picture;
        }
        let vague = matches!(&*kind, "" | "application/octet-stream" | "binary/octet-stream");
        let page = matches!(&*kind, "text/html" | "application/xhtml+xml");
        let markup = page || kind.contains("html") || kind.contains("xml");
        let plain = kind.starts_with("text/") || kind.contains("json");
        if !(vague || markup || plain) || (vague && is_binary(head)) {
            return Self::Other(kind);
        }
        let text = decode::text(bytes, charset.as_deref(), markup || vague);
        let start = text.trim_start();
        let begins = |with: &str| {
            start.as_bytes().get(..with.len()).is_some_and(|own| own.eq_ignore_ascii_case(with.as_bytes()))
        };
        if page || (vague && (begins("<!doctype html") || begins("<html"))) {
            Self::Page(text)
        } else if markup || (start.starts_with('<') && (vague || kind == "text/plain")) {
            Self::Markup(text)
        } else {
            Self::Text(text)
        }
    }
}

/// The type and the charset of a `Content-Type` header, the type in small letters.
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
mod tests {
    use super::*;

    #[test]
    fn what_the_server_says_goes_before_what_the_bytes_look_like() {
        let of = |bytes: &[u8], kind: &str| Content::of(bytes, Some(kind).filter(|kind| !kind.is_empty()));
        assert_eq!(of(b"x", "Text/HTML; charset=utf-8"), Content::Page("x".into()));
        assert_eq!(of(b"x", "application/xhtml+xml"), Content::Page("x".into()));
        assert_eq!(of(b" <!DocType HTML>x", ""), Content::Page(" <!DocType HTML>x".into()));
        assert_eq!(of(b"<rss>x", "application/rss+xml"), Content::Markup("<rss>x".into()));
        assert_eq!(of(b"<p>x", ""), Content::Markup("<p>x".into()));
        assert_eq!(of(b"<html>x", "text/plain"), Content::Markup("<html>x".into()));
        assert_eq!(of(b"x < y", "text/plain"), Content::Text("x < y".into()));
        assert_eq!(of(b"{}", "application/json"), Content::Text("{}".into()));
        assert_eq!(of(b"%PDF-1.4", "text/html"), Content::Pdf);
        assert_eq!(of(b"\xff\xd8\xff", ""), Content::Picture);
        assert_eq!(of(b"a\0b", ""), Content::Other(String::new()));
        assert_eq!(of(b"PK", "application/zip"), Content::Other("application/zip".into()));
    }
}
