//! The run: takes jobs from the queue as long as there is place, and hands on what came of them.
//!
//! Jobs that wait are values in the queue; only a request under way is a task and holds a place.

use std::collections::HashMap;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;

use super::chain::{self, Done, Job, Next};
use super::failure::Failure;
use super::fetch::{Answer, Client, Request};
use super::outcome::{self, Outcome};
use super::queue::Queue;
use super::settings::Settings;
use super::trouble::Trouble;
use super::verdict::Verdict;
use super::{Interrupt, Progress};

/// After so many links of a host in a row without any answer that helps, it is left alone.
const STRIKES: u32 = 3;

/// How often progress is shown.
const TICK: Duration = Duration::from_millis(100);

/// An address, however many sources cite it.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) url: Url,
    /// Whether its body is wanted.
    pub(super) whole: bool,
}

/// What the run tells while it goes on.
pub(super) trait Listener {
    /// What came of an address.
    fn learnt(&mut self, target: usize, outcome: Outcome, answer: Option<Answer>);
    /// How far the run is.
    fn progress(&mut self, progress: &Progress<'_>);
}

/// Asks for all targets; `false` where it was interrupted.
pub(super) async fn drive(
    targets: &[Target],
    client: &Client,
    settings: &Settings,
    interrupt: &Interrupt,
    listener: &mut dyn Listener,
) -> bool {
    let mut run = Run {
        targets,
        client,
        settings,
        queue: Queue::new(settings.interval, settings.per_host),
        tasks: JoinSet::new(),
        held: HashMap::new(),
        strikes: HashMap::new(),
        https: HashMap::new(),
        done: 0,
        failed: 0,
        listener,
    };
    let now = Instant::now();
    for (at, target) in targets.iter().enumerate() {
        let job = Job::new(at, target.url.clone(), false);
        let host = job.host().to_owned();
        run.queue.push(&host, job, now.into_std());
    }
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        run.fill();
        let next = run.queue.next().map(Instant::from_std);
        if run.tasks.is_empty() && next.is_none() {
            return true;
        }
        let may_start = run.tasks.len() < settings.concurrency;
        tokio::select! {
            biased;
            () = interrupt.raised() => {
                // Of these pages all is known but how https answers.
                for (target, page) in run.held.drain() {
                    run.listener.learnt(target, page, None);
                }
                return false;
            }
            Some(ended) = run.tasks.join_next() => match ended {
                Ok((host, job, result)) => run.ended(&host, job, result),
                Err(error) => if let Ok(panic) = error.try_into_panic() { std::panic::resume_unwind(panic) },
            },
            () = tokio::time::sleep_until(next.unwrap_or_else(Instant::now)), if may_start && next.is_some() => {}
            _ = tick.tick() => run.show(),
        }
    }
}

struct Run<'a> {
    targets: &'a [Target],
    client: &'a Client,
    settings: &'a Settings,
    queue: Queue<Job>,
    tasks: JoinSet<(String, Job, Result<Answer, Trouble>)>,
    /// Outcomes that wait for how https answers.
    held: HashMap<usize, Outcome>,
    /// Links in a row, of each host, that ended without any answer that helps.
    strikes: HashMap<String, u32>,
    /// Whether hosts that were asked by http speak https, by host and port.
    https: HashMap<String, Https>,
    done: usize,
    failed: usize,
    listener: &'a mut dyn Listener,
}

/// Whether a host speaks https.
enum Https {
    /// One link is asking; the others wait for what comes of it.
    Asking(Vec<Job>),
    /// It does, or not.
    Known(bool),
}

