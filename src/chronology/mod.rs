//! Whether days can be found for all time points at once, and the proof where they cannot.
//!
//! A [`Network`] has a node for each moment and two kinds of constraints: a node lies within a
//! range of days, and two nodes lie so many calendar units apart. Each constraint has an
//! [`Origin`]: a *statement*, which can be left out, or a *rule*, which holds wherever something
//! states both of its moments. Pure: it knows neither claims nor files nor words.
//!
//! Every constraint between two nodes is a pair of the form "not earlier than the first day of the
//! unit that lies `k` units from that of the other node". Such bounds are monotone, so the earliest
//! days that satisfy all of them are found by raising each node to the highest day that is asked
//! of it until nothing moves (R. Bellman, "On a routing problem", 1958, over days instead of
//! lengths); the facts contradict each other exactly where a node is raised above its last day, or
//! where a cycle raises itself for ever. The Gregorian calendar repeats itself after 400 years, so
//! a cycle that has climbed that far without coming to rest never does. No imprecise date is ever
//! taken for a precise one: ranges are narrowed, never guessed. See `solve` for the raising and
//! `explain` for the smallest set of statements that cannot all be true, and `search` for all of
//! them where some are known.
//!
//! ```
//! use csto_validate::chronology::{Link, Network, Node, Origin};
//! use csto_validate::value::{Date, Unit};
//!
//! let mut network = Network::new();
//! let (signed, in_force) = (network.node(), network.node());
//! for (statement, node, date) in [(0, signed, "1992-05-15"), (1, in_force, "1991")] {
//!     network.attest(node, statement);
//!     network.bound(node, Date::parse(date)?.range(), statement);
//! }
//! // A treaty enters into force on the day on which it is signed, or later.
//! let rule = Origin::Rule(0);
//! network.link(Link { from: signed, to: in_force, unit: Unit::Day, least: Some(0), most: None, origin: rule, to_the_day: false });
//!
//! let solution = network.solve();
//! assert_eq!(solution.contradictions[0].statements, [0, 1]);
//! # Ok::<(), csto_validate::value::ParseError>(())
//! ```

mod chain;
mod explain;
mod parts;
mod ring;
mod search;
mod solve;
mod system;
#[cfg(test)]
mod tests;

use crate::value::{Day, DayRange, Unit};

/// A moment: an index into the nodes of a [`Network`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub u32);

/// A statement that can be left out: a number that the caller gives.
pub type Statement = u32;

/// What a constraint comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Something that is stated.
    Statement(Statement),
    /// A rule with a number that the caller gives. It holds between two nodes that are both
    /// attested by statements.
    Rule(u32),
}

/// Two nodes so many calendar units apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// From which node the distance is counted.
    pub from: Node,
    /// To which.
    pub to: Node,
    /// In which unit.
    pub unit: Unit,
    /// The least difference of the [indices](Day::index) of the two days; may be negative.
    pub least: Option<i64>,
    /// The greatest.
    pub most: Option<i64>,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether the far day is the same day of its month as the near one: for a distance in months that
    /// is the least and the most. Where a month has no such day, its last one and the first of the next
    /// are both taken.
    pub to_the_day: bool,
}

impl Link {
    /// The days on which the far node can be, where the near one can be on these: from `from` to
    /// `to`, or against it.
    pub fn carry(&self, near: DayRange, forward: bool) -> DayRange {
        let (least, most) = if forward {
            (self.least, self.most)
        } else {
            (self.most.map(|most| -most), self.least.map(|least| -least))
        };
        let earliest = near.earliest.zip(least);
        let latest = near.latest.zip(most);
        if self.to_the_day {
            return DayRange::new(
                earliest.map(|(day, months)| day.anniversary(months).0),
                latest.map(|(day, months)| day.anniversary(months).1),
            );
        }
        DayRange::new(
            earliest.map(|(day, by)| Day::first_of(self.unit, shifted(day.index(self.unit), by))),
            latest.map(|(day, by)| Day::last_of(self.unit, shifted(day.index(self.unit), by))),
        )
    }
}

/// Indices beyond this are held there: far beyond what dates and durations can state, and safe to
/// turn into days.
const FARTHEST: i64 = 1_000_000_000_000_000;

/// An index so many units away.
fn shifted(index: i64, by: i64) -> i64 {
    index.saturating_add(by).clamp(-FARTHEST, FARTHEST)
}

/// A node lies within a range.
#[derive(Clone, Copy, Debug)]
struct Bound {
    node: Node,
    range: DayRange,
    statement: Statement,
}

/// Moments and what must hold between them.
#[derive(Clone, Debug, Default)]
pub struct Network {
    nodes: u32,
    bounds: Vec<Bound>,
    links: Vec<Link>,
    attests: Vec<(Node, Statement)>,
    asides: Vec<Aside>,
    known: Vec<Vec<Statement>>,
    voices: Vec<Vec<Statement>>,
    patience: Option<u64>,
    spare: Option<u64>,
}

/// What a statement says of a moment of which others say something else: it takes no part, but is
/// tried in their place.
#[derive(Clone, Copy, Debug)]
struct Aside {
    node: Node,
    statement: Statement,
    says: Says,
}

