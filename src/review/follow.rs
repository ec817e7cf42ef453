//! What follows from a change without being written in it: who held a status when, how many, and
//! when things can have been. Computed from both sides, because this is what a reviewer cannot see.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Sides;
use super::fields::{self, How};
use crate::analysis::{Analysis, StatusesOf};
use crate::dataset::{Claim, Dataset, DateValue, EntityId, PropertyType, TimePoint};
use crate::value::{Day, DayRange};
use crate::words;

/// What kind of thing moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How many held a status at the time of a claim that states a number.
    Count,
    /// How many held a status in a stretch of time.
    Stretch,
    /// When something can have been.
    Time,
}

impl Kind {
    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Stretch => "stretch",
            Self::Time => "time-point",
        }
    }
}

/// Something derived that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// What kind of thing.
    pub kind: Kind,
    /// The organisation's id, or the time point: `treaty.renewed`.
    pub of: String,
    /// What readers call the organisation; empty for a time point.
    organisation: String,
    /// The status that is counted.
    pub status: Option<String>,
    /// The claim that states the count.
    pub claim: Option<String>,
    /// When the count is taken.
    pub when: Option<String>,
    /// The days of a stretch.
    pub days: Option<DayRange>,
    /// Of a count: who came and who went, in words.
    pub who: String,
    /// Of a count: the same by name, whether surely or not: stretches that follow each other and
    /// are alike in this tell one story.
    story: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
    /// All of it in a sentence.
    pub text: String,
}

/// What could not be compared, and why.
pub type Skipped = String;

/// Steps of work (days times histories) after which counting day by day is given up.
const MOST_WORK: usize = 4_000_000;

/// Everything derived that moved.
pub(super) fn moved(sides: &Sides<'_>) -> (Vec<Moved>, Vec<Skipped>) {
    let (mut moved, mut skipped) = (Vec::new(), Vec::new());
    times(sides, &mut moved);
    if sides.base.statuses.incomplete || sides.head.statuses.incomplete {
        skipped.push(
            "who held which status was not compared: some of the claims that tell it cannot be read".into(),
        );
        return (moved, skipped);
    }
    stated_counts(sides, &mut moved);
    stretches(sides, &mut moved, &mut skipped);
    (moved, skipped)
}

/// The days on which each time point can be.
fn times(sides: &Sides<'_>, moved: &mut Vec<Moved>) {
    let (old, new) = (points(sides.base(), How::key_of_base(sides.names)), points(sides.head(), How::KEY));
    for (name, now) in &new {
        let Some(was) = old.get(name) else { continue };
        // Dates that contradict each other are a finding, and give no days to compare.
        let (Some(told_before), Some(told_now)) = (was.stated, now.stated) else { continue };
        let before = sides.base.times.point(was.point);
        let after = sides.head.times.point(now.point);
        // What the changed claims themselves say is told with them.
        if before == after || (before == told_before && after == told_now) {
            continue;
        }
        let subject = sides.head().entity(now.point.subject).name();
        let property = sides.head().property(now.point.property).name();
        let (was, is) = (before.describe(), after.describe());
        let text = match after.intersection(&before) {
            None => format!(
                "{property} of {subject} was {was} and is now {is}; it can no longer have been {}",
                on(&before)
            ),
            Some(both) if both == after => {
                format!("{property} of {subject} can only be {is} now, and could be {was}")
            }
            Some(both) if both == before => {
                format!("{property} of {subject} can be {is} now, and could only be {was}")
            }
            Some(_) => format!("{property} of {subject} was {was} and is now {is}"),
        };
        moved.push(Moved {
            kind: Kind::Time,
            of: name.clone(),
            organisation: String::new(),
            status: None,
            claim: None,
            when: None,
            days: None,
            who: String::new(),
            story: String::new(),
            before: was,
            after: is,
            text,
        });
    }
}

fn on(range: &DayRange) -> String {
    let preposition = if range.exact_day().is_some() { "on" } else { "in" };
    format!("{preposition} {}", range.describe())
}

struct Point {
    point: TimePoint,
    /// What claims that give a date say of it; none where they contradict each other.
    stated: Option<DayRange>,
}

