//! The JSON report of a check: the contract for other programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::dataset::{Dataset, Files, Span};
use crate::evidence::{Judgement, Reason};
use crate::finding::{Finding, Level};
use crate::links::Link;
use crate::message::{Message, Shown};
use crate::run::{Reported, Run};

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    tool: Tool,
    dataset: DatasetInfo<'a>,
    counts: Counts,
    /// What a baseline did; null without one.
    baseline: Option<JsonBaseline>,
    findings: Vec<JsonFinding<'a>>,
    accepted: Vec<JsonAccepted<'a>>,
    links: Vec<JsonLink<'a>>,
    evidence: Vec<JsonEvidence<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct DatasetInfo<'a> {
    id: Option<&'a str>,
    title: Option<&'a str>,
    as_of: Option<String>,
}

#[derive(Serialize)]
struct Counts {
    entities: usize,
    properties: usize,
    claims: usize,
    sources: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    accepted: usize,
}

/// How many findings a baseline knows, and how many of its fingerprints no finding has.
#[derive(Serialize)]
struct JsonBaseline {
    known: usize,
    unmatched: usize,
}

#[derive(Serialize)]
pub(super) struct JsonFinding<'a> {
    rule: &'static str,
    level: &'static str,
    message: &'a Message,
    help: Option<&'a Message>,
    claims: &'a [Box<str>],
    sources: &'a [Box<str>],
    entities: &'a [Box<str>],
    properties: &'a [Box<str>],
    fingerprint: &'a str,
    location: Location<'a>,
    related: Vec<Related<'a>>,
    /// The proof, where the rule gives one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<JsonStep<'a>>,
}

#[derive(Serialize)]
struct JsonStep<'a> {
    message: &'a Message,
    subject: Shown<&'a str>,
    earliest: Option<String>,
    latest: Option<String>,
    location: Location<'a>,
}

#[derive(Serialize)]
struct JsonAccepted<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a Message,
    location: Location<'a>,
}

/// Lines and columns count from 1, columns in Unicode scalar values, ends exclusive.
#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct JsonLink<'a> {
    source: &'a str,
    field: &'static str,
    url: Shown<&'a str>,
    verdict: &'static str,
    status: Option<u16>,
    final_url: Option<Shown<&'a str>>,
    reason: Option<Shown<&'a str>>,
    /// A copy that an archive offers, where one was asked.
    suggestion: Option<Shown<&'a str>>,
    chain: Vec<JsonHop<'a>>,
}

#[derive(Serialize)]
struct JsonHop<'a> {
    url: Shown<&'a str>,
    status: Option<u16>,
}

/// What came of a reference; `ref` is the marker as the article prints it, or the source's id.
#[derive(Serialize)]
struct JsonEvidence<'a> {
    claim: &'a str,
    #[serde(rename = "ref")]
    reference: &'a str,
    source: &'a str,
    verdict: &'static str,
    reason: Option<Message>,
    passage: Option<Shown<&'a str>>,
}

/// Writes the report, with a line break at the end.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let dataset = &run.dataset;
    let [entities, properties, claims, sources] = super::totals(dataset).map(|(_, number)| number);
    let document = Document {
        format: 1,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        dataset: DatasetInfo {
            id: dataset.manifest.id.as_deref(),
            title: dataset.manifest.title.as_deref(),
            as_of: dataset.manifest.as_of.map(|date| date.value.to_string()),
        },
        counts: Counts {
            entities,
            properties,
            claims,
            sources,
            errors: run.count(Level::Error),
            warnings: run.count(Level::Warning),
            notes: run.count(Level::Note),
            accepted: run.accepted.len(),
        },
        baseline: run
            .baseline
            .map(|known| JsonBaseline { known: known.findings, unmatched: known.unmatched }),
        findings: run.findings.iter().map(|reported| finding(&dataset.files, reported)).collect(),
        accepted: run
            .accepted
            .iter()
            .map(|accepted| JsonAccepted {
                finding: finding(&dataset.files, &accepted.reported),
                reason: &accepted.reason,
            })
            .collect(),
        links: run.links.iter().map(|link| json_link(dataset, link)).collect(),
        evidence: run.evidence.iter().filter_map(|judgement| json_evidence(dataset, judgement)).collect(),
    };
    crate::report::write_json(&document, &mut *out)?;
    out.write_all(b"\n")
}

fn json_link<'a>(dataset: &'a Dataset, link: &'a Link) -> JsonLink<'a> {
    JsonLink {
        source: &dataset.source(link.source).id,
        field: link.field.name(),
        url: Shown(&link.url),
        verdict: link.verdict.name(),
        status: link.status,
        final_url: link.final_url.as_deref().map(Shown),
        reason: link.reason.as_deref().map(Shown),
        suggestion: link.suggestion.as_deref().map(Shown),
        chain: link.chain.iter().map(|hop| JsonHop { url: Shown(&hop.url), status: hop.status }).collect(),
    }
}

fn json_evidence<'a>(dataset: &'a Dataset, judgement: &'a Judgement) -> Option<JsonEvidence<'a>> {
    let claim = dataset.claim(judgement.claim);
    let source = dataset.source(claim.refs.get(judgement.reference)?.source);
    Some(JsonEvidence {
        claim: &claim.id,
        reference: source.marker.as_ref().map_or(&source.id, |marker| &marker.value),
        source: &source.id,
        verdict: judgement.verdict.name(),
        reason: judgement.reason.as_ref().map(Reason::sentence),
        passage: judgement.passage.as_deref().map(Shown),
    })
}

pub(super) fn finding<'a>(files: &'a Files, reported: &'a Reported) -> JsonFinding<'a> {
    let Finding { rule, level: _, message, primary, related, help, fix: _, names: _, steps } =
        &reported.finding;
    let names = &reported.named;
    JsonFinding {
        rule: rule.name,
        level: reported.level.name(),
        message,
        help: help.as_ref(),
        claims: &names.claims,
        sources: &names.sources,
        entities: &names.entities,
        properties: &names.properties,
        fingerprint: &reported.fingerprint,
        location: location(files, primary.span),
        related: related
            .iter()
            .map(|label| Related { message: &label.text, location: location(files, label.span) })
            .collect(),
        steps: steps
            .iter()
            .map(|step| JsonStep {
                message: &step.text,
                subject: Shown(&step.subject),
                earliest: step.days.and_then(|days| days.earliest).map(|day| day.to_string()),
                latest: step.days.and_then(|days| days.latest).map(|day| day.to_string()),
                location: location(files, step.span),
            })
            .collect(),
    }
}

fn location(files: &Files, span: Span) -> Location<'_> {
    let (start, end) = (files.start(span), files.end(span));
    Location {
        file: &files.get(span.file).path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}
