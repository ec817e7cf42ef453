//! What a fetched page says of itself: title, headings, text, and where it sends the reader on.

use encoding_rs::Encoding;
use html5gum::{Token, Tokenizer};
use sha2::{Digest as _, Sha256};

/// How much of a page's text is kept to be judged, in bytes: pages that say that there is nothing
/// are short.
const MOST_TEXT: usize = 8 << 10;

/// A page as far as its verdict needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// The title, in one line.
    pub(super) title: String,
    /// The first heading of the first rank.
    pub(super) heading: String,
    /// The text that a reader sees, in one line, as far as [`MOST_TEXT`].
    pub(super) text: String,
    /// Whether the text goes on.
    pub(super) more: bool,
    /// Where a meta refresh leads, as written.
    pub(super) refresh: Option<String>,
}

/// Whether a page of this content type is read as HTML.
pub(super) fn is_html(content_type: Option<&str>, start: &[u8]) -> bool {
    match content_type {
        Some(kind) => {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
        }
        None => {
            let start = start.trim_ascii_start();
            [&b"<!doctype html"[..], b"<html"]
                .iter()
                .any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
        }
    }
}

/// The text of bytes, in the encoding that they themselves, the server or the page names; UTF-8
/// where that holds, else what old pages mostly are.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let named = || {
        let label = content_type?.split(';').find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
        })?;
        Encoding::for_label(label.as_bytes())
    };
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(named)
        .or_else(|| meta_charset(bytes))
        .unwrap_or_else(|| {
            let valid = match std::str::from_utf8(bytes) {
                Ok(_) => true,
                // A character that the cap cut in two is no mistake of the page.
                Err(error) => error.error_len().is_none(),
            };
            if valid { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 }
        });
    encoding.decode(bytes).0.into_owned()
}

/// `charset` of a meta tag in the first kilobyte, as browsers look for it.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let text: String = head.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let meta = text.match_indices("<meta").find_map(|(at, _)| {
        let tag = &text[at..text[at..].find('>').map_or(text.len(), |end| at + end)];
        tag.find("charset").map(|at| tag[at + "charset".len()..].to_owned())
    })?;
    let value = meta.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(value.len());
    let encoding = Encoding::for_label(&value.as_bytes()[..end])?;
    // What can be read as ASCII is not UTF-16, whatever it says.
    Some(if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
        encoding_rs::UTF_8
    } else {
        encoding
    })
}

