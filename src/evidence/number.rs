//! Numbers: digits with the marks of a language, number words, and both with thousands and
//! millions in words.

use rust_decimal::Decimal;

use super::counted::currency;
use super::language::{Group, Language, Piece, Role};
use super::token::{Gap, Token};

/// A number as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// What it is.
    pub(crate) value: Decimal,
    /// What it may be as well, where its marks are not those of the language.
    pub(crate) other: Option<Decimal>,
    /// The token after its last.
    pub(crate) end: usize,
    /// Whether it is nothing but digits without any mark.
    pub(crate) plain: bool,
    /// Whether the word means all of so many, or the so-and-so-manieth.
    pub(crate) collective: bool,
    /// Whether it is told in words alone.
    pub(crate) words: bool,
}

/// No number has more parts than this: nine hundred and ninety-nine trillion … is shorter.
const MOST_PARTS: usize = 40;

/// The number that begins at a token.
pub(crate) fn number(language: &Language, tokens: &[Token], at: usize) -> Option<Number> {
    let first = tokens.get(at)?;
    if first.is_digits() {
        let mut number = digits(language, tokens, at)?;
        if let Some(large) = measured(language, tokens, at, &number) {
            return Some(Number { other: Some(large), ..number });
        }
        return Some(if number.other.is_none() {
            let mut sum = Sum::of(number.value);
            let end = sum.more(language, tokens, number.end, true);
            if end > number.end {
                number = Number { value: sum.total()?, end, plain: false, ..number };
            }
            number
        } else {
            // A scale after a number in doubt applies to both of its readings.
            let scaled = scale(language, tokens, number.end);
            match scaled {
                Some((by, _, taken)) => Number {
                    value: number.value.checked_mul(by)?,
                    other: number.other.and_then(|other| other.checked_mul(by)),
                    end: number.end + taken,
                    ..number
                },
                None => number,
            }
        });
    }
    if let Some(part) = vulgar(&first.key)
        && let Some((by, _, taken)) = scale(language, tokens, at + 1)
    {
        let value = part.checked_mul(by)?.normalize();
        let end = at + 1 + taken;
        return Some(Number { value, other: None, end, plain: false, collective: false, words: false });
    }
    if !first.is_word() {
        return None;
    }
    if let Some((value, taken)) = language.role(tokens, at, |role| match role {
        Role::Collective(value) => Some(value),
        _ => None,
    }) {
        // "Both" is longer than "the two" only where it is a phrase of its own.
        let plain = word(language, tokens, at).map_or(0, |(_, taken)| taken);
        if taken >= plain {
            return Some(Number {
                value,
                other: None,
                end: at + taken,
                plain: false,
                collective: true,
                words: true,
            });
        }
    }
    let mut sum = Sum::default();
    let end = sum.more(language, tokens, at, false);
    let value = (end > at).then(|| sum.total())??;
    Some(Number { value, other: None, end, plain: false, collective: false, words: true })
}

/// A scale at a token: by how much, whether it stands alone, how many tokens it takes.
pub(crate) fn scale(language: &Language, tokens: &[Token], at: usize) -> Option<(Decimal, bool, usize)> {
    let ((by, alone), taken) = language.role(tokens, at, |role| match role {
        Role::Scale { by, alone } => Some((by, alone)),
        _ => None,
    })?;
    // A single letter is a scale only right behind the digits: "10k", "$4m".
    let letter = tokens[at].key.chars().count() == 1;
    (!letter || tokens[at].glued()).then_some((by, alone, taken))
}

/// What a number would be with the letter glued to it as a scale, where that letter is a measure too
/// and nothing says otherwise: "100m" is a hundred metres, but "$100m" and "100m people" are not.
fn measured(language: &Language, tokens: &[Token], at: usize, number: &Number) -> Option<Decimal> {
    let letter = tokens.get(number.end).filter(|token| token.glued() && token.is_word())?;
    if language.things(&letter.key).is_empty() || number.other.is_some() {
        return None;
    }
    let (by, _, taken) = scale(language, tokens, number.end)?;
    let next = tokens.get(number.end + taken);
    let counts = next.is_some_and(|next| next.is_word() && !language.things(&next.key).is_empty());
    let money = at.checked_sub(1).and_then(|before| currency(language, &tokens[before].key)).is_some();
    (letter.key.chars().count() == 1 && !counts && !money).then(|| number.value.checked_mul(by))?
}

