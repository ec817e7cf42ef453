//! What kind of page a page is: whether it is one at all, though its server says that all is well, and
//! whether it is all that its source says.
//!
//! The words are data: the section `pages` of each language's file, and `kinds.toml`. Only what says nothing else counts as a page that is missing: a
//! title or heading that *is* such a phrase, or a short page that holds such a sentence; an article
//! about error pages is none.
//!
//! A further kind is a variant of [`Kind`], its words in the languages, and its place in
//! [`Kind::of_glance`] or [`Kind::of_page`]; the compiler then asks links and evidence what they make
//! of it.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;
use url::Url;

use super::glance::Glance;
use super::html::Page;
use crate::languages::sections;

/// The most text, in bytes, that a page without content has around its sentence.
const SHORT: usize = 3000;
/// A page with less text than this, in characters, says next to nothing.
const NEXT_TO_NOTHING: usize = 200;

/// What kind of page a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It may be what it is cited for.
    Page,
    /// It says that there is no such page: where, and in what words.
    Missing {
        /// Where it says so.
        part: Part,
        /// The title or heading as it stands, or the phrase.
        words: String,
    },
    /// It says that nobody uses the domain any more: in what words.
    Parked {
        /// The phrase.
        words: String,
    },
    /// It is where domains are sold.
    Sold {
        /// The host.
        host: String,
    },
    /// It is a front page, where a page within the site was asked for.
    Front,
    /// It shows only a part to those who do not pay or sign in.
    Paywall,
    /// It has pictures and next to no text.
    Pictures,
    /// It has next to no text, and a program that would write it.
    Program,
}

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its title.
    Title,
    /// Its first heading.
    Heading,
    /// Its text.
    Text,
}

impl Kind {
    /// The kind of a page by what was asked for, what answered, and what is seen of it at first
    /// sight.
    pub(crate) fn of_answer(asked: &Url, answered: &Url, glance: &Glance) -> Self {
        if let Some(host) = answered.host_str().and_then(sold) {
            return Self::Sold { host: host.to_owned() };
        }
        match Self::of_glance(glance) {
            Self::Page if !is_front(asked) && is_front(answered) => Self::Front,
            kind => kind,
        }
    }

    /// The kind of a page by what is seen of it at first sight.
    pub(crate) fn of_glance(glance: &Glance) -> Self {
        for (part, text) in [(Part::Title, &glance.title), (Part::Heading, &glance.heading)] {
            if says_missing(text) {
                return Self::Missing { part, words: text.trim().to_owned() };
            }
        }
        if !glance.more && glance.text.len() <= SHORT {
            let text = plain(&glance.text);
            let find = |phrases: &[String]| phrases.iter().find(|phrase| text.contains(&***phrase)).cloned();
            if let Some(words) = find(&PHRASES.parked) {
                return Self::Parked { words };
            }
            if let Some(words) = find(&PHRASES.texts) {
                return Self::Missing { part: Part::Text, words };
            }
        }
        Self::Page
    }

    /// The kind of a page that was read as a whole.
    pub(crate) fn of_page(page: &Page) -> Self {
        match Self::of_glance(&page.glance) {
            Self::Page => {}
            kind => return kind,
        }
        let text = &page.text.text;
        // The first that are enough decide.
        let little = text.chars().filter(|c| c.is_alphanumeric()).nth(NEXT_TO_NOTHING - 1).is_none();
        if page.signs.paywall || says_paywall(text) {
            Self::Paywall
        } else if little && page.signs.images > 0 {
            Self::Pictures
        } else if little && page.signs.scripts > 0 {
            Self::Program
        } else {
            Self::Page
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    hosts: Vec<String>,
    numbers: Vec<String>,
    fronts: Vec<String>,
    codes: String,
}

#[derive(Deserialize)]
struct Section {
    #[serde(default)]
    pages: Language,
}

/// What pages of a language say.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Language {
    titles: Vec<String>,
    texts: Vec<String>,
    beside: Vec<String>,
    parked: Vec<String>,
    paywall: Vec<String>,
}

/// The phrases as they are compared: see [`plain`].
struct Phrases {
    titles: HashSet<String>,
    texts: Vec<String>,
    beside: HashSet<String>,
    numbers: HashSet<String>,
    parked: Vec<String>,
    /// In small letters, with their signs.
    paywall: Vec<String>,
    hosts: Vec<String>,
    fronts: HashSet<String>,
    codes: HashSet<String>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    // A file of the program itself, which a test reads: it cannot fail on a user's machine.
    let file: File = toml::from_str(include_str!("kinds.toml"))
        .unwrap_or_else(|error| unreachable!("kinds.toml: {error}"));
    let languages: Vec<Section> = sections().collect();
    let all = |of: fn(&Language) -> &[String]| languages.iter().flat_map(move |own| of(&own.pages));
    let plain_all = |of: fn(&Language) -> &[String]| all(of).map(|text| plain(text));
    Phrases {
        titles: plain_all(|language| &language.titles).collect(),
        texts: plain_all(|language| &language.texts).collect(),
        beside: plain_all(|language| &language.beside).collect(),
        parked: plain_all(|language| &language.parked).collect(),
        paywall: all(|language| &language.paywall).map(|text| text.to_lowercase()).collect(),
        numbers: file.numbers.into_iter().collect(),
        hosts: file.hosts,
        fronts: file.fronts.into_iter().collect(),
        codes: file.codes.split_whitespace().map(str::to_owned).collect(),
    }
});

