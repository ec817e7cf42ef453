//! `superlative`: the kind of entity among which the subject is the extreme.

use serde_json::{Value as Json, json};

use super::{Named, Passage, ValueType, Versions, Writing, Written, definition};
use crate::dataset::load::declare::{holds, table, words};
use crate::dataset::load::table::{Asked, Broken, Reporter};
use crate::dataset::load::tree::Kind;
use crate::dataset::load::value::Scope;
use crate::dataset::load::vocabulary::Known;
use crate::dataset::rules::names::WRONG_KIND;
use crate::dataset::{Claim, Dataset, EntityId, Property, PropertyId, Spanned};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::suggest;

/// What a claim states: the kind.
pub(super) type Stated = Box<str>;
/// What a property may say.
pub(super) type Options = SuperlativeOptions;

table! {
    /// The kind of entity among which the subject is the extreme.
    pub struct SuperlativeOptions, SHAPE = "superlative";
    in Known<'_>;
    fields {
        /// The quantity that decides.
        required by: Spanned<PropertyId> = holds::QuantityProperty;
        /// Which extreme.
        required rank: SuperlativeRank = holds::Bare<holds::OneOf<SuperlativeRank>>;
    }
}

words! {
    /// Which extreme a superlative claims.
    pub enum SuperlativeRank {
        /// No other has more.
        Highest = "highest",
        /// No other has less.
        Lowest = "lowest",
    }
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, _options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        let Written { node, field, scope, .. } = written;
        let Kind::String(kind) = node.kind() else {
            return Err(out.wrong_type(node, field, Asked::Text("a kind of entity in quotes".into())));
        };
        if scope.entities.iter().any(|entity| scope.names.kinds.is(entity, kind))
            || scope.names.unread.may_name(kind)
        {
            return Ok(kind.into());
        }
        let kinds = scope.entities.iter().filter_map(|entity| entity.kind.as_ref()).map(|kind| &*kind.value);
        let finding = Finding::new(
            &WRONG_KIND,
            out.span(node),
            message!(
                "{} ranks its subject among the entities of kind `{}`, but there are none",
                out.title,
                kind
            ),
        )
        .label("no entity is of this kind")
        .advise(out.did_you_mean(
            out.span(node),
            suggest::nearest(kind, kinds),
            || "write the kind of the entities that are compared",
        ));
        Err(out.push(finding))
    }

    fn check_subject(
        kind: &Stated,
        subject: &Spanned<EntityId>,
        scope: Scope<'_>,
        out: &mut Reporter<'_>,
    ) -> Result<(), Broken> {
        let entity = &scope.entities[subject.value.index()];
        if scope.names.kinds.is(entity, kind) {
            return Ok(());
        }
        let finding = Finding::new(
            &WRONG_KIND,
            subject.span,
            message!(
                "{} ranks `{}` among the entities of kind `{}`, to which it does not belong",
                out.title,
                entity.id,
                kind
            ),
        )
        .label(message!("of kind `{}`", entity.kind.as_ref().map_or("", |kind| &kind.value)))
        .help(message!("write the kind of `{}` as the value, or name another subject", entity.id))
        .entity(&entity.id);
        Err(out.push(finding))
    }

    fn key(stated: &Stated, _dataset: &Dataset) -> String {
        stated.to_string()
    }

    fn say(stated: &Stated, _dataset: &Dataset, _property: &Property) -> Message {
        message!("first of kind `{}`", stated)
    }

    fn json(stated: &Stated, _dataset: &Dataset, _writing: &impl Writing) -> Json {
        json!(stated)
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), _versions: &impl Versions) -> Message {
        message!("among `{}` instead of `{}`", new.1, old.1)
    }

    fn ask<P: Passage>(_stated: &Stated, _claim: &Claim, _property: &Property, passage: &P) -> P::Answer {
        passage.cannot_tell("would have to be understood to tell a superlative")
    }

    fn schema(_options: &Options, _entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        definition("kind")
    }

    fn names(_options: &Options) -> Named<'_> {
        Named::Kind
    }
}
