//! What stands at a place, where it is defined, and where else it is named.

use std::collections::HashMap;

use super::Workspace;
use crate::dataset::load::mentions::{Mention, What};
use crate::dataset::types::Named;
use crate::dataset::{Dataset, EntityId, PropertyId, SourceId, TimePoint};

/// A thing that can be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    Field(&'static str),
    Entity(Box<str>),
    Property(Box<str>),
    Claim(Box<str>),
    /// By id where the source is known, by marker otherwise.
    Source(Box<str>),
    Point(Box<str>, Box<str>),
    Kind(Box<str>),
    Unit(Box<str>),
    Status(Box<str>),
    Rule(Box<str>),
}

/// A range of bytes in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The names of a dataset, for looking many of them up.
pub(super) struct Names<'d> {
    pub(super) dataset: &'d Dataset,
    pub(super) entities: HashMap<&'d str, EntityId>,
    pub(super) properties: HashMap<&'d str, PropertyId>,
    sources: HashMap<&'d str, SourceId>,
}

impl<'d> Names<'d> {
    pub(super) fn new(dataset: &'d Dataset) -> Self {
        let ids = dataset.sources().map(|(id, source)| (&*source.id, id));
        let markers =
            dataset.sources().filter_map(|(id, source)| Some((&*source.marker.as_ref()?.value, id)));
        Self {
            dataset,
            entities: (0..)
                .map(EntityId)
                .zip(&dataset.entities)
                .map(|(id, entity)| (&*entity.id, id))
                .collect(),
            properties: dataset.properties().map(|(id, property)| (&*property.id, id)).collect(),
            // A marker wins over an id, as it does where references are read.
            sources: ids.chain(markers).collect(),
        }
    }

    pub(super) fn source(&self, name: &str) -> Option<SourceId> {
        self.sources.get(name).copied()
    }

    /// The time point of two names.
    pub(super) fn point(&self, subject: &str, property: &str) -> Option<TimePoint> {
        Some(TimePoint { subject: *self.entities.get(subject)?, property: *self.properties.get(property)? })
    }

    /// What a mention names.
    pub(super) fn symbol(&self, mention: &Mention) -> Option<Symbol> {
        let name = mention.name.clone();
        Some(match &mention.what {
            What::Field(about) => Symbol::Field(about),
            What::Entity => Symbol::Entity(name),
            What::Property => Symbol::Property(name),
            What::Claim => Symbol::Claim(name),
            What::Source => {
                Symbol::Source(self.source(&name).map_or(name, |id| self.dataset.source(id).id.clone()))
            }
            What::SourceId => Symbol::Source(name),
            What::TimePoint => {
                let (subject, property) = name.split_once('.')?;
                Symbol::Point(subject.trim().into(), property.trim().into())
            }
            What::Kind => Symbol::Kind(name),
            What::Unit => Symbol::Unit(name),
            What::Status => Symbol::Status(name),
            What::Rule => Symbol::Rule(name),
            What::Value(property) => {
                match self.dataset.property(*self.properties.get(&**property)?).names() {
                    Named::Entities(_) => Symbol::Entity(name),
                    Named::Kind => Symbol::Kind(name),
                    Named::Nothing => return None,
                }
            }
        })
    }
}

impl Workspace {
    /// The mention at a byte of a file.
    pub(super) fn mention(&self, path: &str, offset: usize) -> Option<&Mention> {
        let offset = u32::try_from(offset).ok()?;
        let mentions = self.mentions.get(path)?;
        mentions.iter().find(|mention| mention.start <= offset && offset <= mention.end)
    }

    /// Where a symbol is defined.
    pub(super) fn definitions(&self, names: &Names<'_>, symbol: &Symbol) -> Vec<Place> {
        if let Symbol::Point(subject, property) = symbol {
            let told = self.told(names, subject, property);
            // A moment that no claim tells leads to what it would be told of.
            return if told.is_empty() {
                self.definitions(names, &Symbol::Property(property.clone()))
            } else {
                told
            };
        }
        self.places(|mention| mention.defines && names.symbol(mention).as_ref() == Some(symbol))
    }

    /// Where a symbol is named, its definitions included where asked for.
    pub(super) fn references(&self, names: &Names<'_>, symbol: &Symbol, definitions: bool) -> Vec<Place> {
        let mut places = self.places(|mention| {
            (definitions || !mention.defines) && names.symbol(mention).as_ref() == Some(symbol)
        });
        match symbol {
            Symbol::Point(subject, property) if definitions => {
                places.extend(self.told(names, subject, property));
            }
            // A time point names its entity and its property too.
            Symbol::Entity(name) => places.extend(self.halves(name, true)),
            Symbol::Property(name) => places.extend(self.halves(name, false)),
            _ => {}
        }
        places.sort();
        places.dedup();
        places
    }

    fn halves(&self, name: &str, subject: bool) -> Vec<Place> {
        let mut places = Vec::new();
        for (path, mention) in self.all() {
            let Some((first, second)) =
                mention.name.split_once('.').filter(|_| mention.what == What::TimePoint)
            else {
                continue;
            };
            let (half, end) =
                if subject { (first, mention.start + length(first)) } else { (second, mention.end) };
            if half == name {
                places.push(Place { path: path.to_owned(), start: end.saturating_sub(length(half)), end });
            }
        }
        places
    }

    fn all(&self) -> impl Iterator<Item = (&str, &Mention)> {
        self.mentions
            .iter()
            .flat_map(|(path, mentions)| mentions.iter().map(|mention| (path.as_str(), mention)))
    }

    fn places(&self, wanted: impl Fn(&Mention) -> bool) -> Vec<Place> {
        let mut places: Vec<Place> = self
            .all()
            .filter(|(_, mention)| wanted(mention))
            .map(|(path, mention)| Place { path: path.to_owned(), start: mention.start, end: mention.end })
            .collect();
        places.sort();
        places
    }

    /// The claims that tell a moment.
    fn told(&self, names: &Names<'_>, subject: &str, property: &str) -> Vec<Place> {
        let Some(point) = names.point(subject, property) else { return Vec::new() };
        let claims = names.dataset.claims_of(point.subject, point.property);
        let ids: Vec<&str> = claims.map(|(_, claim)| &*claim.id).collect();
        self.places(|mention| mention.defines && mention.what == What::Claim && ids.contains(&&*mention.name))
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
