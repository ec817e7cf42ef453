//! `quantity`: a number, or a number with bounds.

use std::ops::Bound;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::{Passage, ValueType, Versions, Writing, Written, definition};
use crate::dataset::load::declare::{holds, table};
use crate::dataset::load::table::{Broken, Reporter};
use crate::dataset::load::value;
use crate::dataset::load::vocabulary::Known;
use crate::dataset::{Claim, Dataset, Property, PropertyId, Spanned};
use crate::message::{Message, message, ours};
use crate::value::Quantity;

/// What a claim states.
pub(super) type Stated = Quantity;
/// What a property may say.
pub(super) type Options = QuantityOptions;

table! {
    /// A number, or a number with bounds.
    pub struct QuantityOptions, SHAPE = "quantity";
    in Known<'_>;
    fields {
        /// What is counted or measured, for readers.
        optional unit: Option<Box<str>> = holds::Bare<holds::UnitName>;
        /// The least value allowed.
        optional min: Option<Spanned<Decimal>> = holds::Number;
        /// The greatest value allowed.
        optional max: Option<Spanned<Decimal>> = holds::Number;
        /// Only whole numbers are allowed.
        plain integer: bool = holds::Flag;
        /// Quantity properties of the same subject that a number does not exceed at the same time.
        plain not_above: Vec<Spanned<PropertyId>> = holds::Each<holds::QuantityProperty>, "a list of names in quotes";
        /// Quantity properties of the same subject that a number is not less than at the same time.
        plain not_below: Vec<Spanned<PropertyId>> = holds::Each<holds::QuantityProperty>, "a list of names in quotes";
        /// The set of the same subject whose size it is.
        optional counts: Option<Spanned<PropertyId>> = holds::SetProperty;
        /// The status in the subject whose holders it counts.
        optional counts_status: Option<Spanned<Box<str>>> = holds::Status;
    }
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, _options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        value::quantity(written.node, written.field, out)
    }

    fn key(stated: &Stated, _dataset: &Dataset) -> String {
        stated.to_string()
    }

    fn differ(one: &Stated, other: &Stated) -> bool {
        !one.intersects(other)
    }

    fn may_be(stated: &Stated, listed: &Stated, _dataset: &Dataset) -> bool {
        stated.intersects(listed)
    }

    fn say(stated: &Stated, _dataset: &Dataset, property: &Property) -> Message {
        message!("{}{}", stated.describe(), property.unit())
    }

    fn json(stated: &Stated, _dataset: &Dataset, _writing: &impl Writing) -> Json {
        stated.exact().map_or_else(|| json!(stated.to_string()), decimal)
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), _versions: &impl Versions) -> Message {
        change(old.1, new.1)
    }

    fn ask<P: Passage>(stated: &Stated, claim: &Claim, property: &Property, passage: &P) -> P::Answer {
        passage.quantity(stated, property, claim.unit())
    }

    fn schema(_options: &Options, _entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        definition("quantity-value")
    }
}

/// A number where JSON holds it exactly, a text otherwise.
pub(crate) fn decimal(number: Decimal) -> Json {
    let text = number.normalize().to_string();
    if let Ok(integer) = text.parse::<i64>() {
        return json!(integer);
    }
    match text.parse::<f64>() {
        Ok(float) if float.to_string() == text => json!(float),
        _ => json!(text),
    }
}

/// What became of a quantity.
fn change(old: &Quantity, new: &Quantity) -> Message {
    if let (Some(before), Some(after)) = (old.exact(), new.exact()) {
        let verb = if after > before { "raised" } else { "lowered" };
        let by = after.checked_sub(before).map(|by| Quantity::parse_number(&by.abs().to_string()));
        let text = match by {
            Some(Ok(by)) => message!("{} by {}", ours(verb), ours(by.describe())),
            _ => verb.into(),
        };
        return text.and(slip(before, after));
    }
    let (inner, outer) = (within(new, old), within(old, new));
    if inner && outer {
        return "written in another way; the same numbers".into();
    }
    if new.surely_greater(old) {
        return "raised: no number satisfies both".into();
    }
    if new.surely_less(old) {
        return "lowered: no number satisfies both".into();
    }
    if inner {
        "more precise: it lies within what was there".into()
    } else if outer {
        "less precise: it can be what was there, and more".into()
    } else {
        "other bounds; some numbers satisfy both".into()
    }
}

/// A factor of ten is more often a slip of the finger than a fact.
fn slip(before: Decimal, after: Decimal) -> Message {
    let factor = |big: Decimal, small: Decimal| big.checked_div(small);
    for ten in [10, 100, 1000] {
        let ten = Decimal::from(ten);
        if !before.is_zero() && factor(after, before) == Some(ten) {
            return message!(" ({} times as much: a zero too many?)", ten);
        }
        if !after.is_zero() && factor(before, after) == Some(ten) {
            return message!(" (a {}th of it: a zero too few?)", ten);
        }
    }
    Message::default()
}

fn within(inner: &Quantity, outer: &Quantity) -> bool {
    let (inner, outer) = (inner.bounds(), outer.bounds());
    let low = match (inner.0, outer.0) {
        (_, Bound::Unbounded) => true,
        (Bound::Unbounded, _) => false,
        (Bound::Included(inner), Bound::Excluded(outer)) => inner > outer,
        (
            Bound::Included(inner) | Bound::Excluded(inner),
            Bound::Included(outer) | Bound::Excluded(outer),
        ) => inner >= outer,
    };
    let high = match (inner.1, outer.1) {
        (_, Bound::Unbounded) => true,
        (Bound::Unbounded, _) => false,
        (Bound::Included(inner), Bound::Excluded(outer)) => inner < outer,
        (
            Bound::Included(inner) | Bound::Excluded(inner),
            Bound::Included(outer) | Bound::Excluded(outer),
        ) => inner <= outer,
    };
    low && high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_rise_and_narrow() {
        for (old, new, words) in [
            ("26", "27", "raised by 1"),
            ("4000", "3500", "lowered by 500"),
            ("4000", "40000", "raised by 36,000 (10 times as much: a zero too many?)"),
            ("4000", "400", "lowered by 3,600 (a 10th of it: a zero too few?)"),
            ("0", "7", "raised by 7"),
            ("4000", "~4000", "less precise: it can be what was there, and more"),
            ("3000..5000", "4000", "more precise: it lies within what was there"),
            (">10000", ">=10000", "less precise: it can be what was there, and more"),
            (">10000", "9000", "lowered: no number satisfies both"),
            ("<500", ">400", "other bounds; some numbers satisfy both"),
            ("10..10", "10", "written in another way; the same numbers"),
        ] {
            let (from, to) = (Quantity::parse(old).unwrap(), Quantity::parse(new).unwrap());
            assert_eq!(change(&from, &to).to_string(), words, "{old} to {new}");
        }
    }
}
