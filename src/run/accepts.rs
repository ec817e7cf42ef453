//! Accept entries: which findings they keep out of the report, and which of them do nothing.
//!
//! An entry names a rule and things, and accepts each finding of that rule that names all of them. A
//! finding also stands for what its claims are about: their sources, subjects, values and properties.

use std::collections::HashMap;

use super::Levels;
use crate::analysis::CONTRADICTIONS;
use crate::dataset::{Accept, Claim, Dataset, Spanned};
use crate::finding::Finding;
use crate::links::Link;
use crate::rules;
use crate::rules::settings::UNUSED_ACCEPT;
use crate::suggest;

/// Rules whose entries name exactly the claims of a finding, where they name claims.
const EXACT: [&str; 3] = [CONTRADICTIONS, "not-unique", "invalid-transition"];

/// The accept entries of a dataset by their rules.
pub(super) struct Entries<'a> {
    dataset: &'a Dataset,
    by_rule: HashMap<&'static str, Vec<usize>>,
    /// Claims by id; empty where no entry asks what claims are about.
    claims: HashMap<&'a str, &'a Claim>,
}

impl<'a> Entries<'a> {
    pub(super) fn new(dataset: &'a Dataset) -> Self {
        let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, accept) in dataset.accepts.iter().enumerate() {
            if let Some(rule) = rules::find(&accept.rule.value) {
                by_rule.entry(rule.name).or_default().push(at);
            }
        }
        let asks = |accept: &Accept| {
            !accept.sources.is_empty() || !accept.entities.is_empty() || !accept.properties.is_empty()
        };
        let claims = if dataset.accepts.iter().any(asks) {
            dataset.claims.iter().map(|claim| (&*claim.id, claim)).collect()
        } else {
            HashMap::new()
        };
        Self { dataset, by_rule, claims }
    }

    /// The entry that accepts a finding: all that it names must be named by the finding, or be what a
    /// claim of the finding is about.
    pub(super) fn accepting(&self, finding: &Finding) -> Option<usize> {
        let entries = self.by_rule.get(finding.rule.name)?;
        entries.iter().copied().find(|&at| self.accepts(&self.dataset.accepts[at], finding))
    }

    fn accepts(&self, accept: &Accept, finding: &Finding) -> bool {
        let names = &finding.names;
        // Of some rules an entry covers what it names and nothing more: it hides no other finding.
        let exact = EXACT.contains(&finding.rule.name);
        let named = |own: &str| accept.claims.iter().any(|claim| stands_for(&claim.value, own));
        if exact && !accept.claims.is_empty() && !names.claims.iter().all(|own| named(own)) {
            return false;
        }
        let dataset = self.dataset;
        let any = |holds: &dyn Fn(&Claim) -> bool| {
            names.claims.iter().filter_map(|id| self.claims.get(&**id)).any(|claim| holds(claim))
        };
        let cites = |id: &str, claim: &Claim| {
            claim.refs.iter().any(|reference| *dataset.source(reference.source).id == *id)
        };
        let is_about = |id: &str, claim: &Claim| {
            let mut all = std::iter::once(claim.subject).chain(claim.value.entities());
            all.any(|entity| *dataset.entity(entity).id == *id)
        };
        accept.claims.iter().all(|claim| names.claims.iter().any(|own| stands_for(&claim.value, own)))
            // A finding about one of the sources of its claims names it, and is about no other.
            && accept.sources.iter().all(|source| match names.sources.is_empty() {
                false => names.sources.contains(&source.value),
                true => any(&|claim| cites(&source.value, claim)),
            })
            && accept.entities.iter().all(|entity| {
                names.entities.contains(&entity.value) || any(&|claim| is_about(&entity.value, claim))
            })
            && accept.properties.iter().all(|property| {
                let of = |claim: &Claim| dataset.property(claim.property).id == property.value;
                names.properties.contains(&property.value) || any(&of)
            })
    }
}

/// Whether an entry's name of a claim stands for a claim: that of a table about several subjects stands
/// for the claim of each.
fn stands_for(name: &str, claim: &str) -> bool {
    claim.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn unused_accepts<'a>(
    dataset: &'a Dataset,
    levels: &'a Levels,
    links: &'a [Link],
    used: &'a [bool],
) -> impl Iterator<Item = Finding> + 'a {
    let hidden = dataset.gaps.any();
    dataset.accepts.iter().zip(used).filter(move |(_, used)| !**used && !hidden).filter_map(|(accept, _)| {
        let rule = rules::find(&accept.rule.value).filter(|rule| levels.of(rule).is_some())?;
        if rules::links::depends_on_the_day(rule, accept, dataset, links) {
            return None;
        }
        let mut names = crate::finding::Names::default();
        names.claims.extend(accept.claims.iter().map(|claim| claim.value.clone()));
        names.sources.extend(accept.sources.iter().map(|source| source.value.clone()));
        names.entities.extend(accept.entities.iter().map(|entity| entity.value.clone()));
        names.properties.extend(accept.properties.iter().map(|property| property.value.clone()));
        let all = names.claims.iter().chain(&names.sources).chain(&names.entities).chain(&names.properties);
        let all: Vec<String> = all.map(|name| format!("`{name}`")).collect();
        let mut finding = Finding::new(
            &UNUSED_ACCEPT,
            accept.span,
            format!(
                "the entry for {} accepts no finding of `{}`",
                crate::words::short_list(&all, 6),
                rule.name
            ),
        )
        .label("accepts nothing")
        .maybe_help(stranger(dataset, accept).or(Some("remove it: what it was made for is mended".into())));
        finding.names = names;
        Some(finding)
    })
}

/// Advice where an entry names what does not exist.
fn stranger<'a>(dataset: &'a Dataset, accept: &Accept) -> Option<String> {
    let near = |name: &str, known: &[&str], what: &str| {
        (!known.contains(&name)).then(|| match suggest::nearest(name, known.iter().copied()) {
            Some(near) => format!("there is no {what} `{name}`: did you mean `{near}`?"),
            None => format!("there is no {what} `{name}`: remove the entry, or mend the name"),
        })
    };
    let claims = &mut || dataset.claims.iter().flat_map(|known| [&*known.id, known.table_id()]);
    let first = |names: &[Spanned<Box<str>>], known: &mut dyn FnMut() -> Vec<&'a str>, what: &str| {
        names.iter().find_map(|name| near(&name.value, &known(), what))
    };
    first(&accept.claims, &mut || claims().collect(), "claim")
        .or_else(|| {
            first(&accept.sources, &mut || dataset.sources.iter().map(|one| &*one.id).collect(), "source")
        })
        .or_else(|| {
            first(&accept.entities, &mut || dataset.entities.iter().map(|one| &*one.id).collect(), "entity")
        })
        .or_else(|| {
            let known = &mut || dataset.properties.iter().map(|one| &*one.id).collect();
            first(&accept.properties, known, "property")
        })
}
