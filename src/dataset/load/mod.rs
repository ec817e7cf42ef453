//! From files to a [`Dataset`]: every problem of every file in one run.
//!
//! Two steps. First each file becomes a tree with places (`tree`), side by side. Then names are
//! resolved: entities, sources and vocabulary, and last the claims, again side by side. A table
//! that cannot be used becomes a finding and a gap ([`super::Gaps`]); the reading never stops.
//! Only what makes the whole run meaningless is a [`LoadError`]: no dataset there, or one in
//! another version of the format.

mod claim;
mod manifest;
mod names;
mod read;
pub mod shape;
mod source;
mod table;
mod tree;
mod value;
mod vocabulary;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use self::names::Names;
pub use self::read::{Kind as FileKind, MAX_FILE_BYTES, Name, RawFile, Store, files_in, name};
use self::shape::{FILE, MANIFEST_FILE, Shape};
use self::table::{Broken, Reader, Reporter};
use self::tree::{Key, Kind, Mistake, Node, Table};
use self::value::Scope;
use super::{
    Accept, Claim, Dataset, Entity, EntityId, File, FileId, Files, Gaps, Manifest, Property, PropertyId,
    Source, SourceId, Span, Spanned,
};
use crate::dataset::index::Index;
use crate::finding::{Finding, Names as Named};
use crate::rules::fields::WRONG_TYPE;
use crate::rules::names::DUPLICATE_ID;
use crate::rules::syntax::SYNTAX;
use crate::suggest::Candidates;
use crate::words;

/// The version of the format that this build reads.
pub const FORMAT: u64 = 1;

/// The most tables that one file may hold.
pub const MAX_TABLES: usize = 1_000_000;

/// The most mistakes of syntax that are told of one file. A reader does not look at more, and most
/// of them follow from the first.
const MAX_MISTAKES: usize = 20;

/// The manifest's path.
const MANIFEST: &str = "facts/dataset.toml";

/// A dataset and what loading found wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read.
    pub dataset: Dataset,
    /// What could not, in no particular order.
    pub findings: Vec<Finding>,
}

/// Why there is no dataset to check.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The directory is no dataset.
    #[error("there is no dataset in `{}`: {reason}", root.display())]
    NoDataset {
        /// The directory that was given.
        root: PathBuf,
        /// What is missing.
        reason: &'static str,
    },
    /// The dataset is written in another version of the format.
    #[error(
        "{MANIFEST}:{line}:{column}: the dataset is in format {found}, and this build reads format {FORMAT} only"
    )]
    Format {
        /// Line of the number.
        line: usize,
        /// Column of the number.
        column: usize,
        /// The number as written.
        found: String,
    },
}

/// Reads the dataset in a directory.
///
/// # Errors
///
/// Where there is no manifest, or one of another version of the format. Everything else that is
/// wrong is a finding.
pub fn load(root: &Path) -> Result<Loaded, LoadError> {
    let missing = |reason| LoadError::NoDataset { root: root.to_owned(), reason };
    if !root.is_dir() {
        return Err(missing("it is not a directory"));
    }
    if !root.join("facts").is_dir() {
        return Err(missing("it has no directory `facts`"));
    }
    if std::fs::symlink_metadata(root.join(MANIFEST)).is_err() {
        return Err(missing("it has no manifest `facts/dataset.toml`"));
    }
    from_files(root.to_owned(), read::files(root))
}

/// Makes a dataset of files that were read already, from wherever.
///
/// # Errors
///
/// As [`load`].
pub fn from_files(root: PathBuf, raw: Vec<RawFile>) -> Result<Loaded, LoadError> {
    if !raw.iter().any(|file| file.path == MANIFEST) {
        return Err(LoadError::NoDataset { root, reason: "it has no manifest `facts/dataset.toml`" });
    }
    let (files, problems): (Vec<File>, Vec<Option<Problem>>) = raw.into_par_iter().map(decode).unzip();
    let files = Files::new(root, files);
    let ids: Vec<(FileId, &File)> = files.iter().collect();
    let parsed: Vec<Parsed<'_>> = ids
        .into_par_iter()
        .zip(problems)
        .map(|((id, file), problem)| Parsed::new(id, file, problem))
        .collect();
    for file in &parsed {
        if file.is_manifest()
            && let Some((found, at)) = manifest::other_format(&file.top, file.text)
        {
            let place = files.get(file.id).position(at);
            return Err(LoadError::Format { line: place.line, column: place.column, found: found.into() });
        }
    }
    let (tables, findings) = resolve(parsed);
    Ok(Loaded { dataset: tables.into_dataset(files), findings })
}