fn word(language: &Language, tokens: &[Token], at: usize) -> Option<(Decimal, usize)> {
    language.role(tokens, at, |role| match role {
        Role::Number(value) => Some(value),
        _ => None,
    })
}

/// The parts of a number in words that were read, each smaller than the one before.
#[derive(Default)]
struct Sum {
    parts: Vec<Decimal>,
}

impl Sum {
    fn of(value: Decimal) -> Self {
        Self { parts: vec![value] }
    }

    fn total(&self) -> Option<Decimal> {
        self.parts
            .iter()
            .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))
            .map(|sum| sum.normalize())
    }

    /// Whether a number can follow the parts: it is smaller than the last place of the last part.
    fn takes(&self, value: Decimal) -> bool {
        let Some(last) = self.parts.last() else { return true };
        if !last.is_integer() || last.is_zero() || value.is_zero() {
            return false;
        }
        let mut place = Decimal::ONE;
        for _ in 0..28 {
            let Some(next) = place.checked_mul(Decimal::TEN) else { break };
            match last.checked_rem(next) {
                Some(rest) if rest.is_zero() => place = next,
                _ => break,
            }
        }
        value < place
    }

    fn push(&mut self, value: Decimal) -> bool {
        let fits = self.takes(value);
        if fits {
            self.parts.push(value);
        }
        fits
    }

    /// Multiplies the parts that are smaller than a scale with it.
    fn scale(&mut self, by: Decimal, alone: bool) -> bool {
        let small = self.parts.iter().rev().take_while(|part| **part < by).count();
        let keep = self.parts.len() - small;
        let factor = match small {
            0 if alone => Decimal::ONE,
            0 => return false,
            _ => self.parts[keep..].iter().sum(),
        };
        let Some(value) = factor.checked_mul(by) else { return false };
        let tail = self.parts.split_off(keep);
        if self.push(value) {
            return true;
        }
        self.parts.extend(tail);
        false
    }

    /// Reads on from a token; the token at which the number ends.
    fn more(&mut self, language: &Language, tokens: &[Token], from: usize, after_digits: bool) -> usize {
        let mut at = from;
        // After digits only a scale can follow.
        let mut open = !after_digits;
        for _ in 0..MOST_PARTS {
            let Some(next) = self.step(language, tokens, at, open) else { break };
            at = next;
            open = true;
        }
        at
    }

    fn step(&mut self, language: &Language, tokens: &[Token], at: usize, open: bool) -> Option<usize> {
        let started = !self.parts.is_empty();
        let token = tokens.get(at)?;
        if started && token.gap == Gap::Paragraph {
            return None;
        }
        // "twenty-five", "10-тысячный".
        if started && token.is_dash() && token.glued() && tokens.get(at + 1)?.glued() {
            return tokens[at + 1].is_word().then(|| self.part(language, tokens, at + 1, open))?;
        }
        if let Some(next) = self.part(language, tokens, at, open) {
            return Some(next);
        }
        let last = self.parts.last()?;
        if !open || *last < language.join_from || tokens.get(at + 1)?.is_digits() {
            return None;
        }
        let taken = language.is(tokens, at, Role::Join)?;
        let joined = tokens.get(at + taken).filter(|token| token.is_word())?;
        (joined.gap != Gap::Paragraph).then(|| self.part(language, tokens, at + taken, open))?
    }

    fn part(&mut self, language: &Language, tokens: &[Token], at: usize, open: bool) -> Option<usize> {
        let token = tokens.get(at)?;
        if token.is_digits() {
            // "2 juta 500 ribu": only where a smaller scale follows.
            let number = digits(language, tokens, at).filter(|number| number.other.is_none())?;
            // "3 тыс. 200": what a group of three digits would hold.
            let last = self.parts.last().copied().unwrap_or_default();
            let thousands = last >= Decimal::ONE_THOUSAND && last < Decimal::from(1_000_000);
            if number.plain
                && token.key.len() == 3
                && thousands
                && scale(language, tokens, number.end).is_none()
            {
                return (open && self.push(number.value)).then_some(number.end);
            }
            let (by, _, taken) = scale(language, tokens, number.end)?;
            let value = number.value.checked_mul(by)?;
            return (open && !self.parts.is_empty() && self.push(value)).then_some(number.end + taken);
        }
        if !token.is_word() {
            return None;
        }
        let scaled = scale(language, tokens, at);
        let named = word(language, tokens, at);
        let longer = named.is_some_and(|(_, taken)| scaled.is_none_or(|(.., other)| taken > other));
        if let Some((value, taken)) = named.filter(|_| open && longer)
            && self.push(value)
        {
            return Some(at + taken);
        }
        if let Some((by, alone, taken)) = scaled
            && self.scale(by, alone)
        {
            return Some(at + taken);
        }
        if !open {
            return None;
        }
        if self.parts.is_empty()
            && let Some(taken) = language.is(tokens, at, Role::One)
            && let Some((by, _, more)) = scale(language, tokens, at + taken)
        {
            self.parts.push(by);
            return Some(at + taken + more);
        }
        let pieces = compound(language, &token.key)?;
        let before = self.parts.clone();
        for piece in pieces {
            let fits = match piece {
                Piece::Number(value) => self.push(value),
                Piece::Scale(by) => self.scale(by, true),
                Piece::Join => true,
            };
            if !fits {
                self.parts = before;
                return None;
            }
        }
        Some(at + 1)
    }
}

