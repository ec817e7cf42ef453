//! Values of claims, by the type of their property.

use super::about::About;
use super::names::Names;
use super::shape::RELATIVE;
use super::table::{Broken, Read, Reader, Reporter};
use super::tree::{Kind, Node};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::rules::names::WRONG_KIND;
use crate::dataset::rules::values::{INVALID_DATE, INVALID_QUANTITY};
use crate::dataset::{
    DateValue, Direction, Distance, Entity, Property, PropertyType, Relative, Span, Spanned, Text, Value,
    When,
};
use crate::finding::Finding;
use crate::suggest;
use crate::value::{Date, Day, Quantity};

/// What values are resolved against.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) entities: &'a [Entity],
    pub(super) properties: &'a [Property],
    /// The text of the file that is being read.
    pub(super) text: &'a str,
}

/// A date: EDTF in quotes, or TOML's own.
pub(super) fn date(node: Node<'_>, field: &str, out: &mut Reporter<'_>) -> Result<Date, Broken> {
    match node.kind() {
        Kind::String(text) => {
            Date::parse(text).map_err(|error| out.unreadable(&INVALID_DATE, node, text, field, &error))
        }
        Kind::Datetime(datetime) => {
            let day =
                datetime.date.and_then(|date| Day::from_ymd(i64::from(date.year), date.month, date.day));
            match day {
                Some(day) => Ok(Date::from_day(day)),
                None => {
                    let finding = Finding::new(
                        &INVALID_DATE,
                        out.span(node),
                        format!("`{field}` of {} is a time of day without a date", out.title),
                    )
                    .label("no day")
                    .help("write the day, such as \"1992-05-15\"");
                    Err(out.push(finding))
                }
            }
        }
        Kind::Integer => {
            let finding = Finding::new(
                &WRONG_TYPE,
                out.span(node),
                format!("`{field}` of {} should be a date in quotes, but it is a number", out.title),
            )
            .label("a number, not a date")
            .help("put the year in quotes, such as \"1992\"");
            Err(out.push(finding))
        }
        _ => Err(out.wrong_type(node, field, "a date in quotes")),
    }
}

/// A date or a time point.
pub(super) fn when(
    node: Node<'_>,
    field: &str,
    scope: Scope<'_>,
    out: &mut Reporter<'_>,
) -> Result<Spanned<When>, Broken> {
    let span = out.span(node);
    if let Kind::String(text) = node.kind() {
        // No EDTF date has a letter first and a dot later; `15.05.1992` is a date gone wrong.
        let point = text.split_once('.').is_some_and(|(subject, rest)| {
            !subject.is_empty() && !rest.starts_with('.') && text.chars().any(char::is_alphabetic)
        });
        if point {
            let point = scope.names.time_point(text, span, scope.properties, scope.entities, out)?;
            return Ok(Spanned::new(When::Point(point), span));
        }
    }
    if let Kind::Table(_) = node.kind() {
        let finding = Finding::new(
            &WRONG_TYPE,
            span,
            format!("`{field}` of {} should be a date or a time point, but it is a table", out.title),
        )
        .label("a relative date cannot stand here")
        .help(
            "make the relative date the value of a claim of its own, and name its time point here, such as \"treaty.renewed\"",
        );
        return Err(out.push(finding));
    }
    Ok(Spanned::new(When::Date(date(node, field, out)?), span))
}

/// A text, or a table of language tag and text.
pub(super) fn text(node: Node<'_>, field: &str, out: &mut Reporter<'_>) -> Result<Text, Broken> {
    let mut entries = Vec::new();
    let mut broken = false;
    let file = out.file;
    match node.kind() {
        Kind::String(text) => match check_text(out, text, node, field) {
            Ok(text) => entries.push((None, text)),
            Err(Broken) => broken = true,
        },
        Kind::Table(table) if !table.is_empty() => {
            for (key, item) in table.iter() {
                let tag_span = Span { file, start: key.start, end: key.end };
                let tag = out.language_tag(Spanned::new(key.name, tag_span));
                let Kind::String(text) = item.kind() else {
                    broken = true;
                    out.wrong_type(item, &format!("{field}.{}", key.name), "a text in quotes");
                    continue;
                };
                match (tag, check_text(out, text, item, field)) {
                    (Ok(tag), Ok(text)) => entries.push((Some(tag.value), text)),
                    _ => broken = true,
                }
            }
        }
        _ => {
            let holds = "a text in quotes, or a table of language tag and text such as { en = \"…\" }";
            return Err(out.wrong_type(node, field, holds));
        }
    }
    if broken { Err(Broken) } else { Ok(Text { entries }) }
}

