//! Dates that are told from a time point: "five years after the treaty was signed".

use crate::dataset::load::about::About;
use crate::dataset::load::declare::{holds, table};
use crate::dataset::load::table::{Broken, Reader, Reporter};
use crate::dataset::load::tree::Kind;
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::rules::names::UNKNOWN_TIME_POINT;
use crate::dataset::types::{Versions, Written};
use crate::dataset::{Span, TimePoint};
use crate::finding::Finding;
use crate::message::{Message, message, ours};
use crate::value::{Date, Duration, Unit};
use crate::words;

/// A date told from a time point.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Relative {
    /// From which.
    pub anchor: TimePoint,
    /// Where it is written.
    pub anchor_span: Span,
    /// To which side.
    pub direction: Direction,
    /// How far.
    pub distance: Distance,
    /// Whether the same day of the month, or of the year, is meant; only with an exact distance.
    pub exact: bool,
}

/// To which side of its anchor a relative date lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Later.
    After,
    /// Earlier.
    Before,
}

/// How far a relative date lies from its anchor, in calendar units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// So many units exactly.
    Exactly(Duration),
    /// Within bounds; without any, only the side is known and the same day is allowed.
    Between {
        /// So much or more.
        at_least: Option<Duration>,
        /// So much or less.
        at_most: Option<Duration>,
    },
}

impl Direction {
    /// As the format writes it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Before => "before",
        }
    }
}

impl Distance {
    /// In words.
    pub(super) fn describe(self) -> Message {
        match self {
            Self::Exactly(by) => ours(by.describe()).into(),
            Self::Between { at_least: None, at_most: None } => "open".into(),
            Self::Between { at_least, at_most } => {
                let least = at_least.map(|by| message!("at least {}", by.describe()));
                let most = at_most.map(|by| message!("at most {}", by.describe()));
                words::list(&least.into_iter().chain(most).collect::<Vec<_>>())
            }
        }
    }
}

impl Relative {
    /// What its table states of the distance.
    pub(super) fn stated(&self) -> Stated {
        let (by, at_least, at_most) = match self.distance {
            Distance::Exactly(by) => (Some(by), None, None),
            Distance::Between { at_least, at_most } => (None, at_least, at_most),
        };
        Stated { by, at_least, at_most, exact: self.exact }
    }

    /// The differences in one unit that it allows, where it counts in one unit only.
    pub(crate) fn reach(&self) -> Option<(Unit, i64, i64)> {
        let (unit, least, most) = match self.distance {
            Distance::Exactly(by) => (by.unit(), Some(by.count()), Some(by.count())),
            Distance::Between { at_least, at_most } => {
                let units: Vec<Unit> = at_least.iter().chain(&at_most).map(Duration::unit).collect();
                let unit = *units.first().filter(|unit| units.iter().all(|other| other == *unit))?;
                (unit, at_least.map(|by| by.count()).or(Some(0)), at_most.map(|by| by.count()))
            }
        };
        let (least, most) = (least.unwrap_or(i64::MIN + 1), most.unwrap_or(i64::MAX));
        Some(match self.direction {
            Direction::After => (unit, least, most),
            Direction::Before => (unit, -most, -least),
        })
    }

    /// Whether two of one moment simply differ: told from the same moment in the same unit, and no
    /// distance is both.
    pub(super) fn differs(&self, other: &Self) -> bool {
        let (Some((unit, least, most)), Some((other_unit, other_least, other_most))) =
            (self.reach(), other.reach())
        else {
            return false;
        };
        self.anchor == other.anchor
            && unit == other_unit
            && least <= most
            && other_least <= other_most
            && (most < other_least || other_most < least)
    }

    /// What another in its place means.
    pub(super) fn change(&self, new: &Self, versions: &impl Versions) -> Message {
        let mut parts = Vec::new();
        let (before, after) = (versions.renamed_point(self.anchor), versions.head().name_of(new.anchor));
        if before != after {
            parts.push(message!("told from `{}` instead of `{}`", after, before));
        }
        if self.direction != new.direction {
            parts.push(message!("{} it instead of {}", new.direction.name(), self.direction.name()));
        }
        if self.distance != new.distance {
            let (now, was) = (new.distance.describe(), self.distance.describe());
            parts.push(message!("the distance is {} and was {}", now, was));
        }
        Message::join(&parts, "; ")
    }
}

