//! The vocabulary: properties and what must hold for them.

use regex::Regex;
use rust_decimal::Decimal;

use serde_json::json;

use super::entity::Text;
use super::load::declare::holds::{Check, Flagged};
use super::load::declare::{At, holds, table};
use super::load::table::{Broken, Reporter};
use super::load::tree::Node;
use super::load::value::in_order;
use super::load::vocabulary::Known;
use super::rules::fields::WRONG_TYPE;
use super::types::{Named, Put, TYPES_IN_WORDS};
use super::{
    Dataset, DateOptions, EntityId, PropertyId, PropertyType, QuantityOptions, RuleLevel, SetOptions, Span,
    Spanned, TransitionOptions, Value,
};
use crate::finding::Finding;
use crate::message::message;
use crate::value::{Duration, Quantity};

/// The types whose values are entities.
const ENTITY_TYPES: &[&str] = &["entity", "set"];

/// The types whose values name entities.
const MOVING_TYPES: &[&str] = &["entity", "set", "transition"];

table! {
    /// A property that claims may use: the type of its values, and what must hold for them.
    pub struct Property, PROPERTY = "property";
    in Known<'_>;
    kept always;
    own {
        /// The id that claims use.
        id: Box<str>,
        /// Where the id is written.
        span: Span,
        /// What a value is. `None` where that could not be read, which is a finding already.
        ty: Option<PropertyType>,
    }
    new ["type", "label"];
    fields {
        must "type" about TYPES_IN_WORDS: holds::TypeName => put_type;
        /// Its name for readers, in one or several languages.
        optional label: Option<Text> = holds::Label;
        /// The kind that a subject must have.
        optional subject: Option<Spanned<Box<str>>> = holds::Kind;
        /// One value at a time: two claims at one time that cannot both be true conflict.
        plain single: bool = holds::Flag;
        /// No two terms (claims with `from` or `until`) of one subject overlap, whatever their values.
        plain no_overlap: bool = holds::Flag;
        /// How long a term lasts, in calendar units.
        optional term: Option<Term> = holds::Checked<NotEmpty>, "a table with `at_least` and `at_most`";
        /// Between one term of a subject and the next lies no day without one.
        plain no_gap: bool = holds::Flag;
        /// No two subjects have the same value; with `within`, no two that have the same values of those properties.
        plain unique: Option<Unique> = holds::FlagOr<Unique>;
        /// The only values that are allowed; of a set, the only members.
        later one_of: Option<Vec<Spanned<Value>>> = holds::OnlyValues;
        /// Values that are not allowed; of a set, members.
        later none_of: Vec<Spanned<Value>> = holds::OwnValues;
        /// What a text must match as a whole.
        optional format: Option<Spanned<Regex>> = holds::Whole;
        /// Properties that a subject with this one must have too.
        plain requires: Vec<Spanned<PropertyId>> = holds::Each<holds::AnyProperty>, "a list of names in quotes";
        /// Properties that a subject with this one must not have.
        plain excludes: Vec<Spanned<PropertyId>> = holds::Each<holds::AnyProperty>, "a list of names in quotes";
        /// Properties that the entity in a value must have.
        plain value_requires: Vec<Spanned<PropertyId>> = holds::Each<holds::AnyProperty>, "a list of names in quotes", for MOVING_TYPES;
        /// A set of the same subject in which the entity in a value must be, at the claim's time.
        optional value_in: Option<Spanned<PropertyId>> = holds::SetProperty, for ENTITY_TYPES;
        /// The status that the entity in a value must hold at the claim's time, in the subject or in the entity that `in` names.
        optional value_has_status: Option<Spanned<Box<str>>> = holds::Status, for ENTITY_TYPES;
        /// The entity in which the status of `value_has_status`, `equals_status` or `subset_of_status` is held; the subject where it is left out.
        optional status_in as "in": Option<Spanned<EntityId>> = holds::EntityName, for ENTITY_TYPES;
        /// A p B demands B q A: this is q.
        optional inverse: Option<Spanned<PropertyId>> = holds::RelatedProperty, for ENTITY_TYPES;
        /// A p B demands B p A.
        plain symmetric: Option<Span> = holds::Marked, for ENTITY_TYPES;
        /// Every claim carries `at`, `from` or `until`.
        plain needs_time: bool = holds::Flag;
        /// Its dates are set ahead, as the day on which a treaty expires.
        plain planned: bool = holds::Flag;
        /// Subject and value exist at one time: by the dates that their kinds name, or by these.
        plain contemporary: Option<Contemporary> = holds::FlagOr<Contemporary>, for MOVING_TYPES;
        /// Its claims may lie before their subject begins or after it ends: posthumous honours.
        plain outside_lifetime: bool = holds::Flag;
        /// The properties that its claims may carry as qualifiers; any, where neither this nor `required_qualifiers` is stated.
        optional qualifiers: Option<Vec<Spanned<PropertyId>>> = holds::Each<holds::AnyProperty>, "a list of names in quotes";
        /// The properties that its claims must carry as qualifiers.
        plain required_qualifiers: Vec<Spanned<PropertyId>> = holds::Each<holds::AnyProperty>, "a list of names in quotes";
        /// Qualifiers that tell things apart: claims that differ in one are no rivals.
        plain separators: Vec<Spanned<PropertyId>> = holds::Each<holds::AnyProperty>, "a list of names in quotes";
        /// The levels of findings about its claims.
        plain levels: Vec<RuleLevel> = holds::Levels;
        /// What articles call it in an infobox, for import and coverage.
        plain infobox: Vec<Box<str>> = holds::Each<holds::Bare<holds::Text>>, "a list of texts in quotes";
        /// What sentences call it, for import and coverage.
        plain words: Vec<(Option<Box<str>>, Box<str>)> = holds::ByLanguage;
    }
}

