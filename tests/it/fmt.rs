//! `fmt`: one layout, and nothing said is changed.

use std::fs;
use std::path::Path;

use csto_validate::dataset::load::{RawFile, from_files};
use csto_validate::layout::{LayoutError, format};
use csto_validate::starter;
use proptest::prelude::*;

use crate::support::{Dataset, MANIFEST, csto, own_facts, run_in};

const WILD: &str = r#"

# Facts of one treaty.
[ entity . treaty ]   # the treaty
  label = {en="Treaty",ru = 'Договор'}
kind="treaty"


[[claim]]
value=["a",'b',  "c",]   # three
# Which property it is.
property = "parties"
id="one"

  subject = "treaty"
rank    =    "normal"
whatever = 1_000
# belongs to claim one

# about claim two
[[claim]]
id = "two"
value = [
  "a", # first
      # about b
  "b" # second
  ,
  "c", "d"
  # nothing more
]
label.ru = "два"
label.en = "two"
[property."p q"]
min = 0
type = "quantity"
single = true
unit = "x"

# the end
"#;

#[test]
fn comments_stay_and_fields_find_their_place() {
    insta::assert_snapshot!(format(WILD).unwrap(), @r#"
    # Facts of one treaty.
    [entity.treaty] # the treaty
    kind  = "treaty"
    label = { en = "Treaty", ru = 'Договор' }

    [[claim]]
    id       = "one"
    subject  = "treaty"
    # Which property it is.
    property = "parties"
    value    = ["a", 'b', "c"] # three
    rank     = "normal"
    whatever = 1_000
    # belongs to claim one

    # about claim two
    [[claim]]
    id       = "two"
    value    = [
        "a", # first
        # about b
        "b", # second
        "c", "d",
        # nothing more
    ]
    label.ru = "два"
    label.en = "two"

    [property."p q"]
    type   = "quantity"
    unit   = "x"
    min    = 0
    single = true

    # the end
    "#);
}

#[test]
fn our_own_facts_and_a_first_dataset_are_laid_out_already() {
    let ran = run_in(own_facts(), &["fmt", "--check"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    for (path, text) in starter::files("x", 2026) {
        assert_eq!(format(&text).unwrap(), text, "{path}");
    }
}

/// A dataset of which one file is not laid out.
fn hasty() -> Dataset {
    let dataset = Dataset::of("[entity.b]\nkind=\"x\"\n");
    dataset.write("facts/dataset.toml", format(MANIFEST).unwrap());
    dataset
}

#[test]
fn check_lists_files_and_changes_nothing() {
    let dataset = hasty();
    let ran = run_in(dataset.path(), &["fmt", "--check"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, "facts/facts.toml\n"));
    insta::assert_snapshot!(ran.stderr, @"1 of 2 files would be laid out anew: run `csto-validate fmt`");
    assert_eq!(dataset.read("facts/facts.toml"), "[entity.b]\nkind=\"x\"\n");

    let ran = run_in(dataset.path(), &["fmt"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "facts/facts.toml\n"));
    insta::assert_snapshot!(ran.stderr, @"1 of 2 files laid out anew");
    assert_eq!(dataset.read("facts/facts.toml"), "[entity.b]\nkind = \"x\"\n");
    let ran = run_in(dataset.path(), &["fmt", "--check"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""));
}

#[test]
fn what_cannot_be_read_is_told_and_left_alone() {
    let dataset = hasty();
    dataset.write("facts/broken.toml", "[entity.c]\nkind = \"ж\" oops\n");
    dataset.write("facts/latin.toml", b"[entity.d]\nkind = \"\xe9\"\n");
    let ran = run_in(dataset.path(), &["fmt"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, "facts/facts.toml\n"));
    insta::assert_snapshot!(ran.stderr, @r"
    left as it is: facts/broken.toml: line 2, column 12: unexpected key or value, expected newline, `#`
    left as it is: facts/latin.toml: it is not UTF-8
    1 of 4 files laid out anew; 2 files left as they are: run `csto-validate check`
    ");
    assert_eq!(dataset.read("facts/broken.toml"), "[entity.c]\nkind = \"ж\" oops\n");
}

#[test]
fn another_format_is_not_touched() {
    let dataset = Dataset::new(&[("facts/dataset.toml", "format=2\n")]);
    assert_eq!(run_in(dataset.path(), &["fmt"]).status, 2);
    assert_eq!(dataset.read("facts/dataset.toml"), "format=2\n");
    assert_eq!(run_in(&dataset.path().join("sources"), &["fmt"]).status, 2);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let dataset = hasty();
    dataset.write("notes/real.toml", "[entity.c]\nkind=\"x\"\n");
    let link = dataset.path().join("facts/link.toml");
    symlink("../notes/real.toml", &link).unwrap();
    let facts = dataset.path().join("facts/facts.toml");
    fs::set_permissions(&facts, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(run_in(dataset.path(), &["fmt"]).stdout, "facts/facts.toml\nfacts/link.toml\n");
    assert_eq!(fs::metadata(&facts).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(dataset.read("notes/real.toml"), "[entity.c]\nkind = \"x\"\n");
}

#[test]
fn line_ends_of_windows_stay() {
    let text = "# one\r\n[entity.a]\r\nkind=\"x\"\r\nlabel = \"\"\"two\r\nlines\"\"\"\r\n";
    let laid_out = format(text).unwrap();
    assert_eq!(laid_out, "# one\r\n[entity.a]\r\nkind  = \"x\"\r\nlabel = \"\"\"two\r\nlines\"\"\"\r\n");
    assert_eq!(format(&laid_out).unwrap(), laid_out);
}

#[test]
fn odd_files_have_a_layout_too() {
    for (text, laid_out) in [
        ("", ""),
        ("\n\n\n", ""),
        ("\u{feff}a=1", "a = 1\n"),
        ("# only a comment", "# only a comment\n"),
        ("a = {}\nlist = []\n", "a    = {}\nlist = []\n"),
        ("a.b.c=1\na.b . d = 2\n", "a.b.c = 1\na.b.d = 2\n"),
        ("[a]\n[a.b]\nx=1\n", "[a]\n\n[a.b]\nx = 1\n"),
        ("x = [[1,2],[ 3 ]]\n", "x = [[1, 2], [3]]\n"),
        ("x = [\n[1,\n2], # c\n]\n", "x = [\n    [\n        1,\n        2,\n    ], # c\n]\n"),
        ("x = { a = { b=1 } , c.d = 2 }\n", "x = { a = { b = 1 }, c.d = 2 }\n"),
    ] {
        assert_eq!(format(text).as_deref(), Ok(laid_out), "{text:?}");
        assert_eq!(format(laid_out).as_deref(), Ok(laid_out), "{text:?} twice");
    }
    assert!(matches!(format("a = 1\na = 2\n"), Err(LayoutError::Syntax { line: 2, .. })));
}

/// What a dataset says, without where it says it.
fn said(text: &str) -> String {
    let files = vec![
        RawFile { path: "facts/dataset.toml".into(), content: Ok(MANIFEST.as_bytes().to_vec()) },
        RawFile { path: "facts/facts.toml".into(), content: Ok(text.as_bytes().to_vec()) },
    ];
    let loaded = from_files("".into(), files).unwrap();
    let dataset = &loaded.dataset;
    let mut findings: Vec<String> =
        loaded.findings.iter().map(|finding| format!("{} {}", finding.rule.name, finding.message)).collect();
    findings.sort();
    let all = format!(
        "{:?}{:?}{:?}{:?}{:?}{findings:?}",
        dataset.entities, dataset.properties, dataset.claims, dataset.sources, dataset.accepts
    );
    regex::Regex::new(r"Span \{[^}]*\}").unwrap().replace_all(&all, "").into_owned()
}

/// All TOML of large facts but the manifest, table by table.
fn tables() -> Vec<String> {
    fn collect(folder: &Path, tables: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, tables);
            } else if path.extension().is_some_and(|extension| extension == "toml")
                && !path.ends_with("dataset.toml")
            {
                let text = fs::read_to_string(path).unwrap();
                tables.extend(text.split("\n\n").map(|table| format!("{}\n", table.trim_end())));
            }
        }
    }
    let mut all = Vec::new();
    for folder in ["facts", "sources"] {
        collect(&csto().join(folder), &mut all);
    }
    all.sort();
    all
}

/// The same table as somebody in a hurry writes it: fields in another order, blanks anywhere.
fn careless(table: &str, order: &[usize], blanks: &[usize]) -> String {
    let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
    let simple =
        lines.iter().all(|line| !line.starts_with(' ') && !line.starts_with(']') && !line.ends_with('['));
    let header = lines.iter().position(|line| line.starts_with('[')).map_or(lines.len(), |at| at + 1);
    if simple {
        let fields = lines.split_off(header);
        let mut fields: Vec<(usize, String)> =
            fields.into_iter().enumerate().map(|(at, field)| (order[at % order.len()], field)).collect();
        if !fields.iter().any(|(_, field)| field.starts_with('#')) {
            fields.sort();
        }
        lines.extend(fields.into_iter().map(|(_, field)| field));
    }
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        let blank = blanks[at % blanks.len()];
        let line = match line.split_once('=') {
            Some((name, value)) if !name.contains(['"', '#', '[']) => {
                format!(
                    "{}{}{}= {}{}",
                    " ".repeat(blank % 3),
                    name.trim(),
                    " ".repeat(blank % 4),
                    value.trim(),
                    " ".repeat(blank % 2)
                )
            }
            _ => line.clone(),
        };
        out.push_str(&line);
        out.push_str(&"\n".repeat(if at >= header { 1 + blank % 3 } else { 1 }));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Somebody in a hurry writes large facts: the layout makes them what they were, and what they
    /// say does not change.
    #[test]
    fn carelessness_is_mended(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        order in prop::collection::vec(0..9_usize, 12),
        blanks in prop::collection::vec(0..12_usize, 7),
    ) {
        let all = tables();
        let mut picked: Vec<&String> = picks.iter().map(|pick| pick.get(&all)).collect();
        picked.sort();
        picked.dedup();
        let neat = picked.iter().map(|table| table.as_str()).collect::<Vec<_>>().join("\n");
        let hasty: String = picked.iter().map(|table| careless(table, &order, &blanks) + "\n").collect();
        prop_assert_eq!(said(&hasty), said(&neat));
        let laid_out = format(&hasty).unwrap();
        prop_assert_eq!(said(&laid_out), said(&neat), "{}", hasty);
        let again = format(&laid_out).unwrap();
        prop_assert_eq!(&again, &laid_out);
        if !neat.contains('#') {
            prop_assert_eq!(laid_out, format(&neat).unwrap());
        }
    }

    /// Whatever parses has a layout that says the same and stays as it is.
    #[test]
    fn any_toml_has_one_layout(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "[[claim]]\n", "[[ source ]] # beside\n", "[entity.%]\n", "[property . \"%\"]\n", "# comment\n", "\n",
            "  \n", "#\n", "k% = 1\n", "k%=[1,\n 2]\n", "k% = [ # c\n\n\"#\" , ]\n", "k%.x = \"a#b\"\n", "k% . y=true # d\n",
            "type% = {a=1 , b.c = [ {x = 1} ] }\n", "id=\"%\"\n", "subject = '''\n%\n\n'''\n", "value=1979-05-27\n",
            "kind = \"\"\"a\n# b\"\"\"\n", "t% = { a = 1, # why\n b = 2 }\n", "\tn%\t=\tnan\t# e\t\n", "[dataset.deep%]\n",
        ]), 0..20),
        windows in any::<bool>(),
    ) {
        let mut text: String =
            pieces.iter().enumerate().map(|(at, piece)| piece.replace('%', &at.to_string())).collect();
        if windows {
            text = text.replace('\n', "\r\n");
        }
        match format(&text) {
            Ok(laid_out) => {
                let again = format(&laid_out).unwrap();
                prop_assert_eq!(&again, &laid_out, "{:?}", text);
            }
            Err(LayoutError::Unsafe) => prop_assert!(false, "unsafe: {text:?}"),
            Err(LayoutError::Syntax { .. }) => {}
        }
    }
}
