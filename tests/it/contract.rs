//! Sentences of the format, each with a dataset for which it holds and one for which it does not.

use crate::support::{Dataset, check_json};

/// A manifest with an article, so that circles can be told.
fn with_article(article: &str, sources: &str) -> Dataset {
    let manifest = "format = 1\n[dataset]\nid = \"test\"\ntitle = \"Test\"\nas_of = \"2024\"\narticle = \"article\"\n\
                    [rules]\nuncited-claim = \"off\"\nunused-source = \"off\"\n";
    let article =
        format!("[[source]]\nid = \"article\"\ntitle = \"The article\"\nlang = \"id\"\n{article}\n{sources}");
    Dataset::new(&[("facts/dataset.toml", manifest), ("sources/sources.toml", &article)])
}

/// What is found, as `rule` and the claims and sources that it names.
fn found(dataset: &Dataset) -> Vec<String> {
    let json = check_json(dataset.path(), &[]).json();
    let names = |finding: &serde_json::Value, field: &str| {
        finding[field]
            .as_array()
            .unwrap()
            .iter()
            .map(|id| format!(" {}", id.as_str().unwrap()))
            .collect::<String>()
    };
    json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let rule = finding["rule"].as_str().unwrap();
            format!("{rule}{}{}", names(finding, "claims"), names(finding, "sources"))
        })
        .collect()
}

const VOCABULARY: &str = r#"
[entity.a]
kind = "k"

[entity.b]
kind = "k"

[property.day]
type = "date"

[property.name]
type   = "text"
unique = true

[property.troops]
type = "quantity"

[property.largest]
type = "superlative"
by   = "troops"
rank = "highest"
"#;

fn claim(id: &str, subject: &str, property: &str, rest: &str) -> String {
    format!("[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nproperty = \"{property}\"\n{rest}\n")
}

fn facts(claims: &[String]) -> Vec<String> {
    found(&Dataset::of(&format!("{VOCABULARY}{}", claims.concat())))
}

#[test]
fn no_rule_about_time_reads_a_deprecated_claim() {
    let source =
        "[[source]]\nid = \"old\"\ntitle = \"Old\"\nurl = \"https://example.org/\"\npublished = \"1990\"\n";
    let cases = [
        ("day", "value = \"1995/1990\"", "date-range x"),
        ("name", "value = \"n\"\nfrom = \"1995\"\nuntil = \"1990\"", "date-range x"),
        ("day", "value = \"2030\"", "future-date x"),
        ("name", "value = \"n\"\nat = \"2030\"", "future-date x"),
        ("name", "value = \"n\"\nat = \"1995\"\nrefs = [\"old\"]", "source-predates-claim x old"),
    ];
    for (property, rest, expected) in cases {
        let other = claim("cites", "b", "day", "value = \"1980\"\nrefs = [\"old\"]");
        let standing = claim("x", "a", property, rest);
        assert_eq!(facts(&[standing, other.clone(), source.into()]), [expected], "{rest}");
        let deprecated = claim("x", "a", property, &format!("{rest}\nrank = \"deprecated\""));
        assert_eq!(facts(&[deprecated, other, source.into()]), [""; 0], "{rest}");
    }
}

#[test]
fn what_comes_later_does_not_contradict_a_superlative_of_its_time() {
    let troops = |id: &str, subject: &str, number: u32, at: &str| {
        claim(id, subject, "troops", &format!("value = {number}\n{at}"))
    };
    let facts = |time: &str, later: &str| {
        facts(&[
            claim("top", "a", "largest", &format!("value = \"k\"\n{time}")),
            troops("own", "a", 5, "at = \"1990\""),
            troops("other", "b", 9, later),
        ])
    };
    let contradicted = ["superlative-contradicted top other own"];
    assert_eq!(facts("at = \"1990\"", "at = \"2000\""), ["superlative-unproven top"]);
    assert_eq!(facts("until = \"1990\"", "from = \"2000\""), ["superlative-unproven top"]);
    assert_eq!(facts("at = \"1990\"", "at = \"1980\""), contradicted);
    assert_eq!(facts("at = \"1990\"", ""), contradicted);
    assert_eq!(facts("from = \"1990\"", "at = \"2000\""), contradicted);
    assert_eq!(facts("", "at = \"2000\""), contradicted);
}

