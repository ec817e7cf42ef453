//! Statuses over time: from moves with imprecise dates to what is certain, possible or excluded.
//!
//! Pure: it knows neither claims nor entities, only what is told of moves of one thing within one
//! organisation, each with the status that it leads to, those that it may start from, and the days
//! on which it can have been. Several can tell one move: those of one kind that a day is left for.
//! A move can have an end, up to which its status is held. Every choice of what is one move, with
//! every order that the days allow and that is legal (each move starts from a status that it may
//! start from), is a possible history. A status is *possible* at a time when some history has it
//! then, *certain* when every history has, *excluded* when none has.
//!
//! Where no history is possible, [`Contradictions`] name the moves that cannot be.

mod explain;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

pub use self::explain::{Contradiction, Contradictions, Why};
pub use self::walk::{Event, Stop};
use self::walk::{Walk, Walked};
use crate::value::{Day, DayRange};

/// A status: a number that the caller gives to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status(pub u32);

/// Never having had a status.
pub const NONE: Status = Status(0);

/// A change of status, as something tells it.
#[derive(Clone, Debug)]
pub struct Move {
    /// What kind of move. Of one kind, several can tell the same move.
    pub kind: u32,
    /// The status that it leads to.
    pub to: Status,
    /// The statuses that it may start from; `None` for any but the one that it leads to.
    pub from: Option<Vec<Status>>,
    /// The days on which it can have been.
    pub when: DayRange,
    /// The days on which the status can have ended; `None` where nothing is said of an end.
    pub until: Option<DayRange>,
    /// The status after the end.
    pub then: Status,
    /// Whether it silences others that tell the same move.
    pub preferred: bool,
}

impl Move {
    /// Whether it is legal from a status.
    pub fn may_start_from(&self, status: Status) -> bool {
        match &self.from {
            Some(from) => from.contains(&status),
            None => status != self.to,
        }
    }

    /// When its status ends: not before it begins. None where it would have to.
    pub fn end(&self) -> Option<DayRange> {
        let until = self.until?;
        let end = DayRange::new(until.earliest.max(self.when.earliest), until.latest);
        (!end.is_empty()).then_some(end)
    }

    /// The statuses that it and its end lead to, but for having none.
    pub fn leads(&self) -> impl Iterator<Item = Status> {
        let then = self.until.map(|_| self.then);
        [Some(self.to), then].into_iter().flatten().filter(|status| *status != NONE)
    }

    /// Whether two can tell the same move: one kind, a day that is both, an end that is both.
    pub fn can_be(&self, other: &Self) -> bool {
        let ends = self.end().zip(other.end());
        self.kind == other.kind
            && self.when.intersects(&other.when)
            && ends.is_none_or(|(one, other)| one.intersects(&other))
    }

