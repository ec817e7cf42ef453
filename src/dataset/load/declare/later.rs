//! Forms of fields that are read by hand, or only once more is known: what the schema and an editor have
//! to know of them, and how they are shown.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::{Described, Holds};
use crate::dataset::load::shape::Form;
use crate::dataset::types::{TYPE_NAMES, Writing};
use crate::dataset::{Dataset, Spanned, Value};

/// Forms without more: their name, their form, what messages call it.
macro_rules! described {
    ($($(#[doc = $doc:literal])+ $Name:ident: $form:expr, $holds:literal;)*) => {$(
        $(#[doc = $doc])+
        pub(crate) struct $Name;

        impl Described for $Name {
            const FORM: Form = $form;
            const HOLDS: &'static str = $holds;
        }
    )*};
}

described! {
    /// The type of a property.
    TypeName: Form::Word(TYPE_NAMES), "one of the property types";
    /// A date or a time point.
    When: Form::When, "a date or a time point in quotes";
    /// The time point from which a relative date counts.
    TimePoint: Form::TimePoint, "a time point such as \"treaty.signed\"";
    /// What the property of a claim takes.
    Stated: Form::Value, "what the property takes";
    /// The id of a unit.
    UnitOf: Form::UnitOf, "the id of a unit";
    /// Properties and their values.
    Qualifiers: Form::Qualifiers, "a table of properties and values";
}

/// One or the other.
pub(crate) struct Either<A, B>(PhantomData<(A, B)>);

impl<A: Described, B: Described> Described for Either<A, B> {
    const FORM: Form = Form::Either(&A::FORM, &B::FORM);
    const HOLDS: &'static str = A::HOLDS;
}

/// A list of values of the property itself: what no value may be.
pub(crate) struct OwnValues;

impl Described for OwnValues {
    const FORM: Form = Form::List(&Form::OwnValue);
    const HOLDS: &'static str = "a list of values";
}

fn show_values<W: Writing>(values: &[Spanned<Value>], dataset: &Dataset, writing: &W) -> Json {
    writing.unordered(values.iter().map(|one| one.value.json(dataset, writing)).collect())
}

impl Holds for OwnValues {
    type Value = Vec<Spanned<Value>>;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        show_values(value, dataset, writing)
    }

    fn is_default(value: &Self::Value) -> bool {
        value.is_empty()
    }
}

/// A list of values of the property itself, which may be stated and empty: the only ones.
pub(crate) struct OnlyValues;

impl Described for OnlyValues {
    const FORM: Form = OwnValues::FORM;
    const HOLDS: &'static str = OwnValues::HOLDS;
}

impl Holds for OnlyValues {
    type Value = Option<Vec<Spanned<Value>>>;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        value.as_ref().map_or_else(|| json!([]), |values| show_values(values, dataset, writing))
    }

    fn is_default(value: &Self::Value) -> bool {
        value.is_none()
    }
}
