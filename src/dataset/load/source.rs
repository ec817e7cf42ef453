//! Sources: what a reference marker points to. One declaration is the struct, the fields of
//! `[[source]]` in the format, and how they are read and shown.

use super::declare::{Holds, Language, Marker, Text, Url, When, table};
use super::shape::{Form, Shape, must};
use super::table::{Read, Reader};
use crate::dataset::{Span, Spanned};
use crate::value::Date;

table! {
    /// What a reference leads to.
    pub struct Source, SOURCE = "source";
    own {
        /// The id that references may use.
        id: Box<str>,
        /// Where the id is written.
        id_span: Span,
        /// Where its table starts.
        span: Span,
    }
    keys {
        must("id", "a name in quotes", Form::Id, "The source's id, unique among sources."),
    }
    fields {
        /// The reference marker as the article prints it, unique. Left out for a source that the
        /// article does not cite.
        marker: Spanned<Box<str>> = Marker,
        /// Whether this is known to be what the article's marker cites, or only states the fact.
        matched as "match": Spanned<Match> = Match,
        /// What kind of source it is. `article` is the article whose facts these are.
        kind: Spanned<Box<str>> = Kind,
        /// The title as printed.
        title: Spanned<Box<str>> = Text,
        /// Author or editor.
        author: Spanned<Box<str>> = Text,
        /// Publisher.
        publisher: Spanned<Box<str>> = Text,
        /// When it was published (EDTF).
        published: Spanned<Date> = When,
        /// When it was last read (EDTF).
        accessed: Spanned<Date> = When,
        /// Its language: a BCP 47 tag such as `en` or `kk-Latn`.
        lang: Spanned<Box<str>> = Language,
        /// Its address.
        url: Spanned<Box<str>> = Url,
        /// The address of an archived copy.
        archive: Spanned<Box<str>> = Url,
        /// ISBN of a book.
        isbn: Spanned<Box<str>> = Text,
        /// DOI, such as "10.1000/182".
        doi: Spanned<Box<str>> = Text,
        /// Which pages of it.
        pages: Spanned<Box<str>> = Text,
    }
}

impl Source {
    /// What a message calls it: `[3] (riano-2008)`, or its id where the article does not cite it.
    pub fn name(&self) -> String {
        match &self.marker {
            Some(marker) => format!("[{}] (`{}`)", marker.value, self.id),
            None => format!("`{}`", self.id),
        }
    }
}

/// Whether a source is known to be what the article's marker cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// A revision of the article was seen to cite it.
    Confirmed,
    /// It states the fact, but is not known to be the article's own reference.
    Candidate,
}

impl Holds for Match {
    type Value = Spanned<Self>;
    const FORM: Form = Form::Word(&["confirmed", "candidate"]);
    const HOLDS: &'static str = "\"confirmed\" or \"candidate\"";

    fn read(reader: &mut Reader<'_>, field: &'static str, shape: &Shape) -> Read<Self::Value> {
        reader.word(field, shape, &[("confirmed", Self::Confirmed), ("candidate", Self::Candidate)])
    }

    fn show(value: &Self::Value) -> String {
        match value.value {
            Self::Confirmed => "confirmed".to_owned(),
            Self::Candidate => "candidate".to_owned(),
        }
    }
}

const KINDS: [&str; 5] = ["article", "book", "news", "official", "web"];

/// One of the kinds of sources.
struct Kind;

impl Holds for Kind {
    type Value = Spanned<Box<str>>;
    const FORM: Form = Form::Word(&KINDS);
    const HOLDS: &'static str = "\"article\", \"book\", \"news\", \"official\" or \"web\"";

    fn read(reader: &mut Reader<'_>, field: &'static str, shape: &Shape) -> Read<Self::Value> {
        let kind = reader.word(field, shape, &KINDS.map(|kind| (kind, kind)))?;
        Ok(kind.map(|kind| Spanned::new(kind.value.into(), kind.span)))
    }

    fn show(value: &Self::Value) -> String {
        value.value.to_string()
    }
}

/// Reads a source. Only one without an id is left out: what else cannot be read is `None`, and
/// its field is remembered as unread.
pub(super) fn build(reader: &mut Reader<'_>) -> Option<Source> {
    let _ = reader.check_fields(&[&SOURCE]);
    let id = reader.text("id", &SOURCE).ok().flatten();
    let id = id.filter(|id| super::check_id(id.value, id.span, "source", &mut reader.out).is_ok());
    let (name, place) = id.as_ref().map_or(("", reader.header), |id| (id.value, id.span));
    // The other fields of a source without an id are read too, for what is wrong with them.
    let source = Source::read(reader, name.into(), place, reader.header);
    id.map(|_| source)
}
