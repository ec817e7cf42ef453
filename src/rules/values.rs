//! Quantities: whether they lie within their bounds.

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::QuantityOptions;
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::value::grouped;

rule! {
    /// A quantity lies outside the bounds that its property sets with `min` and `max`.
    ///
    /// It fires only where no number that the claim allows lies within: `"<500"` may well be 10.
    ///
    /// **What to do:** look for a slip (a missing digit, another unit), or widen the bounds of the
    /// property if such a value can be true.
    pub static OUT_OF_RANGE = "out-of-range", Error;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
min  = 0

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = -4000
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
min  = 0

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
"#,
}

pub(super) fn out_of_range(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        let Some(QuantityOptions { min, max, .. }) = property.as_quantity() else { continue };
        if min.is_none() && max.is_none() {
            continue;
        }
        for (_, claim) in dataset.claims_with(id) {
            let Some(quantity) = claim.value.as_quantity() else { continue };
            let (least, most) = (min.map(|min| min.value), max.map(|max| max.value));
            if !property.is_out_of_range(quantity) {
                continue;
            }
            let unit = property.unit();
            let bounds = match (least, most) {
                (Some(least), Some(most)) => message!("{} to {}", grouped(least), grouped(most)),
                (Some(least), None) => message!("at least {}", grouped(least)),
                (None, Some(most)) => message!("at most {}", grouped(most)),
                (None, None) => Message::default(),
            };
            let mut finding = Finding::new(
                &OUT_OF_RANGE,
                claim.value_span,
                message!(
                    "claim `{}` says {}{}, but `{}` can only be {}{}",
                    claim.id,
                    quantity.describe(),
                    unit,
                    property.id,
                    bounds,
                    unit
                ),
            )
            .label("outside the bounds")
            .help("mend the number, or widen the bounds where the vocabulary sets them")
            .claim(&claim.id);
            for (name, bound) in [("min", min), ("max", max)] {
                if let Some(bound) = bound {
                    finding = finding.related(bound.span, message!("the vocabulary sets `{}` here", name));
                }
            }
            findings.push(finding);
        }
    }
}
