//! `[[claim]]` tables.

use super::about::About;
use super::declare::holds::Words as _;
use super::names::Names;
use super::qualifiers;
use super::shape::{CLAIM, REFERENCE};
use super::table::{Asked, Broken, Reader, Reporter};
use super::tree::{Kind, Node};
use super::value::{Scope, right_kind, when};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::types::Written;
use crate::dataset::{
    Claim, EntityId, Gap, Missing, More, PropertyId, Rank, Reference, Span, Spanned, Time, Value, WrittenUnit,
};
use crate::finding::{Finding, Help};
use crate::message::{Message, message};
use crate::suggest;
use crate::value::Calendar;

/// What is known of a claim that had to be left out.
pub(super) struct LeftOut {
    /// What may be missing without it, for each of its subjects; none where it is kept for the record
    /// only.
    pub(super) gaps: Vec<Gap>,
    pub(super) refs: Vec<Reference>,
}

/// Reads a claim, or those of a table about several subjects. All its problems are reported, not
/// only the first. What has to be left out is remembered as such.
pub(super) fn build(
    mut reader: Reader<'_>,
    id: Result<Spanned<&str>, Broken>,
    mut scope: Scope<'_>,
    claims: &mut Vec<Claim>,
    left_out: &mut Vec<LeftOut>,
) {
    let complete = reader.check_fields(&[&CLAIM]);
    let names: &Names<'_> = scope.names;
    // Years, months and days can only be read when it is known in which calendar they are told.
    let calendar = calendar(&mut reader);
    scope.calendar = calendar.unwrap_or_default();

    let subjects = subjects(&mut reader, names);
    let property = reader.text("property", &CLAIM).and_then(|text| {
        let text = text.ok_or(Broken)?;
        Ok(Spanned::new(names.property(text.value, text.span, &mut reader.out)?, text.span))
    });
    let value = value(&mut reader, property, scope);
    let unit = value.and_then(|value| unit(&mut reader, property, value, scope));
    let qualifiers = qualifiers::read(&mut reader, property, scope);
    let mut fitting = Vec::with_capacity(subjects.list.len());
    let mut strangers = Vec::new();
    for subject in &subjects.list {
        let fits = match (&property, &unit) {
            (Ok(property), Ok(Stated { value, .. })) => {
                subject_fits(subject, property, value, scope, &mut reader)
            }
            _ => Ok(()),
        };
        if fits.is_ok() { fitting.push(*subject) } else { strangers.push(*subject) }
    }

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
            message!("{} holds at one time and over a stretch of time as well", reader.out.title),
        )
        .label("`at` beside `from` or `until`")
        .help("keep `at` for a moment, or `from` and `until` for a stretch of time");
        reader.out.push(finding);
        timed = Err(Broken);
    }

    let (refs, broken_refs) = references(&mut reader, names);
    let is_kept = reader
        .get("rank")
        .is_some_and(|node| matches!(node.kind(), Kind::String(rank) if rank == Rank::Deprecated.word()));
    let plain = Claim::draft(&mut reader, scope, broken_refs);

    let gap = |reader: &Reader<'_>, subject: Option<EntityId>| {
        // A misspelled name is a gap where the one that was probably meant would stand.
        let meant = |field: &str| match reader.get(field).map(|node| node.kind()) {
            Some(Kind::String(name)) => Some(name),
            _ => None,
        };
        Gap {
            id: id.ok().map(|id| id.value.into()).or_else(|| meant("id").map(Into::into)),
            span: reader.header,
            subject: subject.or_else(|| names.near_entity(meant("subject")?)),
            property: property
                .ok()
                .map(|property| property.value)
                .or_else(|| names.near_property(meant("property")?)),
            value: meant("value").and_then(|name| names.near_entity(name)),
            // Of a time that is half read, the beginning counts, if that is the half.
            since: at.or(from).map(|when| when.value),
        }
    };
    let mut leave = |reader: &Reader<'_>, subjects: Vec<Option<EntityId>>, refs: Vec<Reference>| {
        let gaps =
            if is_kept { Vec::new() } else { subjects.into_iter().map(|one| gap(reader, one)).collect() };
        left_out.push(LeftOut { gaps, refs });
    };
    let all = |list: &[Spanned<EntityId>]| list.iter().map(|subject| Some(subject.value)).collect::<Vec<_>>();
    let (Ok(()), Ok(()), Ok(id), Ok(plain), Ok(property), Ok(stated), Ok(qualifiers), Ok(calendar)) =
        (complete, timed, id, plain, property, unit, qualifiers, calendar)
    else {
        let mut missing = all(&subjects.list);
        if missing.is_empty() {
            missing.push(None);
        }
        return leave(&reader, missing, refs);
    };
    if !strangers.is_empty() || subjects.broken {
        let mut missing = all(&strangers);
        if subjects.broken {
            missing.extend(subjects.near.iter().map(|near| Some(*near)));
            if missing.is_empty() {
                missing.push(None);
            }
        }
        leave(&reader, missing, refs.clone());
    }
    let time = Time::new(at, from, until);
    let mut refs = refs;
    for (number, subject) in fitting.iter().enumerate() {
        let last = number + 1 == fitting.len();
        let table = subjects.is_list.then(|| Box::from(id.value));
        let own_id: Box<str> = match &table {
            Some(table) => format!("{table}/{}", scope.entities[subject.value.index()].id).into(),
            None => id.value.into(),
        };
        let more = More {
            table,
            qualifiers: qualifiers.clone(),
            unit: stated.unit.clone(),
            old_style: calendar == Calendar::Julian,
        };
        claims.push(Claim {
            id: own_id,
            id_span: id.span,
            span: reader.header,
            subject: subject.value,
            subject_span: subject.span,
            property: property.value,
            property_span: property.span,
            value: stated.value.clone(),
            value_span: stated.span,
            time: time.clone(),
            refs: if last { std::mem::take(&mut refs) } else { refs.clone() },
            more: more.is_stated().then(|| Box::new(more)),
            ..plain.clone()
        });
    }
}

