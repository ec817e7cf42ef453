//! A network, or a part of it, laid out for raising: bounds of each node and one-sided constraints
//! grouped by the node that they start from.

use super::{Link, Network, Node, Origin, Says, Statement, shifted};
use crate::map::Map;
use crate::value::{Day, Unit};

/// No bound from below.
pub(super) const LOWEST: i64 = i64::MIN;
/// No bound from above.
pub(super) const HIGHEST: i64 = i64::MAX;
/// No statement.
pub(super) const NOBODY: Statement = Statement::MAX;

/// The node at `to` is not earlier than the first day of the unit that lies `shift` units from
/// that of the node at `from`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) unit: Unit,
    pub(super) shift: i64,
    /// Index of the constraint in the network.
    pub(super) link: u32,
    /// Whether the same day of the month is meant, and to which side of it: see [`Side`].
    pub(super) to_the_day: Option<Side>,
}

/// Which of the two constraints an edge is that make a distance "to the day".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The far day is not before the same day of the month.
    NotBefore,
    /// Told from the far day: it is not after the same day of the month.
    NotAfter,
}

impl Edge {
    /// The earliest day at `to` for a day at `from`.
    pub(super) fn raise(&self, day: i64) -> i64 {
        match self.to_the_day {
            Some(Side::NotBefore) => return Day(day).anniversary(self.shift).0.0,
            Some(Side::NotAfter) => return Day(day).first_with_anniversary(-self.shift).0,
            None => {}
        }
        match self.unit {
            Unit::Day => shifted_day(day, self.shift),
            unit => Day::first_of(unit, shifted(Day(day).index(unit), self.shift)).0,
        }
    }

    /// The latest day at `from` for a day at `to`.
    pub(super) fn lower(&self, day: i64) -> i64 {
        match self.to_the_day {
            Some(Side::NotBefore) => return Day(day).last_with_anniversary(self.shift).0,
            Some(Side::NotAfter) => return Day(day).anniversary(-self.shift).1.0,
            None => {}
        }
        match self.unit {
            Unit::Day => shifted_day(day, -self.shift),
            unit => Day::last_of(unit, shifted(Day(day).index(unit), -self.shift)).0,
        }
    }
}

fn shifted_day(day: i64, by: i64) -> i64 {
    // Days of the farthest year that indices are held at.
    const FARTHEST_DAY: i64 = super::FARTHEST * 366;
    day.saturating_add(by).clamp(-FARTHEST_DAY, FARTHEST_DAY)
}

/// Nodes with the edges that start from each, in one array.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    starts: Vec<u32>,
    edges: Vec<u32>,
}

impl Adjacency {
    fn new(nodes: usize, ends: impl Iterator<Item = u32> + Clone) -> Self {
        let mut starts = vec![0u32; nodes + 1];
        for node in ends.clone() {
            starts[node as usize + 1] += 1;
        }
        for at in 0..nodes {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut edges = vec![0; starts[nodes] as usize];
        for (edge, node) in (0..).zip(ends) {
            edges[next[node as usize] as usize] = edge;
            next[node as usize] += 1;
        }
        Self { starts, edges }
    }

    pub(super) fn of(&self, node: u32) -> &[u32] {
        &self.edges[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }
}

/// A bound with the statement that gives it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub(super) day: i64,
    pub(super) by: Statement,
}

/// How often the nodes of a part may be moved. Facts that people keep need a few moves for each
/// constraint. Rings of several units that hold each other up may need some 150,000 for each: as many
/// days as the calendar takes to repeat itself. All parts together get what takes some seconds.
fn patience(edges: usize, links: usize) -> u64 {
    const ALL: u64 = 400_000_000;
    const LEAST: u64 = 600_000;
    const MOST: u64 = 20_000_000;
    const EACH: u64 = 200;
    let (edges, all) = (edges as u64, (links as u64 * 2).max(1));
    let share = ALL.saturating_mul(edges) / all;
    share.clamp(LEAST, MOST).saturating_add(edges.saturating_mul(EACH))
}

/// A connected part of a network, or the part of it that some statements make.
#[derive(Clone, Debug, Default)]
pub(super) struct System {
    /// The network's nodes.
    pub(super) nodes: Vec<Node>,
    pub(super) low: Vec<Limit>,
    pub(super) high: Vec<Limit>,
    pub(super) edges: Vec<Edge>,
    pub(super) out: Adjacency,
    pub(super) into: Adjacency,
    /// How often nodes may be moved before nothing more is said.
    pub(super) patience: u64,
}

impl System {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
}

/// Which way nodes are raised: up to their earliest days, or with the axis of time turned round, where
/// a day `d` is kept as `-d`, to their latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Upwards,
    Downwards,
}

