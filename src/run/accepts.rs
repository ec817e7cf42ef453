//! Accept entries: which findings they keep out of the report, and which of them do nothing.
//!
//! An entry names a rule and things, and accepts each finding of that rule that names all of them. A
//! finding also stands for what its claims are about: their sources, subjects, values and properties.
//! An entry with a fingerprint accepts the finding of that fingerprint alone; one whose day is past is told
//! of, and accepts all the same.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::baseline::DIGITS;
use super::{Levels, Reported};
use crate::analysis::CONTRADICTIONS;
use crate::dataset::{Accept, Claim, Dataset, Spanned};
use crate::finding::{Finding, Help, Names};
use crate::links::Link;
use crate::message::{Message, message, ours};
use crate::rules;
use crate::rules::settings::{OVERDUE_ACCEPT, UNUSED_ACCEPT};
use crate::suggest;
use crate::value::Day;

/// Rules whose entries name exactly the claims of a finding, where they name claims.
const EXACT: [&str; 3] = [CONTRADICTIONS, "not-unique", "invalid-transition"];

/// Accept entries by their rules.
pub(super) struct Entries<'a> {
    accepts: &'a [Accept],
    by_rule: HashMap<&'static str, Vec<usize>>,
}

impl<'a> Entries<'a> {
    pub(super) fn new(accepts: &'a [Accept]) -> Self {
        let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, accept) in accepts.iter().enumerate() {
            if let Some(rule) = rules::find(&accept.rule.value) {
                by_rule.entry(rule.name).or_default().push(at);
            }
        }
        Self { accepts, by_rule }
    }

    /// The entry that accepts a finding: all that it names must be named by the finding, or be what a
    /// claim of the finding is about.
    pub(super) fn accepting(&self, reported: &Reported) -> Option<usize> {
        let entries = self.by_rule.get(reported.finding.rule.name)?;
        entries.iter().copied().find(|&at| accepts(&self.accepts[at], reported))
    }
}

fn accepts(accept: &Accept, reported: &Reported) -> bool {
    let (finding, all) = (&reported.finding, &reported.named);
    let other = |print: &Spanned<Box<str>>| !print.value.trim().eq_ignore_ascii_case(&reported.fingerprint);
    if accept.fingerprint.as_ref().is_some_and(other) {
        return false;
    }
    // Of some rules an entry covers what it names and nothing more: it hides no other finding.
    let exact = EXACT.contains(&finding.rule.name);
    let meant = |own: &str| accept.claims.iter().any(|claim| stands_for(&claim.value, own));
    if exact && !accept.claims.is_empty() && !finding.names.claims.iter().all(|own| meant(own)) {
        return false;
    }
    // A finding about one of the sources of its claims names it, and is about no other.
    let sources = if finding.names.sources.is_empty() { &all.sources } else { &finding.names.sources };
    let is_named = |claim: &Spanned<Box<str>>| all.claims.iter().any(|own| stands_for(&claim.value, own));
    accept.claims.iter().all(is_named)
        && [
            (&accept.sources, sources),
            (&accept.entities, &all.entities),
            (&accept.properties, &all.properties),
        ]
        .into_iter()
        .all(|(wanted, named)| wanted.iter().all(|name| named.contains(&name.value)))
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
    let hidden = Hidden::new(dataset);
    let strangers = OnceCell::new();
    dataset.accepts.iter().zip(used).filter(|(_, used)| !**used).filter_map(move |(accept, _)| {
        if hidden.may_hide_what(accept) {
            return None;
        }
        let rule = rules::find(&accept.rule.value).filter(|rule| levels.of(rule).is_some())?;
        if rules::links::depends_on_the_day(rule, accept, dataset, links) {
            return None;
        }
        let mut finding = Finding::new(
            &UNUSED_ACCEPT,
            accept.span,
            message!("the entry for {} accepts no finding of `{}`", said(accept), rule.name),
        )
        .label("accepts nothing")
        .advise(
            strangers
                .get_or_init(|| Strangers::new(dataset))
                .first(dataset, accept)
                .unwrap_or_else(|| advice(accept).into()),
        );
        finding.names = names(accept);
        Some(finding)
    })
}

/// What could not be read, as an entry that accepts nothing sees it: what it accepts may hang on that.
struct Hidden<'a> {
    dataset: &'a Dataset,
    /// The claims that are there, by id; empty where nothing is missing.
    claims: HashMap<&'a str, &'a Claim>,
}

impl<'a> Hidden<'a> {
    fn new(dataset: &'a Dataset) -> Self {
        let any = dataset.gaps.any();
        let claims = dataset.claims.iter().filter(|_| any);
        Self { dataset, claims: claims.map(|claim| (&*claim.id, claim)).collect() }
    }