fn put_type<W>(property: &Property, _dataset: &Dataset, _writing: &W, put: Put<'_>) {
    if let Some(ty) = &property.ty {
        put("type", json!(ty.name()));
    }
}

impl Property {
    /// What a message calls it: the label where there is one, the id otherwise.
    pub fn name(&self) -> &str {
        self.label.as_ref().and_then(Text::any).unwrap_or(&self.id)
    }

    /// What it says of its dates, of a `date` property.
    pub fn as_date(&self) -> Option<&DateOptions> {
        if let Some(PropertyType::Date(options)) = &self.ty { Some(options) } else { None }
    }

    /// What it says of its numbers, of a `quantity` property.
    pub fn as_quantity(&self) -> Option<&QuantityOptions> {
        if let Some(PropertyType::Quantity(options)) = &self.ty { Some(options) } else { None }
    }

    /// What it says of its sets, of a `set` property.
    pub fn as_set(&self) -> Option<&SetOptions> {
        if let Some(PropertyType::Set(options)) = &self.ty { Some(options) } else { None }
    }

    /// What it says of statuses, of a `transition` property.
    pub fn as_transition(&self) -> Option<&TransitionOptions> {
        if let Some(PropertyType::Transition(options)) = &self.ty { Some(options) } else { None }
    }

    /// What its values count: of a quantity its unit, of a set the kind of its members.
    pub fn counts(&self) -> Option<&str> {
        let unit = self.as_quantity().and_then(|quantity| quantity.unit.as_deref());
        unit.or_else(|| self.as_set()?.kind.as_ref().map(|kind| &*kind.value))
    }

    /// What its values name.
    pub(crate) fn names(&self) -> Named<'_> {
        self.ty.as_ref().map_or(Named::Nothing, PropertyType::names)
    }

    /// Whether a quantity surely lies outside the bounds that are set.
    pub fn is_out_of_range(&self, quantity: &Quantity) -> bool {
        self.as_quantity().is_some_and(|QuantityOptions { min, max, .. }| {
            quantity.surely_outside(min.map(|min| min.value), max.map(|max| max.value))
        })
    }

    /// The unit of a quantity, with a blank before it; empty where there is none.
    pub fn unit(&self) -> String {
        let unit = self.as_quantity().and_then(|quantity| quantity.unit.as_ref());
        unit.map_or_else(String::new, |unit| format!(" {unit}"))
    }
}

/// `contemporary` of a property.
#[derive(Debug)]
#[non_exhaustive]
pub enum Contemporary {
    /// By the dates that kinds name.
    ByKinds,
    /// By these dates.
    By {
        /// The date property with which an entity starts to exist.
        start: Spanned<PropertyId>,
        /// The date property with which it ends.
        end: Spanned<PropertyId>,
    },
}

table! {
    /// With which properties an entity starts and ends to exist.
    pub struct Existence, CONTEMPORARY = "contemporary";
    in Known<'_>;
    fields {
        /// The date property with which an entity starts to exist.
        required start: Spanned<PropertyId> = holds::DateProperty;
        /// The date property with which it ends.
        required end: Spanned<PropertyId> = holds::DateProperty;
    }
}

impl Flagged for Contemporary {
    type Table = Existence;
    const HOLDS: &'static str = "true, false, or a table with `start` and `end`";

    fn flag() -> Self {
        Self::ByKinds
    }

    fn of(Existence { start, end }: Existence) -> Option<Self> {
        Some(Self::By { start, end })
    }

