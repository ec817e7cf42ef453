//! Numbers with their bounds, and distances in time.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ends_clause;
use super::scanner::{Prefix, Scanner};
use crate::evidence::language::{Bounded, Role, TimeUnit};
use crate::evidence::mention::{Amount, Kind};
use crate::evidence::number::{self, Number};
use crate::evidence::token::{Gap, Token};
use crate::value::{Duration, Unit};

/// How many words before a number tell of a change from it, and how few what a preposition belongs to.
const WIDE: usize = 8;
const CLOSE: usize = 3;

impl Scanner<'_> {
    /// The quantity, or the distance in time, whose number stands behind a prefix.
    pub(super) fn quantity(&self, prefix: &Prefix) -> Option<(Kind, usize)> {
        let first = self.number(prefix.end)?;
        let mut amount = Amount::new(first.value, prefix.bounded.unwrap_or(Bounded::Exactly));
        amount.other = first.other;
        amount.collective = first.collective && prefix.bounded.is_none();
        let mut end = self.ending(&first);
        if let Some((second, last, into)) = self.range(&first, end, prefix) {
            amount = self.ranged(&first, &second, prefix);
            // "Grew from 5,000 to 7,000": no range, for which a claim of one would be wrong.
            if prefix.from && (into || self.says(prefix.start, WIDE, Role::Change)) {
                amount.became = Some(second.value);
            }
            end = last;
        } else if prefix.between {
            // "between 3,000 and" something that is no number.
            return Some((Kind::UnclearNumber, end));
        } else if prefix.from {
            // "from 3,000" without "to": the preposition is no part of the number.
            return None;
        }
        let mut after = None;
        // "10,000+", "10,000 or more", "10,000 troops or more".
        if self.token(end).is_some_and(|next| next.is("+") && next.glued()) {
            (after, end) = (Some(Bounded::AtLeast), end + 1);
        } else if let Some((bounded, taken)) = self.bound_after(end) {
            (after, end) = (Some(bounded), end + taken);
        } else if self.token(end).is_some_and(|next| next.is_dash() && next.glued())
            && let Some((bounded, taken)) = self.bound_after(end + 1)
        {
            (after, end) = (Some(bounded), end + 1 + taken);
        } else {
            for skipped in 1..=2 {
                let clear = (end..end + skipped).all(|at| self.token(at).is_some_and(Token::is_word));
                if !clear {
                    break;
                }
                if let Some((bounded, taken)) = self.bound_after(end + skipped)
                    // A single word behind other words may belong to what follows.
                    && (taken > 1 || ends_clause(self.tokens, end + skipped + taken))
                {
                    after = Some(bounded);
                    break;
                }
            }
        }
        if let Some(bounded) = after {
            amount.bounded = match (prefix.bounded, bounded) {
                (None | Some(Bounded::About), bounded) => bounded,
                (Some(known), bounded) if known == bounded => known,
                _ => return Some((Kind::UnclearNumber, end)),
            };
        }
        if let Some(taken) = self.language.is(self.tokens, end, Role::Fraction) {
            return Some((Kind::UnclearNumber, end + taken));
        }
        if prefix.twice {
            return Some((Kind::UnclearNumber, end));
        }
        // "Built up to 4,000" may be just so many, and "verfügt über 300" has nothing of a bound.
        let grows = prefix.bounded == Some(Bounded::AtMost) && self.says(prefix.start, CLOSE, Role::Change);
        if grows || (prefix.bounded.is_some() && self.says(prefix.start, CLOSE, Role::Governs)) {
            amount.change = true;
        }
        // "Over three days" is more than three, or during three.
        if prefix.throughout && self.time_unit(end).is_some() {
            amount.change = true;
        }
        if let Some((unit, taken)) = self.time_unit(end) {
            let behind = |role| self.language.is(self.tokens, end + taken, role);
            let later = behind(Role::Later).map(|more| (true, more));
            let side = later.or_else(|| behind(Role::Earlier).map(|more| (false, more)));
            let side = side.or_else(|| prefix.later.then_some((true, 0)));
            if let Some((later, more)) = side {
                let exact =
                    amount.to.is_none() && amount.bounded == Bounded::Exactly && amount.other.is_none();
                let duration = exact.then(|| duration(amount.number, unit)).flatten();
                return Some((Kind::Relative { duration, later, amount }, end + taken + more));
            }
        }
        // "by six states": a preposition that would bound a date, or tell a time, is no part of it.
        let foreign = prefix.bounded.is_none() && (prefix.date_bound || prefix.date_about || prefix.later);
        (!foreign).then_some((Kind::Quantity(amount), end))
    }

    /// A number with its case ending: "10 000-нан".
    fn ending(&self, number: &Number) -> usize {
        let end = number.end;
        let glued = |at: usize| self.token(at).is_some_and(Token::glued);
        if !number.words
            && glued(end)
            && self.tokens[end].is_dash()
            && glued(end + 1)
            && let Some(taken) = self.language.is(self.tokens, end + 1, Role::Ending)
        {
            return end + 1 + taken;
        }
        end
    }

    /// Whether a hyphen joins a number with what it counts: "five-year".
    pub(super) fn joins(&self, at: usize) -> bool {
        let next = self.token(at + 1);
        self.tokens[at].is_dash()
            && self.tokens[at].glued()
            && next.is_some_and(|next| next.glued() && next.is_word())
    }

    fn bound_after(&self, at: usize) -> Option<(Bounded, usize)> {
        self.token(at).filter(|token| token.gap != Gap::Paragraph)?;
        let found = self.language.role(self.tokens, at, |role| match role {
            Role::BoundAfter(bounded) => Some(bounded),
            _ => None,
        })?;
        // In "100 tanks and more than 50 aircraft" it belongs to what follows.
        self.number(at + found.1).is_none().then_some(found)
    }

    /// Whether a word of this role stands among the last words of the clause before a token.
    fn says(&self, before: usize, words: usize, role: Role) -> bool {
        (before.saturating_sub(words)..before)
            .rev()
            .take_while(|&at| !ends_clause(self.tokens, at))
            .any(|at| self.language.is(self.tokens, at, role).is_some())
    }

    /// The second number of a range, the token after it, and whether a change is told.
    fn range(&self, first: &Number, at: usize, prefix: &Prefix) -> Option<(Number, usize, bool)> {
        let token = self.token(at)?;
        if token.gap == Gap::Paragraph {
            return None;
        }
        let into = self.language.is(self.tokens, at, Role::Into).filter(|_| prefix.from);
        let next = if let Some(taken) = into {
            at + taken
        } else if token.is_dash() {
            // "4,000-strong" is none, and "4,000 – 70 of them" is not surely one.
            let same = token.glued() == self.token(at + 1)?.glued();
            same.then_some(at + 1)?
        } else if let Some(taken) = self.language.is(self.tokens, at, Role::To) {
            at + taken
        } else if prefix.between {
            at + self.language.is(self.tokens, at, Role::And)?
        } else {
            return None;
        };
        // "$2bn to $3bn".
        let next = next + self.currency(next).unwrap_or(0);
        let second = self.number(next).filter(|second| !second.collective && second.other.is_none())?;
        let end = self.ending(&second);
        // "3-5 thousand" runs from three thousand.
        let greater = second.value > first.value;
        // What falls from one number to another is no range.
        let falls = prefix.from && first.value > second.value && first.value >= Decimal::ONE_HUNDRED;
        (greater || prefix.from).then_some((second, end, into.is_some() || falls))
    }

    fn ranged(&self, first: &Number, second: &Number, prefix: &Prefix) -> Amount {
        let mut low = first.value;
        // A scale behind the second applies to both, where the first has none and is small.
        let scaled = |at: usize| number::scale(self.language, self.tokens, at);
        let bare = (prefix.end..first.end).all(|at| scaled(at).is_none());
        if bare && !second.plain && low < Decimal::from(1000) {
            // "two to three hundred thousand": all the scales at its end.
            let mut by = Decimal::ONE;
            for at in (prefix.end..second.end).rev() {
                match (scaled(at), self.tokens[at].is_digits()) {
                    (Some((own, ..)), false) => by = by.checked_mul(own).unwrap_or(by),
                    (None, false) if by == Decimal::ONE => {}
                    _ => break,
                }
            }
            if second.value >= by && low < by {
                low = low.checked_mul(by).filter(|low| *low <= second.value).unwrap_or(low);
            }
        }
        // "10-15,000" means thousands, both times.
        let grouped = !second.plain && !second.words && second.value.is_integer();
        let joined = self.token(first.end).is_some_and(|dash| dash.is_dash() && dash.glued());
        let raised = low.checked_mul(Decimal::ONE_THOUSAND).unwrap_or(low);
        let thousands = second.value < Decimal::from(1_000_000) && raised < second.value;
        if bare && first.plain && grouped && joined && thousands && low < Decimal::ONE_THOUSAND {
            low = raised;
        }
        let (low, high) = if low <= second.value { (low, second.value) } else { (second.value, low) };
        let mut amount = Amount::new(low, prefix.bounded.unwrap_or(Bounded::Exactly));
        amount.to = Some(high);
        amount.change = prefix.from;
        amount.other = first.other;
        amount
    }
}

/// A duration, where the number is a whole one.
pub(super) fn duration(number: Decimal, unit: TimeUnit) -> Option<Duration> {
    let count = number.is_integer().then(|| number.to_i64()).flatten()?;
    let count = count.checked_mul(unit.times)?;
    let text = match unit.unit {
        Unit::Year => format!("P{count}Y"),
        Unit::Month => format!("P{count}M"),
        Unit::Day if unit.times == 7 => format!("P{}W", count / 7),
        Unit::Day => format!("P{count}D"),
    };
    Duration::parse(&text).ok()
}
