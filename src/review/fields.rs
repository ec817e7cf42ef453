//! Things of a dataset as fields with plain values, twice: as TOML writes them, for readers and
//! programs, and as keys, which are equal where the meaning is.
//!
//! Keys do not know how something is written: a reference is its source whether it is cited by
//! marker or by id, a set has no order, two weeks are fourteen days.

mod vocabulary;

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

pub(super) use self::vocabulary::property;
use super::names::Renaming;
use crate::dataset::load::declare::Declared;
use crate::dataset::types::Writing;
use crate::dataset::{
    Accept, Claim, Dataset, Rank, Reference, RuleLevel, Setting, Source, Spanned, Value, When,
};
use crate::value::{Duration, Unit};

/// Names and values of fields, in the order in which the format lists them. What is not stated is
/// not there.
pub type Fields = Vec<(Cow<'static, str>, Json)>;

/// How ids and values are given.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    /// What the ids of the base are called in the head.
    names: Option<&'a Renaming>,
    /// Whether the values are keys.
    key: bool,
    /// The id that stands for the thing itself.
    this: Option<&'a str>,
}

/// As TOML writes it.
pub(super) const SHOWN: How<'static> = How { names: None, key: false, this: None };

/// Stands in a key for the thing's own id.
const THIS: &str = "\0";

impl<'a> How<'a> {
    /// Keys of the head.
    pub(super) const KEY: Self = Self { names: None, key: true, this: None };

    /// Keys of the base, in the names of the head.
    pub(super) fn key_of_base(names: &'a Renaming) -> Self {
        Self { names: Some(names), key: true, this: None }
    }

    /// With the thing's own id left open.
    pub(super) fn without(self, this: &'a str) -> Self {
        Self { this: Some(this), ..self }
    }

    fn claim<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.names.map_or(id, |names| names.claims.to_head(id))
    }
}

impl Writing for How<'_> {
    fn entity<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.map_or(id, |names| names.entities.to_head(id))
    }

    fn property<'b>(&'b self, id: &'b str) -> &'b str {
        if self.this == Some(id) {
            return THIS;
        }
        self.names.map_or(id, |names| names.properties.to_head(id))
    }

    fn source<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.map_or(id, |names| names.sources.to_head(id))
    }

    fn cited<'b>(&'b self, source: &'b Source) -> &'b str {
        match &source.marker {
            Some(marker) if !self.key => &marker.value,
            _ => self.source(&source.id),
        }
    }

    fn unordered(&self, mut items: Vec<Json>) -> Json {
        if self.key {
            items.sort_by_cached_key(Json::to_string);
        }
        Json::Array(items)
    }

    fn duration(&self, by: Duration) -> Json {
        match by.unit() {
            Unit::Day if self.key => json!(format!("P{}D", by.count())),
            _ => json!(by.to_string()),
        }
    }
}

/// Collects the fields that are stated.
#[derive(Default)]
struct Collected(Fields);

impl Collected {
    fn put(&mut self, name: &'static str, value: Json) {
        self.0.push((Cow::Borrowed(name), value));
    }

    fn maybe(&mut self, name: &'static str, value: Option<Json>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn text(&mut self, name: &'static str, value: Option<&Spanned<Box<str>>>) {
        self.maybe(name, value.map(|text| json!(text.value)));
    }

    fn flag(&mut self, name: &'static str, set: bool) {
        self.maybe(name, set.then_some(Json::Bool(true)));
    }

    fn list(&mut self, how: How<'_>, name: &'static str, items: Vec<Json>) {
        if !items.is_empty() {
            self.put(name, how.unordered(items));
        }
    }
}

