//! What a finding *is*: its rule, its claims and what they say, and its sources only where it names no
//! claim. Fingerprints and reviews both go by this, so that they never differ.
//!
//! Where a finding stands, its words, its level and the other fields of its claims are no part of it.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::dataset::types::Writing;
use crate::dataset::{Claim, Dataset, When};
use crate::finding::Finding;
use crate::value::{Duration, Unit};

/// What makes a finding the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    /// The rule.
    pub(crate) rule: &'static str,
    /// Its claims by id, each with what it says; of one that could not be read, what the finding shows.
    pub(crate) claims: Vec<(Box<str>, Box<str>)>,
    /// The sources that it is about, where it names no claim.
    pub(crate) sources: Vec<Box<str>>,
    /// The entities that the rule itself names.
    pub(crate) entities: Vec<Box<str>>,
    /// The properties that the rule itself names.
    pub(crate) properties: Vec<Box<str>>,
}

impl Identity {
    /// Whether the finding names nothing: then it is about a file.
    pub(crate) fn is_nameless(&self) -> bool {
        self.claims.is_empty()
            && self.sources.is_empty()
            && self.entities.is_empty()
            && self.properties.is_empty()
    }
}

/// Tells what findings of a dataset are.
pub(crate) struct Identities<'a, N> {
    dataset: &'a Dataset,
    naming: N,
    claims: HashMap<&'a str, &'a Claim>,
}

impl<'a, N: Writing> Identities<'a, N> {
    pub(crate) fn new(dataset: &'a Dataset, naming: N) -> Self {
        let claims = dataset.claims.iter().map(|claim| (&*claim.id, claim)).collect();
        Self { dataset, naming, claims }
    }

    pub(crate) fn of(&self, finding: &Finding) -> Identity {
        let names = &finding.names;
        let mut claims: Vec<(Box<str>, Box<str>)> = names
            .claims
            .iter()
            .map(|id| {
                let says = match self.claims.get(&**id) {
                    Some(claim) => self.says(claim),
                    None => self.shown(finding).into(),
                };
                (self.naming.claim(id).into(), says)
            })
            .collect();
        claims.sort_unstable();
        let sorted = |ids: &[Box<str>], named: &dyn Fn(&str) -> Box<str>| {
            let mut ids: Vec<Box<str>> = ids.iter().map(|id| named(id)).collect();
            ids.sort_unstable();
            ids
        };
        let sources = match claims.is_empty() {
            true => sorted(&names.sources, &|id| self.naming.source(id).into()),
            false => Vec::new(),
        };
        Identity {
            rule: finding.rule.name,
            claims,
            sources,
            entities: sorted(&names.entities, &|id| self.naming.entity(id).into()),
            properties: sorted(&names.properties, &|id| self.naming.property(id).into()),
        }
    }

    /// What a claim says: its value, and when that holds.
    fn says(&self, claim: &Claim) -> Box<str> {
        let mut parts = vec![claim.value.json(self.dataset, &self.naming)];
        for (field, time) in claim.time.stated() {
            let when = match time.value {
                When::Date(date) => date.to_string(),
                When::Point(point) => self.naming.point(self.dataset, point),
            };
            parts.push(json!([field, when]));
        }
        if claim.planned {
            parts.push(json!("planned"));
        }
        if claim.is_old_style() {
            parts.push(json!("julian"));
        }
        for qualifier in claim.qualifiers() {
            let name = self.naming.property(&self.dataset.property(qualifier.property).id).to_owned();
            parts.push(json!([name, qualifier.value.json(self.dataset, &self.naming)]));
        }
        Json::Array(parts).to_string().into()
    }

    /// The text that a finding points at.
    pub(crate) fn shown(&self, finding: &Finding) -> &'a str {
        let span = finding.primary.span;
        let text = &self.dataset.files.get(span.file).text;
        text.get(span.start as usize..span.end as usize).unwrap_or_default().trim()
    }
}

/// The names of the dataset itself.
pub(crate) struct Own;

impl Writing for Own {
    fn entity<'b>(&'b self, id: &'b str) -> &'b str {
        id
    }

    fn property<'b>(&'b self, id: &'b str) -> &'b str {
        id
    }

    fn unordered(&self, mut items: Vec<Json>) -> Json {
        items.sort_by_cached_key(Json::to_string);
        Json::Array(items)
    }

    /// Two weeks are fourteen days.
    fn duration(&self, by: Duration) -> Json {
        match by.unit() {
            Unit::Day => json!(format!("P{}D", by.count())),
            _ => json!(by.to_string()),
        }
    }
}