impl Claim {
    /// Reads what needs nothing else, for the claims of one table to be made of.
    fn draft(reader: &mut Reader<'_>, scope: Scope<'_>, broken_refs: bool) -> Result<Self, Broken> {
        let (span, value) = (reader.header, Value::Missing(Missing::Unknown));
        let (subject, property) = (EntityId(0), PropertyId(0));
        let (id, time) = (Box::default(), Time::default());
        let refs = Vec::new();
        Self::read(
            reader,
            &scope,
            id,
            span,
            span,
            subject,
            span,
            property,
            span,
            value,
            span,
            time,
            refs,
            broken_refs,
            None,
        )
    }
}

/// What a claim is about.
struct Subjects {
    list: Vec<Spanned<EntityId>>,
    /// Whether the claim is about each of a list.
    is_list: bool,
    /// Whether some could not be read.
    broken: bool,
    /// Entities that were probably meant by names that none has.
    near: Vec<EntityId>,
}

fn subjects(reader: &mut Reader<'_>, names: &Names<'_>) -> Subjects {
    let mut subjects = Subjects { list: Vec::new(), is_list: false, broken: false, near: Vec::new() };
    let Some(node) = reader.get("subject") else {
        subjects.broken = true;
        return subjects;
    };
    let Kind::Array(items) = node.kind() else {
        let subject = subject(node, reader, names, &mut subjects);
        subjects.list.extend(subject);
        return subjects;
    };
    subjects.is_list = true;
    for item in items.iter() {
        let Some(subject) = subject(item, reader, names, &mut subjects) else { continue };
        let first = subjects.list.iter().find(|other| other.value == subject.value).map(|first| first.span);
        let Some(first) = first else {
            subjects.list.push(subject);
            continue;
        };
        let finding = Finding::new(
            &WRONG_TYPE,
            subject.span,
            message!("`subject` of {} names the same entity twice", reader.out.title),
        )
        .label("named again")
        .related(first, "first named here")
        .help("take one of the two out");
        reader.out.push(finding);
    }
    if subjects.list.is_empty() && !subjects.broken {
        reader.out.wrong_type(node, "subject", "the id of an entity, or a list with at least one");
        subjects.broken = true;
    }
    subjects
}

fn subject(
    node: Node<'_>,
    reader: &mut Reader<'_>,
    names: &Names<'_>,
    subjects: &mut Subjects,
) -> Option<Spanned<EntityId>> {
    let text = reader.out.text_of(node, "subject", "the id of an entity in quotes");
    let known = text.and_then(|text| {
        let known = names.entity(text.value, text.span, &mut reader.out);
        if known.is_err() {
            subjects.near.extend(names.near_entity(text.value));
        }
        known.map(|known| Spanned::new(known, text.span))
    });
    subjects.broken |= known.is_err();
    known.ok()
}

/// What a claim states, and in which unit.
struct Stated {
    value: Value,
    span: Span,
    unit: Option<WrittenUnit>,
}

/// The value, or what stands in its place.
fn value(
    reader: &mut Reader<'_>,
    property: Result<Spanned<PropertyId>, Broken>,
    scope: Scope<'_>,
) -> Result<(Value, Span), Broken> {
    let unknown = flag(reader, "unknown");
    let none = flag(reader, "none");
    let (unknown, none) = (unknown?, none?);
    let missing = match (unknown, none) {
        (true, false) => Some(Missing::Unknown),
        (false, true) => Some(Missing::None),
        (false, false) => None,
        (true, true) => return Err(one_of_two(reader, "none", "unknown")),
    };
    let Some(node) = reader.get("value") else {
        return match missing {
            Some(missing) => {
                let span = reader.field_span(missing.name()).unwrap_or(reader.header);
                Ok((Value::Missing(missing), span))
            }
            None if reader.is_misspelt("value", &[&CLAIM]) => Err(Broken),
            None => Err(reader.missing_field("value", "what the property takes")),
        };
    };
    if let Some(missing) = missing {
        return Err(one_of_two(reader, missing.name(), "value"));
    }
    let property = &scope.properties[property?.value.index()];
    let written = Written { node, field: "value", property, scope };
    let value = property.ty.as_ref().ok_or(Broken)?.read(written, &mut reader.out)?;
    Ok((value, reader.out.span(node)))
}