/// The parts of a number word written together, with "one and twenty" put in order; `None` where
/// something else is in the word.
fn compound(language: &Language, word: &str) -> Option<Vec<Piece>> {
    if !language.compound {
        return None;
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let (text, piece) = language.pieces().iter().find(|(text, _)| rest.starts_with(&**text))?;
        rest = &rest[text.len()..];
        match (&pieces[..], piece) {
            ([.., Piece::Number(unit), Piece::Join], Piece::Number(tens))
                if *unit < Decimal::TEN && *tens >= Decimal::from(20) =>
            {
                let both = *unit + *tens;
                pieces.truncate(pieces.len() - 2);
                pieces.push(Piece::Number(both));
            }
            _ => pieces.push(*piece),
        }
        if pieces.len() > MOST_PARTS {
            return None;
        }
    }
    (!pieces.is_empty() && !matches!(pieces.last(), Some(Piece::Join))).then_some(pieces)
}

/// Digits with marks between them.
pub(crate) fn digits(language: &Language, tokens: &[Token], at: usize) -> Option<Number> {
    let first = tokens.get(at).filter(|token| token.is_digits())?;
    let mut text = first.key.to_string();
    let mut end = at + 1;
    let mut other = None;
    if (1..=3).contains(&text.len()) {
        let mut mark = None;
        let mut groups = 0;
        while let Some((own, next)) = group(language, tokens, end) {
            if *mark.get_or_insert(own) != own {
                break;
            }
            text.push_str(&tokens[next].key);
            end = next + 1;
            groups += 1;
        }
        // "5 642 metres", where a blank does not group digits, may be two numbers. Nobody writes one
        // that begins with a zero, so that a group of zeros is one in any language.
        let last = &tokens[end - 1];
        if groups == 1
            && mark == Some(Group::Blank)
            && !language.groups.contains(&Group::Blank)
            && !last.key.starts_with('0')
        {
            other = parse(&last.key);
        }
    }
    if end == at + 1
        && let Some((digits, last)) = uneven(language, tokens, at)
    {
        (text, end) = (digits, last);
    }
    let grouped = end > at + 1;
    if let (Some(mark), Some(fraction)) = (tokens.get(end), tokens.get(end + 1))
        && mark.glued()
        && fraction.glued()
        && fraction.is_digits()
        && (mark.is(".") || mark.is(","))
    {
        let again = tokens.get(end + 2).zip(tokens.get(end + 3)).is_some_and(|(next, digits)| {
            next.glued() && digits.glued() && digits.is_digits() && (next.is(".") || next.is(","))
        });
        let own = mark.is(language.decimal.encode_utf8(&mut [0; 4]));
        // Two years in a list: "1992,1993".
        let list = mark.is(",") && text.len() == 4 && fraction.key.len() == 4;
        if again {
            return None;
        }
        if !list {
            let decimal = format!("{text}.{}", fraction.key);
            if !own {
                // Not the language's mark for decimals, and no group either.
                let whole = (!grouped && text.len() <= 3 && fraction.key.len() == 3)
                    .then(|| format!("{text}{}", fraction.key));
                other = Some(parse(&whole.unwrap_or_else(|| decimal.clone()))?);
            }
            text = decimal;
            end += 2;
        }
    }
    let mut value = parse(&text)?;
    // "3½ million".
    if let Some(half) = tokens.get(end).filter(|token| token.glued()).and_then(|token| vulgar(&token.key))
        && value.is_integer()
    {
        (value, end) = (value.checked_add(half)?, end + 1);
    }
    Some(Number { value, other, end, plain: end == at + 1, collective: false, words: false })
}

