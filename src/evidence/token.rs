//! Tokens: words, runs of digits and single signs, each with its place in the text.
//!
//! A word's key is what languages are looked up with: lower case, composed, compatibility forms
//! undone, without soft hyphens, stress marks and joiners. Digits are kept apart from words and
//! are plain ASCII in the key; superscript digits are signs, because they are footnotes or powers.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, with marks and inner apostrophes.
    Word,
    /// Digits.
    Digits,
    /// One character that is neither.
    Sign,
}

/// A token of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its bytes in the text.
    pub(crate) span: Range<usize>,
    /// What it is.
    pub(crate) kind: Kind,
    /// What it is compared by.
    pub(crate) key: Box<str>,
    /// What stands between it and the token before.
    pub(crate) gap: Gap,
    /// Which phrases of a language begin with it, once the language has looked: see
    /// [`super::language::Language::tokens`].
    pub(crate) phrases: Option<u32>,
}

/// What stands between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing.
    Glued,
    /// A blank that does not break a line, or a thin one: both group digits.
    NoBreak,
    /// One ordinary blank.
    Blank,
    /// More blanks, or a line break.
    Wide,
    /// An empty line: another paragraph.
    Paragraph,
}

impl Token {
    pub(crate) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(crate) fn is_digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    /// Whether it is this sign.
    pub(crate) fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && *self.key == *sign
    }

    /// Whether nothing stands before it.
    pub(crate) fn glued(&self) -> bool {
        self.gap == Gap::Glued
    }

    /// Whether it is a dash of any kind, as a sign of its own.
    pub(crate) fn is_dash(&self) -> bool {
        self.is("-")
    }
}

/// Whether a character is left out of words.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{34f}')
}

pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{58a}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | '´')
}

/// A decimal digit, of normal or full width.
pub(crate) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10),
        _ => None,
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

/// The tokens of a text, in order; linear in its length.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut gap = Gap::Glued;
    let mut lines = 0;
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            lines += usize::from(c == '\n' || c == '\u{2029}');
            let own = match c {
                '\u{a0}' | '\u{202f}' | '\u{2007}'..='\u{200a}' => Gap::NoBreak,
                ' ' | '\u{2000}'..='\u{2006}' | '\u{3000}' => Gap::Blank,
                _ => Gap::Wide,
            };
            gap = if lines > 1 || gap == Gap::Paragraph {
                Gap::Paragraph
            } else if gap == Gap::Glued {
                own
            } else {
                Gap::Wide
            };
            continue;
        }
        if is_ignorable(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        let (kind, key): (Kind, Box<str>) = if digit(c).is_some() {
            let mut key = String::new();
            key.extend(digit(c));
            while let Some(&(next, c)) = chars.peek() {
                let Some(c0) = digit(c) else { break };
                key.push(c0);
                end = next + c.len_utf8();
                chars.next();
            }
            (Kind::Digits, key.into())
        } else if is_letter(c) && !is_combining_mark(c) {
            while let Some(&(next, c)) = chars.peek() {
                let inside = is_letter(c)
                    || is_ignorable(c)
                    || (is_apostrophe(c)
                        && text[next + c.len_utf8()..].chars().next().is_some_and(char::is_alphabetic));
                if !inside {
                    break;
                }
                // What is ignored at the end of a word is no part of it.
                if !is_ignorable(c) {
                    end = next + c.len_utf8();
                }
                chars.next();
            }
            (Kind::Word, fold(&text[at..end]))
        } else if is_dash(c) {
            (Kind::Sign, "-".into())
        } else if is_apostrophe(c) {
            (Kind::Sign, "'".into())
        } else {
            (Kind::Sign, c.to_string().into())
        };
        out.push(Token { span: at..end, kind, key, gap, phrases: None });
        (gap, lines) = (Gap::Glued, 0);
    }
    out
}

/// What a word is compared by.
pub(crate) fn fold(word: &str) -> Box<str> {
    if word.is_ascii() {
        return word.to_ascii_lowercase().into();
    }
    let mut out = String::with_capacity(word.len());
    let plain = word.chars().filter(|c| !is_ignorable(*c));
    for c in plain.nfkc().flat_map(char::to_lowercase) {
        match c {
            'ё' => out.push('е'),
            // The stress marks of Russian dictionaries, which no letter is composed with, and the
            // dot that lower-casing the Turkic capital leaves.
            '\u{301}' | '\u{307}' => {}
            _ if is_apostrophe(c) => out.push('\''),
            _ => out.push(c),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_digits_and_signs() {
        let text = "Ру\u{ad}бе\u{301}ж-2008: 4 000\u{a0}человек,  4,000¹ o’clock\n\nЁж";
        let tokens = tokens(text);
        let keys: Vec<&str> = tokens.iter().map(|token| &*token.key).collect();
        assert_eq!(
            keys,
            ["рубеж", "-", "2008", ":", "4", "000", "человек", ",", "4", ",", "000", "¹", "o'clock", "еж"]
        );
        assert_eq!(tokens[5].gap, Gap::Blank);
        assert_eq!(tokens[6].gap, Gap::NoBreak);
        assert_eq!(tokens[13].gap, Gap::Paragraph);
        for token in &tokens {
            assert!(text.get(token.span.clone()).is_some());
        }
    }
}
