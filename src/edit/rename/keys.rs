//! Where an id stands as a key: `[entity.ID]`, and every other header or dotted key that goes through it.
//!
//! The tree of a file keeps the first place of a key only; a name that is changed must be changed in all.

use std::borrow::Cow;
use std::ops::Range;

use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, Raw, Source, Span};

/// The places of an id among the keys of a table at the top, such as `entity`.
pub(super) fn places(text: &str, table: &str, id: &str) -> Vec<Range<usize>> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut walk = Walk {
        source,
        wanted: (table, id),
        header: Vec::new(),
        in_header: false,
        open: vec![Frame::default()],
        found: Vec::new(),
    };
    // What is no TOML was found before.
    parse_document(&tokens, &mut walk, &mut ());
    walk.found
}

/// A table or list that is open, and the keys on the way to the next value.
#[derive(Default)]
struct Frame {
    path: Vec<String>,
    keys: Vec<String>,
}

struct Walk<'t> {
    source: Source<'t>,
    wanted: (&'t str, &'t str),
    header: Vec<String>,
    in_header: bool,
    open: Vec<Frame>,
    found: Vec<Range<usize>>,
}

impl Walk<'_> {
    fn open_header(&mut self) {
        self.header.clear();
        self.in_header = true;
    }

    fn close_header(&mut self) {
        self.in_header = false;
        self.open = vec![Frame { path: std::mem::take(&mut self.header), keys: Vec::new() }];
    }

    fn enter(&mut self) {
        let path = self.open.last().map_or_else(Vec::new, |top| [&*top.path, &*top.keys].concat());
        self.open.push(Frame { path, keys: Vec::new() });
    }

    fn leave(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
        }
        self.value();
    }

    /// A value is complete.
    fn value(&mut self) {
        if let Some(top) = self.open.last_mut() {
            top.keys.clear();
        }
    }
}

impl EventReceiver for Walk<'_> {
    fn std_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.open_header();
    }

    fn std_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close_header();
    }

    fn array_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.open_header();
    }

    fn array_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close_header();
    }

    fn inline_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) -> bool {
        self.enter();
        true
    }

    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.leave();
    }

    fn array_open(&mut self, _: Span, _: &mut dyn ErrorSink) -> bool {
        self.enter();
        true
    }

    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.leave();
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let Some(raw) = self.source.input().get(span.start()..span.end()) else { return };
        let mut name = Cow::Borrowed("");
        Raw::new_unchecked(raw, encoding, span).decode_key(&mut name, error);
        let name = name.into_owned();
        let Some(top) = self.open.last_mut() else { return };
        let path = if self.in_header {
            self.header.push(name);
            self.header.clone()
        } else {
            top.keys.push(name);
            [&*top.path, &*top.keys].concat()
        };
        if let [table, id] = path.as_slice()
            && (table.as_str(), id.as_str()) == self.wanted
        {
            self.found.push(span.start()..span.end());
        }
    }

    fn scalar(&mut self, _: Span, _: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.value();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_goes_through_an_id_is_found() {
        let text = "entity.a.kind = \"k\"\nentity = 1\n[entity.\"a\"]\na = 1\n[ entity . 'a' . label ]\nen = { entity = { a = 1 } }\n\
                    [entity]\na.kind = \"k\"\nb = { a = 1 }\na = { kind = \"a\" }\n[property.a]\n[[claim]]\nentity = [\"a\", { a = 1 }]\n\
                    [entity.\"\\u0061\"]\n";
        let found: Vec<&str> = places(text, "entity", "a").into_iter().map(|place| &text[place]).collect();
        assert_eq!(found, ["a", "\"a\"", "'a'", "a", "a", "\"\\u0061\""]);
        let found = places("entity = { a = { kind = \"k\" }, b.a = 1 }", "entity", "a");
        assert_eq!((found.len(), found[0].clone()), (1, 11..12));
    }
}
