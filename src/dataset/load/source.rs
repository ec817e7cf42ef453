//! Sources: what a reference marker points to. One declaration is the struct, the fields of
//! `[[source]]` in the format, and how they are read and shown.

use super::declare::{holds, table, words};
use super::table::Reader;
use crate::dataset::{Span, Spanned};
use crate::message::{Message, message};
use crate::value::Date;

table! {
    /// What a reference leads to.
    pub struct Source, SOURCE = "source";
    kept always;
    own {
        /// The id that references may use.
        id: Box<str>,
        /// Where the id is written.
        id_span: Span,
        /// Where its table starts.
        span: Span,
    }
    unread unread;
    new ["id", "title", "url"];
    fields {
        /// The source's id, unique among sources.
        must "id": holds::Id;
        /// The reference marker as the article prints it, unique. Left out for a source that the
        /// article does not cite.
        optional marker: Option<Spanned<Box<str>>> = holds::Marker;
        /// Whether this is known to be what the article's marker cites, or only states the fact.
        optional matched as "match": Option<Spanned<Match>> = holds::OneOf<Match>;
        /// What kind of source it is. `article` is the article whose facts these are.
        optional kind: Option<Spanned<SourceKind>> = holds::OneOf<SourceKind>;
        /// The title as printed.
        optional title: Option<Spanned<Box<str>>> = holds::Text;
        /// Author or editor.
        optional author: Option<Spanned<Box<str>>> = holds::Text;
        /// Publisher.
        optional publisher: Option<Spanned<Box<str>>> = holds::Text;
        /// When it was published (EDTF).
        optional published: Option<Spanned<Date>> = holds::Date;
        /// When it was last read (EDTF).
        optional accessed: Option<Spanned<Date>> = holds::Date;
        /// Its language: a BCP 47 tag such as `en` or `kk-Latn`.
        optional lang: Option<Spanned<Box<str>>> = holds::Language;
        /// Its address.
        optional url: Option<Spanned<Box<str>>> = holds::Url;
        /// The address of an archived copy.
        optional archive: Option<Spanned<Box<str>>> = holds::Url;
        /// ISBN of a book.
        optional isbn: Option<Spanned<Box<str>>> = holds::Text;
        /// DOI, such as "10.1000/182".
        optional doi: Option<Spanned<Box<str>>> = holds::Text;
        /// Which pages of it.
        optional pages: Option<Spanned<Box<str>>> = holds::Text;
    }
}

impl Source {
    /// What a message calls it: `[3] (riano-2008)`, or its id where the article does not cite it.
    pub fn name(&self) -> Message {
        match &self.marker {
            Some(marker) => message!("[{}] (`{}`)", marker.value, self.id),
            None => message!("`{}`", self.id),
        }
    }
}

words! {
    /// Whether a source is known to be what the article's marker cites.
    pub enum Match {
        /// A revision of the article was seen to cite it.
        Confirmed = "confirmed",
        /// It states the fact, but is not known to be the article's own reference.
        Candidate = "candidate",
    }
}

words! {
    /// What kind of source it is.
    #[non_exhaustive]
    pub enum SourceKind {
        /// The article whose facts these are.
        Article = "article",
        /// A book.
        Book = "book",
        /// A report in the news.
        News = "news",
        /// What a state or an organisation publishes itself.
        Official = "official",
        /// Any other page.
        Web = "web",
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
    let (name, header) = (name.into(), reader.header);
    let Ok(source) = Source::read(reader, &(), name, place, header);
    id.map(|_| source)
}
