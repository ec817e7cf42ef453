//! All contradictions of a region: what is found first, and behind what is known all the rest.
//!
//! A known contradiction must hide no other. So one statement of each known set is left out, in every
//! possible way, and what is left is looked at again (R. Reiter, "A theory of diagnosis from first
//! principles", 1987: the tree of hitting sets). When that comes to its end and nothing was found,
//! every smallest contradiction is a known one: for one that is not, each known set has a statement
//! outside of it, and leaving those out it still stands. The work is counted, and what was not looked
//! at is told.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::solve::{self, Days};
use super::system::{self, HIGHEST, LOWEST, Region, System};
use super::{Contradiction, Network, Solution, Statement, ring};
use crate::value::{Day, DayRange};

/// What may be spent on explaining the contradictions of one region, in constraints looked at: so
/// much, and so many times the region. Far beyond what facts need that people keep.
const SPARE: u64 = 20_000_000;
const TIMES: u64 = 10;

impl Network {
    /// The days of all moments, or why there are none.
    pub fn solve(&self) -> Solution {
        let regions = system::regions(self);
        let known = self.known_by_region(&regions);
        // Each share needs scratch of the size of the network: a few shares for each thread.
        let share = regions.len().div_ceil(rayon::current_num_threads() * 4).max(64);
        let parts: Vec<Solution> = regions
            .par_chunks(share)
            .enumerate()
            .map(|(at, regions)| self.solve_regions(regions, at * share, &known))
            .collect();
        let mut solution = Solution { ranges: vec![None; self.len()], ..Solution::default() };
        let mut nodes = regions.iter().flat_map(|region| &region.nodes);
        for part in parts {
            // The nodes of a share come in the order of its regions.
            for (range, node) in part.ranges.into_iter().zip(&mut nodes) {
                solution.ranges[node.0 as usize] = range;
            }
            solution.contradictions.extend(part.contradictions);
            solution.unsettled.extend(part.unsettled);
            solution.unfollowed.extend(part.unfollowed);
            solution.more |= part.more;
        }
        solution
    }

    /// The known sets that lie in a region, by its index.
    fn known_by_region(&self, regions: &[Region]) -> HashMap<usize, Vec<&[Statement]>> {
        let mut known: HashMap<usize, Vec<&[Statement]>> = HashMap::new();
        if self.known.is_empty() {
            return known;
        }
        let mut place: HashMap<Statement, usize> = HashMap::new();
        for (at, region) in regions.iter().enumerate() {
            for statement in region.statements(self) {
                place.insert(statement, at);
            }
        }
        for set in &self.known {
            let Some(at) = set.first().and_then(|first| place.get(first)) else { continue };
            if set.iter().all(|statement| place.get(statement) == Some(at)) {
                known.entry(*at).or_default().push(set);
            }
        }
        known
    }

    /// What follows from some regions, the first of which has an index; ranges in the order of the
    /// regions' nodes.
    fn solve_regions(
        &self,
        regions: &[Region],
        first: usize,
        known: &HashMap<usize, Vec<&[Statement]>>,
    ) -> Solution {
        let mut solution = Solution::default();
        let mut place = vec![0; self.len()];
        for (at, region) in (first..).zip(regions) {
            let known = known.get(&at).map_or(&[][..], Vec::as_slice);
            self.solve_region(region, known, &mut place, &mut solution);
        }
        solution
    }

    fn solve_region(
        &self,
        region: &Region,
        known: &[&[Statement]],
        place: &mut Vec<u32>,
        solution: &mut Solution,
    ) {
        let mut search = Search::new(self, region, place);
        let mut told: Vec<Contradiction> = known.iter().filter_map(|set| search.known(set)).collect();
        search.known = told.iter().map(|known| known.statements.clone()).collect();
        let looks_behind = !told.is_empty();
        search.walk(BTreeSet::new(), Wanted::All);
        if search.unsettled {
            solution.unsettled.extend(search.any_statement());
        }
        let found = std::mem::take(&mut search.found);
        told.extend(found.into_iter().map(|found| found.contradiction));
        let mut follows = search.follows(&told, looks_behind);
        let before = told.len();
        if !region.asides.is_empty() {
            search.try_asides(&mut told, follows.as_ref());
        }
        if told.len() > before {
            follows = search.follows(&told, looks_behind);
        }
        match follows {
            Some(follows) => solution.ranges.extend(follows.into_iter().map(Some)),
            None => solution.ranges.extend(region.nodes.iter().map(|_| None)),
        }
        if search.gave_up {
            solution.more = true;
            if looks_behind || told.is_empty() {
                solution.unfollowed.extend(search.any_statement());
            }
        }
        solution.contradictions.append(&mut told);
    }

