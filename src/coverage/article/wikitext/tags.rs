//! What wikitext writes in angle brackets: comments, references, raised numbers.

use super::{NEAR, Reader};

/// Elements whose content is no text for readers, each with its end.
const SKIPPED: &[(&str, &str)] = &[
    ("references", "</references>"),
    ("math", "</math>"),
    ("pre", "</pre>"),
    ("syntaxhighlight", "</syntaxhighlight>"),
    ("source", "</source>"),
    ("timeline", "</timeline>"),
    ("score", "</score>"),
    ("gallery", "</gallery>"),
    ("templatestyles", "</templatestyles>"),
];
/// Elements that begin a block.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "blockquote",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "center",
    "poem",
];

impl Reader<'_> {
    /// What begins with `<`: where reading goes on; `None` where it is text.
    pub(super) fn tag(&mut self, at: usize, end: usize, from: usize) -> Option<usize> {
        if self.starts(at, end, "<!--") {
            self.flow(from, at);
            // A comment without an end hides the rest, as MediaWiki shows it.
            return Some(self.find(at + 4, end, "-->").unwrap_or(end));
        }
        let near = &self.file.as_bytes()[at..end.min(at + NEAR)];
        let length = 1 + near.iter().skip(1).position(|byte| matches!(byte, b'>' | b'<'))?;
        if near[length] == b'<' {
            return None;
        }
        let text = self.file.get(at..at + length)?;
        let inside = text[1..].trim_start_matches('/');
        let letters = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = inside[..letters].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let (closes, alone) = (text.starts_with("</"), text.ends_with('/'));
        let behind = at + length + 1;
        self.flow(from, at);
        if closes {
            if BLOCKS.contains(&&*name) {
                self.out.block(at);
            }
            return Some(behind);
        }
        if name == "ref" {
            let stop = if alone { Some(behind) } else { self.find(behind, end, "</ref>") };
            let Some(stop) = stop else { return Some(behind) };
            let (note, group) = (attribute(inside, "name"), attribute(inside, "group").unwrap_or_default());
            let source = at..if alone { stop } else { behind };
            // The same name is the same note; without one, each is its own.
            self.note(&group, note.clone(), note.as_deref(), source);
            return Some(stop);
        }
        if name == "nowiki"
            && !alone
            && let Some(stop) = self.find(behind, end, "</nowiki>")
        {
            self.flow(behind, stop - "</nowiki>".len());
            return Some(stop);
        }
        if let Some((_, close)) = SKIPPED.iter().find(|(own, _)| *own == name) {
            let stop = if alone { None } else { self.find(behind, end, close) };
            return Some(stop.unwrap_or(behind));
        }
        if name == "sup" && !alone {
            let rest = &self.file.as_bytes()[behind..end.min(behind + 8)];
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let source = behind..behind + digits;
            if digits > 0
                && self.starts(source.end, end, "</sup>")
                && self.out.raise(&self.file[source.clone()], &source)
            {
                return Some(source.end + "</sup>".len());
            }
        }
        if name == "br" {
            self.out.blank(at..behind);
        } else if BLOCKS.contains(&&*name) {
            self.out.block(at);
        }
        Some(behind)
    }

    /// Behind the next such end. Reading goes forwards, so what was found (or is known not to come)
    /// is not looked for again.
    fn find(&mut self, at: usize, end: usize, close: &'static str) -> Option<usize> {
        let known = self.closes.get(close).copied();
        let found = match known {
            Some(None) => None,
            Some(Some(stop)) if stop >= at + close.len() => Some(stop),
            _ => {
                let rest = &self.file.as_bytes()[at..];
                let next = rest
                    .windows(close.len())
                    .position(|window| window.eq_ignore_ascii_case(close.as_bytes()))
                    .map(|length| at + length + close.len());
                self.closes.insert(close, next);
                next
            }
        };
        found.filter(|stop| *stop <= end)
    }
}

/// The value of an attribute, with or without quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let value = rest[at + name.len()..].trim_start();
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = value.strip_prefix('=')
        {
            let value = value.trim_start();
            let value = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
                _ => value.split([' ', '/', '\t', '\n']).next().unwrap_or_default(),
            };
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            return Some(value).filter(|value| !value.is_empty());
        }
        rest = &rest[at + name.len()..];
    }
}
