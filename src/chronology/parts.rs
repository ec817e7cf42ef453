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

use super::system::{Direction, Edge, LOWEST, System};
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
            within[of(near)] = within[of(near)].saturating_add(extent(edge));
        } else {
            leaving[of(near)].push(at);
        }
    }
    // Parts are numbered against the direction of raising.
    for at in (0..count).rev() {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::solve::lowest;
    use super::super::system::{self, System};
    use super::super::{Link, Network, Node, Origin};
    use super::*;
    use crate::value::DayRange;

    /// The system of constraints "not before": from, to, unit, shift; and of bounds from below.
    fn system(nodes: u32, edges: &[(u32, u32, Unit, i64)], low: &[(u32, i64)]) -> System {
        let mut network = Network::new();
        for _ in 0..nodes {
            network.node();
        }
        for (statement, &(from, to, unit, shift)) in (0..).zip(edges) {
            let (from, to, origin) = (Node(from), Node(to), Origin::Statement(statement));
            network.link(Link { from, to, unit, least: Some(shift), most: None, origin, to_the_day: false });
        }
        for &(node, day) in low {
            network.bound(Node(node), DayRange::new(Some(Day(day)), None), 1000);
        }
        // One statement about all makes them one region.
        (0..nodes).for_each(|node| network.attest(Node(node), 1000));
        system::regions(&network)[0].system(&network, &mut vec![0; network.len()], |_| true)
    }

    #[test]
    fn ceilings_follow_the_parts() {
        let edges =
            [(0, 1, Unit::Day, 5), (1, 0, Unit::Day, -5), (1, 2, Unit::Month, 2), (2, 3, Unit::Year, -1)];
        let system = system(5, &edges, &[(0, 100), (2, 7)]);
        let starts = [100, LOWEST, 7, LOWEST, LOWEST];
        let Parts { of, ceilings } = parts(&system, &starts, Direction::Upwards);
        assert_eq!(of[0], of[1]);
        assert!(of[1] > of[2] && of[2] > of[3], "{of:?}");
        assert!((0..4).all(|node| of[node] != of[4]), "{of:?}");
        // Six days each way in the ring; then two months and the rest of one; a year and the rest of one.
        let ring = 100 + Day::CYCLE + 12;
        assert_eq!(ceilings, [ring, ring, ring + 93, ring + 93 + 732, LOWEST]);

        // Against time what follows comes first.
        let starts = [LOWEST, LOWEST, -50, LOWEST, LOWEST];
        let Parts { of, ceilings } = parts(&system, &starts, Direction::Downwards);
        assert!(of[0] == of[1] && of[1] < of[2] && of[2] < of[3], "{of:?}");
        let ring = -50 + 93 + Day::CYCLE + 12;
        assert_eq!(ceilings, [ring, ring, -50, LOWEST, LOWEST]);
    }

    #[test]
    fn rings_in_rings_are_one_part() {
        // 0 → 1 → 2 → 0, 2 → 3 → 1, and 4 from which all can be reached.
        let ends = [(4, 3), (0, 1), (1, 2), (2, 0), (2, 3), (3, 1)];
        let edges: Vec<_> = ends.iter().map(|&(from, to)| (from, to, Unit::Day, 0)).collect();
        let system = system(5, &edges, &[]);
        let (of, count) = components(&system, Direction::Upwards);
        assert_eq!((of, count), (vec![0, 0, 0, 0, 1], 2));
        let (of, count) = components(&system, Direction::Downwards);
        assert_eq!((of, count), (vec![1, 1, 1, 1, 0], 2));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn no_lowest_day_is_above_its_ceiling(
            edges in prop::collection::vec(
                (0..6_u32, 0..6_u32, prop::sample::select(vec![Unit::Day, Unit::Month, Unit::Year]), -3..3_i64),
                0..10,
            ),
            low in prop::collection::vec((0..6_u32, -1000..1000_i64), 1..4),
        ) {
            let edges: Vec<_> = edges.into_iter().filter(|(from, to, ..)| from != to).collect();
            let system = system(6, &edges, &low);
            let starts: Vec<i64> = system.low.iter().map(|limit| limit.day).collect();
            let Parts { ceilings, .. } = parts(&system, &starts, Direction::Upwards);
            if let Ok(days) = lowest(&system) {
                for (day, ceiling) in days.days.iter().zip(ceilings) {
                    prop_assert!(*day <= ceiling, "{day} is above {ceiling}");
                }
            }
        }
    }
}
