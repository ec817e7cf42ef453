//! Dates that can or cannot all be true, as a user sees them.

use crate::support::{Dataset, check, check_json};

const VOCABULARY: &str = r#"
[entity.treaty]
kind  = "treaty"
label = "the treaty"

[entity.pact]
kind  = "treaty"
label = "the pact"

[entity.russia]
kind  = "state"
label = "Russia"

[property.signed]
type  = "date"
label = "signing"

[property.in-force]
type  = "date"
label = "entry into force"
after = ["signed"]

[property.renewed]
type  = "date"
label = "renewal"
after = [{ property = "in-force", at_least = "P1Y", at_most = "P10Y" }]

[property.ended]
type  = "date"
label = "end"

[property.office]
type = "text"

[property.joined]
type = "transition"
to   = "member"
from = ["none"]

[property.left]
type = "transition"
to   = "former member"
from = ["member"]

[property.members]
type          = "quantity"
counts_status = "member"
"#;

/// A claim in one line: id, subject, property and the rest as TOML.
fn claim(id: &str, point: &str, rest: &str) -> String {
    let (subject, property) = point.split_once('.').unwrap();
    format!("[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nproperty = \"{property}\"\n{rest}\n\n")
}

fn value(id: &str, point: &str, value: &str) -> String {
    claim(id, point, &format!("value = {value}"))
}

fn dataset(claims: &[String]) -> Dataset {
    Dataset::of(&format!("{VOCABULARY}\n{}", claims.concat()))
}

fn found(claims: &[String]) -> Vec<(String, Vec<String>)> {
    let json = check_json(dataset(claims).path(), &[]).json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            (text(&finding["rule"]), finding["claims"].as_array().unwrap().iter().map(text).collect())
        })
        .collect()
}

fn one(rule: &str, claims: &[&str]) -> Vec<(String, Vec<String>)> {
    vec![(rule.to_owned(), claims.iter().map(|claim| (*claim).to_owned()).collect())]
}

#[test]
fn a_chain_is_told_step_by_step() {
    let dataset = dataset(&[
        value("force", "treaty.in-force", "\"1994\""),
        value("renewed", "treaty.renewed", "{ after = \"treaty.in-force\", by = \"P5Y\" }"),
        value("again", "treaty.renewed", "\"2001\""),
    ]);
    let ran = check(dataset.path());
    assert_eq!(ran.status, 1);
    insta::assert_snapshot!("chain", ran.stdout);
    let json = check_json(dataset.path(), &[]).json();
    insta::assert_snapshot!("chain_json", serde_json::to_string_pretty(&json["findings"]).unwrap());
}

#[test]
fn rules_of_the_vocabulary_take_part_with_their_distance() {
    let dataset = dataset(&[
        value("signed", "treaty.signed", "\"1992-05-15\""),
        value("force", "treaty.in-force", "{ after = \"treaty.signed\" }"),
        value("renewed", "treaty.renewed", "\"1992\""),
    ]);
    insta::assert_snapshot!("rules", check(dataset.path()).stdout);
}

#[test]
fn a_ring_without_dates_contradicts_itself() {
    let dataset = dataset(&[
        value("a", "treaty.signed", "{ after = \"pact.signed\", by = \"P1Y\" }"),
        value("b", "pact.signed", "{ after = \"treaty.signed\", by = \"P1Y\" }"),
    ]);
    insta::assert_snapshot!("ring", check(dataset.path()).stdout);
}

#[test]
fn a_distance_that_no_days_have_contradicts_itself() {
    let claims = [
        value("signed", "treaty.signed", "\"1992\""),
        value(
            "ended",
            "treaty.ended",
            "{ after = \"treaty.signed\", at_least = \"P3Y\", at_most = \"P1Y\" }",
        ),
    ];
    assert_eq!(found(&claims), one("date-order", &["ended"]));
}

#[test]
fn imprecise_dates_are_not_taken_for_precise_ones() {
    for (signed, force) in [
        ("1992-05-15", "1992"),
        ("1992", "1992-01-01"),
        ("1992~", "1991"),
        ("1992-24", "1992-01"),
        ("199X", "1990-01-01"),
        ("1992-02-29", "1992-02-29"),
        ("-0001-12-31", "0000"),
        ("1992/..", "1993"),
    ] {
        let claims = [
            value("signed", "treaty.signed", &format!("\"{signed}\"")),
            value("force", "treaty.in-force", &format!("\"{force}\"")),
        ];
        assert_eq!(found(&claims), [], "{signed} {force}");
    }
    for (signed, force) in [
        ("1992-05-15", "1992-05-14"),
        ("1992", "1991"),
        ("1992~", "1990"),
        ("0000", "-0001"),
        ("1993/..", "1992"),
    ] {
        let claims = [
            value("signed", "treaty.signed", &format!("\"{signed}\"")),
            value("force", "treaty.in-force", &format!("\"{force}\"")),
        ];
        assert_eq!(found(&claims), one("date-order", &["signed", "force"]), "{signed} {force}");
    }
}

