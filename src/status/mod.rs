//! Statuses over time: from moves with imprecise dates to what is certain, possible or excluded.
//!
//! Pure: it knows neither claims nor entities, only moves of one thing within one organisation,
//! each with the status that it leads to, those that it may start from, and the days on which it
//! can have been. Every order of the moves that the days allow and that is legal (each move starts
//! from a status that it may start from) is a possible history. A status is *possible* at a time
//! when some history has it then, *certain* when every history has, *excluded* when none has.
//!
//! An order of moves is allowed when none comes after another that is surely later; then days can
//! be chosen for all of them in that order (each takes the latest earliest day so far). So
//! histories are walks over sets of done moves, and what a query needs of each set is only its
//! status and the days between which it can be the state of things. The walk is done once.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::value::{Day, DayRange};

/// A status: a number that the caller gives to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status(pub u32);

/// Never having had a status.
pub const NONE: Status = Status(0);

/// A change of status.
#[derive(Clone, Debug)]
pub struct Move {
    /// The status that it leads to.
    pub to: Status,
    /// The statuses that it may start from; `None` for any but the one that it leads to.
    pub from: Option<Vec<Status>>,
    /// The days on which it can have been.
    pub when: DayRange,
}

impl Move {
    fn may_start_from(&self, status: Status) -> bool {
        match &self.from {
            Some(from) => from.contains(&status),
            None => status != self.to,
        }
    }
}

/// All histories of one thing in one organisation, as far as queries need them.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    slots: Vec<Slot>,
    undecided: bool,
}

/// A state that some history passes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    status: Status,
    /// It can be the state from this day on; `None` from the beginning.
    from: Option<Day>,
    /// To this day; `None` to the end.
    until: Option<Day>,
}

/// No order of the moves is legal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Illegal {
    /// The order of the days as far as it is legal, and last the move that is not.
    pub tried: Vec<usize>,
    /// The status that the last move would have to start from.
    pub status: Status,
}

/// How sure a status is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Every history has it.
    Certain,
    /// Some have it.
    Possible,
    /// None has it.
    Excluded,
}

/// Sets of done moves that are looked at before the question is given up. Real histories need as
/// many as they have moves; only many moves of unknown order need more.
const MOST_STATES: usize = 20_000;

/// A set of done moves, in the order of their earliest days: all before `done`, and those whose
/// bit is set in `ahead`, counted from `done`. Bit 0 is never set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Done {
    done: usize,
    ahead: u64,
}

impl Done {
    fn has(self, at: usize) -> bool {
        at < self.done || (at - self.done < 64 && self.ahead >> (at - self.done) & 1 == 1)
    }

    /// `None` where the move lies too far ahead to be remembered.
    fn with(self, at: usize) -> Option<Self> {
        let mut next = self;
        if at - self.done >= 64 {
            return None;
        }
        next.ahead |= 1 << (at - self.done);
        while next.ahead & 1 == 1 {
            next.ahead >>= 1;
            next.done += 1;
        }
        Some(next)
    }
}

/// Moves in the order of their earliest days.
struct Sorting<'a> {
    order: Vec<usize>,
    sorted: Vec<&'a Move>,
    /// The earliest day by which all moves from here on can be over.
    ends: Vec<Option<Day>>,
}

impl<'a> Sorting<'a> {
    fn new(moves: &'a [Move]) -> Self {
        let mut order: Vec<usize> = (0..moves.len()).collect();
        order.sort_by_key(|&at| {
            (moves[at].when.earliest, moves[at].when.latest.is_none(), moves[at].when.latest, at)
        });
        let sorted: Vec<&Move> = order.iter().map(|&at| &moves[at]).collect();
        let mut ends: Vec<Option<Day>> = vec![None; sorted.len() + 1];
        for at in (0..sorted.len()).rev() {
            ends[at] = least(sorted[at].when.latest, ends[at + 1]);
        }
        Self { order, sorted, ends }
    }
}

impl Illegal {
    /// Why an order of moves is not legal; none where it is.
    pub fn in_order(moves: &[Move], order: &[usize]) -> Option<Self> {
        let mut status = NONE;
        for (at, &next) in order.iter().enumerate() {
            if !moves[next].may_start_from(status) {
                return Some(Self { tried: order[..=at].to_vec(), status });
            }
            status = moves[next].to;
        }
        None
    }
}

