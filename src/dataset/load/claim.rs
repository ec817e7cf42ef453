//! `[[claim]]` tables.

use super::about::About;
use super::names::Names;
use super::shape::{CLAIM, REFERENCE};
use super::table::{Broken, Reader, Reporter};
use super::tree::{Kind, Node};
use super::value::{Scope, right_kind, when};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::types::Written;
use crate::dataset::{Claim, EntityId, Gap, PropertyId, Rank, Reference, Spanned, Time, Value};
use crate::finding::Finding;

/// What is known of a claim that had to be left out.
pub(super) struct LeftOut {
    /// What may be missing without it; none where it is kept for the record only.
    pub(super) gap: Option<Gap>,
    pub(super) refs: Vec<Reference>,
}

/// Reads a claim. All its problems are reported, not only the first.
///
/// # Errors
///
/// Where it has to be left out.
pub(super) fn build(
    mut reader: Reader<'_>,
    id: Result<Spanned<&str>, Broken>,
    scope: Scope<'_>,
) -> Result<Claim, LeftOut> {
    let complete = reader.check_fields(&[&CLAIM]);
    let names: &Names<'_> = scope.names;

    let subject = reader.text("subject", &CLAIM).and_then(|text| {
        let text = text.ok_or(Broken)?;
        Ok(Spanned::new(names.entity(text.value, text.span, &mut reader.out)?, text.span))
    });
    let property = reader.text("property", &CLAIM).and_then(|text| {
        let text = text.ok_or(Broken)?;
        Ok(Spanned::new(names.property(text.value, text.span, &mut reader.out)?, text.span))
    });
    let value = reader.get("value").ok_or(Broken).and_then(|node| {
        let property = &scope.properties[property?.value.index()];
        let written = Written { node, field: "value", property, scope };
        let value = property.ty.as_ref().ok_or(Broken)?.read(written, &mut reader.out)?;
        Ok((value, reader.out.span(node)))
    });
    let fits = match (&subject, &property, &value) {
        (Ok(subject), Ok(property), Ok((value, _))) => {
            subject_fits(subject, property, value, scope, &mut reader)
        }
        _ => Ok(()),
    };

    let mut timed = Ok(());
    let [at, from, until] = ["at", "from", "until"].map(|field| {
        let node = reader.get(field);
        let when = match node.map(|node| when(node, field, scope, &mut reader.out)) {
            Some(when) => when.map(Some),
            None if reader.is_misspelt(field, &[&CLAIM]) => Err(Broken),
            None => Ok(None),
        };
        when.unwrap_or_else(|Broken| {
            timed = Err(Broken);
            None
        })
    });
    if at.is_some() && (from.is_some() || until.is_some()) {
        let span = reader.field_span("at").unwrap_or(reader.header);
        let finding = Finding::new(
            &WRONG_TYPE,
            span,
            format!("{} holds at one time and over a stretch of time as well", reader.out.title),
        )
        .label("`at` beside `from` or `until`")
        .help("keep `at` for a moment, or `from` and `until` for a stretch of time");
        reader.out.push(finding);
        timed = Err(Broken);
    }

    let (refs, broken_refs) = references(&mut reader, names);
    let ranks = [("preferred", Rank::Preferred), ("normal", Rank::Normal), ("deprecated", Rank::Deprecated)];
    let rank = match reader.word("rank", &CLAIM, &ranks) {
        Ok(None) if reader.is_misspelt("rank", &[&CLAIM]) => Err(Broken),
        rank => rank,
    };
    let planned = match reader.boolean("planned") {
        Ok(None) if reader.is_misspelt("planned", &[&CLAIM]) => Err(Broken),
        planned => planned.map(|planned| planned == Some(true)),
    };
    let note = reader.owned("note", &CLAIM).ok().flatten().map(|note| note.value);

    // A misspelled name is a gap where the one that was probably meant would stand.
    let meant = |field: &str| match reader.get(field).map(|node| node.kind()) {
        Some(Kind::String(name)) => Some(name),
        _ => None,
    };
    let left_out = |refs| {
        let gap = Gap {
            id: id.ok().map(|id| id.value.into()).or_else(|| meant("id").map(Into::into)),
            span: reader.header,
            subject: subject
                .ok()
                .map(|subject| subject.value)
                .or_else(|| names.near_entity(meant("subject")?)),
            property: property
                .ok()
                .map(|property| property.value)
                .or_else(|| names.near_property(meant("property")?)),
            value: meant("value").and_then(|name| names.near_entity(name)),
            // Of a time that is half read, the beginning counts, if that is the half.
            since: at.or(from).map(|when| when.value),
        };
        let is_kept = matches!(rank, Ok(Some(rank)) if rank.value == Rank::Deprecated);
        LeftOut { gap: (!is_kept).then_some(gap), refs }
    };
    let (Ok(()), Ok(()), Ok(()), Ok(id), Ok(rank), Ok(planned)) = (complete, fits, timed, id, rank, planned)
    else {
        return Err(left_out(refs));
    };
    let (Ok(subject), Ok(property), Ok((value, value_span))) = (subject, property, value) else {
        return Err(left_out(refs));
    };
    Ok(Claim {
        id: id.value.into(),
        id_span: id.span,
        span: reader.header,
        subject: subject.value,
        subject_span: subject.span,
        property: property.value,
        property_span: property.span,
        value,
        value_span,
        time: Time::new(at, from, until),
        planned,
        refs,
        broken_refs,
        rank: rank.map(|rank| rank.value).unwrap_or_default(),
        note,
    })
}

