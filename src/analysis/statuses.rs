//! Who held which status when: the transitions of a dataset as timelines.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::chronology::Chronology;
use super::times::Times;
use crate::chronology::{Link, Network, Node, Origin};
use crate::dataset::{Cause, ClaimId, Dataset, EntityId, Gap, Rank, TransitionOptions, Value, When};
use crate::message::{Message, message};
use crate::status::{
    self, Certainty, Contradiction, Contradictions, Event, Move, NONE, Status, Stop, Timeline,
};
use crate::value::{Day, DayRange, Unit};

/// All timelines of a dataset.
#[derive(Debug, Default)]
pub struct Statuses {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, Status>,
    organisations: BTreeMap<EntityId, StatusesOf>,
    /// Whether any transitions may be missing, because a file could not be read.
    pub incomplete: bool,
    /// The entities that are named where those would stand.
    unread: HashSet<EntityId>,
    /// Transitions that could not be read.
    missing: Vec<MissingMove>,
}

/// A transition that could not be read, with what it could touch.
#[derive(Debug)]
pub struct MissingMove {
    /// Its place among the claims that were left out.
    gap: usize,
    /// In whom; `None` for anybody.
    pub organisation: Option<EntityId>,
    /// Of whom; `None` for anybody.
    pub entity: Option<EntityId>,
    /// Not before this day; `None` for any.
    since: Option<Day>,
    /// Whether it tells of a move, or only may: its property could not be read.
    pub is_surely_one: bool,
}

impl MissingMove {
    /// The claim that was left out.
    pub fn claim<'d>(&self, dataset: &'d Dataset) -> &'d Gap {
        &dataset.gaps.claims()[self.gap]
    }
}

/// Why a transition may be missing.
#[derive(Clone, Copy, Debug)]
pub enum Hiding<'a> {
    /// It may stand in a file that could not be read.
    File,
    /// A claim that was left out.
    Move(&'a MissingMove),
}

impl<'a> Hiding<'a> {
    /// The same as what is missing from a dataset.
    pub fn cause<'d>(self, dataset: &'d Dataset) -> Cause<'d> {
        match self {
            Self::File => Cause::File,
            Self::Move(missing) => Cause::Claim(missing.claim(dataset)),
        }
    }
}

/// The timelines within one organisation.
#[derive(Debug, Default)]
pub struct StatusesOf {
    /// By subject.
    pub histories: BTreeMap<EntityId, History>,
}

/// What happened to one subject within one organisation.
#[derive(Debug)]
pub struct History {
    /// The transition claims, in the order of their earliest days, then of their ids.
    pub claims: Vec<ClaimId>,
    /// What they tell of moves, in the same order.
    pub moves: Vec<Move>,
    /// What follows from them.
    pub timeline: Timeline,
    /// The moves that cannot be; none where some history is possible.
    pub contradictions: Vec<Contradiction>,
}

/// How many hold a status.
#[derive(Debug, Default)]
pub struct Count {
    /// Those who surely do.
    pub certain: Vec<EntityId>,
    /// Those who may.
    pub possible: Vec<EntityId>,
}

