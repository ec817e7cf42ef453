//! What was added, removed, changed and renamed: things matched by id, whatever file they stand in
//! and in whichever order.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;
use serde_json::Value as Json;

use super::Sides;
use super::fields::{self, Fields, How, SHOWN};
use super::meaning;
use super::renaming::Renamed;
use crate::analysis::Analysis;
use crate::dataset::{Claim, Dataset};
use crate::message::{Message, message, said};

/// A thing that is on one side only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Item {
    /// Its id there.
    pub id: String,
    /// What it states.
    pub fields: Fields,
    /// What it states, in words.
    pub said: Message,
    /// Of a claim: what it is about.
    pub about: Option<About>,
    /// Whether it is on the other side under another id.
    pub renamed: bool,
    /// Whether another thing of the other side has taken its place.
    pub replaced: bool,
    /// Why it is missing on the other side, where it is not known to be: the file there cannot be
    /// read, or the thing itself cannot.
    pub unread: Option<Message>,
}

impl Item {
    fn stands_alone(&self) -> bool {
        !self.renamed && !self.replaced && self.unread.is_none()
    }
}

/// What a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The entity, by its id in the head.
    pub entity: String,
    /// What readers call the entity.
    pub name: String,
    /// What readers call the property.
    pub property: String,
}

/// A field that says something else now.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldChange {
    /// The field.
    pub field: Cow<'static, str>,
    /// What it said; null where it was not there.
    pub before: Json,
    /// What it says; null where it is not there.
    pub after: Json,
    /// What that means, in words.
    pub meaning: Message,
}

/// A thing that is on both sides and says something else.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Changed {
    /// Its id in the head.
    pub id: String,
    /// Its id in the base, where that was another.
    pub was: Option<String>,
    /// Of a claim: what it is about.
    pub about: Option<About>,
    /// What says something else, in the order of the format.
    pub fields: Vec<FieldChange>,
    /// The claims of the head that rest on it: that cite a source, that state a property.
    pub claims: Vec<String>,
}

/// What became of one kind of thing, each list in the order of ids.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Changes {
    /// Ids that are new, renamed things included.
    pub added: Vec<Item>,
    /// Ids that are gone, renamed things included.
    pub removed: Vec<Item>,
    /// What says something else.
    pub changed: Vec<Changed>,
    /// Old and new ids of things with the same content, in the order of old ids.
    pub renamed: Vec<(String, String)>,
    /// Claims that took the place of others: the only one gone and the only one new that tell the
    /// same property of the same entity. A guess that reports use: both are added and removed too.
    pub replaced: Vec<Changed>,
}

