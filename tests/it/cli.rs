//! Commands, options and exit statuses.

use crate::support::{Dataset, check, check_json, own_facts};

#[test]
fn the_shipped_facts_pass() {
    let ran = check(own_facts());
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stderr, "");
}

#[test]
fn an_error_fails_and_a_warning_does_not() {
    let dataset = Dataset::of("[entity.a]\nkind = \"state\"\ncolour = \"red\"\n");
    let ran = check_json(dataset.path(), &[]);
    assert_eq!((ran.status, ran.rules()), (1, vec!["unknown-field".to_owned()]));
    assert_eq!(check_json(dataset.path(), &["-W", "unknown-field"]).status, 0);
    assert_eq!(check_json(dataset.path(), &["-W", "unknown-field", "-D", "warnings"]).status, 1);
}
