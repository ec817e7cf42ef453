//! Whatever stands in a dataset: an answer within seconds, a finding that says what and where, and
//! never a panic. A stack that overflows ends the process with a signal, so it fails here as well.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::{Dataset, MANIFEST, Ran, check, check_json, csto, run_in};

/// Checks a dataset with one more file and hands back the report, which is JSON.
fn with_file(content: impl AsRef<[u8]>) -> Ran {
    let dataset = Dataset::new(&[("facts/dataset.toml", MANIFEST)]);
    dataset.write("facts/a.toml", content);
    survives(&dataset)
}

/// No panic, no signal, and a report that programs can read.
fn survives(dataset: &Dataset) -> Ran {
    let ran = check_json(dataset.path(), &[]);
    assert!(ran.status == 0 || ran.status == 1, "{}: {}", ran.status, ran.stderr);
    assert_eq!(ran.stderr, "");
    ran.json();
    ran
}

/// The rules of the findings, each once.
fn rules(ran: &Ran) -> Vec<String> {
    let mut rules = ran.rules();
    rules.sort();
    rules.dedup();
    rules
}

const CLEAN: [&str; 0] = [];
const DEEP: usize = 100_000;

#[test]
fn nesting_without_end() {
    let a = |n: usize| vec!["a"; n].join(".");
    for text in [
        format!("x = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        format!("x = {}", "[".repeat(DEEP)),
        format!("x = {}1{}", "{a=".repeat(DEEP), "}".repeat(DEEP)),
        format!("x = {}", "{a=".repeat(DEEP)),
        format!("x = {}1{}", "[{a=".repeat(DEEP), "}]".repeat(DEEP)),
        format!("{} = 1", a(DEEP)),
        format!("[{}]", a(DEEP)),
        format!("[[{}]]", a(DEEP)),
        format!("x = {{ {} = 1 }}", a(DEEP)),
        format!("[[claim]]\nid = \"x\"\nvalue = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        "[".repeat(1_000_000),
        "(".repeat(1_000_000),
    ] {
        assert_eq!(rules(&with_file(&text)), ["syntax"], "{}", &text[..40]);
    }
    // As deep as is read: each level is a field that nothing knows.
    let ran = with_file(format!("x = {}{}", "[".repeat(60), "]".repeat(60)));
    assert_eq!(rules(&ran), ["unknown-field"]);
}

#[test]
fn more_tables_than_any_dataset_has() {
    let ran = with_file("[[claim]]\n".repeat(1_000_001));
    assert_eq!(ran.rules(), ["syntax"]);
    assert!(ran.stdout.contains("holds 1000001 tables, more than 1000000"), "{}", ran.stdout);
}

#[test]
fn more_mistakes_than_anybody_reads() {
    assert_eq!(with_file("\"\n".repeat(100_000)).rules(), ["syntax"]);
    let ran = with_file("[a]\n\"\n".repeat(100_000));
    assert_eq!(ran.rules().len(), 20);
    assert!(ran.stdout.contains("the file has more mistakes, which are not told"));
}

#[test]
fn a_file_that_is_too_large() {
    let dataset = Dataset::new(&[("facts/dataset.toml", MANIFEST)]);
    let file = std::fs::File::create(dataset.path().join("facts/large.toml")).unwrap();
    // Sparse: it takes no room.
    file.set_len(1 << 30).unwrap();
    let ran = survives(&dataset);
    assert_eq!(ran.rules(), ["syntax"]);
    assert!(ran.stdout.contains("is larger than 64 MiB"), "{}", ran.stdout);
}

#[test]
fn names_and_lines_of_megabytes() {
    let name = "x".repeat(1_000_000);
    let ran = with_file(format!(
        "[[claim]]\nid = \"{name}\"\nsubject = \"{name}\"\nproperty = \"{name}\"\nvalue = \"{name}\"\n"
    ));
    assert_eq!(rules(&ran), ["unknown-entity", "unknown-property"]);
    let dataset = Dataset::of(&format!("[[claim]]\nid = \"a\"\nsubject = \"{name}\"\n"));
    let ran = check(dataset.path());
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.len() < 100_000, "a report of {} bytes", ran.stdout.len());
}

#[test]
fn numbers_beyond_every_machine() {
    let huge = "9".repeat(10_000);
    let numbers = [
        "99999999999999999999999999999999999999",
        "-9223372036854775809",
        "0xffffffffffffffffffff",
        "1e400",
        "-1e400",
        "nan",
        "inf",
        "-0.0",
        "1_000",
        "\"~79228162514264337593543950335\"",
        "\"1..79228162514264337593543950336\"",
        "\">=-0\"",
        "\"٣\"",
        &huge,
    ];
    let mut text = String::from(
        "[property.p]\ntype = \"quantity\"\nmin = -9223372036854775809\nmax = 1e400\n[entity.e]\nkind = \"e\"\n",
    );
    for (at, number) in numbers.iter().enumerate() {
        text += &format!("[[claim]]\nid = \"c{at}\"\nsubject = \"e\"\nproperty = \"p\"\nvalue = {number}\n");
    }
    assert!(rules(&with_file(text)).contains(&"invalid-quantity".to_owned()));
    for format in ["2", "0", "-1", "99999999999999999999999", "0x2"] {
        let dataset = Dataset::new(&[(
            "facts/dataset.toml",
            &MANIFEST.replace("format = 1", &format!("format = {format}")),
        )]);
        let ran = check(dataset.path());
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{format}");
        assert!(ran.stderr.contains("facts/dataset.toml:1:10") && ran.stderr.contains("reads format 1"));
    }
}

#[test]
fn dates_at_the_ends_of_time() {
    let dates = [
        "Y99999999999",
        "Y-99999999999",
        "Y17E8",
        "-9999",
        "Y9999999999999999999999",
        "0000",
        "../..",
        "/",
        "1992/",
        "%",
        "~",
        " ",
        "１９９２",
        "1992-05-15T24:00:00Z",
        "XXXX-XX-XX",
        "1992-25",
        "\\u0000",
        "1992-05-15/1992-05-14",
    ];
    let mut text = String::from(
        "[property.p]\ntype = \"date\"\n[property.q]\ntype = \"date\"\nafter = [{ property = \"p\", at_least = \"P1000000000Y\" }]\n[entity.e]\nkind = \"e\"\n",
    );
    for (at, date) in dates.iter().enumerate() {
        text += &format!(
            "[entity.e{at}]\nkind = \"e\"\n[[claim]]\nid = \"c{at}\"\nsubject = \"e{at}\"\nproperty = \"p\"\nvalue = \"{date}\"\n"
        );
        text += &format!(
            "[[claim]]\nid = \"d{at}\"\nsubject = \"e{at}\"\nproperty = \"q\"\nvalue = {{ after = \"e{at}.p\", by = \"P1000000000Y\" }}\n"
        );
    }
    assert!(rules(&with_file(text)).contains(&"invalid-date".to_owned()));
}

#[test]
fn line_ends_and_byte_order_marks_are_fine() {
    let windows = Dataset::copy_of(&csto());
    for entry in std::fs::read_dir(windows.path().join("facts")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
            std::fs::write(&path, format!("\u{feff}{text}")).unwrap();
        }
    }
    let ran = check(windows.path());
    let unix = check(&csto());
    assert_eq!((ran.status, ran.stdout), (0, unix.stdout));
}

#[test]
fn bytes_that_are_no_text() {
    for bytes in [
        &b"label = \"M\xfcller\""[..],
        b"\xff\xfe[\x00e\x00]\x00",
        b"[entity.\xc0\x80]",
        b"\x00\x01\x02",
        b"a = \"\x1b[31m\"",
        b"\xed\xa0\x80",
    ] {
        assert_eq!(rules(&with_file(bytes)), ["syntax"], "{bytes:?}");
    }
}

/// Nothing that a dataset holds moves the cursor of a terminal or turns the direction of writing.
#[test]
fn control_characters_are_made_visible() {
    let dataset = Dataset::of(
        "[entity.a]\nkind = \"\\u0000\\u001b[31m\\u202e\"\n[entity.\"b\\u001b\"]\nkind = \"x\"\n[[claim]]\nid = \"a\\u0000\\u0007\"\nsubject = \"\\u001b]0;x\\u0007\"\n# \u{202e}\u{2066}\n",
    );
    let ran = check(dataset.path());
    assert_eq!(ran.status, 1);
    let hidden = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!ran.stdout.contains(hidden), "{:?}", ran.stdout);
    survives(&dataset);
}

#[test]
fn places_that_hold_no_dataset() {
    let empty = tempfile::tempdir().unwrap();
    let told = |path: &std::path::Path| {
        let ran = check(path);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
        ran.stderr
    };
    assert!(told(empty.path()).contains("it has no directory `facts`"));
    std::fs::create_dir(empty.path().join("facts")).unwrap();
    assert!(told(empty.path()).contains("no manifest `facts/dataset.toml`"));
    assert!(told(empty.path()).contains("help: name a directory that has `facts/dataset.toml`"));
    std::fs::create_dir(empty.path().join("facts/dataset.toml")).unwrap();
    assert!(told(empty.path()).contains("no manifest `facts/dataset.toml`"));
    let nowhere = run_in(empty.path(), &["check", "--offline", "nowhere"]);
    assert_eq!(nowhere.status, 2);
    assert!(
        nowhere.stderr.contains("there is no dataset in `nowhere`: it is not a directory"),
        "{}",
        nowhere.stderr
    );
}

#[test]
fn an_empty_manifest_and_empty_files() {
    let dataset =
        Dataset::new(&[("facts/dataset.toml", ""), ("facts/a.toml", ""), ("sources/b.toml", "\u{feff}\r\n")]);
    assert_eq!(survives(&dataset).rules(), ["missing-field", "missing-field"]);
    dataset.write("facts/dataset.toml", MANIFEST);
    assert_eq!(survives(&dataset).rules(), CLEAN);
}

/// A directory may be called as a file is: what lies in it is read.
#[test]
fn a_directory_with_the_name_of_a_file() {
    let dataset = Dataset::of("");
    dataset.write("facts/x.toml/y.toml", "nonsense = 1\n");
    let ran = survives(&dataset);
    assert_eq!(ran.rules(), ["unknown-field"]);
    assert_eq!(ran.json()["findings"][0]["location"]["file"], "facts/x.toml/y.toml");
}

#[test]
fn directories_without_end() {
    let dataset = Dataset::of("");
    dataset.write(&format!("facts/{}a.toml", "d/".repeat(80)), "nonsense = 1\n");
    let ran = survives(&dataset);
    assert_eq!(ran.rules(), ["syntax"]);
    assert!(ran.stdout.contains("directories deep"), "{}", ran.stdout);
}

#[test]
fn many_unknown_names_among_many_known() {
    let mut text = String::from("[property.p]\ntype = \"set\"\n");
    for at in 0..5000 {
        text += &format!("[entity.ent-{at}]\nkind = \"a\"\nkimd{at} = 1\n");
    }
    let names: Vec<String> = (0..5000).map(|at| format!("\"ent-x{at}\"")).collect();
    text += &format!(
        "[[claim]]\nid = \"c\"\nsubject = \"ent-1\"\nproperty = \"p\"\nvalue = [{}]\n",
        names.join(", ")
    );
    assert_eq!(with_file(text).rules().len(), 10_000);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn message(ran: &Ran) -> String {
        ran.json()["findings"][0]["message"].as_str().unwrap_or_default().to_owned()
    }

    #[test]
    fn links_that_leave_the_dataset_are_not_followed() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.toml"), "password = \"x\"\n").unwrap();
        for (target, name) in [("secret.toml", "facts/a.toml"), ("", "facts/a"), ("", "sources/a")] {
            let dataset = Dataset::of("");
            symlink(outside.path().join(target), dataset.path().join(name)).unwrap();
            let ran = survives(&dataset);
            assert_eq!(ran.rules(), ["syntax"]);
            assert!(
                message(&ran).contains("leads out of the dataset, so it is not followed"),
                "{}",
                ran.stdout
            );
            assert!(!ran.stdout.contains("password"));
        }
        let dataset = Dataset::of("");
        symlink("/dev/zero", dataset.path().join("facts/zero.toml")).unwrap();
        assert_eq!(survives(&dataset).rules(), ["syntax"]);
    }

    #[test]
    fn links_in_circles_end() {
        let dataset = Dataset::of("[entity.a]\nkind = \"a\"\n");
        symlink(".", dataset.path().join("facts/here")).unwrap();
        symlink("..", dataset.path().join("facts/up")).unwrap();
        symlink("../sources", dataset.path().join("facts/sources")).unwrap();
        assert_eq!(survives(&dataset).rules(), CLEAN);
        symlink("b.toml", dataset.path().join("facts/a.toml")).unwrap();
        symlink("a.toml", dataset.path().join("facts/b.toml")).unwrap();
        let ran = survives(&dataset);
        assert_eq!(ran.rules(), ["syntax", "syntax"]);
        assert!(message(&ran).contains("leads nowhere, or to itself"), "{}", ran.stdout);
    }

    #[test]
    fn links_within_the_dataset_are_followed() {
        let dataset = Dataset::of("");
        dataset.write("shared/a.toml", "nonsense = 1\n");
        symlink("../shared", dataset.path().join("facts/shared")).unwrap();
        assert_eq!(survives(&dataset).rules(), ["unknown-field"]);
    }

    #[test]
    fn what_is_no_ordinary_file_is_not_opened() {
        let dataset = Dataset::of("");
        let path = dataset.path().join("facts/pipe.toml");
        // Opening it would wait for ever for a writer.
        let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
        let ran = survives(&dataset);
        assert_eq!(ran.rules(), ["syntax"]);
        assert!(message(&ran).contains("is no ordinary file"), "{}", ran.stdout);
    }

    #[test]
    fn a_file_that_may_not_be_read() {
        let dataset = Dataset::of("");
        dataset.write("facts/closed.toml", "nonsense = 1\n");
        let path = dataset.path().join("facts/closed.toml");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
        // Who may do everything reads it all the same.
        let expected = if std::fs::read(&path).is_ok() { "unknown-field" } else { "syntax" };
        assert_eq!(survives(&dataset).rules(), [expected]);
    }
}

