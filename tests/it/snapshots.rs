//! Whole reports, as people and programs get them. Read one before you accept it.

use insta::{assert_json_snapshot, assert_snapshot};

use crate::support::{case, check, check_json, csto, run_in};

#[test]
fn csto_text() {
    assert_snapshot!(check(&csto()).stdout);
}

#[test]
fn csto_json() {
    assert_json_snapshot!(check_json(&csto(), &[]).json());
}

#[test]
fn mistakes_text() {
    let ran = check(&case("mistakes"));
    assert_eq!(ran.status, 1);
    assert_snapshot!(ran.stdout);
}

#[test]
fn mistakes_json() {
    assert_json_snapshot!(check_json(&case("mistakes"), &[]).json());
}

#[test]
fn mistakes_in_colour() {
    let ran = run_in(&case("mistakes"), &["check", "--offline", "-q", "--color", "always"]);
    assert_snapshot!(ran.stdout.replace('\u{1b}', "␛").lines().take(24).collect::<Vec<_>>().join("\n"));
}

/// What is accepted is shown in full on demand, with the reason.
#[test]
fn accepted_in_full() {
    let ran = run_in(&case("alliance"), &["check", "--offline", "-v"]);
    assert_eq!(ran.status, 0);
    assert_snapshot!(ran.stdout);
}

/// The same dataset gives the same bytes, from wherever it is checked and however often.
#[test]
fn the_same_bytes_every_time() {
    let first = check_json(&case("mistakes"), &[]).stdout;
    for _ in 0..5 {
        assert_eq!(check_json(&case("mistakes"), &[]).stdout, first);
    }
    let copy = crate::support::Dataset::copy_of(&case("mistakes"));
    assert_eq!(check_json(copy.path(), &[]).stdout, first);
    let inside = run_in(&case("mistakes").join("facts"), &["--offline", "--format", "json", ".."]);
    assert_eq!(inside.stdout, first);
    assert!(!first.contains(env!("CARGO_MANIFEST_DIR")));
}
