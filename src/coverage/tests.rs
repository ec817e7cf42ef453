use std::path::PathBuf;

use proptest::prelude::*;

use super::{Article, Coverage, Format, Kind, State, Stub};
use crate::dataset::load::{RawFile, from_files};
use crate::dataset::{Dataset, Loaded};
use crate::evidence::Language;
use crate::report::coverage::text;

const FACTS: &str = r#"
[property.signed]
type = "date"
label = "signing"
[property.renewed]
type = "date"
label = "renewal"
[property.soldiers]
type = "quantity"
unit = "people"
label = "number of soldiers"
[property.ships]
type = "quantity"
unit = "ships"
[property.states]
type = "quantity"
unit = "states"
[property.term]
type = "quantity"
unit = "years"
[property.parties]
type = "set"
value = "state"
[entity.pact]
kind = "treaty"
label = "Sela Pact"
[entity.a]
kind = "state"
[entity.b]
kind = "state"
[entity.c]
kind = "state"
[[source]]
id = "one"
marker = "1"
title = "One"
[[source]]
id = "two"
marker = "2"
title = "Two"
[[source]]
id = "named"
marker = "vale"
title = "Vale"
[[source]]
id = "beyond"
title = "Beyond"
"#;

fn dataset(claims: &str) -> Dataset {
    let manifest = "format = 1\n[dataset]\nid = \"t\"\ntitle = \"T\"\nas_of = \"2024\"\narticle = \"one\"\n";
    let file = |path: &str, text: String| RawFile { path: path.into(), content: Ok(text.into_bytes()) };
    let files = vec![
        file("facts/dataset.toml", manifest.into()),
        file("facts/facts.toml", format!("{FACTS}{claims}")),
    ];
    let Loaded { dataset, findings } = from_files(PathBuf::new(), files).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    dataset
}

fn claim(id: &str, property: &str, value: &str, rest: &str) -> String {
    format!(
        "[[claim]]\nid = \"{id}\"\nsubject = \"pact\"\nproperty = \"{property}\"\nvalue = {value}\n{rest}\n"
    )
}

fn article(text: &str) -> Article {
    Article::new("a.txt".into(), text.into(), Format::Plain)
}

/// Each statement but markers: text, state, and the claims that hold it or stand instead.
fn compared(claims: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let dataset = dataset(claims);
    let article = article(text);
    let coverage = Coverage::new(&dataset, &article, Language::of("en").unwrap());
    let ids = |claims: &[crate::dataset::ClaimId]| {
        claims.iter().map(|id| dataset.claim(*id).id.to_string()).collect::<Vec<_>>().join(" ")
    };
    let all = coverage.statements.iter().filter(|statement| statement.kind != Kind::Marker);
    let lines = all
        .map(|own| format!("{}: {}: {}{}", own.shown, own.state.name(), ids(&own.claims), ids(&own.instead)));
    (lines.collect(), coverage.without.iter().map(|id| dataset.claim(*id).id.to_string()).collect())
}

#[test]
fn values_agree_at_the_coarser_precision_and_with_their_bounds() {
    let claims = [
        claim("day", "signed", "\"1992-05-15\"", ""),
        claim("over", "soldiers", "\">10000\"", ""),
        claim("ships", "ships", "70", "at = \"2011\""),
        claim("renewed", "renewed", "{ after = \"pact.signed\", by = \"P5Y\" }", ""),
        claim("term", "term", "3", ""),
        claim("set", "parties", "[\"a\", \"b\", \"c\"]", ""),
    ]
    .concat();
    for (text, line) in [
        ("It was signed in 1992.", "1992: uncited: day"),
        ("It was signed on 15 May 1992.", "15 May 1992: uncited: day"),
        ("It was signed on 16 May 1992.", "16 May 1992: missing: "),
        ("It was signed on 15 May.", "15 May: uncited: day"),
        ("It was signed before 1992.", "before 1992: missing: "),
        ("More than 10,000 troops came.", "More than 10,000 troops: uncited: over"),
        ("About 10,000 troops came.", "About 10,000 troops: missing: "),
        ("There were 10,000 troops.", "10,000 troops: missing: "),
        ("There were 70 ships.", "70 ships: uncited: ships"),
        ("There were 70 tanks.", "70 tanks: missing: "),
        ("There were not 70 ships.", "70 ships: contradicted: ships"),
        ("That was in 2011.", "2011: uncited: ships"),
        ("Five years later it was renewed.", "Five years later: uncited: renewed"),
        ("Five years earlier it was renewed.", "Five years earlier: missing: "),
        ("It was renewed for 60 months.", "60 months: uncited: renewed"),
        ("It lasts three years.", "three years: uncited: term"),
        ("It has three states.", "three states: uncited: set"),
        ("It has four states.", "four states: missing: "),
    ] {
        assert_eq!(compared(&claims, text).0, [line], "{text}");
    }
}

