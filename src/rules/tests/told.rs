//! What rules say in cases that their pages do not show: small datasets, and every finding with its
//! label, its other places and its advice. Read a snapshot before you accept it.

use std::fmt::Write as _;

use super::{Run, run};
use crate::dataset::Span;
use crate::rules::{
    Rule, archives, circles, citations, conflicts, constraints, counts, relations, sets, source_dates,
    sources, superlatives, transitions,
};

/// Everything that a run finds, in order.
pub(super) fn told(rule: &Rule, tables: &str) -> String {
    let Run { dataset, findings, .. } = run(rule, tables);
    let shown = |span: Span| {
        crate::words::excerpt(&dataset.files.text(span).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let mut told = String::new();
    for reported in &findings {
        let finding = &reported.finding;
        writeln!(told, "{}: {}", finding.rule.name, finding.message).unwrap();
        writeln!(told, "  at {}: {}", shown(finding.primary.span), finding.primary.text).unwrap();
        for other in &finding.related {
            writeln!(told, "  and {}: {}", shown(other.span), other.text).unwrap();
        }
        writeln!(told, "  help: {}", finding.help.clone().unwrap_or_else(|| "none".into())).unwrap();
    }
    told
}

/// A claim in one line; `rest` is further fields.
pub(super) fn claim(id: &str, subject: &str, property: &str, value: &str, rest: &str) -> String {
    let rest = rest.replace("; ", "\n");
    format!(
        "[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nproperty = \"{property}\"\nvalue = {value}\n{rest}\n\n"
    )
}

const SEATED: &str = "[entity.x]\nkind = \"body\"\n\n[property.size]\ntype = \"quantity\"\nsingle = true\n\n";

fn sizes(claims: &[(&str, &str, &str)]) -> String {
    let claims = claims.iter().map(|(id, value, rest)| claim(id, "x", "size", value, rest));
    told(&conflicts::CONFLICTING_VALUES, &(SEATED.to_owned() + &claims.collect::<String>()))
}

/// A value without an end that all others contradict is one mistake; several values of one day are
/// several.
#[test]
fn conflicts_of_several_values() {
    insta::assert_snapshot!(
        "conflicts_timeless",
        sizes(&[
            ("c-late", "8", "at = \"2001-05-01\""),
            ("a-ever", "5", ""),
            ("b-then", "7", "at = \"2000-05-01\""),
            ("d-last", "9", "at = \"2002-05-01\""),
        ])
    );
    insta::assert_snapshot!(
        "conflicts_one",
        sizes(&[("a", "5", "from = \"1999\""), ("b", "7", "at = \"2000-05-01\"")])
    );
    insta::assert_snapshot!(
        "conflicts_until",
        sizes(&[("b", "7", "at = \"2000-05-01\""), ("a", "5", "until = \"2003\"")])
    );
    insta::assert_snapshot!(
        "conflicts_all_timeless",
        sizes(&[("a", "5", ""), ("b", "7", ""), ("c", "8", "")])
    );
    insta::assert_snapshot!(
        "conflicts_one_day",
        sizes(&[
            ("a", "5", "at = \"2000-05-01\""),
            ("b", "7", "at = \"2000-05-01\""),
            ("c", "8", "at = \"2000-05-01\""),
        ])
    );
    // The third agrees with the first and not with the second.
    insta::assert_snapshot!(
        "conflicts_with_the_second",
        sizes(&[("a", "5", ""), ("b", "7", ""), ("c", "5", "at = \"2000-05-01\""),])
    );
    let many: Vec<(String, String)> =
        (1..=14).map(|day| (format!("m{day:02}"), format!("at = \"2000-05-{day:02}\""))).collect();
    let mut claims = vec![("a", "5", "")];
    claims.extend(many.iter().map(|(id, at)| (id.as_str(), "7", at.as_str())));
    insta::assert_snapshot!("conflicts_many", sizes(&claims));
}

#[test]
fn what_does_not_conflict() {
    for claims in [
        // The better one of two.
        [("a", "5", "rank = \"preferred\""), ("b", "7", "")],
        // Numbers that can both be true.
        [("a", "\"~4000\"", ""), ("b", "4100", "")],
        // One after the other, handed over, and on days of one year that may be others.
        [("a", "5", "from = \"2000\"; until = \"2001\""), ("b", "7", "from = \"2002\"")],
        [
            ("a", "5", "from = \"2000-01-01\"; until = \"2001-01-01\""),
            ("b", "7", "from = \"2001-01-01\"; until = \"2002\""),
        ],
        [("a", "5", "at = \"2000\""), ("b", "7", "at = \"2000-05\"")],
    ] {
        assert_eq!(sizes(&claims), "", "{claims:?}");
    }
    // Of two that are preferred neither is the better one.
    insta::assert_snapshot!(
        "conflicts_preferred",
        sizes(&[("a", "5", "rank = \"preferred\""), ("b", "7", "rank = \"preferred\""), ("c", "8", ""),])
    );
}

#[test]
fn conflicts_of_dates_and_texts() {
    let head = "[entity.x]\nkind = \"treaty\"\n\n[property.signed]\ntype = \"date\"\n\n[property.renewed]\ntype = \"date\"\n\n[property.name]\ntype = \"text\"\nsingle = true\n\n";
    let of = |claims: &[(&str, &str, &str, &str)]| {
        let claims = claims.iter().map(|(id, property, value, rest)| claim(id, "x", property, value, rest));
        told(&conflicts::CONFLICTING_VALUES, &(head.to_owned() + &claims.collect::<String>()))
    };
    insta::assert_snapshot!(
        "conflicts_relative",
        of(&[
            ("s", "signed", "\"1994\"", ""),
            ("a", "renewed", "{ after = \"x.signed\", by = \"P5Y\" }", ""),
            ("b", "renewed", "{ after = \"x.signed\", by = \"P6Y\" }", ""),
        ])
    );
    assert_eq!(
        of(&[
            ("s", "signed", "\"1994\"", ""),
            ("a", "renewed", "{ after = \"x.signed\", by = \"P5Y\" }", ""),
            ("c", "renewed", "\"1999\"", ""),
        ]),
        ""
    );
    // A date is one moment, whatever time the claim has: no time is missing.
    insta::assert_snapshot!(
        "conflicts_date",
        of(&[
            ("a", "signed", "\"1992\"", ""),
            ("b", "signed", "\"1993\"", "at = \"1993\""),
            ("c", "signed", "\"1994\"", "at = \"1994\""),
        ])
    );
    insta::assert_snapshot!(
        "conflicts_text",
        of(&[
            ("a", "name", "{ en = \"Treaty\", id = \"Perjanjian\" }", ""),
            ("b", "name", "{ en = \"Pact\", id = \"Perjanjian\" }", ""),
        ])
    );
    // Names in different languages do not differ.
    assert_eq!(
        of(&[("a", "name", "{ en = \"Treaty\" }", ""), ("b", "name", "{ id = \"Perjanjian\" }", "")]),
        ""
    );
    insta::assert_snapshot!(
        "conflicts_date_without_a_time",
        of(&[("a", "signed", "\"1992\"", "at = \"1992\""), ("b", "signed", "\"1993\"", "")])
    );
    insta::assert_snapshot!(
        "conflicts_plain_text",
        of(&[("a", "name", "\"Treaty\"", ""), ("b", "name", "\"Pact\"", "")])
    );
}

#[test]
fn values_that_the_vocabulary_lists() {
    let head = r#"
[entity.x]
kind = "thing"

[entity.y]
kind = "thing"

[property.size]
type   = "quantity"
one_of = [4000, 5000]

[property.built]
type    = "date"
one_of  = ["1992", "1993"]

[property.opened]
type    = "date"
none_of = ["1992"]

[property.code]
type   = "text"
format = "[A-Z]{2}"

[property.name]
type    = "text"
one_of  = [{ en = "Pact" }, { id = "Pakta" }, "NATO"]

[property.nick]
type    = "text"
none_of = [{ en = "Thing" }, "Stuff"]

[property.beside]
type    = "entity"
value   = "thing"
none_of = ["y"]
"#;
    let of = |property: &str, value: &str| {
        told(&constraints::VALUE_NOT_ALLOWED, &format!("{head}\n{}", claim("c", "x", property, value, "")))
    };
    for (property, value) in [
        ("size", "\"~4000\""),
        ("built", "\"1992-05\""),
        ("built", "{ after = \"x.opened\", by = \"P1Y\" }"),
        ("opened", "\"1992-05\""),
        ("opened", "{ after = \"x.built\", by = \"P1Y\" }"),
        ("code", "\"RU\""),
        ("name", "{ en = \"Pact\" }"),
        ("name", "{ id = \"Pakta\" }"),
        ("name", "{ fr = \"NATO\" }"),
        ("nick", "{ id = \"Thing\" }"),
        ("nick", "{ en = \"Thingy\" }"),
        ("beside", "\"x\""),
    ] {
        assert!(!of(property, value).contains("value-not-allowed"), "{property} {value}");
    }
    let refused: String = [
        ("size", "3000"),
        ("built", "\"1994-05\""),
        ("opened", "\"1992\""),
        ("code", "\"Russia\""),
        ("name", "{ id = \"Pact\" }"),
        ("name", "{ en = \"Pakt\" }"),
        ("nick", "{ en = \"Thing\" }"),
        ("beside", "\"y\""),
        ("nick", "{ id = \"Stuff\" }"),
    ]
    .iter()
    .map(|(property, value)| of(property, value))
    .collect();
    insta::assert_snapshot!("values_refused", refused);
}

const ALLIANCE: &str = r#"
[entity.alliance]
kind = "organisation"

[entity.armenia]
kind = "state"

[entity.belarus]
kind = "state"

[entity.georgia]
kind = "state"

[property.joined]
type = "transition"
to   = "member"
from = ["none"]

[property.left]
type = "transition"
to   = "former member"
from = ["member"]

[property.size]
type          = "quantity"
counts_status = "member"
min           = 0
single        = true

[property.members]
type          = "set"
value         = "state"
equals_status = "member"
in            = "alliance"
"#;

/// Armenia joins in 1992, Belarus at some time of the nineties, Georgia joins and leaves.
fn alliance(rule: &Rule, claims: &[(&str, &str, &str, &str)]) -> String {
    let moves = claim("armenia-joined", "armenia", "joined", "\"alliance\"", "at = \"1992\"")
        + &claim("belarus-joined", "belarus", "joined", "\"alliance\"", "at = \"199X\"")
        + &claim("georgia-joined", "georgia", "joined", "\"alliance\"", "at = \"1993\"")
        + &claim("georgia-left", "georgia", "left", "\"alliance\"", "at = \"1999\"");
    let claims =
        claims.iter().map(|(id, property, value, rest)| claim(id, "alliance", property, value, rest));
    told(rule, &format!("{ALLIANCE}\n{moves}{}", claims.collect::<String>()))
}

#[test]
fn counts_of_a_status() {
    let of = |value: &str, rest: &str| alliance(&counts::COUNT_MISMATCH, &[("size", "size", value, rest)]);
    assert_eq!(of("2", ""), "");
    for value in ["2", "3"] {
        assert_eq!(of(value, "at = \"1995\""), "", "{value}");
    }
    insta::assert_snapshot!("counts_too_many", of("3", ""));
    insta::assert_snapshot!("counts_too_few", of("1", "at = \"1995\""));
    insta::assert_snapshot!("counts_too_many_then", of("4", "at = \"1995\""));
    insta::assert_snapshot!("counts_over_time", of("3", "from = \"1996\"; until = \"2005\""));
    // What cannot be is told once.
    insta::assert_snapshot!("counts_below_zero", of("-1", ""));
    // Without a time beside another number it is a conflict; beside the same it is counted.
    insta::assert_snapshot!(
        "counts_twice",
        alliance(&counts::COUNT_MISMATCH, &[("a", "size", "4", ""), ("b", "size", "2", "at = \"2005\""),])
    );
    insta::assert_snapshot!(
        "counts_same_twice",
        alliance(&counts::COUNT_MISMATCH, &[("a", "size", "4", ""), ("b", "size", "4", "at = \"2005\""),])
    );
}

/// Who was never a member is not who is missing.
#[test]
fn counts_leave_out_who_only_watched() {
    let observer = "[property.watched]\ntype = \"transition\"\nto = \"observer\"\n\n[entity.serbia]\nkind = \"state\"\n\n";
    let claims = claim("armenia-joined", "armenia", "joined", "\"alliance\"", "at = \"1992\"")
        + &claim("serbia-watched", "serbia", "watched", "\"alliance\"", "at = \"2013\"")
        + &claim("size", "alliance", "size", "2", "");
    let told = told(&counts::COUNT_MISMATCH, &format!("{ALLIANCE}\n{observer}{claims}"));
    assert!(told.contains("count-mismatch") && !told.contains("serbia"), "{told}");
}

/// A finding shows so many claims at most, and says how many it leaves out.
#[test]
fn counts_of_many() {
    let of = |states: usize, left: usize, stated: usize| {
        let mut tables = ALLIANCE.to_owned();
        for at in 0..states {
            let state = format!("s{at:02}");
            writeln!(tables, "[entity.{state}]\nkind = \"state\"\n").unwrap();
            tables += &claim(&format!("{state}-joined"), &state, "joined", "\"alliance\"", "at = \"1992\"");
            if at < left {
                tables += &claim(&format!("{state}-left"), &state, "left", "\"alliance\"", "at = \"1999\"");
            }
        }
        let told = told(
            &counts::COUNT_MISMATCH,
            &(tables + &claim("size", "alliance", "size", &stated.to_string(), "")),
        );
        let message = told.lines().next().unwrap_or_default();
        let more = message.split_once(" (from ").map_or("", |(_, more)| more).to_owned();
        (told.matches("\n  and ").count(), told.matches("became").count(), more)
    };
    assert_eq!(of(24, 0, 20), (24, 0, String::new()));
    assert_eq!(of(25, 0, 20), (24, 0, "1 claim more)".to_owned()));
    assert_eq!(of(27, 0, 20), (24, 0, "3 claims more)".to_owned()));
    // Where the number is too large, those who left come first, and the others take what remains.
    assert_eq!(of(30, 10, 40), (24, 10, "6 claims more)".to_owned()));
    assert_eq!(of(12, 10, 40), (12, 10, String::new()));
}

#[test]
fn sets_that_follow_from_others() {
    let of = |value: &str, rest: &str| alliance(&sets::SET_MISMATCH, &[("members", "members", value, rest)]);
    assert_eq!(of("[\"armenia\", \"belarus\"]", ""), "");
    assert_eq!(of("[\"armenia\", \"georgia\"]", "at = \"1995\""), "");
    insta::assert_snapshot!("sets_status", of("[\"armenia\", \"georgia\"]", ""));
    let head = r#"
[entity.treaty]
kind = "treaty"

[entity.armenia]
kind  = "state"
label = "Armenia"

[entity.belarus]
kind  = "state"
label = "Belarus"

[entity.georgia]
kind  = "state"
label = "Georgia"

[property.signed-by]
type  = "set"
value = "state"

[property.renewed-by]
type  = "set"
value = "state"

[property.left-by]
type          = "set"
value         = "state"
complement_of = { of = "renewed-by", within = "signed-by" }
"#;
    let of = |left: &str, more: &str| {
        let claims = claim("signed", "treaty", "signed-by", "[\"armenia\", \"georgia\"]", "at = \"1992\"")
            + &claim("renewed", "treaty", "renewed-by", "[\"armenia\"]", "at = \"1992\"")
            + &claim("left", "treaty", "left-by", left, "at = \"1992\"");
        told(&sets::SET_MISMATCH, &format!("{head}\n{claims}{more}"))
    };
    assert_eq!(of("[\"georgia\"]", ""), "");
    insta::assert_snapshot!("sets_complement_both", of("[\"armenia\"]", ""));
    insta::assert_snapshot!("sets_complement_lacks", of("[]", ""));
    insta::assert_snapshot!("sets_complement_extra", of("[\"georgia\", \"belarus\"]", ""));
    // Sets of other times are not compared; of two sets of one time the preferred one is.
    let other = claim("renewed-2002", "treaty", "renewed-by", "[\"georgia\"]", "at = \"2002\"");
    assert_eq!(of("[\"georgia\"]", &other), "");
    let worse = claim("signed-alone", "treaty", "signed-by", "[\"armenia\"]", "at = \"1992\"");
    assert_ne!(of("[\"georgia\"]", &worse), "");
    let better = claim(
        "signed-all",
        "treaty",
        "signed-by",
        "[\"armenia\", \"belarus\"]",
        "at = \"1992\"; rank = \"preferred\"",
    );
    assert_eq!(of("[\"belarus\"]", &better), "");
    let elsewhere =
        claim("signed-late", "treaty", "signed-by", "[\"belarus\"]", "at = \"2002\"; rank = \"preferred\"");
    assert_eq!(of("[\"georgia\"]", &elsewhere), "");
    assert_ne!(of("[\"armenia\"]", &elsewhere), "");
}

/// Two properties that exclude each other are one mistake.
#[test]
fn what_excludes_each_other_is_told_once() {
    let of = |first: &str, second: &str| {
        let tables = format!(
            "[entity.x]\nkind = \"body\"\n\n[property.founded]\ntype = \"date\"\n{first}\n\n[property.revived]\ntype = \"date\"\n{second}\n\n{}{}",
            claim("a", "x", "founded", "\"1992\"", ""),
            claim("b", "x", "revived", "\"1993\"", ""),
        );
        told(&relations::EXCLUDED_CLAIM, &tables)
    };
    let (one, other) = ("excludes = [\"revived\"]", "excludes = [\"founded\"]");
    insta::assert_snapshot!("excludes_mutually", of(one, other));
    insta::assert_snapshot!("excludes_forwards", of(one, ""));
    insta::assert_snapshot!("excludes_backwards", of("", other));
    // A property that excludes itself is stated once at most.
    let tables = format!(
        "[entity.x]\nkind = \"body\"\n\n[property.seat]\ntype = \"text\"\nexcludes = [\"seat\"]\n\n{}{}",
        claim("a", "x", "seat", "\"Moscow\"", "at = \"1992\""),
        claim("b", "x", "seat", "\"Minsk\"", "at = \"1999\""),
    );
    assert_eq!(told(&relations::EXCLUDED_CLAIM, &tables).matches("excluded-claim").count(), 1);
}

#[test]
fn the_extreme_among_numbers_of_several_times() {
    let head = r#"
[entity.rubezh]
kind = "exercise"

[entity.center]
kind = "exercise"

[property.troops]
type = "quantity"

[property.largest]
type = "superlative"
by   = "troops"
rank = "highest"

[property.smallest]
type = "superlative"
by   = "troops"
rank = "lowest"
"#;
    let of = |claims: &[(&str, &str, &str, &str, &str)]| {
        let claims = claims
            .iter()
            .map(|(id, subject, property, value, rest)| claim(id, subject, property, value, rest));
        told(&superlatives::SUPERLATIVE_CONTRADICTED, &format!("{head}\n{}", claims.collect::<String>()))
    };
    let largest = |rest| ("largest", "rubezh", "largest", "\"exercise\"", rest);
    // What came later leaves what was the extreme until then as it was.
    let (own, later) = (
        ("a", "rubezh", "troops", "4000", "at = \"2008\""),
        ("b", "center", "troops", "9000", "at = \"2015\""),
    );
    insta::assert_snapshot!("superlative_later", of(&[own, later, largest("at = \"2008\"")]));
    insta::assert_snapshot!("superlative_ever", of(&[own, later, largest("")]));
    insta::assert_snapshot!("superlative_since", of(&[own, later, largest("from = \"2008\"")]));
    // Numbers of that time count before others, and preferred ones before those.
    let then = ("c", "center", "troops", "3000", "at = \"2008-05-01\"");
    assert_eq!(
        of(&[
            ("a", "rubezh", "troops", "4000", "at = \"2008-05-01\""),
            then,
            ("d", "center", "troops", "9000", "at = \"2001\""),
            largest("at = \"2008-05-01\"")
        ]),
        ""
    );
    assert_eq!(
        of(&[
            own,
            ("c", "center", "troops", "3000", "rank = \"preferred\""),
            ("d", "center", "troops", "9000", ""),
            largest("")
        ]),
        ""
    );
    let in_2008 = |id, subject, value| (id, subject, "troops", value, "at = \"2008\"");
    assert_eq!(
        of(&[
            in_2008("a", "rubezh", "4000"),
            in_2008("c", "center", "3000"),
            ("d", "center", "troops", "9000", "at = \"2001\""),
            largest("at = \"2008\"")
        ]),
        ""
    );
    // What may be more proves nothing.
    insta::assert_snapshot!(
        "superlative_unproven",
        of(&[own, ("c", "center", "troops", "\">3000\"", ""), largest("")])
    );
    insta::assert_snapshot!("superlative_no_number", of(&[own, largest("")]));
    insta::assert_snapshot!(
        "superlative_lowest",
        of(&[
            own,
            ("c", "center", "troops", "3000", ""),
            ("smallest", "rubezh", "smallest", "\"exercise\"", ""),
        ])
    );
}

/// Where it is not known which entities there are, nothing is told to be missing.
#[test]
fn an_extreme_among_entities_of_no_kind() {
    let of = |kind: &str| {
        told(
            &superlatives::SUPERLATIVE_UNPROVEN,
            &format!(
                "[entity.rubezh]\nkind = \"exercise\"\n\n[entity.center]\n{kind}\n\n[property.troops]\ntype = \"quantity\"\nmin = 0\n\n[property.largest]\ntype = \"superlative\"\nby = \"troops\"\nrank = \"highest\"\n\n{}",
                claim("a", "rubezh", "largest", "\"exercise\"", "")
            ),
        )
    };
    assert!(of("kind = \"exercise\"").contains("superlative-unproven"));
    assert!(!of("").contains("superlative-unproven"));
}

#[test]
fn moves_that_no_order_allows() {
    let of = |claims: &[(&str, &str, &str)]| {
        let head = r#"
[entity.alliance]
kind = "organisation"

[entity.armenia]
kind  = "state"
label = "Armenia"

[property.joined]
type  = "transition"
to    = "member"
from  = ["none", "former member"]

[property.left]
type  = "transition"
to    = "former member"
from  = ["member"]

[property.readmitted]
type  = "transition"
to    = "member"
"#;
        let claims =
            claims.iter().map(|(id, property, rest)| claim(id, "armenia", property, "\"alliance\"", rest));
        told(&transitions::INVALID_TRANSITION, &format!("{head}\n{}", claims.collect::<String>()))
    };
    assert_eq!(of(&[("in", "joined", "at = \"1992\""), ("out", "left", "at = \"1999\"")]), "");
    let told: String = [
        &[("out", "left", "at = \"1999\"")][..],
        &[("in", "joined", "at = \"1992\""), ("again", "joined", "at = \"1994\"")],
        &[("in", "joined", "at = \"1992\""), ("again", "joined", "")],
        &[("in", "joined", "at = \"1992\""), ("again", "readmitted", "at = \"1994\"")],
        &[
            ("in", "joined", "at = \"1992\""),
            ("out", "left", "at = \"1994\""),
            ("away", "left", "at = \"1996\""),
        ],
    ]
    .iter()
    .map(|claims| of(claims))
    .collect();
    insta::assert_snapshot!("moves", told);
}

/// A source with further fields, cited by nothing that matters here.
fn sourced(rule: &Rule, manifest: &str, fields: &[&str]) -> String {
    let mut tables = format!(
        "format = 1\ndataset = {{ id = \"example\", title = \"Example\", as_of = \"2024\"{manifest} }}\nrules = {{ uncited-claim = \"off\", unused-source = \"off\", unarchived-link = \"off\" }}\n"
    );
    for (at, fields) in fields.iter().enumerate() {
        write!(tables, "\n[[source]]\nid = \"s{at}\"\ntitle = \"Title {at}\"\n{fields}\n").unwrap();
    }
    told(rule, &tables)
}

#[test]
fn why_an_isbn_is_none() {
    let of = |isbn: &str| sourced(&sources::MALFORMED_SOURCE, "", &[&format!("isbn = \"{isbn}\"")]);
    for isbn in [
        "978-0765604323",
        "0-7656-0432-9",
        "978 0 7656 0432 3",
        "155404295X",
        "1-55404-295-x",
        "979-10-90636-07-1",
    ] {
        assert_eq!(of(isbn), "", "{isbn}");
    }
    let refused: String = [
        "978-0765604324",
        "0-7656-0432-8",
        "1554042951",
        "155404295Y",
        "97807656X4323",
        "978-076560432",
        "-",
        "978-0765604330",
        "9999999999994",
        "012345678X",
        "0-7656-0433-6",
        "979-10-90636-07-2",
    ]
    .iter()
    .map(|isbn| of(isbn).lines().next().unwrap_or_default().to_owned() + "\n")
    .collect();
    insta::assert_snapshot!("isbn_reasons", refused);
}

#[test]
fn copies_and_the_pages_that_they_keep() {
    let of = |url: &str, archive: &str| {
        sourced(&sources::MALFORMED_SOURCE, "", &[&format!("url = \"{url}\"\narchive = \"{archive}\"")])
    };
    let page = "https://example.org/report";
    for archive in [
        "https://web.archive.org/web/20150225000000/https://example.org/report",
        "https://web.archive.org/web/20150225000000/http://www.example.org/report/",
        "https://web.archive.org/web/2015/example.org/report",
        "https://library.example/copy/1",
    ] {
        assert_eq!(of(page, archive), "", "{archive}");
    }
    let refused: String = [
        "https://web.archive.org/web/20150225000000/https://example.org/other",
        "https://web.archive.org/web/20151325000000/https://example.org/report",
        "https://web.archive.org/web/20150225000000/ftp://example.org/report",
        "archive of it",
    ]
    .iter()
    .map(|archive| of(page, archive))
    .collect();
    insta::assert_snapshot!("copies_refused", refused);
}

/// Two editions of one book are one source, however the number is written.
#[test]
fn books_that_stand_twice() {
    let of = |fields: &[&str]| sourced(&sources::DUPLICATE_SOURCE, "", fields);
    insta::assert_snapshot!("books_twice", of(&["isbn = \"978-0765604323\"", "isbn = \"0-7656-0432-9\""]));
    assert_eq!(of(&["isbn = \"978-0765604323\"", "isbn = \"978-0742539174\""]), "");
    assert_eq!(
        of(&["isbn = \"978-0765604323\"\npages = \"1\"", "isbn = \"0-7656-0432-9\"\npages = \"2\""]),
        ""
    );
}

#[test]
fn what_leads_back_to_the_article() {
    let of = |article: &str, lang: &str, other: &str| {
        let lang = if lang.is_empty() { String::new() } else { format!("\nlang = \"{lang}\"") };
        let article = format!("url = \"{article}\"{lang}");
        let told = sourced(
            &circles::CIRCULAR_SOURCE,
            ", article = \"s0\"",
            &[&article, &format!("url = \"{other}\"")],
        );
        told.contains("circular-source")
    };
    let id = "https://id.wikipedia.org/wiki/X";
    assert!(of("https://be-tarask.wikipedia.org/wiki/X", "be-tarask", "https://de.wikipedia.org/wiki/X"));
    assert!(of(id, "id", "https://de.wikipedia.org/wiki/X"));
    assert!(of(id, "", "https://de.wikipedia.org/wiki/X"));
    assert!(of(id, "", "https://de.m.wikipedia.org/wiki/X"));
    assert!(of("https://id.m.wikipedia.org/wiki/X", "", "https://de.wikipedia.org/wiki/X"));
    assert!(of("https://www.wiki.example.org/X", "", "https://de.wiki.example.org/X"));
    assert!(of("https://m.wiki.example.org/X", "", "https://de.wiki.example.org/X"));
    assert!(of("https://simple.wikipedia.org/wiki/X", "simple", "https://de.wikipedia.org/wiki/X"));
    assert!(of("https://zh.wikipedia.org/wiki/X", "zh-Hant", "https://de.wikipedia.org/wiki/X"));
    // A name that is no language belongs to the wiki; what is left of a host is no wiki.
    assert!(!of("https://wiki.gov.example/X", "id", "https://trade.gov.example/Y"));
    assert!(of("https://wiki.gov.example/X", "id", "https://wiki.gov.example/Y"));
    assert!(!of("https://en.example/X", "en", "https://de.example/Y"));
    assert!(!of(id, "id", "https://wikipedia.example/wiki/X"));
}

#[test]
fn sources_that_are_older_than_what_they_tell() {
    let of = |value: &str, rest: &str| {
        let tables = format!(
            "[entity.x]\nkind = \"treaty\"\n\n[property.signed]\ntype = \"date\"\n\n{}[[source]]\nid = \"old\"\ntitle = \"Old\"\nisbn = \"978-0765604323\"\npublished = \"1999\"\n\n[[source]]\nid = \"older\"\ntitle = \"Older\"\nisbn = \"978-0742539174\"\npublished = \"1998\"\n",
            claim("a", "x", "signed", value, rest),
        );
        told(&source_dates::SOURCE_PREDATES_CLAIM, &tables)
    };
    let both = "refs = [\"old\", \"older\"]";
    // A source that is missing may be younger.
    let broken = of("\"2001\"", "refs = [\"old\", \"nowhere\"]");
    assert!(broken.contains("unknown-ref") && !broken.contains("source-predates-claim"), "{broken}");
    assert_eq!(of("\"1998\"", both), "");
    insta::assert_snapshot!(
        "predates_one",
        of("\"2001\"", "refs = [\"old\"]").split("unused-source").next().unwrap()
    );
    insta::assert_snapshot!("predates_both", of("\"2001\"", both));
    insta::assert_snapshot!("predates_deprecated", of("\"2001\"", &format!("rank = \"deprecated\"; {both}")));
}

#[test]
fn markers_that_are_missing() {
    let of = |markers: &[&str]| {
        let fields: Vec<String> = markers
            .iter()
            .enumerate()
            .map(|(at, marker)| format!("marker = \"{marker}\"\nurl = \"https://example.org/{at}\""))
            .collect();
        sourced(&citations::MARKER_GAP, "", &fields.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(of(&["1", "2", "3"]), "");
    assert_eq!(of(&["3", "a", "1", "2"]), "");
    let told: String = [&["1", "3"][..], &["1", "4"], &["1", "9", "10", "12"], &["2"]]
        .iter()
        .map(|markers| of(markers))
        .collect();
    insta::assert_snapshot!("markers", told);
    // A marker that cannot be read, a source that cannot, or one that is cited and is not there, may be
    // the one that is missing.
    let (one, three) = (
        "marker = \"1\"\nurl = \"https://example.org/1\"",
        "marker = \"3\"\nurl = \"https://example.org/3\"",
    );
    for between in [
        "marker = [\"2\"]\nurl = \"https://example.org/2\"",
        "url = \"https://example.org/2\"\n[[source]]\ntitle = \"It has no id\"",
    ] {
        let told = sourced(&citations::MARKER_GAP, "", &[one, between, three]);
        assert!(!told.is_empty() && !told.contains("marker-gap"), "{told}");
    }
    let broken = claim("a", "x", "size", "1", "refs = [\"2\"]");
    let told = sourced(&citations::MARKER_GAP, "", &[one, &format!("{three}\n{SEATED}{broken}")]);
    assert!(told.contains("unknown-ref") && !told.contains("marker-gap"), "{told}");
}

#[test]
fn sources_that_nothing_uses() {
    let of = |manifest: &str, rest: &str| {
        let tables = format!(
            "format = 1\ndataset = {{ id = \"example\", title = \"Example\", as_of = \"2024\"{manifest} }}\nrules = {{ uncited-claim = \"off\" }}\n\n[[source]]\nid = \"s\"\ntitle = \"Title\"\nurl = \"https://example.org/\"\n{rest}"
        );
        told(&citations::UNUSED_SOURCE, &tables)
    };
    assert!(of("", "").contains("unused-source"));
    // The article is there to be described and not to be cited.
    assert_eq!(of(", article = \"s\"", ""), "");
    assert_eq!(of("", "kind = \"article\"\n"), "");
    assert!(of("", "kind = \"book\"\n").contains("unused-source"));
    // What cannot be read may have cited it.
    let broken = claim("a", "x", "size", "1", "refs = [\"t\"]");
    for rest in [format!("\n{SEATED}{broken}"), "\n[[source]]\ntitle = \"It has no id\"\n".to_owned()] {
        let told = of("", &rest);
        assert!(!told.is_empty() && !told.contains("unused-source"), "{told}");
    }
}

#[test]
fn copies_and_their_own_pages() {
    let ledger = |verdicts: &[(&str, &str)]| {
        let mut text = "\n# sources/links.lock\nversion = 1\n".to_owned();
        for (url, verdict) in verdicts {
            write!(text, "\n[link.\"{url}\"]\nverdict = \"{verdict}\"\nchecked = 2024-06-01\nstatus = 200\n")
                .unwrap();
        }
        text
    };
    let copy = "https://web.archive.org/web/2015/https://example.org/a";
    // A page that is a copy, and the article, need no other copy.
    let of = |head: &str, url: &str| {
        let tables = format!(
            "format = 1\ndataset = {{ id = \"example\", title = \"Example\", as_of = \"2024\"{head} }}\nrules = {{ unused-source = \"off\" }}\n\n[[source]]\nid = \"s0\"\ntitle = \"Title\"\nurl = \"{url}\"\n{}",
            ledger(&[(url, "alive")])
        );
        told(&archives::UNARCHIVED_LINK, &tables)
    };
    assert_ne!(of("", "https://example.org/a"), "");
    assert_eq!(of(", article = \"s0\"", "https://example.org/a"), "");
    assert_eq!(of("", copy), "");
}
