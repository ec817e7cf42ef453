//! Texts that are no date and no quantity. Found while loading.

use super::rule;

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
}
