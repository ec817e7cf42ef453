//! `date`: a date, or a relative date.

mod relative;

use serde_json::{Map, Value as Json, json};

pub use self::relative::{Direction, Distance, Relative};
use super::{Passage, Put, ValueType, Versions, Writing, Written, definition, put_list};
use crate::dataset::load::about::About;
use crate::dataset::load::declare::{Declared as _, holds, table};
use crate::dataset::load::shape::{A_DATE, Form, ORDERS, Shape, YES_NO, may};
use crate::dataset::load::table::{Broken, Reader, Reporter};
use crate::dataset::load::tree::{Kind, Node};
use crate::dataset::load::value;
use crate::dataset::load::vocabulary::{Known, flag, nested, resolve};
use crate::dataset::{Claim, Dataset, Property, PropertyId, Span, Spanned, TimePoint};
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

/// Options of a `date` property.
#[derive(Debug)]
#[non_exhaustive]
pub struct DateOptions {
    /// Properties of the same subject that come not later.
    pub after: Vec<Order>,
    /// Properties of the same subject that come not earlier.
    pub before: Vec<Order>,
    /// Whether it happens more than once: each claim tells of a moment of its own, and it is no time
    /// point.
    pub repeats: bool,
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

static SHAPE: Shape = Shape {
    name: "date",
    about: "A date, or a relative date.",
    new: &[],
    fields: &[
        may(
            "after",
            ORDERS,
            Form::List(&Form::Either(&A_DATE, &Form::Table(&ORDER))),
            "Date properties of the same subject that come not later, or with a distance.",
        ),
        may(
            "before",
            ORDERS,
            Form::List(&Form::Either(&A_DATE, &Form::Table(&ORDER))),
            "Date properties of the same subject that come not earlier, or with a distance.",
        ),
        may(
            "repeats",
            YES_NO,
            Form::Flag,
            "It happens more than once: each claim tells of a moment of its own, and it is no time point.",
        ),
    ],
};

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    const SHAPE: &'static Shape = &SHAPE;

    fn options(reader: &mut Reader<'_>, known: &Known<'_>) -> Result<Options, Broken> {
        Ok(DateOptions {
            after: orders(reader, "after", known),
            before: orders(reader, "before", known),
            repeats: flag(reader, "repeats"),
        })
    }

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

    fn say(stated: &Stated, dataset: &Dataset, _property: &Property) -> String {
        let relative = match stated {
            DateValue::Date(date) => return date.describe(),
            DateValue::Relative(relative) => relative,
        };
        let anchor = dataset.name_of(relative.anchor);
        let side = relative.direction.name();
        match relative.distance {
            Distance::Exactly(by) if relative.exact => {
                format!("{} {side} `{anchor}` to the day", by.describe())
            }
            Distance::Exactly(by) => format!("{} {side} `{anchor}`", by.describe()),
            Distance::Between { at_least: None, at_most: None } => {
                let not = if relative.direction == Direction::After { "earlier" } else { "later" };
                format!("not {not} than `{anchor}`")
            }
            Distance::Between { .. } => format!("{} {side} `{anchor}`", relative.distance.describe()),
        }
    }

    fn json(stated: &Stated, dataset: &Dataset, writing: &impl Writing) -> Json {
        let relative = match stated {
            DateValue::Date(date) => return json!(date.to_string()),
            DateValue::Relative(relative) => relative,
        };
        let anchor = json!(writing.point(dataset, relative.anchor));
        let mut table = Map::from_iter([(relative.direction.name().to_owned(), anchor)]);
        let distances = match relative.distance {
            Distance::Exactly(by) => [("by", Some(by)), ("at_most", None)],
            Distance::Between { at_least, at_most } => [("at_least", at_least), ("at_most", at_most)],
        };
        for (field, by) in distances {
            if let Some(by) = by {
                table.insert(field.to_owned(), writing.duration(by));
            }
        }
        if relative.exact {
            table.insert("exact".to_owned(), json!(true));
        }
        Json::Object(table)
    }

    fn options_json(options: &Options, dataset: &Dataset, writing: &impl Writing, put: Put<'_>) {
        for (field, orders) in [("after", &options.after), ("before", &options.before)] {
            let orders = orders.iter().map(|order| order_json(order, dataset, writing)).collect();
            put_list(put, writing, field, orders);
        }
        if options.repeats {
            put("repeats", json!(true));
        }
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), versions: &impl Versions) -> String {
        let what = match (old.1, new.1) {
            (DateValue::Date(before), DateValue::Date(after)) => return before.change(after),
            (DateValue::Date(_), DateValue::Relative(after)) => {
                format!("told from `{}` now instead of as a date", versions.head().name_of(after.anchor))
            }
            (DateValue::Relative(before), DateValue::Date(_)) => {
                format!("a date now instead of told from `{}`", versions.base().name_of(before.anchor))
            }
            (DateValue::Relative(before), DateValue::Relative(after)) => before.change(after, versions),
        };
        let moment = |claim: &Claim| TimePoint { subject: claim.subject, property: claim.property };
        let (before, after) = versions.days(moment(old.0), moment(new.0));
        if before == after || (before == DayRange::ALL && after == DayRange::ALL) {
            return what;
        }
        format!("{what}; that gives {}, and gave {}", after.describe(), before.describe())
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

fn order_json(order: &Order, dataset: &Dataset, writing: &impl Writing) -> Json {
    let mut table = Map::new();
    order.stated(dataset, writing, &mut |name, shown| {
        table.insert(name.to_owned(), shown);
    });
    match table.remove("property") {
        Some(id) if table.is_empty() => id,
        Some(id) => {
            table.insert("property".to_owned(), id);
            Json::Object(table)
        }
        None => Json::Object(table),
    }
}

fn orders(reader: &mut Reader<'_>, field: &'static str, known: &Known<'_>) -> Vec<Order> {
    let Some(node) = reader.get(field) else { return Vec::new() };
    let Kind::Array(items) = node.kind() else {
        reader.out.wrong_type(node, field, "a list of properties, such as [\"signed\"]");
        return Vec::new();
    };
    items.iter().filter_map(|item| order(reader, item, field, known).ok()).collect()
}

fn order(reader: &mut Reader<'_>, node: Node<'_>, field: &str, known: &Known<'_>) -> Result<Order, Broken> {
    let span = reader.out.span(node);
    match node.kind() {
        Kind::String(name) => {
            let property = resolve(Spanned::new(name, span), field, &["date"], known, &mut reader.out)?.value;
            Ok(Order { property, at_least: None, at_most: None, span })
        }
        Kind::Table(table) => {
            let of = reader.out.title;
            let mut inner = nested(reader, table, node, About::Field(field, &of));
            let complete = inner.check_fields(&[&ORDER]);
            let order = Order::read(&mut inner, known, span);
            complete.and(order)
        }
        _ => Err(reader.out.wrong_type(node, field, "a list of properties, such as [\"signed\"]")),
    }
}
