//! Wikitext, as MediaWiki stores articles: a tolerant scanner for what readers see.
//!
//! It does not expand templates: of a box it reads the values, of a template in the line its
//! parameters, and the few that are markers or dates it knows. What has no end is text, as
//! MediaWiki shows it. Linear: pairs of brackets are matched once, and each byte is looked at once
//! for each kind of pair around it, up to [`DEEPEST`].

mod namespaces;
mod pairs;
mod tags;
mod template;

use std::collections::HashMap;
use std::ops::Range;

use self::pairs::Pairs;
use crate::page::{Readable, reference};

/// What is nested more deeply is left out.
const DEEPEST: usize = 48;
/// How far the end of a tag, of the attributes of a cell and of an outer link is looked for.
const NEAR: usize = 2000;

pub(super) fn read(file: &str) -> Readable {
    let mut reader = Reader {
        file,
        out: Readable::default(),
        pairs: Pairs::new(file),
        table: 0,
        heads: false,
        notes: HashMap::new(),
        groups: HashMap::new(),
        closes: HashMap::new(),
    };
    reader.walk(0..file.len(), 0);
    reader.out
}

struct Reader<'a> {
    file: &'a str,
    out: Readable,
    pairs: Pairs,
    /// How many tables are open, and whether the line is one of heads.
    table: usize,
    heads: bool,
    /// Footnotes by group and name or content, numbered within their group by first use.
    notes: HashMap<(String, String), usize>,
    groups: HashMap<String, usize>,
    /// Behind the next end of an element, as far as it was looked for; `None` where none comes any
    /// more.
    closes: HashMap<&'static str, Option<usize>>,
}

