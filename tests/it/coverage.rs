//! `coverage`: articles whose every statement is known, in all formats.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use crate::browser::Browser;
use crate::support::{Dataset, Ran, case, check_json, root, run_in};

/// Every date, number and marker of an article.
#[derive(Deserialize)]
struct Known {
    lang: String,
    /// Kind, text, value, marker.
    statements: Vec<[String; 4]>,
    /// Texts of those that are known not to be found, and of what is found and states nothing.
    #[serde(default)]
    missed: Vec<String>,
    #[serde(default)]
    false_ones: Vec<String>,
}

fn coverage(dataset: &Path, article: &Path, arguments: &[&str]) -> Ran {
    let article = article.to_str().unwrap();
    let mut all = vec!["coverage", article, "."];
    all.extend(arguments);
    run_in(dataset, &all)
}

fn statements(ran: &Ran) -> Vec<[String; 4]> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let json = ran.json();
    let all = json["statements"].as_array().unwrap_or_else(|| panic!("{}", ran.stderr));
    all.iter()
        .map(|own| [text(&own["kind"]), text(&own["text"]), text(&own["value"]), text(&own["marker"])])
        .collect()
}

#[test]
fn every_date_number_and_marker_is_found_and_nothing_else() {
    let folder = root().join("tests/coverage");
    let dataset = Dataset::of("");
    let mut report = String::new();
    let mut wrong = String::new();
    for name in ["id.txt", "en.md", "ru.wiki", "page.html", "war-id.wiki", "war-en.txt", "war-ru.html"] {
        let article = folder.join(name);
        let known = std::fs::read_to_string(article.with_extension("toml")).unwrap();
        let known: Known = toml::from_str(&known).unwrap();
        let ran = coverage(dataset.path(), &article, &["--lang", &known.lang, "--format", "json"]);
        let found = statements(&ran);
        // What is known and not found, and the other way round, each as often as it stands there.
        let mut balance: BTreeMap<&[String; 4], i64> = BTreeMap::new();
        for statement in &known.statements {
            *balance.entry(statement).or_default() += 1;
        }
        for statement in &found {
            *balance.entry(statement).or_default() -= 1;
        }
        let mut count = [0, 0];
        for (statement, own) in balance.iter().filter(|(_, own)| **own != 0) {
            let (at, what, expected) =
                if *own > 0 { (0, "missed", &known.missed) } else { (1, "false", &known.false_ones) };
            count[at] += own.abs();
            if !expected.contains(&statement[1]) {
                wrong += &format!("{name}: {what} {statement:?}\n");
            }
        }
        let expected = [known.missed.len(), known.false_ones.len()].map(|own| i64::try_from(own).unwrap());
        assert!(count >= expected, "{name}: better than was known: {count:?}");
        let [missed, false_ones] = count;
        report += &format!("{name}: {} known, {missed} missed, {false_ones} false\n", known.statements.len());
    }
    println!("{report}");
    assert!(wrong.is_empty(), "{report}{wrong}");
}

/// The article of `tests/coverage` whose facts lie in `tests/cases/coverage`.
fn tirta(arguments: &[&str]) -> Ran {
    let article = root().join("tests/coverage/id.txt");
    coverage(&case("coverage"), &article, arguments)
}