    fn may_hide_what(&self, accept: &Accept) -> bool {
        let (dataset, gaps) = (self.dataset, &self.dataset.gaps);
        if !gaps.any() {
            return false;
        }
        let named =
            || accept.claims.iter().chain(&accept.sources).chain(&accept.entities).chain(&accept.properties);
        // An entry that names nothing but a fingerprint may be of any finding.
        if named().next().is_none() || gaps.unread.any() || (gaps.broken_source && !accept.sources.is_empty())
        {
            return true;
        }
        let claims: Vec<&Claim> =
            accept.claims.iter().filter_map(|claim| self.claims.get(&*claim.value).copied()).collect();
        let is_named = |id: &str| named().any(|name| *name.value == *id);
        gaps.claims().iter().any(|gap| {
            let (Some(subject), Some(property)) = (gap.subject, gap.property) else { return true };
            let touches = |claim: &&Claim| {
                claim.property == property
                    || std::iter::once(claim.subject)
                        .chain(claim.value.entities())
                        .any(|entity| entity == subject || gap.value == Some(entity))
            };
            gap.id.as_deref().is_none_or(is_named)
                || is_named(&dataset.entity(subject).id)
                || is_named(&dataset.property(property).id)
                || gap.value.is_some_and(|value| is_named(&dataset.entity(value).id))
                || claims.iter().any(touches)
                // What it names may be a claim that is not there, by another name.
                || claims.len() < accept.claims.len()
        })
    }
}

/// What to do with an entry that accepts nothing, though all that it names is there.
fn advice(accept: &Accept) -> &'static str {
    let whole = |print: &str| print.len() == DIGITS && print.bytes().all(|byte| byte.is_ascii_hexdigit());
    if accept.fingerprint.as_ref().is_some_and(|print| !whole(print.value.trim())) {
        "a fingerprint has 32 digits from 0 to f, all of which stand in the entry: `csto-validate accept` lists them"
    } else if accept.fingerprint.is_some() {
        "remove it: what it was made for is mended, or says something else now and is to be looked at again; \
         `csto-validate accept` lists what can be accepted"
    } else {
        "remove it: what it was made for is mended"
    }
}

/// Entries whose day is past.
pub(super) fn overdue_accepts(dataset: &Dataset, today: Day) -> impl Iterator<Item = Finding> {
    let past = move |accept: &&Accept| {
        let last = accept.until.as_ref().and_then(|until| until.value.latest());
        last.is_some_and(|last| last < today)
    };
    dataset.accepts.iter().filter(past).filter_map(|accept| {
        let until = accept.until.as_ref()?;
        let mut finding = Finding::new(
            &OVERDUE_ACCEPT,
            until.span,
            message!(
                "the entry for {} of `{}` was to be looked at again by {}",
                said(accept),
                accept.rule.value,
                until.value
            ),
        )
        .label("this day is past")
        .related(accept.span, "it still accepts")
        .help("mend what it accepts and remove it, or give it another day");
        finding.names = names(accept);
        Some(finding)
    })
}

/// What an entry names.
fn names(accept: &Accept) -> Names {
    let own = |names: &[Spanned<Box<str>>]| names.iter().map(|name| name.value.clone()).collect();
    Names {
        claims: own(&accept.claims),
        sources: own(&accept.sources),
        entities: own(&accept.entities),
        properties: own(&accept.properties),
    }
}

/// The same in words; the fingerprint, where it names nothing else.
fn said(accept: &Accept) -> Message {
    let names = names(accept);
    let all = names.claims.iter().chain(&names.sources).chain(&names.entities).chain(&names.properties);
    let mut all: Vec<Message> = all.map(|name| message!("`{}`", name)).collect();
    if let (true, Some(print)) = (all.is_empty(), &accept.fingerprint) {
        all.push(message!("the fingerprint `{}`", print.value));
    }
    crate::words::short_list(&all, 6)
}

/// Advice where an entry names what does not exist.
/// What there is of a kind, by name.
struct Known<'a> {
    what: &'static str,
    names: HashSet<&'a str>,
    near: suggest::Candidates<'a>,
}

impl<'a> Known<'a> {
    fn new(what: &'static str, names: impl Iterator<Item = &'a str>) -> Self {
        let names: HashSet<&str> = names.collect();
        let near = suggest::Candidates::new(names.iter().copied());
        Self { what, names, near }
    }

    fn stranger(&self, dataset: &Dataset, name: &Spanned<Box<str>>) -> Option<Help> {
        let (what, span, name) = (ours(self.what), name.span, &*name.value);
        (!self.names.contains(name)).then(|| match self.near.nearest(name) {
            Some(near) => {
                let file = &dataset.files.get(span.file).text;
                let words = message!("there is no {} `{}`: did you mean `{}`?", what, name, near);
                Help::did_you_mean(file, span, near).saying(words)
            }
            None => message!("there is no {} `{}`: remove the entry, or mend the name", what, name).into(),
        })
    }
}

/// What entries can name. It is gathered once, for all of them.
struct Strangers<'a>([Known<'a>; 4]);

impl<'a> Strangers<'a> {
    fn new(dataset: &'a Dataset) -> Self {
        let claims = dataset.claims.iter().flat_map(|known| [&*known.id, known.table_id()]);
        Self([
            Known::new("claim", claims),
            Known::new("source", dataset.sources.iter().map(|one| &*one.id)),
            Known::new("entity", dataset.entities.iter().map(|one| &*one.id)),
            Known::new("property", dataset.properties.iter().map(|one| &*one.id)),
        ])
    }

    /// The first name of an entry that nothing has.
    fn first(&self, dataset: &Dataset, accept: &Accept) -> Option<Help> {
        let named = [&accept.claims, &accept.sources, &accept.entities, &accept.properties];
        let mut all = self.0.iter().zip(named);
        all.find_map(|(known, names)| names.iter().find_map(|name| known.stranger(dataset, name)))
    }
}
