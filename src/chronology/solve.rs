//! Raising: the earliest days that satisfy everything, or where that fails.
//!
//! Rounds over the nodes that moved in the round before, so that a contradiction is first met by a
//! chain of few steps. Each node remembers the edge that raised it last. Where these edges form a
//! ring, the ring raises itself: it is walked alone until it rests or has climbed 400 years,
//! after which the calendar repeats itself and it never will. Rings that come to rest one by one
//! but never together are known by how high they climb.

use std::collections::BTreeMap;

use super::parts::{Parts, parts};
use super::system::{Direction, Edge, HIGHEST, LOWEST, System};
use crate::value::Day;

/// Why there are no days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Conflict {
    /// The lower bound of the first node, carried over the edges, lies above the upper bound of
    /// the last.
    Chain { root: u32, edges: Vec<u32>, sink: u32 },
    /// The edges form a ring that no days satisfy.
    Ring(Vec<u32>),
    /// A ring that rests came before, so that no short chain is known.
    Tangle,
}

/// No edge: the node stands at its own bound.
const OWN: u32 = u32::MAX;
/// A ring raised the node.
const RAISED: u32 = u32::MAX - 1;

/// So many moves for each node and edge are more than facts need that people keep. Tests of small networks
/// go on by parts at once, so that they see whether that comes to the same.
const RESTLESS: u64 = if cfg!(test) { 0 } else { 4 };

/// Days, and whether all constraints were followed to the end: where not, nodes may have to be higher,
/// and it is not known whether there are days.
#[derive(Clone, Debug)]
pub(super) struct Days {
    pub(super) days: Vec<i64>,
    pub(super) settled: bool,
}

/// The lowest days, and in them only what bounds reach; [`LOWEST`] elsewhere.
///
/// # Errors
///
/// Where there are none.
pub(super) fn lowest(system: &System) -> Result<Days, Conflict> {
    let starts: Vec<i64> = system.low.iter().map(|limit| limit.day).collect();
    let Days { days, mut settled } = Raising::new(system, starts, Direction::Upwards).run()?;
    // What no bound reaches can lie as early as is needed, unless a ring among it never rests.
    let free: Vec<i64> = days.iter().map(|&day| if day == LOWEST { 0 } else { LOWEST }).collect();
    if free.contains(&0) {
        let mut raising = Raising::new(system, free, Direction::Upwards);
        raising.only = Some(&days);
        settled &= raising.run()?.settled;
    }
    Ok(Days { days, settled })
}

/// The highest days of a system that has some, and in them only what bounds reach;
/// [`HIGHEST`] elsewhere.
pub(super) fn highest(system: &System) -> Vec<i64> {
    let starts =
        system.high.iter().map(|limit| if limit.day == HIGHEST { LOWEST } else { -limit.day }).collect();
    // There are days, so that no chain and no ring can forbid them.
    let days = match Raising::new(system, starts, Direction::Downwards).run() {
        Ok(Days { days, .. }) => days,
        Err(_) => vec![LOWEST; system.len()],
    };
    days.into_iter().map(|day| if day == LOWEST { HIGHEST } else { -day }).collect()
}

/// Which nodes another raises.
#[derive(Clone, Copy)]
enum Reach {
    All,
    /// Those of its own part.
    Within,
    /// Those of other parts.
    Beyond,
}

struct Raising<'a> {
    system: &'a System,
    days: Vec<i64>,
    by: Vec<u32>,
    direction: Direction,
    /// Only nodes that are [`LOWEST`] here take part, and no upper bounds.
    only: Option<&'a [i64]>,
    /// How often a node moved since rings were looked for.
    moved: usize,
    /// How often a node may still move.
    left: u64,
    /// Looked for where rings come to rest again and again.
    parts: Option<Parts>,
}

impl<'a> Raising<'a> {
    fn new(system: &'a System, days: Vec<i64>, direction: Direction) -> Self {
        let by = vec![OWN; days.len()];
        let left = system.patience;
        Self { system, days, by, direction, only: None, moved: 0, left, parts: None }
    }

