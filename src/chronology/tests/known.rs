//! What is known hides nothing else: against every set of statements, tried one by one.

use std::collections::BTreeSet;

use super::*;

/// A network in which some sets are known.
fn knowing(mut network: Network, known: &[Vec<Statement>]) -> Network {
    for set in known {
        network.know(set.clone());
    }
    network
}

fn sets(solution: &Solution) -> BTreeSet<Vec<Statement>> {
    solution.contradictions.iter().map(|found| found.statements.clone()).collect()
}

/// All that is found when whatever is found is accepted, until nothing more is.
fn accepted_to_the_end(build: impl Fn() -> Network) -> Vec<Vec<Statement>> {
    let mut known: Vec<Vec<Statement>> = Vec::new();
    loop {
        let solution = knowing(build(), &known).solve();
        assert!(solution.unfollowed.is_empty(), "{known:?}");
        let found = sets(&solution);
        assert_eq!(found.len(), solution.contradictions.len(), "told twice: {:?}", solution.contradictions);
        for set in &known {
            assert!(found.contains(set), "{set:?} is known and not told any more: {found:?}");
        }
        if found.len() == known.len() {
            return known;
        }
        known = found.into_iter().collect();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn nothing_stays_hidden_behind_what_is_accepted((nodes, made) in case()) {
        let known = accepted_to_the_end(|| network(nodes, &made, |_| true));
        // The first statements hold every moment within the window that is tried.
        let free: Vec<usize> = (nodes..made.len()).collect();
        let mut satisfied: Vec<u32> = Vec::new();
        let mut masks: Vec<u32> = (0..1 << free.len()).collect();
        masks.sort_by_key(|mask| std::cmp::Reverse(mask.count_ones()));
        for mask in masks {
            let kept = |at: usize| at < nodes || mask & 1 << (at - nodes) != 0;
            let holds_a_known_one = known.iter().any(|set| set.iter().all(|&one| kept(one as usize)));
            if holds_a_known_one || satisfied.iter().any(|known| mask & !known == 0) {
                continue;
            }
            prop_assert!(brute(nodes, &made, window(), kept).is_some(), "hidden in {:b} behind {:?}", mask, known);
            satisfied.push(mask);
        }
        for set in &known {
            let named = |at: usize| set.contains(&u32::try_from(at).unwrap());
            prop_assert!(!network(nodes, &made, named).is_satisfiable());
            for left_out in set {
                let rest = |at: usize| named(at) && at != *left_out as usize;
                prop_assert!(network(nodes, &made, rest).is_satisfiable());
            }
        }
    }
}

fn not_earlier(from: Node, to: Node, number: u32) -> Link {
    Link {
        from,
        to,
        unit: Unit::Day,
        least: Some(0),
        most: None,
        origin: Origin::Rule(number),
        to_the_day: false,
    }
}

/// Moments that a rule puts in a row, each told by some dates.
fn row(dates: &[&[&str]]) -> Network {
    let mut network = Network::new();
    let mut statement = 0;
    let mut before: Option<Node> = None;
    for (number, dates) in (0..).zip(dates) {
        let node = network.node();
        for date in *dates {
            network.attest(node, statement);
            if dates.len() > 1 {
                network.bound_aside(node, range(date), statement);
            } else {
                network.bound(node, range(date), statement);
            }
            statement += 1;
        }
        if dates.len() > 1 {
            // As where sources disagree: the first date begins the earliest, the last ends the latest.
            network.bound(
                node,
                DayRange::new(range(dates[0]).earliest, None),
                statement - u32::try_from(dates.len()).unwrap(),
            );
            network.bound(node, DayRange::new(None, range(dates[dates.len() - 1]).latest), statement - 1);
        }
        if let Some(before) = before.replace(node) {
            network.link(not_earlier(before, node, number));
        }
    }
    network
}

#[test]
fn a_known_contradiction_hides_no_other() {
    let three = || row(&[&["1990"], &["1985"], &["1970"]]);
    assert_eq!(three().solve().contradictions.len(), 1);
    assert_eq!(accepted_to_the_end(three), [vec![0, 1], vec![1, 2]]);
}

#[test]
fn what_does_not_contradict_or_holds_too_much_is_not_known() {
    let three = || row(&[&["1990"], &["1985"], &["1995"]]);
    for known in [vec![1, 2], vec![0, 1, 2], vec![0], vec![7], vec![]] {
        let solution = knowing(three(), &[known]).solve();
        assert_eq!(sets(&solution), [vec![0, 1]].into());
    }
}

#[test]
fn of_dates_that_disagree_the_impossible_one_is_named() {
    let solution = row(&[&["1949-01-28"], &["1949-01-04", "1949-04-01"]]).solve();
    assert_eq!(sets(&solution), [vec![0, 1]].into());
    // Both can be, each with one of the other moment.
    let solution = row(&[&["1990", "1992"], &["1991", "1993"]]).solve();
    assert_eq!(sets(&solution), [].into());
    // None of the two can.
    let both = || row(&[&["1990"], &["1985", "1987"]]);
    assert_eq!(sets(&both().solve()), [vec![0, 1], vec![0, 2]].into());
    assert_eq!(accepted_to_the_end(both), [vec![0, 1], vec![0, 2]]);
}

#[test]
fn one_voice_has_to_make_sense() {
    let disagree = || row(&[&["1990", "1992"], &["1991", "1993"]]);
    let mut network = disagree();
    network.voice(vec![1, 2]);
    network.voice(vec![0, 3]);
    assert_eq!(sets(&network.solve()), [vec![1, 2]].into());
    network.know(vec![1, 2]);
    assert_eq!(sets(&network.solve()), [vec![1, 2]].into());
    // Two dates of one moment from one voice are no matter of order.
    let mut network = disagree();
    network.voice(vec![0, 1, 3]);
    assert_eq!(sets(&network.solve()), [].into());
}

#[test]
fn distances_that_disagree_are_tried_alone() {
    let mut network = Network::new();
    let (from, to) = (network.node(), network.node());
    network.bound(from, range("1992"), 0);
    network.attest(from, 0);
    for (statement, years) in [(1, 5), (2, 7)] {
        network.attest(to, statement);
        let link = super::years(from, to, Some(years), Some(years), statement);
        if statement == 1 { network.link(link) } else { network.link_aside(to, link) }
    }
    let last = network.node();
    network.link(not_earlier(to, last, 0));
    network.bound(last, range("1998"), 3);
    network.attest(last, 3);
    assert_eq!(sets(&network.solve()), [vec![0, 2, 3]].into());
}

/// Twelve moments between the first and the last, each told twice wrongly.
#[test]
fn what_was_not_looked_behind_is_told() {
    let mut network = Network::new();
    let root = network.node();
    network.bound(root, range("2000"), 0);
    network.attest(root, 0);
    for pair in 0..12 {
        let node = network.node();
        network.link(not_earlier(root, node, 0));
        for (statement, year) in [(1 + 2 * pair, "2001"), (2 + 2 * pair, "2002")] {
            network.bound(node, range(year), statement);
            network.attest(node, statement);
        }
        network.know(vec![1 + 2 * pair, 2 + 2 * pair]);
    }
    let solution = network.solve();
    assert_eq!((solution.contradictions.len(), solution.unfollowed.len()), (12, 0));
    network.set_spare(2_000);
    let solution = network.solve();
    assert_eq!((solution.contradictions.len(), &solution.unfollowed[..]), (12, &[0][..]));
}

#[test]
fn whether_statements_contradict_whatever_else_is_said() {
    let network = row(&[&["1990"], &["1985"], &["1970", "1995"]]);
    for (statements, expected) in
        [(vec![0, 1], true), (vec![1, 0], true), (vec![0], false), (vec![0, 2], false), (vec![1, 2], true)]
    {
        assert_eq!(network.contradict(&statements), expected, "{statements:?}");
    }
}
