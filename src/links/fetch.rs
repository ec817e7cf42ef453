//! One request: connect, ask, read the answer through a cap, and say what came of it.
//!
//! Always GET: what a server answers to HEAD proves nothing of the page, and the page itself has to
//! be read anyway. Redirects are not followed in here.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderValue};
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::failure::Failure;
use super::guard::{self, Guard, Policy};
use super::settings::Settings;
use super::trouble::{Trouble, causes};
use crate::page::content::Content;
use crate::page::glance::{self, Glance};

/// How much of a page is kept that nobody but the judge of soft 404s wants, in decoded bytes.
const JUDGED: usize = 256 << 10;

/// How many bodies beyond [`JUDGED`] are held at a time, so that memory stays bounded.
const LARGE: usize = 8;

/// The longest that connecting may take; who takes longer is not there.
const CONNECT: Duration = Duration::from_secs(10);

/// What this program calls itself.
pub(super) const USER_AGENT: &str = concat!(
    "Mozilla/5.0 (compatible; ",
    env!("CARGO_PKG_NAME"),
    "/",
    env!("CARGO_PKG_VERSION"),
    "; link checker)"
);

/// What is to be asked for.
#[derive(Debug)]
pub(super) struct Request {
    /// Where.
    pub(super) url: Url,
    /// Cookies that the chain has gathered.
    pub(super) cookies: Option<String>,
    /// Whether nothing else waits for the host, so that the connection can go.
    pub(super) last: bool,
    /// Whether the body is wanted as a whole, as far as the cap.
    pub(super) whole: bool,
    /// When it has to be over.
    pub(super) until: Instant,
}

/// What a server answered.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// `Location`, as sent.
    pub(super) location: Option<Vec<u8>>,
    /// `Retry-After`, as sent.
    pub(super) retry_after: Option<String>,
    /// `Set-Cookie`, each as sent.
    pub(super) set_cookies: Vec<String>,
    pub(super) content_type: Option<String>,
    /// Whether a bot wall says that it stands in the way.
    pub(super) challenged: bool,
    /// The page, where it is HTML.
    pub(super) page: Option<Glance>,
    /// A hash of the page's text, or of the bytes where it is no HTML.
    pub(super) text: Option<String>,
    /// The body, where it was wanted as a whole.
    pub(super) body: Option<Vec<u8>>,
    /// Whether the body goes on beyond the cap.
    pub(super) truncated: bool,
    /// The right to hold a large body; it goes with the body.
    large: Option<OwnedSemaphorePermit>,
}

/// The client, behind its guard.
#[derive(Clone)]
pub(super) struct Client {
    client: reqwest::Client,
    policy: Policy,
    max_body: u64,
    large: Arc<Semaphore>,
}