    fn run(mut self) -> Result<Days, Conflict> {
        let count = self.days.len();
        let mut current: Vec<u32> =
            (0..).take(count).filter(|&node: &u32| self.days[node as usize] != LOWEST).collect();
        for &node in &current {
            self.check(node)?;
        }
        let mut next: Vec<u32> = Vec::new();
        let mut waits = vec![false; count];
        while !current.is_empty() && self.parts.is_none() {
            if self.left == 0 {
                return Ok(Days { days: self.days, settled: false });
            }
            for &node in &current {
                waits[node as usize] = false;
                self.raise_from(node, Reach::All, &mut next, &mut waits)?;
                if self.moved > count {
                    self.look_for_rings(&mut next, &mut waits)?;
                }
            }
            current.clear();
            std::mem::swap(&mut current, &mut next);
        }
        let settled = self.run_by_parts(current, &mut waits)?;
        Ok(Days { days: self.days, settled })
    }

    /// Goes on where rings come to rest again and again: nothing outside of a part is raised before the
    /// part rests, so that what hangs on a ring is raised once and not on each of its rounds. Whether all
    /// came to rest.
    fn run_by_parts(&mut self, nodes: Vec<u32>, waits: &mut [bool]) -> Result<bool, Conflict> {
        let count = self.days.len();
        let mut waiting: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for node in nodes {
            waiting.entry(self.part_of(node)).or_default().push(node);
        }
        let mut raised: Vec<u32> = Vec::new();
        // What a part reaches has smaller numbers.
        while let Some((part, mut current)) = waiting.pop_last() {
            let mut moved: Vec<u32> = Vec::new();
            while !current.is_empty() {
                if self.left == 0 {
                    return Ok(false);
                }
                moved.extend(&current);
                for node in std::mem::take(&mut current) {
                    waits[node as usize] = false;
                    self.raise_from(node, Reach::Within, &mut raised, waits)?;
                    if self.moved > count {
                        self.look_for_rings(&mut raised, waits)?;
                    }
                }
                for node in raised.drain(..) {
                    match self.part_of(node) {
                        own if own == part => current.push(node),
                        other => waiting.entry(other).or_default().push(node),
                    }
                }
                if moved.len() > count {
                    moved.sort_unstable();
                    moved.dedup();
                }
            }
            moved.sort_unstable();
            moved.dedup();
            for node in moved {
                self.raise_from(node, Reach::Beyond, &mut raised, waits)?;
            }
            for node in raised.drain(..) {
                waiting.entry(self.part_of(node)).or_default().push(node);
            }
        }
        Ok(true)
    }

    fn part_of(&self, node: u32) -> u32 {
        self.parts.as_ref().map_or(0, |parts| parts.of[node as usize])
    }

    fn raise_from(
        &mut self,
        node: u32,
        reach: Reach,
        next: &mut Vec<u32>,
        waits: &mut [bool],
    ) -> Result<(), Conflict> {
        let system = self.system;
        for &at in self.direction.edges(system, node) {
            let edge = &system.edges[at as usize];
            let (_, far) = self.direction.ends(edge);
            let reached = match reach {
                Reach::All => true,
                Reach::Within => self.part_of(far) == self.part_of(node),
                Reach::Beyond => self.part_of(far) != self.part_of(node),
            };
            if !reached {
                continue;
            }
            if self.only.is_some_and(|days| days[far as usize] != LOWEST) {
                continue;
            }
            let day = self.carried(edge, self.days[node as usize]);
            if day > self.days[far as usize] {
                if self.parts.as_ref().is_some_and(|parts| day > parts.ceilings[far as usize]) {
                    return Err(Conflict::Tangle);
                }
                self.left = self.left.saturating_sub(1);
                self.days[far as usize] = day;
                self.by[far as usize] = at;
                self.moved += 1;
                self.check(far)?;
                if !std::mem::replace(&mut waits[far as usize], true) {
                    next.push(far);
                }
            }
        }
        Ok(())
    }

    fn carried(&self, edge: &Edge, day: i64) -> i64 {
        match self.direction {
            Direction::Upwards => edge.raise(day),
            Direction::Downwards => -edge.lower(-day),
        }
    }

    /// From where an edge comes in the direction of raising.
    fn behind(&self, edge: u32) -> u32 {
        self.direction.ends(&self.system.edges[edge as usize]).0
    }

