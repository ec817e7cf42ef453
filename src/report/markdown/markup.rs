//! Markdown that is written from templates of ours and texts that may be anybody's: what fills a
//! template is text, and never markup.

use std::fmt::Write as _;

use crate::message::{Markup, Tell, visible};
use crate::report::view::safe_link;

/// GitHub Flavored Markdown as it is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Markdown(String);

/// What can fill a hole of a template: messages and texts, escaped; or Markdown that is written
/// already.
pub(crate) trait Fill {
    /// Adds itself.
    fn fill(&self, to: &mut Markdown);
}

impl<T: Tell + ?Sized> Fill for T {
    fn fill(&self, to: &mut Markdown) {
        to.add(self);
    }
}

impl Fill for Markdown {
    fn fill(&self, to: &mut Markdown) {
        to.0.push_str(&self.0);
    }
}

/// Adds to Markdown what a template says, its holes filled. The template is Markdown itself.
macro_rules! md {
    ($to:expr, $template:literal $(, $argument:expr)* $(,)?) => {{
        const _: () = $crate::message::check($template, <[&str]>::len(&[$(stringify!($argument)),*]));
        $to.put($template, &[$(&$argument as &dyn $crate::report::markdown::Fill),*]);
    }};
}
pub(crate) use md;

impl Markdown {
    /// What a template says, its holes filled; called by `md!`, which counts the holes.
    pub(crate) fn put(&mut self, template: &'static str, arguments: &[&dyn Fill]) {
        let mut pieces = template.split("{}");
        self.0.push_str(pieces.next().unwrap_or_default());
        for (piece, argument) in pieces.zip(arguments) {
            argument.fill(self);
            self.0.push_str(piece);
        }
    }

    /// A message, or a text as words.
    pub(crate) fn add(&mut self, text: &(impl Tell + ?Sized)) {
        let mut message = crate::message::Message::default();
        text.tell(&mut message);
        message.render(self);
    }

    /// Several, with Markdown of ours between them.
    pub(crate) fn join<T: Fill>(items: impl IntoIterator<Item = T>, between: &'static str) -> Self {
        let mut all = Self::default();
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                all.0.push_str(between);
            }
            item.fill(&mut all);
        }
        all
    }

    /// Markdown of this program: the pages of rules and fields.
    pub(crate) fn ours(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// A link, where the address leads to the web; words otherwise.
    pub(crate) fn link(text: &str, address: &str) -> Self {
        let mut link = Self::default();
        match safe_link(address) {
            Some(url) => {
                md!(link, "[{}](", text);
                for c in url.chars() {
                    if matches!(
                        c,
                        '(' | ')' | '<' | '>' | '|' | '\\' | '`' | '[' | ']' | '*' | '_' | '~' | '$'
                    ) {
                        // Writing to a text cannot fail.
                        let _ = write!(link.0, "%{:02X}", u32::from(c));
                    } else {
                        link.0.push(c);
                    }
                }
                link.0.push(')');
            }
            None => md!(link, "{} {}", text, address),
        }
        link
    }

    /// What was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// What was written.
    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

impl Markup for Markdown {
    fn words(&mut self, text: &str) {
        self.said(text);
    }

    /// In a fixed-width face, in which nothing is markup and nothing is linked. What would end it, or
    /// a cell of a table, is escaped words instead.
    fn name(&mut self, text: &str) {
        let shown = visible(text);
        // A bar would end a cell of a table, and a backslash before it only does not where there is one.
        if shown.contains('|') || shown.trim().is_empty() {
            return self.said(text);
        }
        let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let edge = |c| c == '`' || c == ' ';
        let pad = if shown.starts_with(edge) || shown.ends_with(edge) { " " } else { "" };
        self.0.extend([fence.as_str(), pad, &shown, pad, &fence]);
    }

    /// As plain words in a line or a cell of a table.
    ///
    /// Everything that Markdown or GitHub's additions could take for more is taken away: emphasis,
    /// code, links, HTML, cells, formulas, addresses that become links by themselves, and mentions
    /// of people and issues (which would notify and link; an invisible word joiner stands in them).
    fn said(&mut self, text: &str) {
        let text = visible(text);
        let out = &mut self.0;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let before = out.chars().next_back().unwrap_or('\n');
            // What follows this part is not known here.
            let next = chars.peek().copied();
            let within = before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric);
            let escaped = match c {
                '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '^' | '&' | '$' | '#' | '@' => true,
                // Within a word it is no emphasis.
                '_' => !within,
                // No link even for a reader that overlooks the backslash before.
                '(' => before == ']',
                '!' => next.is_none_or(|next| next == '['),
                ':' => next == Some('/'),
                '.' => before.eq_ignore_ascii_case(&'w') || starts_a_list(out),
                // What starts a list, a rule or a heading where it comes first.
                '-' | '+' | '=' => before == '\n',
                _ => false,
            };
            if escaped {
                out.push('\\');
            }
            out.push(c);
            // `GH-1` is an issue to GitHub, too.
            let is_issue = c == '-' && next.is_none_or(|next| next.is_ascii_digit()) && ends_with_gh(out);
            if is_issue || (matches!(c, '@' | '#') && next.is_none_or(char::is_alphanumeric)) {
                out.push('\u{2060}');
            }
        }
    }
}

