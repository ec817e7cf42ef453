//! The types that a value can have, a file for each: how it is written, read, compared, told,
//! looked for in a quote, and given to programs.
//!
//! A new type is a file with a [`ValueType`] and a line in the list below. Nothing else in the
//! program has to know of it: what is done with every value goes through the methods of
//! [`Value`] and [`PropertyType`] here, and only rules that are about one type ask for it by name.
//! Which function runs is settled when the program is built, so that a claim stays small and
//! looking at it stays fast.

mod date;
mod dispatch;
mod entity;
mod identifier;
mod quantity;
mod set;
mod superlative;
#[cfg(test)]
mod tests;
mod text;
mod transition;
mod url;

use serde_json::{Value as Json, json};

pub use self::date::{DateOptions, DateValue, Direction, Distance, ORDER, Order, RELATIVE, Relative};
pub(in crate::dataset) use self::dispatch::read_options;
pub use self::dispatch::{Missing, PROPERTY_TYPES, PropertyType, Value};
pub(crate) use self::dispatch::{TYPE_NAMES, TYPES_IN_WORDS};
pub use self::entity::EntityOptions;
pub use self::identifier::IdentifierOptions;
pub use self::quantity::QuantityOptions;
pub(crate) use self::quantity::decimal;
pub use self::set::{COMPLEMENT, Complement, SetOptions};
pub use self::superlative::{SuperlativeOptions, SuperlativeRank};
pub(crate) use self::text::json as text_json;
pub use self::text::{TextOptions, text_difference};
pub use self::transition::TransitionOptions;
pub use self::url::UrlOptions;
use super::load::declare::{Declared, DeclaredIn};
use super::load::table::{Broken, Reporter};
use super::load::tree::Node;
use super::load::value::Scope;
use super::load::vocabulary::Known;
use super::{Claim, Dataset, EntityId, Property, Source, Spanned, Text, TimePoint, WrittenUnit};
use crate::message::Message;
use crate::value::{Date, DayRange, Duration, Quantity};

/// The list. The name in the program, the file, and how a sentence calls it.
macro_rules! types {
    ($then:ident!($($with:tt)*)) => {
        $then! { ($($with)*)
            Date in date, "a `date`";
            Quantity in quantity, "a `quantity`";
            Entity in entity, "an `entity`";
            Set in set, "a `set` of entities";
            Text in text, "a `text`";
            Identifier in identifier, "an `identifier` in a catalogue";
            Url in url, "a `url`";
            Transition in transition, "a `transition` of status in an entity";
            Superlative in superlative, "a `superlative` among the entities of a kind";
        }
    };
}
use types;

/// Where a value is being read.
#[derive(Clone, Copy)]
pub(in crate::dataset) struct Written<'a> {
    /// What is written.
    pub(in crate::dataset) node: Node<'a>,
    /// In which field.
    pub(in crate::dataset) field: &'a str,
    /// Of which property it is.
    pub(in crate::dataset) property: &'a Property,
    /// What names are resolved against.
    pub(in crate::dataset) scope: Scope<'a>,
}

/// What the program knows of one type of value.
pub(in crate::dataset) trait ValueType {
    /// What a claim states.
    type Stated;
    /// What a property of this type may say beyond what every property may: a declared table, whose name
    /// is that of the type.
    type Options: Declared + for<'a> DeclaredIn<Known<'a>>;

    /// Reads a value.
    fn read(
        written: Written<'_>,
        options: &Self::Options,
        out: &mut Reporter<'_>,
    ) -> Result<Self::Stated, Broken>;

    /// Reads an entry of `one_of` or `none_of`, where that is something else than a value.
    fn read_listed(
        _written: Written<'_>,
        _options: &Self::Options,
        _out: &mut Reporter<'_>,
    ) -> Option<Result<Value, Broken>> {
        None
    }

    /// Reports a subject that cannot have such a value.
    fn check_subject(
        _stated: &Self::Stated,
        _subject: &Spanned<EntityId>,
        _scope: Scope<'_>,
        _out: &mut Reporter<'_>,
    ) -> Result<(), Broken> {
        Ok(())
    }

    /// The one entity that the value is.
    fn entity(_stated: &Self::Stated) -> Option<EntityId> {
        None
    }

    /// The entities that the value is made of.
    fn members(_stated: &Self::Stated) -> &[Spanned<EntityId>] {
        &[]
    }

    /// A text in which two values of one property are the same where the values are.
    fn key(stated: &Self::Stated, dataset: &Dataset) -> String;

    /// Whether two values may be the same, as far as can be seen at a glance.
    fn may_be_same(_one: &Self::Stated, _other: &Self::Stated) -> bool {
        true
    }

    /// Whether no value satisfies both, of two whose keys differ.
    fn differ(_one: &Self::Stated, _other: &Self::Stated) -> bool {
        true
    }

    /// In words, where two values that differ do so only in part: that part of both.
    fn difference(_one: &Self::Stated, _other: &Self::Stated) -> Option<(Message, Message)> {
        None
    }

    /// By what a value is one and the same as that of another subject: keys, with how a message
    /// calls them. `None` for its key alone.
    fn shared_by(_stated: &Self::Stated) -> Option<Vec<(String, Message)>> {
        None
    }

