//! Any text as a quote, in each language: what is found in it stands where it is said to stand.
//! The first byte chooses the language.

#![no_main]

use csto_validate::evidence::counted::Counted;
use csto_validate::evidence::{Language, mentions, support};
use csto_validate::value::{Date, Duration, Quantity};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let languages: Vec<&Language> = Language::all().collect();
    let language = languages[usize::from(choice) % languages.len()];
    for mention in mentions(text, language) {
        assert!(text.get(mention.span.clone()).is_some(), "{text:?}: {mention:?}");
    }
    let quantity = Quantity::parse(">4000").expect("a quantity");
    support::quantity(text, language, &quantity, &Counted::default());
    let date = Date::parse("1992-05-15").expect("a date");
    support::date(text, language, &date);
    let duration = Duration::parse("P5Y").expect("a duration");
    support::relative(text, language, &duration, true);
});
