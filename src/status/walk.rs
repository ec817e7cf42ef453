//! The walk over all histories that some moves allow.
//!
//! A history places one claim after the other. Claims of one kind that follow each other at once
//! can tell one move: while a move is *open*, the next claim of its kind may join it, if one day is
//! left for all. A move with an end is *held* once it is closed: nothing happens until the end
//! comes, or until a move that can be on that very day takes its place.
//!
//! An order of moves is allowed when none comes after another that is surely later; then days can
//! be chosen for all of them in that order (each takes the latest earliest day so far). So what a
//! walk needs of a history is which claims are placed, the status, and the earliest day that those
//! placed leave.

use std::collections::{BTreeSet, HashMap};

use super::{Move, Slot, Status};
use crate::value::{Day, DayRange};

/// States that are looked at before the question is given up. Real histories need a few for each
/// move; only many moves of unknown order need more.
const MOST_STATES: usize = 20_000;

/// A set of placed claims, in the order of their earliest days: all before `done`, and those whose
/// bit is set in `ahead`, counted from `done`. Bit 0 is never set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Done {
    done: usize,
    ahead: u64,
}

impl Done {
    fn has(self, at: usize) -> bool {
        at < self.done || (at - self.done < 64 && self.ahead >> (at - self.done) & 1 == 1)
    }

    /// `None` where the claim lies too far ahead to be remembered.
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

/// Where a history stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    done: Done,
    status: Status,
    /// The earliest day on which all that is placed can be over; `None` for any.
    since: Option<Day>,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    /// A status is held until the next move. What an end leads to is held from the next day on.
    Rest { after_end: bool },
    /// A move was made, and further claims may tell the same one.
    Open {
        /// The last claim that tells it.
        last: usize,
        /// The last day that is left for it.
        latest: Option<Day>,
        /// When its status ends, where a claim says so.
        end: Option<DayRange>,
    },
    /// A status is held until its end.
    Held { end: DayRange, then: Status },
}

/// What happens between two states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A claim tells a move of its own.
    Begins(usize),
    /// A claim tells the move that was just made.
    Joins(usize),
    /// A held status ends.
    Ends,
    /// Nothing: a move is closed, or a claim is passed over.
    Nothing,
}

/// What a claim of a history tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// The move of a claim.
    Begin(usize),
    /// The end of what a claim's move began.
    End(usize),
}

/// What happens on one day of a history: one move, or an end, by all claims that tell it.
pub type Stop = Vec<Event>;

/// Claims, some of them free to be anything.
pub(super) struct Walk<'a> {
    moves: &'a [Move],
    /// Numbers of moves in the order of their earliest days.
    order: Vec<usize>,
    sorted: Vec<Sorted<'a>>,
    /// The earliest day by which all moves from here on can be over.
    ends: Vec<Option<Day>>,
    /// Where a free claim can lead.
    anywhere: Vec<Status>,
}

struct Sorted<'a> {
    step: &'a Move,
    when: DayRange,
    end: Option<DayRange>,
    /// It may lead from anywhere to anywhere on its day, or be left out.
    free: bool,
    /// It says just what the one before says: which of the two comes first is all the same.
    twin: bool,
}

/// What a walk found.
pub(super) enum Walked {
    /// What histories pass through; empty where there is none.
    Slots(BTreeSet<Slot>),
    /// There are too many histories to look at.
    TooMany,
}

impl<'a> Walk<'a> {
    /// A walk over those moves that are kept; `free` ones among them can be anything.
    pub(super) fn new(moves: &'a [Move], kept: &[usize], free: &[usize]) -> Self {
        let mut is_free = vec![false; moves.len()];
        for &at in free {
            is_free[at] = true;
        }
        let mut order = kept.to_vec();
        let key = |at: usize| {
            let (when, end) = (moves[at].when, moves[at].end());
            let until = end.map(|end| (end.earliest, end.latest));
            (when.earliest, when.latest.is_none(), when.latest, moves[at].kind, until)
        };
        order.sort_by_key(|&at| (key(at), at));
        let mut anywhere: Vec<Status> = Vec::new();
        if !free.is_empty() {
            anywhere.push(super::NONE);
            for step in order.iter().map(|&at| &moves[at]) {
                anywhere.push(step.to);
                anywhere.extend(step.from.iter().flatten());
                anywhere.push(step.then);
            }
            anywhere.sort_unstable();
            anywhere.dedup();
        }
        let mut sorted: Vec<Sorted<'_>> = Vec::with_capacity(order.len());
        for (place, &at) in order.iter().enumerate() {
            let (step, free) = (&moves[at], is_free[at]);
            let twin = place.checked_sub(1).is_some_and(|before| {
                let other = order[before];
                key(other) == key(at)
                    && sorted[before].free == free
                    && moves[other].to == step.to
                    && moves[other].from == step.from
            });
            let end = if free { None } else { step.end() };
            let latest = least(step.when.latest, end.and_then(|end| end.latest));
            let when = DayRange::new(step.when.earliest, latest);
            sorted.push(Sorted { step, when, end, free, twin });
        }
        let mut ends: Vec<Option<Day>> = vec![None; sorted.len() + 1];
        for at in (0..sorted.len()).rev() {
            ends[at] = least(sorted[at].when.latest, ends[at + 1]);
        }
        Self { moves, order, sorted, ends, anywhere }
    }

