//! Lines of plain text, for a terminal or a file: what is told is escaped here, colours are ours.

use std::io::{self, Write};

use anstyle::Style as Paint;

use crate::message::{Message, Plain, Tell};

/// Lines that are being written.
pub(super) struct Lines<'a> {
    out: &'a mut dyn Write,
    color: bool,
    line: String,
}

impl<'a> Lines<'a> {
    pub(super) fn new(out: &'a mut dyn Write, color: bool) -> Self {
        Self { out, color, line: String::new() }
    }

    /// Adds to the line.
    pub(super) fn put(&mut self, told: &(impl Tell + ?Sized)) -> &mut Self {
        let mut message = Message::default();
        told.tell(&mut message);
        let mut plain = Plain::default();
        message.render(&mut plain);
        self.line.push_str(&plain.into_text());
        self
    }

    /// Adds to the line in a colour.
    pub(super) fn paint(&mut self, paint: Paint, told: &(impl Tell + ?Sized)) -> &mut Self {
        if !self.color {
            return self.put(told);
        }
        self.line.push_str(&paint.to_string());
        self.put(told);
        self.line.push_str(&format!("{paint:#}"));
        self
    }

    /// Ends the line.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.line.push('\n');
        let written = self.out.write_all(self.line.as_bytes());
        self.line.clear();
        written
    }

    /// A line of its own.
    pub(super) fn line(&mut self, told: impl Into<Message>) -> io::Result<()> {
        self.put(&told.into()).end()
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        self.end()
    }

    /// Lines that are laid out for a terminal already.
    pub(super) fn drawn(&mut self, lines: &str) -> io::Result<()> {
        writeln!(self.out, "{lines}")
    }
}
