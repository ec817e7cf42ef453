//! Moves as the world tells them: by several sources, as terms with an end, on one day with others.
//! Each dataset is small, and what it must and must not say stands beside it.

use crate::support::{Dataset, check_json};

const WORLD: &str = r#"
[property.joined]
type = "transition"
to   = "member"
from = ["none", "former member"]

[property.left]
type = "transition"
to   = "former member"
from = ["member"]

[property.watched]
type = "transition"
to   = "observer"
from = ["none"]

[property.members]
type          = "quantity"
counts_status = "member"

[property.signed]
type = "date"

[property.sealed]
type = "date"

[entity.union]
kind = "organisation"

[entity.treaty]
kind = "treaty"

[entity.oslo]
kind = "city"

[entity.rome]
kind = "city"

[entity.bonn]
kind = "city"
"#;

/// A claim about the union, or of it: `id subject property time…`, and the fields of its time.
fn claim(text: &str) -> String {
    let mut words = text.splitn(4, ' ');
    let [id, subject, property, rest] = std::array::from_fn(|_| words.next().unwrap_or_default());
    let (value, rest) = match property {
        "members" => rest.split_once(' ').unwrap_or((rest, "")),
        "signed" | "sealed" => (rest, ""),
        _ => ("\"union\"", rest),
    };
    let fields = rest.replace("; ", "\n");
    format!(
        "[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nproperty = \"{property}\"\nvalue = {value}\n{fields}\n\n"
    )
}

/// The findings over some claims: each its rule and the claims that it names.
fn found(claims: &[&str], more: &str) -> Vec<String> {
    let claims: String = claims.iter().map(|text| claim(text)).collect();
    let dataset = Dataset::of(&format!("{WORLD}\n{claims}{more}"));
    let json = check_json(dataset.path(), &[]).json();
    let mut found: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let mut names: Vec<&str> =
                finding["claims"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            names.sort_unstable();
            format!("{}: {}", finding["rule"].as_str().unwrap(), names.join(" "))
        })
        .collect();
    found.sort();
    found
}

fn all(claims: &[&str]) -> Vec<String> {
    found(claims, "")
}

const NOTHING: [&str; 0] = [];

#[test]
fn two_sources_tell_of_one_move() {
    let joined = "a oslo joined at = \"1994-05-01\"";
    assert_eq!(
        all(&[joined, "b oslo joined from = \"1994-05-01\"", "n union members 1 at = \"1999\""]),
        NOTHING
    );
    assert_eq!(all(&[joined, "b oslo joined at = \"1994\"", "n union members 0 at = \"1994-04\""]), NOTHING);
    assert_eq!(all(&[joined, "b oslo joined at = \"1994\"", "c oslo joined "]), NOTHING);
    // Told roughly and exactly, it joined on the day.
    let rough = [
        "a oslo joined at = \"1994\"",
        "b oslo joined at = \"1994-05-01\"",
        "n union members 0 at = \"1994-06\"",
    ];
    assert_eq!(all(&rough), ["count-mismatch: a n"]);
    // Two days are a conflict, and the count still knows that it joined.
    let two = [joined, "b oslo joined at = \"1994-05-03\"", "n union members 0 at = \"1999\""];
    assert_eq!(all(&two), ["conflicting-values: a b", "count-mismatch: b n"]);
    assert_eq!(
        all(&[joined, "b oslo joined at = \"1994-05-03\"", "n union members 1 at = \"1999\""]),
        ["conflicting-values: a b"]
    );
    // Three that differ are told beside one of them.
    let three = [joined, "b oslo joined at = \"1995\"", "c oslo joined at = \"1996\""];
    assert_eq!(all(&three), ["conflicting-values: a b", "conflicting-values: a c"]);
    // It left between, perhaps.
    assert_eq!(all(&[joined, "l oslo left at = \"1994\"", "b oslo joined at = \"1994-05-03\""]), NOTHING);
    assert_eq!(all(&[joined, "l oslo left at = \"1990\"", "b oslo joined at = \"1994-05-03\""]).len(), 2);
}

#[test]
fn a_preferred_claim_silences_those_of_its_move() {
    let better = "a oslo joined at = \"1994-05-01\"; rank = \"preferred\"";
    let worse = "b oslo joined at = \"1996\"";
    assert_eq!(all(&[better, worse, "n union members 1 at = \"1995\""]), NOTHING);
    assert_eq!(all(&[better, worse, "n union members 0 at = \"1995\""]), ["count-mismatch: a n"]);
    // What is a move of its own stays one.
    let again = [better, "l oslo left at = \"1995\"", worse, "n union members 0 at = \"1999\""];
    assert_eq!(all(&again), ["count-mismatch: b n"]);
}