    /// Whether days can be found.
    pub fn is_satisfiable(&self) -> bool {
        let mut place = vec![0; self.len()];
        system::regions(self)
            .iter()
            .all(|region| solve::lowest(&region.system(self, &mut place, |_| true)).is_ok())
    }

    /// Whether some statements contradict each other, whatever else is said.
    pub fn contradict(&self, statements: &[Statement]) -> bool {
        let mut place = vec![0; self.len()];
        let mut sorted = statements.to_vec();
        sorted.sort_unstable();
        system::regions(self).iter().any(|region| {
            [region.clone(), region.with_asides(self, |_| true)].iter().any(|region| {
                let region = region.restricted(self, &sorted);
                solve::lowest(&region.system(self, &mut place, |at| sorted.binary_search(&at).is_ok()))
                    .is_err()
            })
        })
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

/// Which contradictions are to be told.
#[derive(Clone, Copy)]
enum Wanted {
    All,
    /// Those that name a statement.
    Naming(Statement),
    /// Those between different moments.
    BetweenMoments,
}

/// What became of a look at what is left.
enum Look {
    /// All that is left can be true.
    Rests,
    /// What contradicts is told.
    Told,
    /// One more contradiction is known that is not to be told.
    Known,
    GaveUp,
}

struct Found {
    contradiction: Contradiction,
    /// The statement to leave out so that what contradicts besides can be seen.
    drop: Statement,
}

pub(super) struct Search<'a> {
    pub(super) network: &'a Network,
    pub(super) region: &'a Region,
    pub(super) place: &'a mut Vec<u32>,
    /// Statements left out because a contradiction that is told or known already holds them.
    pub(super) dropped: BTreeSet<Statement>,
    pub(super) left: Cell<u64>,
    /// Contradictions to look behind, which are not told here.
    known: Vec<Vec<Statement>>,
    found: Vec<Found>,
    /// The system of all statements, where they can all be true, with its lowest days.
    whole: Option<(System, Vec<i64>)>,
    gave_up: bool,
    /// Whether what is left in the end was not followed to its end.
    unsettled: bool,
}

impl<'a> Search<'a> {
    fn new(network: &'a Network, region: &'a Region, place: &'a mut Vec<u32>) -> Self {
        let size = (region.links.len() * 2 + region.nodes.len()) as u64;
        let ample = SPARE.saturating_add(size.saturating_mul(TIMES));
        Self {
            network,
            region,
            place,
            dropped: BTreeSet::new(),
            left: Cell::new(network.spare.unwrap_or(ample)),
            known: Vec::new(),
            found: Vec::new(),
            whole: None,
            gave_up: false,
            unsettled: false,
        }
    }

