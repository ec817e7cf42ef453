//! The same questions, answered by looking at everything: every choice of what is one move, every
//! day, every order. Written apart from the walk, and slow.

use proptest::prelude::*;

use super::*;

/// A move or an end, on a day.
#[derive(Clone, Copy, Debug)]
struct Happening<'a> {
    day: i64,
    step: &'a Move,
    /// The move that it ends, or itself.
    of: usize,
    is_end: bool,
}

/// What happens in a history: statuses with the days from which and to which they can be seen.
type Seen = Vec<(Status, i64, i64)>;

fn span(range: DayRange) -> std::ops::RangeInclusive<i64> {
    range.earliest.unwrap().0..=range.latest.unwrap().0
}

/// Every choice of which are one move.
fn groupings(moves: &[Move]) -> Vec<Vec<Vec<usize>>> {
    let mut all: Vec<Vec<Vec<usize>>> = vec![vec![]];
    for at in 0..moves.len() {
        let mut next = Vec::new();
        for groups in all {
            for place in 0..=groups.len() {
                let mut groups = groups.clone();
                match groups.get_mut(place) {
                    Some(group) if moves[group[0]].kind == moves[at].kind => group.push(at),
                    Some(_) => continue,
                    None => groups.push(vec![at]),
                }
                next.push(groups);
            }
        }
        all = next;
    }
    all
}

/// Every choice of days for the moves of a grouping and their ends.
fn datings<'a>(moves: &'a [Move], groups: &[Vec<usize>]) -> Vec<Vec<Happening<'a>>> {
    let mut all: Vec<Vec<Happening<'_>>> = vec![vec![]];
    for (of, group) in groups.iter().enumerate() {
        let step = &moves[group[0]];
        let on = |day: i64| group.iter().all(|&at| span(moves[at].when).contains(&day));
        let ends: Vec<DayRange> =
            group.iter().filter_map(|&at| moves[at].until.filter(|_| moves[at].end().is_some())).collect();
        let mut own: Vec<Vec<Happening<'_>>> = Vec::new();
        for day in (-20..40).filter(|&day| on(day)) {
            let begin = Happening { day, step, of, is_end: false };
            if ends.is_empty() {
                own.push(vec![begin]);
                continue;
            }
            let last = (day..60).filter(|last| ends.iter().all(|end| span(*end).contains(last)));
            own.extend(last.map(|day| vec![begin, Happening { day, step, of, is_end: true }]));
        }
        all = all
            .iter()
            .flat_map(|before| own.iter().map(move |own| before.iter().chain(own).copied().collect()))
            .collect();
    }
    all
}