impl Changes {
    /// What cannot be read on a side was not replaced there.
    pub(super) fn keep_replaced(&mut self) {
        let unread = |items: &[Item]| -> HashSet<String> {
            items.iter().filter(|item| item.unread.is_some()).map(|item| item.id.clone()).collect()
        };
        let (gone, new) = (unread(&self.removed), unread(&self.added));
        let (kept, dropped): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.replaced).into_iter().partition(|one| {
                !new.contains(&one.id) && one.was.as_ref().is_none_or(|was| !gone.contains(was))
            });
        self.replaced = kept;
        for item in self.removed.iter_mut().chain(&mut self.added) {
            item.replaced &=
                !dropped.iter().any(|one| one.id == item.id || one.was.as_ref() == Some(&item.id));
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// What is known to be new: neither there under another name before, nor in the place of
    /// another, nor only unreadable before.
    pub fn really_added(&self) -> impl Iterator<Item = &Item> {
        self.added.iter().filter(|item| item.stands_alone())
    }

    /// What is known to be gone: neither there under another name now, nor replaced by another, nor
    /// only unreadable now.
    pub fn really_removed(&self) -> impl Iterator<Item = &Item> {
        self.removed.iter().filter(|item| item.stands_alone())
    }
}

/// A thing as it is compared and shown.
struct Thing {
    shown: Fields,
    key: Fields,
}

type Things = BTreeMap<String, Thing>;

/// The meaning of a changed field, of the thing with an id in the base and one in the head.
type Means<'a> = &'a dyn Fn(&FieldIds<'_>) -> Message;

/// A changed field, for its meaning.
pub(super) struct FieldIds<'a> {
    pub(super) old: &'a str,
    pub(super) new: &'a str,
    pub(super) field: &'a str,
    pub(super) before: &'a Json,
    pub(super) after: &'a Json,
}

/// What became of claims.
pub(super) fn claims(sides: &Sides<'_>) -> Changes {
    let old: HashMap<&str, _> = sides.base().claims.iter().map(|claim| (&*claim.id, claim)).collect();
    let new: HashMap<&str, _> = sides.head().claims.iter().map(|claim| (&*claim.id, claim)).collect();
    let key_of_base = How::key_of_base(sides.names);
    // Nearly all claims say what they said: their fields are compared and dropped at once.
    let is_same = |before: &Claim, after: &Claim| {
        fields::declared(sides.base(), before, key_of_base) == fields::declared(sides.head(), after, How::KEY)
    };
    let same: HashSet<&str> = sides
        .head()
        .claims
        .par_iter()
        .map(|claim| &*claim.id)
        // A name that was given to another claim is looked at in full.
        .filter(|id| !sides.names.claims.has_new(id) && !sides.names.claims.has_old(id))
        .filter(|id| matches!((old.get(id), new.get(id)), (Some(old), Some(new)) if is_same(old, new)))
        .collect();
    let others = |dataset: &'_ Dataset, how: How<'_>| -> Things {
        let thing = |claim| Thing {
            shown: fields::declared(dataset, claim, SHOWN),
            key: fields::declared(dataset, claim, how),
        };
        let others = dataset.claims.par_iter().filter(|claim| !same.contains(&*claim.id));
        others.map(|claim| (claim.id.to_string(), thing(claim))).collect()
    };
    let (base, head) = (others(sides.base(), key_of_base), others(sides.head(), How::KEY));
    let means = |change: &FieldIds<'_>| match (old.get(change.old), new.get(change.new)) {
        (Some(old), Some(new)) => meaning::claim(sides, old, new, change.field),
        _ => meaning::plain(change),
    };
    let mut changes = compare(&base, &head, &sides.names.claims, &means);
    let about = |dataset: &Dataset, claim: &Claim, entity: &str| About {
        entity: entity.to_owned(),
        name: dataset.entity(claim.subject).name().to_owned(),
        property: dataset.property(claim.property).name().to_owned(),
    };
    let about_new = |id: &str| {
        let head = sides.head();
        new.get(id).map(|claim| about(head, claim, &head.entity(claim.subject).id))
    };
    for changed in &mut changes.changed {
        changed.about = about_new(&changed.id);
    }
    for item in &mut changes.added {
        item.about = about_new(&item.id);
        item.said = new.get(item.id.as_str()).map(|claim| say(sides.head, claim)).unwrap_or_default();
    }
    for item in &mut changes.removed {
        let claim = old.get(item.id.as_str());
        item.about = claim.map(|claim| {
            let id = &sides.base().entity(claim.subject).id;
            about(sides.base(), claim, sides.names.entities.to_head(id))
        });
        item.said = claim.map(|claim| say(sides.base, claim)).unwrap_or_default();
    }
    replace(&mut changes, (&base, &head), &means);
    changes
}

/// Finds claims that took the place of others.
fn replace(changes: &mut Changes, (base, head): (&Things, &Things), means: Means<'_>) {
    type Place = (Option<Json>, Option<Json>);
    let place = |things: &Things, item: &Item| -> Place {
        let key = things.get(&item.id).map_or(&[][..], |thing| thing.key.as_slice());
        let get = |name: &str| key.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        (get("subject"), get("property"))
    };
    let mut places: HashMap<Place, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (at, item) in changes.removed.iter().enumerate().filter(|(_, item)| !item.renamed) {
        places.entry(place(base, item)).or_default().0.push(at);
    }
    for (at, item) in changes.added.iter().enumerate().filter(|(_, item)| !item.renamed) {
        places.entry(place(head, item)).or_default().1.push(at);
    }
    for (gone, new) in places.into_values() {
        let ([gone], [new]) = (gone.as_slice(), new.as_slice()) else { continue };
        let (gone, new) = (&mut changes.removed[*gone], &mut changes.added[*new]);
        let (Some(before), Some(after)) = (base.get(&gone.id), head.get(&new.id)) else { continue };
        let fields = differences(&gone.id, before, &new.id, after, means);
        (gone.replaced, new.replaced) = (true, true);
        changes.replaced.push(Changed {
            id: new.id.clone(),
            was: Some(gone.id.clone()),
            about: new.about.clone(),
            fields,
            claims: Vec::new(),
        });
    }
    changes.replaced.sort_by(|one, other| one.id.cmp(&other.id));
}

