//! A changed quantity: raised or lowered by how much, bounds narrowed or widened.

use std::ops::Bound;

use rust_decimal::Decimal;

use crate::value::Quantity;

/// What became of a quantity.
pub(super) fn change(old: &Quantity, new: &Quantity) -> String {
    if let (Some(before), Some(after)) = (old.exact(), new.exact()) {
        let verb = if after > before { "raised" } else { "lowered" };
        let by = after.checked_sub(before).map(|by| Quantity::parse_number(&by.abs().to_string()));
        let mut text = match by {
            Some(Ok(by)) => format!("{verb} by {}", by.describe()),
            _ => verb.to_owned(),
        };
        text.push_str(&slip(before, after));
        return text;
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
fn slip(before: Decimal, after: Decimal) -> String {
    let factor = |big: Decimal, small: Decimal| big.checked_div(small);
    for ten in [10, 100, 1000] {
        let ten = Decimal::from(ten);
        if !before.is_zero() && factor(after, before) == Some(ten) {
            return format!(" ({ten} times as much: a zero too many?)");
        }
        if !after.is_zero() && factor(before, after) == Some(ten) {
            return format!(" (a {ten}th of it: a zero too few?)");
        }
    }
    String::new()
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
            assert_eq!(change(&from, &to), words, "{old} to {new}");
        }
    }
}