/// Why a file cannot be parsed, with the bytes of its decoded text that show it.
struct Problem {
    message: String,
    help: String,
    range: std::ops::Range<usize>,
}

fn decode(raw: RawFile) -> (File, Option<Problem>) {
    let bytes = match raw.content {
        Ok(bytes) => bytes,
        Err(reason) => {
            let message = format!("`{}` {reason}", raw.path);
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
            let message = format!("`{}` is not UTF-8", raw.path);
            let help = "save the file in the encoding UTF-8".into();
            let range = valid..valid + char::REPLACEMENT_CHARACTER.len_utf8();
            (File::new(raw.path, text), Some(Problem { message, help, range }))
        }
    }
}

/// A file as a tree.
struct Parsed<'i> {
    id: FileId,
    path: &'i str,
    text: &'i str,
    top: Table<'i>,
    findings: Vec<Finding>,
    /// Whether the file could be read well enough for its tables to count.
    readable: bool,
}

impl<'i> Parsed<'i> {
    fn new(id: FileId, file: &'i File, problem: Option<Problem>) -> Self {
        let mut parsed = Self {
            id,
            path: &file.path,
            text: &file.text,
            top: Vec::new(),
            findings: Vec::new(),
            readable: true,
        };
        if let Some(problem) = problem {
            parsed.refuse(problem.range, problem.message, "cannot be read", &problem.help);
            return parsed;
        }
        let (top, mistakes) = tree::parse(&file.text);
        parsed.mistakes(mistakes);
        if !parsed.readable {
            return parsed;
        }
        let count = count_tables(&top);
        if count > MAX_TABLES {
            let message = format!("`{}` holds {count} tables, more than {MAX_TABLES}", file.path);
            parsed.refuse(0..0, message, "too large", "split the file");
            return parsed;
        }
        parsed.top = top;
        parsed
    }

    fn is_manifest(&self) -> bool {
        self.path == MANIFEST
    }

    fn refuse(&mut self, range: std::ops::Range<usize>, message: String, label: &str, help: &str) {
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
            let message = format!("`{}` holds the marks of a merge that was not finished", self.path);
            let help = "decide between the two sides, and take out the lines <<<<<<<, ======= and >>>>>>>";
            self.refuse(mark, message, "the first of them", help);
            return;
        }
        // A field inside a list: the list above it is not closed, and all that follows seems to be in it.
        let runaway = mistakes
            .iter()
            .find(|mistake| mistake.message.contains("unexpected `=` in array"))
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
                    last.message.push_str("; the file has more mistakes, which are not told");
                }
                self.readable = false;
                break;
            }
            if mistake.message == "duplicate key" {
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
                        Finding::new(&DUPLICATE_ID, span, format!("two {kind} have the id `{name}`"))
                            .label("the id is taken by a table above")
                            .help("give one of them another id, or make one table of both");
                    self.findings.push(match kind {
                        "entities" => finding.entity(name),
                        _ => finding.property(name),
                    });
                    continue;
                }
            }
            broken_before |= mistake.message != "duplicate key";
            let message = format!("`{}` is not valid TOML: {}", self.path, mistake.message);
            if runaway.is_some_and(|line| line <= at) {
                let help = "a list that starts above is not closed: look for a missing `]`";
                self.refuse(mistake.range, message, "here", help);
                break;
            }
            let help = advice(&mistake.message, there.lines().next().unwrap_or_default());
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
fn advice(message: &str, line: &str) -> &'static str {
    if line.starts_with(['“', '”', '„', '‘', '’', '«']) {
        "these are typographic quotes: write straight ones, \"…\""
    } else if message.contains("missing comma") {
        "put a comma between the two"
    } else if ["must be quoted", "invalid boolean", "invalid float"]
        .iter()
        .any(|words| message.contains(words))
    {
        "put texts and dates in quotes, such as value = \"4000\""
    } else if message.contains("duplicate key") {
        "a field can stand in a table once only: remove one of the two; or a header such as [[claim]] is missing above"
    } else if message.contains("unclosed") || message.contains("invalid basic string") {
        "close what was opened: quotes, brackets and braces come in pairs"
    } else if message.contains("recurs") {
        "no table of the format is nested so deep"
    } else {
        "nothing of this file is checked until it can be read"
    }
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

