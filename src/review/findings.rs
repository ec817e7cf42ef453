//! Findings before and after: the same where they are the same by `Identity`, which is the rule, the
//! claims and what these say, wherever they now stand and whatever the message says.
//!
//! Names of the base are taken in the head's, so that a renamed claim keeps its findings. A finding
//! that names nothing (a file that is no TOML) is the same where file and message are, or where the
//! whole file only moved. Equal findings count as often as they fired.
//!
//! Claims that cannot all hold are the same contradiction whatever they say now. Of claims that
//! contradict each other only one smallest set is told where many overlap. So one that is told on one side
//! only is compared with the facts of the other side, too: what contradicted there is no news.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::Sides;
use super::fields::How;
use super::renaming::Renamed;
use crate::analysis::{Analysis, CONTRADICTIONS};
use crate::dataset::Dataset;
use crate::dataset::types::Writing;
use crate::finding::{Finding, Level};
use crate::message::{Message, message, ours};
use crate::run::identity::{Identities, Identity};
use crate::run::{Levels, Reported, Run};

/// A finding that one side has and the other has not.
#[derive(Debug)]
pub struct Told<'a> {
    /// The finding.
    pub reported: &'a Reported,
    /// Why, where it was not the facts that changed but how findings are judged.
    pub why: Option<Message>,
}

/// What became of findings.
#[derive(Debug, Default)]
pub struct Findings<'a> {
    /// Those of the head that the base has not, in the order of files and lines.
    pub introduced: Vec<Told<'a>>,
    /// Those of the base that the head has not, in the order of files and lines.
    pub resolved: Vec<Told<'a>>,
    /// How many are on both sides.
    pub unchanged: usize,
    /// Those on both sides that have another level now, with the level that they had.
    pub relevelled: Vec<(&'a Reported, Level)>,
    /// Those that the head accepts and the base did not, in the order of files and lines, whoever judges.
    pub accepted: Vec<Kept<'a>>,
}

/// A finding that a change accepts.
#[derive(Debug)]
pub struct Kept<'a> {
    /// The finding.
    pub reported: &'a Reported,
    /// Why.
    pub reason: &'a str,
}

/// Rules whose findings are sets of claims that cannot all hold: such a set is the same as long as it cannot,
/// whatever its claims say.
pub(super) const SETS: [&str; 2] = [CONTRADICTIONS, "invalid-transition"];

/// What makes a finding the same before and after.
fn key<N: Writing + Sync>(identities: &Identities<'_, N>, finding: &Finding) -> Identity {
    let mut key = identities.of(finding);
    if SETS.contains(&key.rule) {
        key.claims.iter_mut().for_each(|(_, says)| *says = Box::default());
    }
    key
}

/// Compares the findings of two runs.
pub(super) fn compare<'a>(base: &'a Run, head: &'a Run, sides: &Sides<'_>) -> Findings<'a> {
    let renaming = sides.names;
    let mut partner_of_old: Vec<Option<usize>> = vec![None; base.findings.len()];
    let mut partner_of_new: Vec<Option<usize>> = vec![None; head.findings.len()];
    let of_base = Identities::new(&base.dataset, How::key_of_base(renaming));
    let of_head = Identities::new(&head.dataset, How::KEY);
    let old_keys: Vec<Identity> =
        base.findings.par_iter().map(|reported| key(&of_base, &reported.finding)).collect();
    let new_keys: Vec<Identity> =
        head.findings.par_iter().map(|reported| key(&of_head, &reported.finding)).collect();

    let texts = Texts::new(base, head);
    // Of several with one key, those that say the same words belong together; then in order.
    for pass in [Pass::Words, Pass::Names, Pass::File] {
        let mut waiting: HashMap<Mark<'_>, Vec<usize>> = HashMap::new();
        for (at, reported) in base.findings.iter().enumerate().rev() {
            if partner_of_old[at].is_none()
                && let Some(mark) = pass.mark(&texts.numbers[0], &base.dataset, reported, &old_keys[at])
            {
                waiting.entry(mark).or_default().push(at);
            }
        }
        for (at, reported) in head.findings.iter().enumerate() {
            if partner_of_new[at].is_none()
                && let Some(mark) = pass.mark(&texts.numbers[1], &head.dataset, reported, &new_keys[at])
                && let Some(old) = waiting.get_mut(&mark).and_then(Vec::pop)
            {
                partner_of_new[at] = Some(old);
                partner_of_old[old] = Some(at);
            }
        }
    }

    let mut found = Findings::default();
    let other = Judged::new(base, &of_base);
    for (at, reported) in head.findings.iter().enumerate() {
        match partner_of_new[at] {
            Some(old) => {
                found.unchanged += 1;
                let was = base.findings[old].level;
                if was != reported.level {
                    found.relevelled.push((reported, was));
                }
            }
            None => {
                let why =
                    other.why(&new_keys[at], reported, ["it was accepted before", "its rule was off before"]);
                if why.is_none() && contradicts(sides.base, &new_keys[at], Some(&renaming.claims)) {
                    continue;
                }
                found.introduced.push(Told { reported, why });
            }
        }
    }
    let kept = head.accepted.iter().map(|kept| (&kept.reported, &*kept.reason));
    // Where the base judges, what the head would keep stands among the findings.
    let would = head.findings.iter().filter_map(|reported| Some((reported, reported.own_reason.as_deref()?)));
    let newly = kept.chain(would).filter(|(reported, _)| {
        other.accepted.is_empty() || !other.accepted.contains_key(&key(&of_head, &reported.finding))
    });
    found.accepted = newly.map(|(reported, reason)| Kept { reported, reason }).collect();
    let other = Judged::new(head, &of_head);
    for (at, reported) in base.findings.iter().enumerate() {
        if partner_of_old[at].is_none() {
            let why = other.why(&old_keys[at], reported, ["it is accepted now", "its rule is off now"]);
            // Keys of the base are in the names of the head.
            if why.is_none() && contradicts(sides.head, &old_keys[at], None) {
                continue;
            }
            found.resolved.push(Told { reported, why });
        }
    }
    found
}

