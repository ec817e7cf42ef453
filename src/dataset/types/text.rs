//! `text`: a text, or the same in several languages.

use serde_json::{Value as Json, json};

use super::{Passage, Value, ValueType, Versions, Writing, Written, definition};
use crate::dataset::load::declare::table;
use crate::dataset::load::table::{Broken, Reporter};
use crate::dataset::load::value;
use crate::dataset::load::vocabulary::Known;
use crate::dataset::{Claim, Dataset, Property, Spanned, Text, TextEntry};
use crate::message::{Message, message};
use crate::words;

/// What a claim states.
pub(super) type Stated = Text;
/// What a property may say.
pub(super) type Options = TextOptions;

table! {
    /// A text, or a table of language tag and text.
    pub struct TextOptions, SHAPE = "text";
    in Known<'_>;
    fields {}
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, _options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        value::text(written.node, written.field, out)
    }

    fn key(stated: &Stated, _dataset: &Dataset) -> String {
        let mut entries: Vec<String> = stated.entries.iter().map(entry_key).collect();
        entries.sort_unstable();
        entries.join("\n")
    }

    fn differ(one: &Stated, other: &Stated) -> bool {
        text_difference(one, other).is_some()
    }

    fn difference(one: &Stated, other: &Stated) -> Option<(Message, Message)> {
        let (tag, one, other) = text_difference(one, other)?;
        let language = tag.map(|tag| message!(" ({})", tag));
        let said = |text: &str| message!("“{}”{}", words::excerpt(text), language);
        Some((said(one), said(other)))
    }

    /// A text is the same where it is in any one language, whatever the other claim has besides.
    fn shared_by(stated: &Stated) -> Option<Vec<(String, Message)>> {
        let entries = stated.entries.iter();
        Some(entries.map(|entry| (entry_key(entry), message!("“{}”", entry.1.value))).collect())
    }

    fn parts(stated: &Stated) -> Option<Vec<Spanned<Value>>> {
        let part = |entry: &TextEntry| {
            Spanned::new(Value::Text(Text { entries: vec![entry.clone()] }), entry.1.span)
        };
        Some(stated.entries.iter().map(part).collect())
    }

    fn written(stated: &Stated) -> Option<&str> {
        Some(stated.any().unwrap_or_default())
    }

    fn language(stated: &Stated) -> Option<&str> {
        stated.entries.iter().find_map(|(tag, _)| tag.as_deref())
    }

    /// A listed text without a language stands for itself in every language.
    fn surely_is(stated: &Stated, listed: &Stated, _dataset: &Dataset) -> bool {
        stated.entries.iter().any(|(tag, text)| {
            listed.entries.iter().any(|(listed_tag, listed)| {
                (listed_tag.is_none() || listed_tag == tag)
                    && words::fold(&text.value) == words::fold(&listed.value)
            })
        })
    }

    fn say(stated: &Stated, _dataset: &Dataset, _property: &Property) -> Message {
        message!("“{}”", stated.any().unwrap_or_default())
    }

    fn json(stated: &Stated, _dataset: &Dataset, _writing: &impl Writing) -> Json {
        json(stated)
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), _versions: &impl Versions) -> Message {
        let (old, new) = (old.1, new.1);
        let find = |text: &Text, tag: &Option<Box<str>>| {
            text.entries.iter().find(|(other, _)| other == tag).map(|(_, text)| text.value.clone())
        };
        let name = |tag: &Option<Box<str>>| {
            tag.as_ref().map_or_else(|| Message::from("without a language"), |tag| message!("`{}`", tag))
        };
        let mut parts = Vec::new();
        for (tag, text) in &new.entries {
            match find(old, tag) {
                None => parts.push(message!("{} added", name(tag))),
                Some(before) if before != text.value => {
                    let said = words::difference(&before, &text.value);
                    parts.push(if new.entries.len() == 1 {
                        said
                    } else {
                        message!("{}: {}", name(tag), said)
                    });
                }
                Some(_) => {}
            }
        }
        for (tag, _) in &old.entries {
            if find(new, tag).is_none() {
                parts.push(message!("{} removed", name(tag)));
            }
        }
        Message::join(&parts, "; ")
    }

    fn ask<P: Passage>(stated: &Stated, _claim: &Claim, _property: &Property, passage: &P) -> P::Answer {
        passage.text(stated)
    }

    fn schema(_options: &Options, _entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        definition("label")
    }
}

/// A text in one language, for comparing.
fn entry_key((tag, text): &TextEntry) -> String {
    format!("{}:{}", tag.as_deref().unwrap_or_default(), words::fold(&text.value))
}

/// The language in which two texts differ, with both wordings; `None` where none does.
pub fn text_difference<'t>(one: &'t Text, other: &'t Text) -> Option<(Option<&'t str>, &'t str, &'t str)> {
    for (tag, own) in &one.entries {
        for (other_tag, theirs) in &other.entries {
            if tag == other_tag && words::fold(&own.value) != words::fold(&theirs.value) {
                return Some((tag.as_deref(), &own.value, &theirs.value));
            }
        }
    }
    None
}

/// A text as TOML writes it, for programs.
pub(crate) fn json(text: &Text) -> Json {
    if let [(None, only)] = text.entries.as_slice() {
        return json!(only.value);
    }
    let entries = text.entries.iter();
    Json::Object(
        entries
            .map(|(tag, text)| (tag.as_deref().unwrap_or_default().to_owned(), json!(text.value)))
            .collect(),
    )
}