fn count_tables(top: &Table<'_>) -> usize {
    top.iter()
        .map(|(_, node)| match &node.kind {
            Kind::Array(items) => items.len(),
            Kind::Table(table) => table.len(),
            _ => 0,
        })
        .sum()
}

/// An id is made of letters, digits, `-` and `_`.
fn check_id(id: &str, span: Span, what: &str, out: &mut Reporter<'_>) -> Result<(), Broken> {
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return Ok(());
    }
    let help = if id.contains('.') {
        "a dot separates an entity from a property in a time point, so ids have none: use `-` or `_`"
    } else {
        "write it with a-z, A-Z, 0-9, `-` and `_` only"
    };
    let finding = Finding::new(&WRONG_TYPE, span, format!("`{id}` cannot be the id of a {what}"))
        .label("holds a character that ids do not have")
        .help(help);
    Err(out.push(finding))
}

/// A regular expression of bounded size.
fn regex(pattern: &str, span: Span, field: &str, out: &mut Reporter<'_>) -> Result<regex::Regex, Broken> {
    regex::RegexBuilder::new(pattern).size_limit(1 << 20).build().map_err(|error| {
        let reason = match &error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            other => {
                other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
            }
        };
        let finding = Finding::new(
            &WRONG_TYPE,
            span,
            format!("`{field}` of {} is no regular expression: {reason}", out.title),
        )
        .label("cannot be read as a regular expression")
        .help("a backslash is written twice in \"…\" and once in '…'");
        out.push(finding)
    })
}

/// A table that the files hold, before it is understood.
struct Item<'a, 'i> {
    file: FileId,
    text: &'a str,
    /// The id, for tables that carry it in their header.
    key: Option<&'a Key<'i>>,
    node: &'a Node<'i>,
    table: &'a Table<'i>,
}

impl<'a, 'i> Item<'a, 'i> {
    fn header(&self) -> Span {
        Span { file: self.file, start: self.node.start, end: self.node.end }
    }

    fn key_span(&self) -> Span {
        let (start, end) = self.key.map_or((self.node.start, self.node.end), |key| (key.start, key.end));
        Span { file: self.file, start, end }
    }

    fn key_name(&self) -> &'a str {
        self.key.map_or("", |key| &key.name)
    }

    fn reader<'f>(&self, title: String, names: Named, findings: &'f mut Vec<Finding>) -> Reader<'f, 'i>
    where
        'a: 'f,
    {
        Reader {
            table: self.table,
            header: self.header(),
            out: Reporter { file: self.file, title, names, findings },
        }
    }

    /// A text field that is needed before the table is read.
    fn peek(&self, field: &str) -> Option<(&'a str, Span)> {
        let (_, node) = self.table.iter().find(|(key, _)| key.name == field)?;
        let Kind::String(text) = &node.kind else { return None };
        Some((text, Span { file: self.file, start: node.start, end: node.end }))
    }
}

/// The tables of all files, by kind.
#[derive(Default)]
struct Items<'a, 'i> {
    entities: Vec<Item<'a, 'i>>,
    properties: Vec<Item<'a, 'i>>,
    claims: Vec<Item<'a, 'i>>,
    sources: Vec<Item<'a, 'i>>,
    accepts: Vec<Item<'a, 'i>>,
}

