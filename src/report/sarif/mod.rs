//! SARIF 2.1.0 (OASIS standard, with errata 01), as GitHub code scanning reads it.
//!
//! Addresses are relative to the root of the repository, lines and columns count from 1, columns
//! in Unicode scalar values. Accepted findings are results with a suppression. What a reader would
//! refuse is left out, and the report says how much that was. The limits are those of GitHub,
//! "SARIF results exceed limits" (docs.github.com, 2026): 25,000 results in a run, 1,000 locations
//! and 10,000 steps in a result; it shows 5,000 results of a run, 100 and 1,000.

mod log;

use std::collections::BTreeMap;
use std::io::{self, Write};

use self::log::{
    ArtifactLocation, Base, CodeFlow, Configuration, Descriptor, Driver, Help, Invocation, Location, Log,
    Notification, PhysicalLocation, Region, ResultObject, ResultProperties, RuleProperties, RunProperties,
    SarifRun, Step, Suppression, Text, ThreadFlow, Tool,
};
use super::place::{prefix, uri};
use crate::dataset::{Files, Span};
use crate::finding::Rule;
use crate::finding::{Finding, Level};
use crate::message::{Message, Shown, message, ours};
use crate::report::clip;
use crate::rules;
use crate::run::{Reported, Run};
use crate::words::count;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Results in a run: more are refused.
const MOST_RESULTS: usize = 25_000;
/// Results that are shown.
const SHOWN_RESULTS: usize = 5_000;
/// Locations of a result, the primary one included.
const MOST_LOCATIONS: usize = 1_000;
/// Steps of a result.
const MOST_STEPS: usize = 10_000;
/// Characters of a description of a rule.
const MOST_DESCRIPTION: usize = 1_000;

/// Writes the report, with a line break at the end.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [sarif_run(run)] };
    crate::report::write_json(&log, &mut *out)?;
    out.write_all(b"\n")
}

fn sarif_run(run: &Run) -> SarifRun<'_> {
    let places = Places { files: &run.dataset.files, prefix: prefix(&run.dataset.files) };
    let rules: BTreeMap<&str, usize> = rules::all().zip(0..).map(|(rule, at)| (rule.name, at)).collect();
    let mut all: Vec<(&Reported, Option<&str>)> = run.findings.iter().map(|found| (found, None)).collect();
    all.extend(run.accepted.iter().map(|accepted| (&accepted.reported, Some(&*accepted.reason))));
    all.sort_by_key(|(reported, _)| reported.finding.primary.span);
    let findings = all.len();
    if findings > MOST_RESULTS {
        // What weighs most stays.
        all.sort_by_key(|(reported, reason)| (reason.is_some(), std::cmp::Reverse(reported.level)));
        all.truncate(MOST_RESULTS);
    }
    let left_out = findings - all.len();
    SarifRun {
        tool: Tool {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: rules::all().map(descriptor).collect(),
            },
        },
        invocations: [Invocation {
            execution_successful: true,
            tool_execution_notifications: notifications(findings, left_out),
        }],
        original_uri_base_ids: BTreeMap::from([(
            "%SRCROOT%",
            Base {
                description: Text {
                    text: "The root of the repository that holds the dataset, or the dataset's directory where none does."
                        .into(),
                },
            },
        )]),
        column_kind: "unicodeCodePoints",
        results: all
            .into_iter()
            .map(|(reported, reason)| {
                let at = rules.get(reported.finding.rule.name).copied().unwrap_or(0);
                places.result(reported, reason, at)
            })
            .collect(),
        properties: RunProperties { findings, left_out },
    }
}

fn notifications(findings: usize, left_out: usize) -> Vec<Notification> {
    let note = |text| vec![Notification { level: "warning", message: Text { text } }];
    if left_out > 0 {
        note(format!(
            "{} left out: a run may have {MOST_RESULTS} results, and what weighs least was left out. The JSON report has all.",
            count(left_out, "finding was", "findings were")
        ))
    } else if findings > SHOWN_RESULTS {
        note(format!(
            "There are {findings} results; GitHub code scanning shows {SHOWN_RESULTS} of them, those that weigh most."
        ))
    } else {
        Vec::new()
    }
}

