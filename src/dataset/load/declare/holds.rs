//! What fields hold: a type for each form, named as in [`Form`] where there is no better name.

use std::marker::PhantomData;

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

pub(crate) use super::later::{
    Either, OnlyValues, OwnValues, Qualifiers, Stated, TimePoint, TypeName, UnitOf, When,
};
pub(crate) use super::linked::{
    AnyProperty, DateProperty, EntityName, Kind, QuantityProperty, RelatedProperty, SetProperty, SourceCited,
    SourceName, Status,
};
use super::{At, Declared, DeclaredIn, Described, Holds, ReadIn};
use crate::dataset::load::about::About;
use crate::dataset::load::names::bare_marker;
use crate::dataset::load::shape::Form;
use crate::dataset::load::table::{Broken, Reader, Reporter};
use crate::dataset::load::tree::{Kind as Written, Node};
use crate::dataset::load::{manifest, regex, value};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::rules::values::INVALID_DATE;
use crate::dataset::types::{Writing, decimal, text_json};
use crate::dataset::{Dataset, FileId, RuleLevel, Span, Spanned};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::suggest;
use crate::words::{list, list_or};

/// A text with its place, which one form is: its own name, its form, what messages call it.
macro_rules! texts {
    ($($(#[doc = $doc:literal])+ $Name:ident: $form:expr, $holds:literal $(, shown as $named:ident)?;)*) => {$(
        $(#[doc = $doc])+
        pub(crate) struct $Name;

        impl Described for $Name {
            const FORM: Form = $form;
            const HOLDS: &'static str = $holds;
        }

        impl Holds for $Name {
            type Value = Spanned<Box<str>>;

            fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, writing: &W) -> Json {
                let _ = writing;
                let shown: &str = &value.value;
                $(let shown = writing.$named(shown);)?
                json!(shown)
            }
        }

        impl<C> ReadIn<C> for $Name {
            fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
                let text = out.text_of(node, at.name, at.holds)?;
                Ok(Spanned::new(text.value.into(), text.span))
            }
        }
    )*};
}
pub(super) use texts;

texts! {
    /// A text that is not blank.
    Text: Form::Text, "a text in quotes";
    /// An address.
    Url: Form::Url, "an address in quotes";
    /// A unit: the id of one that has a table, or a name of its own.
    UnitName: Form::UnitOf, "a text in quotes";
    /// The id of the table itself.
    Id: Form::Id, "a name in quotes";
    /// The name of a rule.
    Rule: Form::Rule, "the name of a rule", shown as rule;
    /// The id of a claim, which is looked up later.
    ClaimId: Form::Claim, "the id of a claim", shown as claim;
    /// The id of a source, which is looked up later.
    SourceId: Form::SourceId, "the id of a source", shown as source;
    /// The id of an entity, which is looked up later.
    EntityId: Form::Entity, "the id of an entity", shown as entity;
    /// The id of a property, which is looked up later.
    PropertyId: Form::Property(&[]), "the id of a property", shown as property;
}

/// A reference marker, kept without its brackets.
pub(crate) struct Marker;

impl Described for Marker {
    const FORM: Form = Form::Marker;
    const HOLDS: &'static str = "the reference marker as the article prints it";
}

impl Holds for Marker {
    type Value = Spanned<Box<str>>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value.value)
    }
}

impl<C> ReadIn<C> for Marker {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        let marker = out.text_of(node, at.name, at.holds)?;
        Ok(Spanned::new(bare_marker(marker.value).into(), marker.span))
    }
}

/// A BCP 47 language tag.
pub(crate) struct Language;

impl Described for Language {
    const FORM: Form = Form::Language;
    const HOLDS: &'static str = "a language tag";
}

impl Holds for Language {
    type Value = Spanned<Box<str>>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value.value)
    }
}

impl<C> ReadIn<C> for Language {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        let tag = out.text_of(node, at.name, at.holds)?;
        out.language_tag(tag)
    }
}

/// An EDTF date.
pub(crate) struct Date;

impl Described for Date {
    const FORM: Form = Form::Date;
    const HOLDS: &'static str = "a date in quotes";
}

impl Holds for Date {
    type Value = Spanned<crate::value::Date>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value.value.to_string())
    }
}

impl<C> ReadIn<C> for Date {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        value::date(node, at.name, out).map(|date| Spanned::new(date, out.span(node)))
    }
}

/// An ISO 8601 duration of one unit.
pub(crate) struct Duration;

