//! Every format of `check` and `report` on large facts, on contradictions, on nothing, and on
//! strings that try to be more than text.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::json_schema::Validator;
use crate::support::{Dataset, case, command, csto, root, run_in};

const CASES: [&str; 4] = ["csto", "contradictions", "empty", "hostile"];

fn path(name: &str) -> PathBuf {
    if name == "csto" { csto() } else { case(&format!("report-{name}")) }
}

/// What a command writes about a dataset, which lies outside any repository.
fn output(dataset: &Path, arguments: &[&str]) -> String {
    let copy = Dataset::copy_of(dataset);
    let ran = run_in(copy.path(), arguments);
    assert!(ran.status < 2 && ran.stderr.is_empty(), "{}", ran.stderr);
    ran.stdout
}

fn check(name: &str, format: &str) -> String {
    output(&path(name), &["check", "--offline", "--format", format])
}

fn report(name: &str, format: &str) -> String {
    output(&path(name), &["report", "--offline", "--format", format])
}

/// The results, a line each; the table of rules stands in the rules' own pages.
fn sarif_lines(text: &str) -> String {
    let mut sarif: Value = serde_json::from_str(text).unwrap();
    let run = &mut sarif["runs"][0];
    let results = run["results"].take();
    run["tool"]["driver"]["rules"] = json!("[rules]");
    let mut out = format!("{sarif:#}\n");
    for result in results.as_array().unwrap() {
        let mut result = result.clone();
        result["ruleIndex"] = json!("[index]");
        out.push_str(&format!("{result}\n"));
    }
    out
}

/// A page without its style and script, which do not depend on the facts.
fn bare(html: &str) -> String {
    let mut html = html.to_owned();
    for (open, close) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let (start, end) = (html.find(open).unwrap() + open.len(), html.find(close).unwrap());
        html.replace_range(start..end, "…");
    }
    let (start, end) = (html.find("style-src").unwrap(), html.find("; img-src").unwrap());
    html.replace_range(start..end, "…");
    html
}

/// The words of a page, a line each.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            out.push_str(&text);
            out.push('\n');
        }
        let Some(close) = tag.find('>') else { break };
        rest = &tag[close + 1..];
    }
    out
}

#[test]
fn sarif() {
    for name in CASES {
        insta::assert_snapshot!(format!("sarif_{name}"), sarif_lines(&check(name, "sarif")));
    }
}

#[test]
fn junit() {
    for name in CASES {
        insta::assert_snapshot!(format!("junit_{name}"), check(name, "junit"));
    }
}

#[test]
fn github() {
    for name in CASES {
        insta::assert_snapshot!(format!("github_{name}"), check(name, "github"));
    }
}

#[test]
fn markdown() {
    for name in CASES {
        insta::assert_snapshot!(format!("markdown_{name}"), report(name, "markdown"));
    }
}

#[test]
fn html() {
    for name in CASES {
        let page = bare(&report(name, "html"));
        // Of a large page its words are enough to read.
        let page = if name == "csto" { words(&page) } else { page };
        insta::assert_snapshot!(format!("html_{name}"), page);
    }
}

#[test]
fn sarif_is_valid() {
    let schema: Value = serde_json::from_str(include_str!("../schemas/sarif-2.1.0.json")).unwrap();
    let schema = Validator::new(&schema);
    for name in CASES {
        let sarif: Value = serde_json::from_str(&check(name, "sarif")).unwrap();
        assert_eq!(schema.errors(&sarif), [""; 0], "{name}");
        let run = &sarif["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let location = &result["locations"][0]["physicalLocation"];
            let uri = location["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.starts_with("facts/") || uri.starts_with("sources/"), "{uri}");
            assert!(location["region"]["startLine"].as_u64().unwrap() >= 1);
        }
    }
    let broken = json!({ "version": "2.1.0", "runs": [{ "results": [{}] }] });
    assert!(!schema.errors(&broken).is_empty(), "the schema is looked at");
}

#[test]
fn sarif_has_the_page_of_every_rule() {
    let sarif: Value = serde_json::from_str(&check("empty", "sarif")).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let listed = run_in(root(), &["rules", "--format", "json"]).json();
    let names =
        |list: &[Value], field: &str| -> Vec<Value> { list.iter().map(|rule| rule[field].clone()).collect() };
    assert_eq!(names(rules, "id"), names(listed["rules"].as_array().unwrap(), "name"));
    for rule in rules {
        for field in ["shortDescription", "fullDescription"] {
            let text = rule[field]["text"].as_str().unwrap();
            assert!(!text.is_empty() && text.chars().count() <= 1_024, "{}", rule["id"]);
        }
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("```toml"), "{}", rule["id"]);
    }
}

