//! The report in Markdown, as a pull request or a wiki takes it.
//!
//! GitHub Flavored Markdown: headings, lists and tables. Every text from a dataset is escaped, and
//! none of it starts a line; there is no raw HTML. Only web addresses become links.

mod markup;

use std::io::{self, Write};

use super::view::{FindingView, Limits, Listing, Membership, RuleGroup, SourceRow, View};
use crate::message::{Message, message, name, ours};
use crate::run::Run;
use crate::words::count;

pub(crate) use markup::{Fill, Markdown, md};

/// What fits a page that people scroll through.
const LIMITS: Limits = Limits {
    claims: 500,
    findings: 25,
    sources: 300,
    claims_of_source: 12,
    rows: 60,
    pictures: 8,
    text: 300,
};

/// Writes the report.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let view = View::new(run, LIMITS);
    let mut text = head(&view);
    findings(&view, &mut text);
    for membership in &view.memberships {
        membership_tables(membership, &mut text);
    }
    chronology(&view, &mut text);
    sizes(&view, &mut text);
    claims(&view, &mut text);
    sources(&view, &mut text);
    out.write_all(text.as_str().as_bytes())
}

/// Writes what fits a job's summary: the state and the findings, in at most so many bytes.
///
/// # Errors
///
/// Where the writer fails.
pub fn summary(run: &Run, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let limits = Limits { claims: 0, sources: 0, rows: 0, pictures: 0, ..LIMITS };
    let view = View::new(run, limits);
    let mut text = head(&view);
    findings(&view, &mut text);
    let mut text = text.into_text();
    const MORE: &str = "\n\nMore was found than fits here: run `csto-validate check` for all of it.\n";
    if text.len() > most {
        // Whole lines only: half a line could be anything.
        let mut end = most.saturating_sub(MORE.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(text[..end].rfind('\n').unwrap_or(0));
        if text.len() + MORE.len() <= most {
            text.push_str(MORE);
        }
    }
    out.write_all(text.as_bytes())
}

fn head(view: &View) -> Markdown {
    let mut text = Markdown::default();
    md!(text, "# {}\n\n", &view.title);
    md!(text, "**{}** {}.\n\n", &view.state.line, capital(&view.state.counts));
    let as_of = view.as_of.as_ref().map(|as_of| format!(" The facts speak from {as_of}."));
    md!(text, "Read: {}.{}\n", view.totals, as_of);
    text
}

fn findings(view: &View, text: &mut Markdown) {
    listing("Contradictions and errors", &view.errors, text);
    listing("Warnings and notes", &view.others, text);
    if view.accepted.count > 0 {
        md!(text, "\n## Kept on purpose\n\n| rule | what | why |\n|---|---|---|\n");
        let mut listed = 0;
        for group in &view.accepted.groups {
            for finding in &group.findings {
                listed += 1;
                let reason = finding.reason.as_deref().unwrap_or_default();
                md!(text, "| {} | {} | {} |\n", name(group.rule), &finding.message, reason);
            }
        }
        more(view.accepted.count - listed, "accepted finding", "accepted findings", text);
    }
}

fn listing(title: &str, listing: &Listing, text: &mut Markdown) {
    if listing.count == 0 {
        return;
    }
    md!(text, "\n## {}\n", title);
    for group in &listing.groups {
        md!(text, "\n### {}: {}, {}\n\n", group.level.name(), group.rule, group.count);
        md!(text, "{}\n\n", &group.summary);
        if let Some(help) = &group.help {
            md!(text, "What to do: {}\n\n", help);
        }
        for finding in &group.findings {
            finding_lines(finding, text);
        }
        rest(group, text);
    }
}

fn finding_lines(finding: &FindingView, text: &mut Markdown) {
    // What has more lines under it stands out from them.
    if finding.is_simple() {
        md!(text, "- {}", finding.message);
    } else {
        md!(text, "- **{}**", finding.message);
    }
    if let Some(place) = finding.places.first() {
        md!(text, " {}", name(&place.name));
    }
    md!(text, "\n");
    for place in finding.places.iter().skip(1).filter(|place| !place.label.is_empty()) {
        md!(text, "  - {}: {}\n", name(&place.name), &place.label);
    }
    if finding.more_places > 0 {
        md!(text, "  - and {}\n", count(finding.more_places, "more place", "more places"));
    }
    for (step, at) in finding.steps.iter().zip(1..) {
        md!(text, "  - step {}: {}", at, step.text);
        if let Some(follows) = &step.follows {
            md!(text, " → *{}*", follows);
        }
        md!(text, " {}\n", name(&step.place));
    }
    if finding.more_steps > 0 {
        md!(text, "  - and {}\n", count(finding.more_steps, "more step", "more steps"));
    }
    if let Some(help) = &finding.help {
        md!(text, "  - help: {}\n", help);
    }
}

fn rest(group: &RuleGroup, text: &mut Markdown) {
    more(group.count - group.findings.len(), "finding", "findings", text);
}

fn more(left_out: usize, one: &str, many: &str, text: &mut Markdown) {
    if left_out > 0 {
        md!(text, "\nand {} more\n", count(left_out, one, many));
    }
}

fn membership_tables(membership: &Membership, text: &mut Markdown) {
    md!(text, "\n## Membership through time: {}\n\n", &membership.name);
    md!(text, "| who | statuses |\n|---|---|\n");
    for row in membership.picture.rows.iter().take(membership.entities) {
        md!(text, "| {} | {} |\n", &row.name, &row.says);
    }
    more(membership.picture.left_out, "entity", "entities", text);
    if !membership.counts.is_empty() {
        md!(text, "\n| stated number | when | stated | follows from the transitions | claim |\n");
        md!(text, "|---|---|--:|--:|---|\n");
        for row in &membership.counts {
            let wrong = if row.wrong { " ✗" } else { "" };
            md!(
                text,
                "| {} | {} | {}{} | {} | {} |\n",
                &row.property,
                &row.time,
                &row.stated,
                wrong,
                row.derived,
                name(&row.claim)
            );
        }
    }
}

fn chronology(view: &View, text: &mut Markdown) {
    let Some(chronology) = &view.chronology else { return };
    md!(text, "\n## Chronology\n\n| when | what | told from | claims |\n|---|---|---|---|\n");
    for point in &chronology.points {
        md!(
            text,
            "| {} | {} | {} | {} |\n",
            point.when,
            point.name,
            Message::join(&point.relative, "; "),
            names(&point.claims)
        );
    }
    more(chronology.count - chronology.points.len(), "date", "dates", text);
}

fn sizes(view: &View, text: &mut Markdown) {
    for sizes in &view.sizes {
        md!(
            text,
            "\n## By size: {}\n\n| of | number | when | claim |\n|---|--:|---|---|\n",
            &sizes.picture.title
        );
        for row in &sizes.rows {
            md!(text, "| {} | {} | {} | {} |\n", &row.subject, &row.value, row.time, name(&row.claim));
        }
        more(sizes.picture.left_out, "claim", "claims", text);
    }
}

fn claims(view: &View, text: &mut Markdown) {
    let (all, listed) = view.claims;
    if all == 0 {
        return;
    }
    md!(text, "\n## Claims\n\n");
    let states: Vec<String> =
        view.evidence.iter().map(|(state, number)| format!("{number} {}", state.words())).collect();
    md!(text, "{}: {}.\n", count(all, "claim", "claims"), states.join(", "));
    if listed < all {
        md!(text, "\n{} of them are listed, first those that findings name.\n", listed);
    }
    for group in &view.groups {
        md!(text, "\n### {}\n\n", &group.name);
        md!(text, "| claim | property | value | when | rests on | evidence | findings |\n");
        md!(text, "|---|---|---|---|---|---|---|\n");
        for claim in &group.claims {
            let refs: Vec<Message> = claim
                .refs
                .iter()
                .map(|reference| {
                    let link = reference.link.filter(|(verdict, _)| *verdict != "skipped");
                    let link = link.map(|(verdict, _)| message!(" ({})", ours(verdict)));
                    message!("{}{}", reference.marker, link)
                })
                .collect();
            let rank = claim.rank.map(|rank| message!(" ({})", ours(rank)));
            md!(
                text,
                "| {}{} | {} | {} | {} | {} | {} | {} |\n",
                name(&claim.id),
                rank,
                claim.property,
                claim.value,
                claim.time,
                Message::join(&refs, " "),
                claim.evidence.words(),
                names(claim.rules.iter().map(|(rule, _)| rule))
            );
        }
    }
}

fn sources(view: &View, text: &mut Markdown) {
    if view.source_count == 0 {
        return;
    }
    md!(text, "\n## Sources\n\n");
    if !view.links.is_empty() {
        let links: Vec<String> =
            view.links.iter().map(|(verdict, number)| format!("{number} {verdict}")).collect();
        md!(text, "Links: {}.\n\n", links.join(", "));
    }
    md!(text, "| marker | source | address | claims that rest on it |\n|---|---|---|---|\n");
    for source in &view.sources {
        source_line(source, text);
    }
    more(view.source_count - view.sources.len(), "source", "sources", text);
}

fn source_line(source: &SourceRow, text: &mut Markdown) {
    md!(text, "| {} | {} {}", source.marker, source.title, name(&source.id));
    if !source.about.is_empty() {
        md!(text, ", {}", source.about.join(", "));
    }
    if source.candidate {
        md!(text, " (candidate)");
    }
    let links = source.links.iter().map(|row| {
        let mut link = Markdown::link(row.field, &row.address);
        if row.verdict != "skipped" {
            md!(link, " ({})", row.verdict);
        }
        link
    });
    let mut claims = names(&source.claims);
    let left_out = source.count - source.claims.len();
    if left_out > 0 {
        let comma = if source.claims.is_empty() { "" } else { ", " };
        claims.add(message!("{}{} more", ours(comma), left_out));
    }
    md!(text, " | {} | {} |\n", Markdown::join(links, ", "), claims);
}

/// Names with commas between them.
fn names<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Message {
    let names: Vec<Message> = names.into_iter().map(|one| name(one.as_ref()).into()).collect();
    Message::join(&names, ", ")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