/// What a claim states, without its subject: "entering into force: 1994 [1]".
fn say(analysis: &Analysis<'_>, claim: &Claim) -> Message {
    let property = analysis.dataset.property(claim.property).name();
    let time = analysis.say_time(&claim.time).map(|time| message!(", {}", time));
    message!("{}: {}{}{}", property, analysis.say_value(claim), time, analysis.say_markers(claim))
}

/// Says of things what their most telling fields do.
fn tell(changes: &mut Changes, telling: &[&str]) {
    for item in changes.added.iter_mut().chain(&mut changes.removed) {
        let fields = item.fields.iter().filter(|(name, _)| telling.contains(&name.as_ref()));
        let parts: Vec<String> = fields.map(|(_, value)| shown(value)).collect();
        item.said = said(&parts.join(", "));
    }
}

/// A value of a field as people read it.
pub fn shown(value: &Json) -> String {
    match value {
        Json::Null => "nothing".into(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Json::Object(table) => {
            let fields: Vec<String> =
                table.iter().map(|(name, value)| format!("{name} {}", shown(value))).collect();
            fields.join(", ")
        }
        other => other.to_string(),
    }
}

/// What became of entities.
pub(super) fn entities(sides: &Sides<'_>) -> Changes {
    let all = |dataset: &Dataset| -> Things {
        let thing = |entity| Thing {
            shown: fields::declared(dataset, entity, SHOWN),
            key: fields::declared(dataset, entity, How::KEY),
        };
        dataset.entities.iter().map(|entity| (entity.id.to_string(), thing(entity))).collect()
    };
    let (base, head) = (all(sides.base()), all(sides.head()));
    let mut changes = compare(&base, &head, &sides.names.entities, &|change| meaning::plain(change));
    tell(&mut changes, &["kind", "label"]);
    changes
}

/// What became of the vocabulary.
pub(super) fn properties(sides: &Sides<'_>) -> Changes {
    let all = |dataset: &Dataset, how: How<'_>| -> Things {
        let thing = |property| Thing {
            shown: fields::property(dataset, property, SHOWN),
            key: fields::property(dataset, property, how),
        };
        dataset.properties.iter().map(|property| (property.id.to_string(), thing(property))).collect()
    };
    let (base, head) = (all(sides.base(), How::key_of_base(sides.names)), all(sides.head(), How::KEY));
    let mut changes = compare(&base, &head, &sides.names.properties, &|change| meaning::plain(change));
    tell(&mut changes, &["type", "label"]);
    let dataset = sides.head();
    let stating = dataset.claims.iter().map(|claim| (&*dataset.property(claim.property).id, claim));
    rest(&mut changes, stating);
    changes
}

/// What became of sources.
pub(super) fn sources(sides: &Sides<'_>) -> Changes {
    let all = |dataset: &Dataset| -> Things {
        let thing = |source| Thing {
            shown: fields::declared(dataset, source, SHOWN),
            key: fields::declared(dataset, source, How::KEY),
        };
        dataset.sources.iter().map(|source| (source.id.to_string(), thing(source))).collect()
    };
    let (base, head) = (all(sides.base()), all(sides.head()));
    let mut changes = compare(&base, &head, &sides.names.sources, &meaning::source);
    tell(&mut changes, &["marker", "title", "url", "isbn", "doi"]);
    let dataset = sides.head();
    let citing = dataset.claims.iter().flat_map(|claim| {
        let mut sources: Vec<&str> = claim.refs.iter().map(|one| &*dataset.source(one.source).id).collect();
        sources.sort_unstable();
        sources.dedup();
        sources.into_iter().map(move |id| (id, claim))
    });
    rest(&mut changes, citing);
    changes
}

/// Names the claims that rest on what changed.
fn rest<'a>(changes: &mut Changes, claims: impl Iterator<Item = (&'a str, &'a Claim)>) {
    let mut by_id: HashMap<&str, Vec<&str>> = HashMap::new();
    for (id, claim) in claims {
        by_id.entry(id).or_default().push(&claim.id);
    }
    for changed in &mut changes.changed {
        let claims = by_id.get(changed.id.as_str()).into_iter().flatten();
        changed.claims = claims.map(|id| (*id).to_owned()).collect();
    }
}

