//! What follows from a change, and what the checks make of it.

use super::{CLAIMS, HEAD, checked, edited, of, review};
use crate::review::Review;

#[test]
fn what_follows_is_told() {
    let (base, head) = edited(&[("at = \"1993\"", "at = \"2010\"")]);
    let review = review(&base, &head);
    let told: Vec<String> = review.moved.iter().map(|moved| moved.text.to_string()).collect();
    assert_eq!(
        told,
        [
            "number of members of Alliance in 2008 was 2 and is now 1, without Belarus; claim `members` says 2",
            "`member` in Alliance in 1993: without Belarus; was 1 to 2, is 1",
            "`member` in Alliance from 1 January 1994 to 31 December 2009: without Belarus; was 2, is 1",
            "`member` in Alliance in 2010: no longer surely with Belarus; was 2, is 1 to 2",
        ]
    );
    let introduced: Vec<&str> =
        review.findings.introduced.iter().map(|told| told.reported.finding.rule.name).collect();
    assert_eq!(introduced, ["count-mismatch"]);
    assert!(review.fails());
}

#[test]
fn what_follows_from_a_contradiction_is_no_news() {
    let chain = r#"
[property.lapsed]
type = "date"
label = "end"

[[claim]]
id = "renewed"
subject = "pact"
property = "renewed"
value = { after = "pact.signed", by = "P5Y" }

[[claim]]
id = "lapsed"
subject = "pact"
property = "lapsed"
value = { after = "pact.renewed", by = "P1Y" }

[[claim]]
id = "georgia-joined"
subject = "georgia"
property = "joined"
value = "alliance"
at = "pact.renewed"
"#;
    let told = |review: &Review<'_>| review.moved.iter().map(|moved| moved.text.clone()).collect::<Vec<_>>();
    let base = of(&format!("{CLAIMS}{chain}"));
    let later = of(&format!("{CLAIMS}{chain}").replace("1992-05-15", "1993-05-15"));
    assert_eq!(
        told(&review(&base, &later)),
        [
            "end of pact: was 1998, is now 1999; it can no longer have been in 1998",
            "renewal of pact: was 1997, is now 1998; it can no longer have been in 1997",
            "`member` in Alliance in 1997: without Georgia; was 2 to 3, is 2",
            "`member` in Alliance in 1998: no longer surely with Georgia; was 3, is 2 to 3",
        ]
    );
    let protocol =
        "\n[[claim]]\nid = \"protocol\"\nsubject = \"pact\"\nproperty = \"renewed\"\nvalue = \"1999\"\n";
    let broken = of(&format!("{CLAIMS}{chain}{protocol}"));
    let forth = review(&base, &broken);
    assert_eq!(forth.findings.introduced[0].reported.finding.rule.name, "date-order");
    assert_eq!(
        told(&forth),
        [
            "end of pact: was 1998, cannot be told now: dates contradict each other",
            "renewal of pact: was 1997, cannot be told now: dates contradict each other",
            "signed of pact: was 15 May 1992, cannot be told now: dates contradict each other",
        ]
    );
    assert_eq!(
        forth.skipped,
        ["who held which status in Alliance is not compared: dates that it hangs on contradict each other"]
    );
    let back = review(&broken, &base);
    assert_eq!(told(&back)[0], "end of pact: is 1998, could not be told: dates contradict each other");
}

/// Somebody else who watches.
const WATCHED: &str = r#"
[property.watched]
type = "transition"
to = "observer"
from = ["none"]

[[claim]]
id = "georgia-watched"
subject = "georgia"
property = "watched"
value = "alliance"
at = "1994"

"#;