impl Described for Duration {
    const FORM: Form = Form::Duration;
    const HOLDS: &'static str = "a duration in quotes, such as \"P5Y\"";
}

impl Holds for Duration {
    type Value = crate::value::Duration;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, writing: &W) -> Json {
        writing.duration(*value)
    }
}

impl<C> ReadIn<C> for Duration {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        let text = out.text_of(node, at.name, at.holds)?;
        crate::value::Duration::parse(text.value)
            .map_err(|error| out.unreadable(&INVALID_DATE, node, text.value, at.name, &error))
    }
}

/// A text, or a table of language tag and text.
pub(crate) struct Label;

impl Described for Label {
    const FORM: Form = Form::Label;
    const HOLDS: &'static str = "a text, or a table of language tag and text";
}

impl Holds for Label {
    type Value = crate::dataset::Text;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        text_json(value)
    }
}

impl<C> ReadIn<C> for Label {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        value::text(node, at.name, out)
    }
}

/// `true` or `false`; what is not stated is not so.
pub(crate) struct Flag;

impl Described for Flag {
    const FORM: Form = Form::Flag;
    const HOLDS: &'static str = "true or false";
}

impl Holds for Flag {
    type Value = bool;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        Json::Bool(*value)
    }

    fn is_default(value: &Self::Value) -> bool {
        !value
    }
}

impl<C> ReadIn<C> for Flag {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        match node.kind() {
            Written::Boolean(value) => Ok(value),
            _ => Err(out.wrong_type(node, at.name, at.holds)),
        }
    }
}

/// The same, kept as the place where it is `true`.
pub(crate) struct Marked;

impl Described for Marked {
    const FORM: Form = Form::Flag;
    const HOLDS: &'static str = Flag::HOLDS;
}

impl Holds for Marked {
    type Value = Option<Span>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        Json::Bool(value.is_some())
    }

    fn is_default(value: &Self::Value) -> bool {
        value.is_none()
    }
}

impl<C> ReadIn<C> for Marked {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        let is = Flag::read(node, at, out, known)?;
        Ok(is.then(|| out.span(node)))
    }
}

/// An exact decimal number.
pub(crate) struct Number;

impl Described for Number {
    const FORM: Form = Form::Number;
    const HOLDS: &'static str = "a number";
}

impl Holds for Number {
    type Value = Spanned<Decimal>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        decimal(value.value)
    }
}

impl<C> ReadIn<C> for Number {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        if !matches!(node.kind(), Written::Integer | Written::Float) {
            return Err(out.wrong_type(node, at.name, at.holds));
        }
        let number = value::number(node, at.name, out)?;
        let exact = number.exact().ok_or(Broken)?;
        Ok(Spanned::new(exact, out.span(node)))
    }
}

/// A whole number from 1.
pub(crate) struct Positive;

impl Described for Positive {
    const FORM: Form = Form::Positive;
    const HOLDS: &'static str = "a whole number from 1";
}

impl Holds for Positive {
    type Value = usize;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value)
    }
}

impl<C> ReadIn<C> for Positive {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        let digits = node.text().replace('_', "");
        let number = if matches!(node.kind(), Written::Integer) { digits.parse().ok() } else { None };
        number.filter(|number| *number > 0).ok_or_else(|| out.wrong_type(node, at.name, at.holds))
    }
}

/// A whole number and its unit.
fn measure<T>(
    node: Node<'_>,
    at: At,
    out: &mut Reporter<'_>,
    parse: fn(u64, &str) -> Option<T>,
) -> Result<T, Broken> {
    let text = out.text_of(node, at.name, at.holds)?;
    let known = number_and_unit(text.value).and_then(|(number, unit)| parse(number, unit));
    known.ok_or_else(|| {
        let finding = Finding::new(
            &WRONG_TYPE,
            text.span,
            message!("`{}` of {} cannot be `{}`", at.name, out.title, text.value),
        )
        .label("not a whole number with a unit that is known here")
        .help(message!("write {}", example(at.holds)));
        out.push(finding)
    })
}

/// "a size such as …" is an advice by itself, with what it is made of.
fn example(holds: &str) -> Message {
    holds.split_once("such as ").map_or_else(
        || message!("{}", holds),
        |(_, example)| message!("a whole number and its unit, such as {}", example),
    )
}

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(split);
    Some((number.parse().ok()?, unit.trim_start()))
}

