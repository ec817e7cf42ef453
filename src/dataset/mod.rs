//! What is stored: manifest, vocabulary, entities, claims, sources, and where each was written.
//!
//! Past [`load()`] there is no raw TOML, no string that should be a date, no id that might not
//! exist: an [`EntityId`] is an index into a table. What could not be read became a finding and is
//! left out, and [`Gaps`] remembers that it is missing, so that no rule takes the hole for a fact.
//! Checks do not enter this room: it holds and answers, it does not judge how facts agree.

mod claim;
mod entity;
mod gaps;
mod index;
pub mod load;
mod manifest;
pub mod rules;
pub(crate) mod types;
mod unread;
mod vocabulary;

pub use crate::files::{File, FileId, Files, Position, Span, Spanned};
use crate::value::Date;
pub use claim::{Claim, More, Qualifier, Rank, Reference, Time, TimePoint, When, WrittenUnit};
pub use entity::{Entity, Text, TextEntry};
pub use gaps::{Cause, Gap, Gaps};
pub use load::{LoadError, Loaded, Match, Source, SourceKind, load};
pub use manifest::{Accept, Manifest, RuleLevel, Setting};
pub use types::{
    Complement, DateOptions, DateValue, Direction, Distance, EntityOptions, IdentifierOptions, Missing,
    Order, PropertyType, QuantityOptions, Relative, SetOptions, SuperlativeOptions, SuperlativeRank,
    TextOptions, TransitionOptions, UrlOptions, Value, text_difference,
};
pub use unread::Unread;
pub use vocabulary::{Contemporary, EntityKind, Existence, Life, MeasureUnit, Property, Term, Unique};

use crate::words;

/// Where the ledger of links lies in a dataset.
pub const LEDGER: &str = "sources/links.lock";

/// Declares an index into one of the dataset's tables.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The position in the table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// An entity: an index into [`Dataset::entities`].
    EntityId
}
id! {
    /// A property: an index into [`Dataset::properties`].
    PropertyId
}
id! {
    /// A claim: an index into [`Dataset::claims`].
    ClaimId
}
id! {
    /// A source: an index into [`Dataset::sources`].
    SourceId
}

/// A dataset as it was loaded.
#[derive(Debug)]
#[non_exhaustive]
pub struct Dataset {
    /// The files, in the order of their paths.
    pub files: Files,
    /// What `facts/dataset.toml` says.
    pub manifest: Manifest,
    /// Entities in the order of files and lines.
    pub entities: Vec<Entity>,
    /// The vocabulary, in the order of files and lines.
    pub properties: Vec<Property>,
    /// Kinds of entities that say more than their name, in the order of files and lines.
    pub kinds: Vec<EntityKind>,
    /// Units that claims may use, in the order of files and lines.
    pub units: Vec<MeasureUnit>,
    /// Claims in the order of files and lines.
    pub claims: Vec<Claim>,
    /// Sources in the order of files and lines.
    pub sources: Vec<Source>,
    /// Findings that are kept on purpose.
    pub accepts: Vec<Accept>,
    /// What could not be read.
    pub gaps: Gaps,
    /// Claims by what they are about.
    index: index::Index,
}

impl Dataset {
    /// Tells the seasons of all dates in the hemisphere of the manifest.
    fn turn_seasons(&mut self) {
        let Some(hemisphere) = self.manifest.hemisphere else { return };
        let turned = |date: Date| date.in_hemisphere(hemisphere);
        for claim in &mut self.claims {
            claim.time.change_dates(turned);
            if let Value::Date(DateValue::Date(date)) = &mut claim.value {
                *date = turned(*date);
            }
        }
        let options = self.properties.iter_mut().flat_map(|property| {
            property.one_of.iter_mut().flatten().chain(&mut property.none_of).map(|option| &mut option.value)
        });
        for option in options {
            if let Value::Date(DateValue::Date(date)) = option {
                *date = turned(*date);
            }
        }
        let of_sources =
            self.sources.iter_mut().flat_map(|source| [&mut source.published, &mut source.accessed]);
        let of_accepts = self.accepts.iter_mut().map(|accept| &mut accept.until);
        for date in of_sources.chain(of_accepts).chain([&mut self.manifest.as_of]).flatten() {
            date.value = turned(date.value);
        }
    }

    /// Whether the dates of a claim are set ahead: it says so, or its property does.
    pub fn is_planned(&self, claim: &Claim) -> bool {
        claim.planned || self.property(claim.property).planned
    }

