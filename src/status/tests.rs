use proptest::prelude::*;

use super::*;

const MEMBER: Status = Status(1);
const FORMER: Status = Status(2);

fn days(from: i64, to: i64) -> DayRange {
    DayRange::new(Some(Day(from)), Some(Day(to)))
}

fn join(from: i64, to: i64) -> Move {
    Move { to: MEMBER, from: Some(vec![NONE, FORMER]), when: days(from, to) }
}

fn leave(from: i64, to: i64) -> Move {
    Move { to: FORMER, from: Some(vec![MEMBER]), when: days(from, to) }
}

#[test]
fn a_member_from_joining_to_leaving() {
    let timeline = Timeline::new(&[leave(50, 59), join(10, 19)]).unwrap();
    let at = |day| timeline.at(MEMBER, days(day, day));
    assert_eq!(at(9), Certainty::Excluded);
    assert_eq!(at(15), Certainty::Possible);
    assert_eq!(at(20), Certainty::Certain);
    assert_eq!(at(49), Certainty::Certain);
    assert_eq!(at(55), Certainty::Possible);
    assert_eq!(at(60), Certainty::Excluded);
    assert_eq!(timeline.at(FORMER, days(0, 49)), Certainty::Excluded);
    assert_eq!(timeline.at(MEMBER, days(0, 100)), Certainty::Possible);
}

#[test]
fn an_order_that_is_legal_is_found_among_imprecise_days() {
    // All in one year: join, leave, join again is the only legal order.
    let timeline = Timeline::new(&[leave(0, 365), join(0, 365), join(0, 365)]).unwrap();
    assert_eq!(timeline.at(MEMBER, days(366, 366)), Certainty::Certain);
    assert_eq!(timeline.at(NONE, days(366, 366)), Certainty::Excluded);
}

#[test]
fn what_no_order_makes_legal_is_told_with_the_order_tried() {
    let error = Timeline::new(&[join(10, 19), join(20, 29)]).unwrap_err();
    assert_eq!(error, Illegal { tried: vec![0, 1], status: MEMBER });
    let error = Timeline::new(&[leave(5, 9), join(10, 19)]).unwrap_err();
    assert_eq!(error, Illegal { tried: vec![0], status: NONE });
}

#[test]
fn long_exact_histories_and_wide_vague_ones_end() {
    let mut long = Vec::new();
    for year in 0..2000 {
        long.push(join(year * 10, year * 10));
        long.push(leave(year * 10 + 5, year * 10 + 5));
    }
    let timeline = Timeline::new(&long).unwrap();
    assert_eq!(timeline.at(MEMBER, days(15_002, 15_002)), Certainty::Certain);
    assert_eq!(timeline.at(MEMBER, days(15_007, 15_007)), Certainty::Excluded);

    let vague: Vec<Move> =
        (0..100).map(|i| if i % 2 == 0 { join(0, 1000) } else { leave(0, 1000) }).collect();
    assert!(Timeline::new(&vague).unwrap().is_undecided());
}

#[test]
fn a_move_from_anywhere_starts_from_all_but_where_it_leads() {
    let readmit = |day: i64| Move { to: MEMBER, from: None, when: days(day, day) };
    assert!(Timeline::new(&[readmit(5)]).is_ok());
    assert!(Timeline::new(&[join(1, 1), leave(3, 3), readmit(5)]).is_ok());
    let error = Timeline::new(&[join(1, 1), readmit(5)]).unwrap_err();
    assert_eq!(error, Illegal { tried: vec![0, 1], status: MEMBER });
}

#[test]
fn a_status_lasts_from_its_move_to_the_next() {
    // Who can have left on day 0 at the earliest has joined before, on day 10 at the earliest.
    let timeline = Timeline::new(&[leave(0, 50), join(10, 20)]).unwrap();
    let at = |status, day| timeline.at(status, days(day, day));
    assert_eq!(at(MEMBER, 9), Certainty::Excluded);
    assert_eq!(at(MEMBER, 40), Certainty::Possible);
    assert_eq!(at(FORMER, 40), Certainty::Possible);
    assert_eq!(at(FORMER, 51), Certainty::Certain);
    assert!(!timeline.is_undecided());
    let stretches = timeline.stretches();
    assert_eq!(stretches[&NONE], [DayRange::new(None, Some(Day(20)))]);
    assert_eq!(stretches[&MEMBER], [days(10, 50)]);
    assert_eq!(stretches[&FORMER], [DayRange::new(Some(Day(10)), None)]);
}

