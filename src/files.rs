//! The files of a dataset and places in them.
//!
//! A place is a [`Span`]: a file and a range of bytes, small and `Copy`. Lines and columns are
//! computed only when a report asks for them. Nothing here knows TOML.

use std::path::PathBuf;
use std::sync::OnceLock;

/// Which file of the dataset: an index into [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in a file, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The first byte of a file: where a finding about the whole file points.
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }
}

/// Something together with the place where it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a place to a value.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A file as it was read.
#[derive(Debug)]
pub struct File {
    /// Relative to the dataset's directory, with `/`.
    pub path: String,
    /// The text, without a byte order mark. Where the file is not UTF-8, with replacement
    /// characters, so that a report can show it.
    pub text: String,
    lines: OnceLock<Vec<u32>>,
}

/// Line and column, both from 1; the column counts Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

impl File {
    /// A file of a dataset; the path is relative to the dataset's directory, with `/`.
    pub fn new(path: String, text: String) -> Self {
        Self { path, text, lines: OnceLock::new() }
    }

    /// Offsets at which the lines start.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = memchr_lines(self.text.as_bytes());
            std::iter::once(0).chain(ends).collect()
        })
    }

    /// The line (from 0) that holds a byte.
    pub fn line_index(&self, offset: u32) -> usize {
        self.lines().partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of a line (from 0), its line break included; empty behind the last.
    pub fn line_range(&self, index: usize) -> std::ops::Range<usize> {
        let at = |i: usize| self.lines().get(i).map_or(self.text.len(), |&start| start as usize);
        at(index)..at(index + 1)
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_index(offset);
        let start = self.line_range(line).start;
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        Position { line: line + 1, column: self.text[start..end].chars().count() + 1 }
    }
}

fn memchr_lines(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX))
}

/// All files of a dataset, in the order of their paths.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<File>,
    /// Where the dataset lies, for messages about files that cannot be opened.
    pub root: PathBuf,
}

impl Files {
    /// Files in the order in which their [`FileId`]s count.
    pub fn new(root: PathBuf, files: Vec<File>) -> Self {
        Self { files, root }
    }

    /// The file of an id.
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The text of a place.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Where a place starts.
    pub fn start(&self, span: Span) -> Position {
        self.get(span.file).position(span.start)
    }

    /// Where a place ends, exclusive.
    pub fn end(&self, span: Span) -> Position {
        self.get(span.file).position(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_scalar_values() {
        let file = File::new("facts/a.toml".into(), "é = 1\r\nЖЖ = 2\n".into());
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(2), Position { line: 1, column: 2 });
        assert_eq!(file.position(8), Position { line: 2, column: 1 });
        assert_eq!(file.position(12), Position { line: 2, column: 3 });
        assert_eq!(file.position(u32::MAX).line, 3);
        assert_eq!(file.line_range(0), 0..8);
        assert_eq!(file.line_range(7), file.text.len()..file.text.len());
    }
}
