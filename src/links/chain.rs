//! A link on its way: redirects hop by hop, cookies within the chain, retries within the budget.
//!
//! [`Job::next`] takes what came of a request and says what to do: it knows no sockets and no
//! queue.

use std::time::{Duration, SystemTime};

use cookie_store::{CookieStore, RawCookie};
use tokio::time::Instant;
use url::Url;

use super::failure::Failure;
use super::fetch::Answer;
use super::outcome::{self, Outcome};
use super::recorded::without_fragment;
use super::settings::Settings;
use super::trouble::Trouble;
use super::verdict::Hop;

/// As many redirects as browsers follow.
const MOST_HOPS: usize = 20;

/// As many tries as one link gets.
const MOST_TRIES: u32 = 4;

/// A link on its way.
#[derive(Debug)]
pub(super) struct Job {
    /// Which of the addresses it is for.
    pub(super) target: usize,
    /// Whether it asks how https answers where the address is http.
    pub(super) twin: bool,
    /// The address itself.
    pub(super) start: Url,
    /// What is to be asked for next.
    pub(super) url: Url,
    /// All requests so far, the last one without an answer yet.
    pub(super) chain: Vec<Hop>,
    /// Where the page is for good: the address behind the leading permanent redirects.
    pub(super) moved: Option<Url>,
    /// Whether every redirect so far was permanent.
    permanent: bool,
    /// Whether the page itself sent the reader on, by meta refresh.
    pub(super) refreshed: bool,
    jar: CookieStore,
    /// Addresses that were asked for, each with the cookies.
    seen: Vec<(Url, Option<String>)>,
    tries: u32,
    /// When the budget is used up; it runs from the first request on, but not while the job waits for
    /// its turn.
    pub(super) deadline: Option<Instant>,
    /// From when on it only waits for its turn.
    pub(super) ready: Option<Instant>,
}

/// What to do next.
pub(super) enum Next {
    /// Ask for the job's next address.
    Go(Job),
    /// Ask again after a while; the second is set where the host wants to be left alone so long.
    Again(Job, Duration, bool),
    /// The verdict.
    Done(Box<Done>),
}

/// A link at its end.
pub(super) struct Done {
    pub(super) job: Job,
    pub(super) outcome: Outcome,
    /// The last answer, where one was read.
    pub(super) answer: Option<Answer>,
}

impl Job {
    pub(super) fn new(target: usize, url: Url, twin: bool) -> Self {
        Self {
            target,
            twin,
            start: url.clone(),
            chain: Vec::new(),
            moved: None,
            permanent: true,
            refreshed: false,
            jar: CookieStore::new(),
            seen: Vec::new(),
            tries: 0,
            deadline: None,
            ready: None,
            url,
        }
    }

    /// The host whose queue it stands in.
    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Cookies for the next request.
    pub(super) fn cookies(&self) -> Option<String> {
        let values: Vec<String> =
            self.jar.get_request_values(&self.url).map(|(name, value)| format!("{name}={value}")).collect();
        (!values.is_empty()).then(|| {
            let mut values = values;
            values.sort_unstable();
            values.join("; ")
        })
    }

    /// When the request that starts now has to be over.
    pub(super) fn start(&mut self, now: Instant, settings: &Settings) -> Instant {
        let waited = self.ready.take().map_or(Duration::ZERO, |ready| now.saturating_duration_since(ready));
        let deadline = self.deadline.map_or(now + settings.budget, |deadline| deadline + waited);
        self.deadline = Some(deadline);
        if self
            .chain
            .last()
            .is_none_or(|hop| hop.url != self.url.as_str() || hop.status.is_some_and(|status| status < 400))
        {
            self.chain.push(Hop { url: self.url.to_string(), status: None });
        }
        self.tries += 1;
        deadline.min(now + settings.timeout)
    }