#[test]
fn what_is_told_before_something_counts_backwards() {
    let claims = |by: &str, signed: &str| {
        [
            value("force", "treaty.in-force", "\"2000-03-31\""),
            value("signed", "treaty.signed", &format!("{{ before = \"treaty.in-force\", by = \"{by}\" }}")),
            value("day", "treaty.signed", &format!("\"{signed}\"")),
        ]
    };
    assert_eq!(found(&claims("P1M", "2000-02-01")), []);
    assert_eq!(found(&claims("P30D", "2000-03-01")), []);
    assert_eq!(found(&claims("P31D", "2000-02-29")), [], "a leap year");
    assert_eq!(found(&claims("P1M", "2000-01-31")), one("date-order", &["force", "signed", "day"]));
    assert_eq!(found(&claims("P4W", "2000-03-04")), one("date-order", &["force", "signed", "day"]));
}

#[test]
fn two_dates_of_one_moment_simply_differ() {
    let claims = [
        value("one", "treaty.signed", "\"1992\""),
        value("other", "treaty.signed", "\"1994\""),
        // Either of the two can be: nothing follows from the quarrel.
        value("force", "treaty.in-force", "\"1994\""),
    ];
    assert_eq!(found(&claims), one("conflicting-values", &["one", "other"]));
    let claims = [
        value("signed", "treaty.signed", "\"1992\""),
        value("two", "treaty.ended", "{ after = \"treaty.signed\", by = \"P2Y\" }"),
        value("three", "treaty.ended", "{ after = \"treaty.signed\", by = \"P3Y\" }"),
    ];
    assert_eq!(found(&claims), one("conflicting-values", &["two", "three"]));
}

#[test]
fn what_contradicts_both_dates_of_a_quarrel_is_told_as_well() {
    let claims = [
        value("one", "treaty.signed", "\"1992\""),
        value("other", "treaty.signed", "\"1994\""),
        value("force", "treaty.in-force", "\"1990\""),
    ];
    let found = found(&claims);
    let told: Vec<String> =
        found.iter().map(|(rule, claims)| format!("{rule} {}", claims.join(" "))).collect();
    assert_eq!(told, ["conflicting-values one other", "date-order one force", "date-order other force"]);
}

#[test]
fn terms_that_start_or_end_with_a_moment_take_part() {
    let signed = value("signed", "treaty.signed", "\"1992\"");
    let ended = value("ended", "treaty.ended", "{ after = \"treaty.signed\", by = \"P5Y\" }");
    let term = |from: &str, until: &str| {
        claim("term", "russia.office", &format!("value = \"chair\"\nfrom = \"{from}\"\nuntil = \"{until}\""))
    };
    let with = |from: &str, until: &str| [signed.clone(), ended.clone(), term(from, until)];
    assert_eq!(found(&with("treaty.signed", "treaty.ended")), []);
    assert_eq!(found(&with("1997", "treaty.ended")), []);
    assert_eq!(found(&with("1998", "treaty.ended")), one("date-order", &["signed", "ended", "term"]));
    assert_eq!(found(&with("treaty.ended", "1996")), one("date-order", &["signed", "ended", "term"]));
    assert_eq!(found(&with("treaty.ended", "treaty.signed")), one("date-order", &["ended", "term"]));
    insta::assert_snapshot!("term", check(dataset(&with("treaty.ended", "1996")).path()).stdout);
    insta::assert_snapshot!(
        "term_ring",
        check(dataset(&with("treaty.ended", "treaty.signed")).path()).stdout
    );
}

#[test]
fn deprecated_claims_take_no_part_and_preferred_ones_shield() {
    let force = value("force", "treaty.in-force", "\"1990\"");
    let signed =
        |rank: &str| claim("signed", "treaty.signed", &format!("value = \"1992\"\nrank = \"{rank}\""));
    assert_eq!(found(&[force.clone(), signed("normal")]), one("date-order", &["force", "signed"]));
    assert_eq!(found(&[force.clone(), signed("deprecated")]), []);
    let better = claim("better", "treaty.signed", "value = \"1989\"\nrank = \"preferred\"");
    assert_eq!(found(&[force, signed("normal"), better]), []);
}