    fn start() -> State {
        State {
            done: Done { done: 0, ahead: 0 },
            status: super::NONE,
            since: None,
            phase: Phase::Rest { after_end: false },
        }
    }

    fn is_over(&self, state: State) -> bool {
        state.done.done == self.sorted.len() && matches!(state.phase, Phase::Rest { .. })
    }

    /// The last day on which what happens next can be, for all that is still to come.
    fn first_end(&self, done: Done) -> Option<Day> {
        let window = self.sorted.len().min(done.done + 64);
        (done.done..window)
            .filter(|&at| !done.has(at))
            .fold(self.ends[window], |end, at| least(end, self.sorted[at].when.latest))
    }

    /// What can follow a state; `None` where a claim lies too far ahead to be remembered.
    fn next(&self, state: State) -> Option<Vec<(Step, State)>> {
        let mut found = Vec::new();
        let first_end = self.first_end(state.done);
        match state.phase {
            Phase::Open { last, latest, end } => {
                self.joins(state, (last, latest, end), first_end, &mut found)?;
                let phase = match end {
                    Some(end) => Phase::Held { end, then: self.sorted[last].step.then },
                    None => Phase::Rest { after_end: false },
                };
                found.push((Step::Nothing, State { phase, ..state }));
            }
            Phase::Held { end, then } => {
                if not_after(end.earliest, first_end) {
                    let since = state.since.max(end.earliest);
                    let phase = Phase::Rest { after_end: true };
                    found.push((Step::Ends, State { status: then, since, phase, ..state }));
                    self.begins(state, Some(end), first_end, &mut found)?;
                }
            }
            Phase::Rest { .. } => self.begins(state, None, first_end, &mut found)?,
        }
        Some(found)
    }

