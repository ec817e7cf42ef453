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
use crate::dataset::types::{Writing, text_json};
use crate::dataset::{
    Accept, Claim, Dataset, Entity, Manifest, Rank, Reference, RuleLevel, Setting, Source, Spanned, Value,
    When,
};
use crate::run::identity::Naming;
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
}

impl Naming for How<'_> {
    fn claim<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.map_or(id, |names| names.claims.to_head(id))
    }

    fn source<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.map_or(id, |names| names.sources.to_head(id))
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

fn reference(dataset: &Dataset, reference: &Reference, how: How<'_>) -> Json {
    let source = dataset.source(reference.source);
    let name = match &source.marker {
        Some(marker) if !how.key => json!(marker.value),
        _ => json!(how.source(&source.id)),
    };
    let details = [
        ("quote", reference.quote.as_ref().map(|quote| &quote.value)),
        ("page", reference.page.as_ref()),
        ("lang", reference.lang.as_ref()),
    ];
    if details.iter().all(|(_, detail)| detail.is_none()) {
        return name;
    }
    let mut table = Map::from_iter([("ref".to_owned(), name)]);
    for (field, detail) in details {
        if let Some(detail) = detail {
            table.insert(field.to_owned(), json!(detail));
        }
    }
    Json::Object(table)
}

fn when(dataset: &Dataset, when: When, how: How<'_>) -> Json {
    match when {
        When::Date(date) => json!(date.to_string()),
        When::Point(at) => json!(how.point(dataset, at)),
    }
}

/// The fields of an entity, without its id.
pub(super) fn entity(entity: &Entity) -> Fields {
    let mut out = Collected::default();
    out.text("kind", entity.kind.as_ref());
    out.maybe("label", entity.label.as_ref().map(text_json));
    out.0
}

/// The fields of a source, without its id.
pub(super) fn source(source: &Source) -> Fields {
    source.stated().into_iter().map(|(name, shown)| (Cow::Borrowed(name), json!(shown))).collect()
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
    let Manifest { id, title, as_of, hemisphere, article, mirrors, levels, links } = &dataset.manifest;
    let mut out = Collected::default();
    out.maybe("id", id.as_ref().map(|id| json!(id)));
    out.maybe("title", title.as_ref().map(|title| json!(title)));
    out.maybe("as_of", as_of.map(|date| json!(date.value.to_string())));
    out.maybe("hemisphere", hemisphere.map(|hemisphere| json!(hemisphere.name())));
    out.maybe("article", article.map(|id| json!(how.source(&dataset.source(id).id))));
    out.list(how, "mirrors", mirrors.iter().map(|host| json!(host)).collect());
    for level in levels {
        let (name, setting) = self::level(level);
        out.0.push((Cow::Owned(format!("rules.{name}")), json!(setting)));
    }
    let seconds = |time: std::time::Duration| json!(format!("{time:?}"));
    out.maybe("links.timeout", links.timeout.map(seconds));
    out.maybe("links.budget", links.budget.map(seconds));
    out.maybe("links.concurrency", links.concurrency.map(|number| json!(number)));
    out.maybe("links.per_host", links.per_host.map(|number| json!(number)));
    out.maybe("links.interval", links.interval.map(seconds));
    out.maybe("links.max_body", links.max_body.map(|bytes| json!(bytes)));
    out.list(how, "links.exclude", links.exclude.iter().map(|regex| json!(regex.as_str())).collect());
    out.0
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
    out.text("fingerprint", accept.fingerprint.as_ref());
    out.put("reason", json!(accept.reason));
    out.maybe("until", accept.until.map(|until| json!(until.value.to_string())));
    out.0
}

/// Fields as an object.
pub fn object(fields: &Fields) -> Json {
    Json::Object(fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
}