impl Statuses {
    pub(super) fn new(dataset: &Dataset, chronology: &Chronology, times: &Times) -> Self {
        let gaps = &dataset.gaps;
        let incomplete = gaps.unread.any()
            && dataset
                .properties()
                .any(|(id, property)| property.as_transition().is_some() && gaps.may_be_used_unread(id));
        let entities = (0..).map(EntityId).take(dataset.entities.len());
        let unread = entities.filter(|&entity| incomplete && gaps.may_be_unread(entity)).collect();
        let mut statuses = Self { incomplete, unread, ..Self::default() };
        statuses.number("none");
        statuses.missing = missing(dataset, times);
        for (id, property) in dataset.properties() {
            let Some(TransitionOptions { to, from, then }) = property.as_transition() else { continue };
            let to = statuses.number(&to.value);
            let then = then.as_ref().map_or(NONE, |then| statuses.number(&then.value));
            let from: Option<Vec<Status>> =
                from.as_ref().map(|from| from.iter().map(|status| statuses.number(&status.value)).collect());
            for (claim_id, claim) in dataset.claims_with(id) {
                let Value::Transition(organisation) = claim.value else { continue };
                let history = statuses
                    .organisations
                    .entry(organisation)
                    .or_default()
                    .histories
                    .entry(claim.subject)
                    .or_insert_with(|| History {
                        claims: Vec::new(),
                        moves: Vec::new(),
                        timeline: Timeline::undecided(),
                        contradictions: Vec::new(),
                    });
                history.claims.push(claim_id);
                history.moves.push(Move {
                    kind: id.0,
                    to,
                    from: from.clone(),
                    when: times.moment(&claim.time),
                    until: claim.time.until().map(|until| times.range(until.value)),
                    then,
                    preferred: claim.rank == Rank::Preferred,
                });
            }
        }
        let work = Cell::new(MOST_WORK);
        for organisation in statuses.organisations.values_mut() {
            for history in organisation.histories.values_mut() {
                history.sort(dataset);
                let found = history.contradicting(dataset, chronology, &work, &|_| false);
                history.timeline = match Timeline::new(&history.moves) {
                    Some(timeline) if found.is_empty() => timeline,
                    _ => Timeline::despite(&history.moves, &found),
                };
                history.contradictions = found;
            }
        }
        statuses
    }

    fn number(&mut self, name: &str) -> Status {
        if let Some(status) = self.numbers.get(name) {
            return *status;
        }
        let status = Status(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(name.into());
        self.numbers.insert(name.into(), status);
        status
    }

    /// The name of a status.
    pub fn name(&self, status: Status) -> &str {
        self.names.get(status.0 as usize).map_or("none", |name| name)
    }

    /// A status as a sentence tells it.
    pub fn describe(&self, status: Status) -> Message {
        if status == NONE { "without any status".into() } else { message!("`{}`", self.name(status)) }
    }

    /// The timelines within each organisation.
    pub fn organisations(&self) -> impl Iterator<Item = (EntityId, &StatusesOf)> {
        self.organisations.iter().map(|(id, of)| (*id, of))
    }

    /// The transitions that could not be read.
    pub fn missing(&self) -> &[MissingMove] {
        &self.missing
    }

    /// Whether a transition of an entity in an organisation could not be read.
    pub fn may_miss(&self, organisation: EntityId, entity: EntityId) -> bool {
        self.hiding(organisation, entity).is_some()
    }

    /// Why a transition of an entity in an organisation may be missing.
    pub fn hiding(&self, organisation: EntityId, entity: EntityId) -> Option<Hiding<'_>> {
        if self.unread.contains(&organisation) && self.unread.contains(&entity) {
            return Some(Hiding::File);
        }
        let of_both = |one: &&MissingMove| {
            one.organisation.is_none_or(|known| known == organisation)
                && one.entity.is_none_or(|known| known == entity)
        };
        self.missing.iter().find(of_both).map(Hiding::Move)
    }

    /// A transition that could not be read, and that could touch how many hold a status in an
    /// organisation on some day within a range.
    pub fn hiding_count(&self, organisation: EntityId, when: DayRange) -> Option<Hiding<'_>> {
        if self.unread.contains(&organisation) {
            return Some(Hiding::File);
        }
        let touching = |one: &&MissingMove| {
            let is_later = one.since.zip(when.latest).is_some_and(|(since, latest)| latest < since);
            one.organisation.is_none_or(|known| known == organisation) && !is_later
        };
        self.missing.iter().find(touching).map(Hiding::Move)
    }

    /// The histories within an organisation, where some claim ever leads to the status there.
    pub fn leading_to(&self, status: &str, organisation: EntityId) -> Option<(Status, &StatusesOf)> {
        let status = *self.numbers.get(status)?;
        let of = self.organisations.get(&organisation)?;
        let leads = of
            .histories
            .values()
            .any(|history| history.moves.iter().any(|step| step.leads().any(|to| to == status)));
        leads.then_some((status, of))
    }
}

