//! The text report: what a compiler would say, for an editor.
//!
//! Each finding shows its lines with labels, the contradiction in words, and what to do. Only the
//! lines around the labels are handed to the renderer, so that a finding in a large file costs no
//! more than one in a small.

use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Title, Renderer, Snippet};

use super::lines::Lines;
use super::summary;
use crate::dataset::{FileId, Files, Span};
use crate::finding::{Finding, Label, Level};
use crate::message::{Shown, message, ours, push_visible};
use crate::run::{Reported, Run};

/// How much the report says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Findings alone.
    Quiet,
    /// Findings, what is accepted in a line each, and a closing summary.
    #[default]
    Normal,
    /// What is accepted in full.
    Verbose,
}

impl Verbosity {
    /// Of two switches that exclude each other.
    pub fn of(quiet: bool, verbose: bool) -> Self {
        match (quiet, verbose) {
            (true, _) => Self::Quiet,
            (_, true) => Self::Verbose,
            _ => Self::Normal,
        }
    }
}

/// How the report looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// How much it says.
    pub verbosity: Verbosity,
}

/// More findings than this are counted by rule at the end: nobody counts them at a glance.
const GLANCE: usize = 10;

/// Labels further apart than this many lines stand in excerpts of their own.
const APART: usize = 12;

/// The longest line that is shown in full, in bytes; of longer ones only the neighbourhood of a
/// label is.
const LONGEST_LINE: usize = 4000;

/// Writes the report.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(run: &Run, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let renderer = renderer(style);
    let mut out = Lines::new(out, style.color);
    for reported in &run.findings {
        out.drawn(&render(&renderer, &run.dataset.files, reported, None))?;
        out.blank()?;
    }
    if style.verbosity == Verbosity::Verbose {
        for accepted in &run.accepted {
            out.drawn(&render(&renderer, &run.dataset.files, &accepted.reported, Some(&accepted.reason)))?;
            out.blank()?;
        }
    }
    if style.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    if style.verbosity == Verbosity::Normal && !run.accepted.is_empty() {
        out.line("accepted:")?;
        for accepted in &run.accepted {
            let Finding { rule, names, .. } = &accepted.reported.finding;
            let names: Vec<&Box<str>> = names.claims.iter().chain(&names.sources).collect();
            let names = crate::words::short_list(&names, 4);
            out.line(message!("  {}: {}: {}", ours(rule.name), names, accepted.reason))?;
        }
        out.blank()?;
    }
    out.line(summary(run))?;
    if !run.findings.is_empty() {
        if run.findings.len() > GLANCE {
            out.line(message!("  {}", ours(by_rule(run))))?;
        }
        out.line("`csto-validate explain RULE` tells more about a rule, with examples")?;
    }
    Ok(())
}

/// One finding without colours, for formats that carry a text.
pub(super) fn plain(files: &Files, reported: &Reported, accepted: Option<&str>) -> String {
    render(&Renderer::plain().decor_style(DecorStyle::Ascii), files, reported, accepted)
}

/// How often each rule fired, the most frequent first.
fn by_rule(run: &Run) -> String {
    let mut counts: Vec<(usize, &str)> = Vec::new();
    for reported in &run.findings {
        let name = reported.finding.rule.name;
        match counts.iter_mut().find(|(_, rule)| *rule == name) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, name)),
        }
    }
    counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    counts.iter().map(|(count, rule)| format!("{count} {rule}")).collect::<Vec<_>>().join(", ")
}

pub(super) fn renderer(style: Style) -> Renderer {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(if style.color { DecorStyle::Unicode } else { DecorStyle::Ascii })
}

pub(super) fn render(
    renderer: &Renderer,
    files: &Files,
    reported: &Reported,
    accepted: Option<&str>,
) -> String {
    let Reported { finding, level, .. } = reported;
    let title = match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let message = match accepted {
        Some(_) => message!("accepted: {}", finding.message).to_string(),
        None => finding.message.to_string(),
    };
    let excerpts = excerpts(files, finding);
    let mut group: Group<'_> =
        title.primary_title(message).id(finding.rule.name).elements(excerpts.iter().map(Excerpt::snippet));
    if let Some(help) = &finding.help {
        group = group.element(Title::HELP.message(help.to_string()));
    }
    if let Some(reason) = accepted {
        group = group.element(Title::NOTE.with_name("accepted because").message(Shown(reason).to_string()));
    }
    renderer.render(&[group])
}

