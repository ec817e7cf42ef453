//! `date`: a date, or a relative date.

mod relative;

use serde_json::{Map, Value as Json, json};

pub use self::relative::{Direction, Distance, RELATIVE, Relative};
use super::{Passage, ValueType, Versions, Writing, Written, definition};
use crate::dataset::load::declare::{At, Declared as _, Described, Holds, ReadIn, holds, table};
use crate::dataset::load::shape::Form;
use crate::dataset::load::table::{Broken, Reporter};
use crate::dataset::load::tree::{Kind, Node};
use crate::dataset::load::value;
use crate::dataset::load::vocabulary::Known;
use crate::dataset::{Claim, Dataset, Property, PropertyId, Span, Spanned, TimePoint};
use crate::message::{Message, message, said};
use crate::value::{Date, DayRange, Duration};

/// What a claim states.
pub(super) type Stated = DateValue;
/// What a property may say.
pub(super) type Options = DateOptions;

/// The value of a date claim.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DateValue {
    /// Some day between its earliest and its latest.
    Date(Date),
    /// Told from another time point.
    Relative(Relative),
}

table! {
    /// A date property with a distance.
    pub struct Order, ORDER = "order";
    in Known<'_>;
    own {
        /// Where the order is written.
        span: Span,
    }
    fields {
        /// The date property of the same subject.
        required property: PropertyId = holds::Bare<holds::DateProperty>;
        /// How far apart at least, in calendar units.
        strict_optional at_least: Option<Duration> = holds::Duration;
        /// How far apart at most, in calendar units.
        strict_optional at_most: Option<Duration> = holds::Duration;
    }
}

table! {
    /// A date, or a relative date.
    pub struct DateOptions, SHAPE = "date";
    in Known<'_>;
    fields {
        /// Date properties of the same subject that come not later, or with a distance.
        plain after: Vec<Order> = holds::Each<Ordered>, "a list of properties, or of tables with `property`, `at_least`, `at_most`";
        /// Date properties of the same subject that come not earlier, or with a distance.
        plain before: Vec<Order> = holds::Each<Ordered>, "a list of properties, or of tables with `property`, `at_least`, `at_most`";
        /// It happens more than once: each claim tells of a moment of its own, and it is no time point.
        plain repeats: bool = holds::Flag;
    }
}

/// A date property, alone or with a distance.
struct Ordered;

impl Described for Ordered {
    const FORM: Form = Form::Either(&holds::DateProperty::FORM, &Form::Table(&ORDER));
    const HOLDS: &'static str =
        "the id of a date property, or a table with `property`, `at_least`, `at_most`";
}

impl Holds for Ordered {
    type Value = Order;

    fn show<W: Writing>(value: &Order, dataset: &Dataset, writing: &W) -> Json {
        match holds::Nested::show(value, dataset, writing) {
            Json::Object(table) if table.len() == 1 => table.into_values().next().unwrap_or_default(),
            table => table,
        }
    }
}

