//! Changes of status that no order makes legal.

use std::collections::HashSet;

use super::conflicts::CONFLICTING_VALUES;
use super::gaps::not_checked;
use super::rule;
use crate::analysis::{Analysis, History, MissingMove, StatusesOf};
use crate::dataset::{Cause, Claim, Dataset, EntityId};
use crate::finding::{Finding, Rule};
use crate::message::{Message, message};
use crate::status::{NONE, Why};
use crate::value::DayRange;
use crate::words;

rule! {
    /// In every order that the dates allow, an entity leaves what it never joined, joins twice, or
    /// otherwise moves from a status that the move cannot start from.
    ///
    /// A transition says where it may start from (`from` in the vocabulary; `none` is never having
    /// had a status). Without `from` it may start from any status but the one that it leads to.
    /// Imprecise dates leave the order open, and several claims of one property can tell of one move
    /// where a day is left for it; the finding is made only where no choice and no order helps. It
    /// names the moves that cannot be, and no others. A claim with `until` tells of a term: its status
    /// is held through that day, then `then` of the property (or none). Two days of one move with no
    /// other move between are `conflicting-values`.
    ///
    /// **What to do:** add the move that is missing between, mend a date, or let the vocabulary allow
    /// the move if it can really happen.
    pub static INVALID_TRANSITION = "invalid-transition", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[entity.georgia]
kind = "state"

[property.joined]
type = "transition"
to   = "member"
from = ["none", "former member"]

[property.left]
type = "transition"
to   = "former member"
from = ["member"]

[[claim]]
id       = "georgia-joined"
subject  = "georgia"
property = "joined"
value    = "alliance"
at       = "1993"

[[claim]]
id       = "georgia-left"
subject  = "georgia"
property = "left"
value    = "alliance"
at       = "1992"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.georgia]
kind = "state"

[property.joined]
type = "transition"
to   = "member"
from = ["none", "former member"]

[property.left]
type = "transition"
to   = "former member"
from = ["member"]

[[claim]]
id       = "georgia-joined"
subject  = "georgia"
property = "joined"
value    = "alliance"
at       = "1993"

[[claim]]
id       = "georgia-left"
subject  = "georgia"
property = "left"
value    = "alliance"
at       = "1999"
"#,
}

pub(super) fn invalid_transition(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let statuses = &analysis.statuses;
    for missing in statuses.missing() {
        findings.extend(not_judged(analysis, missing));
    }
    let known = Known::new(analysis.dataset);
    for (organisation, of) in statuses.organisations() {
        for (&entity, history) in &of.histories {
            if history.contradictions.is_empty() || statuses.may_miss(organisation, entity) {
                continue;
            }
            let told = Told { analysis, entity, organisation, history };
            let found = match known.about(analysis.dataset, history) {
                false => history.contradictions.clone(),
                true => history
                    .contradictions_beside(analysis, &|moves| known.is(analysis.dataset, history, moves)),
            };
            findings.extend(found.iter().map(|contradiction| {
                match (contradiction.why, &contradiction.moves[..]) {
                    (Why::Repeated, &[one, other]) => told.repeated(one, other),
                    _ => told.illegal(&contradiction.moves),
                }
            }));
        }
    }
}

/// What a transition that could not be read leaves open.
fn not_judged(analysis: &Analysis<'_>, missing: &MissingMove) -> Option<Finding> {
    let dataset = analysis.dataset;
    let hides = |(organisation, of): (EntityId, &StatusesOf)| {
        missing.organisation.is_none_or(|known| known == organisation)
            && missing.entity.is_none_or(|known| of.histories.contains_key(&known))
    };
    if !missing.is_surely_one && !analysis.statuses.organisations().any(hides) {
        return None;
    }
    let name = |id: EntityId| dataset.entity(id).name().to_owned();
    let of = missing.entity.map(|entity| message!(" of {}", name(entity)));
    let place = missing.organisation.map(|organisation| message!(" in {}", name(organisation)));
    not_checked(Cause::Claim(missing.claim(dataset)), message!("the moves{}{}", of, place))
}

