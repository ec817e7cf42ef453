//! TOML text as a tree that knows where everything stands, in the order in which it is written.
//!
//! The tree of a file is one flat list of records of 32 bytes that refer to the text: no allocation
//! for a key, a value or a table, so that a million claims fit. It has two makers. `events` makes it
//! straight from the parser's events, and gives up on whatever is not plain; `library` makes it of
//! the tables of the `toml` crate, which knows every rule of TOML and words every mistake. Where both
//! can read a text they make the same tree, which random texts and the conformance suite of TOML hold them to.
//!
//! Nothing here knows what a claim is.

mod events;
mod library;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use toml::value::Datetime;

/// What is wrong with a text that should be TOML.
#[derive(Debug)]
pub(in crate::dataset) struct Mistake {
    pub(in crate::dataset) kind: Slip,
    /// In the words of the library.
    pub(in crate::dataset) message: String,
    pub(in crate::dataset) range: Range<usize>,
}

/// What kind of mistake it is, as far as advice depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dataset) enum Slip {
    /// A key that the table has already.
    Duplicate,
    /// A field inside a list: the list above it is not closed.
    FieldInList,
    /// Two items of a list without a comma.
    NoComma,
    /// A text or a date without quotes.
    NoQuotes,
    /// Something is opened and not closed.
    Unclosed,
    /// Tables in tables, too deep.
    TooDeep,
    Other,
}

/// The tree of a text, as far as it could be read, and every mistake in it.
pub(in crate::dataset) fn parse(text: &str) -> (Tree<'_>, Vec<Mistake>) {
    match events::parse(text) {
        Some(tree) => (tree, Vec::new()),
        None => library::parse(text),
    }
}

/// A text and what stands in it.
pub(crate) struct Tree<'i> {
    text: &'i str,
    records: Vec<Record>,
    /// Texts that differ from what is written (escapes, several lines) by where they start.
    decoded: Vec<(u32, Box<str>)>,
    /// Dates without quotes by where they start.
    datetimes: Vec<(u32, Datetime)>,
}

/// No record: the root is never a sibling or a child.
const NONE: u32 = 0;

/// A value with its key. Offsets are `u32`: files are bounded far below that.
#[derive(Clone, Copy)]
struct Record {
    start: u32,
    end: u32,
    key_start: u32,
    key_end: u32,
    /// The next value of the same table or list.
    next: u32,
    /// The first and the last value in a table or list.
    first: u32,
    last: u32,
    form: Form,
    key_form: Written,
    /// How a table came to be; of other values, nothing.
    made: Made,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    String(Written),
    Integer,
    Float,
    Boolean(bool),
    Datetime,
    Array,
    Table,
}

/// How a text is got from what is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    /// As it stands.
    Bare,
    /// As it stands between two quotes.
    Quoted,
    /// By looking into `decoded`.
    Decoded,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// In braces or brackets: complete.
    Inline,
    /// By a header that names something inside it.
    Implied,
    /// By a header of its own.
    Header,
}

impl<'i> Tree<'i> {
    /// A tree with a root and nothing in it.
    pub(in crate::dataset) fn new(text: &'i str) -> Self {
        let root = Record {
            start: 0,
            end: 0,
            key_start: 0,
            key_end: 0,
            next: NONE,
            first: NONE,
            last: NONE,
            form: Form::Table,
            key_form: Written::Bare,
            made: Made::Implied,
        };
        Self { text, records: vec![root], decoded: Vec::new(), datetimes: Vec::new() }
    }

    /// The table of the whole file.
    pub(in crate::dataset) fn top(&self) -> Table<'_> {
        Table { tree: self, at: 0 }
    }

    fn record(&self, at: u32) -> &Record {
        &self.records[at as usize]
    }

    /// Puts a value behind the others of a table or list.
    fn append(&mut self, parent: u32, record: Record) -> u32 {
        let at = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        self.records.push(record);
        let parent = &mut self.records[parent as usize];
        let before = std::mem::replace(&mut parent.last, at);
        if before == NONE {
            parent.first = at;
        } else {
            self.records[before as usize].next = at;
        }
        at
    }

    /// How a text is got that was decoded from a place; it is kept where the text has another.
    fn written(&mut self, decoded: &str, start: u32, end: u32) -> Written {
        let at = |start: u32, end: u32| self.text.get(start as usize..end as usize);
        if at(start, end) == Some(decoded) {
            Written::Bare
        } else if at(start + 1, end.saturating_sub(1)) == Some(decoded) {
            Written::Quoted
        } else {
            self.decoded.push((start, decoded.into()));
            Written::Decoded
        }
    }

    /// Lets go of what was set aside while it grew, and sorts what is looked up.
    fn finish(mut self) -> Self {
        self.records.shrink_to_fit();
        self.decoded.sort_by_key(|(start, _)| *start);
        self.datetimes.sort_by_key(|(start, _)| *start);
        self
    }

    fn text_at(&self, written: Written, start: u32, end: u32) -> &str {
        let range = match written {
            Written::Bare => start as usize..end as usize,
            Written::Quoted => start as usize + 1..(end as usize).saturating_sub(1),
            Written::Decoded => {
                let found = self.decoded.binary_search_by_key(&start, |(start, _)| *start);
                return found.map_or("", |at| &self.decoded[at].1);
            }
        };
        self.text.get(range).unwrap_or_default()
    }

    fn name(&self, at: u32) -> &str {
        let record = self.record(at);
        self.text_at(record.key_form, record.key_start, record.key_end)
    }

    fn field(&self, table: u32, name: &str) -> Option<u32> {
        children(self, table).find(|&at| self.is_named(at, name))
    }

    /// Whether a value has this key. Most have not, and most of those are of another length.
    fn is_named(&self, at: u32, name: &str) -> bool {
        let record = self.record(at);
        let length = (record.key_end - record.key_start) as usize;
        match record.key_form {
            Written::Bare => length == name.len() && self.name(at) == name,
            Written::Quoted => length == name.len() + 2 && self.name(at) == name,
            Written::Decoded => self.name(at) == name,
        }
    }

    fn key(&self, at: u32) -> Key<'_> {
        let &Record { key_start: start, key_end: end, .. } = self.record(at);
        Key { name: self.name(at), start, end }
    }

    fn datetime(&self, start: u32) -> Datetime {
        let found = self.datetimes.binary_search_by_key(&start, |(start, _)| *start);
        found.map_or(Datetime { date: None, time: None, offset: None }, |at| self.datetimes[at].1)
    }
}

