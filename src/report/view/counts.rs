//! How many held a status through time: what follows from the transitions, against what is stated.

use super::Context;
use super::membership::{Palette, starts};
use super::picture::{Mark, Percent, Row};
use super::scale::TimeScale;
use crate::analysis::StatusesOf;
use crate::dataset::{ClaimId, EntityId};
use crate::message::{message, ours};
use crate::status::Status;
use crate::value::DayRange;

/// A stated count.
pub(in crate::report) struct CountRow {
    /// The claim.
    pub(in crate::report) claim: String,
    /// What is counted.
    pub(in crate::report) property: String,
    /// When.
    pub(in crate::report) time: String,
    /// What is stated.
    pub(in crate::report) stated: String,
    /// What the transitions give.
    pub(in crate::report) derived: String,
    /// Whether an error names the claim.
    pub(in crate::report) wrong: bool,
}

/// Looks at days times entities beyond which counts are not drawn.
const MOST_LOOKS: usize = 4_000_000;
/// Height of a row of counts, and room above for numbers.
const COUNT_HEIGHT: u32 = 64;

/// A stated count, with what a picture needs of it.
pub(super) struct Stated {
    status: Status,
    when: DayRange,
    number: Option<f64>,
    pub(super) row: CountRow,
}

/// The claims that count holders of a status in an organisation.
pub(super) fn stated(context: &Context<'_>, organisation: EntityId, of: &StatusesOf) -> Vec<Stated> {
    let (analysis, dataset) = (context.analysis, context.analysis.dataset);
    let mut found: Vec<(ClaimId, Status)> = Vec::new();
    for (id, property) in dataset.properties() {
        let Some(status) = property.as_quantity().and_then(|number| number.counts_status.as_ref()) else {
            continue;
        };
        let Some((status, _)) = analysis.statuses.leading_to(&status.value, organisation) else { continue };
        found.extend(dataset.claims_of(organisation, id).map(|(claim, _)| (claim, status)));
    }
    found.truncate(context.limits.rows);
    found
        .into_iter()
        .filter_map(|(id, status)| {
            let claim = dataset.claim(id);
            let when = match analysis.times.query(&claim.time)? {
                Ok(range) => range,
                Err((first, last)) => DayRange::new(Some(first), Some(last)),
            };
            let is_on_that_day =
                |id: ClaimId| analysis.times.is_on_day_of(&dataset.claim(id).time, &claim.time);
            let count = of.count_on(status, when, &is_on_that_day);
            let (certain, possible) = (count.certain.len(), count.possible.len());
            let quantity = claim.value.as_quantity()?;
            Some(Stated {
                status,
                when,
                number: quantity.exact().as_ref().and_then(super::sizes::number),
                row: CountRow {
                    claim: claim.id.to_string(),
                    property: context.show(dataset.property(claim.property).name()),
                    time: when.describe(),
                    stated: quantity.describe(),
                    derived: range(certain, possible),
                    wrong: context.index.is_wrong(&claim.id),
                },
            })
        })
        .collect()
}

fn range(certain: usize, possible: usize) -> String {
    if certain == possible { certain.to_string() } else { format!("{certain} to {possible}") }
}

/// A row for each status that a claim counts, else for the first that transitions lead to.
pub(super) fn rows(
    context: &Context<'_>,
    of: &StatusesOf,
    scale: TimeScale,
    palette: &Palette,
    stated: &[Stated],
) -> Vec<Row> {
    let (_, last) = scale.ends();
    let starts = starts(of.histories.values(), scale);
    if starts.len().saturating_mul(of.histories.len()) > MOST_LOOKS || starts.len() > 2_000 {
        return Vec::new();
    }
    let mut statuses: Vec<Status> = stated.iter().map(|count| count.status).collect();
    statuses.extend(palette.classes.keys().next());
    statuses.sort_unstable();
    statuses.dedup();
    statuses
        .into_iter()
        .take(6)
        .map(|status| {
            let mut steps: Vec<(DayRange, usize, usize)> = Vec::new();
            for (at, &from) in starts.iter().enumerate() {
                let until = starts.get(at + 1).map_or(last, |next| *next + -1);
                let count = of.count(status, DayRange::day(from));
                let (certain, possible) = (count.certain.len(), count.possible.len());
                match steps.last_mut() {
                    Some(step) if (step.1, step.2) == (certain, possible) => step.0.latest = Some(until),
                    _ => steps.push((DayRange::new(Some(from), Some(until)), certain, possible)),
                }
            }
            let own: Vec<&Stated> = stated.iter().filter(|count| count.status == status).collect();
            count_row(context, status, scale, palette, &steps, &own)
        })
        .collect()
}

fn count_row(
    context: &Context<'_>,
    status: Status,
    scale: TimeScale,
    palette: &Palette,
    steps: &[(DayRange, usize, usize)],
    stated: &[&Stated],
) -> Row {
    let most = steps.iter().map(|(.., possible)| *possible).max().unwrap_or(0).max(1);
    #[allow(clippy::cast_precision_loss, reason = "numbers of entities are far below 2^52")]
    let top = stated.iter().filter_map(|count| count.number).fold(most as f64, f64::max);
    // Room for the numbers at dots above, and for dots below.
    let y =
        |number: f64| height(18.0 + (1.0 - (number / top).clamp(0.0, 1.0)) * f64::from(COUNT_HEIGHT - 24));
    #[allow(clippy::cast_precision_loss, reason = "numbers of entities are far below 2^52")]
    let level = |number: usize| y(number as f64);
    let base = y(0.0);
    let class = palette.class(status);
    let mut marks = Vec::new();
    for (days, certain, possible) in steps {
        let (from, to) = scale.span(*days);
        let width = from.to(to, 0.0);
        let mut area = |high: usize, low: usize, look: &str| {
            let (top, bottom) = (level(high), level(low));
            if bottom > top {
                let class = format!("{class} {look}");
                marks.push(Mark::Bar { x: from, width, y: top, height: bottom - top, class });
            }
        };
        area(*certain, 0, "count");
        area(*possible, *certain, "open");
    }
    marks.push(Mark::Line { from: Percent::new(0.0), to: Percent::new(100.0), y: base, class: "base" });
    for count in stated {
        let Some(number) = count.number else { continue };
        let (from, to) = scale.span(count.when);
        let (x, y) = (from.middle(to), y(number));
        marks.push(Mark::Dot { x, y, class: if count.row.wrong { "dot wrong" } else { "dot" } });
        marks.push(Mark::Text { x, y: y.saturating_sub(7), text: count.row.stated.clone() });
    }
    let now = steps.last().map_or_else(String::new, |(_, certain, possible)| range(*certain, *possible));
    let highest = steps.iter().map(|(_, certain, _)| *certain).max().unwrap_or(0);
    Row {
        name: format!("Number: {}", context.show(context.analysis.statuses.name(status))),
        says: message!("{} at the end, at most {}", ours(now), ours(range(highest, most.max(highest)))),
        href: None,
        height: COUNT_HEIGHT,
        marks,
    }
}

/// A height in pixels.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "heights lie between 0 and 64")]
fn height(pixels: f64) -> u32 {
    pixels.clamp(0.0, f64::from(COUNT_HEIGHT)).round() as u32
}
