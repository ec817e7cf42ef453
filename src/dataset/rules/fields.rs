//! Tables whose fields are not those of the format. Found while loading.

use super::rule;

rule! {
    /// A table has a field that the format does not know there.
    ///
    /// A field that is not known is not read, so what it says would be lost without a word. Often
    /// it is a slip of the finger, or an option of another type of property.
    ///
    /// **What to do:** take the name that is offered, or remove the field. Remarks go into a
    /// claim's `note`, or into a comment.
    pub static UNKNOWN_FIELD = "unknown-field", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"
lable = "Collective Security Treaty"
"#,
    good: r#"
[entity.treaty]
kind = "treaty"
label = "Collective Security Treaty"
"#,
}

rule! {
    /// A table lacks a field that it must have.
    ///
    /// A claim needs `id`, `subject`, `property` and `value`; an entity its `kind`; a property its
    /// `type`; a source its `id`; an accept entry a `rule`, a `reason` and what it accepts.
    ///
    /// **What to do:** add the field. A claim that lacks one is left out of all other checks.
    pub static MISSING_FIELD = "missing-field", Error;
    bad: r#"
[entity.treaty]
label = "Collective Security Treaty"
"#,
    good: r#"
[entity.treaty]
kind = "treaty"
label = "Collective Security Treaty"
"#,
}

rule! {
    /// A field holds a value of another type than it takes.
    ///
    /// A date without quotes that TOML reads as a number, one name where a list belongs, a word
    /// that is none of the few allowed, an empty text, an id with a dot in it.
    ///
    /// **What to do:** write what the finding names. Dates and names stand in quotes
    /// (`at = "1992"`), lists in brackets (`refs = ["3"]`).
    pub static WRONG_TYPE = "wrong-type", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = 1992
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
value    = "1992"
"#,
}
