//! What begins at a token.

use rust_decimal::Decimal;

use crate::evidence::counted::currency;
use crate::evidence::date;
use crate::evidence::language::{Bounded, Language, Role, TimeUnit};
use crate::evidence::mention::{Amount, Kind};
use crate::evidence::number::{self, Number};
use crate::evidence::token::{Gap, Token};
use crate::value::Date;

use super::quantity::duration;

/// Reads one text in one language.
pub(super) struct Scanner<'a> {
    pub(super) language: &'a Language,
    pub(super) tokens: &'a [Token],
}

/// What may stand before a number or date.
#[derive(Default)]
pub(super) struct Prefix {
    pub(super) bounded: Option<Bounded>,
    pub(super) twice: bool,
    /// Whether the bound may tell how long something took.
    pub(super) throughout: bool,
    pub(super) from: bool,
    pub(super) between: bool,
    pub(super) date_bound: bool,
    pub(super) date_about: bool,
    pub(super) later: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Scanner<'_> {
    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// What begins at a token, and the token after it; `Some(None, …)` for what is skipped whole.
    pub(super) fn mention(&self, at: usize) -> Option<(Option<Kind>, usize)> {
        let token = self.token(at)?;
        if let Some((kind, end)) = date::century::century(self.language, self.tokens, at) {
            return Some((Some(kind), end));
        }
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
            let currency = self.language.things(&before?.key).contains(&"rupiah");
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
        let mut prefix = Prefix { start: at, end: at, ..Prefix::default() };
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
                prefix.throughout = opens(Role::Throughout) == Some(taken);
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
            } else if let Some(taken) = self.currency(from).filter(|_| from > at) {
                // "more than $2 billion".
                taken
            } else {
                break;
            };
            prefix.end = from + taken;
        }
        prefix
    }

    /// A sign of money or its abbreviation right before a number, "$2", "Rp 2", "US$2": how many
    /// tokens it takes.
    pub(super) fn currency(&self, at: usize) -> Option<usize> {
        const LETTERS: usize = 3;
        let money = |at: usize| {
            self.token(at).is_some_and(|token| currency(self.language, &token.key).is_some())
                && self.token(at + 1).is_some_and(Token::is_digits)
        };
        let country = self.token(at)?.is_word() && self.token(at)?.key.chars().count() <= LETTERS;
        let sign = || {
            let near = |sign: &Token| matches!(sign.gap, Gap::Glued | Gap::NoBreak | Gap::Blank);
            self.token(at + 1).is_some_and(|sign| near(sign) && !sign.is_word())
        };
        if money(at) { Some(1) } else { (country && sign() && money(at + 1)).then_some(2) }
    }

    pub(super) fn number(&self, at: usize) -> Option<Number> {
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
            // "population (2023): 2,977,130".
            let sign = |at: Option<usize>, sign: &str| {
                at.and_then(|at| self.token(at)).is_some_and(|token| token.is(sign))
            };
            let bracketed = sign(start.checked_sub(1), "(") && sign(Some(end), ")");
            let hinted =
                bracketed || start > 0 && self.language.is(self.tokens, start - 1, Role::YearHint) == Some(1);
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

    pub(super) fn time_unit(&self, at: usize) -> Option<(TimeUnit, usize)> {
        self.token(at).filter(|token| token.gap != Gap::Paragraph)?;
        self.language.role(self.tokens, at, |role| match role {
            Role::TimeUnit(unit) => Some(unit),
            _ => None,
        })
    }
}
