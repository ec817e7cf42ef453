//! Judges a quote: does it say what a claim states, and does a text hold it?
//!
//! `cargo run --example quote`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it finds")]

use csto_validate::evidence::Language;
use csto_validate::evidence::counted::Counted;
use csto_validate::evidence::passage::{self, Found};
use csto_validate::evidence::support::{self, Answer};
use csto_validate::value::Quantity;

fn main() {
    let Some(english) = Language::of("en") else { return };
    let quote = "about 12,000 soldiers took part";
    for claimed in [">10000", "4000"] {
        let Ok(quantity) = Quantity::parse(claimed) else { continue };
        match support::quantity(quote, english, &quantity, &Counted::default(), None) {
            Answer::Supported(place) => println!("{claimed}: the quote says `{}`", &quote[place]),
            Answer::Rough { reason, .. }
            | Answer::Contradicted { reason, .. }
            | Answer::Absent(reason)
            | Answer::CannotCheck(reason) => println!("{claimed}: the quote {reason}"),
        }
    }
    let page = "In the exercise, about 12,000 soldiers\ntook part, the ministry says.";
    let holds = matches!(passage::find(page, quote, Some(english)), Found::Found(_));
    println!("the page holds the quote: {holds}");
}
