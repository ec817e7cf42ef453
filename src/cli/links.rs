//! Options about links, and what happens around a run that asks for them: progress on a terminal,
//! Ctrl-C, the ledger.

use std::cell::RefCell;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use jiff::tz::Offset;
use url::Url;

use super::output::{self, Help};
use super::pdf;
use crate::dataset::{Dataset, SourceId};
use crate::evidence::seen;
use crate::links::{self, Fetched, Interrupt, Learnt, Options, Progress, Settings, guard};
use crate::page;
use crate::run::{Overrides, Run};
use crate::value::Day;

/// The exit status of a run that Ctrl-C ended, as shells count it.
pub const INTERRUPTED: u8 = 130;

/// How links are asked for.
#[derive(clap::Args, Debug)]
pub(super) struct LinkArguments {
    /// Open no socket: judge links by what was last recorded
    #[arg(long)]
    offline: bool,
    /// Let links lead to private and loopback addresses
    #[arg(long)]
    allow_private: bool,
    /// Record what is learnt of links in sources/links.lock
    #[arg(long, conflicts_with = "offline")]
    record: bool,
    /// Ask an archive for copies of pages that are dead or not archived
    #[arg(long, conflicts_with = "offline")]
    suggest_archives: bool,
    /// The archive's availability service
    #[arg(long, value_name = "URL", default_value = links::SERVICE, value_parser = service)]
    archive_service: Url,
    /// The day that counts as today, such as 2027-06-30: accept entries whose `until` is past by then are
    /// told of. Without it no clock is read but for the day on which links are asked for
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

fn service(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err("it has to start with https://".into())
    }
}

/// What asking for links gave.
pub(super) enum Asked {
    /// What is known now.
    Learnt(Learnt),
    /// Ctrl-C ended the run; what was learnt is recorded where that was wished.
    Interrupted,
}

impl LinkArguments {
    /// The day that the command line calls today.
    pub(super) fn today(&self) -> Option<Day> {
        let part = |part: i8| u8::try_from(part).ok();
        self.today.and_then(|day| Day::from_ymd(day.year().into(), part(day.month())?, part(day.day())?))
    }

    /// Whether no socket is opened.
    pub(super) fn is_offline(&self) -> bool {
        self.offline
    }

    /// Loads a dataset, learns of its links and checks it; none where Ctrl-C ended that.
    ///
    /// # Errors
    ///
    /// Where there is no dataset, and as [`Self::learn`].
    pub(super) fn run(&self, dataset: &Path, overrides: &Overrides) -> anyhow::Result<Option<Run>> {
        let loaded = super::load(dataset)?;
        Ok(match self.learn(&loaded.dataset, None)? {
            Asked::Learnt(learnt) => Some(Run::with_links(loaded, overrides, learnt)),
            Asked::Interrupted => None,
        })
    }

