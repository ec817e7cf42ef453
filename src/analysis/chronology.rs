//! The dates of a dataset as one network of moments.
//!
//! A statement of the network is a claim (its number is that of the [`ClaimId`]), a rule is an
//! `after` or `before` of the vocabulary. Deprecated claims take no part, and where a moment has
//! preferred claims, only those do. Two attestations that simply differ are a finding of their own:
//! here the moment then lies anywhere between them, so that nothing follows from the quarrel, and what
//! each of them says is set aside, to be tried alone. What the dataset accepts is known to the network,
//! so that it hides nothing else.

use std::collections::{BTreeMap, HashMap};

use crate::chronology::{Link, Network, Node, Origin, Solution};
use crate::dataset::{
    Claim, ClaimId, Dataset, DateOptions, DateValue, Direction, Distance, EntityId, Order, PropertyId, Rank,
    Relative, SourceId, TimePoint, When,
};
use crate::map::Map;
use crate::value::{DayRange, Unit};

/// The rule whose findings are the contradictions that are found here. What a dataset accepts of it is
/// known.
pub const CONTRADICTIONS: &str = "date-order";

/// All moments of a dataset and what follows for them.
#[derive(Debug, Default)]
pub struct Chronology {
    /// Moments and constraints.
    pub network: Network,
    /// What follows from them.
    pub solution: Solution,
    nodes: Map<TimePoint, Node>,
    points: Vec<TimePoint>,
    /// The moments of what happens more than once, by subject and property.
    repeated: Map<(EntityId, PropertyId), Vec<Node>>,
    rules: Vec<OrderRule>,
}

/// An `after` or `before` of the vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct OrderRule {
    /// The property that has it.
    pub property: PropertyId,
    /// Whether it is an `after`.
    pub is_after: bool,
    /// Which of them.
    pub index: usize,
}

impl OrderRule {
    /// The order itself.
    pub fn order<'d>(&self, dataset: &'d Dataset) -> Option<&'d Order> {
        let DateOptions { after, before, .. } = dataset.property(self.property).as_date()?;
        if self.is_after { after } else { before }.get(self.index)
    }
}

impl Chronology {
    pub(super) fn new(dataset: &Dataset) -> Self {
        let mut chronology = Self::default();
        for (id, property) in dataset.properties() {
            if let Some(date) = property.as_date() {
                if date.repeats {
                    chronology.add_repeated(dataset, id);
                    continue;
                }
                for (subject, claims) in dataset.by_subject(id) {
                    chronology.add_point(dataset, TimePoint { subject, property: id }, claims);
                }
            }
        }
        for (id, claim) in dataset.claims().filter(|(_, claim)| claim.rank != Rank::Deprecated) {
            chronology.add_term(id, claim);
        }
        chronology.add_rules(dataset);
        chronology.add_known(dataset);
        chronology.add_voices(dataset);
        chronology.solution = chronology.network.solve();
        chronology
    }

    /// The time point of a node.
    pub fn point(&self, node: Node) -> TimePoint {
        self.points[node.0 as usize]
    }

    /// The node of a time point, where something is told of it.
    pub fn node(&self, point: TimePoint) -> Option<Node> {
        self.nodes.get(&point).copied()
    }

    /// The rule of a number.
    pub fn rule(&self, number: u32) -> OrderRule {
        self.rules[number as usize]
    }

