//! Raising: the earliest days that satisfy everything, or where that fails.
//!
//! Rounds over the nodes that moved in the round before, so that a contradiction is first met by a
//! chain of few steps. Each node remembers the edge that raised it last. Where these edges form a
//! ring, the ring raises itself: it is walked alone until it rests or has climbed 400 years,
//! after which the calendar repeats itself and it never will. Rings that come to rest one by one
//! but never together are known by how high they climb.

use super::system::{Edge, HIGHEST, LOWEST, System};
use crate::value::{Day, Unit};

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

/// The lowest days, and in them only what bounds reach; [`LOWEST`] elsewhere.
///
/// # Errors
///
/// Where there are none.
pub(super) fn lowest(system: &System) -> Result<Vec<i64>, Conflict> {
    let starts: Vec<i64> = system.low.iter().map(|limit| limit.day).collect();
    let days = Raising::new(system, starts).run()?;
    // What no bound reaches can lie as early as is needed, unless a ring among it never rests.
    let free: Vec<i64> = days.iter().map(|&day| if day == LOWEST { 0 } else { LOWEST }).collect();
    if free.contains(&0) {
        let mut raising = Raising::new(system, free);
        raising.only = Some(&days);
        raising.run()?;
    }
    Ok(days)
}

/// The highest days of a system that has some, and in them only what bounds reach;
/// [`HIGHEST`] elsewhere.
pub(super) fn highest(system: &System) -> Vec<i64> {
    // The same with the axis of time turned round: a day `d` is kept as `-d`.
    let starts =
        system.high.iter().map(|limit| if limit.day == HIGHEST { LOWEST } else { -limit.day }).collect();
    let mut raising = Raising::new(system, starts);
    raising.downwards = true;
    // There are days, so that no chain and no ring can forbid them.
    let days = raising.run().unwrap_or_else(|_| vec![LOWEST; system.len()]);
    days.into_iter().map(|day| if day == LOWEST { HIGHEST } else { -day }).collect()
}

struct Raising<'a> {
    system: &'a System,
    days: Vec<i64>,
    by: Vec<u32>,
    /// Latest days are sought, with their signs turned.
    downwards: bool,
    /// Only nodes that are [`LOWEST`] here take part, and no upper bounds.
    only: Option<&'a [i64]>,
    /// How often a node moved since rings were looked for.
    moved: usize,
    /// How often a node may still move.
    left: u64,
    /// Above this no node has to be, see [`ceiling`].
    ceiling: i64,
}

/// Nodes move so often at most, beside so many times for each edge. Facts that people keep need a few
/// moves for each node; where rings of several units hold each other up for longer, nothing is said
/// to contradict.
const MOST_MOVES: u64 = 20_000_000;
const MOVES_PER_EDGE: u64 = 200;

/// Where there are days at all, the lowest lie below this.
///
/// In a part that rings tie together, some solution can be shifted by whole 400 years until it lies
/// within 400 years above where some node has to be; every other node then lies no further from that
/// one than all distances together. Nodes outside of rings lie no further from those before them
/// either. Rings of several units can each come to rest and yet never all at once: this is how that
/// is seen.
fn ceiling(system: &System, starts: &[i64]) -> i64 {
    let longest = |unit: Unit| match unit {
        Unit::Day => 1,
        Unit::Month => 31,
        Unit::Year => 366,
    };
    let extent =
        |edge: &Edge| edge.shift.saturating_abs().saturating_add(1).saturating_mul(longest(edge.unit));
    let all = system.edges.iter().map(extent).fold(0, i64::saturating_add);
    let each = all.saturating_mul(2).saturating_add(Day::CYCLE);
    let nodes = i64::try_from(system.len()).unwrap_or(i64::MAX);
    let highest = starts.iter().copied().filter(|&day| day != LOWEST).max().unwrap_or(0);
    nodes.saturating_mul(each).saturating_add(highest)
}

impl<'a> Raising<'a> {
    fn new(system: &'a System, days: Vec<i64>) -> Self {
        let by = vec![OWN; days.len()];
        let left = MOST_MOVES + MOVES_PER_EDGE * system.edges.len() as u64;
        let ceiling = ceiling(system, &days);
        Self { system, days, by, downwards: false, only: None, moved: 0, left, ceiling }
    }

    fn run(mut self) -> Result<Vec<i64>, Conflict> {
        let count = self.days.len();
        let mut current: Vec<u32> =
            (0..).take(count).filter(|&node: &u32| self.days[node as usize] != LOWEST).collect();
        for &node in &current {
            self.check(node)?;
        }
        let mut next: Vec<u32> = Vec::new();
        let mut waits = vec![false; count];
        while !current.is_empty() {
            if self.left == 0 {
                break;
            }
            for &node in &current {
                waits[node as usize] = false;
                self.raise_from(node, &mut next, &mut waits)?;
                if self.moved > count {
                    self.look_for_rings(&mut next, &mut waits)?;
                }
            }
            current.clear();
            std::mem::swap(&mut current, &mut next);
        }
        Ok(self.days)
    }

    fn raise_from(&mut self, node: u32, next: &mut Vec<u32>, waits: &mut [bool]) -> Result<(), Conflict> {
        let system = self.system;
        let edges = if self.downwards { system.into.of(node) } else { system.out.of(node) };
        for &at in edges {
            let edge = &system.edges[at as usize];
            let far = if self.downwards { edge.from } else { edge.to };
            if self.only.is_some_and(|days| days[far as usize] != LOWEST) {
                continue;
            }
            let day = self.carried(edge, self.days[node as usize]);
            if day > self.days[far as usize] {
                if day > self.ceiling {
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
        if self.downwards { -edge.lower(-day) } else { edge.raise(day) }
    }

    /// From where an edge comes in the direction of raising.
    fn behind(&self, edge: u32) -> u32 {
        let edge = &self.system.edges[edge as usize];
        if self.downwards { edge.to } else { edge.from }
    }

    /// Whether a node still lies within its upper bound.
    fn check(&self, node: u32) -> Result<(), Conflict> {
        let above = |day: i64| day > self.system.high[node as usize].day;
        if self.downwards || self.only.is_some() || !above(self.days[node as usize]) {
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
        if edges.iter().all(|edge| edge.unit == unit) {
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
