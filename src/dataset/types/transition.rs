//! `transition`: the entity in which the status of the subject changes.

use serde_json::{Value as Json, json};

use super::entity::{self, id_of};
use super::{Named, Passage, ValueType, Versions, Writing, Written, definition};
use crate::dataset::load::declare::{holds, table};
use crate::dataset::load::table::{Broken, Reporter};
use crate::dataset::load::vocabulary::Known;
use crate::dataset::{Claim, Dataset, EntityId, Property, Spanned};
use crate::message::{Message, said};

/// What a claim states: the entity in which the status changes.
pub(super) type Stated = EntityId;
/// What a property may say.
pub(super) type Options = TransitionOptions;

table! {
    /// The entity in which the status of the subject changes.
    pub struct TransitionOptions, SHAPE = "transition";
    in Known<'_>;
    fields {
        /// The status that the subject takes.
        required to: Spanned<Box<str>> = holds::Status;
        /// The statuses that it may come from; `none` for never having had one.
        strict_optional from: Option<Vec<Spanned<Box<str>>>> = holds::List<holds::Status>, "a list of statuses";
        /// The status after `until` of a claim; `none` where nothing is said.
        strict_optional then: Option<Spanned<Box<str>>> = holds::Status;
    }
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, _options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        entity::read(written, None, out).map(|entity| entity.value)
    }

    fn entity(stated: &Stated) -> Option<EntityId> {
        Some(*stated)
    }

    fn key(stated: &Stated, dataset: &Dataset) -> String {
        id_of(*stated, dataset)
    }

    fn say(stated: &Stated, dataset: &Dataset, _property: &Property) -> Message {
        said(dataset.entity(*stated).name())
    }

    fn json(stated: &Stated, dataset: &Dataset, writing: &impl Writing) -> Json {
        json!(writing.entity(&dataset.entity(*stated).id))
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), versions: &impl Versions) -> Message {
        entity::change(*old.1, *new.1, versions)
    }

    fn ask<P: Passage>(_stated: &Stated, _claim: &Claim, _property: &Property, passage: &P) -> P::Answer {
        passage.cannot_tell("would have to be understood to tell a change of status")
    }

    fn schema(_options: &Options, _entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        definition("entity-id")
    }

    fn names(_options: &Options) -> Named<'_> {
        Named::Entities(None)
    }
}
