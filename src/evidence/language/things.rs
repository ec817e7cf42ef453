//! Kinds of things that are counted. They are data: `things.toml` beside the languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::languages;

/// A kind of thing that is counted, by the name that all language files share.
pub(crate) type Thing = &'static str;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Things {
    kinds: Vec<String>,
    money: Vec<String>,
    behind_years: Vec<String>,
    measures: BTreeMap<String, Vec<String>>,
    squares: BTreeMap<String, String>,
    signs: BTreeMap<String, String>,
    told_of: BTreeMap<String, String>,
}

// A test reads the file, so that it does not fail here.
static THINGS: LazyLock<Things> = LazyLock::new(|| toml::from_str(languages::THINGS).unwrap_or_default());

fn is_in(list: &[String], name: &str) -> bool {
    list.iter().any(|own| own == name)
}

/// The kind of this name.
pub(super) fn named(name: &str) -> Option<Thing> {
    let measures = THINGS.measures.values().flatten();
    let mut all = THINGS.kinds.iter().chain(&THINGS.money).chain(measures);
    all.find(|own| *own == name).map(String::as_str)
}

/// Whether one measure can be converted to another: a text that counts miles may mean the same as
/// a claim that counts kilometres.
pub(crate) fn is_convertible(one: Thing, other: Thing) -> bool {
    let both = |group: &Vec<String>| is_in(group, one) && is_in(group, other);
    one != other && (both(&THINGS.money) || THINGS.measures.values().any(both))
}

/// Whether it is money.
pub(crate) fn is_money(thing: Thing) -> bool {
    is_in(&THINGS.money, thing)
}

/// The money that a sign stands for.
pub(crate) fn of_sign(sign: &str) -> Option<Thing> {
    THINGS.signs.get(sign).map(String::as_str)
}

/// The measure of area of a measure of length.
pub(crate) fn square_of(thing: Thing) -> Option<Thing> {
    THINGS.squares.get(thing).map(String::as_str)
}

/// Whether a number before it is no year: "2008 troops".
pub(crate) fn is_behind_years(thing: Thing) -> bool {
    is_in(&THINGS.behind_years, thing)
}

/// What it is told of, where it is told of what is counted by another name: deaths, of people.
pub(crate) fn told_of(thing: Thing) -> Option<Thing> {
    THINGS.told_of.get(thing).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_the_file_is_one_of_a_kind() {
        let things: Things = toml::from_str(languages::THINGS).unwrap();
        let told_of = things.told_of.iter().flat_map(|(held, holder)| [held, holder]);
        for name in
            things.signs.values().chain(&things.behind_years).chain(things.squares.values()).chain(told_of)
        {
            assert!(named(name).is_some(), "{name}");
        }
        let money: Vec<&String> = things.signs.values().filter(|name| !things.money.contains(name)).collect();
        assert!(money.is_empty(), "{money:?}");
        let mut all: Vec<&String> = things.kinds.iter().chain(&things.money).collect();
        all.extend(things.measures.values().flatten());
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "a name stands twice");
    }

    #[test]
    fn measures_are_converted_within_their_group() {
        let of = |name| named(name).unwrap();
        assert!(is_convertible(of("mile"), of("kilometre")) && is_convertible(of("dollar"), of("euro")));
        assert!(!is_convertible(of("mile"), of("mile")) && !is_convertible(of("mile"), of("acre")));
        assert!(!is_convertible(of("tank"), of("ship")));
    }
}
