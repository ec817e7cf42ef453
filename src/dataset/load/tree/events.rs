//! The tree of a plain text straight from the parser's events: what nearly every file is.
//!
//! Plain is what needs no judgement. A mistake, a key that stands twice, a dotted key, a table that
//! is opened again, or a table with very many fields: the text is given up, and `library` reads it
//! from the start. So nothing here decides what TOML allows in doubtful cases, and no mistake is
//! worded here.
//!
//! The text is parsed from one header to the next: the tokens of one table fit into a processor's
//! nearest cache, where those of a whole file would be many times its size.

use std::borrow::Cow;

use crate::map::Map;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use super::{Form, Made, NONE, Record, Tree, Written};

/// The deepest nesting that the `toml` crate reads.
const DEEPEST: usize = 80;

/// The most names of a header. The format needs two.
const LONGEST_PATH: usize = 4;

/// The most fields of a table that are looked through one by one for a name that stands twice.
/// The format's tables have fewer than twenty.
const MOST_FIELDS: u32 = 32;

/// The tree of a text; `None` where it is not plain.
pub(super) fn parse(text: &str) -> Option<Tree<'_>> {
    let source = Source::new(text);
    let mut builder = Builder::new(text, source);
    let mut doubtful = Doubtful(false);
    let mut tokens: Vec<Token> = Vec::new();
    // How many brackets and braces are open: a header begins a line outside of all.
    let mut depth = 0_u32;
    for token in source.lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket
                if depth == 0 && tokens.last().is_some_and(|last| last.kind() == TokenKind::Newline) =>
            {
                parse_document(&tokens, &mut builder, &mut doubtful);
                if doubtful.0 {
                    return None;
                }
                tokens.clear();
                depth = 1;
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        tokens.push(token);
    }
    parse_document(&tokens, &mut builder, &mut doubtful);
    (!doubtful.0).then(|| builder.tree.finish())
}

/// Whether there was a mistake, or anything else that is not plain.
struct Doubtful(bool);

impl ErrorSink for Doubtful {
    fn report_error(&mut self, _: ParseError) {
        self.0 = true;
    }
}

/// A key and how it is written.
#[derive(Clone, Copy)]
struct Name<'i> {
    text: Option<&'i str>,
    start: u32,
    end: u32,
}

struct Builder<'i> {
    source: Source<'i>,
    tree: Tree<'i>,
    /// Where the header that is being read begins, and whether it is one of a list; its names.
    header: Option<(u32, bool)>,
    path: Vec<Name<'i>>,
    /// The key whose value comes next.
    key: Option<Name<'i>>,
    /// The table under the last header, and in it the tables and lists that are open.
    open: Vec<u32>,
    /// How many fields each of these has.
    fields: Vec<u32>,
    /// What headers made inside the root and inside tables that are only implied.
    made: Map<(u32, &'i str), u32>,
}

impl<'i> Builder<'i> {
    fn new(text: &'i str, source: Source<'i>) -> Self {
        Self {
            source,
            tree: Tree::new(text),
            header: None,
            path: Vec::new(),
            key: None,
            open: vec![0],
            fields: vec![0],
            made: Map::default(),
        }
    }

    fn raw(&self, span: Span, encoding: Option<Encoding>) -> Option<Raw<'i>> {
        let text = self.source.input().get(span.start()..span.end())?;
        Some(Raw::new_unchecked(text, encoding, span))
    }

    /// Puts a value into the innermost table or list that is open.
    fn put(&mut self, form: Form, span: Span) -> Option<u32> {
        let parent = *self.open.last()?;
        let key = self.key.take();
        let mut record = record(form, Made::Inline, offset(span.start()), offset(span.end()));
        match (self.tree.record(parent).form, key) {
            (Form::Array, None) => {}
            (Form::Table, Some(key)) => {
                let count = self.fields.last_mut()?;
                *count += 1;
                if *count > MOST_FIELDS || self.tree.field(parent, key.text?).is_some() {
                    return None;
                }
                self.named(&mut record, key);
            }
            _ => return None,
        }
        let at = self.tree.append(parent, record);
        if let (0, Some(key)) = (parent, key) {
            self.made.insert((0, key.text?), at);
        }
        Some(at)
    }

    fn named(&self, record: &mut Record, key: Name<'i>) {
        (record.key_start, record.key_end) = (key.start, key.end);
        let quoted = key.text.is_some_and(|text| text.len() != (key.end - key.start) as usize);
        record.key_form = if quoted { Written::Quoted } else { Written::Bare };
    }

    /// What a name leads to in a table that headers make things in.
    fn child(&self, table: u32, name: &'i str) -> Option<u32> {
        if self.tree.record(table).made == Made::Implied {
            self.made.get(&(table, name)).copied()
        } else {
            self.tree.field(table, name)
        }
    }

    fn make(&mut self, parent: u32, key: Name<'i>, form: Form, made: Made, span: (u32, u32)) -> Option<u32> {
        let mut record = record(form, made, span.0, span.1);
        self.named(&mut record, key);
        if self.tree.record(parent).made != Made::Implied {
            // Every name of such a table is looked through.
            let count = super::children(&self.tree, parent).take(MOST_FIELDS as usize).count();
            if count == MOST_FIELDS as usize {
                return None;
            }
        }
        let at = self.tree.append(parent, record);
        if self.tree.record(parent).made == Made::Implied {
            self.made.insert((parent, key.text?), at);
        }
        Some(at)
    }

    /// Opens the table that a header names; `None` where that takes judgement.
    fn open_header(&mut self, start: u32, end: u32, listed: bool) -> Option<()> {
        let path = std::mem::take(&mut self.path);
        let (last, before) = path.split_last()?;
        if path.len() > LONGEST_PATH {
            return None;
        }
        let mut table = 0;
        for key in before {
            table = match self.child(table, key.text?) {
                None => self.make(table, *key, Form::Table, Made::Implied, (key.start, key.end))?,
                Some(at) => match self.tree.record(at) {
                    Record { form: Form::Table, made: Made::Implied | Made::Header, .. } => at,
                    // A list of tables: what follows belongs to its last one.
                    Record { form: Form::Array, made: Made::Header, last, .. } => *last,
                    _ => return None,
                },
            };
        }
        let found = self.child(table, last.text?);
        let at = match (listed, found) {
            (false, None) => self.make(table, *last, Form::Table, Made::Header, (start, end))?,
            (true, found) => {
                let list = match found {
                    None => self.make(table, *last, Form::Array, Made::Header, (start, end))?,
                    Some(at) => {
                        let Record { form: Form::Array, made: Made::Header, .. } = self.tree.record(at)
                        else {
                            return None;
                        };
                        at
                    }
                };
                self.tree.append(list, record(Form::Table, Made::Header, start, end))
            }
            (false, Some(_)) => return None,
        };
        self.path = path;
        self.path.clear();
        self.open.clear();
        self.open.push(at);
        self.fields.clear();
        self.fields.push(0);
        Some(())
    }

    fn enter(&mut self, form: Form, span: Span, error: &mut dyn ErrorSink) -> bool {
        // The table under the header is one of those that are open.
        let at = if self.open.len() <= DEEPEST { self.put(form, span) } else { None };
        let Some(at) = at else {
            give_up(error);
            return false;
        };
        self.open.push(at);
        self.fields.push(0);
        true
    }

    fn leave(&mut self, span: Span, error: &mut dyn ErrorSink) {
        if self.open.len() < 2 {
            return give_up(error);
        }
        self.fields.pop();
        if let Some(at) = self.open.pop() {
            self.tree.records[at as usize].end = offset(span.end());
        }
    }

    fn open_with(&mut self, span: Span, listed: bool) {
        self.header = Some((offset(span.start()), listed));
        self.path.clear();
    }

    fn close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        let header = self.header.take();
        if header.and_then(|(start, listed)| self.open_header(start, offset(span.end()), listed)).is_none() {
            give_up(error);
        }
    }
}

