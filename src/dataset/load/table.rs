//! Reads the fields of one table: what is unknown, missing or of another type becomes a finding,
//! and the reading goes on.

use super::about::About;
use super::shape::Shape;
use super::tree::{Key, Kind, Node, Place, Table};
use crate::dataset::rules::fields::{MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE};
use crate::dataset::{FileId, Span, Spanned};
use crate::finding::{Finding, Fix, Help, Names};
use crate::message::{Message, Tell, message};
use crate::suggest;
use crate::value::ParseError;
use crate::words::{excerpt, list, list_or};

/// Something is there that could not be read; a finding says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken;

impl From<std::convert::Infallible> for Broken {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// What a field should hold, in words; and in what it would have to be put to be that.
pub(in crate::dataset) enum Asked {
    /// In quotes.
    Text(Message),
    /// In brackets.
    List(Message),
    /// Something else.
    Other(Message),
}

impl Asked {
    fn holds(&self) -> &Message {
        match self {
            Self::Text(holds) | Self::List(holds) | Self::Other(holds) => holds,
        }
    }
}

impl<T: Into<Message>> From<T> for Asked {
    fn from(holds: T) -> Self {
        Self::Other(holds.into())
    }
}

/// A field that may be missing.
pub(crate) type Read<T> = Result<Option<T>, Broken>;

/// Findings about one table, with what they are all about.
pub(crate) struct Reporter<'a> {
    pub(in crate::dataset) file: FileId,
    /// The text of the file.
    pub(in crate::dataset) text: &'a str,
    /// What messages call the table, and what every finding about it names.
    pub(in crate::dataset) title: About<'a>,
    pub(in crate::dataset) findings: &'a mut Vec<Finding>,
}

impl Reporter<'_> {
    pub(in crate::dataset) fn span(&self, node: Node<'_>) -> Span {
        Span { file: self.file, start: node.start, end: node.end }
    }

    pub(in crate::dataset) fn push(&mut self, mut finding: Finding) -> Broken {
        let Names { claims, sources, entities, properties } = self.title.names();
        let names = &mut finding.names;
        for (own, all) in [
            (&mut names.claims, claims),
            (&mut names.sources, sources),
            (&mut names.entities, entities),
            (&mut names.properties, properties),
        ] {
            own.extend(all);
        }
        self.findings.push(finding);
        Broken
    }

    /// The field holds something else than it should.
    pub(in crate::dataset) fn wrong_type(
        &mut self,
        node: Node<'_>,
        field: impl Tell,
        asked: impl Into<Asked>,
    ) -> Broken {
        let title = &self.title;
        let found = node.kind().describe();
        let asked = asked.into();
        let holds = asked.holds();
        let mut finding = Finding::new(
            &WRONG_TYPE,
            self.span(node),
            message!("`{}` of {} should be {}, but it is {}", field, title, holds, found),
        )
        .label(message!("{}, not {}", found, holds));
        match (node.kind(), asked) {
            (Kind::String(text), Asked::List(_)) => {
                finding = finding
                    .help(message!("put it in brackets: {} = [\"{}\"]", field, excerpt(text)))
                    .maybe_fix(Fix::in_list(self.text, self.span(node)));
            }
            (Kind::Integer | Kind::Float, Asked::Text(_)) => {
                finding = finding
                    .help(message!("put it in quotes, if it is the right one: {} = \"…\"", field))
                    .maybe_fix(Fix::in_quotes(self.text, self.span(node)));
            }
            _ => {}
        }
        self.push(finding)
    }

    /// A text that is no date, duration or quantity, with the place inside it where it goes wrong.
    pub(in crate::dataset) fn unreadable(
        &mut self,
        rule: &'static crate::finding::Rule,
        node: Node<'_>,
        text: &str,
        field: &str,
        error: &ParseError,
    ) -> Broken {
        let mut span = self.span(node);
        // Inside plain quotes every byte of the text is a byte of the file.
        let width = node.end.saturating_sub(node.start) as usize;
        if width == text.len() + 2 && error.at.end <= text.len() {
            let (start, end) = (error.at.start, error.at.end.max(error.at.start));
            let shift = |at: usize| node.start + 1 + u32::try_from(at).unwrap_or(0);
            if start < end {
                span = Span { file: self.file, start: shift(start), end: shift(end) };
            }
        }
        let title = &self.title;
        let finding = Finding::new(rule, span, message!("`{}` of {}: {}", field, title, error.message))
            .maybe_help(error.help.clone())
            .maybe_fix(error.meant.as_ref().and_then(|meant| {
                Some(Fix::text(self.text, self.span(node), &meant.text)?.surely(meant.sure))
            }));
        self.push(finding)
    }

    /// A text that may not be empty.
    pub(in crate::dataset) fn text_of<'n>(
        &mut self,
        node: Node<'n>,
        field: &str,
        holds: &'static str,
    ) -> Result<Spanned<&'n str>, Broken> {
        let Kind::String(text) = node.kind() else {
            return Err(self.wrong_type(node, field, Asked::Text(holds.into())));
        };
        let span = self.span(node);
        if text.trim().is_empty() {
            let finding = Finding::new(&WRONG_TYPE, span, message!("`{}` of {} is empty", field, self.title))
                .label("nothing is written here")
                .help(message!(
                    "write {}, or leave the field out where it is optional",
                    Message::from(holds)
                ));
            return Err(self.push(finding));
        }
        Ok(Spanned::new(text, span))
    }

    /// Help that offers a name that is near to the one at a place; other help where none is.
    pub(in crate::dataset) fn did_you_mean<T: Into<Help>>(
        &self,
        span: Span,
        near: Option<&str>,
        otherwise: impl FnOnce() -> T,
    ) -> Help {
        near.map_or_else(|| otherwise().into(), |near| Help::did_you_mean(self.text, span, near))
    }

    /// A language tag as BCP 47 writes it.
    pub(in crate::dataset) fn language_tag(
        &mut self,
        tag: Spanned<&str>,
    ) -> Result<Spanned<Box<str>>, Broken> {
        match oxilangtag::LanguageTag::parse_and_normalize(tag.value) {
            Ok(known) => Ok(Spanned::new(known.as_str().into(), tag.span)),
            Err(_) => {
                let finding = Finding::new(
                    &WRONG_TYPE,
                    tag.span,
                    message!("`{}` in {} is not a language tag", tag.value, self.title),
                )
                .label("no language has this tag")
                .help("use a BCP 47 tag such as `en`, `ru`, `id` or `kk-Latn`");
                Err(self.push(finding))
            }
        }
    }
}

