//! From a conflict to the smallest set of statements that cannot all be true, told as a chain.
//!
//! A conflict gives a few statements that are surely too many. Where the constraints between them
//! make a single ring (moments, and the calendar itself as one more node that every date ties a
//! moment to), none can be left out: what remains is a tree, and days can be chosen along a tree.
//! That is seen in linear time, however long the chain. Otherwise statements are left out by
//! halves (U. Junker, "QuickXplain", 2004).

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::solve::{self, Conflict, Days};
use super::system::{self, HIGHEST, LOWEST, Region, System};
use super::{Contradiction, Link, Network, Node, Origin, Part, Solution, Statement, chain};
use crate::value::{Day, DayRange};

/// Suspects are looked for among this many statements at most: of longer chains a reader learns
/// nothing from the list.
const MOST_SUSPECTS: usize = 16;

/// What may be spent on explaining the contradictions of one region, in constraints looked at: so
/// much, and so many times the region. Far beyond what facts need that people keep.
const SPARE: u64 = 20_000_000;
const TIMES: u64 = 10;

/// What may be spent on advice for one contradiction: suspects, and what best to leave out next.
const ADVICE: usize = 3_000_000;

/// How many contradictions are looked ahead for when one statement is to be left out.
const MOST_AHEAD: usize = 8;

impl Network {
    /// The days of all moments, or why there are none.
    pub fn solve(&self) -> Solution {
        let regions = system::regions(self);
        // Each share needs scratch of the size of the network: a few shares for each thread.
        let share = regions.len().div_ceil(rayon::current_num_threads() * 4).max(64);
        let parts: Vec<Solution> = regions.par_chunks(share).map(|share| self.solve_regions(share)).collect();
        let mut solution = Solution { ranges: vec![None; self.len()], ..Solution::default() };
        let mut nodes = regions.iter().flat_map(|region| &region.nodes);
        for part in parts {
            // The nodes of a share come in the order of its regions.
            for (range, node) in part.ranges.into_iter().zip(&mut nodes) {
                solution.ranges[node.0 as usize] = range;
            }
            solution.contradictions.extend(part.contradictions);
            solution.unsettled.extend(part.unsettled);
            solution.more |= part.more;
        }
        solution
    }

    /// What follows from some regions; ranges in the order of the regions' nodes.
    fn solve_regions(&self, regions: &[Region]) -> Solution {
        let mut solution = Solution::default();
        let mut place = vec![0; self.len()];
        for region in regions {
            let mut search = Search::new(self, region, &mut place);
            match search.run() {
                Some((system, low)) => solution.ranges.extend(ranges(&system, &low).into_iter().map(Some)),
                None => solution.ranges.extend(region.nodes.iter().map(|_| None)),
            }
            solution.more |= search.gave_up;
            if search.unsettled {
                solution.unsettled.extend(search.any_statement());
            }
            solution.contradictions.append(&mut search.found);
        }
        solution
    }

    /// Whether days can be found.
    pub fn is_satisfiable(&self) -> bool {
        let mut place = vec![0; self.len()];
        system::regions(self)
            .iter()
            .all(|region| solve::lowest(&region.system(self, &mut place, |_| true)).is_ok())
    }
}

/// The days of the nodes of a system whose lowest days are known.
fn ranges(system: &System, low: &[i64]) -> Vec<DayRange> {
    low.iter()
        .zip(solve::highest(system))
        .map(|(&low, high)| {
            DayRange::new((low != LOWEST).then_some(Day(low)), (high != HIGHEST).then_some(Day(high)))
        })
        .collect()
}

struct Search<'a> {
    network: &'a Network,
    region: &'a Region,
    place: &'a mut Vec<u32>,
    /// Statements left out because a contradiction that is told already holds them.
    dropped: BTreeSet<Statement>,
    found: Vec<Contradiction>,
    gave_up: bool,
    /// Whether what is left in the end was not followed to its end.
    unsettled: bool,
    left: Cell<u64>,
}

impl<'a> Search<'a> {
    fn new(network: &'a Network, region: &'a Region, place: &'a mut Vec<u32>) -> Self {
        let size = (region.links.len() * 2 + region.nodes.len()) as u64;
        Self {
            network,
            region,
            place,
            dropped: BTreeSet::new(),
            found: Vec::new(),
            gave_up: false,
            unsettled: false,
            left: Cell::new(SPARE.saturating_add(size.saturating_mul(TIMES))),
        }
    }