#[test]
fn what_states_nothing_is_no_statement() {
    for text in [
        "One of them is at https://a.example/2001/5 or on league-2000.example.org.",
        "ISBN 978-0-7656-0432-3, doi:10.1000/182 and ISSN 1234-5678.",
        "1. First\n2. Second\n(3) Third, and (4) a fourth.",
        "It needs version 1.71.1 of it, several years, and a day, on Friday.",
        "It is the third country, on the 20th, by T-72 and Mi-24, at 10:30.",
    ] {
        assert!(compared("", text).0.is_empty(), "{text}: {:?}", compared("", text).0);
    }
}

#[test]
fn markers_decide_between_claims_of_one_value() {
    let claims = [
        claim("one", "soldiers", "500", "refs = [\"1\"]"),
        claim("bare", "ships", "500", ""),
        claim("beyond", "soldiers", "600", "refs = [\"beyond\"]"),
        claim("old", "soldiers", "700", "rank = \"deprecated\""),
    ]
    .concat();
    for (text, line) in [
        ("There were 500 soldiers.[1]", "500 soldiers: covered: one"),
        ("There were 500 soldiers. [1]", "500 soldiers: covered: one"),
        ("There were 500 soldiers, and ships.[2][1]", "500 soldiers: covered: one"),
        ("There were 500 soldiers.", "500 soldiers: covered: one"),
        ("There were 500 soldiers.[2]", "500 soldiers: other-marker: one"),
        ("There were 500 soldiers. Then all left.[2]", "500 soldiers: covered: one"),
        ("There were 501 soldiers.[1]", "501 soldiers: contradicted: one"),
        ("There were 501 soldiers.[2]", "501 soldiers: missing: "),
        ("There were 501 soldiers.", "501 soldiers: missing: "),
        ("There were 500 ships.[2]", "500 ships: uncited: bare"),
        ("There were 600 soldiers.[2]", "600 soldiers: covered: beyond"),
        ("There were 700 soldiers.", "700 soldiers: missing: "),
    ] {
        assert_eq!(compared(&claims, text).0, [line], "{text}");
    }
    let dated = [
        claim("held", "signed", "\"1992\"", "refs = [\"1\"]"),
        claim("then", "ships", "7", "at = \"1992\""),
        claim("also", "ships", "7", "at = \"1992\"\nrefs = [\"2\"]"),
    ];
    for (claims, line) in [
        (&dated[..], "1992: covered: also"),
        (&dated[..2], "1992: other-marker: held"),
        (&dated[1..2], "1992: uncited: then"),
    ] {
        assert_eq!(compared(&claims.concat(), "That was in 1992.[2]").0, [line]);
    }
    // What another statement backs is not contradicted by a second number.
    let (lines, without) = compared(&claims, "There were 500 soldiers.[1] Then there were 501 soldiers.[1]");
    assert_eq!(lines[1], "501 soldiers: missing: ");
    assert_eq!(without, ["bare"]);
}