/// Whether a key is made of what needs no quotes.
fn is_bare_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a text in quotes is what stands between them: no escapes and no characters of control.
fn is_plain_string(text: &str) -> bool {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\' | 0x7F);
    inner.is_some_and(|inner| inner.bytes().all(plain))
}

/// The text is not plain.
fn give_up(error: &mut dyn ErrorSink) {
    error.report_error(ParseError::new("not plain"));
}

fn record(form: Form, made: Made, start: u32, end: u32) -> Record {
    let key_form = Written::Bare;
    Record { start, end, key_start: 0, key_end: 0, next: NONE, first: NONE, last: NONE, form, key_form, made }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.open_with(span, false);
    }

    fn std_table_close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.close(span, error);
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.open_with(span, true);
    }

    fn array_table_close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.close(span, error);
    }

    fn inline_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) -> bool {
        self.enter(Form::Table, span, error)
    }

    fn inline_table_close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.leave(span, error);
    }

    fn array_open(&mut self, span: Span, error: &mut dyn ErrorSink) -> bool {
        self.enter(Form::Array, span, error)
    }

    fn array_close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.leave(span, error);
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let Some(raw) = self.raw(span, encoding) else { return give_up(error) };
        let text = if encoding.is_none() && is_bare_key(raw.as_str()) {
            Some(raw.as_str())
        } else {
            let mut decoded = Cow::Borrowed("");
            raw.decode_key(&mut decoded, error);
            match decoded {
                Cow::Borrowed(text) => Some(text),
                // A key with escapes is rare enough for the library.
                Cow::Owned(_) => None,
            }
        };
        let name = Name { text, start: offset(span.start()), end: offset(span.end()) };
        if self.header.is_some() {
            self.path.push(name);
        } else if self.key.replace(name).is_some() {
            give_up(error);
        }
    }

    fn key_sep(&mut self, _: Span, error: &mut dyn ErrorSink) {
        if self.header.is_none() {
            give_up(error);
        }
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let Some(raw) = self.raw(span, encoding) else { return give_up(error) };
        let (start, end) = (offset(span.start()), offset(span.end()));
        if encoding == Some(Encoding::BasicString) && is_plain_string(raw.as_str()) {
            if self.put(Form::String(Written::Quoted), span).is_none() {
                give_up(error);
            }
            return;
        }
        let mut decoded = Cow::Borrowed("");
        let form = match raw.decode_scalar(&mut decoded, error) {
            ScalarKind::String => Form::String(self.tree.written(&decoded, start, end)),
            ScalarKind::Boolean(value) => Form::Boolean(value),
            ScalarKind::Integer(_) => Form::Integer,
            ScalarKind::Float => Form::Float,
            ScalarKind::DateTime => {
                let Ok(datetime) = decoded.parse() else { return give_up(error) };
                self.tree.datetimes.push((start, datetime));
                Form::Datetime
            }
        };
        if self.put(form, span).is_none() {
            give_up(error);
        }
    }

    fn comment(&mut self, span: Span, error: &mut dyn ErrorSink) {
        match self.raw(span, None) {
            Some(raw) => raw.decode_comment(error),
            None => give_up(error),
        }
    }

    fn newline(&mut self, span: Span, error: &mut dyn ErrorSink) {
        match self.raw(span, None) {
            Some(raw) => raw.decode_newline(error),
            None => give_up(error),
        }
    }

    fn error(&mut self, _: Span, error: &mut dyn ErrorSink) {
        give_up(error);
    }
}