/// Whether the claims of a contradiction contradict each other on another side as well.
fn contradicts(side: &Analysis<'_>, key: &Identity, renamed: Option<&Renamed>) -> bool {
    if key.rule != CONTRADICTIONS {
        return false;
    }
    let wanted: HashSet<&str> =
        key.claims.iter().map(|(id, _)| renamed.map_or(&**id, |renamed| renamed.to_base(id))).collect();
    let claims = side.dataset.claims().filter(|(_, claim)| wanted.contains(&*claim.id));
    let statements: Vec<u32> = claims.map(|(id, _)| id.0).collect();
    !statements.is_empty()
        && statements.len() == wanted.len()
        && side.chronology.network.contradict(&statements)
}

/// How findings of both sides are matched, one after the other.
#[derive(Clone, Copy)]
enum Pass {
    Words,
    Names,
    File,
}

/// What must be equal.
#[derive(PartialEq, Eq, Hash)]
struct Mark<'a> {
    key: &'a Identity,
    words: String,
    place: Place<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum Place<'a> {
    Anywhere,
    Path(&'a str),
    /// The number of a file's text.
    Text(usize),
}

/// Numbers for the texts of files, the same for the same text on either side: each text is read
/// once, however many findings its file has.
struct Texts {
    numbers: [Vec<usize>; 2],
}

impl Texts {
    fn new(base: &Run, head: &Run) -> Self {
        let mut known: HashMap<&str, usize> = HashMap::new();
        let numbers = [base, head].map(|run| {
            let mut number = |text| {
                let next = known.len();
                *known.entry(text).or_insert(next)
            };
            run.dataset.files.iter().map(|(_, file)| number(file.text.as_str())).collect()
        });
        Self { numbers }
    }
}

impl Pass {
    fn mark<'a>(
        self,
        texts: &[usize],
        dataset: &'a Dataset,
        reported: &'a Reported,
        key: &'a Identity,
    ) -> Option<Mark<'a>> {
        let span = reported.finding.primary.span;
        let file = dataset.files.get(span.file);
        let message = &reported.finding.message;
        let (words, place) = match (self, key.is_nameless()) {
            (Self::Words, true) => (message.to_string(), Place::Path(&file.path)),
            (Self::File, true) => {
                (message.to_string().replace(&file.path, ""), Place::Text(*texts.get(span.file.0 as usize)?))
            }
            (Self::Words, false) => (message.to_string(), Place::Anywhere),
            (Self::Names, false) => (String::new(), Place::Anywhere),
            (Self::Names, true) | (Self::File, false) => return None,
        };
        Some(Mark { key, words, place })
    }
}

/// What a side makes of findings.
struct Judged<'a> {
    levels: &'a Levels,
    accepted: HashMap<Identity, &'a str>,
}

impl<'a> Judged<'a> {
    fn new<N: Writing + Sync>(run: &'a Run, identities: &Identities<'_, N>) -> Self {
        let accepted = run.accepted.iter();
        Self {
            levels: &run.levels,
            accepted: accepted
                .map(|accepted| (key(identities, &accepted.reported.finding), &*accepted.reason))
                .collect(),
        }
    }

    fn why(&self, key: &Identity, reported: &Reported, words: [&'static str; 2]) -> Option<Message> {
        let [accepted, off] = words;
        if let Some(reason) = self.accepted.get(key) {
            return Some(message!("{}: {}", ours(accepted), reason));
        }
        self.levels.of(reported.finding.rule).is_none().then(|| off.into())
    }
}
