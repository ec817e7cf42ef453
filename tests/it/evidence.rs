//! What quotes support, in every language: a table of phrases, and changes to them that must be
//! noticed.

use std::ops::Range;
use std::path::Path;

use csto_validate::evidence::Language;
use csto_validate::evidence::counted::Counted;
use csto_validate::evidence::support as value_support;
use csto_validate::evidence::support::Answer;
use csto_validate::value::{Date, Duration, Quantity};
use serde::Deserialize;

use crate::support::{Dataset, check, check_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    lang: String,
    months: Vec<(String, String)>,
    units: Vec<(String, String)>,
    bounds: Vec<(String, String)>,
    numbers: Vec<(String, String)>,
    insert: Vec<String>,
    #[serde(default)]
    quantity: Vec<Case>,
    #[serde(default)]
    date: Vec<Case>,
    #[serde(default)]
    relative: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    quote: String,
    unit: Option<String>,
    label: Option<String>,
    #[serde(default)]
    later: bool,
    #[serde(default)]
    range: bool,
    #[serde(default)]
    yes: Vec<String>,
    /// The days on which the claim holds.
    when: Option<String>,
    /// Said, but less exactly.
    #[serde(default)]
    rough: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
    #[serde(default)]
    doubt: Vec<String>,
}

type Mutate = fn(&Table, &Case, &str, &Range<usize>) -> Vec<String>;
type Ask = fn(&str, &'static Language, &Case, &str) -> Answer;

fn ask_quantity(quote: &str, language: &'static Language, case: &Case, claim: &str) -> Answer {
    let label = case.label.as_deref().map(|label| (Some("en"), label));
    let counted = Counted::new(language, case.unit.as_deref(), label);
    let when = case.when.as_deref().map(|when| Date::parse(when).unwrap().range());
    value_support::quantity(quote, language, &Quantity::parse(claim).unwrap(), &counted, when)
}

fn ask_date(quote: &str, language: &'static Language, _: &Case, claim: &str) -> Answer {
    value_support::date(quote, language, &Date::parse(claim).unwrap())
}

fn ask_relative(quote: &str, language: &'static Language, case: &Case, claim: &str) -> Answer {
    value_support::relative(quote, language, &Duration::parse(claim).unwrap(), case.later)
}

impl Table {
    fn cases(&self) -> impl Iterator<Item = (&Case, Ask)> {
        let quantity = self.quantity.iter().map(|case| (case, ask_quantity as Ask));
        let date = self.date.iter().map(|case| (case, ask_date as Ask));
        let relative = self.relative.iter().map(|case| (case, ask_relative as Ask));
        quantity.chain(date).chain(relative)
    }

    fn language(&self) -> &'static Language {
        Language::of(&self.lang).unwrap()
    }
}