/// A length of time of the clock: "20s", "100ms", "2m", "1h".
pub(crate) struct Length;

impl Described for Length {
    const FORM: Form = Form::Length;
    const HOLDS: &'static str = "a length of time such as \"20s\"";
}

impl Holds for Length {
    type Value = std::time::Duration;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(format!("{value:?}"))
    }
}

impl<C> ReadIn<C> for Length {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        measure(node, at, out, length_of)
    }
}

fn length_of(number: u64, unit: &str) -> Option<std::time::Duration> {
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(milliseconds).map(std::time::Duration::from_millis)
}

/// A number of bytes: "5MiB", "500kB", "1024B".
pub(crate) struct Size;

impl Described for Size {
    const FORM: Form = Form::Size;
    const HOLDS: &'static str = "a size such as \"5MiB\"";
}

impl Holds for Size {
    type Value = u64;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value)
    }
}

impl<C> ReadIn<C> for Size {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        measure(node, at, out, size_of)
    }
}

fn size_of(number: u64, unit: &str) -> Option<u64> {
    let bytes = match unit {
        "B" => 1,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(bytes)
}

/// A host name, in lower case.
pub(crate) struct Host;

impl Described for Host {
    const FORM: Form = Form::Host;
    const HOLDS: &'static str = "a host name in quotes";
}

impl Holds for Host {
    type Value = Box<str>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value)
    }
}

impl<C> ReadIn<C> for Host {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        let text = out.text_of(node, at.name, at.holds)?;
        let host = text.value.trim().trim_end_matches('.').to_lowercase();
        let plain = !host.is_empty() && !host.contains(['/', ':', '@', ' ', '?', '#']);
        match url::Host::parse(&host) {
            Ok(host) if plain => Ok(host.to_string().into()),
            _ => {
                let finding = Finding::new(
                    &WRONG_TYPE,
                    text.span,
                    message!("`{}` of {} holds `{}`, which is no host name", at.name, out.title, text.value),
                )
                .label("not a host name")
                .help("write the host alone, without scheme and path, such as \"wikimili.com\"");
                Err(out.push(finding))
            }
        }
    }
}

/// A regular expression that is found anywhere in a text.
pub(crate) struct Regex;

impl Described for Regex {
    const FORM: Form = Form::Regex;
    const HOLDS: &'static str = "a regular expression";
}

impl Holds for Regex {
    type Value = regex::Regex;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value.as_str())
    }
}

impl<C> ReadIn<C> for Regex {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        let pattern = out.text_of(node, at.name, at.holds)?;
        regex(pattern.value, pattern.span, at.name, out)
    }
}

/// A regular expression that a text must match as a whole.
pub(crate) struct Whole;

impl Described for Whole {
    const FORM: Form = Form::Regex;
    const HOLDS: &'static str = "a regular expression";
}

impl Holds for Whole {
    type Value = Spanned<regex::Regex>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value.value.as_str())
    }
}

impl<C> ReadIn<C> for Whole {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        // Checked alone first, so that the message shows what the editor wrote.
        let alone = Regex::read(node, at, out, known)?;
        let span = out.span(node);
        let whole = regex(&format!("^(?:{})$", alone.as_str()), span, at.name, out)?;
        Ok(Spanned::new(whole, span))
    }
}

/// One of a few words, which mean something to the program: see `words!`.
pub(crate) trait Words: Copy + 'static {
    /// The words with what they mean, in the order of the format.
    const WORDS: &'static [(&'static str, Self)];
    /// The words alone.
    const NAMES: &'static [&'static str];
    /// The words as a message lists them.
    const LISTED: &'static str;

    /// The word that means it.
    fn word(self) -> &'static str;

    /// Whether it goes without saying.
    fn is_usual(self) -> bool {
        false
    }
}

/// One of a few words, with its place.
pub(crate) struct OneOf<T>(PhantomData<T>);

impl<T: Words> Described for OneOf<T> {
    const FORM: Form = Form::Word(T::NAMES);
    const HOLDS: &'static str = T::LISTED;
}

impl<T: Words> Holds for OneOf<T> {
    type Value = Spanned<T>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, _writing: &W) -> Json {
        json!(value.value.word())
    }

    fn is_default(value: &Self::Value) -> bool {
        value.value.is_usual()
    }
}