impl<'a, 'i> Items<'a, 'i> {
    /// Takes the tables of one file; what has another form than they should have is reported.
    fn take(&mut self, file: &'a Parsed<'i>, findings: &mut Vec<Finding>, gaps: &mut Gaps) {
        let shape: &Shape = if file.is_manifest() { &MANIFEST_FILE } else { &FILE };
        let mut reader = Reader {
            table: &file.top,
            header: Span::start_of(file.id),
            out: Reporter {
                file: file.id,
                title: format!("`{}`", file.path),
                names: Named::default(),
                findings,
            },
        };
        // What a table under an unknown header would have held is not known.
        gaps.unread_file |= reader.table.iter().any(|(key, _)| shape.field(&key.name).is_none());
        if file.is_manifest()
            || !file
                .top
                .iter()
                .any(|(key, _)| MANIFEST_FILE.field(&key.name).is_some() && shape.field(&key.name).is_none())
        {
            let _ = reader.check_fields(&[shape]);
        } else {
            check_misplaced(&mut reader, shape);
        }
        if let Some(node) = reader.get("format")
            && file.is_manifest()
        {
            manifest::check_format(node, &mut reader.out);
        }
        for (key, node) in &file.top {
            match &*key.name {
                "entity" | "property" => {
                    let (to, header) = if key.name == "entity" {
                        (&mut self.entities, "[entity.<id>]")
                    } else {
                        (&mut self.properties, "[property.<id>]")
                    };
                    keyed(to, file, node, header, &mut reader.out, gaps);
                }
                "claim" => listed(&mut self.claims, file, node, "[[claim]]", &mut reader.out, gaps),
                "source" => listed(&mut self.sources, file, node, "[[source]]", &mut reader.out, gaps),
                "accept" => listed(&mut self.accepts, file, node, "[[accept]]", &mut reader.out, gaps),
                _ => {}
            }
        }
    }
}

/// Fields of the manifest in another file are told apart from fields that do not exist.
fn check_misplaced(reader: &mut Reader<'_, '_>, shape: &Shape) {
    for (key, _) in reader.table {
        if shape.field(&key.name).is_none() {
            let help = if MANIFEST_FILE.field(&key.name).is_some() {
                format!("`{}` is read in {MANIFEST} only: move it there", key.name)
            } else {
                words::list(&shape.fields.iter().map(|field| field.holds.to_owned()).collect::<Vec<_>>())
            };
            reader.unknown_field(key.start, key.end, &key.name, help);
        }
    }
}

/// `[entity.<id>]` and `[property.<id>]`.
fn keyed<'a, 'i>(
    to: &mut Vec<Item<'a, 'i>>,
    file: &'a Parsed<'i>,
    node: &'a Node<'i>,
    header: &str,
    out: &mut Reporter<'_>,
    gaps: &mut Gaps,
) {
    let Kind::Table(tables) = &node.kind else {
        wrong_header(node, header, out, gaps);
        return;
    };
    for (key, node) in tables {
        match &node.kind {
            Kind::Table(table) => {
                to.push(Item { file: file.id, text: file.text, key: Some(key), node, table });
            }
            _ => {
                let field = &key.name;
                let finding = Finding::new(
                    &WRONG_TYPE,
                    out.span(node),
                    format!("`{field}` stands where an id should be: tables are written `{header}`"),
                )
                .label("not a table")
                .help(
                    if [&shape::ENTITY, &shape::PROPERTY].iter().any(|shape| shape.field(field).is_some()) {
                        format!(
                            "write a header `{header}` with an id of your own, and put the fields under it"
                        )
                    } else {
                        format!(
                            "write a header `{}` and put the fields under it",
                            header.replace("<id>", field)
                        )
                    },
                );
                out.push(finding);
                gaps.unread_file = true;
            }
        }
    }
}

/// `[[claim]]`, `[[source]]` and `[[accept]]`.
fn listed<'a, 'i>(
    to: &mut Vec<Item<'a, 'i>>,
    file: &'a Parsed<'i>,
    node: &'a Node<'i>,
    header: &str,
    out: &mut Reporter<'_>,
    gaps: &mut Gaps,
) {
    let Kind::Array(items) = &node.kind else {
        wrong_header(node, header, out, gaps);
        return;
    };
    for node in items {
        match &node.kind {
            Kind::Table(table) => to.push(Item { file: file.id, text: file.text, key: None, node, table }),
            _ => wrong_header(node, header, out, gaps),
        }
    }
}

fn wrong_header(node: &Node<'_>, header: &str, out: &mut Reporter<'_>, gaps: &mut Gaps) {
    let finding = Finding::new(
        &WRONG_TYPE,
        out.span(node),
        format!("{} should write these as `{header}` tables", out.title),
    )
    .label(format!("{}, not `{header}` tables", node.kind.describe()))
    .help(format!("write the header `{header}`, with just these brackets"));
    out.push(finding);
    // What it would have held is not known.
    gaps.unread_file = true;
}

