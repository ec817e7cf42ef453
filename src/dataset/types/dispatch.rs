//! What is done with values of any type: each goes to the file of its type.

use serde_json::Value as Json;

use super::{
    Named, Passage, Put, ValueType, Versions, Writing, Written, date, entity, identifier, quantity, set,
    superlative, text, transition, types, url,
};
use crate::dataset::load::declare::{Declared, DeclaredIn as _};
use crate::dataset::load::shape::Shape;
use crate::dataset::load::table::{Broken, Reader, Reporter};
use crate::dataset::load::value::Scope;
use crate::dataset::load::vocabulary::Known;
use crate::dataset::{Claim, Dataset, EntityId, Property, Span, Spanned};
use crate::message::{Message, message};
use crate::value::Quantity;

macro_rules! declare {
    (() $($name:ident in $file:ident, $words:literal;)*) => {
        /// What a claim states.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Value {
            $(
                #[doc = concat!("Of a property whose values are ", $words, ".")]
                $name($file::Stated),
            )*
            /// In place of a value, of a property of any type.
            Missing(Missing),
        }

        /// What the value of a claim is, with the options of that type.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum PropertyType {
            $(
                #[doc = concat!("Whose values are ", $words, ".")]
                $name($file::Options),
            )*
        }

        /// What a property of each type may have beyond what every property may.
        pub static PROPERTY_TYPES: &[&Shape] = &[$(<$file::Options as Declared>::SHAPE),*];

        /// The names of the types, as the vocabulary writes them.
        pub(crate) const TYPE_NAMES: &[&str] = &[$(<$file::Options as Declared>::SHAPE.name),*];

        /// Reads the options of a property of the type that a shape describes.
        pub(in crate::dataset) fn read_options(
            shape: &Shape,
            reader: &mut Reader<'_>,
            known: &Known<'_>,
        ) -> Result<PropertyType, Broken> {
            $(
                if shape.name == <$file::Options as Declared>::SHAPE.name {
                    return $file::Options::read_table(reader, known).map(PropertyType::$name);
                }
            )*
            Err(Broken)
        }

        impl PropertyType {
            /// Its name, what it is, and the fields of its options.
            pub fn shape(&self) -> &'static Shape {
                match self {
                    $(Self::$name(_) => <$file::Options as Declared>::SHAPE,)*
                }
            }

            /// Reads a value of this type.
            pub(in crate::dataset) fn read(
                &self,
                written: Written<'_>,
                out: &mut Reporter<'_>,
            ) -> Result<Value, Broken> {
                match self {
                    $(Self::$name(options) => $file::Type::read(written, options, out).map(Value::$name),)*
                }
            }
        }

        impl Value {
            /// Whether no value satisfies both, of two of one property whose keys differ.
            pub(crate) fn differs(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$name(one), Self::$name(other)) => $file::Type::differ(one, other),)*
                    (Self::Missing(Missing::Unknown), Self::Missing(Missing::None))
                    | (Self::Missing(Missing::None), Self::Missing(Missing::Unknown)) => true,
                    // A value that nobody knows can be the other.
                    (Self::Missing(Missing::Unknown), _) | (_, Self::Missing(Missing::Unknown)) => false,
                    (Self::Missing(Missing::None), Self::Missing(Missing::None)) => false,
                    _ => true,
                }
            }

            /// Whether two values may be the same, as far as can be seen at a glance.
            pub(crate) fn may_be_same(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$name(one), Self::$name(other)) => $file::Type::may_be_same(one, other),)*
                    (Self::Missing(one), Self::Missing(other)) => one == other,
                    (Self::Missing(missing), _) | (_, Self::Missing(missing)) => *missing == Missing::Unknown,
                    _ => false,
                }
            }

            /// In words, where two values that differ do so only in part: that part of both.
            pub(crate) fn difference(&self, other: &Self) -> Option<(Message, Message)> {
                match (self, other) {
                    $((Self::$name(one), Self::$name(other)) => $file::Type::difference(one, other),)*
                    _ => None,
                }
            }

            /// Whether it can be a value that the vocabulary lists.
            pub(crate) fn may_be(&self, listed: &Self, dataset: &Dataset) -> bool {
                match (self, listed) {
                    $((Self::$name(one), Self::$name(listed)) => $file::Type::may_be(one, listed, dataset),)*
                    _ => false,
                }
            }

            /// Whether it is a value that the vocabulary lists, and can be no other.
            pub(crate) fn surely_is(&self, listed: &Self, dataset: &Dataset) -> bool {
                match (self, listed) {
                    $((Self::$name(one), Self::$name(listed)) => $file::Type::surely_is(one, listed, dataset),)*
                    _ => false,
                }
            }

            /// What a changed value of a claim means, in words.
            pub(crate) fn change(old: &Claim, new: &Claim, versions: &impl Versions) -> Message {
                match (&old.value, &new.value) {
                    $(
                        (Self::$name(before), Self::$name(after)) => {
                            $file::Type::change((old, before), (new, after), versions)
                        }
                    )*
                    (before, after) => {
                        let say = |value: &Self, dataset: &Dataset, claim: &Claim| {
                            value.say(dataset, dataset.property(claim.property))
                        };
                        let now = say(after, versions.head(), new);
                        message!("{} instead of {}", now, say(before, versions.base(), old))
                    }
                }
            }
        }
    };
}
types!(declare!());