#[test]
fn claims_without_a_statement_are_those_that_the_article_should_state() {
    let claims = [
        claim("year", "signed", "\"1992\"", ""),
        claim("day", "signed", "\"1992-05-15\"", ""),
        claim("cited", "ships", "7", "refs = [\"2\"]"),
        claim("beyond", "ships", "8", "refs = [\"beyond\"]"),
        claim("old", "ships", "9", "rank = \"deprecated\""),
        claim("order", "renewed", "{ after = \"pact.signed\" }", ""),
        claim("later", "renewed", "{ after = \"pact.signed\", by = \"P5Y\" }", ""),
        claim("set", "parties", "[\"a\"]", ""),
    ]
    .concat();
    assert_eq!(compared(&claims, "").1, ["year", "day", "cited", "later"]);
    // A year says less than the day that a claim holds, so it does not back it.
    assert_eq!(compared(&claims, "In 1992, 7 ships came.[2]").1, ["day", "later"]);
    assert_eq!(compared(&claims, "On 15 May 1992 it began; 5 years later it went on.").1, ["cited"]);
}

#[test]
fn markers_are_covered_by_the_claims_that_carry_them() {
    let dataset = dataset(&claim("one", "soldiers", "500", "refs = [\"1\", \"vale\"]"));
    let file = "A.<ref name=\"dale\">x</ref> '''B'''.<ref name=\"vale\">y</ref> C.<ref>z</ref>";
    let article = Article::new("a.wiki".into(), file.into(), Format::Wikitext);
    let coverage = Coverage::new(&dataset, &article, Language::of("en").unwrap());
    let states: Vec<(Option<&str>, State)> =
        coverage.statements.iter().map(|own| (own.value.as_deref(), own.state)).collect();
    assert_eq!(
        states,
        [(Some("1"), State::Covered), (Some("2"), State::Covered), (Some("3"), State::Missing)]
    );
}

#[test]
fn a_sentence_ends_where_readers_end_it() {
    for (text, marker) in [
        ("In 1992 Dr. Vale and J. Dale of the U.S. came, i.e. Early.[1]", Some("1")),
        ("In 1992 it began. Later it ended.[1]", None),
        ("In 1992 it began! [1] Later it ended.", Some("1")),
        ("In 1992 it “began.”[1] Later", Some("1")),
        ("In 1992 it began\n\nLater it ended.[1]", None),
        ("In 1992 it cost 5.4 and more.[1]", Some("1")),
    ] {
        let dataset = dataset("");
        let article = article(text);
        let coverage = Coverage::new(&dataset, &article, Language::of("en").unwrap());
        assert_eq!(coverage.statements[0].markers.first().map(|own| &**own), marker, "{text}");
    }
}

#[test]
fn stubs_are_filled_with_what_can_be_told() {
    let dataset = dataset(&claim("signed", "signed", "\"1992\"", ""));
    let text = "The Sela Pact was signed in 1992.[1]\nTwo years later 12 ships and 4.5 million tables came.[9] Over 300 soldiers, 1.5 years.";
    let article = article(text);
    let coverage = Coverage::new(&dataset, &article, Language::of("en").unwrap());
    let stub = Stub::new(&coverage);
    let claims: Vec<String> = stub
        .claims
        .iter()
        .map(|own| {
            let property = &dataset.property(own.property).id;
            format!("{} {property} {:?} {:?}", own.id, own.value, own.refs)
        })
        .collect();
    assert_eq!(
        claims,
        [
            "signed-line-2 signed Relative { anchor: \"pact.signed\", later: true, by: \"P2Y\" } [\"9\"]",
            "ships-line-2 ships Number(\"12\") [\"9\"]",
            "soldiers-line-2 soldiers Text(\">300\") []",
            "term-line-2 term Number(\"1.5\") []",
        ]
    );
    assert_eq!(stub.sources, [("9".into(), "marker-9".to_owned())]);
    assert_eq!(stub.left.len(), 1);
}

#[test]
fn hostile_articles_are_compared_in_linear_time() {
    // Each of these would take minutes if a part were looked at again for every statement.
    let claims =
        [claim("a", "soldiers", "5", "refs = [\"1\"]"), claim("b", "signed", "\"1992\"", "")].concat();
    let dataset = dataset(&claims);
    let language = Language::of("en").unwrap();
    for piece in [
        "5 ",
        "1992 ",
        "[1]",
        "5[1]",
        "5. ",
        "a.b",
        "J. ",
        "5 soldiers ",
        "five years later ",
        "1992, ",
        "on 5 May ",
        "not 5 ",
        "x",
        "www.",
        "ISBN",
        "(",
        "one of ",
        "between 5 and ",
        "«",
        "|",
    ] {
        let file = format!("{}{}", piece.repeat(40_000 / piece.len()), "[1]".repeat(10_000));
        let article = article(&file);
        let coverage = Coverage::new(&dataset, &article, language);
        Stub::new(&coverage);
        assert!(coverage.statements.len() <= file.len());
    }
}

