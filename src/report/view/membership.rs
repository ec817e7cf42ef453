//! Membership through time: who held which status in an organisation when, and how many did.

use std::collections::BTreeMap;

use super::Context;
use super::picture::{Mark, Percent, Picture, Row, bar};
use super::scale::TimeScale;
use crate::analysis::{History, StatusesOf};
use crate::dataset::{ClaimId, EntityId, PropertyType};
use crate::status::{Certainty, Status};
use crate::value::{Day, DayRange};

/// One organisation.
pub(in crate::report) struct Membership {
    /// Its name.
    pub(in crate::report) name: String,
    /// A row per entity, then one per status that is counted.
    pub(in crate::report) picture: Picture,
    /// How many rows are entities.
    pub(in crate::report) entities: usize,
    /// Stated counts against those that the transitions give.
    pub(in crate::report) counts: Vec<CountRow>,
}

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

/// A stretch in which a status is sure, or open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    status: Status,
    certain: bool,
    from: Day,
    /// The last day.
    until: Day,
}

/// Looks at days times entities beyond which counts are not drawn.
const MOST_LOOKS: usize = 4_000_000;
/// Height of a row of counts, and room above for numbers.
const COUNT_HEIGHT: u32 = 64;

/// A picture for each of the first organisations with transitions.
pub(super) fn all(context: &Context<'_>) -> Vec<Membership> {
    let mut organisations: Vec<_> = context.analysis.statuses.organisations().collect();
    // Where most happened first.
    organisations.sort_by_key(|(id, of)| (std::cmp::Reverse(of.histories.len()), *id));
    organisations
        .into_iter()
        .filter_map(|(id, of)| one(context, id, of))
        .take(context.limits.pictures)
        .collect()
}

fn one(context: &Context<'_>, organisation: EntityId, of: &StatusesOf) -> Option<Membership> {
    let analysis = context.analysis;
    let dataset = analysis.dataset;
    let moves = of.histories.values().flat_map(|history| &history.moves).map(|step| step.when);
    let scale = TimeScale::around(moves.chain(analysis.times.as_of()))?;
    let palette = Palette::new(of);
    let histories = of.histories.iter().take(context.limits.rows);
    let mut histories: Vec<(EntityId, &History, Vec<Segment>)> =
        histories.map(|(entity, history)| (*entity, history, segments(history, scale))).collect();
    // Who surely belonged first stands first; those who came together keep the order of the facts.
    histories.sort_by_key(|(entity, _, segments)| {
        let sure = segments.iter().find(|segment| segment.certain).map(|segment| segment.from);
        (sure.is_none(), sure, *entity)
    });
    let mut rows: Vec<Row> = histories
        .into_iter()
        .map(|(entity, history, segments)| Row {
            name: context.show(dataset.entity(entity).name()),
            says: says(context, history, &segments, scale),
            href: Some(format!("entity-{}", dataset.entity(entity).id)),
            height: 20,
            marks: marks(&segments, scale, &palette),
        })
        .collect();
    let entities = rows.len();
    let stated = stated(context, organisation, of);
    rows.extend(count_rows(context, of, scale, &palette, &stated));
    let legend = palette
        .classes
        .iter()
        .map(|(status, class)| (format!("{class} sure"), context.show(analysis.statuses.name(*status))))
        .chain([("pale".to_owned(), "where the dates leave it open".to_owned())])
        .collect();
    let name = context.show(dataset.entity(organisation).name());
    Some(Membership {
        picture: Picture {
            title: name.clone(),
            about: "A row per entity; bars are paler where the dates leave it open. Beneath, the number \
                    that follows from the transitions, with the numbers that claims state as dots."
                .into(),
            ticks: scale.ticks(),
            rows,
            legend,
            left_out: of.histories.len().saturating_sub(context.limits.rows),
        },
        name,
        entities,
        counts: stated.into_iter().map(|count| count.row).take(context.limits.rows).collect(),
    })
}

/// A colour for each status that some transition leads to.
struct Palette {
    classes: BTreeMap<Status, String>,
}

impl Palette {
    fn new(of: &StatusesOf) -> Self {
        let mut classes = BTreeMap::new();
        for step in of.histories.values().flat_map(|history| &history.moves) {
            classes.entry(step.to).or_insert_with(String::new);
        }
        for (at, class) in classes.values_mut().enumerate() {
            *class = format!("s{}", at % 6);
        }
        Self { classes }
    }

    fn class(&self, status: Status) -> &str {
        self.classes.get(&status).map_or("s0", |class| class)
    }
}

/// The stretches of a history within a scale, by status and day.
fn segments(history: &History, scale: TimeScale) -> Vec<Segment> {
    let (first, last) = scale.ends();
    let mut statuses: Vec<Status> = history.moves.iter().map(|step| step.to).collect();
    statuses.sort_unstable();
    statuses.dedup();
    // What is possible changes only where a move can begin, and behind where it must have been.
    let mut starts: Vec<Day> = history
        .moves
        .iter()
        .flat_map(|step| [step.when.earliest, step.when.latest.map(|day| day + 1)])
        .flatten()
        .filter(|day| (first..=last).contains(day))
        .chain([first])
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let mut segments: Vec<Segment> = Vec::new();
    for status in statuses {
        let mut own: Vec<Segment> = Vec::new();
        for (at, &from) in starts.iter().enumerate() {
            let until = starts.get(at + 1).map_or(last, |next| *next + -1);
            let certain = match history.timeline.at(status, DayRange::day(from)) {
                Certainty::Certain => true,
                Certainty::Possible => false,
                Certainty::Excluded => continue,
            };
            match own.last_mut() {
                Some(before) if before.until + 1 == from && before.certain == certain => before.until = until,
                _ => own.push(Segment { status, certain, from, until }),
            }
        }
        segments.extend(without_seams(own));
    }
    segments.sort_by_key(|segment| (segment.from, segment.status));
    segments
}

