//! Who holds a status, on a side with its ids in the head's names.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::contradicted::contradicted;
use crate::analysis::{Analysis, Count};
use crate::dataset::types::Writing as _;
use crate::dataset::{EntityId, TimePoint};
use crate::message::{Message, message};
use crate::review::Sides;
use crate::review::fields::How;
use crate::value::DayRange;
use crate::words;

/// Who held a status, by id in the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holders {
    certain: BTreeSet<String>,
    possible: BTreeSet<String>,
}

impl Holders {
    /// None where nothing ever leads to the status: then it cannot be counted.
    pub(super) fn new(side: &View<'_>, status: &str, organisation: EntityId, when: DayRange) -> Option<Self> {
        let (number, of) = side.analysis.statuses.leading_to(status, organisation)?;
        Some(Self::of(side, organisation, of.count(number, when)))
    }

    fn of(side: &View<'_>, organisation: EntityId, count: Count) -> Self {
        let names = |ids: Vec<EntityId>| {
            let told = ids.into_iter().filter(|id| !side.left_out.contains(&(organisation, *id)));
            told.map(|id| side.id(id)).collect()
        };
        Self { certain: names(count.certain), possible: names(count.possible) }
    }

    fn number(&self) -> String {
        match (self.certain.len(), self.possible.len()) {
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        }
    }
}

pub(super) fn number(holders: Option<&Holders>) -> String {
    holders.map_or_else(|| "not known".into(), Holders::number)
}

/// A side with its ids in the head's names.
pub(super) struct View<'a> {
    pub(super) analysis: &'a Analysis<'a>,
    pub(super) how: How<'a>,
    pub(super) entities: HashMap<&'a str, EntityId>,
    /// Time points whose days hang on a contradiction.
    pub(super) contradicted: HashSet<TimePoint>,
    /// Organisations with whom is not counted in them.
    pub(super) left_out: HashSet<(EntityId, EntityId)>,
}

impl<'a> View<'a> {
    pub(super) fn of_base(sides: &Sides<'a>) -> Self {
        let dataset = sides.base();
        let name = |id: &'a str| sides.names.entities.to_head(id);
        let entities =
            (0..).map(EntityId).zip(&dataset.entities).map(|(id, one)| (name(&one.id), id)).collect();
        Self {
            analysis: sides.base,
            how: How::key_of_base(sides.names),
            entities,
            contradicted: contradicted(sides.base),
            left_out: HashSet::new(),
        }
    }

    pub(super) fn of_head(sides: &Sides<'a>) -> Self {
        let entities =
            (0..).map(EntityId).zip(&sides.head().entities).map(|(id, one)| (&*one.id, id)).collect();
        Self {
            analysis: sides.head,
            how: How::KEY,
            entities,
            contradicted: contradicted(sides.head),
            left_out: HashSet::new(),
        }
    }

    /// Leaves an entity of an organisation out of all counts; both by id in the head.
    pub(super) fn leave_out(&mut self, organisation: &str, entity: &str) {
        if let (Some(organisation), Some(entity)) =
            (self.entities.get(organisation), self.entities.get(entity))
        {
            self.left_out.insert((*organisation, *entity));
        }
    }

    /// Who has no legal order of changes of status, with the organisation; both by id in the head.
    pub(super) fn illegal(&self) -> BTreeSet<(String, String)> {
        let all = self.analysis.statuses.organisations().flat_map(|(organisation, of)| {
            let illegal = of.histories.iter().filter(|(_, history)| !history.contradictions.is_empty());
            illegal.map(move |(entity, _)| (self.id(organisation), self.id(*entity)))
        });
        all.collect()
    }

    pub(super) fn id(&self, id: EntityId) -> String {
        self.how.entity(&self.analysis.dataset.entity(id).id).to_owned()
    }

    pub(super) fn name<'b>(&'b self, id: &'b str) -> &'b str {
        self.entities.get(id).map_or(id, |id| self.analysis.dataset.entity(*id).name())
    }
}

/// Who came and who went, in words; empty where nobody did.
pub(super) fn who(
    before: Option<&Holders>,
    after: Option<&Holders>,
    name: &dyn Fn(&str) -> String,
) -> Message {
    let empty = Holders { certain: BTreeSet::new(), possible: BTreeSet::new() };
    let (before, after) = (before.unwrap_or(&empty), after.unwrap_or(&empty));
    let names =
        |ids: Vec<&String>| words::short_list(&ids.into_iter().map(|id| name(id)).collect::<Vec<_>>(), 6);
    let mut parts = Vec::new();
    let mut tell = |ids: Vec<&String>, words: &str| {
        if !ids.is_empty() {
            parts.push(message!("{} {}", words, names(ids)));
        }
    };
    let lost: Vec<&String> = before.possible.difference(&after.possible).collect();
    let came: Vec<&String> = after.possible.difference(&before.possible).collect();
    let (surely, perhaps): (Vec<_>, Vec<_>) = came.into_iter().partition(|id| after.certain.contains(*id));
    let both: Vec<&String> = after.possible.intersection(&before.possible).collect();
    let sure_now = both.iter().filter(|id| after.certain.contains(**id) && !before.certain.contains(**id));
    let unsure_now = both.iter().filter(|id| !after.certain.contains(**id) && before.certain.contains(**id));
    tell(surely, "with");
    tell(perhaps, "perhaps with");
    tell(sure_now.copied().collect(), "surely with");
    tell(lost, "without");
    tell(unsure_now.copied().collect(), "no longer surely with");
    Message::join(&parts, ", ")
}

pub(super) fn head_or_base(head: &View<'_>, base: &View<'_>, id: &str) -> String {
    if head.entities.contains_key(id) { head.name(id).to_owned() } else { base.name(id).to_owned() }
}

/// What changed between two counts, without telling the sure from the possible: `-belarus`.
pub(super) fn story(before: Option<&Holders>, after: Option<&Holders>) -> String {
    let side = |holders: Option<&Holders>| {
        let weight = |holders: &Holders, id: &String| usize::from(holders.certain.contains(id)) + 1;
        let all = holders
            .into_iter()
            .flat_map(|known| known.possible.iter().map(move |id| (id.clone(), weight(known, id))));
        all.collect::<BTreeMap<String, usize>>()
    };
    let (old, new) = (side(before), side(after));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let sign = |id: &&String| match old.get(*id).cmp(&new.get(*id)) {
        std::cmp::Ordering::Less => Some(format!("+{id}")),
        std::cmp::Ordering::Greater => Some(format!("-{id}")),
        std::cmp::Ordering::Equal => None,
    };
    ids.iter().filter_map(sign).collect::<Vec<_>>().join(" ")
}
