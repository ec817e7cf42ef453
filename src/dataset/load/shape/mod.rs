//! Which fields each table may have, what they hold and what they mean: one list, from which unknown
//! and missing fields are found and the JSON Schema is made, so that the two cannot drift.

mod tables;

pub use tables::{FILE, MANIFEST_FILE, all_tables, table_at};

pub use super::source::SOURCE;
pub use crate::dataset::claim::{CLAIM, REFERENCE};
pub use crate::dataset::entity::ENTITY;
pub use crate::dataset::manifest::{ACCEPT, DATASET, LEVEL, LINKS};
pub use crate::dataset::types::{COMPLEMENT, ORDER, PROPERTY_TYPES, RELATIVE};
pub use crate::dataset::vocabulary::{CONTEMPORARY, KIND, PROPERTY, TERM, UNIQUE, UNIT};

/// How many fields stand first in a property, before the options of its type.
pub const FIRST: usize = 3;

/// Whether a property of a type may have a field of [`PROPERTY`].
pub fn option_fits(field: &Field, ty: &str) -> bool {
    field.of.is_empty() || field.of.contains(&ty)
}

/// A field of a table.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether the table is incomplete without it.
    pub required: bool,
    /// What it holds, for messages: "a text in quotes".
    pub holds: &'static str,
    /// What it holds, for programs.
    pub form: Form,
    /// Of a property: the types of properties that may have it; any where none is named.
    pub of: &'static [&'static str],
    /// What it is where it is left out, as TOML writes it, where that is a value.
    pub default: Option<&'static str>,
    /// What it means, in a sentence or two of Markdown.
    pub about: &'static str,
}

/// The fields of one kind of table.
#[derive(Debug)]
#[non_exhaustive]
pub struct Shape {
    /// As a message calls the table: "claim".
    pub name: &'static str,
    /// What the table is, in a sentence or two of Markdown.
    pub about: &'static str,
    /// The fields with which an editor starts a new one; where none is named, those that it must have.
    pub new: &'static [&'static str],
    /// All fields that it may have.
    pub fields: &'static [Field],
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Form {
    /// The version of the format.
    Format,
    /// A text that is not blank.
    Text,
    /// The id of the table itself.
    Id,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number from 1.
    Positive,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// An EDTF date.
    Date,
    /// A date or a time point.
    When,
    /// The time point from which a relative date counts.
    TimePoint,
    /// An ISO 8601 duration of one unit.
    Duration,
    /// A length of time of the clock, such as "20s".
    Length,
    /// A number of bytes, such as "5MiB".
    Size,
    /// A host name.
    Host,
    /// A BCP 47 language tag.
    Language,
    /// A regular expression.
    Regex,
    /// An address.
    Url,
    /// A text, or a table of language tag and text.
    Label,
    /// A kind of entity.
    Kind,
    /// A status that transitions lead to.
    Status,
    /// The id of an entity.
    Entity,
    /// The id of a property of one of these types; of any where none is named.
    Property(&'static [&'static str]),
    /// The marker of a source as the article prints it, for the source itself.
    Marker,
    /// The marker or the id of a source.
    Source,
    /// The id of a source as findings name it.
    SourceId,
    /// The id of a claim.
    Claim,
    /// The name of a rule.
    Rule,
    /// What the property of the claim takes.
    Value,
    /// What the property itself takes.
    OwnValue,
    /// A list.
    List(&'static Form),
    /// One or the other.
    Either(&'static Form, &'static Form),
    /// A table with these fields.
    Table(&'static Shape),
    /// A table of rules and their levels.
    Levels,
    /// The manifest's table of rules: levels, or tables with levels and options.
    Rules,
    /// Tables with an id in their header: `[entity.<id>]`.
    Keyed(&'static Shape),
    /// A table of language tag and this.
    ByLanguage(&'static Form),
    /// A table of properties and their values.
    Qualifiers,
    /// The id of a unit.
    UnitOf,
    /// `[[claim]]` and its like.
    Listed(&'static Shape),
}

pub(in crate::dataset) const fn must(
    name: &'static str,
    holds: &'static str,
    form: Form,
    about: &'static str,
) -> Field {
    Field { name, required: true, holds, form, of: &[], default: None, about }
}

pub(in crate::dataset) const fn may(
    name: &'static str,
    holds: &'static str,
    form: Form,
    about: &'static str,
) -> Field {
    Field { name, required: false, holds, form, of: &[], default: None, about }
}

impl Shape {
    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.position(name).map(|at| &self.fields[at])
    }

    /// Which of the fields has this name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

impl Form {
    /// The table that it holds, or that stands in what it holds.
    pub fn table(&self) -> Option<&'static Shape> {
        match self {
            Self::Table(shape) | Self::Keyed(shape) | Self::Listed(shape) => Some(shape),
            Self::List(of) => of.table(),
            Self::Either(one, other) => one.table().or_else(|| other.table()),
            _ => None,
        }
    }
}