impl Run<'_> {
    /// Starts what can start.
    fn fill(&mut self) {
        while self.tasks.len() < self.settings.concurrency {
            let now = Instant::now();
            let Some(mut job) = self.queue.pop(now.into_std()) else { return };
            let host = job.host().to_owned();
            let until = job.start(now, self.settings);
            let request = Request {
                url: job.url.clone(),
                cookies: job.cookies(),
                last: self.queue.is_empty_for(&host),
                whole: self.targets[job.target].whole && !job.twin,
                until,
            };
            let client = self.client.clone();
            self.tasks.spawn(async move {
                let result = client.ask(request).await;
                (host, job, result)
            });
        }
    }

    fn ended(&mut self, host: &str, job: Job, result: Result<Answer, Trouble>) {
        let now = Instant::now();
        let moment = now.into_std();
        self.queue.finished(host, moment);
        match job.next(result, now, self.settings) {
            Next::Go(mut job) => {
                job.ready = Some(now);
                let to = job.host().to_owned();
                self.queue.push_first(&to, job, moment);
            }
            Next::Again(mut job, wait, leave) => {
                job.ready = Some(now + wait);
                if leave {
                    self.queue.close(host, moment + wait, moment);
                }
                self.queue.push_at(host, job, moment + wait, moment);
            }
            Next::Done(done) => {
                let Done { job, outcome, answer } = *done;
                let end = self.strike(host, &job, &outcome, answer.as_ref());
                self.finish(&job, outcome.clone(), answer);
                if end {
                    for job in self.queue.drain(host, moment) {
                        let outcome = outcome::spared(&job, &outcome);
                        self.finish(&job, outcome, None);
                    }
                }
            }
        }
    }

    /// Counts what speaks against a host; true where it is to be left alone from now on.
    fn strike(&mut self, host: &str, job: &Job, outcome: &Outcome, answer: Option<&Answer>) -> bool {
        if job.twin {
            return false;
        }
        let silent =
            outcome.failure.is_some_and(|failure| failure.is_silence() || failure == Failure::Timeout);
        let refused = matches!(outcome.status, Some(429 | 503)) && !outcome.verdict.is_alive();
        let strikes = self.strikes.entry(host.to_owned()).or_default();
        if !silent && !refused {
            *strikes = 0;
            return false;
        }
        *strikes += 1;
        let patience = answer
            .and_then(|answer| answer.retry_after.as_deref())
            .and_then(|text| chain::retry_after(text, std::time::SystemTime::now()));
        *strikes >= STRIKES
            || outcome.failure == Some(Failure::NoName)
            || patience.is_some_and(|wait| wait >= self.settings.budget)
    }

    fn finish(&mut self, job: &Job, mut outcome: Outcome, answer: Option<Answer>) {
        let target = job.target;
        if job.twin {
            self.release(job, outcome.failure.is_none());
            let Some(mut page) = self.held.remove(&target) else { return };
            page.secure = outcome.verdict.is_alive()
                && job.url.scheme() == "https"
                && (page.text.is_some() && page.text == outcome.text
                    || !page.title.is_empty() && page.title == outcome.title);
            outcome = page;
        } else if let Some(twin) = self.twin(job, &outcome) {
            if let Some(answer) = answer.filter(|answer| answer.body.is_some()) {
                // The body is handed on now, so that memory stays bounded; the verdict comes later.
                self.listener.learnt(target, outcome.clone(), Some(answer));
            }
            self.held.insert(target, outcome);
            self.ask_twin(twin);
            return;
        }
        self.done += 1;
        self.failed += usize::from(!outcome.verdict.is_alive() && outcome.verdict != Verdict::Skipped);
        self.listener.learnt(target, outcome, answer.filter(|_| !job.twin));
    }

    /// The question how https answers, where a page was found without it.
    fn twin(&self, job: &Job, outcome: &Outcome) -> Option<Job> {
        let plain = outcome.verdict.is_alive() && job.start.scheme() == "http" && job.url.scheme() == "http";
        let hopeless = matches!(self.https.get(job.start.authority()), Some(Https::Known(false)));
        if !plain || hopeless {
            return None;
        }
        let mut url = job.start.clone();
        url.set_scheme("https").ok()?;
        (!self.settings.excludes(&url)).then(|| Job::new(job.target, url, true))
    }

    /// Asks, once it is known that the host speaks https at all.
    fn ask_twin(&mut self, twin: Job) {
        let asked_by_http = self.targets[twin.target].url.authority().to_owned();
        match self.https.get_mut(&asked_by_http) {
            Some(Https::Asking(waiting)) => return waiting.push(twin),
            Some(Https::Known(_)) => {}
            None => {
                self.https.insert(asked_by_http, Https::Asking(Vec::new()));
            }
        }
        let host = twin.host().to_owned();
        self.queue.push_first(&host, twin, std::time::Instant::now());
    }

    /// What is known of a host's https from the first that asked decides for those who wait.
    fn release(&mut self, asked: &Job, speaks: bool) {
        let Some(https) = self.https.get_mut(self.targets[asked.target].url.authority()) else { return };
        let Https::Asking(waiting) = std::mem::replace(https, Https::Known(speaks)) else { return };
        for twin in waiting {
            if speaks {
                let host = twin.host().to_owned();
                self.queue.push(&host, twin, std::time::Instant::now());
            } else if let Some(page) = self.held.remove(&twin.target) {
                self.done += 1;
                self.listener.learnt(twin.target, page, None);
            }
        }
    }

    fn show(&mut self) {
        let now = std::time::Instant::now();
        let waiting = self.queue.waiting(now, 3);
        let progress = Progress {
            total: self.targets.len(),
            done: self.done,
            failed: self.failed,
            in_flight: self.tasks.len(),
            waiting: &waiting,
        };
        self.listener.progress(&progress);
    }
}