/// Whether a title or heading says that there is no page, and nothing else.
fn says_missing(text: &str) -> bool {
    let parts = text.split(['|', '–', '—', '·', '•', '«', '»', ':', '/', '\u{2212}']);
    // A dash between blanks separates; one within a word does not.
    parts.flat_map(|part| part.split(" - ")).any(|part| {
        let plain = plain(part);
        let (beside, kept): (Vec<&str>, Vec<&str>) = plain
            .split_whitespace()
            .partition(|word| PHRASES.numbers.contains(*word) || PHRASES.beside.contains(*word));
        if kept.is_empty() {
            return beside.iter().any(|word| PHRASES.numbers.contains(*word));
        }
        PHRASES.titles.contains(&kept.join(" "))
    })
}

/// Whether a page asks to pay or sign in before it goes on.
fn says_paywall(text: &str) -> bool {
    let text = text.to_lowercase();
    PHRASES.paywall.iter().any(|words| text.contains(&**words))
}

/// Small letters and digits, words apart by one blank, apostrophes straight.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        match c {
            '\'' | '’' | '‘' | '`' => {}
            // The letter yo is often written without its dots.
            'ё' => out.push('е'),
            c if c.is_alphanumeric() || is_mark(c) => out.push(c),
            _ if out.is_empty() || out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}

/// A host where domains are sold, that a host is or belongs to.
fn sold(host: &str) -> Option<&'static str> {
    PHRASES
        .hosts
        .iter()
        .map(String::as_str)
        .find(|known| host == *known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.')))
}

/// Whether an address is a site's front page, in one of its languages perhaps.
fn is_front(url: &Url) -> bool {
    if url.query().is_some_and(|query| !query.is_empty()) {
        return false;
    }
    let mut parts = url.path().split('/').filter(|part| !part.is_empty());
    match (parts.next(), parts.next()) {
        (None, _) => true,
        (Some(one), None) => {
            let one = one.to_ascii_lowercase();
            PHRASES.codes.contains(&one) || PHRASES.fronts.contains(&one)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(title: &str, text: &str) -> bool {
        let glance = Glance { title: title.into(), text: text.into(), ..Glance::default() };
        Kind::of_glance(&glance) != Kind::Page
    }

    #[test]
    fn every_language_says_how_pages_are_none() {
        for file in crate::languages::FILES {
            let read: Section =
                toml::from_str(file.text).unwrap_or_else(|error| panic!("{}: {error}", file.tag));
            assert!(!read.pages.titles.is_empty() && !read.pages.texts.is_empty(), "{}", file.tag);
            for title in &read.pages.titles {
                assert!(judged(title, ""), "{}: {title}", file.tag);
            }
            for text in read.pages.texts.iter().chain(&read.pages.parked) {
                assert!(judged("", text), "{}: {text}", file.tag);
            }
        }
    }

    #[test]
    fn titles_that_say_nothing_else() {
        for title in [
            "404",
            "404 Not Found",
            "Page not found | The Diplomat",
            "Error 404: Page Not Found",
            "404 - File or directory not found.",
            "Halaman Tidak Ditemukan - Kementerian",
            "Страница не найдена — ТАСС",
            "Ошибка 404",
            "This Page Can’t Be Found",
        ] {
            assert!(judged(title, ""), "{title}");
        }
        for title in [
            "",
            "HTTP 404 and what it means",
            "Lost and not found: a history",
            "Flight 404",
            "Room 404 - Hotel",
            "The page not found in the archive",
        ] {
            assert!(!judged(title, ""), "{title}");
        }
    }

    #[test]
    fn short_pages_that_say_it_in_a_sentence() {
        assert!(judged(
            "Kremlin",
            "Sorry! The page you’re after: the page you are looking for does not exist."
        ));
        assert!(judged("ТАСС", "К сожалению, запрашиваемая страница не найдена. Вернитесь на главную."));
        assert!(judged("example.org", "Buy this domain. example.org is for sale!"));
        let article = format!(
            "{} The page you are looking for does not exist. {0}",
            "An essay on error pages. ".repeat(100)
        );
        assert!(!judged("Essay", &article));
    }

    #[test]
    fn deep_links_sent_to_the_front_page() {
        let to = |from: &str, to: &str| {
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            Kind::of_answer(&from, &to, &Glance::default()) != Kind::Page
        };
        assert!(to("https://example.org/2011/09/a", "https://example.org/"));
        assert!(to("https://example.org/news?id=4", "https://example.org/en/"));
        assert!(!to("https://example.org/", "https://example.org/en/"));
        assert!(!to("http://example.org/index.html", "https://www.example.org/"));
        assert!(!to("https://example.org/a", "https://example.org/b"));
        assert!(!to("https://example.org/moved", "https://example.org/ok"));
        assert!(!to("https://example.org/a", "https://example.org/?id=a"));
        assert!(to("https://old.example/a", "https://www.hugedomains.com/domain_profile.cfm?d=old"));
    }
}
