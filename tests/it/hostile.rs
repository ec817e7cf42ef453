//! What strangers write into a dataset: no report lets it hide, command a CI, or take all memory.

use crate::support::{Dataset, check_json, run_in};

const HOSTILE: &str = "\
[entity.x]\nkind = \"state\"\nlabel = \"a##[error]b ##vso[task.x] \u{3164}\u{fe0f}\u{2800}\u{202e}\u{85}\u{fffe}c\"\n\
[property.q]\ntype = \"quantity\"\nsingle = true\n\
[[claim]]\nid = \"a\"\nsubject = \"x\"\nproperty = \"q\"\nvalue = 1\nnote = \"##[group] \u{fffe}\"\n\
[[claim]]\nid = \"b\"\nsubject = \"x\"\nproperty = \"q\"\nvalue = 2\n";

#[test]
fn nothing_hides_and_nothing_is_a_command() {
    let dataset = Dataset::of(HOSTILE);
    for format in ["text", "github", "junit", "json", "sarif"] {
        let ran = run_in(dataset.path(), &["check", "--offline", "--format", format]);
        assert!(ran.stdout.contains("conflicting-values"), "{format}: {}", ran.stdout);
        for hidden in ['\u{3164}', '\u{fe0f}', '\u{2800}', '\u{202e}', '\u{85}', '\u{fffe}'] {
            assert!(!ran.stdout.contains(hidden), "{format} {hidden:?}: {}", ran.stdout);
        }
        assert!(!ran.stdout.contains("##["), "{format}: {}", ran.stdout);
        assert!(!ran.stdout.contains("##vso["), "{format}: {}", ran.stdout);
    }
}

#[test]
fn programs_read_the_text_that_was_written() {
    let dataset = Dataset::of(HOSTILE);
    let ran = run_in(dataset.path(), &["schema"]);
    assert!(!ran.stdout.contains('\u{202e}'));
    let json = check_json(dataset.path(), &[]);
    assert!(json.stdout.is_ascii() || !json.stdout.contains('\u{85}'));
    assert!(json.json()["findings"].as_array().is_some_and(|all| !all.is_empty()));
}

#[test]
fn a_file_of_mistakes_is_cut_short() {
    let dataset = Dataset::of(&"=".repeat(100_000));
    let findings = check_json(dataset.path(), &[]).json()["findings"].as_array().unwrap().len();
    assert!((1..=1_100).contains(&findings), "{findings}");
}
