//! Accept entries written into a dataset: for findings that somebody chose by their fingerprints.
//!
//! An entry names what its finding names, and the fingerprint, so that it accepts nothing else. It is
//! put behind the last entry that stands already; where there is none, at the end of the manifest.

use toml_edit::{Array, ArrayOfTables, Document, DocumentMut, InlineTable, Item, Table, Value, value};

use super::Change;
use crate::dataset::load::{MANIFEST, RawFile};
use crate::layout;
use crate::run::{Reported, Run};

/// Rules whose findings are about the files and the entries themselves: they are mended, never kept.
pub const NEVER_ACCEPTED: [&str; 4] = ["syntax", "unused-accept", "overdue-accept", "unknown-rule"];

/// Whether a finding can be accepted at all.
pub fn is_acceptable(reported: &Reported) -> bool {
    !NEVER_ACCEPTED.contains(&reported.finding.rule.name)
}

/// What the digits that somebody typed stand for.
#[derive(Debug)]
pub enum Chosen<'a> {
    /// This finding.
    One(&'a Reported),
    /// Several, whose fingerprints all begin so.
    Several(Vec<&'a Reported>),
    /// One that is accepted already, for this reason.
    Accepted(&'a str),
    /// One that is mended and never kept.
    Never(&'a Reported),
    /// None.
    None,
}

/// The finding whose fingerprint begins so.
pub fn choose<'a>(run: &'a Run, digits: &str) -> Chosen<'a> {
    let digits = digits.trim().to_ascii_lowercase();
    if digits.is_empty() {
        return Chosen::None;
    }
    let begins = |reported: &&Reported| reported.fingerprint.starts_with(&digits);
    let mut found: Vec<&Reported> = run.findings.iter().filter(begins).collect();
    match found.as_slice() {
        [] => {}
        [one] if is_acceptable(one) => return Chosen::One(one),
        [one] => return Chosen::Never(one),
        _ => {
            found.sort_by(|one, other| one.fingerprint.cmp(&other.fingerprint));
            return Chosen::Several(found);
        }
    }
    let accepted = run.accepted.iter().find(|accepted| begins(&&accepted.reported));
    accepted.map_or(Chosen::None, |accepted| Chosen::Accepted(&accepted.reason))
}

/// Why no entry can be written.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// The file is no TOML.
    #[error("`{path}` cannot be read: {reason}")]
    Unread {
        /// Its path in the dataset.
        path: String,
        /// Why.
        reason: String,
    },
    /// The file writes `accept` in a form of its own.
    #[error("`{0}` writes `accept` in a form to which no entry can be added")]
    Form(String),
}

/// The change that adds entries for findings.
///
/// # Errors
///
/// Where the file that is to hold them cannot be read or holds no list of entries.
pub fn add(
    files: &[RawFile],
    findings: &[&Reported],
    reason: &str,
    until: Option<&str>,
) -> Result<Change, AcceptError> {
    let (path, text) = place(files)?;
    let tables: Vec<Table> = findings.iter().map(|reported| entry(reported, reason, until)).collect();
    let after = insert(text, tables)
        .map_err(|reason| AcceptError::Unread { path: path.to_owned(), reason })?
        .ok_or_else(|| AcceptError::Form(path.to_owned()))?;
    Ok(Change { path: path.to_owned(), before: text.to_owned(), after })
}

/// The file that is to hold new entries: the manifest where it has some, another that has, else the manifest.
fn place(files: &[RawFile]) -> Result<(&str, &str), AcceptError> {
    let has_entries = |file: &&RawFile| {
        text_of(file).is_ok_and(|text| {
            text.contains("accept")
                && Document::parse(plain(text)).is_ok_and(|doc| doc.contains_key("accept"))
        })
    };
    let manifest = files.iter().find(|file| file.path == MANIFEST);
    let toml = || files.iter().filter(|file| file.path.ends_with(".toml"));
    let chosen = manifest.filter(has_entries).or_else(|| toml().find(has_entries)).or(manifest);
    let unread = |path: &str, reason: String| AcceptError::Unread { path: path.to_owned(), reason };
    let file = chosen.ok_or_else(|| unread(MANIFEST, "it is not there".into()))?;
    Ok((&file.path, text_of(file).map_err(|reason| unread(&file.path, reason))?))
}

