//! Which moves cannot be.
//!
//! A set of moves contradicts itself where no history is possible although all other moves are
//! free: each of them may lead from anywhere to anywhere on its day, or be left out. Such a set is
//! minimal where it stops to contradict itself as soon as one more is free.

use std::collections::{HashSet, VecDeque};

use super::{Move, Stop, Timeline, stories};

/// Moves that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Which, in the order of the moves: none of them can be left out.
    pub moves: Vec<usize>,
    /// Why.
    pub why: Why,
}

/// Why moves cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Two of one kind, with no other move between: they should tell one move, but no day or no end
    /// is both.
    Repeated,
    /// No order of them is legal.
    Illegal,
}

/// Whether days can be found for a history.
type Fits<'a> = &'a dyn Fn(&[Stop]) -> bool;

/// Looks for the moves that cannot be.
pub struct Contradictions<'a> {
    moves: &'a [Move],
    fits: Option<Fits<'a>>,
}

/// Histories that are held against what is known of days; where there are more, one is taken to fit.
const MOST_STORIES: usize = 200;

/// Sets of moves that are left out in turn, because somebody knows that they cannot be.
const MOST_PROBLEMS: usize = 64;

impl<'a> Contradictions<'a> {
    /// Among some moves.
    pub fn new(moves: &'a [Move]) -> Self {
        Self { moves, fits: None }
    }

    /// Where days hang together, not every history is one that days can be found for.
    #[must_use]
    pub fn where_days_hang_together(mut self, fits: Fits<'a>) -> Self {
        self.fits = Some(fits);
        self
    }

    fn are_possible(&self, kept: &[usize], free: &[usize]) -> bool {
        if Timeline::of(self.moves, kept, free).is_none() {
            return false;
        }
        let Some(fits) = self.fits else { return true };
        let stories = stories(self.moves, kept, free, MOST_STORIES);
        stories.is_none_or(|stories| stories.iter().any(|story| fits(story)))
    }

    /// Whether some history is possible.
    pub fn is_possible(&self) -> bool {
        let all: Vec<usize> = (0..self.moves.len()).collect();
        self.are_possible(&all, &[])
    }

    /// All contradictions, one after the other: those that are found while the moves of the others
    /// are free. One that is `known` hides no other: the rest is looked at again once for each of
    /// its moves, without that one.
    pub fn find(&self, known: &dyn Fn(&[usize]) -> bool) -> Vec<Contradiction> {
        let mut found: Vec<Contradiction> = Vec::new();
        let all: Vec<usize> = (0..self.moves.len()).collect();
        let mut problems = VecDeque::from([all.clone()]);
        let mut seen = HashSet::from([all]);
        while let Some(mut kept) = problems.pop_front() {
            let whole = kept.clone();
            let mut free: Vec<usize> = Vec::new();
            while !self.are_possible(&kept, &free) {
                let moves = self.minimal(&kept, &free);
                let why = self.why(&moves);
                if known(&moves) {
                    for gone in &moves {
                        let rest: Vec<usize> = whole.iter().copied().filter(|at| at != gone).collect();
                        if seen.len() < MOST_PROBLEMS && seen.insert(rest.clone()) {
                            problems.push_back(rest);
                        }
                    }
                }
                match (why, &moves[..]) {
                    // The move is told by the first of them.
                    (Why::Repeated, [_, second]) => kept.retain(|at| at != second),
                    _ => free.extend(&moves),
                }
                if moves.is_empty() {
                    break;
                }
                let contradiction = Contradiction { moves, why };
                if !found.contains(&contradiction) {
                    found.push(contradiction);
                }
            }
        }
        found
    }

    fn why(&self, moves: &[usize]) -> Why {
        match moves {
            [one, other]
                if self.moves[*one].kind == self.moves[*other].kind
                    && !self.moves[*one].can_be(&self.moves[*other]) =>
            {
                Why::Repeated
            }
            _ => Why::Illegal,
        }
    }

    /// Those that contradict each other whatever the rest is, the earliest there are: the last of the
    /// shortest beginning that contradicts itself is one of them, then the last of the shortest that
    /// contradicts those found so far.
    fn minimal(&self, kept: &[usize], free: &[usize]) -> Vec<usize> {
        let mut is_free = vec![false; self.moves.len()];
        free.iter().for_each(|&at| is_free[at] = true);
        let all: Vec<usize> = kept.iter().copied().filter(|&at| !is_free[at]).collect();
        let mut needed: Vec<usize> = Vec::new();
        let are_possible = |beginning: &[usize], needed: &[usize]| {
            let mut is_bound = vec![false; self.moves.len()];
            beginning.iter().chain(needed).for_each(|&at| is_bound[at] = true);
            let rest: Vec<usize> = kept.iter().copied().filter(|&at| !is_bound[at]).collect();
            self.are_possible(kept, &rest)
        };
        let mut most = all.len();
        while most > 0 && are_possible(&[], &needed) {
            let (mut low, mut high) = (0, most);
            while low + 1 < high {
                let middle = low.midpoint(high);
                if are_possible(&all[..middle], &needed) { low = middle } else { high = middle }
            }
            needed.push(all[high - 1]);
            most = high - 1;
        }
        needed.sort_unstable();
        needed
    }
}