#[test]
fn the_report_shows_gaps_and_claims_without_a_statement() {
    let ran = tirta(&[]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn json_is_the_contract() {
    let ran = tirta(&["--format", "json"]);
    assert_eq!(ran.status, 0);
    let json = ran.json();
    assert_eq!((&json["format"], &json["lang"]), (&1.into(), &"id".into()));
    let statements = json["statements"].as_array().unwrap();
    assert_eq!(json["counts"]["statements"], statements.len());
    let covered = |own: &serde_json::Value| !own["claims"].as_array().unwrap().is_empty();
    assert_eq!(json["counts"]["covered"], statements.iter().filter(|own| covered(own)).count());
    let find = |text: &str| statements.iter().find(|own| own["text"] == text).unwrap().to_owned();
    insta::assert_json_snapshot!(find("lebih dari 6.000 pelaut"));
    insta::assert_json_snapshot!(find("delapan negara"));
    assert_eq!(json["claims_without_statement"], serde_json::json!(["league-in-force", "wave-2006-sailors"]));
}

#[test]
fn a_stub_loads_with_at_most_a_missing_subject() {
    let dataset = Dataset::copy_of(&case("coverage"));
    let ran = tirta(&["--stub"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(ran.stdout);
    dataset.write("facts/stub.toml", &ran.stdout);
    let json = check_json(dataset.path(), &[]).json();
    let findings = json["findings"].as_array().unwrap();
    let stub = findings.iter().filter(|own| own["location"]["file"] == "facts/stub.toml");
    let mut subjects = 0;
    for finding in stub {
        let message = finding["message"].as_str().unwrap();
        match finding["rule"].as_str().unwrap() {
            "missing-field" => {
                assert!(message.contains("has no `subject`"), "{message}");
                subjects += 1;
            }
            // The source of a marker that no source had is to be completed too.
            "incomplete-source" | "unused-source" => {}
            // What the article says and the facts contradict.
            rule => panic!("{rule}: {message}"),
        }
    }
    assert!(subjects > 0, "{findings:?}");
}

/// An element of a page that ends every element that it begins.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    /// The names of the elements around it, and `.class` for each of their classes.
    within: BTreeSet<String>,
}

impl Element {
    fn is(&self, class: &str) -> bool {
        self.attributes.get("class").is_some_and(|own| own.split(' ').any(|own| own == class))
    }
}

fn elements(page: &str) -> Vec<Element> {
    const VOID: [&str; 5] = ["meta", "link", "br", "hr", "wbr"];
    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut emitter = html5gum::emitters::default::DefaultEmitter::<()>::new_with_span();
    emitter.naively_switch_states(true);
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for token in html5gum::Tokenizer::new_with_emitter(page, emitter) {
        match token.unwrap() {
            html5gum::Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(key, value)| (string(key), string(value)));
                let attributes: BTreeMap<String, String> = attributes.collect();
                let classes = attributes.get("class").map(String::as_str).unwrap_or_default();
                let name = string(&tag.name);
                let own: Vec<String> = std::iter::once(name.clone())
                    .chain(classes.split(' ').map(|class| format!(".{class}")))
                    .collect();
                found.push(Element {
                    name: name.clone(),
                    attributes,
                    within: open.iter().flatten().cloned().collect(),
                });
                if !VOID.contains(&&*name) && !tag.self_closing {
                    open.push(own);
                }
            }
            html5gum::Token::EndTag(tag) => assert_eq!(open.pop().unwrap()[0], string(&tag.name)),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    found
}

#[test]
fn the_page_leads_from_every_statement_to_its_claim() {
    let ran = tirta(&["--format", "html"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let page = elements(&ran.stdout);
    let values = |name: &str, attribute: &str| -> Vec<&str> {
        let named = page.iter().filter(|own| name.is_empty() || own.name == name);
        named.filter_map(|own| own.attributes.get(attribute).map(String::as_str)).collect()
    };
    let ids = values("", "id");
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    let links = values("a", "href");
    assert!(links.len() > 60, "{}", links.len());
    for link in links {
        let lead = link.strip_prefix('#').unwrap();
        assert!(ids.contains(&lead), "{lead}");
    }
    for state in ["covered", "uncited", "other-marker", "contradicted", "missing"] {
        let signs = page.iter().filter(|own| own.is("sign") && own.within.contains("article"));
        assert!(signs.filter(|own| own.within.contains(&format!(".{state}"))).count() > 0, "{state}");
    }
    // Nothing runs, nothing is loaded, and the style is the one that the policy names.
    for own in &page {
        let loads = own.name == "link" && own.attributes.get("href").is_none_or(|to| to != "data:,");
        let runs = matches!(&*own.name, "script" | "img") || own.attributes.contains_key("style");
        assert!(!loads && !runs, "{own:?}");
    }
    let policy = page.iter().find(|own| own.attributes.contains_key("http-equiv")).unwrap();
    let policy = &policy.attributes["content"];
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
}

#[test]
fn the_page_is_quiet_and_accessible_at_every_width_in_both_schemes() {
    let Some(mut browser) = Browser::start() else { return };
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("coverage.html");
    assert_eq!(tirta(&["--format", "html", "--output", file.to_str().unwrap()]).status, 0);
    for (width, scheme) in [(360, "light"), (800, "dark"), (1400, "light"), (360, "dark")] {
        browser.open(&file, width, scheme);
        let complaints = browser.eval(include_str!("page_checks.js"));
        // The checks are those of the consistency report, which has one script; this page has none.
        assert_eq!(complaints, serde_json::json!(["there is more than one script"]), "{width} px, {scheme}");
        assert_eq!(browser.complaints(), Vec::<&serde_json::Value>::new());
        assert_eq!(browser.requests(), Vec::<&str>::new());
    }
}

#[test]
fn a_page_escapes_what_an_article_says() {
    let dataset = Dataset::of("");
    dataset.write(
        "evil.txt",
        "<script>alert(1)</script> \"'&\u{202e} 1992 <b onclick=x>5 soldiers</b>[1]\u{1b}[31m\n",
    );
    dataset.write("sources/s.toml", "");
    let ran = run_in(dataset.path(), &["coverage", "evil.txt", "--lang", "en", "--format", "html"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("&#60;script&#62;alert("), "{}", ran.stdout);
    assert!(!ran.stdout.contains("<script") && !ran.stdout.contains("<b onclick"));
    assert!(!ran.stdout.contains(['\u{202e}', '\u{1b}']));
    let ran = run_in(dataset.path(), &["coverage", "evil.txt", "--lang", "en"]);
    assert!(!ran.stdout.contains(['\u{202e}', '\u{1b}']), "{}", ran.stdout);
}

#[test]
fn what_stops_it_is_told_with_what_to_do() {
    let dataset = Dataset::of("");
    dataset.write("a.txt", "In 1992.");
    dataset.write("latin.txt", b"caf\xe9 1992");
    dataset.write("page.html", "<html lang=\"en\"><p>In 1992.");
    for (arguments, says) in [
        (&["coverage", "a.txt"][..], "--lang TAG"),
        (&["coverage", "a.txt", "--lang", "tlh"], "known are id (Indonesian)"),
        (&["coverage", "none.txt", "--lang", "en"], "cannot be read"),
        (&["coverage", "facts", "--lang", "en"], "directory"),
        (&["coverage", "latin.txt", "--lang", "en"], "line 1 is not UTF-8"),
        (&["coverage", "a.txt", "nowhere", "--lang", "en"], "there is no dataset"),
        (&["coverage", "a.txt", "--stub", "--format", "json"], "cannot be used with"),
        (&["coverage"], "ARTICLE"),
    ] {
        let ran = run_in(dataset.path(), arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{arguments:?}: {}", ran.stderr);
    }
    // A page says its language itself.
    assert_eq!(run_in(dataset.path(), &["coverage", "page.html"]).status, 0);
}
