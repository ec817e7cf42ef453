//! The parts of a system that rings tie together, and how high their nodes can have to be: where there are
//! days at all, the lowest lie below.
//!
//! Rings of several units can each come to rest and yet never all at once: they climb for ever, and
//! this is how that is seen.
//!
//! In a part that rings tie together, take any solution of the part's own constraints. The calendar
//! repeats itself after 400 years, so it can be shifted by whole 400 years until all its nodes reach
//! what is asked of the part from outside, and then some node lies less than 400 years above that. From
//! every other node a path leads there, so that none lies further above than all distances of the part
//! together. Parts follow each other without rings, and each asks no more of the next than its own
//! ceiling and the distance between. However much hangs on a ring, it raises nothing in it.

use super::solve::Direction;
use super::system::{Edge, LOWEST, System};
use crate::value::{Day, Unit};

/// The parts of a system, and how high their nodes can have to be.
pub(super) struct Parts {
    /// The part of each node: nodes that reach each other are in one, and what a part reaches has smaller
    /// numbers.
    pub(super) of: Vec<u32>,
    /// For each node the highest day that it can have to be raised to; [`LOWEST`] where nothing does.
    pub(super) ceilings: Vec<i64>,
}

/// The parts, and the ceilings of nodes that are raised from these days.
pub(super) fn parts(system: &System, starts: &[i64], direction: Direction) -> Parts {
    let (part, count) = components(system, direction);
    let of = |node: u32| part[node as usize] as usize;
    let mut highest = vec![LOWEST; count];
    for (node, &day) in (0..).zip(starts) {
        highest[of(node)] = highest[of(node)].max(day);
    }
    let mut within = vec![0_i64; count];
    let mut leaving: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (at, edge) in (0..).zip(&system.edges) {
        let (near, far) = direction.ends(edge);
        if of(near) == of(far) {
            within[of(near)] = within[of(near)].saturating_add(extent(edge)).max(1);
        } else {
            leaving[of(near)].push(at);
        }
    }
    // Parts are numbered against the direction of raising.
    for at in (0..count).rev().filter(|&at| within[at] > 0 || !leaving[at].is_empty()) {
        if highest[at] == LOWEST {
            continue;
        }
        if within[at] > 0 {
            highest[at] = highest[at].saturating_add(Day::CYCLE).saturating_add(within[at]);
        }
        for &edge in &leaving[at] {
            let edge = &system.edges[edge as usize];
            let (_, far) = direction.ends(edge);
            highest[of(far)] = highest[of(far)].max(highest[at].saturating_add(extent(edge)));
        }
    }
    let ceilings = part.iter().map(|&part| highest[part as usize]).collect();
    Parts { of: part, ceilings }
}

/// The most days that an edge can span, either way.
fn extent(edge: &Edge) -> i64 {
    let longest = match edge.unit {
        Unit::Day => 1,
        Unit::Month => 31,
        Unit::Year => 366,
    };
    edge.shift.saturating_abs().saturating_add(1).saturating_mul(longest)
}

/// The part of each node, and how many parts there are (R. Tarjan, "Depth-first search and linear graph
/// algorithms", 1972, without recursion).
fn components(system: &System, direction: Direction) -> (Vec<u32>, usize) {
    const NONE: u32 = u32::MAX;
    let count = system.len();
    let edges = |node: u32| direction.edges(system, node);
    let (mut part, mut parts) = (vec![NONE; count], 0);
    // When each node was first seen, and the earliest seen that it leads back to.
    let (mut seen, mut back, mut clock) = (vec![NONE; count], vec![NONE; count], 0);
    let mut open: Vec<u32> = Vec::new();
    // Nodes under way, with how many of their edges were followed.
    let mut path: Vec<(u32, usize)> = Vec::new();
    for root in (0..).take(count) {
        if seen[root as usize] != NONE {
            continue;
        }
        path.push((root, 0));
        while let Some((node, next)) = path.last_mut() {
            let (node, followed) = (*node, *next);
            *next += 1;
            if followed == 0 {
                (seen[node as usize], back[node as usize]) = (clock, clock);
                clock += 1;
                open.push(node);
            }
            if let Some(&edge) = edges(node).get(followed) {
                let (_, far) = direction.ends(&system.edges[edge as usize]);
                if seen[far as usize] == NONE {
                    path.push((far, 0));
                } else if part[far as usize] == NONE {
                    back[node as usize] = back[node as usize].min(seen[far as usize]);
                }
                continue;
            }
            path.pop();
            if let Some(&(before, _)) = path.last() {
                back[before as usize] = back[before as usize].min(back[node as usize]);
            }
            if back[node as usize] == seen[node as usize] {
                while let Some(member) = open.pop() {
                    part[member as usize] = parts;
                    if member == node {
                        break;
                    }
                }
                parts += 1;
            }
        }
    }
    (part, parts as usize)
}
