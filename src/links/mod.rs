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
mod page;
mod queue;
mod settings;
mod soft404;
mod tls;
mod verdict;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use url::Url;

pub use archive::SERVICE;
pub use failure::Failure;
pub use ledger::{Entry, Ledger, PATH as LEDGER};
pub use settings::Settings;
pub use verdict::{Field, Hop, Link, Verdict};

use self::drive::{Listener, Target};
use self::fetch::{Answer, Client};
use self::outcome::Outcome;
use crate::dataset::{Dataset, Source, SourceId};
use crate::finding::Finding;
use crate::rules::urls;

/// How often a run that records writes down what it has learnt so far.
const SAVE: Duration = Duration::from_secs(10);

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
    /// Gets each page whose source is cited with a quote.
    pub pages: Option<&'a dyn Fn(&Fetched<'_>)>,
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
}

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

/// The addresses of a dataset where none is asked for, and why.
pub fn skipped(dataset: &Dataset, reason: &str) -> Vec<Link> {
    let mut links = list(dataset);
    for (link, _) in &mut links {
        link.reason.get_or_insert_with(|| reason.to_owned());
    }
    links.into_iter().map(|(link, _)| link).collect()
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
        .worker_threads(std::thread::available_parallelism().map_or(2, usize::from).min(4))
        .enable_all()
        .build()
        .map_err(|error| CheckError::Client(error.to_string()))?;
    let (ledger, findings) = read_ledger(dataset);
    // What cannot be read is not written over: the history in it would be lost.
    let record = options.record && findings.is_empty();
    let mut plan = Plan::new(dataset, settings, options, &ledger);
    let mut keeper = Keeper {
        dataset,
        settings,
        options,
        plan: &plan,
        outcomes: plan.targets.iter().map(|_| None).collect(),
        before: &ledger,
        record,
        saved: Instant::now(),
        error: None,
    };
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
    if whole && !silent && let Some(service) = &settings.archives {
        plan.suggest(dataset, service, &client, settings, &options.interrupt, &runtime);
    }
    let asked = (outcomes.iter().flatten().count(), outcomes.len());
    // What is still under way, a name being looked up, say, is not waited for.
    runtime.shutdown_background();
    let learnt = Learnt { links: plan.links.into_iter().map(|(link, _)| link).collect(), findings };
    Ok(Checked { learnt, asked, interrupted: !whole, recorded: record && !silent })
}

fn read_ledger(dataset: &Dataset) -> (Ledger, Vec<Finding>) {
    match Ledger::of(dataset) {
        Ok(ledger) => (ledger, Vec::new()),
        Err(finding) => (Ledger::default(), vec![*finding]),
    }
}

/// Every address of every source, with what can be asked for; where it cannot, the link says why.
fn list(dataset: &Dataset) -> Vec<(Link, Option<Url>)> {
    let fields = |source: &Source| {
        [(Field::Url, &source.url), (Field::Archive, &source.archive)]
            .map(|(field, url)| Some((field, url.as_ref()?.value.clone())))
    };
    dataset
        .sources()
        .flat_map(|(id, source)| fields(source).into_iter().flatten().map(move |given| (id, given)))
        .map(|(id, (field, text))| match urls::parse(&text) {
            Ok(url) => (Link::new(id, field, url.to_string(), Verdict::Skipped), Some(chain::without_fragment(&url))),
            Err(reason) => {
                let mut link = Link::new(id, field, without_credentials(&text), Verdict::Skipped);
                link.reason = Some(format!("it is no address that can be asked for: {reason}"));
                (link, None)
            }
        })
        .collect()
}

/// An address as written, without the user name and password in it.
fn without_credentials(text: &str) -> String {
    let Some(start) = text.find("//").map(|at| at + 2) else { return text.to_owned() };
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at);
    match text[start..end].rfind('@') {
        Some(at) => format!("{}{}", &text[..start], &text[start + at + 1..]),
        None => text.to_owned(),
    }
}

fn from_ledger(link: &mut Link, url: &Url, ledger: &Ledger) {
    match ledger.entries.get(url.as_str()) {
        Some(entry) => {
            entry.tell(link);
            wrong_copy(link, url);
        }
        None => link.reason = Some("it was not asked for, and nothing is recorded of it".into()),
    }
}

/// An archived copy that turns out to be one of another page is none.
fn wrong_copy(link: &mut Link, url: &Url) {
    if link.field != Field::Archive || !link.verdict.is_alive() {
        return;
    }
    let answered = link.final_url.as_ref().and_then(|url| Url::parse(url).ok());
    if let Some(reason) = answered.and_then(|answered| archive::wrong_page(url, &answered)) {
        (link.verdict, link.reason) = (Verdict::Soft404, Some(reason));
    }
}

/// Whether nobody at all was heard, of two or more: then the network is to blame. Of a single
/// address nobody can tell.
fn is_silent(outcomes: &[Option<Outcome>]) -> bool {
    let mut asked = outcomes.iter().flatten();
    outcomes.iter().flatten().count() > 1
        && asked.all(|outcome| outcome.failure.is_some_and(Failure::is_silence))
}

/// What is asked for, and for whom.
struct Plan {
    links: Vec<(Link, Option<usize>)>,
    targets: Vec<Target>,
    /// The sources that give each target.
    cited: Vec<Vec<(SourceId, Field)>>,
}

