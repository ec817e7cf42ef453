//! The tables of all files by kind, before they are understood.

use super::about::About;
use super::parsed::Parsed;
use super::shape::{self, FILE, MANIFEST_FILE, Shape};
use super::table::{Reader, Reporter};
use super::tree::{Key, Kind, Node, Table};
use super::{MANIFEST, manifest};
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::{FileId, Gaps, Span};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::words;

/// A table that the files hold, before it is understood.
pub(super) struct Item<'a> {
    pub(super) file: FileId,
    /// The text of the file.
    pub(super) text: &'a str,
    /// The id, for tables that carry it in their header.
    pub(super) key: Option<Key<'a>>,
    pub(super) node: Node<'a>,
    pub(super) table: Table<'a>,
}

impl<'a> Item<'a> {
    /// An item of a list; none where it is no table.
    pub(super) fn of(file: FileId, text: &'a str, node: Node<'a>) -> Option<Self> {
        let Kind::Table(table) = node.kind() else { return None };
        Some(Self { file, text, key: None, node, table })
    }

    pub(super) fn header(&self) -> Span {
        Span { file: self.file, start: self.node.start, end: self.node.end }
    }

    pub(super) fn key_span(&self) -> Span {
        let (start, end) = self.key.map_or((self.node.start, self.node.end), |key| (key.start, key.end));
        Span { file: self.file, start, end }
    }

    pub(super) fn key_name(&self) -> &'a str {
        self.key.map_or("", |key| key.name)
    }

    pub(super) fn reader<'f>(&self, title: About<'f>, findings: &'f mut Vec<Finding>) -> Reader<'f>
    where
        'a: 'f,
    {
        Reader::new(self.table, self.header(), Reporter { file: self.file, text: self.text, title, findings })
    }

    /// A text field that is needed before the table is read.
    pub(super) fn peek(&self, field: &str) -> Option<(&'a str, Span)> {
        let (_, node) = self.table.find(field)?;
        let Kind::String(text) = node.kind() else { return None };
        Some((text, Span { file: self.file, start: node.start, end: node.end }))
    }
}

/// The tables of all files, by kind.
#[derive(Default)]
pub(super) struct Items<'a> {
    pub(super) entities: Vec<Item<'a>>,
    pub(super) properties: Vec<Item<'a>>,
    pub(super) kinds: Vec<Item<'a>>,
    pub(super) units: Vec<Item<'a>>,
    pub(super) sources: Vec<Item<'a>>,
    pub(super) accepts: Vec<Item<'a>>,
}

impl<'a, 'i> Items<'a> {
    /// Takes the tables of one file; what has another form than they should have is reported.
    pub(super) fn take(&mut self, file: &'a Parsed<'i>, findings: &mut Vec<Finding>, gaps: &mut Gaps) {
        let shape: &Shape = if file.is_manifest() { &MANIFEST_FILE } else { &FILE };
        let mut reader = Reader::new(
            file.top(),
            Span::start_of(file.id),
            Reporter { file: file.id, text: file.text, title: About::File(file.path), findings },
        );
        // What a table under an unknown header would have held is not known.
        if reader.table.iter().any(|(key, _)| shape.field(key.name).is_none()) {
            gaps.unread.add(file.text);
        }
        if file.is_manifest()
            || !file
                .top()
                .iter()
                .any(|(key, _)| MANIFEST_FILE.field(key.name).is_some() && shape.field(key.name).is_none())
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
        for (key, node) in file.top().iter() {
            match key.name {
                "entity" => keyed(&mut self.entities, file, node, "[entity.<id>]", &mut reader.out, gaps),
                "property" => {
                    keyed(&mut self.properties, file, node, "[property.<id>]", &mut reader.out, gaps);
                }
                "kind" => keyed(&mut self.kinds, file, node, "[kind.<id>]", &mut reader.out, gaps),
                "unit" => keyed(&mut self.units, file, node, "[unit.<id>]", &mut reader.out, gaps),
                // Those that are tables are read later, side by side.
                "claim" => listed(|_| {}, file, node, "[[claim]]", &mut reader.out, gaps),
                "source" => {
                    listed(|item| self.sources.push(item), file, node, "[[source]]", &mut reader.out, gaps);
                }
                "accept" => {
                    listed(|item| self.accepts.push(item), file, node, "[[accept]]", &mut reader.out, gaps);
                }
                _ => {}
            }
        }
    }
}

/// Fields of the manifest in another file are told apart from fields that do not exist.
fn check_misplaced(reader: &mut Reader<'_>, shape: &Shape) {
    for (key, _) in reader.table.iter() {
        if shape.field(key.name).is_none() {
            let help = if MANIFEST_FILE.field(key.name).is_some() {
                message!("`{}` is read in {} only: move it there", key.name, MANIFEST)
            } else {
                words::list(&shape.fields.iter().map(|field| Message::from(field.holds)).collect::<Vec<_>>())
            };
            reader.unknown_field(key, None, || help);
        }
    }
}

/// `[entity.<id>]` and its like.
fn keyed<'a, 'i>(
    to: &mut Vec<Item<'a>>,
    file: &'a Parsed<'i>,
    node: Node<'a>,
    header: &str,
    out: &mut Reporter<'_>,
    gaps: &mut Gaps,
) {
    let Kind::Table(tables) = node.kind() else {
        wrong_header(node, file.text, header, out, gaps);
        return;
    };
    for (key, node) in tables.iter() {
        match node.kind() {
            Kind::Table(table) => {
                to.push(Item { file: file.id, text: file.text, key: Some(key), node, table });
            }
            _ => {
                let field = key.name;
                let finding = Finding::new(
                    &WRONG_TYPE,
                    out.span(node),
                    message!("`{}` stands where an id should be: tables are written `{}`", field, header),
                )
                .label("not a table")
                .help(
                    if [&shape::ENTITY, &shape::PROPERTY, &shape::KIND, &shape::UNIT]
                        .iter()
                        .any(|shape| shape.field(field).is_some())
                    {
                        message!(
                            "write a header `{}` with an id of your own, and put the fields under it",
                            header
                        )
                    } else {
                        message!(
                            "write a header `{}` and put the fields under it",
                            header.replace("<id>", field)
                        )
                    },
                );
                out.push(finding);
                gaps.unread.add(file.text);
            }
        }
    }
}

/// `[[claim]]`, `[[source]]` and `[[accept]]`.
fn listed<'a, 'i>(
    mut take: impl FnMut(Item<'a>),
    file: &'a Parsed<'i>,
    node: Node<'a>,
    header: &str,
    out: &mut Reporter<'_>,
    gaps: &mut Gaps,
) {
    let Kind::Array(items) = node.kind() else {
        wrong_header(node, file.text, header, out, gaps);
        return;
    };
    for node in items.iter() {
        match Item::of(file.id, file.text, node) {
            Some(item) => take(item),
            None => wrong_header(node, file.text, header, out, gaps),
        }
    }
}

fn wrong_header(node: Node<'_>, text: &str, header: &str, out: &mut Reporter<'_>, gaps: &mut Gaps) {
    let finding = Finding::new(
        &WRONG_TYPE,
        out.span(node),
        message!("{} should write these as `{}` tables", out.title, header),
    )
    .label(message!("{}, not `{}` tables", node.kind().describe(), header))
    .help(message!("write the header `{}`, with just these brackets", header));
    out.push(finding);
    // What it would have held is not known.
    gaps.unread.add(text);
}
