//! What is being written at a place, found from the text alone: the line may be half written and the
//! file no TOML yet.

use crate::dataset::load::shape::{
    FILE, Form, MANIFEST_FILE, PROPERTY, PROPERTY_TYPES, RELATIVE, Shape, table_at,
};
use crate::rules;

/// What can be written at a place.
#[derive(Debug)]
pub(super) struct Context<'t> {
    /// What is being written.
    pub(super) wanted: Wanted,
    /// The bytes that it would take the place of: what is written of it so far.
    pub(super) range: std::ops::Range<usize>,
    /// Whether the place is within quotes.
    pub(super) quoted: bool,
    /// The property of the claim that is being written.
    pub(super) property: Option<&'t str>,
    /// The names of the fields that the table has.
    pub(super) present: Vec<&'t str>,
}

/// What is being written.
#[derive(Debug)]
pub(super) enum Wanted {
    /// A header, or a field of the file.
    Header,
    /// A field of one of these tables.
    Key(Vec<&'static Shape>),
    /// A value.
    Value(Form),
    /// The level of a rule.
    Level,
    /// The name of a rule, as a field.
    RuleKey,
}

/// Which table a header opens.
enum Section {
    Top,
    Rules,
    Of(Vec<&'static Shape>),
    Unknown,
}

struct Frame {
    brace: bool,
    key: String,
    /// Whether the equals sign behind the key was read.
    value: bool,
}

impl Frame {
    fn new(brace: bool) -> Self {
        Self { brace, key: String::new(), value: false }
    }
}

/// What is being written at a byte of a text.
pub(super) fn context<'t>(text: &'t str, offset: usize, is_manifest: bool) -> Option<Context<'t>> {
    let before = text.get(..offset)?;
    let (header, body) = section_start(before);
    let table = table_text(text, body, offset);
    let section = section(header, table);
    let scan = scan(before, body)?;
    let property = match header.trim_start_matches('[').split('.').next().map(str::trim) {
        Some("property") => id_of(header),
        _ => value_of(table, "property"),
    };
    let property = property.filter(|property| !property.is_empty());
    let present = keys_of(table);
    let (start, quoted) = match scan.string {
        Some(start) => (start, true),
        None => (token_start(before, body), false),
    };
    // What stands behind the place, up to the closing quote, goes too.
    let end = match (scan.string, text.as_bytes().get(start.wrapping_sub(1))) {
        (Some(_), Some(&quote)) => {
            let rest = text.get(offset..)?;
            let line = rest.split('\n').next().unwrap_or_default();
            line.find(char::from(quote)).map_or(offset, |close| offset + close)
        }
        _ => offset,
    };
    let wanted = wanted(&section, &scan.frames, is_manifest)?;
    Some(Context { wanted, range: start..end, quoted, property, present })
}

fn wanted(section: &Section, frames: &[Frame], is_manifest: bool) -> Option<Wanted> {
    let (root, inner) = frames.split_first()?;
    if !root.value {
        return Some(match section {
            Section::Top if root.key.trim_start().starts_with('[') || root.key.trim().is_empty() => {
                Wanted::Header
            }
            Section::Top if is_manifest => Wanted::Key(vec![&MANIFEST_FILE]),
            Section::Top => Wanted::Key(vec![&FILE]),
            _ if root.key.trim_start().starts_with('[') => Wanted::Header,
            Section::Rules => Wanted::RuleKey,
            Section::Of(shapes) => Wanted::Key(shapes.clone()),
            Section::Unknown => return None,
        });
    }
    let shapes: Vec<&'static Shape> = match section {
        Section::Rules => return of_rule(&root.key, inner),
        Section::Top => vec![&MANIFEST_FILE],
        Section::Of(shapes) => shapes.clone(),
        Section::Unknown => return None,
    };
    let mut form = field(&shapes, &root.key)?;
    for frame in inner {
        form = match (form, frame.brace) {
            (Form::List(of), false) => *of,
            (Form::Value | Form::OwnValue, false) => form,
            (Form::Value | Form::OwnValue, true) => step(&RELATIVE, frame)?,
            (Form::Table(shape), true) => step(shape, frame)?,
            (Form::Either(_, Form::Table(shape)), true) => step(shape, frame)?,
            (Form::Either(_, Form::List(of)), false) => **of,
            (Form::Rules, true) if frame.value => {
                let inner = inner.split_first().map_or(&[][..], |(_, inner)| inner);
                return of_rule(&frame.key, inner);
            }
            (Form::Levels | Form::Rules, true) => {
                return Some(if frame.value { Wanted::Level } else { Wanted::RuleKey });
            }
            _ => return None,
        };
        if frame.brace && !frame.value {
            let Form::Table(shape) = form else { return None };
            return Some(Wanted::Key(vec![shape]));
        }
    }
    // One value or a list of such: what is being written is one of them.
    Some(Wanted::Value(if let Form::Either(one, Form::List(_)) = form { *one } else { form }))
}