/// The moves of which an entry accepts that they cannot be: those hide no others.
struct Known<'a> {
    sets: Vec<(&'static Rule, HashSet<&'a str>)>,
    claims: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(dataset: &'a Dataset) -> Self {
        let sets: Vec<(&Rule, HashSet<&str>)> = dataset
            .accepts
            .iter()
            .filter_map(|accept| {
                let rule = super::find(&accept.rule.value)?;
                let is_about_moves = [&INVALID_TRANSITION, &CONFLICTING_VALUES].contains(&rule);
                let claims = accept.claims.iter().map(|claim| &*claim.value).collect();
                (is_about_moves && !accept.claims.is_empty()).then_some((rule, claims))
            })
            .collect();
        let claims = sets.iter().flat_map(|(_, set)| set).copied().collect();
        Self { sets, claims }
    }

    fn about(&self, dataset: &Dataset, history: &History) -> bool {
        history.claims.iter().any(|&id| self.claims.contains(&*dataset.claim(id).id))
    }

    fn is(&self, dataset: &Dataset, history: &History, moves: &[usize]) -> bool {
        let set: HashSet<&str> = moves.iter().map(|&at| &*dataset.claim(history.claims[at]).id).collect();
        self.sets.iter().any(|(rule, known)| match **rule == INVALID_TRANSITION {
            true => *known == set,
            false => known.is_subset(&set),
        })
    }
}

/// What is told of moves that cannot be.
struct Told<'a> {
    analysis: &'a Analysis<'a>,
    entity: EntityId,
    organisation: EntityId,
    history: &'a History,
}