/// The fields of a claim, without its id.
pub(super) fn claim(dataset: &Dataset, claim: &Claim, how: How<'_>) -> Fields {
    let mut out = Collected::default();
    out.put("subject", json!(how.entity(&dataset.entity(claim.subject).id)));
    out.put("property", json!(how.property(&dataset.property(claim.property).id)));
    match (&claim.value, claim.unit()) {
        (Value::Missing(missing), _) => out.flag(missing.name(), true),
        // A key is what it comes to, whatever the unit.
        (value, Some(unit)) if !how.key => {
            out.put("value", Value::Quantity(unit.value).json(dataset, &how));
            debug_assert!(matches!(value, Value::Quantity(_)), "only numbers have units");
            out.put("unit", json!(unit.id.value));
        }
        (value, _) => out.put("value", value.json(dataset, &how)),
    }
    for (field, time) in claim.time.stated() {
        out.put(field, when(dataset, time.value, how));
    }
    out.maybe("calendar", claim.is_old_style().then(|| json!("julian")));
    for qualifier in claim.qualifiers() {
        let name = how.property(&dataset.property(qualifier.property).id);
        out.0.push((Cow::Owned(format!("qualifiers.{name}")), qualifier.value.json(dataset, &how)));
    }
    out.flag("planned", claim.planned);
    out.list(how, "refs", claim.refs.iter().map(|one| reference(dataset, one, how)).collect());
    out.maybe("rank", rank(claim.rank));
    out.maybe("note", claim.note.as_ref().map(|note| json!(note)));
    out.0
}

/// The rank, where it is stated or might be.
fn rank(rank: Rank) -> Option<Json> {
    match rank {
        Rank::Preferred => Some(json!("preferred")),
        Rank::Normal => None,
        Rank::Deprecated => Some(json!("deprecated")),
    }
}

/// A reference; where it says nothing but its source, that alone.
fn reference(dataset: &Dataset, reference: &Reference, how: How<'_>) -> Json {
    let mut table = Map::new();
    reference.stated(dataset, &how, &mut |name, shown| {
        table.insert(name.to_owned(), shown);
    });
    match table.get("ref") {
        Some(source) if table.len() == 1 => source.clone(),
        _ => Json::Object(table),
    }
}

fn when(dataset: &Dataset, when: When, how: How<'_>) -> Json {
    match when {
        When::Date(date) => json!(date.to_string()),
        When::Point(at) => json!(how.point(dataset, at)),
    }
}

/// The declared fields of a thing, without its id.
pub(super) fn declared(dataset: &Dataset, thing: &impl Declared, how: How<'_>) -> Fields {
    let mut fields = Fields::new();
    thing.stated(dataset, &how, &mut |name, shown| fields.push((Cow::Borrowed(name), shown)));
    fields
}

/// The rule to which a level is given, by the name that it has today, and the level.
fn level(level: &RuleLevel) -> (&str, &'static str) {
    let name = crate::rules::find(&level.rule.value).map_or(&*level.rule.value, |rule| rule.name);
    let setting = match level.setting {
        Setting::Off => "off",
        Setting::At(level) => level.name(),
    };
    (name, setting)
}

/// The fields of the manifest: accept entries apart, a level as `rules.NAME`, a setting of links as
/// `links.NAME`.
pub(super) fn manifest(dataset: &Dataset, how: How<'_>) -> Fields {
    let manifest = &dataset.manifest;
    let mut fields = declared(dataset, manifest, how);
    for level in &manifest.levels {
        let (name, setting) = self::level(level);
        fields.push((Cow::Owned(format!("rules.{name}")), json!(setting)));
    }
    let links = declared(dataset, &manifest.links, how);
    fields.extend(links.into_iter().map(|(name, shown)| (Cow::Owned(format!("links.{name}")), shown)));
    fields
}

/// The fields of an accept entry.
pub(super) fn accept(accept: &Accept, how: How<'_>) -> Fields {
    let rule = crate::rules::find(&accept.rule.value).map_or(&*accept.rule.value, |rule| rule.name);
    let mut out = Collected::default();
    out.put("rule", json!(rule));
    out.list(how, "claims", accept.claims.iter().map(|id| json!(how.claim(&id.value))).collect());
    out.list(how, "sources", accept.sources.iter().map(|id| json!(how.source(&id.value))).collect());
    out.list(how, "entities", accept.entities.iter().map(|id| json!(how.entity(&id.value))).collect());
    out.list(how, "properties", accept.properties.iter().map(|id| json!(how.property(&id.value))).collect());
    out.put("reason", json!(accept.reason));
    out.0
}

/// Fields as an object.
pub fn object(fields: &Fields) -> Json {
    Json::Object(fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
}
