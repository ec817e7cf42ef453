//! What values and times of claims are made of: dates, time points, texts, numbers, kinds.

use super::kinds::Kinds;
use super::names::Names;
use super::table::{Asked, Broken, Reporter};
use super::tree::{Kind, Node};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::rules::names::WRONG_KIND;
use crate::dataset::rules::values::{INVALID_DATE, INVALID_QUANTITY};
use crate::dataset::{Entity, Property, Span, Spanned, Text, When};
use crate::finding::{Finding, Fix};
use crate::message::{Message, message};
use crate::value::{Calendar, Date, Duration, Quantity};

/// What values are resolved against.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(in crate::dataset) names: &'a Names<'a>,
    pub(in crate::dataset) entities: &'a [Entity],
    pub(in crate::dataset) properties: &'a [Property],
    /// In which calendar dates are told.
    pub(in crate::dataset) calendar: Calendar,
}

/// A date: EDTF in quotes, or TOML's own.
pub(in crate::dataset) fn date(node: Node<'_>, field: &str, out: &mut Reporter<'_>) -> Result<Date, Broken> {
    date_in(Calendar::Gregorian, node, field, out)
}

/// The same, told in a calendar.
pub(in crate::dataset) fn date_in(
    calendar: Calendar,
    node: Node<'_>,
    field: &str,
    out: &mut Reporter<'_>,
) -> Result<Date, Broken> {
    match node.kind() {
        Kind::String(text) => Date::parse_in(text, calendar)
            .map_err(|error| out.unreadable(&INVALID_DATE, node, text, field, &error)),
        Kind::Datetime(datetime) => {
            let day =
                datetime.date.and_then(|date| Date::of(calendar, i64::from(date.year), date.month, date.day));
            match day {
                Some(day) => Ok(day),
                None => {
                    let finding = Finding::new(
                        &INVALID_DATE,
                        out.span(node),
                        message!("`{}` of {} is a time of day without a date", field, out.title),
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
                message!("`{}` of {} should be a date in quotes, but it is a number", field, out.title),
            )
            .label("a number, not a date")
            .help("put the year in quotes, such as \"1992\"")
            .maybe_fix(year_in_quotes(node, out));
            Err(out.push(finding))
        }
        _ => Err(out.wrong_type(node, field, Asked::Text("a date in quotes".into()))),
    }
}

/// A year without quotes, in quotes: it is the same year.
fn year_in_quotes(node: Node<'_>, out: &Reporter<'_>) -> Option<Fix> {
    let text = out.text.get(node.start as usize..node.end as usize)?;
    Date::parse(text).ok()?;
    Some(Fix::in_quotes(out.text, out.span(node))?.surely(true))
}

/// A date or a time point.
pub(in crate::dataset) fn when(
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
            message!("`{}` of {} should be a date or a time point, but it is a table", field, out.title),
        )
        .label("a relative date cannot stand here")
        .help(
            "make the relative date the value of a claim of its own, and name its time point here, such as \"treaty.renewed\"",
        );
        return Err(out.push(finding));
    }
    Ok(Spanned::new(When::Date(date_in(scope.calendar, node, field, out)?), span))
}

/// A text, or a table of language tag and text.
pub(in crate::dataset) fn text(node: Node<'_>, field: &str, out: &mut Reporter<'_>) -> Result<Text, Broken> {
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
                    out.wrong_type(
                        item,
                        message!("{}.{}", field, key.name),
                        Asked::Text("a text in quotes".into()),
                    );
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
            return Err(out.wrong_type(node, field, Asked::Text(holds.into())));
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
        let finding = Finding::new(&WRONG_TYPE, span, message!("`{}` of {} is empty", field, out.title))
            .label("nothing is written here")
            .help("write the text");
        return Err(out.push(finding));
    }
    Ok(Spanned::new(text.into(), span))
}

/// A plain number or a quantity in quotes.
pub(in crate::dataset) fn quantity(
    node: Node<'_>,
    field: &str,
    out: &mut Reporter<'_>,
) -> Result<Quantity, Broken> {
    match node.kind() {
        Kind::String(text) => Quantity::parse(text)
            .map_err(|error| out.unreadable(&INVALID_QUANTITY, node, text, field, &error)),
        Kind::Integer | Kind::Float => number(node, field, out),
        _ => {
            Err(out.wrong_type(node, field, "a number, or a number with bounds in quotes such as \">10000\""))
        }
    }
}

/// A plain number.
pub(in crate::dataset) fn number(
    node: Node<'_>,
    field: &str,
    out: &mut Reporter<'_>,
) -> Result<Quantity, Broken> {
    let text = node.text();
    Quantity::parse_number(text).map_err(|error| out.unreadable(&INVALID_QUANTITY, node, text, field, &error))
}

/// Reports a length of time that is at least more than at most.
pub(in crate::dataset) fn in_order(
    (at_least, at_most): (Option<Duration>, Option<Duration>),
    node: Node<'_>,
    field: &str,
    out: &mut Reporter<'_>,
) -> Result<(), Broken> {
    let (Some(least), Some(most)) = (at_least, at_most) else { return Ok(()) };
    if least.unit() != most.unit() || least.count() <= most.count() {
        return Ok(());
    }
    let finding = Finding::new(
        &WRONG_TYPE,
        out.span(node),
        message!(
            "`{}` of {} asks for at least {} and at most {}, and no length of time is both",
            field,
            out.title,
            least.describe(),
            most.describe()
        ),
    )
    .label("at least more than at most")
    .help("mend one of the two; perhaps they are the wrong way round");
    Err(out.push(finding))
}

/// Reports an entity of another kind than is taken.
pub(in crate::dataset) fn right_kind(
    kinds: &Kinds,
    entity: &Entity,
    kind: &Spanned<Box<str>>,
    span: Span,
    taker: &Message,
    out: &mut Reporter<'_>,
) -> Result<(), Broken> {
    let own = match &entity.kind {
        Some(own) if !kinds.is(entity, &kind.value) => own,
        _ => return Ok(()),
    };
    let finding = Finding::new(
        &WRONG_KIND,
        span,
        message!(
            "{}: {} an entity of kind `{}`, but `{}` is of kind `{}`",
            out.title,
            taker,
            kind.value,
            entity.id,
            own.value
        ),
    )
    .label(message!("of kind `{}`", own.value))
    .related(kind.span, message!("the vocabulary asks for a `{}` here", kind.value))
    .related(own.span, message!("`{}` is declared here", entity.id))
    .help("name another entity, or mend the kind where it is declared")
    .entity(&entity.id);
    Err(out.push(finding))
}