macro_rules! in_words {
    (() $first:ident in $file:ident, $words:literal; $($others:ident in $files:ident, $more:literal;)*) => {
        /// The types in a sentence.
        pub(crate) const TYPES_IN_WORDS: &str =
            concat!("What a value is, one of: ", $words $(, ", ", $more)*, ".");
    };
}
types!(in_words!());

/// What stands in place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// There is one, but nobody knows which.
    Unknown,
    /// There is none.
    None,
}

impl Missing {
    /// The field that states it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }

    /// In words.
    fn say(self) -> &'static str {
        match self {
            Self::Unknown => "a value that nobody knows",
            Self::None => "no value",
        }
    }
}

/// Does with the value what its type does: `$type` is the file's [`ValueType`].
macro_rules! by_type {
    ($value:expr, $type:ident, $stated:ident => $does:expr) => {
        types!(each!($value, $type, $stated, $does))
    };
}
macro_rules! each {
    (
        ($value:expr, $type:ident, $stated:ident, $does:expr $(, $missing:ident => $without:expr)?)
        $($name:ident in $file:ident, $words:literal;)*
    ) => {
        match $value {
            $(
                Self::$name($stated) => {
                    type $type = $file::Type;
                    $does
                }
            )*
            $(Self::Missing($missing) => $without,)?
        }
    };
}

/// The same of the value of a claim, which may be missing.
macro_rules! by_value {
    ($value:expr, $type:ident, $stated:ident => $does:expr, $missing:ident => $without:expr) => {
        types!(each!($value, $type, $stated, $does, $missing => $without))
    };
}

impl PropertyType {
    /// As the vocabulary writes it.
    pub fn name(&self) -> &'static str {
        self.shape().name
    }

    /// Reads an entry of `one_of` or `none_of`.
    pub(in crate::dataset) fn read_listed(
        &self,
        written: Written<'_>,
        out: &mut Reporter<'_>,
    ) -> Result<Value, Broken> {
        let own = by_type!(self, T, options => T::read_listed(written, options, out));
        own.unwrap_or_else(|| self.read(written, out))
    }

    /// The options that a property states, for programs.
    pub(crate) fn json(&self, dataset: &Dataset, writing: &impl Writing, put: Put<'_>) {
        by_type!(self, T, options => <T as ValueType>::Options::stated(options, dataset, writing, put));
    }

    /// What the JSON Schema asks of a value; `entities` gives the schema of an entity of a kind.
    pub(crate) fn schema(&self, entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        by_type!(self, T, options => T::schema(options, entities))
    }

    /// What the texts in a value name.
    pub(crate) fn names(&self) -> Named<'_> {
        by_type!(self, T, options => T::names(options))
    }
}