table! {
    /// A date told from a time point: `{ after = "treaty.signed", by = "P5Y" }` is five calendar years later.
    pub struct Stated, RELATIVE = "relative date";
    fields {
        /// The time point than which it is later, or without a distance not earlier.
        may "after": holds::TimePoint;
        /// The time point than which it is earlier, or without a distance not later.
        may "before": holds::TimePoint;
        /// How far exactly, in calendar units.
        strict_optional by: Option<Duration> = holds::Duration;
        /// How far at least, in calendar units.
        strict_optional at_least: Option<Duration> = holds::Duration;
        /// How far at most, in calendar units.
        strict_optional at_most: Option<Duration> = holds::Duration;
        /// With `by`: on the same day of the month or year, not only so many calendar units away.
        strict_plain exact: bool = holds::Flag;
    }
}

/// Reads one.
pub(super) fn read(written: Written<'_>, out: &mut Reporter<'_>) -> Result<Relative, Broken> {
    let Written { node, field, scope, .. } = written;
    let Kind::Table(table) = node.kind() else {
        return Err(out.wrong_type(node, field, "a relative date"));
    };
    let file = out.file;
    let header = Span { file, start: node.start, end: node.end };
    let of = out.title;
    let mut reader = Reader::new(
        table,
        header,
        Reporter { file, text: out.text, title: About::RelativeDate(&of), findings: out.findings },
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
                message!("{} has both `after` and `before`", reader.out.title),
            )
            .label("and `before` as well")
            .help("keep one; state the other in a second claim on the same time point");
            Err(reader.out.push(finding))
        }
    };
    let side = side.and_then(|(direction, field, node)| {
        let text = reader.text_of(node, field, "a time point such as \"treaty.signed\"")?;
        if let Ok(date) = Date::parse(text.value) {
            return Err(reader.out.push(from_a_date(reader.out.title, field, &date, text.span)));
        }
        let anchor = scope.names.time_point(
            text.value,
            text.span,
            scope.properties,
            scope.entities,
            &mut reader.out,
        )?;
        Ok((direction, anchor, text.span))
    });
    let stated = Stated::read(&mut reader, &());
    let distance = stated.and_then(|stated| Ok((distance(&mut reader, &stated)?, stated.exact)));
    fields?;
    let (direction, anchor, anchor_span) = side?;
    let (distance, exact) = distance?;
    if exact && !matches!(distance, Distance::Exactly(_)) {
        let finding = Finding::new(
            &WRONG_TYPE,
            reader.field_span("exact").unwrap_or(reader.header),
            message!("{} is `exact`, but has no `by`", reader.out.title),
        )
        .label("how far exactly is not said")
        .help("add `by` with the distance, or take `exact` out");
        return Err(reader.out.push(finding));
    }
    Ok(Relative { anchor, anchor_span, direction, distance, exact })
}

/// A relative date that is told from a date: that needs no time point.
fn from_a_date(title: About<'_>, field: &str, date: &Date, span: Span) -> Finding {
    let help = match (date.is_interval(), field) {
        (true, _) => "a relative date starts from a time point such as `treaty.signed`".into(),
        (false, "after") => {
            message!(
                "write \"{}/..\" for that day or later, or name a time point such as `treaty.signed`",
                date
            )
        }
        (false, _) => message!(
            "write \"../{}\" for that day or earlier, or name a time point such as `treaty.signed`",
            date
        ),
    };
    Finding::new(
        &UNKNOWN_TIME_POINT,
        span,
        message!("{} is told from a date, `{}`, and not from a time point", title, date),
    )
    .label("a date, no time point")
    .help(help)
}

fn distance(reader: &mut Reader<'_>, stated: &Stated) -> Result<Distance, Broken> {
    match (stated.by, stated.at_least, stated.at_most) {
        (Some(by), None, None) => Ok(Distance::Exactly(by)),
        (None, at_least, at_most) => Ok(Distance::Between { at_least, at_most }),
        (Some(_), ..) => {
            let span = reader.field_span("by").unwrap_or(reader.header);
            let finding = Finding::new(
                &WRONG_TYPE,
                span,
                message!("{} has `by` and a bound of the distance as well", reader.out.title),
            )
            .label("says how far exactly")
            .help("keep `by` for an exact distance, or `at_least` and `at_most` for bounds");
            Err(reader.out.push(finding))
        }
    }
}
