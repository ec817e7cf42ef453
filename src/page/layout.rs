//! The text of a page, with its places: what stands in a line together and what does not, what is
//! raised, and what is left out.

use super::html::{Scope, Signs};
use super::markup::{Event, Tag, is_inline, is_void};
use super::readable::Readable;
use super::reference;

/// Elements whose text no reader sees as text.
const PROGRAMS: &[&str] = &["script", "style"];
/// Elements whose text is no part of an article.
const NO_ARTICLE: &[&str] = &[
    "script", "style", "template", "head", "nav", "footer", "noscript", "svg", "math", "iframe", "select",
    "textarea", "button", "object", "audio", "video",
];
/// Classes of such elements, as MediaWiki and other wikis name them.
const NO_ARTICLE_CLASSES: &[&str] = &[
    "references",
    "reflist",
    "refbegin",
    "mw-references-wrap",
    "mw-editsection",
    "navbox",
    "catlinks",
    "printfooter",
    "mw-jump-link",
    "noprint",
    "toc",
    "footnotes",
    "vector-toc",
    "mw-empty-elt",
];
/// Attributes that hold text for readers.
const ATTRIBUTES: &[&str] = &["alt", "title", "aria-label", "summary", "placeholder", "label", "data-title"];

/// Reads the text of a page, event by event.
pub(super) struct Layout<'a> {
    file: &'a str,
    article: bool,
    pub(super) text: Readable,
    /// What stands in attributes: apart from the text, so that it breaks no sentence.
    pub(super) aside: String,
    pub(super) signs: Signs,
    /// The element that is left out, and how many of its name are open.
    skipped: Option<(String, usize)>,
    raised: Option<Raised>,
}

/// What stands in `<sup>`.
#[derive(Default)]
struct Raised {
    texts: Vec<(usize, usize)>,
    leads: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn new(file: &'a str, scope: Scope) -> Self {
        Self {
            file,
            article: scope == Scope::Article,
            text: Readable::default(),
            aside: String::new(),
            signs: Signs::default(),
            skipped: None,
            raised: None,
        }
    }

    pub(super) fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Open(tag) => self.open(tag),
            Event::Close(name, at) => self.close(name, *at),
            Event::Text(text, span) => {
                if self.skipped.is_some() {
                    self.signs.paywall |= !self.article && not_free(text);
                    return;
                }
                match &mut self.raised {
                    Some(raised) => raised.texts.push((span.start, span.end)),
                    None => reference::flow(&mut self.text, self.file, span.start, span.end),
                }
            }
        }
    }

    /// Ends the last line.
    pub(super) fn end(&mut self) {
        self.raise();
        if !self.article {
            self.text.line(self.file.len());
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name;
        if name == "html" && self.text.lang.is_none() {
            self.text.lang = tag.attribute("lang").filter(|lang| !lang.is_empty()).map(Into::into);
        }
        if !self.article {
            self.attributes(tag);
        }
        if let Some((skipped, open)) = &mut self.skipped {
            *open += usize::from(skipped == name && !tag.stroke);
            return;
        }
        if self.is_left_out(tag) && !is_void(name) {
            self.raise();
            self.separate(name, tag.span.start);
            if !tag.closed {
                self.skipped = Some((name.to_owned(), 1));
            }
            return;
        }
        match name {
            "sup" => {
                self.raise();
                self.raised = Some(Raised::default());
            }
            "a" => {
                if let Some(raised) = &mut self.raised {
                    raised.leads |= tag.attribute("href").is_some_and(|href| href.contains('#'));
                }
            }
            "br" if self.article => self.text.blank(tag.span.clone()),
            "img" if self.article => {}
            _ => self.separate(name, tag.span.start),
        }
    }

    fn close(&mut self, name: &str, at: usize) {
        if let Some((skipped, open)) = &mut self.skipped {
            if skipped == name {
                *open -= 1;
                if *open == 0 {
                    self.skipped = None;
                    self.separate(name, at);
                }
            }
            return;
        }
        if name == "sup" {
            self.raise();
        }
        self.separate(name, at);
    }

    fn is_left_out(&self, tag: &Tag<'_>) -> bool {
        if !self.article {
            return PROGRAMS.contains(&tag.name);
        }
        let classes = tag.attribute("class").unwrap_or_default();
        NO_ARTICLE.contains(&tag.name)
            || classes.split_ascii_whitespace().any(|class| NO_ARTICLE_CLASSES.contains(&class))
            || tag.attribute("role") == Some("navigation")
            || tag.attribute("hidden").is_some()
    }

    /// What stands before an element that is not in the line, or behind it, is apart from it.
    fn separate(&mut self, name: &str, at: usize) {
        if is_inline(name) {
            return;
        }
        self.raise();
        match name {
            _ if self.article => self.text.block(at),
            "td" | "th" => self.text.cell(at),
            _ => self.text.line(at),
        }
    }

    /// Ends what is raised: a reference that leads to its note, a power, or text.
    fn raise(&mut self) {
        let Some(raised) = self.raised.take() else { return };
        let text: String =
            raised.texts.iter().filter_map(|(start, end)| self.file.get(*start..*end)).collect();
        let digits = text.trim();
        if let (Some((start, _)), Some((_, end))) = (raised.texts.first(), raised.texts.last()) {
            let number = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            if self.article && number && raised.leads {
                return self.text.mark(digits, None, digits, *start..*end);
            }
            // Never more digits of the number before it.
            if self.text.raise(digits, &(*start..*end)) {
                return;
            }
        }
        for (start, end) in raised.texts {
            reference::flow(&mut self.text, self.file, start, end);
        }
    }

    fn attributes(&mut self, tag: &Tag<'_>) {
        let name = tag.name;
        self.signs.images += usize::from(matches!(name, "img" | "picture" | "canvas" | "object" | "embed"));
        self.signs.scripts += usize::from(name == "script");
        let mut aside = |text: &str| {
            self.aside.push_str(text);
            self.aside.push('\n');
        };
        for attribute in ATTRIBUTES {
            if let Some(text) = tag.attribute(attribute).filter(|text| !text.trim().is_empty()) {
                aside(text);
            }
        }
        if name == "meta"
            && let Some(content) = tag.attribute("content")
        {
            let of = ["name", "property", "itemprop"].iter().find_map(|key| tag.attribute(key));
            let of = of.unwrap_or_default().to_ascii_lowercase();
            if of.contains("description") || of.contains("title") {
                aside(content);
            }
            self.signs.paywall |= of.ends_with("content_tier") && matches!(content, "locked" | "metered");
        }
        let class = tag.attribute("class").unwrap_or_default().to_ascii_lowercase();
        self.signs.paywall |= class.split_ascii_whitespace().any(|class| {
            class.contains("paywall") && !class.contains("no-paywall") && !class.contains("nopaywall")
        });
    }
}

/// Whether the data for search engines says that the page is not free.
fn not_free(data: &str) -> bool {
    data.match_indices("isAccessibleForFree").any(|(at, word)| {
        let rest = data[at + word.len()..].trim_start_matches(['"', '\'', ' ', ':', '\n', '\t']);
        rest.get(..5).is_some_and(|value| value.eq_ignore_ascii_case("false"))
    })
}
