//! What follows from a change without being written in it: who held a status when, how many, and
//! when things can have been. Computed from both sides, because this is what a reviewer cannot see.

mod contradicted;
mod counts;
mod holders;
mod stretches;
mod times;

use std::collections::BTreeSet;

use self::holders::View;
pub use self::stretches::merged;
use super::Sides;
use crate::analysis::Analysis;
use crate::dataset::types::Writing as _;
use crate::dataset::{EntityId, When};
use crate::message::{Message, message};
use crate::review::renaming::Renaming;
use crate::run::Run;
use crate::value::DayRange;

/// What kind of thing moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// How many held a status at the time of a claim that states a number.
    Count,
    /// How many held a status in a stretch of time.
    Stretch,
    /// When something can have been.
    Time,
}

impl Kind {
    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Stretch => "stretch",
            Self::Time => "time-point",
        }
    }
}

/// Something derived that is not what it was.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Moved {
    /// What kind of thing.
    pub kind: Kind,
    /// The organisation's id, or the time point: `treaty.renewed`.
    pub of: String,
    /// What readers call the organisation; empty for a time point.
    organisation: String,
    /// The status that is counted.
    pub status: Option<String>,
    /// The claim that states the count.
    pub claim: Option<String>,
    /// When the count is taken.
    pub when: Option<String>,
    /// The days of a stretch.
    pub days: Option<DayRange>,
    /// Of a count: who came and who went, in words.
    pub who: Message,
    /// Of a count: the same by name, whether surely or not: stretches that follow each other and
    /// are alike in this tell one story.
    story: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
    /// All of it in a sentence.
    pub text: Message,
}

impl Moved {
    /// A time point, without anything told of it.
    fn time(name: &str) -> Self {
        Self {
            kind: Kind::Time,
            of: name.to_owned(),
            organisation: String::new(),
            status: None,
            claim: None,
            when: None,
            days: None,
            who: Message::default(),
            story: String::new(),
            before: String::new(),
            after: String::new(),
            text: Message::default(),
        }
    }
}

/// What could not be compared, and why.
pub type Skipped = Message;

/// Everything derived that moved.
pub(super) fn moved(sides: &Sides<'_>) -> (Vec<Moved>, Vec<Skipped>) {
    let (mut moved, mut skipped) = (Vec::new(), Vec::new());
    let (mut base, mut head) = (View::of_base(sides), View::of_head(sides));
    times::moved(sides, (&base, &head), &mut moved);
    if let Some(why) = incomplete([sides.base, sides.head]) {
        skipped.push(why);
        return (moved, skipped);
    }
    // Where no order is legal, anything would follow.
    for (organisation, entity) in base.illegal().symmetric_difference(&head.illegal()) {
        base.leave_out(organisation, entity);
        head.leave_out(organisation, entity);
        skipped.push(message!(
            "{} is left out of the counts in {}: no order of its changes of status makes sense on one side",
            holders::head_or_base(&head, &base, entity),
            holders::head_or_base(&head, &base, organisation)
        ));
    }
    let hidden = hidden(&base, &head);
    for organisation in &hidden {
        skipped.push(message!(
            "who held which status in {} is not compared: dates that it hangs on contradict each other",
            holders::head_or_base(&head, &base, organisation)
        ));
    }
    let unread = unread(&base, &head);
    for organisation in unread.difference(&hidden) {
        skipped.push(message!(
            "who held which status in {} is not compared: a claim that tells of it cannot be read",
            holders::head_or_base(&head, &base, organisation)
        ));
    }
    let hidden: BTreeSet<String> = hidden.union(&unread).cloned().collect();
    counts::moved(sides, (&base, &head), &hidden, &mut moved);
    stretches::moved((&base, &head), &hidden, &mut moved, &mut skipped);
    (moved, skipped)
}

/// What is not compared even where both sides are one.
pub(super) fn skipped_where_nothing_changed(run: &Run) -> Vec<Skipped> {
    let analysis = run.analysis();
    if !analysis.statuses.incomplete && analysis.statuses.missing().is_empty() {
        return Vec::new();
    }
    let names = Renaming::default();
    moved(&Sides { base: &analysis, head: &analysis, names: &names }).1
}

/// Why statuses cannot be compared at all, where they cannot.
pub(super) fn incomplete<'a>(sides: impl IntoIterator<Item = &'a Analysis<'a>>) -> Option<Skipped> {
    sides.into_iter().any(|side| side.statuses.incomplete).then(|| {
        "who held which status was not compared: some of the claims that tell it cannot be read".into()
    })
}

/// The organisations, by id in the head, in which a change of status cannot be read on one side.
fn unread(base: &View<'_>, head: &View<'_>) -> BTreeSet<String> {
    let of = |view: &View<'_>| -> BTreeSet<String> {
        let statuses = &view.analysis.statuses;
        let one = |organisation: Option<EntityId>| match organisation {
            Some(organisation) => vec![view.id(organisation)],
            None => statuses.organisations().map(|(organisation, _)| view.id(organisation)).collect(),
        };
        statuses.missing().iter().flat_map(|missing| one(missing.organisation)).collect()
    };
    of(base).union(&of(head)).cloned().collect()
}

/// The organisations, by id in the head, in which who held which status hangs on dates that
/// contradict each other on one side only: what would follow from those is no news.
fn hidden(base: &View<'_>, head: &View<'_>) -> BTreeSet<String> {
    let on = |view: &View<'_>| -> BTreeSet<(String, String)> {
        let dataset = view.analysis.dataset;
        let mut found = BTreeSet::new();
        for (organisation, of) in view.analysis.statuses.organisations() {
            for id in of.histories.values().flat_map(|history| &history.claims) {
                for (_, when) in dataset.claim(*id).time.stated() {
                    if let When::Point(point) = when.value
                        && view.contradicted.contains(&point)
                    {
                        found.insert((view.id(organisation), view.how.point(dataset, point)));
                    }
                }
            }
        }
        found
    };
    on(base).symmetric_difference(&on(head)).map(|(organisation, _)| organisation.clone()).collect()
}

fn on(range: &DayRange) -> String {
    let preposition = if range.exact_day().is_some() { "on" } else { "in" };
    format!("{preposition} {}", range.describe())
}