    fn table(&self) -> Option<Existence> {
        match self {
            Self::ByKinds => None,
            Self::By { start, end } => Some(Existence { start: *start, end: *end }),
        }
    }
}

table! {
    /// How long a term lasts, by anniversaries.
    pub struct Term, TERM = "term";
    in Known<'_>;
    own {
        /// Where it is written.
        span: Span,
    }
    fields {
        /// The shortest that a term may be.
        strict_optional at_least: Option<Duration> = holds::Duration;
        /// The longest that a term may be.
        strict_optional at_most: Option<Duration> = holds::Duration;
    }
}

/// A term that is bounded.
struct NotEmpty;

impl Check for NotEmpty {
    type Of = holds::Nested<Term>;
    const HOLDS: &'static str = "a table with `at_least`, `at_most` or both";

    fn check(term: Term, node: Node<'_>, at: At, out: &mut Reporter<'_>) -> Result<Term, Broken> {
        if term.at_least.is_none() && term.at_most.is_none() {
            return Err(out.wrong_type(node, at.name, Self::HOLDS));
        }
        in_order((term.at_least, term.at_most), node, at.name, out)?;
        Ok(term)
    }
}

table! {
    /// Among which subjects a value is unique.
    #[derive(Clone, Default)]
    pub struct Unique, UNIQUE = "unique";
    in Known<'_>;
    fields {
        /// Properties: only subjects with equal values of all of them are compared.
        required within: Vec<Spanned<PropertyId>> = holds::List<holds::AnyProperty>, "a list of names in quotes";
    }
}

impl Flagged for Unique {
    type Table = Self;
    const HOLDS: &'static str = "true, false, or a table with `within`";

    fn flag() -> Self {
        Self::default()
    }

    fn of(table: Self) -> Option<Self> {
        (!table.within.is_empty()).then_some(table)
    }

    fn table(&self) -> Option<Self> {
        Self::of(self.clone())
    }
}

table! {
    /// A kind of entity: when such a thing begins and ceases to be.
    pub struct EntityKind, KIND = "entity kind";
    in Known<'_>;
    kept always;
    own {
        /// The name that entities use.
        id: Box<str>,
        /// Where it is written.
        span: Span,
    }
    new ["label", "start", "end"];
    fields {
        /// Its name for readers, in one or several languages.
        optional label: Option<Text> = holds::Label;
        /// The kind of which it is one: what takes that kind takes this, too.
        optional is: Option<Spanned<Box<str>>> = holds::Kind;
        /// The date property with which such a thing begins to be.
        optional start: Option<Spanned<PropertyId>> = holds::DateProperty;
        /// The date property with which it ceases to be.
        optional end: Option<Spanned<PropertyId>> = holds::DateProperty;
    }
}

/// With which date properties an entity begins and ceases to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// Begins.
    pub start: Option<PropertyId>,
    /// Ceases.
    pub end: Option<PropertyId>,
}

table! {
    /// A unit that claims may use in place of their property's: so many of another unit.
    pub struct MeasureUnit, UNIT = "unit";
    kept always;
    own {
        /// The name that claims use.
        id: Box<str>,
        /// Where it is written.
        span: Span,
    }
    new ["label", "of", "factor"];
    fields {
        /// Its name for readers, in one or several languages.
        optional label: Option<Text> = holds::Label;
        /// The unit in which it is measured: that of a property, or the id of another unit.
        wanted of: Option<Spanned<Box<str>>> = holds::UnitName;
        /// How many of that unit it is: an exact decimal.
        wanted factor: Option<Spanned<Decimal>> = holds::Checked<AboveZero>;
    }
}

/// A number above 0.
struct AboveZero;

impl Check for AboveZero {
    type Of = holds::Number;
    const HOLDS: &'static str = "a number above 0";

    fn check(
        factor: Spanned<Decimal>,
        _node: Node<'_>,
        at: At,
        out: &mut Reporter<'_>,
    ) -> Result<Spanned<Decimal>, Broken> {
        if factor.value > Decimal::ZERO {
            return Ok(factor);
        }
        let finding = Finding::new(
            &WRONG_TYPE,
            factor.span,
            message!("`{}` of {} should be above 0, but it is {}", at.name, out.title, factor.value),
        )
        .label("not above 0")
        .help("write how many of the other unit it is, such as 0.01");
        Err(out.push(finding))
    }
}

impl MeasureUnit {
    /// What a message calls it: the label where there is one, the id otherwise.
    pub fn name(&self) -> &str {
        self.label.as_ref().and_then(Text::any).unwrap_or(&self.id)
    }
}
