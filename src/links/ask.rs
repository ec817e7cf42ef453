//! Asks for the addresses of a dataset, and keeps what is learnt.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

use super::fetch::Client;
use super::plan::{Keeper, Plan, is_silent};
use super::recorded::read_ledger;
use super::settings::Settings;
use super::verdict::Field;
use super::{LEDGER, Learnt, drive, guard};
use crate::dataset::{Dataset, SourceId};
use crate::evidence::seen::Seen;

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

    pub(super) async fn raised(&self) {
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
#[non_exhaustive]
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
#[non_exhaustive]
pub enum CheckError {
    /// The client cannot be made.
    #[error("links cannot be asked for: {0}")]
    Client(String),
    /// The ledger cannot be written.
    #[error("`{LEDGER}` cannot be written")]
    Ledger(#[source] io::Error),
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
