//! The vocabulary: properties and what must hold for them.

use regex::Regex;

use super::entity::Text;
use super::types::Named;
use super::{
    DateOptions, PropertyId, PropertyType, QuantityOptions, SetOptions, Span, Spanned, TransitionOptions,
    Value,
};
use crate::value::Quantity;

/// A property that claims may use.
#[derive(Debug)]
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
    /// No two subjects have the same value.
    pub unique: bool,
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
pub struct Contemporary {
    /// The date property with which an entity starts to exist.
    pub start: Spanned<PropertyId>,
    /// The date property with which it ends.
    pub end: Spanned<PropertyId>,
}