/// What is written behind the name of a rule: a level, or a table of level and options.
fn of_rule(name: &str, inner: &[Frame]) -> Option<Wanted> {
    let Some(frame) = inner.first().filter(|frame| frame.brace) else { return Some(Wanted::Level) };
    let shapes = rules::options::shapes(rules::find(name.trim().trim_matches(['"', '\'']))?);
    if frame.value { field(&shapes, &frame.key).map(Wanted::Value) } else { Some(Wanted::Key(shapes)) }
}

/// The form of the field that a brace stands in; the table itself where a name is being written.
fn step(shape: &'static Shape, frame: &Frame) -> Option<Form> {
    if frame.value { field(&[shape], &frame.key) } else { Some(Form::Table(shape)) }
}

fn field(shapes: &[&'static Shape], key: &str) -> Option<Form> {
    let key = key.trim().trim_matches(['"', '\'']);
    shapes.iter().find_map(|shape| shape.field(key)).map(|field| field.form)
}

/// The last header before a place, and where its table starts.
fn section_start(before: &str) -> (&str, usize) {
    let mut end = before.rfind('\n').map_or(0, |newline| newline + 1);
    while end > 0 {
        let start = before.get(..end - 1).and_then(|text| text.rfind('\n')).map_or(0, |newline| newline + 1);
        let line = before.get(start..end).unwrap_or_default();
        if is_header(line) {
            return (line.split('#').next().unwrap_or_default().trim(), end);
        }
        end = start;
    }
    ("", 0)
}

fn is_header(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    line.starts_with('[')
        && line.ends_with(']')
        && !line.contains(',')
        && !line.trim_start_matches('[').starts_with(['"', '\''])
}

/// A table from its header to the next.
fn table_text(text: &str, body: usize, offset: usize) -> &str {
    let rest = text.get(offset..).unwrap_or_default();
    let mut end = offset;
    for line in rest.split_inclusive('\n') {
        if end > offset && is_header(line) {
            break;
        }
        end += line.len();
    }
    text.get(body..end).unwrap_or_default()
}

fn section(header: &str, table: &str) -> Section {
    let name = header.trim_matches(['[', ']', ' ']);
    let path: Vec<&str> = match name.split_once('.') {
        None if name.is_empty() => return Section::Top,
        None => vec![name],
        Some((first, rest)) => vec![first.trim(), rest],
    };
    match path[..] {
        ["rules"] => return Section::Rules,
        ["rules", rule] => {
            let rule = rules::find(rule.trim().trim_matches(['"', '\'']));
            return rule.map_or(Section::Unknown, |rule| Section::Of(rules::options::shapes(rule)));
        }
        _ => {}
    }
    match table_at(&path) {
        Some(shape) if std::ptr::eq(shape, &raw const PROPERTY) => {
            let ty = value_of(table, "type");
            let own = PROPERTY_TYPES.iter().copied().filter(|shape| ty.is_none_or(|ty| ty == shape.name));
            Section::Of(std::iter::once(shape).chain(own).collect())
        }
        Some(shape) => Section::Of(vec![shape]),
        None => Section::Unknown,
    }
}

fn id_of(header: &str) -> Option<&str> {
    let (_, id) = header.trim_matches(['[', ']', ' ']).split_once('.')?;
    Some(id.trim().trim_matches(['"', '\'']))
}

/// The text of a field of a table that may be half written.
fn value_of<'t>(table: &'t str, field: &str) -> Option<&'t str> {
    table.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        (name.trim() == field).then(|| value.get(1..)?.split(quote).next())?
    })
}

