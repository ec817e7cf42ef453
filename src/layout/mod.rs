//! The one layout of the TOML files: order of fields, alignment, blank lines. Comments stay with what
//! they stand at, tables where they are.
//!
//! - A blank line stands before a table and the comments above it, none between its fields.
//! - The fields of a table stand in the order of the format's own list
//!   ([`crate::dataset::load::shape`]), unknown ones last; their equals signs are aligned.
//! - A list or inline table on one line has one blank after each comma; a list over several lines keeps
//!   its breaks, indented by four.
//! - Texts, numbers and names are left as they are written, and so is the kind of line end.
//!
//! Pure: text in, text out. What comes out is held against what went in, sign by sign and value by
//! value, before anybody gets it.

mod blanks;
mod order;
mod same;
mod values;

use toml_edit::{DocumentMut, Item, KeyMut, Table};

use self::blanks::{between, end_of_line};
use self::order::ranks;

/// Why a text has no layout.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LayoutError {
    /// It is no TOML.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in Unicode scalar values, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// Laid out anew it would say something else: a bug here, and the text is better left alone.
    #[error("its layout cannot be changed without changing what it says")]
    Unsafe,
}

/// The text in the one layout.
///
/// # Errors
///
/// Where it is no TOML, or cannot be laid out without changing what it says.
pub fn format(text: &str) -> Result<String, LayoutError> {
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
    let windows = plain.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    // The tree is large: it goes before both texts are compared.
    let mut laid_out = {
        let mut document: DocumentMut = plain.parse().map_err(|error| syntax(plain, &error))?;
        lay_out(document.as_table_mut(), &mut Vec::new());
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing(between(&trailing, false));
        document.to_string()
    };
    let end = laid_out.trim_end().len();
    laid_out.truncate(end);
    let mut laid_out = laid_out.trim_start_matches('\n').to_owned();
    if !laid_out.is_empty() {
        laid_out.push('\n');
    }
    if windows {
        laid_out = laid_out.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if same::says_the_same(plain, &laid_out) { Ok(laid_out) } else { Err(LayoutError::Unsafe) }
}

fn syntax(text: &str, error: &toml_edit::TomlError) -> LayoutError {
    let mut at = error.span().map_or(0, |span| span.start).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    LayoutError::Syntax {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        message: error.message().lines().collect::<Vec<_>>().join(", "),
    }
}

/// Lays out a table and all below it. `path` is where it stands.
fn lay_out(table: &mut Table, path: &mut Vec<String>) {
    if !table.is_dotted() {
        let ranks = ranks(path, table);
        if !ranks.is_empty() {
            let rank = |key: &toml_edit::Key| {
                ranks.iter().position(|name| *name == key.get()).unwrap_or(ranks.len())
            };
            table.sort_values_by(|one, _, other, _| rank(one).cmp(&rank(other)));
        }
        let width = width(table, 0);
        lay_out_fields(table, 0, width);
    }
    for (mut key, item) in table.iter_mut() {
        match item {
            Item::Table(table) => {
                if !table.is_dotted() {
                    header(&mut key, table);
                }
                path.push(key.get().to_owned());
                lay_out(table, path);
                path.pop();
            }
            Item::ArrayOfTables(tables) => {
                path.push(key.get().to_owned());
                for table in tables.iter_mut() {
                    header(&mut key, table);
                    lay_out(table, path);
                }
                path.pop();
            }
            Item::Value(_) | Item::None => {}
        }
    }
}

/// The header of a table with the comments above it.
fn header(key: &mut KeyMut<'_>, table: &mut Table) {
    key.leaf_decor_mut().clear();
    key.dotted_decor_mut().clear();
    let decor = table.decor_mut();
    let above = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
    let (above, beside) = (
        between(above, true),
        end_of_line(decor.suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default()),
    );
    decor.set_prefix(above);
    decor.set_suffix(beside);
}

/// The width of the longest name of a field, in characters; dotted names count as a whole.
fn width(table: &Table, before: usize) -> usize {
    let widths = table.iter().filter_map(|(name, item)| {
        let (key, _) = table.get_key_value(name)?;
        let own = before + key.display_repr().chars().count();
        match item {
            Item::Value(_) => Some(own),
            Item::Table(inner) if inner.is_dotted() => Some(width(inner, own + 1)),
            _ => None,
        }
    });
    widths.max().unwrap_or(0)
}

fn lay_out_fields(table: &mut Table, before: usize, width: usize) {
    for (mut key, item) in table.iter_mut() {
        let own = before + key.display_repr().chars().count();
        match item {
            Item::Value(value) => {
                key.dotted_decor_mut().clear();
                let decor = key.leaf_decor_mut();
                let above = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
                let above = between(above, false);
                decor.set_prefix(above.trim_start_matches('\n'));
                decor.set_suffix(" ".repeat(width.saturating_sub(own) + 1));
                values::lay_out(value, 0);
                let decor = value.decor_mut();
                let beside =
                    end_of_line(decor.suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default());
                decor.set_prefix(" ");
                decor.set_suffix(beside);
            }
            Item::Table(inner) if inner.is_dotted() => {
                key.leaf_decor_mut().clear();
                key.dotted_decor_mut().clear();
                lay_out_fields(inner, own + 1, width);
            }
            _ => {}
        }
    }
}
