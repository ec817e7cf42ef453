//! HTML, by a tokenizer that follows the WHATWG's specification.
//!
//! A tree of elements would have lost where its text stands in the file, and what an article says
//! hardly depends on the tree. What readers do not take for the article is left out: scripts,
//! navigation, lists of references.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::text::Readable;
use super::{entity, raise};

/// Elements whose text is no part of the article.
const SKIPPED: &[&str] = &[
    "script", "style", "template", "head", "nav", "footer", "noscript", "svg", "math", "iframe", "select",
    "textarea", "button", "object", "audio", "video",
];
/// Classes of such elements, as MediaWiki and other wikis name them.
const SKIPPED_CLASSES: &[&str] = &[
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
/// Elements that stand in the line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img", "html", "body",
];
/// Elements without an end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

pub(super) fn read(file: &str) -> Readable {
    let mut reader = Reader { file, out: Readable::default(), skipped: None, raised: None };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(file, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => reader.start(&tag),
            Ok(Token::EndTag(tag)) => {
                let name = std::str::from_utf8(&tag.name).unwrap_or_default();
                reader.end(name, tag.span.start);
            }
            Ok(Token::String(text)) => reader.text(text.span.start, text.span.end),
            _ => {}
        }
    }
    reader.out
}

struct Reader<'a> {
    file: &'a str,
    out: Readable,
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

impl Reader<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = std::str::from_utf8(&tag.name).unwrap_or_default();
        let attribute = |name: &[u8]| {
            let value = tag.attributes.get(name)?;
            std::str::from_utf8(value).ok()
        };
        if name == "html" && self.out.lang.is_none() {
            self.out.lang = attribute(b"lang").filter(|lang| !lang.is_empty()).map(Into::into);
        }
        if let Some((skipped, open)) = &mut self.skipped {
            *open += usize::from(skipped == name && !tag.self_closing);
            return;
        }
        let classes = attribute(b"class").unwrap_or_default();
        let left_out = SKIPPED.contains(&name)
            || classes.split_ascii_whitespace().any(|class| SKIPPED_CLASSES.contains(&class))
            || attribute(b"role") == Some("navigation")
            || attribute(b"hidden").is_some();
        if left_out && !VOID.contains(&name) {
            self.raise();
            self.out.block_unless(INLINE.contains(&name), tag.span.start);
            // `<svg/>` has no end; in HTML the stroke of `<script/>` means nothing.
            if !(tag.self_closing && matches!(name, "svg" | "math")) {
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
                    raised.leads |= attribute(b"href").is_some_and(|href| href.contains('#'));
                }
            }
            "br" => self.out.blank(tag.span.start..tag.span.end),
            _ if INLINE.contains(&name) => {}
            _ => {
                self.raise();
                self.out.block(tag.span.start);
            }
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        if let Some((skipped, open)) = &mut self.skipped {
            if skipped == name {
                *open -= 1;
                if *open == 0 {
                    self.skipped = None;
                    self.out.block_unless(INLINE.contains(&name), at);
                }
            }
            return;
        }
        if name == "sup" {
            self.raise();
        } else if !INLINE.contains(&name) {
            self.raise();
            self.out.block(at);
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        if self.skipped.is_some() {
            return;
        }
        match &mut self.raised {
            Some(raised) => raised.texts.push((start, end)),
            None => entity::flow(&mut self.out, self.file, start, end),
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
            if number && raised.leads {
                return self.out.mark(digits, None, digits, *start..*end);
            }
            if raise(&mut self.out, digits, &(*start..*end)) {
                return;
            }
        }
        for (start, end) in raised.texts {
            entity::flow(&mut self.out, self.file, start, end);
        }
    }
}
