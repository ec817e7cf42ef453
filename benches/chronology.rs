//! The network of moments: a hundred thousand of them with a million constraints, beside the time
//! that reading the same facts as TOML takes; and a contradiction explained in chains of two
//! lengths, one ten times the other.
//!
//! `cargo bench --bench chronology`

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::fmt::Write as _;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use csto_validate::chronology::{Link, Network, Node, Origin};
use csto_validate::value::{Day, DayRange, Unit};

const POINTS: u32 = 100_000;
const LINKS: u32 = 1_000_000;

/// A small generator of numbers that look random (G. Marsaglia, "Xorshift RNGs", 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(end)).unwrap_or(0)
    }
}

/// Moments with hidden days that satisfy everything, and the same facts as text.
fn facts(with_text: bool) -> (Network, String) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let days: Vec<Day> = (0..POINTS).map(|_| Day(i64::from(random.below(80_000)) - 40_000)).collect();
    let (mut network, mut text) = (Network::new(), String::new());
    let nodes: Vec<_> = (0..POINTS).map(|_| network.node()).collect();
    for at in (0..POINTS as usize).step_by(10) {
        network.bound(nodes[at], DayRange::day(days[at]), u32::try_from(at).unwrap_or(0));
        if with_text {
            let _ = writeln!(
                text,
                "[[claim]]\nid = \"d{at}\"\nsubject = \"e{at}\"\nproperty = \"signed\"\nvalue = \"{}\"\n",
                days[at]
            );
        }
    }
    for number in 0..LINKS {
        let (from, to) = (random.below(POINTS) as usize, random.below(POINTS) as usize);
        let (unit, letter) =
            [(Unit::Day, 'D'), (Unit::Month, 'M'), (Unit::Year, 'Y')][random.below(3) as usize];
        let (from, to) = if days[from] <= days[to] { (from, to) } else { (to, from) };
        let apart = days[to].index(unit) - days[from].index(unit);
        network.link(Link {
            from: nodes[from],
            to: nodes[to],
            unit,
            least: Some(apart),
            most: (number % 3 != 0).then_some(apart),
            origin: Origin::Statement(POINTS + number),
            to_the_day: false,
        });
        if with_text {
            let _ = writeln!(
                text,
                "[[claim]]\nid = \"r{number}\"\nsubject = \"e{to}\"\nproperty = \"signed\"\nvalue = {{ after = \"e{from}.signed\", by = \"P{apart}{letter}\" }}\n"
            );
        }
    }
    (network, text)
}

/// A chain of so many days that ends a year too early.
fn chain(length: u32) -> Network {
    let mut network = Network::new();
    let mut last = network.node();
    network.bound(last, DayRange::day(Day(0)), 0);
    for statement in 1..=length {
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
    network.bound(last, DayRange::day(Day(i64::from(length) - 365)), length + 1);
    network
}

fn solving(criterion: &mut Criterion) {
    let (network, text) = facts(true);
    assert!(network.is_satisfiable());
    let mut group = criterion.benchmark_group("a million constraints");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(LINKS)));
    group.bench_function("solve", |bencher| bencher.iter(|| network.solve()));
    let mut wrong = network.clone();
    wrong.bound(Node(7), DayRange::day(Day(-50_000)), POINTS + LINKS);
    group.bench_function("solve with one wrong date", |bencher| {
        bencher.iter(|| assert!(!wrong.solve().contradictions.is_empty()));
    });
    group.bench_function("read the same as TOML", |bencher| {
        bencher.iter_batched(
            || (),
            |()| toml::de::DeTable::parse(&text).map(|table| table.get_ref().len()),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn explaining(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a contradiction explained");
    group.sample_size(10);
    for length in [10_000, 100_000] {
        let network = chain(length);
        group.throughput(Throughput::Elements(u64::from(length)));
        group.bench_function(format!("chain of {length}"), |bencher| {
            bencher.iter(|| assert_eq!(network.solve().contradictions.len(), 1));
        });
    }
    group.finish();
}

criterion_group!(benches, solving, explaining);
criterion_main!(benches);
