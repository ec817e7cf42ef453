//! Small pieces of English that messages share, and texts compared as a reader does.

mod difference;

use unicode_normalization::UnicodeNormalization as _;

use crate::message::{EXCERPT, Message, Tell, message, ours};

pub(crate) use self::difference::{difference, quoted};

/// "a, b and c".
pub(crate) fn list<T: Tell>(items: &[T]) -> Message {
    joined(items, None, " and ")
}

/// "a, b or c".
pub(crate) fn list_or<T: Tell>(items: &[T]) -> Message {
    joined(items, None, " or ")
}

/// The items, and what is said last, with a word before the last of all.
fn joined<T: Tell>(items: &[T], last: Option<&Message>, word: &'static str) -> Message {
    let mut all = Message::default();
    let count = items.len() + usize::from(last.is_some());
    let last = last.map(|last| last as &dyn Tell);
    for (at, item) in items.iter().map(|item| item as &dyn Tell).chain(last).enumerate() {
        match at {
            0 => {}
            at if at + 1 == count => all.push(ours(word)),
            _ => all.push(ours(", ")),
        }
        item.tell(&mut all);
    }
    all
}

/// "1 claim", "2 claims".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A list of names in which only the first few are spelled out.
pub(crate) fn short_list<T: Tell>(items: &[T], most: usize) -> Message {
    if items.len() <= most {
        return list(items);
    }
    joined(&items[..most], Some(&message!("{} more", items.len() - most)), " and ")
}

/// "a added; b and c removed"; `None` where nothing came and nothing went.
pub(crate) fn came_and_went<T: Tell>(added: &[T], removed: &[T]) -> Option<Message> {
    let mut parts = Vec::new();
    if !added.is_empty() {
        parts.push(message!("{} added", short_list(added, 12)));
    }
    if !removed.is_empty() {
        parts.push(message!("{} removed", short_list(removed, 12)));
    }
    (!parts.is_empty()).then(|| Message::join(&parts, "; "))
}

/// A text without the differences that no reader sees: composition and runs of blanks.
pub(crate) fn fold(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text from the dataset as a message quotes it: shortened where it is long.
pub(crate) fn excerpt(text: &str) -> String {
    const MOST: usize = EXCERPT;
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
        assert!(list(&names[..0]).is_empty());
        assert_eq!(list(&names[..1]).to_string(), "a");
        assert_eq!(list(&names).to_string(), "a, b and c");
        assert_eq!(list_or(&names[..2]).to_string(), "a or b");
        assert_eq!(short_list(&names, 2).to_string(), "a, b and 1 more");
        assert_eq!(count(1, "claim", "claims"), "1 claim");
        assert_eq!(count(0, "claim", "claims"), "0 claims");
        assert_eq!(excerpt(&"ж".repeat(200)).chars().count(), 80);
    }
}