/// Digits in groups of two before the last of three, as in India: "1,50,000".
fn uneven(language: &Language, tokens: &[Token], at: usize) -> Option<(String, usize)> {
    const MOST: usize = 6;
    let first = tokens.get(at).filter(|token| token.key.len() <= 2)?;
    let (mut text, mut end) = (first.key.to_string(), at + 1);
    for groups in 0..MOST {
        let (mark, digits) = (tokens.get(end)?, tokens.get(end + 1)?);
        let sign = language
            .groups
            .iter()
            .any(|group| matches!(group, Group::Sign(sign) if mark.is(sign.encode_utf8(&mut [0; 4]))));
        if !(sign && mark.glued() && digits.glued() && digits.is_digits()) {
            return None;
        }
        text.push_str(&digits.key);
        end += 2;
        match digits.key.len() {
            2 => {}
            3 if groups > 0 => return Some((text, end)),
            _ => return None,
        }
    }
    None
}

/// The value of a fraction that is one sign, where decimals can tell it.
pub(crate) fn vulgar(sign: &str) -> Option<Decimal> {
    let (number, scale) = match sign {
        "½" => (5, 1),
        "¼" => (25, 2),
        "¾" => (75, 2),
        "⅕" => (2, 1),
        "⅖" => (4, 1),
        "⅗" => (6, 1),
        "⅘" => (8, 1),
        "⅛" => (125, 3),
        "⅜" => (375, 3),
        "⅝" => (625, 3),
        "⅞" => (875, 3),
        _ => return None,
    };
    Some(Decimal::new(number, scale))
}

fn parse(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).ok().map(|number| number.normalize())
}

/// A mark and three digits behind a group: the mark, and where the digits stand.
fn group(language: &Language, tokens: &[Token], at: usize) -> Option<(Group, usize)> {
    let three = |token: &Token| token.is_digits() && token.key.len() == 3;
    let mark = tokens.get(at)?;
    if three(mark) {
        let allowed = match mark.gap {
            Gap::NoBreak => Group::NoBreak,
            Gap::Blank => Group::Blank,
            _ => return None,
        };
        return Some((allowed, at));
    }
    tokens.get(at + 1).filter(|token| three(token) && token.glued() && mark.glued())?;
    language
        .groups
        .iter()
        .find(|group| matches!(group, Group::Sign(sign) if mark.is(sign.encode_utf8(&mut [0; 4]))))
        .map(|group| (*group, at + 1))
}
