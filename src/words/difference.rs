//! A changed text: which words differ, and what kind of difference that is.

use super::{excerpt, fold};
use crate::message::{Message, message};

/// The words on each side of a difference that are shown with it.
const CONTEXT: usize = 3;

/// How two texts differ: the words that do, with a few around them.
pub(crate) fn difference(old: &str, new: &str) -> Message {
    let kind = kind(old, new);
    let (before, after): (Vec<&str>, Vec<&str>) =
        (old.split_whitespace().collect(), new.split_whitespace().collect());
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - same;
    let tail = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let show = |words: &[&str]| {
        let (from, to) = (same.saturating_sub(CONTEXT), (words.len() - tail + CONTEXT).min(words.len()));
        let mut text = words[from..to].join(" ");
        if from > 0 {
            text.insert_str(0, "… ");
        }
        if to < words.len() {
            text.push_str(" …");
        }
        quoted(&text)
    };
    match kind {
        Some(Kind::Invisible) => {
            "a difference that no reader sees: blanks, or how letters are composed".into()
        }
        Some(Kind::Case) => message!("only in case: {} → {}", show(&before), show(&after)),
        Some(Kind::Punctuation) => message!("only in punctuation: {} → {}", show(&before), show(&after)),
        None => message!("{} → {}", show(&before), show(&after)),
    }
}

enum Kind {
    Invisible,
    Case,
    Punctuation,
}

fn kind(old: &str, new: &str) -> Option<Kind> {
    let (old, new) = (fold(old), fold(new));
    if old == new {
        return Some(Kind::Invisible);
    }
    if old.to_lowercase() == new.to_lowercase() {
        return Some(Kind::Case);
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    (letters(&old) == letters(&new) && !letters(&old).is_empty()).then_some(Kind::Punctuation)
}

/// A text in quotes, shortened where it is long.
pub(crate) fn quoted(text: &str) -> Message {
    message!("“{}”", excerpt(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_differ_are_shown() {
        for (old, new, words) in [
            ("Tashkent Pact", "Tashkent Treaty", "“Tashkent Pact” → “Tashkent Treaty”"),
            (
                "one two three four five six seven eight nine",
                "one two three four 5 six seven eight nine",
                "“… two three four five six seven eight …” → “… two three four 5 six seven eight …”",
            ),
            ("a b", "a  b", "a difference that no reader sees: blanks, or how letters are composed"),
            ("Treaty", "treaty", "only in case: “Treaty” → “treaty”"),
            ("CSTO, treaty", "CSTO treaty", "only in punctuation: “CSTO, treaty” → “CSTO treaty”"),
            ("x x", "x x x", "“x x” → “x x x”"),
            ("", "x", "“” → “x”"),
        ] {
            assert_eq!(difference(old, new).to_string(), words);
        }
    }
}
