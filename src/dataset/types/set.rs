//! `set`: entities, each once, in no order.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::{Named, Passage, Put, Value, ValueType, Versions, Writing, Written, entity, put_text};
use crate::dataset::load::declare::{At, Holds as _, ReadIn as _, holds, table};
use crate::dataset::load::shape::{A_SET, Form, SET, Shape, may};
use crate::dataset::load::table::{Broken, Reader, Reporter};
use crate::dataset::load::tree::Kind;
use crate::dataset::load::vocabulary::{Known, property_ref};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::{Claim, Dataset, EntityId, Property, PropertyId, Spanned};
use crate::finding::Finding;
use crate::words;

/// What a claim states, in the order written; each entity once.
pub(super) type Stated = Vec<Spanned<EntityId>>;
/// What a property may say.
pub(super) type Options = SetOptions;

/// Options of a `set` property.
#[derive(Debug)]
#[non_exhaustive]
pub struct SetOptions {
    /// Of which kind.
    pub kind: Option<Spanned<Box<str>>>,
    /// A set of the same subject that holds all members.
    pub subset_of: Option<Spanned<PropertyId>>,
    /// The set is what is left of another.
    pub complement_of: Option<Complement>,
    /// The members are exactly those that hold this status.
    pub equals_status: Option<Spanned<Box<str>>>,
    /// The members hold this status; some who do may be missing.
    pub subset_of_status: Option<Spanned<Box<str>>>,
}

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

static SHAPE: Shape = Shape {
    name: "set",
    about: "A list of entities, each once.",
    new: &[],
    fields: &[
        may("value", "a kind of entity", Form::Kind, "The kind that a value must have."),
        may("subset_of", SET, A_SET, "A set of the same subject that holds all members."),
        may(
            "complement_of",
            "a table with `of` and `within`",
            Form::Table(&COMPLEMENT),
            "Two sets of the same subject: this is what `within` has and `of` has not.",
        ),
        may(
            "equals_status",
            "a status",
            Form::Status,
            "The members are exactly those that hold this status.",
        ),
        may(
            "subset_of_status",
            "a status",
            Form::Status,
            "The members all hold this status; some who hold it may be missing.",
        ),
    ],
};

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    const SHAPE: &'static Shape = &SHAPE;

    fn options(reader: &mut Reader<'_>, known: &Known<'_>) -> Result<Options, Broken> {
        Ok(SetOptions {
            kind: reader.owned("value", &SHAPE)?,
            subset_of: property_ref(reader, "subset_of", &SHAPE, &["set"], known).ok().flatten(),
            complement_of: reader.get("complement_of").and_then(|node| {
                let at = At { name: "complement_of", holds: "a table with `of` and `within`" };
                holds::Nested::<Complement>::read(node, at, &mut reader.out, known).ok()
            }),
            equals_status: reader.owned("equals_status", &SHAPE).ok().flatten(),
            subset_of_status: reader.owned("subset_of_status", &SHAPE).ok().flatten(),
        })
    }

    fn read(written: Written<'_>, options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        let Kind::Array(items) = written.node.kind() else {
            return Err(out.wrong_type(written.node, written.field, "a list of entity ids in quotes"));
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
                    format!("the list in {} names `{name}` twice", out.title),
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

    fn say(stated: &Stated, dataset: &Dataset, _property: &Property) -> String {
        dataset.say_entities(stated.iter().map(|member| member.value))
    }

    fn json(stated: &Stated, dataset: &Dataset, writing: &impl Writing) -> Json {
        let id = |member: &Spanned<EntityId>| json!(writing.entity(&dataset.entity(member.value).id));
        writing.unordered(stated.iter().map(id).collect())
    }

    fn options_json(options: &Options, dataset: &Dataset, writing: &impl Writing, put: Put<'_>) {
        let id = |id: &Spanned<PropertyId>| json!(writing.property(&dataset.property(id.value).id));
        put_text(put, "value", options.kind.as_ref());
        if let Some(whole) = &options.subset_of {
            put("subset_of", id(whole));
        }
        if let Some(sets) = &options.complement_of {
            let shown = holds::Nested::<Complement>::show(sets, dataset, writing);
            put("complement_of", shown);
        }
        put_text(put, "equals_status", options.equals_status.as_ref());
        put_text(put, "subset_of_status", options.subset_of_status.as_ref());
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), versions: &impl Versions) -> String {
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
        if was.len() == is.len() { what } else { format!("{what} ({}, were {})", is.len(), was.len()) }
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
