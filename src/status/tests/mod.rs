mod model;

use super::*;

const MEMBER: Status = Status(1);
const FORMER: Status = Status(2);

fn days(from: i64, to: i64) -> DayRange {
    DayRange::new(Some(Day(from)), Some(Day(to)))
}

fn told(kind: u32, to: Status, from: Option<Vec<Status>>, when: DayRange) -> Move {
    Move { kind, to, from, when, until: None, then: NONE, preferred: false }
}

fn join(from: i64, to: i64) -> Move {
    told(0, MEMBER, Some(vec![NONE, FORMER]), days(from, to))
}

fn leave(from: i64, to: i64) -> Move {
    told(1, FORMER, Some(vec![MEMBER]), days(from, to))
}

fn until(step: Move, from: i64, to: i64) -> Move {
    Move { until: Some(days(from, to)), ..step }
}

fn preferred(step: Move) -> Move {
    Move { preferred: true, ..step }
}

/// The moves that cannot be, with nothing known of them.
fn wrong(moves: &[Move]) -> Vec<(Vec<usize>, Why)> {
    Contradictions::new(moves).find(&|_| false).into_iter().map(|one| (one.moves, one.why)).collect()
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
    // All in one year: both joined at once and left, or one joined again.
    let timeline = Timeline::new(&[leave(0, 365), join(0, 365), join(0, 365)]).unwrap();
    assert_eq!(timeline.at(MEMBER, days(366, 366)), Certainty::Possible);
    assert_eq!(timeline.at(FORMER, days(366, 366)), Certainty::Possible);
    assert_eq!(timeline.at(NONE, days(366, 366)), Certainty::Excluded);
}

#[test]
fn several_tell_of_one_move() {
    let timeline = Timeline::new(&[join(0, 365), join(120, 120), join(100, 200)]).unwrap();
    let at = |day| timeline.at(MEMBER, days(day, day));
    assert_eq!([at(119), at(121)], [Certainty::Excluded, Certainty::Certain]);
    // Two days cannot be one. Whichever is right, it joined by then.
    let moves = [join(120, 120), join(122, 122)];
    assert!(Timeline::new(&moves).is_none());
    let contradictions = Contradictions::new(&moves).find(&|_| false);
    assert_eq!(contradictions, [Contradiction { moves: vec![0, 1], why: Why::Repeated }]);
    let timeline = Timeline::despite(&moves, &contradictions);
    let at = |day| timeline.at(MEMBER, days(day, day));
    assert_eq!([at(119), at(121), at(123)], [Certainty::Excluded, Certainty::Possible, Certainty::Certain]);
    // With another move between they are two.
    assert!(Timeline::new(&[join(120, 120), leave(121, 121), join(122, 122)]).is_some());
}

#[test]
fn a_preferred_one_silences_others_of_its_move() {
    let timeline = Timeline::new(&[preferred(join(120, 120)), join(122, 122)]).unwrap();
    assert_eq!(timeline.at(MEMBER, days(121, 121)), Certainty::Certain);
    let timeline = Timeline::new(&[preferred(join(100, 200)), join(120, 120)]).unwrap();
    assert_eq!(timeline.at(MEMBER, days(121, 121)), Certainty::Possible);
    // What makes sense as a move of its own is one.
    let timeline = Timeline::new(&[preferred(join(0, 0)), leave(10, 10), join(20, 20)]).unwrap();
    assert_eq!(timeline.at(MEMBER, days(30, 30)), Certainty::Certain);
    assert_eq!(wrong(&[preferred(leave(0, 0)), leave(9, 9)]), [(vec![0], Why::Illegal)]);
}

#[test]
fn a_term_is_held_through_its_end() {
    let timeline = Timeline::new(&[until(join(10, 10), 20, 29)]).unwrap();
    let at = |status, day| timeline.at(status, days(day, day));
    assert_eq!(at(MEMBER, 20), Certainty::Certain);
    assert_eq!([at(MEMBER, 21), at(MEMBER, 29)], [Certainty::Possible; 2]);
    assert_eq!(at(MEMBER, 30), Certainty::Excluded);
    assert_eq!(at(NONE, 30), Certainty::Certain);
    // Somebody else tells of the beginning only, and a third of the move that ends it.
    let timeline = Timeline::new(&[until(join(10, 10), 20, 20), join(10, 19), leave(15, 25)]).unwrap();
    assert_eq!(timeline.at(FORMER, days(21, 21)), Certainty::Certain);
    assert_eq!(timeline.at(MEMBER, days(19, 19)), Certainty::Certain);
    // Left before the end; left after it; two ends; and again within.
    let term = until(join(10, 10), 20, 20);
    assert_eq!(wrong(&[term.clone(), leave(15, 15)]), [(vec![0, 1], Why::Illegal)]);
    assert_eq!(wrong(&[term.clone(), leave(25, 25)]), [(vec![0, 1], Why::Illegal)]);
    assert_eq!(wrong(&[term.clone(), until(join(10, 10), 22, 22)]), [(vec![0, 1], Why::Repeated)]);
    assert_eq!(wrong(&[term.clone(), join(15, 15)]), [(vec![0, 1], Why::Repeated)]);
    // Ends precede beginnings, and terms follow each other.
    assert!(Timeline::new(&[term.clone(), join(20, 20)]).is_some());
    assert!(Timeline::new(&[term, until(join(21, 21), 30, 40)]).is_some());
    // An end that comes before its beginning says nothing.
    assert!(Timeline::new(&[until(join(10, 10), 5, 5), leave(20, 20)]).is_some());
}

