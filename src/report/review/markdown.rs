//! The review as a comment on a pull request: the verdict, what it breaks, what follows, what
//! changed; the rest folded.
//!
//! The first line never changes, so that a bot finds its own comment and updates it in place. No
//! string of the dataset makes markup: texts are escaped, and so that nobody is called and nothing
//! linked from a comment, `@`, `#` and addresses are broken up where they are not code. The only
//! HTML is `<details>`, and never from data.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::text::accepted;
use super::{
    follows, gravest_first, groups, headline, in_bulk, judged_less, not_compared, parts, property_of,
    says_all, side, source_name, verdict,
};
use crate::finding::Finding;
use crate::message::{Message, name, ours};
use crate::report::markdown::{Markdown, md};
use crate::review::Review;
use crate::review::changes::{Changed, FieldChange, Item, shown};
use crate::review::findings::Told;
use crate::run::Reported;
use crate::words::{count, short_list};

/// What a comment of this program starts with.
const MARKER: &str = "<!-- csto-validate-review -->";

/// The most characters that GitHub takes for a comment.
const MOST_CHARACTERS: usize = 65_536;

/// Kept free for what is said about the part that was left out.
const RESERVE: usize = 256;

/// The longest text that is shown whole, in characters.
const LONGEST: usize = 400;

/// The most lines that a part shows without folding any.
const UNFOLDED: usize = 12;

/// The most characters of a part.
const LARGEST_SECTION: usize = 16_384;

/// Writes the review.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(review: &Review<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(render(review).as_bytes())
}

/// A part of the comment: its first lines, the others folded; never half a line.
struct Section {
    title: &'static str,
    lines: Vec<Markdown>,
    /// Lines that stay in sight where there are more than [`UNFOLDED`].
    in_sight: usize,
}

fn render(review: &Review<'_>) -> String {
    let mut text = format!("{MARKER}\n{}\n", heading(review).as_str());
    let mut left = MOST_CHARACTERS - RESERVE - length(&text);
    let mut left_out = 0;
    for section in sections(review) {
        left_out += section.write(&mut text, &mut left);
    }
    if left_out > 0 {
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "\n{} not fit into a comment: `csto-validate review` shows everything.",
            count(left_out, "more line does", "more lines do")
        );
    }
    text
}

/// Characters as the largest of the ways in which they can be counted.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

impl Section {
    /// Writes what fits; how many lines do not.
    fn write(self, text: &mut String, left: &mut usize) -> usize {
        if self.lines.is_empty() {
            return 0;
        }
        let total = self.lines.len();
        let in_sight = if total > UNFOLDED { self.in_sight } else { total };
        // No part takes the place of those behind it.
        let mut room = LARGEST_SECTION.min(*left);
        let mut written = 0;
        let (first, folded) = self.lines.split_at(in_sight);
        if !first.is_empty() {
            written += put(text, &mut room, &format!("\n**{}**\n\n", self.title), first, "");
        }
        if !folded.is_empty() && written == first.len() {
            let more = if first.is_empty() { "" } else { " more" };
            let open = format!("\n<details><summary>{} ({}{more})</summary>\n\n", self.title, folded.len());
            written += put(text, &mut room, &open, folded, "\n</details>\n");
        }
        *left -= LARGEST_SECTION.min(*left) - room;
        total - written
    }
}

/// Writes the lines that fit, between an opening and a closing; how many did.
fn put(text: &mut String, room: &mut usize, open: &str, lines: &[Markdown], close: &str) -> usize {
    let around = length(open) + length(close);
    let mut used = around;
    let fits = lines.iter().take_while(|line| {
        used += length(line.as_str()) + 1;
        used <= *room
    });
    let fits = fits.count();
    if fits == 0 {
        return 0;
    }
    text.push_str(open);
    *room -= around;
    for line in &lines[..fits] {
        *room -= length(line.as_str()) + 1;
        text.push_str(line.as_str());
        text.push('\n');
    }
    text.push_str(close);
    fits
}