    /// Whether a node still lies within its upper bound.
    fn check(&self, node: u32) -> Result<(), Conflict> {
        let above = |day: i64| day > self.system.high[node as usize].day;
        if self.direction == Direction::Downwards || self.only.is_some() || !above(self.days[node as usize]) {
            return Ok(());
        }
        let (mut edges, mut at) = (Vec::new(), node);
        loop {
            match self.by[at as usize] {
                OWN => {
                    edges.reverse();
                    return Err(Conflict::Chain { root: at, edges, sink: node });
                }
                RAISED => return Err(Conflict::Tangle),
                edge if edges.len() <= self.days.len() => {
                    edges.push(edge);
                    at = self.behind(edge);
                }
                _ => break,
            }
        }
        // More steps than nodes: the walk has come into a ring, and `at` lies on it.
        let ring = self.ring_at(at);
        Err(if self.rests(&ring).is_some() { Conflict::Tangle } else { Conflict::Ring(ring) })
    }

    /// The ring of remembered edges that a node lies on, in the direction of raising.
    fn ring_at(&self, start: u32) -> Vec<u32> {
        let (mut ring, mut at) = (Vec::new(), start);
        loop {
            let edge = self.by[at as usize];
            ring.push(edge);
            at = self.behind(edge);
            if at == start {
                ring.reverse();
                return ring;
            }
        }
    }

    /// The day at which a ring's first node comes to rest; `None` where it never does.
    fn rests(&self, ring: &[u32]) -> Option<i64> {
        let edges: Vec<&Edge> = ring.iter().map(|&at| &self.system.edges[at as usize]).collect();
        let start = self.days[self.behind(ring[0]) as usize];
        let around = |day: i64| edges.iter().fold(day, |day, edge| self.carried(edge, day));
        let unit = edges[0].unit;
        if edges.iter().all(|edge| edge.unit == unit && edge.to_the_day.is_none()) {
            // Whole steps of one unit: they rise at every day, or at none.
            let rise: i64 = edges.iter().map(|edge| edge.shift).fold(0, i64::saturating_add);
            if rise > 0 {
                return None;
            }
        }
        let mut day = start;
        loop {
            let after = around(day);
            if after <= day {
                return Some(day);
            }
            if after - start >= Day::CYCLE {
                return None;
            }
            day = after;
        }
    }

    /// Whether nodes moved far more often than where rings soon come to rest: then it pays to look for
    /// parts, which costs as much as a few moves of every node.
    fn is_restless(&self) -> bool {
        let size = (self.system.len() + self.system.edges.len()) as u64;
        self.system.patience.saturating_sub(self.left) > RESTLESS * size
    }

    /// Looks for rings among the remembered edges; lets those that come to rest do so.
    fn look_for_rings(&mut self, next: &mut Vec<u32>, waits: &mut [bool]) -> Result<(), Conflict> {
        self.moved = 0;
        let mut seen = vec![0u32; self.days.len()];
        for start in (0..).take(self.days.len()) {
            let mut at: u32 = start;
            while seen[at as usize] == 0 && self.by[at as usize] < RAISED {
                seen[at as usize] = start + 1;
                at = self.behind(self.by[at as usize]);
            }
            if seen[at as usize] != start + 1 || self.by[at as usize] >= RAISED {
                seen[at as usize] = start + 1;
                continue;
            }
            let ring = self.ring_at(at);
            let Some(mut day) = self.rests(&ring) else { return Err(Conflict::Ring(ring)) };
            if self.parts.is_none() && self.is_restless() {
                // The lowest days above those that were reached so far are those above the first.
                self.parts = Some(parts(self.system, &self.days, self.direction));
            }
            for edge in ring {
                let node = self.behind(edge) as usize;
                self.by[node] = RAISED;
                if day > self.days[node] {
                    self.days[node] = day;
                }
                if !std::mem::replace(&mut waits[node], true) {
                    next.push(u32::try_from(node).unwrap_or(0));
                }
                self.check(u32::try_from(node).unwrap_or(0))?;
                day = self.carried(&self.system.edges[edge as usize], self.days[node]);
            }
        }
        Ok(())
    }
}