    /// The entity of an id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// Whether an entity is of a kind, or of one that is one of it, as far as is known.
    pub fn is_kind(&self, entity: &Entity, kind: &str) -> bool {
        entity.kind.as_ref().is_none_or(|own| self.line_of(&own.value).any(|own| own == kind))
    }

    /// A kind, the kind that it is one of, and so on; each once.
    pub fn line_of<'k>(&'k self, kind: &'k str) -> impl Iterator<Item = &'k str> {
        let next = |kind: &&'k str| self.kind(kind)?.is.as_ref().map(|is| &*is.value);
        // A circle is a finding; here it ends after every kind.
        std::iter::successors(Some(kind), next).take(self.kinds.len() + 1)
    }

    /// With which dates an entity begins and ceases to be: what its kind says, or else the kind that it
    /// is one of.
    pub fn life(&self, entity: EntityId) -> Life {
        let mut life = Life::default();
        let Some(own) = &self.entity(entity).kind else { return life };
        for kind in self.line_of(&own.value).filter_map(|kind| self.kind(kind)) {
            life.start = life.start.or(kind.start.map(|start| start.value));
            life.end = life.end.or(kind.end.map(|end| end.value));
        }
        life
    }

    /// What tells the thing of a claim from other things of its subject and property: the values of
    /// qualifiers that `separators` names, in that order. Claims are rivals where these are the same.
    pub fn separators(&self, claim: &Claim) -> Vec<Option<String>> {
        let value = |separator: &Spanned<PropertyId>| {
            let own = claim.qualifiers().iter().find(|one| one.property == separator.value);
            own.map(|one| one.value.key(self))
        };
        self.property(claim.property).separators.iter().map(value).collect()
    }

    /// What is said of a kind.
    pub fn kind(&self, name: &str) -> Option<&EntityKind> {
        self.kinds.iter().find(|kind| *kind.id == *name)
    }

    /// What is said of a unit.
    pub fn unit(&self, name: &str) -> Option<&MeasureUnit> {
        self.units.iter().find(|unit| *unit.id == *name)
    }

    /// The property of an id.
    pub fn property(&self, id: PropertyId) -> &Property {
        &self.properties[id.index()]
    }

    /// The claim of an id.
    pub fn claim(&self, id: ClaimId) -> &Claim {
        &self.claims[id.index()]
    }

    /// The source of an id.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.index()]
    }

    /// All claims with their ids, deprecated ones included.
    pub fn claims(&self) -> impl Iterator<Item = (ClaimId, &Claim)> {
        (0..).map(ClaimId).zip(&self.claims)
    }

    /// All properties with their ids.
    pub fn properties(&self) -> impl Iterator<Item = (PropertyId, &Property)> {
        (0..).map(PropertyId).zip(&self.properties)
    }

    /// All sources with their ids.
    pub fn sources(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.sources)
    }

    /// The claims about a subject with a property, deprecated ones left out.
    pub fn claims_of(
        &self,
        subject: EntityId,
        property: PropertyId,
    ) -> impl Iterator<Item = (ClaimId, &Claim)> {
        self.index.of(subject, property).iter().map(|&id| (id, self.claim(id)))
    }

    /// The claims with a property, deprecated ones left out.
    pub fn claims_with(&self, property: PropertyId) -> impl Iterator<Item = (ClaimId, &Claim)> {
        self.index.of_property(property).iter().map(|&id| (id, self.claim(id)))
    }

    /// The claims with a property grouped by subject, deprecated ones left out, each group in the
    /// order of files and lines, the groups in the order of their first claims.
    pub fn by_subject(&self, property: PropertyId) -> impl Iterator<Item = (EntityId, &[ClaimId])> + Clone {
        self.index.by_subject(property)
    }

    /// The language of a reference's quote: what the reference says, else its source.
    pub fn language_of<'a>(&'a self, reference: &'a Reference) -> Option<&'a str> {
        let source = self.source(reference.source);
        reference.lang.as_deref().or_else(|| source.lang.as_ref().map(|lang| &*lang.value))
    }

    /// Names of entities, at most a dozen.
    pub fn say_entities(&self, entities: impl IntoIterator<Item = EntityId>) -> String {
        let names: Vec<String> =
            entities.into_iter().map(|entity| self.entity(entity).name().to_owned()).collect();
        if names.is_empty() { "nobody".into() } else { words::short_list(&names, 12).to_string() }
    }

    /// A time point as editors write it: `treaty.signed`.
    pub fn name_of(&self, point: TimePoint) -> String {
        format!("{}.{}", self.entity(point.subject).id, self.property(point.property).id)
    }
}
