//! Claims: that a subject has a value for a property, at some time, with references.

use super::load::declare::{holds, table, words};
use super::load::names::Names;
use super::{EntityId, PropertyId, SourceId, Span, Spanned, Value};
use crate::value::{Date, Quantity};

/// A claim.
#[derive(Debug)]
#[non_exhaustive]
pub struct Claim {
    /// Its id.
    pub id: Box<str>,
    /// Where the id is written.
    pub id_span: Span,
    /// Where its table starts.
    pub span: Span,
    /// What it is about.
    pub subject: EntityId,
    /// Where the subject is written.
    pub subject_span: Span,
    /// What it tells of the subject.
    pub property: PropertyId,
    /// Where the property is written.
    pub property_span: Span,
    /// What it states.
    pub value: Value,
    /// Where the value is written.
    pub value_span: Span,
    /// When it holds.
    pub time: Time,
    /// Whether its dates are set ahead.
    pub planned: bool,
    /// What it rests on.
    pub refs: Vec<Reference>,
    /// Whether it has references that point to nothing, which is a finding already.
    pub broken_refs: bool,
    /// Whether it is preferred or kept for the record only.
    pub rank: Rank,
    /// A remark for editors.
    pub note: Option<Box<str>>,
    /// What few claims state; most need no room for it.
    pub more: Option<Box<More>>,
}

/// What few claims state.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// The id of the table, where it is about several subjects: of such a table each subject has a
    /// claim `<id>/<subject>`.
    pub table: Option<Box<str>>,
    /// Values of other properties that belong to what it states.
    pub qualifiers: Vec<Qualifier>,
    /// The unit in which its value is written, where that is not the property's.
    pub unit: Option<WrittenUnit>,
    /// Whether its dates are Old Style, in the Julian calendar.
    pub old_style: bool,
}

/// A value of another property that belongs to what a claim states.
#[derive(Clone, Debug)]
pub struct Qualifier {
    /// The property.
    pub property: PropertyId,
    /// Where it is written.
    pub span: Span,
    /// Its value.
    pub value: Value,
}

/// A value as it is written, in a unit of its own.
#[derive(Clone, Debug)]
pub struct WrittenUnit {
    /// The unit.
    pub id: Spanned<Box<str>>,
    /// The number of it.
    pub value: Quantity,
}

impl More {
    /// Whether anything of it is stated.
    pub(super) fn is_stated(&self) -> bool {
        self.table.is_some() || !self.qualifiers.is_empty() || self.unit.is_some() || self.old_style
    }
}

impl Claim {
    /// The id of its table: that of the claim, but for a table about several subjects.
    pub fn table_id(&self) -> &str {
        self.more.as_ref().and_then(|more| more.table.as_deref()).unwrap_or(&self.id)
    }

    /// Values of other properties that belong to what it states.
    pub fn qualifiers(&self) -> &[Qualifier] {
        self.more.as_ref().map_or(&[], |more| &more.qualifiers)
    }

    /// The unit in which its value is written, where that is not the property's.
    pub fn unit(&self) -> Option<&WrittenUnit> {
        self.more.as_ref()?.unit.as_ref()
    }

    /// Whether its dates are Old Style, in the Julian calendar.
    pub fn is_old_style(&self) -> bool {
        self.more.as_ref().is_some_and(|more| more.old_style)
    }
}

/// The moment that the `date` property of a subject tells: `treaty.signed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimePoint {
    /// The subject.
    pub subject: EntityId,
    /// Its `date` property.
    pub property: PropertyId,
}

/// A date, or a time point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Some day between its earliest and its latest.
    Date(Date),
    /// The moment that claims tell.
    Point(TimePoint),
}

/// When a claim holds. Nothing stated means at every time: so most claims are, and need no room for it.
#[derive(Clone, Debug, Default)]
pub struct Time {
    stated: Option<Box<Stated>>,
}

/// The times of a claim that states some.
#[derive(Clone, Copy, Debug)]
struct Stated {
    at: Option<Spanned<When>>,
    from: Option<Spanned<When>>,
    until: Option<Spanned<When>>,
}

impl Time {
    /// A time at some day, since another, to a third.
    pub fn new(at: Option<Spanned<When>>, from: Option<Spanned<When>>, until: Option<Spanned<When>>) -> Self {
        let any = at.or(from).or(until).is_some();
        Self { stated: any.then(|| Box::new(Stated { at, from, until })) }
    }

    /// Changes the dates that are stated; time points stay.
    pub(super) fn change_dates(&mut self, change: impl Fn(Date) -> Date) {
        let Some(stated) = &mut self.stated else { return };
        for when in [&mut stated.at, &mut stated.from, &mut stated.until].into_iter().flatten() {
            if let When::Date(date) = &mut when.value {
                *date = change(*date);
            }
        }
    }

    /// At some day within.
    pub fn at(&self) -> Option<Spanned<When>> {
        self.stated.as_ref()?.at
    }

    /// Since.
    pub fn from(&self) -> Option<Spanned<When>> {
        self.stated.as_ref()?.from
    }

    /// To.
    pub fn until(&self) -> Option<Spanned<When>> {
        self.stated.as_ref()?.until
    }

    /// Whether the claim carries no time.
    pub fn is_always(&self) -> bool {
        self.stated.is_none()
    }

    /// The times that are stated, with the names of their fields.
    pub fn stated(&self) -> impl Iterator<Item = (&'static str, Spanned<When>)> {
        [("at", self.at()), ("from", self.from()), ("until", self.until())]
            .into_iter()
            .filter_map(|(name, when)| when.map(|when| (name, when)))
    }
}

table! {
    /// A reference that says what the source states.
    #[derive(Clone)]
    pub struct Reference, REFERENCE = "reference";
    in Names<'_>;
    own {
        /// Where the reference is written.
        span: Span,
    }
    fields {
        /// The source, by marker or id.
        required source as "ref": SourceId = holds::SourceCited;
        /// What the source states, in its own words.
        optional quote: Option<Spanned<Box<str>>> = holds::Text;
        /// Where in the source.
        optional page: Option<Box<str>> = holds::Bare<holds::Text>;
        /// The quote's language; the source's where it is left out.
        optional lang: Option<Box<str>> = holds::Bare<holds::Language>;
    }
}

words! {
    /// As in Wikidata: whether a claim is the best one, or kept for the record only.
    #[derive(Default)]
    pub enum Rank {
        /// Shields normal ones beside it.
        Preferred = "preferred",
        /// As most are.
        #[default]
        Normal = "normal",
        /// No consistency rule reads it.
        Deprecated = "deprecated",
    }
    unless Normal
}