    /// The days that time points can have when everything holds that no contradiction names.
    pub fn ranges(&self) -> impl Iterator<Item = (TimePoint, DayRange)> + '_ {
        let all = (0..).map(Node).zip(self.points.iter().zip(&self.solution.ranges));
        // Moments of what happens more than once have no name.
        all.filter(|(node, (point, _))| self.nodes.get(point) == Some(node))
            .filter_map(|(_, (&point, &range))| Some((point, range?)))
    }

    fn node_of(&mut self, point: TimePoint) -> Node {
        *self.nodes.entry(point).or_insert_with(|| {
            self.points.push(point);
            self.network.node()
        })
    }

    /// What happens more than once: each claim tells of a moment of its own, to which the orders of the
    /// vocabulary apply, and which nothing else refers to.
    fn add_repeated(&mut self, dataset: &Dataset, property: PropertyId) {
        for (id, claim) in dataset.claims_with(property) {
            let node = self.network.node();
            self.points.push(TimePoint { subject: claim.subject, property });
            self.repeated.entry((claim.subject, property)).or_default().push(node);
            self.network.attest(node, id.0);
            match claim.value.as_date() {
                Some(DateValue::Date(date)) => self.network.bound(node, date.range(), id.0),
                Some(DateValue::Relative(relative)) => {
                    let from = self.node_of(relative.anchor);
                    let origin = Origin::Statement(id.0);
                    for (unit, least, most) in bounds(relative) {
                        let to_the_day = relative.exact && unit != Unit::Day;
                        self.network.link(Link { from, to: node, unit, least, most, origin, to_the_day });
                    }
                }
                None => {}
            }
        }
    }

    fn add_point(&mut self, dataset: &Dataset, point: TimePoint, claims: &[ClaimId]) {
        let node = self.node_of(point);
        let mut dates: Vec<(ClaimId, DayRange)> = Vec::new();
        // What claims that count in one unit from one moment leave, so that one that leaves nothing
        // is set aside: those two simply differ.
        let mut told: HashMap<(TimePoint, Unit), (i64, i64)> = HashMap::new();
        let mut claims = shielded(dataset, claims).into_owned();
        // By id and not by place: what is left out does not hang on where claims stand.
        claims.sort_by_key(|&id| &dataset.claim(id).id);
        for id in claims {
            let statement = id.0;
            self.network.attest(node, statement);
            match dataset.claim(id).value.as_date() {
                Some(DateValue::Date(date)) => dates.push((id, date.range())),
                Some(DateValue::Relative(relative)) => {
                    let mut aside = false;
                    if let Some((unit, least, most)) = relative.reach() {
                        let known = told.entry((relative.anchor, unit)).or_insert((i64::MIN, i64::MAX));
                        let both = (known.0.max(least), known.1.min(most));
                        aside = both.0 > both.1 && known.0 <= known.1 && least <= most;
                        if !aside {
                            *known = both;
                        }
                    }
                    let anchor = self.node_of(relative.anchor);
                    for (unit, least, most) in bounds(relative) {
                        let origin = Origin::Statement(statement);
                        let to_the_day = relative.exact && unit != Unit::Day;
                        let link = Link { from: anchor, to: node, unit, least, most, origin, to_the_day };
                        if aside { self.network.link_aside(node, link) } else { self.network.link(link) }
                    }
                }
                None => {}
            }
        }
        self.add_dates(node, &dates);
    }

    /// Bounds of a moment: each as it is told, and of those that differ all that lies between.
    fn add_dates(&mut self, node: Node, dates: &[(ClaimId, DayRange)]) {
        let lowest_end = dates.iter().filter_map(|(_, range)| range.latest).min();
        let highest_start = dates.iter().filter_map(|(_, range)| range.earliest).max();
        let differs = |range: &DayRange| {
            range.earliest.zip(lowest_end).is_some_and(|(from, end)| end < from)
                || range.latest.zip(highest_start).is_some_and(|(to, start)| to < start)
        };
        let mut first: Option<&(ClaimId, DayRange)> = None;
        let mut last: Option<&(ClaimId, DayRange)> = None;
        for date in dates {
            let (id, range) = date;
            if !differs(range) {
                self.network.bound(node, *range, id.0);
                continue;
            }
            self.network.bound_aside(node, *range, id.0);
            if first.is_none_or(|(_, known)| range.earliest < known.earliest) {
                first = Some(date);
            }
            let ends_later = |known: &DayRange| match (range.latest, known.latest) {
                (Some(end), Some(known)) => end > known,
                (end, known) => end.is_none() && known.is_some(),
            };
            if last.is_none_or(|(_, known)| ends_later(known)) {
                last = Some(date);
            }
        }
        if let (Some((first, from)), Some((last, to))) = (first, last) {
            self.network.bound(node, DayRange::new(from.earliest, None), first.0);
            self.network.bound(node, DayRange::new(None, to.latest), last.0);
        }
    }

    /// A claim does not end before it starts. Where both are dates, that is a finding without any
    /// chain, and no matter for the network.
    fn add_term(&mut self, id: ClaimId, claim: &Claim) {
        let (Some(from), Some(until)) = (claim.time.from(), claim.time.until()) else { return };
        let statement = id.0;
        match (from.value, until.value) {
            (When::Point(from), When::Point(until)) => {
                let (from, to) = (self.node_of(from), self.node_of(until));
                let origin = Origin::Statement(statement);
                self.network.link(Link {
                    from,
                    to,
                    unit: Unit::Day,
                    least: Some(0),
                    most: None,
                    origin,
                    to_the_day: false,
                });
            }
            (When::Point(from), When::Date(until)) => {
                let node = self.node_of(from);
                self.network.bound(node, DayRange::new(None, until.latest()), statement);
            }
            (When::Date(from), When::Point(until)) => {
                let node = self.node_of(until);
                self.network.bound(node, DayRange::new(from.earliest(), None), statement);
            }
            (When::Date(_), When::Date(_)) => {}
        }
    }

    /// What the dataset accepts: exactly the claims that an entry names.
    fn add_known(&mut self, dataset: &Dataset) {
        let mut by_id: HashMap<&str, u32> = HashMap::new();
        for accept in dataset.accepts.iter().filter(|accept| &*accept.rule.value == CONTRADICTIONS) {
            if by_id.is_empty() {
                by_id = dataset.claims().map(|(id, claim)| (&*claim.id, id.0)).collect();
            }
            let claims = accept.claims.iter().map(|claim| by_id.get(&*claim.value).copied());
            if let Some(claims) = claims.collect::<Option<Vec<u32>>>().filter(|claims| !claims.is_empty()) {
                self.network.know(claims);
            }
        }
    }

    /// What each source says, where others say something else.
    fn add_voices(&mut self, dataset: &Dataset) {
        let mut voices: BTreeMap<SourceId, Vec<u32>> = BTreeMap::new();
        for statement in self.network.asides() {
            for reference in &dataset.claim(ClaimId(statement)).refs {
                voices.entry(reference.source).or_default();
            }
        }
        if voices.is_empty() {
            return;
        }
        for (id, claim) in dataset.claims().filter(|(_, claim)| claim.rank != Rank::Deprecated) {
            for reference in &claim.refs {
                if let Some(voice) = voices.get_mut(&reference.source) {
                    voice.push(id.0);
                }
            }
        }
        for voice in voices.into_values() {
            self.network.voice(voice);
        }
    }

    fn add_rules(&mut self, dataset: &Dataset) {
        for (property, of) in dataset.properties() {
            let Some(DateOptions { after, before, .. }) = of.as_date() else { continue };
            let subjects: Vec<EntityId> = match after.is_empty() && before.is_empty() {
                true => continue,
                false => dataset.by_subject(property).map(|(subject, _)| subject).collect(),
            };
            for (is_after, orders) in [(true, after), (false, before)] {
                for (index, order) in orders.iter().enumerate() {
                    let origin = Origin::Rule(u32::try_from(self.rules.len()).unwrap_or(u32::MAX));
                    self.rules.push(OrderRule { property, is_after, index });
                    for &subject in &subjects {
                        let own = TimePoint { subject, property };
                        let other = TimePoint { subject, property: order.property };
                        let told = dataset.claims_of(subject, order.property).next().is_some();
                        let (Some(other), true) = (self.node(other), told) else { continue };
                        let repeated = self.repeated.get(&(subject, property)).cloned();
                        for own in repeated.unwrap_or_else(|| self.node(own).into_iter().collect()) {
                            let (from, to) = if is_after { (other, own) } else { (own, other) };
                            let distance =
                                Distance::Between { at_least: order.at_least, at_most: order.at_most };
                            for (unit, least, most) in forward(distance) {
                                self.network.link(Link {
                                    from,
                                    to,
                                    unit,
                                    least,
                                    most,
                                    origin,
                                    to_the_day: false,
                                });
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The claims of a moment that count: the preferred ones where there are any.
fn shielded<'c>(dataset: &Dataset, claims: &'c [ClaimId]) -> std::borrow::Cow<'c, [ClaimId]> {
    let preferred: Vec<ClaimId> =
        claims.iter().copied().filter(|&id| dataset.claim(id).rank == Rank::Preferred).collect();
    if preferred.is_empty() { claims.into() } else { preferred.into() }
}

type UnitBounds = (Unit, Option<i64>, Option<i64>);

/// What a distance to a later moment asks of the difference in each unit.
fn forward(distance: Distance) -> Vec<UnitBounds> {
    match distance {
        Distance::Exactly(by) => vec![(by.unit(), Some(by.count()), Some(by.count()))],
        Distance::Between { at_least, at_most } => {
            // Bounds in one unit go together; "not earlier" is a matter of days.
            let mut units: BTreeMap<Unit, (Option<i64>, Option<i64>)> = BTreeMap::new();
            units.insert(Unit::Day, (Some(0), None));
            if let Some(by) = at_least {
                let (least, _) = units.entry(by.unit()).or_default();
                *least = Some(least.map_or(by.count(), |least| least.max(by.count())));
            }
            if let Some(by) = at_most {
                units.entry(by.unit()).or_default().1 = Some(by.count());
            }
            units.into_iter().map(|(unit, (least, most))| (unit, least, most)).collect()
        }
    }
}

/// What a relative date asks of the difference to its anchor in each unit.
fn bounds(relative: &Relative) -> Vec<UnitBounds> {
    let mut ahead = forward(relative.distance);
    if relative.exact {
        // Anniversaries are counted in months.
        for (unit, least, most) in ahead.iter_mut().filter(|(unit, ..)| *unit == Unit::Year) {
            *unit = Unit::Month;
            for bound in [least, most].into_iter().flatten() {
                *bound *= 12;
            }
        }
    }
    match relative.direction {
        Direction::After => ahead,
        Direction::Before => ahead
            .into_iter()
            .map(|(unit, least, most)| (unit, most.map(|most| -most), least.map(|least| -least)))
            .collect(),
    }
}
