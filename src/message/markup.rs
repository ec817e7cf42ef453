//! How a format writes the parts of a message, and plain text, which several share.

use std::fmt;

use unicode_normalization::char::is_combining_mark;

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

/// Combining marks that one letter may carry; no writing needs more, and a pile of them covers the lines
/// above.
const MOST_MARKS: usize = 4;

/// Puts a character of somebody's text behind what was written.
pub(crate) fn push_visible(c: char, out: &mut String) {
    match c {
        '\n' => out.push('␊'),
        '\t' => out.push(' '),
        '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\x7f' => out.push('␡'),
        '[' if starts_command(out) => push_number(c, out),
        _ if is_hidden(c) || (is_combining_mark(c) && is_piled(out)) => push_number(c, out),
        _ => out.push(c),
    }
}

fn push_number(c: char, out: &mut String) {
    // Writing to a string does not fail.
    let _ = fmt::Write::write_fmt(out, format_args!("\\u{{{:x}}}", u32::from(c)));
}

/// Whether a bracket here would make a command of what stands before: `##[error]` and `##vso[` count
/// anywhere in a line that a CI prints.
fn starts_command(before: &str) -> bool {
    before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-').ends_with("##")
}

/// Whether a letter carries as many marks as are shown; those that are shown by their numbers count.
fn is_piled(before: &str) -> bool {
    let shown_by_number =
        before.strip_suffix('}').and_then(|rest| rest.rsplit_once("\\u{")).is_some_and(|(_, hex)| {
            u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).is_some_and(is_combining_mark)
        });
    shown_by_number
        || before.chars().rev().take(MOST_MARKS).filter(|c| is_combining_mark(*c)).count() == MOST_MARKS
}

/// Whether a character moves, turns or hides text, shows nothing, or is none at all.
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_shown_by_its_number() {
        for hidden in [
            '\u{34f}',
            '\u{fe0f}',
            '\u{e0100}',
            '\u{3164}',
            '\u{115f}',
            '\u{ffa0}',
            '\u{2800}',
            '\u{180b}',
            '\u{1d173}',
            '\u{fffe}',
            '\u{1ffff}',
            '\u{fdd0}',
            '\u{202e}',
            '\u{85}',
        ] {
            assert_eq!(visible(&format!("a{hidden}b")), format!("a\\u{{{:x}}}b", u32::from(hidden)));
        }
        assert_eq!(visible("Việt é ệ 한글 नि"), "Việt é ệ 한글 नि");
        let piled = format!("a{}b", "\u{301}".repeat(6));
        assert_eq!(visible(&piled), format!("a{}\\u{{301}}\\u{{301}}b", "\u{301}".repeat(4)));
    }

    #[test]
    fn no_text_is_a_command_of_a_ci() {
        assert_eq!(visible("x ##[error]y"), "x ##\\u{5b}error]y");
        assert_eq!(visible("##vso[task.x]"), "##vso\\u{5b}task.x]");
        assert_eq!(visible("# [a] #[b] [c]"), "# [a] #[b] [c]");
    }
}
