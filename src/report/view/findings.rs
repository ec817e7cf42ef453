//! Findings as people read them: by rule, with lines, claims and, where time is what they are
//! about, a picture of it.

use std::collections::HashMap;

use super::picture::{Picture, Row, bar};
use super::scale::TimeScale;
use super::{Context, Listing};
use crate::dataset::{ClaimId, DateValue, Span};
use crate::finding::{Finding, Label, Level};
use crate::message::{Message, message, ours};
use crate::report::clip;
use crate::run::{Reported, Run};
use crate::value::DayRange;

/// Which findings name a claim or a source, by id.
pub(super) struct Index<'a> {
    claims: HashMap<&'a str, Vec<(&'static str, Level)>>,
    sources: HashMap<&'a str, Vec<(&'static str, Level)>>,
    accepted: HashMap<&'a str, Vec<&'static str>>,
    ids: HashMap<&'a str, ClaimId>,
}

impl<'a> Index<'a> {
    pub(super) fn new(run: &'a Run) -> Self {
        let mut index = Self {
            claims: HashMap::new(),
            sources: HashMap::new(),
            accepted: HashMap::new(),
            ids: run.dataset.claims().map(|(id, claim)| (&*claim.id, id)).collect(),
        };
        for Reported { finding, level, .. } in &run.findings {
            for id in &finding.names.claims {
                push_once(index.claims.entry(id).or_default(), (finding.rule.name, *level));
            }
            for id in &finding.names.sources {
                push_once(index.sources.entry(id).or_default(), (finding.rule.name, *level));
            }
        }
        for accepted in &run.accepted {
            let finding = &accepted.reported.finding;
            for id in &finding.names.claims {
                push_once(index.accepted.entry(id).or_default(), finding.rule.name);
            }
        }
        index
    }

