//! TOML text as a tree that knows where everything stands, in the order in which it is written.
//!
//! Nothing here knows what a claim is. The rest of loading sees this tree only, so that another
//! parser could take the place of this one.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// A value and its bytes. Offsets are `u32`: files are bounded far below that.
#[derive(Debug)]
pub(super) struct Node<'i> {
    pub(super) kind: Kind<'i>,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The name of a field and its bytes.
#[derive(Debug)]
pub(super) struct Key<'i> {
    pub(super) name: Cow<'i, str>,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A table's fields in the order in which they are written.
pub(super) type Table<'i> = Vec<(Key<'i>, Node<'i>)>;

/// What a value is. Numbers stay text: the place says which.
#[derive(Debug)]
pub(super) enum Kind<'i> {
    String(Cow<'i, str>),
    Integer,
    Float,
    Boolean(bool),
    /// Rare, and larger than all others.
    Datetime(Box<toml::value::Datetime>),
    Array(Vec<Node<'i>>),
    Table(Table<'i>),
}

impl Kind<'_> {
    /// What it is, in an editor's words.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::String(_) => "a text in quotes",
            Self::Integer | Self::Float => "a number",
            Self::Boolean(_) => "true or false",
            Self::Datetime(_) => "a date without quotes",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// What is wrong with a text that should be TOML.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) range: Range<usize>,
}

/// The tree of a text, as far as it could be read, and every mistake in it.
pub(super) fn parse(text: &str) -> (Table<'_>, Vec<Mistake>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mistakes = errors
        .iter()
        .map(|error| Mistake { message: error.message().to_owned(), range: error.span().unwrap_or(0..0) })
        .collect();
    (convert_table(table.into_inner()), mistakes)
}

/// Recursion is bounded: the parser refuses what is nested more than 80 deep.
fn convert_table<'i>(table: DeTable<'i>) -> Table<'i> {
    let mut fields: Table<'i> = table
        .into_iter()
        .map(|(key, value): (Spanned<DeString<'i>>, Spanned<DeValue<'i>>)| {
            let range = key.span();
            let key = Key { name: key.into_inner(), start: offset(range.start), end: offset(range.end) };
            (key, convert(value))
        })
        .collect();
    fields.sort_by_key(|(key, _)| key.start);
    fields
}

fn convert(value: Spanned<DeValue<'_>>) -> Node<'_> {
    let range = value.span();
    let kind = match value.into_inner() {
        DeValue::String(text) => Kind::String(text),
        DeValue::Integer(_) => Kind::Integer,
        DeValue::Float(_) => Kind::Float,
        DeValue::Boolean(value) => Kind::Boolean(value),
        DeValue::Datetime(value) => Kind::Datetime(Box::new(value)),
        DeValue::Array(items) => Kind::Array(items.into_iter().map(convert).collect()),
        DeValue::Table(table) => Kind::Table(convert_table(table)),
    };
    Node { kind, start: offset(range.start), end: offset(range.end) }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