impl ReadIn<Known<'_>> for Ordered {
    fn read(node: Node<'_>, at: At, out: &mut Reporter<'_>, known: &Known<'_>) -> Result<Order, Broken> {
        match node.kind() {
            Kind::String(_) => {
                let Spanned { value: property, span } = holds::DateProperty::read(node, at, out, known)?;
                Ok(Order { property, at_least: None, at_most: None, span })
            }
            _ => {
                let order: Order = holds::Nested::read(node, at, out, known)?;
                value::in_order((order.at_least, order.at_most), node, at.name, out)?;
                Ok(order)
            }
        }
    }
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, _options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        match written.node.kind() {
            Kind::Table(_) => relative::read(written, out).map(DateValue::Relative),
            _ => {
                value::date_in(written.scope.calendar, written.node, written.field, out).map(DateValue::Date)
            }
        }
    }

    fn key(stated: &Stated, dataset: &Dataset) -> String {
        match stated {
            DateValue::Date(date) if date.is_old_style() => format!("{date} Old Style"),
            DateValue::Date(date) => date.to_string(),
            DateValue::Relative(relative) => {
                let anchor = dataset.name_of(relative.anchor);
                let how_far = match relative.distance {
                    Distance::Exactly(by) if relative.exact => {
                        format!("exactly {} {:?}", by.count(), by.unit())
                    }
                    Distance::Exactly(by) => format!("by {} {:?}", by.count(), by.unit()),
                    Distance::Between { at_least, at_most } => {
                        let bound = |bound: Option<Duration>| bound.map(|by| (by.count(), by.unit()));
                        format!("between {:?} {:?}", bound(at_least), bound(at_most))
                    }
                };
                format!("{} {anchor} {how_far}", relative.direction.name())
            }
        }
    }

    fn may_be_same(one: &Stated, other: &Stated) -> bool {
        match (one, other) {
            (DateValue::Date(one), DateValue::Date(other)) => one.range() == other.range(),
            _ => true,
        }
    }

    fn differ(one: &Stated, other: &Stated) -> bool {
        match (one, other) {
            (DateValue::Date(one), DateValue::Date(other)) => !one.range().intersects(&other.range()),
            (DateValue::Relative(one), DateValue::Relative(other)) => one.differs(other),
            // One told from another moment: whether that can be is a question for the chronology.
            _ => false,
        }
    }

    fn may_be(stated: &Stated, listed: &Stated, _dataset: &Dataset) -> bool {
        match (stated, listed) {
            (DateValue::Date(stated), DateValue::Date(listed)) => stated.range().intersects(&listed.range()),
            // A relative date has no day of its own to compare.
            _ => true,
        }
    }

    fn say(stated: &Stated, dataset: &Dataset, _property: &Property) -> Message {
        let relative = match stated {
            DateValue::Date(date) => return said(&date.describe()),
            DateValue::Relative(relative) => relative,
        };
        let anchor = dataset.name_of(relative.anchor);
        let side = relative.direction.name();
        match relative.distance {
            Distance::Exactly(by) if relative.exact => {
                message!("{} {} `{}` to the day", by.describe(), side, anchor)
            }
            Distance::Exactly(by) => message!("{} {} `{}`", by.describe(), side, anchor),
            Distance::Between { at_least: None, at_most: None } => {
                let not = if relative.direction == Direction::After { "earlier" } else { "later" };
                message!("not {} than `{}`", not, anchor)
            }
            Distance::Between { .. } => message!("{} {} `{}`", relative.distance.describe(), side, anchor),
        }
    }

    fn json(stated: &Stated, dataset: &Dataset, writing: &impl Writing) -> Json {
        let relative = match stated {
            DateValue::Date(date) => return json!(date.to_string()),
            DateValue::Relative(relative) => relative,
        };
        let anchor = json!(writing.point(dataset, relative.anchor));
        let mut table = Map::from_iter([(relative.direction.name().to_owned(), anchor)]);
        relative.stated().stated(dataset, writing, &mut |name, shown| {
            table.insert(name.to_owned(), shown);
        });
        Json::Object(table)
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), versions: &impl Versions) -> Message {
        let what = match (old.1, new.1) {
            (DateValue::Date(before), DateValue::Date(after)) => return said(&before.change(after)),
            (DateValue::Date(_), DateValue::Relative(after)) => {
                message!("told from `{}` now instead of as a date", versions.head().name_of(after.anchor))
            }
            (DateValue::Relative(before), DateValue::Date(_)) => {
                message!("a date now instead of told from `{}`", versions.base().name_of(before.anchor))
            }
            (DateValue::Relative(before), DateValue::Relative(after)) => before.change(after, versions),
        };
        let moment = |claim: &Claim| TimePoint { subject: claim.subject, property: claim.property };
        let (before, after) = versions.days(moment(old.0), moment(new.0));
        if before == after || (before == DayRange::ALL && after == DayRange::ALL) {
            return what;
        }
        message!("{}; that gives {}, and gave {}", what, after.describe(), before.describe())
    }

    fn ask<P: Passage>(stated: &Stated, _claim: &Claim, _property: &Property, passage: &P) -> P::Answer {
        let relative = match stated {
            DateValue::Date(date) => return passage.date(date),
            DateValue::Relative(relative) => relative,
        };
        match relative.distance {
            Distance::Exactly(by) => passage.relative(&by, relative.direction == Direction::After),
            Distance::Between { .. } => {
                passage.cannot_tell("cannot be compared with a date that is told by an order alone")
            }
        }
    }

    fn schema(_options: &Options, _entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        definition("date-value")
    }
}
