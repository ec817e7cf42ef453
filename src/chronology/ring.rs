//! Whether constraints make a single ring, so that none of their statements can be left out.

use std::collections::{BTreeSet, HashMap};

use super::system::Region;
use super::{Link, Network, Node, Origin, Statement};

/// Whether the constraints make one ring in which each statement is one edge that can be walked
/// from every day: then the set is the smallest.
pub(super) fn is_single(network: &Network, region: &Region, statements: &[Statement]) -> bool {
    const CALENDAR: Node = Node(u32::MAX);
    let mut pairs: BTreeSet<(Origin, Node, Node)> = BTreeSet::new();
    let mut bounds: HashMap<(Origin, Node, Node), Bounds> = HashMap::new();
    for &at in &region.links {
        let link = network.link_at(at);
        let pair = (link.origin, link.from, link.to);
        pairs.insert(pair);
        bounds.entry(pair).or_default().add(link);
    }
    for &at in &region.bounds {
        let bound = &network.bounds[at as usize];
        pairs.insert((Origin::Statement(bound.statement), CALENDAR, bound.node));
    }
    let stated = pairs.iter().filter(|(origin, ..)| matches!(origin, Origin::Statement(_))).count();
    if stated != statements.len() || !bounds.values().all(Bounds::are_total) {
        return false;
    }
    let nodes = region.nodes.len() + usize::from(!region.bounds.is_empty());
    // A connected graph with as many edges as nodes has one ring. Were it not connected, some
    // part would be without a ring, and its statements could be left out.
    pairs.len() == nodes && is_connected(region, &pairs)
}

fn is_connected(region: &Region, pairs: &BTreeSet<(Origin, Node, Node)>) -> bool {
    let mut at: HashMap<Node, usize> = (1..).zip(&region.nodes).map(|(at, &node)| (node, at)).collect();
    at.insert(Node(u32::MAX), 0);
    let mut parent: Vec<usize> = (0..=region.nodes.len()).collect();
    let mut parts = region.nodes.len() + usize::from(!region.bounds.is_empty());
    for (_, from, to) in pairs {
        let (mut one, mut other) = (at[from], at[to]);
        for node in [&mut one, &mut other] {
            while parent[*node] != *node {
                parent[*node] = parent[parent[*node]];
                *node = parent[*node];
            }
        }
        if one != other {
            parent[one] = other;
            parts -= 1;
        }
    }
    parts == 1
}

/// What the links of one statement between two moments ask for together.
#[derive(Clone, Copy, Debug, Default)]
struct Bounds {
    least: Option<(crate::value::Unit, i64)>,
    most: Option<(crate::value::Unit, i64)>,
    mixed: bool,
}

impl Bounds {
    fn add(&mut self, link: &Link) {
        // A month may have days that are the same day of no other month.
        self.mixed |= link.to_the_day;
        if let Some(least) = link.least {
            // "Not earlier" says nothing beside "at least so much later".
            let implied = self.least.is_some_and(|(_, other)| other >= 0 && least == 0);
            let implies = self.least.is_some_and(|(_, other)| other == 0 && least >= 0);
            self.mixed |= self.least.is_some() && !implied && !implies;
            if !implied {
                self.least = Some((link.unit, least));
            }
        }
        if let Some(most) = link.most {
            let implied = self.most.is_some_and(|(_, other)| other <= 0 && most == 0);
            let implies = self.most.is_some_and(|(_, other)| other == 0 && most <= 0);
            self.mixed |= self.most.is_some() && !implied && !implies;
            if !implied {
                self.most = Some((link.unit, most));
            }
        }
    }

    /// Whether some day of the one fits every day of the other, on both sides.
    fn are_total(&self) -> bool {
        !self.mixed
            && match (self.least, self.most) {
                (Some((one, least)), Some((other, most))) => {
                    (one == other && least <= most) || (least <= 0 && most >= 0)
                }
                _ => true,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Unit;

    /// Links of one statement between two moments: unit, least and most.
    fn are_total(links: &[(Unit, Option<i64>, Option<i64>)]) -> bool {
        let mut bounds = Bounds::default();
        for &(unit, least, most) in links {
            let (from, to, origin) = (Node(0), Node(1), Origin::Statement(0));
            bounds.add(&Link { from, to, unit, least, most, origin, to_the_day: false });
        }
        bounds.are_total()
    }

    #[test]
    fn distances_that_leave_a_day_for_every_day() {
        use Unit::{Day, Month, Year};
        assert!(are_total(&[(Year, Some(5), Some(5))]));
        assert!(are_total(&[(Year, Some(5), None)]));
        assert!(are_total(&[(Month, Some(0), None), (Day, None, Some(40))]));
        assert!(are_total(&[(Month, Some(-1), None), (Day, None, Some(0))]));
        // "Not earlier" beside "a month later", and "not later" beside "a month earlier", in any order.
        for [one, other] in [
            [(Month, Some(1), None), (Day, Some(0), None)],
            [(Month, None, Some(-1)), (Day, None, Some(0))],
            [(Month, Some(0), None), (Day, Some(0), None)],
        ] {
            assert!(are_total(&[one, other]) && are_total(&[other, one]), "{one:?} {other:?}");
        }
        for [one, other] in [
            [(Year, Some(5), None), (Year, None, Some(3))],
            [(Month, Some(1), None), (Day, Some(40), None)],
            [(Month, Some(-1), None), (Day, Some(0), None)],
            [(Month, None, Some(1)), (Day, None, Some(0))],
            [(Month, None, Some(-1)), (Day, None, Some(-40))],
            [(Month, Some(1), None), (Day, None, Some(40))],
            [(Month, Some(0), None), (Day, None, Some(-1))],
            // The stronger of two is what counts.
            [(Month, Some(1), None), (Day, Some(0), Some(40))],
            [(Month, None, Some(-1)), (Day, Some(-40), Some(0))],
        ] {
            assert!(!are_total(&[one, other]) && !are_total(&[other, one]), "{one:?} {other:?}");
        }
    }
}