/// A file of our own facts, and what becomes of it.
#[derive(Debug, Clone)]
enum Mutation {
    Cut(Index, usize),
    Put(Index, Vec<u8>),
    Copy(Index, Index, usize),
    /// A word of the file becomes another word of it, or a hostile one.
    Word(Index, Result<Index, &'static str>),
    /// A line is taken out, or stands twice.
    Line(Index, bool),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let hostile = prop::sample::select(vec![
        "\"\"",
        "\"..\"",
        "[]",
        "{}",
        "-1",
        "1e9",
        "9223372036854775808",
        "1992-02-30",
        "\"1992-XX\"",
        "\"\\u0000\"",
        "{ after = \"treaty.renewed\", by = \"P5Y\" }",
        "[[claim]]",
        "[entity.csto]",
        "\"none\"",
        "true",
        "\"csto\"",
        "[property.joined]",
        "\"~0\"",
        "\"../..\"",
        "'''",
        "\u{feff}",
        "\"Y-99999999999\"",
    ]);
    prop_oneof![
        (any::<Index>(), 1usize..400).prop_map(|(at, length)| Mutation::Cut(at, length)),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, bytes)| Mutation::Put(at, bytes)),
        (any::<Index>(), any::<Index>(), 1usize..2000)
            .prop_map(|(from, to, length)| Mutation::Copy(from, to, length)),
        (any::<Index>(), prop_oneof![any::<Index>().prop_map(Ok), hostile.prop_map(Err)])
            .prop_map(|(at, by)| Mutation::Word(at, by)),
        (any::<Index>(), any::<bool>()).prop_map(|(at, twice)| Mutation::Line(at, twice)),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    if bytes.is_empty() {
        return;
    }
    match mutation {
        Mutation::Cut(at, length) => {
            let start = at.index(bytes.len());
            bytes.drain(start..(start + length).min(bytes.len()));
        }
        Mutation::Put(at, new) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, new.iter().copied());
        }
        Mutation::Copy(from, to, length) => {
            let start = from.index(bytes.len());
            let part = bytes[start..(start + length).min(bytes.len())].to_vec();
            let to = to.index(bytes.len());
            bytes.splice(to..to, part);
        }
        Mutation::Word(at, by) => {
            let Ok(text) = std::str::from_utf8(bytes) else { return };
            let words: Vec<&str> = text.split_whitespace().collect();
            if words.is_empty() {
                return;
            }
            let by = by.as_ref().map_or_else(|hostile| *hostile, |by| words[by.index(words.len())]);
            let word = words[at.index(words.len())];
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            *bytes = [&text[..start], by, &text[start + word.len()..]].concat().into_bytes();
        }
        Mutation::Line(at, twice) => {
            let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
            let at = at.index(lines.len());
            let mut kept = lines[..at].concat();
            if *twice {
                kept.extend([lines[at], b"\n", lines[at]].concat());
            }
            kept.extend(lines[at + 1..].concat());
            *bytes = kept;
        }
    }
}