impl<C, T: Words> ReadIn<C> for OneOf<T> {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        let text = out.text_of(node, at.name, at.holds)?;
        if let Some((_, meaning)) = T::WORDS.iter().find(|(word, _)| *word == text.value) {
            return Ok(Spanned::new(*meaning, text.span));
        }
        let known: Vec<Message> = T::NAMES.iter().map(|word| message!("`{}`", word)).collect();
        let near = suggest::nearest(text.value, T::NAMES.iter().copied());
        let help = out.did_you_mean(text.span, near, || message!("it may be {}", list_or(&known)));
        let finding = Finding::new(
            &WRONG_TYPE,
            text.span,
            message!("`{}` of {} cannot be `{}`", at.name, out.title, text.value),
        )
        .label(message!("not one of {}", list(&known)))
        .advise(help);
        Err(out.push(finding))
    }
}

/// Declares an enum whose variants are the words that a field may hold.
macro_rules! words {
    (
        $(#[$attribute:meta])*
        $vis:vis enum $Name:ident {
            $($(#[$inner:meta])* $Word:ident = $word:literal,)+
        }
        $(unless $Usual:ident)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $Name {
            $($(#[$inner])* $Word,)+
        }

        $crate::dataset::load::declare::holds::means! { $Name { $($Word = $word),+ } $(unless $Usual)? }
    };
}
pub(crate) use words;

/// Says by which words an enum of another room is told.
macro_rules! means {
    ($Name:ident { $($Word:ident = $word:literal),+ } $(unless $Usual:ident)?) => {
        impl $crate::dataset::load::declare::holds::Words for $Name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$Word)),+];
            const NAMES: &'static [&'static str] = &[$($word),+];
            const LISTED: &'static str = $crate::dataset::load::declare::holds::listed!($($word),+);

            fn word(self) -> &'static str {
                match self {
                    $(Self::$Word => $word,)+
                }
            }

            $(
                fn is_usual(self) -> bool {
                    matches!(self, Self::$Usual)
                }
            )?
        }
    };
}
pub(crate) use means;

/// Words as a message lists them.
macro_rules! listed {
    ($one:literal) => { concat!("\"", $one, "\"") };
    ($one:literal, $other:literal) => { concat!("\"", $one, "\" or \"", $other, "\"") };
    ($one:literal, $($rest:literal),+) => {
        concat!("\"", $one, "\", ", $crate::dataset::load::declare::holds::listed!($($rest),+))
    };
}
pub(crate) use listed;

/// Without its place.
pub(crate) struct Bare<F>(PhantomData<F>);

impl<F: Described> Described for Bare<F> {
    const FORM: Form = F::FORM;
    const HOLDS: &'static str = F::HOLDS;
}

impl<T: Clone, F: Holds<Value = Spanned<T>>> Holds for Bare<F> {
    type Value = T;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        F::show(&placed(value), dataset, writing)
    }

    fn is_default(value: &Self::Value) -> bool {
        F::is_default(&placed(value))
    }
}

impl<C, T: Clone, F: ReadIn<C> + Holds<Value = Spanned<T>>> ReadIn<C> for Bare<F> {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        F::read(node, at, out, known).map(|read| read.value)
    }
}

/// Put where it does not matter.
fn placed<T: Clone>(value: &T) -> Spanned<T> {
    Spanned::new(value.clone(), Span::start_of(FileId(0)))
}

/// A list that is read as a whole or not at all.
pub(crate) struct List<F>(PhantomData<F>);

/// A list of which what can be read is kept.
pub(crate) struct Each<F>(PhantomData<F>);

fn show_list<F: Holds, W: Writing>(values: &[F::Value], dataset: &Dataset, writing: &W) -> Json {
    writing.unordered(values.iter().map(|value| F::show(value, dataset, writing)).collect())
}

/// What can be read of a list, and whether that is all.
fn read_list<C, F: ReadIn<C>>(
    node: Node<'_>,
    at: At,
    out: &mut Reporter<'_>,
    known: &C,
) -> Result<(Vec<F::Value>, bool), Broken> {
    let Written::Array(items) = node.kind() else { return Err(out.wrong_type(node, at.name, at.holds)) };
    let mut values = Vec::with_capacity(items.len());
    let mut all = true;
    for item in items.iter() {
        match F::read(item, At { name: at.name, holds: F::HOLDS }, out, known) {
            Ok(value) => values.push(value),
            Err(Broken) => all = false,
        }
    }
    Ok((values, all))
}

impl<F: Described> Described for List<F> {
    const FORM: Form = Form::List(&F::FORM);
    const HOLDS: &'static str = "a list";
}