/// The claims that were left out and are transitions, or may be.
fn missing(dataset: &Dataset, times: &Times) -> Vec<MissingMove> {
    let gaps = dataset.gaps.claims().iter().enumerate();
    gaps.filter_map(|(at, gap)| {
        let property = gap.property.map(|property| dataset.property(property));
        let is_surely_one = match property.map(|property| &property.ty) {
            Some(Some(_)) => property.is_some_and(|property| property.as_transition().is_some()),
            // Of a property that is not known, only one that states an entity may be one.
            None | Some(None) if gap.value.is_some() => false,
            None | Some(None) => return None,
        };
        let may_be_one = is_surely_one || gap.property.is_none_or(|id| dataset.property(id).ty.is_none());
        let since = gap.since.and_then(|when| times.range(when).earliest);
        let (organisation, entity) = (gap.value, gap.subject);
        may_be_one.then_some(MissingMove { gap: at, organisation, entity, since, is_surely_one })
    })
    .collect()
}

/// What may be spent on trying histories against the network in all, in moments and constraints
/// looked at; where that is used up, they are taken to fit.
const MOST_WORK: u64 = 20_000_000;

impl History {
    /// By day and id and not by place: what is told does not hang on where claims stand.
    fn sort(&mut self, dataset: &Dataset) {
        let mut both: Vec<(ClaimId, Move)> = self.claims.drain(..).zip(self.moves.drain(..)).collect();
        both.sort_by(|(one, a), (other, b)| {
            let key = |step: &Move| (step.when.earliest, step.when.latest.is_none(), step.when.latest);
            key(a).cmp(&key(b)).then_with(|| dataset.claim(*one).id.cmp(&dataset.claim(*other).id))
        });
        (self.claims, self.moves) = both.into_iter().unzip();
    }

    /// The moves that cannot be. Those that are `known` hide no others.
    pub fn contradictions_beside(
        &self,
        analysis: &super::Analysis<'_>,
        known: &dyn Fn(&[usize]) -> bool,
    ) -> Vec<Contradiction> {
        if self.contradictions.is_empty() {
            return Vec::new();
        }
        self.contradicting(analysis.dataset, analysis.chronology, &Cell::new(MOST_WORK), known)
    }

    fn contradicting(
        &self,
        dataset: &Dataset,
        chronology: &Chronology,
        work: &Cell<u64>,
        known: &dyn Fn(&[usize]) -> bool,
    ) -> Vec<Contradiction> {
        let contradictions = Contradictions::new(&self.moves);
        let nodes = self.nodes(dataset, chronology);
        if nodes.is_empty() {
            return contradictions.find(known);
        }
        let fits = |story: &[Stop]| {
            work.set(work.get().saturating_sub(chronology.network.size()));
            work.get() == 0 || self.fits(chronology, &nodes, story)
        };
        contradictions.where_days_hang_together(&fits).find(known)
    }

    /// The moments in the network on which moves and ends are, where those hang together: not every
    /// order that their ranges of days allow is one that days can be found for.
    fn nodes(&self, dataset: &Dataset, chronology: &Chronology) -> HashMap<Event, Node> {
        let mut nodes = HashMap::new();
        if !chronology.solution.contradictions.is_empty() {
            return nodes;
        }
        for (at, &id) in self.claims.iter().enumerate() {
            let time = &dataset.claim(id).time;
            for (event, when) in
                [(Event::Begin(at), time.at().or(time.from())), (Event::End(at), time.until())]
            {
                if let Some(When::Point(point)) = when.map(|when| when.value)
                    && let Some(node) = chronology.node(point)
                {
                    nodes.insert(event, node);
                }
            }
        }
        let of_each: HashMap<Node, DayRange> =
            nodes.iter().map(|(event, node)| (*node, self.days(*event))).collect();
        let mut ranges: Vec<DayRange> = of_each.into_values().collect();
        ranges.sort_by_key(|range| range.earliest);
        let tied = ranges.windows(2).any(|two| two[0].intersects(&two[1]));
        if tied { nodes } else { HashMap::new() }
    }

