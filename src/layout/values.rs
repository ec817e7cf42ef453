//! Lists and inline tables.

use toml_edit::{Array, InlineTable, RawString, Value};

use super::blanks::within;

/// Spaces by which the items of a list over several lines are indented.
const INDENT: usize = 4;

/// Lays out what is inside a value; `indent` is the indentation of the line on which it starts.
pub(super) fn lay_out(value: &mut Value, indent: usize) {
    match value {
        Value::Array(array) => list(array, indent),
        Value::InlineTable(table) => inline_table(table, indent),
        _ => {}
    }
}

fn text(raw: Option<&RawString>) -> &str {
    raw.and_then(RawString::as_str).unwrap_or_default()
}

fn list(array: &mut Array, indent: usize) {
    let breaks = text(Some(array.trailing())).contains('\n')
        || array.iter().any(|item| {
            text(item.decor().prefix()).contains('\n') || text(item.decor().suffix()).contains('\n')
        });
    let inside = if breaks { indent + INDENT } else { indent };
    let trailing = text(Some(array.trailing())).to_owned();
    let (mut last_suffix, count) = (String::new(), array.len());
    for (at, item) in array.iter_mut().enumerate() {
        lay_out(item, inside);
        let decor = item.decor_mut();
        // What stands between an item and its comma goes behind the comma.
        let before = format!("{}{}", last_suffix, text(decor.prefix()));
        last_suffix = text(decor.suffix()).to_owned();
        let prefix = match (breaks, at) {
            (true, _) => within(&before, inside, inside, at == 0),
            (false, 0) => String::new(),
            (false, _) => " ".to_owned(),
        };
        decor.set_prefix(prefix);
        decor.set_suffix("");
    }
    if !breaks {
        array.set_trailing_comma(false);
        array.set_trailing("");
        return;
    }
    array.set_trailing_comma(count > 0);
    // Comments at the end of the list stand with its items.
    array.set_trailing(within(&format!("{last_suffix}{trailing}"), inside, indent, true));
}

fn inline_table(table: &mut InlineTable, indent: usize) {
    let broken = table.to_string().trim().contains('\n');
    for (_, value) in table.iter_mut() {
        if !broken {
            lay_out(value, indent);
        }
    }
    if broken {
        // Written over several lines on purpose, perhaps with comments: left as it is.
        return;
    }
    fields(table, true);
    table.set_trailing_comma(false);
    table.set_trailing("");
}

fn fields(table: &mut InlineTable, outermost: bool) {
    let count = table.len();
    for (at, (mut key, value)) in table.iter_mut().enumerate() {
        key.dotted_decor_mut().clear();
        let decor = key.leaf_decor_mut();
        decor.set_prefix(" ");
        decor.set_suffix(" ");
        if let Value::InlineTable(inner) = value
            && inner.is_dotted()
        {
            fields(inner, outermost && at + 1 == count);
            continue;
        }
        value.decor_mut().set_prefix(" ");
        value.decor_mut().set_suffix(if outermost && at + 1 == count { " " } else { "" });
    }
}