impl<F: Holds> Holds for List<F> {
    type Value = Vec<F::Value>;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        show_list::<F, W>(value, dataset, writing)
    }

    fn is_default(value: &Self::Value) -> bool {
        value.is_empty()
    }
}

impl<C, F: ReadIn<C>> ReadIn<C> for List<F> {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        let (values, all) = read_list::<C, F>(node, at, out, known)?;
        if all { Ok(values) } else { Err(Broken) }
    }
}

impl<F: Described> Described for Each<F> {
    const FORM: Form = Form::List(&F::FORM);
    const HOLDS: &'static str = "a list";
}

impl<F: Holds> Holds for Each<F> {
    type Value = Vec<F::Value>;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        show_list::<F, W>(value, dataset, writing)
    }

    fn is_default(value: &Self::Value) -> bool {
        value.is_empty()
    }
}

impl<C, F: ReadIn<C>> ReadIn<C> for Each<F> {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        read_list::<C, F>(node, at, out, known).map(|(values, _)| values)
    }
}

/// A table whose fields are declared, within another.
pub(crate) struct Nested<T>(PhantomData<T>);

impl<T: Declared> Described for Nested<T> {
    const FORM: Form = Form::Table(T::SHAPE);
    const HOLDS: &'static str = "a table";
}

impl<T: Declared> Holds for Nested<T> {
    type Value = T;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        let mut table = Map::new();
        value.stated(dataset, writing, &mut |name, shown| {
            table.insert(name.to_owned(), shown);
        });
        Json::Object(table)
    }
}

impl<C, T: DeclaredIn<C>> ReadIn<C> for Nested<T> {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        let Written::Table(table) = node.kind() else { return Err(out.wrong_type(node, at.name, at.holds)) };
        let of = out.title;
        let title = About::Field(at.name, &of);
        let inner = Reporter { file: out.file, text: out.text, title, findings: &mut *out.findings };
        let mut reader = Reader::new(table, inner.span(node), inner);
        let complete = reader.check_fields(&[T::SHAPE]);
        let table = T::read_table(&mut reader, known);
        complete.and(table)
    }
}

/// `true` for what is usual, or a table that says more; `false` for nothing of it.
pub(crate) trait Flagged: Sized {
    /// The table.
    type Table: Declared;
    /// For messages.
    const HOLDS: &'static str;

    /// What `true` means.
    fn flag() -> Self;
    /// What the table means; none where it says nothing that can be judged.
    fn of(table: Self::Table) -> Option<Self>;
    /// The table that says it; none where `true` does.
    fn table(&self) -> Option<Self::Table>;
}

/// Such a field.
pub(crate) struct FlagOr<K>(PhantomData<K>);

impl<K: Flagged> Described for FlagOr<K> {
    const FORM: Form = Form::Either(&Form::Flag, &Form::Table(<K::Table as Declared>::SHAPE));
    const HOLDS: &'static str = K::HOLDS;
}

impl<K: Flagged> Holds for FlagOr<K> {
    type Value = Option<K>;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        let Some(value) = value else { return Json::Bool(false) };
        value.table().map_or(Json::Bool(true), |table| Nested::show(&table, dataset, writing))
    }

    fn is_default(value: &Self::Value) -> bool {
        value.is_none()
    }
}

impl<C, K: Flagged> ReadIn<C> for FlagOr<K>
where
    K::Table: DeclaredIn<C>,
{
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        match node.kind() {
            Written::Boolean(set) => Ok(set.then(K::flag)),
            _ => Nested::<K::Table>::read(node, at, out, known).map(K::of),
        }
    }
}

/// A form of which not everything is taken.
pub(crate) trait Check {
    /// The form.
    type Of: Holds;
    /// What is taken, for messages.
    const HOLDS: &'static str;

    /// Reports what is not taken.
    fn check(
        value: <Self::Of as Holds>::Value,
        node: Node<'_>,
        at: At,
        out: &mut Reporter<'_>,
    ) -> Result<<Self::Of as Holds>::Value, Broken>;
}

/// Such a field.
pub(crate) struct Checked<K>(PhantomData<K>);

impl<K: Check> Described for Checked<K> {
    const FORM: Form = <K::Of as Described>::FORM;
    const HOLDS: &'static str = K::HOLDS;
}

impl<K: Check> Holds for Checked<K> {
    type Value = <K::Of as Holds>::Value;

