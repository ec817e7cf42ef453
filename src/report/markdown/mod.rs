//! The report in Markdown, as a pull request or a wiki takes it.
//!
//! GitHub Flavored Markdown: headings, lists and tables. Every text from a dataset is escaped, and
//! none of it starts a line; there is no raw HTML. Only web addresses become links.

mod escape;

use std::fmt::Write as _;
use std::io::{self, Write};

use super::view::{FindingView, Limits, Listing, Membership, RuleGroup, SourceRow, View};
use crate::run::Run;
use crate::words::count;

pub use escape::{code, escape, link, prose};

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
    out.write_all(text.as_bytes())
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

/// Writing to a text cannot fail.
macro_rules! add {
    ($text:expr, $($arg:tt)*) => {{
        let _ = writeln!($text, $($arg)*);
    }};
}

fn head(view: &View) -> String {
    let mut text = String::new();
    add!(text, "# {}\n", escape(&view.title));
    add!(text, "**{}** {}.\n", escape(&view.state.line), capital(&view.state.counts));
    let as_of =
        view.as_of.as_ref().map_or_else(String::new, |as_of| format!(" The facts speak from {as_of}."));
    add!(text, "Read: {}.{as_of}", view.totals);
    text
}

fn findings(view: &View, text: &mut String) {
    listing("Contradictions and errors", &view.errors, text);
    listing("Warnings and notes", &view.others, text);
    if view.accepted.count > 0 {
        add!(text, "\n## Kept on purpose\n\n| rule | what | why |\n|---|---|---|");
        let mut listed = 0;
        for group in &view.accepted.groups {
            for finding in &group.findings {
                listed += 1;
                let reason = finding.reason.as_deref().unwrap_or_default();
                add!(text, "| {} | {} | {} |", code(group.rule), prose(&finding.message), escape(reason));
            }
        }
        more(view.accepted.count - listed, "accepted finding", "accepted findings", text);
    }
}

fn listing(title: &str, listing: &Listing, text: &mut String) {
    if listing.count == 0 {
        return;
    }
    add!(text, "\n## {title}");
    for group in &listing.groups {
        add!(text, "\n### {}: {}, {}\n", group.level.name(), group.rule, group.count);
        add!(text, "{}\n", prose(&group.summary));
        if let Some(help) = &group.help {
            add!(text, "What to do: {}\n", prose(help));
        }
        for finding in &group.findings {
            finding_lines(finding, text);
        }
        rest(group, text);
    }
}

fn finding_lines(finding: &FindingView, text: &mut String) {
    let place = finding.places.first().map_or_else(String::new, |place| format!(" {}", code(&place.name)));
    // What has more lines under it stands out from them.
    let strong = if finding.is_simple() { "" } else { "**" };
    add!(text, "- {strong}{}{strong}{place}", prose(&finding.message));
    for place in finding.places.iter().skip(1).filter(|place| !place.label.is_empty()) {
        add!(text, "  - {}: {}", code(&place.name), prose(&place.label));
    }
    if finding.more_places > 0 {
        add!(text, "  - and {}", count(finding.more_places, "more place", "more places"));
    }
    for (step, at) in finding.steps.iter().zip(1..) {
        let follows =
            step.follows.as_ref().map_or_else(String::new, |follows| format!(" → *{}*", prose(follows)));
        add!(text, "  - step {at}: {}{follows} {}", prose(&step.text), code(&step.place));
    }
    if finding.more_steps > 0 {
        add!(text, "  - and {}", count(finding.more_steps, "more step", "more steps"));
    }
    if let Some(help) = &finding.help {
        add!(text, "  - help: {}", prose(help));
    }
}

fn rest(group: &RuleGroup, text: &mut String) {
    more(group.count - group.findings.len(), "finding", "findings", text);
}

fn more(left_out: usize, one: &str, many: &str, text: &mut String) {
    if left_out > 0 {
        add!(text, "\nand {} more", count(left_out, one, many));
    }
}

fn membership_tables(membership: &Membership, text: &mut String) {
    add!(text, "\n## Membership through time: {}\n", escape(&membership.name));
    add!(text, "| who | statuses |\n|---|---|");
    for row in membership.picture.rows.iter().take(membership.entities) {
        add!(text, "| {} | {} |", escape(&row.name), prose(&row.says));
    }
    more(membership.picture.left_out, "entity", "entities", text);
    if !membership.counts.is_empty() {
        add!(text, "\n| stated number | when | stated | follows from the transitions | claim |");
        add!(text, "|---|---|--:|--:|---|");
        for row in &membership.counts {
            let wrong = if row.wrong { " ✗" } else { "" };
            add!(
                text,
                "| {} | {} | {}{wrong} | {} | {} |",
                escape(&row.property),
                escape(&row.time),
                escape(&row.stated),
                row.derived,
                code(&row.claim)
            );
        }
    }
}

