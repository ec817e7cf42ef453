//! What a changed field means, in words: not that it is another text, but that a number was raised,
//! a date made more precise, a source swapped.
//!
//! Nothing here judges. Every sentence stands beside what was and what is, so it does not repeat
//! them without need.

use serde_json::Value as Json;

use super::Sides;
use super::changes::FieldIds;
use super::fields::How;
use crate::dataset::{Claim, Dataset, Rank, Reference, Spanned, Value, When};
use crate::message::{Message, message, said};
use crate::value::Date;
use crate::words;

/// A changed field of a claim.
pub(super) fn claim(sides: &Sides<'_>, old: &Claim, new: &Claim, field: &str) -> Message {
    match field {
        "subject" => {
            let (old, new) = (sides.base().entity(old.subject), sides.head().entity(new.subject));
            message!("it is about {} now and was about {}", new.name(), old.name())
        }
        "property" => {
            let (old, new) = (sides.base().property(old.property), sides.head().property(new.property));
            message!("it tells the {} now and told the {}", new.name(), old.name())
        }
        "value" => Value::change(old, new, sides),
        "at" => time(sides, old.time.at(), new.time.at(), "at"),
        "from" => time(sides, old.time.from(), new.time.from(), "from"),
        "until" => time(sides, old.time.until(), new.time.until(), "until"),
        "refs" => refs(sides, old, new),
        "planned" if new.planned => "its dates are set ahead now: they may lie in the future".into(),
        "planned" => "its dates are not set ahead any more: they tell of what has happened".into(),
        "rank" => rank(old.rank, new.rank).into(),
        "note" => match (&old.note, &new.note) {
            (Some(old), Some(new)) => message!("remark for editors: {}", words::difference(old, new)),
            (None, _) => "a remark for editors was added".into(),
            (_, None) => "the remark for editors was removed".into(),
        },
        _ => Message::default(),
    }
}

/// A changed field of which no more is known than what it said and says.
pub(super) fn plain(change: &FieldIds<'_>) -> Message {
    match (change.before, change.after) {
        (Json::Null, _) if change.field == "hemisphere" => "seasons are those of one hemisphere now".into(),
        (_, Json::Null) if change.field == "hemisphere" => {
            "seasons can be those of either hemisphere now".into()
        }
        (Json::Null, _) => "added".into(),
        (_, Json::Null) => "removed".into(),
        (Json::String(old), Json::String(new)) if change.field == "as_of" => dates(old, new),
        (Json::String(old), Json::String(new)) => words::difference(old, new),
        (Json::Array(old), Json::Array(new)) => lists(old, new),
        (Json::Number(old), Json::Number(new)) => match (old.as_f64(), new.as_f64()) {
            (Some(old), Some(new)) if old < new => "raised".into(),
            (Some(old), Some(new)) if old > new => "lowered".into(),
            _ => "changed".into(),
        },
        (Json::Object(old), Json::Object(new)) => {
            let said = |key: &str| match (
                old.get(key).and_then(Json::as_str),
                new.get(key).and_then(Json::as_str),
            ) {
                (Some(old), Some(new)) if old != new => {
                    Some(message!("`{}`: {}", key, words::difference(old, new)))
                }
                (None, Some(new)) => Some(message!("`{}` added: {}", key, words::quoted(new))),
                (Some(old), None) => Some(message!("`{}` removed: {}", key, words::quoted(old))),
                _ => None,
            };
            let mut keys: Vec<&String> = new.keys().chain(old.keys()).collect();
            keys.sort_unstable();
            keys.dedup();
            let all: Vec<Message> = keys.into_iter().filter_map(|key| said(key)).collect();
            if all.is_empty() { "changed".into() } else { Message::join(&all, "; ") }
        }
        _ => "changed".into(),
    }
}

