//! The review for a terminal: what changed and what that means, by entity; what follows; what it
//! breaks, with the lines of the files; what it mends.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Paint};

use super::{
    follows, gravest_first, groups, headline, in_bulk, judged_less, not_compared, parts, property_of,
    says_all, side, source_name, verdict,
};
use crate::report::text::{Style, Verbosity, render, renderer};
use crate::report::visible;
use crate::review::Review;
use crate::review::changes::{Changed, FieldChange, Item, shown};
use crate::review::fields::{self, Fields};
use crate::words::{excerpt, short_list};

/// Consequences that are told, where not everything is.
const FEW: usize = 20;

/// Writes the review.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(review: &Review<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report { review, color: style.color, verbosity: style.verbosity, out };
    if style.verbosity != Verbosity::Quiet {
        report.head()?;
        report.claims()?;
        report.parts()?;
        report.renamed()?;
        report.manifest()?;
        report.consequences()?;
        report.judging()?;
    }
    report.findings(style)?;
    if style.verbosity == Verbosity::Quiet { Ok(()) } else { report.tail() }
}

struct Report<'a, 'r> {
    review: &'a Review<'r>,
    color: bool,
    verbosity: Verbosity,
    out: &'a mut dyn Write,
}

const BOLD: Paint = Paint::new().bold();
const ADDED: Paint = AnsiColor::Green.on_default();
const REMOVED: Paint = AnsiColor::Red.on_default();
const CHANGED: Paint = AnsiColor::Yellow.on_default();

