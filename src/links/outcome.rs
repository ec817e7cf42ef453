//! From the last answer to a verdict.

use url::Url;

use super::chain::{self, Job};
use super::failure::Failure;
use super::fetch::Answer;
use super::trouble::Trouble;
use super::verdict::{Hop, Verdict};
use crate::page::Kind;
use crate::page::glance::Glance;
use crate::page::kind::Part;
use crate::value::urls;
use crate::words;

/// What this run learnt of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) status: Option<u16>,
    pub(super) failure: Option<Failure>,
    pub(super) reason: Option<String>,
    pub(super) final_url: Option<String>,
    pub(super) chain: Vec<Hop>,
    /// A hash of the page's text.
    pub(super) text: Option<String>,
    /// The page's title, to be compared with that of the https twin.
    pub(super) title: String,
    /// Whether https answers the same.
    pub(super) secure: bool,
    /// Whether the host was left alone because of what came of others.
    pub(super) spared: bool,
}

impl Outcome {
    fn new(job: &Job, verdict: Verdict, reason: Option<String>) -> Self {
        Self {
            verdict,
            status: job.chain.iter().rev().find_map(|hop| hop.status),
            failure: None,
            reason,
            final_url: None,
            chain: job.chain.clone(),
            text: None,
            title: String::new(),
            secure: false,
            spared: false,
        }
    }
}

/// The verdict where there was no answer, or none that can be used.
pub(super) fn of_trouble(job: &Job, trouble: &Trouble) -> Outcome {
    let verdict = match trouble.failure {
        Failure::Address => Verdict::Blocked,
        Failure::Excluded => Verdict::Skipped,
        _ => Verdict::Unreachable,
    };
    let mut outcome = Outcome::new(job, verdict, Some(trouble.words.clone()));
    outcome.failure = Some(trouble.failure);
    outcome
}

/// The verdict on an answer.
pub(super) fn of_answer(job: &Job, answer: &Answer) -> Outcome {
    let status = answer.status;
    if answer.challenged {
        let reason = "a bot wall stands before the page";
        return Outcome::new(job, Verdict::Blocked, Some(reason.into()));
    }
    let (verdict, reason) = match status {
        404 | 410 if job.refreshed => {
            (Verdict::Soft404, format!("the page sends its reader on to one that is missing ({status})"))
        }
        404 => (Verdict::Dead, "the server answers that there is no such page (404)".to_owned()),
        410 => (Verdict::Dead, "the server answers that the page is gone for good (410)".to_owned()),
        202 => (Verdict::Blocked, "the server puts the request off (202), as bot walls do".to_owned()),
        204 | 205 => (Verdict::Soft404, format!("the server answers that there is no content ({status})")),
        200..=299 => return of_page(job, answer),
        401 | 407 => (Verdict::Blocked, format!("the server asks for a password ({status})")),
        402 => (Verdict::Blocked, "the server asks for payment (402)".to_owned()),
        403 => (Verdict::Blocked, "the server refuses this request (403), as bot walls do".to_owned()),
        429 => (Verdict::Blocked, "the server refuses so many requests (429)".to_owned()),
        451 => (Verdict::Blocked, "the server withholds the page for legal reasons (451)".to_owned()),
        408 => (Verdict::Unreachable, "the server gave up waiting for the request (408)".to_owned()),
        425 => (Verdict::Unreachable, "the server does not take the request yet (425)".to_owned()),
        999 => (Verdict::Blocked, "the server refuses programs (999)".to_owned()),
        400..=499 => (Verdict::Blocked, format!("the server refuses this request ({status})")),
        503 => (Verdict::Unreachable, "the server is not available for now (503)".to_owned()),
        500..=599 => (Verdict::Unreachable, format!("the server has trouble of its own ({status})")),
        _ => (Verdict::Unreachable, format!("the server's answer says nothing of the page ({status})")),
    };
    Outcome::new(job, verdict, Some(reason))
}

fn of_page(job: &Job, answer: &Answer) -> Outcome {
    let kind = match &answer.page {
        Some(page) => Kind::of_answer(&job.start, &job.url, page),
        None => Kind::of_answer(&job.start, &job.url, &Glance::default()),
    };
    let mut outcome = match no_page(&kind) {
        Some(reason) => Outcome::new(job, Verdict::Soft404, Some(reason)),
        None => match moved(job) {
            Some(to) => {
                let mut outcome = Outcome::new(job, Verdict::Moved, None);
                outcome.secure = is_twin(&job.start, to);
                outcome.final_url = Some(to.to_string());
                outcome
            }
            None => Outcome::new(job, Verdict::Alive, None),
        },
    };
    if outcome.verdict == Verdict::Alive && job.start.scheme() == "http" {
        outcome.secure = is_twin(&job.start, &job.url);
    }
    if outcome.final_url.is_none() && !chain::same_page(&job.start, &job.url) {
        outcome.final_url = Some(job.url.to_string());
    }
    outcome.text.clone_from(&answer.text);
    outcome.title = answer.page.as_ref().map(|page| page.title.trim().to_owned()).unwrap_or_default();
    outcome
}

/// What shows that a page is none, in words; `None` where nothing does.
fn no_page(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Sold { host } => Some(format!("it leads to {host}, where domains are sold")),
        Kind::Missing { part, words } => {
            let part = match part {
                Part::Title => "title",
                Part::Heading => "heading",
                Part::Text => "text",
            };
            Some(format!("its {part} says that there is no page: \"{}\"", words::excerpt(words)))
        }
        Kind::Parked { words } => Some(format!("nobody uses the domain any more: \"{words}\"")),
        Kind::Front => Some("the address of a page within the site now leads to the front page".to_owned()),
        Kind::Page | Kind::Paywall | Kind::Pictures | Kind::Program => None,
    }
}

/// Where the page has gone for good: not where archives keep their copies, which is for them to say.
fn moved(job: &Job) -> Option<&Url> {
    let to = job.moved.as_ref()?;
    let archived = urls::archived(&job.start).is_some();
    (!archived && !chain::same_page(to, &job.start)).then_some(to)
}

/// Whether an address is the same by https.
fn is_twin(http: &Url, https: &Url) -> bool {
    http.scheme() == "http"
        && https.scheme() == "https"
        && http.host_str() == https.host_str()
        && http.path() == https.path()
        && http.query() == https.query()
}

/// The verdict on a link of a host that was left alone because of what came of others.
pub(super) fn spared(job: &Job, like: &Outcome) -> Outcome {
    let mut outcome = Outcome::new(job, like.verdict, like.reason.clone());
    outcome.failure = like.failure;
    outcome.spared = true;
    outcome
}