/// Reads an HTML page; the hash is one of all its text.
pub(super) fn read(html: &str) -> (Page, String) {
    let mut reader = Reader::default();
    for token in Tokenizer::new(html) {
        match token {
            Ok(Token::StartTag(tag)) => {
                reader.start(&tag.name, tag.self_closing, |name| {
                    tag.attributes
                        .iter()
                        .find(|(key, _)| key.as_slice() == name)
                        .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
                });
            }
            Ok(Token::EndTag(tag)) => reader.end(&tag.name),
            Ok(Token::String(text)) => reader.text(&String::from_utf8_lossy(&text)),
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    let hash = hex(&reader.hash.finalize());
    (reader.page, hash)
}

/// The hash of bytes as the ledger writes it.
pub(super) fn hex(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::from("sha256:"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Text,
    Title,
    Heading,
    Hidden,
}

#[derive(Default)]
struct Reader {
    page: Page,
    place: Place,
    titled: bool,
    headed: bool,
    /// Whether a blank is due before the next word of the hashed text.
    blank: bool,
    hash: Sha256,
}

impl Reader {
    fn start(&mut self, name: &[u8], closed: bool, attribute: impl Fn(&[u8]) -> Option<String>) {
        match name {
            b"script" | b"style" | b"template" | b"svg" if !closed => self.place = Place::Hidden,
            b"title" if !self.titled && self.place == Place::Text => self.place = Place::Title,
            b"h1" if !self.headed && self.place == Place::Text => self.place = Place::Heading,
            b"meta" if self.page.refresh.is_none() => {
                let refresh = attribute(b"http-equiv")
                    .is_some_and(|value| value.trim().eq_ignore_ascii_case("refresh"));
                if refresh {
                    self.page.refresh = attribute(b"content").and_then(|content| target(&content));
                }
            }
            _ => {}
        }
        self.blank = true;
    }

    fn end(&mut self, name: &[u8]) {
        match (name, self.place) {
            (b"script" | b"style" | b"template" | b"svg", Place::Hidden) => self.place = Place::Text,
            (b"title", Place::Title) => (self.titled, self.place) = (true, Place::Text),
            (b"h1", Place::Heading) => (self.headed, self.place) = (true, Place::Text),
            _ => {}
        }
        self.blank = true;
    }

    fn text(&mut self, text: &str) {
        match self.place {
            Place::Hidden => return,
            Place::Title => {
                append(&mut self.page.title, text, 512);
                return;
            }
            Place::Heading => {
                append(&mut self.page.heading, text, 512);
            }
            Place::Text => {}
        }
        if self.blank || text.starts_with(char::is_whitespace) {
            append(&mut self.page.text, " ", MOST_TEXT);
        }
        self.page.more |= !append(&mut self.page.text, text, MOST_TEXT);
        for word in text.split_whitespace() {
            self.hash.update(word.as_bytes());
            self.hash.update(b" ");
        }
        self.blank = false;
    }
}

/// Adds text in one line; false where it did not find place.
fn append(to: &mut String, text: &str, most: usize) -> bool {
    for c in text.chars() {
        let blank = c.is_whitespace();
        if blank && (to.is_empty() || to.ends_with(' ')) {
            continue;
        }
        if to.len() >= most {
            return false;
        }
        to.push(if blank { ' ' } else { c });
    }
    true
}

/// The address of a meta refresh that takes place within a few seconds: `0; url=/there`.
pub(super) fn target(content: &str) -> Option<String> {
    const SOON: f64 = 10.0;
    let content = content.trim();
    let end = content.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(content.len());
    let delay: f64 = content[..end].parse().ok()?;
    let rest = content[end..].trim_start().trim_start_matches([';', ',']).trim_start();
    let rest = match rest.get(..3) {
        Some(url) if url.eq_ignore_ascii_case("url") => {
            let after = rest[3..].trim_start();
            after.strip_prefix('=').map_or(rest, str::trim_start)
        }
        _ => rest,
    };
    let address = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].split(quote).next().unwrap_or_default(),
        _ => rest,
    };
    (delay <= SOON && !address.trim().is_empty()).then(|| address.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_what_a_reader_sees() {
        let (page, hash) = read(
            "<!doctype html><title> Not\n found </title><style>p{}</style><script>var a = '<h1>x</h1>';</script>\
             <meta http-equiv=Refresh content=\"0; URL='/gone'\"><h1>Oops &amp; sorry</h1><p>No <b>such</b> page</p>",
        );
        assert_eq!(page.title, "Not found ");
        assert_eq!(page.heading, "Oops & sorry");
        assert_eq!(page.text.trim(), "Oops & sorry No such page");
        assert_eq!(page.refresh.as_deref(), Some("/gone"));
        let (_, same) = read("<h1>Oops &amp; sorry</h1>\n\n<p>No such page");
        assert_eq!(hash, same);
    }

    #[test]
    fn refreshes_that_lead_somewhere() {
        assert_eq!(target("0;url=http://example.org/"), Some("http://example.org/".into()));
        assert_eq!(target("5; /there"), Some("/there".into()));
        assert_eq!(target("600; url=/again"), None);
        assert_eq!(target("30"), None);
        assert_eq!(target("url=/there"), None);
        assert_eq!(target(""), None);
    }

    #[test]
    fn old_pages_are_read_in_their_encoding() {
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode("<meta charset=windows-1251><p>Страница");
        assert!(decode(&bytes, None).contains("Страница"));
        let (bytes, ..) = encoding_rs::KOI8_R.encode("Страница");
        assert_eq!(decode(&bytes, Some("text/html; charset=\"koi8-r\"")), "Страница");
        assert_eq!(decode("Страница".as_bytes(), Some("text/html")), "Страница");
        assert_eq!(decode(&"Страница".as_bytes()[..3], None), "С\u{fffd}");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_page(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400), tag in "<[a-z/!]{0,3}(meta|title|h1|script)[ a-z='\"0;]{0,20}>?") {
            let mut page = tag.into_bytes();
            page.extend(bytes);
            for kind in [None, Some("text/html; charset=utf-16"), Some("text/html; charset=shift_jis")] {
                let (page, _) = read(&decode(&page, kind));
                proptest::prop_assert!(page.text.len() <= MOST_TEXT + 4 && page.title.len() <= 516);
            }
        }
    }
}
