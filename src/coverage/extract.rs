//! What an article states: its dates, distances in time and numbers.

use std::ops::Range;

use rust_decimal::Decimal;

use super::words::{Means, Words};
use crate::evidence::language::{Role, TimeUnit};
use crate::evidence::{
    Amount, Bounded, DateReading, Gap, Kind, Language, Mention, Negated, Reading, Token, ends_clause,
};
use crate::value::{Date, Duration};

/// To which side a date is only a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// What a statement says.
#[derive(Clone, Debug)]
pub(super) enum Says {
    /// One of these dates; the first is the likeliest. A bare year may be a number too.
    Date { readings: Vec<Date>, bound: Option<Side>, number: Option<Amount> },
    /// A day without its year.
    DayOfYear { month: u8, day: u8 },
    /// So long after or before something.
    Relative { duration: Option<Duration>, later: bool },
    /// A number, of a unit of time where one follows.
    Quantity { amount: Amount, time: Option<TimeUnit> },
    /// A date whose century cannot be told.
    UnclearDate,
}

/// A statement before it is compared with claims.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) says: Says,
    /// Its bytes in the readable text, with the unit.
    pub(super) text: Range<usize>,
    /// Behind the date or number itself.
    pub(super) bare_end: usize,
    /// Which mention it is; none for what no mention is behind ("every year").
    pub(super) mention: Option<usize>,
    /// Whether the article denies it.
    pub(super) denied: bool,
    /// Whether a year is likelier a number, by what follows it.
    pub(super) counts: bool,
    /// Where its text ends if a year is a number after all.
    pub(super) with_unit: usize,
}

/// How many words behind a number are searched for its unit.
const WORDS: usize = 4;

/// The statements of a text, in order.
pub(super) fn statements(text: &str, language: &Language, words: &Words, reading: &Reading) -> Vec<Found> {
    let extract = Extract { language, reading };
    let idle = words.phrases(&reading.tokens);
    let hidden = hidden(text);
    let mut phrases = idle.iter().peekable();
    let mut hiding = hidden.iter().peekable();
    let mut found = Vec::new();
    for (index, mention) in reading.mentions.iter().enumerate() {
        while let Some((means, tokens)) = phrases.next_if(|(_, tokens)| tokens.end <= mention.tokens.start) {
            found.extend(extract.every(*means, tokens));
        }
        let named = in_name(text, &mention.span);
        let idle = phrases.peek().is_some_and(|(_, tokens)| tokens.start < mention.tokens.end);
        while hiding.next_if(|part| part.end <= mention.span.start).is_some() {}
        let hidden = hiding.peek().is_some_and(|part| part.start < mention.span.end);
        if !idle && !hidden && !named {
            extract.mention(index, mention, &mut found);
        }
    }
    for (means, tokens) in phrases {
        found.extend(extract.every(*means, tokens));
    }
    found.sort_by_key(|found| (found.text.start, found.text.end));
    found
}

/// Addresses and numbers of books: their digits state nothing. In order, none overlaps another.
fn hidden(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for word in ["://", "www.", "ISBN", "ISSN", "DOI", "doi:"] {
        let mut last = 0;
        for (at, _) in text.match_indices(word) {
            // Within one that was found already.
            if at < last {
                continue;
            }
            let part =
                if word.contains(['/', 'w']) { address(text, at) } else { number_of_book(text, at, word) };
            last = part.end;
            out.push(part);
        }
    }
    out.sort_by_key(|part| part.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for part in out {
        match apart.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => apart.push(part),
        }
    }
    apart
}

fn address(text: &str, at: usize) -> Range<usize> {
    // A scheme is short; what stands before it belongs to something else.
    let mut from = at.saturating_sub(12);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let blank = text[from..at].char_indices().rev().find(|(_, c)| c.is_whitespace());
    let start = blank.map_or(from, |(blank, c)| from + blank + c.len_utf8());
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
    start..end
}

fn number_of_book(text: &str, at: usize, word: &str) -> Range<usize> {
    let rest = text[at + word.len()..].trim_start_matches([' ', ':', '\u{a0}']);
    let start = text.len() - rest.len();
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '–');
    at..rest.find(|c| !inside(c)).map_or(text.len(), |length| start + length)
}

/// Whether digits are part of a name as hosts and files have: `league-2000.example.org`.
fn in_name(text: &str, part: &Range<usize>) -> bool {
    const LONGEST: usize = 100;
    let before: usize = text[..part.start]
        .chars()
        .rev()
        .take(LONGEST)
        .take_while(|c| !c.is_whitespace())
        .map(char::len_utf8)
        .sum();
    let behind: usize =
        text[part.end..].chars().take(LONGEST).take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum();
    let name = &text[part.start - before..part.end + behind];
    name.as_bytes().windows(4).any(|window| {
        window[0].is_ascii_alphanumeric()
            && window[1] == b'.'
            && window[2].is_ascii_lowercase()
            && window[3].is_ascii_lowercase()
    })
}

