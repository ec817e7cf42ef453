//! `url`: a web address, such as a state's own site.

use serde_json::{Value as Json, json};

use super::{Passage, ValueType, Versions, Writing, Written, definition};
use crate::dataset::load::declare::table;
use crate::dataset::load::table::{Broken, Reporter};
use crate::dataset::load::vocabulary::Known;
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::{Claim, Dataset, Property, Spanned, Text};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::words;

/// What a claim states.
pub(super) type Stated = Spanned<Box<str>>;
/// What a property may say.
pub(super) type Options = UrlOptions;

table! {
    /// A web address.
    pub struct UrlOptions, SHAPE = "url";
    in Known<'_>;
    fields {}
}

/// The type.
pub(in crate::dataset) struct Type;

impl ValueType for Type {
    type Stated = Stated;
    type Options = Options;

    fn read(written: Written<'_>, _options: &Options, out: &mut Reporter<'_>) -> Result<Stated, Broken> {
        let text = out.text_of(written.node, written.field, "a web address in quotes")?;
        let web = |url: url::Url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
        if url::Url::parse(text.value).is_ok_and(web) {
            return Ok(Spanned::new(text.value.into(), text.span));
        }
        let finding = Finding::new(
            &WRONG_TYPE,
            text.span,
            message!("`{}` of {} is no web address", written.field, out.title),
        )
        .label("no address that starts with https:// or http://")
        .help("write the whole address, such as \"https://example.org/page\"");
        Err(out.push(finding))
    }

    fn key(stated: &Stated, _dataset: &Dataset) -> String {
        // The same address in another spelling (case of the host, a default port) is the same.
        url::Url::parse(&stated.value).map_or_else(|_| stated.value.to_string(), Into::into)
    }

    fn written(stated: &Stated) -> Option<&str> {
        Some(&stated.value)
    }

    fn say(stated: &Stated, _dataset: &Dataset, _property: &Property) -> Message {
        message!("{}", stated.value)
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
