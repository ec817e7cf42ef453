//! Sizes: quantities that several subjects have, side by side with their bounds.

use std::collections::BTreeSet;
use std::ops::Bound;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::Context;
use super::picture::{Mark, Percent, Picture, Row, bar};
use super::scale::NumberScale;
use crate::dataset::{ClaimId, PropertyId};
use crate::message::Message;

/// A quantity of several subjects.
pub(in crate::report) struct Sizes {
    /// A row per claim.
    pub(in crate::report) picture: Picture,
    /// The same in words.
    pub(in crate::report) rows: Vec<SizeRow>,
}

/// A claim with its size.
pub(in crate::report) struct SizeRow {
    /// Of what.
    pub(in crate::report) subject: String,
    /// How much.
    pub(in crate::report) value: Message,
    /// When.
    pub(in crate::report) time: Option<Message>,
    /// The claim.
    pub(in crate::report) claim: String,
}

/// A picture for each of the first quantities that two or more subjects have.
pub(super) fn all(context: &Context<'_>) -> Vec<Sizes> {
    let dataset = context.analysis.dataset;
    dataset
        .properties()
        .filter(|(_, property)| property.ty.as_ref().is_some_and(|ty| ty.name() == "quantity"))
        .filter_map(|(id, _)| one(context, id))
        .take(context.limits.pictures)
        .collect()
}

fn one(context: &Context<'_>, property: PropertyId) -> Option<Sizes> {
    let dataset = context.analysis.dataset;
    let subjects: BTreeSet<_> =
        dataset.claims_with(property).map(|(_, claim)| claim.subject).take(1_000).collect();
    if subjects.len() < 2 {
        return None;
    }
    let mut sizes: Vec<(ClaimId, Size)> = dataset
        .claims_with(property)
        .filter_map(|(id, claim)| Some((id, Size::new(claim.value.as_quantity()?.bounds())?)))
        .collect();
    let count = sizes.len();
    // The largest first; where two are equal, in the order of the facts.
    sizes.sort_by(|(one, a), (other, b)| b.least().total_cmp(&a.least()).then(one.cmp(other)));
    sizes.truncate(context.limits.rows);
    let scale = NumberScale::around(sizes.iter().flat_map(|(_, size)| [size.low, size.high]).flatten());
    let (mut rows, mut told) = (Vec::new(), Vec::new());
    for (id, size) in sizes {
        let claim = dataset.claim(id);
        let subject = context.show(dataset.entity(claim.subject).name());
        let value = context.tell(&context.analysis.say_value(claim));
        let time = context.time(claim);
        rows.push(Row {
            name: subject.clone(),
            says: Message::join(
                &std::iter::once(value.clone()).chain(time.clone()).collect::<Vec<_>>(),
                ", ",
            ),
            href: Some(format!("claim-{}", claim.id)),
            height: 20,
            marks: size.marks(scale),
        });
        told.push(SizeRow { subject, value, time, claim: claim.id.to_string() });
    }
    let name = context.show(dataset.property(property).name());
    Some(Sizes {
        picture: Picture {
            title: name,
            about:
                "The largest first; paler where the number has bounds only, with an arrow where it is open."
                    .into(),
            ticks: scale.ticks(),
            left_out: count - rows.len(),
            rows,
            legend: Vec::new(),
        },
        rows: told,
    })
}

/// The bounds of a number.
#[derive(Clone, Copy)]
struct Size {
    low: Option<f64>,
    high: Option<f64>,
}

impl Size {
    fn new(bounds: (Bound<Decimal>, Bound<Decimal>)) -> Option<Self> {
        let value = |bound: Bound<Decimal>| match bound {
            Bound::Included(n) | Bound::Excluded(n) => number(&n),
            Bound::Unbounded => None,
        };
        let size = Self { low: value(bounds.0), high: value(bounds.1) };
        (size.low.is_some() || size.high.is_some()).then_some(size)
    }

    fn least(self) -> f64 {
        self.low.or(self.high).unwrap_or_default()
    }

    fn marks(self, scale: NumberScale) -> Vec<Mark> {
        let zero = scale.x(0.0);
        let between = |a: Percent, b: Percent, class: &str| {
            if a <= b { bar(a, b, 4, 12, class) } else { bar(b, a, 4, 12, class) }
        };
        match (self.low, self.high) {
            (Some(low), Some(high)) if low < high => {
                vec![between(zero, scale.x(low), "s0 sure"), between(scale.x(low), scale.x(high), "s0 open")]
            }
            (Some(low), Some(_)) => vec![between(zero, scale.x(low), "s0 sure")],
            (Some(low), None) => {
                let end = Percent::new(100.0);
                vec![
                    between(zero, scale.x(low), "s0 sure"),
                    between(scale.x(low), end, "s0 open"),
                    Mark::Head { x: end, y: 10, right: true },
                ]
            }
            (None, Some(high)) => vec![between(zero, scale.x(high), "s0 open")],
            (None, None) => Vec::new(),
        }
    }
}

/// A number as pictures take it.
pub(super) fn number(number: &Decimal) -> Option<f64> {
    number.to_f64()
}