    /// What the vocabulary's lists and forms look at one by one. `None` for the value as a whole.
    fn parts(_stated: &Self::Stated) -> Option<Vec<Spanned<Value>>> {
        None
    }

    /// As an editor wrote it, or would. `None` for its key.
    fn written(_stated: &Self::Stated) -> Option<&str> {
        None
    }

    /// The language that it is in, where it is in one.
    fn language(_stated: &Self::Stated) -> Option<&str> {
        None
    }

    /// Whether it can be a value that the vocabulary lists.
    fn may_be(stated: &Self::Stated, listed: &Self::Stated, dataset: &Dataset) -> bool {
        Self::surely_is(stated, listed, dataset)
    }

    /// Whether it is a value that the vocabulary lists, and can be no other.
    fn surely_is(stated: &Self::Stated, listed: &Self::Stated, dataset: &Dataset) -> bool {
        Self::key(stated, dataset) == Self::key(listed, dataset)
    }

    /// In words.
    fn say(stated: &Self::Stated, dataset: &Dataset, property: &Property) -> Message;

    /// For programs.
    fn json(stated: &Self::Stated, dataset: &Dataset, writing: &impl Writing) -> Json;

    /// What a changed value means, in words that stand beside what was and what is.
    fn change(
        old: (&Claim, &Self::Stated),
        new: (&Claim, &Self::Stated),
        versions: &impl Versions,
    ) -> Message;

    /// Asks a passage whether it states the value.
    fn ask<P: Passage>(stated: &Self::Stated, claim: &Claim, property: &Property, passage: &P) -> P::Answer;

    /// What the JSON Schema asks of a value; `entities` gives the schema of an entity of a kind.
    fn schema(options: &Self::Options, entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json;

    /// What the texts in a value name.
    fn names(_options: &Self::Options) -> Named<'_> {
        Named::Nothing
    }
}

/// Takes a field and what it holds.
pub(crate) type Put<'a> = &'a mut dyn FnMut(&'static str, Json);

/// What the texts in a value name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named<'a> {
    /// No thing of the dataset.
    Nothing,
    /// Entities, of a kind where the vocabulary asks for one.
    Entities(Option<&'a Spanned<Box<str>>>),
    /// A kind of entity.
    Kind,
}

/// How values are given to programs: under which names, and whether an order that means nothing is
/// kept.
pub(crate) trait Writing {
    /// The id of an entity.
    fn entity<'b>(&'b self, id: &'b str) -> &'b str;
    /// The id of a property.
    fn property<'b>(&'b self, id: &'b str) -> &'b str;
    /// The id of a source.
    fn source<'b>(&'b self, id: &'b str) -> &'b str {
        id
    }
    /// What a claim cites a source by.
    fn cited<'b>(&'b self, source: &'b Source) -> &'b str {
        self.source(&source.id)
    }
    /// The id of a claim.
    fn claim<'b>(&'b self, id: &'b str) -> &'b str {
        id
    }
    /// Whether what comes to the same is written the same.
    fn is_key(&self) -> bool {
        false
    }
    /// The name that a rule has today.
    fn rule<'b>(&'b self, name: &'b str) -> &'b str {
        name
    }
    /// A list whose order means nothing.
    fn unordered(&self, items: Vec<Json>) -> Json;
    /// A length of time.
    fn duration(&self, by: Duration) -> Json;

    /// A time point.
    fn point(&self, dataset: &Dataset, point: TimePoint) -> String {
        let subject = self.entity(&dataset.entity(point.subject).id);
        format!("{subject}.{}", self.property(&dataset.property(point.property).id))
    }
}

/// Two versions of a dataset, as a changed value asks for them.
pub(crate) trait Versions {
    /// What was.
    fn base(&self) -> &Dataset;
    /// What is.
    fn head(&self) -> &Dataset;
    /// What an entity of the base is called in the head.
    fn renamed<'b>(&'b self, entity: &'b str) -> &'b str;
    /// A time point of the base, in the names of the head.
    fn renamed_point(&self, point: TimePoint) -> String;
    /// The days on which moments can have been, in the base and in the head.
    fn days(&self, base: TimePoint, head: TimePoint) -> (DayRange, DayRange);
}

/// A text of a source that can be asked whether it states a value.
pub(crate) trait Passage {
    /// What comes of asking.
    type Answer;

    /// Whether it states a number of what a property counts, or of another unit in which that is
    /// written.
    fn quantity(
        &self,
        claimed: &Quantity,
        property: &Property,
        written: Option<&WrittenUnit>,
    ) -> Self::Answer;
    /// Whether it states a date.
    fn date(&self, claimed: &Date) -> Self::Answer;
    /// Whether it says that something was so much later, or earlier.
    fn relative(&self, by: &Duration, later: bool) -> Self::Answer;
    /// Whether it names an entity, of a claim about a subject.
    fn entity(&self, subject: EntityId, claimed: EntityId) -> Self::Answer;
    /// Whether it names all of some entities.
    fn all(&self, claimed: &[EntityId]) -> Self::Answer;
    /// Whether it holds a text.
    fn text(&self, claimed: &Text) -> Self::Answer;
    /// It cannot tell; why, in words that follow "the quote".
    fn cannot_tell(&self, why: &str) -> Self::Answer;
}

/// A reference to a definition of the JSON Schema.
fn definition(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}") })
}