impl Reader<'_> {
    fn starts(&self, at: usize, end: usize, with: &str) -> bool {
        self.file.as_bytes().get(at..end).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    /// Text without markup.
    fn flow(&mut self, from: usize, to: usize) {
        if from < to {
            reference::flow(&mut self.out, self.file, from, to);
        }
    }

    /// Reads a part of the file.
    fn walk(&mut self, part: Range<usize>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let bytes = self.file.as_bytes();
        let (mut from, mut at, end) = (part.start, part.start, part.end);
        while at < end {
            let line_start = at == 0 || bytes[at - 1] == b'\n';
            let next = if line_start { self.line(at, end, from, depth) } else { None };
            let next = next.or_else(|| self.inline(at, end, from, depth));
            match next {
                Some(next) => {
                    at = next.max(at + 1).min(end);
                    from = at;
                }
                None => at += 1,
            }
        }
        self.flow(from, end);
    }

    /// Markup that only counts at the beginning of a line: where reading goes on.
    fn line(&mut self, at: usize, end: usize, from: usize, depth: usize) -> Option<usize> {
        let bytes = self.file.as_bytes();
        let line_end =
            || bytes[at..end].iter().position(|byte| *byte == b'\n').map_or(end, |length| at + length);
        match bytes[at] {
            b'=' => {
                let stop = line_end();
                self.flow(from, at);
                self.out.block(at);
                let inner = self.file[at..stop].trim_end().trim_end_matches('=');
                let start = at + inner.len() - inner.trim_start_matches('=').len();
                // What is walked here does not begin a line, so it is no heading again.
                if start > at && start < at + inner.len() {
                    self.walk(start..at + inner.len(), depth + 1);
                }
                self.out.block(stop);
                Some(stop)
            }
            b'*' | b'#' | b':' | b';' => {
                let run = bytes[at..end].iter().take_while(|byte| b"*#:;".contains(byte)).count();
                self.flow(from, at);
                self.out.block(at);
                // An indented table.
                let next = at + run;
                if self.starts(next, end, "{|") { self.open_table(next, end) } else { Some(next) }
            }
            b'{' if self.starts(at, end, "{|") => {
                self.flow(from, at);
                self.open_table(at, end)
            }
            b'-' if self.starts(at, end, "----") => {
                self.flow(from, at);
                self.out.block(at);
                Some(at + bytes[at..end].iter().take_while(|byte| **byte == b'-').count())
            }
            b'|' | b'!' if self.table > 0 => {
                self.flow(from, at);
                self.out.block(at);
                self.heads = bytes[at] == b'!';
                match bytes.get(at + 1) {
                    Some(b'}') if bytes[at] == b'|' => {
                        self.table -= 1;
                        Some(at + 2)
                    }
                    Some(b'-') if bytes[at] == b'|' => Some(line_end()),
                    Some(b'+') if bytes[at] == b'|' => Some(self.cell(at + 2, end)),
                    _ => Some(self.cell(at + 1, end)),
                }
            }
            _ => None,
        }
    }

    fn open_table(&mut self, at: usize, end: usize) -> Option<usize> {
        self.out.block(at);
        self.table += 1;
        let rest = &self.file.as_bytes()[at..end];
        Some(rest.iter().position(|byte| *byte == b'\n').map_or(end, |length| at + length))
    }

    /// Where the text of a cell begins: behind its attributes, `style="…" |`.
    fn cell(&self, at: usize, end: usize) -> usize {
        let bytes = self.file.as_bytes();
        let mut equals = false;
        for stop in at..end.min(at + NEAR) {
            match bytes[stop] {
                b'=' => equals = true,
                b'|' if bytes.get(stop + 1) == Some(&b'|') => return at,
                b'|' => return if equals { stop + 1 } else { at },
                b'\n' | b'[' | b'{' | b'<' => return at,
                _ => {}
            }
        }
        at
    }

    /// Markup within a line: where reading goes on.
    fn inline(&mut self, at: usize, end: usize, from: usize, depth: usize) -> Option<usize> {
        let bytes = self.file.as_bytes();
        let next = bytes.get(at + 1).copied().filter(|_| at + 1 < end);
        match bytes[at] {
            b'\n' => {
                let rest = &bytes[at + 1..end];
                let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
                if rest.get(blanks) == Some(&b'\n') {
                    self.flow(from, at);
                    self.out.block(at);
                    return Some(at + 1 + blanks);
                }
                None
            }
            b'<' => self.tag(at, end, from),
            b'{' if next == Some(b'{') => {
                let close = self.pairs.end(at).filter(|close| *close <= end)?;
                self.flow(from, at);
                self.template(at + 2..close - 2, at..close, depth);
                Some(close)
            }
            b'[' if next == Some(b'[') => {
                let close = self.pairs.end(at).filter(|close| *close <= end)?;
                self.flow(from, at);
                self.link(at + 2..close - 2, depth);
                Some(close)
            }
            b'[' => self.outer_link(at, end, from, depth),
            b'\'' if next == Some(b'\'') => {
                self.flow(from, at);
                Some(at + bytes[at..end].iter().take_while(|byte| **byte == b'\'').count())
            }
            b'|' if self.table > 0 && next == Some(b'|') => {
                self.flow(from, at);
                self.out.block(at);
                Some(self.cell(at + 2, end))
            }
            b'!' if self.table > 0 && self.heads && next == Some(b'!') => {
                self.flow(from, at);
                self.out.block(at);
                Some(self.cell(at + 2, end))
            }
            // `__TOC__`
            b'_' if next == Some(b'_') => {
                let rest = &bytes[at + 2..end.min(at + 34)];
                let word = rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
                let whole = word > 0 && rest[word..].starts_with(b"__");
                if whole {
                    self.flow(from, at);
                }
                whole.then_some(at + 4 + word)
            }
            _ => None,
        }
    }

    /// `[https://… words]`
    fn outer_link(&mut self, at: usize, end: usize, from: usize, depth: usize) -> Option<usize> {
        let leads = ["http://", "https://", "//", "mailto:", "ftp://"];
        leads.iter().find(|scheme| self.starts(at + 1, end, scheme))?;
        let near = &self.file.as_bytes()[at..end.min(at + NEAR)];
        let length = near.iter().position(|byte| matches!(byte, b']' | b'\n'))?;
        if near[length] == b'\n' {
            return None;
        }
        self.flow(from, at);
        if let Some(blank) = near[..length].iter().position(|byte| *byte == b' ') {
            self.walk(at + blank + 1..at + length, depth + 1);
        }
        Some(at + length + 1)
    }

    /// `[[target|words]]`
    fn link(&mut self, inside: Range<usize>, depth: usize) {
        let parts = self.parts(&inside);
        let (Some(target), Some(last)) = (parts.first().cloned(), parts.last().cloned()) else { return };
        let name = self.file[target.clone()].trim();
        let words = if parts.len() > 1 { last } else { target.clone() };
        match name.split_once(':') {
            Some((space, _)) if namespaces::is_media(space) => {
                // What stands under a picture is read; how it is shown is not.
                if parts.len() > 1 && self.file[words.clone()].contains(' ') {
                    self.out.block(words.start);
                    self.walk(words.clone(), depth + 1);
                    self.out.block(words.end);
                }
            }
            Some((space, _)) if namespaces::is_category(space) => {}
            // The same article in another language.
            Some((space, rest))
                if parts.len() == 1 && (2..=3).contains(&space.len()) && !rest.starts_with(' ') => {}
            _ if parts.len() == 1 => {
                let start = target.start + usize::from(self.file[target.clone()].starts_with(':'));
                self.flow(start, target.end);
            }
            _ => self.walk(words, depth + 1),
        }
    }

    /// The parts of a link or template between upright strokes of its own.
    fn parts(&self, inside: &Range<usize>) -> Vec<Range<usize>> {
        let bytes = self.file.as_bytes();
        let (mut parts, mut from, mut at) = (Vec::new(), inside.start, inside.start);
        while at < inside.end {
            match self.pairs.end(at) {
                Some(close) if close <= inside.end => at = close,
                _ => {
                    if bytes[at] == b'|' {
                        parts.push(from..at);
                        from = at + 1;
                    }
                    at += 1;
                }
            }
        }
        parts.push(from..inside.end);
        parts
    }

    /// A footnote: the same name, or the same content where it has none, is the same number.
    fn note(&mut self, group: &str, key: Option<String>, name: Option<&str>, source: Range<usize>) {
        let count = self.groups.entry(group.to_owned()).or_default();
        let number = match key {
            Some(key) => *self.notes.entry((group.to_owned(), key)).or_insert_with(|| {
                *count += 1;
                *count
            }),
            None => {
                *count += 1;
                *count
            }
        };
        let value = match group {
            "" => number.to_string(),
            namespaces::LETTERS => letters(number),
            _ => format!("{group} {number}"),
        };
        let shown = self.file.get(source.clone()).unwrap_or_default();
        self.out.mark(&value, name, shown, source);
    }
}

/// 1 is a, 26 is z, 27 is aa.
fn letters(number: usize) -> String {
    let mut rest = number;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    out.iter().rev().collect()
}
