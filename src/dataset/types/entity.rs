//! `entity`: an entity, which may have to be of a kind.

use serde_json::{Value as Json, json};

use super::{Named, Passage, ValueType, Versions, Writing, Written};
use crate::dataset::load::declare::{holds, table};
use crate::dataset::load::table::{Asked, Broken, Reporter};
use crate::dataset::load::tree::Kind;
use crate::dataset::load::value::right_kind;
use crate::dataset::load::vocabulary::Known;
use crate::dataset::{Claim, Dataset, EntityId, Property, Spanned};
use crate::message::{Message, message, said};

/// What a claim states.
pub(super) type Stated = EntityId;
/// What a property may say.
pub(super) type Options = EntityOptions;

table! {
    /// An entity.
    pub struct EntityOptions, SHAPE = "entity";
    in Known<'_>;
    fields {
        /// The kind that a value must have.
        strict_optional kind as "value": Option<Spanned<Box<str>>> = holds::Kind;
    }
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        read(written, options.kind.as_ref(), out).map(|entity| entity.value)
    }

    fn entity(stated: &Stated) -> Option<EntityId> {
        Some(*stated)
    }

    fn key(stated: &Stated, dataset: &Dataset) -> String {
        id_of(*stated, dataset)
    }

    fn may_be_same(one: &Stated, other: &Stated) -> bool {
        one == other
    }

    fn say(stated: &Stated, dataset: &Dataset, _property: &Property) -> Message {
        said(dataset.entity(*stated).name())
    }

    fn json(stated: &Stated, dataset: &Dataset, writing: &impl Writing) -> Json {
        json!(writing.entity(&dataset.entity(*stated).id))
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), versions: &impl Versions) -> Message {
        change(*old.1, *new.1, versions)
    }

    fn ask<P: Passage>(stated: &Stated, claim: &Claim, _property: &Property, passage: &P) -> P::Answer {
        passage.entity(claim.subject, *stated)
    }

    fn schema(options: &Options, entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        entities(options.kind.as_ref().map(|kind| &*kind.value))
    }

    fn names(options: &Options) -> Named<'_> {
        Named::Entities(options.kind.as_ref())
    }
}

/// Reads an entity, of the right kind where one is asked for.
pub(super) fn read(
    written: Written<'_>,
    kind: Option<&Spanned<Box<str>>>,
    out: &mut Reporter<'_>,
) -> Result<Spanned<EntityId>, Broken> {
    let Written { node, field, property, scope } = written;
    let Kind::String(name) = node.kind() else {
        return Err(out.wrong_type(node, field, Asked::Text("the id of an entity in quotes".into())));
    };
    let span = out.span(node);
    let id = scope.names.entity(name, span, out)?;
    if let Some(kind) = kind {
        let taker = message!("`{}` takes", property.id);
        right_kind(&scope.names.kinds, &scope.entities[id.index()], kind, span, &taker, out)?;
    }
    Ok(Spanned::new(id, span))
}

/// The id that stands for an entity.
pub(super) fn id_of(entity: EntityId, dataset: &Dataset) -> String {
    dataset.entity(entity).id.to_string()
}

/// Another entity in the place of one.
pub(super) fn change(old: EntityId, new: EntityId, versions: &impl Versions) -> Message {
    message!("{} instead of {}", versions.head().entity(new).name(), versions.base().entity(old).name())
}