#[test]
fn only_the_moves_that_cannot_be_are_named() {
    let long = [
        "j oslo joined at = \"1990\"",
        "l oslo left at = \"1992\"",
        "k oslo joined at = \"1995\"",
        "m oslo left at = \"1999\"",
    ];
    assert_eq!(all(&long), NOTHING);
    let with = |more: &'static str| all(&[&long[..], &[more]].concat());
    assert_eq!(with("x oslo left at = \"1993\""), ["conflicting-values: l x"]);
    assert_eq!(with("x oslo watched at = \"1996\""), ["invalid-transition: k x"]);
    assert_eq!(with("x oslo left at = \"1980\""), ["invalid-transition: x"]);
    assert_eq!(all(&["j oslo joined at = \"1990\"", "l oslo left at = \"1989\""]), ["invalid-transition: l"]);
    // Another city's mistake hides nothing here.
    assert_eq!(
        with("x rome left at = \"1980\"")
            .into_iter()
            .chain(with("x bonn watched at = \"1980\""))
            .collect::<Vec<_>>(),
        ["invalid-transition: x"]
    );
}

#[test]
fn what_is_accepted_hides_no_other() {
    let accept = |rule: &str, claims: &str| {
        format!("[[accept]]\nrule = \"{rule}\"\nclaims = {claims}\nreason = \"known\"\n")
    };
    let left = ["l oslo left at = \"1990\"", "m oslo left at = \"1995\""];
    assert_eq!(all(&left), ["invalid-transition: l"]);
    assert_eq!(found(&left, &accept("invalid-transition", "[\"l\"]")), ["invalid-transition: m"]);
    let both = accept("invalid-transition", "[\"l\"]") + &accept("invalid-transition", "[\"m\"]");
    assert_eq!(found(&left, &both), NOTHING);
    // An entry is about its own set, and no smaller or larger one.
    let clash = ["j oslo joined at = \"1990\"", "w oslo watched at = \"1995\""];
    assert_eq!(all(&clash), ["invalid-transition: j w"]);
    assert_eq!(found(&clash, &accept("invalid-transition", "[\"j\", \"w\"]")), NOTHING);
    assert_eq!(
        found(&clash, &accept("invalid-transition", "[\"j\"]")),
        ["invalid-transition: j w", "unused-accept: j"]
    );
    let days = ["j oslo joined at = \"1990\"", "k oslo joined at = \"1992\"", "w oslo watched at = \"1995\""];
    assert_eq!(all(&days), ["conflicting-values: j k", "invalid-transition: j w"]);
    assert_eq!(
        found(&days, &accept("conflicting-values", "[\"j\", \"k\"]")),
        ["invalid-transition: j w", "invalid-transition: k w"]
    );
}

#[test]
fn a_term_ends() {
    let term = "j oslo joined from = \"1994\"; until = \"1999\"";
    let count = |time: &str, number: u32| all(&[term, &format!("n union members {number} at = \"{time}\"")]);
    assert_eq!(count("2005", 0), NOTHING);
    assert_eq!(count("2005", 1), ["count-mismatch: j n"]);
    assert_eq!(count("1996", 0), ["count-mismatch: j n"]);
    for number in [0, 1] {
        assert_eq!(count("1999", number), NOTHING);
    }
    // Held through its last day.
    let day = "j oslo joined from = \"1994\"; until = \"1999-05-01\"";
    assert_eq!(all(&[day, "n union members 1 at = \"1999-05-01\""]), NOTHING);
    assert_eq!(all(&[day, "n union members 0 at = \"1999-05-01\""]), ["count-mismatch: j n"]);
    assert_eq!(all(&[day, "n union members 0 at = \"1999-05-02\""]), NOTHING);
    // A move of that day takes its place; one of another day does not fit.
    assert_eq!(all(&[term, "l oslo left at = \"1999-03\""]), NOTHING);
    assert_eq!(all(&[term, "l oslo left at = \"1996\""]), ["invalid-transition: j l"]);
    assert_eq!(all(&[term, "l oslo left at = \"2001\""]), ["invalid-transition: j l"]);
    // Terms follow each other, on one day too; attestations may lack the end, and ends may differ.
    assert_eq!(all(&[day, "k oslo joined from = \"1999-05-01\"; until = \"2004\""]), NOTHING);
    assert_eq!(all(&[term, "k oslo joined at = \"1994-05\"", "n union members 0 at = \"2005\""]), NOTHING);
    assert_eq!(all(&[term, "k oslo joined from = \"1994\"; until = \"1998\""]), ["conflicting-values: j k"]);
    assert_eq!(all(&[term, "k oslo joined from = \"1996\"; until = \"1999\""]), ["conflicting-values: j k"]);
}

