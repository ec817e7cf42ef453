//! How dates that cannot all be true are told: the chain, its places, and the advice.

use super::told::{claim, told};
use crate::rules::chronology::DATE_ORDER;

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
"#;

/// Each claim: id, `subject.property`, value, further fields.
fn of(claims: &[(&str, &str, &str, &str)]) -> String {
    let claims = claims.iter().map(|(id, point, value, rest)| {
        let (subject, property) = point.split_once('.').unwrap();
        claim(id, subject, property, value, rest)
    });
    told(&DATE_ORDER, &format!("{VOCABULARY}\n{}", claims.collect::<String>()))
}

#[test]
fn a_chain_and_its_advice() {
    let (force, later) = ("\"1994\"", "{ after = \"treaty.in-force\", by = \"P5Y\" }");
    insta::assert_snapshot!(
        "order_chain",
        of(&[
            ("force", "treaty.in-force", force, ""),
            ("renewed", "treaty.renewed", later, ""),
            ("again", "treaty.renewed", "\"2001\"", ""),
        ])
    );
    // Without the first everything else can be true: it is to be looked at first.
    insta::assert_snapshot!(
        "order_suspect",
        of(&[
            ("force", "treaty.in-force", force, ""),
            ("renewed", "treaty.renewed", later, ""),
            ("again", "treaty.renewed", "\"2001\"", ""),
            ("ended", "treaty.ended", "{ after = \"treaty.in-force\", by = \"P10Y\" }", ""),
            ("ended-then", "treaty.ended", "\"2006\"", ""),
        ])
    );
    insta::assert_snapshot!(
        "order_against",
        of(&[
            ("force", "treaty.in-force", force, ""),
            ("signed", "treaty.signed", "{ before = \"treaty.in-force\", at_most = \"P2Y\" }", ""),
            ("day", "treaty.signed", "\"1990-05-15\"", ""),
        ])
    );
    insta::assert_snapshot!(
        "order_alone",
        of(&[
            ("signed", "treaty.signed", "\"1992\"", ""),
            (
                "ended",
                "treaty.ended",
                "{ after = \"treaty.signed\", at_least = \"P3Y\", at_most = \"P1Y\" }",
                ""
            ),
        ])
    );
}

#[test]
fn rules_and_moments_that_claims_only_tell_of() {
    insta::assert_snapshot!(
        "order_rules",
        of(&[
            ("signed", "treaty.signed", "\"1992-05-15\"", ""),
            ("force", "treaty.in-force", "{ after = \"treaty.signed\" }", ""),
            ("renewed", "treaty.renewed", "\"1992\"", ""),
        ])
    );
    insta::assert_snapshot!(
        "order_told_of",
        of(&[
            ("signed", "treaty.signed", "\"1995\"", ""),
            ("force", "treaty.in-force", "\"19XX\"", ""),
            ("renewed", "treaty.renewed", "\"1995\"", ""),
        ])
    );
    insta::assert_snapshot!(
        "order_rule_most",
        of(&[("force", "treaty.in-force", "\"1992\"", ""), ("renewed", "treaty.renewed", "\"2008\"", ""),])
    );
}

#[test]
fn rings_and_several_subjects() {
    insta::assert_snapshot!(
        "order_ring",
        of(&[
            ("a", "treaty.signed", "{ after = \"pact.signed\", by = \"P1Y\" }", ""),
            ("b", "pact.signed", "{ after = \"treaty.signed\", by = \"P1Y\" }", ""),
        ])
    );
    insta::assert_snapshot!(
        "order_two_subjects",
        of(&[
            ("a", "treaty.signed", "\"1992\"", ""),
            ("b", "pact.signed", "{ after = \"treaty.signed\", by = \"P1Y\" }", ""),
            ("c", "pact.signed", "\"1999\"", ""),
        ])
    );
}

#[test]
fn terms_that_start_and_end_with_moments() {
    for (name, signed, ended, time) in [
        ("order_term", "1992", "1990", "from = \"treaty.signed\"; until = \"treaty.ended\""),
        ("order_term_until", "1992", "1999", "from = \"1995\"; until = \"treaty.signed\""),
        ("order_term_from", "1992", "1999", "from = \"treaty.ended\"; until = \"1993\""),
    ] {
        let told = of(&[
            ("signed", "treaty.signed", &format!("\"{signed}\""), ""),
            ("ended", "treaty.ended", &format!("\"{ended}\""), ""),
            ("office", "russia.office", "\"chair\"", time),
        ]);
        insta::assert_snapshot!(name, told);
    }
}

/// A term of the very thing whose moment it ends with is told as a term.
#[test]
fn a_term_of_the_thing_itself() {
    insta::assert_snapshot!(
        "order_term_own",
        of(&[
            ("signed", "treaty.signed", "\"1992\"", ""),
            ("office", "treaty.office", "\"chair\"", "from = \"1995\"; until = \"treaty.signed\""),
        ])
    );
}

/// Distances that hold each other up are listed: nothing follows from one to the next.
#[test]
fn what_no_chain_shows_is_listed() {
    insta::assert_snapshot!(
        "order_tangle",
        of(&[
            ("first", "treaty.signed", "\"2024-02-01/..\"", ""),
            ("last", "treaty.signed", "\"../2024-05-20\"", ""),
            ("ended", "treaty.ended", "{ after = \"treaty.signed\", at_least = \"P61D\" }", ""),
            ("signed", "treaty.signed", "{ before = \"treaty.ended\", at_most = \"P1M\" }", ""),
        ])
    );
}

/// A long chain is told from both ends, and shows so many places at most.
#[test]
fn nobody_reads_a_long_chain_whole() {
    let chain = |length: usize| {
        let mut tables = String::from("[entity.x]\nkind = \"treaty\"\n\n");
        for at in 0..=length {
            tables += &format!("[property.p{at:02}]\ntype = \"date\"\n\n");
        }
        tables += &claim("start", "x", "p00", "\"1900\"", "");
        for at in 1..=length {
            let value = format!("{{ after = \"x.p{:02}\", by = \"P1Y\" }}", at - 1);
            tables += &claim(&format!("c{at:02}"), "x", &format!("p{at:02}"), &value, "");
        }
        told(&DATE_ORDER, &(tables + &claim("end", "x", &format!("p{length:02}"), "\"1990\"", "")))
    };
    // Told whole up to twelve steps.
    insta::assert_snapshot!("order_twelve", chain(10));
    insta::assert_snapshot!("order_thirteen", chain(11));
    let long = chain(30);
    assert!(long.contains("… 20 more steps …"), "{long}");
    assert_eq!(long.matches("\n  and ").count(), 24);
    assert_eq!(chain(22).matches("\n  and ").count(), 23);
    assert_eq!(chain(23).matches("\n  and ").count(), 24);
    assert!(long.contains("mend one of the 32 claims"), "{long}");
}