    /// A search in another region, with what is left to spend here.
    fn within<R>(&mut self, region: &Region, search: impl FnOnce(&mut Search<'_>) -> R) -> R {
        let mut other = Search::new(self.network, region, self.place);
        other.left = Cell::new(self.left.get());
        let result = search(&mut other);
        let (left, gave_up) = (other.left.get(), other.gave_up);
        self.left.set(left);
        self.gave_up |= gave_up;
        result
    }

    /// A set that is said to be known, where it contradicts and none of it can be left out.
    fn known(&mut self, statements: &[Statement]) -> Option<Contradiction> {
        if self.is_smallest(statements) {
            return Some(self.tell(statements.to_vec(), true));
        }
        // What was set aside contradicts, too, but for quarrels over one moment.
        if self.region.asides.is_empty() || self.is_quarrel(statements) {
            return None;
        }
        let region = self.region.with_asides(self.network, |at| statements.binary_search(&at).is_ok());
        self.within(&region, |search| {
            search.is_smallest(statements).then(|| search.tell(statements.to_vec(), true))
        })
    }

    fn is_smallest(&mut self, statements: &[Statement]) -> bool {
        let region = self.region.restricted(self.network, statements);
        if self.contradicts(&region, statements) != Some(true) {
            return false;
        }
        // Where that becomes too dear it is taken for granted, as where it was told.
        ring::is_single(self.network, &region, statements)
            || (0..statements.len()).all(|at| {
                let rest = [&statements[..at], &statements[at + 1..]].concat();
                self.contradicts(&region, &rest) != Some(true)
            })
    }

    /// Whether several statements tell of one moment only.
    fn is_quarrel(&self, statements: &[Statement]) -> bool {
        let attests = || self.region.attests.iter().map(|&at| self.network.attests[at as usize]);
        let node = |statement: Statement| attests().find(|&(_, by)| by == statement).map(|(node, _)| node);
        let first = statements.first().and_then(|&first| node(first));
        statements.len() > 1 && first.is_some() && statements.iter().all(|&other| node(other) == first)
    }

    /// Looks at all that is left where some statements are left out, behind all that is known.
    fn walk(&mut self, from: BTreeSet<Statement>, wanted: Wanted) {
        let mut seen: HashSet<BTreeSet<Statement>> = HashSet::new();
        // What can be left out so that all the rest can be true.
        let mut rests: Vec<BTreeSet<Statement>> = Vec::new();
        let mut open = vec![from];
        while let Some(dropped) = open.pop() {
            let cost = (self.known.len() + rests.len()) as u64;
            self.left.set(self.left.get().saturating_sub(cost));
            if rests.iter().any(|rest| rest.is_subset(&dropped)) {
                continue;
            }
            if let Some(known) =
                self.known.iter().find(|known| known.iter().all(|one| !dropped.contains(one)))
            {
                for &one in known.iter().rev() {
                    let mut more = dropped.clone();
                    more.insert(one);
                    if seen.insert(more.clone()) {
                        open.push(more);
                    }
                }
                continue;
            }
            if self.left.get() == 0 {
                self.gave_up = true;
                break;
            }
            self.dropped.clone_from(&dropped);
            match self.look(wanted) {
                Look::Rests => rests.push(dropped),
                Look::Told => {}
                Look::Known => open.push(dropped),
                Look::GaveUp => {
                    self.gave_up = true;
                    break;
                }
            }
        }
        self.dropped.clear();
    }

    /// Tells what contradicts in all that is not left out.
    fn look(&mut self, wanted: Wanted) -> Look {
        let mut told = false;
        loop {
            let dropped = &self.dropped;
            let stands = |found: &&Found| {
                found.contradiction.statements.iter().all(|statement| !dropped.contains(statement))
            };
            if let Some(found) = self.found.iter().find(stands) {
                told = true;
                if !found.contradiction.suspects.is_empty() {
                    return Look::Told;
                }
                let drop = found.drop;
                self.dropped.insert(drop);
                continue;
            }
            let system = self.region.system(self.network, self.place, |at| !dropped.contains(&at));
            let affordable = self.spend(&system);
            let conflict = match solve::lowest(&system) {
                Ok(Days { days, settled }) => {
                    self.unsettled |= !settled;
                    if self.dropped.is_empty() {
                        self.whole = Some((system, days));
                    }
                    return if told { Look::Told } else { Look::Rests };
                }
                Err(conflict) => conflict,
            };
            if !affordable {
                return Look::GaveUp;
            }
            let (statements, minimal) = self.smallest_of(&system, &conflict);
            let is_wanted = match wanted {
                Wanted::All => true,
                Wanted::Naming(one) => statements.contains(&one),
                Wanted::BetweenMoments => !self.is_quarrel(&statements),
            };
            if !is_wanted {
                self.known.push(statements);
                return Look::Known;
            }
            let contradiction = self.tell(statements, minimal);
            let drop = self.drop_next(&contradiction);
            self.found.push(Found { contradiction, drop });
        }
    }

    /// The days that follow for the nodes of the region from all that no contradiction names.
    fn follows(&mut self, told: &[Contradiction], looks_behind: bool) -> Option<Vec<DayRange>> {
        if told.is_empty()
            && let Some((system, days)) = &self.whole
        {
            return Some(ranges(system, days));
        }
        if self.gave_up && !looks_behind {
            return None;
        }
        // Which of the statements is wrong is not known: nothing is taken from any of them.
        let named: BTreeSet<Statement> = told.iter().flat_map(|found| &found.statements).copied().collect();
        let system = self.region.system(self.network, self.place, |at| !named.contains(&at));
        let low = solve::lowest(&system).ok()?;
        Some(ranges(&system, &low.days))
    }

    /// Where statements disagree over a moment, nothing follows from what they say. But what one of
    /// them says may be impossible whatever the others say, and what comes from one voice has to make
    /// sense together.
    fn try_asides(&mut self, told: &mut Vec<Contradiction>, follows: Option<&Vec<DayRange>>) {
        let network = self.network;
        let mut tried: BTreeSet<Statement> = BTreeSet::new();
        let untold = told.is_empty();
        for aside in self.region.asides.iter().map(|&at| network.asides[at as usize]) {
            if !tried.insert(aside.statement) || !self.may_fail(aside, untold, follows) {
                continue;
            }
            let region = self.region.with_asides(network, |at| at == aside.statement);
            let attests = region.attests.iter().map(|&at| network.attests[at as usize]);
            let others: BTreeSet<Statement> = attests
                .filter(|&(node, by)| node == aside.node && by != aside.statement)
                .map(|(_, by)| by)
                .collect();
            self.add_of(&region, others, Wanted::Naming(aside.statement), told);
        }
        let whole = self.region.with_asides(network, |_| true);
        for voice in &network.voices {
            if tried.iter().any(|statement| voice.binary_search(statement).is_ok()) {
                let region = whole.restricted(network, voice);
                self.add_of(&region, BTreeSet::new(), Wanted::BetweenMoments, told);
            }
        }
    }

    /// Whether something that was set aside may be impossible: not where it fits with what follows
    /// for its moment.
    fn may_fail(&self, aside: super::Aside, untold: bool, follows: Option<&Vec<DayRange>>) -> bool {
        let super::Says::Bound(at) = aside.says else { return true };
        let Ok(node) = self.region.nodes.binary_search(&aside.node) else { return true };
        let says = self.network.bounds[at as usize].range;
        !untold || follows.is_none_or(|follows| !follows[node].intersects(&says))
    }

    /// Adds what contradicts in another region and is not told yet.
    fn add_of(
        &mut self,
        region: &Region,
        from: BTreeSet<Statement>,
        wanted: Wanted,
        told: &mut Vec<Contradiction>,
    ) {
        let all: BTreeSet<Statement> = region.statements(self.network).collect();
        let known = told.iter().map(|known| known.statements.clone());
        let known: Vec<_> = known.filter(|known| known.iter().all(|at| all.contains(at))).collect();
        let found = self.within(region, |search| {
            search.known = known;
            search.walk(from, wanted);
            std::mem::take(&mut search.found)
        });
        told.extend(found.into_iter().map(|found| found.contradiction));
    }
}

impl Region {
    /// All statements that take part, some of them more than once.
    fn statements<'r>(&'r self, network: &'r Network) -> impl Iterator<Item = Statement> + 'r {
        let bounds = self.bounds.iter().map(|&at| network.bounds[at as usize].statement);
        let attests = self.attests.iter().map(|&at| network.attests[at as usize].1);
        let links = self.links.iter().filter_map(|&at| match network.link_at(at).origin {
            super::Origin::Statement(statement) => Some(statement),
            super::Origin::Rule(_) => None,
        });
        bounds.chain(attests).chain(links)
    }
}