fn check_text(
    out: &mut Reporter<'_>,
    text: &str,
    node: Node<'_>,
    field: &str,
) -> Result<Spanned<Box<str>>, Broken> {
    let span = out.span(node);
    if text.trim().is_empty() {
        let finding = Finding::new(&WRONG_TYPE, span, format!("`{field}` of {} is empty", out.title))
            .label("nothing is written here")
            .help("write the text");
        return Err(out.push(finding));
    }
    Ok(Spanned::new(text.into(), span))
}

/// A plain number or a quantity in quotes.
pub(super) fn quantity(
    node: Node<'_>,
    field: &str,
    scope: Scope<'_>,
    out: &mut Reporter<'_>,
) -> Result<Quantity, Broken> {
    match node.kind() {
        Kind::String(text) => Quantity::parse(text)
            .map_err(|error| out.unreadable(&INVALID_QUANTITY, node, text, field, &error)),
        Kind::Integer | Kind::Float => {
            let text = scope.text.get(node.start as usize..node.end as usize).unwrap_or_default();
            Quantity::parse_number(text)
                .map_err(|error| out.unreadable(&INVALID_QUANTITY, node, text, field, &error))
        }
        _ => {
            Err(out.wrong_type(node, field, "a number, or a number with bounds in quotes such as \">10000\""))
        }
    }
}

/// The value of a claim (or of an option that lists values), by the type of its property. The
/// outer `None` means that the property itself could not be read.
pub(super) fn of_property(
    node: Node<'_>,
    field: &str,
    property: &Property,
    scope: Scope<'_>,
    out: &mut Reporter<'_>,
) -> Result<Value, Broken> {
    match property.ty.as_ref().ok_or(Broken)? {
        PropertyType::Date { .. } => match node.kind() {
            Kind::Table(_) => {
                relative(node, field, scope, out).map(|date| Value::Date(DateValue::Relative(date)))
            }
            _ => date(node, field, out).map(|date| Value::Date(DateValue::Date(date))),
        },
        PropertyType::Quantity { .. } => quantity(node, field, scope, out).map(Value::Quantity),
        PropertyType::Entity { kind } => {
            entity(node, field, property, kind.as_ref(), scope, out).map(|entity| Value::Entity(entity.value))
        }
        PropertyType::Set { kind, .. } => set(node, field, property, kind.as_ref(), scope, out),
        PropertyType::Text => text(node, field, out).map(Value::Text),
        PropertyType::Transition { .. } => {
            entity(node, field, property, None, scope, out).map(|entity| Value::Transition(entity.value))
        }
        PropertyType::Superlative { .. } => superlative(node, field, scope, out),
    }
}

/// One entity of the right kind.
pub(super) fn entity(
    node: Node<'_>,
    field: &str,
    property: &Property,
    kind: Option<&Spanned<Box<str>>>,
    scope: Scope<'_>,
    out: &mut Reporter<'_>,
) -> Result<Spanned<crate::dataset::EntityId>, Broken> {
    let Kind::String(name) = node.kind() else {
        return Err(out.wrong_type(node, field, "the id of an entity in quotes"));
    };
    let span = out.span(node);
    let id = scope.names.entity(name, span, out)?;
    if let Some(kind) = kind {
        right_kind(&scope.entities[id.index()], kind, span, &format!("`{}` takes", property.id), out)?;
    }
    Ok(Spanned::new(id, span))
}

/// Reports an entity of another kind than is taken.
pub(super) fn right_kind(
    entity: &Entity,
    kind: &Spanned<Box<str>>,
    span: Span,
    taker: &str,
    out: &mut Reporter<'_>,
) -> Result<(), Broken> {
    let own = match &entity.kind {
        Some(own) if own.value != kind.value => own,
        _ => return Ok(()),
    };
    let finding = Finding::new(
        &WRONG_KIND,
        span,
        format!(
            "{}: {taker} an entity of kind `{}`, but `{}` is of kind `{}`",
            out.title, kind.value, entity.id, own.value
        ),
    )
    .label(format!("of kind `{}`", own.value))
    .related(kind.span, format!("the vocabulary asks for a `{}` here", kind.value))
    .related(own.span, format!("`{}` is declared here", entity.id))
    .help("name another entity, or mend the kind where it is declared")
    .entity(&entity.id);
    Err(out.push(finding))
}