impl Client {
    pub(super) fn new(settings: &Settings) -> Result<Self, String> {
        let policy = settings.policy;
        let guard = Guard { resolver: settings.resolver.clone(), policy };
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT,
            HeaderValue::from_static("text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"),
        );
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("*"));
        let client = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .retry(reqwest::retry::never())
            .dns_resolver(guard)
            .connect_timeout((settings.timeout * 3 / 4).min(CONNECT))
            // Idle connections of many hosts must not use up the sockets of this machine.
            .pool_idle_timeout(Duration::from_millis(500))
            .pool_max_idle_per_host(settings.per_host)
            .http1_ignore_invalid_headers_in_responses(true)
            .tls_backend_preconfigured(super::tls::config(&settings.roots)?)
            .build()
            .map_err(|error| error.to_string())?;
        let large = Arc::new(Semaphore::new(LARGE));
        Ok(Self { client, policy, max_body: settings.max_body, large })
    }

    /// Asks once.
    pub(super) async fn ask(&self, request: Request) -> Result<Answer, Trouble> {
        guard::literal(&request.url, self.policy)
            .map_err(|refused| Trouble::new(Failure::Address, refused.to_string()))?;
        let mut asked = self.client.get(request.url.clone());
        if let Some(cookies) = &request.cookies
            && let Ok(cookies) = HeaderValue::from_str(cookies)
        {
            asked = asked.header(header::COOKIE, cookies);
        }
        if request.last {
            asked = asked.header(header::CONNECTION, HeaderValue::from_static("close"));
        }
        let mut response = match timeout_at(request.until, asked.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(Trouble::of(&error)),
            Err(_) => {
                return Err(Trouble::new(
                    Failure::Timeout,
                    "the server did not answer within the time limit",
                ));
            }
        };
        let mut answer = head(&response);
        if !(200..300).contains(&answer.status) {
            return Ok(answer);
        }
        self.body(&mut response, &mut answer, &request).await?;
        Ok(answer)
    }

    async fn body(
        &self,
        response: &mut reqwest::Response,
        answer: &mut Answer,
        request: &Request,
    ) -> Result<(), Trouble> {
        let (whole, mut until) = (request.whole, request.until);
        let cap = usize::try_from(self.max_body).unwrap_or(usize::MAX);
        let keep = if whole { cap } else { cap.min(JUDGED) };
        // What comes in an encoding that nobody asked for cannot be read.
        let encoded = response
            .headers()
            .get(header::CONTENT_ENCODING)
            .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
        let mut hash = Sha256::new();
        let (mut kept, mut read) = (Vec::new(), 0_usize);
        loop {
            let late = "the page began to come and did not end within the time limit";
            let chunk = timeout_at(until, response.chunk())
                .await
                .map_err(|_| Trouble::new(Failure::Timeout, late))?
                .map_err(|error| of_body(&error))?;
            let Some(chunk) = chunk else { break };
            let room = chunk.len().min(cap - read);
            read += room;
            hash.update(&chunk[..room]);
            let more = room.min(keep - kept.len());
            if kept.len() + more > JUDGED && answer.large.is_none() {
                let begun = Instant::now();
                answer.large = Arc::clone(&self.large).acquire_owned().await.ok();
                // Waiting for others is not the server's fault.
                until += begun.elapsed();
            }
            kept.extend_from_slice(&chunk[..more]);
            if room < chunk.len() || read == cap {
                answer.truncated = true;
                break;
            }
        }
        if encoded {
            return Ok(());
        }
        let kind = answer.content_type.as_deref();
        if let Content::Page(file) = Content::of(&kept[..kept.len().min(JUDGED)], kind) {
            let (page, text) = glance::glance(&file);
            (answer.page, answer.text) = (Some(page), Some(text));
        } else {
            answer.text = Some(glance::hex(&hash.finalize()));
        }
        answer.body = whole.then_some(kept);
        Ok(())
    }
}

fn head(response: &reqwest::Response) -> Answer {
    let headers = response.headers();
    let text = |name: &str| {
        headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
    };
    Answer {
        status: response.status().as_u16(),
        location: headers.get(header::LOCATION).map(|value| value.as_bytes().to_vec()),
        retry_after: text("retry-after"),
        set_cookies: headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .collect(),
        content_type: text("content-type").filter(|kind| !kind.is_empty()),
        challenged: text("cf-mitigated").is_some_and(|value| value.eq_ignore_ascii_case("challenge"))
            || text("x-amzn-waf-action").is_some(),
        ..Answer::default()
    }
}

/// Names what goes wrong once the page has begun to come.
fn of_body(error: &reqwest::Error) -> Trouble {
    let trouble = Trouble::of(error);
    if matches!(trouble.failure, Failure::Reset | Failure::Tls) {
        return Trouble::new(trouble.failure, "the server cut the connection within the page");
    }
    // The decoder hands on what goes wrong with the connection, too.
    if !causes(error).any(|error| error.is::<hyper::Error>()) {
        return Trouble::new(Failure::Encoding, "the page does not unfold as its encoding says");
    }
    let kind =
        causes(error).filter_map(|error| error.downcast_ref::<io::Error>()).map(io::Error::kind).last();
    if matches!(kind, Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)) {
        return Trouble::new(Failure::Malformed, "the page comes in chunks that cannot be read");
    }
    Trouble::new(Failure::CutShort, "the page was cut short")
}
