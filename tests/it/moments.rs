//! When facts hold, and what follows from it: contradictions that are known, ranks and terms in time,
//! what was planned, seasons, and dates as people write them.

use crate::support::{Dataset, check_json};

/// A claim in one line: id, subject, property, value and further fields.
fn claim(id: &str, of: &str, value: &str, more: &str) -> String {
    let (subject, property) = of.split_once('.').unwrap();
    format!(
        "[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nproperty = \"{property}\"\nvalue = {value}\n{}\n\n",
        more.replace("; ", "\n")
    )
}

/// The rules that fire on tables as errors or warnings about dates, each with its claims, and all advice.
fn found(tables: &str) -> (Vec<String>, String) {
    let json = check_json(Dataset::of(tables).path(), &[]).json();
    let findings = json["findings"].as_array().unwrap();
    let told = findings.iter().map(|finding| {
        let claims: Vec<&str> =
            finding["claims"].as_array().unwrap().iter().map(|claim| claim.as_str().unwrap()).collect();
        format!("{} {}", finding["rule"].as_str().unwrap(), claims.join(" "))
    });
    let quiet = ["uncited-claim", "unused-source", "incomplete-source"];
    let told = told.filter(|told| !quiet.iter().any(|rule| told.starts_with(rule))).collect();
    let help = findings.iter().filter_map(|finding| finding["help"].as_str()).collect::<Vec<_>>().join("\n");
    (told, help)
}

const TREATY: &str = r#"
[entity.treaty]
kind = "treaty"
[property.opened]
type = "date"
[property.signed]
type = "date"
after = ["opened"]
[property.expired]
type = "date"
after = ["signed"]
"#;

fn accept(claims: &str) -> String {
    format!("[[accept]]\nrule = \"date-order\"\nclaims = [{claims}]\nreason = \"both are in print\"\n\n")
}

#[test]
fn an_accepted_contradiction_hides_no_other() {
    let claims = [
        claim("opened", "treaty.opened", "\"1990\"", ""),
        claim("signed", "treaty.signed", "\"1985\"", ""),
        claim("expired", "treaty.expired", "\"1970\"", ""),
    ]
    .concat();
    let of = |accepts: &str| found(&format!("{TREATY}{claims}{accepts}")).0;
    assert_eq!(of("").len(), 1);
    let first = accept("\"opened\", \"signed\"");
    assert_eq!(of(&first), ["date-order signed expired"]);
    assert!(of(&format!("{first}{}", accept("\"expired\", \"signed\""))).is_empty());
    // An entry that names only some of the claims, or more, covers none.
    let both = of(&format!("{first}{}", accept("\"opened\", \"signed\", \"expired\"")));
    assert_eq!(both, ["date-order signed expired", "unused-accept opened signed expired"]);
}

#[test]
fn of_sources_that_disagree_the_impossible_one_is_named() {
    let sources = "[[source]]\nid = \"a\"\ntitle = \"A\"\n[[source]]\nid = \"b\"\ntitle = \"B\"\n";
    let of = |claims: &[String]| found(&format!("{TREATY}{sources}{}", claims.concat())).0;
    let told = of(&[
        claim("opened", "treaty.opened", "\"1949-01-28\"", ""),
        claim("one", "treaty.signed", "\"1949-04-01\"", "refs = [\"a\"]"),
        claim("other", "treaty.signed", "\"1949-01-04\"", "refs = [\"b\"]"),
    ]);
    assert_eq!(told, ["conflicting-values one other", "date-order opened other"]);
    // Each can be true beside one of the other sources; but one source says both.
    let disagree = |of_signed: &str| {
        of(&[
            claim("o1", "treaty.opened", "\"1990\"", "refs = [\"a\"]"),
            claim("o2", "treaty.opened", "\"1992\"", "refs = [\"b\"]"),
            claim("s1", "treaty.signed", "\"1991\"", of_signed),
            claim("s2", "treaty.signed", "\"1993\"", "refs = [\"a\"]"),
        ])
    };
    assert_eq!(disagree(""), ["conflicting-values o1 o2", "conflicting-values s1 s2"]);
    let told = disagree("refs = [\"b\"]");
    assert_eq!(told, ["conflicting-values o1 o2", "date-order o2 s1", "conflicting-values s1 s2"]);
}

const OFFICE: &str = r#"
[entity.office]
kind = "office"
[entity.ada]
kind = "person"
[entity.ben]
kind = "person"
[entity.cem]
kind = "person"
[property.holder]
type = "entity"
single = true
"#;