    /// What to do after an answer, or none.
    pub(super) fn next(mut self, result: Result<Answer, Trouble>, now: Instant, settings: &Settings) -> Next {
        let left = self.deadline.map_or(settings.budget, |deadline| deadline.saturating_duration_since(now));
        let answer = match result {
            Ok(answer) => answer,
            Err(trouble) => {
                if let Some(hop) = self.chain.last_mut() {
                    hop.status = None;
                }
                if trouble.failure.may_pass()
                    && let Some(wait) = self.back_off(left, settings)
                {
                    return Next::Again(self, wait, false);
                }
                let outcome = outcome::of_trouble(&self, &trouble);
                return Next::Done(Box::new(Done { job: self, outcome, answer: None }));
            }
        };
        if let Some(hop) = self.chain.last_mut() {
            hop.status = Some(answer.status);
        }
        match answer.status {
            301 | 302 | 303 | 307 | 308 => self.redirect(&answer, settings),
            300 if answer.location.is_some() => self.redirect(&answer, settings),
            408 | 425 | 429 | 500..=599 => self.put_off(answer, left, settings),
            200..=299 => {
                let refresh = answer.page.as_ref().and_then(|page| page.refresh.clone());
                match refresh.and_then(|to| resolve(&self.url, to.as_bytes()).ok()) {
                    Some(to) if same_page(&to, &self.url) || self.seen.iter().any(|(url, _)| *url == to) => {
                        self.done(answer)
                    }
                    Some(to) if matches!(to.scheme(), "http" | "https") => {
                        self.refreshed = true;
                        self.permanent = false;
                        self.go(&to, &answer, settings)
                    }
                    _ => self.done(answer),
                }
            }
            _ => self.done(answer),
        }
    }

    fn done(self, answer: Answer) -> Next {
        let outcome = outcome::of_answer(&self, &answer);
        Next::Done(Box::new(Done { job: self, outcome, answer: Some(answer) }))
    }

    fn fail(self, failure: Failure, words: impl Into<String>) -> Next {
        let outcome = outcome::of_trouble(&self, &Trouble::new(failure, words));
        Next::Done(Box::new(Done { job: self, outcome, answer: None }))
    }

    fn redirect(mut self, answer: &Answer, settings: &Settings) -> Next {
        let Some(location) = &answer.location else {
            return self.fail(Failure::Target, "it redirects without saying where to");
        };
        let to = match resolve(&self.url, location) {
            Ok(to) => to,
            Err(reason) => return self.fail(Failure::Target, reason),
        };
        if !matches!(to.scheme(), "http" | "https") {
            let words = format!("it redirects to `{}:`, which no check follows", to.scheme());
            return self.fail(Failure::Scheme, words);
        }
        let permanent = matches!(answer.status, 301 | 308);
        self.permanent &= permanent;
        if self.permanent {
            self.moved = Some(to.clone());
        }
        self.go(&to, answer, settings)
    }

    /// Goes on to another address.
    fn go(mut self, to: &Url, answer: &Answer, settings: &Settings) -> Next {
        let cookies = self.cookies();
        self.seen.push((without_fragment(&self.url), cookies));
        let set = answer.set_cookies.iter().filter_map(|text| RawCookie::parse(text.clone()).ok());
        self.jar.store_response_cookies(set.map(RawCookie::into_owned), &self.url);
        self.url = without_fragment(to);
        let next = (self.url.clone(), self.cookies());
        if self.seen.contains(&next) {
            self.chain.push(Hop { url: self.url.to_string(), status: None });
            return self.fail(Failure::Loop, "its redirects lead in a circle");
        }
        if self.seen.len() > MOST_HOPS {
            return self.fail(Failure::Loop, format!("it redirects more than {MOST_HOPS} times"));
        }
        if settings.excludes(&self.url) {
            self.chain.push(Hop { url: self.url.to_string(), status: None });
            return self.fail(Failure::Excluded, "it redirects to an address that the manifest excludes");
        }
        self.tries = self.tries.saturating_sub(1);
        Next::Go(self)
    }

    /// The server asks for patience, or has trouble of its own.
    fn put_off(mut self, answer: Answer, left: Duration, settings: &Settings) -> Next {
        if answer.challenged {
            return self.done(answer);
        }
        let asked = answer.retry_after.as_deref().and_then(|text| retry_after(text, SystemTime::now()));
        match asked {
            Some(wait) if wait < left && self.tries < MOST_TRIES && !self.twin => {
                Next::Again(self, wait, true)
            }
            Some(_) => self.done(answer),
            None => match self.back_off(left, settings) {
                Some(wait) => Next::Again(self, wait, false),
                None => self.done(answer),
            },
        }
    }

