//! What can be written instead, so that a program can do it.
//!
//! An edit changes the bytes of one value or name and nothing around them; the style of its quotes
//! stays where it can.

use crate::files::Span;
use crate::message::{Message, message};

/// An edit that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for a menu.
    pub title: Message,
    /// What is written where; no two of them overlap.
    pub edits: Vec<Edit>,
    /// Whether what is stated stays the same: another spelling of a date that can be read in one
    /// way only, and not another name or address that was probably meant.
    pub sure: bool,
}

/// A place and the bytes that replace it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The place.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

/// Help, with the edit that does what it says where there is one.
#[derive(Clone, Debug)]
pub(crate) struct Help {
    pub(super) words: Message,
    pub(super) fix: Option<Fix>,
}

impl<T: Into<Message>> From<T> for Help {
    fn from(words: T) -> Self {
        Self { words: words.into(), fix: None }
    }
}

impl Help {
    /// A name that was probably meant by the one at a place.
    pub(crate) fn did_you_mean(file: &str, span: Span, name: &str) -> Self {
        let fix = Fix::name(file, span, name);
        Self { words: message!("did you mean `{}`?", name), fix }
    }

    /// The same in other words.
    #[must_use]
    pub(crate) fn saying(self, words: Message) -> Self {
        Self { words, ..self }
    }
}

impl Fix {
    /// Another name in place of the one at a place of a file: without quotes where it needs none
    /// and what stands there has none.
    pub(crate) fn name(file: &str, span: Span, name: &str) -> Option<Self> {
        let here = at(file, span)?;
        let bare = !here.starts_with(['"', '\'']) && is_bare_key(name);
        let replacement = if bare { name.to_owned() } else { in_style(here, name) };
        (replacement != here).then(|| Self::of(span, replacement, message!("Change to `{}`", name)))
    }

    /// Another text in quotes in place of the value at a place of a file.
    pub(crate) fn text(file: &str, span: Span, text: &str) -> Option<Self> {
        let here = at(file, span)?;
        let replacement = in_style(here, text);
        (replacement != here).then(|| Self::of(span, replacement, message!("Write \"{}\"", text)))
    }

    /// Quotes around what stands at a place.
    pub(crate) fn in_quotes(file: &str, span: Span) -> Option<Self> {
        Self::text(file, span, at(file, span)?)
    }

    /// What stands at a place, as the only item of a list.
    pub(crate) fn in_list(file: &str, span: Span) -> Option<Self> {
        let replacement = format!("[{}]", at(file, span)?);
        Some(Self::of(span, replacement, "Put it in brackets".into()))
    }

    /// A field on a line of its own, below the one whose value stands at a place.
    pub(crate) fn field_below(file: &str, span: Span, field: &str, text: &str) -> Option<Self> {
        let rest = file.get(span.end as usize..)?;
        let rest = &rest[..rest.find('\n').unwrap_or(rest.len())];
        // More on that line: an inline table, in which no line can be put.
        if !matches!(rest.trim_start().chars().next(), None | Some('#')) {
            return None;
        }
        let end = span.end + u32::try_from(rest.trim_end_matches('\r').len()).ok()?;
        let line = format!("{field} = {}", in_style("", text));
        let title = message!("Add `{}`", line);
        Some(Self::of(Span { start: end, end, ..span }, format!("\n{line}"), title))
    }

    fn of(span: Span, replacement: String, title: Message) -> Self {
        Self { title, edits: vec![Edit { span, replacement }], sure: false }
    }

    /// The same, where what is stated stays as it is or is known.
    #[must_use]
    pub(crate) fn surely(mut self, sure: bool) -> Self {
        self.sure = sure;
        self
    }
}

fn at(file: &str, span: Span) -> Option<&str> {
    file.get(span.start as usize..span.end as usize)
}

fn is_bare_key(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// A text as TOML writes it, in the quotes of what stands there where those can hold it.
fn in_style(here: &str, text: &str) -> String {
    let literal = here.starts_with('\'') && !here.starts_with("'''");
    if literal && !text.chars().any(|c| c == '\'' || (c.is_control() && c != '\t')) {
        return format!("'{text}'");
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::FileId;

    fn written(file: &str, old: &str, fix: impl Fn(&str, Span) -> Option<Fix>) -> String {
        let start = file.find(old).unwrap();
        let number = |at: usize| u32::try_from(at).unwrap();
        let span = Span { file: FileId(0), start: number(start), end: number(start + old.len()) };
        let fix = fix(file, span).unwrap();
        let mut text = file.to_owned();
        text.replace_range(start..start + old.len(), &fix.edits[0].replacement);
        text
    }

    #[test]
    fn only_the_value_changes_and_quotes_keep_their_style() {
        for (file, old, new, after) in [
            ("a = \"x\" # c", "\"x\"", "y", "a = \"y\" # c"),
            ("a = 'x'", "'x'", "y", "a = 'y'"),
            ("a = 'x'", "'x'", "y'z", "a = \"y'z\""),
            ("a = \"x\"", "\"x\"", "y\"\\\n", "a = \"y\\\"\\\\\\n\""),
            ("a = 19920515", "19920515", "1992-05-15", "a = \"1992-05-15\""),
            ("a = '''x'''", "'''x'''", "y", "a = \"y\""),
        ] {
            let made = written(file, old, |file, span| Fix::text(file, span, new));
            assert_eq!(made, after);
            assert!(toml::from_str::<toml::Table>(&made).is_ok(), "{made}");
        }
    }

    #[test]
    fn keys_stay_bare_where_they_can() {
        for (file, old, new, after) in [
            ("valeu = 1", "valeu", "value", "value = 1"),
            ("\"valeu\" = 1", "\"valeu\"", "value", "\"value\" = 1"),
            ("a = 1", "a", "b c", "\"b c\" = 1"),
        ] {
            let made = written(file, old, |file, span| Fix::name(file, span, new));
            assert_eq!(made, after);
            assert!(toml::from_str::<toml::Table>(&made).is_ok(), "{made}");
        }
    }

    #[test]
    fn a_field_is_put_below_another_where_there_is_room() {
        let below = |file: &str| {
            let fix = |file: &str, span| Fix::field_below(file, span, "b", "x");
            let start = u32::try_from(file.find("\"u\"").unwrap()).unwrap();
            let fix = fix(file, Span { file: FileId(0), start, end: start + 3 })?;
            let mut text = file.to_owned();
            text.insert_str(fix.edits[0].span.start as usize, &fix.edits[0].replacement);
            Some(text)
        };
        assert_eq!(below("a = \"u\"").as_deref(), Some("a = \"u\"\nb = \"x\""));
        assert_eq!(below("a = \"u\" # c\nd = 1\n").as_deref(), Some("a = \"u\" # c\nb = \"x\"\nd = 1\n"));
        assert_eq!(below("t = [{ a = \"u\" }]"), None);
    }

    #[test]
    fn nothing_is_offered_that_stands_there() {
        let span = Span { file: FileId(0), start: 0, end: 1 };
        assert_eq!(Fix::name("a", span, "a"), None);
    }
}
