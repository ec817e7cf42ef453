//! Names that point to nothing, to two things, or to a thing of another kind. Found while loading,
//! but for time points that no claim tells.

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{Claim, DateValue, Span, TimePoint, When};
use crate::finding::Finding;

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
    check: None,
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
    check: None,
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
    check: None,
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
    check: None,
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
    check: Some(untold_time_points),
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
    check: None,
}

fn untold_time_points(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for (_, claim) in analysis.dataset.claims() {
        if let Some(DateValue::Relative(relative)) = claim.value.as_date() {
            check_point(analysis, claim, relative.anchor, relative.anchor_span, findings);
        }
        for (_, when) in claim.time.stated() {
            if let When::Point(point) = when.value {
                check_point(analysis, claim, point, when.span, findings);
            }
        }
    }
}

fn check_point(
    analysis: &Analysis<'_>,
    claim: &Claim,
    point: TimePoint,
    span: Span,
    findings: &mut Vec<Finding>,
) {
    let dataset = analysis.dataset;
    if dataset.claims_of(point.subject, point.property).next().is_some()
        || dataset.gaps.may_hide(point.subject, point.property)
    {
        return;
    }
    let (entity, property) = (dataset.entity(point.subject), dataset.property(point.property));
    let told: Vec<&str> = dataset
        .properties()
        .filter(|&(id, _)| {
            dataset.claims_of(point.subject, id).any(|(_, claim)| claim.value.as_date().is_some())
        })
        .map(|(_, property)| &*property.id)
        .collect();
    let help = match crate::suggest::nearest(&property.id, told.iter().copied()) {
        Some(near) => format!("did you mean `{}.{near}`?", entity.id),
        None => format!(
            "add a claim with subject `{}` and property `{}` that tells the date",
            entity.id, property.id
        ),
    };
    findings.push(
        Finding::new(
            &UNKNOWN_TIME_POINT,
            span,
            format!(
                "claim `{}` refers to the time point `{}`, but no claim tells when that was",
                claim.id,
                dataset.name_of(point)
            ),
        )
        .label(format!("no claim gives `{}` of `{}`", property.id, entity.id))
        .help(help)
        .claim(&claim.id)
        .entity(&entity.id)
        .property(&property.id),
    );
}