    /// Learns what can be learnt of a dataset's links, and of the quotes that references take from
    /// their pages; of all sources, or only of those that are wanted.
    ///
    /// # Errors
    ///
    /// Where links cannot be asked for at all, or the ledger cannot be written.
    pub(super) fn learn(
        &self,
        dataset: &Dataset,
        only: Option<&dyn Fn(SourceId) -> bool>,
    ) -> anyhow::Result<Asked> {
        if self.offline {
            return Ok(Asked::Learnt(links::recorded(dataset)));
        }
        super::threads(links::THREADS)?;
        let today = self.today.unwrap_or_else(|| Offset::UTC.to_datetime(jiff::Timestamp::now()).date());
        let mut settings = Settings::of(dataset, today);
        if self.allow_private {
            settings.policy = guard::anywhere;
        }
        if self.suggest_archives {
            settings.archives = Some(self.archive_service.clone());
        }
        let interrupt = Interrupt::default();
        let ended = {
            let _watch = Watch::new(&interrupt)?;
            let bar = bar();
            let show = |progress: &Progress<'_>| show(&bar, progress);
            let program = std::env::current_exe();
            let read_pdf = |bytes: &[u8]| match &program {
                Ok(program) => pdf::read(program, bytes),
                Err(_) => page::pdf_text(bytes),
            };
            let read = |page: &Fetched<'_>| {
                let sources: Vec<SourceId> = page.sources.iter().map(|(source, _)| *source).collect();
                seen::ask(dataset, &sources, page.body, page.content_type, page.truncated, &read_pdf)
            };
            let options = Options {
                only,
                pages: Some(&read),
                progress: bar.borrow().is_some().then_some(&show),
                record: self.record,
                interrupt,
            };
            let ended = links::check(dataset, &settings, &options);
            if let Some(bar) = bar.take() {
                bar.finish_and_clear();
            }
            ended.with_context(|| Help("see whether the dataset's directory can be written to".into()))?
        };
        if self.record && !ended.recorded {
            let why = if ended.learnt.findings.is_empty() {
                "no link could be reached"
            } else {
                "the ledger there cannot be read"
            };
            output::tell(&format!("nothing was recorded in {}: {why}", links::LEDGER));
        }
        if let Some(why) = &ended.archive {
            output::tell(&format!(
                "the archive at {} could not be asked for copies: {why}",
                self.archive_service
            ));
        }
        if ended.interrupted {
            let (done, all) = ended.asked;
            let kept = if ended.recorded {
                format!("; they are recorded in {}", links::LEDGER)
            } else {
                String::new()
            };
            output::tell(&format!("interrupted: {done} of {all} links are judged{kept}"));
            return Ok(Asked::Interrupted);
        }
        Ok(Asked::Learnt(ended.learnt))
    }
}

/// A bar on standard error, where that is a terminal.
fn bar() -> RefCell<Option<ProgressBar>> {
    RefCell::new(io::stderr().is_terminal().then(|| {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        // The template is our own and a test reads it.
        bar.set_style(style().unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar
    }))
}

fn style() -> Result<ProgressStyle, indicatif::style::TemplateError> {
    ProgressStyle::with_template("links {pos}/{len} {wide_bar} {msg}")
}

fn show(bar: &RefCell<Option<ProgressBar>>, progress: &Progress<'_>) {
    let bar = bar.borrow();
    let Some(bar) = &*bar else { return };
    bar.set_length(progress.total as u64);
    bar.set_position(progress.done as u64);
    bar.set_message(message(progress));
}

fn message(progress: &Progress<'_>) -> String {
    let mut text = format!("{} failed, {} under way", progress.failed, progress.in_flight);
    for (host, wait) in progress.waiting {
        text.push_str(&format!(", {} in {} s", crate::message::Shown(host), wait.as_secs() + 1));
    }
    text
}

/// What Ctrl-C ends at the moment; where nothing is set, it ends the process.
static CURRENT: Mutex<Option<Interrupt>> = Mutex::new(None);

/// Lets Ctrl-C end a run of links as long as this lives: once. The second time, and at any other
/// time, it ends the process as it always did.
struct Watch;

impl Watch {
    fn new(interrupt: &Interrupt) -> anyhow::Result<Self> {
        static HANDLER: std::sync::OnceLock<Result<(), Arc<ctrlc::Error>>> = std::sync::OnceLock::new();
        HANDLER
            .get_or_init(|| {
                ctrlc::set_handler(|| match take() {
                    Some(interrupt) => interrupt.raise(),
                    None => std::process::exit(i32::from(INTERRUPTED)),
                })
                .map_err(Arc::new)
            })
            .clone()
            .context("Ctrl-C cannot be watched for")?;
        *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(interrupt.clone());
        Ok(Self)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        take();
    }
}

fn take() -> Option<Interrupt> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn progress_tells_whom_it_waits_for() {
        assert!(style().is_ok());
        let waiting = [("slow.example", Duration::from_secs(29))];
        let progress = Progress { total: 9, done: 4, failed: 1, in_flight: 2, waiting: &waiting };
        assert_eq!(message(&progress), "1 failed, 2 under way, slow.example in 30 s");
    }
}