const FILES: [&str; 8] = [
    "facts/dataset.toml",
    "facts/vocabulary/organisations.toml",
    "facts/vocabulary/treaties.toml",
    "facts/vocabulary/exercises.toml",
    "facts/membership.toml",
    "facts/treaty.toml",
    "facts/exercises.toml",
    "sources/article.toml",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn large_facts_damaged(
        damage in prop::collection::vec((prop::sample::select(&FILES[..]), mutation()), 1..6),
    ) {
        let dataset = Dataset::copy_of(&csto());
        for (file, mutation) in &damage {
            let mut bytes = std::fs::read(dataset.path().join(file)).unwrap();
            mutate(&mut bytes, mutation);
            dataset.write(file, bytes);
        }
        let ran = check_json(dataset.path(), &[]);
        prop_assert!((0..=2).contains(&ran.status), "{}: {}", ran.status, ran.stderr);
        if ran.status == 2 {
            // Only a manifest of another format stops the run.
            prop_assert!(ran.stderr.contains("the dataset is in format"), "{}", ran.stderr);
        } else {
            prop_assert_eq!(&ran.stderr, "");
            let errors = ran.json()["counts"]["errors"].as_u64().unwrap();
            prop_assert_eq!(ran.status == 1, errors > 0);
            let text = check(dataset.path());
            prop_assert_eq!(text.status, ran.status, "{}", text.stderr);
            let json = ran.json();
            for finding in json["findings"].as_array().unwrap() {
                prop_assert!(finding["location"]["line"].as_u64() >= Some(1), "{finding}");
                prop_assert!(finding["location"]["column"].as_u64() >= Some(1), "{finding}");
            }
        }
    }
}
