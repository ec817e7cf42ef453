//! Membership through time: who held which status in an organisation when, and how many did.

use std::collections::BTreeMap;

use super::picture::{Mark, Picture, Row, bar};
use super::scale::TimeScale;
use super::{Context, counts};
use crate::analysis::{History, StatusesOf};
use crate::dataset::EntityId;
use crate::message::{Message, message, ours};
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
    pub(in crate::report) counts: Vec<counts::CountRow>,
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
    let moves = of.histories.values().flat_map(|history| &history.moves);
    let moves = moves.flat_map(|step| std::iter::once(step.when).chain(step.end()));
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
    let stated = counts::stated(context, organisation, of);
    rows.extend(counts::rows(context, of, scale, &palette, &stated));
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
pub(super) struct Palette {
    pub(super) classes: BTreeMap<Status, String>,
}

impl Palette {
    fn new(of: &StatusesOf) -> Self {
        let mut classes = BTreeMap::new();
        for step in of.histories.values().flat_map(|history| &history.moves) {
            for status in step.leads() {
                classes.entry(status).or_insert_with(String::new);
            }
        }
        for (at, class) in classes.values_mut().enumerate() {
            *class = format!("s{}", at % 6);
        }
        Self { classes }
    }

    pub(super) fn class(&self, status: Status) -> &str {
        self.classes.get(&status).map_or("s0", |class| class)
    }
}

/// The days on which who holds what may be new: only where a move can begin, and behind where it
/// must have been.
pub(super) fn starts<'a>(histories: impl IntoIterator<Item = &'a History>, scale: TimeScale) -> Vec<Day> {
    let (first, last) = scale.ends();
    let mut starts: Vec<Day> = histories
        .into_iter()
        .flat_map(|history| &history.moves)
        .flat_map(|step| step.turns().collect::<Vec<_>>())
        .filter(|day| (first..=last).contains(day))
        .chain([first])
        .collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The stretches of a history within a scale, by status and day.
fn segments(history: &History, scale: TimeScale) -> Vec<Segment> {
    let (_, last) = scale.ends();
    let mut statuses: Vec<Status> = history.moves.iter().flat_map(|step| step.leads()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    let starts = starts([history], scale);
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

fn says(context: &Context<'_>, history: &History, segments: &[Segment], scale: TimeScale) -> Message {
    if history.timeline.is_undecided() && !history.contradictions.is_empty() {
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
    let told: Vec<Message> = told
        .iter()
        .take(12)
        .map(|(segment, names)| {
            let open = |day: Day, end: Day| (day != end).then_some(day);
            let range = DayRange::new(open(segment.from, first), open(segment.until, last));
            let perhaps = if segment.certain { "" } else { "perhaps " };
            let status = message!("{}{}", ours(perhaps), crate::words::list_or(names));
            match (range.earliest, range.latest) {
                (Some(from), None) => message!("{} since {}", status, DayRange::day(from).describe()),
                (None, None) => message!("{} at every time", status),
                _ => message!("{} {}", status, range.describe()),
            }
        })
        .collect();
    if told.is_empty() { "no status that is known".into() } else { Message::join(&told, "; ") }
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