impl Direction {
    /// From which node an edge raises which.
    pub(super) fn ends(self, edge: &Edge) -> (u32, u32) {
        match self {
            Self::Upwards => (edge.from, edge.to),
            Self::Downwards => (edge.to, edge.from),
        }
    }

    /// The edges by which a node raises others.
    pub(super) fn edges(self, system: &System, node: u32) -> &[u32] {
        match self {
            Self::Upwards => system.out.of(node),
            Self::Downwards => system.into.of(node),
        }
    }
}

/// What a system is made from: the constraints of a part of the network, by index.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    pub(super) nodes: Vec<Node>,
    pub(super) bounds: Vec<u32>,
    pub(super) links: Vec<u32>,
    pub(super) attests: Vec<u32>,
    /// What was set aside, by index.
    pub(super) asides: Vec<u32>,
}

impl Region {
    /// The system of all constraints whose statements are kept, and of the rules between moments
    /// that kept statements tell of. `place` is scratch: one entry for each node of the network.
    pub(super) fn system(
        &self,
        network: &Network,
        place: &mut [u32],
        kept: impl Fn(Statement) -> bool,
    ) -> System {
        for (at, node) in (0..).zip(&self.nodes) {
            place[node.0 as usize] = at;
        }
        let at = |node: Node| place[node.0 as usize];
        let mut attested = vec![false; self.nodes.len()];
        for &index in &self.attests {
            let (node, statement) = network.attests[index as usize];
            if kept(statement) {
                attested[at(node) as usize] = true;
            }
        }
        let mut low = vec![Limit { day: LOWEST, by: NOBODY }; self.nodes.len()];
        let mut high = vec![Limit { day: HIGHEST, by: NOBODY }; self.nodes.len()];
        for &index in &self.bounds {
            let bound = &network.bounds[index as usize];
            if !kept(bound.statement) {
                continue;
            }
            let node = at(bound.node) as usize;
            if let Some(day) = bound.range.earliest.filter(|day| day.0 > low[node].day) {
                low[node] = Limit { day: day.0, by: bound.statement };
            }
            if let Some(day) = bound.range.latest.filter(|day| day.0 < high[node].day) {
                high[node] = Limit { day: day.0, by: bound.statement };
            }
        }
        let mut edges = Vec::with_capacity(self.links.len() * 2);
        for &index in &self.links {
            let Link { from, to, unit, least, most, origin, to_the_day } = network.links[index as usize];
            let (from, to) = (at(from), at(to));
            let holds = match origin {
                Origin::Statement(statement) => kept(statement),
                Origin::Rule(_) => attested[from as usize] && attested[to as usize],
            };
            if !holds {
                continue;
            }
            if let Some(shift) = least {
                let to_the_day = to_the_day.then_some(Side::NotBefore);
                edges.push(Edge { from, to, unit, shift, link: index, to_the_day });
            }
            if let Some(most) = most {
                let to_the_day = to_the_day.then_some(Side::NotAfter);
                edges.push(Edge { from: to, to: from, unit, shift: -most, link: index, to_the_day });
            }
        }
        let out = Adjacency::new(self.nodes.len(), edges.iter().map(|edge| edge.from));
        let into = Adjacency::new(self.nodes.len(), edges.iter().map(|edge| edge.to));
        let patience = network.patience.unwrap_or_else(|| patience(edges.len(), network.links.len()));
        System { nodes: self.nodes.clone(), low, high, edges, out, into, patience }
    }

    /// The same, with what was set aside of some statements.
    pub(super) fn with_asides(&self, network: &Network, of: impl Fn(Statement) -> bool) -> Self {
        let mut region = self.clone();
        for aside in self.asides.iter().map(|&at| network.asides[at as usize]) {
            if of(aside.statement) {
                match aside.says {
                    Says::Bound(at) => region.bounds.push(at),
                    Says::Link(at) => region.links.push(at),
                }
            }
        }
        region.asides.clear();
        region
    }

