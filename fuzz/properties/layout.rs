//! Any text laid out: it says the same, keeps its comments, and has that layout for good.

use csto_validate::layout::{LayoutError, format};

use super::review::{checked_as, is_manifest, is_nothing};

pub(crate) fn holds(bytes: &[u8]) {
    let text = super::common::text(bytes);
    let laid_out = match format(text) {
        Ok(laid_out) => laid_out,
        Err(LayoutError::Unsafe) => panic!("laid out, it would say something else: {text:?}"),
        Err(LayoutError::Syntax { line, column, .. }) => {
            let shown = text.strip_prefix('\u{feff}').unwrap_or(text);
            let written =
                shown.split('\n').nth(line - 1).unwrap_or_else(|| panic!("no line {line}: {text:?}"));
            assert!(column <= written.chars().count() + 1, "no column {column}: {text:?}");
            return;
        }
    };
    assert_eq!(format(&laid_out).as_deref(), Ok(&*laid_out), "{text:?} is laid out twice");
    assert_eq!(comments(text), comments(&laid_out), "{text:?}");
    assert!(!laid_out.contains(" \n") || text.contains("\"\"\"") || text.contains("'''"), "{text:?}");
    if !text.contains('\r') {
        let windows = format(&text.replace('\n', "\r\n")).expect("the kind of line end is no matter");
        assert_eq!(windows.replace("\r\n", "\n"), laid_out, "{text:?}");
    }
    // To the whole program it is the same dataset.
    let side = |side: &str| checked_as(is_manifest(bytes), side.as_bytes());
    if let (Some(before), Some(after)) = (side(text), side(&laid_out)) {
        is_nothing(&before, &after);
    }
}

/// The comments of a text, sorted: those of values that change places change places with them.
fn comments(text: &str) -> Vec<&str> {
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Vec::new();
    let mut rest = plain;
    while let Some(at) = rest.find(['#', '"', '\'']) {
        rest = &rest[at..];
        let sign = &rest[..1];
        if sign == "#" {
            let (comment, behind) = rest.split_once('\n').unwrap_or((rest, ""));
            found.push(comment.trim_end());
            rest = behind;
            continue;
        }
        let long = sign.repeat(3);
        let quote = if rest.starts_with(&long) { &*long } else { sign };
        let mut end = quote.len();
        while !rest[end..].starts_with(quote) {
            let c = rest[end..].chars().next().expect("TOML closes its quotes");
            end += c.len_utf8();
            if c == '\\' && sign == "\"" {
                end += rest[end..].chars().next().map_or(0, char::len_utf8);
            }
        }
        end += quote.len();
        // One or two more belong to the text, where it is long.
        while quote.len() == 3 && rest[end..].starts_with(sign) {
            end += 1;
        }
        rest = &rest[end..];
    }
    found.sort_unstable();
    found
}
