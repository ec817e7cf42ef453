//! Declares a table once: the struct, what the format says about its fields, how they are read and
//! how a review shows them come from one list, so that a plain field is one entry.
//!
//! What a field holds is a type of its own ([`Holds`], with [`ReadIn`] for how it is read); [`holds`] has them all: texts,
//! dates, numbers, lists, tables, and what leads to other things of the dataset. The schema, completion, hover, `explain` and the order of `fmt` come from the [`Shape`] that the list
//! makes.

pub(crate) mod holds;
mod later;
mod linked;

use serde_json::Value as Json;

pub(crate) use self::holds::words;
use super::shape::{Field, Form, Shape};
use super::table::{Broken, Read, Reader, Reporter};
use super::tree::Node;
use crate::dataset::Dataset;
use crate::dataset::types::{Put, Writing};

/// What a field holds, as programs and messages call it.
pub(crate) trait Described {
    /// For programs.
    const FORM: Form;
    /// For messages.
    const HOLDS: &'static str;
}

/// What the struct keeps of it, and how that is shown.
pub(crate) trait Holds: Described {
    /// What the struct keeps.
    type Value;

    /// As TOML writes it.
    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json;

    /// Whether one would leave it out: it is what a field that is not there means.
    fn is_default(_value: &Self::Value) -> bool {
        false
    }
}

/// How it is read, where this is known: names can be looked up only once they are there.
pub(crate) trait ReadIn<C>: Holds {
    /// Reads what is written.
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken>;
}

/// A table whose fields are declared.
pub(crate) trait Declared {
    /// Its fields.
    const SHAPE: &'static Shape;

