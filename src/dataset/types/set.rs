//! `set`: entities, each once, in no order.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::{Named, Passage, Value, ValueType, Versions, Writing, Written, entity};
use crate::dataset::load::declare::{holds, table};
use crate::dataset::load::table::{Asked, Broken, Reporter};
use crate::dataset::load::tree::Kind;
use crate::dataset::load::vocabulary::Known;
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::{Claim, Dataset, EntityId, Property, PropertyId, Spanned};
use crate::finding::Finding;
use crate::message::{Message, message, said};
use crate::words;

/// What a claim states, in the order written; each entity once.
pub(super) type Stated = Vec<Spanned<EntityId>>;
/// What a property may say.
pub(super) type Options = SetOptions;

table! {
    /// Two sets of the same subject: the property is what `within` has and `of` has not.
    pub struct Complement, COMPLEMENT = "complement_of";
    in Known<'_>;
    fields {
        /// The set that is taken away.
        required of: Spanned<PropertyId> = holds::SetProperty;
        /// The set that it is taken from.
        required within: Spanned<PropertyId> = holds::SetProperty;
    }
}

table! {
    /// A list of entities, each once.
    pub struct SetOptions, SHAPE = "set";
    in Known<'_>;
    fields {
        /// The kind that a value must have.
        strict_optional kind as "value": Option<Spanned<Box<str>>> = holds::Kind;
        /// A set of the same subject that holds all members.
        optional subset_of: Option<Spanned<PropertyId>> = holds::SetProperty;
        /// Two sets of the same subject: this is what `within` has and `of` has not.
        optional complement_of: Option<Complement> = holds::Nested<Complement>, "a table with `of` and `within`";
        /// The members are exactly those that hold this status.
        optional equals_status: Option<Spanned<Box<str>>> = holds::Status;
        /// The members all hold this status; some who hold it may be missing.
        optional subset_of_status: Option<Spanned<Box<str>>> = holds::Status;
    }
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        let Kind::Array(items) = written.node.kind() else {
            return Err(out.wrong_type(
                written.node,
                written.field,
                Asked::List("a list of entity ids in quotes".into()),
            ));
        };
        let mut members: Stated = Vec::with_capacity(items.len());
        let mut seen = HashMap::new();
        let mut broken = false;
        for node in items.iter() {
            let Ok(member) = entity::read(Written { node, ..written }, options.kind.as_ref(), out) else {
                broken = true;
                continue;
            };
            if let Some(first) = seen.insert(member.value, member.span) {
                let name = &written.scope.entities[member.value.index()].id;
                let finding = Finding::new(
                    &WRONG_TYPE,
                    member.span,
                    message!("the list in {} names `{}` twice", out.title, name),
                )
                .label("named again")
                .related(first, "first named here")
                .help("a set holds each entity once: take one of them out");
                out.push(finding);
                broken = true;
                continue;
            }
            members.push(member);
        }
        if broken { Err(Broken) } else { Ok(members) }
    }

    /// The list holds members of the set, not sets.
    fn read_listed(
        written: Written<'_>,
        options: &Options,
        out: &mut Reporter<'_>,
    ) -> Option<Result<Value, Broken>> {
        let member = entity::read(written, options.kind.as_ref(), out);
        Some(member.map(|member| Value::Entity(member.value)))
    }

    fn members(stated: &Stated) -> &[Spanned<EntityId>] {
        stated
    }

    fn key(stated: &Stated, dataset: &Dataset) -> String {
        let mut ids: Vec<&str> = stated.iter().map(|member| &*dataset.entity(member.value).id).collect();
        ids.sort_unstable();
        ids.join(" ")
    }

    fn parts(stated: &Stated) -> Option<Vec<Spanned<Value>>> {
        let member = |member: &Spanned<EntityId>| Spanned::new(Value::Entity(member.value), member.span);
        Some(stated.iter().map(member).collect())
    }

    fn say(stated: &Stated, dataset: &Dataset, _property: &Property) -> Message {
        said(&dataset.say_entities(stated.iter().map(|member| member.value)))
    }

    fn json(stated: &Stated, dataset: &Dataset, writing: &impl Writing) -> Json {
        let id = |member: &Spanned<EntityId>| json!(writing.entity(&dataset.entity(member.value).id));
        writing.unordered(stated.iter().map(id).collect())
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), versions: &impl Versions) -> Message {
        let (base, head) = (versions.base(), versions.head());
        let was: Vec<&str> =
            old.1.iter().map(|member| versions.renamed(&base.entity(member.value).id)).collect();
        let is: Vec<&str> = new.1.iter().map(|member| &*head.entity(member.value).id).collect();
        let name =
            |dataset: &Dataset, member: &Spanned<EntityId>| dataset.entity(member.value).name().to_owned();
        let added = new.1.iter().zip(&is).filter(|(_, id)| !was.contains(id));
        let added: Vec<String> = added.map(|(member, _)| name(head, member)).collect();
        let removed = old.1.iter().zip(&was).filter(|(_, id)| !is.contains(id));
        let removed: Vec<String> = removed.map(|(member, _)| name(base, member)).collect();
        let what = words::came_and_went(&added, &removed).unwrap_or_else(|| "the same members".into());
        if was.len() == is.len() { what } else { message!("{} ({}, were {})", what, is.len(), was.len()) }
    }

    fn ask<P: Passage>(stated: &Stated, _claim: &Claim, _property: &Property, passage: &P) -> P::Answer {
        let members: Vec<EntityId> = stated.iter().map(|member| member.value).collect();
        passage.all(&members)
    }

    fn schema(options: &Options, entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        let member = entities(options.kind.as_ref().map(|kind| &*kind.value));
        json!({ "type": "array", "uniqueItems": true, "items": member })
    }

    fn names(options: &Options) -> Named<'_> {
        Named::Entities(options.kind.as_ref())
    }
}
