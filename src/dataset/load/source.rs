//! `[[source]]` tables.

use super::names::bare_marker;
use super::shape::SOURCE;
use super::table::{Read, Reader};
use crate::dataset::{Match, Source, Spanned};

const KINDS: [(&str, &str); 5] =
    [("article", "article"), ("book", "book"), ("news", "news"), ("official", "official"), ("web", "web")];

/// Reads a source. Only one without an id is left out: what else cannot be read is `None`, and
/// its field is remembered as unread.
pub(super) fn build(reader: &mut Reader<'_>) -> Option<Source> {
    let _ = reader.check_fields(&[&SOURCE]);
    let id = reader.text("id", &SOURCE).ok().flatten();
    let id = id.filter(|id| super::check_id(id.value, id.span, "source", &mut reader.out).is_ok());

    let mut unread = Vec::new();
    let mut known = |field: &'static str, text: Read<Spanned<Box<str>>>| {
        text.unwrap_or_else(|_| {
            unread.push(field);
            None
        })
    };
    let marker = known("marker", reader.owned("marker", &SOURCE))
        .map(|marker| Spanned::new(bare_marker(&marker.value).into(), marker.span));
    let title = known("title", reader.owned("title", &SOURCE));
    let author = known("author", reader.owned("author", &SOURCE));
    let publisher = known("publisher", reader.owned("publisher", &SOURCE));
    let url = known("url", reader.owned("url", &SOURCE));
    let archive = known("archive", reader.owned("archive", &SOURCE));
    let isbn = known("isbn", reader.owned("isbn", &SOURCE));
    let doi = known("doi", reader.owned("doi", &SOURCE));
    let pages = known("pages", reader.owned("pages", &SOURCE));
    let lang = known("lang", reader.language("lang", &SOURCE));
    let matches = [("confirmed", Match::Confirmed), ("candidate", Match::Candidate)];
    let matched = reader.word("match", &SOURCE, &matches).ok().flatten();
    let kind = reader.word("kind", &SOURCE, &KINDS).ok().flatten();
    let published = reader.date("published").ok().flatten();
    let accessed = reader.date("accessed").ok().flatten();

    unread.extend(
        SOURCE.fields.iter().map(|field| field.name).filter(|field| reader.is_misspelt(field, &[&SOURCE])),
    );

    let id = id?;
    Some(Source {
        id: id.value.into(),
        id_span: id.span,
        span: reader.header,
        marker,
        matched,
        kind: kind.map(|kind| Spanned::new(kind.value.into(), kind.span)),
        title,
        author,
        publisher,
        published,
        accessed,
        lang,
        url,
        archive,
        isbn,
        doi,
        pages,
        unread,
    })
}