    /// The fields that are stated, in the order of the format.
    fn stated<W: Writing>(&self, dataset: &Dataset, writing: &W, put: Put<'_>);
}

/// One that stands within another.
pub(crate) trait DeclaredIn<C>: Declared + Sized {
    /// Reads it, once its fields were checked.
    fn read_table(reader: &mut Reader<'_>, known: &C) -> Result<Self, Broken>;
}

/// The field that is being read, as messages call it.
#[derive(Clone, Copy)]
pub(crate) struct At {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it should hold.
    pub(crate) holds: &'static str,
}

/// The form of a field, and what it holds where the declaration does not say.
pub(crate) const fn field<F: Described>(
    name: &'static str,
    required: bool,
    holds: Option<&'static str>,
    of: &'static [&'static str],
    default: Option<&'static str>,
    about: &'static str,
) -> Field {
    let holds = match holds {
        Some(holds) => holds,
        None => F::HOLDS,
    };
    Field { name, required, holds, form: F::FORM, of, default, about: about.trim_ascii() }
}

/// Where a field stands in its list, found when the program is built.
pub(crate) const fn place(shape: &Shape, name: &str) -> usize {
    let mut at = 0;
    while at < shape.fields.len() {
        if is(shape.fields[at].name, name) {
            return at;
        }
        at += 1;
    }
    panic!("every field of the declaration is in its shape")
}

const fn is(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Reads a field by its place.
pub(crate) fn read<F: ReadIn<C>, C>(
    reader: &mut Reader<'_>,
    shape: &'static Shape,
    at: usize,
    known: &C,
) -> Read<F::Value> {
    let Some(node) = reader.at(shape, at) else { return Ok(None) };
    let field = &shape.fields[at];
    F::read(node, At { name: field.name, holds: field.holds }, &mut reader.out, known).map(Some)
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
pub(crate) use name_of;

/// Whether a table is incomplete without a field.
macro_rules! is_required {
    (required) => {
        true
    };
    (wanted) => {
        true
    };
    (wanted_plain) => {
        true
    };
    ($how:ident) => {
        false
    };
}
pub(crate) use is_required;

/// Reads a field and says what the struct keeps of it; an error is the end of the table, once the other
/// fields are read.
macro_rules! fetch {
    (later $Form:ty, $reader:ident, $known:ident, $unread:ident, $SHAPE:ident, $name:expr) => {
        Ok(Default::default())
    };
    ($how:tt $Form:ty, $reader:ident, $known:ident, $unread:ident, $SHAPE:ident, $name:expr) => {{
        const AT: usize = $crate::dataset::load::declare::place(&$SHAPE, $name);
        let read = $crate::dataset::load::declare::read::<$Form, _>($reader, &$SHAPE, AT, $known);
        $crate::dataset::load::declare::keep!($how read, $reader, $unread, $SHAPE, $name)
    }};
}
pub(crate) use fetch;

/// What the struct keeps of a field that was read.
macro_rules! keep {
    ((otherwise $default:literal) $read:ident, $reader:ident, $unread:ident, $SHAPE:ident, $name:expr) => {
        Ok($read.unwrap_or_else(|_| {
            $unread.push($name);
            None
        })
        .unwrap_or($default))
    };
    (optional $read:ident, $reader:ident, $unread:ident, $SHAPE:ident, $name:expr) => {
        Ok($read.unwrap_or_else(|_| {
            $unread.push($name);
            None
        }))
    };
    (wanted $($rest:tt)*) => {
        $crate::dataset::load::declare::keep!(optional $($rest)*)
    };
    (plain $read:ident, $reader:ident, $unread:ident, $SHAPE:ident, $name:expr) => {
        Ok($read.unwrap_or_else(|_| {
            $unread.push($name);
            None
        })
        .unwrap_or_default())
    };
    (wanted_plain $($rest:tt)*) => {
        $crate::dataset::load::declare::keep!(plain $($rest)*)
    };
    (required $read:ident, $reader:ident, $unread:ident, $SHAPE:ident, $name:expr) => {
        $read.and_then(|read| read.ok_or($crate::dataset::load::table::Broken))
    };
    (strict_optional $read:ident, $reader:ident, $unread:ident, $SHAPE:ident, $name:expr) => {
        match $read {
            Ok(None) if $reader.misses($name) => Err($crate::dataset::load::table::Broken),
            read => read,
        }
    };
    (strict_plain $read:ident, $reader:ident, $unread:ident, $SHAPE:ident, $name:expr) => {
        match $read {
            Ok(None) if $reader.misses($name) => Err($crate::dataset::load::table::Broken),
            read => read.map(Option::unwrap_or_default),
        }
    };
}
pub(crate) use keep;

/// Puts what is stated of a field.
macro_rules! put {
    (by $put:path; $table:ident, $dataset:ident, $writing:ident, $to:ident) => {
        $put($table, $dataset, $writing, $to);
    };
    (field (otherwise $default:literal) $field:ident [$Form:ty] $name:expr; $table:ident, $dataset:ident, $writing:ident, $to:ident) => {
        if $table.$field != $default {
            let shown =
                <$Form as $crate::dataset::load::declare::Holds>::show(&$table.$field, $dataset, $writing);
            $to($name, shown);
        }
    };
    (field optional $field:ident [$Form:ty] $name:expr; $table:ident, $dataset:ident, $writing:ident, $to:ident) => {
        if let Some(value) = &$table.$field {
            $to($name, <$Form as $crate::dataset::load::declare::Holds>::show(value, $dataset, $writing));
        }
    };
    (field wanted $($rest:tt)*) => {
        $crate::dataset::load::declare::put!(field optional $($rest)*);
    };
    (field strict_optional $($rest:tt)*) => {
        $crate::dataset::load::declare::put!(field optional $($rest)*);
    };
    (field $how:ident $field:ident [$Form:ty] $name:expr; $table:ident, $dataset:ident, $writing:ident, $to:ident) => {
        if !<$Form as $crate::dataset::load::declare::Holds>::is_default(&$table.$field) {
            let shown =
                <$Form as $crate::dataset::load::declare::Holds>::show(&$table.$field, $dataset, $writing);
            $to($name, shown);
        }
    };
}
pub(crate) use put;

/// What fields are resolved against: nothing, where the declaration does not say.
macro_rules! known {
    () => {
        ()
    };
    ($Known:ty) => {
        $Known
    };
}
pub(crate) use known;

/// What reading a table can end with: nothing, where the declaration says that it is always kept.
macro_rules! failure {
    () => {
        $crate::dataset::load::table::Broken
    };
    (always) => {
        std::convert::Infallible
    };
}
pub(crate) use failure;

/// A table of which nothing has to be stated: its default is what it is then.
macro_rules! defaults {
    ($Table:ident) => {
        impl Default for $Table {
            fn default() -> Self {
                $crate::dataset::load::table::Reader::with_nothing(|reader| {
                    let Ok(table) = Self::read(reader, &());
                    table
                })
            }
        }
    };
}
pub(crate) use defaults;

/// How a table within another is read: one that keeps nothing besides its fields, but maybe its place.
macro_rules! within {
    ($Table:ident [$($Known:ty)?] []) => {
        #[allow(clippy::needless_question_mark, reason = "of a table that is always kept, the error is another")]
        impl $crate::dataset::load::declare::DeclaredIn<$crate::dataset::load::declare::known!($($Known)?)>
            for $Table
        {
            fn read_table(
                reader: &mut $crate::dataset::load::table::Reader<'_>,
                known: &$crate::dataset::load::declare::known!($($Known)?),
            ) -> Result<Self, $crate::dataset::load::table::Broken> {
                Ok(Self::read(reader, known)?)
            }
        }
    };
    ($Table:ident [$($Known:ty)?] [span]) => {
        #[allow(clippy::needless_question_mark, reason = "of a table that is always kept, the error is another")]
        impl $crate::dataset::load::declare::DeclaredIn<$crate::dataset::load::declare::known!($($Known)?)>
            for $Table
        {
            fn read_table(
                reader: &mut $crate::dataset::load::table::Reader<'_>,
                known: &$crate::dataset::load::declare::known!($($Known)?),
            ) -> Result<Self, $crate::dataset::load::table::Broken> {
                let place = reader.header;
                Ok(Self::read(reader, known, place)?)
            }
        }
    };
    ($Table:ident [$($Known:ty)?] [$($own:ident)*]) => {};
}
pub(crate) use within;

/// What a declaration says a field holds, where it says so.
macro_rules! said {
    () => {
        None
    };
    ($said:expr) => {
        Some($said)
    };
}
pub(crate) use said;

/// The property types that may have a field: any, where the declaration does not say.
macro_rules! types {
    () => {
        &[]
    };
    ($types:path) => {
        $types
    };
}
pub(crate) use types;

/// Declares a table: its struct, its [`Shape`], how it is read and what a review shows of it. The doc
/// comments are what the schema, completion, hover and `explain` tell; the order is that of `fmt`.
///
/// ```text
/// table! {
///     /// What the table is.
///     pub struct Source, SOURCE = "source";          // the struct, its shape, and how messages call it
///     in Known<'_>;                                  // optional: what its fields are resolved against
///     kept always;                                   // optional: whatever is wrong with a field
///     own { /// Where it starts. span: Span, }       // optional: what the struct keeps besides fields
///     unread;                                        // optional: it keeps the names of fields that
///                                                    // are there but could not be read
///     fields {
///         /// The source's id.
///         must "id": Id, "a name in quotes";         // declared here and read by hand; so `may`
///         /// The title as printed.
///         optional title: Option<Spanned<Box<str>>> = Text;
///     }
/// }
/// ```
///
/// A field is a word for what becomes of the table without it, the struct's field (with the name in
/// TOML, `as "match"`, where that is another), its type, what it holds, and, where the form's own words
/// do not fit, what messages say that it holds:
///
/// - `optional`: `None` where it is missing or cannot be read; `wanted`: so, but a finding where it is
///   missing;
/// - `plain`, `wanted_plain`: the default of its type in these cases;
/// - `required`: without it there is no such table;
/// - `strict_optional`, `strict_plain`: it may be missing, but where it is there and cannot be read
///   there is no such table;
/// - `otherwise 12`: this default of its own, which `explain` tells;
/// - `later`: the default, until it is read by hand when more is known.
///
/// `for TYPES` behind it names the property types that may have it. What is read by hand is shown by hand,
/// with `=> Table::put_field`.
macro_rules! table {
    (
        $(#[doc = $about:literal])+
        $(#[derive($($derive:ident),+)])?
        $vis:vis struct $Table:ident, $SHAPE:ident = $title:literal;
        $(in $Known:ty;)?
        $(kept $always:ident;)?
        $(own { $($(#[doc = $own_doc:literal])+ $own:ident: $Own:ty,)* })?
        $(unread $unread:ident;)?
        $(new [$($new:literal),*];)?
        fields { $($fields:tt)* }
    ) => {
        $crate::dataset::load::declare::table! { @entries
            {
                [$($about),+] [$($($derive),+)?] [$vis $Table $SHAPE $title] [$($Known)?] [$($always)?]
                [$($($([$own_doc])+ $own: $Own,)*)?] [$($unread)?] [$($($new),*)?]
            }
            [] [] []
            $($fields)*
        }
    };

    // Declared here, read by hand.
    (@entries $head:tt [$($kept:tt)*] [$($shape:tt)*] [$($shown:tt)*]
        $(#[doc = $doc:literal])+ must $name:literal: $Form:ty $(, $holds:literal)? $(, for $of:path)? $(=> $put:path)?;
        $($rest:tt)*
    ) => {
        $crate::dataset::load::declare::table! { @entries $head [$($kept)*]
            [$($shape)* { ($name) (true) (concat!($($doc),+)) [$Form] [$($holds)?] [$($of)?] [] }]
            [$($shown)* $({ by $put })?]
            $($rest)*
        }
    };
    (@entries $head:tt [$($kept:tt)*] [$($shape:tt)*] [$($shown:tt)*]
        $(#[doc = $doc:literal])+ may $name:literal: $Form:ty $(, $holds:literal)? $(, for $of:path)? $(=> $put:path)?;
        $($rest:tt)*
    ) => {
        $crate::dataset::load::declare::table! { @entries $head [$($kept)*]
            [$($shape)* { ($name) (false) (concat!($($doc),+)) [$Form] [$($holds)?] [$($of)?] [] }]
            [$($shown)* $({ by $put })?]
            $($rest)*
        }
    };
    (@entries $head:tt [$($kept:tt)*] [$($shape:tt)*] [$($shown:tt)*]
        must $name:literal about $about:path: $Form:ty $(, $holds:literal)? $(=> $put:path)?;
        $($rest:tt)*
    ) => {
        $crate::dataset::load::declare::table! { @entries $head [$($kept)*]
            [$($shape)* { ($name) (true) ($about) [$Form] [$($holds)?] [] [] }]
            [$($shown)* $({ by $put })?]
            $($rest)*
        }
    };
    // Kept, but read when more is known.
    (@entries $head:tt [$($kept:tt)*] [$($shape:tt)*] [$($shown:tt)*]
        $(#[doc = $doc:literal])+ later $field:ident $(as $name:literal)?: $Type:ty = $Form:ty
            $(, $holds:literal)? $(, for $of:path)?;
        $($rest:tt)*
    ) => {
        $crate::dataset::load::declare::table! { @entries $head
            [$($kept)* { later ($field $($name)?) [$($doc),+] [$Type] [$Form] }]
            [$($shape)* { ($crate::dataset::load::declare::name_of!($field $($name)?)) (false) (concat!($($doc),+)) [$Form] [$($holds)?] [$($of)?] [] }]
            [$($shown)* { field later $field [$Form] $crate::dataset::load::declare::name_of!($field $($name)?) }]
            $($rest)*
        }
    };
    // With a default of its own.
    (@entries $head:tt [$($kept:tt)*] [$($shape:tt)*] [$($shown:tt)*]
        $(#[doc = $doc:literal])+ otherwise $default:literal $field:ident: $Type:ty = $Form:ty
            $(, $holds:literal)?;
        $($rest:tt)*
    ) => {
        $crate::dataset::load::declare::table! { @entries $head
            [$($kept)* { (otherwise $default) ($field) [$($doc),+] [$Type] [$Form] }]
            [$($shape)* { (stringify!($field)) (false) (concat!($($doc),+)) [$Form] [$($holds)?] [] [$default] }]
            [$($shown)* { field (otherwise $default) $field [$Form] stringify!($field) }]
            $($rest)*
        }
    };
    (@entries $head:tt [$($kept:tt)*] [$($shape:tt)*] [$($shown:tt)*]
        $(#[doc = $doc:literal])+ $how:ident $field:ident $(as $name:literal)?: $Type:ty = $Form:ty
            $(, $holds:literal)? $(, for $of:path)?;
        $($rest:tt)*
    ) => {
        $crate::dataset::load::declare::table! { @entries $head
            [$($kept)* { $how ($field $($name)?) [$($doc),+] [$Type] [$Form] }]
            [$($shape)* {
                ($crate::dataset::load::declare::name_of!($field $($name)?))
                ($crate::dataset::load::declare::is_required!($how))
                (concat!($($doc),+)) [$Form] [$($holds)?] [$($of)?] []
            }]
            [$($shown)* { field $how $field [$Form] $crate::dataset::load::declare::name_of!($field $($name)?) }]
            $($rest)*
        }
    };

    (@entries
        {
            [$($about:literal),+] [$($derive:ident),*] [$vis:vis $Table:ident $SHAPE:ident $title:literal] [$($Known:ty)?] [$($always:ident)?]
            [$($([$own_doc:literal])+ $own:ident: $Own:ty,)*] [$($unread:ident)?] [$($new:literal),*]
        }
        [$({ $how:tt ($field:ident $($name:literal)?) [$($doc:literal),+] [$Type:ty] [$Form:ty] })*]
        [$({ ($key:expr) ($required:expr) ($key_about:expr) [$Key:ty] [$($holds:literal)?] [$($of:path)?] [$($default:literal)?] })*]
        [$({ $($shown:tt)* })*]
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, $($derive),*)]
        #[non_exhaustive]
        #[allow(unreachable_pub, reason = "most tables are public, each from its own room")]
        $vis struct $Table {
            $($(#[doc = $own_doc])+ pub $own: $Own,)*
            $($(#[doc = $doc])+ pub $field: $Type,)*
            $(
                /// Names of fields that are there but could not be read, so that no rule calls them missing.
                pub $unread: Vec<&'static str>,
            )?
        }

        $(#[doc = $about])+
        #[allow(unreachable_pub, reason = "most shapes are public, by way of `shape`")]
        $vis static $SHAPE: $crate::dataset::load::shape::Shape = $crate::dataset::load::shape::Shape {
            name: $title,
            about: concat!($($about),+).trim_ascii(),
            new: &[$($new),*],
            fields: &[$($crate::dataset::load::declare::field::<$Key>(
                $key,
                $required,
                $crate::dataset::load::declare::said!($($holds)?),
                $crate::dataset::load::declare::types!($($of)?),
                $crate::dataset::load::declare::said!($(stringify!($default))?),
                $key_about,
            ),)*],
        };

        impl $Table {
            /// Reads the declared fields, all of them, whatever is wrong with one.
            #[allow(clippy::too_many_arguments, reason = "each is a field, named by its place in the declaration")]
            pub(crate) fn read(
                reader: &mut $crate::dataset::load::table::Reader<'_>,
                known: &$crate::dataset::load::declare::known!($($Known)?),
                $($own: $Own,)*
            ) -> Result<Self, $crate::dataset::load::declare::failure!($($always)?)> {
                let unread: &mut Vec<&'static str> = &mut Vec::new();
                #[allow(dead_code, reason = "of a table without fields")]
                type Failure = $crate::dataset::load::declare::failure!($($always)?);
                $(let $field: Result<$Type, Failure> =
                    $crate::dataset::load::declare::fetch!(
                        $how $Form, reader, known, unread, $SHAPE,
                        $crate::dataset::load::declare::name_of!($field $($name)?)
                    );)*
                let _ = (known, &unread, &reader);
                $(let $unread = {
                    let names = $SHAPE.fields.iter().map(|field| field.name);
                    unread.extend(names.filter(|name| reader.misses(name)));
                    std::mem::take(unread)
                };)?
                Ok(Self { $($own,)* $($field: $field?,)* $($unread,)? })
            }
        }

        impl $crate::dataset::load::declare::Declared for $Table {
            const SHAPE: &'static $crate::dataset::load::shape::Shape = &$SHAPE;

            fn stated<W: $crate::dataset::types::Writing>(
                &self,
                dataset: &$crate::dataset::Dataset,
                writing: &W,
                put: $crate::dataset::types::Put<'_>,
            ) {
                let _ = (dataset, writing, &put);
                $($crate::dataset::load::declare::put!($($shown)*; self, dataset, writing, put);)*
            }
        }

        $crate::dataset::load::declare::within!($Table [$($Known)?] [$($own)*]);
    };
}
pub(crate) use table;