/// Every order of what happens that its days allow, walked.
fn walks(
    left: &[Happening<'_>],
    last: Option<Happening<'_>>,
    status: Status,
    seen: &Seen,
    out: &mut Vec<Seen>,
) {
    let (now, after_end) = last.map_or((i64::MIN, false), |last| (last.day, last.is_end));
    let from = if after_end { now + 1 } else { now };
    if left.is_empty() {
        let mut seen = seen.clone();
        seen.push((status, from, i64::MAX));
        out.push(seen);
        return;
    }
    // A term that has begun and not ended.
    let held = last.filter(|last| !last.is_end).map(|last| last.of);
    let end = left.iter().find(|one| one.is_end && Some(one.of) == held).copied();
    let first = left.iter().map(|one| one.day).min().unwrap();
    for (at, &next) in left.iter().enumerate() {
        if next.day > first {
            continue;
        }
        let mut rest: Vec<Happening<'_>> = left.to_vec();
        rest.remove(at);
        if next.is_end {
            if Some(next.of) != held {
                continue;
            }
        } else {
            if !next.step.may_start_from(status) {
                continue;
            }
            if let Some(end) = end {
                // Only instead of the end.
                if end.day != next.day {
                    continue;
                }
                rest.retain(|one| !(one.is_end && one.of == end.of));
            }
        }
        let mut seen = seen.clone();
        seen.push((status, from, next.day));
        let to = if next.is_end { next.step.then } else { next.step.to };
        walks(&rest, Some(next), to, &seen, out);
    }
}

/// All histories without any silence.
fn histories(moves: &[Move]) -> Vec<Seen> {
    let mut out = Vec::new();
    for groups in groupings(moves) {
        for dating in datings(moves, &groups) {
            walks(&dating, None, NONE, &Vec::new(), &mut out);
        }
    }
    out
}

fn possible(histories: &[Seen], day: i64) -> BTreeSet<Status> {
    let seen = histories.iter().flatten().filter(|(_, from, until)| *from <= day && day <= *until);
    seen.map(|(status, ..)| *status).collect()
}

/// Whether some history is possible, where free moves are left out or lead anywhere on a day.
fn possible_with(moves: &[Move], free: &[usize]) -> bool {
    let mut worlds: Vec<Vec<Move>> = vec![vec![]];
    for (at, step) in moves.iter().enumerate() {
        let choices: Vec<Option<Move>> = if free.contains(&at) {
            let kind = 100 + u32::try_from(at).unwrap();
            let jump = |to| Some(told(kind, to, Some(vec![NONE, MEMBER, FORMER]), step.when));
            vec![None, jump(NONE), jump(MEMBER), jump(FORMER)]
        } else {
            vec![Some(step.clone())]
        };
        worlds = worlds
            .iter()
            .flat_map(|world| {
                choices.iter().map(move |choice| world.iter().cloned().chain(choice.clone()).collect())
            })
            .collect();
    }
    worlds.iter().any(|world| !histories(world).is_empty())
}

fn some_move() -> impl Strategy<Value = Move> {
    let end = prop::option::weighted(0.3, (0..5_i64, 0..2_i64));
    (any::<bool>(), 0..6_i64, 0..3_i64, end, any::<bool>()).prop_map(
        |(joins, from, width, end, to_former)| {
            let step = if joins { join(from, from + width) } else { leave(from, from + width) };
            let then = if to_former { FORMER } else { NONE };
            let until = end.map(|(after, width)| days(from + after, from + after + width));
            Move { until: until.filter(|_| joins), then, ..step }
        },
    )
}

/// Moves of one kind end in one status.
fn one_then(mut moves: Vec<Move>) -> Vec<Move> {
    let then = moves.first().map_or(NONE, |first| first.then);
    moves.iter_mut().for_each(|step| step.then = then);
    moves
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_every_history_by_hand(moves in prop::collection::vec(some_move(), 0..5)) {
        let moves = one_then(moves);
        let histories = histories(&moves);
        match Timeline::new(&moves) {
            Some(timeline) => {
                prop_assert!(!histories.is_empty());
                for day in -1..14 {
                    prop_assert_eq!(timeline.possible(days(day, day)), possible(&histories, day), "{}", day);
                }
            }
            None => prop_assert!(histories.is_empty()),
        }
        let stories = Timeline::stories(&moves, 100_000).unwrap();
        prop_assert_eq!(stories.is_empty(), histories.is_empty());
    }

    #[test]
    fn what_cannot_be_is_minimal(moves in prop::collection::vec(some_move(), 1..5)) {
        let moves = one_then(moves);
        let found = Contradictions::new(&moves).find(&|_| false);
        prop_assert_eq!(found.is_empty(), !histories(&moves).is_empty());
        let others = |these: &[usize]| -> Vec<usize> { (0..moves.len()).filter(|at| !these.contains(at)).collect() };
        if let Some(first) = found.first() {
            // Nothing else need be true, and all of it must.
            prop_assert!(!possible_with(&moves, &others(&first.moves)));
            for at in &first.moves {
                let rest: Vec<usize> = first.moves.iter().copied().filter(|one| one != at).collect();
                prop_assert!(possible_with(&moves, &others(&rest)), "{:?} without {}", first, at);
            }
        }
        for one in &found {
            let same = one.moves.iter().all(|&at| moves[at].kind == moves[one.moves[0]].kind);
            prop_assert!(one.why != Why::Repeated || same && one.moves.len() == 2);
        }
    }

    /// Where moves are preferred, others of their kind are silenced: all that can be the same move;
    /// where that leaves no history, none; and last, any of them.
    #[test]
    fn silence_is_a_choice(
        moves in prop::collection::vec((some_move(), any::<bool>()), 1..5),
    ) {
        let moves: Vec<Move> =
            one_then(moves.into_iter().map(|(step, preferred)| Move { preferred, until: None, ..step }).collect());
        let all = &moves;
        let rivals = |at: usize| all.iter().filter(move |other| other.preferred && other.kind == all[at].kind);
        let normal: Vec<usize> =
            (0..moves.len()).filter(|&at| !moves[at].preferred && rivals(at).next().is_some()).collect();
        let without = |silenced: &dyn Fn(usize) -> bool| -> Vec<Move> {
            (0..moves.len()).filter(|&at| !silenced(at)).map(|at| moves[at].clone()).collect()
        };
        let same = without(&|at| normal.contains(&at) && rivals(at).any(|other| other.when.intersects(&moves[at].when)));
        let mut expected = histories(&same);
        if expected.is_empty() {
            expected = histories(&moves);
        }
        if expected.is_empty() {
            for choice in 0..1_usize << normal.len() {
                expected.extend(histories(&without(&|at| {
                    normal.iter().position(|&one| one == at).is_some_and(|bit| choice >> bit & 1 == 1)
                })));
            }
        }
        match Timeline::new(&moves) {
            Some(timeline) => for day in -1..14 {
                prop_assert_eq!(timeline.possible(days(day, day)), possible(&expected, day));
            },
            None => prop_assert!(expected.is_empty()),
        }
    }
}