/// A changed field of a source.
pub(super) fn source(change: &FieldIds<'_>) -> Message {
    match (change.field, change.before, change.after) {
        ("published" | "accessed", Json::String(old), Json::String(new)) => dates(old, new),
        ("url" | "archive", Json::String(old), Json::String(new)) => address(old, new),
        ("match", _, Json::String(new)) if new == "confirmed" => {
            "it is known now to be what the article's marker cites".into()
        }
        ("match", _, Json::String(new)) if new == "candidate" => {
            "it is not known any more to be what the article's marker cites".into()
        }
        ("marker", Json::Null, _) => "the article is said to cite it now".into(),
        ("marker", _, Json::Null) => "the article is not said to cite it any more".into(),
        _ => plain(change),
    }
}

fn address(old: &str, new: &str) -> Message {
    let (Ok(from), Ok(to)) = (url::Url::parse(old), url::Url::parse(new)) else {
        return words::difference(old, new);
    };
    let rest = |url: &url::Url| {
        (url.host_str().map(str::to_owned), url.port(), url.path().to_owned(), url.query().map(str::to_owned))
    };
    if rest(&from) == rest(&to) && from.scheme() != to.scheme() {
        return message!("the same page by {} instead of {}", to.scheme(), from.scheme());
    }
    match (from.host_str(), to.host_str()) {
        (Some(old), Some(new)) if old == new => message!("another page of {}", new),
        (Some(old), Some(new)) => message!("another site: {} instead of {}", new, old),
        _ => words::difference(old, new),
    }
}

fn dates(old: &str, new: &str) -> Message {
    match (Date::parse(old), Date::parse(new)) {
        (Ok(old), Ok(new)) => said(&old.change(&new)),
        _ => words::difference(old, new),
    }
}

fn lists(old: &[Json], new: &[Json]) -> Message {
    let say = |item: &Json| match item {
        Json::String(text) => message!("`{}`", text),
        other => message!("`{}`", other.to_string()),
    };
    let added: Vec<Message> = new.iter().filter(|item| !old.contains(item)).map(say).collect();
    let removed: Vec<Message> = old.iter().filter(|item| !new.contains(item)).map(say).collect();
    words::came_and_went(&added, &removed).unwrap_or_else(|| "changed".into())
}

fn time(sides: &Sides<'_>, old: Option<Spanned<When>>, new: Option<Spanned<When>>, field: &str) -> Message {
    let say = |dataset: &Dataset, when: When| match when {
        When::Date(date) => said(&date.describe()),
        When::Point(point) => message!("`{}`", dataset.name_of(point)),
    };
    match (old.map(|when| when.value), new.map(|when| when.value)) {
        (Some(When::Date(before)), Some(When::Date(after))) => said(&before.change(&after)),
        (Some(before), Some(after)) => {
            let what = message!("{} instead of {}", say(sides.head(), after), say(sides.base(), before));
            let (before, after) = (sides.base.times.range(before), sides.head.times.range(after));
            if before == after {
                message!("{}; the days stay the same", what)
            } else {
                message!("{}; that is {}, and was {}", what, after.describe(), before.describe())
            }
        }
        (None, Some(after)) => match field {
            "at" => message!("it holds at {} only", say(sides.head(), after)),
            "from" => message!("it holds from {} only", say(sides.head(), after)),
            _ => message!("it ends with {}", say(sides.head(), after)),
        },
        (Some(before), None) => match field {
            "at" => message!("it is not bound to {} any more", say(sides.base(), before)),
            "from" => message!("it does not start with {} any more", say(sides.base(), before)),
            _ => message!("it does not end with {} any more", say(sides.base(), before)),
        },
        (None, None) => Message::default(),
    }
}

fn rank(old: Rank, new: Rank) -> &'static str {
    match (old, new) {
        (_, Rank::Deprecated) => "kept for the record only: no rule reads it any more",
        (Rank::Deprecated, Rank::Preferred) => "counts again, and as the best claim of its property",
        (Rank::Deprecated, Rank::Normal) => "counts again",
        (_, Rank::Preferred) => {
            "the best claim of its property: normal ones beside it do not conflict with it"
        }
        (Rank::Preferred, Rank::Normal) => "not preferred any more: others beside it may conflict with it",
        (Rank::Normal, Rank::Normal) => "",
    }
}