    fn show<W: Writing>(value: &Self::Value, dataset: &Dataset, writing: &W) -> Json {
        K::Of::show(value, dataset, writing)
    }

    fn is_default(value: &Self::Value) -> bool {
        K::Of::is_default(value)
    }
}

impl<C, K: Check> ReadIn<C> for Checked<K>
where
    K::Of: ReadIn<C>,
{
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        let value = K::Of::read(node, at, out, known)?;
        K::check(value, node, at, out)
    }
}

/// Texts that each may belong to a language: a list of texts, or a table of language tag and list.
pub(crate) struct ByLanguage;

impl Described for ByLanguage {
    const FORM: Form = Form::Either(&Form::List(&Form::Text), &Form::ByLanguage(&Form::List(&Form::Text)));
    const HOLDS: &'static str = "a list of words, or a table of language tag and list";
}

impl Holds for ByLanguage {
    type Value = Vec<(Option<Box<str>>, Box<str>)>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, writing: &W) -> Json {
        let words = value.iter().map(|(tag, word)| match tag {
            Some(tag) => json!({ &**tag: word }),
            None => json!(word),
        });
        writing.unordered(words.collect())
    }

    fn is_default(value: &Self::Value) -> bool {
        value.is_empty()
    }
}

impl<C> ReadIn<C> for ByLanguage {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &C) -> Result<Self::Value, Broken> {
        match node.kind() {
            Written::Array(_) => {
                let words = Each::<Bare<Text>>::read(node, at, out, known)?;
                Ok(words.into_iter().map(|word| (None, word)).collect())
            }
            Written::Table(table) => {
                let mut words = Vec::new();
                for (key, node) in table.iter() {
                    let span = Span { file: out.file, start: key.start, end: key.end };
                    let Ok(tag) = out.language_tag(Spanned::new(key.name, span)) else { continue };
                    let Written::Array(items) = node.kind() else {
                        out.wrong_type(
                            node,
                            &message!("{}.{}", at.name, key.name),
                            "a list of texts in quotes",
                        );
                        continue;
                    };
                    for item in items.iter() {
                        if let Ok(text) = out.text_of(item, at.name, Text::HOLDS) {
                            words.push((Some(tag.value.clone()), text.value.into()));
                        }
                    }
                }
                Ok(words)
            }
            _ => Err(out.wrong_type(node, at.name, at.holds)),
        }
    }
}

/// The levels of rules, as written: whether each rule exists is checked where levels are applied.
pub(crate) struct Levels;

impl Described for Levels {
    const FORM: Form = Form::Levels;
    const HOLDS: &'static str = "a table of rules and levels";
}

impl Holds for Levels {
    type Value = Vec<RuleLevel>;

    fn show<W: Writing>(value: &Self::Value, _dataset: &Dataset, writing: &W) -> Json {
        let levels = value
            .iter()
            .map(|level| (writing.rule(&level.rule.value).to_owned(), json!(level.setting.name())));
        Json::Object(levels.collect())
    }

    fn is_default(value: &Self::Value) -> bool {
        value.is_empty()
    }
}

impl<C> ReadIn<C> for Levels {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, _known: &C) -> Result<Self::Value, Broken> {
        let Written::Table(table) = node.kind() else { return Err(out.wrong_type(node, at.name, at.holds)) };
        let of = out.title;
        let inner = Reporter {
            file: out.file,
            text: out.text,
            title: About::Field(at.name, &of),
            findings: &mut *out.findings,
        };
        let header = inner.span(node);
        Ok(manifest::levels(&mut Reader::new(table, header, inner)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(text: &str) -> Option<std::time::Duration> {
        number_and_unit(text).and_then(|(number, unit)| length_of(number, unit))
    }

    fn size(text: &str) -> Option<u64> {
        number_and_unit(text).and_then(|(number, unit)| size_of(number, unit))
    }

    #[test]
    fn lengths_and_sizes_have_units() {
        assert_eq!(length("20s"), Some(std::time::Duration::from_secs(20)));
        assert_eq!(length("100 ms"), Some(std::time::Duration::from_millis(100)));
        assert_eq!(length("20"), None);
        assert_eq!(length("s"), None);
        assert_eq!(length("99999999999999999999s"), None);
        assert_eq!(length("18446744073709551615h"), None);
        assert_eq!(size("5MiB"), Some(5 << 20));
        assert_eq!(size("5 megabytes"), None);
    }
}
