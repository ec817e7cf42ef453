//! The ledger, `sources/links.lock`: what was last learnt of each address, in git like any lock file.
//!
//! One bad day of a server proves nothing. As InternetArchiveBot does, an address is dead after
//! three failures at least three days apart, or at once on 404 and 410; one success clears. One table
//! per address, sorted, so that diffs stay small.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;

use super::failure::Failure;
use super::verdict::{Link, Verdict};
use crate::dataset::rules::syntax::SYNTAX;
use crate::dataset::{Dataset, FileId, Span};
use crate::evidence::seen::Seen;
use crate::evidence::{self, source};
use crate::finding::Finding;
use crate::message::message;

pub use crate::dataset::LEDGER as PATH;

/// The version of the ledger that this build reads and writes.
const VERSION: u32 = 1;

/// After so many days without a page, what could not be verified becomes a warning.
pub(super) const LONG: i32 = 14;

/// What is recorded of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The last verdict.
    pub verdict: Verdict,
    /// When it was made.
    pub checked: Date,
    /// The last status of a server.
    pub status: Option<u16>,
    /// What went wrong, by name.
    pub failure: Option<Failure>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Where the page was found, where that is another address.
    pub final_url: Option<String>,
    /// Since when nothing has been found at the address.
    pub first_failure: Option<Date>,
    /// When a failure last counted.
    pub last_failure: Option<Date>,
    /// How many failures counted since.
    pub failures: u32,
    /// Whether https answers the same where the address is http.
    pub secure: bool,
    /// A hash of the page's text when it was last seen.
    pub text: Option<String>,
    /// What the page said of quotes when it was last read.
    pub quotes: Seen,
}

impl Entry {
    /// Whether nothing could be learnt for long.
    pub fn is_long(&self) -> bool {
        self.first_failure.is_some_and(|first| days(first, self.checked) >= LONG)
    }

    /// Makes a link say what is recorded.
    pub(super) fn tell(&self, link: &mut Link) {
        link.verdict = self.verdict;
        link.status = self.status;
        link.failure = self.failure;
        link.reason.clone_from(&self.reason);
        link.final_url.clone_from(&self.final_url);
        link.secure = self.secure;
        link.long = self.is_long();
        link.quotes.clone_from(&self.quotes);
    }
}

/// Days from one to another.
pub(super) fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// What is recorded of all addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// By address, without fragment.
    pub entries: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLedger {
    version: u32,
    #[serde(default)]
    link: BTreeMap<String, RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    verdict: String,
    checked: toml::value::Datetime,
    status: Option<u16>,
    failure: Option<String>,
    reason: Option<String>,
    final_url: Option<String>,
    first_failure: Option<toml::value::Datetime>,
    last_failure: Option<toml::value::Datetime>,
    #[serde(default)]
    failures: u32,
    #[serde(default)]
    secure: bool,
    text: Option<String>,
    #[serde(default)]
    quotes: Vec<RawQuote>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuote {
    quote: String,
    verdict: String,
    reason: Option<String>,
    passage: Option<String>,
}

impl RawQuote {
    fn read(self) -> Result<(String, source::Outcome), String> {
        let verdict = evidence::Verdict::ALL.into_iter().find(|verdict| verdict.name() == self.verdict);
        let verdict = verdict.ok_or_else(|| format!("`{}` is no verdict on a quote", self.verdict))?;
        Ok((self.quote, source::Outcome { verdict, reason: self.reason, passage: self.passage }))
    }
}

impl RawEntry {
    fn read(self) -> Result<Entry, String> {
        let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.name() == self.verdict);
        let failure = self.failure.map(|code| {
            Failure::from_code(&code).ok_or_else(|| format!("`{code}` is no failure that is known here"))
        });
        let optional = |date: Option<toml::value::Datetime>| date.map(day).transpose();
        Ok(Entry {
            verdict: verdict.ok_or_else(|| format!("`{}` is no verdict", self.verdict))?,
            checked: day(self.checked)?,
            status: self.status,
            failure: failure.transpose()?,
            reason: self.reason,
            final_url: self.final_url,
            first_failure: optional(self.first_failure)?,
            last_failure: optional(self.last_failure)?,
            failures: self.failures,
            secure: self.secure,
            text: self.text,
            quotes: self.quotes.into_iter().map(RawQuote::read).collect::<Result<_, _>>()?,
        })
    }
}

fn day(date: toml::value::Datetime) -> Result<Date, String> {
    let wrong = || format!("`{date}` is no day");
    let (Some(written), None) = (date.date, date.time) else { return Err(wrong()) };
    let part = |number: u8| i8::try_from(number).map_err(|_| wrong());
    let year = i16::try_from(written.year).map_err(|_| wrong())?;
    Date::new(year, part(written.month)?, part(written.day)?).map_err(|_| wrong())
}

