//! How links are asked for: what a manifest may say, within limits, and what only the caller may.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use regex::Regex;
use rustls::pki_types::CertificateDer;
use url::Url;

use super::guard::{self, Policy, Resolver};
use crate::dataset::Dataset;

/// The most that a manifest can ask for: it comes with the dataset, and that is untrusted.
mod most {
    use std::time::Duration;

    pub(super) const TIMEOUT: Duration = Duration::from_secs(300);
    pub(super) const BUDGET: Duration = Duration::from_secs(900);
    pub(super) const INTERVAL: Duration = Duration::from_secs(60);
    pub(super) const CONCURRENCY: usize = 256;
    pub(super) const PER_HOST: usize = 16;
    pub(super) const BODY: u64 = 64 << 20;
}

/// How links are asked for.
#[derive(Clone)]
pub struct Settings {
    /// One request, from connecting to the last byte.
    pub timeout: Duration,
    /// One link: retries, waits and redirects together, from its first request on.
    pub budget: Duration,
    /// Requests in flight.
    pub concurrency: usize,
    /// Of them to one host.
    pub per_host: usize,
    /// Between the starts of two requests to one host.
    pub interval: Duration,
    /// Decoded bytes of a body.
    pub max_body: u64,
    /// Links that are skipped; every hop is compared.
    pub exclude: Vec<Regex>,
    /// The day that the ledger writes.
    pub today: Date,
    /// Where connections may lead: [`guard::public`] or, with `--allow-private`, [`guard::anywhere`].
    pub policy: Policy,
    /// Turns names into addresses.
    pub resolver: Arc<dyn Resolver>,
    /// Authorities that are trusted beside Mozilla's.
    pub roots: Vec<CertificateDer<'static>>,
    /// Where to ask for archived copies of what is dead or not archived; nobody is asked otherwise.
    pub archives: Option<Url>,
}

impl Settings {
    /// The settings of a dataset's manifest, within limits, with the guard up.
    pub fn of(dataset: &Dataset, today: Date) -> Self {
        let links = &dataset.manifest.links;
        let millisecond = Duration::from_millis(1);
        Self {
            timeout: links.timeout.unwrap_or(Duration::from_secs(20)).clamp(millisecond, most::TIMEOUT),
            budget: links.budget.unwrap_or(Duration::from_secs(60)).clamp(millisecond, most::BUDGET),
            concurrency: links.concurrency.unwrap_or(64).clamp(1, most::CONCURRENCY),
            per_host: links.per_host.unwrap_or(4).clamp(1, most::PER_HOST),
            interval: links.interval.unwrap_or(Duration::from_millis(100)).min(most::INTERVAL),
            max_body: links.max_body.unwrap_or(5 << 20).clamp(1, most::BODY),
            exclude: links.exclude.clone(),
            today,
            policy: guard::public,
            resolver: Arc::new(guard::System),
            roots: Vec::new(),
            archives: None,
        }
    }

    /// Whether an address is skipped.
    pub(super) fn excludes(&self, url: &Url) -> bool {
        self.exclude.iter().any(|pattern| pattern.is_match(url.as_str()))
    }
}
