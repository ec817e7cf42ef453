//! Time points that claims refer to and no claim tells.

use super::gaps::not_checked;
use crate::analysis::Analysis;
use crate::dataset::rules::names::UNKNOWN_TIME_POINT;
use crate::dataset::{Claim, DateValue, Span, TimePoint, When};
use crate::finding::{Finding, Help};
use crate::message::message;

pub(super) fn untold_time_points(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
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
    if dataset.claims_of(point.subject, point.property).next().is_some() {
        return;
    }
    if let Some(cause) = dataset.gaps.hiding(point.subject, point.property) {
        let what = message!("what hangs on `{}` (claim `{}`)", dataset.name_of(point), claim.id);
        findings.extend(not_checked(cause, what));
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
        Some(near) => {
            let file = &dataset.files.get(span.file).text;
            Help::did_you_mean(file, span, &format!("{}.{near}", entity.id))
        }
        None => message!(
            "add a claim with subject `{}` and property `{}` that tells the date",
            entity.id,
            property.id
        )
        .into(),
    };
    findings.push(
        Finding::new(
            &UNKNOWN_TIME_POINT,
            span,
            message!(
                "claim `{}` refers to the time point `{}`, but no claim tells when that was",
                claim.id,
                dataset.name_of(point)
            ),
        )
        .label(message!("no claim gives `{}` of `{}`", property.id, entity.id))
        .advise(help)
        .claim(&claim.id)
        .entity(&entity.id)
        .property(&property.id),
    );
}
