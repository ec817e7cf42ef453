//! `transition`: the entity in which the status of the subject changes.

use serde_json::{Value as Json, json};

use super::entity::{self, id_of};
use super::{Named, Passage, Put, ValueType, Versions, Writing, Written, definition};
use crate::dataset::load::shape::{Form, Shape, may, must};
use crate::dataset::load::table::{Broken, Reader, Reporter};
use crate::dataset::load::vocabulary::Known;
use crate::dataset::{Claim, Dataset, EntityId, Property, Spanned};

/// What a claim states: the entity in which the status changes.
pub(super) type Stated = EntityId;
/// What a property may say.
pub(super) type Options = TransitionOptions;

/// Options of a `transition` property.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransitionOptions {
    /// The status that the subject takes.
    pub to: Spanned<Box<str>>,
    /// The statuses that it may come from; any where none is named.
    pub from: Option<Vec<Spanned<Box<str>>>>,
    /// The status after the end of a claim that has one. `None` for never having had one.
    pub then: Option<Spanned<Box<str>>>,
}

static SHAPE: Shape = Shape {
    name: "transition",
    about: "The entity in which the status of the subject changes.",
    new: &[],
    fields: &[
        must("to", "a status", Form::Status, "The status that the subject takes."),
        may(
            "from",
            "a list of statuses",
            Form::List(&Form::Status),
            "The statuses that it may come from; `none` for never having had one.",
        ),
        may(
            "then",
            "a status",
            Form::Status,
            "The status after `until` of a claim; `none` where nothing is said.",
        ),
    ],
};

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    const SHAPE: &'static Shape = &SHAPE;

    fn options(reader: &mut Reader<'_>, _known: &Known<'_>) -> Result<Options, Broken> {
        let to = reader.owned("to", &SHAPE)?.ok_or(Broken)?;
        let from = reader.texts("from", &SHAPE)?.map(|from| {
            from.into_iter().map(|status| Spanned::new(status.value.into(), status.span)).collect()
        });
        Ok(TransitionOptions { to, from, then: reader.owned("then", &SHAPE)? })
    }

    fn read(written: Written<'_>, _options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        entity::read(written, None, out).map(|entity| entity.value)
    }

    fn entity(stated: &Stated) -> Option<EntityId> {
        Some(*stated)
    }

    fn key(stated: &Stated, dataset: &Dataset) -> String {
        id_of(*stated, dataset)
    }

    fn say(stated: &Stated, dataset: &Dataset, _property: &Property) -> String {
        dataset.entity(*stated).name().to_owned()
    }

    fn json(stated: &Stated, dataset: &Dataset, writing: &impl Writing) -> Json {
        json!(writing.entity(&dataset.entity(*stated).id))
    }

    fn options_json(options: &Options, _dataset: &Dataset, writing: &impl Writing, put: Put<'_>) {
        put("to", json!(options.to.value));
        if let Some(then) = &options.then {
            put("then", json!(then.value));
        }
        if let Some(from) = &options.from {
            put("from", writing.unordered(from.iter().map(|status| json!(status.value)).collect()));
        }
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), versions: &impl Versions) -> String {
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