#[test]
fn moves_of_one_time_after_a_long_history() {
    let mut moves = Vec::new();
    for year in 0..40 {
        moves.push(join(year * 10, year * 10));
        moves.push(leave(year * 10 + 5, year * 10 + 5));
    }
    moves.push(join(500, 500));
    // The one that is legal first is the second of the two.
    moves.extend([join(2000, 2100), leave(2000, 2100)]);
    let timeline = Timeline::new(&moves).unwrap();
    assert_eq!(timeline.at(MEMBER, days(1500, 1500)), Certainty::Certain);
    assert_eq!(timeline.at(FORMER, days(1500, 1500)), Certainty::Excluded);
    assert_eq!(timeline.at(FORMER, days(2050, 2050)), Certainty::Possible);
    assert_eq!(timeline.at(MEMBER, days(2101, 2101)), Certainty::Certain);
}

#[test]
fn an_order_is_tried_move_by_move() {
    let moves = [join(0, 9), leave(0, 9), join(0, 9)];
    assert_eq!(Illegal::in_order(&moves, &[0, 1, 2]), None);
    assert_eq!(Illegal::in_order(&moves, &[0, 2, 1]), Some(Illegal { tried: vec![0, 2], status: MEMBER }));
    assert_eq!(Illegal::in_order(&moves, &[1]), Some(Illegal { tried: vec![1], status: NONE }));
}

#[test]
fn all_legal_orders_are_told_or_none() {
    let moves = [join(0, 9), leave(0, 9), join(0, 9)];
    let mut orders = Timeline::legal_orders(&moves, 2).unwrap();
    orders.sort();
    assert_eq!(orders, [[0, 1, 2], [2, 1, 0]]);
    assert_eq!(Timeline::legal_orders(&moves, 1), None);
    assert_eq!(Timeline::legal_orders(&[join(0, 9), join(0, 9)], 5), Some(vec![]));
    assert_eq!(Timeline::legal_orders(&[], 5), Some(vec![vec![]]));
    // Too many to look at, however many are wanted.
    let vague: Vec<Move> = (0..40).map(|i| if i % 2 == 0 { join(0, 9) } else { leave(0, 9) }).collect();
    assert_eq!(Timeline::legal_orders(&vague, usize::MAX), None);
}

/// Every choice of days within small windows, walked by hand.
fn by_hand(moves: &[Move], day: i64) -> (bool, BTreeSet<Status>) {
    let mut legal = false;
    let mut found = BTreeSet::new();
    let mut orders = vec![vec![]];
    for at in 0..moves.len() {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                (0..=order.len()).map(move |place| {
                    let mut order = order.clone();
                    order.insert(place, at);
                    order
                })
            })
            .collect();
    }
    for order in orders {
        let mut status = NONE;
        let mut states = vec![NONE];
        let fine = order.iter().all(|&at| {
            let fine = moves[at].may_start_from(status);
            status = moves[at].to;
            states.push(status);
            fine
        });
        if !fine {
            continue;
        }
        // Choose days in this order, one after the other; remember every state of that day.
        let mut walks: Vec<(i64, Vec<i64>)> = vec![(i64::MIN, vec![])];
        for &at in &order {
            let (from, to) = (moves[at].when.earliest.unwrap().0, moves[at].when.latest.unwrap().0);
            walks = walks
                .into_iter()
                .flat_map(|(last, chosen)| {
                    (from.max(last)..=to).map(move |day| {
                        let mut chosen = chosen.clone();
                        chosen.push(day);
                        (day, chosen)
                    })
                })
                .collect();
        }
        for (_, chosen) in walks {
            legal = true;
            for (at, status) in states.iter().enumerate() {
                let after = at == 0 || chosen[at - 1] <= day;
                let before = at == chosen.len() || day <= chosen[at];
                if after && before {
                    found.insert(*status);
                }
            }
        }
    }
    (legal, found)
}

proptest! {
    #[test]
    fn agrees_with_every_history_by_hand(
        moves in prop::collection::vec((any::<bool>(), 0..6_i64, 0..3_i64), 0..5),
        day in -1..9_i64,
    ) {
        let moves: Vec<Move> = moves
            .into_iter()
            .map(|(joins, from, width)| if joins { join(from, from + width) } else { leave(from, from + width) })
            .collect();
        let (legal, statuses) = by_hand(&moves, day);
        match Timeline::new(&moves) {
            Ok(timeline) => {
                prop_assert!(legal);
                prop_assert_eq!(timeline.possible(days(day, day)), statuses);
            }
            Err(illegal) => {
                prop_assert!(!legal);
                prop_assert!(!illegal.tried.is_empty());
            }
        }
    }
}
