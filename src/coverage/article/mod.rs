//! Articles: plain text, Markdown, HTML and wikitext, each as readable text with a way back to the
//! bytes of the file, and with its reference markers.
//!
//! A reader of a format knows that format alone: neither facts nor languages enter. What it hands
//! on is hostile input, so every reader takes time linear in the file, and none fails.

mod markdown;
mod marks;
mod plain;
#[cfg(test)]
mod tests;
mod wikitext;

use std::path::Path;

use crate::dataset::Position;
use crate::page::html::{self, Scope};
pub use crate::page::{Marker, Readable};

/// A format that articles are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text with markers such as `[3]`.
    Plain,
    /// CommonMark with tables and footnotes.
    Markdown,
    /// A page.
    Html,
    /// As MediaWiki stores its articles.
    Wikitext,
}

impl Format {
    /// As reports name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Wikitext => "wikitext",
        }
    }

    /// The format of a file: by the end of its name, else by what it looks like.
    pub fn of(path: &Path, text: &str) -> Self {
        let end = path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase);
        match end.as_deref() {
            Some("md" | "markdown" | "mkd") => Self::Markdown,
            Some("html" | "htm" | "xhtml") => Self::Html,
            Some("wiki" | "wikitext" | "mediawiki") => Self::Wikitext,
            _ => Self::sniff(text),
        }
    }

    /// What a text looks like, by its first part.
    fn sniff(text: &str) -> Self {
        const LOOKED_AT: usize = 1 << 16;
        let mut end = text.len().min(LOOKED_AT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = &text[..end];
        let start = head.trim_start().as_bytes();
        let page = [&b"<!doctype html"[..], b"<html", b"<head", b"<body"];
        let begins = |with: &[u8]| start.get(..with.len()).is_some_and(|own| own.eq_ignore_ascii_case(with));
        if page.iter().any(|with| begins(with)) {
            return Self::Html;
        }
        let wiki = ["<ref", "[[", "{{", "{|", "'''"];
        if wiki.iter().filter(|sign| head.contains(**sign)).count() >= 2 {
            return Self::Wikitext;
        }
        let tags = ["</p>", "</div>", "</sup>", "</h1>", "</h2>", "</li>", "</table>"];
        if tags.iter().any(|tag| head.contains(tag)) {
            return Self::Html;
        }
        let heading = head.lines().any(|line| {
            let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
            (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
        });
        if heading || head.contains("[^") || head.contains("](") { Self::Markdown } else { Self::Plain }
    }
}

/// An article as it was read.
#[derive(Debug)]
pub struct Article {
    /// How reports name it.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// The file.
    pub file: String,
    /// What a reader sees.
    pub readable: Readable,
}

impl Article {
    /// Reads an article. Takes time linear in the file, and any text will do.
    pub fn new(name: String, file: String, format: Format) -> Self {
        let readable = match format {
            Format::Plain => plain::read(&file),
            Format::Markdown => markdown::read(&file),
            Format::Html => html::read(&file, Scope::Article).text,
            Format::Wikitext => wikitext::read(&file),
        };
        let readable = marks::cut(&file, &readable);
        Self { name, format, file, readable }
    }

    /// The text that readers see.
    pub fn text(&self) -> &str {
        &self.readable.text
    }

    /// Lines and columns of offsets in the file, in one pass.
    pub(crate) fn positions(&self, offsets: &[usize]) -> Vec<Position> {
        let mut order: Vec<usize> = (0..offsets.len()).collect();
        order.sort_by_key(|index| offsets[*index]);
        let mut out = vec![Position { line: 1, column: 1 }; offsets.len()];
        let mut chars = self.file.char_indices().peekable();
        let mut now = Position { line: 1, column: 1 };
        for index in order {
            while let Some((_, c)) = chars.next_if(|(at, _)| *at < offsets[index]) {
                if c == '\n' {
                    now = Position { line: now.line + 1, column: 1 };
                } else {
                    now.column += 1;
                }
            }
            out[index] = now;
        }
        out
    }
}
