//! A baseline: findings that were there on a day, by their fingerprints. They are not told again, so that
//! a fact base that starts with a thousand can be held to have no more.
//!
//! A line is a fingerprint; what stands behind it tells people which finding that was, and is not read.

use std::collections::HashSet;

use super::Run;
use crate::words::{count, excerpt};

/// Digits of a fingerprint.
pub(super) const DIGITS: usize = 32;

/// The fingerprints of findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    prints: HashSet<Box<str>>,
}

/// What a baseline did to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// How many findings were not told because it knows them.
    pub findings: usize,
    /// How many of its fingerprints no finding has.
    pub unmatched: usize,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// Which line is no fingerprint.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut prints = HashSet::new();
        for (line, at) in text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let print = line.split_whitespace().next().unwrap_or_default();
            if print.len() != DIGITS || !print.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(format!(
                    "line {at} should start with a fingerprint, and starts with `{}`",
                    excerpt(print)
                ));
            }
            prints.insert(print.to_ascii_lowercase().into());
        }
        Ok(Self { prints })
    }
}

impl Run {
    /// Takes the findings of a baseline out of what is told.
    pub fn leave_out(&mut self, baseline: &Baseline) {
        let known = |print: &str| baseline.prints.contains(print);
        let accepted = self.accepted.iter().filter(|accepted| known(&accepted.reported.fingerprint)).count();
        let findings = std::mem::take(&mut self.findings);
        let (left_out, told): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|reported| known(&reported.fingerprint));
        let unmatched = baseline.prints.len() - left_out.len() - accepted;
        self.findings = told;
        self.baseline = Some(Known { findings: left_out.len(), unmatched });
        self.known = left_out;
    }
}

impl Known {
    /// The same in words, for summaries.
    pub(crate) fn say(&self) -> String {
        let mut text = format!("{} known by the baseline", self.findings);
        if self.unmatched > 0 {
            text.push_str(&format!(
                " (it has {} of what is not found any more)",
                count(self.unmatched, "fingerprint", "fingerprints")
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_fingerprint_is_not_read() {
        let (one, two) = ("0".repeat(32), "aB".repeat(16));
        let text = format!("\u{feff}# known\r\n\r\n{one} date-order: x # y\r\n  {two}\n{two}\n");
        let baseline = Baseline::parse(&text).unwrap();
        assert_eq!(baseline.prints, HashSet::from([one.into(), "ab".repeat(16).into()]));
        assert_eq!(Baseline::parse("").unwrap(), Baseline::default());
        assert_eq!(
            Baseline::parse("\nfacts\u{7}").unwrap_err(),
            "line 2 should start with a fingerprint, and starts with `facts\u{7}`"
        );
    }
}