/// A value and its bytes.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t> {
    tree: &'t Tree<'t>,
    at: u32,
    pub(in crate::dataset) start: u32,
    pub(in crate::dataset) end: u32,
}

/// Where a value is in its tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place(u32);

/// The name of a field and its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'t> {
    pub(in crate::dataset) name: &'t str,
    pub(in crate::dataset) start: u32,
    pub(in crate::dataset) end: u32,
}

/// What a value is. Numbers stay text: the place says which.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind<'t> {
    String(&'t str),
    Integer,
    Float,
    Boolean(bool),
    Datetime(Datetime),
    Array(List<'t>),
    Table(Table<'t>),
}

impl Kind<'_> {
    /// What it is, in an editor's words.
    pub(in crate::dataset) fn describe(&self) -> &'static str {
        match self {
            Self::String(_) => "a text in quotes",
            Self::Integer | Self::Float => "a number",
            Self::Boolean(_) => "true or false",
            Self::Datetime(_) => "a date without quotes",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl<'t> Node<'t> {
    fn new(tree: &'t Tree<'t>, at: u32) -> Self {
        let &Record { start, end, .. } = tree.record(at);
        Self { tree, at, start, end }
    }

    /// Where to find it again in its table, with [`Table::node`].
    pub(in crate::dataset) fn place(self) -> Place {
        Place(self.at)
    }

    /// What is written.
    pub(in crate::dataset) fn text(self) -> &'t str {
        self.tree.text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    pub(in crate::dataset) fn kind(self) -> Kind<'t> {
        let Self { tree, at, start, end } = self;
        match tree.record(at).form {
            Form::String(written) => Kind::String(tree.text_at(written, start, end)),
            Form::Integer => Kind::Integer,
            Form::Float => Kind::Float,
            Form::Boolean(value) => Kind::Boolean(value),
            Form::Datetime => Kind::Datetime(tree.datetime(start)),
            Form::Array => Kind::Array(List { tree, at }),
            Form::Table => Kind::Table(Table { tree, at }),
        }
    }
}

/// The values of a list in their order.
#[derive(Clone, Copy)]
pub(crate) struct List<'t> {
    tree: &'t Tree<'t>,
    at: u32,
}

/// A table's fields in the order in which they are written.
#[derive(Clone, Copy)]
pub(crate) struct Table<'t> {
    tree: &'t Tree<'t>,
    at: u32,
}

impl<'t> List<'t> {
    pub(in crate::dataset) fn iter(self) -> impl Iterator<Item = Node<'t>> {
        children(self.tree, self.at).map(move |at| Node::new(self.tree, at))
    }

    pub(in crate::dataset) fn len(self) -> usize {
        children(self.tree, self.at).count()
    }
}

impl<'t> Table<'t> {
    pub(in crate::dataset) fn iter(self) -> impl Iterator<Item = (Key<'t>, Node<'t>)> {
        children(self.tree, self.at).map(move |at| (self.tree.key(at), Node::new(self.tree, at)))
    }

    pub(in crate::dataset) fn find(self, field: &str) -> Option<(Key<'t>, Node<'t>)> {
        let at = self.tree.field(self.at, field)?;
        Some((self.tree.key(at), Node::new(self.tree, at)))
    }

    /// A value of this table by its place.
    pub(in crate::dataset) fn node(self, Place(at): Place) -> Node<'t> {
        Node::new(self.tree, at)
    }

    pub(in crate::dataset) fn len(self) -> usize {
        children(self.tree, self.at).count()
    }

    pub(in crate::dataset) fn is_empty(self) -> bool {
        self.tree.record(self.at).first == NONE
    }
}

fn children<'t>(tree: &'t Tree<'t>, at: u32) -> impl Iterator<Item = u32> {
    let some = |at: u32| (at != NONE).then_some(at);
    std::iter::successors(some(tree.record(at).first), move |&at| some(tree.record(at).next))
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{} {:?}", self.start, self.end, self.kind())
    }
}

impl fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
