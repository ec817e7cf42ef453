//! Claims for what is missing, as TOML that an editor completes.

use std::io::{self, Write};

use crate::coverage::{Coverage, Stub, StubClaim, StubValue};
use crate::message::{Shown, message};
use crate::report::lines::Lines;
use crate::words;

/// Candidates that a comment names; further ones are counted.
const NAMED: usize = 8;

/// Writes the file.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(coverage: &Coverage<'_>, stub: &Stub, out: &mut dyn Write) -> io::Result<()> {
    let name = &coverage.article.name;
    let mut lines = Lines::new(&mut *out, false);
    lines.line(message!("# What `{}` states and no claim holds.", name))?;
    lines.line(
        "# Subjects and properties are guesses: where they are right, take away the # before the subject;",
    )?;
    lines.line("# where not, mend them; and take out what is no fact of its own.")?;
    if stub.claims.is_empty() && stub.sources.is_empty() && stub.left.is_empty() {
        lines.line("# Nothing is missing.")?;
    }
    for claim in &stub.claims {
        write_claim(coverage, claim, out)?;
    }
    for (marker, id) in &stub.sources {
        writeln!(out, "\n# No source has this marker yet: its title, and its url, isbn or doi.")?;
        writeln!(out, "[[source]]\nid     = {}\nmarker = {}", quoted(id), quoted(marker))?;
    }
    if !stub.left.is_empty() {
        let mut lines = Lines::new(out, false);
        lines.blank()?;
        lines.line("# Left out:")?;
        for (index, why) in &stub.left {
            let statement = &coverage.statements[*index];
            let place = statement.start;
            lines.line(message!(
                "#   {}:{}:{}: “{}”: {}",
                name,
                place.line,
                place.column,
                statement.shown,
                why
            ))?;
        }
    }
    Ok(())
}

fn write_claim(coverage: &Coverage<'_>, claim: &StubClaim, out: &mut dyn Write) -> io::Result<()> {
    let dataset = coverage.dataset;
    let statement = &coverage.statements[claim.statement];
    writeln!(out, "\n[[claim]]\nid       = {}", quoted(&claim.id))?;
    let subjects: Vec<String> = claim.subjects.iter().map(|id| dataset.entity(*id).id.to_string()).collect();
    match subjects.split_first() {
        None => writeln!(out, "# subject  = \"\"")?,
        Some((first, [])) => writeln!(out, "# subject  = {}", quoted(first))?,
        Some((first, rest)) => writeln!(out, "# subject  = {} # or {}", quoted(first), listed(rest))?,
    }
    let others: Vec<String> = claim.others.iter().map(|id| dataset.property(*id).id.to_string()).collect();
    let others = if others.is_empty() { String::new() } else { format!(" # or {}", listed(&others)) };
    writeln!(out, "property = {}{others}", quoted(&dataset.property(claim.property).id))?;
    match &claim.value {
        StubValue::Number(number) => writeln!(out, "value    = {number}")?,
        StubValue::Text(text) => writeln!(out, "value    = {}", quoted(text))?,
        StubValue::Relative { anchor, later, by } => {
            let side = if *later { "after" } else { "before" };
            writeln!(out, "value    = {{ {side} = {}, by = {} }}", quoted(anchor), quoted(by))?;
        }
    }
    if !claim.refs.is_empty() {
        let refs: Vec<String> = claim.refs.iter().map(|marker| quoted(marker)).collect();
        writeln!(out, "refs     = [{}]", refs.join(", "))?;
    }
    let place = format!(
        "{}:{}:{}: “{}”",
        coverage.article.name,
        statement.start.line,
        statement.start.column,
        words::excerpt(&Shown(&statement.shown).to_string()),
    );
    writeln!(out, "note     = {}", quoted(&place))
}

/// Ids in a comment.
fn listed(ids: &[String]) -> String {
    let shown = ids[..ids.len().min(NAMED)].join(", ");
    match ids.len().saturating_sub(NAMED) {
        0 => Shown(shown).to_string(),
        more => format!("{} and {more} more", Shown(shown)),
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in Shown(text).to_string().chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}