/// The tables of a dataset, before the indexes over them.
struct Tables {
    manifest: Manifest,
    entities: Vec<Entity>,
    properties: Vec<Property>,
    claims: Vec<Claim>,
    sources: Vec<Source>,
    accepts: Vec<Accept>,
    gaps: Gaps,
}

fn resolve(mut parsed: Vec<Parsed<'_>>) -> (Tables, Vec<Finding>) {
    let mut findings: Vec<Finding> =
        parsed.iter_mut().flat_map(|file| std::mem::take(&mut file.findings)).collect();
    let mut gaps = Gaps::default();
    gaps.unread_file = parsed.iter().any(|file| !file.readable);
    let mut items = Items::default();
    for file in parsed.iter().filter(|file| file.readable) {
        items.take(file, &mut findings, &mut gaps);
    }

    let entity_items = first_of_each(&items.entities, "entities", &mut findings);
    let property_items = first_of_each(&items.properties, "properties", &mut findings);
    let twice = Twice::of(&findings);
    let mut entities: Vec<Entity> = entity_items.iter().map(|item| entity(item, &mut findings)).collect();
    for entity in entities.iter_mut().filter(|entity| twice.entities.contains(&entity.id)) {
        entity.kind = None;
    }
    let (sources, markers, source_ids) = all_sources(&items.sources, &mut gaps, &mut findings);
    let near_sources: Vec<&str> = markers.keys().chain(source_ids.keys()).map(|name| &**name).collect();
    let names = Names {
        entities: (0..).map(EntityId).zip(&entity_items).map(|(id, item)| (item.key_name(), id)).collect(),
        properties: (0..)
            .map(PropertyId)
            .zip(&property_items)
            .map(|(id, item)| (item.key_name(), id))
            .collect(),
        unread_file: gaps.unread_file,
        broken_source: gaps.broken_source,
        near_entities: Candidates::new(entity_items.iter().map(|item| item.key_name())),
        near_properties: Candidates::new(property_items.iter().map(|item| item.key_name())),
        near_sources: Candidates::new(near_sources),
        markers: markers.clone(),
        sources: source_ids.clone(),
    };
    let properties = all_properties(&property_items, &entities, &names, &twice, &mut findings);
    let accepts = items.accepts.iter().filter_map(|item| {
        let rule = item.peek("rule").map_or_else(String::new, |(rule, _)| format!(" for `{rule}`"));
        manifest::accept(&mut item.reader(format!("an accept entry{rule}"), Named::default(), &mut findings))
            .ok()
    });
    let accepts: Vec<Accept> = accepts.collect();
    let claims = all_claims(&items.claims, &entities, &properties, &names, &mut gaps, &mut findings);
    let manifest = parsed
        .iter()
        .find(|file| file.is_manifest())
        .map(|file| {
            let mut out = Reporter {
                file: file.id,
                title: format!("`{MANIFEST}`"),
                names: Named::default(),
                findings: &mut findings,
            };
            manifest::build(&file.top, &names, file.text, &mut out)
        })
        .unwrap_or_default();
    (Tables { manifest, entities, properties, claims, sources, accepts, gaps }, findings)
}

/// The ids that two tables have: which of the two is meant is not known, so nothing is judged by
/// the kind of the entity or the type of the property.
#[derive(Default)]
struct Twice {
    entities: HashSet<Box<str>>,
    properties: HashSet<Box<str>>,
}

impl Twice {
    fn of(findings: &[Finding]) -> Self {
        let mut twice = Self::default();
        for finding in findings.iter().filter(|finding| *finding.rule == DUPLICATE_ID) {
            twice.entities.extend(finding.names.entities.iter().cloned());
            twice.properties.extend(finding.names.properties.iter().cloned());
        }
        twice
    }
}

