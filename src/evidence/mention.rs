//! What a text mentions: dates, quantities, relative dates, each with its place.

use std::ops::{Bound, Range};

use rust_decimal::Decimal;

use super::language::Bounded;
use crate::value::{Date, Duration, Quantity};

/// A date, a quantity or a relative date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mention {
    /// Its bytes in the text, with the words that bound it: `more than 10,000`.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// Whether the text denies it.
    pub negated: Negated,
    /// The words before it in its clause, at most six; empty where there are none.
    pub before: Range<usize>,
    /// The words after it in its clause, at most six: most often the unit or the thing counted.
    pub after: Range<usize>,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
}

/// What is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A date with its year.
    Date(DateReading),
    /// A day of a year that is not told: month and day.
    DayOfYear {
        /// 1 to 12.
        month: u8,
        /// From 1.
        day: u8,
    },
    /// A number with its bounds.
    Quantity(Amount),
    /// A distance in time from something else: "five years later", "the following year".
    Relative {
        /// How far; none where it cannot be told exactly.
        duration: Option<Duration>,
        /// Whether it is later than the other; earlier otherwise.
        later: bool,
        /// The number as it stands.
        amount: Amount,
    },
    /// A number that is stated, but not which: "several thousand".
    UnclearNumber,
    /// A date that is stated, but not which: "15.05.92", "on Friday".
    UnclearDate,
}

/// A date, and what it may mean as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateReading {
    /// What it says.
    pub date: Date,
    /// Other dates that it may state: the other order of day and month, the ends of an interval.
    pub others: Vec<Date>,
    /// Whether one of `date` and `others` is meant and it cannot be told which; otherwise all are
    /// stated.
    pub ambiguous: bool,
    /// Whether it is only a bound: "before 1992".
    pub bounded: bool,
    /// The number, where a year may be a quantity too.
    pub number: Option<Amount>,
}

/// Whether a text denies what it mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negated {
    /// It does not.
    No,
    /// There is a negation in the clause, and what it denies cannot be told.
    Unclear,
    /// "not 4,000".
    Yes,
}

/// A number with its bounds, as a text tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The number, or the lesser of two.
    pub number: Decimal,
    /// The greater, of a range.
    pub to: Option<Decimal>,
    /// How it is bounded.
    pub bounded: Bounded,
    /// What it may mean as well, where its marks are not those of the language.
    pub other: Option<Decimal>,
    /// Whether the number itself may be meant, or each end of a range: "from 3,000 to 5,000" may be
    /// a change, "over three days" may be during three.
    pub change: bool,
    /// The new number, where a range is surely a change: "grew from 5,000 to 7,000".
    pub became: Option<Decimal>,
    /// Whether the word means all of so many, or an ordinal: "ketujuh".
    pub collective: bool,
}

/// The least and the greatest number.
pub(crate) type Interval = (Bound<Decimal>, Bound<Decimal>);

impl Amount {
    /// A number with a bound.
    pub(crate) fn new(number: Decimal, bounded: Bounded) -> Self {
        Self { number, to: None, bounded, other: None, change: false, became: None, collective: false }
    }

    /// The numbers that it allows.
    pub fn interval(&self) -> (Bound<Decimal>, Bound<Decimal>) {
        interval(self.number, self.to, self.bounded)
    }

    /// As the data format writes it; `nearly` becomes the range that it means. `None` where the
    /// number is too long for that.
    pub fn quantity(&self) -> Option<Quantity> {
        let number = self.number;
        let text = match (self.to, self.bounded) {
            (Some(to), _) => format!("{number}..{to}"),
            (None, Bounded::Exactly) => format!("{number}"),
            (None, Bounded::Over) => format!(">{number}"),
            (None, Bounded::AtLeast) => format!(">={number}"),
            (None, Bounded::Under) => format!("<{number}"),
            (None, Bounded::AtMost) => format!("<={number}"),
            (None, Bounded::About) => format!("~{number}"),
            (None, Bounded::Nearly) => format!("{}..{number}", (number - tenth(number)).normalize()),
        };
        Quantity::read(&text).ok()
    }
}

/// Ten per cent.
fn tenth(number: Decimal) -> Decimal {
    number.checked_div(Decimal::TEN).unwrap_or_default()
}

pub(crate) fn interval(number: Decimal, to: Option<Decimal>, bounded: Bounded) -> Interval {
    use Bound::{Excluded, Included, Unbounded};
    let width = tenth(number);
    let low = number.checked_sub(width).unwrap_or(number);
    match (to, bounded) {
        (Some(to), Bounded::Over) => (Excluded(number), Excluded(to)),
        (Some(to), _) => (Included(number), Included(to)),
        (None, Bounded::Exactly) => (Included(number), Included(number)),
        (None, Bounded::Over) => (Excluded(number), Unbounded),
        (None, Bounded::AtLeast) => (Included(number), Unbounded),
        (None, Bounded::Under) => (Unbounded, Excluded(number)),
        (None, Bounded::AtMost) => (Unbounded, Included(number)),
        (None, Bounded::About) => (Included(low), Included(number.checked_add(width).unwrap_or(number))),
        (None, Bounded::Nearly) => (Included(low), Excluded(number)),
    }
}

/// Whether every number of the first lies in the second.
pub(crate) fn within(inner: Interval, outer: Interval) -> bool {
    use Bound::{Excluded, Included, Unbounded};
    let low = match (inner.0, outer.0) {
        (_, Unbounded) => true,
        (Unbounded, _) => false,
        (Included(a), Excluded(b)) => a > b,
        (Included(a) | Excluded(a), Included(b) | Excluded(b)) => a >= b,
    };
    let high = match (inner.1, outer.1) {
        (_, Unbounded) => true,
        (Unbounded, _) => false,
        (Included(a), Excluded(b)) => a < b,
        (Included(a) | Excluded(a), Included(b) | Excluded(b)) => a <= b,
    };
    low && high
}
