//! Things of a dataset as fields with plain values, twice: as TOML writes them, for readers and
//! programs, and as keys, which are equal where the meaning is.
//!
//! Keys do not know how something is written: a reference is its source whether it is cited by
//! marker or by id, a set has no order, two weeks are fourteen days.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use super::renaming::Renaming;
use crate::analysis::Analysis;
use crate::dataset::load::declare::Declared;
use crate::dataset::load::shape::{FIRST, Field, Form, PROPERTY};
use crate::dataset::types::Writing;
use crate::dataset::{Dataset, Property, Source};
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

    fn claim<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.map_or(id, |names| names.claims.to_head(id))
    }

    fn is_key(&self) -> bool {
        self.key
    }

    fn rule<'b>(&'b self, name: &'b str) -> &'b str {
        crate::rules::find(name).map_or(name, |rule| rule.name)
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

/// The declared fields of a thing, without its id. Those that hold a table of names (levels of rules,
/// qualifiers) are told name by name.
pub(super) fn declared<T: Declared>(dataset: &Dataset, thing: &T, how: How<'_>) -> Fields {
    let mut fields = Fields::new();
    thing.stated(dataset, &how, &mut |name, shown| {
        let by_name =
            matches!(T::SHAPE.field(name), Some(Field { form: Form::Levels | Form::Qualifiers, .. }));
        match shown {
            Json::Object(table) if by_name => {
                fields.extend(
                    table.into_iter().map(|(inner, shown)| (Cow::Owned(format!("{name}.{inner}")), shown)),
                );
            }
            shown => fields.push((Cow::Borrowed(name), shown)),
        }
    });
    fields
}

/// The fields of a property, without its id: behind what every property says of itself first stand the
/// options of its type, as `fmt` lays them out.
pub(super) fn property(dataset: &Dataset, property: &Property, how: How<'_>) -> Fields {
    let mut fields = declared(dataset, property, how);
    let own = property.ty.as_ref().map_or_else(Fields::new, |ty| {
        let mut own = Fields::new();
        ty.json(dataset, &how, &mut |name, shown| own.push((Cow::Borrowed(name), shown)));
        own
    });
    let first = PROPERTY.fields.iter().take(FIRST);
    let at = fields.iter().take_while(|(name, _)| first.clone().any(|field| field.name == *name)).count();
    fields.splice(at..at, own);
    fields
}

/// The fields of the manifest: accept entries apart, a level as `rules.NAME`, an option of a rule as
/// `rules.NAME.OPTION`, a setting of links as `links.NAME`.
pub(super) fn manifest(analysis: &Analysis<'_>, how: How<'_>) -> Fields {
    let dataset = analysis.dataset;
    let manifest = &dataset.manifest;
    let mut fields = declared(dataset, manifest, how);
    for level in &manifest.levels {
        let name = format!("rules.{}", how.rule(&level.rule.value));
        fields.push((Cow::Owned(name), json!(level.setting.name())));
    }
    for (rule, options) in analysis.options.shown(dataset) {
        let named = |(name, shown)| (Cow::Owned(format!("rules.{rule}.{name}")), shown);
        fields.extend(options.into_iter().map(named));
    }
    let links = declared(dataset, &manifest.links, how);
    fields.extend(links.into_iter().map(|(name, shown)| (Cow::Owned(format!("links.{name}")), shown)));
    fields
}

/// Fields as an object.
pub fn object(fields: &Fields) -> Json {
    Json::Object(fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
}