    /// Rules that fire on a claim, with the level at which they do.
    pub(super) fn of_claim(&self, id: &str) -> &[(&'static str, Level)] {
        self.claims.get(id).map_or(&[], Vec::as_slice)
    }

    /// Rules that fire on a source.
    pub(super) fn of_source(&self, id: &str) -> &[(&'static str, Level)] {
        self.sources.get(id).map_or(&[], Vec::as_slice)
    }

    /// Rules whose findings about a claim are accepted.
    pub(super) fn accepted_of_claim(&self, id: &str) -> &[&'static str] {
        self.accepted.get(id).map_or(&[], Vec::as_slice)
    }

    /// The claim of an id, where it could be read.
    pub(super) fn claim(&self, id: &str) -> Option<ClaimId> {
        self.ids.get(id).copied()
    }

    /// Whether an error names a claim.
    pub(super) fn is_wrong(&self, id: &str) -> bool {
        self.of_claim(id).iter().any(|(_, level)| *level == Level::Error)
    }
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The findings of one rule at one level.
pub(in crate::report) struct RuleGroup {
    /// The rule.
    pub(in crate::report) rule: &'static str,
    /// How much they weigh.
    pub(in crate::report) level: Level,
    /// Where the rule fires, in a sentence.
    pub(in crate::report) summary: String,
    /// What to do, where that is the same for all.
    pub(in crate::report) help: Option<Message>,
    /// How many there are.
    pub(in crate::report) count: usize,
    /// The first of them.
    pub(in crate::report) findings: Vec<FindingView>,
}

/// A finding.
pub(in crate::report) struct FindingView {
    /// What is wrong.
    pub(in crate::report) message: Message,
    /// What to do.
    pub(in crate::report) help: Option<Message>,
    /// Why it is kept.
    pub(in crate::report) reason: Option<String>,
    /// Where, the place to mend first.
    pub(in crate::report) places: Vec<Place>,
    /// Places that are not shown.
    pub(in crate::report) more_places: usize,
    /// The claims that it names, those that exist.
    pub(in crate::report) claims: Vec<String>,
    /// The proof, step by step.
    pub(in crate::report) steps: Vec<StepView>,
    /// Steps that are not shown.
    pub(in crate::report) more_steps: usize,
    /// What it is about, along time.
    pub(in crate::report) picture: Option<Picture>,
}

impl FindingView {
    /// Whether its message and place say it all, so that a line is enough for it.
    pub(in crate::report) fn is_simple(&self) -> bool {
        self.places.len() == 1
            && self.claims.len() <= 1
            && self.steps.is_empty()
            && self.picture.is_none()
            && self.reason.is_none()
            && self.help.is_none()
    }
}

/// A place in a file.
pub(in crate::report) struct Place {
    /// `facts/treaty.toml:14:9`.
    pub(in crate::report) name: String,
    /// The line.
    pub(in crate::report) code: String,
    /// What is said of it.
    pub(in crate::report) label: Message,
}

/// A step of a proof.
pub(in crate::report) struct StepView {
    /// What it says.
    pub(in crate::report) text: Message,
    /// What follows: "treaty.signed: May 1992".
    pub(in crate::report) follows: Option<Message>,
    /// Where it is written.
    pub(in crate::report) place: String,
}

/// Places of a finding that are shown.
const MOST_PLACES: usize = 8;
/// Steps of a proof that are shown.
const MOST_STEPS: usize = 40;
/// Claims that stand under a finding.
const MOST_CLAIMS: usize = 20;
/// Characters of a line.
const MOST_CODE: usize = 160;
/// Characters of a message.
const MOST_MESSAGE: usize = 1_500;

/// Errors, what weighs less, and what is accepted.
pub(super) fn listings(context: &Context<'_>) -> (Listing, Listing, Listing) {
    let run = context.run;
    let errors = run.findings.iter().filter(|found| found.level == Level::Error);
    let others = run.findings.iter().filter(|found| found.level != Level::Error);
    let accepted = run.accepted.iter().map(|accepted| (&accepted.reported, Some(&*accepted.reason)));
    (
        listing(context, errors.map(|found| (found, None)).collect()),
        listing(context, others.map(|found| (found, None)).collect()),
        listing(context, accepted.collect()),
    )
}

fn listing(context: &Context<'_>, found: Vec<(&Reported, Option<&str>)>) -> Listing {
    let mut at: HashMap<(&str, Level), usize> = HashMap::new();
    let mut groups: Vec<RuleGroup> = Vec::new();
    let count = found.len();
    for (reported, reason) in found {
        let rule = reported.finding.rule;
        let group = *at.entry((rule.name, reported.level)).or_insert_with(|| {
            groups.push(RuleGroup {
                rule: rule.name,
                level: reported.level,
                summary: rule.summary().replace("**", "").replace('`', ""),
                help: None,
                count: 0,
                findings: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[group];
        group.count += 1;
        if group.findings.len() < context.limits.findings {
            group.findings.push(view(context, &reported.finding, reason));
        }
    }
    for group in &mut groups {
        let [first, rest @ ..] = group.findings.as_slice() else { continue };
        if !rest.is_empty() && first.help.is_some() && rest.iter().all(|other| other.help == first.help) {
            group.help = first.help.clone();
            group.findings.iter_mut().for_each(|finding| finding.help = None);
        }
    }
    // Stable: within a level, rules stay in the order of their first places.
    groups.sort_by_key(|group| std::cmp::Reverse(group.level));
    Listing { count, groups }
}

fn view(context: &Context<'_>, finding: &Finding, reason: Option<&str>) -> FindingView {
    let labels = std::iter::once(&finding.primary).chain(&finding.related);
    let claims = finding.names.claims.iter().filter(|id| context.index.claim(id).is_some());
    FindingView {
        message: finding.message.clipped(MOST_MESSAGE),
        help: finding.help.as_ref().map(|help| help.clipped(MOST_MESSAGE)),
        reason: reason.map(|reason| context.show(reason)),
        places: labels.take(MOST_PLACES).map(|label| place(context, label)).collect(),
        more_places: (finding.related.len() + 1).saturating_sub(MOST_PLACES),
        claims: claims.take(MOST_CLAIMS).map(|id| id.to_string()).collect(),
        steps: finding.steps.iter().take(MOST_STEPS).map(|step| step_view(context, step)).collect(),
        more_steps: finding.steps.len().saturating_sub(MOST_STEPS),
        picture: picture(context, finding),
    }
}

fn step_view(context: &Context<'_>, step: &crate::finding::Step) -> StepView {
    StepView {
        text: step.text.clipped(MOST_MESSAGE),
        follows: step.new_days().map(|days| message!("{}: {}", step.subject, ours(days.describe()))),
        place: name(context, step.span),
    }
}

fn place(context: &Context<'_>, label: &Label) -> Place {
    let span = label.span;
    let file = context.run.dataset.files.get(span.file);
    let line = file.text.get(file.line_range(file.line_index(span.start))).unwrap_or_default();
    Place {
        name: name(context, span),
        code: clip(line.trim_end_matches(['\r', '\n']), MOST_CODE),
        label: label.text.clipped(MOST_CODE),
    }
}

/// `facts/treaty.toml:14`.
pub(super) fn line(context: &Context<'_>, span: Span) -> String {
    let files = &context.run.dataset.files;
    format!("{}:{}", files.get(span.file).path, files.start(span).line)
}

/// `facts/treaty.toml:14:9`.
fn name(context: &Context<'_>, span: Span) -> String {
    let files = &context.run.dataset.files;
    let start = files.start(span);
    format!("{}:{}:{}", files.get(span.file).path, start.line, start.column)
}

/// The proof along time, or the times of the claims that a finding names, where it has at least
/// two.
fn picture(context: &Context<'_>, finding: &Finding) -> Option<Picture> {
    let mut rows: Vec<(String, Option<String>, String, DayRange)> = Vec::new();
    for step in finding.steps.iter().take(MOST_STEPS) {
        if let Some(days) = step.days {
            rows.push((step.subject.clone(), None, days.describe(), days));
        }
    }
    let title = if rows.is_empty() { "The claims along time" } else { "The proof along time" };
    if rows.is_empty() {
        rows =
            finding.names.claims.iter().filter_map(|id| claim_row(context, id)).take(MOST_CLAIMS).collect();
    }
    // Where all is at one time, time tells nothing.
    let (.., first) = rows.first()?;
    if rows.iter().all(|(.., days)| days == first) {
        return None;
    }
    let scale = TimeScale::around(rows.iter().map(|(.., days)| *days))?;
    // Where one and the same cannot be at two times, there the contradiction is.
    let clashes: Vec<bool> = rows
        .iter()
        .map(|(name, _, _, days)| {
            days.is_empty()
                || rows.iter().any(|(other, _, _, theirs)| name == other && !days.intersects(theirs))
        })
        .collect();
    let rows = rows
        .into_iter()
        .zip(clashes)
        .map(|((name, href, says, days), clash)| {
            let (from, to) = scale.span(days);
            let class = if clash { "t-wrong" } else { "t-range" };
            Row { name, says: ours(says).into(), href, height: 16, marks: vec![bar(from, to, 3, 10, class)] }
        })
        .collect();
    Some(Picture {
        title: title.into(),
        about: "Each bar reaches from the earliest to the latest day.".into(),
        ticks: scale.ticks(),
        rows,
        legend: Vec::new(),
        left_out: 0,
    })
}

/// A claim that tells a date or holds at a time with a bound.
fn claim_row(context: &Context<'_>, id: &str) -> Option<(String, Option<String>, String, DayRange)> {
    let claim = context.run.dataset.claim(context.index.claim(id)?);
    let days = match claim.value.as_date() {
        Some(DateValue::Date(date)) => date.range(),
        Some(DateValue::Relative(_)) => return None,
        None if claim.time.is_always() => return None,
        None => context.analysis.times.moment(&claim.time),
    };
    if days == DayRange::ALL {
        return None;
    }
    Some((id.to_owned(), Some(format!("claim-{id}")), days.describe(), days))
}