fn keys_of(table: &str) -> Vec<&str> {
    let plain = |name: &&str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    table.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim()).filter(plain).collect()
}

/// Where the word that ends at the end of a text starts.
fn token_start(before: &str, body: usize) -> usize {
    let from =
        before.rfind(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '=' | '[')).map_or(0, |at| {
            // A bracket that opens a header belongs to it.
            let bracket = before.get(at..).is_some_and(|rest| rest.starts_with('['));
            let line = before.get(..at).map_or(0, |text| text.rfind('\n').map_or(0, |newline| newline + 1));
            let opens =
                bracket && before.get(line..at).is_some_and(|text| text.trim_matches([' ', '[']).is_empty());
            if opens {
                line
            } else {
                at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
            }
        });
    from.max(body)
}

struct Scan {
    frames: Vec<Frame>,
    /// Where the text within the open quotes starts.
    string: Option<usize>,
}

/// Reads a table up to a place; none within a comment.
fn scan(before: &str, body: usize) -> Option<Scan> {
    let mut frames = vec![Frame::new(false)];
    let mut chars = before.get(body..)?.char_indices().map(|(at, c)| (body + at, c)).peekable();
    while let Some((at, c)) = chars.next() {
        let depth = frames.len();
        let top = frames.last_mut()?;
        let keyed = depth == 1 || top.brace;
        match c {
            '#' => loop {
                match chars.next() {
                    Some((_, '\n')) => {
                        if depth == 1 {
                            *top = Frame::new(false);
                        }
                        break;
                    }
                    Some(_) => {}
                    None => return None,
                }
            },
            '"' | '\'' => {
                let long: String = [c; 3].iter().collect();
                let close = if before.get(at..)?.starts_with(&long) { long } else { c.to_string() };
                let start = at + close.len();
                let mut end = None;
                let mut from = start;
                while let Some(found) = before.get(from..).and_then(|rest| rest.find(&close)) {
                    let place = from + found;
                    let slashes = before.get(start..place)?.bytes().rev().take_while(|b| *b == b'\\').count();
                    if c == '\'' || slashes % 2 == 0 {
                        end = Some(place);
                        break;
                    }
                    from = place + 1;
                }
                // A quote that is not closed on its line is the one being written, or a slip above.
                let line_end = before.get(start..)?.find('\n').map(|newline| start + newline);
                let cut = close.len() == 1 && line_end.is_some_and(|line| end.is_none_or(|end| line < end));
                match (end, cut) {
                    (_, true) | (Some(_), false) => {
                        let stop = if cut { line_end? } else { end? + close.len() };
                        if keyed && !top.value {
                            top.key.push_str(before.get(at..stop)?);
                        }
                        while chars.peek().is_some_and(|(next, _)| *next < stop) {
                            chars.next();
                        }
                    }
                    (None, false) => {
                        return Some(Scan { frames, string: Some(start) });
                    }
                }
            }
            '=' if keyed => top.value = true,
            '\n' if depth == 1 => *top = Frame::new(false),
            ',' if top.brace => *top = Frame::new(true),
            '[' if top.value || !keyed => frames.push(Frame::new(false)),
            '{' if top.value || !keyed => frames.push(Frame::new(true)),
            ']' | '}' if depth > 1 => {
                frames.pop();
            }
            c if keyed && !top.value => top.key.push(c),
            _ => {}
        }
    }
    Some(Scan { frames, string: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cursor stands at `|`.
    fn at(text: &str) -> String {
        let offset = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        match context(&text, offset, false) {
            None => "nothing".into(),
            Some(found) => {
                let what = match found.wanted {
                    Wanted::Header => "header".into(),
                    Wanted::Key(shapes) => {
                        format!(
                            "key of {}",
                            shapes.iter().map(|shape| shape.name).collect::<Vec<_>>().join("+")
                        )
                    }
                    Wanted::Value(form) => format!("{form:?}").split(['(', ' ']).next().unwrap().to_owned(),
                    Wanted::Level => "level".into(),
                    Wanted::RuleKey => "rule key".into(),
                };
                let quotes = if found.quoted { " quoted" } else { "" };
                format!("{what} {:?}{quotes} {}", &text[found.range], found.property.unwrap_or("-"))
            }
        }
    }

    #[test]
    fn half_written_lines_are_understood() {
        assert_eq!(at("[[claim]]\nsubject = \"tr|\nvalue = 1"), "Entity \"tr\" quoted -");
        assert_eq!(
            at("[[claim]]\nsubject = \"tr|eaty\"\nproperty = \"p\"\n\n[[claim]]\nproperty = \"q\""),
            "Entity \"treaty\" quoted p"
        );
        assert_eq!(at("[[claim]]\nproperty = |"), "Property \"\" -");
        assert_eq!(at("[[claim]]\nrefs = [\"1\", \"|"), "Either \"\" quoted -");
        assert_eq!(at("[[claim]]\nrefs = [{ ref = \"|\" }]"), "Source \"\" quoted -");
        assert_eq!(at("[[claim]]\nproperty = 'x'\nvalue = [\n  \"a\",\n  \"b|\n]\n"), "Value \"b\" quoted x");
        assert_eq!(at("[[claim]]\nvalue = { after = \"tre|\""), "TimePoint \"tre\" quoted -");
        assert_eq!(at("[[claim]]\nvalue = { after = \"t.s\", b|"), "key of relative date \"b\" -");
        assert_eq!(at("[[claim]]\nid = \"a\"\nsub|"), "key of claim \"sub\" -");
        assert_eq!(at("[property.p]\ntype = \"date\"\nafter = [\"s|\"]"), "Either \"s\" quoted p");
        assert_eq!(at("[property.p]\ntype = \"date\"\n|"), "key of property+date \"\" p");
        assert_eq!(at("[rules]\nunc|"), "rule key \"unc\" -");
        assert_eq!(at("[rules]\nuncited-claim = \"|\""), "level \"\" quoted -");
        assert_eq!(at("[rules]\ncount-mismatch = { |"), "key of rule+options of count-mismatch \"\" -");
        assert_eq!(at("[rules]\ncount-mismatch = { level = \"|"), "Word \"\" quoted -");
        assert_eq!(at("[rules.count-mismatch]\nmo|"), "key of rule+options of count-mismatch \"mo\" -");
        assert_eq!(at("[rules.uncited-claim]\n|"), "key of rule \"\" -");
        assert_eq!(at("[entity.a]\nkind = \"x\"\n\n[|"), "header \"[\" -");
        assert_eq!(at("|"), "header \"\" -");
        assert_eq!(at("[[claim]]\n# subject = \"|"), "nothing");
        assert_eq!(at("[other]\nx = \"|"), "nothing");
        assert_eq!(at("[[claim]]\nnote = \"a # b\"\nrank = \"|\""), "Word \"\" quoted -");
        assert_eq!(at("[[claim]]\nid = \"ж\nproperty = \"|"), "Property \"\" quoted -");
    }
}
