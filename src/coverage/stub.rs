//! Claims for what no claim holds, ready to be completed by an editor.
//!
//! What can be told is filled in: the value, the markers, the place; the property is guessed from
//! the vocabulary by unit, label and what else the same marker is cited for; who may be the subject
//! is named, and left to the editor, so that no guess becomes a fact.

use std::collections::{HashMap, HashSet};

use super::extract::Says;
use super::held;
use super::{Coverage, Kind, State, Statement};
use crate::dataset::{Dataset, EntityId, Property, PropertyId, PropertyType, QuantityOptions, TimePoint};
use crate::evidence::counted::{Counted, same_word};
use crate::evidence::language::Role;
use crate::evidence::{Language, Token};

/// What is to be added to a dataset.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Stub {
    /// The claims, in the order of the article.
    pub claims: Vec<StubClaim>,
    /// Markers that no source of the dataset has, with an id for a source of each.
    pub sources: Vec<(Box<str>, String)>,
    /// Statements that no property of the vocabulary can hold, or whose value cannot be written:
    /// places in [`Coverage::statements`], each with why.
    pub left: Vec<(usize, &'static str)>,
}

/// A claim that holds a statement.
#[derive(Debug)]
#[non_exhaustive]
pub struct StubClaim {
    /// Which statement: a place in [`Coverage::statements`].
    pub statement: usize,
    /// An id that the dataset does not have yet.
    pub id: String,
    /// The likeliest property.
    pub property: PropertyId,
    /// Others that are as likely.
    pub others: Vec<PropertyId>,
    /// Entities that the property may be about, likeliest first: those of the sentence's other
    /// facts, those that it names, the only one of its kind.
    pub subjects: Vec<EntityId>,
    /// What is stated.
    pub value: StubValue,
    /// Markers.
    pub refs: Vec<Box<str>>,
}

/// A value as the data format writes it.
#[derive(Debug, PartialEq, Eq, Hash, Clone)]
#[non_exhaustive]
pub enum StubValue {
    /// A number without bounds.
    Number(String),
    /// A date, or a number with bounds.
    Text(String),
    /// A distance from another time point.
    Relative {
        /// From which.
        anchor: String,
        /// Whether it is later.
        later: bool,
        /// How far.
        by: String,
    },
}

/// Entities of a kind are looked for in a sentence up to this many.
const MOST_ENTITIES: usize = 500;
/// So many statements back an anchor is looked for.
const BACK: usize = 30;

impl Stub {
    /// Makes claims of what is missing.
    pub fn new(coverage: &Coverage<'_>) -> Self {
        let mut maker = Maker::new(coverage);
        let mut stub = Self::default();
        let mut seen = HashSet::new();
        for (index, statement) in coverage.statements.iter().enumerate() {
            for marker in maker.unknown(statement) {
                let id = maker.fresh(&format!("marker-{}", slug(&marker)));
                maker.known.insert(marker.to_string());
                stub.sources.push((marker, id));
            }
            if statement.state != State::Missing || statement.kind == Kind::Marker || statement.denied {
                continue;
            }
            let Some(value) = maker.value(index) else {
                stub.left.push((index, "its value cannot be written as one of the data format"));
                continue;
            };
            let around = maker.around(index);
            let likely = maker.properties(statement, &around);
            let Some((property, others)) = likely.split_first() else {
                stub.left.push((index, "no property of the vocabulary can hold it"));
                continue;
            };
            let refs = maker.refs(statement);
            if !seen.insert((value.clone(), *property, refs.clone())) {
                continue;
            }
            let id = &coverage.dataset.property(*property).id;
            let id = maker.fresh(&format!("{id}-line-{}", statement.start.line));
            let subjects = maker.subjects(statement, *property, &around);
            let others = others.to_vec();
            let (statement, property) = (index, *property);
            stub.claims.push(StubClaim { statement, id, property, others, subjects, value, refs });
        }
        stub
    }
}

struct Maker<'c, 'd> {
    coverage: &'c Coverage<'d>,
    /// Markers that sources have.
    known: HashSet<String>,
    /// Ids that are taken.
    taken: HashSet<String>,
    counted: Vec<Option<Counted>>,
    labels: Vec<Vec<Token>>,
    /// How many claims use a property.
    uses: HashMap<PropertyId, usize>,
    /// Which properties the claims with a marker have.
    cited: HashMap<&'d str, HashSet<PropertyId>>,
}

