//! One pass through a text: what it mentions, in order.
//!
//! Linear: at each token a bounded number of phrases is tried, and a mention is never looked at
//! again.

use std::ops::Range;

use super::date;
use super::language::{Bounded, Language, Role, TimeUnit};
use super::mention::{Amount, Kind, Mention, Negated};
use super::number::{self, Number};
use super::token::{Gap, Token};
use crate::value::{Date, Duration, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A text with what it mentions.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) tokens: Vec<Token>,
    pub(crate) mentions: Vec<Mention>,
}

/// How many tokens before a mention a negation may stand, and how many words are shown around it.
const NEAR: usize = 8;
const AROUND: usize = 6;

/// Dates, quantities and relative dates of a text, in order; they do not overlap. Takes time
/// linear in the text, and any text will do.
pub fn mentions(text: &str, language: &Language) -> Vec<Mention> {
    Reading::new(text, language).mentions
}

impl Reading {
    pub(crate) fn new(text: &str, language: &Language) -> Self {
        let tokens = language.tokens(text);
        let mut found: Vec<(Kind, Range<usize>)> = Vec::new();
        let scanner = Scanner { language, tokens: &tokens };
        let mut at = 0;
        while at < tokens.len() {
            match scanner.mention(at) {
                Some((kind, end)) => {
                    if let Some(kind) = kind {
                        found.push((kind, at..end));
                    }
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        let mentions = (0..found.len()).map(|index| scanner.finish(&found, index)).collect();
        Self { tokens, mentions }
    }
}

struct Scanner<'a> {
    language: &'a Language,
    tokens: &'a [Token],
}

/// What may stand before a number or date.
#[derive(Default)]
struct Prefix {
    bounded: Option<Bounded>,
    twice: bool,
    from: bool,
    between: bool,
    date_bound: bool,
    date_about: bool,
    later: bool,
    end: usize,
}

impl Scanner<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// What begins at a token, and the token after it; `Some(None, …)` for what is skipped whole.
    fn mention(&self, at: usize) -> Option<(Option<Kind>, usize)> {
        let token = self.token(at)?;
        if token.is_digits()
            && let Some(end) = self.name_or_ordinal(at)
        {
            return Some((None, end));
        }
        if let Some((later, unit, taken)) = self.phrase_of_time(at) {
            let amount = Amount::new(Decimal::ONE, Bounded::Exactly);
            let duration = duration(Decimal::ONE, unit);
            return Some((Some(Kind::Relative { duration, later, amount }), at + taken));
        }
        if let Some((kind, end)) = date::season(self.language, self.tokens, at) {
            return Some((Some(kind), end));
        }
        let prefix = self.prefix(at);
        if let Some((kind, end)) = self.date(at, &prefix) {
            return Some((Some(kind), end));
        }
        if let Some((kind, end)) = self.quantity(&prefix) {
            return Some((Some(kind), end));
        }
        let (kind, taken) = self.language.role(self.tokens, at, |role| match role {
            Role::Vague => Some(Kind::UnclearNumber),
            Role::Deictic => Some(Kind::UnclearDate),
            _ => None,
        })?;
        Some((Some(kind), at + taken))
    }

    /// Digits that are part of a name, an ordinal or a time of day: where they end.
    fn name_or_ordinal(&self, at: usize) -> Option<usize> {
        let token = self.token(at)?;
        let year = token.key.len() == 4;
        let bracket = |at: Option<usize>, sign: &str| {
            at.and_then(|at| self.token(at)).is_some_and(|token| token.is(sign))
        };
        if token.key.len() <= 3 && bracket(at.checked_sub(1), "[") && bracket(Some(at + 1), "]") {
            // A reference marker.
            return Some(at + 1);
        }
        let before = at.checked_sub(1).and_then(|before| self.token(before));
        let two_before = at.checked_sub(2).and_then(|before| self.token(before));
        if token.glued() && before.is_some_and(Token::is_word) && !year {
            // "G20", "T72"; but a currency may be glued: "Rp4.000".
            let letters = before.map_or(0, |before| before.key.chars().count());
            let currency = self.language.things(&before?.key).contains(&"money");
            if letters <= 4 && !currency {
                return Some(at + 1);
            }
        }
        if token.glued()
            && before.is_some_and(|before| before.is_dash() && before.glued())
            && two_before.is_some_and(Token::is_word)
            && !year
        {
            return Some(at + 1);
        }
        let ordinal = [at.checked_sub(1), at.checked_sub(2)].into_iter().flatten().any(|from| {
            self.language
                .role(self.tokens, from, |role| (role == Role::OrdinalBefore).then_some(()))
                .is_some_and(|((), taken)| {
                    from + taken == at || (from + taken + 1 == at && self.tokens[at - 1].is_dash())
                })
        });
        let next = self.token(at + 1);
        let glued = |at: usize| self.token(at).is_some_and(Token::glued);
        if ordinal {
            return number::digits(self.language, self.tokens, at).map(|number| number.end).or(Some(at + 1));
        }
        // A date may begin with an ordinal.
        if date::date(self.language, self.tokens, at, false).is_some() {
            return None;
        }
        if glued(at + 1)
            && let Some(taken) = self.language.is(self.tokens, at + 1, Role::OrdinalAfter)
            && number::scale(self.language, self.tokens, at + 1).is_none()
        {
            return Some(at + 1 + taken);
        }
        if glued(at + 1)
            && next.is_some_and(Token::is_dash)
            && glued(at + 2)
            && self.language.is(self.tokens, at + 2, Role::Ending).is_none()
            && let Some(taken) = self.language.is(self.tokens, at + 2, Role::OrdinalAfter)
        {
            return Some(at + 2 + taken);
        }
        // "10:30", "3/4".
        let mark = next.filter(|next| next.glued() && (next.is(":") || next.is("/")));
        let digits = self.token(at + 2).is_some_and(|token| token.glued() && token.is_digits());
        (mark.is_some() && digits && !year).then_some(at + 3)
    }

    fn phrase_of_time(&self, at: usize) -> Option<(bool, TimeUnit, usize)> {
        let ((later, unit), taken) = self.language.role(self.tokens, at, |role| match role {
            Role::Next(unit) => Some((true, unit)),
            Role::Previous(unit) => Some((false, unit)),
            _ => None,
        })?;
        Some((later, unit, taken))
    }

    fn prefix(&self, at: usize) -> Prefix {
        let mut prefix = Prefix { end: at, ..Prefix::default() };
        for _ in 0..4 {
            let from = prefix.end;
            let Some(token) = self.token(from) else { break };
            if token.gap == Gap::Paragraph && from > at {
                break;
            }
            let sign = match &*token.key {
                ">" if self.token(from + 1).is_some_and(|next| next.is("=") && next.glued()) => {
                    Some((Bounded::AtLeast, 2))
                }
                "<" if self.token(from + 1).is_some_and(|next| next.is("=") && next.glued()) => {
                    Some((Bounded::AtMost, 2))
                }
                ">" => Some((Bounded::Over, 1)),
                "<" => Some((Bounded::Under, 1)),
                "≥" => Some((Bounded::AtLeast, 1)),
                "≤" => Some((Bounded::AtMost, 1)),
                "~" | "≈" | "±" => Some((Bounded::About, 1)),
                _ => None,
            };
            let word = self.language.role(self.tokens, from, |role| match role {
                Role::BoundBefore(bounded) => Some(bounded),
                _ => None,
            });
            let opens = |role| self.language.is(self.tokens, from, role);
            let date = opens(Role::DateBound);
            let about = opens(Role::DateAbout);
            let taken = if let Some((bounded, taken)) = sign.or(word) {
                prefix.twice |= prefix.bounded.is_some();
                prefix.bounded = Some(bounded);
                prefix.date_bound |= date.is_some();
                prefix.date_about |= about.is_some();
                taken
            } else if let Some(taken) = opens(Role::Between) {
                prefix.between = true;
                taken
            } else if let Some(taken) = opens(Role::From) {
                prefix.from = true;
                taken
            } else if let Some(taken) = date {
                prefix.date_bound = true;
                prefix.later |= opens(Role::Later).is_some();
                taken
            } else if let Some(taken) = about {
                prefix.date_about = true;
                taken
            } else if let Some(taken) = opens(Role::Later) {
                prefix.later = true;
                taken
            } else if let Some(taken) =
                opens(Role::Small).filter(|_| from > at && self.number(from).is_none())
            {
                // "as many as the 4,000": only behind something else.
                taken
            } else {
                break;
            };
            prefix.end = from + taken;
        }
        prefix
    }

    fn number(&self, at: usize) -> Option<Number> {
        number::number(self.language, self.tokens, at)
    }

    fn date(&self, at: usize, prefix: &Prefix) -> Option<(Kind, usize)> {
        let plain = date::date(self.language, self.tokens, at, false);
        let prefixed = plain.is_none();
        let (kind, end) = plain.or_else(|| {
            let behind = prefix.end > at;
            behind.then(|| date::date(self.language, self.tokens, prefix.end, prefix.between))?
        })?;
        let Kind::Date(mut reading) = kind else { return Some((kind, end)) };
        // A year alone may be a number.
        let start = if prefixed { prefix.end } else { at };
        let bare = end == start + 1;
        if bare && let Some(number) = self.number(start) {
            if number.end > end {
                return None;
            }
            let next = self.token(end).filter(|next| next.gap != Gap::Paragraph && next.is_word());
            let time = self.time_unit(end).is_some();
            let counted = next.is_some_and(|next| !self.language.things(&next.key).is_empty());
            let percent = self.token(end).is_some_and(|next| next.is("%"));
            let date_like = prefix.date_bound || prefix.date_about || prefix.from || prefix.between;
            if time || percent || (counted && prefixed) || (prefix.bounded.is_some() && !date_like) {
                return None;
            }
            let bounded = if prefixed { prefix.bounded } else { None };
            let hinted = start > 0 && self.language.is(self.tokens, start - 1, Role::YearHint) == Some(1);
            // "in 2008 troops came"; without the hint it may be 2008 troops.
            reading.number =
                (!hinted).then_some(Amount::new(number.value, bounded.unwrap_or(Bounded::Exactly)));
        }
        if prefixed {
            // "from 1992" without "to": the preposition is no part of the date.
            if prefix.from && !reading.date.is_interval() {
                return None;
            }
            // "up to 2008 troops" was no date; "up to 2008" is a bound.
            reading.bounded = prefix.date_bound && !reading.date.is_interval();
            if prefix.date_about && !reading.date.is_interval() {
                let text = format!("{}~", reading.date);
                reading.date = Date::parse(&text).unwrap_or(reading.date);
            }
            if prefix.bounded.is_some() && !prefix.date_bound && !prefix.date_about {
                reading.bounded = true;
            }
        }
        Some((Kind::Date(reading), end))
    }

    fn time_unit(&self, at: usize) -> Option<(TimeUnit, usize)> {
        self.token(at).filter(|token| token.gap != Gap::Paragraph)?;
        self.language.role(self.tokens, at, |role| match role {
            Role::TimeUnit(unit) => Some(unit),
            _ => None,
        })
    }

    fn quantity(&self, prefix: &Prefix) -> Option<(Kind, usize)> {
        let first = self.number(prefix.end)?;
        let mut amount = Amount::new(first.value, prefix.bounded.unwrap_or(Bounded::Exactly));
        amount.other = first.other;
        amount.collective = first.collective && prefix.bounded.is_none();
        let mut end = self.ending(&first);
        if let Some((second, last)) = self.range(&first, end, prefix) {
            amount = self.ranged(&first, &second, prefix);
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
                    && taken > 1
                {
                    let _ = taken;
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
        if !number.words && glued(end) && self.tokens[end].is_dash() && glued(end + 1) {
            if let Some(taken) = self.language.is(self.tokens, end + 1, Role::Ending) {
                return end + 1 + taken;
            }
        }
        end
    }

    /// Whether a hyphen joins a number with what it counts: "five-year".
    fn joins(&self, at: usize) -> bool {
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

    /// The second number of a range, and the token after it.
    fn range(&self, first: &Number, at: usize, prefix: &Prefix) -> Option<(Number, usize)> {
        let token = self.token(at)?;
        if token.gap == Gap::Paragraph {
            return None;
        }
        let next = if token.is_dash() {
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
        let second = self.number(next).filter(|second| !second.collective && second.other.is_none())?;
        let end = self.ending(&second);
        // "3-5 thousand" runs from three thousand.
        let greater = second.value > first.value;
        (greater || prefix.from).then_some((second, end))
    }

    fn ranged(&self, first: &Number, second: &Number, prefix: &Prefix) -> Amount {
        let mut low = first.value;
        // A scale behind the second applies to both, where the first has none and is small.
        if first.plain && !second.plain && low < Decimal::from(1000) {
            let mut at = second.end;
            while at > 0 {
                at -= 1;
                if let Some((by, ..)) = number::scale(self.language, self.tokens, at) {
                    if second.value >= by && low < by {
                        low = low.checked_mul(by).filter(|low| *low <= second.value).unwrap_or(low);
                    }
                    break;
                }
                if self.tokens[at].is_digits() {
                    break;
                }
            }
        }
        let (low, high) = if low <= second.value { (low, second.value) } else { (second.value, low) };
        let mut amount = Amount::new(low, prefix.bounded.unwrap_or(Bounded::Exactly));
        amount.to = Some(high);
        amount.change = prefix.from;
        amount.other = first.other;
        amount
    }

    /// A mention with its surroundings.
    fn finish(&self, found: &[(Kind, Range<usize>)], index: usize) -> Mention {
        let (kind, tokens) = &found[index];
        let least = index.checked_sub(1).map_or(0, |before| found[before].1.end);
        let most = found.get(index + 1).map_or(self.tokens.len(), |next| next.1.start);
        let mut from = tokens.start;
        while from > least
            && tokens.start - from < AROUND
            && self.tokens[from - 1].is_word()
            && self.tokens[from].gap != Gap::Paragraph
        {
            from -= 1;
        }
        let mut to = tokens.end;
        while to < most
            && to - tokens.end < AROUND
            && (self.tokens[to].is_word()
                || (to == tokens.end && (self.tokens[to].is("%") || self.joins(to))))
            && self.tokens[to].gap != Gap::Paragraph
        {
            to += 1;
        }
        let bytes =
            |range: Range<usize>, empty: usize| match (range.start < range.end, self.tokens.get(range.start))
            {
                (true, Some(first)) => first.span.start..self.tokens[range.end - 1].span.end,
                _ => empty..empty,
            };
        let span = bytes(tokens.clone(), 0);
        Mention {
            before: bytes(from..tokens.start, span.start),
            after: bytes(tokens.end..to, span.end),
            negated: self.negated(tokens, least),
            kind: kind.clone(),
            tokens: tokens.clone(),
            span,
        }
    }

    /// Whether a negation stands before a mention, or right behind it.
    fn negated(&self, tokens: &Range<usize>, least: usize) -> Negated {
        let least = least.max(tokens.start.saturating_sub(NEAR));
        let mut direct = true;
        for at in (least..tokens.start).rev() {
            let token = &self.tokens[at];
            if self.language.is(self.tokens, at, Role::Negation).is_some() {
                return if direct { Negated::Yes } else { Negated::Unclear };
            }
            if ends_clause(self.tokens, at) {
                break;
            }
            let small = self.language.is(self.tokens, at, Role::Small).is_some()
                || self.language.is(self.tokens, at, Role::Of).is_some()
                || self.language.is(self.tokens, at, Role::YearBefore).is_some()
                || self.language.is(self.tokens, at, Role::YearHint).is_some();
            direct &= small || !token.is_word();
        }
        let behind = (tokens.end..self.tokens.len().min(tokens.end + 3))
            .take_while(|&at| !ends_clause(self.tokens, at))
            .any(|at| self.language.is(self.tokens, at, Role::Negation).is_some());
        if behind { Negated::Unclear } else { Negated::No }
    }
}

/// Whether a clause ends at a token.
pub(crate) fn ends_clause(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    match &*token.key {
        "," | ";" | ":" | "!" | "?" | "(" | ")" | "[" | "]" | "«" | "»" | "“" | "”" | "\"" | "|" | "։"
        | "…" => true,
        "." => tokens.get(at + 1).is_none_or(|next| !next.glued()),
        "-" => !token.glued() && tokens.get(at + 1).is_none_or(|next| !next.glued()),
        _ => token.gap == Gap::Paragraph,
    }
}

fn duration(number: Decimal, unit: TimeUnit) -> Option<Duration> {
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