/// A constraint by its index.
#[derive(Clone, Copy, Debug)]
enum Says {
    Bound(u32),
    Link(u32),
}

impl Network {
    /// A network without any moment.
    pub fn new() -> Self {
        Self::default()
    }

    /// Bounds the work: how often the moments of each connected part may be moved, in place of what is
    /// ample for the size of the network.
    pub fn set_patience(&mut self, moves: u64) {
        self.patience = Some(moves);
    }

    /// Bounds the search for contradictions of each connected part, in constraints looked at.
    pub fn set_spare(&mut self, constraints: u64) {
        self.spare = Some(constraints);
    }

    /// Adds a moment.
    pub fn node(&mut self) -> Node {
        self.nodes += 1;
        Node(self.nodes - 1)
    }

    /// States that a moment lies within a range.
    pub fn bound(&mut self, node: Node, range: DayRange, statement: Statement) {
        self.bounds.push(Bound { node, range, statement });
    }

    /// States a distance, or lays down one.
    pub fn link(&mut self, link: Link) {
        self.links.push(link);
    }

    /// Says that a statement tells of a moment, so that rules hold for it.
    pub fn attest(&mut self, node: Node, statement: Statement) {
        self.attests.push((node, statement));
    }

    /// Sets aside that a moment lies within a range: others that tell of it say something else.
    pub fn bound_aside(&mut self, node: Node, range: DayRange, statement: Statement) {
        let says = Says::Bound(u32::try_from(self.bounds.len()).unwrap_or(u32::MAX));
        self.bound(node, range, statement);
        self.asides.push(Aside { node, statement, says });
    }

    /// Sets aside a distance that tells of a moment.
    pub fn link_aside(&mut self, node: Node, link: Link) {
        let says = Says::Link(u32::try_from(self.links.len()).unwrap_or(u32::MAX));
        if let Origin::Statement(statement) = link.origin {
            self.asides.push(Aside { node, statement, says });
        }
        self.link(link);
    }

    /// The statements of which something was set aside, some of them more than once.
    pub fn asides(&self) -> impl Iterator<Item = Statement> + '_ {
        self.asides.iter().map(|aside| aside.statement)
    }

    /// Says that these statements are known to contradict each other. Where they do, and none of them
    /// can be left out, it is told, and what it could hide is looked for.
    pub fn know(&mut self, mut statements: Vec<Statement>) {
        statements.sort_unstable();
        statements.dedup();
        self.known.push(statements);
    }

    /// Says that these statements come from one voice: they have to make sense together.
    pub fn voice(&mut self, mut statements: Vec<Statement>) {
        statements.sort_unstable();
        statements.dedup();
        self.voices.push(statements);
    }

    /// The constraint of an index, as [`Part::Link`] gives it.
    pub fn link_at(&self, index: u32) -> &Link {
        &self.links[index as usize]
    }

    /// How many moments there are.
    pub fn len(&self) -> usize {
        self.nodes as usize
    }

    /// How many moments and constraints there are: a measure of the work of looking at all.
    pub fn size(&self) -> u64 {
        (self.len() + self.links.len() + self.bounds.len()) as u64
    }

    /// Whether there is no moment.
    pub fn is_empty(&self) -> bool {
        self.nodes == 0
    }
}

/// What follows from a network.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Solution {
    /// For each node the earliest and the latest day that it can have when everything holds that no
    /// contradiction names; `None` for nodes connected with contradictions too many to look at all.
    pub ranges: Vec<Option<DayRange>>,
    /// What cannot all be true, with what is known and stands. Where nothing is known, each has a
    /// statement that none before it has.
    pub contradictions: Vec<Contradiction>,
    /// Statements, one of each tangle of distances that was followed for as long as there is patience and
    /// came to no end: whether all that is stated around it can be true is not known.
    pub unsettled: Vec<Statement>,
    /// Statements, one of each part of the network in which known contradictions are so many that not all
    /// that they could hide was looked for.
    pub unfollowed: Vec<Statement>,
    /// Whether the search was given up because contradictions are too many: more may show once
    /// these are mended.
    pub more: bool,
}

/// Statements that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contradiction {
    /// The statements, in ascending order: leave any one out, and the rest can be true.
    pub statements: Vec<Statement>,
    /// How they contradict each other, in the order in which a reader takes them.
    pub chain: Vec<Part>,
    /// Those of the statements without which all that is stated around them can be true; empty
    /// where that was not looked for.
    pub suspects: Vec<Statement>,
    /// Whether it was shown that none of the statements can be left out. It always is, but for
    /// chains of many hundreds whose shortcuts make that too dear.
    pub minimal: bool,
}

/// A part of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A moment lies within a range because a statement says so.
    Bound {
        /// The moment.
        node: Node,
        /// The range.
        range: DayRange,
        /// What says so.
        statement: Statement,
    },
    /// From one moment to the next.
    Link {
        /// The constraints between the two that have this origin, by index.
        links: Vec<u32>,
        /// From where the reader comes.
        from: Node,
        /// Where the reader goes.
        to: Node,
        /// What says so.
        origin: Origin,
    },
    /// A moment is told of by a statement: were it not, no rule would hold for it.
    Told {
        /// The moment.
        node: Node,
        /// What tells of it.
        statement: Statement,
    },
}
