//! A claim that cannot be read hides what it takes part in, says so, and nothing else.

use crate::support::{Dataset, case, check_json};

const WORLD: &str = r#"
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

[property.founded]
type     = "date"
requires = ["seat"]

[property.seat]
type = "text"

[entity.union]
kind  = "organisation"
label = "Union"

[entity.league]
kind = "organisation"

[entity.oslo]
kind  = "city"
label = "Oslo"

[entity.rome]
kind = "city"
"#;

fn claim(id: &str, subject: &str, property: &str, value: &str, rest: &str) -> String {
    format!(
        "[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nproperty = \"{property}\"\nvalue = {value}\n{rest}\n\n"
    )
}

/// The findings: each its rule and claims; and what was not checked, in words.
fn found(tables: &[String]) -> (Vec<String>, Vec<String>) {
    let dataset = Dataset::of(&format!("{WORLD}\n{}", tables.concat()));
    let json = check_json(dataset.path(), &[]).json();
    let (mut rules, mut left_out) = (Vec::new(), Vec::new());
    for finding in json["findings"].as_array().unwrap() {
        let names: Vec<&str> =
            finding["claims"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        match finding["rule"].as_str().unwrap() {
            "not-checked" => {
                assert_eq!(finding["level"], "note");
                left_out.push(finding["message"].as_str().unwrap().to_owned());
            }
            rule => rules.push(format!("{rule}: {}", names.join(" "))),
        }
    }
    rules.sort();
    (rules, left_out)
}

#[test]
fn a_broken_move_hides_its_own_pair_and_the_counts_that_it_could_touch() {
    let wrong = claim("l", "oslo", "left", "\"union\"", "at = \"1990\"");
    let count = claim("n", "union", "members", "5", "at = \"1995\"");
    let joined = claim("j", "rome", "joined", "\"union\"", "at = \"1980\"");
    let broken = |subject: &str, organisation: &str, time: &str| {
        claim("z", subject, "joined", &format!("\"{organisation}\""), time)
    };
    let of = |last: String| found(&[wrong.clone(), count.clone(), joined.clone(), last]);
    // Elsewhere it hides nothing.
    let (rules, left_out) = of(broken("rome", "league", "at = \"01-01-01\""));
    assert_eq!(rules, ["count-mismatch: n", "invalid-date: z", "invalid-transition: l"]);
    assert_eq!(
        left_out,
        ["claim `z` could not be read, so this is not checked: the moves of rome in league"]
    );
    // Of another city here, only numbers.
    let (rules, left_out) = of(broken("rome", "union", "at = \"01-01-01\""));
    assert_eq!(rules, ["invalid-date: z", "invalid-transition: l"]);
    assert_eq!(
        left_out,
        [
            "claim `z` could not be read, so this is not checked: the moves of rome in Union and the number in claim `n`"
        ]
    );
    // A misspelled city is the one that was meant, and a city that is unknown may be any.
    let (rules, left_out) = of(broken("olso", "union", "at = \"1985\""));
    assert_eq!(rules, ["unknown-entity: z"]);
    assert!(left_out[0].contains("the moves of Oslo in Union"), "{left_out:?}");
    let (rules, left_out) = of(broken("reykjavik", "union", "at = \"1985\""));
    assert_eq!(rules, ["unknown-entity: z"]);
    assert!(left_out[0].contains("the moves in Union"), "{left_out:?}");
    // What began later cannot touch the number.
    let later = broken("rome", "union", "from = \"1999\"\nuntil = \"x\"");
    assert_eq!(of(later).0, ["count-mismatch: n", "invalid-date: z", "invalid-transition: l"]);
    // What is kept for the record only would not count anyway.
    let kept = broken("rome", "union", "at = \"x\"\nrank = \"deprecated\"");
    let (rules, left_out) = of(kept);
    assert_eq!(rules, ["count-mismatch: n", "invalid-date: z", "invalid-transition: l"]);
    assert_eq!(left_out, [""; 0]);
}

#[test]
fn a_property_that_cannot_be_read_hides_what_uses_it() {
    let odd = "[property.odd]\ntype = \"number\"\n".to_owned();
    let wrong = claim("l", "oslo", "left", "\"union\"", "at = \"1990\"");
    let (rules, left_out) = found(&[odd.clone(), wrong.clone()]);
    assert_eq!((&rules[0][..], rules.len(), left_out.len()), ("invalid-transition: l", 2, 0));
    // It may be a move.
    let (rules, left_out) = found(&[odd.clone(), wrong.clone(), claim("z", "oslo", "odd", "\"union\"", "")]);
    assert_eq!((rules.len(), left_out.len()), (1, 1), "{rules:?}");
    assert!(left_out[0].contains("claim `z`") && left_out[0].contains("Oslo in Union"), "{left_out:?}");
    // A number is none.
    let (rules, left_out) = found(&[odd, wrong, claim("z", "oslo", "odd", "5", "")]);
    assert_eq!((rules.len(), left_out.len()), (2, 0), "{rules:?}");
}

#[test]
fn what_was_left_out_is_told_once_for_each_cause() {
    let broken = claim("z", "union", "seat", "5", "");
    let founded =
        [claim("f", "union", "founded", "\"1990\"", ""), claim("g", "league", "founded", "\"1990\"", "")];
    let (rules, left_out) = found(&[broken, founded.concat()]);
    assert_eq!(rules, ["missing-claim: g", "wrong-type: z"]);
    assert_eq!(
        left_out,
        ["claim `z` could not be read, so this is not checked: whether seat of Union is told"]
    );
}

/// In the alliance, an error of another subject stays whichever claim is broken beside it.
#[test]
fn findings_elsewhere_stay() {
    let whole = Dataset::copy_of(&case("alliance"));
    let wrong = "[entity.atlantis]\nkind = \"state\"\n[entity.club]\nkind = \"organisation\"\n[[claim]]\nid = \"x\"\nsubject = \"atlantis\"\nproperty = \"left\"\nvalue = \"club\"\nat = \"1990\"\nrefs = [\"2\"]\n";
    whole.write("facts/wrong.toml", wrong);
    let rules = check_json(whole.path(), &[]).rules();
    assert_eq!(rules, ["invalid-transition"], "{rules:?}");
    let mut kinds = std::collections::BTreeSet::new();
    for file in ["facts/alliance.toml", "facts/membership.toml"] {
        let text = whole.read(file);
        for (at, _) in text.match_indices("\nproperty = ") {
            let property = text[at + 12..].lines().next().unwrap();
            if !kinds.insert(property.to_owned()) {
                continue;
            }
            // It has a rank that there is not.
            let broken = format!("{}\nrank = \"best\"{}", &text[..at], &text[at..]);
            whole.write(file, broken);
            let rules = check_json(whole.path(), &[]).rules();
            assert!(rules.iter().any(|rule| rule == "invalid-transition"), "{property}: {rules:?}");
        }
        whole.write(file, text);
    }
    assert!(kinds.len() > 10, "{kinds:?}");
}
