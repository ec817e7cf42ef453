//! What the things of the base are called in the head.
//!
//! An id that is gone and an id that is new with the same content are one thing under another
//! name. Content is compared in the head's names, so that what refers to a renamed thing is not
//! changed by that. Where several things have the same content, or where it is so little that it
//! says nothing (a kind without a label), no guess is made unless claims that kept their own ids
//! have followed along.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::fields::{self, Fields, How};
use crate::dataset::{Claim, ClaimId, Dataset, EntityId};

/// Old and new ids of one kind of thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renamed {
    to_head: BTreeMap<String, String>,
    of_head: BTreeMap<String, String>,
}

impl Renamed {
    /// What an id of the base is in the head: itself, where it was not renamed.
    pub fn to_head<'a>(&'a self, id: &'a str) -> &'a str {
        self.to_head.get(id).map_or(id, |new| new)
    }

    /// What an id of the head was in the base: itself, where it was not renamed.
    pub fn to_base<'a>(&'a self, id: &'a str) -> &'a str {
        self.of_head.get(id).map_or(id, |old| old)
    }

    /// Old and new ids, in the order of the old ones.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.to_head.iter().map(|(old, new)| (old.as_str(), new.as_str()))
    }

    /// Whether an id of the base has another name now.
    pub fn has_old(&self, id: &str) -> bool {
        self.to_head.contains_key(id)
    }

    /// Whether an id of the head had another name.
    pub fn has_new(&self, id: &str) -> bool {
        self.of_head.contains_key(id)
    }

    fn insert(&mut self, old: &str, new: &str) {
        self.to_head.insert(old.to_owned(), new.to_owned());
        self.of_head.insert(new.to_owned(), old.to_owned());
    }
}

/// What was renamed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renaming {
    /// Entities.
    pub entities: Renamed,
    /// Properties.
    pub properties: Renamed,
    /// Claims.
    pub claims: Renamed,
    /// Sources.
    pub sources: Renamed,
}

impl Renaming {
    /// Finds what was renamed.
    pub(super) fn new(base: &Dataset, head: &Dataset) -> Self {
        let moved = Moved::new(base, head);
        let mut names = Self::default();
        loop {
            let known = names.clone();
            names.find_entities(base, head, &moved);
            names.find_properties(base, head, &moved);
            names.find_sources(base, head, &moved);
            // A property that names another is told apart only once that one is known.
            if names == known {
                break;
            }
        }
        names.find_claims(base, head);
        names
    }

    fn find_entities(&mut self, base: &Dataset, head: &Dataset, moved: &Moved<'_>) {
        let ids =
            Ids::new(base.entities.iter().map(|one| &*one.id), head.entities.iter().map(|one| &*one.id));
        let old = base.entities.iter().filter(|entity| !ids.new.contains(&*entity.id));
        let old = old.map(|entity| {
            (&*entity.id, key(&fields::declared(base, entity, How::KEY)), entity.label.is_some())
        });
        let new = head.entities.iter().filter(|entity| !ids.old.contains(&*entity.id));
        let new = new.map(|entity| (&*entity.id, key(&fields::declared(head, entity, How::KEY))));
        pair(&mut self.entities, old.collect(), new.collect(), &moved.entities);
    }

    fn find_properties(&mut self, base: &Dataset, head: &Dataset, moved: &Moved<'_>) {
        let ids =
            Ids::new(base.properties.iter().map(|one| &*one.id), head.properties.iter().map(|one| &*one.id));
        let old: Vec<_> = base
            .properties
            .iter()
            .filter(|property| !ids.new.contains(&*property.id))
            .map(|property| {
                let how = How::key_of_base(self).without(&property.id);
                (&*property.id, key(&fields::property(base, property, how)), property.label.is_some())
            })
            .collect();
        let new =
            head.properties.iter().filter(|property| !ids.old.contains(&*property.id)).map(|property| {
                (&*property.id, key(&fields::property(head, property, How::KEY.without(&property.id))))
            });
        pair(&mut self.properties, old, new.collect(), &moved.properties);
    }

    fn find_sources(&mut self, base: &Dataset, head: &Dataset, moved: &Moved<'_>) {
        let ids = Ids::new(base.sources.iter().map(|one| &*one.id), head.sources.iter().map(|one| &*one.id));
        let old = base.sources.iter().filter(|source| !ids.new.contains(&*source.id)).map(|source| {
            let telling = source.marker.is_some()
                || [&source.title, &source.url, &source.archive, &source.isbn, &source.doi]
                    .iter()
                    .any(|field| field.is_some());
            (&*source.id, key(&fields::declared(base, source, How::KEY)), telling)
        });
        let new = head.sources.iter().filter(|source| !ids.old.contains(&*source.id));
        let new = new.map(|source| (&*source.id, key(&fields::declared(head, source, How::KEY))));
        pair(&mut self.sources, old.collect(), new.collect(), &moved.sources);
    }

