//! Random edits: a review is the difference of two full checks, and nothing follows from no change.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value as Json;

use super::{CLAIMS, HEAD, checked, review};
use crate::dataset::Dataset;
use crate::dataset::types::Writing as _;
use crate::review::{Checked, Review, fields};
use crate::run::Reported;

/// A claim as a test writes it.
#[derive(Clone, Debug, PartialEq)]
struct Model {
    subject: usize,
    kind: usize,
    number: u32,
    at: Option<u32>,
    reference: Option<&'static str>,
    deprecated: bool,
    file: usize,
}

const STATES: [&str; 3] = ["armenia", "belarus", "georgia"];

impl Model {
    /// The same claim in another file is the same claim.
    fn meaning(&self) -> Self {
        Self { file: 0, ..self.clone() }
    }

    fn toml(&self, id: &str) -> String {
        let state = STATES[self.subject];
        let (subject, property, value) = match self.kind {
            0 => ("alliance", "members", self.number.to_string()),
            1 => (state, "joined", "\"alliance\"".into()),
            2 => (
                "pact",
                if self.subject == 0 { "signed" } else { "renewed" },
                format!("\"{}\"", 1990 + self.number),
            ),
            3 => {
                ("pact", "renewed", format!("{{ after = \"pact.signed\", by = \"P{}Y\" }}", self.number + 1))
            }
            // Cannot be read.
            4 => ("pact", "signed", "\"nonsense\"".into()),
            _ => (state, "name", format!("\"name {}\"", self.number)),
        };
        let at = self.at.map_or_else(String::new, |at| format!("at = \"{}\"\n", 1990 + at));
        let refs = self.reference.map_or_else(String::new, |one| format!("refs = [\"{one}\"]\n"));
        let rank = if self.deprecated { "rank = \"deprecated\"\n" } else { "" };
        format!(
            "[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nproperty = \"{property}\"\nvalue = {value}\n{at}{refs}{rank}\n"
        )
    }
}

fn model() -> impl Strategy<Value = Model> {
    let reference = proptest::option::of(prop_oneof![Just("1"), Just("page"), Just("nowhere")]);
    (0..3usize, 0..6usize, 0..4u32, proptest::option::of(0..4u32), reference, any::<bool>(), 0..3usize)
        .prop_map(|(subject, kind, number, at, reference, deprecated, file)| Model {
            subject,
            kind,
            number,
            at,
            reference,
            deprecated,
            file,
        })
}

type Models = BTreeMap<String, Model>;

fn models() -> impl Strategy<Value = Models> {
    proptest::collection::btree_map((0..8u32).prop_map(|id| format!("claim-{id}")), model(), 0..8)
}

/// A change: the models after some were replaced, dropped, added or given another id.
fn changed() -> impl Strategy<Value = (Models, Models)> {
    let edits = proptest::collection::vec((0..8u32, 0..4u32, model()), 0..5);
    (models(), edits).prop_map(|(base, edits)| {
        let mut head = base.clone();
        for (id, what, model) in edits {
            let name = format!("claim-{id}");
            match what {
                0 => drop(head.remove(&name)),
                1 => {
                    if let Some(claim) = head.remove(&name) {
                        head.insert(format!("renamed-{id}"), claim);
                    }
                }
                2 => {
                    if let Some(claim) = head.get_mut(&name) {
                        claim.file = model.file;
                    }
                }
                _ => drop(head.insert(name, model)),
            }
        }
        (base, head)
    })
}

