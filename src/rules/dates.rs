//! Dates that cannot be meant: stretches that end before they start, and what is yet to come.

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{Claim, DateValue, Files, Rank, Spanned, TimePoint, When};
use crate::finding::{Finding, Fix};
use crate::message::{Message, message};
use crate::value::Date;

rule! {
    /// `from` is surely later than `until`, or an interval runs backwards.
    ///
    /// Precision counts: `from = "2002-05"` with `until = "2002"` is fine, because the year does not
    /// end before its May.
    ///
    /// **What to do:** exchange the two, or mend the one that is wrong.
    pub static DATE_RANGE = "date-range", Error;
    bad: r#"
[entity.person]
kind = "person"

[property.office]
type = "text"

[[claim]]
id       = "person-office"
subject  = "person"
property = "office"
value    = "secretary general"
from     = "2017"
until    = "2003"
"#,
    good: r#"
[entity.person]
kind = "person"

[property.office]
type = "text"

[[claim]]
id       = "person-office"
subject  = "person"
property = "office"
value    = "secretary general"
from     = "2003"
until    = "2017"
"#,
}

rule! {
    /// A date lies surely after the day from which the facts speak (`as_of` of the manifest).
    ///
    /// Facts do not tell of the future, so it is most often a slip, or `as_of` was not moved on. The
    /// clock on the wall plays no part: the same facts give the same findings on every day. The end of
    /// what has begun may lie ahead: a term of office runs `until` a day that is set. So may all dates
    /// of a claim or a property with `planned = true`.
    ///
    /// **What to do:** mend the date, set `as_of` to the day of the last revision, or say
    /// `planned = true` of what was set ahead.
    pub static FUTURE_DATE = "future-date", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
at       = "2080"
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
value    = 4000
at       = "2008"
"#,
}

pub(super) fn date_range(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (_, claim) in dataset.claims().filter(|(_, claim)| claim.rank != Rank::Deprecated) {
        let mut dates: Vec<(&str, Spanned<Date>)> = claim
            .time
            .stated()
            .filter_map(|(field, when)| match when.value {
                When::Date(date) => Some((field, Spanned::new(date, when.span))),
                When::Point(_) => None,
            })
            .collect();
        if let Some(DateValue::Date(date)) = claim.value.as_date() {
            dates.push(("value", Spanned::new(*date, claim.value_span)));
        }
        for (field, date) in dates {
            let finding = backwards(&dataset.files, || message!("claim `{}`", claim.id), field, date);
            findings.extend(finding.map(|finding| finding.claim(&claim.id)));
        }
        let (Some(from), Some(until)) = (claim.time.from(), claim.time.until()) else { continue };
        // Where a time point takes part, other claims do too: `date-order` tells of them all.
        let (When::Date(_), When::Date(_)) = (from.value, until.value) else { continue };
        let (start, end) = (analysis.times.range(from.value), analysis.times.range(until.value));
        if end.surely_before(&start) {
            findings.push(
                Finding::new(
                    &DATE_RANGE,
                    until.span,
                    message!(
                        "claim `{}` ends before it starts: {} comes after {}",
                        claim.id,
                        start.describe(),
                        end.describe()
                    ),
                )
                .label(message!("ends {}", end.describe()))
                .related(from.span, message!("starts {}", start.describe()))
                .help("exchange `from` and `until`, or mend the one that is wrong")
                .claim(&claim.id),
            );
        }
    }
    for (_, source) in dataset.sources() {
        for (field, date) in [("published", source.published), ("accessed", source.accessed)] {
            let finding = date.and_then(|date| {
                backwards(&dataset.files, || message!("source `{}`", source.id), field, date)
            });
            findings.extend(finding.map(|finding| finding.source(&source.id)));
        }
    }
    if let Some(as_of) = dataset.manifest.as_of {
        findings.extend(backwards(&dataset.files, || "the manifest".into(), "as_of", as_of));
    }
}

fn backwards(
    files: &Files,
    owner: impl Fn() -> Message,
    field: &str,
    date: Spanned<Date>,
) -> Option<Finding> {
    if !date.value.runs_backwards() {
        return None;
    }
    let text = date.value.to_string();
    let (start, end) = text.split_once('/')?;
    let message = message!("the interval in `{}` of {} runs backwards", field, owner());
    let finding = Finding::new(&DATE_RANGE, date.span, message).label("ends before it starts");
    let turned = format!("{end}/{start}");
    Some(finding.help(message!("write \"{}\", or mend the side that is wrong", turned)).maybe_fix(Fix::text(
        &files.get(date.span.file).text,
        date.span,
        &turned,
    )))
}

pub(super) fn future_date(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let (dataset, times) = (analysis.dataset, &analysis.times);
    let (Some(as_of), Some(stated)) = (times.as_of(), dataset.manifest.as_of) else { return };
    let judged = |claim: &Claim| claim.rank != Rank::Deprecated && !dataset.is_planned(claim);
    for (_, claim) in dataset.claims().filter(|(_, claim)| judged(claim)) {
        // The end of what has begun was set ahead.
        let begun = claim.time.from().is_none_or(|from| !as_of.surely_before(&times.range(from.value)));
        let mut moments: Vec<_> = claim
            .time
            .stated()
            // A time point that lies in the future is told where its date is.
            .filter(|(_, when)| matches!(when.value, When::Date(_)))
            .filter(|(field, _)| *field != "until" || !begun)
            .map(|(field, when)| (field, times.range(when.value), when.span))
            .collect();
        match claim.value.as_date() {
            Some(DateValue::Date(date)) => moments.push(("value", date.range(), claim.value_span)),
            Some(DateValue::Relative(_)) => {
                let point = TimePoint { subject: claim.subject, property: claim.property };
                // Where another claim gives the point its date, that one is told of.
                let alone = dataset.claims_of(claim.subject, claim.property).all(|(_, other)| {
                    !dataset.is_planned(other)
                        && matches!(other.value.as_date(), Some(DateValue::Relative(_)))
                });
                if alone {
                    moments.push(("value", times.point(point), claim.value_span));
                }
            }
            None => {}
        }
        for (field, range, span) in moments {
            if as_of.surely_before(&range) {
                findings.push(
                    Finding::new(
                        &FUTURE_DATE,
                        span,
                        message!("claim `{}` tells of {}, but the facts speak from {}", claim.id, range.describe(), stated.value.describe()),
                    )
                    .label(message!("`{}` lies after that", field))
                    .related(stated.span, "the facts speak from here")
                    .help("mend the date, move `as_of` on if the facts were revised since, or say `planned = true` of what was set ahead")
                    .claim(&claim.id),
                );
            }
        }
    }
}