/// What became of the manifest: the fields that changed.
pub(super) fn manifest(sides: &Sides<'_>) -> Vec<FieldChange> {
    let base = Thing {
        shown: fields::manifest(sides.base, SHOWN),
        key: fields::manifest(sides.base, How::key_of_base(sides.names)),
    };
    let head =
        Thing { shown: fields::manifest(sides.head, SHOWN), key: fields::manifest(sides.head, How::KEY) };
    differences("", &base, "", &head, &|change| meaning::plain(change))
}

/// Accept entries that were added and removed.
pub(super) fn accepts(sides: &Sides<'_>) -> (Vec<Fields>, Vec<Fields>) {
    let keyed = |dataset: &Dataset, how: How<'_>| -> Vec<(String, Fields)> {
        let entries = dataset.accepts.iter();
        entries
            .map(|entry| {
                let key = fields::object(&fields::declared(dataset, entry, how)).to_string();
                (key, fields::declared(dataset, entry, SHOWN))
            })
            .collect()
    };
    let mut gone: HashMap<String, Vec<Fields>> = HashMap::new();
    let base = keyed(sides.base(), How::key_of_base(sides.names));
    for (key, fields) in base.iter().rev() {
        gone.entry(key.clone()).or_default().push(fields.clone());
    }
    let head = keyed(sides.head(), How::KEY).into_iter();
    let added = head.filter(|(key, _)| gone.get_mut(key).and_then(Vec::pop).is_none());
    let added = added.map(|(_, fields)| fields).collect();
    let removed = base.into_iter().filter_map(|(key, _)| gone.get_mut(&key).and_then(Vec::pop)).collect();
    (added, removed)
}

fn compare(base: &Things, head: &Things, renamed: &Renamed, means: Means<'_>) -> Changes {
    let mut changes = Changes::default();
    let item = |id: &str, thing: &Thing, renamed: bool| Item {
        id: id.to_owned(),
        fields: thing.shown.clone(),
        said: Message::default(),
        about: None,
        renamed,
        replaced: false,
        unread: None,
    };
    for (id, thing) in base {
        if !head.contains_key(id) {
            changes.removed.push(item(id, thing, renamed.has_old(id)));
        }
    }
    for (id, thing) in head {
        let old = renamed.to_base(id);
        if !base.contains_key(id) {
            changes.added.push(item(id, thing, renamed.has_new(id)));
        }
        let Some(before) = base.get(old) else { continue };
        let fields = differences(old, before, id, thing, means);
        if !fields.is_empty() {
            changes.changed.push(Changed {
                id: id.clone(),
                was: None,
                about: None,
                fields,
                claims: Vec::new(),
            });
        }
    }
    changes.renamed = renamed.pairs().map(|(old, new)| (old.to_owned(), new.to_owned())).collect();
    changes
}

/// The fields that differ, in the order of the head's, then those that only the base has.
fn differences(old: &str, base: &Thing, new: &str, head: &Thing, means: Means<'_>) -> Vec<FieldChange> {
    if base.key == head.key {
        return Vec::new();
    }
    fn by_name(fields: &Fields) -> HashMap<&str, &Json> {
        fields.iter().map(|(name, value)| (name.as_ref(), value)).collect()
    }
    let [old_keys, new_keys] = [&base.key, &head.key].map(by_name);
    let [old_shown, new_shown] = [&base.shown, &head.shown].map(by_name);
    let get = |fields: &HashMap<&str, &Json>, name: &str| {
        fields.get(name).map_or(Json::Null, |value| (*value).clone())
    };
    let names = head.key.iter().map(|(name, _)| name);
    let gone = base.key.iter().map(|(name, _)| name).filter(|name| !new_keys.contains_key(name.as_ref()));
    names
        .chain(gone)
        .filter(|name| old_keys.get(name.as_ref()) != new_keys.get(name.as_ref()))
        .map(|name| {
            let (before, after) = (get(&old_shown, name), get(&new_shown, name));
            let meaning = means(&FieldIds { old, new, field: name, before: &before, after: &after });
            FieldChange { field: name.clone(), before, after, meaning }
        })
        .collect()
}
