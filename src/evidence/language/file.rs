//! The shape of a language file; its README says what each field holds.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

type Words = Vec<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) name: String,
    #[serde(default = "latin")]
    pub(super) script: Box<str>,
    #[serde(default)]
    pub(super) complete: bool,
    #[serde(default)]
    pub(super) head_first: bool,
    #[serde(default)]
    pub(super) inflected: bool,
    pub(super) marks: Marks,
    pub(super) months: Vec<Words>,
    #[serde(default)]
    pub(super) seasons: BTreeMap<String, Words>,
    pub(super) dates: Dates,
    pub(super) numbers: Numbers,
    #[serde(default)]
    pub(super) bounds: Bounds,
    #[serde(default)]
    pub(super) ranges: Ranges,
    #[serde(default)]
    pub(super) negation: Words,
    #[serde(default)]
    pub(super) time: Time,
    #[serde(default)]
    pub(super) of: Words,
    #[serde(default)]
    pub(super) small: Words,
    #[serde(default)]
    pub(super) count: Words,
    #[serde(default)]
    pub(super) stop: Words,
    #[serde(default)]
    pub(super) contrast: Words,
    #[serde(default)]
    pub(super) except: Words,
    #[serde(default)]
    pub(super) square: Words,
    #[serde(default)]
    pub(super) things: BTreeMap<String, Words>,
    /// Read by other rooms.
    #[serde(default, rename = "article")]
    _article: IgnoredAny,
    #[serde(default, rename = "wiki")]
    _wiki: IgnoredAny,
    #[serde(default, rename = "pages")]
    _pages: IgnoredAny,
}

/// What tells whether a file is one of a language that quotes are read in.
#[derive(Deserialize)]
pub(super) struct Outline {
    pub(super) numbers: Option<IgnoredAny>,
}

fn latin() -> Box<str> {
    "Latn".into()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Marks {
    pub(super) decimal: char,
    pub(super) group: Vec<char>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    pub(super) orders: Words,
    pub(super) numeric: Words,
    #[serde(default)]
    pub(super) join: Words,
    #[serde(default)]
    pub(super) year_before: Words,
    #[serde(default)]
    pub(super) year_after: Words,
    #[serde(default)]
    pub(super) year_hint: Words,
    #[serde(default)]
    pub(super) ordinal_before: Words,
    #[serde(default)]
    pub(super) ordinal_after: Words,
    #[serde(default)]
    pub(super) decade_after: Words,
    #[serde(default)]
    pub(super) decade_before: Words,
    #[serde(default)]
    pub(super) century: Words,
    #[serde(default)]
    pub(super) anno_domini: Words,
    #[serde(default)]
    pub(super) until: Words,
    #[serde(default)]
    pub(super) before_christ: Words,
    #[serde(default)]
    pub(super) bound: Words,
    #[serde(default)]
    pub(super) about: Words,
    #[serde(default)]
    pub(super) deictic: Words,
    /// Days of a month in words.
    #[serde(default)]
    pub(super) days: BTreeMap<String, Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbers {
    #[serde(default)]
    pub(super) compound: bool,
    #[serde(default)]
    pub(super) join: Words,
    #[serde(default = "hundred")]
    pub(super) join_from: u32,
    #[serde(default)]
    pub(super) one: Words,
    pub(super) words: BTreeMap<String, Words>,
    pub(super) scales: BTreeMap<String, Scale>,
    #[serde(default)]
    pub(super) collective: BTreeMap<String, Words>,
    #[serde(default)]
    pub(super) vague: Words,
    #[serde(default)]
    pub(super) endings: Words,
    #[serde(default)]
    pub(super) fractions: Words,
}

fn hundred() -> u32 {
    100
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scale {
    /// Means one of itself where no number stands before.
    #[serde(default)]
    pub(super) alone: Words,
    /// Needs a number before.
    #[serde(default)]
    pub(super) after: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Bounds {
    pub(super) over: Side,
    pub(super) at_least: Side,
    pub(super) under: Side,
    pub(super) at_most: Side,
    pub(super) about: Side,
    pub(super) nearly: Side,
    pub(super) governs: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Side {
    pub(super) before: Words,
    pub(super) after: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Ranges {
    pub(super) from: Words,
    pub(super) between: Words,
    pub(super) and: Words,
    pub(super) to: Words,
    pub(super) change: Words,
    pub(super) into: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Time {
    pub(super) units: BTreeMap<String, Words>,
    pub(super) throughout: Words,
    pub(super) later: Words,
    pub(super) earlier: Words,
    pub(super) next: BTreeMap<String, Words>,
    pub(super) previous: BTreeMap<String, Words>,
}