    /// Finds the contradictions, and the system of all statements that none of them names, with its
    /// lowest days; none where the search was given up.
    fn run(&mut self) -> Option<(System, Vec<i64>)> {
        loop {
            let dropped = &self.dropped;
            let system = self.region.system(self.network, self.place, |at| !dropped.contains(&at));
            let conflict = match solve::lowest(&system) {
                Ok(Days { days, settled }) => {
                    self.unsettled = !settled;
                    if self.found.is_empty() {
                        return Some((system, days));
                    }
                    break;
                }
                Err(conflict) => conflict,
            };
            if !self.spend(&system) {
                self.gave_up = true;
                return None;
            }
            let contradiction = self.explain(&system, &conflict);
            let drop = self.drop_next(&contradiction);
            let solved = !contradiction.suspects.is_empty();
            self.found.push(contradiction);
            if solved {
                break;
            }
            self.dropped.insert(drop);
        }
        // Which of the statements is wrong is not known: nothing is taken from any of them.
        let named: BTreeSet<Statement> =
            self.found.iter().flat_map(|found| &found.statements).copied().collect();
        let system = self.region.system(self.network, self.place, |at| !named.contains(&at));
        let low = solve::lowest(&system).ok()?;
        Some((system, low.days))
    }

    /// Counts the work of looking at a system once.
    fn spend(&self, system: &System) -> bool {
        let cost = (system.edges.len() + system.len()) as u64;
        self.left.set(self.left.get().saturating_sub(cost));
        self.left.get() > 0
    }

    fn explain(&mut self, system: &System, conflict: &Conflict) -> Contradiction {
        let mut statements = self.statements(system, conflict);
        let region = self.region.restricted(self.network, &statements);
        let mut minimal = true;
        if statements.len() > 1 && !self.is_single_ring(&region, &statements) {
            let all = std::mem::take(&mut statements);
            match self.smallest(&region, &all) {
                Some(smallest) => statements = smallest,
                None => (statements, minimal) = (all, false),
            }
            statements.sort_unstable();
        }
        let region = region.restricted(self.network, &statements);
        let chain = chain::of(self.network, &region, self.place, &statements);
        let suspects = self.suspects(&statements);
        Contradiction { statements, chain, suspects, minimal }
    }

    /// The statements that a conflict rests on, sorted, with those that tell of moments which only
    /// rules touch.
    fn statements(&self, system: &System, conflict: &Conflict) -> Vec<Statement> {
        let (edges, mut statements) = match conflict {
            Conflict::Chain { root, edges, sink } => {
                (edges, vec![system.low[*root as usize].by, system.high[*sink as usize].by])
            }
            Conflict::Ring(edges) => (edges, Vec::new()),
            Conflict::Tangle => {
                let bounds = self.region.bounds.iter().map(|&at| self.network.bounds[at as usize].statement);
                let attests = self.region.attests.iter().map(|&at| self.network.attests[at as usize].1);
                let links = self.region.links.iter().filter_map(|&at| self.statement_of(at));
                let all: BTreeSet<Statement> = bounds.chain(attests).chain(links).collect();
                return all.difference(&self.dropped).copied().collect();
            }
        };
        let mut only_ruled: BTreeSet<Node> = BTreeSet::new();
        for &edge in edges {
            let link = system.edges[edge as usize].link;
            match self.statement_of(link) {
                Some(statement) => statements.push(statement),
                None => only_ruled.extend([self.network.link_at(link).from, self.network.link_at(link).to]),
            }
        }
        statements.sort_unstable();
        statements.dedup();
        let attests = || self.region.attests.iter().map(|&at| self.network.attests[at as usize]);
        for (node, statement) in attests() {
            if statements.binary_search(&statement).is_ok() {
                only_ruled.remove(&node);
            }
        }
        for (node, statement) in attests() {
            if !self.dropped.contains(&statement) && only_ruled.remove(&node) {
                statements.push(statement);
            }
        }
        statements.sort_unstable();
        statements
    }

    /// The first statement of the region: what cannot be followed to its end has some.
    fn any_statement(&self) -> Option<Statement> {
        let attested = self.region.attests.first().map(|&at| self.network.attests[at as usize].1);
        attested.or_else(|| self.region.links.iter().find_map(|&at| self.statement_of(at)))
    }

    fn statement_of(&self, link: u32) -> Option<Statement> {
        match self.network.link_at(link).origin {
            Origin::Statement(statement) => Some(statement),
            Origin::Rule(_) => None,
        }
    }

    /// Whether the constraints make one ring in which each statement is one edge that can be walked
    /// from every day: then the set is the smallest.
    fn is_single_ring(&self, region: &Region, statements: &[Statement]) -> bool {
        const CALENDAR: Node = Node(u32::MAX);
        let mut pairs: BTreeSet<(Origin, Node, Node)> = BTreeSet::new();
        let mut bounds: HashMap<(Origin, Node, Node), Bounds> = HashMap::new();
        for &at in &region.links {
            let link = self.network.link_at(at);
            let pair = (link.origin, link.from, link.to);
            pairs.insert(pair);
            bounds.entry(pair).or_default().add(link);
        }
        for &at in &region.bounds {
            let bound = &self.network.bounds[at as usize];
            pairs.insert((Origin::Statement(bound.statement), CALENDAR, bound.node));
        }
        let stated = pairs.iter().filter(|(origin, ..)| matches!(origin, Origin::Statement(_))).count();
        if stated != statements.len() || !bounds.values().all(Bounds::are_total) {
            return false;
        }
        let nodes = region.nodes.len() + usize::from(!region.bounds.is_empty());
        // A connected graph with as many edges as nodes has one ring. Were it not connected, some
        // part would be without a ring, and its statements could be left out.
        pairs.len() == nodes && self.is_connected(region, &pairs)
    }

