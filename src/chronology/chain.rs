//! A smallest set that contradicts itself, told as a chain: from a date over distances and rules to
//! the date that does not fit, or once round a ring.

use std::collections::{BTreeSet, HashMap};

use super::solve::{self, Conflict};
use super::system::Region;
use super::{Link, Network, Node, Origin, Part, Statement};
use crate::value::DayRange;

/// The chain of a smallest set, whose constraints the region is.
pub(super) fn of(
    network: &Network,
    region: &Region,
    place: &mut [u32],
    statements: &[Statement],
) -> Vec<Part> {
    Telling { network, region }.tell(place, statements)
}

struct Telling<'a> {
    network: &'a Network,
    region: &'a Region,
}

impl Telling<'_> {
    fn tell(&self, place: &mut [u32], statements: &[Statement]) -> Vec<Part> {
        let system = self.region.system(self.network, place, |_| true);
        let conflict = solve::lowest(&system).err().unwrap_or(Conflict::Tangle);
        let mut of_pair: HashMap<(Origin, Node, Node), Vec<u32>> = HashMap::new();
        for &at in &self.region.links {
            let Link { origin, from, to, .. } = *self.network.link_at(at);
            of_pair.entry((origin, from, to)).or_default().push(at);
        }
        let part = |edge: u32| {
            let edge = &system.edges[edge as usize];
            let link = self.network.link_at(edge.link);
            Part::Link {
                links: of_pair[&(link.origin, link.from, link.to)].clone(),
                from: system.nodes[edge.from as usize],
                to: system.nodes[edge.to as usize],
                origin: link.origin,
            }
        };
        let bound = |node: u32, statement: Statement| {
            let node = system.nodes[node as usize];
            let range = self.bound_of(node, statement);
            Part::Bound { node, range, statement }
        };
        let mut chain: Vec<Part> = match &conflict {
            Conflict::Chain { root, edges, sink } => {
                let first = bound(*root, system.low[*root as usize].by);
                let last = bound(*sink, system.high[*sink as usize].by);
                std::iter::once(first).chain(edges.iter().map(|&at| part(at))).chain([last]).collect()
            }
            Conflict::Ring(edges) => edges.iter().map(|&at| part(at)).collect(),
            Conflict::Tangle => self.list(&of_pair),
        };
        if !matches!(conflict, Conflict::Tangle) {
            self.orient(&mut chain, matches!(conflict, Conflict::Ring(_)));
        }
        self.tell_of_moments(statements, &mut chain);
        chain
    }

    /// The range in which a statement holds a node.
    fn bound_of(&self, node: Node, statement: Statement) -> DayRange {
        self.region
            .bounds
            .iter()
            .map(|&at| &self.network.bounds[at as usize])
            .filter(|bound| bound.node == node && bound.statement == statement)
            .fold(DayRange::ALL, |range, bound| range.intersection(&bound.range).unwrap_or(range))
    }

    /// The constraints of a set whose chain is not known, one after the other.
    fn list(&self, of_pair: &HashMap<(Origin, Node, Node), Vec<u32>>) -> Vec<Part> {
        let mut links: Vec<_> = of_pair.iter().collect();
        links.sort_unstable();
        let links = links.into_iter().map(|(&(origin, from, to), links)| Part::Link {
            links: links.clone(),
            from,
            to,
            origin,
        });
        let mut bounds: Vec<(Node, Statement)> = self
            .region
            .bounds
            .iter()
            .map(|&at| (self.network.bounds[at as usize].node, self.network.bounds[at as usize].statement))
            .collect();
        bounds.sort_unstable();
        bounds.dedup();
        let bounds = bounds.into_iter().map(|(node, statement)| Part::Bound {
            node,
            range: self.bound_of(node, statement),
            statement,
        });
        bounds.chain(links).collect()
    }

    /// Turns a chain so that a reader walks as the statements do: from what a relative date is told
    /// from to what it tells, and with the rules from the earlier to the later.
    fn orient(&self, chain: &mut [Part], ring: bool) {
        let (mut along, mut against) = (0, 0);
        for part in chain.iter() {
            if let Part::Link { links, from, .. } = part {
                if self.network.link_at(links[0]).from == *from { along += 1 } else { against += 1 }
            }
        }
        let first = |part: Option<&Part>| match part {
            Some(Part::Bound { statement, .. }) => Some(*statement),
            _ => None,
        };
        if against > along || (against == along && first(chain.last()) < first(chain.first())) {
            chain.reverse();
            for part in chain.iter_mut() {
                if let Part::Link { from, to, .. } = part {
                    std::mem::swap(from, to);
                }
            }
        }
        if ring {
            let origin = |part: &Part| match part {
                Part::Link { origin, .. } => *origin,
                Part::Bound { statement, .. } | Part::Told { statement, .. } => Origin::Statement(*statement),
            };
            let start = (0..chain.len()).min_by_key(|&at| origin(&chain[at])).unwrap_or(0);
            chain.rotate_left(start);
        }
    }

    /// Adds the statements that the chain needs only because they tell of a moment.
    fn tell_of_moments(&self, statements: &[Statement], chain: &mut Vec<Part>) {
        let mut silent: BTreeSet<Statement> = statements.iter().copied().collect();
        for part in chain.iter() {
            match part {
                Part::Bound { statement, .. }
                | Part::Told { statement, .. }
                | Part::Link { origin: Origin::Statement(statement), .. } => {
                    silent.remove(statement);
                }
                Part::Link { .. } => {}
            }
        }
        for &at in &self.region.attests {
            let (node, statement) = self.network.attests[at as usize];
            if !silent.remove(&statement) {
                continue;
            }
            let touches =
                |part: &Part| matches!(part, Part::Link { from, to, .. } if *from == node || *to == node);
            let place = chain.iter().position(touches).unwrap_or(chain.len());
            chain.insert(place, Part::Told { node, statement });
        }
    }
}
