//! The text report on coverage: the gaps of an article, each in its line, then the claims that
//! nothing in it backs, then a summary.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Paint};

use super::{line, summary, what_there_is};
use crate::coverage::{Coverage, Kind, State, Statement};
use crate::message::message;
use crate::report::lines::Lines;

/// How much of the article is shown around a gap, in characters.
const AROUND: usize = 36;

/// How the report looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// Without a summary.
    pub quiet: bool,
}

/// Writes the report.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(coverage: &Coverage<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (bold, quiet) = (Paint::new().bold(), Paint::new().dimmed());
    let mut out = Lines::new(out, style.color);
    for statement in coverage.statements.iter().filter(|statement| !statement.state.is_covered()) {
        let (sign, paint) = match statement.state {
            State::Contradicted => ("contradicted", AnsiColor::Red),
            State::OtherMarker => ("other marker", AnsiColor::Yellow),
            _ => ("missing", AnsiColor::Magenta),
        };
        let paint = paint.on_default().bold();
        let (before, own, behind) = around(coverage, statement);
        let (name, start) = (&coverage.article.name, statement.start);
        out.paint(bold, &message!("{}:{}:{}", name, start.line, start.column));
        out.put(": ").paint(paint, sign).put(": ").put(&what_there_is(coverage, statement)).end()?;
        out.put("  ").paint(quiet, "|").put(" ").put(&before);
        out.paint(paint, &message!("»{}«", own)).put(&behind).end()?;
    }
    if coverage.statements.iter().any(|statement| !statement.state.is_covered()) {
        out.blank()?;
    }
    if !coverage.without.is_empty() {
        out.line("claims that nothing in the article backs:")?;
        for id in &coverage.without {
            let claim = coverage.dataset.claim(*id);
            let files = &coverage.dataset.files;
            let (path, place) = (&files.get(claim.id_span.file).path, files.start(claim.id_span));
            out.put("  ").paint(bold, &claim.id).put(": ").put(&line(coverage.dataset, claim)).put(" ");
            out.paint(quiet, &message!("({}:{})", path, place.line)).end()?;
        }
        out.blank()?;
    }
    if style.quiet {
        return Ok(());
    }
    out.line(summary(coverage))?;
    if coverage.count(State::Missing) > 0 {
        out.line("`--stub` writes claims for what is missing, ready to be completed")?;
    }
    Ok(())
}

/// What stands before a statement, itself with its markers, and what stands behind, in its block.
fn around(coverage: &Coverage<'_>, statement: &Statement) -> (String, String, String) {
    let text = coverage.article.text();
    let (start, end) = (statement.text.start.min(text.len()), statement.text.end.min(text.len()));
    let before: Vec<char> = text[..start].chars().rev().take_while(|c| *c != '\n').take(AROUND + 1).collect();
    let cut = before.len() > AROUND;
    let mut shown: String = if cut { "…".into() } else { String::new() };
    shown.extend(before.into_iter().take(AROUND).rev());
    let mut behind: String = text[end..].chars().take_while(|c| *c != '\n').take(AROUND).collect();
    let rest = text.get(end + behind.len()..).unwrap_or_default();
    if !rest.is_empty() && !rest.starts_with('\n') {
        behind.push('…');
    }
    let own = match statement.kind {
        Kind::Marker => super::brackets(statement.markers.iter().map(|marker| &**marker)),
        _ => statement.shown.clone(),
    };
    (shown, own, behind)
}