/// The time points that claims tell, by name in the head.
fn points(dataset: &Dataset, how: How<'_>) -> BTreeMap<String, Point> {
    let mut points = BTreeMap::new();
    for (property, declared) in dataset.properties() {
        if !matches!(declared.ty, Some(PropertyType::Date { .. })) {
            continue;
        }
        for (_, claim) in dataset.claims_with(property) {
            let point = TimePoint { subject: claim.subject, property };
            let told = points
                .entry(fields::point_name(dataset, point, how))
                .or_insert(Point { point, stated: Some(DayRange::ALL) });
            if let Some(DateValue::Date(date)) = claim.value.as_date() {
                told.stated = told.stated.and_then(|known| known.intersection(&date.range()));
            }
        }
    }
    points
}

/// Who held a status, by id in the head.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Holders {
    certain: BTreeSet<String>,
    possible: BTreeSet<String>,
}

impl Holders {
    /// None where nothing ever leads to the status: then it cannot be counted.
    fn new(side: &View<'_>, status: &str, organisation: EntityId, when: DayRange) -> Option<Self> {
        let (number, of) = side.analysis.statuses.leading_to(status, organisation)?;
        let count = of.count(number, when);
        let names = |ids: Vec<EntityId>| ids.into_iter().map(|id| side.id(id)).collect();
        Some(Self { certain: names(count.certain), possible: names(count.possible) })
    }

    fn number(&self) -> String {
        match (self.certain.len(), self.possible.len()) {
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        }
    }
}

fn number(holders: Option<&Holders>) -> String {
    holders.map_or_else(|| "not known".into(), Holders::number)
}

/// A side with its ids in the head's names.
struct View<'a> {
    analysis: &'a Analysis<'a>,
    how: How<'a>,
    entities: HashMap<&'a str, EntityId>,
}

impl<'a> View<'a> {
    fn of_base(sides: &Sides<'a>) -> Self {
        let dataset = sides.base();
        let name = |id: &'a str| sides.names.entities.to_head(id);
        let entities =
            (0..).map(EntityId).zip(&dataset.entities).map(|(id, one)| (name(&one.id), id)).collect();
        Self { analysis: sides.base, how: How::key_of_base(sides.names), entities }
    }

    fn of_head(sides: &Sides<'a>) -> Self {
        let entities =
            (0..).map(EntityId).zip(&sides.head().entities).map(|(id, one)| (&*one.id, id)).collect();
        Self { analysis: sides.head, how: How::KEY, entities }
    }

    fn id(&self, id: EntityId) -> String {
        self.how.entity(&self.analysis.dataset.entity(id).id).to_owned()
    }

    fn name<'b>(&'b self, id: &'b str) -> &'b str {
        self.entities.get(id).map_or(id, |id| self.analysis.dataset.entity(*id).name())
    }
}

/// Who came and who went, in words; empty where nobody did.
fn who(before: Option<&Holders>, after: Option<&Holders>, name: &dyn Fn(&str) -> String) -> String {
    let empty = Holders { certain: BTreeSet::new(), possible: BTreeSet::new() };
    let (before, after) = (before.unwrap_or(&empty), after.unwrap_or(&empty));
    let names =
        |ids: Vec<&String>| words::short_list(&ids.into_iter().map(|id| name(id)).collect::<Vec<_>>(), 6);
    let mut parts = Vec::new();
    let mut tell = |ids: Vec<&String>, words: &str| {
        if !ids.is_empty() {
            parts.push(format!("{words} {}", names(ids)));
        }
    };
    let lost: Vec<&String> = before.possible.difference(&after.possible).collect();
    let came: Vec<&String> = after.possible.difference(&before.possible).collect();
    let (surely, perhaps): (Vec<_>, Vec<_>) = came.into_iter().partition(|id| after.certain.contains(*id));
    let both: Vec<&String> = after.possible.intersection(&before.possible).collect();
    let sure_now = both.iter().filter(|id| after.certain.contains(**id) && !before.certain.contains(**id));
    let unsure_now = both.iter().filter(|id| !after.certain.contains(**id) && before.certain.contains(**id));
    tell(surely, "with");
    tell(perhaps, "perhaps with");
    tell(sure_now.copied().collect(), "surely with");
    tell(lost, "without");
    tell(unsure_now.copied().collect(), "no longer surely with");
    parts.join(", ")
}

