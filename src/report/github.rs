//! GitHub's workflow commands: findings as annotations on the changed lines.
//!
//! GitHub shows ten annotations of each level for a step, so the ten that weigh most are told, and
//! the rest in number; the job summary ([`crate::report::markdown::summary`]) tells more. Values and
//! properties are escaped as the runner reads them (`%`, line breaks; in properties also `:` and
//! `,`), and no text from a dataset stands outside a command, where it could start one.

use std::io::{self, Write};

use super::known;
use super::place::prefix;
use crate::dataset::Files;
use crate::finding::Level;
use crate::message::Shown;
use crate::run::{Reported, Run};
use crate::words::count;

/// Annotations of a level that GitHub shows for a step.
const MOST_ANNOTATIONS: usize = 10;
/// Characters of a message: GitHub cuts longer ones off without a word (at 4,096 bytes).
const MOST_MESSAGE: usize = 1_000;

/// Writes the commands.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let prefix = prefix(&run.dataset.files);
    let levels = [
        (Level::Error, "error", "error", "errors"),
        (Level::Warning, "warning", "warning", "warnings"),
        (Level::Note, "notice", "note", "notes"),
    ];
    for (level, command, one, many) in levels {
        let all: Vec<&Reported> = run.findings.iter().filter(|found| found.level == level).collect();
        let worst = worst(&all);
        for reported in &worst {
            writeln!(out, "{}", annotation(command, &prefix, &run.dataset.files, reported))?;
        }
        let rest = all.len() - worst.len();
        if rest > 0 {
            writeln!(out, "and {} more, in the job summary", count(rest, one, many))?;
        }
    }
    writeln!(
        out,
        "csto-validate: {}, {}, {}, {} accepted{}",
        count(run.count(Level::Error), "error", "errors"),
        count(run.count(Level::Warning), "warning", "warnings"),
        count(run.count(Level::Note), "note", "notes"),
        run.accepted.len(),
        known(run)
    )
}

/// The findings that weigh most: those that name most claims and sources, in the order of places.
fn worst<'a>(all: &[&'a Reported]) -> Vec<&'a Reported> {
    let names =
        |reported: &Reported| reported.finding.names.claims.len() + reported.finding.names.sources.len();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(names(all[at])), at));
    order.truncate(MOST_ANNOTATIONS);
    order.sort_unstable();
    order.into_iter().map(|at| all[at]).collect()
}

fn annotation(command: &str, prefix: &str, files: &Files, reported: &Reported) -> String {
    let finding = &reported.finding;
    let span = finding.primary.span;
    let (start, end) = (files.start(span), files.end(span));
    let mut place = format!(
        "file={},line={},endLine={}",
        property(&Shown(format!("{prefix}{}", files.get(span.file).path)).to_string()),
        start.line,
        end.line
    );
    // GitHub takes columns only within one line.
    if start.line == end.line {
        place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    let mut message = finding.message.clipped(MOST_MESSAGE).to_string();
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {}", help.clipped(MOST_MESSAGE)));
    }
    format!("::{command} {place},title={}::{}", property(finding.rule.name), value(&message))
}

/// A text as the value of a command.
fn value(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a property of a command.
fn property(text: &str) -> String {
    value(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_properties_are_escaped() {
        assert_eq!(value("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a,b:c%0A"), "a%2Cb%3Ac%250A");
    }
}
