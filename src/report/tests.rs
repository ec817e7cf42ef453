//! What reports make of parts of a run that other rooms fill: link verdicts, what came of references,
//! and proofs. The runs are made by hand, so that every verdict is among them.

use std::path::PathBuf;

use super::{clip, github, html, junit, markdown, sarif};
use crate::dataset::load::{RawFile, from_files};
use crate::dataset::{ClaimId, Span};
use crate::evidence::{self, Judgement};
use crate::finding::{Finding, Level, Step};
use crate::links::{self, Field, Hop, Link};
use crate::message::{message, visible};
use crate::rules;
use crate::run::{Overrides, Reported, Run};
use crate::value::{Day, DayRange};

#[test]
fn nothing_hides_in_a_report() {
    assert_eq!(visible("a\u{1b}[31mb\r\nc"), "a␛[31mb␍␊c");
    assert_eq!(visible("\u{202e}evil\u{200b}"), "\\u{202e}evil\\u{200b}");
    assert_eq!(visible("a\u{ad}b\u{e0041}"), "a\\u{ad}b\\u{e0041}");
    assert_eq!(visible("Созмони Аҳдномаи"), "Созмони Аҳдномаи");
}

#[test]
fn long_texts_are_cut_between_characters() {
    assert_eq!((clip("жжж", 3), clip("жжж", 2), clip("", 2)), ("жжж".into(), "ж…".into(), String::new()));
}

const LINK_VERDICTS: [links::Verdict; 7] = [
    links::Verdict::Alive,
    links::Verdict::Moved,
    links::Verdict::Dead,
    links::Verdict::Blocked,
    links::Verdict::Unreachable,
    links::Verdict::Soft404,
    links::Verdict::Skipped,
];

const EVIDENCE_VERDICTS: [evidence::Verdict; 5] = [
    evidence::Verdict::Supported,
    evidence::Verdict::Contradicted,
    evidence::Verdict::Absent,
    evidence::Verdict::CannotCheck,
    evidence::Verdict::BeforeEvent,
];

/// A dataset with a source for every link verdict and a claim for every verdict of evidence, and a
/// finding with a proof.
fn full_run() -> Run {
    let mut facts = String::from(
        "format = 1\ndataset = { id = \"made\", title = \"Made by hand\", as_of = \"2024\" }\n\
         [entity.treaty]\nkind = \"treaty\"\nlabel = \"Treaty\"\n[property.signed]\ntype = \"date\"\n",
    );
    for at in 0..LINK_VERDICTS.len() {
        facts.push_str(&format!(
            "[[source]]\nid = \"s{at}\"\ntitle = \"Source {at}\"\nurl = \"https://example.org/{at}\"\n"
        ));
    }
    for at in 0..EVIDENCE_VERDICTS.len() {
        facts.push_str(&format!(
            "[[claim]]\nid = \"c{at}\"\nsubject = \"treaty\"\nproperty = \"signed\"\nvalue = \"1992\"\nrefs = [\"s{at}\"]\n"
        ));
    }
    let file = RawFile { path: "facts/dataset.toml".into(), content: Ok(facts.into_bytes()) };
    let mut run = Run::new(from_files(PathBuf::new(), vec![file]).unwrap(), &Overrides::default());
    run.links = run
        .dataset
        .sources()
        .zip(LINK_VERDICTS)
        .map(|((source, _), verdict)| Link {
            status: Some(404),
            final_url: (verdict == links::Verdict::Moved).then(|| "https://example.org/<moved>".into()),
            reason: Some(format!("reason <{}>", verdict.name())),
            chain: vec![Hop { url: "https://example.org/".into(), status: Some(301) }],
            ..Link::new(source, Field::Url, format!("https://example.org/{}", source.index()), verdict)
        })
        .collect();
    run.evidence = EVIDENCE_VERDICTS
        .iter()
        .zip(0..)
        .map(|(verdict, at)| Judgement {
            claim: ClaimId(at),
            reference: 0,
            verdict: *verdict,
            reason: Some(message!("reason [{}]", verdict.name()).into()),
            passage: Some("the <passage> that was found".into()),
        })
        .collect();
    let span = |at: usize| run.dataset.claims[at].value_span;
    let day = |year| Day::from_ymd(year, 1, 1);
    let step = |span: Span, text: &'static str, days| Step {
        span,
        text: text.into(),
        subject: "treaty.signed".into(),
        days,
        told: false,
    };
    let mut finding =
        Finding::new(rules::all().next().unwrap(), span(1), "claim `c0` and claim `c1` <cannot> both hold")
            .claim("c0")
            .claim("c1")
            .help("look again");
    finding.steps = vec![
        step(span(0), "claim `c0` says 1992", Some(DayRange::new(day(1992), day(1993)))),
        step(span(1), "not before it", Some(DayRange::new(day(1993), None))),
        step(span(2), "a step without days", None),
        step(span(3), "and no day is left", Some(DayRange::new(day(1994), day(1992)))),
    ];
    run.findings.insert(0, reported(finding, Level::Error));
    run
}

fn reported(finding: Finding, level: Level) -> Reported {
    Reported { named: finding.names.clone(), finding, level, fingerprint: Box::default(), own_reason: None }
}