fn heading(review: &Review<'_>) -> Markdown {
    let title = review.head.run.dataset.manifest.title.as_deref().unwrap_or("facts");
    let sign = if review.fails() { "❌" } else { "✅" };
    let changes = headline(review);
    let changes = if changes.is_empty() { "no facts changed".into() } else { changes };
    let mut text = Markdown::default();
    md!(text, "### {} {}: {}\n\nThis change {}.", sign, shortened(title), changes, verdict(review));
    if !review.base.exists {
        let base = name(side(&review.base.name));
        md!(text, " There is no dataset at {}: everything is new.", base);
    }
    text
}

/// An item of a list that a message makes.
fn item(told: &Message) -> Markdown {
    let mut line = Markdown::default();
    md!(line, "- {}", told);
    line
}

fn sections(review: &Review<'_>) -> Vec<Section> {
    let (head, base) = (&review.head, &review.base);
    let introduced = gravest_first(&review.findings.introduced)
        .into_iter()
        .map(|told| finding(told, &head.run.dataset.files));
    let relevelled = review.findings.relevelled.iter().map(|(now, was)| {
        let mut line = line_of(now, &head.run.dataset.files);
        md!(line, " (was {})", ours(was.name()));
        line
    });
    let (single, bulks) = in_bulk(&review.findings.resolved);
    let resolved = single.into_iter().map(|told| finding(told, &base.run.dataset.files));
    let resolved = resolved.chain(bulks.iter().map(|bulk| {
        let (number, why) = bulk.say();
        let mut line = Markdown::default();
        md!(line, "- **{}** {}", number, why);
        line
    }));
    let follows = follows(review).into_iter().map(|told| item(&told));
    let not_compared = not_compared(review).into_iter().map(|why| item(&why));
    let less = judged_less(review).into_iter().map(|told| item(&told));
    let newly = review.findings.accepted.iter().map(|kept| {
        let mut line = line_of(kept.reported, &head.run.dataset.files);
        md!(line, ": {}", kept.reason);
        line
    });
    let section = |title, lines: Vec<Markdown>, in_sight| Section { title, lines, in_sight };
    let mut sections = vec![
        section("Breaks", introduced.chain(relevelled).collect(), UNFOLDED),
        section("Judges less strictly", less.collect(), UNFOLDED),
        section("Newly accepts", newly.collect(), UNFOLDED),
        section("Not compared", not_compared.collect(), 0),
        section("What follows", follows.collect(), UNFOLDED),
        section("Claims", claims(review), 0),
    ];
    for (title, (_, kind, changes)) in ["Sources", "Entities", "Vocabulary"].into_iter().zip(parts(review)) {
        let mut lines = Vec::new();
        for changed in &changes.changed {
            let called =
                if kind == "source" { source_name(review, &changed.id) } else { name(&changed.id).into() };
            lines.extend(changed_lines("", &item(&called), changed));
        }
        lines.extend(changes.really_added().map(|item| one("", "added", item)));
        lines.extend(changes.really_removed().map(|item| one("", "removed", item)));
        sections.push(section(title, lines, 0));
    }
    sections.push(section("Manifest", manifest(review), 0));
    sections.push(section("Mends", resolved.collect(), 0));
    sections.push(section("Renamed, with the same content", renamed(review), 0));
    sections
}

fn finding(told: &Told<'_>, files: &crate::dataset::Files) -> Markdown {
    let mut line = line_of(told.reported, files);
    if let Some(why) = &told.why {
        md!(line, " ({})", why.clipped(LONGEST));
    }
    line
}

