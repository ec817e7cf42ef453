//! Whether two values are the same, however they are written.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

use crate::dataset::{Dataset, DateValue, Direction, Distance, Text, Value};

/// A text in which two values of one property are the same where the values are.
pub fn value_key(dataset: &Dataset, value: &Value) -> String {
    match value {
        Value::Date(DateValue::Date(date)) => date.to_string(),
        Value::Date(DateValue::Relative(relative)) => {
            let side = if relative.direction == Direction::After { "after" } else { "before" };
            let mut key = format!("{side} {}", dataset.name_of(relative.anchor));
            // Writing to a text cannot fail.
            let _ = match relative.distance {
                Distance::Exactly(by) => write!(key, " by {} {:?}", by.count(), by.unit()),
                Distance::Between { at_least, at_most } => {
                    let bound =
                        |bound: Option<crate::value::Duration>| bound.map(|by| (by.count(), by.unit()));
                    write!(key, " between {:?} {:?}", bound(at_least), bound(at_most))
                }
            };
            key
        }
        Value::Quantity(quantity) => quantity.to_string(),
        Value::Entity(entity) | Value::Transition(entity) => dataset.entity(*entity).id.to_string(),
        Value::Set(members) => {
            let mut ids: Vec<&str> = members.iter().map(|member| &*dataset.entity(member.value).id).collect();
            ids.sort_unstable();
            ids.join(" ")
        }
        Value::Text(text) => {
            let mut entries: Vec<String> = text
                .entries
                .iter()
                .map(|(tag, text)| format!("{}:{}", tag.as_deref().unwrap_or_default(), fold(&text.value)))
                .collect();
            entries.sort_unstable();
            entries.join("\n")
        }
        Value::Superlative(kind) => kind.to_string(),
    }
}

/// The language in which two texts differ, with both wordings; `None` where none does.
pub fn text_difference<'t>(one: &'t Text, other: &'t Text) -> Option<(Option<&'t str>, &'t str, &'t str)> {
    for (tag, own) in &one.entries {
        for (other_tag, theirs) in &other.entries {
            if tag == other_tag && fold(&own.value) != fold(&theirs.value) {
                return Some((tag.as_deref(), &own.value, &theirs.value));
            }
        }
    }
    None
}

/// A text without the differences that no reader sees: composition and runs of blanks.
fn fold(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}