fn written(write: impl Fn(&Run, &mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&full_run(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_page_tells_every_verdict_of_links() {
    let page = written(html::write);
    for verdict in LINK_VERDICTS {
        assert!(page.contains(&format!(">{}</span>", verdict.name())), "{verdict:?}");
        assert!(page.contains(&format!("reason &#60;{}&#62;", verdict.name())), "{verdict:?}");
    }
    assert!(page.contains("now at https://example.org/&#60;moved&#62;"));
    assert!(
        page.contains(
            "Addresses: 1 dead, 1 soft-404, 1 moved, 1 unreachable, 1 blocked, 1 skipped, 1 alive."
        )
    );
    let text = written(markdown::write);
    assert!(text.contains("[address](https://example.org/2) (dead)"), "{text}");
}

#[test]
fn a_page_tells_every_verdict_of_evidence_and_filters_by_it() {
    let page = written(html::write);
    for verdict in EVIDENCE_VERDICTS {
        let name = verdict.name();
        assert!(page.contains(&format!("data-evidence=\"{name}\"")), "{name}");
        assert!(page.contains(&format!("<option value=\"{name}\">")), "{name}");
        assert!(page.contains(&format!("reason [{name}]")), "{name}");
    }
    assert!(page.contains("<blockquote class=\"passage\">the &#60;passage&#62; that was found</blockquote>"));
    let text = written(markdown::write);
    assert!(
        text.contains(
            "5 claims: 1 a source contradicts it, 1 quote not found in the source, \
             1 source is older than the event, 1 cannot be checked, 1 supported by its source."
        ),
        "{text}"
    );
}

#[test]
fn a_proof_is_told_step_by_step() {
    let page = written(html::write);
    assert!(page.contains("The proof along time"));
    assert_eq!(page.matches("<rect class=\"t-range\"").count(), 1, "the chronology");
    assert_eq!(page.matches("<rect class=\"t-wrong\"").count(), 3, "no day is in all of these");
    assert!(page.contains("<em>treaty.signed: 1993 or later</em>"));
    let text = written(markdown::write);
    assert!(
        text.contains("  - step 2: not before it → *treaty.signed: 1993 or later* `facts/dataset.toml:"),
        "{text}"
    );
    let log: serde_json::Value = serde_json::from_str(&written(sarif::write)).unwrap();
    let results = log.pointer("/runs/0/results").unwrap().as_array().unwrap();
    let proved = results.iter().find(|result| !result["codeFlows"].is_null()).unwrap();
    let steps = proved.pointer("/codeFlows/0/threadFlows/0/locations").unwrap();
    assert_eq!(steps.as_array().unwrap().len(), 4);
    let message = steps.pointer("/1/location/message/text").unwrap();
    assert_eq!(message, "not before it → treaty.signed: 1993 or later");
}

#[test]
fn too_many_results_are_cut_and_counted() {
    let mut run = full_run();
    let finding = run.findings[0].finding.clone();
    run.findings.clear();
    for at in 0..25_010 {
        let level = if at < 25_005 { Level::Note } else { Level::Error };
        let finding = Finding { steps: Vec::new(), ..finding.clone() };
        run.findings.push(reported(finding, level));
    }
    let mut out = Vec::new();
    sarif::write(&run, &mut out).unwrap();
    let log: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let results = log.pointer("/runs/0/results").unwrap().as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert_eq!(
        results.iter().filter(|result| result["level"] == "error").count(),
        5,
        "what weighs most stays"
    );
    assert_eq!(log.pointer("/runs/0/properties/leftOut").unwrap(), 10);
    let says = log.pointer("/runs/0/invocations/0/toolExecutionNotifications/0/message/text").unwrap();
    assert!(says.as_str().unwrap().starts_with("10 findings were left out"), "{says}");
    // Locations and steps of one result.
    run.findings.truncate(1);
    let label = run.findings[0].finding.primary.clone();
    run.findings[0].finding.related = vec![label; 1_200];
    let mut out = Vec::new();
    sarif::write(&run, &mut out).unwrap();
    let log: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(log.pointer("/runs/0/results/0/relatedLocations").unwrap().as_array().unwrap().len(), 999);
    assert_eq!(log.pointer("/runs/0/results/0/properties/locationsLeftOut").unwrap(), 201);
}

#[test]
fn annotations_are_those_that_name_most() {
    let mut run = full_run();
    let mut finding = run.findings[0].finding.clone();
    run.findings.clear();
    for at in 0..12 {
        finding.message = message!("number {}", at);
        finding.names.claims = vec!["c0".into(); if at == 11 { 5 } else { 1 }];
        run.findings.push(reported(finding.clone(), Level::Warning));
    }
    let mut out = Vec::new();
    github::write(&run, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let told: Vec<&str> = out.lines().filter(|line| line.starts_with("::warning ")).collect();
    assert_eq!(told.len(), 10);
    assert!(told[0].contains("number 0") && told[9].contains("number 11"), "{out}");
    assert!(out.contains("\nand 2 warnings more, in the job summary\n"), "{out}");
}

#[test]
fn a_finding_fails_the_claim_in_whose_table_it_is_mended() {
    let text = written(junit::write);
    let failed = text.find("<failure").unwrap();
    let case = text[..failed].rfind("<testcase name=").unwrap();
    assert!(text[case..].starts_with("<testcase name=\"c1\""), "{text}");
}
