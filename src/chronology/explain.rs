//! From a conflict to the smallest set of statements that cannot all be true, told as a chain.
//!
//! A conflict gives a few statements that are surely too many. Where the constraints between them
//! make a single ring (moments, and the calendar itself as one more node that every date ties a
//! moment to), none can be left out: what remains is a tree, and days can be chosen along a tree.
//! That is seen in linear time, however long the chain. Otherwise statements are left out by
//! halves (U. Junker, "QuickXplain", 2004).

use std::collections::BTreeSet;

use super::search::Search;
use super::solve::{self, Conflict, Days};
use super::system::{Region, System};
use super::{Contradiction, Node, Origin, Part, Statement, chain, ring};

/// Suspects are looked for among this many statements at most: of longer chains a reader learns
/// nothing from the list.
const MOST_SUSPECTS: usize = 16;

/// What may be spent on advice for one contradiction: suspects, and what best to leave out next.
const ADVICE: usize = 3_000_000;

/// How many contradictions are looked ahead for when one statement is to be left out.
const MOST_AHEAD: usize = 8;

impl Search<'_> {
    /// Counts the work of looking at a system once.
    pub(super) fn spend(&self, system: &System) -> bool {
        let cost = (system.edges.len() + system.len()) as u64;
        self.left.set(self.left.get().saturating_sub(cost));
        self.left.get() > 0
    }

    /// The statements of a smallest contradiction that a conflict shows, and whether it surely is.
    pub(super) fn smallest_of(&mut self, system: &System, conflict: &Conflict) -> (Vec<Statement>, bool) {
        let mut statements = self.statements(system, conflict);
        let region = self.region.restricted(self.network, &statements);
        let mut minimal = true;
        if statements.len() > 1 && !ring::is_single(self.network, &region, &statements) {
            let all = std::mem::take(&mut statements);
            match self.smallest(&region, &all) {
                Some(smallest) => statements = smallest,
                None => (statements, minimal) = (all, false),
            }
            statements.sort_unstable();
        }
        (statements, minimal)
    }

    /// A smallest contradiction in full: how its statements contradict, and which to look at first.
    pub(super) fn tell(&mut self, statements: Vec<Statement>, minimal: bool) -> Contradiction {
        let region = self.region.restricted(self.network, &statements);
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
    pub(super) fn any_statement(&self) -> Option<Statement> {
        let attested = self.region.attests.first().map(|&at| self.network.attests[at as usize].1);
        attested.or_else(|| self.region.links.iter().find_map(|&at| self.statement_of(at)))
    }

    fn statement_of(&self, link: u32) -> Option<Statement> {
        match self.network.link_at(link).origin {
            Origin::Statement(statement) => Some(statement),
            Origin::Rule(_) => None,
        }
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

    pub(super) fn contradicts(&mut self, region: &Region, statements: &[Statement]) -> Option<bool> {
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
    pub(super) fn drop_next(&mut self, contradiction: &Contradiction) -> Statement {
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