/// Pieces of which articles are made: what matters to sentences, dates, numbers and markers.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "1992",
        "15 May 1992",
        "more than ",
        "10,000",
        " troops",
        "[1]",
        "[2][3]",
        ". ",
        ".",
        ", ",
        "\n",
        "\n\n",
        "|",
        " ",
        "five years later",
        "the following year",
        "between ",
        " and ",
        "from ",
        "to ",
        "J. ",
        "Dr. ",
        "one of ",
        "every year",
        "https://a.b/1992 ",
        "ISBN 978-1 ",
        "é",
        "жук",
        "$",
        "%",
        "5",
        "-",
        "–",
        "(",
        ")",
        "not ",
        "million ",
        "before ",
        "about ",
        "1. ",
        "”",
        "¹",
        "X",
        "all seven ",
        "states",
        "\u{a0}",
        "\u{301}",
        "<ref>",
        "</ref>",
        "{{",
        "}}",
        "<sup>",
        "[^a]",
        "in the 1990s",
    ];
    proptest::collection::vec(proptest::sample::select(PIECES), 0..50).prop_map(|parts| parts.concat())
}

fn holds(file: &str, format: Format) -> Result<(), TestCaseError> {
    let claims =
        [claim("a", "soldiers", "10000", "refs = [\"1\"]"), claim("b", "signed", "\"1992-05-15\"", "")]
            .concat();
    let dataset = dataset(&claims);
    let article = Article::new("a".into(), file.into(), format);
    let coverage = Coverage::new(&dataset, &article, Language::of("en").unwrap());
    let lines: Vec<&str> = article.file.split('\n').collect();
    for own in &coverage.statements {
        let held = article.file.get(own.source.clone());
        prop_assert!(held.is_some(), "{own:?}");
        let held = held.unwrap_or_default();
        if format == Format::Plain && !held.contains(['[', '\n', '¹', '|']) {
            // Nothing was cut out of it.
            prop_assert_eq!(held, &own.shown);
        }
        // Line and column lead to the first character.
        let line = lines[own.start.line - 1];
        let column = line.char_indices().map(|(at, _)| at).chain([line.len()]).nth(own.start.column - 1);
        let before: usize = lines[..own.start.line - 1].iter().map(|line| line.len() + 1).sum();
        prop_assert_eq!(column.map(|column| before + column), Some(own.source.start));
        // All characters that are shown stand there, in order, markup or not between them.
        if own.kind != Kind::Marker && format != Format::Html {
            let mut rest = held.chars();
            let blank = |c: char| c.is_whitespace();
            for c in own.shown.chars().filter(|c| !blank(*c)) {
                prop_assert!(rest.any(|own| own == c), "{} in {held}", own.shown);
            }
        }
    }
    let mut out = Vec::new();
    text::write(&coverage, text::Style { color: true, quiet: false }, &mut out).unwrap();
    crate::report::coverage::json::write(&coverage, &mut out).unwrap();
    crate::report::coverage::html::write(&coverage, &mut out).unwrap();
    let mut toml = Vec::new();
    crate::report::coverage::stub::write(&coverage, &Stub::new(&coverage), &mut toml).unwrap();
    let toml = String::from_utf8(toml).unwrap();
    prop_assert!(toml.parse::<toml::Table>().is_ok(), "{toml}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_span_holds_what_it_shows(file in pieces()) {
        for format in [Format::Plain, Format::Markdown, Format::Html, Format::Wikitext] {
            holds(&file, format)?;
        }
    }

    #[test]
    fn no_text_makes_it_panic(file in any::<String>()) {
        for format in [Format::Plain, Format::Markdown, Format::Html, Format::Wikitext] {
            holds(&file, format)?;
        }
    }
}
