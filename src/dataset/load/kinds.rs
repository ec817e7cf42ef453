//! Kinds of entities that are kinds of other kinds.

use std::collections::BTreeMap;

use crate::dataset::rules::fields::WRONG_TYPE;
use crate::dataset::{Entity, EntityKind};
use crate::finding::Finding;
use crate::message::message;

/// Which kind is one of another.
#[derive(Debug, Default)]
pub(in crate::dataset) struct Kinds(BTreeMap<Box<str>, Box<str>>);

impl Kinds {
    pub(in crate::dataset) fn new<'a>(is: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self(is.map(|(kind, is)| (kind.into(), is.into())).collect())
    }

    /// A kind, the kind that it is one of, and so on; each once.
    pub(in crate::dataset) fn line<'k>(&'k self, kind: &'k str) -> impl Iterator<Item = &'k str> {
        let next = |kind: &&'k str| self.0.get(*kind).map(|is| &**is);
        // A circle is told of; here it ends after every kind.
        std::iter::successors(Some(kind), next).take(self.0.len() + 1)
    }

    /// Whether an entity is of a kind, as far as is known.
    pub(in crate::dataset) fn is(&self, entity: &Entity, kind: &str) -> bool {
        entity.kind.as_ref().is_none_or(|own| self.line(&own.value).any(|own| own == kind))
    }
}

/// Reports a kind that is one of itself.
pub(super) fn circles(kinds: &[EntityKind], names: &Kinds, findings: &mut Vec<Finding>) {
    for kind in kinds {
        let Some(is) = &kind.is else { continue };
        if !names.line(&is.value).any(|other| *other == *kind.id) {
            continue;
        }
        findings.push(
            Finding::new(
                &WRONG_TYPE,
                is.span,
                message!("kind `{}` is, by way of `{}`, one of itself", kind.id, is.value),
            )
            .label("leads back here")
            .help("take `is` out of one of these kinds"),
        );
    }
}
