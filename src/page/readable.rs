//! Readable text with a way back to the bytes of its file: of pages, and of articles in any format.

use std::ops::Range;

/// A reference marker of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// As the article prints it, without brackets.
    pub value: Box<str>,
    /// The name by which the file calls it, where it has one: `<ref name="arb" />`, `[^arb]`.
    pub name: Option<Box<str>>,
    /// As it stands in the file, without what is markup inside it.
    pub shown: Box<str>,
    /// Behind which byte of the readable text it stands.
    pub at: usize,
    /// Its bytes in the file.
    pub source: Range<usize>,
}

/// A piece of readable text that stands in the file in one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the readable text, and how long it is there.
    at: usize,
    len: usize,
    /// Its bytes in the file.
    source: Range<usize>,
    /// Whether it is the same in both; otherwise it is written in another way (`&nbsp;`).
    exact: bool,
}

/// Text without markup and markers.
///
/// Blocks (paragraphs, cells, items, headings) are separated by an empty line; within a block no
/// line breaks.
#[derive(Clone, Debug, Default)]
pub struct Readable {
    /// The text.
    pub text: String,
    /// Reference markers, in order.
    pub markers: Vec<Marker>,
    /// The language that the file itself names.
    pub lang: Option<Box<str>>,
    pieces: Vec<Piece>,
}

/// What separates blocks.
pub(crate) const BLOCK: &str = "\n\n";

impl Readable {
    /// The bytes of the file that hold a part of the text, from its first character to its last.
    pub fn source(&self, part: &Range<usize>) -> Range<usize> {
        let Some(first) = self.piece(part.start) else { return 0..0 };
        let start = if first.exact { first.source.start + part.start - first.at } else { first.source.start };
        if part.is_empty() {
            return start..start;
        }
        let Some(last) = self.piece(part.end - 1) else { return start..start };
        let end = if last.exact { last.source.start + part.end - last.at } else { last.source.end };
        start..end.max(start)
    }

    /// The piece that holds a byte of the text; the last one behind the end.
    fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        self.pieces.get(after.saturating_sub(1))
    }

    /// The pieces of a part that are the same in the file, each with its bytes there.
    #[cfg(test)]
    pub(crate) fn exact(&self, part: &Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
        let inside = self
            .pieces
            .iter()
            .filter(|piece| piece.exact && piece.at < part.end && piece.at + piece.len > part.start);
        inside
            .map(|piece| {
                let from = piece.at.max(part.start);
                let to = (piece.at + piece.len).min(part.end);
                let shift = piece.source.start;
                (from..to, shift + from - piece.at..shift + to - piece.at)
            })
            .collect()
    }

    /// Text that stands in the file as it is; `source` lies on the borders of characters.
    pub(crate) fn copy(&mut self, file: &str, source: Range<usize>) {
        let Some(text) = file.get(source.clone()).filter(|text| !text.is_empty()) else { return };
        let at = self.text.len();
        self.text.push_str(text);
        match self.pieces.last_mut() {
            Some(last) if last.exact && last.source.end == source.start && last.at + last.len == at => {
                last.len += text.len();
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece { at, len: text.len(), source, exact: true }),
        }
    }

    /// Text that the file writes in another way.
    pub(crate) fn put(&mut self, text: &str, source: Range<usize>) {
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), len: text.len(), source, exact: false });
            self.text.push_str(text);
        }
    }

    /// Text with line breaks and runs of blanks, each of which is one blank to a reader.
    pub(crate) fn flow(&mut self, file: &str, source: Range<usize>) {
        let Some(text) = file.get(source.clone()) else { return };
        let mut from = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if !c.is_ascii_whitespace() {
                continue;
            }
            let mut end = at + 1;
            while let Some((next, _)) = chars.next_if(|(_, c)| c.is_ascii_whitespace()) {
                end = next + 1;
            }
            if &text[at..end] == " " && !self.ends_blank_at(at == from) {
                continue;
            }
            self.copy(file, source.start + from..source.start + at);
            self.blank(source.start + at..source.start + end);
            from = end;
        }
        self.copy(file, source.start + from..source.end);
    }

    /// Whether a blank would stand behind another, where nothing was held back before it.
    fn ends_blank_at(&self, nothing_before: bool) -> bool {
        nothing_before && (self.text.is_empty() || self.ends_blank())
    }

    /// A blank, where there is none.
    pub(crate) fn blank(&mut self, source: Range<usize>) {
        if !self.text.is_empty() && !self.ends_blank() {
            self.put(" ", source);
        }
    }

    fn ends_blank(&self) -> bool {
        self.text.ends_with([' ', '\n', '\t'])
    }

    /// Ends a cell of a row.
    pub(crate) fn cell(&mut self, at: usize) {
        if !self.text.is_empty() && !self.ends_blank() {
            self.put("\t", at..at);
        }
    }

    /// Ends a line; no blank stands before its end.
    pub(crate) fn line(&mut self, at: usize) {
        while self.text.ends_with([' ', '\t']) {
            self.text.pop();
            if let Some(last) = self.pieces.last_mut() {
                last.len -= 1;
                last.source.end -= usize::from(last.exact);
                if last.len == 0 {
                    self.pieces.pop();
                }
            }
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.put("\n", at..at);
        }
    }

    /// Ends a block.
    pub(crate) fn block(&mut self, at: usize) {
        if !self.text.is_empty() && !self.text.ends_with(BLOCK) {
            self.put(BLOCK, at..at);
        }
    }

    /// Digits that are raised, for whoever tells powers from markers; `false` where they are none.
    pub(crate) fn raise(&mut self, text: &str, source: &Range<usize>) -> bool {
        const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
        let digits = text.trim();
        let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if number {
            let raised: String =
                digits.bytes().filter_map(|byte| RAISED.get(usize::from(byte - b'0'))).collect();
            self.put(&raised, source.clone());
        }
        number
    }

    /// A marker behind the text so far.
    pub(crate) fn mark(&mut self, value: &str, name: Option<&str>, shown: &str, source: Range<usize>) {
        self.markers.push(Marker {
            value: value.into(),
            name: name.filter(|name| *name != value).map(Into::into),
            shown: shown.into(),
            at: self.text.len(),
            source,
        });
    }

    /// Goes through another text, piece by piece.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor { of: self, piece: 0 }
    }
}

/// Copies parts of a text, which come in order, with their way back to the file.
pub(crate) struct Cursor<'a> {
    of: &'a Readable,
    piece: usize,
}

impl Cursor<'_> {
    pub(crate) fn copy(&mut self, file: &str, part: Range<usize>, to: &mut Readable) {
        while let Some(piece) = self.of.pieces.get(self.piece) {
            let own = piece.at.max(part.start)..(piece.at + piece.len).min(part.end);
            if own.start < own.end {
                if piece.exact {
                    let start = piece.source.start + own.start - piece.at;
                    to.copy(file, start..start + own.len());
                } else {
                    to.put(self.of.text.get(own).unwrap_or_default(), piece.source.clone());
                }
            }
            if piece.at + piece.len > part.end {
                break;
            }
            self.piece += 1;
        }
    }
}
