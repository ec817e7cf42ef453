//! What the vocabulary says in tables and lists of its own: terms, words, kinds, units.

use rust_decimal::Decimal;

use super::about::About;
use super::shape::{CONTEMPORARY, KIND, PROPERTY, TERM, UNIQUE, UNIT};
use super::table::{Broken, Reader};
use super::tree::Kind;
use super::value::text;
use super::vocabulary::{Known, nested, number, pair, properties, property_ref};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::{Contemporary, EntityKind, MeasureUnit, Spanned, Term, Unique};
use crate::finding::Finding;

/// `unique`: true, or a table with `within`.
pub(super) fn unique(reader: &mut Reader<'_>, known: &Known<'_>) -> Option<Unique> {
    let node = reader.get("unique")?;
    match node.kind() {
        Kind::Boolean(set) => set.then(Unique::default),
        Kind::Table(table) => {
            let of = reader.out.title;
            let mut inner = nested(reader, table, node, About::Field("unique", &of));
            inner.check_fields(&[&UNIQUE]).ok()?;
            let within = properties(&mut inner, "within", &UNIQUE, &[], known);
            // One that could not be read might set values apart: then nothing is judged.
            let Kind::Array(items) = inner.get("within")?.kind() else { return None };
            (!within.is_empty() && within.len() == items.iter().count()).then_some(Unique { within })
        }
        _ => {
            reader.out.wrong_type(node, "unique", "true, false, or a table with `within`");
            None
        }
    }
}

/// `contemporary`: true, or a table with `start` and `end`.
pub(super) fn contemporary(reader: &mut Reader<'_>, known: &Known<'_>) -> Option<Contemporary> {
    if let Kind::Boolean(set) = reader.get("contemporary")?.kind() {
        return set.then_some(Contemporary::ByKinds);
    }
    let (start, end) = pair(reader, "contemporary", &CONTEMPORARY, ["start", "end"], "date", known)?;
    Some(Contemporary::By { start, end })
}

/// `term`: a table with `at_least`, `at_most` or both.
pub(super) fn term(reader: &mut Reader<'_>) -> Option<Term> {
    let node = reader.get("term")?;
    let Kind::Table(table) = node.kind() else {
        reader.out.wrong_type(node, "term", "a table with `at_least`, `at_most` or both");
        return None;
    };
    let of = reader.out.title;
    let mut inner = nested(reader, table, node, About::Field("term", &of));
    let complete = inner.check_fields(&[&TERM]);
    let (at_least, at_most) = (inner.duration("at_least", &TERM), inner.duration("at_most", &TERM));
    complete.ok()?;
    let (at_least, at_most) = (at_least.ok()?, at_most.ok()?);
    if at_least.is_none() && at_most.is_none() {
        reader.out.wrong_type(node, "term", "a table with `at_least`, `at_most` or both");
        return None;
    }
    let span = reader.out.span(node);
    Some(Term { at_least, at_most, span })
}

/// `infobox`: a list of texts.
pub(super) fn infobox(reader: &mut Reader<'_>) -> Vec<Box<str>> {
    let texts = reader.texts("infobox", &PROPERTY).ok().flatten().unwrap_or_default();
    texts.into_iter().map(|text| text.value.into()).collect()
}

/// `words`: a list of words, or a table of language tag and list.
pub(super) fn words(reader: &mut Reader<'_>) -> Vec<(Option<Box<str>>, Box<str>)> {
    let Some(node) = reader.get("words") else { return Vec::new() };
    let mut words = Vec::new();
    match node.kind() {
        Kind::Array(_) => {
            let texts = reader.texts("words", &PROPERTY).ok().flatten().unwrap_or_default();
            words.extend(texts.into_iter().map(|text| (None, text.value.into())));
        }
        Kind::Table(table) => {
            for (key, node) in table.iter() {
                let span = crate::dataset::Span { file: reader.out.file, start: key.start, end: key.end };
                let Ok(tag) = reader.out.language_tag(Spanned::new(key.name, span)) else { continue };
                let Kind::Array(items) = node.kind() else {
                    reader.out.wrong_type(node, &format!("words.{}", key.name), "a list of texts in quotes");
                    continue;
                };
                for item in items.iter() {
                    if let Ok(text) = reader.text_of(item, "words", "a text in quotes") {
                        words.push((Some(tag.value.clone()), text.value.into()));
                    }
                }
            }
        }
        _ => {
            reader.out.wrong_type(node, "words", "a list of words, or a table of language tag and list");
        }
    }
    words
}

/// `[kind.<id>]`.
pub(super) fn kind(id: Spanned<&str>, reader: &mut Reader<'_>, known: &Known<'_>) -> EntityKind {
    let _ = reader.check_fields(&[&KIND]);
    let label = reader.get("label").and_then(|node| text(node, "label", &mut reader.out).ok());
    let date =
        |reader: &mut Reader<'_>, field| property_ref(reader, field, &KIND, &["date"], known).ok().flatten();
    EntityKind {
        id: id.value.into(),
        span: id.span,
        label,
        is: reader.owned("is", &KIND).ok().flatten(),
        start: date(reader, "start"),
        end: date(reader, "end"),
    }
}

/// `[unit.<id>]`.
pub(super) fn unit(id: Spanned<&str>, reader: &mut Reader<'_>, known: &Known<'_>) -> MeasureUnit {
    let _ = reader.check_fields(&[&UNIT]);
    let label = reader.get("label").and_then(|node| text(node, "label", &mut reader.out).ok());
    let of = reader.owned("of", &UNIT).ok().flatten();
    MeasureUnit { id: id.value.into(), span: id.span, label, of, factor: factor(reader, known).ok() }
}

fn factor(reader: &mut Reader<'_>, known: &Known<'_>) -> Result<Spanned<Decimal>, Broken> {
    let factor = number(reader, "factor", known).ok_or(Broken)?;
    if factor.value > Decimal::ZERO {
        return Ok(factor);
    }
    let finding = Finding::new(
        &WRONG_TYPE,
        factor.span,
        format!("`factor` of {} should be above 0, but it is {}", reader.out.title, factor.value),
    )
    .label("not above 0")
    .help("write how many of the other unit it is, such as 0.01");
    Err(reader.out.push(finding))
}