impl<'c, 'd> Maker<'c, 'd> {
    fn new(coverage: &'c Coverage<'d>) -> Self {
        let dataset = coverage.dataset;
        let known = dataset.sources.iter().filter_map(|source| source.marker.as_ref());
        let ids = dataset.claims.iter().map(|claim| &claim.id);
        let ids = ids.chain(dataset.sources.iter().map(|source| &source.id));
        let (mut uses, mut cited) = (HashMap::new(), HashMap::<&str, HashSet<PropertyId>>::new());
        for claim in &dataset.claims {
            *uses.entry(claim.property).or_default() += 1;
            for marker in held::markers(dataset, claim) {
                cited.entry(marker).or_default().insert(claim.property);
            }
        }
        let counted = |property: &Property| {
            property.as_quantity().is_some().then(|| Counted::of_property(coverage.language, property))
        };
        Self {
            coverage,
            known: known.map(|marker| marker.value.to_string()).collect(),
            taken: ids.map(ToString::to_string).collect(),
            counted: dataset.properties.iter().map(counted).collect(),
            labels: dataset.properties.iter().map(|property| label(property, coverage.language)).collect(),
            uses,
            cited,
        }
    }

    fn dataset(&self) -> &'d Dataset {
        self.coverage.dataset
    }

    /// An id that is not taken, and takes it.
    fn fresh(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let mut next = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{wanted}-{next}");
            next += 1;
        }
        id
    }

    /// Markers of a statement that no source has under any name.
    fn unknown(&self, statement: &Statement) -> Vec<Box<str>> {
        if statement.kind != Kind::Marker || statement.calls().any(|marker| self.known.contains(marker)) {
            return Vec::new();
        }
        statement.markers.clone()
    }

    fn refs(&self, statement: &Statement) -> Vec<Box<str>> {
        let named = statement.names.iter().find(|name| self.known.contains(&***name));
        let of = |marker: &str| match named {
            Some(name) if !self.known.contains(marker) => name.clone(),
            _ => marker.into(),
        };
        let mut refs: Vec<Box<str>> = statement.markers.iter().map(|marker| of(marker)).collect();
        refs.dedup();
        refs
    }

    fn value(&self, index: usize) -> Option<StubValue> {
        let statement = &self.coverage.statements[index];
        let value = statement.value.clone();
        match &statement.found.as_ref()?.says {
            Says::Date { .. } => value.map(StubValue::Text),
            Says::Quantity { amount, .. } => {
                let exact = amount.quantity().and_then(|quantity| quantity.exact());
                Some(exact.map_or_else(
                    || StubValue::Text(value.unwrap_or_default()),
                    |number| StubValue::Number(number.to_string()),
                ))
                .filter(|value| *value != StubValue::Text(String::new()))
            }
            Says::Relative { duration, later } => {
                let by = (*duration)?.to_string();
                Some(StubValue::Relative { anchor: self.anchor(index)?, later: *later, by })
            }
            Says::DayOfYear { .. } | Says::UnclearDate => None,
        }
    }

    /// The time point that the nearest date before tells.
    fn anchor(&self, index: usize) -> Option<String> {
        let before = self.coverage.statements[index.saturating_sub(BACK)..index].iter().rev();
        before.flat_map(|statement| &statement.claims).find_map(|id| {
            let claim = self.dataset().claim(*id);
            claim.value.as_date()?;
            Some(self.dataset().name_of(TimePoint { subject: claim.subject, property: claim.property }))
        })
    }

    /// What the other facts of a statement's sentence are about, the nearest first.
    fn around(&self, index: usize) -> Vec<EntityId> {
        let all = &self.coverage.statements;
        let sentence = |at: usize| self.coverage.sentences.start(all[at].text.start);
        let own = sentence(index);
        let near =
            (index.saturating_sub(BACK)..all.len().min(index + BACK)).filter(|at| sentence(*at) == own);
        let mut near: Vec<usize> = near.filter(|at| all[*at].kind != Kind::Marker).collect();
        near.sort_by_key(|at| at.abs_diff(index));
        let mut subjects = Vec::new();
        for claim in near.into_iter().flat_map(|at| &all[at].claims).take(MOST_ENTITIES) {
            let subject = self.dataset().claim(*claim).subject;
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        subjects
    }

    /// Whether a property may be about an entity.
    fn takes(&self, property: &Property, subject: EntityId) -> bool {
        property
            .subject
            .as_ref()
            .is_none_or(|kind| self.dataset().is_kind(self.dataset().entity(subject), &kind.value))
    }

    /// The likeliest properties, best first: those that are as likely as the best.
    fn properties(&self, statement: &Statement, around: &[EntityId]) -> Vec<PropertyId> {
        let sentence = self.sentence(statement);
        let mut scored: Vec<(usize, usize, PropertyId)> = Vec::new();
        for (id, property) in self.dataset().properties() {
            let Some(unit) = self.fits(statement, id, property) else { continue };
            let label = &self.labels[id.index()];
            let words = label.iter().filter(|word| sentence.iter().any(|own| same_word(&own.key, &word.key)));
            let cited = statement
                .calls()
                .any(|marker| self.cited.get(marker).is_some_and(|properties| properties.contains(&id)));
            // What the sentence is about may have the property, and has no claim of it yet.
            let about =
                property.subject.is_some() && around.iter().any(|subject| self.takes(property, *subject));
            let open = around.iter().any(|subject| {
                self.takes(property, *subject) && self.dataset().claims_of(*subject, id).next().is_none()
            });
            let context = usize::from(about) + usize::from(open);
            let score = 8 * unit + 4 * words.count() + 2 * usize::from(cited) + context;
            scored.push((score, self.uses.get(&id).copied().unwrap_or_default(), id));
        }
        let Some(best) = scored.iter().map(|(score, ..)| *score).max() else { return Vec::new() };
        // A number of nothing known is guessed by no property; a date is by the commonest.
        if best == 0 && statement.kind == Kind::Quantity {
            return Vec::new();
        }
        scored.retain(|(score, ..)| *score == best);
        scored.sort_by_key(|(_, uses, _)| std::cmp::Reverse(*uses));
        scored.into_iter().map(|(.., id)| id).collect()
    }

    /// Whether a property may hold a statement; 1 where its unit says so.
    fn fits(&self, statement: &Statement, id: PropertyId, property: &Property) -> Option<usize> {
        let found = statement.found.as_ref()?;
        match (&found.says, &property.ty) {
            (Says::Quantity { time, .. }, Some(PropertyType::Quantity(QuantityOptions { unit, .. }))) => {
                let own = unit.as_deref().and_then(held::time_unit);
                match (time, own) {
                    (Some(stated), Some(own)) => (*stated == own).then_some(1),
                    (None, None) => {
                        let counted = self.counted[id.index()].as_ref()?;
                        let coverage = self.coverage;
                        let tie = counted.tie(coverage.language, &coverage.reading, found.mention?);
                        held::strength(counted, &tie).map(usize::from)
                    }
                    _ => None,
                }
            }
            (Says::Date { .. } | Says::Relative { .. }, Some(PropertyType::Date(_))) => Some(0),
            _ => None,
        }
    }

    /// The words of a statement's sentence.
    fn sentence(&self, statement: &Statement) -> &[Token] {
        let all = &self.coverage.reading.tokens;
        let start = self.coverage.sentences.start(statement.text.start);
        let (end, _) = self.coverage.sentences.end(statement.text.start);
        let first = all.partition_point(|token| token.span.start < start);
        let last = all.partition_point(|token| token.span.start < end);
        // A sentence of a book's length tells nothing more.
        &all[first.min(last)..last.min(first + MOST_ENTITIES)]
    }

    fn subjects(&self, statement: &Statement, property: PropertyId, around: &[EntityId]) -> Vec<EntityId> {
        let property = self.dataset().property(property);
        let mut subjects: Vec<EntityId> =
            around.iter().copied().filter(|subject| self.takes(property, *subject)).collect();
        let entities = (0..).map(EntityId).take(self.dataset().entities.len());
        let fitting: Vec<EntityId> =
            entities.filter(|id| self.takes(property, *id)).take(MOST_ENTITIES).collect();
        let sentence = self.sentence(statement);
        let ends = sentence.first().zip(sentence.last());
        let text =
            ends.and_then(|(first, last)| self.coverage.article.text().get(first.span.start..last.span.end));
        let text = text.unwrap_or_default();
        let is_named = |id: EntityId| {
            let label = self.dataset().entity(id).label.as_ref();
            label.is_some_and(|label| label.entries.iter().any(|(_, label)| text.contains(&*label.value)))
        };
        for id in &fitting {
            if !subjects.contains(id) && (fitting.len() == 1 || is_named(*id)) {
                subjects.push(*id);
            }
        }
        subjects
    }
}

/// The words of a property's label that a text in a language may have: those of the language, and
/// the id's.
fn label(property: &Property, language: &Language) -> Vec<Token> {
    let entries = property.label.iter().flat_map(|label| &label.entries);
    let own = entries.filter(|(tag, _)| {
        tag.as_deref().is_none_or(|tag| tag.split('-').next().is_some_and(|tag| tag == language.tag))
    });
    let id = property.id.replace('-', " ");
    let words = own.flat_map(|(_, text)| language.tokens(&text.value)).chain(language.tokens(&id));
    let small = |word: &Token| {
        let word = std::slice::from_ref(word);
        [Role::Small, Role::Stop, Role::Of].iter().any(|role| language.is(word, 0, *role).is_some())
    };
    let mut words: Vec<Token> =
        words.filter(|word| word.is_word() && word.key.chars().count() > 3 && !small(word)).collect();
    words.sort_by(|one, other| one.key.cmp(&other.key));
    words.dedup_by(|one, other| one.key == other.key);
    words
}

/// A marker as part of an id.
fn slug(marker: &str) -> String {
    let id: String = marker
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c.to_ascii_lowercase() } else { '-' })
        .collect();
    if id.is_empty() { "unnamed".into() } else { id }
}
