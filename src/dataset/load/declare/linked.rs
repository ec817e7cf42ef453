//! What leads to other things of the dataset: each is looked up where it is read, and what does not
//! exist is a finding.

use serde_json::{Value as Json, json};

use super::holds::texts;
use super::{At, Described, Holds, ReadIn};
use crate::dataset::load::names::Names;
use crate::dataset::load::shape::Form;
use crate::dataset::load::table::{Broken, Reporter};
use crate::dataset::load::tree::Node;
use crate::dataset::load::value::Scope;
use crate::dataset::load::vocabulary::{Known, resolve};
use crate::dataset::types::Writing;
use crate::dataset::{Dataset, EntityId, PropertyId, SourceId, Spanned};

/// Where names can be looked up.
pub(crate) trait KnowsNames {
    /// The names that there are.
    fn names(&self) -> &Names<'_>;
}

impl KnowsNames for Names<'_> {
    fn names(&self) -> &Names<'_> {
        self
    }
}

impl KnowsNames for Known<'_> {
    fn names(&self) -> &Names<'_> {
        self.names
    }
}

impl KnowsNames for Scope<'_> {
    fn names(&self) -> &Names<'_> {
        self.names
    }
}

texts! {
    /// A kind of entity.
    Kind: Form::Kind, "a kind of entity";
    /// A status that transitions lead to.
    Status: Form::Status, "a status";
}

/// The id of an entity.
pub(crate) struct EntityName;

impl Described for EntityName {
    const FORM: Form = Form::Entity;
    const HOLDS: &'static str = "the id of an entity";
}

impl Holds for EntityName {
    type Value = Spanned<EntityId>;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        json!(writing.entity(&dataset.entity(value.value).id))
    }
}

impl<C: KnowsNames> ReadIn<C> for EntityName {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        let name = out.text_of(node, at.name, at.holds)?;
        let id = known.names().entity(name.value, name.span, out)?;
        Ok(Spanned::new(id, name.span))
    }
}

/// A source by marker or id, shown as claims cite it.
pub(crate) struct SourceCited;

impl Described for SourceCited {
    const FORM: Form = Form::Source;
    const HOLDS: &'static str = "a reference marker or source id";
}

impl Holds for SourceCited {
    type Value = SourceId;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        json!(writing.cited(dataset.source(*value)))
    }
}

impl<C: KnowsNames> ReadIn<C> for SourceCited {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        let name = out.text_of(node, at.name, at.holds)?;
        known.names().source(name.value, name.span, out)
    }
}

/// A source, shown by its id.
pub(crate) struct SourceName;

impl Described for SourceName {
    const FORM: Form = Form::Source;
    const HOLDS: &'static str = "the id of a source";
}

impl Holds for SourceName {
    type Value = SourceId;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        json!(writing.source(&dataset.source(*value).id))
    }
}

impl<C: KnowsNames> ReadIn<C> for SourceName {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        SourceCited::read(node, at, out, known)
    }
}

/// The types of which a field may name a property.
pub(crate) trait Types {
    /// None for any.
    const TYPES: &'static [&'static str];
    /// For messages.
    const HOLDS: &'static str;
}

/// The id of a property of one of these types.
pub(crate) struct PropertyOf<T>(std::marker::PhantomData<T>);

impl<T: Types> Described for PropertyOf<T> {
    const FORM: Form = Form::Property(T::TYPES);
    const HOLDS: &'static str = T::HOLDS;
}

impl<T: Types> Holds for PropertyOf<T> {
    type Value = Spanned<PropertyId>;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        json!(writing.property(&dataset.property(value.value).id))
    }
}

impl<T: Types> ReadIn<Known<'_>> for PropertyOf<T> {
    fn read(
        node: Node<'_>,
        at: At,
        out: &mut Reporter<'_>,
        known: &Known<'_>,
    ) -> Result<Self::Value, Broken> {
        let name = out.text_of(node, at.name, at.holds)?;
        resolve(name, at.name, T::TYPES, known, out)
    }
}

macro_rules! properties {
    ($($(#[doc = $doc:literal])+ $Name:ident($Types:ident): $types:expr, $holds:literal;)*) => {$(
        $(#[doc = $doc])+
        pub(crate) struct $Types;

        impl Types for $Types {
            const TYPES: &'static [&'static str] = $types;
            const HOLDS: &'static str = $holds;
        }

        $(#[doc = $doc])+
        pub(crate) type $Name = PropertyOf<$Types>;
    )*};
}

properties! {
    /// A property of any type.
    AnyProperty(AnyType): &[], "the id of a property";
    /// A `date` property.
    DateProperty(DateType): &["date"], "the id of a date property";
    /// A `set` property.
    SetProperty(SetType): &["set"], "the id of a set property";
    /// A `quantity` property.
    QuantityProperty(QuantityType): &["quantity"], "the id of a quantity property";
    /// A property that relates entities to entities.
    RelatedProperty(RelatedType): &["entity", "set"], "the id of a property";
}