impl Ledger {
    /// The ledger of a dataset; empty where there is none.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as a finding.
    pub fn of(dataset: &Dataset) -> Result<Self, Box<Finding>> {
        let Some((id, file)) = dataset.files.iter().find(|(_, file)| file.path == PATH) else {
            return Ok(Self::default());
        };
        Self::parse(&file.text).map_err(|(message, range)| Box::new(finding(id, &file.text, &message, range)))
    }

    fn parse(text: &str) -> Result<Self, (String, std::ops::Range<usize>)> {
        let raw: RawLedger = toml::from_str(text)
            .map_err(|error| (error.message().to_owned(), error.span().unwrap_or(0..0)))?;
        if raw.version != VERSION {
            let at = text.find("version").unwrap_or(0);
            return Err((
                format!("it has version {}, and this build reads {VERSION}", raw.version),
                at..at + 7,
            ));
        }
        let mut entries = BTreeMap::new();
        for (url, raw) in raw.link {
            let entry = raw.read().map_err(|reason| {
                let at = text.find(&url).unwrap_or(0);
                (reason, at..at + if at == 0 { 0 } else { url.len() })
            })?;
            entries.insert(url, entry);
        }
        Ok(Self { entries })
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut out = format!(
            "# What was last learnt of each link. Made by `csto-validate check --record`; keep it in git, and\n\
             # after a merge conflict take either side and record again.\nversion = {VERSION}\n"
        );
        for (url, entry) in &self.entries {
            entry_text(&mut out, url, entry);
        }
        out
    }

    /// Writes the file of a dataset: whole, or not at all.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        let path = root.join(PATH);
        let folder = root.join("sources");
        std::fs::create_dir_all(&folder)?;
        let text = self.text();
        if std::fs::read(&path).is_ok_and(|before| before == text.as_bytes()) {
            return Ok(());
        }
        crate::atomic_write::write(&path, |out| out.write_all(text.as_bytes()))
    }
}

fn entry_text(out: &mut String, url: &str, entry: &Entry) {
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    let text = |text: &Option<String>| text.as_deref().map(quoted);
    out.push_str(&format!("\n[link.{}]\n", quoted(url)));
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{name} = {value}");
        }
    };
    line("verdict", Some(quoted(entry.verdict.name())));
    line("checked", date(Some(entry.checked)));
    line("status", entry.status.map(|status| status.to_string()));
    line("failure", entry.failure.map(|failure| quoted(failure.code())));
    line("reason", text(&entry.reason));
    line("final_url", text(&entry.final_url));
    line("first_failure", date(entry.first_failure));
    line("last_failure", date(entry.last_failure));
    line("failures", (entry.failures > 0).then(|| entry.failures.to_string()));
    line("secure", entry.secure.then(|| "true".to_owned()));
    line("text", text(&entry.text));
    if entry.quotes.is_empty() {
        return;
    }
    out.push_str("quotes = [\n");
    for (key, outcome) in &entry.quotes {
        let fields = [("reason", &outcome.reason), ("passage", &outcome.passage)];
        let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let fields: String = fields.map(|(name, value)| format!(", {name} = {}", quoted(value))).collect();
        out.push_str(&format!(
            "    {{ quote = {}, verdict = {}{fields} }},\n",
            quoted(key),
            quoted(outcome.verdict.name())
        ));
    }
    out.push_str("]\n");
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn finding(id: FileId, text: &str, message: &str, range: std::ops::Range<usize>) -> Finding {
    let at = |offset: usize| u32::try_from(offset.min(text.len())).unwrap_or(u32::MAX);
    let span = Span { file: id, start: at(range.start), end: at(range.end) };
    Finding::new(&SYNTAX, span, message!("the ledger of links, `{}`, cannot be read: {}", PATH, message))
        .label("here")
        .help("take the file from git as it was, or remove it and record anew with `check --record`")
}

#[cfg(test)]
#[cfg(feature = "links")]
mod tests {
    use super::super::day::FAILURES;
    use super::super::outcome::Outcome;
    use super::*;

    fn outcome(verdict: Verdict) -> Outcome {
        Outcome {
            verdict,
            status: None,
            failure: (verdict == Verdict::Unreachable).then_some(Failure::Reset),
            reason: Some("a \"quoted\"\u{1b} reason\n".into()),
            final_url: None,
            chain: Vec::new(),
            text: None,
            title: String::new(),
            secure: false,
            spared: false,
        }
    }

    fn run(days: &[(i8, Verdict)]) -> Entry {
        let mut entry: Option<Entry> = None;
        for (day, verdict) in days {
            entry = Some(Entry::after(entry.as_ref(), &outcome(*verdict), Date::constant(2026, 1, *day)));
        }
        entry.unwrap()
    }

