//! Against brute force over real days, and known cases.

use proptest::prelude::*;

use super::*;

mod known;

fn day(text: &str) -> Day {
    crate::value::Date::parse(text).unwrap().earliest().unwrap()
}

fn range(text: &str) -> DayRange {
    crate::value::Date::parse(text).unwrap().range()
}

/// A statement or a rule of a random network.
#[derive(Clone, Debug)]
enum Made {
    Bound(usize, DayRange),
    /// `also` is one more least distance of the same statement, in another unit.
    Link {
        from: usize,
        to: usize,
        unit: Unit,
        least: Option<i64>,
        most: Option<i64>,
        also: Option<(Unit, i64)>,
        rule: bool,
    },
}

/// The network of those that are kept. Every node is attested by every statement about it.
fn network(nodes: usize, made: &[Made], kept: impl Fn(usize) -> bool) -> Network {
    let mut network = Network::new();
    let ids: Vec<Node> = (0..nodes).map(|_| network.node()).collect();
    for (at, made) in made.iter().enumerate() {
        let number = u32::try_from(at).unwrap();
        match *made {
            Made::Bound(node, range) if kept(at) => {
                network.bound(ids[node], range, number);
                network.attest(ids[node], number);
            }
            Made::Link { from, to, unit, least, most, also, rule } if rule || kept(at) => {
                let origin = if rule { Origin::Rule(number) } else { Origin::Statement(number) };
                network.link(Link {
                    from: ids[from],
                    to: ids[to],
                    unit,
                    least,
                    most,
                    origin,
                    to_the_day: false,
                });
                if let Some((unit, least)) = also {
                    let (from, to, least) = (ids[from], ids[to], Some(least));
                    network.link(Link { from, to, unit, least, most: None, origin, to_the_day: false });
                }
                if !rule {
                    network.attest(ids[to], number);
                }
            }
            _ => {}
        }
    }
    network
}

/// Whether some choice of days in a window satisfies everything, tried one by one; and the least
/// and the greatest day of each node among all choices.
fn brute(
    nodes: usize,
    made: &[Made],
    window: (Day, Day),
    kept: impl Fn(usize) -> bool,
) -> Option<Vec<(Day, Day)>> {
    let mut attested = vec![false; nodes];
    for (at, made) in made.iter().enumerate() {
        match made {
            Made::Bound(node, _) if kept(at) => attested[*node] = true,
            Made::Link { to, rule: false, .. } if kept(at) => attested[*to] = true,
            _ => {}
        }
    }
    let holds = |made: &Made, at: usize, days: &[Day]| match *made {
        Made::Bound(node, range) => !kept(at) || node >= days.len() || range.contains(days[node]),
        Made::Link { from, to, unit, least, most, also, rule } => {
            let active = if rule { attested[from] && attested[to] } else { kept(at) };
            if !active || from >= days.len() || to >= days.len() {
                return true;
            }
            let apart = days[to].index(unit) - days[from].index(unit);
            least.is_none_or(|least| apart >= least)
                && most.is_none_or(|most| apart <= most)
                && also.is_none_or(|(unit, least)| days[to].index(unit) - days[from].index(unit) >= least)
        }
    };
    let mut found: Option<Vec<(Day, Day)>> = None;
    let mut days: Vec<Day> = vec![window.0];
    loop {
        let fits = made.iter().enumerate().all(|(at, made)| holds(made, at, &days));
        if fits && days.len() < nodes {
            days.push(window.0);
            continue;
        }
        if fits {
            let known = found.get_or_insert_with(|| days.iter().map(|&day| (day, day)).collect());
            for (known, &day) in known.iter_mut().zip(&days) {
                *known = (known.0.min(day), known.1.max(day));
            }
        }
        while days.last() == Some(&window.1) {
            days.pop();
        }
        match days.last_mut() {
            Some(day) => *day = *day + 1,
            None => return found,
        }
    }
}