#[test]
fn what_comes_after_a_term_is_the_vocabulary_s_to_say() {
    let world = |then: &str| {
        let world = WORLD.replacen("to   = \"member\"\n", &format!("to   = \"member\"\n{then}\n"), 1);
        let claims = claim("j oslo joined until = \"1999\"")
            + &claim("n union lapsed 1 at = \"2005\"")
                .replace("value = \"union\"\n", "value = 1\n")
                .replace("\n1 at", "\nat");
        let lapsed = "[property.lapsed]\ntype = \"quantity\"\ncounts_status = \"lapsed member\"\n";
        let dataset = Dataset::of(&format!("{world}\n{lapsed}\n{claims}"));
        check_json(dataset.path(), &[]).rules()
    };
    assert_eq!(world(""), ["unverifiable-count"]);
    assert_eq!(world("then = \"lapsed member\""), NOTHING);
    assert_eq!(world("then = [\"lapsed member\"]")[0], "wrong-type");
}

#[test]
fn who_joins_at_one_moment_joins_together() {
    let founders = |count: u32, at: &str, more: &[&str]| {
        let number = format!("n union members {count} at = \"{at}\"");
        let mut claims = vec!["s treaty signed \"1955\"", &number];
        claims.extend(["a oslo joined at = \"treaty.signed\"", "b rome joined at = \"treaty.signed\""]);
        claims.extend(more);
        all(&claims)
    };
    assert_eq!(founders(2, "treaty.signed", &[]), NOTHING);
    assert_eq!(founders(1, "treaty.signed", &[]), ["count-mismatch: a b n"]);
    assert_eq!(founders(0, "treaty.signed", &[]), ["count-mismatch: a b n"]);
    // Some day of that year is before or after.
    assert_eq!(founders(0, "1955", &[]), NOTHING);
    // No day lies between the two moments.
    let same = "e treaty sealed { after = \"treaty.signed\", by = \"P0D\" }";
    assert_eq!(founders(1, "treaty.sealed", &[same]), ["count-mismatch: a b n"]);
    assert_eq!(
        founders(1, "treaty.sealed", &["e treaty sealed { after = \"treaty.signed\", by = \"P0Y\" }"]),
        NOTHING
    );
    // Who left before is not there, and a source that says so in its own words is no contradiction.
    assert_eq!(
        founders(2, "treaty.signed", &["c bonn joined at = \"1940\"", "d bonn left at = \"1950\""]),
        NOTHING
    );
    assert_eq!(founders(2, "treaty.signed", &["c rome joined at = \"1955-05\""]), NOTHING);
}

#[test]
fn nobody_is_counted_by_halves() {
    let count = |number: &str| {
        all(&[
            "a oslo joined at = \"1990\"",
            "b rome joined at = \"1995\"",
            &format!("n union members {number} at = \"1995\""),
        ])
    };
    assert_eq!(count("1.5"), ["count-mismatch: n"]);
    assert_eq!(count("\"1.2..1.8\""), ["count-mismatch: n"]);
    assert_eq!(count("\"1.2..2.8\""), NOTHING);
    assert_eq!(count("\"<2.5\""), NOTHING);
    assert_eq!(count("\">0.5\""), NOTHING);
    assert_eq!(count("\">2.5\""), ["count-mismatch: n"]);
}

/// A count names the move that decides: the nearest in time of those that would make it right.
#[test]
fn a_count_names_the_move_that_decides() {
    let moves = [
        "a oslo joined at = \"1990\"",
        "b rome joined at = \"1992\"",
        "c bonn joined at = \"1994\"",
        "d bonn left at = \"2000\"",
    ];
    let count = |text: &'static str| all(&[&moves[..], &[text]].concat());
    assert_eq!(count("n union members 3 at = \"2001\""), ["count-mismatch: d n"]);
    assert_eq!(count("n union members 3 at = \"1993\""), ["count-mismatch: c n"]);
    assert_eq!(count("n union members 2 at = \"1995\""), ["count-mismatch: c n"]);
    assert_eq!(count("n union members 1 at = \"1995\""), ["count-mismatch: b c n"]);
}
