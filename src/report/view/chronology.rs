//! When things were: a row per time point, as wide as its days are open, with arrows for dates
//! that are told from another.

use super::Context;
use super::picture::{Mark, NARROWEST, Picture, Row, bar};
use super::scale::TimeScale;
use crate::dataset::{ClaimId, DateValue, Direction, TimePoint};
use crate::message::{Message, ours};
use crate::value::DayRange;

/// The time points of a dataset.
pub(in crate::report) struct Chronology {
    /// A row per time point.
    pub(in crate::report) picture: Picture,
    /// The same in words: what, when, and on which claims it rests.
    pub(in crate::report) points: Vec<PointRow>,
    /// How many time points there are.
    pub(in crate::report) count: usize,
}

/// A time point.
pub(in crate::report) struct PointRow {
    /// "Collective Security Treaty: signing".
    pub(in crate::report) name: String,
    /// When.
    pub(in crate::report) when: String,
    /// How it is told from others.
    pub(in crate::report) relative: Vec<Message>,
    /// The claims.
    pub(in crate::report) claims: Vec<String>,
}

/// The chronology; `None` where no claim tells a date.
pub(super) fn new(context: &Context<'_>) -> Option<Chronology> {
    let (analysis, dataset) = (context.analysis, context.analysis.dataset);
    let mut points: Vec<(TimePoint, DayRange, Vec<ClaimId>)> = Vec::new();
    for (id, property) in dataset.properties() {
        if property.ty.as_ref().is_none_or(|ty| ty.name() != "date") {
            continue;
        }
        for (subject, claims) in dataset.by_subject(id) {
            let point = TimePoint { subject, property: id };
            points.push((point, analysis.times.shown(point), claims.to_vec()));
        }
    }
    let count = points.len();
    points.sort_by_key(|(point, days, claims)| {
        let start = days.earliest.or(days.latest);
        (start.is_none(), start, days.latest, claims.first().copied(), *point)
    });
    points.truncate(context.limits.rows);
    let scale = TimeScale::around(points.iter().map(|(_, days, _)| *days))?;
    let (mut rows, mut told) = (Vec::new(), Vec::new());
    for (point, days, claims) in points {
        let name = format!(
            "{}: {}",
            context.show(dataset.entity(point.subject).name()),
            context.show(dataset.property(point.property).name())
        );
        let relative: Vec<Message> = claims
            .iter()
            .map(|id| dataset.claim(*id))
            .filter(|claim| matches!(claim.value.as_date(), Some(DateValue::Relative(_))))
            .map(|claim| context.tell(&analysis.say_value(claim)))
            .collect();
        let when = if days == DayRange::ALL { "no day is known".to_owned() } else { days.describe() };
        let says =
            std::iter::once(ours(when.clone()).into()).chain(relative.iter().cloned()).collect::<Vec<_>>();
        rows.push(Row {
            name: name.clone(),
            says: Message::join(&says, "; "),
            href: Some(format!("entity-{}", dataset.entity(point.subject).id)),
            height: 20,
            marks: marks(context, scale, days, &claims),
        });
        told.push(PointRow {
            name,
            when,
            relative,
            claims: claims
                .iter()
                .take(context.limits.claims_of_source)
                .map(|id| dataset.claim(*id).id.to_string())
                .collect(),
        });
    }
    Some(Chronology {
        picture: Picture {
            title: "Chronology".into(),
            about:
                "A row per date; the wider the bar, the less exact the date. An arrow comes from the date \
                    from which another is told."
                    .into(),
            ticks: scale.ticks(),
            left_out: count - rows.len(),
            rows,
            legend: Vec::new(),
        },
        points: told,
        count,
    })
}

fn marks(context: &Context<'_>, scale: TimeScale, days: DayRange, claims: &[ClaimId]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let (from, to) = scale.span(days);
    for id in claims.iter().take(8) {
        let Some(DateValue::Relative(relative)) = context.analysis.dataset.claim(*id).value.as_date() else {
            continue;
        };
        let anchor = context.analysis.times.shown(relative.anchor);
        if anchor == DayRange::ALL {
            continue;
        }
        let (start, end) = scale.span(anchor);
        let anchor = start.middle(end);
        marks.push(Mark::Dot { x: anchor, y: 10, class: "anchor" });
        let right = relative.direction == Direction::After;
        // Where no day follows, the arrow only says on which side.
        let target = match (days == DayRange::ALL, right) {
            (true, true) => scale.span(DayRange::ALL).1,
            (true, false) => scale.span(DayRange::ALL).0,
            (false, true) => from,
            (false, false) => to,
        };
        let (low, high) = if anchor <= target { (anchor, target) } else { (target, anchor) };
        marks.push(Mark::Line { from: low, to: high, y: 10, class: "arrow" });
        marks.push(Mark::Head { x: target, y: 10, right: anchor <= target });
    }
    if days == DayRange::ALL {
        marks.insert(0, bar(from, to, 4, 12, "t-none"));
    } else {
        let class = if from.to(to, 0.0) <= from.to(from, NARROWEST) { "t-day" } else { "t-range" };
        marks.push(bar(from, to, 4, 12, class));
    }
    marks
}