#[test]
fn a_unique_text_is_the_same_where_one_language_is() {
    let names = |one: &str, other: &str| {
        facts(&[
            claim("x", "a", "name", &format!("value = {one}")),
            claim("y", "b", "name", &format!("value = {other}")),
        ])
    };
    let same = ["not-unique x y"];
    assert_eq!(names("{ en = \"N\", ru = \"Н\" }", "{ en = \"N\" }"), same);
    assert_eq!(names("{ en = \"M\", ru = \"Н\" }", "{ en = \"N\", ru = \"Н\" }"), same);
    assert_eq!(names("{ en = \"N\", ru = \"Н\" }", "{ en = \"N\", ru = \"Н\" }"), same);
    assert_eq!(names("{ en = \"N\" }", "{ ru = \"N\" }"), [""; 0]);
    assert_eq!(names("{ en = \"N\", ru = \"Н\" }", "{ en = \"M\", ru = \"М\" }"), [""; 0]);
}

#[test]
fn circles_are_seen_from_any_address_of_the_article() {
    const COPY: &str = "https://web.archive.org/web/20150225000000/";
    let source =
        |field: &str, url: &str| format!("[[source]]\nid = \"z\"\ntitle = \"Z\"\n{field} = \"{url}\"\n");
    let circle = ["circular-source z"];
    let wiki = source("url", "https://en.wikipedia.org/wiki/X");
    let elsewhere = source("url", &format!("{COPY}https://example.org/x"));
    for article in [
        "url = \"https://id.wikipedia.org/wiki/X\"".to_owned(),
        "url = \"https://id.m.wikipedia.org/wiki/X\"".to_owned(),
        format!("url = \"{COPY}https://id.wikipedia.org/wiki/X\""),
    ] {
        assert_eq!(found(&with_article(&article, &wiki)), circle, "{article}");
        assert_eq!(found(&with_article(&article, &elsewhere)), [""; 0], "{article}");
    }
    let copy_alone = source("archive", &format!("{COPY}https://en.wikipedia.org/wiki/X"));
    let article = "url = \"https://id.wikipedia.org/wiki/X\"";
    assert_eq!(found(&with_article(article, &copy_alone)), ["incomplete-source z", circle[0]]);
}

#[test]
fn an_archive_keeps_a_page_with_or_without_www() {
    let sources = |original: &str| {
        let archive = format!("https://web.archive.org/web/20150225000000/{original}");
        let source = format!(
            "[[source]]\nid = \"z\"\ntitle = \"Z\"\nurl = \"https://example.org/a\"\narchive = \"{archive}\"\n"
        );
        found(&with_article("url = \"https://id.wikipedia.org/wiki/X\"", &source))
    };
    assert_eq!(sources("http://www.example.org:80/a/"), [""; 0]);
    assert_eq!(sources("http://www.example.org/b"), ["malformed-source z"]);
    assert_eq!(sources("http://wwww.example.org/a"), ["malformed-source z"]);
}

#[test]
fn the_same_pages_are_the_same_whatever_dash_they_have() {
    let book = |id: &str, isbn: &str, pages: &str| {
        format!("[[source]]\nid = \"{id}\"\ntitle = \"T\"\nisbn = \"{isbn}\"\npages = \"{pages}\"\n")
    };
    let books = |pages: &str| {
        let both = book("y", "978-0-306-40615-7", "10–12") + &book("z", "0306406152", pages);
        found(&with_article("url = \"https://id.wikipedia.org/wiki/X\"", &both))
    };
    assert_eq!(books("10-12"), ["duplicate-source y z"]);
    assert_eq!(books("10 – 12"), ["duplicate-source y z"]);
    assert_eq!(books("10–13"), [""; 0]);
}