fn refs(sides: &Sides<'_>, old: &Claim, new: &Claim) -> Message {
    let (base, head) = (sides.base(), sides.head());
    let old_id = |one: &Reference| sides.names.sources.to_head(&base.source(one.source).id).to_owned();
    let new_id = |one: &Reference| head.source(one.source).id.to_string();
    let name = |dataset: &Dataset, one: &Reference| {
        let source = dataset.source(one.source);
        match &source.marker {
            Some(marker) => message!("[{}]", marker.value),
            None => message!("`{}`", source.id),
        }
    };
    let before: Vec<(String, &Reference)> = old.refs.iter().map(|one| (old_id(one), one)).collect();
    let after: Vec<(String, &Reference)> = new.refs.iter().map(|one| (new_id(one), one)).collect();
    let has = |list: &[(String, &Reference)], id: &str| list.iter().any(|(other, _)| other == id);
    let dropped: Vec<Message> =
        before.iter().filter(|(id, _)| !has(&after, id)).map(|(_, one)| name(base, one)).collect();
    let added: Vec<Message> =
        after.iter().filter(|(id, _)| !has(&before, id)).map(|(_, one)| name(head, one)).collect();
    let mut parts = Vec::new();
    match (dropped.as_slice(), added.as_slice()) {
        ([], []) => {}
        (dropped, []) if new.broken_refs => {
            parts.push(message!(
                "{} dropped, or leads to nothing that can be read now",
                words::short_list(dropped, 6)
            ));
        }
        ([], added) if old.broken_refs => {
            parts.push(message!(
                "{} added, or led to nothing that could be read",
                words::short_list(added, 6)
            ));
        }
        (dropped, []) if after.is_empty() => {
            parts.push(message!("{} dropped: it has no reference any more", words::short_list(dropped, 6)));
        }
        (dropped, []) => parts.push(message!("{} dropped", words::short_list(dropped, 6))),
        ([], added) => parts.push(message!("{} added", words::short_list(added, 6))),
        (dropped, added) => parts.push(message!(
            "swapped: {} for {}",
            words::short_list(added, 6),
            words::short_list(dropped, 6)
        )),
    }
    let same_value = old.value.json(base, &How::key_of_base(sides.names)) == new.value.json(head, &How::KEY);
    for (id, now) in &after {
        let Some((_, was)) = before.iter().find(|(other, _)| other == id) else { continue };
        parts.extend(reference(&name(head, now), was, now, same_value));
    }
    if parts.is_empty() { "cited more or less often".into() } else { Message::join(&parts, "; ") }
}

fn reference(name: &Message, was: &Reference, now: &Reference, same_value: bool) -> Vec<Message> {
    let mut parts = Vec::new();
    match (&was.quote, &now.quote) {
        (Some(old), Some(new)) if old.value != new.value => {
            let under = if same_value { " under the same value" } else { "" };
            parts.push(message!(
                "quote of {} changed{}: {}",
                name,
                under,
                words::difference(&old.value, &new.value)
            ));
        }
        (None, Some(_)) => parts.push(message!("{} is quoted now", name)),
        (Some(_), None) => parts.push(message!("{} is not quoted any more", name)),
        _ => {}
    }
    for (what, old, new) in [("page", &was.page, &now.page), ("language", &was.lang, &now.lang)] {
        match (old, new) {
            (Some(old), Some(new)) if old != new => {
                parts.push(message!("{} of {} is {} and was {}", what, name, new, old));
            }
            (None, Some(new)) => parts.push(message!("{} {} added to {}", what, new, name)),
            (Some(old), None) => parts.push(message!("{} {} dropped from {}", what, old, name)),
            _ => {}
        }
    }
    parts
}
