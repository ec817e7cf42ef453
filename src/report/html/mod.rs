//! The report as one page for a browser: a file that needs nothing else and asks for nothing.
//!
//! Templates escape every text; the Content-Security-Policy allows the page's own style and script
//! by their hashes and nothing besides, so a text that got through could still not act. Without
//! scripts all is there but the filter.

mod markup;

use std::collections::HashSet;
use std::io::{self, Write};

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

pub(crate) use self::markup::Escape;
use self::markup::Html;
use super::view::{Limits, Mark, View};
use crate::message::Message;
use crate::run::Run;
use crate::words::count;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// What a browser opens at once.
const LIMITS: Limits = Limits {
    claims: 2_000,
    findings: 100,
    sources: 1_000,
    claims_of_source: 40,
    rows: 80,
    pictures: 12,
    text: 1_000,
};

/// Groups of findings with more than this many start closed, where they are no errors.
const MOST_OPEN: usize = 3;

#[derive(Template)]
#[template(path = "page.html", config = "src/report/html/askama.toml")]
struct Page<'a> {
    view: &'a View,
    style: &'static str,
    script: &'static str,
    style_hash: String,
    script_hash: String,
    version: &'static str,
    /// Subjects, rules and states of evidence that occur among the listed claims.
    entities: Vec<(&'a str, &'a str)>,
    rules: Vec<&'static str>,
    /// What is listed, and so can be led to.
    listed: HashSet<String>,
}

/// Writes the page.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let view = View::new(run, LIMITS);
    let mut entities: Vec<(&str, &str)> =
        view.groups.iter().map(|group| (&*group.name, &*group.entity)).collect();
    entities.sort_unstable();
    let mut rules: Vec<&str> = view
        .groups
        .iter()
        .flat_map(|group| &group.claims)
        .flat_map(|claim| claim.rules.iter().map(|(rule, _)| *rule).chain(claim.accepted.iter().copied()))
        .collect();
    rules.sort_unstable();
    rules.dedup();
    let page = Page {
        view: &view,
        style: STYLE,
        script: SCRIPT,
        style_hash: hash(STYLE),
        script_hash: hash(SCRIPT),
        version: env!("CARGO_PKG_VERSION"),
        entities,
        rules,
        listed: listed(&view),
    };
    page.write_into(out)
}

/// The anchors of what is listed.
fn listed(view: &View) -> HashSet<String> {
    let claims =
        view.groups.iter().flat_map(|group| &group.claims).map(|claim| format!("claim-{}", claim.id));
    let entities = view.groups.iter().map(|group| format!("entity-{}", group.entity));
    let sources = view.sources.iter().map(|source| format!("source-{}", source.id));
    claims.chain(entities).chain(sources).collect()
}

/// A source expression of a Content-Security-Policy that allows just this text.
pub(super) fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

impl Page<'_> {
    /// Whether an anchor stands on the page.
    fn leads(&self, anchor: &str) -> bool {
        self.listed.contains(anchor)
    }

    /// A message as HTML.
    fn markup(&self, message: &Message) -> String {
        Html::of(message, &self.listed)
    }

    /// Whether a claim or source is on the page.
    fn lists(&self, kind: &str, id: &str) -> bool {
        self.listed.contains(&format!("{kind}-{id}"))
    }

    /// Whether a group of findings is open at first.
    fn opens(&self, number: &usize) -> bool {
        *number <= MOST_OPEN
    }

    /// "1 finding", "12 findings".
    fn number(&self, number: &usize, one: &str, many: &str) -> String {
        count(*number, one, many)
    }
}