#[test]
fn a_preferred_claim_silences_others_while_it_holds() {
    let of = |third: &str| {
        let claims = [
            claim("a", "office.holder", "\"ada\"", "from = \"1990\"; until = \"1996\""),
            claim("b", "office.holder", "\"ben\"", "from = \"1993\"; until = \"2000\""),
            claim("c", "office.holder", "\"cem\"", &format!("rank = \"preferred\"; {third}")),
        ];
        found(&format!("{OFFICE}{}", claims.concat())).0
    };
    assert_eq!(of("from = \"2010\""), ["conflicting-values a b"]);
    assert_eq!(of("from = \"1998\""), ["conflicting-values a b"]);
    assert!(of("from = \"1992\"; until = \"1999\"").is_empty());
    assert!(of("").is_empty());
}

#[test]
fn a_term_of_one_day_is_a_term() {
    let of = |day: &str| {
        let claims = [
            claim("a", "office.holder", "\"ada\"", "from = \"1990\"; until = \"2000-05-05\""),
            claim("b", "office.holder", "\"ben\"", &format!("from = \"{day}\"; until = \"{day}\"")),
        ];
        found(&format!("{OFFICE}{}", claims.concat())).0
    };
    assert_eq!(of("1995-05-05"), ["conflicting-values a b"]);
    // The day of the handover, and days that are not sure.
    assert!(of("2000-05-05").is_empty() && of("1990-05-05").is_empty() && of("1995").is_empty());
}

#[test]
fn moments_that_are_surely_one_day_are_one() {
    let of = |by: &str| {
        let claims = [
            claim("signed", "treaty.signed", "\"1992\"", ""),
            claim(
                "expired",
                "treaty.expired",
                &format!("{{ after = \"treaty.signed\", by = \"{by}\" }}"),
                "",
            ),
            claim("a", "office.holder", "\"ada\"", "at = \"treaty.signed\""),
            claim("b", "office.holder", "\"ben\"", "at = \"treaty.expired\""),
        ];
        found(&format!("{TREATY}{OFFICE}{}", claims.concat())).0
    };
    assert_eq!(of("P0D"), ["conflicting-values a b"]);
    assert!(of("P1D").is_empty() && of("P0Y").is_empty());
}

#[test]
fn what_is_unique_is_so_at_one_time() {
    let tables = "[property.code]\ntype = \"text\"\nunique = true\n";
    let of = |times: [&str; 3]| {
        let claims = [("a", "ada"), ("b", "ben"), ("c", "cem")].iter().zip(times);
        let claims = claims.map(|((id, of), time)| claim(id, &format!("{of}.code"), "\"X1\"", time));
        found(&format!("{OFFICE}{tables}{}", claims.collect::<String>())).0
    };
    assert!(of(["until = \"1993\"", "from = \"2003\"", "at = \"1997\""]).is_empty());
    assert!(of(["until = \"1993\"", "from = \"1993\"", "at = \"1993\""]).is_empty());
    assert_eq!(of(["until = \"1993\"", "until = \"1990\"", "from = \"1994\""]), ["not-unique a b"]);
    // All subjects in one finding.
    assert_eq!(of(["", "", ""]), ["not-unique a b c"]);
    assert_eq!(of(["until = \"1993\"", "", "from = \"1994\""]), ["not-unique a b c"]);
}

#[test]
fn the_other_way_round_is_told_of_the_same_time() {
    let tables = "[entity.o2]\nkind = \"office\"\n[property.held-by]\ntype = \"entity\"\ninverse = \"holds\"\n[property.holds]\ntype = \"entity\"\ninverse = \"held-by\"\n[property.allies]\ntype = \"set\"\nsymmetric = true\n";
    let of = |one: &str, other: &str| {
        let claims = [
            claim("x", "office.held-by", "\"ada\"", one),
            claim("y", "ada.holds", "\"office\"", other),
            claim("s", "ben.allies", "[\"cem\"]", one),
            claim("t", "cem.allies", "[\"ben\"]", other),
        ];
        found(&format!("{OFFICE}{tables}{}", claims.concat())).0
    };
    let both = ["missing-inverse s", "missing-inverse t", "missing-inverse x", "missing-inverse y"];
    let mut told = of("from = \"1990\"; until = \"1995\"", "from = \"2000\"; until = \"2005\"");
    told.sort();
    assert_eq!(told, both);
    for (one, other) in [
        ("from = \"1990\"; until = \"1995\"", "from = \"1995\"; until = \"2005\""),
        ("from = \"1990\"", ""),
        ("at = \"1992\"", "from = \"1990\"; until = \"1995\""),
        ("at = \"1992\"", "at = \"1992-05-15\""),
    ] {
        assert!(of(one, other).is_empty(), "{one} {other}");
    }
}