/// Tables with ids in their headers: the second of one id, in another file, is left out.
fn first_of_each<'b, 'a, 'i>(
    items: &'b [Item<'a, 'i>],
    kind: &str,
    findings: &mut Vec<Finding>,
) -> Vec<&'b Item<'a, 'i>> {
    let mut seen: HashMap<&str, Span> = HashMap::with_capacity(items.len());
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        let (name, span) = (item.key_name(), item.key_span());
        if let Some(&first) = seen.get(name) {
            let finding = duplicate(span, format!("two {kind} have the id `{name}`"), first);
            findings.push(if kind == "entities" { finding.entity(name) } else { finding.property(name) });
            continue;
        }
        let mut out = Reporter { file: item.file, title: String::new(), names: Named::default(), findings };
        // The id stays known all the same, so that nothing calls it unknown.
        let _ = check_id(name, span, if kind == "entities" { "entity" } else { "property" }, &mut out);
        seen.insert(name, span);
        kept.push(item);
    }
    kept
}

fn duplicate(span: Span, message: String, first: Span) -> Finding {
    Finding::new(&DUPLICATE_ID, span, message)
        .label("taken already")
        .related(first, "first used here")
        .help("give one of the two another id; this one is left out until then")
}

fn entity(item: &Item<'_, '_>, findings: &mut Vec<Finding>) -> Entity {
    let id = item.key_name();
    let named = Named { entities: vec![id.into()], ..Named::default() };
    let mut reader = item.reader(format!("entity `{id}`"), named, findings);
    let _ = reader.check_fields(&[&shape::ENTITY]);
    Entity {
        id: id.into(),
        span: item.key_span(),
        kind: reader.owned("kind", &shape::ENTITY).ok().flatten(),
        label: reader.get("label").and_then(|node| value::text(node, "label", &mut reader.out).ok()),
    }
}

type SourceNames = HashMap<Box<str>, SourceId>;

fn all_sources(
    items: &[Item<'_, '_>],
    gaps: &mut Gaps,
    findings: &mut Vec<Finding>,
) -> (Vec<Source>, SourceNames, SourceNames) {
    let mut sources: Vec<Source> = Vec::with_capacity(items.len());
    let (mut markers, mut ids) = (SourceNames::new(), SourceNames::new());
    for item in items {
        let id = item.peek("id").map(|(id, _)| id);
        let title = id.map_or_else(|| "a source".to_owned(), |id| format!("source `{id}`"));
        let named = Named { sources: id.iter().map(|&id| id.into()).collect(), ..Named::default() };
        let Some(source) = source::build(&mut item.reader(title, named, findings)) else {
            gaps.broken_source = true;
            continue;
        };
        if let Some(&first) = ids.get(&source.id) {
            let first = sources[first.index()].id_span;
            findings.push(
                duplicate(source.id_span, format!("two sources have the id `{}`", source.id), first)
                    .source(&source.id),
            );
            gaps.broken_source = true;
            continue;
        }
        gaps.broken_source |= source.unread.contains(&"marker");
        let next = SourceId(u32::try_from(sources.len()).unwrap_or(u32::MAX));
        ids.insert(source.id.clone(), next);
        if let Some(marker) = &source.marker {
            if let Some(first) = markers.get(&marker.value).map(|id| &sources[id.index()]) {
                let at = first.marker.as_ref().map_or(first.id_span, |marker| marker.span);
                let message = format!(
                    "the sources `{}` and `{}` have the same marker [{}]",
                    first.id, source.id, marker.value
                );
                let finding = Finding::new(&DUPLICATE_ID, marker.span, message)
                    .label("taken already")
                    .related(at, "first used here")
                    .help("an article prints each marker for one source: give one of them another, or none")
                    .source(&first.id)
                    .source(&source.id);
                findings.push(finding);
                gaps.broken_source = true;
            } else {
                markers.insert(marker.value.clone(), next);
            }
        }
        sources.push(source);
    }
    (sources, markers, ids)
}

