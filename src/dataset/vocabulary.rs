//! The vocabulary: properties and what must hold for them.

use regex::Regex;
use rust_decimal::Decimal;

use super::entity::Text;
use super::{EntityId, PropertyId, Span, Spanned, Value};
use crate::value::{Duration, Quantity};

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
    /// Subject and value exist at one time.
    pub contemporary: Option<Contemporary>,
}

impl Property {
    /// What a message calls it: the label where there is one, the id otherwise.
    pub fn name(&self) -> &str {
        self.label.as_ref().and_then(Text::any).unwrap_or(&self.id)
    }

    /// Whether a quantity surely lies outside the bounds that are set.
    pub fn is_out_of_range(&self, quantity: &Quantity) -> bool {
        match &self.ty {
            Some(PropertyType::Quantity { min, max, .. }) => {
                quantity.surely_outside(min.map(|min| min.value), max.map(|max| max.value))
            }
            _ => false,
        }
    }

    /// The unit of a quantity, with a blank before it; empty where there is none.
    pub fn unit(&self) -> String {
        match &self.ty {
            Some(PropertyType::Quantity { unit: Some(unit), .. }) => format!(" {unit}"),
            _ => String::new(),
        }
    }
}

/// What the value of a claim is, with the options of that type.
#[derive(Debug)]
pub enum PropertyType {
    /// A date, or a relative date.
    Date {
        /// Properties of the same subject that come not later.
        after: Vec<Order>,
        /// Properties of the same subject that come not earlier.
        before: Vec<Order>,
    },
    /// A number with bounds.
    Quantity {
        /// What is counted or measured.
        unit: Option<Box<str>>,
        /// The least value allowed.
        min: Option<Spanned<Decimal>>,
        /// The greatest value allowed.
        max: Option<Spanned<Decimal>>,
        /// The set whose size it is.
        counts: Option<Spanned<PropertyId>>,
        /// The status whose holders it counts.
        counts_status: Option<Spanned<Box<str>>>,
    },
    /// An entity.
    Entity {
        /// Of which kind.
        kind: Option<Spanned<Box<str>>>,
    },
    /// A set of entities.
    Set {
        /// Of which kind.
        kind: Option<Spanned<Box<str>>>,
        /// A set of the same subject that holds all members.
        subset_of: Option<Spanned<PropertyId>>,
        /// Two sets of the same subject: this is what `within` has and `of` has not.
        complement_of: Option<Complement>,
        /// The members are those that hold a status.
        equals_status: Option<EqualsStatus>,
    },
    /// A text.
    Text,
    /// The subject moves to a status in the value.
    Transition {
        /// The status that it takes.
        to: Spanned<Box<str>>,
        /// The statuses that it may come from; `none` for never having had one. `None` where the
        /// vocabulary does not say: from any other.
        from: Option<Vec<Spanned<Box<str>>>>,
    },
    /// The subject is the extreme among the entities of a kind, which is the value.
    Superlative {
        /// The quantity that decides.
        by: Spanned<PropertyId>,
        /// Which extreme.
        rank: SuperlativeRank,
    },
}

impl PropertyType {
    /// As the vocabulary writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Date { .. } => "date",
            Self::Quantity { .. } => "quantity",
            Self::Entity { .. } => "entity",
            Self::Set { .. } => "set",
            Self::Text => "text",
            Self::Transition { .. } => "transition",
            Self::Superlative { .. } => "superlative",
        }
    }
}

/// `after` or `before` of a date property.
#[derive(Debug)]
pub struct Order {
    /// The property of the same subject.
    pub property: PropertyId,
    /// At least so much lies between.
    pub at_least: Option<Duration>,
    /// At most so much lies between.
    pub at_most: Option<Duration>,
    /// Where the order is written.
    pub span: Span,
}

/// `complement_of` of a set property.
#[derive(Debug)]
pub struct Complement {
    /// The set that is taken away.
    pub of: Spanned<PropertyId>,
    /// The set that it is taken from.
    pub within: Spanned<PropertyId>,
}

/// `equals_status` of a set property.
#[derive(Debug)]
pub struct EqualsStatus {
    /// The status that the members hold.
    pub status: Spanned<Box<str>>,
    /// The entity in which they hold it.
    pub within: Spanned<EntityId>,
}

/// `contemporary` of a property.
#[derive(Debug)]
pub struct Contemporary {
    /// The date property with which an entity starts to exist.
    pub start: Spanned<PropertyId>,
    /// The date property with which it ends.
    pub end: Spanned<PropertyId>,
}

/// Which extreme a superlative claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuperlativeRank {
    /// No other has more.
    Highest,
    /// No other has less.
    Lowest,
}
