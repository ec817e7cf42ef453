//! Small pieces of English that messages share, and texts compared as a reader does.

mod difference;

use unicode_normalization::UnicodeNormalization as _;

pub(crate) use self::difference::{difference, quoted};

/// "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    joined(items, "and")
}

/// "a, b or c".
pub(crate) fn list_or(items: &[String]) -> String {
    joined(items, "or")
}

fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// "1 claim", "2 claims".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A list of names in which only the first few are spelled out.
pub(crate) fn short_list(items: &[String], most: usize) -> String {
    if items.len() <= most {
        return list(items);
    }
    let mut shown = items[..most].to_vec();
    shown.push(format!("{} more", items.len() - most));
    list(&shown)
}

/// "a added; b and c removed"; `None` where nothing came and nothing went.
pub(crate) fn came_and_went(added: &[String], removed: &[String]) -> Option<String> {
    let mut parts = Vec::new();
    if !added.is_empty() {
        parts.push(format!("{} added", short_list(added, 12)));
    }
    if !removed.is_empty() {
        parts.push(format!("{} removed", short_list(removed, 12)));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// A text without the differences that no reader sees: composition and runs of blanks.
pub(crate) fn fold(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text from the dataset as a message quotes it: shortened where it is long.
pub(crate) fn excerpt(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(MOST - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_a_sentence_does() {
        let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(list(&names[..0]), "");
        assert_eq!(list(&names[..1]), "a");
        assert_eq!(list(&names), "a, b and c");
        assert_eq!(list_or(&names[..2]), "a or b");
        assert_eq!(short_list(&names, 2), "a, b and 1 more");
        assert_eq!(count(1, "claim", "claims"), "1 claim");
        assert_eq!(count(0, "claim", "claims"), "0 claims");
        assert_eq!(excerpt(&"ж".repeat(200)).chars().count(), 80);
    }
}