fn written(models: &Models) -> Checked {
    let sources = CLAIMS.split_once("[[source]]").map(|(_, rest)| format!("[[source]]{rest}")).unwrap();
    let mut files = vec![("facts/a.toml", HEAD.to_owned()), ("sources/s.toml", sources)];
    for (at, path) in ["facts/0.toml", "facts/m.toml", "sources/z.toml"].into_iter().enumerate() {
        let claims = models.iter().filter(|(_, model)| model.file == at);
        files.push((path, claims.map(|(id, model)| model.toml(id)).collect()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    checked(&files)
}

/// A finding by its rule, what it names and what its claims say, in the head's names.
fn identity(dataset: &Dataset, reported: &Reported, how: fields::How<'_>) -> String {
    let finding = &reported.finding;
    let says = |id: &str| {
        let claim = dataset.claims.iter().find(|claim| *claim.id == *id);
        let mut says = claim.map(|claim| fields::declared(dataset, claim, how)).unwrap_or_default();
        says.retain(|(field, _)| ["value", "at", "from", "until", "planned"].contains(&field.as_ref()));
        match claim {
            _ if crate::review::findings::SETS.contains(&finding.rule.name) => String::new(),
            Some(_) => fields::object(&says).to_string(),
            None => {
                let span = finding.primary.span;
                dataset.files.get(span.file).text[span.start as usize..span.end as usize].trim().to_owned()
            }
        }
    };
    let claims = finding.names.claims.iter().map(|id| format!("{} {}", how.claim(id), says(id)));
    let mut claims: Vec<String> = claims.collect();
    let sources = if claims.is_empty() { finding.names.sources.as_slice() } else { &[] };
    let mut others: Vec<&str> = [sources, &finding.names.entities, &finding.names.properties]
        .into_iter()
        .flatten()
        .map(|id| &**id)
        .collect();
    claims.sort_unstable();
    others.sort_unstable();
    format!("{} {claims:?} {others:?}", finding.rule.name)
}

fn counted<'a>(
    side: &Checked,
    findings: impl Iterator<Item = &'a Reported>,
    how: fields::How<'_>,
) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for reported in findings {
        *counts.entry(identity(&side.run.dataset, reported, how)).or_default() += 1;
    }
    counts
}

/// Every claim of a side as the JSON report writes it.
fn claims_of(side: &Checked) -> BTreeMap<String, Json> {
    let dataset = &side.run.dataset;
    let object = |claim| fields::object(&fields::declared(dataset, claim, fields::SHOWN));
    dataset.claims.iter().map(|claim| (claim.id.to_string(), object(claim))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_review_is_the_difference_of_two_full_checks((before, after) in changed()) {
        let (base, head) = (written(&before), written(&after));
        let review = review(&base, &head);

        // Applied to the base, the changes give the head.
        let mut claims = claims_of(&base);
        for item in &review.claims.removed {
            prop_assert!(claims.remove(&item.id).is_some());
        }
        for item in &review.claims.added {
            prop_assert!(claims.insert(item.id.clone(), fields::object(&item.fields)).is_none());
        }
        for change in &review.claims.changed {
            let claim = claims.get_mut(&change.id).and_then(Json::as_object_mut).unwrap();
            for field in &change.fields {
                let was = claim.remove(&*field.field).unwrap_or(Json::Null);
                prop_assert_eq!(&was, &field.before);
                prop_assert!(!field.meaning.is_empty());
                if !field.after.is_null() {
                    claim.insert(field.field.to_string(), field.after.clone());
                }
            }
        }
        prop_assert_eq!(claims, claims_of(&head));

        // What changed is what was written otherwise, as far as it can be read on both sides.
        let readable = |side: &Checked| side.run.dataset.claims.iter().map(|claim| claim.id.to_string()).collect::<BTreeSet<_>>();
        let both: BTreeSet<String> = readable(&base).intersection(&readable(&head)).cloned().collect();
        let told: BTreeSet<&str> = review.claims.changed.iter().map(|changed| changed.id.as_str()).collect();
        for id in &both {
            let (old, new) = (before[id].meaning(), after[id].meaning());
            let same = old.toml(id).replace("\"nowhere\"", "") == new.toml(id).replace("\"nowhere\"", "");
            let refs = |model: &Model| model.reference.filter(|one| *one != "nowhere");
            let differ = if same { false } else {
                Model { reference: refs(&old), ..old.clone() }.toml(id) != Model { reference: refs(&new), ..new.clone() }.toml(id)
            };
            prop_assert_eq!(told.contains(id.as_str()), differ, "{}", id);
        }

        // Findings: what two full checks differ in, counted by rule, names and what claims say.
        let (of_base, of_head) = (fields::How::key_of_base(&review.names), fields::How::KEY);
        let old = counted(&base, base.run.findings.iter(), of_base);
        let new = counted(&head, head.run.findings.iter(), of_head);
        let introduced = counted(&head, review.findings.introduced.iter().map(|told| told.reported), of_head);
        let resolved = counted(&base, review.findings.resolved.iter().map(|told| told.reported), of_base);
        let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let mut unchanged = 0;
        for key in keys {
            let of = |counts: &BTreeMap<String, usize>| counts.get(key).copied().unwrap_or(0);
            prop_assert_eq!(of(&introduced), of(&new).saturating_sub(of(&old)), "{}", key);
            prop_assert_eq!(of(&resolved), of(&old).saturating_sub(of(&new)), "{}", key);
            unchanged += of(&old).min(of(&new));
        }
        prop_assert_eq!(review.findings.unchanged, unchanged);

        // Backwards, what was introduced is resolved.
        let back = Review::new(&head, &base);
        prop_assert_eq!(back.findings.resolved.len(), review.findings.introduced.len());
        prop_assert_eq!(back.claims.changed.len(), review.claims.changed.len());
        prop_assert_eq!(back.moved.len(), review.moved.len());
    }

    #[test]
    fn nothing_follows_from_no_change(models in models(), files in proptest::collection::vec(0..3usize, 8)) {
        let base = written(&models);
        prop_assert!(review(&base, &base).is_empty());
        let mut moved = models;
        for (model, file) in moved.values_mut().zip(files) {
            model.file = file;
        }
        let head = written(&moved);
        let review = review(&base, &head);
        prop_assert!(review.is_empty(), "{:?} {:?} {:?}", review.claims, review.findings, review.moved);
    }
}