#[test]
fn moves_at_moments_that_hang_together_have_an_order() {
    // Nobody knows when, but the leaving came two years before the joining.
    let claims = [
        value("signed", "treaty.signed", "{ after = \"pact.signed\" }"),
        value("pact", "pact.signed", "\"199X\""),
        value("ended", "treaty.ended", "{ before = \"treaty.signed\", by = \"P2Y\" }"),
        claim("joined", "russia.joined", "value = \"pact\"\nat = \"treaty.signed\""),
        claim("left", "russia.left", "value = \"pact\"\nat = \"treaty.ended\""),
    ];
    assert_eq!(found(&claims), one("invalid-transition", &["left", "joined"]));
    insta::assert_snapshot!("moves", check(dataset(&claims).path()).stdout);
    let mut fine = claims.to_vec();
    fine[2] = value("ended", "treaty.ended", "{ after = \"treaty.signed\", by = \"P2Y\" }");
    assert_eq!(found(&fine), []);
}

#[test]
fn derived_days_serve_other_rules() {
    // Thirty years after 1999 lies behind 2024; nobody has left then, so that one is a member.
    let claims = [
        value("signed", "treaty.signed", "\"1999\""),
        value("ended", "treaty.ended", "{ after = \"treaty.signed\", by = \"P30Y\" }"),
    ];
    assert_eq!(found(&claims), one("future-date", &["ended"]));
    let claims = [
        value("signed", "treaty.signed", "\"1992\""),
        value("ended", "treaty.ended", "{ after = \"treaty.signed\", by = \"P5Y\" }"),
        claim("joined", "russia.joined", "value = \"pact\"\nat = \"1993\""),
        claim("none", "pact.members", "value = 0\nat = \"treaty.signed\""),
        claim("one", "pact.members", "value = 1\nat = \"treaty.ended\""),
        claim("two", "pact.members", "value = 2\nat = \"treaty.ended\""),
    ];
    assert_eq!(found(&claims), one("count-mismatch", &["two"]));
}

#[test]
fn what_a_contradiction_names_serves_no_other_rule_and_the_rest_does() {
    // Whichever of the three years of renewal is wrong, the signing still bounds the joining.
    let claims = [
        value("signed", "treaty.signed", "\"1992\""),
        value("force", "treaty.in-force", "\"1996\""),
        value("renewed", "treaty.renewed", "{ after = \"treaty.in-force\", by = \"P5Y\" }"),
        value("again", "treaty.renewed", "\"1999\""),
        claim("joined", "russia.joined", "value = \"pact\"\nat = \"treaty.signed\""),
        claim("left", "russia.left", "value = \"pact\"\nat = \"treaty.renewed\""),
        claim("one", "pact.members", "value = 1\nat = \"1991\""),
        claim("two", "pact.members", "value = 1\nat = \"2000\""),
    ];
    let found = found(&claims);
    let rules: Vec<(&str, usize)> =
        found.iter().map(|(rule, claims)| (rule.as_str(), claims.len())).collect();
    assert_eq!(rules, [("date-order", 3), ("count-mismatch", 2)]);
    assert_eq!(found[1].1, ["one", "joined"]);
}

#[test]
fn dates_that_take_too_long_to_follow_are_told_of() {
    use std::fmt::Write as _;
    // A is the last day of a month and B the first of the next; by C, B is the last of one as well. What
    // thousands of others that are tied to them both ways make of that takes longer than anybody waits.
    let mut claims = String::new();
    let mut entities = String::new();
    let mut add =
        |id: &str, subject: &str, rest: &str| claims.push_str(&value(id, &format!("{subject}.ended"), rest));
    add("a", "a", r#"{ before = "b.ended", at_most = "P1D" }"#);
    add("b", "b", r#"{ after = "a.ended", at_least = "P1M" }"#);
    add("c", "c", r#"{ after = "b.ended", at_least = "P1M" }"#);
    add("b-again", "b", r#"{ before = "c.ended", at_most = "P1D" }"#);
    for at in 0..6000 {
        let before = if at == 0 { "c".to_owned() } else { format!("n{}", at - 1) };
        add(
            &format!("n{at}"),
            &format!("n{at}"),
            &format!(r#"{{ before = "{before}.ended", at_most = "P5D" }}"#),
        );
    }
    for id in ["a".to_owned(), "b".into(), "c".into()].into_iter().chain((0..6000).map(|at| format!("n{at}")))
    {
        writeln!(entities, "[entity.{id}]\nkind = \"treaty\"").unwrap();
    }
    let dataset = Dataset::of(&format!("{VOCABULARY}{entities}{claims}"));
    let ran = check(dataset.path());
    insta::assert_snapshot!(ran.stdout);
}