fn tables() -> Vec<Table> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evidence");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| !path.ends_with("hard.toml"))
        .map(|path| {
            toml::from_str(&std::fs::read_to_string(path).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

fn is_flag(answer: &Answer) -> bool {
    matches!(answer, Answer::Contradicted { .. } | Answer::Absent(_) | Answer::Rough { .. })
}

#[test]
fn every_language_has_a_table() {
    let tables = tables();
    for language in Language::all() {
        assert!(tables.iter().any(|table| table.lang == language.tag), "{}", language.tag);
    }
}

#[test]
fn quotes_support_what_they_say_and_nothing_else() {
    let mut wrong = Vec::new();
    let mut asked = 0;
    for table in tables() {
        for (case, ask) in table.cases() {
            let mut expect = |claims: &[String], what: &str, is: fn(&Answer) -> bool| {
                for claim in claims {
                    asked += 1;
                    let answer = ask(&case.quote, table.language(), case, claim);
                    if !is(&answer) {
                        wrong.push(format!(
                            "{}: “{}” {claim}: not {what}: {answer:?}",
                            table.lang, case.quote
                        ));
                    }
                }
            };
            expect(&case.yes, "supported", |answer| matches!(answer, Answer::Supported(_)));
            expect(&case.rough, "said roughly", |answer| matches!(answer, Answer::Rough { .. }));
            expect(&case.no, "a finding", is_flag);
            expect(&case.doubt, "in doubt", |answer| matches!(answer, Answer::CannotCheck(_)));
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a hard quote counts; nothing, where it tells a time.
#[derive(Deserialize)]
struct HardProperty {
    unit: Option<String>,
    label: String,
}

/// Language, property, claim, answer, quote.
type Hard = (String, String, toml::Value, String, String);

#[derive(Deserialize)]
struct HardTable {
    properties: std::collections::BTreeMap<String, HardProperty>,
    quotes: std::collections::BTreeMap<String, Vec<Hard>>,
}

#[test]
fn hard_quotes_are_read_right() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evidence/hard.toml");
    let table: HardTable = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for (lang, property, claim, answer, quote) in table.quotes.values().flatten() {
        // Sets need a dataset, and are asked for above.
        let Some(claim) = claim.as_str() else { continue };
        let language = Language::of(lang).unwrap();
        let property = &table.properties[property];
        let given = match &property.unit {
            Some(unit) => {
                let counted = Counted::new(language, Some(unit), [(None, property.label.as_str())]);
                value_support::quantity(quote, language, &Quantity::parse(claim).unwrap(), &counted, None)
            }
            None => value_support::date(quote, language, &Date::parse(claim).unwrap()),
        };
        let right = match answer.as_str() {
            "C" => is_flag(&given),
            _ => !matches!(given, Answer::Contradicted { .. } | Answer::Absent(_)),
        };
        if !right {
            wrong.push(format!("{lang} {claim} {answer}: “{quote}”: {given:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Replaces whole words that stand in a place.
fn swapped(quote: &str, place: &Range<usize>, swaps: &[(String, String)]) -> Vec<String> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    swaps
        .iter()
        .filter_map(|(from, to)| {
            let (at, _) = quote.match_indices(from.as_str()).find(|(at, _)| {
                let end = at + from.len();
                place.start <= *at
                    && end <= place.end
                    && !letter(quote[..*at].chars().next_back())
                    && !letter(quote[end..].chars().next())
            })?;
            Some(format!("{}{to}{}", &quote[..at], &quote[at + from.len()..]))
        })
        .collect()
}

/// Changes every digit of a place, to the next and to the one before.
fn digits(quote: &str, place: &Range<usize>, skip: usize) -> Vec<String> {
    let digits =
        quote[place.clone()].char_indices().filter_map(|(at, c)| Some((place.start + at, c.to_digit(10)?)));
    digits
        .skip(skip)
        .flat_map(|(at, digit)| [(digit + 1) % 10, (digit + 9) % 10].map(|other| (at, other)))
        .map(|(at, other)| format!("{}{other}{}", &quote[..at], &quote[at + 1..]))
        .collect()
}

/// Where the thing that a number counts may stand: behind it, in the same phrase.
fn noun_phrase(quote: &str, place: &Range<usize>) -> Range<usize> {
    let rest = &quote[place.end..];
    let ends = [
        ",",
        ".",
        ";",
        "0",
        "1",
        "3",
        "7",
        " and ",
        " dan ",
        " gabungan ",
        " dari tujuh",
        " и ",
        " et ",
        " from ",
    ];
    let length = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    place.start..place.end + length
}

/// Changes one digit, month, unit, bound or number word of a supporting quote, so that it no longer
/// supports the claim.
fn mutations(table: &Table, case: &Case, claim: &str, place: &Range<usize>) -> Vec<String> {
    let quote = &case.quote;
    let mut out = swapped(quote, &noun_phrase(quote, place), &table.units);
    if claim.starts_with(['<', '>', '~']) {
        out.extend(swapped(quote, place, &table.bounds));
        return out;
    }
    out.extend(digits(quote, place, 0));
    out.extend(swapped(quote, place, &table.numbers));
    if claim.parse::<f64>().is_ok() {
        let bounded = table.insert.iter();
        out.extend(bounded.map(|bound| format!("{}{bound}{}", &quote[..place.start], &quote[place.start..])));
    }
    out
}

fn date_mutations(table: &Table, case: &Case, claim: &str, place: &Range<usize>) -> Vec<String> {
    // A year alone with another first digit is no year at all.
    let year_only = claim.chars().filter(char::is_ascii_digit).count() == 4;
    let mut out = digits(&case.quote, place, usize::from(year_only));
    out.extend(swapped(&case.quote, place, &table.months));
    out
}

#[test]
fn a_changed_quote_is_noticed() {
    let (mut changes, mut missed, mut untouched, mut flagged) = (0, Vec::new(), 0, 0);
    let mut try_all = |table: &Table, case: &Case, ask: Ask, claim: &str, mutate: Option<Mutate>| {
        untouched += 1;
        let answer = ask(&case.quote, table.language(), case, claim);
        flagged += usize::from(is_flag(&answer));
        let (Answer::Supported(place), Some(mutate)) = (answer, mutate) else { return };
        for changed in mutate(table, case, claim, &place) {
            changes += 1;
            let answer = ask(&changed, table.language(), case, claim);
            if !is_flag(&answer) {
                missed.push(format!("{}: {claim}: “{changed}”: {answer:?}", table.lang));
            }
        }
    };
    for table in tables() {
        for case in &table.quantity {
            for claim in &case.yes {
                // A range holds more claims than it states.
                let mutate = (!claim.contains("..") && !case.range).then_some(mutations as Mutate);
                try_all(&table, case, ask_quantity, claim, mutate);
            }
        }
        for case in &table.date {
            for (index, claim) in case.yes.iter().enumerate() {
                let mutate = (index == 0 && !case.range).then_some(date_mutations as Mutate);
                try_all(&table, case, ask_date, claim, mutate);
            }
        }
        for case in &table.relative {
            for claim in &case.yes {
                try_all(&table, case, ask_relative, claim, Some(mutations));
            }
        }
    }
    println!("{untouched} untouched quotes, {flagged} flagged; {changes} changes, {} missed", missed.len());
    assert_eq!(flagged, 0);
    assert!(missed.is_empty(), "{} of {changes} missed:\n{}", missed.len(), missed.join("\n"));
}

/// The facts of an exercise, with the references of its claims to be filled in.
fn dataset(troops: &str, held: &str, place: &str) -> Dataset {
    Dataset::of(&format!(
        r#"
[entity.drill]
kind = "exercise"

[entity.armenia]
kind = "state"
label = {{ en = "Armenia", ru = "Армения", id = "Armenia" }}

[entity.belarus]
kind = "state"
label = {{ en = "Belarus", ru = "Белоруссия", id = "Belarusia" }}

[property.troops]
type = "quantity"
unit = "people"

[property.held]
type = "date"

[property.held-in]
type = "entity"
value = "state"

[[claim]]
id = "troops"
subject = "drill"
property = "troops"
value = ">10000"
refs = [{troops}]

[[claim]]
id = "held"
subject = "drill"
property = "held"
value = "2011-09"
refs = [{held}]

[[claim]]
id = "place"
subject = "drill"
property = "held-in"
value = "armenia"
refs = [{place}]

[[source]]
id = "report"
title = "A report"
lang = "en"
published = "2011-10"
url = "https://example.org/report"

[[source]]
id = "preview"
title = "What is to come"
lang = "en"
published = "2011-08"
url = "https://example.org/preview"

[[source]]
id = "swahili"
title = "Ripoti"
lang = "sw"
url = "https://example.org/sw"
"#
    ))
}

#[test]
fn references_are_judged_in_json() {
    let dataset = dataset(
        r#""report", { ref = "report", quote = "Up to 10,000 troops" }, { ref = "report", quote = "Свыше 10 тысяч военнослужащих", lang = "ru" }, { ref = "swahili", quote = "askari 12,000" }"#,
        r#"{ ref = "report", quote = "on 19 September 2011" }, { ref = "preview", quote = "in September 2011" }"#,
        r#"{ ref = "report", quote = "in Belarus" }, { ref = "report", quote = "учения в Армении", lang = "ru" }, { ref = "report", quote = "held in Armenia's hills" }, { ref = "report", quote = "on Armenian soil" }"#,
    );
    let ran = check_json(dataset.path(), &[]);
    assert_eq!(ran.rules(), ["value-not-in-quote", "value-not-in-quote"]);
    insta::assert_json_snapshot!(ran.json()["evidence"]);
    insta::assert_snapshot!(check(dataset.path()).stdout);
}

#[test]
fn without_quotes_nothing_is_claimed() {
    let dataset = dataset(r#""report""#, r#""report""#, r#""report""#);
    let ran = check_json(dataset.path(), &[]);
    let json = ran.json();
    let evidence = json["evidence"].as_array().unwrap();
    assert_eq!(evidence.len(), 3);
    for judgement in evidence {
        assert_eq!(judgement["verdict"], "cannot-check");
        assert_eq!(judgement["reason"], "the reference has no quote");
    }
}

#[test]
fn a_property_that_does_not_say_what_it_counts_is_named_by_its_id() {
    let rules = |property: &str, quote: &str| {
        let dataset = Dataset::of(&format!(
            "[entity.a]\nkind = \"exercise\"\n\n[property.{property}]\ntype = \"quantity\"\n\n\
             [[claim]]\nid = \"c\"\nsubject = \"a\"\nproperty = \"{property}\"\nvalue = 4000\n\
             refs = [{{ ref = \"s\", quote = \"{quote}\" }}]\n\n\
             [[source]]\nid = \"s\"\ntitle = \"T\"\nlang = \"en\"\nurl = \"https://example.org/\"\n"
        ));
        check_json(dataset.path(), &[]).rules()
    };
    let nothing: Vec<String> = Vec::new();
    assert_eq!(rules("troops", "A total of 4,000 troops took part."), nothing);
    assert_eq!(rules("strength", "A total of 4,000 troops took part."), nothing);
    assert_eq!(rules("troops", "A total of 4,000 tanks took part."), ["value-not-in-quote"]);
    assert_eq!(rules("strength", "A total of 5,000 troops took part."), ["value-not-in-quote"]);
}
