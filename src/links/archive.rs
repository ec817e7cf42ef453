//! Archived copies: whether one is of that very page, and which one an archive offers.
//!
//! The availability service of the Wayback Machine is asked for where that is wished, and no more
//! often than its operators ask: 24 requests in a minute, and none for a minute after a 429. An empty
//! answer proves nothing, so nothing is said of it.

use std::collections::VecDeque;
use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;
use url::Url;

use super::Interrupt;
use super::fetch::{Answer, Client, Request};
use super::settings::Settings;
use super::trouble::Trouble;
use crate::dataset::Source;
use crate::value::urls;

/// The service that `--suggest-archives` asks where no other is named.
pub const SERVICE: &str = "https://archive.org/wayback/available";

/// As many requests in a minute.
const PER_MINUTE: usize = 24;

/// A minute.
const MINUTE: Duration = Duration::from_secs(60);

/// Lets pass as many requests as may be made.
#[derive(Debug, Default)]
struct Limiter {
    /// When the last requests were made.
    made: VecDeque<Instant>,
    /// Until when the service asked to be left alone.
    paused: Option<Instant>,
}

impl Limiter {
    /// When the next request may be made.
    fn next(&self, now: Instant) -> Instant {
        let now = self.paused.map_or(now, |until| now.max(until));
        match self.made.front() {
            Some(&first) if self.made.len() >= PER_MINUTE => now.max(first + MINUTE),
            _ => now,
        }
    }

    /// The service has had enough.
    fn pause(&mut self, now: Instant) {
        self.paused = Some(now + MINUTE);
    }

    fn note(&mut self, now: Instant) {
        if self.made.len() >= PER_MINUTE {
            self.made.pop_front();
        }
        self.made.push_back(now);
    }
}

/// A page for which a copy is looked for.
pub(super) struct Wanted {
    /// The address.
    pub(super) url: Url,
    /// The moment that the copy should be near, as the service writes it; none for any.
    pub(super) near: Option<String>,
}

/// When a source was read, or else published, as archives write moments.
pub(super) fn moment(source: &Source) -> Option<String> {
    let date = source.accessed.or(source.published)?.value;
    let (year, month, day) = date.earliest()?.ymd();
    (1..=9999).contains(&year).then(|| format!("{year:04}{month:02}{day:02}"))
}

/// Why an archive gave no answer, in words.
pub(super) type Silence = Option<String>;

/// Asks the service for each page in turn; copies of another page are no copies. Where the service
/// gives no answer, it is told why, and it is not asked any more.
pub(super) async fn suggest(
    wanted: &[Wanted],
    service: &Url,
    client: &Client,
    settings: &Settings,
    interrupt: &Interrupt,
) -> (Vec<Option<String>>, Silence) {
    let mut limiter = Limiter::default();
    let mut found = vec![None; wanted.len()];
    for at in 0..wanted.len() {
        let answer = tokio::select! {
            biased;
            () = interrupt.raised() => break,
            answer = ask(&wanted[at], service, client, settings, &mut limiter) => answer,
        };
        match answer {
            Ok(answer) if answer.status == 200 => {
                found[at] = answer.body.and_then(|body| copy(&body, &wanted[at].url));
            }
            Ok(answer) => return (found, Some(format!("it answers {}", answer.status))),
            Err(trouble) => return (found, Some(trouble.words)),
        }
    }
    (found, None)
}

/// Asks once, and after a minute once more where the service has had enough.
async fn ask(
    page: &Wanted,
    service: &Url,
    client: &Client,
    settings: &Settings,
    limiter: &mut Limiter,
) -> Result<Answer, Trouble> {
    let mut again = true;
    loop {
        tokio::time::sleep_until(limiter.next(Instant::now())).await;
        let now = Instant::now();
        limiter.note(now);
        let request = Request {
            url: question(service, page),
            cookies: None,
            last: false,
            whole: true,
            until: now + settings.timeout,
        };
        let answer = client.ask(request).await?;
        if answer.status != 429 || !again {
            return Ok(answer);
        }
        limiter.pause(Instant::now());
        again = false;
    }
}

fn question(service: &Url, page: &Wanted) -> Url {
    let mut url = service.clone();
    url.query_pairs_mut().append_pair("url", page.url.as_str());
    if let Some(near) = &page.near {
        url.query_pairs_mut().append_pair("timestamp", near);
    }
    url
}

#[derive(Deserialize)]
struct Availability {
    archived_snapshots: Snapshots,
}

#[derive(Deserialize)]
struct Snapshots {
    closest: Option<Closest>,
}

#[derive(Deserialize)]
struct Closest {
    available: bool,
    url: String,
    status: Option<String>,
}

/// The address of the copy in an answer, where it is one of that very page, and a good one.
fn copy(body: &[u8], page: &Url) -> Option<String> {
    let closest = serde_json::from_slice::<Availability>(body).ok()?.archived_snapshots.closest?;
    if !closest.available || closest.status.is_some_and(|status| !status.starts_with('2')) {
        return None;
    }
    let mut url = urls::parse(&closest.url).ok()?;
    let original = urls::parse(&urls::archived(&url)?.original?).ok()?;
    if urls::normal(&original) != urls::normal(page) {
        return None;
    }
    // The service still writes http, and the archive answers by https.
    if url.scheme() == "http" && url.port().is_none() {
        url.set_scheme("https").ok()?;
    }
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_often_than_the_operators_ask() {
        let start = Instant::now();
        let mut limiter = Limiter::default();
        for _ in 0..PER_MINUTE {
            assert_eq!(limiter.next(start), start);
            limiter.note(start);
        }
        assert_eq!(limiter.next(start), start + MINUTE);
        limiter.note(start + MINUTE);
        assert_eq!(limiter.next(start + MINUTE), start + MINUTE);
        limiter.pause(start + MINUTE);
        assert_eq!(limiter.next(start + MINUTE), start + MINUTE * 2);
    }

    #[test]
    fn a_copy_of_that_very_page() {
        let page: Url = "https://example.org/a".parse().unwrap();
        let answer = |url: &str, status: &str, available: bool| {
            format!(
                r#"{{"url":"x","archived_snapshots":{{"closest":{{"available":{available},"url":"{url}","timestamp":"20150225000000","status":"{status}"}}}}}}"#
            )
        };
        let good = "http://web.archive.org/web/20150225000000/http://example.org/a";
        assert_eq!(
            copy(answer(good, "200", true).as_bytes(), &page),
            Some(good.replacen("http", "https", 1))
        );
        assert_eq!(copy(answer(good, "404", true).as_bytes(), &page), None);
        assert_eq!(copy(answer(good, "200", false).as_bytes(), &page), None);
        let other = "http://web.archive.org/web/20150225000000/http://example.org/b";
        assert_eq!(copy(answer(other, "200", true).as_bytes(), &page), None);
        assert_eq!(copy(br#"{"archived_snapshots":{}}"#, &page), None);
        assert_eq!(copy(b"<html>", &page), None);
    }
}
