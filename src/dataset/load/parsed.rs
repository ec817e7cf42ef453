//! A file as a tree, and what is wrong with it as TOML: mistakes of the parser in an editor's words.

use super::tree::{self, Kind, List, Mistake, Node, Slip, Table, Tree};
use super::{MANIFEST, MAX_TABLES, RawFile, read};
use crate::dataset::rules::names::DUPLICATE_ID;
use crate::dataset::rules::syntax::SYNTAX;
use crate::dataset::{File, FileId, Span};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::value::Date;

/// The most mistakes of syntax that are told of one file. A reader does not look at more, and most
/// of them follow from the first.
const MAX_MISTAKES: usize = 20;

/// Why a file cannot be parsed, with the bytes of its decoded text that show it.
pub(super) struct Problem {
    message: Message,
    help: Message,
    range: std::ops::Range<usize>,
}

pub(super) fn decode(raw: RawFile) -> (File, Option<Problem>) {
    let bytes = match raw.content {
        Ok(bytes) => bytes,
        Err(reason) => {
            let message = message!("`{}` {}", raw.path, reason);
            let help = "make it a readable file of the dataset, or remove it".into();
            return (File::new(raw.path, String::new()), Some(Problem { message, help, range: 0..0 }));
        }
    };
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    match String::from_utf8(bytes) {
        Ok(text) => (File::new(raw.path, text), None),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let message = message!("`{}` is not UTF-8", raw.path);
            let help = "save the file in the encoding UTF-8".into();
            let range = valid..valid + char::REPLACEMENT_CHARACTER.len_utf8();
            (File::new(raw.path, text), Some(Problem { message, help, range }))
        }
    }
}

/// The `[[claim]]` tables of a file.
pub(super) struct Claims<'i> {
    pub(super) file: FileId,
    /// The text of the file.
    pub(super) text: &'i str,
    pub(super) nodes: Vec<Node<'i>>,
    /// The id of each, where it can be read.
    pub(super) ids: Vec<Option<Node<'i>>>,
}

/// A file as a tree.
pub(super) struct Parsed<'i> {
    pub(super) id: FileId,
    pub(super) path: &'i str,
    pub(super) text: &'i str,
    tree: Tree<'i>,
    pub(super) findings: Vec<Finding>,
    /// Whether the file could be read well enough for its tables to count.
    pub(super) readable: bool,
}

impl<'i> Parsed<'i> {
    pub(super) fn new(id: FileId, file: &'i File, problem: Option<Problem>) -> Self {
        let mut parsed = Self {
            id,
            path: &file.path,
            text: &file.text,
            tree: Tree::new(""),
            findings: Vec::new(),
            readable: true,
        };
        if let Some(problem) = problem {
            parsed.refuse(problem.range, problem.message, "cannot be read", problem.help);
            return parsed;
        }
        if file.path == read::LEDGER {
            return parsed;
        }
        let (tree, mistakes) = tree::parse(&file.text);
        parsed.mistakes(mistakes);
        if !parsed.readable {
            return parsed;
        }
        let count = count_tables(tree.top());
        if count > MAX_TABLES {
            let message = message!("`{}` holds {} tables, more than {}", file.path, count, MAX_TABLES);
            parsed.refuse(0..0, message, "too large", "split the file");
            return parsed;
        }
        parsed.tree = tree;
        parsed
    }