impl Report<'_, '_> {
    fn paint(&self, paint: Paint, text: &str) -> String {
        if self.color { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
    }

    fn title(&mut self, text: &str) -> io::Result<()> {
        let text = self.paint(BOLD, text);
        writeln!(self.out, "\n{text}")
    }

    fn head(&mut self) -> io::Result<()> {
        let review = self.review;
        let changes = headline(review);
        let changes = if changes.is_empty() { "no facts changed".to_owned() } else { changes };
        let title = format!("{} against {}: {changes}", side(&review.head.name), side(&review.base.name));
        writeln!(self.out, "{}", self.paint(BOLD, &title))?;
        if !review.base.exists {
            writeln!(self.out, "there is no dataset at {}: everything is new", side(&review.base.name))?;
        }
        Ok(())
    }

    fn claims(&mut self) -> io::Result<()> {
        for group in groups(self.review) {
            self.title(&visible(group.name))?;
            for changed in group.changed {
                let was = changed.was.as_ref().map_or_else(String::new, |was| format!(" (instead of {was})"));
                let name = format!("{}{was}: {}", changed.id, property_of(changed));
                self.changed(&visible(&name), changed)?;
            }
            for item in group.added {
                self.item(ADDED, "+", &item.id, item)?;
            }
            for item in group.removed {
                self.item(REMOVED, "-", &item.id, item)?;
            }
        }
        Ok(())
    }

    fn parts(&mut self) -> io::Result<()> {
        for (title, kind, changes) in parts(self.review) {
            let (added, removed): (Vec<_>, Vec<_>) =
                (changes.really_added().collect(), changes.really_removed().collect());
            if changes.changed.is_empty() && added.is_empty() && removed.is_empty() {
                continue;
            }
            self.title(title)?;
            for changed in &changes.changed {
                let name = if kind == "source" {
                    source_name(self.review, &changed.id)
                } else {
                    format!("`{}`", changed.id)
                };
                self.changed(&visible(&name), changed)?;
            }
            for item in added {
                self.item(ADDED, "+", &item.id, item)?;
            }
            for item in removed {
                self.item(REMOVED, "-", &item.id, item)?;
            }
        }
        Ok(())
    }

    fn changed(&mut self, name: &str, changed: &Changed) -> io::Result<()> {
        writeln!(self.out, "  {} {name}", self.paint(CHANGED, "~"))?;
        for change in &changed.fields {
            self.field(change)?;
        }
        if !changed.claims.is_empty() {
            let claims = short_list(&changed.claims, 8);
            let verb = if changed.claims.len() == 1 { "rests" } else { "rest" };
            writeln!(self.out, "      on it {verb} {}", visible(&claims))?;
        }
        Ok(())
    }

    fn field(&mut self, change: &FieldChange) -> io::Result<()> {
        let value = |value| visible(&excerpt(&shown(value)));
        let (field, meaning) = (visible(&change.field), visible(&change.meaning));
        if says_all(change) {
            return writeln!(self.out, "      {field}: {meaning}");
        }
        match (change.before.is_null(), change.after.is_null()) {
            (true, _) => writeln!(self.out, "      {field}: {} ({meaning})", value(&change.after)),
            (_, true) => writeln!(self.out, "      {field}: {} ({meaning})", value(&change.before)),
            _ => writeln!(
                self.out,
                "      {field}: {} → {} ({meaning})",
                value(&change.before),
                value(&change.after)
            ),
        }
    }

    fn item(&mut self, paint: Paint, sign: &str, name: &str, item: &Item) -> io::Result<()> {
        let sign = self.paint(paint, sign);
        writeln!(self.out, "  {sign} {}: {}", visible(name), visible(&item.said))?;
        Ok(())
    }

    fn renamed(&mut self) -> io::Result<()> {
        let review = self.review;
        let kinds = [
            ("claim", &review.claims),
            ("entity", &review.entities),
            ("property", &review.properties),
            ("source", &review.sources),
        ];
        if kinds.iter().all(|(_, changes)| changes.renamed.is_empty()) {
            return Ok(());
        }
        self.title("renamed, with the same content")?;
        for (kind, changes) in kinds {
            for (old, new) in &changes.renamed {
                writeln!(self.out, "  {kind} {} → {}", visible(old), visible(new))?;
            }
        }
        Ok(())
    }

    fn manifest(&mut self) -> io::Result<()> {
        let review = self.review;
        if review.manifest.is_empty() && review.accepts_added.is_empty() && review.accepts_removed.is_empty()
        {
            return Ok(());
        }
        self.title("manifest")?;
        for change in &review.manifest {
            self.field(change)?;
        }
        for (paint, sign, words, accepts) in [
            (ADDED, "+", "accepts", &review.accepts_added),
            (REMOVED, "-", "no longer accepts", &review.accepts_removed),
        ] {
            for accept in accepts {
                let sign = self.paint(paint, sign);
                writeln!(self.out, "  {sign} {words} {}", visible(&accepted(accept)))?;
            }
        }
        Ok(())
    }

    fn consequences(&mut self) -> io::Result<()> {
        let review = self.review;
        let not_compared = not_compared(review);
        if !not_compared.is_empty() {
            self.title("not compared")?;
            for why in not_compared {
                writeln!(self.out, "  {}", visible(&why))?;
            }
        }
        if review.moved.is_empty() {
            return Ok(());
        }
        self.title("what follows")?;
        let told: Vec<String> = if self.verbosity == Verbosity::Verbose {
            review.moved.iter().map(|moved| moved.text.clone()).collect()
        } else {
            follows(review)
        };
        let most = if self.verbosity == Verbosity::Verbose { usize::MAX } else { FEW };
        for text in told.iter().take(most) {
            writeln!(self.out, "  {}", visible(text))?;
        }
        if told.len() > most {
            writeln!(self.out, "  and {} more: see them with --verbose", told.len() - most)?;
        }
        Ok(())
    }

    /// What the change keeps or weighs less, whoever judges it.
    fn judging(&mut self) -> io::Result<()> {
        let review = self.review;
        let less = judged_less(review);
        if !less.is_empty() {
            self.title("judged less strictly")?;
            for text in less {
                writeln!(self.out, "  {}", visible(&text))?;
            }
        }
        let accepted = &review.findings.accepted;
        if accepted.is_empty() {
            return Ok(());
        }
        self.title("newly accepted")?;
        let most = if self.verbosity == Verbosity::Verbose { usize::MAX } else { FEW };
        for kept in accepted.iter().take(most) {
            let (finding, level) = (&kept.reported.finding, kept.reported.level.name());
            writeln!(self.out, "  {level}: {}: {}", finding.rule.name, finding.message)?;
            writeln!(self.out, "      because: {}", visible(kept.reason))?;
        }
        if accepted.len() > most {
            writeln!(self.out, "  and {} more: see them with --verbose", accepted.len() - most)?;
        }
        Ok(())
    }

    fn findings(&mut self, style: Style) -> io::Result<()> {
        let review = self.review;
        let renderer = renderer(style);
        let quiet = self.verbosity == Verbosity::Quiet;
        let (introduced, resolved) = (&review.findings.introduced, &review.findings.resolved);
        if !introduced.is_empty() {
            if !quiet {
                self.title("introduced")?;
            }
            for told in gravest_first(introduced) {
                let text = render(&renderer, &review.head.run.dataset.files, told.reported, None);
                writeln!(self.out, "{text}")?;
                if let Some(why) = &told.why {
                    writeln!(self.out, "  {}", visible(why))?;
                }
                writeln!(self.out)?;
            }
        }
        if quiet {
            return Ok(());
        }
        for (now, was) in &review.findings.relevelled {
            let finding = &now.finding;
            writeln!(
                self.out,
                "\n{} now, and was {}: {}: {}",
                now.level.name(),
                was.name(),
                finding.rule.name,
                finding.message
            )?;
        }
        if !resolved.is_empty() {
            self.title("resolved")?;
            let verbose = self.verbosity == Verbosity::Verbose;
            let (single, bulks) =
                if verbose { (gravest_first(resolved), Vec::new()) } else { in_bulk(resolved) };
            let most = if verbose { usize::MAX } else { FEW };
            for told in single.iter().take(most) {
                if verbose {
                    let text = render(&renderer, &review.base.run.dataset.files, told.reported, None);
                    writeln!(self.out, "{text}\n")?;
                } else {
                    let finding = &told.reported.finding;
                    writeln!(
                        self.out,
                        "  {}: {}: {}",
                        told.reported.level.name(),
                        finding.rule.name,
                        finding.message
                    )?;
                }
                if let Some(why) = &told.why {
                    writeln!(self.out, "      {}", visible(why))?;
                }
            }
            if single.len() > most {
                writeln!(self.out, "  and {} more: see them with --verbose", single.len() - most)?;
            }
            for bulk in bulks {
                let (number, why) = bulk.say();
                writeln!(self.out, "  {number} {}", visible(&why))?;
            }
        }
        Ok(())
    }

    fn tail(&mut self) -> io::Result<()> {
        let text = format!("the change {}", verdict(self.review));
        let paint = if self.review.fails() { REMOVED.bold() } else { BOLD };
        writeln!(self.out, "\n{}", self.paint(paint, &text))
    }
}

/// An accept entry in words.
pub(super) fn accepted(accept: &Fields) -> String {
    let get = |name: &str| accept.iter().find(|(field, _)| field == name).map(|(_, value)| shown(value));
    let names = ["claims", "sources", "entities", "properties"].into_iter().filter_map(get);
    let mut names: Vec<String> = names.collect();
    match get("fingerprint") {
        Some(print) if names.is_empty() => names.push(format!("the finding {print}")),
        Some(_) => names.push("with these values only".into()),
        None => {}
    }
    let until = get("until").map_or_else(String::new, |until| format!(", until {until}"));
    let reason = get("reason").unwrap_or_default();
    let rule = get("rule").unwrap_or_else(|| fields::object(accept).to_string());
    format!("{rule} for {}{until}: {reason}", names.join(", "))
}
