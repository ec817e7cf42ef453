//! The vocabulary: properties and what must hold for them.

use regex::Regex;
use rust_decimal::Decimal;

use super::entity::Text;
use super::types::Named;
use super::{
    DateOptions, EntityId, PropertyId, PropertyType, QuantityOptions, RuleLevel, SetOptions, Span, Spanned,
    TransitionOptions, Value,
};
use crate::value::{Duration, Quantity};

/// A property that claims may use.
#[derive(Debug)]
#[non_exhaustive]
pub struct Property {
    /// The id that claims use.
    pub id: Box<str>,
    /// Where the id is written.
    pub span: Span,
    /// Its name for readers.
    pub label: Option<Text>,
    /// The kind that a subject must have.
    pub subject: Option<Spanned<Box<str>>>,
    /// What a value is. `None` where that could not be read, which is a finding already.
    pub ty: Option<PropertyType>,
    /// One value at a time.
    pub single: bool,
    /// No two terms of one subject overlap.
    pub no_overlap: bool,
    /// How long a term lasts.
    pub term: Option<Term>,
    /// Between one term and the next lies no day without one.
    pub no_gap: bool,
    /// No two subjects have the same value.
    pub unique: Option<Unique>,
    /// The only values allowed.
    pub one_of: Option<Vec<Spanned<Value>>>,
    /// Values that are not allowed.
    pub none_of: Vec<Spanned<Value>>,
    /// What a text must match as a whole.
    pub format: Option<Spanned<Regex>>,
    /// Properties that a subject with this one must have.
    pub requires: Vec<Spanned<PropertyId>>,
    /// Properties that a subject with this one must not have.
    pub excludes: Vec<Spanned<PropertyId>>,
    /// Properties that the entity in a value must have.
    pub value_requires: Vec<Spanned<PropertyId>>,
    /// The set of the subject in which the entity in a value is.
    pub value_in: Option<Spanned<PropertyId>>,
    /// The status that the entity in a value holds.
    pub value_has_status: Option<Spanned<Box<str>>>,
    /// The entity in which statuses are held; the subject where none is named.
    pub status_in: Option<Spanned<EntityId>>,
    /// A p B demands B q A.
    pub inverse: Option<Spanned<PropertyId>>,
    /// A p B demands B p A.
    pub symmetric: Option<Span>,
    /// Every claim carries a time.
    pub needs_time: bool,
    /// Its dates are set ahead.
    pub planned: bool,
    /// Subject and value exist at one time.
    pub contemporary: Option<Contemporary>,
    /// Its claims may lie outside the life of what they name.
    pub outside_lifetime: bool,
    /// Properties that its claims may carry as qualifiers; any where none is named.
    pub qualifiers: Option<Vec<Spanned<PropertyId>>>,
    /// Properties that its claims must carry as qualifiers.
    pub required_qualifiers: Vec<Spanned<PropertyId>>,
    /// Qualifiers in which claims differ that are of different things.
    pub separators: Vec<Spanned<PropertyId>>,
    /// Levels of findings about its claims, as written.
    pub levels: Vec<RuleLevel>,
    /// What articles call it in an infobox.
    pub infobox: Vec<Box<str>>,
    /// What sentences call it: language tag (none for any language) and word.
    pub words: Vec<(Option<Box<str>>, Box<str>)>,
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

/// `term` of a property: how long a term lasts, in calendar units.
#[derive(Debug)]
pub struct Term {
    /// So much or more.
    pub at_least: Option<Duration>,
    /// So much or less.
    pub at_most: Option<Duration>,
    /// Where it is written.
    pub span: Span,
}

/// `unique` of a property.
#[derive(Debug, Default)]
pub struct Unique {
    /// Only subjects with equal values of all of these are compared; all subjects where none is named.
    pub within: Vec<Spanned<PropertyId>>,
}

/// A kind of entity, as `[kind.<id>]` tells of it.
#[derive(Debug)]
pub struct EntityKind {
    /// The name that entities use.
    pub id: Box<str>,
    /// Where it is written.
    pub span: Span,
    /// Its name for readers.
    pub label: Option<Text>,
    /// The kind of which it is one.
    pub is: Option<Spanned<Box<str>>>,
    /// The date property with which such a thing begins to be.
    pub start: Option<Spanned<PropertyId>>,
    /// The date property with which it ceases to be.
    pub end: Option<Spanned<PropertyId>>,
}

/// With which date properties an entity begins and ceases to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// Begins.
    pub start: Option<PropertyId>,
    /// Ceases.
    pub end: Option<PropertyId>,
}

/// A unit that claims may use in place of their property's, as `[unit.<id>]` tells of it.
#[derive(Debug)]
pub struct MeasureUnit {
    /// The name that claims use.
    pub id: Box<str>,
    /// Where it is written.
    pub span: Span,
    /// Its name for readers.
    pub label: Option<Text>,
    /// The unit in which it is measured. `None` where that could not be read.
    pub of: Option<Spanned<Box<str>>>,
    /// How many of that unit it is; above 0. `None` where that could not be read.
    pub factor: Option<Spanned<Decimal>>,
}

impl MeasureUnit {
    /// What a message calls it: the label where there is one, the id otherwise.
    pub fn name(&self) -> &str {
        self.label.as_ref().and_then(Text::any).unwrap_or(&self.id)
    }
}
