//! Names that point to nothing, to something of the wrong kind, or to two things.

use super::rule;

rule! {
    /// Two entities, properties, claims or sources share an id, or two sources a marker.
    ///
    /// What names the id could mean either. The first, in the order of files and lines, is kept;
    /// the other is left out of all other checks.
    ///
    /// **What to do:** give one of them another id, or make one table of both.
    pub static DUPLICATE_ID = "duplicate-id", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = "1992"

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = "1992-05-15"
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

[[claim]]
id       = "treaty-signed-day"
subject  = "treaty"
property = "signed"
value    = "1992-05-15"
"#,
}

rule! {
    /// A claim or the vocabulary names an entity that does not exist.
    ///
    /// **What to do:** take the name that is offered, or declare the entity with its kind.
    pub static UNKNOWN_ENTITY = "unknown-entity", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[[claim]]
id       = "treaty-signed"
subject  = "traety"
property = "signed"
value    = "1992"
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

rule! {
    /// A claim or the vocabulary uses a property that is not declared.
    ///
    /// **What to do:** take the name that is offered, or declare the property with its type. The
    /// vocabulary is data: a new kind of fact needs no change of the program.
    pub static UNKNOWN_PROPERTY = "unknown-property", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "singed"
value    = "1992"
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

rule! {
    /// A reference leads to no source.
    ///
    /// A reference is a marker as the article prints it, with or without brackets (`"3"`, `"[3]"`),
    /// or the id of a source.
    ///
    /// **What to do:** take the name that is offered, or add the source. Where nothing is known of
    /// it but its marker, that is a source too.
    pub static UNKNOWN_REF = "unknown-ref", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = "1992"
refs     = ["1", "2"]

[[source]]
id     = "handbook"
marker = "1"
title  = "A handbook"
isbn   = "978-0765604323"
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
refs     = ["1"]

[[source]]
id     = "handbook"
marker = "1"
title  = "A handbook"
isbn   = "978-0765604323"
"#,
}

rule! {
    /// A time point, such as `treaty.signed`, is one that no claim tells.
    ///
    /// A time point is an entity and one of its `date` properties. It has a place in time only
    /// where at least one claim gives that property of that entity a date, and be it a relative
    /// one; a claim of rank `deprecated` does not count.
    ///
    /// **What to do:** take the name that is offered, or add the claim that tells the date.
    pub static UNKNOWN_TIME_POINT = "unknown-time-point", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[property.in-force]
type = "date"

[[claim]]
id       = "treaty-in-force"
subject  = "treaty"
property = "in-force"
value    = { after = "treaty.signed", by = "P2Y" }
"#,
    good: r#"
[entity.treaty]
kind = "treaty"

[property.signed]
type = "date"

[property.in-force]
type = "date"

[[claim]]
id       = "treaty-in-force"
subject  = "treaty"
property = "in-force"
value    = { after = "treaty.signed", by = "P2Y" }

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = "1992"
"#,
}

rule! {
    /// The subject or the value is an entity of another kind than the property takes.
    ///
    /// The vocabulary says with `subject` and `value` which kinds a property connects. A
    /// superlative ranks its subject among the entities of its own kind.
    ///
    /// **What to do:** name another entity, or mend the kind where the entity or the property is
    /// declared.
    pub static WRONG_KIND = "wrong-kind", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.troops]
type    = "quantity"
subject = "exercise"

[[claim]]
id       = "treaty-troops"
subject  = "treaty"
property = "troops"
value    = 4000
"#,
    good: r#"
[entity.rubezh]
kind = "exercise"

[property.troops]
type    = "quantity"
subject = "exercise"

[[claim]]
id       = "rubezh-troops"
subject  = "rubezh"
property = "troops"
value    = 4000
"#,
}