impl Plan {
    fn new(dataset: &Dataset, settings: &Settings, options: &Options<'_>, ledger: &Ledger) -> Self {
        let mut quoted = vec![false; dataset.sources.len()];
        if options.pages.is_some() {
            let refs = dataset.claims.iter().flat_map(|claim| &claim.refs);
            for reference in refs.filter(|reference| reference.quote.is_some()) {
                quoted[reference.source.index()] = true;
            }
        }
        let mut plan = Self { links: Vec::new(), targets: Vec::new(), cited: Vec::new() };
        let mut known: HashMap<Url, usize> = HashMap::new();
        for (mut link, url) in list(dataset) {
            let Some(url) = url else {
                plan.links.push((link, None));
                continue;
            };
            if settings.excludes(&url) {
                link.reason = Some("the manifest excludes it".into());
                plan.links.push((link, None));
                continue;
            }
            if options.only.is_some_and(|only| !only(link.source)) {
                from_ledger(&mut link, &url, ledger);
                plan.links.push((link, None));
                continue;
            }
            let whole = quoted[link.source.index()];
            let at = *known.entry(url.clone()).or_insert_with(|| {
                plan.targets.push(Target { url, whole: false });
                plan.cited.push(Vec::new());
                plan.targets.len() - 1
            });
            plan.targets[at].whole |= whole;
            plan.cited[at].push((link.source, link.field));
            plan.links.push((link, Some(at)));
        }
        plan
    }

    /// Lets every link say what was learnt, or else what was known before.
    fn judge(&mut self, outcomes: &[Option<Outcome>], after: &Ledger, before: &Ledger, silent: bool) {
        for (link, target) in &mut self.links {
            let Some(at) = *target else { continue };
            let url = &self.targets[at].url;
            let Some(outcome) = &outcomes[at] else {
                from_ledger(link, url, before);
                continue;
            };
            link.asked = true;
            if silent {
                match before.entries.get(url.as_str()) {
                    // Our own network says nothing of the page.
                    Some(entry) => entry.tell(link),
                    None => {
                        (link.verdict, link.reason) = (outcome.verdict, outcome.reason.clone());
                    }
                }
                (link.failure, link.chain) = (outcome.failure, outcome.chain.clone());
                continue;
            }
            match after.entries.get(url.as_str()) {
                Some(entry) => entry.tell(link),
                None => {
                    (link.verdict, link.reason, link.failure) =
                        (outcome.verdict, outcome.reason.clone(), outcome.failure);
                    link.status = outcome.status;
                }
            }
            link.chain.clone_from(&outcome.chain);
            wrong_copy(link, url);
        }
    }

    /// Looks for copies of what is dead or not archived.
    fn suggest(
        &mut self,
        dataset: &Dataset,
        service: &Url,
        client: &Client,
        settings: &Settings,
        interrupt: &Interrupt,
        runtime: &tokio::runtime::Runtime,
    ) {
        let copied: Vec<SourceId> = self
            .links
            .iter()
            .filter(|(link, _)| link.field == Field::Archive && link.verdict.is_alive())
            .map(|(link, _)| link.source)
            .collect();
        let mut at = Vec::new();
        let mut wanted = Vec::new();
        for (index, (link, target)) in self.links.iter().enumerate() {
            let Some(target) = *target else { continue };
            let lost = matches!(link.verdict, Verdict::Dead | Verdict::Soft404);
            let source = dataset.source(link.source);
            if link.field != Field::Url || copied.contains(&link.source) || (!lost && source.archive.is_some()) {
                continue;
            }
            at.push(index);
            wanted.push(archive::Wanted {
                url: self.targets[target].url.clone(),
                near: archive::moment(source),
            });
        }
        let found = runtime.block_on(archive::suggest(&wanted, service, client, settings, interrupt));
        for (index, suggestion) in at.into_iter().zip(found) {
            self.links[index].0.suggestion = suggestion;
        }
    }
}

/// Keeps what a run learns while it goes on.
struct Keeper<'a> {
    dataset: &'a Dataset,
    settings: &'a Settings,
    options: &'a Options<'a>,
    plan: &'a Plan,
    outcomes: Vec<Option<Outcome>>,
    before: &'a Ledger,
    record: bool,
    saved: Instant,
    error: Option<io::Error>,
}

impl Keeper<'_> {
    /// The ledger as it stands: what was learnt over what was known, without addresses that no
    /// source gives any more.
    fn ledger(&self) -> Ledger {
        let given: std::collections::HashSet<String> =
            list(self.dataset).into_iter().filter_map(|(_, url)| url.map(String::from)).collect();
        let mut ledger = self.before.clone();
        ledger.entries.retain(|url, _| given.contains(url));
        for (target, outcome) in self.plan.targets.iter().zip(&self.outcomes) {
            let Some(outcome) = outcome else { continue };
            if outcome.verdict == Verdict::Skipped || outcome.failure == Some(Failure::Address) {
                continue;
            }
            let url = target.url.as_str();
            let entry = Entry::after(self.before.entries.get(url), outcome, self.settings.today);
            ledger.entries.insert(url.to_owned(), entry);
        }
        ledger
    }
}

impl Listener for Keeper<'_> {
    fn learnt(&mut self, target: usize, outcome: Outcome, answer: Option<Answer>) {
        if let (Some(pages), Some(answer)) = (self.options.pages, &answer)
            && let Some(body) = &answer.body
            && outcome.verdict.is_alive()
        {
            pages(&Fetched {
                sources: &self.plan.cited[target],
                url: self.plan.targets[target].url.as_str(),
                final_url: outcome.final_url.as_deref(),
                content_type: answer.content_type.as_deref(),
                body,
                truncated: answer.truncated,
            });
        }
        self.outcomes[target] = Some(outcome);
        if self.record && self.saved.elapsed() >= SAVE && !is_silent(&self.outcomes) {
            self.saved = Instant::now();
            if let Err(error) = self.ledger().write(&self.dataset.files.root) {
                self.error.get_or_insert(error);
            }
        }
    }

    fn progress(&mut self, progress: &Progress<'_>) {
        if let Some(show) = self.options.progress {
            show(progress);
        }
    }
}