#[test]
fn what_was_set_ahead_may_lie_ahead() {
    let sources = "[[source]]\nid = \"news\"\ntitle = \"N\"\npublished = \"2020-01\"\nlang = \"en\"\n";
    let planned = "[property.expires]\ntype = \"date\"\nplanned = true\n[property.ends]\ntype = \"date\"\n";
    let of = |claims: String| found(&format!("{TREATY}{OFFICE}{planned}{sources}{claims}")).0;
    let refs = "refs = [\"news\"]";
    let term = |more: &str| claim("h", "office.holder", "\"ada\"", &format!("{refs}; {more}"));
    // The end of what has begun.
    assert!(of(term("from = \"2019\"; until = \"2060\"")).is_empty());
    assert!(of(term("until = \"2060\"")).is_empty());
    assert_eq!(
        of(term("from = \"2050\"; until = \"2060\"")),
        ["source-predates-claim h", "future-date h", "future-date h"]
    );
    assert!(of(term("from = \"2050\"; until = \"2060\"; planned = true")).is_empty());
    assert_eq!(of(term("from = \"2022\"; planned = false")), ["source-predates-claim h"]);
    // A property whose dates are planned, and one whose dates are not.
    assert!(of(claim("e", "treaty.expires", "\"2060\"", refs)).is_empty());
    let told = of(claim("e", "treaty.ends", "\"2060\"", refs));
    assert_eq!(told, ["future-date e", "source-predates-claim e"]);
    // What the source says it knew.
    let quoted = "refs = [{ ref = \"news\", quote = \"It ends on 15 May 2022.\" }]";
    assert!(of(claim("e", "treaty.ends", "\"2022-05-15\"", quoted)).is_empty());
    assert_eq!(of(claim("e", "treaty.ends", "\"2022-05-15\"", refs)), ["source-predates-claim e"]);
    let wrong = of(claim("e", "treaty.ends", "2022", refs));
    assert!(wrong.iter().all(|told| !told.starts_with("source-predates")), "{wrong:?}");
}

#[test]
fn a_season_is_that_of_either_hemisphere() {
    let claims = [
        claim("day", "treaty.signed", "\"1982-04-02\"", ""),
        claim("season", "treaty.signed", "\"1982-23\"", ""),
    ]
    .concat();
    for (hemisphere, expected) in
        [("", None), ("south", None), ("north", Some("conflicting-values day season"))]
    {
        let stated =
            if hemisphere.is_empty() { String::new() } else { format!("hemisphere = \"{hemisphere}\"\n") };
        let manifest = format!(
            "format = 1\n[dataset]\nid = \"x\"\ntitle = \"X\"\nas_of = \"2024\"\n{stated}[rules]\nuncited-claim = \"off\"\n"
        );
        let facts = format!("{TREATY}{claims}");
        let dataset = Dataset::new(&[("facts/dataset.toml", &manifest), ("facts/a.toml", &facts)]);
        let json = check_json(dataset.path(), &[]).json();
        let told: Vec<String> = json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| {
                format!(
                    "{} {} {}",
                    finding["rule"].as_str().unwrap(),
                    finding["claims"][0].as_str().unwrap(),
                    finding["claims"][1].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(told.first().map(String::as_str), expected, "{hemisphere}");
    }
}

#[test]
fn advice_never_changes_the_fact() {
    let tables = format!("{TREATY}[property.troops]\ntype = \"quantity\"\n");
    for (of, value, advice) in [
        ("signed", "\"1992-05/06\"", "write \"1992-05/1992-06\""),
        ("signed", "\"before 1992\"", "write \"../1991\""),
        ("signed", "{ after = \"1992-05-15\" }", "write \"1992-05-15/..\""),
        ("signed", "{ before = \"1992\" }", "write \"../1992\""),
        ("troops", "\"2 million\"", "write \"2000000\""),
        ("troops", "\"4.000\"", "write 4000 where"),
        ("signed", "1992-05", "put it in quotes, value = \"1992-05\""),
        ("signed", "199X", "put it in quotes, value = \"199X\""),
    ] {
        let (told, help) = found(&format!("{tables}{}", claim("c", &format!("treaty.{of}"), value, "")));
        assert_eq!(told.len(), 1, "{value}: {told:?}");
        assert!(help.contains(advice), "{value}: {help}");
    }
}
