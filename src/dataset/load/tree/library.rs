//! The tree of a text from the tables of the `toml` crate, with its mistakes.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use toml_parser::parser::{Event, RecursionGuard, parse_document};
use toml_parser::{ParseError, Source};

use super::{Form, Made, Mistake, NONE, Record, Slip, Tree, Written};

/// How deep tables and lists lie in each other; deeper ones are a mistake to the parser as well.
const DEEPEST: u32 = 80;

/// Mistakes of a text that are told. Each takes memory, and a text can be nothing else.
const MOST_MISTAKES: usize = 1_000;

/// The tree of a text, as far as it could be read, and the mistakes in it: of many, the first.
pub(super) fn parse(text: &str) -> (Tree<'_>, Vec<Mistake>) {
    let (table, errors) = DeTable::parse_recoverable(&text[..readable(text)]);
    let mistakes = errors
        .iter()
        .take(MOST_MISTAKES)
        .map(|error| Mistake {
            kind: slip(error.message()),
            message: error.message().to_owned(),
            range: error.span().unwrap_or(0..0),
        })
        .collect();
    let mut tree = Tree::new(text);
    put_fields(&mut tree, 0, table.into_inner());
    (tree.finish(), mistakes)
}

/// The library tells kinds of mistakes apart in its messages only: here they are read, and nowhere
/// else. A test holds the words to those of the library.
fn slip(message: &str) -> Slip {
    let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
    match message {
        "duplicate key" => Slip::Duplicate,
        _ if says(&["unexpected `=` in array"]) => Slip::FieldInList,
        _ if says(&["missing comma"]) => Slip::NoComma,
        _ if says(&["must be quoted", "invalid boolean", "invalid float"]) => Slip::NoQuotes,
        _ if says(&["unclosed", "invalid basic string"]) => Slip::Unclosed,
        _ if says(&["recurs"]) => Slip::TooDeep,
        _ => Slip::Other,
    }
}

/// Where the line ends in which the syntax is wrong for the last time that is told; the end of most texts.
fn readable(text: &str) -> usize {
    let mut mistakes = 0_usize;
    let mut last = None;
    let mut count = |error: ParseError| {
        mistakes += 1;
        if mistakes == MOST_MISTAKES {
            last = error.unexpected().map(|span| span.end());
        }
    };
    let tokens = Source::new(text).lex().into_vec();
    parse_document(&tokens, &mut RecursionGuard::new(&mut |_: Event| (), DEEPEST), &mut count);
    let Some(last) = last else { return text.len() };
    let rest = text.as_bytes().get(last..).unwrap_or_default();
    // A text may be one line: what follows at once shows the last mistake.
    let line = rest.iter().take(1 << 10).position(|byte| *byte == b'\n').unwrap_or(0);
    (last + line..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Recursion is bounded: the parser refuses what is nested more than 80 deep.
fn put_fields<'i>(tree: &mut Tree<'i>, parent: u32, table: DeTable<'i>) {
    let mut fields: Vec<(Spanned<DeString<'i>>, Spanned<DeValue<'i>>)> = table.into_iter().collect();
    fields.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in fields {
        put(tree, parent, Some(&key), value);
    }
}

fn put<'i>(
    tree: &mut Tree<'i>,
    parent: u32,
    key: Option<&Spanned<DeString<'i>>>,
    value: Spanned<DeValue<'i>>,
) {
    let (key_start, key_end) = key.map_or((0, 0), |key| (offset(key.span().start), offset(key.span().end)));
    let key_form = key.map_or(Written::Bare, |key| tree.written(key.get_ref(), key_start, key_end));
    let (start, end) = (offset(value.span().start), offset(value.span().end));
    let value = value.into_inner();
    let form = match &value {
        DeValue::String(text) => Form::String(tree.written(text, start, end)),
        DeValue::Integer(_) => Form::Integer,
        DeValue::Float(_) => Form::Float,
        DeValue::Boolean(value) => Form::Boolean(*value),
        DeValue::Datetime(datetime) => {
            tree.datetimes.push((start, *datetime));
            Form::Datetime
        }
        DeValue::Array(_) => Form::Array,
        DeValue::Table(_) => Form::Table,
    };
    let record = Record {
        start,
        end,
        key_start,
        key_end,
        next: NONE,
        first: NONE,
        last: NONE,
        form,
        key_form,
        made: Made::Inline,
    };
    let at = tree.append(parent, record);
    match value {
        DeValue::Array(items) => {
            for item in items {
                put(tree, at, None, item);
            }
        }
        DeValue::Table(table) => put_fields(tree, at, table),
        _ => {}
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_library_are_those_that_are_read() {
        let deep = format!("a = {}", "[".repeat(500));
        for (text, kind) in [
            ("a = 1\na = 2", Slip::Duplicate),
            ("a = [1,\nb = 2", Slip::FieldInList),
            ("a = [\"x\" \"y\"]", Slip::NoComma),
            ("a = treaty", Slip::NoQuotes),
            ("a = \"x\nb = 1", Slip::Unclosed),
            ("a = [1, 2", Slip::Unclosed),
            (&deep, Slip::TooDeep),
        ] {
            let kinds: Vec<Slip> = parse(text).1.iter().map(|mistake| mistake.kind).collect();
            assert!(kinds.contains(&kind), "{text:.20}: {kinds:?}");
        }
    }
}