/// Whether a bare year is likelier a number, by what follows directly: "1250 sailors" is, and what
/// happened "in the 2008 exercise" is not.
fn counts(number: Decimal, follows: Follows) -> bool {
    match follows {
        Follows::Thing => number < Decimal::from(1900) || number > Decimal::from(2100),
        Follows::Word => number < Decimal::from(1500),
        Follows::Time(_) | Follows::Nothing => false,
    }
}

struct Extract<'a> {
    language: &'a Language,
    reading: &'a Reading,
}

/// What follows a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    Thing,
    Time(TimeUnit),
    Word,
    Nothing,
}

impl Extract<'_> {
    fn tokens(&self) -> &[Token] {
        &self.reading.tokens
    }

    fn every(&self, means: Means, tokens: &Range<usize>) -> Option<Found> {
        let Means::Every(unit) = means else { return None };
        let (first, last) = (self.tokens().get(tokens.start)?, self.tokens().get(tokens.end - 1)?);
        let text = first.span.start..last.span.end;
        let amount = Amount::new(Decimal::ONE, Bounded::Exactly);
        Some(Found {
            says: Says::Quantity { amount, time: Some(unit) },
            bare_end: text.end,
            text,
            mention: None,
            denied: false,
            counts: false,
            with_unit: last.span.end,
        })
    }

    fn mention(&self, index: usize, mention: &Mention, found: &mut Vec<Found>) {
        let one = |says: Says, end: usize, counts: bool| Found {
            says,
            text: mention.span.start..end.max(mention.span.end),
            bare_end: mention.span.end,
            mention: Some(index),
            denied: mention.negated == Negated::Yes,
            counts,
            with_unit: mention.span.end,
        };
        match &mention.kind {
            Kind::Date(reading) => {
                let (end, follows, words) = self.unit(index, mention);
                let with_unit = self.tokens()[end - 1].span.end;
                let counts = words == 1
                    && reading.number.as_ref().is_some_and(|amount| counts(amount.number, follows));
                let start = self.without_preposition(mention, reading);
                for says in self.dates(mention, reading) {
                    let text = start..mention.span.end;
                    found.push(Found { text, with_unit, ..one(says, start, counts) });
                }
            }
            Kind::DayOfYear { month, day } => {
                found.push(one(Says::DayOfYear { month: *month, day: *day }, mention.span.end, false));
            }
            Kind::Relative { duration, later, .. } => {
                let says = Says::Relative { duration: *duration, later: *later };
                found.push(one(says, mention.span.end, false));
            }
            Kind::Quantity(amount) => {
                let (end, follows, words) = self.unit(index, mention);
                if self.states(mention, amount, follows, words) {
                    let time = if let Follows::Time(unit) = follows { Some(unit) } else { None };
                    let end = self.tokens()[end - 1].span.end;
                    let says = Says::Quantity { amount: amount.clone(), time };
                    let mut own = one(says, end, follows == Follows::Thing);
                    own.text.start = self.number_start(mention, amount);
                    found.push(own);
                }
            }
            // "15.05.92" is a date, "on Friday" none.
            Kind::UnclearDate => {
                if self.tokens()[mention.tokens.clone()].iter().any(Token::is_digits) {
                    found.push(one(Says::UnclearDate, mention.span.end, false));
                }
            }
            Kind::UnclearNumber => {}
        }
    }

    /// Where a date begins: a preposition before it is the sentence's, unless it bounds the date.
    fn without_preposition(&self, mention: &Mention, reading: &DateReading) -> usize {
        let tokens = self.tokens();
        let mut start = mention.tokens.start;
        while !(reading.bounded || reading.date.is_interval())
            && start + 1 < mention.tokens.end
            && tokens[start].is_word()
            && self.language.is(tokens, start, Role::Stop).is_some()
        {
            start += 1;
        }
        tokens[start].span.start
    }

    /// Where a number begins: a preposition before it is the sentence's unless it bounds the number,
    /// and a sign of money belongs to it.
    fn number_start(&self, mention: &Mention, amount: &Amount) -> usize {
        let tokens = self.tokens();
        if amount.bounded == Bounded::Exactly && amount.to.is_none() && !amount.collective {
            let mut start = mention.tokens.start;
            let idle = |at: usize| {
                [Role::DateBound, Role::Stop].iter().any(|role| self.language.is(tokens, at, *role).is_some())
            };
            while start + 1 < mention.tokens.end && idle(start) {
                start += 1;
            }
            if start > mention.tokens.start {
                return tokens[start].span.start;
            }
        }
        let before = mention.tokens.start.checked_sub(1).and_then(|before| self.tokens().get(before));
        let sign = before.filter(|sign| matches!(&*sign.key, "$" | "€" | "£" | "₽" | "¥"));
        sign.map_or(mention.span.start, |sign| sign.span.start)
    }

    /// The dates of a mention: two where two are stated, one where one of two is.
    fn dates(&self, mention: &Mention, reading: &DateReading) -> Vec<Says> {
        let number = reading.number.clone();
        if reading.ambiguous {
            let readings = std::iter::once(reading.date).chain(reading.others.iter().copied()).collect();
            return vec![Says::Date { readings, bound: None, number }];
        }
        let bound = reading.bounded.then(|| self.side(mention));
        let first = Says::Date { readings: vec![reading.date], bound, number };
        let others = if reading.date.is_interval() { &[][..] } else { &reading.others };
        let others =
            others.iter().map(|date| Says::Date { readings: vec![*date], bound: None, number: None });
        std::iter::once(first).chain(others).collect()
    }

    /// On which side of its date a bound lies, by its words.
    fn side(&self, mention: &Mention) -> Side {
        let later = mention.tokens.clone().any(|at| {
            self.language.is(self.tokens(), at, Role::Later).is_some()
                || self
                    .language
                    .role(self.tokens(), at, |role| {
                        matches!(role, Role::BoundBefore(Bounded::Over | Bounded::AtLeast)).then_some(())
                    })
                    .is_some()
        });
        if later { Side::After } else { Side::Before }
    }

    /// Whether a number states something: not an article, an ordinal or the number of an item.
    fn states(&self, mention: &Mention, amount: &Amount, follows: Follows, words: usize) -> bool {
        let tokens = &self.tokens()[mention.tokens.clone()];
        let in_words = !tokens.iter().any(Token::is_digits);
        if amount.collective {
            // "Ketiga", "both" may be something else; "all seven" may not.
            let phrase = tokens.len() > 1 && follows == Follows::Word;
            return phrase || (follows == Follows::Thing && words == 1);
        }
        let exact = amount.bounded == Bounded::Exactly && amount.to.is_none();
        if in_words && exact && amount.number == Decimal::ONE {
            return matches!(follows, Follows::Thing | Follows::Time(_)) && words == 1;
        }
        !self.is_item(mention) && !self.is_part(mention)
    }

    /// Whether digits belong to something longer ("1.71.1") or only order a list ("(2)").
    fn is_part(&self, mention: &Mention) -> bool {
        let (start, end) = (mention.tokens.start, mention.tokens.end);
        let tokens = self.tokens();
        let before = |back: usize| start.checked_sub(back).and_then(|at| tokens.get(at));
        let of_version = tokens[start].is_digits()
            && tokens[start].glued()
            && before(1).is_some_and(|mark| mark.is(".") && mark.glued())
            && before(2).is_some_and(Token::is_digits);
        let in_brackets = end == start + 1
            && tokens[start].key.len() <= 2
            && before(1).is_some_and(|mark| mark.is("("))
            && tokens.get(end).is_some_and(|mark| mark.is(")") && mark.glued());
        of_version || in_brackets
    }

    /// "1. " or "1) " at the beginning of a block.
    fn is_item(&self, mention: &Mention) -> bool {
        let (start, end) = (mention.tokens.start, mention.tokens.end);
        let tokens = self.tokens();
        let first = start == 0 || tokens[start].gap == Gap::Paragraph;
        let mark = tokens.get(end).is_some_and(|mark| mark.glued() && (mark.is(".") || mark.is(")")));
        first && end == start + 1 && mark && tokens.get(end + 1).is_some_and(|next| !next.glued())
    }

    /// The unit behind a number: the token behind it, what it is, and how many words that took.
    fn unit(&self, index: usize, mention: &Mention) -> (usize, Follows, usize) {
        let tokens = self.tokens();
        let next = self.reading.mentions.get(index + 1).map_or(tokens.len(), |next| next.tokens.start);
        let mut at = mention.tokens.end;
        let mut unknown = None;
        let mut words = 0;
        while words < WORDS && at < next {
            let token = &tokens[at];
            if token.gap == Gap::Paragraph {
                break;
            }
            if token.is("%") && words == 0 {
                return (at + 1, Follows::Thing, 1);
            }
            if token.is_dash() && token.glued() {
                at += 1;
                continue;
            }
            if !token.is_word() || (ends_clause(tokens, at) && at > mention.tokens.end) {
                break;
            }
            words += 1;
            let time = self.language.role(tokens, at, |role| match role {
                Role::TimeUnit(unit) => Some(unit),
                _ => None,
            });
            if let Some((unit, taken)) = time.filter(|_| words == 1) {
                return (at + taken, Follows::Time(unit), words);
            }
            let pair = tokens.get(at + 1).filter(|next| next.is_word() && next.gap != Gap::Paragraph);
            let pair = pair.map(|next| format!("{} {}", token.key, next.key));
            if pair.is_some_and(|pair| self.language.is_thing(&pair)) {
                return (at + 2, Follows::Thing, words);
            }
            if !self.language.things(&token.key).is_empty() {
                return (at + 1, Follows::Thing, words);
            }
            let is = |role| self.language.is(tokens, at, role);
            if [Role::Stop, Role::Of, Role::Negation, Role::One].iter().any(|role| is(*role).is_some()) {
                break;
            }
            match is(Role::Small) {
                Some(taken) => {
                    at += taken;
                    words -= 1;
                    // Small words are few; a row of them is no unit.
                    if at > mention.tokens.end + 2 * WORDS {
                        break;
                    }
                }
                None => {
                    unknown.get_or_insert(at + 1);
                    at += 1;
                }
            }
        }
        match unknown {
            Some(end) => (end, Follows::Word, 1),
            None => (mention.tokens.end, Follows::Nothing, 0),
        }
    }
}