/// Days around the turn of a leap year, where months and years are crossed.
fn window() -> (Day, Day) {
    (day("2023-12-20"), day("2024-03-02"))
}

fn made(nodes: usize) -> impl Strategy<Value = Made> {
    let (first, last) = window();
    let length = last.0 - first.0;
    let unit = prop_oneof![Just(Unit::Day), Just(Unit::Month), Just(Unit::Year)];
    let bound = (0..nodes, 0..=length, 0..=40i64).prop_map(move |(node, from, long)| {
        Made::Bound(node, DayRange::new(Some(first + from), Some(first + (from + long).min(length))))
    });
    let also = prop_oneof![
        3 => Just(None),
        1 => prop_oneof![Just((Unit::Day, 0)), Just((Unit::Day, 20)), Just((Unit::Month, 1)), Just((Unit::Month, -1))]
            .prop_map(Some),
    ];
    let link = (0..nodes, 0..nodes, unit, -3..40i64, 0..3i64, any::<bool>(), 0..4u8, also).prop_map(
        |(from, to, unit, least, more, rule, open, also)| {
            let least = match unit {
                Unit::Day => least,
                Unit::Month => least % 4,
                Unit::Year => least % 2,
            };
            Made::Link {
                from,
                to,
                unit,
                least: (open != 1).then_some(least),
                most: (open != 2).then_some(least + more),
                also,
                rule: rule && from != to,
            }
        },
    );
    prop_oneof![2 => bound, 3 => link]
}