    /// The tables of the file.
    pub(super) fn top(&self) -> Table<'_> {
        self.tree.top()
    }

    /// The claims of the file: most of what it holds.
    pub(super) fn claims(&self) -> Claims<'_> {
        let list = match self.top().find("claim").map(|(_, node)| node.kind()) {
            Some(Kind::Array(list)) => Some(list),
            _ => None,
        };
        let tables = list.into_iter().flat_map(List::iter).filter_map(|node| match node.kind() {
            Kind::Table(table) => Some((node, table.find("id").map(|(_, id)| id))),
            _ => None,
        });
        let (nodes, ids) = tables.unzip();
        Claims { file: self.id, text: self.text, nodes, ids }
    }

    pub(super) fn is_manifest(&self) -> bool {
        self.path == MANIFEST
    }

    fn refuse(
        &mut self,
        range: std::ops::Range<usize>,
        message: Message,
        label: &'static str,
        help: impl Into<Message>,
    ) {
        self.readable = false;
        let span = span_in(self.id, self.text, range);
        self.findings.push(Finding::new(&SYNTAX, span, message).label(label).help(help));
    }

    /// Mistakes of the parser become findings. That one id has two tables is what an editor would
    /// call it, so the parser's "duplicate key" at a header is not a matter of syntax.
    fn mistakes(&mut self, mut mistakes: Vec<Mistake>) {
        mistakes.sort_by_key(|mistake| mistake.range.start);
        let mut inside_duplicate: Option<usize> = None;
        // After a header that cannot be read, the next ones seem to stand twice.
        let mut broken_before = false;
        if !mistakes.is_empty()
            && let Some(mark) = merge_mark(self.text)
        {
            let message = message!("`{}` holds the marks of a merge that was not finished", self.path);
            let help = "decide between the two sides, and take out the lines <<<<<<<, ======= and >>>>>>>";
            self.refuse(mark, message, "the first of them", help);
            return;
        }
        // A field inside a list: the list above it is not closed, and all that follows seems to be in it.
        let runaway = mistakes
            .iter()
            .find(|mistake| mistake.kind == Slip::FieldInList)
            .map(|mistake| line_start(self.text, mistake.range.start));
        let mut told = 0..0;
        for mistake in mistakes {
            // What is wrong further on in a table follows from what is wrong first.
            let at = mistake.range.start.min(self.text.len());
            if told.contains(&at) {
                continue;
            }
            let there = self.text.get(at..).unwrap_or_default();
            told = at..at + next_header(there);
            if self.findings.len() >= MAX_MISTAKES {
                if let Some(last) = self.findings.last_mut() {
                    last.message.add("; the file has more mistakes, which are not told");
                }
                self.readable = false;
                break;
            }
            if mistake.kind == Slip::Duplicate {
                if broken_before {
                    continue;
                }
                if let Some(end) = inside_duplicate
                    && mistake.range.start < end
                {
                    continue;
                }
                if let Some((kind, end)) = duplicate_header(self.text, mistake.range.start) {
                    inside_duplicate = Some(end);
                    let span = span_in(self.id, self.text, mistake.range.clone());
                    let name = self.text.get(mistake.range).unwrap_or_default().trim_matches(['"', '\'']);
                    let finding =
                        Finding::new(&DUPLICATE_ID, span, message!("two {} have the id `{}`", kind, name))
                            .label("the id is taken by a table above")
                            .help("give one of them another id, or make one table of both");
                    self.findings.push(match kind {
                        "entities" => finding.entity(name),
                        _ => finding.property(name),
                    });
                    continue;
                }
            }
            broken_before |= mistake.kind != Slip::Duplicate;
            let message = message!("`{}` is not valid TOML: {}", self.path, mistake.message);
            if runaway.is_some_and(|line| line <= at) {
                let help = "a list that starts above is not closed: look for a missing `]`";
                self.refuse(mistake.range, message, "here", help);
                break;
            }
            let line = self.text.get(line_start(self.text, at)..).unwrap_or_default();
            let bare = bare_date(line.lines().next().unwrap_or_default());
            let help =
                bare.unwrap_or_else(|| advice(mistake.kind, there.lines().next().unwrap_or_default()).into());
            self.refuse(mistake.range, message, "here", help);
        }
    }
}

/// Where the line of a place starts.
fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1)
}

/// Where the next line starts that looks like a header; the end of the text where none does.
fn next_header(text: &str) -> usize {
    let is_header = |line: &str| {
        line.trim_start_matches([' ', '\t', '[']).len() < line.len()
            && line.trim_start_matches([' ', '\t']).starts_with('[')
            && line.trim_start_matches([' ', '\t', '[']).starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let mut lines = text.match_indices('\n').map(|(newline, _)| newline + 1);
    let next = lines.find(|&line| {
        text.get(line..).is_some_and(|rest| is_header(rest.lines().next().unwrap_or_default()))
    });
    // Past the end, so that a mistake at the very end is told once as well.
    next.unwrap_or(text.len() + 1)
}

/// The first mark that an unfinished merge left behind.
fn merge_mark(text: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            return Some(at..at + line.trim_end().len());
        }
        at += line.len();
    }
    None
}

/// What to do about a mistake of syntax, for an editor who does not know TOML by heart.
fn advice(kind: Slip, line: &str) -> &'static str {
    if line.starts_with(['“', '”', '„', '‘', '’', '«']) {
        return "these are typographic quotes: write straight ones, \"…\"";
    }
    match kind {
        Slip::NoComma => "put a comma between the two",
        Slip::NoQuotes => "put texts and dates in quotes, such as value = \"4000\"",
        Slip::Duplicate => {
            "a field can stand in a table once only: remove one of the two; or a header such as [[claim]] is missing above"
        }
        Slip::Unclosed => "close what was opened: quotes, brackets and braces come in pairs",
        Slip::TooDeep => "no table of the format is nested so deep",
        Slip::FieldInList | Slip::Other => "nothing of this file is checked until it can be read",
    }
}

/// Advice where a line gives a field a date without quotes: TOML's own dates are whole days only.
fn bare_date(line: &str) -> Option<Message> {
    let (field, value) = line.split_once('=')?;
    let value = value.split('#').next().unwrap_or_default().trim();
    Date::parse(value).ok()?;
    Some(message!(
        "a date stands in quotes, unless it is a whole day: put it in quotes, {} = \"{}\"",
        field.trim(),
        value
    ))
}

/// Whether a place is the id in a header `[entity.…]` or `[property.…]`: which of the two, and
/// where that table ends.
fn duplicate_header(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let before: String =
        text.get(start..at)?.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    let kind = match before.as_str() {
        "[entity." => "entities",
        "[property." => "properties",
        _ => return None,
    };
    let rest = text.get(at..)?;
    let end = rest.match_indices('\n').map(|(newline, _)| newline + 1).find(|&line| {
        rest.get(line..).is_some_and(|line| line.trim_start_matches([' ', '\t']).starts_with('['))
    });
    Some((kind, at + end.unwrap_or(rest.len())))
}

fn span_in(file: FileId, text: &str, range: std::ops::Range<usize>) -> Span {
    let start = range.start.min(text.len());
    let end = range.end.clamp(start, text.len());
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(start), end: offset(end) }
}

fn count_tables(top: Table<'_>) -> usize {
    top.iter()
        .map(|(_, node)| match node.kind() {
            Kind::Array(items) => items.len(),
            Kind::Table(table) => table.len(),
            _ => 0,
        })
        .sum()
}
