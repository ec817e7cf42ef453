//! Links: whether the addresses of sources resolve, and what it means where they do not.
//!
//! What became of an address is a [`Link`]; rules turn it into findings and reports tell it. Rules
//! read links, never the network. Two ways in: [`recorded`] judges by the ledger alone and opens no
//! socket; [`check`] asks. Everything asynchronous stays in this room, and nothing in here prints.
//!
//! ```text
//! addresses ─queue per host─▶ in flight ─guard, fetch─▶ answer ─chain─▶ outcome ─ledger─▶ Link
//!              ▲                                          │
//!              └────── redirects, retries, waits ─────────┘
//! ```

mod archive;
mod chain;
mod drive;
mod failure;
mod fetch;
pub mod guard;
mod ledger;
mod outcome;
mod plan;
mod queue;
mod settings;
mod tls;
mod verdict;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

pub use archive::SERVICE;
pub use failure::Failure;
pub use ledger::{Entry, Ledger, PATH as LEDGER};
pub use settings::Settings;
pub use verdict::{Field, Hop, Link, Verdict};

use self::fetch::Client;
use self::plan::{Keeper, Plan, from_ledger, is_silent, list};
use crate::dataset::{Dataset, SourceId};
use crate::evidence::seen::Seen;
use crate::finding::Finding;

/// What is known of a dataset's links: what [`crate::run::Run::with_links`] takes.
#[derive(Debug, Default)]
pub struct Learnt {
    /// Every address of every source, in the order of sources.
    pub links: Vec<Link>,
    /// What is wrong with the ledger.
    pub findings: Vec<Finding>,
}

/// A page that was fetched, for whoever reads its text. It lives only as long as the call.
#[derive(Debug)]
pub struct Fetched<'a> {
    /// The sources that give the address, each with the field.
    pub sources: &'a [(SourceId, Field)],
    /// The address that was asked for.
    pub url: &'a str,
    /// Where the page was found, where that is another address.
    pub final_url: Option<&'a str>,
    /// What the server says of the body.
    pub content_type: Option<&'a str>,
    /// The decoded body, at most `max_body` of it.
    pub body: &'a [u8],
    /// Whether the body goes on.
    pub truncated: bool,
}

/// How far a run is.
#[derive(Debug)]
pub struct Progress<'a> {
    /// Addresses in all.
    pub total: usize,
    /// Addresses that are judged.
    pub done: usize,
    /// Those of them that are not alive.
    pub failed: usize,
    /// Requests under way.
    pub in_flight: usize,
    /// Hosts that are waited for, and how long still.
    pub waiting: &'a [(&'a str, Duration)],
}

/// Ends a run early: what it has learnt is kept.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<(AtomicBool, Notify)>);

impl Interrupt {
    /// Ends the run that watches this.
    pub fn raise(&self) {
        self.0.0.store(true, Ordering::SeqCst);
        self.0.1.notify_one();
    }

    async fn raised(&self) {
        while !self.0.0.load(Ordering::SeqCst) {
            self.0.1.notified().await;
        }
    }
}

/// What is asked of a run beyond its settings; the default asks for every source and no more.
#[derive(Default)]
pub struct Options<'a> {
    /// Which sources are asked for; the others are judged by the ledger.
    pub only: Option<&'a dyn Fn(SourceId) -> bool>,
    /// Reads each page whose source is cited with a quote, and says what it found of the quotes.
    pub pages: Option<&'a dyn Fn(&Fetched<'_>) -> Seen>,
    /// Is told how far the run is, ten times a second.
    pub progress: Option<&'a dyn Fn(&Progress<'_>)>,
    /// Whether the ledger is written: at the end, and every few seconds.
    pub record: bool,
    /// Ends the run early.
    pub interrupt: Interrupt,
}

/// What came of a run.
#[derive(Debug)]
pub struct Checked {
    /// What is known now.
    pub learnt: Learnt,
    /// How many addresses were asked for, and of how many.
    pub asked: (usize, usize),
    /// Whether the run was interrupted.
    pub interrupted: bool,
    /// Whether the ledger was written.
    pub recorded: bool,
    /// Why the archive that was asked for copies gave no answer, in words.
    pub archive: Option<String>,
}

/// As many threads ask for links, at most.
pub const THREADS: usize = 4;

/// Why links cannot be asked for.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The client cannot be made.
    #[error("links cannot be asked for: {0}")]
    Client(String),
    /// The ledger cannot be written.
    #[error("`{LEDGER}` cannot be written")]
    Ledger(#[source] io::Error),
}

/// The links of a dataset as the ledger last saw them; no socket is opened.
pub fn recorded(dataset: &Dataset) -> Learnt {
    let (ledger, findings) = read_ledger(dataset);
    let exclude = &dataset.manifest.links.exclude;
    let links = list(dataset)
        .into_iter()
        .map(|(mut link, url)| {
            if let Some(url) = &url {
                if exclude.iter().any(|pattern| pattern.is_match(url.as_str())) {
                    link.reason = Some("the manifest excludes it".into());
                } else {
                    from_ledger(&mut link, url, &ledger);
                }
            }
            link
        })
        .collect();
    Learnt { links, findings }
}

/// Asks for the addresses of a dataset.
///
/// # Errors
///
/// Where no client can be made, or the ledger cannot be written. Whatever goes wrong with a link is
/// its verdict.
pub fn check(dataset: &Dataset, settings: &Settings, options: &Options<'_>) -> Result<Checked, CheckError> {
    let client = Client::new(settings).map_err(CheckError::Client)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(2, usize::from).min(THREADS))
        .enable_all()
        .build()
        .map_err(|error| CheckError::Client(error.to_string()))?;
    let (ledger, findings) = read_ledger(dataset);
    // What cannot be read is not written over: the history in it would be lost.
    let record = options.record && findings.is_empty();
    let mut plan = Plan::new(dataset, settings, options, &ledger);
    let mut keeper = Keeper::new(dataset, settings, options, &plan, &ledger, record);
    let whole =
        runtime.block_on(drive::drive(&plan.targets, &client, settings, &options.interrupt, &mut keeper));
    let after = keeper.ledger();
    let (outcomes, error) = (std::mem::take(&mut keeper.outcomes), keeper.error.take());
    let silent = is_silent(&outcomes);
    if record && !silent {
        after.write(&dataset.files.root).map_err(CheckError::Ledger)?;
    } else if let Some(error) = error {
        return Err(CheckError::Ledger(error));
    }
    plan.judge(&outcomes, &after, &ledger, silent);
    let mut archive = None;
    if whole
        && !silent
        && let Some(service) = &settings.archives
    {
        // Who is named on the command line may live in a private network; a dataset names nobody.
        let named = Settings { policy: guard::anywhere, ..settings.clone() };
        let client = Client::new(&named).map_err(CheckError::Client)?;
        archive = plan.suggest(dataset, service, &client, settings, &options.interrupt, &runtime);
    }
    let asked = (outcomes.iter().flatten().count(), outcomes.len());
    // What is still under way, a name being looked up, say, is not waited for.
    runtime.shutdown_background();
    let learnt = Learnt { links: plan.links.into_iter().map(|(link, _)| link).collect(), findings };
    Ok(Checked { learnt, asked, interrupted: !whole, recorded: record && !silent, archive })
}

fn read_ledger(dataset: &Dataset) -> (Ledger, Vec<Finding>) {
    match Ledger::of(dataset) {
        Ok(ledger) => (ledger, Vec::new()),
        Err(finding) => (Ledger::default(), vec![*finding]),
    }
}