#[test]
fn moves_that_cannot_be_are_named_and_no_others() {
    assert_eq!(wrong(&[leave(5, 9), join(10, 19)]), [(vec![0], Why::Illegal)]);
    let two = [join(0, 0), leave(10, 10), leave(14, 14), join(20, 20), join(24, 24), leave(30, 30)];
    let both = [(vec![1, 2], Why::Repeated), (vec![3, 4], Why::Repeated)];
    let mut found = wrong(&two);
    found.sort_by_key(|(moves, _)| moves.clone());
    assert_eq!(found, both);
    // The rest is looked at again without each of those that are known.
    let left = [leave(0, 0), leave(9, 9)];
    assert_eq!(wrong(&left), [(vec![0], Why::Illegal)]);
    let known = Contradictions::new(&left).find(&|moves| moves == [0]);
    assert_eq!(known.into_iter().map(|one| one.moves).collect::<Vec<_>>(), [[0], [1]]);
    // Three days of one move.
    assert_eq!(
        wrong(&[join(0, 0), join(5, 5), join(9, 9)]),
        [(vec![0, 1], Why::Repeated), (vec![0, 2], Why::Repeated)]
    );
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
    let readmit = |day: i64| told(2, MEMBER, None, days(day, day));
    assert!(Timeline::new(&[readmit(5)]).is_some());
    assert!(Timeline::new(&[join(1, 1), leave(3, 3), readmit(5)]).is_some());
    assert_eq!(wrong(&[join(1, 1), readmit(5)]), [(vec![0, 1], Why::Illegal)]);
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
fn all_stories_are_told_or_none() {
    use Event::{Begin, End};
    let moves = [join(0, 9), leave(0, 9), join(0, 9)];
    let mut stories = Timeline::stories(&moves, 3).unwrap();
    stories.sort();
    let begins = |stops: &[&[usize]]| -> Vec<Stop> {
        stops.iter().map(|stop| stop.iter().map(|&at| Begin(at)).collect()).collect()
    };
    // Those that say the same are not told apart.
    assert_eq!(stories, [begins(&[&[0], &[1], &[2]]), begins(&[&[0, 2], &[1]])]);
    assert_eq!(Timeline::stories(&moves, 1), None);
    assert_eq!(Timeline::stories(&[leave(0, 9)], 5), Some(vec![]));
    assert_eq!(Timeline::stories(&[], 5), Some(vec![vec![]]));
    let term = [until(join(0, 0), 5, 5), leave(5, 9)];
    assert_eq!(Timeline::stories(&term, 5), Some(vec![vec![vec![Begin(0)], vec![Begin(1), End(0)]]]));
    // Too many to look at, however many are wanted.
    let vague: Vec<Move> =
        (0..40).map(|i| if i % 2 == 0 { join(0, 9 + i) } else { leave(0, 9 + i) }).collect();
    assert_eq!(Timeline::stories(&vague, usize::MAX), None);
}

#[test]
fn a_status_right_after_a_move() {
    let moves = [join(0, 365), leave(100, 500)];
    assert_eq!(after(&moves, &[0], MEMBER), Some(Certainty::Certain));
    assert_eq!(after(&moves, &[1], MEMBER), Some(Certainty::Excluded));
    assert_eq!(after(&moves, &[0, 1], FORMER), Some(Certainty::Certain));
    assert_eq!(after(&moves, &[], MEMBER), None);
    // On the day of its end a status is still held.
    assert_eq!(after(&[until(join(0, 0), 9, 9)], &[0], MEMBER), Some(Certainty::Certain));
}

#[test]
fn a_long_history_is_searched_at_once() {
    let mut moves = Vec::new();
    for year in 0..600 {
        moves.push(join(year * 10, year * 10));
        moves.push(leave(year * 10 + 5, year * 10 + 5));
    }
    moves.push(leave(3007, 3007));
    assert_eq!(wrong(&moves), [(vec![601, 1200], Why::Repeated)]);
}