/// On the very day of a change both statuses are possible. A reader takes that day for the first
/// of the new one.
fn without_seams(segments: Vec<Segment>) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
    let mut seam: Option<Segment> = None;
    for segment in segments {
        let touches = |other: &Segment| other.until + 1 == segment.from;
        if !segment.certain && segment.from == segment.until {
            if out.last().is_some_and(|before| before.certain && touches(before)) {
                // The last day of the old status.
                continue;
            }
            seam = Some(segment);
            continue;
        }
        match seam.take() {
            Some(day) if touches(&day) && segment.certain => out.push(Segment { from: day.from, ..segment }),
            Some(day) => out.extend([day, segment]),
            None => out.push(segment),
        }
    }
    out.extend(seam);
    out
}

fn says(context: &Context<'_>, history: &History, segments: &[Segment], scale: TimeScale) -> String {
    if history.illegal.is_some() {
        return "no order of its transitions is possible".into();
    }
    if history.timeline.is_undecided() {
        return "too many transitions of unknown order to tell".into();
    }
    let (first, last) = scale.ends();
    // Statuses that are open in the same days are told together.
    let mut told: Vec<(&Segment, Vec<String>)> = Vec::new();
    for segment in segments {
        let status = context.show(context.analysis.statuses.name(segment.status));
        match told.last_mut() {
            Some((before, names)) if (before.from, before.until) == (segment.from, segment.until) => {
                names.push(status);
            }
            _ => told.push((segment, vec![status])),
        }
    }
    let told: Vec<String> = told
        .iter()
        .take(12)
        .map(|(segment, names)| {
            let open = |day: Day, end: Day| (day != end).then_some(day);
            let range = DayRange::new(open(segment.from, first), open(segment.until, last));
            let perhaps = if segment.certain { "" } else { "perhaps " };
            let status = format!("{perhaps}{}", crate::words::list_or(names));
            match (range.earliest, range.latest) {
                (Some(from), None) => format!("{status} since {}", DayRange::day(from).describe()),
                (None, None) => format!("{status} at every time"),
                _ => format!("{status} {}", range.describe()),
            }
        })
        .collect();
    if told.is_empty() { "no status that is known".into() } else { told.join("; ") }
}

/// Bars: sure ones at full height; where several statuses are open, each has its lane.
fn marks(segments: &[Segment], scale: TimeScale, palette: &Palette) -> Vec<Mark> {
    let span = |segment: &Segment| scale.span(DayRange::new(Some(segment.from), Some(segment.until)));
    segments
        .iter()
        .map(|segment| {
            let (from, to) = span(segment);
            let class = palette.class(segment.status);
            if segment.certain {
                return bar(from, to, 4, 12, format!("{class} sure"));
            }
            let rivals: Vec<&Segment> = segments
                .iter()
                .filter(|other| !other.certain && other.from <= segment.until && segment.from <= other.until)
                .collect();
            let lanes = u32::try_from(rivals.len()).unwrap_or(1).clamp(1, 4);
            let lane = rivals.iter().position(|other| *other == segment).unwrap_or(0);
            let lane = u32::try_from(lane).unwrap_or(0).min(lanes - 1);
            bar(from, to, 4 + lane * 12 / lanes, 12 / lanes, format!("{class} open"))
        })
        .collect()
}

/// A stated count, with what a picture needs of it.
struct Stated {
    status: Status,
    when: DayRange,
    number: Option<f64>,
    row: CountRow,
}

/// The claims that count holders of a status in an organisation.
fn stated(context: &Context<'_>, organisation: EntityId, of: &StatusesOf) -> Vec<Stated> {
    let (analysis, dataset) = (context.analysis, context.analysis.dataset);
    let mut found: Vec<(ClaimId, Status)> = Vec::new();
    for (id, property) in dataset.properties() {
        let Some(PropertyType::Quantity { counts_status: Some(status), .. }) = &property.ty else { continue };
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
            let count = of.count(status, when);
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
fn count_rows(
    context: &Context<'_>,
    of: &StatusesOf,
    scale: TimeScale,
    palette: &Palette,
    stated: &[Stated],
) -> Vec<Row> {
    let (first, last) = scale.ends();
    let mut starts: Vec<Day> = of
        .histories
        .values()
        .flat_map(|history| &history.moves)
        .flat_map(|step| [step.when.earliest, step.when.latest.map(|day| day + 1)])
        .flatten()
        .filter(|day| (first..=last).contains(day))
        .chain([first])
        .collect();
    starts.sort_unstable();
    starts.dedup();
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
        says: format!("{now} at the end, at most {}", range(highest, most.max(highest))),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(certain: bool, from: i64, until: i64) -> Segment {
        Segment { status: Status(1), certain, from: Day(from), until: Day(until) }
    }

    #[test]
    fn the_day_of_a_change_belongs_to_what_follows() {
        // It joined on day 5 and left on day 9.
        let told = without_seams(vec![segment(false, 5, 5), segment(true, 6, 8), segment(false, 9, 9)]);
        assert_eq!(told, [segment(true, 5, 8)]);
        // What stays open for a day is told.
        assert_eq!(without_seams(vec![segment(false, 5, 5)]), [segment(false, 5, 5)]);
        // What is open for longer stays open.
        let open = vec![segment(false, 1, 5), segment(true, 6, 8), segment(false, 9, 12)];
        assert_eq!(without_seams(open.clone()), open);
    }
}
