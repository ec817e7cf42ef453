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
use crate::report::visible;
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
    lines: Vec<String>,
    /// Lines that stay in sight where there are more than [`UNFOLDED`].
    in_sight: usize,
}

fn render(review: &Review<'_>) -> String {
    let mut text = format!("{MARKER}\n{}\n", heading(review));
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
fn put(text: &mut String, room: &mut usize, open: &str, lines: &[String], close: &str) -> usize {
    let around = length(open) + length(close);
    let mut used = around;
    let fits = lines.iter().take_while(|line| {
        used += length(line) + 1;
        used <= *room
    });
    let fits = fits.count();
    if fits == 0 {
        return 0;
    }
    text.push_str(open);
    *room -= around;
    for line in &lines[..fits] {
        *room -= length(line) + 1;
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(close);
    fits
}

fn heading(review: &Review<'_>) -> String {
    let title = review.head.run.dataset.manifest.title.as_deref().unwrap_or("facts");
    let sign = if review.fails() { "❌" } else { "✅" };
    let changes = headline(review);
    let changes = if changes.is_empty() { "no facts changed".into() } else { changes };
    let mut text = format!("### {sign} {}: {changes}\n\nThis change {}.", escape(title), verdict(review));
    if !review.base.exists {
        let _ = write!(text, " There is no dataset at {}: everything is new.", code(side(&review.base.name)));
    }
    text
}

fn sections(review: &Review<'_>) -> Vec<Section> {
    let (head, base) = (&review.head, &review.base);
    let introduced = gravest_first(&review.findings.introduced)
        .into_iter()
        .map(|told| finding(told, &head.run.dataset.files));
    let relevelled = review
        .findings
        .relevelled
        .iter()
        .map(|(now, was)| format!("{} (was {})", line_of(now, &head.run.dataset.files), was.name()));
    let (single, bulks) = in_bulk(&review.findings.resolved);
    let resolved = single.into_iter().map(|told| finding(told, &base.run.dataset.files));
    let resolved = resolved.chain(bulks.iter().map(|bulk| {
        let (number, why) = bulk.say();
        format!("- **{number}** {}", escape_keeping_code(&why))
    }));
    let follows = follows(review).into_iter().map(|text| format!("- {}", escape_keeping_code(&text)));
    let not_compared = not_compared(review).into_iter().map(|why| format!("- {}", escape_keeping_code(&why)));
    let less = judged_less(review).into_iter().map(|text| format!("- {}", escape_keeping_code(&text)));
    let newly =
        review.findings.accepted.iter().map(|kept| {
            format!("{}: {}", line_of(kept.reported, &head.run.dataset.files), escape(kept.reason))
        });
    let section = |title, lines: Vec<String>, in_sight| Section { title, lines, in_sight };
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
            let name =
                if kind == "source" { source_name(review, &changed.id) } else { format!("`{}`", changed.id) };
            lines.extend(changed_lines(&format!("- {}", escape_keeping_code(&name)), changed));
        }
        lines.extend(changes.really_added().map(|item| one("- added", item)));
        lines.extend(changes.really_removed().map(|item| one("- removed", item)));
        sections.push(section(title, lines, 0));
    }
    sections.push(section("Manifest", manifest(review), 0));
    sections.push(section("Mends", resolved.collect(), 0));
    sections.push(section("Renamed, with the same content", renamed(review), 0));
    sections
}

fn finding(told: &Told<'_>, files: &crate::dataset::Files) -> String {
    let mut line = line_of(told.reported, files);
    if let Some(why) = &told.why {
        let _ = write!(line, " ({})", escape(why));
    }
    line
}

fn line_of(reported: &Reported, files: &crate::dataset::Files) -> String {
    let Finding { rule, message, primary, .. } = &reported.finding;
    let place = files.start(primary.span);
    let file = &files.get(primary.span.file).path;
    format!(
        "- **{}** `{}`: {} ({})",
        reported.level.name(),
        rule.name,
        escape_keeping_code(&message.to_string()),
        code(&format!("{file}:{}", place.line)),
    )
}

fn claims(review: &Review<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for group in groups(review) {
        lines.push(format!("- **{}**", escape(group.name)));
        for changed in group.changed {
            let was =
                changed.was.as_ref().map_or_else(String::new, |was| format!(" (instead of {})", code(was)));
            let name = format!("  - {}{was} {}", code(&changed.id), escape(property_of(changed)));
            lines.extend(changed_lines(&name, changed));
        }
        lines.extend(group.added.into_iter().map(|item| one("  - added", item)));
        lines.extend(group.removed.into_iter().map(|item| one("  - removed", item)));
    }
    lines
}