#[test]
fn who_has_no_legal_order_is_left_out_of_counts() {
    let again = |property: &str| {
        let again = format!(
            "id = \"again\"\nsubject = \"belarus\"\nproperty = \"{property}\"\nvalue = \"alliance\"\nat = \"1999\"\n"
        );
        of(&format!("{CLAIMS}{WATCHED}[[claim]]\n{again}"))
    };
    // Two days of one move: whichever is right, it belongs since then.
    let (base, head) = (of(&format!("{CLAIMS}{WATCHED}")), again("joined"));
    let twice = review(&base, &head);
    assert_eq!(twice.findings.introduced[0].reported.finding.rule.name, "conflicting-values");
    let head = again("watched");
    let review = review(&base, &head);
    assert_eq!(review.findings.introduced[0].reported.finding.rule.name, "invalid-transition");
    assert_eq!(review.moved, []);
    assert_eq!(
        review.skipped,
        [
            "Belarus is left out of the counts in Alliance: no order of its changes of status makes sense on one side"
        ]
    );
}

#[test]
fn a_change_of_status_that_cannot_be_read_is_not_taken_for_gone() {
    let broken = CLAIMS.replace("at = \"1993\"", "at = \"soon\"");
    let (base, head) = (of(CLAIMS), of(&broken));
    let review = review(&base, &head);
    assert_eq!(review.moved, []);
    let skipped =
        "who held which status in Alliance is not compared: a claim that tells of it cannot be read";
    assert_eq!(review.skipped, [skipped]);
}

#[test]
fn a_level_that_changed_is_told_as_such() {
    let manifest = |rules: &str| {
        format!("format = 1\n[dataset]\nid = \"test\"\ntitle = \"Test\"\nas_of = \"2024\"\n{rules}")
    };
    let side = |rules: &str, claims: &str| {
        checked(&[("facts/dataset.toml", &manifest(rules)), ("facts/a.toml", HEAD), ("facts/b.toml", claims)])
    };
    let wrong = CLAIMS.replace("value = 2\n", "value = 9\n");
    let (plain, off) = (side("", &wrong), side("[rules]\ncount-mismatch = \"off\"\n", &wrong));
    let turned_off = review(&plain, &off);
    assert_eq!(turned_off.findings.resolved.len(), 1);
    assert_eq!(turned_off.findings.resolved[0].why.clone().unwrap(), "its rule is off now");
    assert_eq!(turned_off.manifest[0].field, "rules.count-mismatch");
    assert!(!turned_off.fails());

    let accepting = "[[accept]]\nrule = \"count-mismatch\"\nclaims = [\"members\"]\nreason = \"so it is\"\n";
    let accepted = side(accepting, &wrong);
    let now_accepted = review(&plain, &accepted);
    assert_eq!(now_accepted.findings.resolved[0].why.clone().unwrap(), "it is accepted now: so it is");
    assert_eq!(now_accepted.accepts_added.len(), 1);
    let not_any_more = review(&accepted, &plain);
    assert_eq!(not_any_more.findings.introduced[0].why.clone().unwrap(), "it was accepted before: so it is");
    assert!(not_any_more.fails());

    let warning = side("[rules]\ncount-mismatch = \"warning\"\n", &wrong);
    let raised = review(&warning, &plain);
    assert_eq!((raised.findings.unchanged > 0, raised.findings.relevelled.len()), (true, 1));
    assert!(raised.fails() && !review(&plain, &warning).fails());
}

#[test]
fn a_broken_file_that_moves_is_the_same_and_another_is_not() {
    let side = |files: &[(&str, &str)]| {
        let mut all = vec![("facts/a.toml", HEAD), ("facts/b.toml", CLAIMS)];
        all.extend(files);
        checked(&all)
    };
    let base = side(&[("facts/x.toml", "a =")]);
    assert!(!review(&base, &side(&[("facts/y.toml", "a =")])).fails());
    let mended_and_broken = side(&[("facts/x.toml", ""), ("facts/y.toml", "\n\na =")]);
    let review = review(&base, &mended_and_broken);
    assert_eq!((review.findings.introduced.len(), review.findings.resolved.len()), (1, 1));
}
