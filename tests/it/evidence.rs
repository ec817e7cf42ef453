//! What quotes support, in every language: a table of phrases, and changes to them that must be
//! noticed.

use std::path::Path;

use csto_validate::evidence::Language;
use csto_validate::evidence::counted::Counted;
use csto_validate::evidence::support::{self, Answer};
use csto_validate::value::{Date, Duration, Quantity};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    lang: String,
    #[serde(default)]
    swap: Vec<(String, String)>,
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
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
    #[serde(default)]
    doubt: Vec<String>,
}

type Ask = fn(&str, &'static Language, &Case, &str) -> Answer;

fn ask_quantity(quote: &str, language: &'static Language, case: &Case, claim: &str) -> Answer {
    let label = case.label.as_deref().map(|label| (Some("en"), label));
    let counted = Counted::new(language, case.unit.as_deref(), label);
    support::quantity(quote, language, &Quantity::parse(claim).unwrap(), &counted)
}

fn ask_date(quote: &str, language: &'static Language, _: &Case, claim: &str) -> Answer {
    support::date(quote, language, &Date::parse(claim).unwrap())
}

fn ask_relative(quote: &str, language: &'static Language, case: &Case, claim: &str) -> Answer {
    support::relative(quote, language, &Duration::parse(claim).unwrap(), case.later)
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
        .map(|path| {
            toml::from_str(&std::fs::read_to_string(path).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

fn is_flag(answer: &Answer) -> bool {
    matches!(answer, Answer::Contradicted { .. } | Answer::Absent(_))
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
                        wrong.push(format!("{}: “{}” {claim}: not {what}: {answer:?}", table.lang, case.quote));
                    }
                }
            };
            expect(&case.yes, "supported", |answer| matches!(answer, Answer::Supported(_)));
            expect(&case.no, "a finding", is_flag);
            expect(&case.doubt, "in doubt", |answer| matches!(answer, Answer::CannotCheck(_)));
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Changes one digit, month, unit, bound or number word of a supporting quote.
fn mutations(table: &Table, case: &Case, claim: &str, place: std::ops::Range<usize>) -> Vec<String> {
    let quote = &case.quote;
    let mut out = Vec::new();
    // With a bound, another number may support the claim just as well.
    let exact = !claim.contains(['<', '>', '~', '.', 'X', '%', '/']) || claim.parse::<f64>().is_ok();
    if exact {
        for (at, c) in quote[place.clone()].char_indices() {
            let Some(digit) = c.to_digit(10) else { continue };
            let at = place.start + at;
            for other in [(digit + 1) % 10, (digit + 9) % 10] {
                let mut changed = quote.clone();
                changed.replace_range(at..=at, &other.to_string());
                out.push(changed);
            }
        }
    }
    for (from, to) in &table.swap {
        let whole = case.quote.match_indices(from.as_str()).find(|(at, _)| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            let end = at + from.len();
            let inside = *at < place.end + 40 && end + 40 > place.start;
            inside && !letter(quote[..*at].chars().next_back()) && (from.ends_with(' ') || !letter(quote[end..].chars().next()))
        });
        if let Some((at, _)) = whole {
            let mut changed = quote.clone();
            changed.replace_range(at..at + from.len(), to);
            out.push(changed);
        }
    }
    out
}

#[test]
fn a_changed_quote_is_noticed() {
    let (mut changes, mut missed, mut untouched, mut flagged) = (0, Vec::new(), 0, 0);
    for table in tables() {
        for (case, ask) in table.cases() {
            for claim in &case.yes {
                untouched += 1;
                let Answer::Supported(place) = ask(&case.quote, table.language(), case, claim) else {
                    flagged += 1;
                    continue;
                };
                for changed in mutations(&table, case, claim, place) {
                    changes += 1;
                    let answer = ask(&changed, table.language(), case, claim);
                    if !is_flag(&answer) {
                        missed.push(format!("{}: {claim}: “{changed}”: {answer:?}", table.lang));
                    }
                }
            }
        }
    }
    println!("{untouched} untouched quotes, {flagged} not supported; {changes} changes, {} missed", missed.len());
    assert_eq!(flagged, 0);
    assert!(missed.is_empty(), "{} of {changes} missed:\n{}", missed.len(), missed.join("\n"));
}