/// A changed thing in a line for each of its fields; in one where there is only one.
fn changed_lines(name: &str, changed: &Changed) -> Vec<String> {
    let mut lines: Vec<String> = match changed.fields.as_slice() {
        [only] => vec![format!("{name}: {}", field(only))],
        fields => {
            let indent = " ".repeat(name.len() - name.trim_start().len() + 2);
            let fields = fields.iter().map(|change| format!("{indent}- {}", field(change)));
            std::iter::once(name.to_owned()).chain(fields).collect()
        }
    };
    if let (Some(first), false) = (lines.first_mut(), changed.claims.is_empty()) {
        let claims: Vec<String> = changed.claims.iter().map(|id| code(id)).collect();
        let _ = write!(first, " · on it: {}", short_list(&claims, 8));
    }
    lines
}

fn field(change: &FieldChange) -> String {
    let value = |value| code(&shortened(&shown(value)));
    let meaning = escape_keeping_code(&change.meaning);
    let name = escape(&change.field);
    if says_all(change) {
        return format!("{name}: {meaning}");
    }
    match (change.before.is_null(), change.after.is_null()) {
        (true, _) => format!("{name} {}: {meaning}", value(&change.after)),
        (_, true) => format!("{name} {}: {meaning}", value(&change.before)),
        _ => format!("{name} {} → {}: {meaning}", value(&change.before), value(&change.after)),
    }
}

fn one(verb: &str, item: &Item) -> String {
    let mut line = format!("{verb} {}", code(&item.id));
    if !item.said.is_empty() {
        let _ = write!(line, " {}", escape_keeping_code(&item.said));
    }
    line
}

fn renamed(review: &Review<'_>) -> Vec<String> {
    [
        ("claim", &review.claims),
        ("entity", &review.entities),
        ("property", &review.properties),
        ("source", &review.sources),
    ]
    .into_iter()
    .flat_map(|(kind, changes)| {
        changes.renamed.iter().map(move |(old, new)| format!("- {kind} {} → {}", code(old), code(new)))
    })
    .collect()
}

fn manifest(review: &Review<'_>) -> Vec<String> {
    let fields = review.manifest.iter().map(|change| format!("- {}", field(change)));
    let added = review.accepts_added.iter().map(|one| format!("- accepts {}", escape(&accepted(one))));
    let removed =
        review.accepts_removed.iter().map(|one| format!("- no longer accepts {}", escape(&accepted(one))));
    fields.chain(added).chain(removed).collect()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}

/// A text as code: nothing in it means anything, and nothing is linked or called.
fn code(text: &str) -> String {
    let text = visible(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A text in which nothing is markup.
fn escape(text: &str) -> String {
    let text = visible(&shortened(text));
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            // Not even an escaped one keeps a reader from being called or an issue from being linked.
            '@' | '#' => {
                out.push(c);
                out.push('\u{2060}');
            }
            ':' if after.starts_with("//") => out.push_str("&#58;"),
            '.' if out.to_ascii_lowercase().ends_with("www") => out.push_str("&#46;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // What starts a list, a rule or a heading where it comes first.
            '-' | '+' | '=' if out.is_empty() => {
                out.push('\\');
                out.push(c);
            }
            '.' if !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit()) => out.push_str("\\."),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '!' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        rest = after;
    }
    out
}

/// A message of this program, whose names stand between backticks: those stay code.
fn escape_keeping_code(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(text);
    }
    parts
        .iter()
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 && !part.is_empty() { code(part) } else { escape(part) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            escape("<b>*x*</b> [a](b) `c` ~~d~~"),
            "&lt;b&gt;\\*x\\*&lt;/b&gt; \\[a\\]\\(b\\) \\`c\\` \\~\\~d\\~\\~"
        );
        assert_eq!(
            escape("@you #1 https://x.org www.y.org"),
            "@\u{2060}you #\u{2060}1 https&#58;//x.org www&#46;y.org"
        );
        assert_eq!(escape("a\nb"), "a␊b");
        assert_eq!(
            [escape("1. a"), escape("- a"), escape("+ a"), escape("1.5")],
            ["1\\. a", "\\- a", "\\+ a", "1\\.5"]
        );
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(escape_keeping_code("claim `a_b` says *x*"), "claim `a_b` says \\*x\\*");
        assert_eq!(escape_keeping_code("odd ` one"), "odd \\` one");
    }
}
