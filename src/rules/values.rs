//! Dates and quantities: whether they are any, and whether they lie within their bounds.

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::PropertyType;
use crate::finding::Finding;
use crate::value::grouped;

rule! {
    /// A text is no date, or no duration.
    ///
    /// Dates are written in EDTF (ISO 8601-2, levels 0 and 1): `1992`, `1992-05`, `1992-05-15`,
    /// `199X`, `1992~` (about), `1992?` (uncertain), `1992/1994`, `1992/..`. Durations have one
    /// unit: `P5Y`, `P3M`, `P2W`, `P10D`. A day that no calendar has, such as 30 February, is no
    /// date either.
    ///
    /// **What to do:** write the date as the finding offers it. `facts/README.md` lists all forms.
    pub static INVALID_DATE = "invalid-date", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = "15 May 1992"
"#,
    good: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = "1992-05-15"
"#,
    check: None,
}

rule! {
    /// A text is no quantity.
    ///
    /// A quantity is a number, or a number with bounds in quotes: `">10000"` (over), `">=10000"`
    /// (at least), `"<500"`, `"<=500"`, `"~4000"` (about: within 10 %), `"3000..5000"`.
    ///
    /// **What to do:** write the number without grouping and without its unit; the unit belongs to
    /// the property.
    pub static INVALID_QUANTITY = "invalid-quantity", Error;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = "over 10,000"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = ">10000"
"#,
    check: None,
}

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
    check: Some(out_of_range),
}

fn out_of_range(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        let Some(PropertyType::Quantity { min, max, .. }) = &property.ty else { continue };
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
                (Some(least), Some(most)) => format!("{} to {}", grouped(least), grouped(most)),
                (Some(least), None) => format!("at least {}", grouped(least)),
                (None, Some(most)) => format!("at most {}", grouped(most)),
                (None, None) => String::new(),
            };
            let mut finding = Finding::new(
                &OUT_OF_RANGE,
                claim.value_span,
                format!(
                    "claim `{}` says {}{unit}, but `{}` can only be {bounds}{unit}",
                    claim.id,
                    quantity.describe(),
                    property.id
                ),
            )
            .label("outside the bounds")
            .help("mend the number, or widen the bounds where the vocabulary sets them")
            .claim(&claim.id);
            for (name, bound) in [("min", min), ("max", max)] {
                if let Some(bound) = bound {
                    finding = finding.related(bound.span, format!("the vocabulary sets `{name}` here"));
                }
            }
            findings.push(finding);
        }
    }
}