/// Reports two fields of which a claim can have one.
fn one_of_two(reader: &mut Reader<'_>, one: &str, other: &str) -> Broken {
    let finding = Finding::new(
        &WRONG_TYPE,
        reader.field_span(one).unwrap_or(reader.header),
        message!("{} has both `{}` and `{}`", reader.out.title, one, other),
    )
    .label(message!("`{}` beside `{}`", one, other))
    .help("keep the one that is meant");
    reader.out.push(finding)
}

/// A number in the property's unit, whatever unit it is written in.
fn unit(
    reader: &mut Reader<'_>,
    property: Result<Spanned<PropertyId>, Broken>,
    (value, span): (Value, Span),
    scope: Scope<'_>,
) -> Result<Stated, Broken> {
    let text = match reader.text("unit", &CLAIM)? {
        Some(text) => text,
        None if reader.is_misspelt("unit", &[&CLAIM]) => return Err(Broken),
        None => return Ok(Stated { value, span, unit: None }),
    };
    let property = &scope.properties[property?.value.index()];
    let own = property.as_quantity().and_then(|options| options.unit.as_deref());
    let Value::Quantity(number) = &value else {
        let finding =
            Finding::new(&WRONG_TYPE, text.span, message!("{} has a unit, but no number", reader.out.title))
                .label("nothing is measured here")
                .help("take `unit` out");
        return Err(reader.out.push(finding));
    };
    let units = &scope.names.units;
    let factor = own.and_then(|own| units.factor(text.value, own));
    let converted = factor.and_then(|factor| number.times(factor));
    if let Some(converted) = converted {
        let id = Spanned::new(text.value.into(), text.span);
        let unit = (Some(text.value) != own).then_some(WrittenUnit { id, value: *number });
        return Ok(Stated { value: Value::Quantity(converted), span, unit });
    }
    let title = reader.out.title;
    let (message, help): (Message, Help) = match own {
        _ if scope.names.unread.may_name(text.value) => return Err(Broken),
        Some(_) if factor.is_some() => (
            message!("the value of {} in `{}` has too many digits to be compared", title, text.value),
            "write it in the unit of the property".into(),
        ),
        None => (
            message!("{} is in `{}`, but its property `{}` has no unit", title, text.value, property.id),
            "give the property its `unit`, or take `unit` out of the claim".into(),
        ),
        Some(own) => {
            let known = units.names().chain([own]);
            let near = (!units.has(text.value)).then(|| suggest::nearest(text.value, known)).flatten();
            (
                message!(
                    "{} is in `{}`, but there is no way from it to `{}`, the unit of `{}`",
                    title,
                    text.value,
                    own,
                    property.id
                ),
                reader.out.did_you_mean(text.span, near, || {
                    message!("add a table `[unit.{}]` with `of = \"{}\"` and its `factor`", text.value, own)
                }),
            )
        }
    };
    let finding = Finding::new(&WRONG_TYPE, text.span, message)
        .label("no way to the unit of the property")
        .advise(help);
    Err(reader.out.push(finding))
}

/// The calendar of a claim's dates.
fn calendar(reader: &mut Reader<'_>) -> Result<Calendar, Broken> {
    let words = [("gregorian", Calendar::Gregorian), ("julian", Calendar::Julian)];
    match reader.word("calendar", &CLAIM, &words) {
        Ok(None) if reader.is_misspelt("calendar", &[&CLAIM]) => Err(Broken),
        word => word.map(|word| word.map(|word| word.value).unwrap_or_default()),
    }
}

/// A field that is true or false; false where it is left out.
fn flag(reader: &mut Reader<'_>, field: &'static str) -> Result<bool, Broken> {
    match reader.boolean(field) {
        Ok(None) if reader.is_misspelt(field, &[&CLAIM]) => Err(Broken),
        flag => flag.map(|flag| flag == Some(true)),
    }
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
        let teller = message!("`{}` tells of", property.id);
        right_kind(&scope.names.kinds, entity, kind, subject.span, &teller, &mut reader.out)?;
    }
    value.check_subject(subject, scope, &mut reader.out)
}

/// The references that lead somewhere, and whether there are others.
fn references(reader: &mut Reader<'_>, names: &Names<'_>) -> (Vec<Reference>, bool) {
    let Some(node) = reader.get("refs") else {
        return (Vec::new(), reader.is_misspelt("refs", &[&CLAIM]));
    };
    let Kind::Array(items) = node.kind() else {
        let holds = "a list of reference markers or source ids in quotes";
        reader.out.wrong_type(node, "refs", Asked::List(holds.into()));
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
    header: Span,
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
                Reader::new(table, header, Reporter { file: out.file, text: out.text, title, findings: out.findings });
            let complete = reader.check_fields(&[&REFERENCE]);
            let reference = Reference::read(&mut reader, names, span);
            complete.and(reference)
        }
        _ => Err(out.wrong_type(
            node,
            "refs",
            Asked::Text("reference markers or source ids in quotes, such as [\"3\"], or tables such as { ref = \"3\", quote = \"…\" }".into()),
        )),
    }
}