    /// The days from which on something may be new because of it.
    pub fn turns(&self) -> impl Iterator<Item = Day> {
        let after = |day: Option<Day>| day.map(|day| day + 1);
        let end = self.end();
        let ends = [end.and_then(|end| end.earliest), end.and_then(|end| end.latest)].map(after);
        [self.when.earliest, after(self.when.latest)].into_iter().chain(ends).flatten()
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

/// Silenced moves of which every choice is tried; where there are more, all are silenced.
const MOST_SILENCED: usize = 6;

/// The choices of moves that are not silenced by a preferred one of their kind: those that can tell
/// the same move are; where that leads to no history, none is; and last, any may be.
fn tiers(moves: &[Move], kept: &[usize]) -> Vec<Vec<Vec<usize>>> {
    if !kept.iter().any(|&at| moves[at].preferred) {
        return vec![vec![kept.to_vec()]];
    }
    let rivals = |at: usize| {
        let preferred =
            move |other: &&usize| moves[**other].preferred && moves[**other].kind == moves[at].kind;
        kept.iter().filter(preferred).map(|&other| &moves[other])
    };
    let normal: Vec<usize> =
        kept.iter().copied().filter(|&at| !moves[at].preferred && rivals(at).next().is_some()).collect();
    if normal.is_empty() {
        return vec![vec![kept.to_vec()]];
    }
    let without = |silenced: &dyn Fn(usize) -> bool| -> Vec<usize> {
        kept.iter().copied().filter(|&at| !silenced(at)).collect()
    };
    // One that alone tells of the end tells something of its own.
    let same = |at: usize| {
        normal.contains(&at)
            && rivals(at)
                .any(|other| other.can_be(&moves[at]) && (other.until.is_some() || moves[at].until.is_none()))
    };
    let any = if normal.len() > MOST_SILENCED {
        vec![without(&|at| normal.contains(&at))]
    } else {
        (1..1_usize << normal.len())
            .map(|choice| {
                without(&|at| {
                    normal.iter().position(|&one| one == at).is_some_and(|bit| choice >> bit & 1 == 1)
                })
            })
            .collect()
    };
    vec![vec![without(&same)], vec![kept.to_vec()], any]
}

impl Timeline {
    /// All histories that some moves allow; `None` where there is none.
    pub fn new(moves: &[Move]) -> Option<Self> {
        let all: Vec<usize> = (0..moves.len()).collect();
        Self::of(moves, &all, &[])
    }

    /// All histories of those moves that are kept, of which `free` ones can be anything.
    fn of(moves: &[Move], kept: &[usize], free: &[usize]) -> Option<Self> {
        for choices in tiers(moves, kept) {
            let mut slots = BTreeSet::new();
            for choice in choices {
                match Walk::new(moves, &choice, free).all() {
                    Walked::Slots(found) => slots.extend(found),
                    Walked::TooMany => return Some(Self::undecided()),
                }
            }
            if !slots.is_empty() {
                return Some(Self { slots: slots.into_iter().collect(), undecided: false });
            }
        }
        None
    }

    /// What follows where moves contradict each other. Of those that tell one move on days that
    /// cannot be one, any may be right; where something else cannot be, everything is possible.
    pub fn despite(moves: &[Move], contradictions: &[Contradiction]) -> Self {
        /// Quarrels of which every outcome is looked at.
        const MOST: usize = 6;
        let quarrels: Vec<&[usize]> = contradictions.iter().map(|one| &one.moves[..]).collect();
        if contradictions.iter().any(|one| one.why != Why::Repeated) || quarrels.len() > MOST {
            return Self::undecided();
        }
        let mut slots = BTreeSet::new();
        for choice in 0..1_usize << quarrels.len() {
            let wrong: Vec<usize> =
                quarrels.iter().enumerate().map(|(bit, both)| both[choice >> bit & 1]).collect();
            let kept: Vec<usize> = (0..moves.len()).filter(|at| !wrong.contains(at)).collect();
            match Self::of(moves, &kept, &[]) {
                Some(timeline) if timeline.undecided => return timeline,
                Some(timeline) => slots.extend(timeline.slots),
                None => {}
            }
        }
        if slots.is_empty() {
            return Self::undecided();
        }
        Self { slots: slots.into_iter().collect(), undecided: false }
    }

    /// All histories that some moves allow, as what happens one after the other; `None` where there
    /// are more than `most`, or too many to look at.
    pub fn stories(moves: &[Move], most: usize) -> Option<Vec<Vec<Stop>>> {
        let all: Vec<usize> = (0..moves.len()).collect();
        stories(moves, &all, &[], most)
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
        Certainty::of(with, without)
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

impl Certainty {
    /// Of what some histories have and some have not.
    fn of(with: bool, without: bool) -> Self {
        match (with, without) {
            (true, false) => Self::Certain,
            (true, true) => Self::Possible,
            (false, _) => Self::Excluded,
        }
    }
}

/// The histories of those moves that are kept.
fn stories(moves: &[Move], kept: &[usize], free: &[usize], most: usize) -> Option<Vec<Vec<Stop>>> {
    for choices in tiers(moves, kept) {
        let mut stories = Vec::new();
        for choice in choices {
            stories.extend(Walk::new(moves, &choice, free).stories(most)?);
            if stories.len() > most {
                return None;
            }
        }
        if !stories.is_empty() {
            return Some(stories);
        }
    }
    Some(Vec::new())
}

/// How sure a status is right after the last of some moves, in all histories. `None` where there
/// are too many to look at, or one has none of these moves.
pub fn after(moves: &[Move], these: &[usize], status: Status) -> Option<Certainty> {
    /// Histories that are looked at.
    const MOST: usize = 200;
    let (mut with, mut without) = (false, false);
    for story in Timeline::stories(moves, MOST)? {
        let told = story.iter().rev().find_map(|stop| {
            let of_these =
                |event: &&Event| matches!(event, Event::Begin(at) | Event::End(at) if these.contains(at));
            stop.iter().find(of_these)?;
            // On the day of an end its status is still held; a move of that day comes after.
            let begun =
                stop.iter().find_map(|event| if let Event::Begin(at) = event { Some(*at) } else { None });
            let mut ended = stop.iter().map(|event| match event {
                Event::Begin(at) | Event::End(at) => *at,
            });
            begun.or_else(|| ended.next_back())
        })?;
        if moves[told].to == status { with = true } else { without = true }
    }
    (with || without).then(|| Certainty::of(with, without))
}