#[test]
fn a_count_that_is_wrong_lists_names_with_the_claims_they_come_from() {
    let vocabulary = "[entity.a]\nkind = \"k\"\n[entity.b]\nkind = \"k\"\n[entity.o]\nkind = \"org\"\n\
                      [property.join]\ntype = \"transition\"\nto = \"member\"\n\
                      [property.leave]\ntype = \"transition\"\nto = \"left\"\n\
                      [property.size]\ntype = \"quantity\"\ncounts_status = \"member\"\n\
                      [property.members]\ntype = \"set\"\nequals_status = \"member\"\nin = \"o\"\n";
    let moved = |id: &str, subject: &str, property: &str, year: u32| {
        claim(id, subject, property, &format!("value = \"o\"\nat = \"{year}\""))
    };
    let dataset = Dataset::of(&format!(
        "{vocabulary}{}{}{}{}{}",
        moved("a-joins", "a", "join", 1990),
        moved("b-joins", "b", "join", 1991),
        moved("b-leaves", "b", "leave", 1995),
        claim("size", "o", "size", "value = 2"),
        claim("members", "o", "members", "value = []"),
    ));
    let json = check_json(dataset.path(), &[]).json();
    let related = |at: usize| -> Vec<&str> {
        let related = json["findings"][at]["related"].as_array().unwrap();
        related.iter().map(|label| label["message"].as_str().unwrap()).collect()
    };
    // The move that decides comes first.
    assert_eq!(related(0), ["b became `left` in 1995: claim `b-leaves`", "a, 1990: claim `a-joins`"]);
    assert_eq!(related(1), ["a, join in 1990: claim `a-joins`"]);
}

#[test]
fn where_one_claim_is_preferred_those_beside_it_prove_nothing() {
    const SETS: &str = "[entity.o]\nkind = \"org\"\n[property.members]\ntype = \"set\"\nsingle = true\n\
                        [property.founders]\ntype = \"set\"\nsubset_of = \"members\"\n\
                        [property.size]\ntype = \"quantity\"\ncounts = \"members\"\n";
    let sets = |first: &str, second: &str| {
        facts(&[
            SETS.into(),
            claim("first", "o", "members", &format!("value = [\"a\", \"b\"]\n{first}")),
            claim("second", "o", "members", &format!("value = [\"a\"]\n{second}")),
            claim("founders", "o", "founders", "value = [\"b\"]"),
            claim("size", "o", "size", "value = 2"),
        ])
    };
    let preferred = "rank = \"preferred\"";
    assert_eq!(sets(preferred, ""), [""; 0]);
    assert_eq!(sets("", preferred), ["set-mismatch founders second", "count-mismatch size second"]);
    // Only what holds at its time is beside it.
    let mismatch = ["set-mismatch founders second", "count-mismatch size second"];
    assert_eq!(sets(&format!("{preferred}\nuntil = \"1980\""), "from = \"1990\""), mismatch);
    assert_eq!(sets(&format!("{preferred}\nuntil = \"1980\""), "from = \"1970\""), [""; 0]);

    let numbers = |own: &str, other: &str| {
        facts(&[
            claim("top", "a", "largest", "value = \"k\""),
            claim("own", "a", "troops", &format!("value = 5\n{own}")),
            claim("own-more", "a", "troops", "value = 50"),
            claim("other", "b", "troops", &format!("value = 3\n{other}")),
            claim("other-more", "b", "troops", "value = 9"),
        ])
    };
    assert_eq!(numbers("", ""), ["superlative-unproven top"]);
    assert_eq!(numbers(preferred, preferred), [""; 0]);
    assert_eq!(numbers(preferred, ""), ["superlative-contradicted top other-more own"]);
}

#[test]
fn a_mirror_may_be_named_with_www() {
    let dataset = with_article(
        "url = \"https://id.wikipedia.org/wiki/X\"",
        "[[source]]\nid = \"z\"\ntitle = \"Z\"\nurl = \"https://mirror.example/x\"\n",
    );
    assert_eq!(found(&dataset), [""; 0]);
    dataset.edit("facts/dataset.toml", "[rules]", "mirrors = [\"www.Mirror.example\"]\n[rules]");
    assert_eq!(found(&dataset), ["circular-source z"]);
}