impl Told<'_> {
    fn claim(&self, at: usize) -> &Claim {
        self.analysis.dataset.claim(self.history.claims[at])
    }

    fn names(&self) -> (&str, &str) {
        let dataset = self.analysis.dataset;
        (dataset.entity(self.entity).name(), dataset.entity(self.organisation).name())
    }

    /// When a move was, in brackets.
    fn day(&self, at: usize) -> Message {
        match self.history.moves[at].when {
            DayRange::ALL => "at a time not told".into(),
            when => message!("({})", when.describe()),
        }
    }

    /// Names the claims of moves, and whom they are about.
    fn name(&self, moves: &[usize], mut finding: Finding) -> Finding {
        for &at in moves {
            finding = finding.claim(&self.claim(at).id);
        }
        let dataset = self.analysis.dataset;
        finding.entity(&dataset.entity(self.entity).id).entity(&dataset.entity(self.organisation).id)
    }

    /// Two claims that should tell one move, and cannot.
    fn repeated(&self, one: usize, other: usize) -> Finding {
        let ((name, place), moves) = (self.names(), &self.history.moves);
        let (first, second) = (self.claim(one), self.claim(other));
        let about_ends = moves[one].when.intersects(&moves[other].when);
        let says = |at: usize| match moves[at].end().filter(|_| about_ends) {
            Some(end) => end.describe(),
            None => moves[at].when.describe(),
        };
        let (what, no) = match about_ends {
            true => ("ends of one term", "no day is both"),
            false => ("dates of one move", "no day is both, and no other move lies between"),
        };
        let property = self.analysis.dataset.property(first.property).name();
        let finding = Finding::new(
            &CONFLICTING_VALUES,
            second.property_span,
            message!("two {} ({}, of {} in {}): claim `{}` says {}, claim `{}` says {}; {}", what, property, name, place, first.id, says(one), second.id, says(other), no),
        )
        .label(message!("{}{}", says(other), self.analysis.say_markers(second)))
        .related(first.property_span, message!("{}{}", says(one), self.analysis.say_markers(first)))
        .help(if about_ends {
            "mend the one that is wrong, give the better one `rank = \"preferred\"`, or accept the finding with the reason if the sources really disagree"
        } else {
            "mend the one that is wrong, or give the better one `rank = \"preferred\"`; if these are two moves, add the one between them"
        });
        self.name(&[one, other], finding)
    }

    /// Moves that no order makes legal.
    fn illegal(&self, moves: &[usize]) -> Finding {
        let (name, place) = self.names();
        let pairs = moves.windows(2).map(|two| (Some(two[0]), two[1]));
        let first = moves.first().map(|&at| (None, at));
        let clash = first.into_iter().filter(|_| moves.len() == 1).chain(pairs).find_map(|(before, at)| {
            let reason = self.clash(before, at)?;
            Some((at, reason))
        });
        let list: Vec<Message> =
            moves.iter().map(|&at| message!("{} {}", self.property(at), self.day(at))).collect();
        let last = clash.as_ref().map_or_else(|| moves.last().copied().unwrap_or_default(), |(at, _)| *at);
        let reason = match clash {
            Some((_, reason)) => reason,
            None => message!("these cannot follow each other in any order: {}", words::short_list(&list, 8)),
        };
        let mut finding = Finding::new(
            &INVALID_TRANSITION,
            self.claim(last).property_span,
            message!("no order of its dates makes sense of {} in {}: {}", name, place, reason),
        )
        .label(message!("cannot happen here {}", self.day(last)))
        .help("add the move that is missing between, mend a date, or allow this one in the vocabulary with `from`");
        for &at in moves.iter().filter(|at| **at != last).take(MOST_RELATED) {
            let to = self.analysis.statuses.name(self.history.moves[at].to);
            let text = message!("makes {} `{}` {}{}", name, to, self.day(at), self.until(at));
            finding = finding.related(self.claim(at).property_span, text);
        }
        if let [only] = moves {
            // Not wrong itself, but what a reader looks for.
            let later = (0..self.history.moves.len()).find(|&at| {
                at != *only && self.history.moves[*only].may_start_from(self.history.moves[at].to)
            });
            if let Some(later) = later {
                let to = self.analysis.statuses.name(self.history.moves[later].to);
                let text = message!("makes {} `{}` only later {}", name, to, self.day(later));
                finding = finding.related(self.claim(later).property_span, text);
            }
        }
        self.name(moves, finding)
    }

    fn property(&self, at: usize) -> &str {
        self.analysis.dataset.property(self.claim(at).property).name()
    }

    /// The end of a term, in words.
    fn until(&self, at: usize) -> Option<Message> {
        self.history.moves[at].end().map(|end| message!(", until {}", end.describe()))
    }

    /// Why a move cannot come right after another, or as the first.
    fn clash(&self, before: Option<usize>, at: usize) -> Option<Message> {
        let (dataset, statuses) = (self.analysis.dataset, &self.analysis.statuses);
        let ((name, place), moves) = (self.names(), &self.history.moves);
        let property = dataset.property(self.claim(at).property);
        let Some(before) = before else {
            if moves[at].may_start_from(NONE) {
                return None;
            }
            return Some(message!(
                "`{}` {}, but {} has no status in {} yet",
                property.id,
                self.allowed(at),
                name,
                place
            ));
        };
        let (earlier, end) = (&moves[before], moves[before].end());
        let held = statuses.describe(earlier.to);
        if let Some(end) = end
            && moves[at].when.surely_before(&end)
        {
            let id = &self.claim(before).id;
            return Some(message!(
                "`{}` comes {}, but {} is {} in {} until {} by claim `{}`",
                property.id,
                moves[at].when.describe_when(),
                name,
                held,
                place,
                end.describe(),
                id
            ));
        }
        let (status, since) = match end {
            Some(end) => (earlier.then, message!("after {}", end.describe())),
            None => (earlier.to, message!("since {} {}", self.property(before), self.day(before))),
        };
        if moves[at].may_start_from(status) {
            return None;
        }
        Some(message!(
            "`{}` {}, but {} is {} in {} {}",
            property.id,
            self.allowed(at),
            name,
            statuses.describe(status),
            place,
            since
        ))
    }

    /// From which statuses a move can start.
    fn allowed(&self, at: usize) -> Message {
        let property = self.analysis.dataset.property(self.claim(at).property);
        match property.as_transition().and_then(|moves| moves.from.as_ref()) {
            Some(from) => {
                let from: Vec<Message> = from
                    .iter()
                    .map(|status| match &*status.value {
                        "none" => "having no status".into(),
                        status => message!("being `{}`", status),
                    })
                    .collect();
                message!("can only start from {}", words::list_or(&from))
            }
            _ => message!("leads to `{}` again", self.analysis.statuses.name(self.history.moves[at].to)),
        }
    }
}

/// The most moves that a finding shows: a reader does not look at more.
const MOST_RELATED: usize = 24;