/// Whether a dash was written behind GH.
fn ends_with_gh(out: &str) -> bool {
    let before = out.trim_end_matches(['-', '\\']).as_bytes();
    before.len() >= 2 && before[before.len() - 2..].eq_ignore_ascii_case(b"gh")
}

/// Whether a line holds a number and nothing else so far: a dot would make an item of a list of it.
fn starts_a_list(out: &str) -> bool {
    let line = out.rsplit('\n').next().unwrap_or_default();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::{Message, message, name};

    fn said(text: &str) -> String {
        let mut markdown = Markdown::default();
        md!(markdown, "{}", text);
        markdown.into_text()
    }

    fn written(message: &Message) -> String {
        let mut markdown = Markdown::default();
        markdown.add(message);
        markdown.into_text()
    }

    #[test]
    fn nothing_from_a_dataset_is_markdown() {
        assert_eq!(said("<script>|`x`|</script>"), "\\<script\\>\\|\\`x\\`\\|\\</script\\>");
        assert_eq!(said("[a](javascript:alert(1))"), "\\[a\\]\\(javascript:alert(1))");
        assert_eq!(said("![a](https://x)"), "\\!\\[a\\]\\(https\\://x)");
        assert_eq!(said("www.example.org"), "www\\.example.org");
        assert_eq!(said("hi @user, see #12"), "hi \\@\u{2060}user, see \\#\u{2060}12");
        assert_eq!(said("a\nb\u{202e}c"), "a␊b\\\\u{202e}c");
        assert_eq!(said("snake_case _x_ **b**"), "snake_case \\_x\\_ \\*\\*b\\*\\*");
        assert_eq!([said("1. a"), said("- a"), said("1.5 a 1. b")], ["1\\. a", "\\- a", "1\\.5 a 1. b"]);
    }

    #[test]
    fn names_stand_in_code() {
        assert_eq!(
            written(&message!("claim `{}` says {}", "a-b", "`<b>`")),
            "claim `a-b` says \\`\\<b\\>\\`"
        );
        assert_eq!(written(&name("facts/a.toml:1:2").into()), "`facts/a.toml:1:2`");
        assert_eq!(written(&name("a`b").into()), "``a`b``");
        assert_eq!(written(&name("`").into()), "`` ` ``");
        assert_eq!(written(&name("a`b|c").into()), "a\\`b\\|c");
    }

    #[test]
    fn links_hold_only_what_is_safe() {
        let link = |text, address| Markdown::link(text, address).into_text();
        assert_eq!(link("x", "https://example.org/a_(b)|c"), "[x](https://example.org/a%5F%28b%29%7Cc)");
        assert_eq!(link("x", "javascript:alert(1)"), "x javascript:alert(1)");
    }

    /// What a reader of Markdown makes of a line; everything but plain text and code is told by name.
    fn read(line: &str) -> String {
        use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
        let mut text = String::new();
        for event in Parser::new_ext(line, Options::all()) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Code(part) => text.push_str(&format!("<code>{part}</code>")),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                other => text.push_str(&format!("<<{other:?}>>")),
            }
        }
        text
    }

    /// Markdown folds quotes and dots into their typographic forms, and blanks at line ends.
    fn plain(text: &str) -> String {
        let text = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'").replace('…', "...");
        let text = text.replace('–', "--").replace('—', "---");
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace('-', "")
    }

    const STRANGE: &str =
        "([-<>|`*_~\\[\\]()!#@&$:/.\\\\ \\n\"'a-cw0-9=+^{}]|https://|www\\.|&lt;|\\PC){0,30}";

    proptest! {
        #[test]
        fn what_was_said_reads_as_itself(text in STRANGE) {
            let seen = read(&format!("x {} y", said(&text))).replace('\u{2060}', "");
            prop_assert_eq!(plain(&seen), plain(&format!("x {} y", visible(&text))));
        }

        #[test]
        fn parts_beside_each_other_stay_text(one in STRANGE, other in STRANGE) {
            let seen = read(&written(&message!("x {}{} y", one, other))).replace('\u{2060}', "");
            prop_assert_eq!(plain(&seen), plain(&format!("x {}{} y", visible(&one), visible(&other))));
        }

        #[test]
        fn a_name_reads_as_itself(text in "([`a-c <>*_@#$\\\\]|\\PC){1,20}") {
            prop_assume!(!text.contains('|') && !text.trim().is_empty());
            let seen = read(&format!("x {} y", written(&name(&text).into())));
            prop_assert_eq!(seen, format!("x <code>{}</code> y", visible(&text)));
        }

        #[test]
        fn what_was_said_stays_in_its_cell(text in "([|\\\\`a ]|\\PC){0,20}") {
            for cell in [said(&text), written(&name(&text).into())] {
                let table = format!("|a|b|\n|---|---|\n|{cell}|z|\n");
                let cells = pulldown_cmark::Parser::new_ext(&table, pulldown_cmark::Options::ENABLE_TABLES)
                    .filter(|event| {
                        matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::TableCell))
                    })
                    .count();
                prop_assert_eq!(cells, 4);
            }
        }
    }
}
