use std::path::Path;

use proptest::prelude::*;

use super::{Article, Format};

fn read(format: Format, file: &str) -> Article {
    Article::new("article".into(), file.into(), format)
}

/// The readable text, and its markers as value and what stands before them.
fn seen(format: Format, file: &str) -> (String, Vec<(String, String)>) {
    let article = read(format, file);
    check(&article);
    let text = article.text();
    let markers = article.readable.markers.iter().map(|marker| {
        let before: String = text[..marker.at].chars().rev().take(6).collect();
        (marker.value.to_string(), before.chars().rev().collect())
    });
    (text.trim().to_owned(), markers.collect())
}

fn markers(format: Format, file: &str) -> Vec<String> {
    seen(format, file).1.into_iter().map(|(value, _)| value).collect()
}

/// What must hold for every article: each part of the text stands in the file where it is said to,
/// and markers stand in order.
fn check(article: &Article) {
    let text = article.text();
    for (part, source) in article.readable.exact(&(0..text.len())) {
        assert_eq!(text.get(part), article.file.get(source));
    }
    let mut last = 0;
    for marker in &article.readable.markers {
        assert!(marker.at >= last && text.is_char_boundary(marker.at));
        assert!(article.file.get(marker.source.clone()).is_some(), "{marker:?}");
        last = marker.at;
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let mut from = 0;
    for end in ends {
        let source = article.readable.source(&(from..end));
        assert!(article.file.get(source.clone()).is_some(), "{from}..{end}: {source:?}");
        from = end;
    }
}

#[test]
fn plain_text_keeps_its_lines_cells_and_wrapped_paragraphs() {
    let (text, markers) = seen(
        Format::Plain,
        "Anggota | 9 negara |\nBahasa | Rusia |\nKota.[1] Lalu 4.000[2][3] orang[a] (x[note 1]).",
    );
    assert_eq!(text, "Anggota\n\n9 negara\n\nBahasa\n\nRusia\n\nKota. Lalu 4.000 orang (x).");
    let markers: Vec<(&str, &str)> = markers.iter().map(|(a, b)| (&**a, &**b)).collect();
    assert_eq!(
        markers,
        [("1", "\nKota."), ("2", " 4.000"), ("3", " 4.000"), ("a", " orang"), ("note 1", "ang (x")]
    );
    let wrapped = "A line that was wrapped at forty characters\ngoes on here, and ends.\n\nAnother.\n- item";
    let (text, _) = seen(Format::Plain, wrapped);
    assert_eq!(
        text,
        "A line that was wrapped at forty characters goes on here, and ends.\n\nAnother.\n\n- item"
    );
}

#[test]
fn markers_in_text_are_cut_out() {
    for (text, values) in [
        ("One.[1, 2]", vec!["1", "2"]),
        ("One.[3–5]", vec!["3", "4", "5"]),
        ("One.[1]:62 Two.[2]:3-4", vec!["1", "2"]),
        ("People³ and 5 km² and more.¹²", vec!["3", "12"]),
        ("In [1992] and [see 4] and [x] and [5-3] and [1–99] and array[", vec![]),
    ] {
        assert_eq!(markers(Format::Plain, text), values, "{text}");
    }
    assert_eq!(seen(Format::Plain, "Was 62[1]63.").0, "Was 62 63.");
    // A list of references is no text of the article.
    let (text, markers) = seen(Format::Plain, "Said.[1]\n\n[1] Vale, 1995, p. 62.\n[2] Dale, 1999.");
    assert_eq!((text.as_str(), markers.len()), ("Said.", 1));
}

#[test]
fn markdown_has_footnotes_numbered_by_first_use() {
    let file = "One[^b] *two*[^a], three[^b] and [four][1] \\[5] and [6].\n\n[^a]: A 1990.\n[^b]: B 1991.\n\n[1]: https://a.example\n";
    let (text, markers) = seen(Format::Markdown, file);
    assert_eq!(text, "One two, three and four  and .");
    let values: Vec<&str> = markers.iter().map(|(value, _)| &**value).collect();
    assert_eq!(values, ["1", "2", "1", "5", "6"]);
    let article = read(Format::Markdown, file);
    assert_eq!(article.readable.markers[0].name.as_deref(), Some("b"));
    // Labels that are all numbers are the markers, as in an excerpt of a longer article.
    assert_eq!(markers_of("Said[^3] again[^9] and[^3].\n\n[^3]: A.\n[^9]: B.\n"), ["3", "9", "3"]);
    assert_eq!(markers_of("Said [1].\n\n[1]: https://a.example/1992\n"), ["1"]);
    let (text, _) =
        seen(Format::Markdown, "a &amp; b&nbsp;5 `c`\nd <sup>3</sup>\n\n| x | y |\n|---|---|\n| 1 | 2 |\n");
    assert_eq!(text, "a & b\u{a0}5 c d ³\n\nx\n\ny\n\n1\n\n2");
}

fn markers_of(file: &str) -> Vec<String> {
    markers(Format::Markdown, file)
}

#[test]
fn pages_lose_what_is_no_text_and_keep_their_places() {
    let file = "<html lang='id'><p>4&#46;000 <b>orang</b><sup><a href='#n3'>3</a></sup> dan 10<sup>6</sup><script>9</script><p>Dua<br>tiga<nav>8<nav>7</nav></nav>";
    let (text, markers) = seen(Format::Html, file);
    assert_eq!(text, "4.000 orang dan 10⁶\n\nDua tiga");
    assert_eq!(markers, [("3".to_owned(), " orang".to_owned())]);
    let article = read(Format::Html, file);
    assert_eq!(article.readable.lang.as_deref(), Some("id"));
    assert_eq!(&file[article.readable.source(&(0..5))], "4&#46;000");
    let at = article.text().find("orang").unwrap();
    assert_eq!(&file[article.readable.source(&(at..at + 5))], "orang");
}

#[test]
fn wikitext_has_refs_templates_and_tables() {
    for (file, text, values) in [
        (
            "'''A''' [[b|c]] [[d]] [https://e f] [[Category:g 1]][[File:h.png|thumb|i 5 j]]",
            "A c d f\n\ni 5 j",
            vec![],
        ),
        (
            "a<ref>1990</ref> b<ref name=x>y</ref> c<ref name = \"x\" /> d<ref group=\"n\">z</ref>",
            "a b c d",
            vec!["1", "2", "2", "n 1"],
        ),
        ("a{{sfn|B|1990}} c{{r|x}} {{cite web|year=1991}}{{efn|1992}}d", "a c d", vec!["1", "2", "a"]),
        ("{{Box\n| a = 5 [[b]]\n| image = c.png\n| size = 20px\n}}\nd", "5 b\n\nd", vec![]),
        (
            "{{start date|1992|5|15}} {{convert|70|km}} {{nowrap|1=4 e}} {{formatnum:4000}}",
            "1992-05-15 70 km 4 e 4000",
            vec![],
        ),
        ("{|\n! a !! b\n|-\n| style=\"x\" | 1 || 2\n|}\nc", "a\n\nb\n\n1\n\n2\n\nc", vec![]),
        ("== a ==\n* b\n* c\n\nd\ne", "a\n\nb\n\nc\n\nd e", vec![]),
        ("a <!-- 1 --> <nowiki>[[b]]</nowiki> c<sup>2</sup> __TOC__ d", "a [[b]] c² d", vec![]),
        ("a {{b [[c}} ]] d {{ e [[ f", "a ]] d {{ e [[ f", vec![]),
        ("a <b> <ref> c", "a c", vec![]),
    ] {
        let (seen, markers) = seen(Format::Wikitext, file);
        assert_eq!(seen.replace(" \n", "\n").replace("  ", " "), text, "{file}");
        assert_eq!(markers.into_iter().map(|(value, _)| value).collect::<Vec<_>>(), values, "{file}");
    }
}

#[test]
fn formats_are_told_by_name_or_looks() {
    for (name, text, format) in [
        ("a.md", "x", Format::Markdown),
        ("a.HTML", "x", Format::Html),
        ("a.wiki", "x", Format::Wikitext),
        ("a.txt", "plain [1] text", Format::Plain),
        ("a", "<!DOCTYPE html><p>x", Format::Html),
        ("a.txt", "'''A''' is [[b]].<ref>c</ref>", Format::Wikitext),
        ("a", "# A\n\ntext[^1]\n", Format::Markdown),
        ("a", "", Format::Plain),
    ] {
        assert_eq!(Format::of(Path::new(name), text), format, "{name}: {text}");
    }
}

#[test]
fn nesting_without_end_is_read_in_linear_time() {
    // Each of these would take hours if a part were read again for every level or every start.
    let many = 100_000;
    for piece in [
        "{{",
        "[[",
        "<ref>",
        "<ref name=",
        "<nowiki>",
        "<!--",
        "{{a|",
        "[https://",
        "[[File:",
        "<",
        "{|\n|",
        "''",
        "[",
        "&",
        "<sup>",
        "&a",
        "[^a",
        "| ",
        "* ",
        "://",
    ] {
        let file = piece.repeat(many / piece.len());
        for format in [Format::Plain, Format::Markdown, Format::Html, Format::Wikitext] {
            let article = read(format, &file);
            assert!(article.text().len() <= 4 * file.len());
        }
    }
    let nested = format!("{}x{}", "{{a|b=[[c|".repeat(20_000), "]]}}".repeat(20_000));
    read(Format::Wikitext, &nested);
}

/// Pieces of which hostile articles are made.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "{{",
        "}}",
        "[[",
        "]]",
        "|",
        "\n",
        "\n\n",
        "{|",
        "|}",
        "|-",
        "!",
        "||",
        "<ref>",
        "</ref>",
        "<ref name=\"a\" />",
        "<ref name=b>",
        "<sup>",
        "</sup>",
        "3",
        "[3]",
        "[1–3]",
        "[^a]",
        "[^a]: ",
        "\u{a0}",
        "&nbsp;",
        "&#x41;",
        "&",
        ";",
        "<!--",
        "-->",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<p>",
        "<nav>",
        "=",
        "==",
        "*",
        "#",
        "'''",
        "1992",
        "15 Mei 1992",
        "é",
        "ж",
        "¹",
        "https://a.b/1",
        "File:a|",
        "sfn|",
        "date|1992|5|15",
        " ",
        "a",
        "`",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "\r\n",
        "\0",
        "\u{feff}",
        "<nowiki>",
        "</nowiki>",
        "---\n",
        "> ",
        "\t",
        "[1]: b",
        "<br/>",
        "__TOC__",
        "px",
        ":",
        "\u{301}",
    ];
    proptest::collection::vec(proptest::sample::select(PIECES), 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_article_breaks_a_reader(file in pieces()) {
        for format in [Format::Plain, Format::Markdown, Format::Html, Format::Wikitext] {
            check(&read(format, &file));
        }
    }

    #[test]
    fn no_text_breaks_a_reader(file in any::<String>()) {
        for format in [Format::Plain, Format::Markdown, Format::Html, Format::Wikitext] {
            check(&read(format, &file));
        }
    }
}