    #[test]
    fn dead_after_three_failures_three_days_apart() {
        use Verdict::{Alive, Blocked, Dead, Unreachable};
        let u = |day| (day, Unreachable);
        assert_eq!(run(&[u(1), u(2), u(3)]).verdict, Unreachable);
        assert_eq!(run(&[u(1), u(4), u(6)]).verdict, Unreachable);
        assert_eq!(run(&[u(1), u(4), u(7)]).verdict, Dead);
        assert_eq!(run(&[u(1), u(3), u(4), u(6), u(7)]).verdict, Dead);
        assert_eq!(run(&[u(1), u(4), (5, Alive), u(7), u(10)]).verdict, Unreachable);
        assert_eq!(run(&[u(1), u(4), (5, Blocked), u(7)]).verdict, Dead);
        assert_eq!(run(&[(1, Blocked), (4, Blocked), (7, Blocked), (10, Blocked)]).verdict, Blocked);
        assert_eq!(run(&[(1, Dead)]).verdict, Dead);
        assert_eq!(run(&[u(7), u(1), u(4)]).failures, 1);
        assert!(run(&[(1, Blocked), (15, Blocked)]).is_long());
        assert!(!run(&[(1, Blocked), (14, Blocked)]).is_long());
        assert!(!run(&[(1, Blocked), (15, Alive)]).is_long());
    }

    #[test]
    fn what_is_written_is_read() {
        let mut ledger = Ledger::default();
        ledger.entries.insert("https://b.example/?a=\"b\"".into(), run(&[(1, Verdict::Unreachable)]));
        let mut alive = run(&[(2, Verdict::Alive)]);
        (alive.secure, alive.text, alive.status) = (true, Some("sha256:00".into()), Some(200));
        ledger.entries.insert("https://a.example/Организация".into(), alive);
        let text = ledger.text();
        assert_eq!(Ledger::parse(&text), Ok(ledger), "{text}");
        assert!(text.find("a.example") < text.find("b.example"));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for text in [
            "version = 2",
            "[link]",
            "version = 1\nlinks = 3",
            "version = 1\n<<<<<<< HEAD",
            "version = 1\n[link.\"a\"]\nverdict = \"fine\"\nchecked = 2026-01-01",
            "version = 1\n[link.\"a\"]\nverdict = \"alive\"\nchecked = 2026-02-30",
            "version = 1\n[link.\"a\"]\nverdict = \"alive\"\nchecked = 10:00:00",
        ] {
            assert!(Ledger::parse(text).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        /// Whatever comes day after day: a day that is recorded twice is one day, failures lie in order,
        /// one success clears, and what is written is read.
        #[test]
        fn days_follow_each_other(days in proptest::collection::vec((0..40_i64, 0..Verdict::ALL.len()), 1..12)) {
            let mut entry: Option<Entry> = None;
            let mut today = Date::constant(2026, 1, 1);
            for (later, verdict) in days {
                today = today.saturating_add(jiff::Span::new().days(later));
                let outcome = outcome(Verdict::ALL[verdict]);
                let next = Entry::after(entry.as_ref(), &outcome, today);
                proptest::prop_assert_eq!(&Entry::after(Some(&next), &outcome, today), &next);
                proptest::prop_assert!(next.first_failure <= next.last_failure.or(next.first_failure));
                proptest::prop_assert!(next.last_failure <= Some(today));
                proptest::prop_assert_eq!(next.failures > 0, next.last_failure.is_some());
                if matches!(outcome.verdict, Verdict::Alive | Verdict::Moved) {
                    proptest::prop_assert!(next.first_failure.is_none() && next.failures == 0 && !next.is_long());
                }
                let dead = outcome.verdict == Verdict::Dead
                    || (outcome.verdict == Verdict::Unreachable && next.failures >= FAILURES);
                proptest::prop_assert_eq!(next.verdict == Verdict::Dead, dead);
                let ledger = Ledger { entries: BTreeMap::from([("https://example.org/".to_owned(), next.clone())]) };
                proptest::prop_assert_eq!(Ledger::parse(&ledger.text()), Ok(ledger));
                entry = Some(next);
            }
        }

        #[test]
        fn whatever_the_web_says_is_written_and_read(url in "\\PC{1,40}", reason in proptest::prelude::any::<String>()) {
            let mut ledger = Ledger::default();
            let mut entry = run(&[(1, Verdict::Unreachable)]);
            entry.reason = Some(reason.clone());
            entry.final_url = Some(reason);
            ledger.entries.insert(url, entry);
            proptest::prop_assert_eq!(Ledger::parse(&ledger.text()), Ok(ledger));
        }
    }
}