/// The counts at the times of claims that state one.
fn stated_counts(sides: &Sides<'_>, moved: &mut Vec<Moved>) {
    let (base, head) = (View::of_base(sides), View::of_head(sides));
    let (old, new) = (stating(sides.base()), stating(sides.head()));
    let names = &sides.names.claims;
    let ids: BTreeSet<&str> = new.keys().copied().chain(old.keys().map(|id| names.to_head(id))).collect();
    for id in ids {
        let (was, is) = (old.get(names.to_base(id)), new.get(id));
        let Some((shown, _)) = is.or(was) else { continue };
        let side = if is.is_some() { sides.head() } else { sides.base() };
        let Some(status) = counted(side, shown) else { continue };
        // A claim that is on one side only asks both sides about its own time.
        let when = |analysis: &Analysis<'_>, claim: Option<&(&Claim, String)>| match claim {
            Some((claim, _)) => match analysis.times.query(&claim.time) {
                Some(Ok(range)) => Some(range),
                // A stretch of time: its turning days are told by themselves.
                _ => None,
            },
            None => None,
        };
        let (then, now) = (when(sides.base, was), when(sides.head, is));
        let (Some(then), Some(now)) = (then.or(now), now.or(then)) else { continue };
        let organisation = if is.is_some() { head.id(shown.subject) } else { base.id(shown.subject) };
        let (Some(in_base), Some(in_head)) =
            (base.entities.get(organisation.as_str()), head.entities.get(organisation.as_str()))
        else {
            continue;
        };
        let before = Holders::new(&base, &status, *in_base, then);
        let after = Holders::new(&head, &status, *in_head, now);
        let who = who(before.as_ref(), after.as_ref(), &|id| head_or_base(&head, &base, id));
        if before == after || (who.is_empty() && number(before.as_ref()) == number(after.as_ref())) {
            continue;
        }
        let label = side.property(shown.property).name();
        let moment = if shown.time.is_always() { format!("as of {}", now.describe()) } else { on(&now) };
        let was_then = if then == now { String::new() } else { format!(" (before: {})", on(&then)) };
        let (was, is) = (number(before.as_ref()), number(after.as_ref()));
        let text = format!(
            "{label} of {} {moment}{was_then} was {was} and is now {is}{}; claim `{id}` says {}",
            head.name(&organisation),
            if who.is_empty() { String::new() } else { format!(", {who}") },
            shown.value.as_quantity().map(crate::value::Quantity::describe).unwrap_or_default(),
        );
        moved.push(Moved {
            kind: Kind::Count,
            organisation: head.name(&organisation).to_owned(),
            of: organisation.clone(),
            status: Some(status),
            claim: Some(id.to_owned()),
            when: Some(now.describe()),
            days: None,
            who,
            story: String::new(),
            before: was,
            after: is,
            text,
        });
    }
}

fn head_or_base(head: &View<'_>, base: &View<'_>, id: &str) -> String {
    if head.entities.contains_key(id) { head.name(id).to_owned() } else { base.name(id).to_owned() }
}

/// The claims that state how many hold a status, by id.
fn stating(dataset: &Dataset) -> BTreeMap<&str, (&Claim, String)> {
    let mut claims = BTreeMap::new();
    for (property, declared) in dataset.properties() {
        if let Some(PropertyType::Quantity { counts_status: Some(status), .. }) = &declared.ty {
            for (_, claim) in dataset.claims_with(property) {
                claims.insert(&*claim.id, (claim, status.value.to_string()));
            }
        }
    }
    claims
}

fn counted(dataset: &Dataset, claim: &Claim) -> Option<String> {
    match &dataset.property(claim.property).ty {
        Some(PropertyType::Quantity { counts_status: Some(status), .. }) => Some(status.value.to_string()),
        _ => None,
    }
}

/// The counts of every status in every organisation, day by day.
fn stretches(sides: &Sides<'_>, moved: &mut Vec<Moved>, skipped: &mut Vec<Skipped>) {
    let (base, head) = (View::of_base(sides), View::of_head(sides));
    let (old, new) = (by_name(&base), by_name(&head));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for organisation in names {
        let (Some(in_base), Some(in_head)) =
            (base.entities.get(organisation.as_str()), head.entities.get(organisation.as_str()))
        else {
            continue;
        };
        let (was, is) = (old.get(organisation).copied(), new.get(organisation).copied());
        if same(&base, was, &head, is) {
            continue;
        }
        let statuses: BTreeSet<String> =
            statuses(&base, was).into_iter().chain(statuses(&head, is)).collect();
        let days = days(was, is);
        let histories = was.map_or(0, |of| of.histories.len()) + is.map_or(0, |of| of.histories.len());
        if days.len().saturating_mul(histories).saturating_mul(statuses.len()) > MOST_WORK {
            skipped.push(format!(
                "who held which status in {} was not compared day by day: there are too many changes of status",
                head.name(organisation)
            ));
            continue;
        }
        for status in &statuses {
            stretches_of(&base, &head, organisation, (*in_base, *in_head), status, &days, moved);
        }
    }
}

