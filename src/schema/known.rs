//! The names of a dataset, as lists that an editor offers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::dataset::types::Named;
use crate::dataset::{Dataset, Entity, PropertyType, TransitionOptions};

/// What a dataset names.
pub(super) struct Known<'d> {
    pub(super) dataset: &'d Dataset,
    /// Whether something could not be read, so that a name that is not known may exist.
    incomplete: bool,
}

impl<'d> Known<'d> {
    pub(super) fn new(dataset: &'d Dataset) -> Self {
        Self { dataset, incomplete: dataset.gaps.any() }
    }

    pub(super) fn title(&self) -> Option<&'d str> {
        self.dataset.manifest.title.as_deref()
    }

    /// The names that there are, each with words about it; others only where something is missing.
    fn names(&self, names: BTreeMap<String, String>) -> Value {
        if self.incomplete || names.is_empty() { suggested(names) } else { listed(names) }
    }

    pub(super) fn kinds(&self) -> Value {
        let entities = self.dataset.entities.iter().filter_map(|entity| entity.kind.as_ref());
        let vocabulary = self.dataset.properties.iter().flat_map(|property| {
            let value = if let Named::Entities(kind) = property.names() { kind } else { None };
            property.subject.iter().chain(value)
        });
        let kinds: BTreeSet<&str> = entities.chain(vocabulary).map(|kind| &*kind.value).collect();
        // A new kind needs no declaration.
        suggested(kinds.into_iter().map(|kind| (kind.to_owned(), String::new())).collect())
    }

    pub(super) fn statuses(&self) -> Value {
        let mut statuses = BTreeMap::from([("none".to_owned(), "never having had a status".to_owned())]);
        for property in &self.dataset.properties {
            if let Some(TransitionOptions { to, from, then }) = property.as_transition() {
                let others = from.iter().flatten().chain(then);
                for status in std::iter::once(to).chain(others) {
                    statuses.entry(status.value.to_string()).or_default();
                }
            }
        }
        suggested(statuses)
    }

    /// The entities of a kind, or all; those of no known kind are taken for any.
    pub(super) fn entities(&self, kind: Option<&str>) -> Value {
        let fits = |entity: &&Entity| kind.is_none_or(|kind| self.dataset.is_kind(entity, kind));
        let entities = self.dataset.entities.iter().filter(fits);
        self.names(entities.map(|entity| (entity.id.to_string(), about_entity(entity))).collect())
    }

    /// The properties of some types, or all; those of no known type are taken for any.
    pub(super) fn properties(&self, types: &[&str]) -> Value {
        let properties = self.dataset.properties.iter().filter(|property| {
            types.is_empty() || property.ty.as_ref().is_none_or(|ty| types.contains(&ty.name()))
        });
        let about = |ty: &str, name: &str| format!("{name} ({ty})");
        self.names(
            properties
                .map(|property| {
                    let ty = property.ty.as_ref().map_or("type not known", PropertyType::name);
                    (property.id.to_string(), about(ty, property.name()))
                })
                .collect(),
        )
    }

    pub(super) fn source_ids(&self) -> Value {
        self.names(
            self.dataset.sources.iter().map(|source| (source.id.to_string(), about_source(source))).collect(),
        )
    }

    /// Markers with or without brackets, and ids.
    pub(super) fn source_names(&self) -> Value {
        let mut names = BTreeMap::new();
        let mut markers = Vec::new();
        for source in &self.dataset.sources {
            names.insert(source.id.to_string(), about_source(source));
            if let Some(marker) = &source.marker {
                names.insert(marker.value.to_string(), about_source(source));
                markers.push(regex::escape(&marker.value));
            }
        }
        let listed = self.names(names);
        if markers.is_empty() {
            return listed;
        }
        let bracketed = format!(r"^\s*\[\s*({})\s*\]\s*$", markers.join("|"));
        json!({ "anyOf": [listed, { "type": "string", "pattern": bracketed }] })
    }

    pub(super) fn claims(&self) -> Value {
        let about = |claim: &crate::dataset::Claim| {
            format!(
                "{} of {}",
                self.dataset.property(claim.property).name(),
                self.dataset.entity(claim.subject).name()
            )
        };
        self.names(self.dataset.claims.iter().map(|claim| (claim.id.to_string(), about(claim))).collect())
    }

    /// The moments that some claim tells.
    pub(super) fn time_points(&self) -> Value {
        let told = self.dataset.claims.iter().filter(|claim| claim.value.as_date().is_some()).map(|claim| {
            let (subject, property) =
                (self.dataset.entity(claim.subject), self.dataset.property(claim.property));
            (format!("{}.{}", subject.id, property.id), format!("{} of {}", property.name(), subject.name()))
        });
        self.names(told.collect())
    }
}

fn about_entity(entity: &Entity) -> String {
    match &entity.kind {
        Some(kind) => format!("{} ({})", entity.name(), kind.value),
        None => entity.name().to_owned(),
    }
}

fn about_source(source: &crate::dataset::Source) -> String {
    let marker = source.marker.as_ref().map(|marker| format!("[{}]", marker.value));
    let title = source.title.as_ref().or(source.publisher.as_ref()).map(|title| title.value.to_string());
    let words: Vec<String> = marker.into_iter().chain(title).collect();
    if words.is_empty() { source.id.to_string() } else { words.join(" ") }
}

fn listed(names: BTreeMap<String, String>) -> Value {
    let (names, about): (Vec<String>, Vec<Value>) = names
        .into_iter()
        .map(|(name, about)| (name, if about.is_empty() { Value::Null } else { json!(about) }))
        .unzip();
    let mut schema = json!({ "enum": names });
    if about.iter().any(|about| !about.is_null()) {
        schema["x-taplo"] = json!({ "docs": { "enumValues": about } });
    }
    schema
}

/// Names to offer, beside which others may be written.
fn suggested(names: BTreeMap<String, String>) -> Value {
    let any = json!({ "type": "string", "pattern": r"\S" });
    if names.is_empty() { any } else { json!({ "anyOf": [listed(names), any] }) }
}