fn descriptor(rule: &Rule) -> Descriptor {
    let (summary, details) = (rule.summary(), rule.details());
    let page = if details.is_empty() { summary.clone() } else { format!("{summary}\n\n{details}") };
    let markdown = format!(
        "{page}\n\nThis fires it:\n\n```toml\n{}```\n\nThis does not:\n\n```toml\n{}```\n",
        rule.example(rule.bad),
        rule.example(rule.good)
    );
    Descriptor {
        id: rule.name,
        deprecated_ids: rule.aliases,
        short_description: Text { text: clip(&plain(&summary), MOST_DESCRIPTION) },
        full_description: Text { text: clip(&plain(&page.replace('\n', " ")), MOST_DESCRIPTION) },
        help: Help { text: plain(&page), markdown },
        default_configuration: Configuration { level: rule.level.name(), enabled: !rule.off },
        properties: RuleProperties {
            severity: match rule.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "recommendation",
            },
        },
    }
}

/// Markdown of our own pages as plain text.
fn plain(markdown: &str) -> String {
    markdown.replace("**", "").replace('`', "")
}

/// A text from a finding: nothing in it is taken for an embedded link (SARIF 2.1.0, 3.11.6).
fn text(message: &Message) -> String {
    message.to_string().replace("](", "] (")
}

/// Turns places into locations.
struct Places<'a> {
    files: &'a Files,
    prefix: String,
}

impl Places<'_> {
    fn result<'f>(
        &self,
        reported: &'f Reported,
        reason: Option<&str>,
        rule_index: usize,
    ) -> ResultObject<'f> {
        let Reported { finding, level, named, fingerprint, own_reason: _ } = reported;
        let Finding { rule, level: _, message, primary, related, help, fix: _, names: _, steps } = finding;
        let mut says = text(message);
        if let Some(help) = help {
            says.push_str(&format!("\nHelp: {}", text(help)));
        }
        let left_out = |len: usize, most: usize| Some(len.saturating_sub(most)).filter(|more| *more > 0);
        let primary_message = Some(&primary.text).filter(|text| !text.is_empty());
        ResultObject {
            rule_id: rule.name,
            rule_index,
            level: level.name(),
            message: Text { text: says },
            locations: [self.location(None, primary.span, primary_message)],
            related_locations: related
                .iter()
                .zip(1..MOST_LOCATIONS)
                .map(|(label, id)| self.location(Some(id), label.span, Some(&label.text)))
                .collect(),
            code_flows: self.flows(steps),
            partial_fingerprints: BTreeMap::from([("csto-validate/v1", &**fingerprint)]),
            suppressions: reason
                .map(|reason| Suppression {
                    kind: "external",
                    status: "accepted",
                    justification: Shown(reason).to_string(),
                })
                .into_iter()
                .collect(),
            properties: ResultProperties {
                claims: &named.claims,
                sources: &named.sources,
                entities: &named.entities,
                properties: &named.properties,
                locations_left_out: left_out(related.len(), MOST_LOCATIONS - 1),
                steps_left_out: left_out(steps.len(), MOST_STEPS),
            },
        }
    }

    fn flows(&self, steps: &[crate::finding::Step]) -> Vec<CodeFlow> {
        if steps.is_empty() {
            return Vec::new();
        }
        let locations = steps
            .iter()
            .take(MOST_STEPS)
            .map(|step| {
                let days = step
                    .days
                    .map(|days| days.describe())
                    .filter(|days| !step.text.to_string().contains(days));
                let days = days.map(|days| message!(" → {}: {}", step.subject, ours(days)));
                let says = message!("{}{}", step.text, days);
                Step { location: self.location(None, step.span, Some(&says)) }
            })
            .collect();
        vec![CodeFlow { thread_flows: [ThreadFlow { locations }] }]
    }

    fn location(&self, id: Option<usize>, span: Span, message: Option<&Message>) -> Location {
        let (start, end) = (self.files.start(span), self.files.end(span));
        Location {
            id,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation {
                    uri: uri(&format!("{}{}", self.prefix, self.files.get(span.file).path)),
                    uri_base_id: "%SRCROOT%",
                },
                region: Region {
                    start_line: start.line,
                    start_column: start.column,
                    end_line: end.line,
                    end_column: end.column,
                },
            },
            message: message.map(|message| Text { text: text(message) }),
        }
    }
}