/// Rule and fingerprint of every result, sorted.
fn fingerprints(dataset: &Path) -> Vec<(String, String)> {
    let sarif = run_in(dataset, &["check", "--offline", "--format", "sarif"]).json();
    let mut all: Vec<(String, String)> = sarif["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&result["ruleId"]), text(&result["partialFingerprints"]["csto-validate/v1"]))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn fingerprints_survive_that_claims_move() {
    let dataset = Dataset::copy_of(&case("report-contradictions"));
    let before = fingerprints(dataset.path());
    let mut once = before.clone();
    once.dedup();
    assert_eq!(once, before, "each is another");
    // Lines move, and a claim goes to another file and gets a note.
    let text = dataset.read("facts/league.toml");
    let (start, end) = (text.find("[[claim]]\nid       = \"league-founded-late\"").unwrap(), text.len());
    let end = start + text[start + 9..end].find("[[claim]]").unwrap() + 9;
    let moved = format!("{}note = \"new\"\n", text[start..end].trim_end().to_owned() + "\n");
    dataset.write("facts/zzz.toml", moved);
    dataset.write("facts/league.toml", format!("# a line\n\n{}{}", &text[..start], &text[end..]));
    assert_eq!(fingerprints(dataset.path()), before);
    // Another contradiction is another.
    dataset.edit(
        "facts/zzz.toml",
        "id       = \"league-founded-late\"",
        "id       = \"league-founded-other\"",
    );
    assert_ne!(fingerprints(dataset.path()), before);
}

#[test]
fn files_are_named_from_the_root_of_the_repository() {
    let dataset = Dataset::copy_of(&case("report-contradictions"));
    let root = tempfile::tempdir().unwrap();
    let inner = root.path().join("data, old");
    std::fs::create_dir(root.path().join(".git")).unwrap();
    std::fs::rename(dataset.path(), &inner).unwrap();
    std::fs::create_dir(dataset.path()).unwrap();
    let sarif = run_in(&inner, &["check", "--offline", "--format", "sarif"]);
    let uri = |at: &str| sarif.json().pointer(at).unwrap().as_str().unwrap().to_owned();
    let place = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation";
    assert_eq!(uri(&format!("{place}/uri")), "data%2C%20old/facts/dataset.toml");
    assert_eq!(uri(&format!("{place}/uriBaseId")), "%SRCROOT%");
    let github = run_in(root.path(), &["check", "--offline", "--format", "github", "data, old"]);
    assert!(github.stdout.contains("file=data%2C old/facts/league.toml,line="), "{}", github.stdout);
}

#[test]
fn workflow_commands_cannot_be_smuggled_in() {
    let out = check("hostile", "github");
    for line in out.lines() {
        let known = ["::error file=", "::warning file=", "::notice file=", "and ", "csto-validate: "];
        assert!(known.iter().any(|start| line.starts_with(start)), "{line:?}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    assert_eq!(out.matches("\n::warning file=").count(), 10, "ten of a level");
    assert!(out.contains("\nand 1 warning more"), "{out}");
}

#[cfg(unix)]
#[test]
fn names_of_files_are_hostile_too() {
    let dataset = Dataset::of("");
    let name = "facts/a,b:c%\n::error file=x::\u{1b}[31m <script>|`]]>\u{202e}.toml";
    dataset.write(name, "not = [toml\n");
    for format in ["text", "github", "sarif", "junit"] {
        let ran = run_in(dataset.path(), &["check", "--offline", "--format", format]);
        assert_eq!(ran.status, 1, "{format}: {}", ran.stderr);
        for line in ran.stdout.lines() {
            let smuggled = line.trim_start().starts_with("::error file=x");
            assert!(!smuggled && !line.contains(['\u{1b}', '\u{202e}']), "{format}: {line:?}");
        }
        if format == "junit" {
            quick_junit::Report::deserialize_from_str(&ran.stdout).unwrap();
        }
        if format == "sarif" {
            let uri = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
            let uri = ran.json().pointer(uri).unwrap().as_str().unwrap().to_owned();
            assert!(uri.starts_with("facts/a%2Cb%3Ac%25%0A%3A%3Aerror%20file"), "{uri}");
        }
    }
    for format in ["html", "markdown"] {
        let out = run_in(dataset.path(), &["report", "--offline", "--format", format]).stdout;
        assert!(!out.contains("<script>|") && !out.contains(['\u{1b}', '\u{202e}']), "{format}: {out}");
    }
}

#[test]
fn a_job_summary_is_added_and_stays_within_its_size() {
    let dataset = Dataset::copy_of(&case("report-contradictions"));
    let summary = dataset.path().join("summary.md");
    let run = |taken: usize| {
        std::fs::write(&summary, "x".repeat(taken)).unwrap();
        let output = command()
            .current_dir(dataset.path())
            .env("GITHUB_STEP_SUMMARY", &summary)
            .args(["check", "--offline", "--format", "github"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        std::fs::read_to_string(&summary).unwrap()[taken..].to_owned()
    };
    let whole = run(0);
    assert!(whole.starts_with("# Leagues of the Aegean") && whole.contains("count-mismatch, 1"), "{whole}");
    let most = 1024 * 1024;
    for room in [whole.len(), whole.len() - 1, 900, 50, 0] {
        let cut = run(most - room);
        assert!(cut.len() <= room && (room < 100 || cut.ends_with('\n')), "{room}");
        assert_eq!(room >= whole.len(), cut == whole, "{room}");
    }
    // A summary that cannot be written is no pass.
    let output = command()
        .current_dir(dataset.path())
        .env("GITHUB_STEP_SUMMARY", dataset.path())
        .args(["check", "--offline", "--format", "github"])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.contains("job summary") && stderr.contains("help: "), "{stderr}");
}

#[test]
fn junit_has_a_case_for_every_claim_source_and_file_and_fails_as_the_run_does() {
    let dataset = case("report-contradictions");
    let counts = |arguments: &[&str]| {
        let out = output(&dataset, &[&["check", "--offline", "--format", "junit"], arguments].concat());
        let suites = out.lines().find(|line| line.contains("<testsuites")).unwrap().to_owned();
        (out, suites)
    };
    let (out, suites) = counts(&[]);
    assert!(suites.contains("tests=\"32\" skipped=\"0\" failures=\"7\" errors=\"0\""), "{suites}");
    assert!(out.contains("<testcase name=\"league-members\" classname=\"facts/league.toml\">"), "{out}");
    let (_, denied) = counts(&["-D", "warnings"]);
    assert!(denied.contains("failures=\"11\""), "{denied}");
    let (_, allowed) = counts(&["-A", "count-mismatch"]);
    assert!(allowed.contains("failures=\"6\""), "{allowed}");
}

#[test]
fn junit_is_well_formed_and_keeps_what_was_written() {
    for name in CASES {
        let report = quick_junit::Report::deserialize_from_str(&check(name, "junit")).unwrap();
        let suites: Vec<&str> = report.test_suites.iter().map(|suite| suite.name.as_str()).collect();
        assert_eq!(suites, ["claims", "sources", "files"], "{name}");
        assert!(!report.test_suites[2].test_cases.is_empty(), "every dataset has a file");
    }
    let out = check("hostile", "junit");
    assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{out:?}");
    let report = quick_junit::Report::deserialize_from_str(&out).unwrap();
    let case = report.test_suites[0].test_cases.iter().find(|case| case.name.as_str() == "name-accepted-two");
    let told = case.unwrap().system_out.as_ref().unwrap().as_str();
    assert!(told.contains("]]></failure><failure>&amp;&#60;"), "{told}");
}

#[test]
fn a_report_tells_and_is_no_gate() {
    let dataset = case("report-contradictions");
    let ran = run_in(&dataset, &["report", "--offline"]);
    assert_eq!(ran.status, 0);
    assert!(ran.stdout.starts_with("# Leagues of the Aegean\n"), "{}", ran.stdout);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("out.html");
    let ran = run_in(&dataset, &["report", "--offline", "--output", file.to_str().unwrap()]);
    assert_eq!((ran.status, &*ran.stdout), (0, ""));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("<!DOCTYPE html>"));
    let ran = run_in(&dataset, &["report", "--output", dir.path().join("no/such/x.html").to_str().unwrap()]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("help: "), "{}", ran.stderr);
    assert_eq!(run_in(dir.path(), &["report"]).status, 2);
}

#[test]
fn lists_are_bounded_and_counts_are_not() {
    use std::fmt::Write as _;
    let mut facts = String::from("[property.size]\ntype = \"quantity\"\nmin = 0\n");
    for at in 0..2_600 {
        let value = if at == 2_599 { -1 } else { at };
        write!(
            facts,
            "[entity.e{at}]\nkind = \"thing\"\n[[claim]]\nid = \"c{at}\"\nsubject = \"e{at}\"\n\
             property = \"size\"\nvalue = {value}\n"
        )
        .unwrap();
    }
    let dataset = Dataset::of(&facts);
    let html = run_in(dataset.path(), &["report", "--format", "html"]).stdout;
    assert_eq!(html.matches("<li class=\"claim\"").count(), 2_000);
    assert!(html.contains("2000 of 2600 claims are listed") && html.contains("id=\"claim-c2599\""));
    // Nothing leads to what is not listed.
    for part in html.split("href=\"#").skip(1) {
        let anchor = part.split('"').next().unwrap();
        assert!(html.contains(&format!(" id=\"{anchor}\"")), "{anchor}");
    }
    let markdown = run_in(dataset.path(), &["report"]).stdout;
    assert_eq!(markdown.matches("\n| `c").count(), 500);
    assert!(markdown.contains("2600 claims: 2600 no reference"), "{}", &markdown[..600]);
    // Findings too: of each rule the first, and how many more.
    let ran = run_in(dataset.path(), &["report", "--format", "html", "-W", "uncited-claim"]).stdout;
    assert!(ran.contains("and 2500 more of this rule"));
}

#[test]
fn pages_say_the_same_from_run_to_run() {
    for format in ["html", "markdown"] {
        assert_eq!(report("contradictions", format), report("contradictions", format));
    }
}
