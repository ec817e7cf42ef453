//! What a page says of itself at first sight: title, heading, the beginning of its text, and where it
//! sends the reader on.

use sha2::{Digest as _, Sha256};

use super::markup::{self, Event, Tag};

/// How much of a page's text is kept to be judged, in bytes: pages that say that there is nothing
/// are short.
const MOST_TEXT: usize = 8 << 10;

/// A page as far as the judgement of its [kind](super::Kind) needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Glance {
    /// The title, in one line.
    pub(crate) title: String,
    /// The first heading of the first rank.
    pub(crate) heading: String,
    /// The text that a reader sees, in one line, as far as [`MOST_TEXT`].
    pub(crate) text: String,
    /// Whether the text goes on.
    pub(crate) more: bool,
    /// Where a meta refresh leads, as written.
    pub(crate) refresh: Option<String>,
}

/// Looks at a page; the hash is one of all its text.
pub(crate) fn glance(html: &str) -> (Glance, String) {
    let mut look = Look { hash: Some(Sha256::new()), ..Look::default() };
    markup::walk(html, |event| look.see(&event));
    (look.glance, look.hash.map_or_else(String::new, |hash| hex(&hash.finalize())))
}

/// A hash as ledgers write it.
pub(crate) fn hex(digest: &[u8]) -> String {
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

/// Looks at a page, event by event.
#[derive(Default)]
pub(super) struct Look {
    pub(super) glance: Glance,
    place: Place,
    titled: bool,
    headed: bool,
    /// Whether a blank is due before the next word: any tag may part words where a page is laid out.
    blank: bool,
    /// Of all words, where it is wanted.
    hash: Option<Sha256>,
}

impl Look {
    pub(super) fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Open(tag) => self.open(tag),
            Event::Close(name, _) => self.close(name),
            Event::Text(text, _) => self.text(text),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "script" | "style" | "template" | "svg" if !tag.closed => self.place = Place::Hidden,
            "title" if !self.titled && self.place == Place::Text => self.place = Place::Title,
            "h1" if !self.headed && self.place == Place::Text => self.place = Place::Heading,
            "meta" if self.glance.refresh.is_none() => {
                let refresh = tag
                    .attribute("http-equiv")
                    .is_some_and(|value| value.trim().eq_ignore_ascii_case("refresh"));
                if refresh {
                    self.glance.refresh = tag.attribute("content").and_then(target);
                }
            }
            _ => {}
        }
        self.blank = true;
    }

    fn close(&mut self, name: &str) {
        match (name, self.place) {
            ("script" | "style" | "template" | "svg", Place::Hidden) => self.place = Place::Text,
            ("title", Place::Title) => (self.titled, self.place) = (true, Place::Text),
            ("h1", Place::Heading) => (self.headed, self.place) = (true, Place::Text),
            _ => {}
        }
        self.blank = true;
    }

    fn text(&mut self, text: &str) {
        match self.place {
            Place::Hidden => return,
            Place::Title => {
                append(&mut self.glance.title, text, 512);
                return;
            }
            Place::Heading => {
                append(&mut self.glance.heading, text, 512);
            }
            Place::Text => {}
        }
        if self.blank || text.starts_with(char::is_whitespace) {
            append(&mut self.glance.text, " ", MOST_TEXT);
        }
        self.glance.more |= !append(&mut self.glance.text, text, MOST_TEXT);
        if let Some(hash) = &mut self.hash {
            for word in text.split_whitespace() {
                hash.update(word.as_bytes());
                hash.update(b" ");
            }
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
fn target(content: &str) -> Option<String> {
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
        let (page, hash) = glance(
            "<!doctype html><title> Not\n found </title><style>p{}</style><script>var a = '<h1>x</h1>';</script>\
             <meta http-equiv=Refresh content=\"0; URL='/gone'\"><h1>Oops &amp; sorry</h1><p>No <b>such</b> page</p>",
        );
        assert_eq!(page.title, "Not found ");
        assert_eq!(page.heading, "Oops & sorry");
        assert_eq!(page.text.trim(), "Oops & sorry No such page");
        assert_eq!(page.refresh.as_deref(), Some("/gone"));
        let (_, same) = glance("<h1>Oops &amp; sorry</h1>\n\n<p>No such page");
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

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_page(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400), tag in "<[a-z/!]{0,3}(meta|title|h1|script)[ a-z='\"0;]{0,20}>?") {
            let mut page = tag.into_bytes();
            page.extend(bytes);
            for charset in [None, Some("utf-16"), Some("shift_jis")] {
                let (page, _) = glance(&crate::page::decode::text(&page, charset, true));
                proptest::prop_assert!(page.text.len() <= MOST_TEXT + 4 && page.title.len() <= 516);
            }
        }
    }
}
