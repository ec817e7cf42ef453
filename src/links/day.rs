//! What one more day does to what the ledger says of an address.

use jiff::civil::Date;

use super::ledger::{Entry, days};
use super::outcome::Outcome;
use super::verdict::Verdict;

/// As many failures make an address dead.
pub(super) const FAILURES: u32 = 3;

/// Failures count when they are at least so many days apart.
pub(super) const APART: i32 = 3;

impl Entry {
    /// What is known after one more day.
    pub(super) fn after(before: Option<&Self>, outcome: &Outcome, today: Date) -> Self {
        let mut entry = Self {
            verdict: outcome.verdict,
            checked: today,
            status: outcome.status,
            failure: outcome.failure,
            reason: outcome.reason.clone(),
            final_url: outcome.final_url.clone(),
            first_failure: before.and_then(|before| before.first_failure),
            last_failure: before.and_then(|before| before.last_failure),
            failures: before.map_or(0, |before| before.failures),
            secure: outcome.secure,
            text: outcome.text.clone().or_else(|| before.and_then(|before| before.text.clone())),
            quotes: before.map(|before| before.quotes.clone()).unwrap_or_default(),
        };
        match outcome.verdict {
            Verdict::Alive | Verdict::Moved => {
                (entry.first_failure, entry.last_failure, entry.failures) = (None, None, 0);
            }
            Verdict::Dead => entry.count(today),
            Verdict::Unreachable => {
                entry.count(today);
                if entry.failures >= FAILURES {
                    entry.verdict = Verdict::Dead;
                    let last = outcome.reason.as_deref().unwrap_or("no answer");
                    entry.reason = Some(format!(
                        "{FAILURES} tries on different days failed, at least {APART} days apart; the last: {last}"
                    ));
                }
            }
            // Neither a failure nor a success.
            Verdict::Blocked => {
                entry.first_failure.get_or_insert(today);
            }
            Verdict::Soft404 | Verdict::Skipped => {}
        }
        entry
    }

    fn count(&mut self, today: Date) {
        self.first_failure.get_or_insert(today);
        let far = self.last_failure.is_none_or(|last| days(last, today) >= APART);
        if far {
            self.failures = self.failures.saturating_add(1);
            self.last_failure = Some(today);
        }
    }
}
