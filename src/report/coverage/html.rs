//! The report on coverage as one page for a browser: the article with its statements in colour.
//!
//! The page needs nothing else and asks for nothing. Templates escape every text; the
//! Content-Security-Policy allows the page's own style by its hash and nothing besides.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use askama::Template;

use super::{brackets, line, summary, what_there_is};
use crate::coverage::{Coverage, Kind, State, Statement};
use crate::dataset::ClaimId;
use crate::message::Message;
use crate::report::html::hash;

const STYLE: &str = include_str!("style.css");

#[derive(Template)]
#[template(path = "page.html", config = "src/report/coverage/askama.toml")]
struct Page<'a> {
    title: String,
    lang: &'a str,
    version: &'static str,
    style: &'static str,
    style_hash: String,
    summary: Message,
    states: Vec<(State, usize)>,
    blocks: Vec<Vec<Piece>>,
    gaps: Vec<Gap>,
    claims: Vec<ClaimLine>,
    without: Vec<ClaimLine>,
}

/// A part of the article.
enum Piece {
    Text(String),
    Statement { index: usize, state: State, text: String, says: Message, href: String },
}

struct Gap {
    index: usize,
    state: State,
    place: String,
    text: String,
    says: Message,
}

struct ClaimLine {
    id: String,
    says: Message,
    place: String,
    /// Statements that lead here.
    statements: Vec<usize>,
}

impl State {
    /// A sign that tells the state without its colour.
    fn sign(self) -> &'static str {
        match self {
            Self::Covered => "✓",
            Self::Uncited => "○",
            Self::OtherMarker => "≠",
            Self::Contradicted => "✗",
            Self::Missing => "?",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Covered => "held by a claim with a reference",
            Self::Uncited => "held by a claim without a reference",
            Self::OtherMarker => "held by a claim with another marker",
            Self::Contradicted => "contradicted by a claim",
            Self::Missing => "held by no claim",
        }
    }
}

/// Writes the page.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(coverage: &Coverage<'_>, out: &mut dyn Write) -> io::Result<()> {
    let says: Vec<Message> =
        coverage.statements.iter().map(|statement| what_there_is(coverage, statement)).collect();
    let page = Page {
        title: coverage.article.name.clone(),
        lang: coverage.language.tag,
        version: env!("CARGO_PKG_VERSION"),
        style: STYLE,
        style_hash: hash(STYLE),
        summary: summary(coverage),
        states: State::ALL.into_iter().map(|state| (state, coverage.count(state))).collect(),
        blocks: blocks(coverage, &says),
        gaps: gaps(coverage, &says),
        claims: claims(coverage),
        without: coverage.without.iter().map(|id| claim_line(coverage, *id, Vec::new())).collect(),
    };
    page.write_into(out).map_err(io::Error::other)
}

/// The claims that statements lead to, each once.
fn led_to(statement: &Statement) -> impl Iterator<Item = ClaimId> + '_ {
    statement.claims.iter().chain(&statement.instead).copied()
}

fn shown(statement: &Statement) -> String {
    match statement.kind {
        Kind::Marker => brackets(statement.markers.iter().map(|marker| &**marker)),
        _ => statement.shown.clone(),
    }
}

/// The article, block by block. Statements do not overlap but where two are told in one breath: the
/// second is then empty here and stands in the list.
fn blocks(coverage: &Coverage<'_>, says: &[Message]) -> Vec<Vec<Piece>> {
    let text = coverage.article.text();
    let mut blocks = vec![Vec::new()];
    let mut at = 0;
    for (index, statement) in coverage.statements.iter().enumerate() {
        let marker = statement.kind == Kind::Marker;
        if statement.text.start < at && !marker {
            continue;
        }
        push_text(&mut blocks, text.get(at..statement.text.start).unwrap_or_default());
        at = at.max(statement.text.end);
        let lead = led_to(statement).next().map(|id| &coverage.dataset.claim(id).id);
        let href = lead.map_or_else(|| format!("gap-{index}"), |id| format!("claim-{id}"));
        if let Some(block) = blocks.last_mut() {
            let (state, text, says) = (statement.state, shown(statement), says[index].clone());
            block.push(Piece::Statement { index, state, text, says, href });
        }
    }
    push_text(&mut blocks, text.get(at..).unwrap_or_default());
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn push_text(blocks: &mut Vec<Vec<Piece>>, text: &str) {
    for (index, part) in text.split("\n\n").enumerate() {
        if index > 0 {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut().filter(|_| !part.is_empty()) {
            block.push(Piece::Text(part.to_owned()));
        }
    }
}

fn gaps(coverage: &Coverage<'_>, says: &[Message]) -> Vec<Gap> {
    let all = coverage.statements.iter().enumerate();
    all.filter(|(_, statement)| !statement.state.is_covered())
        .map(|(index, statement)| Gap {
            index,
            state: statement.state,
            place: format!("{}:{}", statement.start.line, statement.start.column),
            text: shown(statement),
            says: says[index].clone(),
        })
        .collect()
}

fn claims(coverage: &Coverage<'_>) -> Vec<ClaimLine> {
    let mut by_claim: BTreeMap<ClaimId, Vec<usize>> = BTreeMap::new();
    for (index, statement) in coverage.statements.iter().enumerate() {
        for claim in led_to(statement) {
            by_claim.entry(claim).or_default().push(index);
        }
    }
    let without: BTreeSet<ClaimId> = coverage.without.iter().copied().collect();
    by_claim
        .into_iter()
        .filter(|(claim, _)| !without.contains(claim))
        .map(|(claim, statements)| claim_line(coverage, claim, statements))
        .collect()
}

fn claim_line(coverage: &Coverage<'_>, id: ClaimId, statements: Vec<usize>) -> ClaimLine {
    let claim = coverage.dataset.claim(id);
    let files = &coverage.dataset.files;
    let place = files.start(claim.id_span);
    ClaimLine {
        id: claim.id.to_string(),
        says: line(coverage.dataset, claim),
        place: format!("{}:{}", files.get(claim.id_span.file).path, place.line),
        statements,
    }
}
