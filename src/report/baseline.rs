//! What is found as a baseline, which a later run does not tell again ([`crate::run::baseline`]).

use std::io::{self, Write};

use super::clip;
use crate::run::Run;

/// The longest message in a baseline, in characters.
const LONGEST: usize = 160;

/// Writes the baseline of a run: what it tells, and what is known already.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Findings that are known: `csto-validate check --baseline` does not tell them again.")?;
    writeln!(out, "# The fingerprint counts; what stands behind it says which finding that was.")?;
    let mut lines: Vec<(&str, &str, String)> = run
        .findings
        .iter()
        .chain(&run.known)
        .map(|reported| {
            let message = clip(&reported.finding.message.to_string(), LONGEST);
            (reported.finding.rule.name, &*reported.fingerprint, message)
        })
        .collect();
    // By rules, and so in an order that moving claims does not change.
    lines.sort_unstable();
    lines.iter().try_for_each(|(rule, print, message)| writeln!(out, "{print} {rule}: {message}"))
}