fn by_name<'a>(view: &View<'a>) -> BTreeMap<String, &'a StatusesOf> {
    view.analysis.statuses.organisations().map(|(id, of)| (view.id(id), of)).collect()
}

/// Whether two sides tell the same histories.
fn same(base: &View<'_>, was: Option<&StatusesOf>, head: &View<'_>, is: Option<&StatusesOf>) -> bool {
    type Told = (String, Option<Vec<String>>, DayRange);
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
                        (name(step.to), from, step.when)
                    })
                    .collect();
                moves.sort_by(|a, b| {
                    (a.2.earliest, a.2.latest, &a.0, &a.1).cmp(&(b.2.earliest, b.2.latest, &b.0, &b.1))
                });
                (view.id(*id), moves)
            })
            .collect()
    };
    told(base, was) == told(head, is)
}

fn statuses(view: &View<'_>, of: Option<&StatusesOf>) -> HashSet<String> {
    let moves = of.into_iter().flat_map(|of| of.histories.values()).flat_map(|history| &history.moves);
    moves.map(|step| view.analysis.statuses.name(step.to).to_owned()).collect()
}

/// The days on which a count may be new on either side.
fn days(was: Option<&StatusesOf>, is: Option<&StatusesOf>) -> Vec<Day> {
    let sides = || was.into_iter().chain(is);
    let bounds = sides()
        .flat_map(|of| of.histories.values())
        .flat_map(|history| &history.moves)
        .flat_map(|step| [step.when.earliest, step.when.latest])
        .flatten();
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
        let text = say_stretch(status, head.name(organisation), &when, &who, &format!("was {was}, is {is}"));
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

fn say_stretch(status: &str, organisation: &str, when: &str, who: &str, counts: &str) -> String {
    let who = if who.is_empty() { String::new() } else { format!("{who}; ") };
    format!("`{status}` in {organisation} {when}: {who}{counts}")
}

/// What changed between two counts, without telling the sure from the possible: `-belarus`.
fn story(before: Option<&Holders>, after: Option<&Holders>) -> String {
    let side = |holders: Option<&Holders>| {
        let weight = |holders: &Holders, id: &String| usize::from(holders.certain.contains(id)) + 1;
        let all = holders
            .into_iter()
            .flat_map(|known| known.possible.iter().map(move |id| (id.clone(), weight(known, id))));
        all.collect::<BTreeMap<String, usize>>()
    };
    let (old, new) = (side(before), side(after));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let sign = |id: &&String| match old.get(*id).cmp(&new.get(*id)) {
        std::cmp::Ordering::Less => Some(format!("+{id}")),
        std::cmp::Ordering::Greater => Some(format!("-{id}")),
        std::cmp::Ordering::Equal => None,
    };
    ids.iter().filter_map(sign).collect::<Vec<_>>().join(" ")
}

/// Stretches that follow each other and tell one story, as one sentence each: somebody who never
/// joined is missing from then on, whoever else came and went meanwhile.
pub fn merged(moved: &[Moved]) -> Vec<String> {
    let mut runs: Vec<Vec<&Moved>> = Vec::new();
    for stretch in moved.iter().filter(|moved| moved.kind == Kind::Stretch) {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| continues(last, stretch)) => run.push(stretch),
            _ => runs.push(vec![stretch]),
        }
    }
    runs.into_iter().filter_map(|run| say_run(&run)).collect()
}

fn say_run(run: &[&Moved]) -> Option<String> {
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
    let counts = format!("{mostly}was {}, is {}", main.before, main.after);
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
            let whole = range.describe();
            if whole.contains(" to ") {
                format!("from {} to {}", DayRange::day(from).describe(), DayRange::day(to).describe())
            } else {
                format!("in {whole}")
            }
        }
        (None, None) => "at any time".into(),
    }
}
