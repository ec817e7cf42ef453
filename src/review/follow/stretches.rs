//! The counts of every status in every organisation, day by day.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::holders::{Holders, View, head_or_base, number, story, who};
use super::{Kind, Moved, Skipped};
use crate::analysis::StatusesOf;
use crate::dataset::EntityId;
use crate::message::{Message, message};
use crate::value::{Day, DayRange};

/// Steps of work (days times histories) after which counting day by day is given up.
const MOST_WORK: usize = 4_000_000;

/// The counts of every status in every organisation, day by day.
pub(super) fn moved(
    (base, head): (&View<'_>, &View<'_>),
    hidden: &BTreeSet<String>,
    moved: &mut Vec<Moved>,
    skipped: &mut Vec<Skipped>,
) {
    let (old, new) = (by_name(base), by_name(head));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for organisation in names.into_iter().filter(|name| !hidden.contains(*name)) {
        let (Some(in_base), Some(in_head)) =
            (base.entities.get(organisation.as_str()), head.entities.get(organisation.as_str()))
        else {
            continue;
        };
        let (was, is) = (old.get(organisation).copied(), new.get(organisation).copied());
        if same(base, was, head, is) {
            continue;
        }
        let statuses: BTreeSet<String> = statuses(base, was).into_iter().chain(statuses(head, is)).collect();
        let days = days(was, is);
        let histories = was.map_or(0, |of| of.histories.len()) + is.map_or(0, |of| of.histories.len());
        if days.len().saturating_mul(histories).saturating_mul(statuses.len()) > MOST_WORK {
            skipped.push(message!("who held which status in {} was not compared day by day: there are too many changes of status", head.name(organisation)));
            continue;
        }
        for status in &statuses {
            stretches_of(base, head, organisation, (*in_base, *in_head), status, &days, moved);
        }
    }
}

fn by_name<'a>(view: &View<'a>) -> BTreeMap<String, &'a StatusesOf> {
    view.analysis.statuses.organisations().map(|(id, of)| (view.id(id), of)).collect()
}

/// Whether two sides tell the same histories.
fn same(base: &View<'_>, was: Option<&StatusesOf>, head: &View<'_>, is: Option<&StatusesOf>) -> bool {
    type Told = (String, Option<Vec<String>>, DayRange, Option<(DayRange, String)>, bool);
    let told = |view: &View<'_>, of: Option<&StatusesOf>| -> BTreeMap<String, Vec<Told>> {
        let name = |status| view.analysis.statuses.name(status).to_owned();
        let histories = of.into_iter().flat_map(|of| &of.histories);
        histories
            .map(|(id, history)| {
                let mut moves: Vec<Told> = history
                    .moves
                    .iter()
                    .map(|step| {
                        let from = step.from.as_ref().map(|from| from.iter().map(|one| name(*one)).collect());
                        let term = step.end().map(|end| (end, name(step.then)));
                        (name(step.to), from, step.when, term, step.preferred)
                    })
                    .collect();
                let key = |told: &Told| {
                    let term = told.3.as_ref().map(|(end, then)| (end.earliest, end.latest, then.clone()));
                    (told.2.earliest, told.2.latest, told.0.clone(), told.1.clone(), term, told.4)
                };
                moves.sort_by_key(key);
                (view.id(*id), moves)
            })
            .collect()
    };
    told(base, was) == told(head, is)
}

fn statuses(view: &View<'_>, of: Option<&StatusesOf>) -> HashSet<String> {
    let moves = of.into_iter().flat_map(|of| of.histories.values()).flat_map(|history| &history.moves);
    moves.flat_map(|step| step.leads()).map(|to| view.analysis.statuses.name(to).to_owned()).collect()
}

