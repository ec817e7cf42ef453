//! Texts from a dataset in Markdown: nothing in them is markup.

use std::fmt::Write as _;

use crate::report::view::safe_link;
use crate::report::{code_parts, is_name, visible};

/// A text from a dataset as plain words in a line or a cell of a table.
///
/// Everything that Markdown or GitHub's additions could take for more is taken away: emphasis,
/// code, links, HTML, cells, formulas, addresses that become links by themselves, and mentions of
/// people and issues (which would notify and link; an invisible word joiner stands in them).
pub fn escape(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '^' | '&' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // Within a word it is no emphasis.
            '_' if before.is_alphanumeric() && next.is_alphanumeric() => out.push(c),
            '_' => out.push_str("\\_"),
            // No link even for a reader that overlooks the backslash before.
            '(' if before == ']' => out.push_str("\\("),
            '!' if next == '[' => out.push_str("\\!"),
            ':' if next == '/' => out.push_str("\\:"),
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("\\."),
            '@' | '#' if next.is_alphanumeric() => {
                out.push('\\');
                out.push(c);
                out.push('\u{2060}');
            }
            // `GH-1` is an issue to GitHub.
            '-' if next.is_ascii_digit() && ends_with_gh(&out) => out.push_str("-\u{2060}"),
            '#' | '@' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        before = c;
    }
    out
}

fn ends_with_gh(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 2 && bytes[bytes.len() - 2..].eq_ignore_ascii_case(b"gh")
}

/// A sentence of ours that names things between backticks: the names in a fixed-width face, the
/// rest escaped.
pub fn prose(text: &str) -> String {
    code_parts(text)
        .into_iter()
        .map(|(is_code, part)| if is_code { code(part) } else { escape(part) })
        .collect()
}

/// A name in a fixed-width face. Names that hold anything but what ids and paths are made of are
/// escaped words instead, since nothing can be escaped within code.
pub fn code(text: &str) -> String {
    if is_name(text) { format!("`{text}`") } else { escape(text) }
}

/// A link, where the address leads to the web; words otherwise.
pub fn link(text: &str, address: &str) -> String {
    match safe_link(address) {
        Some(url) => {
            let mut target = String::with_capacity(url.len());
            for c in url.chars() {
                if matches!(c, '(' | ')' | '<' | '>' | '|' | '\\' | '`' | '[' | ']' | '*' | '_' | '~' | '$') {
                    let _ = write!(target, "%{:02X}", u32::from(c));
                } else {
                    target.push(c);
                }
            }
            format!("[{}]({target})", escape(text))
        }
        None => format!("{} {}", escape(text), escape(address)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_dataset_is_markdown() {
        assert_eq!(escape("<script>|`x`|</script>"), "\\<script\\>\\|\\`x\\`\\|\\</script\\>");
        assert_eq!(escape("[a](javascript:alert(1))"), "\\[a\\]\\(javascript:alert(1))");
        assert_eq!(escape("![a](https://x)"), "\\!\\[a\\]\\(https\\://x)");
        assert_eq!(escape("www.example.org"), "www\\.example.org");
        assert_eq!(escape("hi @user, see #12"), "hi \\@\u{2060}user, see \\#\u{2060}12");
        assert_eq!(escape("see GH-1, gh-x"), "see GH-\u{2060}1, gh-x");
        assert_eq!(escape("a\nb\u{202e}c"), "a␊b\\\\u{202e}c");
        assert_eq!(escape("snake_case _x_ **b**"), "snake_case \\_x\\_ \\*\\*b\\*\\*");
    }

    /// What a reader of Markdown makes of a line; everything but plain text is told by name.
    fn read(line: &str) -> String {
        use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
        let mut text = String::new();
        for event in Parser::new_ext(line, Options::all()) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                other => text.push_str(&format!("<<{other:?}>>")),
            }
        }
        text
    }

    proptest::proptest! {
        #[test]
        fn an_escaped_text_reads_as_itself(
            text in "([-<>|`*_~\\[\\]()!#@&$:/.\\\\ \\n\"'a-cw0-9=+^{}]|https://|www\\.|&lt;|\\PC){0,30}"
        ) {
            let seen = read(&format!("x {} y", escape(&text))).replace('\u{2060}', "");
            let shown = format!("x {} y", visible(&text));
            // Markdown folds quotes and dots into their typographic forms, and blanks at line ends.
            let plain = |text: &str| {
                let text = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'").replace('…', "...");
                let text = text.replace('–', "--").replace('—', "---");
                text.split_whitespace().collect::<Vec<_>>().join(" ").replace('-', "")
            };
            proptest::prop_assert_eq!(plain(&seen), plain(&shown));
        }

        #[test]
        fn an_escaped_text_stays_in_its_cell(text in "([|\\\\`a ]|\\PC){0,20}") {
            let table = format!("|a|b|\n|---|---|\n|{}|z|\n", escape(&text));
            let cells = pulldown_cmark::Parser::new_ext(&table, pulldown_cmark::Options::ENABLE_TABLES)
                .filter(|event| matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::TableCell)))
                .count();
            proptest::prop_assert_eq!(cells, 4);
        }
    }

    #[test]
    fn code_and_links_hold_only_what_is_safe() {
        assert_eq!(prose("claim `a-b` says `<b>`"), "claim `a-b` says \\`\\<b\\>\\`");
        assert_eq!(prose("one ` alone, `two|`"), "one \\` alone, \\`two\\|\\`");
        assert_eq!(code("facts/a.toml:1:2"), "`facts/a.toml:1:2`");
        assert_eq!(code("a`b|c"), "a\\`b\\|c");
        assert_eq!(link("x", "https://example.org/a_(b)|c"), "[x](https://example.org/a%5F%28b%29%7Cc)");
        assert_eq!(link("x", "javascript:alert(1)"), "x javascript:alert(1)");
    }
}