fn line_of(reported: &Reported, files: &crate::dataset::Files) -> Markdown {
    let Finding { rule, message, primary, .. } = &reported.finding;
    let place = format!("{}:{}", files.get(primary.span.file).path, files.start(primary.span).line);
    let (level, rule) = (ours(reported.level.name()), name(rule.name));
    let mut line = Markdown::default();
    md!(line, "- **{}** {}: {} ({})", level, rule, message, name(&place));
    line
}

fn claims(review: &Review<'_>) -> Vec<Markdown> {
    let mut lines = Vec::new();
    for group in groups(review) {
        let mut line = Markdown::default();
        md!(line, "- **{}**", shortened(group.name));
        lines.push(line);
        for changed in group.changed {
            let mut line = Markdown::default();
            md!(line, "  - {}", name(&changed.id));
            if let Some(was) = &changed.was {
                md!(line, " (instead of {})", name(was));
            }
            md!(line, " {}", shortened(property_of(changed)));
            lines.extend(changed_lines("  ", &line, changed));
        }
        lines.extend(group.added.into_iter().map(|item| one("  ", "added", item)));
        lines.extend(group.removed.into_iter().map(|item| one("  ", "removed", item)));
    }
    lines
}

/// A changed thing in a line for each of its fields; in one where there is only one.
fn changed_lines(indent: &'static str, called: &Markdown, changed: &Changed) -> Vec<Markdown> {
    let mut first = called.clone();
    let mut lines = Vec::new();
    if let [only] = changed.fields.as_slice() {
        md!(first, ": {}", field(only));
    } else {
        for change in &changed.fields {
            let mut line = Markdown::default();
            md!(line, "{}  - {}", ours(indent), field(change));
            lines.push(line);
        }
    }
    if !changed.claims.is_empty() {
        let claims: Vec<Message> = changed.claims.iter().map(|id| name(id).into()).collect();
        md!(first, " · on it: {}", short_list(&claims, 8));
    }
    lines.insert(0, first);
    lines
}

fn field(change: &FieldChange) -> Markdown {
    let value = |value| name(&shortened(&shown(value)));
    let FieldChange { field, before, after, meaning } = change;
    let mut text = Markdown::default();
    match (before.is_null(), after.is_null()) {
        _ if says_all(change) => md!(text, "{}: {}", field, meaning),
        (true, _) => md!(text, "{} {}: {}", field, value(after), meaning),
        (_, true) => md!(text, "{} {}: {}", field, value(before), meaning),
        _ => md!(text, "{} {} → {}: {}", field, value(before), value(after), meaning),
    }
    text
}

fn one(indent: &'static str, verb: &'static str, item: &Item) -> Markdown {
    let mut line = Markdown::default();
    md!(line, "{}- {} {}", ours(indent), ours(verb), name(&item.id));
    if !item.said.is_empty() {
        md!(line, " {}", item.said.clipped(LONGEST));
    }
    line
}

fn renamed(review: &Review<'_>) -> Vec<Markdown> {
    [
        ("claim", &review.claims),
        ("entity", &review.entities),
        ("property", &review.properties),
        ("source", &review.sources),
    ]
    .into_iter()
    .flat_map(|(kind, changes)| {
        changes.renamed.iter().map(move |(old, new)| {
            let mut line = Markdown::default();
            md!(line, "- {} {} → {}", ours(kind), name(old), name(new));
            line
        })
    })
    .collect()
}

fn manifest(review: &Review<'_>) -> Vec<Markdown> {
    let fields = review.manifest.iter().map(|change| {
        let mut line = Markdown::default();
        md!(line, "- {}", field(change));
        line
    });
    let accepts = |verb: &'static str, accepts: &[_]| -> Vec<Markdown> {
        let line = |one| {
            let mut line = Markdown::default();
            md!(line, "- {} {}", ours(verb), shortened(&accepted(one)));
            line
        };
        accepts.iter().map(line).collect()
    };
    let added = accepts("accepts", &review.accepts_added);
    fields.chain(added).chain(accepts("no longer accepts", &review.accepts_removed)).collect()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}
