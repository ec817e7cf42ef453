//! Edits that findings offer, applied.

use std::path::PathBuf;

use crate::dataset::load::{RawFile, from_files};
use crate::finding::Fix;
use crate::run::{Overrides, Run};

const HEAD: &str = "format = 1\ndataset = { id = \"x\", title = \"X\", as_of = \"2024\" }\nrules = { uncited-claim = \"off\", unused-source = \"off\", unarchived-link = \"off\" }\n";

const FACTS: &str = r#"
[entity.pact]
kind = "treaty"

[property.signed]
type = "date"
subject = "treaty"

[property.troops]
type = "quantity"

[[claim]]
id = "signed"
subject = "pact"
property = "signed"
value = "1992-05-15" # as signed

[[claim]]
id = "troops"
subject = "pact"
property = "troops"
value = 4000
"#;

const LEDGER: &str = "version = 1\n";

fn run(facts: &str, ledger: &str) -> Run {
    let file = |path: &str, text: &str| RawFile { path: path.into(), content: Ok(text.as_bytes().to_vec()) };
    let files = vec![
        file("facts/dataset.toml", HEAD),
        file("facts/a.toml", facts),
        file(crate::links::LEDGER, ledger),
    ];
    Run::new(from_files(PathBuf::new(), files).unwrap(), &Overrides::default())
}

/// The facts with the only fix that is offered, which must leave nothing to be found.
fn fixed(facts: &str, ledger: &str) -> (String, Fix) {
    let found = run(facts, ledger);
    let told = || found.findings.iter().map(|one| one.finding.message.to_string()).collect::<Vec<_>>();
    let fixes: Vec<&Fix> =
        found.findings.iter().filter_map(|reported| reported.finding.fix.as_ref()).collect();
    let [fix] = fixes[..] else { panic!("{fixes:?}: {:?}", told()) };
    let [edit] = &fix.edits[..] else { panic!("{fix:?}") };
    let mut text = facts.to_owned();
    text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
    (text, fix.clone())
}

/// Each is a mistake, what it becomes, and whether that surely says the same.
const MISTAKES: [(&str, &str, &str, bool); 16] = [
    ("\"1992-05-15\"", "\"15 May 1992\"", "Write \"1992-05-15\"", true),
    ("\"1992-05-15\"", "'1992/05/15'", "Write \"1992-05-15\"", true),
    ("\"1992-05-15\"", "\"\"\"15.05.1992\"\"\"", "Write \"1992-05-15\"", true),
    ("\"1992-05-15\"", "1992", "Write \"1992\"", true),
    ("\"1992-05-15\"", "\"1900s\"", "Write \"19XX\"", false),
    ("\"1992-05-15\"", "\"1994/1992\"", "Write \"1992/1994\"", false),
    ("value = 4000", "value = \"over 4,000\"", "Write \">4000\"", true),
    ("value = 4000", "value = \"4000 troops\"", "Write \"4000\"", false),
    ("value = 4000", "value = \"2 million\"", "Write \"2000000\"", true),
    ("value = 4000", "valeu = 4000", "Change to `value`", false),
    ("value = 4000", "\"valeu\" = 4000", "Change to `value`", false),
    (
        "subject = \"pact\"\nproperty = \"troops\"",
        "subject = 'pakt'\nproperty = \"troops\"",
        "Change to `pact`",
        false,
    ),
    ("property = \"troops\"", "property = \"trops\"", "Change to `troops`", false),
    ("value = 4000", "value = 4000\nrank = \"prefered\"", "Change to `preferred`", false),
    ("type = \"quantity\"", "type = \"quantiti\"", "Change to `quantity`", false),
    ("value = 4000", "value = 4000\nfrom = \"pact.singed\"", "Change to `pact.signed`", false),
];

#[test]
fn an_edit_mends_its_finding_and_changes_nothing_else() {
    assert!(run(FACTS, LEDGER).findings.is_empty());
    for (right, wrong, title, sure) in MISTAKES {
        let facts = FACTS.replacen(right, wrong, 1);
        let (mended, fix) = fixed(&facts, LEDGER);
        assert_eq!((fix.title.to_string().as_str(), fix.sure), (title, sure), "{wrong}");
        let left: Vec<String> =
            run(&mended, LEDGER).findings.iter().map(|one| one.finding.message.to_string()).collect();
        assert!(left.is_empty(), "{mended}: {left:?}");
        assert!(mended.contains("# as signed"), "{mended}");
    }
}

#[test]
fn quotes_keep_their_style() {
    let mended = |right: &str, wrong: &str| fixed(&FACTS.replacen(right, wrong, 1), LEDGER).0;
    assert!(mended("\"1992-05-15\"", "'1992/05/15'").contains("value = '1992-05-15' # as signed"));
    assert!(mended("value = 4000", "\"valeu\" = 4000").contains("\n\"value\" = 4000"));
    assert!(mended("value = 4000", "valeu = 4000").contains("\nvalue = 4000"));
}

#[test]
fn addresses_that_are_known_are_taken_and_copies_offered() {
    let source = "\n[[source]]\nid = \"s\"\ntitle = \"S\"\nlang = \"en\"\nurl = 'http://example.org/a'\n";
    let link = |more: &str| {
        format!(
            "version = 1\n\n[link.\"http://example.org/a\"]\nchecked = 2024-06-01\nstatus = 200\n{more}\n"
        )
    };
    let moved = link("verdict = \"moved\"\nfinal_url = \"http://example.org/b\"");
    let (mended, fix) = fixed(source, &moved);
    assert!(mended.contains("url = 'http://example.org/b'\n") && fix.sure, "{mended}");
}