impl Timeline {
    /// All histories that some moves allow.
    ///
    /// # Errors
    ///
    /// Where no order that the days allow is legal.
    pub fn new(moves: &[Move]) -> Result<Self, Illegal> {
        let Sorting { order, sorted, ends } = Sorting::new(moves);
        let start = (Done { done: 0, ahead: 0 }, NONE);
        let mut seen: HashMap<(Done, Status), usize> = HashMap::from([(start, 0)]);
        let mut states = vec![start];
        let mut before: Vec<Vec<usize>> = vec![Vec::new()];
        let mut at = 0;
        while at < states.len() {
            let (done, status) = states[at];
            for next in choices(&sorted, &ends, done) {
                if !sorted[next].may_start_from(status) {
                    continue;
                }
                let Some(with) = done.with(next) else { return Ok(Self::undecided()) };
                let state = (with, sorted[next].to);
                let place = *seen.entry(state).or_insert_with(|| {
                    states.push(state);
                    before.push(Vec::new());
                    states.len() - 1
                });
                before[place].push(at);
            }
            at += 1;
            if states.len() > MOST_STATES {
                return Ok(Self::undecided());
            }
        }
        let mut reaches_end = vec![false; states.len()];
        let mut open: Vec<usize> =
            (0..states.len()).filter(|&at| states[at].0.done == sorted.len()).collect();
        if open.is_empty() {
            return Err(illegal(&sorted, &order, &ends));
        }
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut reaches_end[at], true) {
                open.extend(&before[at]);
            }
        }
        let slots: BTreeSet<Slot> = (0..states.len())
            .filter(|&at| reaches_end[at])
            .map(|at| slot(&sorted, &ends, states[at].0, states[at].1))
            .collect();
        Ok(Self { slots: slots.into_iter().collect(), undecided: false })
    }

    /// All legal orders of some moves that their days allow; `None` where there are more than
    /// `most`, or the moves are too many to look at.
    pub fn legal_orders(moves: &[Move], most: usize) -> Option<Vec<Vec<usize>>> {
        let sorting = Sorting::new(moves);
        let mut orders = Vec::new();
        let mut open: Vec<(Done, Status, Vec<usize>)> = vec![(Done { done: 0, ahead: 0 }, NONE, Vec::new())];
        for _ in 0..MOST_STATES {
            let Some((done, status, order)) = open.pop() else { return Some(orders) };
            if order.len() == moves.len() {
                if orders.len() == most {
                    return None;
                }
                orders.push(order);
                continue;
            }
            for next in choices(&sorting.sorted, &sorting.ends, done) {
                if sorting.sorted[next].may_start_from(status) {
                    let mut order = order.clone();
                    order.push(sorting.order[next]);
                    open.push((done.with(next)?, sorting.sorted[next].to, order));
                }
            }
        }
        None
    }

    /// Too many moves of unknown order to look at all histories: any status is possible.
    pub fn undecided() -> Self {
        Self { slots: Vec::new(), undecided: true }
    }

    /// Whether the histories were too many to look at.
    pub fn is_undecided(&self) -> bool {
        self.undecided
    }

    /// How sure a status is on some day within a range.
    pub fn at(&self, status: Status, when: DayRange) -> Certainty {
        if self.undecided {
            return Certainty::Possible;
        }
        let (mut with, mut without) = (false, false);
        for slot in &self.slots {
            if DayRange::new(slot.from, slot.until).intersects(&when) {
                if slot.status == status { with = true } else { without = true }
            }
        }
        match (with, without) {
            (true, false) => Certainty::Certain,
            (true, true) => Certainty::Possible,
            (false, _) => Certainty::Excluded,
        }
    }

    /// The statuses that are possible on some day within a range.
    pub fn possible(&self, when: DayRange) -> BTreeSet<Status> {
        self.slots
            .iter()
            .filter(|slot| DayRange::new(slot.from, slot.until).intersects(&when))
            .map(|slot| slot.status)
            .collect()
    }

    /// The stretches of time in which each status is possible, for pictures and for those who look
    /// where something changes.
    pub fn stretches(&self) -> BTreeMap<Status, Vec<DayRange>> {
        let mut stretches: BTreeMap<Status, Vec<DayRange>> = BTreeMap::new();
        for slot in &self.slots {
            stretches.entry(slot.status).or_default().push(DayRange::new(slot.from, slot.until));
        }
        stretches
    }
}

/// The earlier of two days, `None` being the end of time.
fn least(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The first latest day among the moves that are not done.
fn first_end(sorted: &[&Move], ends: &[Option<Day>], done: Done) -> Option<Day> {
    let window = sorted.len().min(done.done + 64);
    (done.done..window)
        .filter(|&at| !done.has(at))
        .fold(ends[window], |end, at| least(end, sorted[at].when.latest))
}

/// The moves that can come next: none of the others is surely over before.
fn choices<'a>(sorted: &'a [&Move], ends: &[Option<Day>], done: Done) -> impl Iterator<Item = usize> + 'a {
    let end = first_end(sorted, ends, done);
    (done.done..sorted.len())
        // Sorted by earliest day: the first that starts too late ends the search.
        .take_while(move |&at| end.is_none_or(|end| sorted[at].when.earliest.is_none_or(|from| from <= end)))
        .filter(move |&at| !done.has(at))
}

fn slot(sorted: &[&Move], ends: &[Option<Day>], done: Done, status: Status) -> Slot {
    let window = sorted.len().min(done.done + 64);
    let from = (done.done..window)
        .filter(|&at| done.has(at))
        .chain(done.done.checked_sub(1))
        .filter_map(|at| sorted[at].when.earliest)
        .max();
    Slot { status, from, until: first_end(sorted, ends, done) }
}

/// The order of the days, up to the first move that cannot start from where things stand.
fn illegal(sorted: &[&Move], order: &[usize], ends: &[Option<Day>]) -> Illegal {
    let mut status = NONE;
    let mut tried = Vec::new();
    let mut done = Done { done: 0, ahead: 0 };
    loop {
        let mut fallback = None;
        let mut legal = None;
        for at in choices(sorted, ends, done) {
            fallback = fallback.or(Some(at));
            if sorted[at].may_start_from(status) {
                legal = Some(at);
                break;
            }
        }
        let Some(next) = legal.or(fallback) else { return Illegal { tried, status } };
        tried.push(order[next]);
        let Some(with) = done.with(next).filter(|_| legal.is_some()) else {
            return Illegal { tried, status };
        };
        status = sorted[next].to;
        done = with;
        if done.done == sorted.len() {
            // Greedy choices ended well although nothing does: tell the plain order instead.
            return Illegal { tried, status };
        }
    }
}