fn set(
    node: Node<'_>,
    field: &str,
    property: &Property,
    kind: Option<&Spanned<Box<str>>>,
    scope: Scope<'_>,
    out: &mut Reporter<'_>,
) -> Result<Value, Broken> {
    let Kind::Array(items) = node.kind() else {
        return Err(out.wrong_type(node, field, "a list of entity ids in quotes"));
    };
    let mut members: Vec<Spanned<_>> = Vec::with_capacity(items.len());
    let mut seen = std::collections::HashMap::new();
    let mut broken = false;
    for item in items.iter() {
        let Ok(member) = entity(item, field, property, kind, scope, out) else {
            broken = true;
            continue;
        };
        if let Some(first) = seen.insert(member.value, member.span) {
            let name = &scope.entities[member.value.index()].id;
            let finding = Finding::new(
                &WRONG_TYPE,
                member.span,
                format!("the list in {} names `{name}` twice", out.title),
            )
            .label("named again")
            .related(first, "first named here")
            .help("a set holds each entity once: take one of them out");
            out.push(finding);
            broken = true;
            continue;
        }
        members.push(member);
    }
    if broken { Err(Broken) } else { Ok(Value::Set(members)) }
}

fn superlative(
    node: Node<'_>,
    field: &str,
    scope: Scope<'_>,
    out: &mut Reporter<'_>,
) -> Result<Value, Broken> {
    let Kind::String(kind) = node.kind() else {
        return Err(out.wrong_type(node, field, "a kind of entity in quotes"));
    };
    if scope.entities.iter().any(|entity| entity.is_kind(kind)) || scope.names.unread_file {
        return Ok(Value::Superlative(kind.into()));
    }
    let kinds = scope.entities.iter().filter_map(|entity| entity.kind.as_ref()).map(|kind| &*kind.value);
    let finding = Finding::new(
        &WRONG_KIND,
        out.span(node),
        format!("{} ranks its subject among the entities of kind `{kind}`, but there are none", out.title),
    )
    .label("no entity is of this kind")
    .help(
        suggest::did_you_mean(suggest::nearest(kind, kinds))
            .unwrap_or_else(|| "write the kind of the entities that are compared".into()),
    );
    Err(out.push(finding))
}

fn relative(
    node: Node<'_>,
    field: &str,
    scope: Scope<'_>,
    out: &mut Reporter<'_>,
) -> Result<Relative, Broken> {
    let Kind::Table(table) = node.kind() else {
        return Err(out.wrong_type(node, field, "a relative date"));
    };
    let file = out.file;
    let header = Span { file, start: node.start, end: node.end };
    let of = out.title;
    let mut reader = Reader::new(
        table,
        header,
        Reporter { file, title: About::RelativeDate(&of), findings: out.findings },
    );
    let fields = reader.check_fields(&[&RELATIVE]);
    let side = match (reader.get("after"), reader.get("before")) {
        (Some(node), None) => Ok((Direction::After, "after", node)),
        (None, Some(node)) => Ok((Direction::Before, "before", node)),
        (None, None) => {
            Err(reader.missing_field("after", "a time point such as \"treaty.signed\" (or `before`)"))
        }
        (Some(_), Some(node)) => {
            let finding = Finding::new(
                &WRONG_TYPE,
                reader.out.span(node),
                format!("{} has both `after` and `before`", reader.out.title),
            )
            .label("and `before` as well")
            .help("keep one; state the other in a second claim on the same time point");
            Err(reader.out.push(finding))
        }
    };
    let side = side.and_then(|(direction, field, node)| {
        let text = reader.text_of(node, field, "a time point such as \"treaty.signed\"")?;
        let anchor = scope.names.time_point(
            text.value,
            text.span,
            scope.properties,
            scope.entities,
            &mut reader.out,
        )?;
        Ok((direction, anchor, text.span))
    });
    let by = reader.duration("by", &RELATIVE);
    let at_least = reader.duration("at_least", &RELATIVE);
    let at_most = reader.duration("at_most", &RELATIVE);
    let distance = distance(&mut reader, by, at_least, at_most);
    fields?;
    let (direction, anchor, anchor_span) = side?;
    Ok(Relative { anchor, anchor_span, direction, distance: distance? })
}

fn distance(
    reader: &mut Reader<'_>,
    by: Read<crate::value::Duration>,
    at_least: Read<crate::value::Duration>,
    at_most: Read<crate::value::Duration>,
) -> Result<Distance, Broken> {
    match (by?, at_least?, at_most?) {
        (Some(by), None, None) => Ok(Distance::Exactly(by)),
        (None, at_least, at_most) => Ok(Distance::Between { at_least, at_most }),
        (Some(_), ..) => {
            let span = reader.field_span("by").unwrap_or(reader.header);
            let finding = Finding::new(
                &WRONG_TYPE,
                span,
                format!("{} has `by` and a bound of the distance as well", reader.out.title),
            )
            .label("says how far exactly")
            .help("keep `by` for an exact distance, or `at_least` and `at_most` for bounds");
            Err(reader.out.push(finding))
        }
    }
}