    fn days(&self, event: Event) -> DayRange {
        match event {
            Event::Begin(at) => self.moves[at].when,
            Event::End(at) => self.moves[at].end().unwrap_or(DayRange::ALL),
        }
    }

    /// Whether days can be found for what happens in a history.
    fn fits(&self, chronology: &Chronology, nodes: &HashMap<Event, Node>, story: &[Stop]) -> bool {
        let mut network: Network = chronology.network.clone();
        let link = |network: &mut Network, from, to, most| {
            let origin = Origin::Statement(0);
            network.link(Link { from, to, unit: Unit::Day, least: Some(0), most, origin, to_the_day: false });
        };
        let mut before: Option<Node> = None;
        for stop in story {
            let mut first: Option<Node> = None;
            for event in stop {
                let node = nodes.get(event).copied().unwrap_or_else(|| {
                    let node = network.node();
                    network.bound(node, self.days(*event), 0);
                    node
                });
                match first {
                    Some(first) => link(&mut network, first, node, Some(0)),
                    None => first = Some(node),
                }
            }
            if let (Some(before), Some(first)) = (before, first) {
                link(&mut network, before, first, None);
            }
            before = first.or(before);
        }
        network.is_satisfiable()
    }

    /// How sure a status is on some day within a range; right after the moves that are on that very
    /// day, where `same_day` knows of some.
    fn at(&self, status: Status, when: DayRange, same_day: &dyn Fn(ClaimId) -> bool) -> Certainty {
        let these: Vec<usize> = (0..self.claims.len()).filter(|&at| same_day(self.claims[at])).collect();
        let then = if these.is_empty() || !self.contradictions.is_empty() {
            None
        } else {
            status::after(&self.moves, &these, status)
        };
        then.unwrap_or_else(|| self.timeline.at(status, when))
    }
}

impl StatusesOf {
    /// Who holds a status on some day within a range.
    pub fn count(&self, status: Status, when: DayRange) -> Count {
        self.count_on(status, when, &|_| false)
    }

    /// The same at a time on whose very day some claims tell of moves: those have all been made.
    pub fn count_on(&self, status: Status, when: DayRange, same_day: &dyn Fn(ClaimId) -> bool) -> Count {
        let mut count = Count::default();
        for (&entity, history) in &self.histories {
            match history.at(status, when, same_day) {
                Certainty::Certain => {
                    count.certain.push(entity);
                    count.possible.push(entity);
                }
                Certainty::Possible => count.possible.push(entity),
                Certainty::Excluded => {}
            }
        }
        count
    }

    /// Whether an entity surely holds a status on no day within a range. One that no claim tells of
    /// holds none.
    pub fn is_excluded(
        &self,
        entity: EntityId,
        status: Status,
        when: DayRange,
        same_day: &dyn Fn(ClaimId) -> bool,
    ) -> bool {
        self.histories.get(&entity).is_none_or(|history| {
            history.contradictions.is_empty()
                && matches!(history.at(status, when, same_day), Certainty::Excluded)
        })
    }

    /// The days within a range on which who holds what may be new: enough to look at, one by one,
    /// to have looked at every day.
    pub fn turning_days(&self, first: Day, last: Day) -> Vec<Day> {
        let mut days = vec![first, last];
        for step in self.histories.values().flat_map(|history| &history.moves) {
            let ends = step.end().into_iter().flat_map(|end| [end.earliest, end.latest]);
            for day in [step.when.earliest, step.when.latest].into_iter().chain(ends).flatten() {
                days.extend([day + -1, day, day + 1]);
            }
        }
        days.retain(|day| (first..=last).contains(day));
        days.sort_unstable();
        days.dedup();
        days
    }
}