    /// The claims that can come next: none of the others is surely over before.
    fn choices(&self, done: Done, first_end: Option<Day>) -> impl Iterator<Item = usize> + '_ {
        (done.done..self.sorted.len())
            // Sorted by earliest day: the first that starts too late ends the search.
            .take_while(move |&at| not_after(self.sorted[at].when.earliest, first_end))
            .filter(move |&at| {
                let waits = self.sorted[at].twin && at > 0 && !done.has(at - 1);
                !done.has(at) && !waits
            })
    }

    /// Moves of their own; one that takes the place of an end is on its day.
    fn begins(
        &self,
        state: State,
        instead_of: Option<DayRange>,
        first_end: Option<Day>,
        found: &mut Vec<(Step, State)>,
    ) -> Option<()> {
        // Free claims are passed over in their order: one that waits holds back what comes later.
        let window = self.sorted.len().min(state.done.done + 64);
        let waits = |at: &usize| self.sorted[*at].free && !state.done.has(*at);
        if let Some(free) = (state.done.done..window).find(waits) {
            found.push((Step::Nothing, State { done: state.done.with(free)?, ..state }));
        }
        for at in self.choices(state.done, first_end) {
            let claim = &self.sorted[at];
            let latest = match instead_of {
                Some(end) if !not_after(claim.when.earliest, end.latest) => continue,
                Some(end) if !not_after(end.earliest, claim.when.latest) => continue,
                Some(end) => least(claim.when.latest, end.latest),
                None => claim.when.latest,
            };
            let since = state.since.max(claim.when.earliest).max(instead_of.and_then(|end| end.earliest));
            if claim.free {
                if !not_after(since, latest) {
                    continue;
                }
                let (done, phase) = (state.done.with(at)?, Phase::Rest { after_end: false });
                let stays = |status: &&Status| **status != state.status || instead_of.is_some();
                let jumps = self.anywhere.iter().filter(stays);
                found.extend(jumps.map(|&status| (Step::Nothing, State { done, status, since, phase })));
                continue;
            }
            if !claim.step.may_start_from(state.status)
                || !claim.end.is_none_or(|end| not_after(since, end.latest))
            {
                continue;
            }
            let phase = Phase::Open { last: at, latest, end: claim.end };
            found.push((
                Step::Begins(at),
                State { done: state.done.with(at)?, status: claim.step.to, since, phase },
            ));
        }
        Some(())
    }

    /// Claims that tell the move that was just made.
    fn joins(
        &self,
        state: State,
        (last, latest, end): (usize, Option<Day>, Option<DayRange>),
        first_end: Option<Day>,
        found: &mut Vec<(Step, State)>,
    ) -> Option<()> {
        let kind = self.sorted[last].step.kind;
        for at in self.choices(state.done, first_end).filter(|&at| at > last) {
            let claim = &self.sorted[at];
            if claim.free || claim.step.kind != kind || !not_after(claim.when.earliest, latest) {
                continue;
            }
            let since = state.since.max(claim.when.earliest);
            let end = match (end, claim.end) {
                (Some(one), Some(other)) => match one.intersection(&other) {
                    Some(both) => Some(both),
                    None => continue,
                },
                (one, other) => one.or(other),
            };
            if !end.is_none_or(|end| not_after(since, end.latest)) {
                continue;
            }
            let phase = Phase::Open { last: at, latest: least(latest, claim.when.latest), end };
            found.push((Step::Joins(at), State { done: state.done.with(at)?, since, phase, ..state }));
        }
        Some(())
    }

    /// When a state can be the state of things; none for a move that is still open.
    fn slot(&self, state: State) -> Option<Slot> {
        let first_end = self.first_end(state.done);
        let (from, until) = match state.phase {
            Phase::Open { .. } => return None,
            Phase::Held { end, .. } => (state.since, least(first_end, end.latest)),
            Phase::Rest { after_end: true } => (state.since.map(|day| day + 1), first_end),
            Phase::Rest { after_end: false } => (state.since, first_end),
        };
        not_after(from, until).then_some(Slot { status: state.status, from, until })
    }

    /// Where claims are free, nobody asks when things were: a day is forgotten that nothing to come
    /// can be before, so that those who got here on different days are one.
    fn without_past(&self, state: State) -> State {
        let next = self.sorted.get(state.done.done).map(|claim| claim.when.earliest);
        let is_past = next.is_none_or(|next| state.since <= next);
        if is_past && !self.anywhere.is_empty() { State { since: None, ..state } } else { state }
    }

    /// Everything that some whole history passes through.
    pub(super) fn all(&self) -> Walked {
        let start = Self::start();
        let mut seen: HashMap<State, usize> = HashMap::from([(start, 0)]);
        let mut states = vec![start];
        let mut before: Vec<Vec<usize>> = vec![Vec::new()];
        let mut at = 0;
        while at < states.len() {
            let Some(next) = self.next(states[at]) else { return Walked::TooMany };
            for (_, state) in next {
                let state = self.without_past(state);
                let place = *seen.entry(state).or_insert_with(|| {
                    states.push(state);
                    before.push(Vec::new());
                    states.len() - 1
                });
                before[place].push(at);
            }
            at += 1;
            if states.len() > MOST_STATES {
                return Walked::TooMany;
            }
        }
        let mut reaches_end = vec![false; states.len()];
        let mut open: Vec<usize> = (0..states.len()).filter(|&at| self.is_over(states[at])).collect();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut reaches_end[at], true) {
                open.extend(&before[at]);
            }
        }
        Walked::Slots(
            (0..states.len()).filter(|&at| reaches_end[at]).filter_map(|at| self.slot(states[at])).collect(),
        )
    }

    /// All whole histories, as what happens one after the other; `None` where there are more than
    /// `most`, or too many to look at.
    pub(super) fn stories(&self, most: usize) -> Option<Vec<Vec<Stop>>> {
        let mut stories = Vec::new();
        let mut open: Vec<(State, Vec<Stop>)> = vec![(Self::start(), Vec::new())];
        for _ in 0..MOST_STATES {
            let Some((state, story)) = open.pop() else { return Some(stories) };
            if self.is_over(state) {
                if stories.len() == most {
                    return None;
                }
                stories.push(story);
                continue;
            }
            for (step, next) in self.next(state)? {
                let mut story = story.clone();
                match step {
                    Step::Nothing => {}
                    Step::Begins(at) => {
                        let mut stop = vec![Event::Begin(self.order[at])];
                        if matches!(state.phase, Phase::Held { .. })
                            && let Some(held) = story.last_mut()
                        {
                            // It is on the day of the end whose place it takes.
                            stop.extend(self.ends_of(held));
                        }
                        story.push(stop);
                    }
                    Step::Joins(at) => {
                        if let Some(stop) = story.last_mut() {
                            stop.push(Event::Begin(self.order[at]));
                        }
                    }
                    Step::Ends => {
                        let stop = story.last().map(|held| self.ends_of(held)).unwrap_or_default();
                        story.push(stop);
                    }
                }
                open.push((next, story));
            }
        }
        None
    }

    /// The ends that the claims of a stop tell.
    fn ends_of(&self, stop: &[Event]) -> Stop {
        stop.iter()
            .filter_map(|event| match event {
                Event::Begin(at) => self.moves[*at].end().map(|_| Event::End(*at)),
                Event::End(_) => None,
            })
            .collect()
    }
}

/// The earlier of two days, `None` being the end of time.
fn least(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Whether a day, `None` being the beginning of time, is not after another, `None` being the end.
fn not_after(from: Option<Day>, until: Option<Day>) -> bool {
    from.is_none_or(|from| until.is_none_or(|until| from <= until))
}