    fn is_connected(&self, region: &Region, pairs: &BTreeSet<(Origin, Node, Node)>) -> bool {
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

    /// A smallest part of the statements that still cannot all be true; none where that became
    /// too dear.
    fn smallest(&mut self, region: &Region, statements: &[Statement]) -> Option<Vec<Statement>> {
        let mut kept = Vec::new();
        self.halve(region, &mut kept, false, statements)
    }

    /// What has to be added from `open` to `kept` to contradict, all of which does.
    fn halve(
        &mut self,
        region: &Region,
        kept: &mut Vec<Statement>,
        grew: bool,
        open: &[Statement],
    ) -> Option<Vec<Statement>> {
        if grew && self.contradicts(region, kept)? {
            return Some(Vec::new());
        }
        if open.len() == 1 {
            return Some(open.to_vec());
        }
        let (first, second) = open.split_at(open.len() / 2);
        let before = kept.len();
        kept.extend(first);
        let of_second = self.halve(region, kept, true, second)?;
        kept.truncate(before);
        kept.extend(&of_second);
        let mut of_first = self.halve(region, kept, !of_second.is_empty(), first)?;
        kept.truncate(before);
        of_first.extend(of_second);
        Some(of_first)
    }

    fn contradicts(&mut self, region: &Region, statements: &[Statement]) -> Option<bool> {
        let mut sorted = statements.to_vec();
        sorted.sort_unstable();
        let system = region.system(self.network, self.place, |at| sorted.binary_search(&at).is_ok());
        if !self.spend(&system) {
            return None;
        }
        match solve::lowest(&system) {
            Ok(Days { settled, .. }) => settled.then_some(false),
            Err(_) => Some(true),
        }
    }

    /// Those without which everything else around can be true.
    fn suspects(&mut self, statements: &[Statement]) -> Vec<Statement> {
        let cost = (self.region.links.len() * 2 + self.region.nodes.len()) * statements.len();
        if statements.len() > MOST_SUSPECTS || cost > ADVICE {
            return Vec::new();
        }
        statements
            .iter()
            .copied()
            .filter(|&one| {
                let dropped = &self.dropped;
                let kept = |at| at != one && !dropped.contains(&at);
                let system = self.region.system(self.network, self.place, kept);
                self.spend(&system) && solve::lowest(&system).is_ok_and(|low| low.settled)
            })
            .collect()
    }

    /// The statement to leave out so that what contradicts besides can be seen: the one without
    /// which the least is left, so that a wrong statement among many right ones is told of once;
    /// else the one that the chain ends with.
    fn drop_next(&mut self, contradiction: &Contradiction) -> Statement {
        let statements = &contradiction.statements;
        let last = contradiction.chain.iter().rev().find_map(|part| match part {
            Part::Bound { statement, .. } | Part::Told { statement, .. } => Some(*statement),
            Part::Link { origin: Origin::Statement(statement), .. } => Some(*statement),
            Part::Link { .. } => None,
        });
        let last = last.unwrap_or(statements[0]);
        let cost = (self.region.links.len() * 2 + self.region.nodes.len()) * statements.len();
        if !contradiction.suspects.is_empty() || statements.len() > MOST_SUSPECTS || cost > ADVICE {
            return last;
        }
        let fewest = statements.iter().copied().map(|one| (self.left_without(one), one != last, one)).min();
        fewest.map_or(last, |(_, _, one)| one)
    }

    /// About how many contradictions are left where a statement is left out: each time one is met,
    /// what stands at its end is left out as well.
    fn left_without(&mut self, one: Statement) -> usize {
        let mut dropped = self.dropped.clone();
        dropped.insert(one);
        for count in 0..MOST_AHEAD {
            let system = self.region.system(self.network, self.place, |at| !dropped.contains(&at));
            let conflict = match solve::lowest(&system) {
                Ok(_) => return count,
                Err(_) if !self.spend(&system) => return MOST_AHEAD,
                Err(conflict) => conflict,
            };
            match conflict {
                Conflict::Chain { sink, .. } => dropped.insert(system.high[sink as usize].by),
                Conflict::Ring(edges) => {
                    let stated =
                        edges.iter().find_map(|&at| self.statement_of(system.edges[at as usize].link));
                    let Some(stated) = stated else { return MOST_AHEAD };
                    dropped.insert(stated)
                }
                Conflict::Tangle => return MOST_AHEAD,
            };
        }
        MOST_AHEAD
    }
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
            bounds.add(&Link { from, to, unit, least, most, origin });
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
