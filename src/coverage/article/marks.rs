//! Markers that stand in a text as text: `[3]`, `[7][8]`, `[1, 2]`, `[note 1]`, `³`.
//!
//! They are taken out of the readable text, so that no number of them is taken for one of the
//! article, and what stands before and behind them reads on.

use std::ops::Range;

use crate::page::{BLOCK, Readable};

/// The longest inside of brackets that is looked at, in bytes.
const LONGEST: usize = 48;
/// The most markers that one range may stand for: `[3–7]`.
const MOST: u32 = 30;
/// Signs behind which a raised number is a reference and no power, and a letter in brackets a note.
const CLOSERS: &[char] = &['.', ',', ';', ':', '!', '?', ')', '"', '”', '»', '’', '\'', '“', '…', '։'];

/// A text without its markers.
///
/// A block that begins with a marker of digits is an entry of a list of references: what it says is
/// no statement of the article, and it is left out.
pub(super) fn cut(file: &str, of: &Readable) -> Readable {
    let mut out = Readable::default();
    out.lang.clone_from(&of.lang);
    let mut cursor = of.cursor();
    let mut known = of.markers.iter().peekable();
    let text = &of.text;
    let mut from = 0;
    let mut at = 0;
    // Copies up to a place, with the markers that the reader of the format knew.
    let mut copy = |out: &mut Readable, from: usize, to: usize| {
        let mut start = from;
        while let Some(marker) = known.next_if(|marker| marker.at <= to) {
            cursor.copy(file, start..marker.at.max(start), out);
            start = marker.at.max(start);
            separate(out, text, start..start, &marker.source);
            out.mark(&marker.value, marker.name.as_deref(), &marker.shown, marker.source.clone());
        }
        cursor.copy(file, start..to, out);
    };
    while let Some(next) = text[at..].find(['[', '¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
    {
        at += next;
        let found = if text[at..].starts_with('[') { bracketed(text, at) } else { raised(text, at) };
        let Some((end, values)) = found else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        copy(&mut out, from, at);
        let starts_block = at == 0 || text[..at].ends_with(BLOCK);
        if starts_block && text[at..].starts_with('[') && values.iter().all(|value| is_number(value)) {
            let block = text[end..].find(BLOCK).map_or(text.len(), |length| end + length);
            (from, at) = (block, block);
            continue;
        }
        let source = of.source(&(at..end));
        separate(&mut out, text, at..end, &source);
        for value in &values {
            out.mark(value, None, &text[at..end], source.clone());
        }
        at = page(text, end);
        from = at;
    }
    copy(&mut out, from, text.len());
    out
}

fn is_number(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Puts a blank where what stands around a marker would become one word.
fn separate(out: &mut Readable, text: &str, gap: Range<usize>, source: &Range<usize>) {
    let before = out.text.chars().next_back().is_some_and(char::is_alphanumeric);
    let behind = text[gap.end..].chars().next().is_some_and(char::is_alphanumeric);
    if before && behind {
        out.put(" ", source.clone());
    }
}

/// A page behind a marker: `[1]:62`.
fn page(text: &str, at: usize) -> usize {
    let Some(rest) = text[at..].strip_prefix(':') else { return at };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return at;
    }
    let mut end = at + 1 + digits;
    if let Some(rest) = text[end..].strip_prefix(['-', '–']) {
        let more = rest.bytes().take_while(u8::is_ascii_digit).count();
        if more > 0 {
            end = text.len() - rest.len() + more;
        }
    }
    end
}

/// What a pair of brackets marks, and where it ends.
fn bracketed(text: &str, at: usize) -> Option<(usize, Vec<String>)> {
    let rest = &text[at + 1..];
    let mut limit = rest.len().min(LONGEST);
    while !rest.is_char_boundary(limit) {
        limit -= 1;
    }
    let length = rest[..limit].find(']')?;
    let inside = rest[..length].trim();
    let end = at + 1 + length + 1;
    let values = list(inside).or_else(|| {
        let glued =
            text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || CLOSERS.contains(&c));
        (glued && is_note(inside)).then(|| vec![inside.split_whitespace().collect::<Vec<_>>().join(" ")])
    })?;
    Some((end, values))
}

/// `3`, `1, 2`, `3–7`.
fn list(inside: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for item in inside.split([',', ';']) {
        let number = |text: &str| {
            let text = text.trim();
            let fits = (1..=3).contains(&text.len()) && is_number(text);
            fits.then(|| text.parse::<u32>().ok()).flatten()
        };
        match item.split_once(['-', '–', '—']) {
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                if last <= first || last - first > MOST {
                    return None;
                }
                values.extend((first..=last).map(|number| number.to_string()));
            }
            None => values.push(number(item)?.to_string()),
        }
    }
    Some(values)
}

/// `a`, `note 1`, `прим. 2`.
fn is_note(inside: &str) -> bool {
    let mut chars = inside.chars();
    if let (Some(letter), None) = (chars.next(), chars.next()) {
        return letter.is_lowercase();
    }
    let Some((word, number)) = inside.rsplit_once(char::is_whitespace) else { return false };
    let word = word.trim().trim_end_matches('.');
    word.chars().count() <= 12
        && word.chars().all(char::is_alphabetic)
        && (1..=3).contains(&number.len())
        && is_number(number)
}

/// A raised number, where it is no power.
fn raised(text: &str, at: usize) -> Option<(usize, Vec<String>)> {
    const DIGITS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let value: String = text[at..].chars().map_while(|c| digit(DIGITS, c)).collect();
    let length: usize = text[at..].chars().take_while(|c| DIGITS.contains(*c)).map(char::len_utf8).sum();
    let before = text[..at].chars().next_back()?;
    let letters = text[..at].chars().rev().take_while(|c| c.is_alphabetic()).take(4).count();
    let reference = CLOSERS.contains(&before) || letters > 3;
    (reference && value.len() <= 3).then(|| (at + length, vec![value]))
}

fn digit(digits: &str, c: char) -> Option<char> {
    let value = digits.chars().position(|own| own == c)?;
    char::from_digit(u32::try_from(value).ok()?, 10)
}
