//! JUnit XML, as test dashboards read it: a test case per claim, per source and per file.
//!
//! A finding belongs to the claim or source in whose table it is to be mended, else to the first
//! that it names, else to its file. What fails the run fails the case, with the lines of the files;
//! lesser findings and accepted ones are its output. There are no times and no hosts: the same
//! facts give the same bytes.

use std::collections::HashMap;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::text;
use crate::dataset::{Dataset, Span};
use crate::finding::{Finding, Level};
use crate::message::Shown;
use crate::run::{Reported, Run};

/// What a test case stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Case {
    Claim(usize),
    Source(usize),
    File(usize),
}

/// Writes the report, with a line break at the end.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let dataset = &run.dataset;
    let owners = Owners::new(dataset);
    let mut found: HashMap<Case, Found<'_>> = HashMap::new();
    for reported in &run.findings {
        found.entry(owners.of(&reported.finding)).or_default().findings.push((reported, None));
    }
    for accepted in &run.accepted {
        let case = owners.of(&accepted.reported.finding);
        found.entry(case).or_default().findings.push((&accepted.reported, Some(&accepted.reason)));
    }
    let fatal = if run.deny_warnings { Level::Warning } else { Level::Error };
    let case = |case: Case, name: &str, place: Span| {
        let path = &dataset.files.get(place.file).path;
        found.get(&case).map_or_else(|| passed(name, path), |found| found.case(run, name, path, fatal))
    };

    let mut claims = TestSuite::new("claims");
    claims.add_test_cases(
        dataset.claims.iter().zip(0..).map(|(claim, at)| case(Case::Claim(at), &claim.id, claim.span)),
    );
    let mut sources = TestSuite::new("sources");
    sources.add_test_cases(
        dataset.sources.iter().zip(0..).map(|(source, at)| case(Case::Source(at), &source.id, source.span)),
    );
    let mut files = TestSuite::new("files");
    files.add_test_cases(
        dataset
            .files
            .iter()
            .map(|(id, file)| case(Case::File(id.0 as usize), &file.path, Span::start_of(id))),
    );
    let mut report = Report::new(env!("CARGO_PKG_NAME"));
    report.add_test_suites([claims, sources, files]);
    // What goes wrong in writing keeps its kind this way: a pipe that is closed is no error.
    let text = report.to_string().map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}

fn passed(name: &str, class: &str) -> TestCase {
    let mut case = TestCase::new(Shown(name).to_string(), TestCaseStatus::success());
    case.set_classname(Shown(class).to_string());
    case
}

/// The findings of a case, each with the reason for which it is accepted.
#[derive(Default)]
struct Found<'a> {
    findings: Vec<(&'a Reported, Option<&'a str>)>,
}

impl Found<'_> {
    fn case(&self, run: &Run, name: &str, class: &str, fatal: Level) -> TestCase {
        let files = &run.dataset.files;
        let is_fatal =
            |(reported, reason): &&(&Reported, Option<&str>)| reason.is_none() && reported.level >= fatal;
        let tell = |told: Vec<&(&Reported, Option<&str>)>| {
            let texts: Vec<String> =
                told.iter().map(|(reported, reason)| text::plain(files, reported, *reason)).collect();
            texts.join("\n\n")
        };
        let failures: Vec<_> = self.findings.iter().filter(is_fatal).collect();
        let others: Vec<_> = self.findings.iter().filter(|found| !is_fatal(found)).collect();
        let mut case = passed(name, class);
        if let [(first, _), rest @ ..] = failures.as_slice() {
            let more = if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) };
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(first.finding.rule.name);
            status.set_message(format!("{}{more}", first.finding.message));
            status.set_description(tell(failures));
            case.status = status;
        }
        if !others.is_empty() {
            case.set_system_out(tell(others));
        }
        case
    }
}

/// Finds what a finding belongs to.
struct Owners<'a> {
    claims: HashMap<&'a str, usize>,
    sources: HashMap<&'a str, usize>,
    /// Where tables start, in order.
    tables: Vec<(Span, Case)>,
}

impl<'a> Owners<'a> {
    fn new(dataset: &'a Dataset) -> Self {
        let claims = dataset.claims.iter().zip(0..);
        let sources = dataset.sources.iter().zip(0..);
        let mut tables: Vec<(Span, Case)> = claims
            .clone()
            .map(|(claim, at)| (claim.span, Case::Claim(at)))
            .chain(sources.clone().map(|(source, at)| (source.span, Case::Source(at))))
            .collect();
        tables.sort_by_key(|(span, _)| *span);
        Self {
            claims: claims.map(|(claim, at)| (&*claim.id, at)).collect(),
            sources: sources.map(|(source, at)| (&*source.id, at)).collect(),
            tables,
        }
    }

    fn of(&self, finding: &Finding) -> Case {
        let claims = finding.names.claims.iter().filter_map(|id| self.claims.get(&**id).copied());
        let sources = finding.names.sources.iter().filter_map(|id| self.sources.get(&**id).copied());
        let mut named = claims.map(Case::Claim).chain(sources.map(Case::Source));
        let place = finding.primary.span;
        let around =
            self.tables.partition_point(|(span, _)| (span.file, span.start) <= (place.file, place.start));
        let around = around.checked_sub(1).map(|at| self.tables[at]);
        let around = around.filter(|(span, _)| span.file == place.file).map(|(_, case)| case);
        match around {
            Some(case) if named.clone().any(|named| named == case) => case,
            _ => named.next().unwrap_or(Case::File(place.file.0 as usize)),
        }
    }
}
