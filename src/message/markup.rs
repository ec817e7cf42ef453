//! How a format writes the parts of a message, and plain text, which several share.

use std::fmt;

/// A format: how it writes each kind of part. What it escapes, it escapes here.
pub trait Markup {
    /// Words of ours.
    fn words(&mut self, text: &str);
    /// The name of a thing.
    fn name(&mut self, text: &str);
    /// What somebody else wrote.
    fn said(&mut self, text: &str);
}

/// Text without markup, for terminals, logs and fields of other formats: names stand between
/// backticks, and what would move a cursor, turn the direction of writing or hide is made visible.
#[derive(Debug, Default)]
pub struct Plain(String);

impl Plain {
    /// What was written.
    pub fn into_text(self) -> String {
        self.0
    }
}

impl Markup for Plain {
    fn words(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn name(&mut self, text: &str) {
        self.0.push('`');
        self.said(text);
        self.0.push('`');
    }

    fn said(&mut self, text: &str) {
        text.chars().for_each(|c| push_visible(c, &mut self.0));
    }
}

/// A text as plain text shows it.
pub(crate) fn visible(text: &str) -> String {
    let mut plain = Plain(String::with_capacity(text.len()));
    plain.said(text);
    plain.into_text()
}

/// What is displayed or serialized as plain text shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Shown<T>(pub(crate) T);

impl<T: AsRef<str>> fmt::Display for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&visible(self.0.as_ref()))
    }
}

impl<T: AsRef<str>> serde::Serialize for Shown<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn push_visible(c: char, out: &mut String) {
    match c {
        '\n' => out.push('␊'),
        '\t' => out.push(' '),
        '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\x7f' => out.push('␡'),
        '\u{80}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{206f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}'
        | '\u{feff}' => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        _ => out.push(c),
    }
}
