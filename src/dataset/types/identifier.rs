//! `identifier`: what another catalogue calls the subject, as it writes it.

use serde_json::{Value as Json, json};

use super::{Passage, ValueType, Versions, Writing, Written, definition};
use crate::dataset::load::declare::holds::Check;
use crate::dataset::load::declare::{At, Described as _, holds, table};
use crate::dataset::load::table::{Broken, Reporter};
use crate::dataset::load::tree::Node;
use crate::dataset::load::vocabulary::Known;
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::{Claim, Dataset, Property, Spanned, Text};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::words;

/// What a claim states.
pub(super) type Stated = Spanned<Box<str>>;
/// What a property may say.
pub(super) type Options = IdentifierOptions;

table! {
    /// What a catalogue calls the subject, as the catalogue writes it.
    pub struct IdentifierOptions, SHAPE = "identifier";
    in Known<'_>;
    fields {
        /// The address that shows it: the identifier stands for {}.
        optional url: Option<Spanned<Box<str>>> = holds::Checked<Pattern>;
    }
}

/// An address with a place for the identifier.
struct Pattern;

impl Check for Pattern {
    type Of = holds::Text;
    const HOLDS: &'static str = "an address in quotes with {} in it";

    fn check(
        url: Spanned<Box<str>>,
        _node: Node<'_>,
        at: At,
        out: &mut Reporter<'_>,
    ) -> Result<Spanned<Box<str>>, Broken> {
        if is_pattern(&url.value) {
            return Ok(url);
        }
        let finding = Finding::new(
            &WRONG_TYPE,
            url.span,
            message!("`{}` of {} is no address with a place for the identifier", at.name, out.title),
        )
        .label("no web address with `{}` in it")
        .help("write the address with {} where the identifier stands, such as \"https://example.org/{}\"");
        Err(out.push(finding))
    }
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, _options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        out.text_of(written.node, written.field, holds::Text::HOLDS)
            .map(|text| Spanned::new(text.value.into(), text.span))
    }

    fn key(stated: &Stated, _dataset: &Dataset) -> String {
        stated.value.to_string()
    }

    fn written(stated: &Stated) -> Option<&str> {
        Some(&stated.value)
    }

    fn say(stated: &Stated, _dataset: &Dataset, _property: &Property) -> Message {
        message!("“{}”", stated.value)
    }

    fn json(stated: &Stated, _dataset: &Dataset, _writing: &impl Writing) -> Json {
        json!(stated.value)
    }

    fn change(old: (&Claim, &Stated), new: (&Claim, &Stated), _versions: &impl Versions) -> Message {
        words::difference(&old.1.value, &new.1.value)
    }

    fn ask<P: Passage>(stated: &Stated, _claim: &Claim, _property: &Property, passage: &P) -> P::Answer {
        passage.text(&Text { entries: vec![(None, stated.clone())] })
    }

    fn schema(_options: &Options, _entities: &mut dyn FnMut(Option<&str>) -> Json) -> Json {
        definition("text")
    }
}

/// Whether a text is a web address with a place for an identifier.
fn is_pattern(text: &str) -> bool {
    text.contains("{}")
        && url::Url::parse(&text.replace("{}", "1")).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

impl Options {
    /// The address that shows an identifier.
    pub(crate) fn address(&self, identifier: &str) -> Option<String> {
        let pattern = self.url.as_ref()?;
        // Letters and digits stay; whatever could end a part of an address does not.
        let escaped: String = url::form_urlencoded::byte_serialize(identifier.as_bytes()).collect();
        Some(pattern.value.replace("{}", &escaped.replace('+', "%20")))
    }
}
