//! Claims: that a subject has a value for a property, at some time, with references.

use serde_json::{Value as Json, json};

use super::load::declare::holds::Words as _;
use super::load::declare::{Holds as _, holds, table, words};
use super::load::names::Names;
use super::load::value::Scope;
use super::types::{Put, Writing};
use super::{Dataset, EntityId, PropertyId, SourceId, Span, Spanned, Value};
use crate::value::{Calendar, Date, Quantity};

table! {
    /// A fact: that a subject has a value for a property, at some time, as references say.
    #[derive(Clone)]
    pub struct Claim, CLAIM = "claim";
    in Scope<'_>;
    own {
        /// Its id.
        id: Box<str>,
        /// Where the id is written.
        id_span: Span,
        /// Where its table starts.
        span: Span,
        /// What it is about.
        subject: EntityId,
        /// Where the subject is written.
        subject_span: Span,
        /// What it tells of the subject.
        property: PropertyId,
        /// Where the property is written.
        property_span: Span,
        /// What it states.
        value: Value,
        /// Where the value is written.
        value_span: Span,
        /// When it holds.
        time: Time,
        /// What it rests on.
        refs: Vec<Reference>,
        /// Whether it has references that point to nothing, which is a finding already.
        broken_refs: bool,
        /// What few claims state; most need no room for it.
        more: Option<Box<More>>,
    }
    new ["id", "subject", "property", "value", "refs"];
    fields {
        /// The claim's id, unique among claims: findings and accept entries name it.
        must "id": holds::Id;
        /// The entity that it is about; of a list, each: such a claim stands for one with the id `<id>/<subject>` of each.
        must "subject": holds::Either<holds::EntityId, holds::List<holds::EntityId>>, "the id of an entity, or a list of them" => put_subject;
        /// What it tells of the subject.
        must "property": holds::PropertyId => put_property;
        /// What it states; the property's type says in which form. Required, unless `unknown` or `none` stands in its place.
        may "value": holds::Stated => put_value;
        /// In place of a value: there is one, but nobody knows which.
        may "unknown": holds::Flag;
        /// In place of a value: there is none.
        may "none": holds::Flag;
        /// The unit of the value, where it is another than the property's; it is compared after conversion.
        may "unit": holds::UnitOf => put_unit;
        /// When it holds: at some day within this date, or at a time point. Not beside `from` and `until`.
        may "at": holds::When => put_times;
        /// Since when it holds.
        may "from": holds::When;
        /// To when it holds.
        may "until": holds::When;
        /// The calendar of the claim's dates: `julian` for Old Style.
        may "calendar": holds::OneOf<Calendar> => put_calendar;
        /// What more it states: values of other properties, such as a role or an ordinal.
        may "qualifiers": holds::Qualifiers => put_qualifiers;
        /// Its dates are set ahead: they may lie in the future, and after its sources were published.
        strict_plain planned: bool = holds::Flag;
        /// What it rests on: reference markers as the article prints them, or source ids.
        may "refs": holds::List<holds::Either<holds::SourceCited, holds::Nested<Reference>>>, "a list of reference markers or source ids" => put_refs;
        /// `preferred` shields normal claims beside it; `deprecated` keeps a claim for the record only.
        strict_plain rank: Rank = holds::Bare<holds::OneOf<Rank>>;
        /// A remark for editors.
        optional note: Option<Box<str>> = holds::Bare<holds::Text>;
    }
}

fn put_subject<W: Writing>(claim: &Claim, dataset: &Dataset, writing: &W, put: Put<'_>) {
    put("subject", json!(writing.entity(&dataset.entity(claim.subject).id)));
}

fn put_property<W: Writing>(claim: &Claim, dataset: &Dataset, writing: &W, put: Put<'_>) {
    put("property", json!(writing.property(&dataset.property(claim.property).id)));
}

/// The value as it is written; a key is what it comes to, whatever the unit.
fn put_value<W: Writing>(claim: &Claim, dataset: &Dataset, writing: &W, put: Put<'_>) {
    match (&claim.value, claim.unit()) {
        (Value::Missing(missing), _) => put(missing.name(), json!(true)),
        (_, Some(unit)) if !writing.is_key() => {
            put("value", Value::Quantity(unit.value).json(dataset, writing));
        }
        (value, _) => put("value", value.json(dataset, writing)),
    }
}

fn put_unit<W: Writing>(claim: &Claim, _dataset: &Dataset, writing: &W, put: Put<'_>) {
    if let Some(unit) = claim.unit().filter(|_| !writing.is_key()) {
        put("unit", json!(unit.id.value));
    }
}

fn put_times<W: Writing>(claim: &Claim, dataset: &Dataset, writing: &W, put: Put<'_>) {
    for (field, when) in claim.time.stated() {
        let shown = match when.value {
            When::Date(date) => json!(date.to_string()),
            When::Point(at) => json!(writing.point(dataset, at)),
        };
        put(field, shown);
    }
}

fn put_calendar<W>(claim: &Claim, _dataset: &Dataset, _writing: &W, put: Put<'_>) {
    if claim.is_old_style() {
        put("calendar", json!(Calendar::Julian.word()));
    }
}

fn put_qualifiers<W: Writing>(claim: &Claim, dataset: &Dataset, writing: &W, put: Put<'_>) {
    let all: serde_json::Map<_, _> = claim
        .qualifiers()
        .iter()
        .map(|one| {
            let name = writing.property(&dataset.property(one.property).id);
            (name.to_owned(), one.value.json(dataset, writing))
        })
        .collect();
    if !all.is_empty() {
        put("qualifiers", Json::Object(all));
    }
}

/// References; one that says nothing but its source is that alone.
fn put_refs<W: Writing>(claim: &Claim, dataset: &Dataset, writing: &W, put: Put<'_>) {
    let shown = claim.refs.iter().map(|one| match holds::Nested::show(one, dataset, writing) {
        Json::Object(table) if table.len() == 1 => table.into_values().next().unwrap_or_default(),
        table => table,
    });
    let shown: Vec<Json> = shown.collect();
    if !shown.is_empty() {
        put("refs", writing.unordered(shown));
    }
}

holds::means! {
    Calendar { Gregorian = "gregorian", Julian = "julian" } unless Gregorian
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