    /// Claims say enough by themselves; where several say the same, they are taken in order.
    fn find_claims(&mut self, base: &Dataset, head: &Dataset) {
        let (kept_base, kept_head) = (ids(base), ids(head));
        let mut gone: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for claim in base.claims.iter().filter(|claim| !kept_head.contains(&*claim.id)) {
            let key = key(&fields::declared(base, claim, How::key_of_base(self)));
            gone.entry(key).or_default().insert(&claim.id);
        }
        let mut new: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for claim in head.claims.iter().filter(|claim| !kept_base.contains(&*claim.id)) {
            new.entry(key(&fields::declared(head, claim, How::KEY))).or_default().insert(&claim.id);
        }
        for (key, old) in gone {
            for (old, new) in old.iter().zip(new.get(&key).into_iter().flatten()) {
                self.claims.insert(old, new);
            }
        }
    }
}

/// The ids of one kind of thing on both sides: only what is gone or new can have another name.
struct Ids<'a> {
    old: HashSet<&'a str>,
    new: HashSet<&'a str>,
}

impl<'a> Ids<'a> {
    fn new(old: impl Iterator<Item = &'a str>, new: impl Iterator<Item = &'a str>) -> Self {
        Self { old: old.collect(), new: new.collect() }
    }
}

fn ids(dataset: &Dataset) -> HashSet<&str> {
    dataset.claims.iter().map(|claim| &*claim.id).collect()
}

fn key(fields: &Fields) -> String {
    fields::object(fields).to_string()
}

/// Things of one content: those that are gone, with whether the content tells something, and those
/// that are new.
type Group<'a> = (Vec<(&'a str, bool)>, Vec<&'a str>);

/// Pairs what is gone (`old`) with what is new: the only ones of their content, and content that tells
/// something or claims that followed along.
fn pair(
    renamed: &mut Renamed,
    old: Vec<(&str, String, bool)>,
    new: Vec<(&str, String)>,
    followed: &HashSet<(&str, &str)>,
) {
    let mut by_old: HashMap<&str, Vec<&str>> = HashMap::new();
    for (old, new) in followed {
        by_old.entry(old).or_default().push(new);
    }
    let mut groups: HashMap<String, Group<'_>> = HashMap::new();
    for (id, key, telling) in old {
        if !renamed.has_old(id) {
            groups.entry(key).or_default().0.push((id, telling));
        }
    }
    for (id, key) in new {
        if !renamed.has_new(id) {
            groups.entry(key).or_default().1.push(id);
        }
    }
    for (old, new) in groups.into_values() {
        if let ([(old, true)], [new]) = (old.as_slice(), new.as_slice()) {
            renamed.insert(old, new);
            continue;
        }
        let new: HashSet<&str> = new.into_iter().collect();
        for (old, _) in old {
            let mut to = by_old.get(old).into_iter().flatten().filter(|id| new.contains(**id));
            if let (Some(new), None) = (to.next(), to.next())
                && !renamed.has_new(new)
            {
                renamed.insert(old, new);
            }
        }
    }
}

/// What stands in a claim of the head where another thing stood in the claim of the same id.
struct Moved<'a> {
    entities: HashSet<(&'a str, &'a str)>,
    properties: HashSet<(&'a str, &'a str)>,
    sources: HashSet<(&'a str, &'a str)>,
}

impl<'a> Moved<'a> {
    fn new(base: &'a Dataset, head: &'a Dataset) -> Self {
        let by_id: HashMap<&str, ClaimId> = head.claims().map(|(id, claim)| (&*claim.id, id)).collect();
        let mut moved =
            Self { entities: HashSet::new(), properties: HashSet::new(), sources: HashSet::new() };
        for (_, old) in base.claims() {
            let Some(new) = by_id.get(&*old.id).map(|id| head.claim(*id)) else { continue };
            moved.entity(base, old.subject, head, new.subject);
            moved.properties.extend(differ(&base.property(old.property).id, &head.property(new.property).id));
            let values = |dataset: &'a Dataset, claim: &'a Claim| -> Vec<&'a str> {
                claim.value.entities().map(|id| &*dataset.entity(id).id).collect()
            };
            moved.entities.extend(swapped(&values(base, old), &values(head, new)));
            let sources = |dataset: &'a Dataset, claim: &'a Claim| -> Vec<&'a str> {
                claim.refs.iter().map(|one| &*dataset.source(one.source).id).collect()
            };
            moved.sources.extend(swapped(&sources(base, old), &sources(head, new)));
        }
        moved
    }

    fn entity(&mut self, base: &'a Dataset, old: EntityId, head: &'a Dataset, new: EntityId) {
        self.entities.extend(differ(&base.entity(old).id, &head.entity(new).id));
    }
}

fn differ<'a>(old: &'a str, new: &'a str) -> Option<(&'a str, &'a str)> {
    (old != new).then_some((old, new))
}

/// The one that left a list and the one that came.
fn swapped<'a>(old: &[&'a str], new: &[&'a str]) -> Option<(&'a str, &'a str)> {
    // Nearly all lists are as they were.
    if old == new {
        return None;
    }
    let (before, after): (HashSet<&str>, HashSet<&str>) =
        (old.iter().copied().collect(), new.iter().copied().collect());
    let mut left = old.iter().filter(|id| !after.contains(**id));
    let mut came = new.iter().filter(|id| !before.contains(**id));
    match (left.next(), left.next(), came.next(), came.next()) {
        (Some(left), None, Some(came), None) => Some((left, came)),
        _ => None,
    }
}
