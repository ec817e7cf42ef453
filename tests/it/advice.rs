//! Slips that editors make, and the advice that each gets: what to write instead.

use crate::support::{Dataset, MANIFEST, check_json};

/// What is declared around each slip.
const AROUND: &str = r#"
[entity.league]
kind = "organisation"

[entity.upland]
kind = "state"

[property.joined]
type = "transition"
to   = "member"

[property.member-count]
type = "quantity"
unit = "states"

[property.names]
type = "text"

[property.members]
type = "set"

[property.founded]
type = "date"
"#;

/// A slip, the rule that tells of it, and words of the advice.
#[rustfmt::skip]
const SLIPS: &[(&str, &str, &str)] = &[
    ("[claim]\nid = \"n\"\n", "wrong-type", "write the header `[[claim]]`"),
    ("[[entity]]\nid = \"n\"\n", "wrong-type", "write the header `[entity.<id>]`"),
    ("[entity]\nkind = \"state\"\n", "wrong-type", "`[entity.<id>]` with an id of your own"),
    ("[entity]\nlowland = \"state\"\n", "wrong-type", "write a header `[entity.lowland]`"),
    ("[[claim]]\nid = “n”\n", "syntax", "typographic quotes"),
    ("[[claim]]\nid = n\n", "syntax", "put texts and dates in quotes"),
    ("[[claim]]\nid = \"n\n", "syntax", "close what was opened"),
    ("x = [\"a\" \"b\"]\n", "syntax", "put a comma between the two"),
    ("x = 1\nx = 2\n", "syntax", "remove one of the two"),
    ("<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n", "syntax", "decide between the two sides"),
    ("CLAIM member-count = \"7 states\"", "invalid-quantity", "write \"7\"; what is counted is told by the `unit`"),
    ("CLAIM member-count = \"4,000\"", "invalid-quantity", "write \"4000\""),
    ("CLAIM member-count = \"over 7\"", "invalid-quantity", "write \">7\""),
    ("CLAIM member-count = \"seven\"", "invalid-quantity", "write a number such as 4000"),
    ("CLAIM members = \"upland\"", "wrong-type", "put it in brackets: value = [\"upland\"]"),
    ("CLAIM names = 3", "wrong-type", "put it in quotes"),
    ("CLAIM names = { indonesian = \"x\" }", "wrong-type", "use a BCP 47 tag"),
    ("CLAIM founded = 1992", "wrong-type", "put the year in quotes"),
    ("CLAIM founded = \"15/05/1992\"", "invalid-date", "write \"1992-05-15\""),
    ("CLAIM founded = \"May 1992\"", "invalid-date", "write \"1992-05\""),
    ("CLAIM founded = \"1992-05-15 to 1993\"", "invalid-date", "\"1992-05-15/1993\""),
    ("CLAIM founded = \"1990s\"", "invalid-date", "write \"199X\""),
    ("CLAIM founded = \"c. 1992\"", "invalid-date", "write \"1992~\""),
    ("CLAIM founded = { after = \"league.founded\", by = \"5 years\" }", "invalid-date", "write \"P5Y\""),
    ("CLAIM members = [\"Upland\"]", "unknown-entity", "did you mean `upland`?"),
    ("CLAIM membercount = 7", "unknown-property", "did you mean `member-count`?"),
    ("CLAIM names = \"x\"\nrefs = \"3\"", "wrong-type", "put it in brackets: refs = [\"3\"]"),
    ("CLAIM names = \"x\"\nrefs = [\"3\"]", "unknown-ref", "add a `[[source]]` with `marker = \"3\"`"),
    ("CLAIM names = \"x\"\nat = \"1992\"\nfrom = \"1991\"", "wrong-type", "keep `at` for a moment"),
    ("CLAIM names = \"x\"\nrank = \"best\"", "wrong-type", "`preferred`, `normal` or `deprecated`"),
];

#[test]
fn each_slip_gets_its_advice() {
    let mut wrong = Vec::new();
    for (slip, rule, advice) in SLIPS {
        let tables = match slip.strip_prefix("CLAIM ").and_then(|claim| claim.split_once(" = ")) {
            Some((property, value)) => {
                format!(
                    "[[claim]]\nid = \"n\"\nsubject = \"league\"\nproperty = \"{property}\"\nvalue = {value}\n"
                )
            }
            None => (*slip).to_owned(),
        };
        let dataset = Dataset::new(&[
            ("facts/dataset.toml", MANIFEST),
            ("facts/around.toml", AROUND),
            ("facts/slip.toml", &tables),
        ]);
        let ran = check_json(dataset.path(), &[]);
        let json = ran.json();
        let [finding] = &json["findings"].as_array().unwrap()[..] else {
            wrong.push(format!("{slip}: {}", ran.stdout));
            continue;
        };
        let help = finding["help"].as_str().unwrap_or_default();
        if finding["rule"] != *rule
            || !help.contains(advice)
            || finding["location"]["file"] != "facts/slip.toml"
        {
            wrong.push(format!("{slip}: {finding:#}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
