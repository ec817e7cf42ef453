//! What a file names, and where: read by the shapes, from one file alone, also where it has mistakes.
//!
//! Editors ask what stands at a place and where else it is named. Whether a name exists is not looked at
//! here.

use super::names::bare_marker;
use super::shape::{
    CLAIM, Form, KIND, MANIFEST_FILE, PROPERTY, PROPERTY_TYPES, RELATIVE, SOURCE, Shape, UNIT,
};
use super::tree::{Key, Kind, Node, Table, parse};

/// What a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A field of a table, with what it means.
    Field(&'static str),
    /// An entity, by id.
    Entity,
    /// A property, by id.
    Property,
    /// A claim, by id.
    Claim,
    /// A source, by marker without brackets or by id.
    Source,
    /// A source, by id and nothing else.
    SourceId,
    /// A time point.
    TimePoint,
    /// A kind of entity.
    Kind,
    /// A unit.
    Unit,
    /// A status.
    Status,
    /// A rule.
    Rule,
    /// What the values of this property name.
    Value(Box<str>),
}

/// A name and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Offset of the first byte, within quotes.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
    /// What it names.
    pub what: What,
    /// The name.
    pub name: Box<str>,
    /// Whether the named thing is defined here.
    pub defines: bool,
}

/// Everything that a file names, in the order of places.
pub fn mentions(text: &str) -> Vec<Mention> {
    let (tree, _) = parse(text);
    let mut walk = Walk { text, found: Vec::new(), property: String::new() };
    walk.table(tree.top(), &[&MANIFEST_FILE]);
    walk.found.sort_by_key(|mention| (mention.start, mention.end));
    walk.found
}

struct Walk<'t> {
    text: &'t str,
    found: Vec<Mention>,
    /// The property of the claim, or the property itself, that is being read.
    property: String,
}

impl Walk<'_> {
    fn table(&mut self, table: Table<'_>, shapes: &[&Shape]) {
        for (key, node) in table.iter() {
            if let Some(field) = shapes.iter().find_map(|shape| shape.field(key.name)) {
                self.key(key, What::Field(field.about), false);
                self.form(node, &field.form, shapes);
            }
        }
    }

    fn form(&mut self, node: Node<'_>, form: &Form, shapes: &[&Shape]) {
        match (form, node.kind()) {
            (Form::Id, _) if shapes.iter().any(|shape| std::ptr::eq(*shape, &raw const CLAIM)) => {
                self.name(node, What::Claim, true);
            }
            (Form::Id, _) if shapes.iter().any(|shape| std::ptr::eq(*shape, &raw const SOURCE)) => {
                self.name(node, What::SourceId, true);
            }
            (Form::Marker, _) => self.name(node, What::Source, true),
            (Form::Entity, _) => self.name(node, What::Entity, false),
            (Form::Property(_), _) => self.name(node, What::Property, false),
            (Form::Kind, _) => self.name(node, What::Kind, false),
            (Form::Status, _) => self.name(node, What::Status, false),
            (Form::Source, _) => self.name(node, What::Source, false),
            (Form::SourceId, _) => self.name(node, What::SourceId, false),
            (Form::Claim, _) => self.name(node, What::Claim, false),
            (Form::Rule, _) => self.name(node, What::Rule, false),
            (Form::When | Form::TimePoint, Kind::String(text))
                if text.contains(char::is_alphabetic) && text.contains('.') =>
            {
                self.name(node, What::TimePoint, false);
            }
            (Form::Value | Form::OwnValue, Kind::Table(table))
                if table.iter().any(|(key, _)| matches!(key.name, "after" | "before")) =>
            {
                self.table(table, &[&RELATIVE]);
            }
            (Form::Value | Form::OwnValue, Kind::Array(items)) => {
                items.iter().for_each(|item| self.form(item, form, shapes));
            }
            (Form::Value | Form::OwnValue, _) => {
                self.name(node, What::Value(self.property.as_str().into()), false);
            }
            (Form::List(of), Kind::Array(items)) => {
                items.iter().for_each(|item| self.form(item, of, shapes));
            }
            (Form::Either(one, other), kind) => {
                let fits = match kind {
                    Kind::Table(_) => matches!(other, Form::Table(_) | Form::ByLanguage(_)),
                    Kind::Array(_) => matches!(other, Form::List(_)),
                    _ => !matches!(other, Form::Table(_) | Form::ByLanguage(_) | Form::List(_)),
                };
                self.form(node, if fits { other } else { one }, shapes);
            }
            (Form::Table(shape), Kind::Table(table)) => self.table(table, &[shape]),
            (Form::Levels | Form::Rules, Kind::Table(table)) => {
                table.iter().for_each(|(key, _)| self.key(key, What::Rule, false));
            }
            (Form::UnitOf, _) => self.name(node, What::Unit, false),
            (Form::Qualifiers, Kind::Table(table)) => {
                for (key, node) in table.iter() {
                    self.key(key, What::Property, false);
                    let own = std::mem::replace(&mut self.property, key.name.to_owned());
                    self.form(node, &Form::OwnValue, shapes);
                    self.property = own;
                }
            }
            (Form::Keyed(shape), Kind::Table(tables)) => {
                for (key, node) in tables.iter() {
                    let Kind::Table(table) = node.kind() else { continue };
                    if std::ptr::eq(*shape, &raw const PROPERTY) {
                        self.key(key, What::Property, true);
                        self.property = key.name.to_owned();
                        let ty = text_of(table, "type");
                        let own =
                            PROPERTY_TYPES.iter().copied().filter(|own| ty.is_none_or(|ty| ty == own.name));
                        self.table(table, &std::iter::once(*shape).chain(own).collect::<Vec<_>>());
                    } else {
                        let what = match *shape {
                            shape if std::ptr::eq(shape, &raw const KIND) => What::Kind,
                            shape if std::ptr::eq(shape, &raw const UNIT) => What::Unit,
                            _ => What::Entity,
                        };
                        self.key(key, what, true);
                        self.table(table, &[shape]);
                    }
                }
            }
            (Form::Listed(shape), Kind::Array(items)) => {
                for item in items.iter() {
                    let Kind::Table(table) = item.kind() else { continue };
                    self.property = text_of(table, "property").unwrap_or_default().to_owned();
                    self.table(table, &[shape]);
                }
            }
            _ => {}
        }
    }

    fn key(&mut self, key: Key<'_>, what: What, defines: bool) {
        let (start, end) = self.within_quotes(key.start, key.end);
        self.found.push(Mention { start, end, what, name: key.name.into(), defines });
    }

    fn name(&mut self, node: Node<'_>, what: What, defines: bool) {
        let Kind::String(text) = node.kind() else { return };
        let name = if what == What::Source { bare_marker(text) } else { text.trim() };
        let (start, end) = self.within_quotes(node.start, node.end);
        self.found.push(Mention { start, end, what, name: name.into(), defines });
    }

    fn within_quotes(&self, start: u32, end: u32) -> (u32, u32) {
        let text = self.text.get(start as usize..end as usize).unwrap_or_default();
        let quoted = text.len() >= 2
            && ["\"", "'"].iter().any(|quote| text.starts_with(quote) && text.ends_with(quote));
        if quoted { (start + 1, end - 1) } else { (start, end) }
    }
}

