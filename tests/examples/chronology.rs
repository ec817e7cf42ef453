//! Solves a chronology: when can something have been signed that came a year before what is dated?
//!
//! `cargo run --example chronology`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it finds")]

use csto_validate::chronology::{Link, Network, Origin};
use csto_validate::value::{Date, ParseError, Unit};

fn main() -> Result<(), ParseError> {
    let mut network = Network::new();
    let (signed, in_force) = (network.node(), network.node());
    // Statement 0: it entered into force in April 1994. Statement 1: that was a year after it was signed.
    network.bound(in_force, "1994-04".parse::<Date>()?.range(), 0);
    network.link(Link {
        from: signed,
        to: in_force,
        unit: Unit::Year,
        least: Some(1),
        most: Some(1),
        origin: Origin::Statement(1),
        to_the_day: false,
    });
    if let Some(range) = network.solve().ranges[signed.0 as usize] {
        println!("signed: {}", range.describe());
    }
    // Statement 2: it was signed in 1995. All three cannot be true.
    network.bound(signed, "1995".parse::<Date>()?.range(), 2);
    for contradiction in network.solve().contradictions {
        println!("statements {:?} cannot all be true", contradiction.statements);
    }
    Ok(())
}