fn chronology(view: &View, text: &mut String) {
    let Some(chronology) = &view.chronology else { return };
    add!(text, "\n## Chronology\n\n| when | what | told from | claims |\n|---|---|---|---|");
    for point in &chronology.points {
        let relative: Vec<String> = point.relative.iter().map(|told| prose(told)).collect();
        let claims: Vec<String> = point.claims.iter().map(|id| code(id)).collect();
        add!(
            text,
            "| {} | {} | {} | {} |",
            escape(&point.when),
            escape(&point.name),
            relative.join("; "),
            claims.join(", ")
        );
    }
    more(chronology.count - chronology.points.len(), "date", "dates", text);
}

fn sizes(view: &View, text: &mut String) {
    for sizes in &view.sizes {
        add!(
            text,
            "\n## By size: {}\n\n| of | number | when | claim |\n|---|--:|---|---|",
            escape(&sizes.picture.title)
        );
        for row in &sizes.rows {
            let time = row.time.as_deref().map(prose).unwrap_or_default();
            add!(
                text,
                "| {} | {} | {time} | {} |",
                escape(&row.subject),
                escape(&row.value),
                code(&row.claim)
            );
        }
        more(sizes.picture.left_out, "claim", "claims", text);
    }
}

fn claims(view: &View, text: &mut String) {
    let (all, listed) = view.claims;
    if all == 0 {
        return;
    }
    add!(text, "\n## Claims\n");
    let states: Vec<String> =
        view.evidence.iter().map(|(state, number)| format!("{number} {}", state.words())).collect();
    add!(text, "{}: {}.", count(all, "claim", "claims"), states.join(", "));
    if listed < all {
        add!(text, "\n{listed} of them are listed, first those that findings name.");
    }
    for group in &view.groups {
        add!(text, "\n### {}\n", escape(&group.name));
        add!(text, "| claim | property | value | when | rests on | evidence | findings |");
        add!(text, "|---|---|---|---|---|---|---|");
        for claim in &group.claims {
            let refs: Vec<String> = claim
                .refs
                .iter()
                .map(|reference| {
                    let link = reference.link.filter(|(verdict, _)| *verdict != "skipped");
                    let link = link.map_or_else(String::new, |(verdict, _)| format!(" ({verdict})"));
                    format!("{}{link}", escape(&reference.marker))
                })
                .collect();
            let rules: Vec<String> = claim.rules.iter().map(|(rule, _)| code(rule)).collect();
            add!(
                text,
                "| {}{} | {} | {} | {} | {} | {} | {} |",
                code(&claim.id),
                claim.rank.map_or_else(String::new, |rank| format!(" ({rank})")),
                escape(&claim.property),
                prose(&claim.value),
                claim.time.as_deref().map(prose).unwrap_or_default(),
                refs.join(" "),
                claim.evidence.words(),
                rules.join(", ")
            );
        }
    }
}

fn sources(view: &View, text: &mut String) {
    if view.source_count == 0 {
        return;
    }
    add!(text, "\n## Sources\n");
    if !view.links.is_empty() {
        let links: Vec<String> =
            view.links.iter().map(|(verdict, number)| format!("{number} {verdict}")).collect();
        add!(text, "Links: {}.\n", links.join(", "));
    }
    add!(text, "| marker | source | address | claims that rest on it |\n|---|---|---|---|");
    for source in &view.sources {
        source_line(source, text);
    }
    more(view.source_count - view.sources.len(), "source", "sources", text);
}

fn source_line(source: &SourceRow, text: &mut String) {
    let mut title = format!("{} {}", escape(&source.title), code(&source.id));
    if !source.about.is_empty() {
        let _ = write!(title, ", {}", escape(&source.about.join(", ")));
    }
    if source.candidate {
        title.push_str(" (candidate)");
    }
    let links: Vec<String> = source
        .links
        .iter()
        .map(|row| {
            let verdict =
                if row.verdict == "skipped" { String::new() } else { format!(" ({})", row.verdict) };
            format!("{}{verdict}", link(row.field, &row.address))
        })
        .collect();
    let mut claims: Vec<String> = source.claims.iter().map(|id| code(id)).collect();
    let left_out = source.count - source.claims.len();
    if left_out > 0 {
        claims.push(format!("{left_out} more"));
    }
    let marker = source.marker.as_deref().map(escape).unwrap_or_default();
    add!(text, "| {marker} | {title} | {} | {} |", links.join(", "), claims.join(", "));
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
