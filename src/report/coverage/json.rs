//! The JSON report on coverage: the contract for other programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::coverage::{Coverage, State, Statement};
use crate::dataset::{ClaimId, Dataset};
use crate::message::Shown;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    lang: &'a str,
    article: Article<'a>,
    counts: Counts,
    statements: Vec<JsonStatement<'a>>,
    claims_without_statement: Vec<&'a str>,
}

#[derive(Serialize)]
struct Article<'a> {
    name: Shown<&'a str>,
    format: &'a str,
}

/// `covered` counts those without a reference too; the others add up to `statements`.
#[derive(Serialize)]
struct Counts {
    statements: usize,
    covered: usize,
    uncited: usize,
    other_marker: usize,
    contradicted: usize,
    missing: usize,
    claims_without_statement: usize,
}

#[derive(Serialize)]
struct JsonStatement<'a> {
    kind: &'static str,
    text: Shown<&'a str>,
    value: Option<String>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// The first marker that follows, and all that stand with it.
    marker: Option<&'a str>,
    markers: &'a [Box<str>],
    state: &'static str,
    claims: Vec<&'a str>,
    /// Claims that say the same with other markers, or something else.
    instead: Vec<&'a str>,
}

/// Writes the report, with a line break at the end.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(coverage: &Coverage<'_>, out: &mut dyn Write) -> io::Result<()> {
    let count = |state| coverage.count(state);
    let document = Document {
        format: 1,
        lang: coverage.language.tag,
        article: Article { name: Shown(&coverage.article.name), format: coverage.article.format.name() },
        counts: Counts {
            statements: coverage.statements.len(),
            covered: count(State::Covered) + count(State::Uncited),
            uncited: count(State::Uncited),
            other_marker: count(State::OtherMarker),
            contradicted: count(State::Contradicted),
            missing: count(State::Missing),
            claims_without_statement: coverage.without.len(),
        },
        statements: coverage.statements.iter().map(|own| statement(coverage.dataset, own)).collect(),
        claims_without_statement: ids(coverage.dataset, &coverage.without),
    };
    crate::report::write_json(&document, &mut *out)?;
    out.write_all(b"\n")
}

fn statement<'a>(dataset: &'a Dataset, statement: &'a Statement) -> JsonStatement<'a> {
    JsonStatement {
        kind: statement.kind.name(),
        text: Shown(&statement.shown),
        value: statement.value.clone(),
        line: statement.start.line,
        column: statement.start.column,
        end_line: statement.end.line,
        end_column: statement.end.column,
        marker: statement.markers.first().map(|marker| &**marker),
        markers: &statement.markers,
        state: statement.state.name(),
        claims: ids(dataset, &statement.claims),
        instead: ids(dataset, &statement.instead),
    }
}

fn ids<'a>(dataset: &'a Dataset, claims: &[ClaimId]) -> Vec<&'a str> {
    claims.iter().map(|id| &*dataset.claim(*id).id).collect()
}