/// The days on which a count may be new on either side.
fn days(was: Option<&StatusesOf>, is: Option<&StatusesOf>) -> Vec<Day> {
    let sides = || was.into_iter().chain(is);
    let bounds = sides()
        .flat_map(|of| of.histories.values())
        .flat_map(|history| &history.moves)
        .flat_map(|step| step.turns().collect::<Vec<_>>());
    let (Some(first), Some(last)) = (bounds.clone().min(), bounds.max()) else { return Vec::new() };
    let mut days: Vec<Day> = sides().flat_map(|of| of.turning_days(first + -1, last + 1)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The stretches of days in which a count is not what it was.
fn stretches_of(
    base: &View<'_>,
    head: &View<'_>,
    organisation: &str,
    (in_base, in_head): (EntityId, EntityId),
    status: &str,
    days: &[Day],
    moved: &mut Vec<Moved>,
) {
    type Both = (Option<Holders>, Option<Holders>);
    let mut groups: Vec<(Day, Day, Both)> = Vec::new();
    for &day in days {
        let when = DayRange::day(day);
        let both = (Holders::new(base, status, in_base, when), Holders::new(head, status, in_head, when));
        match groups.last_mut() {
            Some((_, last, known)) if *known == both => *last = day,
            _ => groups.push((day, day, both)),
        }
    }
    let (first, last) = (days.first().copied(), days.last().copied());
    for (from, to, (before, after)) in groups {
        if before == after {
            continue;
        }
        // Before the first day nothing has happened, and after the last nothing more will.
        let range = DayRange::new(
            Some(from).filter(|day| Some(*day) != first),
            Some(to).filter(|day| Some(*day) != last),
        );
        let who = who(before.as_ref(), after.as_ref(), &|id| head_or_base(head, base, id));
        let (was, is) = (number(before.as_ref()), number(after.as_ref()));
        if who.is_empty() && was == is {
            continue;
        }
        let when = span(&range);
        let text =
            say_stretch(status, head.name(organisation), &when, &who, &message!("was {}, is {}", was, is));
        moved.push(Moved {
            kind: Kind::Stretch,
            organisation: head.name(organisation).to_owned(),
            of: organisation.to_owned(),
            status: Some(status.to_owned()),
            claim: None,
            when: Some(when),
            days: Some(range),
            who,
            story: story(before.as_ref(), after.as_ref()),
            before: was,
            after: is,
            text,
        });
    }
}

fn say_stretch(status: &str, organisation: &str, when: &str, who: &Message, counts: &Message) -> Message {
    let who = (!who.is_empty()).then(|| message!("{}; ", who));
    message!("`{}` in {} {}: {}{}", status, organisation, when, who, counts)
}

/// Stretches that follow each other and tell one story, as one sentence each: somebody who never
/// joined is missing from then on, whoever else came and went meanwhile.
pub fn merged(moved: &[Moved]) -> Vec<Message> {
    let mut runs: Vec<Vec<&Moved>> = Vec::new();
    for stretch in moved.iter().filter(|moved| moved.kind == Kind::Stretch) {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| continues(last, stretch)) => run.push(stretch),
            _ => runs.push(vec![stretch]),
        }
    }
    runs.into_iter().filter_map(|run| say_run(&run)).collect()
}

fn say_run(run: &[&Moved]) -> Option<Message> {
    let (first, last) = (run.first()?, run.last()?);
    if run.len() == 1 {
        return Some(first.text.clone());
    }
    // The longest stretch speaks for all.
    let length = |moved: &Moved| match moved.days {
        Some(DayRange { earliest: Some(from), latest: Some(to) }) => Some(to.0 - from.0),
        _ => None,
    };
    let main = run.iter().copied().max_by_key(|moved| (length(moved).is_none(), length(moved)))?;
    let days = |moved: &Moved| moved.days.unwrap_or(DayRange::ALL);
    let when = span(&DayRange::new(days(first).earliest, days(last).latest));
    let all_alike = run.iter().all(|moved| moved.before == main.before && moved.after == main.after);
    let mostly = if all_alike { "" } else { "mostly " };
    let counts = message!("{}was {}, is {}", mostly, main.before, main.after);
    Some(say_stretch(main.status.as_deref()?, &main.organisation, &when, &main.who, &counts))
}

fn continues(one: &Moved, next: &Moved) -> bool {
    let end = one.days.and_then(|days| days.latest);
    let start = next.days.and_then(|days| days.earliest);
    one.of == next.of
        && one.status == next.status
        && one.story == next.story
        && end.is_some_and(|end| start == Some(end + 1))
}

/// A stretch of days in words.
fn span(range: &DayRange) -> String {
    match (range.earliest, range.latest) {
        (Some(from), None) => format!("from {} on", DayRange::day(from).describe()),
        (None, Some(to)) => format!("up to {}", DayRange::day(to).describe()),
        (Some(_), Some(_)) if range.exact_day().is_some() => format!("on {}", range.describe()),
        (Some(from), Some(to)) => {
            if range.ends().is_some() {
                format!("from {} to {}", DayRange::day(from).describe(), DayRange::day(to).describe())
            } else {
                format!("in {}", range.describe())
            }
        }
        (None, None) => "at any time".into(),
    }
}