fn text_of(file: &RawFile) -> Result<&str, String> {
    let bytes = file.content.as_ref().map_err(Clone::clone)?;
    std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

/// A text without the mark that some editors put first.
fn plain(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The entry for a finding.
fn entry(reported: &Reported, reason: &str, until: Option<&str>) -> Table {
    let names = &reported.finding.names;
    let list = |ids: &[Box<str>]| value(ids.iter().map(|id| &**id).collect::<Array>());
    let mut table = Table::new();
    table.insert("rule", value(reported.finding.rule.name));
    // The claims say enough; of some rules an entry must name them all.
    if names.claims.is_empty() {
        for (field, ids) in
            [("sources", &names.sources), ("entities", &names.entities), ("properties", &names.properties)]
        {
            if !ids.is_empty() {
                table.insert(field, list(ids));
            }
        }
    } else {
        table.insert("claims", list(&names.claims));
    }
    table.insert("fingerprint", value(&*reported.fingerprint));
    table.insert("reason", value(reason));
    if let Some(until) = until {
        table.insert("until", value(until));
    }
    table
}

/// A text with more entries; `None` where its own are in a form that takes none, why where it is no TOML.
fn insert(text: &str, tables: Vec<Table>) -> Result<Option<String>, String> {
    let document = Document::parse(plain(text)).map_err(|error| {
        let line = plain(text).get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
        format!("line {}: {}", line.matches('\n').count() + 1, error.message())
    })?;
    let mark = text.len() - plain(text).len();
    let after = match document.get("accept") {
        None => put(text, text.len(), tables),
        Some(Item::ArrayOfTables(there)) => {
            let last = there.iter().filter_map(end_of_table).max();
            last.and_then(|last| put(text, mark + last, tables))
        }
        Some(Item::Value(Value::Array(_))) => within(plain(text), tables).map(|after| {
            let before = text.get(..mark).unwrap_or_default();
            format!("{before}{after}")
        }),
        Some(_) => None,
    };
    // A file that is laid out stays so.
    let clean = |text: &str| layout::format(text).ok().filter(|laid_out| laid_out == plain(text));
    Ok(after.map(|after| match clean(text) {
        Some(_) if mark == 0 => layout::format(&after).unwrap_or(after),
        _ => after,
    }))
}

/// Puts entries behind the line in which a place lies.
fn put(text: &str, at: usize, tables: Vec<Table>) -> Option<String> {
    let mut list = ArrayOfTables::new();
    tables.into_iter().for_each(|table| list.push(table));
    let mut document = DocumentMut::new();
    document.insert("accept", Item::ArrayOfTables(list));
    let mut entries = layout::format(&document.to_string()).ok()?;
    let end = text.get(at..)?.find('\n').map_or(text.len(), |newline| at + newline + 1);
    let (before, behind) = text.split_at_checked(end)?;
    let lines = before.trim_end_matches(['\r', '\n']);
    let mut gap = if lines.trim().is_empty() { String::new() } else { "\n\n".to_owned() };
    // What stands between the last line and the place is kept where something follows.
    let lines = if behind.is_empty() { lines } else { before };
    if !behind.is_empty() {
        gap = "\n".into();
        if !behind.starts_with(['\n', '\r']) {
            entries.push('\n');
        }
    }
    if text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')) {
        (gap, entries) = (gap.replace('\n', "\r\n"), entries.replace('\n', "\r\n"));
    }
    Some(format!("{lines}{gap}{entries}{behind}"))
}

/// Where the last value of a table ends, or its header where it has none.
fn end_of_table(table: &Table) -> Option<usize> {
    let values = table.iter().filter_map(|(_, item)| match item {
        Item::Table(inner) => end_of_table(inner),
        Item::ArrayOfTables(inner) => inner.iter().filter_map(end_of_table).max(),
        other => other.span().map(|span| span.end),
    });
    values.chain(table.span().map(|span| span.end)).max()
}

/// Adds entries to `accept = [{ … }]`.
fn within(text: &str, tables: Vec<Table>) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let list = document.get_mut("accept")?.as_array_mut()?;
    for table in tables {
        list.push(Value::InlineTable(InlineTable::from_iter(
            table.into_iter().filter_map(|(name, item)| Some((name, item.into_value().ok()?))),
        )));
    }
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> String {
        let mut table = Table::new();
        table.insert("rule", value("date-order"));
        table.insert("claims", value(["a"].into_iter().collect::<Array>()));
        insert(text, vec![table]).unwrap().unwrap()
    }

    const ENTRY: &str = "[[accept]]\nrule   = \"date-order\"\nclaims = [\"a\"]\n";

    #[test]
    fn all_else_stays_byte_for_byte() {
        for (before, behind) in [
            ("format = 1\n", ""),
            ("format=1 # odd\n\n\n[ dataset ]\nid='a'\n# the end", ""),
            (
                "[[accept]] # one\nrule = \"x\"\nclaims = [\n  \"b\", # two\n] # three\n",
                "\n# four\n[entity.a]\nkind=\"k\"\n",
            ),
            ("[[accept]]\nrule = \"x\"\n[[accept]]\n", "[entity.a]\nkind=\"k\"\n\n\n"),
            ("[entity.a]\nkind = \"k\"\n[[accept]]\nrule = \"x\"", ""),
        ] {
            let after = with(&format!("{before}{behind}"));
            let rest = after.strip_prefix(before).unwrap_or_else(|| panic!("{after}"));
            let rest = rest.trim_start_matches('\n').strip_prefix(ENTRY).unwrap_or_else(|| panic!("{after}"));
            assert_eq!(rest.trim_start_matches('\n'), behind.trim_start_matches('\n'), "{after}");
            assert!(after.contains(&format!("\n\n{ENTRY}")), "{after}");
        }
        assert_eq!(with(""), ENTRY);
    }

    #[test]
    fn line_ends_and_marks_stay() {
        let entry = ENTRY.replace('\n', "\r\n");
        assert_eq!(with("format = 1\r\n"), format!("format = 1\r\n\r\n{entry}"));
        assert_eq!(with("\u{feff}format=1\n"), format!("\u{feff}format=1\n\n{ENTRY}"));
    }

    #[test]
    fn what_was_laid_out_stays_so() {
        for text in [
            "format = 1\n",
            "[[accept]]\nrule   = \"x\"\nreason = \"y\"\n\n# of a\n[entity.a]\nkind = \"k\"\n",
            "accept = [{ rule = \"x\", reason = \"y\" }]\n",
            "[[accept]]\nrule   = \"x\"\nreason = \"y\"\n# the end\n",
        ] {
            assert_eq!(layout::format(text).unwrap(), text, "the test's own text");
            let after = with(text);
            assert_eq!(layout::format(&after).unwrap(), after);
            assert_eq!(after.matches("date-order").count(), 1);
        }
    }

    #[test]
    fn what_takes_no_entry_is_told() {
        assert_eq!(insert("accept = 1\n", Vec::new()).unwrap(), None);
        assert!(insert("a = 1\n[accept\n", Vec::new()).unwrap_err().starts_with("line 2: "));
    }
}