fn all_properties(
    items: &[&Item<'_, '_>],
    entities: &[Entity],
    names: &Names<'_>,
    twice: &Twice,
    findings: &mut Vec<Finding>,
) -> Vec<Property> {
    let types: Vec<Option<&str>> = items
        .iter()
        .map(|item| {
            vocabulary::stated_type(item.node).filter(|_| !twice.properties.contains(item.key_name()))
        })
        .collect();
    let title = |item: &Item<'_, '_>| format!("property `{}`", item.key_name());
    let named = |item: &Item<'_, '_>| Named { properties: vec![item.key_name().into()], ..Named::default() };
    let mut properties: Vec<Property> = items
        .iter()
        .map(|item| {
            let known = vocabulary::Known { names, entities, types: &types, text: item.text };
            let id = Spanned::new(item.key_name(), item.key_span());
            vocabulary::build(id, &mut item.reader(title(item), named(item), findings), &known)
        })
        .collect();
    for property in properties.iter_mut().filter(|property| twice.properties.contains(&property.id)) {
        property.ty = None;
    }
    let values: Vec<_> = items
        .iter()
        .zip(&properties)
        .map(|(item, property)| {
            let scope = Scope { names, entities, properties: &properties, text: item.text };
            vocabulary::values(&mut item.reader(title(item), named(item), findings), property, scope)
        })
        .collect();
    for (property, (one_of, none_of)) in properties.iter_mut().zip(values) {
        property.one_of = one_of;
        property.none_of = none_of;
    }
    properties
}

fn all_claims(
    items: &[Item<'_, '_>],
    entities: &[Entity],
    properties: &[Property],
    names: &Names<'_>,
    gaps: &mut Gaps,
    findings: &mut Vec<Finding>,
) -> Vec<Claim> {
    let mut seen: HashMap<&str, Span> = HashMap::with_capacity(items.len());
    let firsts: Vec<Option<Span>> = items
        .iter()
        .map(|item| {
            let (id, span) = item.peek("id")?;
            let first = seen.get(id).copied();
            seen.entry(id).or_insert(span);
            first
        })
        .collect();
    let built: Vec<BuiltClaims> = items
        .par_chunks(CLAIMS_AT_ONCE)
        .zip(firsts.par_chunks(CLAIMS_AT_ONCE))
        .map(|(items, firsts)| {
            let mut built = BuiltClaims::default();
            for (item, first) in items.iter().zip(firsts) {
                let scope = Scope { names, entities, properties, text: item.text };
                match build_claim(item, *first, scope, &mut built.findings) {
                    Ok(claim) => built.claims.push(claim),
                    Err(left_out) => built.left_out.push(left_out),
                }
            }
            built
        })
        .collect();
    let mut claims = Vec::with_capacity(built.iter().map(|built| built.claims.len()).sum());
    for built in built {
        claims.extend(built.claims);
        findings.extend(built.findings);
        for claim::LeftOut { subject, property, refs } in built.left_out {
            gaps.add(subject, property);
            gaps.used_sources.extend(refs.iter().map(|reference| reference.source));
        }
    }
    claims
}

/// Claims that one thread reads at a time.
const CLAIMS_AT_ONCE: usize = 1024;

/// Claims of a stretch of tables, and what loading found wrong with them.
#[derive(Default)]
struct BuiltClaims {
    claims: Vec<Claim>,
    left_out: Vec<claim::LeftOut>,
    findings: Vec<Finding>,
}

fn build_claim(
    item: &Item<'_, '_>,
    first: Option<Span>,
    scope: Scope<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Claim, claim::LeftOut> {
    let id = item.peek("id").map(|(id, span)| Spanned::new(id, span));
    let title = match &id {
        Some(id) => format!("claim `{}`", id.value),
        None => "a claim".to_owned(),
    };
    let named = Named { claims: id.iter().map(|id| id.value.into()).collect(), ..Named::default() };
    let mut reader = item.reader(title, named, findings);
    let id = reader.text("id", &shape::CLAIM).and_then(|id| {
        let id = id.ok_or(Broken)?;
        check_id(id.value, id.span, "claim", &mut reader.out)?;
        match first {
            Some(first) => {
                let finding = duplicate(id.span, format!("two claims have the id `{}`", id.value), first);
                Err(reader.out.push(finding))
            }
            None => Ok(id),
        }
    });
    claim::build(reader, id, scope)
}

impl Tables {
    fn into_dataset(self, files: Files) -> Dataset {
        let Self { manifest, entities, properties, claims, sources, accepts, gaps } = self;
        let index = Index::new(properties.len(), &claims);
        Dataset { files, manifest, entities, properties, claims, sources, accepts, gaps, index }
    }
}