/// One table being read.
pub(crate) struct Reader<'a> {
    pub(in crate::dataset) table: Table<'a>,
    pub(in crate::dataset) out: Reporter<'a>,
    /// Where the table's header stands.
    pub(crate) header: Span,
    /// Whether the table may have fields that are not known: only then is anything misspelt.
    pub(in crate::dataset) strange: bool,
    /// The shapes by which its fields were checked.
    pub(in crate::dataset) shapes: [Option<&'static Shape>; 2],
    /// Where each field of a shape is in the table, once its fields were checked.
    places: Option<(&'static Shape, [Option<Place>; MOST_FIELDS])>,
}

/// The most fields of a shape whose places are kept: more than any shape has that is read often.
const MOST_FIELDS: usize = 24;

impl<'a> Reader<'a> {
    pub(in crate::dataset) fn new(table: Table<'a>, header: Span, out: Reporter<'a>) -> Self {
        Self { table, out, header, strange: true, shapes: [None; 2], places: None }
    }

    /// Reads a table in which nothing is stated.
    pub(crate) fn with_nothing<T>(read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
        let (tree, _) = super::tree::parse("");
        let file = FileId(0);
        let (title, findings) = (About::File(""), &mut Vec::new());
        read(&mut Reader::new(tree.top(), Span::start_of(file), Reporter { file, text: "", title, findings }))
    }

    /// Reports the fields that the shapes do not know, and those that they ask for and are not
    /// there. Says whether anything is missing.
    pub(crate) fn check_fields(&mut self, shapes: &[&'static Shape]) -> Result<(), Broken> {
        self.strange = false;
        self.shapes = [shapes.first().copied(), shapes.get(1).copied()];
        let mut places = [None; MOST_FIELDS];
        for (key, node) in self.table.iter() {
            if let Some(at) = shapes.iter().find_map(|shape| shape.position(key.name)) {
                if let Some(place) = places.get_mut(at) {
                    *place = Some(node.place());
                }
                continue;
            }
            self.strange = true;
            let known = shapes.iter().flat_map(|shape| shape.fields).map(|field| field.name);
            let nearest = suggest::nearest(key.name, known.clone());
            self.unknown_field(key, nearest, || {
                let known: Vec<Message> = known.map(|name| message!("`{}`", name)).collect();
                message!("it may have {}", list(&known))
            });
        }
        if let [shape] = shapes
            && shape.fields.len() <= MOST_FIELDS
        {
            self.places = Some((shape, places));
        }
        let mut complete = Ok(());
        for field in shapes.iter().flat_map(|shape| shape.fields).filter(|field| field.required) {
            if self.is_misspelt(field.name, shapes) {
                complete = Err(Broken);
            } else if self.get(field.name).is_none() {
                complete = Err(self.missing_field(field.name, field.holds));
            }
        }
        complete
    }

    pub(in crate::dataset) fn unknown_field<T: Into<Help>>(
        &mut self,
        key: Key<'_>,
        near: Option<&str>,
        otherwise: impl FnOnce() -> T,
    ) {
        let span = Span { file: self.out.file, start: key.start, end: key.end };
        let finding = Finding::new(
            &UNKNOWN_FIELD,
            span,
            message!("{} has a field `{}`, which is not known there", self.out.title, key.name),
        )
        .label("not a field of this table")
        .advise(self.out.did_you_mean(span, near, otherwise));
        self.out.push(finding);
    }

    pub(in crate::dataset) fn missing_field(&mut self, field: &str, holds: impl Into<Message>) -> Broken {
        let holds = holds.into();
        let finding =
            Finding::new(&MISSING_FIELD, self.header, message!("{} has no `{}`", self.out.title, field))
                .label(message!("`{}` is missing", field))
                .help(message!("add `{} = …`: {}", field, holds));
        self.out.push(finding)
    }

    /// A field of a shape by its place in that.
    pub(in crate::dataset) fn at(&self, shape: &'static Shape, at: usize) -> Option<Node<'a>> {
        match &self.places {
            Some((known, places)) if std::ptr::eq(*known, shape) => {
                places[at].map(|place| self.table.node(place))
            }
            _ => self.table.find(shape.fields[at].name).map(|(_, node)| node),
        }
    }

    pub(in crate::dataset) fn get(&self, field: &str) -> Option<Node<'a>> {
        if let Some((shape, places)) = &self.places
            && let Some(at) = shape.position(field)
        {
            return places[at].map(|place| self.table.node(place));
        }
        self.table.find(field).map(|(_, node)| node)
    }

    /// Whether a field is not there, but one that was probably meant to be it: that is told of, so
    /// nothing follows from its absence.
    pub(crate) fn is_misspelt(&self, field: &str, shapes: &[&Shape]) -> bool {
        let unknown = |name: &str| shapes.iter().all(|shape| shape.field(name).is_none());
        let known = || shapes.iter().flat_map(|shape| shape.fields).map(|field| field.name);
        self.strange
            && self.get(field).is_none()
            && self
                .table
                .iter()
                .any(|(key, _)| unknown(key.name) && suggest::nearest(key.name, known()) == Some(field))
    }

    /// The same by the shapes by which the fields were checked.
    pub(crate) fn misses(&self, field: &str) -> bool {
        if !self.strange {
            return false;
        }
        let shapes: Vec<&Shape> = self.shapes.iter().flatten().copied().collect();
        !shapes.is_empty() && self.is_misspelt(field, &shapes)
    }

    /// The place of a field, its name included.
    pub(in crate::dataset) fn field_span(&self, field: &str) -> Option<Span> {
        let (key, node) = self.table.find(field)?;
        Some(Span { file: self.out.file, start: key.start, end: node.end })
    }

    /// A text that may not be empty.
    pub(in crate::dataset) fn text(&mut self, field: &'static str, shape: &Shape) -> Read<Spanned<&'a str>> {
        let Some(node) = self.get(field) else { return Ok(None) };
        let holds = shape.field(field).map_or("a text in quotes", |field| field.holds);
        self.text_of(node, field, holds).map(Some)
    }

    pub(in crate::dataset) fn text_of(
        &mut self,
        node: Node<'a>,
        field: &str,
        holds: &'static str,
    ) -> Result<Spanned<&'a str>, Broken> {
        self.out.text_of(node, field, holds)
    }

    pub(in crate::dataset) fn boolean(&mut self, field: &'static str) -> Read<bool> {
        let Some(node) = self.get(field) else { return Ok(None) };
        match node.kind() {
            Kind::Boolean(value) => Ok(Some(value)),
            _ => Err(self.out.wrong_type(node, field, "true or false")),
        }
    }

    /// One of a few words.
    pub(in crate::dataset) fn word<T: Copy>(
        &mut self,
        field: &'static str,
        shape: &Shape,
        words: &[(&str, T)],
    ) -> Read<Spanned<T>> {
        let Some(text) = self.text(field, shape)? else { return Ok(None) };
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text.value) {
            return Ok(Some(Spanned::new(*meaning, text.span)));
        }
        let known: Vec<Message> = words.iter().map(|(word, _)| message!("`{}`", word)).collect();
        let near = suggest::nearest(text.value, words.iter().map(|(word, _)| *word));
        let help = self.out.did_you_mean(text.span, near, || message!("it may be {}", list_or(&known)));
        let finding = Finding::new(
            &WRONG_TYPE,
            text.span,
            message!("`{}` of {} cannot be `{}`", field, self.out.title, text.value),
        )
        .label(message!("not one of {}", list(&known)))
        .advise(help);
        Err(self.out.push(finding))
    }
}
