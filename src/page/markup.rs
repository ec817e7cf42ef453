//! Tags and texts of a page, one after the other, each with its place: the one way through markup.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, State, Token, Tokenizer};

use super::chains;

/// Elements that stand in the line: everything else separates words.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "body", "cite", "code", "data", "del", "dfn", "em",
    "font", "g", "html", "i", "ins", "kbd", "label", "mark", "math", "mi", "mn", "mo", "mrow", "msub",
    "msup", "nobr", "noindex", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "text", "time", "tspan", "tt", "u", "var", "wbr",
];
/// Elements without an end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// What ends a drawing or a formula that was never ended: no element of theirs has these names.
const NOT_DRAWN: &[&str] = &[
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "img",
    "li",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

pub(super) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// What markup is made of.
pub(super) enum Event<'a> {
    /// A tag that begins an element.
    Open(&'a Tag<'a>),
    /// A tag that ends one of this name, and where it begins.
    Close(&'a str, usize),
    /// Text as a reader sees it, and its bytes in the file.
    Text(&'a str, Range<usize>),
}

/// A tag that begins an element.
pub(super) struct Tag<'a> {
    tag: &'a StartTag<usize>,
    /// Its name in small letters.
    pub(super) name: &'a str,
    /// Its bytes in the file.
    pub(super) span: Range<usize>,
    /// Whether it is written `<name/>`.
    pub(super) stroke: bool,
    /// Whether it ends its element, too: so it does in drawings and formulas alone.
    pub(super) closed: bool,
}

impl Tag<'_> {
    /// An attribute's value, where it has one of this name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.tag.attributes.get(name.as_bytes())?;
        std::str::from_utf8(value).ok()
    }
}

/// Goes through markup.
///
/// What is in `noscript`, `iframe` and `noframes` is read as markup: nothing runs here and nothing
/// is loaded, so it is what is left for a reader.
pub(super) fn walk(file: &str, mut each: impl FnMut(Event<'_>)) {
    let safe = chains::broken(file);
    let mut tokenizer = Tokenizer::new_with_emitter(&*safe, DefaultEmitter::<usize>::new_with_span());
    // Open `svg` and `math`, in which no element changes how its text is read.
    let mut drawn = 0_usize;
    // Where the inside of an element begins that is no markup: the tokenizer does not tell.
    let mut inside = None;
    while let Some(Ok(token)) = tokenizer.next() {
        match token {
            Token::StartTag(tag) => {
                let Ok(name) = std::str::from_utf8(&tag.name) else { continue };
                match name {
                    "svg" | "math" => drawn += usize::from(!tag.self_closing),
                    _ if drawn > 0 && NOT_DRAWN.contains(&name) => drawn = 0,
                    _ => {}
                }
                if let Some(state) = state_in(name).filter(|_| drawn == 0) {
                    tokenizer.set_state(state);
                    inside = Some(tag.span.end).filter(|_| !matches!(state, State::RcData));
                }
                each(Event::Open(&Tag {
                    tag: &tag,
                    name,
                    span: tag.span.start..tag.span.end,
                    stroke: tag.self_closing,
                    closed: tag.self_closing && (drawn > 0 || matches!(name, "svg" | "math")),
                }));
            }
            Token::EndTag(tag) => {
                let Ok(name) = std::str::from_utf8(&tag.name) else { continue };
                inside = None;
                if matches!(name, "svg" | "math") {
                    drawn = drawn.saturating_sub(1);
                }
                each(Event::Close(name, tag.span.start));
            }
            Token::String(text) => {
                if let Ok(read) = std::str::from_utf8(&text) {
                    let start = inside.take().unwrap_or(text.span.start);
                    let span = start..text.span.end.max(start);
                    let same = safe.get(span.clone()) == Some(read);
                    each(Event::Text(file.get(span.clone()).filter(|_| same).unwrap_or(read), span));
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
}

/// How the inside of an element is read, where it is no markup.
fn state_in(name: &str) -> Option<State> {
    match name {
        "title" | "textarea" => Some(State::RcData),
        "style" | "xmp" => Some(State::RawText),
        "script" => Some(State::ScriptData),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(file: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        walk(file, |event| {
            if let Event::Text(text, span) = event {
                found.push((text.to_owned(), file[span].to_owned()));
            }
        });
        found
    }

    #[test]
    fn texts_have_their_places() {
        let file = "<p title='a > b'>one\r\ntwo&nbsp;<b>tr&eacute;s</b><!-- no --> é<td>4";
        let of = |read: &str, written: &str| (read.to_owned(), written.to_owned());
        assert_eq!(
            texts(file),
            [
                of("one\ntwo\u{a0}", "one\r\ntwo&nbsp;"),
                of("trés", "tr&eacute;s"),
                of(" é", " é"),
                of("4", "4")
            ]
        );
    }

    #[test]
    fn what_is_no_markup_is_none() {
        let read = |file: &str| texts(file).into_iter().map(|(read, _)| read).collect::<Vec<_>>();
        assert_eq!(read("<script>if (a<b) '<p>x'</script>y"), ["if (a<b) '<p>x'", "y"]);
        assert_eq!(read("<title>a <b> &amp; c</title>d"), ["a <b> & c", "d"]);
        // In a drawing they end as they are written, and nothing behind it is lost.
        assert_eq!(read("<svg><style/><title>t</title></svg><p>y"), ["t", "y"]);
        assert_eq!(read("<svg><path><p>x<script>a<b</script>y"), ["x", "a<b", "y"]);
        assert_eq!(read("<noscript><p>x</noscript><iframe>y</iframe>"), ["x", "y"]);
    }

    proptest::proptest! {
        #[test]
        fn every_text_is_what_its_place_says(file in "(<(p|b|svg|script|title|style|!--)( a='[&é<]{0,3}')?/?>|</(p|svg|script|title)>|&(amp|nbsp|#x2014|notit|am)?;?|[a-zé\r\n\u{a0}<&/>-]{0,4}){0,12}") {
            let mut end = 0;
            walk(&file, |event| {
                if let Event::Text(text, span) = event {
                    assert!(end <= span.start && file.get(span.clone()).is_some(), "{span:?} in {file:?}");
                    let written = &file[span.clone()];
                    if !written.contains(['&', '\r']) {
                        assert_eq!(text, written, "{file:?}");
                    }
                    end = span.end;
                }
            });
        }
    }
}