/// Whether the subject is of the kind that the property takes, or that a superlative compares.
fn subject_fits(
    subject: &Spanned<EntityId>,
    property: &Spanned<PropertyId>,
    value: &Value,
    scope: Scope<'_>,
    reader: &mut Reader<'_>,
) -> Result<(), Broken> {
    let entity = &scope.entities[subject.value.index()];
    let property = &scope.properties[property.value.index()];
    if let Some(kind) = &property.subject {
        right_kind(entity, kind, subject.span, &format!("`{}` tells of", property.id), &mut reader.out)?;
    }
    value.check_subject(subject, scope, &mut reader.out)
}

/// The references that lead somewhere, and whether there are others.
fn references(reader: &mut Reader<'_>, names: &Names<'_>) -> (Vec<Reference>, bool) {
    let Some(node) = reader.get("refs") else {
        return (Vec::new(), reader.is_misspelt("refs", &[&CLAIM]));
    };
    let Kind::Array(items) = node.kind() else {
        reader.out.wrong_type(node, "refs", "a list of reference markers or source ids in quotes");
        return (Vec::new(), true);
    };
    let mut refs = Vec::with_capacity(items.len());
    let mut broken = false;
    for item in items.iter() {
        match reference(item, names, &mut reader.out, reader.header) {
            Ok(reference) => refs.push(reference),
            Err(Broken) => broken = true,
        }
    }
    (refs, broken)
}

fn reference(
    node: Node<'_>,
    names: &Names<'_>,
    out: &mut Reporter<'_>,
    header: crate::dataset::Span,
) -> Result<Reference, Broken> {
    let span = out.span(node);
    match node.kind() {
        Kind::String(text) => {
            let source = names.source(text, span, out)?;
            Ok(Reference { source, span, quote: None, page: None, lang: None })
        }
        Kind::Table(table) => {
            let of = out.title;
            let title = About::Reference(&of);
            let header = if node.end > node.start { span } else { header };
            let mut reader =
                Reader::new(table, header, Reporter { file: out.file, title, findings: out.findings });
            let complete = reader.check_fields(&[&REFERENCE]);
            let source = reader
                .text("ref", &REFERENCE)
                .and_then(|text| text.ok_or(Broken))
                .and_then(|text| names.source(text.value, text.span, &mut reader.out));
            let quote = reader.owned("quote", &REFERENCE).ok().flatten();
            let page = reader.owned("page", &REFERENCE).ok().flatten().map(|page| page.value);
            let lang = reader.language("lang", &REFERENCE).ok().flatten().map(|lang| lang.value);
            complete?;
            Ok(Reference { source: source?, span, quote, page, lang })
        }
        _ => Err(out.wrong_type(
            node,
            "refs",
            "reference markers or source ids in quotes, such as [\"3\"], or tables such as { ref = \"3\", quote = \"…\" }",
        )),
    }
}