fn text_of<'t>(table: Table<'t>, field: &str) -> Option<&'t str> {
    let (_, node) = table.iter().find(|(key, _)| key.name == field)?;
    if let Kind::String(text) = node.kind() { Some(text) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        mentions(text)
            .into_iter()
            .filter(|mention| !matches!(mention.what, What::Field(_)))
            .map(|mention| {
                let defined = if mention.defines { " defined" } else { "" };
                let there = &text[mention.start as usize..mention.end as usize];
                assert!(there.contains(&*mention.name), "{there}: {mention:?}");
                format!("{:?} {}{defined}", mention.what, mention.name)
            })
            .collect()
    }

    #[test]
    fn every_name_is_found_where_it_stands() {
        let text = r#"
[entity."ж-1"]
kind = "treaty"
[property.renewed]
type = "date"
subject = "treaty"
after = ["signed", { property = "held", at_least = "P1D" }]
[[claim]]
id = "a"
subject = "ж-1"
property = "renewed"
value = { after = "treaty.signed", by = "P5Y" }
at = "1992.5"
from = "treaty.held"
refs = ["[3]", { ref = "src" }]
[[accept]]
rule = "date-order"
claims = ["a"]
sources = ["src"]
[[source]]
id = "src"
marker = "3"
[rules]
uncited-claim = "off"
"#;
        assert_eq!(
            found(text),
            [
                "Entity ж-1 defined",
                "Kind treaty",
                "Property renewed defined",
                "Kind treaty",
                "Property signed",
                "Property held",
                "Claim a defined",
                "Entity ж-1",
                "Property renewed",
                "TimePoint treaty.signed",
                "TimePoint treaty.held",
                "Source 3",
                "Source src",
                "Rule date-order",
                "Claim a",
                "SourceId src",
                "SourceId src defined",
                "Source 3 defined",
                "Rule uncited-claim",
            ]
        );
    }

    #[test]
    fn values_wait_for_their_property_and_mistakes_do_not_stop_it() {
        let text = "[[claim]]\nproperty = \"parties\"\nvalue = [\"a\", \"b\"]\nsubject = \n[entity.c]\nkind = \"x\"\n";
        let found = found(text);
        assert!(found.contains(&"Value(\"parties\") b".to_owned()), "{found:?}");
        assert!(found.contains(&"Kind x".to_owned()), "{found:?}");
    }
}