    /// The part that only some statements make.
    pub(super) fn restricted(&self, network: &Network, statements: &[Statement]) -> Self {
        let kept = |statement| statements.binary_search(&statement).is_ok();
        let bounds: Vec<u32> =
            self.bounds.iter().copied().filter(|&at| kept(network.bounds[at as usize].statement)).collect();
        let attests: Vec<u32> =
            self.attests.iter().copied().filter(|&at| kept(network.attests[at as usize].1)).collect();
        let mut nodes: Vec<Node> = attests.iter().map(|&at| network.attests[at as usize].0).collect();
        nodes.extend(bounds.iter().map(|&at| network.bounds[at as usize].node));
        for &at in &self.links {
            let link = &network.links[at as usize];
            if matches!(link.origin, Origin::Statement(statement) if kept(statement)) {
                nodes.extend([link.from, link.to]);
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        let has = |node: Node| nodes.binary_search(&node).is_ok();
        let links = self
            .links
            .iter()
            .copied()
            .filter(|&at| {
                let link = &network.links[at as usize];
                match link.origin {
                    Origin::Statement(statement) => kept(statement),
                    Origin::Rule(_) => has(link.from) && has(link.to),
                }
            })
            .collect();
        Self { nodes, bounds, links, attests, asides: Vec::new() }
    }
}

/// The parts of a network that no constraint connects.
pub(super) fn regions(network: &Network) -> Vec<Region> {
    let mut parent: Vec<u32> = (0..network.nodes).collect();
    for link in &network.links {
        let (one, other) = (find(&mut parent, link.from.0), find(&mut parent, link.to.0));
        // The smaller number leads, so that regions come in the order of their first nodes.
        parent[one.max(other) as usize] = one.min(other);
    }
    // Two moments of one statement stand or fall together, too.
    let mut first: Map<Statement, u32> = Map::default();
    let told = network.bounds.iter().map(|bound| (bound.node, bound.statement));
    for (node, statement) in told.chain(network.attests.iter().copied()) {
        let other = *first.entry(statement).or_insert(node.0);
        let (one, other) = (find(&mut parent, node.0), find(&mut parent, other));
        parent[one.max(other) as usize] = one.min(other);
    }
    let mut regions: Vec<Region> = Vec::new();
    let mut number = vec![u32::MAX; network.len()];
    let mut of = |node: Node, parent: &mut Vec<u32>, regions: &mut Vec<Region>| {
        let root = find(parent, node.0) as usize;
        if number[root] == u32::MAX {
            number[root] = u32::try_from(regions.len()).unwrap_or(u32::MAX);
            regions.push(Region::default());
        }
        number[root] as usize
    };
    for node in (0..network.nodes).map(Node) {
        let region = of(node, &mut parent, &mut regions);
        regions[region].nodes.push(node);
    }
    let mut aside: Vec<(bool, u32)> = network.asides.iter().map(|aside| aside.says.into()).collect();
    aside.sort_unstable();
    let is_aside = |is_link: bool, at: u32| aside.binary_search(&(is_link, at)).is_ok();
    for (at, bound) in (0..).zip(&network.bounds).filter(|(at, _)| !is_aside(false, *at)) {
        let region = of(bound.node, &mut parent, &mut regions);
        regions[region].bounds.push(at);
    }
    for (at, link) in (0..).zip(&network.links).filter(|(at, _)| !is_aside(true, *at)) {
        let region = of(link.from, &mut parent, &mut regions);
        regions[region].links.push(at);
    }
    for (at, (node, _)) in (0..).zip(&network.attests) {
        let region = of(*node, &mut parent, &mut regions);
        regions[region].attests.push(at);
    }
    for (at, aside) in (0..).zip(&network.asides) {
        let region = of(aside.node, &mut parent, &mut regions);
        regions[region].asides.push(at);
    }
    regions
}

impl From<Says> for (bool, u32) {
    fn from(says: Says) -> Self {
        match says {
            Says::Bound(at) => (false, at),
            Says::Link(at) => (true, at),
        }
    }
}

fn find(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}
