//! Who held which status when: the transitions of a dataset as timelines.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use super::chronology::Chronology;
use super::times::Times;
use crate::chronology::{Link, Network, Node, Origin};
use crate::dataset::{ClaimId, Dataset, EntityId, TransitionOptions, Value, When};
use crate::status::{Certainty, Illegal, Move, NONE, Status, Timeline};
use crate::value::{Day, DayRange, Unit};

/// All timelines of a dataset.
#[derive(Debug, Default)]
pub struct Statuses {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, Status>,
    organisations: BTreeMap<EntityId, StatusesOf>,
    /// Whether transitions may be missing because something could not be read.
    pub incomplete: bool,
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
    /// The transition claims, in the order of files and lines.
    pub claims: Vec<ClaimId>,
    /// The moves that they tell, in the same order.
    pub moves: Vec<Move>,
    /// What follows from them; where no order is legal, everything is possible.
    pub timeline: Timeline,
    /// Why no order is legal.
    pub illegal: Option<Illegal>,
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
        let mut statuses = Self { incomplete: false, ..Self::default() };
        statuses.number("none");
        for (id, property) in dataset.properties() {
            let Some(TransitionOptions { to, from }) = property.as_transition() else {
                statuses.incomplete |= property.ty.is_none();
                continue;
            };
            statuses.incomplete |= dataset.gaps.may_hide_property(id);
            let to = statuses.number(&to.value);
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
                        illegal: None,
                    });
                history.claims.push(claim_id);
                history.moves.push(Move { to, from: from.clone(), when: times.moment(&claim.time) });
            }
        }
        let work = Cell::new(MOST_WORK);
        for organisation in statuses.organisations.values_mut() {
            for history in organisation.histories.values_mut() {
                let tied = || no_order_in_time(dataset, chronology, history, &work);
                match Timeline::new(&history.moves).and_then(|timeline| tied().map_or(Ok(timeline), Err)) {
                    Ok(timeline) => history.timeline = timeline,
                    Err(illegal) => history.illegal = Some(illegal),
                }
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
    pub fn describe(&self, status: Status) -> String {
        if status == NONE { "without any status".into() } else { format!("`{}`", self.name(status)) }
    }

    /// The timelines within each organisation.
    pub fn organisations(&self) -> impl Iterator<Item = (EntityId, &StatusesOf)> {
        self.organisations.iter().map(|(id, of)| (*id, of))
    }

    /// The histories within an organisation, where some claim ever leads to the status there.
    pub fn leading_to(&self, status: &str, organisation: EntityId) -> Option<(Status, &StatusesOf)> {
        let status = *self.numbers.get(status)?;
        let of = self.organisations.get(&organisation)?;
        let leads = of.histories.values().any(|history| history.moves.iter().any(|step| step.to == status));
        leads.then_some((status, of))
    }
}

/// Legal orders that are tried against the network; where there are more, one is taken to fit.
const MOST_ORDERS: usize = 200;

/// What may be spent on such trials in all, in moments and constraints looked at; where that is used
/// up, orders are taken to fit.
const MOST_WORK: u64 = 20_000_000;

/// Where moves are at time points that hang together, not every order that their ranges of days
/// allow is one that days can be found for. Where no legal order is, the order of the earliest
/// days, which surely is one, shows it.
fn no_order_in_time(
    dataset: &Dataset,
    chronology: &Chronology,
    history: &History,
    work: &Cell<u64>,
) -> Option<Illegal> {
    let nodes: Vec<Option<Node>> = history
        .claims
        .iter()
        .map(|&id| {
            let time = &dataset.claim(id).time;
            let When::Point(point) = time.at().or(time.from())?.value else { return None };
            chronology.node(point)
        })
        .collect();
    let moves = &history.moves;
    let tied = (0..moves.len()).any(|one| {
        nodes[one].is_some()
            && (0..one).any(|other| nodes[other].is_some() && moves[one].when.intersects(&moves[other].when))
    });
    if !tied || !chronology.solution.contradictions.is_empty() {
        return None;
    }
    let possible = |order: &[usize]| {
        work.set(work.get().saturating_sub(chronology.network.size()));
        if work.get() == 0 {
            return true;
        }
        let mut network: Network = chronology.network.clone();
        let places: Vec<Node> = nodes
            .iter()
            .zip(moves)
            .map(|(node, step)| {
                node.unwrap_or_else(|| {
                    let node = network.node();
                    network.bound(node, step.when, 0);
                    node
                })
            })
            .collect();
        for pair in order.windows(2) {
            let (from, to) = (places[pair[0]], places[pair[1]]);
            let origin = Origin::Statement(0);
            network.link(Link { from, to, unit: Unit::Day, least: Some(0), most: None, origin });
        }
        network.is_satisfiable()
    };
    if Timeline::legal_orders(moves, MOST_ORDERS)?.iter().any(|order| possible(order)) {
        return None;
    }
    let mut order: Vec<usize> = (0..moves.len()).collect();
    order.sort_by_key(|&at| (moves[at].when.earliest, at));
    Illegal::in_order(moves, &order)
}

impl StatusesOf {
    /// Who holds a status on some day within a range.
    pub fn count(&self, status: Status, when: DayRange) -> Count {
        let mut count = Count::default();
        for (&entity, history) in &self.histories {
            match history.timeline.at(status, when) {
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

    /// The days within a range on which who holds what may be new: enough to look at, one by one,
    /// to have looked at every day.
    pub fn turning_days(&self, first: Day, last: Day) -> Vec<Day> {
        let mut days = vec![first, last];
        for step in self.histories.values().flat_map(|history| &history.moves) {
            for day in [step.when.earliest, step.when.latest].into_iter().flatten() {
                days.extend([day + -1, day, day + 1]);
            }
        }
        days.retain(|day| (first..=last).contains(day));
        days.sort_unstable();
        days.dedup();
        days
    }
}
