//! The review for a terminal: what changed and what that means, by entity; what follows; what it
//! breaks, with the lines of the files; what it mends.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Paint};

use super::{
    follows, gravest_first, groups, headline, in_bulk, judged_less, not_compared, parts, property_of,
    says_all, side, source_name, verdict,
};
use crate::message::{Message, Tell, message, ours, said};
use crate::report::lines::Lines;
use crate::report::text::{Style, Verbosity, render, renderer};
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
    let mut report = Report { review, verbosity: style.verbosity, out: Lines::new(out, style.color) };
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
    verbosity: Verbosity,
    out: Lines<'a>,
}

const BOLD: Paint = Paint::new().bold();
const ADDED: Paint = AnsiColor::Green.on_default();
const REMOVED: Paint = AnsiColor::Red.on_default();
const CHANGED: Paint = AnsiColor::Yellow.on_default();
const ADD: (Paint, &str) = (ADDED, "+");
const REMOVE: (Paint, &str) = (REMOVED, "-");

impl Report<'_, '_> {
    fn title(&mut self, text: &(impl Tell + ?Sized)) -> io::Result<()> {
        self.out.blank()?;
        self.out.paint(BOLD, text).end()
    }

    /// A line behind a sign in a colour.
    fn signed(&mut self, (paint, sign): (Paint, &'static str), told: &Message) -> io::Result<()> {
        self.out.put("  ").paint(paint, sign).put(" ").put(told).end()
    }

    fn head(&mut self) -> io::Result<()> {
        let review = self.review;
        let changes = headline(review);
        let changes = if changes.is_empty() { "no facts changed".to_owned() } else { changes };
        let (head, base) = (side(&review.head.name), side(&review.base.name));
        self.out.paint(BOLD, &message!("{} against {}: {}", head, base, changes)).end()?;
        if !review.base.exists {
            self.out.line(message!("there is no dataset at {}: everything is new", base))?;
        }
        Ok(())
    }

    fn claims(&mut self) -> io::Result<()> {
        for group in groups(self.review) {
            self.title(group.name)?;
            for changed in group.changed {
                let was = changed.was.as_ref().map(|was| message!(" (instead of {})", was));
                self.changed(&message!("{}{}: {}", changed.id, was, property_of(changed)), changed)?;
            }
            for item in group.added {
                self.item(ADD, item)?;
            }
            for item in group.removed {
                self.item(REMOVE, item)?;
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
                    message!("`{}`", changed.id)
                };
                self.changed(&name, changed)?;
            }
            for item in added {
                self.item(ADD, item)?;
            }
            for item in removed {
                self.item(REMOVE, item)?;
            }
        }
        Ok(())
    }

    fn changed(&mut self, name: &Message, changed: &Changed) -> io::Result<()> {
        self.signed((CHANGED, "~"), name)?;
        for change in &changed.fields {
            self.field(change)?;
        }
        if !changed.claims.is_empty() {
            let verb = if changed.claims.len() == 1 { "rests" } else { "rest" };
            let claims = short_list(&changed.claims, 8);
            self.out.line(message!("      on it {} {}", ours(verb), claims))?;
        }
        Ok(())
    }

    fn field(&mut self, change: &FieldChange) -> io::Result<()> {
        let value = |value| said(&excerpt(&shown(value)));
        let FieldChange { field, before, after, meaning } = change;
        self.out.line(match (before.is_null(), after.is_null()) {
            _ if says_all(change) => message!("      {}: {}", field, meaning),
            (true, _) => message!("      {}: {} ({})", field, value(after), meaning),
            (_, true) => message!("      {}: {} ({})", field, value(before), meaning),
            _ => message!("      {}: {} → {} ({})", field, value(before), value(after), meaning),
        })
    }

    fn item(&mut self, sign: (Paint, &'static str), item: &Item) -> io::Result<()> {
        self.signed(sign, &message!("{}: {}", item.id, item.said))
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
                self.out.line(message!("  {} {} → {}", ours(kind), old, new))?;
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
        for (sign, words, accepts) in
            [(ADD, "accepts", &review.accepts_added), (REMOVE, "no longer accepts", &review.accepts_removed)]
        {
            for accept in accepts {
                self.signed(sign, &message!("{} {}", ours(words), accepted(accept)))?;
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
                self.out.line(message!("  {}", why))?;
            }
        }
        if review.moved.is_empty() {
            return Ok(());
        }
        self.title("what follows")?;
        let told: Vec<Message> = if self.verbosity == Verbosity::Verbose {
            review.moved.iter().map(|moved| moved.text.clone()).collect()
        } else {
            follows(review)
        };
        let most = if self.verbosity == Verbosity::Verbose { usize::MAX } else { FEW };
        for text in told.iter().take(most) {
            self.out.line(message!("  {}", text))?;
        }
        if told.len() > most {
            self.out.line(message!("  and {} more: see them with --verbose", told.len() - most))?;
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
                self.out.line(message!("  {}", text))?;
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
            self.out.line(message!("  {}: {}: {}", ours(level), ours(finding.rule.name), finding.message))?;
            self.out.line(message!("      because: {}", kept.reason))?;
        }
        if accepted.len() > most {
            self.out.line(message!("  and {} more: see them with --verbose", accepted.len() - most))?;
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
                self.out.drawn(&text)?;
                if let Some(why) = &told.why {
                    self.out.line(message!("  {}", why))?;
                }
                self.out.blank()?;
            }
        }
        if quiet {
            return Ok(());
        }
        for (now, was) in &review.findings.relevelled {
            let finding = &now.finding;
            let (is, was, rule) = (ours(now.level.name()), ours(was.name()), ours(finding.rule.name));
            self.out.blank()?;
            self.out.line(message!("{} now, and was {}: {}: {}", is, was, rule, finding.message))?;
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
                    self.out.drawn(&text)?;
                    self.out.blank()?;
                } else {
                    let finding = &told.reported.finding;
                    let (level, rule) = (ours(told.reported.level.name()), ours(finding.rule.name));
                    self.out.line(message!("  {}: {}: {}", level, rule, finding.message))?;
                }
                if let Some(why) = &told.why {
                    self.out.line(message!("      {}", why))?;
                }
            }
            if single.len() > most {
                self.out.line(message!("  and {} more: see them with --verbose", single.len() - most))?;
            }
            for bulk in bulks {
                let (number, why) = bulk.say();
                self.out.line(message!("  {} {}", number, why))?;
            }
        }
        Ok(())
    }

    fn tail(&mut self) -> io::Result<()> {
        let paint = if self.review.fails() { REMOVED.bold() } else { BOLD };
        self.out.blank()?;
        self.out.paint(paint, &message!("the change {}", verdict(self.review))).end()
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