fn case() -> impl Strategy<Value = (usize, Vec<Made>)> {
    (2..=3usize).prop_flat_map(|nodes| {
        let (first, last) = window();
        // Every node lies within the window, so that trying it is trying everything.
        let within: Vec<Made> =
            (0..nodes).map(|node| Made::Bound(node, DayRange::new(Some(first), Some(last)))).collect();
        (Just(nodes), proptest::collection::vec(made(nodes), 1..8))
            .prop_map(move |(nodes, made)| (nodes, within.iter().cloned().chain(made).collect()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn contradictions_are_found_if_and_only_if_no_days_fit((nodes, made) in case()) {
        let solution = network(nodes, &made, |_| true).solve();
        let days = brute(nodes, &made, window(), |_| true);
        prop_assert_eq!(solution.contradictions.is_empty(), days.is_some());
        if let Some(days) = days {
            let ranges: Vec<_> = solution.ranges.iter().map(|range| range.expect("all are connected")).collect();
            let expected: Vec<_> =
                days.iter().map(|&(first, last)| DayRange::new(Some(first), Some(last))).collect();
            // A node that nothing connects with the others is a region of its own.
            prop_assert_eq!(ranges, expected);
        }
    }

    #[test]
    fn what_is_named_contradicts_itself_and_nothing_less_does((nodes, made) in case()) {
        let network_of = |kept: &dyn Fn(usize) -> bool| network(nodes, &made, kept);
        let contradictions = network_of(&|_| true).solve().contradictions;
        let only = contradictions.len() == 1;
        for contradiction in contradictions {
            let named = |at: usize| contradiction.statements.contains(&u32::try_from(at).unwrap());
            prop_assert!(contradiction.minimal);
            prop_assert!(!network_of(&named).is_satisfiable());
            for &left_out in &contradiction.statements {
                let rest = |at: usize| named(at) && at != left_out as usize;
                prop_assert!(network_of(&rest).is_satisfiable(), "without {}: {:?}", left_out, contradiction);
            }
            for &suspect in &contradiction.suspects {
                let without = |at: usize| at != suspect as usize;
                prop_assert!(!only || network_of(&without).is_satisfiable());
            }
        }
    }

    #[test]
    fn without_any_date_rings_are_judged_as_over_400_years(
        links in proptest::collection::vec((0..2usize, prop_oneof![Just(Unit::Day), Just(Unit::Month), Just(Unit::Year)], -40..40i64), 2..4)
    ) {
        let made: Vec<Made> = links
            .iter()
            .map(|&(from, unit, least)| {
                let least = match unit { Unit::Day => least, Unit::Month => least / 20, Unit::Year => least / 30 };
                Made::Link { from, to: 1 - from, unit, least: Some(least), most: None, also: None, rule: false }
            })
            .collect();
        // One node takes every day of 400 years; the other the lowest day that is asked of it.
        let fits = (0..Day::CYCLE).any(|first| {
            let raise = |unit: Unit, day: Day, by: i64| Day::first_of(unit, day.index(unit) + by);
            let lowest = links.iter().filter(|link| link.0 == 0).map(|&(_, unit, _)| unit).zip(&made).count();
            let needed = made.iter().filter_map(|made| match *made {
                Made::Link { from: 0, unit, least: Some(least), .. } => Some(raise(unit, Day(first), least)),
                _ => None,
            }).max();
            // Without any bound on it the other can lie as early as is needed.
            let Some(other) = needed else { return lowest == 0 };
            made.iter().all(|made| match *made {
                Made::Link { from: 1, unit, least: Some(least), .. } => raise(unit, other, least) <= Day(first),
                _ => true,
            })
        });
        prop_assert_eq!(network(2, &made, |_| true).is_satisfiable(), fits);
    }
}

/// The chain of a treaty: 1992, the following year, 1994, five years later, for five years.
fn treaty(in_force: &str, renewed_again: Option<&str>) -> Solution {
    let mut network = Network::new();
    let [signed, joined, force, renewed, ends] = std::array::from_fn(|_| network.node());
    let later = |from, to, years, statement| Link {
        from,
        to,
        unit: Unit::Year,
        least: Some(years),
        most: Some(years),
        origin: Origin::Statement(statement),
        to_the_day: false,
    };
    let rule = |from, to, number| Link {
        from,
        to,
        unit: Unit::Day,
        least: Some(0),
        most: None,
        origin: Origin::Rule(number),
        to_the_day: false,
    };
    network.bound(signed, range("1992-05-15"), 0);
    network.link(later(signed, joined, 1, 1));
    network.bound(force, range(in_force), 2);
    network.link(later(force, renewed, 5, 3));
    network.link(later(renewed, ends, 5, 4));
    if let Some(again) = renewed_again {
        network.bound(renewed, range(again), 5);
        network.attest(renewed, 5);
    }
    for (number, (from, to)) in (0..).zip([(signed, joined), (signed, force), (force, renewed)]) {
        network.link(rule(from, to, number));
    }
    for (node, statement) in [(signed, 0), (joined, 1), (force, 2), (renewed, 3), (ends, 4)] {
        network.attest(node, statement);
    }
    network.solve()
}

#[test]
fn what_follows_from_the_chain_of_a_treaty() {
    let solution = treaty("1994", None);
    let ranges: Vec<String> = solution.ranges.iter().map(|range| range.unwrap().describe()).collect();
    assert_eq!(ranges, ["15 May 1992", "1993", "1994", "1999", "2004"]);
    // A date that is told twice narrows what is told from it only as far as it says.
    let solution = treaty("1994", Some("1999-04-02"));
    let ranges: Vec<String> = solution.ranges.iter().map(|range| range.unwrap().describe()).collect();
    assert_eq!(ranges, ["15 May 1992", "1993", "1994", "2 April 1999", "2004"]);
}

#[test]
fn one_year_changed_names_what_it_contradicts() {
    let statements = |solution: &Solution| -> Vec<Vec<Statement>> {
        solution.contradictions.iter().map(|found| found.statements.clone()).collect()
    };
    assert_eq!(statements(&treaty("1991", None)), [vec![0, 2]]);
    assert_eq!(statements(&treaty("1995", Some("1999-04-02"))), [vec![2, 3, 5]]);
    assert_eq!(statements(&treaty("1994", Some("2001"))), [vec![2, 3, 5]]);
    let chain = &treaty("1994", Some("2001")).contradictions[0].chain;
    let told: Vec<Statement> = chain
        .iter()
        .map(|part| match part {
            Part::Bound { statement, .. } | Part::Told { statement, .. } => *statement,
            Part::Link { origin: Origin::Statement(statement), .. } => *statement,
            Part::Link { .. } => panic!("no rule takes part"),
        })
        .collect();
    assert_eq!(told, [2, 3, 5]);
}

#[test]
fn a_ring_without_any_date_is_found() {
    let mut network = Network::new();
    let (a, b) = (network.node(), network.node());
    for (statement, (from, to)) in (0..).zip([(a, b), (b, a)]) {
        network.link(Link {
            from,
            to,
            unit: Unit::Year,
            least: Some(1),
            most: Some(1),
            origin: Origin::Statement(statement),
            to_the_day: false,
        });
    }
    let solution = network.solve();
    assert_eq!(solution.contradictions.len(), 1);
    assert_eq!(solution.contradictions[0].statements, [0, 1]);
    assert_eq!(solution.contradictions[0].chain.len(), 2);
}

/// A root of 2000 from which moments are told five years later, each dated again.
fn fan(dates: &[&str]) -> Solution {
    let mut network = Network::new();
    let root = network.node();
    network.bound(root, range("2000"), 0);
    network.attest(root, 0);
    for (number, date) in (0..).zip(dates) {
        let (link, bound) = (1 + 2 * number, 2 + 2 * number);
        let node = network.node();
        network.link(Link {
            from: root,
            to: node,
            unit: Unit::Year,
            least: Some(5),
            most: Some(5),
            origin: Origin::Statement(link),
            to_the_day: false,
        });
        network.bound(node, range(date), bound);
        network.attest(node, bound);
    }
    network.solve()
}

#[test]
fn what_one_statement_explains_is_told_once() {
    // Both contradict the root and agree with each other.
    let solution = fan(&["2007", "2007"]);
    assert_eq!(solution.contradictions.len(), 1);
    assert_eq!(solution.contradictions[0].suspects, [0]);
}

#[test]
fn independent_contradictions_are_told_each_once() {
    let solution = fan(&["2007", "2005", "2004", "2005"]);
    let mut statements: Vec<_> =
        solution.contradictions.iter().map(|found| found.statements.clone()).collect();
    statements.sort_unstable();
    assert_eq!(statements, [vec![0, 1, 2], vec![0, 5, 6]]);
    assert!(!solution.more);
}

#[test]
fn a_long_chain_is_explained_whole() {
    let mut network = Network::new();
    let first = network.node();
    network.bound(first, range("1000"), 0);
    network.attest(first, 0);
    let mut last = first;
    for statement in 1..=20_000 {
        let node = network.node();
        network.link(Link {
            from: last,
            to: node,
            unit: Unit::Day,
            least: Some(1),
            most: Some(1),
            origin: Origin::Statement(statement),
            to_the_day: false,
        });
        network.attest(node, statement);
        last = node;
    }
    network.bound(last, range("1001"), 20_001);
    network.attest(last, 20_001);
    let solution = network.solve();
    assert_eq!(solution.contradictions.len(), 1);
    assert_eq!(solution.contradictions[0].statements.len(), 20_002);
    assert!(solution.contradictions[0].minimal);
}

#[test]
fn rings_that_rest_one_by_one_but_never_together_are_found() {
    // B is in the month after A, A at most a day before B: so A is the last of a month and B a first.
    // C is told from B in the same way: so B is the last of a month as well.
    let build = |both: bool| {
        let mut network = Network::new();
        let (a, b, c) = (network.node(), network.node(), network.node());
        network.link(at_least(a, b, Unit::Month, 1, 0));
        network.link(at_least(b, a, Unit::Day, -1, 1));
        network.link(at_least(b, c, Unit::Month, 1, 2));
        if both {
            network.link(at_least(c, b, Unit::Day, -1, 3));
        }
        network
    };
    assert!(build(false).is_satisfiable());
    let network = build(true);
    assert!(!network.is_satisfiable());
    let solution = network.solve();
    assert_eq!(solution.contradictions.len(), 1);
    assert_eq!(solution.contradictions[0].statements, [0, 1, 2, 3]);
    assert_eq!(solution.contradictions[0].chain.len(), 4);
}

/// A least distance that a statement tells.
fn at_least(from: Node, to: Node, unit: Unit, least: i64, statement: Statement) -> Link {
    Link {
        from,
        to,
        unit,
        least: Some(least),
        most: None,
        origin: Origin::Statement(statement),
        to_the_day: false,
    }
}

/// A distance that a statement tells, in years.
fn years(from: Node, to: Node, least: Option<i64>, most: Option<i64>, statement: Statement) -> Link {
    Link { from, to, unit: Unit::Year, least, most, origin: Origin::Statement(statement), to_the_day: false }
}

#[test]
fn a_distance_is_carried_both_ways() {
    let both = years(Node(0), Node(1), Some(5), Some(7), 0);
    assert_eq!(both.carry(range("1992"), true), range("1997/1999"));
    assert_eq!(both.carry(range("1999"), false), range("1992/1994"));
    let least = years(Node(0), Node(1), Some(5), None, 0);
    assert_eq!(least.carry(range("1992"), true), range("1997/.."));
    assert_eq!(least.carry(range("1999"), false), range("../1994"));
}

#[test]
fn a_network_knows_its_size() {
    let mut network = Network::new();
    assert!(network.is_empty() && network.size() == 0);
    let (a, b) = (network.node(), network.node());
    network.link(years(a, b, Some(1), None, 0));
    for statement in 1..4 {
        network.bound(a, range("1992"), statement);
    }
    assert!(!network.is_empty());
    assert_eq!((network.len(), network.size()), (2, 6));
}

/// Days before 1970 have negative numbers.
#[test]
fn what_follows_before_1970() {
    let mut network = Network::new();
    let (signed, renewed) = (network.node(), network.node());
    network.bound(signed, range("1949"), 0);
    network.link(years(signed, renewed, Some(5), Some(5), 1));
    assert_eq!(network.solve().ranges, [Some(range("1949")), Some(range("1954"))]);
}

/// What the statements of the only contradiction tell, one after the other.
fn chain(network: &Network) -> Vec<Part> {
    let mut contradictions = network.solve().contradictions;
    assert_eq!(contradictions.len(), 1, "{contradictions:?}");
    contradictions.remove(0).chain
}

#[test]
fn two_dates_of_one_moment_are_told_in_the_order_of_statements() {
    for (first, second) in [("1995", "1992"), ("1992", "1995")] {
        let mut network = Network::new();
        let node = network.node();
        network.bound(node, range(first), 0);
        network.bound(node, range(second), 1);
        let part = |text, statement| Part::Bound { node, range: range(text), statement };
        assert_eq!(chain(&network), [part(first, 0), part(second, 1)]);
    }
}

/// Of two that say the same, the first is named.
#[test]
fn what_is_said_twice_is_named_once() {
    for wrong in ["1995", "1989"] {
        let mut network = Network::new();
        let node = network.node();
        for (statement, text) in (0..).zip(["1992", "1992", wrong]) {
            network.bound(node, range(text), statement);
        }
        let solution = network.solve();
        assert_eq!(solution.contradictions.len(), 1);
        assert_eq!(solution.contradictions[0].statements, [0, 2]);
        assert_eq!(solution.contradictions[0].suspects, [2]);
    }
}

/// From what a relative date is told from to what it tells, wherever the contradiction is met.
#[test]
fn a_chain_is_told_along_its_distances() {
    for told in ["2000", "1990"] {
        let mut network = Network::new();
        let (from, to) = (network.node(), network.node());
        network.bound(from, range("1992"), 5);
        network.link(years(from, to, Some(5), Some(5), 3));
        network.bound(to, range(told), 1);
        let expected = [
            Part::Bound { node: from, range: range("1992"), statement: 5 },
            Part::Link { links: vec![0], from, to, origin: Origin::Statement(3) },
            Part::Bound { node: to, range: range(told), statement: 1 },
        ];
        assert_eq!(chain(&network), expected, "{told}");
    }
}

#[test]
fn a_ring_is_told_round() {
    let mut network = Network::new();
    let (from, to) = (network.node(), network.node());
    network.link(years(from, to, Some(1), Some(1), 0));
    network.link(years(from, to, Some(2), Some(2), 1));
    let link = |link, from, to, statement| Part::Link {
        links: vec![link],
        from,
        to,
        origin: Origin::Statement(statement),
    };
    assert_eq!(chain(&network), [link(0, to, from, 0), link(1, from, to, 1)]);
}

/// A rule holds between moments that are told of: who tells of one takes part.
#[test]
fn who_tells_of_a_moment_is_named() {
    let mut network = Network::new();
    let [first, middle, last] = std::array::from_fn(|_| network.node());
    let rule = |from, to, number| Link {
        from,
        to,
        unit: Unit::Day,
        least: Some(0),
        most: None,
        origin: Origin::Rule(number),
        to_the_day: false,
    };
    network.link(rule(first, middle, 0));
    network.link(rule(middle, last, 1));
    network.bound(first, range("1995"), 0);
    network.attest(first, 0);
    network.attest(middle, 1);
    network.bound(last, range("1992"), 2);
    network.attest(last, 2);
    let solution = network.solve();
    assert_eq!(solution.contradictions[0].statements, [0, 1, 2]);
    assert!(solution.contradictions[0].chain.contains(&Part::Told { node: middle, statement: 1 }));
}

#[test]
fn what_contradicts_itself_is_named_alone() {
    let mut network = Network::new();
    let (from, to) = (network.node(), network.node());
    network.bound(from, range("1992"), 0);
    network.link(years(from, to, Some(5), Some(3), 1));
    network.bound(to, range("1995"), 2);
    assert_eq!(network.solve().contradictions[0].statements, [1]);
}

/// Nothing is taken from statements of which some are wrong; what stands beside them holds.
#[test]
fn nothing_follows_from_what_contradicts() {
    let solution = fan(&["2007", "2005", "2004", "2005"]);
    let ranges: Vec<String> = solution.ranges.iter().map(|range| range.unwrap().describe()).collect();
    assert_eq!(ranges, ["2000", "any time", "2005", "any time", "2005"]);
}

/// Each of two that nothing connects can be mended alone.
#[test]
fn contradictions_that_nothing_connects_are_looked_at_alone() {
    let mut network = Network::new();
    for pair in 0..3 {
        let node = network.node();
        network.bound(node, range("1992"), 2 * pair);
        network.bound(node, range("1995"), 2 * pair + 1);
    }
    let suspects: Vec<_> = network.solve().contradictions.into_iter().map(|found| found.suspects).collect();
    assert_eq!(suspects, [[0, 1], [2, 3], [4, 5]]);
}

/// A wrong statement among many right ones is told of once, although another one is wrong besides.
#[test]
fn of_several_mistakes_each_is_told_once() {
    let mut network = Network::new();
    let root = network.node();
    network.bound(root, range("2000"), 0);
    let mut told = root;
    for number in 0..4 {
        told = network.node();
        network.link(years(root, told, Some(7), None, 1 + 2 * number));
        network.bound(told, range("2005"), 2 + 2 * number);
    }
    let last = network.node();
    network.link(years(told, last, Some(1), None, 20));
    network.bound(last, range("2001"), 21);
    let contradictions = network.solve().contradictions;
    let ends: Vec<_> =
        contradictions.iter().map(|found| (found.statements[0], found.statements.last().copied())).collect();
    assert_eq!(ends.len(), 2, "{contradictions:?}");
    assert_eq!(ends.iter().filter(|end| end.0 == 0).count(), 1, "{ends:?}");
    assert_eq!(ends.iter().filter(|end| end.1 == Some(21)).count(), 1, "{ends:?}");
}

#[test]
fn suspects_are_named_up_to_a_length() {
    let suspects = |links: u32| {
        let mut network = Network::new();
        let mut node = network.node();
        network.bound(node, range("1900"), 0);
        for statement in 1..=links {
            let next = network.node();
            network.link(years(node, next, Some(1), Some(1), statement));
            node = next;
        }
        network.bound(node, range("1990"), links + 1);
        let solution = network.solve();
        assert_eq!(solution.contradictions[0].statements.len(), links as usize + 2);
        // Nothing is taken from any of them, suspects or not.
        assert!(solution.ranges.iter().all(|range| *range == Some(DayRange::ALL)), "{links}");
        solution.contradictions[0].suspects.len()
    };
    assert_eq!((suspects(14), suspects(15)), (16, 0));
}

/// Two distances of different units that hold each other up for months, and rest.
#[test]
fn a_ring_climbs_until_it_rests() {
    // B is 61 days after A, A at most in the month before B: from a first of a month with a long one
    // among the next two on, up to the first of July.
    let network = |year: i64, latest: Option<&str>| {
        let mut network = Network::new();
        let (a, b) = (network.node(), network.node());
        network.bound(a, DayRange::new(Day::from_ymd(year, 2, 1), None), 0);
        network.link(at_least(a, b, Unit::Day, 61, 1));
        network.link(at_least(b, a, Unit::Month, -1, 2));
        if let Some(latest) = latest {
            network.bound(a, range(latest), 3);
        }
        network.solve()
    };
    for year in [1624, 2024, 2424] {
        let solution = network(year, None);
        assert!(solution.contradictions.is_empty(), "{year}: {:?}", solution.contradictions);
        assert_eq!(solution.ranges[0].unwrap().earliest, Day::from_ymd(year, 7, 1), "{year}");
        assert_eq!(solution.ranges[1].unwrap().earliest, Day::from_ymd(year, 8, 31), "{year}");
    }
    let solution = network(2024, Some("../2024-05-20"));
    assert_eq!(solution.contradictions[0].statements, [0, 1, 2, 3]);
    // No short way leads there: all that takes part is told.
    assert_eq!(solution.contradictions[0].chain.len(), 4);
}

/// Two rings that rest one by one but never together, with moments that hang on them: one behind the
/// other, or all on one.
fn tangle(tail: u32, in_a_row: bool) -> Network {
    let mut network = Network::new();
    let (a, b, c) = (network.node(), network.node(), network.node());
    network.link(at_least(a, b, Unit::Month, 1, 0));
    network.link(at_least(b, a, Unit::Day, -1, 1));
    network.link(at_least(b, c, Unit::Month, 1, 2));
    network.link(at_least(c, b, Unit::Day, -1, 3));
    let mut last = c;
    for statement in 4..4 + tail {
        let next = network.node();
        network.link(at_least(last, next, Unit::Day, -5, statement));
        if in_a_row {
            last = next;
        }
    }
    network
}

#[test]
fn what_hangs_on_rings_hides_nothing_in_them() {
    for (tail, in_a_row) in [(0, true), (1, true), (100, true), (20_000, true), (20_000, false)] {
        let solution = tangle(tail, in_a_row).solve();
        let statements: Vec<_> = solution.contradictions.iter().map(|found| &found.statements[..]).collect();
        assert_eq!(statements, [[0, 1, 2, 3]], "with {tail} moments behind");
        assert!(solution.unsettled.is_empty());
    }
}

#[test]
fn what_is_not_followed_to_its_end_is_told() {
    let mut network = tangle(3, true);
    network.set_patience(50);
    let solution = network.solve();
    assert_eq!((solution.contradictions.len(), &solution.unsettled[..]), (0, &[0][..]));
    // The days that are known by then are right, only not sharp.
    assert!(solution.ranges.iter().all(Option::is_some));
}
