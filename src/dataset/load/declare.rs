//! Declares a table once: the struct, what the format says about its fields, how they are read and
//! how a review shows them come from one list, so that a plain field is one entry.

use super::names::bare_marker;
use super::shape::{Field, Form, Shape};
use super::table::{Read, Reader};
use crate::dataset::Spanned;
use crate::value::Date;

/// What a field holds: how it is called, read and shown.
pub(super) trait Holds {
    /// What the struct keeps.
    type Value;
    /// For programs.
    const FORM: Form;
    /// For messages.
    const HOLDS: &'static str;

    fn read(reader: &mut Reader<'_>, field: &'static str, shape: &Shape) -> Read<Self::Value>;

    /// As TOML writes it.
    fn show(value: &Self::Value) -> String;
}

/// A text that is not blank.
pub(super) struct Text;

impl Holds for Text {
    type Value = Spanned<Box<str>>;
    const FORM: Form = Form::Text;
    const HOLDS: &'static str = "a text in quotes";

    fn read(reader: &mut Reader<'_>, field: &'static str, shape: &Shape) -> Read<Self::Value> {
        reader.owned(field, shape)
    }

    fn show(value: &Self::Value) -> String {
        value.value.to_string()
    }
}

/// An address.
pub(super) struct Url;

impl Holds for Url {
    type Value = Spanned<Box<str>>;
    const FORM: Form = Form::Url;
    const HOLDS: &'static str = "an address in quotes";

    fn read(reader: &mut Reader<'_>, field: &'static str, shape: &Shape) -> Read<Self::Value> {
        reader.owned(field, shape)
    }

    fn show(value: &Self::Value) -> String {
        value.value.to_string()
    }
}

/// A reference marker, kept without its brackets.
pub(super) struct Marker;

impl Holds for Marker {
    type Value = Spanned<Box<str>>;
    const FORM: Form = Form::Marker;
    const HOLDS: &'static str = "the reference marker as the article prints it";

    fn read(reader: &mut Reader<'_>, field: &'static str, shape: &Shape) -> Read<Self::Value> {
        let marker = reader.owned(field, shape)?;
        Ok(marker.map(|marker| Spanned::new(bare_marker(&marker.value).into(), marker.span)))
    }

    fn show(value: &Self::Value) -> String {
        value.value.to_string()
    }
}

/// A BCP 47 language tag.
pub(super) struct Language;

impl Holds for Language {
    type Value = Spanned<Box<str>>;
    const FORM: Form = Form::Language;
    const HOLDS: &'static str = "a language tag";

    fn read(reader: &mut Reader<'_>, field: &'static str, shape: &Shape) -> Read<Self::Value> {
        reader.language(field, shape)
    }

    fn show(value: &Self::Value) -> String {
        value.value.to_string()
    }
}

/// An EDTF date.
pub(super) struct When;

impl Holds for When {
    type Value = Spanned<Date>;
    const FORM: Form = Form::Date;
    const HOLDS: &'static str = "a date in quotes";

    fn read(reader: &mut Reader<'_>, field: &'static str, _: &Shape) -> Read<Self::Value> {
        reader.date(field)
    }

    fn show(value: &Self::Value) -> String {
        value.value.to_string()
    }
}

/// A field that may be left out.
pub(super) const fn optional<F: Holds>(name: &'static str, about: &'static str) -> Field {
    Field { name, required: false, holds: F::HOLDS, form: F::FORM, about: about.trim_ascii() }
}

/// Reads a field; one that is there but cannot be read is remembered.
pub(super) fn read<F: Holds>(
    reader: &mut Reader<'_>,
    field: &'static str,
    shape: &Shape,
    unread: &mut Vec<&'static str>,
) -> Option<F::Value> {
    F::read(reader, field, shape).unwrap_or_else(|_| {
        unread.push(field);
        None
    })
}

/// The name that TOML gives to a field, where it is not the struct's.
macro_rules! name_of {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}
pub(super) use name_of;

/// Declares a table. The doc comments are what the schema, completion, hover and `explain` tell;
/// the order is that of `fmt`.
macro_rules! table {
    (
        $(#[doc = $about:literal])+
        pub struct $Table:ident, $SHAPE:ident = $title:literal;
        own { $($(#[doc = $own_doc:literal])+ $own:ident: $Own:ty,)* }
        keys { $($key:expr,)* }
        fields { $($(#[doc = $doc:literal])+ $field:ident $(as $name:literal)?: $Value:ty = $Form:ty,)* }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug)]
        pub struct $Table {
            $($(#[doc = $own_doc])+ pub $own: $Own,)*
            $($(#[doc = $doc])+ pub $field: Option<$Value>,)*
            /// Names of fields that are there but could not be read, so that no rule calls them missing.
            pub unread: Vec<&'static str>,
        }

        $(#[doc = $about])+
        pub static $SHAPE: $crate::dataset::load::shape::Shape = $crate::dataset::load::shape::Shape {
            name: $title,
            about: concat!($($about),+).trim_ascii(),
            fields: &[
                $($key,)*
                $($crate::dataset::load::declare::optional::<$Form>(
                    $crate::dataset::load::declare::name_of!($field $($name)?),
                    concat!($($doc),+),
                ),)*
            ],
        };

        impl $Table {
            /// Reads the declared fields.
            fn read(reader: &mut $crate::dataset::load::table::Reader<'_>, $($own: $Own,)*) -> Self {
                let mut unread = Vec::new();
                $(let $field = $crate::dataset::load::declare::read::<$Form>(
                    reader,
                    $crate::dataset::load::declare::name_of!($field $($name)?),
                    &$SHAPE,
                    &mut unread,
                );)*
                let fields = $SHAPE.fields.iter().map(|field| field.name);
                unread.extend(fields.filter(|field| reader.is_misspelt(field, &[&$SHAPE])));
                Self { $($own,)* $($field,)* unread }
            }

            /// The declared fields that are stated, as TOML writes them, in the order of the format.
            pub(crate) fn stated(&self) -> Vec<(&'static str, String)> {
                let mut stated = Vec::new();
                $(if let Some(value) = &self.$field {
                    let name = $crate::dataset::load::declare::name_of!($field $($name)?);
                    let shown = <$Form as $crate::dataset::load::declare::Holds>::show(value);
                    stated.push((name, shown));
                })*
                stated
            }
        }
    };
}
pub(super) use table;
