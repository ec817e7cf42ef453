//! Pages that say that there is no page, though their server says that all is well.
//!
//! The words are data, `soft404.toml`, a table per language. Only what says nothing else counts: a
//! title or heading that *is* such a phrase, or a short page that holds such a sentence; an article
//! about error pages is none.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use url::Url;

use super::page::Page;

/// The most text, in bytes, that a page without content has around its sentence.
const SHORT: usize = 3000;

#[derive(Deserialize)]
struct File {
    parked: Parked,
    #[serde(flatten)]
    languages: BTreeMap<String, Language>,
}

#[derive(Deserialize)]
struct Parked {
    texts: Vec<String>,
    hosts: Vec<String>,
}

#[derive(Deserialize)]
struct Language {
    titles: Vec<String>,
    texts: Vec<String>,
}

/// The phrases as they are compared: see [`plain`].
struct Phrases {
    titles: HashSet<String>,
    texts: Vec<String>,
    parked: Vec<String>,
    hosts: Vec<String>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    // A file of the program itself, which a test reads: it cannot fail on a user's machine.
    let file: File = toml::from_str(include_str!("soft404.toml"))
        .unwrap_or_else(|error| unreachable!("soft404.toml: {error}"));
    let all = |texts: &[String]| -> Vec<String> { texts.iter().map(|text| plain(text)).collect() };
    Phrases {
        titles: file.languages.values().flat_map(|language| all(&language.titles)).collect(),
        texts: file.languages.values().flat_map(|language| all(&language.texts)).collect(),
        parked: all(&file.parked.texts),
        hosts: file.parked.hosts,
    }
});

/// What shows that a page is none, in words; `None` where nothing does.
pub(super) fn judge(asked: &Url, answered: &Url, page: &Page) -> Option<String> {
    if let Some(host) = answered.host_str().and_then(parking) {
        return Some(format!("it leads to {host}, where domains are sold"));
    }
    for (what, text) in [("title", &page.title), ("heading", &page.heading)] {
        if says_missing(text) {
            return Some(format!("its {what} says that there is no page: \"{}\"", excerpt(text)));
        }
    }
    if !page.more && page.text.len() <= SHORT {
        let text = plain(&page.text);
        if let Some(phrase) = PHRASES.parked.iter().find(|phrase| text.contains(&***phrase)) {
            return Some(format!("nobody uses the domain any more: \"{phrase}\""));
        }
        if let Some(phrase) = PHRASES.texts.iter().find(|phrase| text.contains(&***phrase)) {
            return Some(format!("its text says that there is no page: \"{phrase}\""));
        }
    }
    (is_deep(asked) && is_front(answered))
        .then(|| "the address of a page within the site now leads to the front page".to_owned())
}

/// Whether a title or heading says that there is no page, and nothing else.
fn says_missing(text: &str) -> bool {
    let parts = text.split(['|', '–', '—', '·', '•', '«', '»', ':', '/', '\u{2212}']);
    // A dash between blanks separates; one within a word does not.
    parts.flat_map(|part| part.split(" - ")).any(|part| {
        let plain = plain(part);
        let (kept, numbers): (Vec<&str>, Vec<&str>) = plain.split_whitespace().partition(|word| {
            !matches!(
                *word,
                "404"
                    | "410"
                    | "error"
                    | "http"
                    | "oops"
                    | "sorry"
                    | "ошибка"
                    | "galat"
                    | "fehler"
                    | "erreur"
            )
        });
        let rest = kept.join(" ");
        if rest.is_empty() {
            return numbers.contains(&"404") || numbers.contains(&"410");
        }
        PHRASES.titles.contains(&rest)
    })
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

fn excerpt(text: &str) -> String {
    crate::words::excerpt(text.trim())
}

fn parking(host: &str) -> Option<&'static str> {
    PHRASES
        .hosts
        .iter()
        .map(String::as_str)
        .find(|known| host == *known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.')))
}

/// ISO 639-1: two letters at the head of a path are a language only where they are one of these; the
/// page `/ok` is no front page.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr \
    cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht \
    hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li \
    ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl \
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn \
    to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Whether an address leads below the front page.
fn is_deep(url: &Url) -> bool {
    !is_front(url)
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
            let language = one.len() == 2 && LANGUAGES.split(' ').any(|code| code == one);
            language
                || matches!(
                    one.as_str(),
                    "index.html"
                        | "index.htm"
                        | "index.php"
                        | "index.asp"
                        | "index.aspx"
                        | "default.aspx"
                        | "home"
                )
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(title: &str, text: &str) -> bool {
        let url = "https://example.org/a/b".parse().unwrap();
        judge(&url, &url, &Page { title: title.into(), text: text.into(), ..Page::default() }).is_some()
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
            judge(&from.parse().unwrap(), &to.parse().unwrap(), &Page::default()).is_some()
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