impl Value {
    /// Reports a subject that cannot have such a value.
    pub(in crate::dataset) fn check_subject(
        &self,
        subject: &Spanned<EntityId>,
        scope: Scope<'_>,
        out: &mut Reporter<'_>,
    ) -> Result<(), Broken> {
        by_value!(self, T, stated => T::check_subject(stated, subject, scope, out), _m => Ok(()))
    }

    /// The date, of a date claim.
    pub fn as_date(&self) -> Option<&date::DateValue> {
        if let Self::Date(date) = self { Some(date) } else { None }
    }

    /// The quantity, of a quantity claim.
    pub fn as_quantity(&self) -> Option<&Quantity> {
        if let Self::Quantity(quantity) = self { Some(quantity) } else { None }
    }

    /// The members, of a set claim.
    pub fn as_set(&self) -> Option<&[Spanned<EntityId>]> {
        if let Self::Set(members) = self { Some(members) } else { None }
    }

    /// The entities that the value names.
    pub fn entities(&self) -> impl Iterator<Item = EntityId> + '_ {
        let one = by_value!(self, T, stated => T::entity(stated), _m => None);
        let members = by_value!(self, T, stated => T::members(stated), _m => &[]);
        one.into_iter().chain(members.iter().map(|member| member.value))
    }

    /// A text in which two values of one property are the same where the values are.
    pub(crate) fn key(&self, dataset: &Dataset) -> String {
        by_value!(self, T, stated => T::key(stated, dataset), missing => format!("\0{}", missing.name()))
    }

    /// By what a value is one and the same as that of another subject: keys, with how a message
    /// calls them.
    pub(crate) fn shared_by(&self, dataset: &Dataset, property: &Property) -> Vec<(String, Message)> {
        // What is missing is nobody else's.
        let own = by_value!(self, T, stated => T::shared_by(stated), _m => Some(Vec::new()));
        own.unwrap_or_else(|| vec![(self.key(dataset), self.say(dataset, property))])
    }

    /// What the vocabulary's lists and forms look at one by one: members of a set, languages of a
    /// text, or the value itself, which stands at a place.
    pub(crate) fn parts(&self, span: Span) -> Vec<Spanned<Self>> {
        let own = by_value!(self, T, stated => T::parts(stated), _m => Some(Vec::new()));
        own.unwrap_or_else(|| vec![Spanned::new(self.clone(), span)])
    }

    /// As an editor wrote it, or would.
    pub(crate) fn written(&self, dataset: &Dataset) -> String {
        let own = by_value!(self, T, stated => T::written(stated), missing => Some(missing.name()));
        own.map_or_else(|| self.key(dataset), str::to_owned)
    }

    /// The language that it is in, where it is in one.
    pub(crate) fn language(&self) -> Option<&str> {
        by_value!(self, T, stated => T::language(stated), _m => None)
    }

    /// In words.
    pub(crate) fn say(&self, dataset: &Dataset, property: &Property) -> Message {
        by_value!(self, T, stated => T::say(stated, dataset, property), missing => missing.say().into())
    }

    /// For programs.
    pub(crate) fn json(&self, dataset: &Dataset, writing: &impl Writing) -> Json {
        by_value!(self, T, stated => T::json(stated, dataset, writing), missing => serde_json::json!({ missing.name(): true }))
    }

    /// Asks a passage whether it states the value of a claim.
    pub(crate) fn ask<P: Passage>(&self, claim: &Claim, property: &Property, passage: &P) -> P::Answer {
        by_value!(self, T, stated => T::ask(stated, claim, property, passage), missing => {
            passage.cannot_tell(match missing {
                Missing::Unknown => "would have to say that nobody knows it",
                Missing::None => "would have to say that there is none",
            })
        })
    }
}
