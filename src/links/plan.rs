//! Which addresses are asked for and for whom, and what every link says in the end.

use std::collections::{HashMap, HashSet};
use std::io;
use std::time::{Duration, Instant};

use url::Url;

use super::drive::{Listener, Target};
use super::failure::Failure;
use super::fetch::{Answer, Client};
use super::ledger::{Entry, Ledger};
use super::outcome::Outcome;
use super::recorded::{from_ledger, list, wrong_copy};
use super::settings::Settings;
use super::verdict::{Field, Link, Verdict};
use super::{Fetched, Interrupt, Options, Progress, archive};
use crate::dataset::{Dataset, SourceId};
use crate::evidence::seen::Seen;

/// How often a run that records writes down what it has learnt so far.
const SAVE: Duration = Duration::from_secs(10);

/// Whether an outcome is one of the page itself, or of its host as a whole.
fn is_recorded(outcome: &Outcome) -> bool {
    let ours = outcome.verdict == Verdict::Skipped
        || matches!(outcome.failure, Some(Failure::Address | Failure::Sockets));
    !ours && (!outcome.spared || outcome.failure.is_some_and(Failure::is_silence))
}

/// Whether nobody at all was heard, of two or more: then the network is to blame. Of a single
/// address nobody can tell.
pub(super) fn is_silent(outcomes: &[Option<Outcome>]) -> bool {
    let sent =
        |outcome: &&Outcome| outcome.verdict != Verdict::Skipped && outcome.failure != Some(Failure::Address);
    let asked: Vec<&Outcome> = outcomes.iter().flatten().filter(sent).collect();
    asked.len() > 1 && asked.iter().all(|outcome| outcome.failure.is_some_and(Failure::is_silence))
}

/// What is asked for, and for whom.
pub(super) struct Plan {
    pub(super) links: Vec<(Link, Option<usize>)>,
    pub(super) targets: Vec<Target>,
    /// The sources that give each target.
    cited: Vec<Vec<(SourceId, Field)>>,
}

impl Plan {
    pub(super) fn new(
        dataset: &Dataset,
        settings: &Settings,
        options: &Options<'_>,
        ledger: &Ledger,
    ) -> Self {
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
    pub(super) fn judge(
        &mut self,
        outcomes: &[Option<Outcome>],
        after: &Ledger,
        before: &Ledger,
        silent: bool,
    ) {
        for (link, target) in &mut self.links {
            let Some(at) = *target else { continue };
            let url = &self.targets[at].url;
            let Some(outcome) = &outcomes[at] else {
                from_ledger(link, url, before);
                continue;
            };
            link.asked = true;
            link.chain.clone_from(&outcome.chain);
            let entry =
                if silent { before.entries.get(url.as_str()) } else { after.entries.get(url.as_str()) };
            match entry {
                // Our own network says nothing of the page: what is known of it is what was recorded.
                Some(entry) if silent => {
                    entry.tell(link);
                    link.failure = outcome.failure;
                    link.reason.get_or_insert_with(|| "as last recorded; nobody could be reached".into());
                }
                Some(entry) if is_recorded(outcome) => entry.tell(link),
                other => {
                    (link.verdict, link.reason, link.failure) =
                        (outcome.verdict, outcome.reason.clone(), outcome.failure);
                    link.status = outcome.status;
                    link.long = other.is_some_and(Entry::is_long);
                }
            }
            wrong_copy(link, url);
        }
    }

    /// Looks for copies of what is dead or not archived.
    pub(super) fn suggest(
        &mut self,
        dataset: &Dataset,
        service: &Url,
        client: &Client,
        settings: &Settings,
        interrupt: &Interrupt,
        runtime: &tokio::runtime::Runtime,
    ) -> archive::Silence {
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
            if link.field != Field::Url
                || copied.contains(&link.source)
                || (!lost && source.archive.is_some())
            {
                continue;
            }
            at.push(index);
            wanted.push(archive::Wanted {
                url: self.targets[target].url.clone(),
                near: archive::moment(source),
            });
        }
        let (found, silence) =
            runtime.block_on(archive::suggest(&wanted, service, client, settings, interrupt));
        for (index, suggestion) in at.into_iter().zip(found) {
            self.links[index].0.suggestion = suggestion;
        }
        silence
    }
}

/// Keeps what a run learns while it goes on.
pub(super) struct Keeper<'a> {
    dataset: &'a Dataset,
    settings: &'a Settings,
    options: &'a Options<'a>,
    plan: &'a Plan,
    pub(super) outcomes: Vec<Option<Outcome>>,
    /// What pages said of quotes.
    seen: Vec<Option<Seen>>,
    before: &'a Ledger,
    record: bool,
    saved: Instant,
    /// Why the ledger could not be written.
    pub(super) error: Option<io::Error>,
}

impl<'a> Keeper<'a> {
    pub(super) fn new(
        dataset: &'a Dataset,
        settings: &'a Settings,
        options: &'a Options<'a>,
        plan: &'a Plan,
        before: &'a Ledger,
        record: bool,
    ) -> Self {
        Self {
            dataset,
            settings,
            options,
            plan,
            outcomes: plan.targets.iter().map(|_| None).collect(),
            seen: vec![None; plan.targets.len()],
            before,
            record,
            saved: Instant::now(),
            error: None,
        }
    }

    /// The ledger as it stands: what was learnt over what was known, without addresses that no
    /// source gives any more.
    pub(super) fn ledger(&self) -> Ledger {
        let given: HashSet<String> =
            list(self.dataset).into_iter().filter_map(|(_, url)| url.map(String::from)).collect();
        let mut ledger = self.before.clone();
        ledger.entries.retain(|url, _| given.contains(url));
        for ((target, outcome), seen) in self.plan.targets.iter().zip(&self.outcomes).zip(&self.seen) {
            let Some(outcome) = outcome else { continue };
            if !is_recorded(outcome) {
                continue;
            }
            let url = target.url.as_str();
            let before = self.before.entries.get(url);
            let mut entry = Entry::after(before, outcome, self.settings.today);
            if let Some(seen) = seen {
                entry.quotes.clone_from(seen);
            }
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
            let seen = pages(&Fetched {
                sources: &self.plan.cited[target],
                url: self.plan.targets[target].url.as_str(),
                final_url: outcome.final_url.as_deref(),
                content_type: answer.content_type.as_deref(),
                body,
                truncated: answer.truncated,
            });
            self.seen[target] = Some(seen);
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