/// Some lines of a file with labels on them.
struct Excerpt {
    path: String,
    first_line: usize,
    text: String,
    labels: Vec<(std::ops::Range<usize>, String, bool)>,
}

impl Excerpt {
    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        Snippet::source(self.text.as_str()).line_start(self.first_line).path(self.path.as_str()).annotations(
            self.labels.iter().map(|(range, text, primary)| {
                let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(range.clone());
                if text.is_empty() { annotation } else { annotation.label(text.as_str()) }
            }),
        )
    }
}

/// The lines that a finding shows: around the primary place first, then around the others.
fn excerpts(files: &Files, finding: &Finding) -> Vec<Excerpt> {
    let mut labels: Vec<(&Label, bool, usize)> = std::iter::once((&finding.primary, true))
        .chain(finding.related.iter().map(|label| (label, false)))
        .map(|(label, primary)| (label, primary, files.get(label.span.file).line_index(label.span.start)))
        .collect();
    let key = |(label, _, line): &(&Label, bool, usize)| (label.span.file, *line, label.span.start);
    labels.sort_by_key(key);
    let mut clusters: Vec<Vec<(&Label, bool, usize)>> = Vec::new();
    for label in labels {
        match clusters.last_mut() {
            Some(cluster)
                if cluster.last().is_some_and(|last| {
                    last.0.span.file == label.0.span.file && label.2 - last.2 <= APART
                }) =>
            {
                cluster.push(label);
            }
            _ => clusters.push(vec![label]),
        }
    }
    // The primary place leads; the others keep the order of files and lines.
    clusters.sort_by_key(|cluster| !cluster.iter().any(|(_, primary, _)| *primary));
    clusters.into_iter().map(|cluster| excerpt(files, &cluster)).collect()
}

fn excerpt(files: &Files, cluster: &[(&Label, bool, usize)]) -> Excerpt {
    let file_id: FileId = cluster[0].0.span.file;
    let file = files.get(file_id);
    let first = cluster[0].2;
    let last = cluster.last().map_or(first, |label| label.2);
    let mut range = file.line_range(first).start..file.line_range(last).end;
    let (mut before, mut first_line) = ("", first + 1);
    if range.len() > LONGEST_LINE * (last - first + 1) {
        // A line of megabytes: only what surrounds the first label.
        let start = cluster[0].0.span.start as usize;
        range = floor(&file.text, start.saturating_sub(60))
            ..floor(&file.text, (start + 200).min(file.text.len()));
        before = "… ";
        first_line = file.line_index(u32::try_from(range.start).unwrap_or(0)) + 1;
    }
    let text = file.text.get(range.clone()).unwrap_or_default().trim_end_matches(['\n', '\r']);
    let (text, map) = show(before, text);
    let labels = cluster
        .iter()
        .filter(|(label, ..)| {
            range.contains(&(label.span.start as usize)) || label.span.start as usize == range.end
        })
        .map(|(label, primary, _)| (place(label.span, range.start, &map), label.text.to_string(), *primary))
        .collect();
    Excerpt { path: Shown(&file.path).to_string(), first_line, text, labels }
}

/// The text of some lines with control characters made visible, and where each byte went.
fn show(before: &str, text: &str) -> (String, Vec<usize>) {
    let mut out = String::from(before);
    let mut map = Vec::with_capacity(text.len() + 1);
    for c in text.chars() {
        map.extend(std::iter::repeat_n(out.len(), c.len_utf8()));
        match c {
            '\n' => out.push('\n'),
            // The end of a line on Windows.
            '\r' => {}
            _ => push_visible(c, &mut out),
        }
    }
    map.push(out.len());
    (out, map)
}

fn place(span: Span, base: usize, map: &[usize]) -> std::ops::Range<usize> {
    let at = |offset: u32| {
        let index = (offset as usize).saturating_sub(base).min(map.len() - 1);
        map[index]
    };
    at(span.start)..at(span.end.max(span.start))
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