    /// How long to wait before another try: longer each time, with jitter, and never beyond the
    /// budget. `None` where there is no other try.
    fn back_off(&mut self, left: Duration, settings: &Settings) -> Option<Duration> {
        if self.tries >= MOST_TRIES || self.twin {
            return None;
        }
        let base = (settings.budget / 30).min(Duration::from_secs(1));
        let wait = base * 3_u32.pow(self.tries.saturating_sub(1)).min(9);
        let wait = wait.mul_f64(0.5 + fastrand::f64());
        (wait < left).then_some(wait)
    }
}

/// Whether two addresses ask a server for the same.
pub(super) fn same_page(a: &Url, b: &Url) -> bool {
    without_fragment(a) == without_fragment(b)
}

/// Where a `Location` leads: relative to the address, in UTF-8 or Latin-1, blanks and all.
fn resolve(base: &Url, location: &[u8]) -> Result<Url, String> {
    let text = match std::str::from_utf8(location) {
        Ok(text) => text.to_owned(),
        Err(_) => location.iter().map(|byte| char::from(*byte)).collect(),
    };
    if text.trim().is_empty() {
        return Err("it redirects without saying where to".into());
    }
    let mut to = base.join(text.trim()).map_err(|_| {
        format!("it redirects to what is no address: `{}`", crate::words::excerpt(text.trim()))
    })?;
    // Nobody's password is sent or printed; neither fails for http and https.
    let _ = to.set_username("");
    let _ = to.set_password(None);
    Ok(to)
}

/// `Retry-After`: seconds or a date.
pub(super) fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number of seconds that no integer holds is longer than any budget.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::from(u32::MAX))));
    }
    let when = httpdate::parse_http_date(text).ok()?;
    Some(when.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_in_seconds_or_as_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(retry_after("30", now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:07 GMT", now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999999999999", now), Some(Duration::from_secs(u64::from(u32::MAX))));
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after("", now), None);
    }

    #[test]
    fn locations_as_servers_really_send_them() {
        let base = Url::parse("https://example.org/a/b").unwrap();
        let to = |location: &[u8]| resolve(&base, location).map(String::from);
        assert_eq!(to(b"c d"), Ok("https://example.org/a/c%20d".into()));
        assert_eq!(to("/стр".as_bytes()), Ok("https://example.org/%D1%81%D1%82%D1%80".into()));
        assert_eq!(to(b"/caf\xe9"), Ok("https://example.org/caf%C3%A9".into()));
        assert_eq!(to(b"//other.example/"), Ok("https://other.example/".into()));
        assert_eq!(to(b"https://user:word@other.example/"), Ok("https://other.example/".into()));
        assert!(to(b"").is_err() && to(b"https://").is_err());
    }

    #[test]
    fn waiting_for_its_turn_uses_up_no_budget() {
        let dataset = crate::dataset::load::from_files(
            std::path::PathBuf::new(),
            vec![crate::dataset::load::RawFile {
                path: "facts/dataset.toml".into(),
                content: Ok(b"format = 1\n[links]\nbudget = \"10s\"\ntimeout = \"4s\"\n".to_vec()),
            }],
        )
        .unwrap()
        .dataset;
        let settings = Settings::of(&dataset, jiff::civil::date(2026, 1, 1));
        let second = Duration::from_secs(1);
        let now = Instant::now();
        let mut job = Job::new(0, Url::parse("https://example.org/a").unwrap(), false);
        assert_eq!(job.start(now, &settings), now + second * 4);
        // Redirected after two seconds into a queue of a minute.
        job.ready = Some(now + second * 2);
        assert_eq!(job.start(now + second * 62, &settings), now + second * 66);
        assert_eq!(job.deadline, Some(now + second * 70));
        // A back-off does use it up.
        assert_eq!(job.start(now + second * 68, &settings), now + second * 70);
    }
}
