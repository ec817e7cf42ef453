//! What a claim counts, and whether a number in a text counts that.
//!
//! Things are matched by the kinds that language files list, so that "people" finds "troops" and
//! "военнослужащих", and where a word is in no list, by its beginning.

mod held;
mod measure;

use crate::dataset::Property;

use super::language::things::is_convertible;
use super::language::{Language, Role, Thing, things};
use super::mention::Kind;
use super::scan::{Reading, ends_clause};
use super::token::{Gap, Token};

/// What a claim counts: its property's unit and label.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    name: String,
    unit: Words,
    label: Words,
}

#[derive(Clone, Debug, Default)]
struct Words {
    things: Vec<Thing>,
    words: Vec<Box<str>>,
}

/// What a number in a text counts, as seen from a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tie {
    /// The unit.
    Unit,
    /// What the property's label names.
    Label,
    /// A thing that is known to be another.
    Other(String),
    /// A measure that can be converted to the unit: miles for kilometres.
    Convertible(String),
    /// A word that is not known.
    Unknown(String),
    /// Nothing is said.
    Nothing,
}

/// How many words behind a number are looked at, and before it.
const WORDS: usize = 6;

impl Counted {
    /// What a property counts: its unit, and its labels with their language tags. Both may be in
    /// another language than the text.
    pub fn new<'a>(
        language: &Language,
        unit: Option<&'a str>,
        labels: impl IntoIterator<Item = (Option<&'a str>, &'a str)>,
    ) -> Self {
        let name = unit.map(str::to_owned);
        let unit = unit.map(|unit| Words::new(language, None, unit)).unwrap_or_default();
        let mut label = Words::default();
        let mut first = None;
        for (tag, text) in labels {
            first.get_or_insert(text);
            let own = Words::new(language, tag, text);
            label.things.extend(own.things);
            label.words.extend(own.words);
        }
        let name = name.or(first.map(str::to_owned)).unwrap_or_else(|| "what the claim counts".into());
        Self { name, unit, label }
    }

    /// What a property counts: a quantity its unit, a set its kind; and what its label names, or
    /// where it has none, its id.
    pub fn of_property(language: &Language, property: &Property) -> Self {
        let unit = property.counts();
        match &property.label {
            Some(label) => Self::new(
                language,
                unit,
                label.entries.iter().map(|(tag, text)| (tag.as_deref(), &*text.value)),
            ),
            None => Self::new(language, unit, [(None, property.id.replace(['-', '_'], " ").as_str())]),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether what is counted is known in the text's language.
    pub(crate) fn is_known(&self) -> bool {
        self.has_unit() || !self.label.things.is_empty()
    }

    pub(crate) fn has_unit(&self) -> bool {
        !self.unit.things.is_empty()
    }

    /// What a mention counts.
    pub(crate) fn tie(&self, language: &Language, reading: &Reading, index: usize) -> Tie {
        let tokens = &reading.tokens;
        let mention = &reading.mentions[index];
        let (mut other, mut unknown) = (None, None);
        let mut next = index + 1;
        let mut at = mention.tokens.end;
        let mut words = 0;
        let first = mention.tokens.start;
        // "$2 billion", and within a mention: "more than $2 billion".
        let money = (first.saturating_sub(1)..mention.tokens.end).find_map(|at| {
            let counts = tokens.get(at + 1).is_some_and(Token::is_digits);
            tokens.get(at).filter(|_| counts).and_then(|sign| Some((sign, currency(language, &sign.key)?)))
        });
        if let Some((sign, thing)) = money {
            if let Some(tie) = self.of(&[thing], &sign.key) {
                return tie;
            }
            other = Some(sign.key.to_string());
        }
        // The unit of a duration is part of the mention.
        if matches!(mention.kind, Kind::Relative { .. }) {
            at = mention.tokens.start + 1;
            next = index + 1;
        }
        let inside = mention.tokens.end;
        while words < WORDS && (at < inside || !ends_clause(tokens, at)) {
            // "six of the nine states": the number behind belongs to the same thing.
            if let Some(behind) = reading.mentions.get(next).filter(|behind| behind.tokens.start == at) {
                let partitive = at > mention.tokens.end || language.is(tokens, at, Role::Of).is_some();
                let of = other.is_none() && unknown.is_none() && words == 0 && partitive;
                if !of {
                    break;
                }
                at = behind.tokens.end;
                next += 1;
                continue;
            }
            let Some(token) = tokens.get(at) else { break };
            // "24 Su-25 jets": a name with a number in it, before the thing or behind it.
            if let Some(end) = designation(tokens, at)
                // "km2" is a measure.
                .filter(|end| *end > at + 2 || language.things(&token.key).is_empty())
            {
                unknown.get_or_insert_with(|| token.key.to_string());
                words += 1;
                at = end;
                continue;
            }
            let first = other.is_none() && unknown.is_none();
            if !token.is_word() {
                if let Some(thing) = things::of_sign(&token.key).filter(|_| first) {
                    return self.of(&[thing], &token.key).unwrap_or(Tie::Other(token.key.to_string()));
                }
                if token.is("%") && first {
                    if let Some(tie) = self.word(language, "%") {
                        return tie;
                    }
                    other = Some("%".to_owned());
                }
                at += 1;
                if token.is_dash() || token.is("%") {
                    continue;
                }
                break;
            }
            // "Square kilometres", "km²".
            if let Some((squared, taken)) = measure::squared(language, tokens, at) {
                match self.of(&[squared], squared).filter(|_| !(language.head_first && other.is_some())) {
                    Some(tie) => return tie,
                    None => other.get_or_insert_with(|| squared.to_owned()),
                };
                words += 1;
                at += taken;
                continue;
            }
            // Things of two words: "per cent".
            let pair = tokens.get(at + 1).filter(|next| next.is_word() && next.gap != Gap::Paragraph);
            let pair = pair.map(|next| format!("{} {}", token.key, next.key));
            let pair = pair.filter(|pair| language.is_thing(pair));
            let word = pair.as_deref().unwrap_or(&token.key);
            let settled = language.head_first && other.is_some();
            if let Some(tie) = self.word(language, word).filter(|_| !settled) {
                let otherwise =
                    if tie == Tie::Unit { self.told_otherwise(language, reading, index) } else { None };
                return otherwise.map_or(tie, Tie::Other);
            }
            let things = language.things(word);
            let skip = language
                .is(tokens, at, Role::Small)
                .or(first.then(|| language.is(tokens, at, Role::Of)).flatten());
            // Behind an article stands what something is done to: "six renewed the treaty".
            let object = unknown.is_some() && other.is_none() && skip.is_some() && !language.head_first;
            if object && things.is_empty() {
                break;
            }
            if let Some(taken) = skip.filter(|_| things.is_empty()) {
                at += taken;
                continue;
            }
            if language.is(tokens, at, Role::Stop).is_some() || language.is(tokens, at, Role::Of).is_some() {
                break;
            }
            if things.is_empty() {
                unknown.get_or_insert_with(|| token.key.to_string());
            } else {
                other.get_or_insert_with(|| word.to_owned());
            }
            words += 1;
            at += if pair.is_some() { 2 } else { 1 };
        }
        match (other, unknown) {
            (Some(other), _) => self.held(language, reading, index, &other).unwrap_or(Tie::Other(other)),
            (None, Some(unknown)) => Tie::Unknown(unknown),
            (None, None) => match self.told_otherwise(language, reading, index) {
                // "1,200 were wounded": what befell them is told by the verb.
                Some(told) => Tie::Other(told),
                None => self.before(language, reading, index).unwrap_or(Tie::Nothing),
            },
        }
    }

    /// Looks for the thing before the number: "the number of troops reached 4,000".
    fn before(&self, language: &Language, reading: &Reading, index: usize) -> Option<Tie> {
        let least = index.checked_sub(1).map_or(0, |before| reading.mentions[before].tokens.end);
        let start = reading.mentions[index].tokens.start;
        for at in (least.max(start.saturating_sub(2 * WORDS))..start).rev() {
            let token = reading.tokens.get(at)?;
            if matches!(&*token.key, "," | ";" | "!" | "?")
                || (token.is(".") && ends_clause(&reading.tokens, at))
            {
                break;
            }
            if token.is_word()
                && let Some(tie @ (Tie::Unit | Tie::Label)) = self.word(language, &token.key)
            {
                return Some(tie);
            }
            // "85 died", told the other way round.
            let befell = |thing: &Thing| things::told_of(thing).is_some();
            let sign = |at: usize| reading.tokens.get(at).is_some_and(|sign| sign.is(":") || sign.is_dash());
            if (at + 1 == start || (at + 2 == start && sign(at + 1)))
                && language.things(&token.key).iter().any(befell)
            {
                return Some(Tie::Other(token.key.to_string()));
            }
            // "The number of tanks reached 4,000"; any other noun may stand there for another reason.
            let counts = (1..=3.min(at)).any(|back| {
                language.is(&reading.tokens, at - back, Role::Count).is_some_and(|taken| taken == back)
            });
            if counts && !language.things(&token.key).is_empty() {
                return Some(Tie::Other(token.key.to_string()));
            }
        }
        None
    }

    fn word(&self, language: &Language, word: &str) -> Option<Tie> {
        self.of(language.things(word), word)
    }

    /// What a word is to the claim, that may stand for some things.
    fn of(&self, things: &[Thing], word: &str) -> Option<Tie> {
        if self.unit.has(things, word) {
            return Some(Tie::Unit);
        }
        if self.label.has(things, word) {
            return Some(Tie::Label);
        }
        let own = if self.has_unit() { &self.unit.things } else { &self.label.things };
        let converts = things.iter().any(|thing| own.iter().any(|own| is_convertible(own, thing)));
        converts.then(|| Tie::Convertible(word.to_owned()))
    }
}

/// The token behind a name that has a number in it: "Su-25", "M1A1", "T-72B3".
fn designation(tokens: &[Token], at: usize) -> Option<usize> {
    const LETTERS: usize = 4;
    const DIGITS: usize = 3;
    const PARTS: usize = 8;
    let glued = |at: usize| tokens.get(at).is_some_and(Token::glued);
    let digits = |at: usize| glued(at) && tokens[at].is_digits() && tokens[at].key.len() <= DIGITS;
    let short = tokens.get(at)?.is_word() && tokens[at].key.chars().count() <= LETTERS;
    let dash = usize::from(glued(at + 1) && tokens[at + 1].is_dash());
    let mut end = at + 1 + dash;
    if !short || !digits(end) {
        return None;
    }
    while end < at + PARTS && glued(end) && (tokens[end].is_word() || digits(end)) {
        end += 1;
    }
    Some(end)
}

/// The money that a sign or an abbreviation stands for.
pub(super) fn currency(language: &Language, sign: &str) -> Option<Thing> {
    const LETTERS: usize = 3;
    if sign.chars().all(char::is_alphabetic) && sign.chars().count() <= LETTERS {
        let own = language.things(sign).iter().copied().find(|thing| things::is_money(thing));
        return own.or_else(|| things::of_sign(sign));
    }
    things::of_sign(sign)
}

impl Words {
    fn new(language: &Language, tag: Option<&str>, text: &str) -> Self {
        let own = tag.and_then(Language::of);
        let mut words = Self::default();
        let grammar = own.unwrap_or(language);
        let tokens = grammar.tokens(text);
        let mut skip = 0;
        for (at, token) in tokens.iter().enumerate() {
            if at < skip || (!token.is_word() && !token.is("%") && things::of_sign(&token.key).is_none()) {
                continue;
            }
            let foreign = own.is_none() && grammar.things(&token.key).is_empty();
            let squared = measure::squared(grammar, &tokens, at).or_else(|| {
                let mut all = Language::all().filter(|_| foreign);
                all.find_map(|other| measure::squared(other, &other.tokens(text), at))
            });
            if let Some((squared, taken)) = squared {
                words.things.push(squared);
                skip = at + taken;
                continue;
            }
            // A code or sign of money means the same everywhere.
            if let Some(money) = things::of_sign(&token.key) {
                words.things.push(money);
            }
            let small = [Role::Small, Role::Stop, Role::Of]
                .iter()
                .any(|role| grammar.is(&tokens, at, *role).is_some());
            let things = match own {
                Some(own) => own.things(&token.key),
                // A bare text: in the language of the quote, else in whichever knows it.
                None => std::iter::once(language)
                    .map(|language| language.things(&token.key))
                    .chain(Language::all().map(|language| language.things(&token.key)))
                    .find(|things| !things.is_empty())
                    .unwrap_or_default(),
            };
            if small && things.is_empty() {
                continue;
            }
            words.things.extend(things);
            let foreign = own.is_some_and(|own| own.tag != language.tag);
            if !foreign && token.key.chars().count() > 3 {
                words.words.push(token.key.clone());
            }
        }
        words
    }

    fn has(&self, things: &[Thing], word: &str) -> bool {
        things.iter().any(|thing| self.things.contains(thing))
            || self.words.iter().any(|own| same_word(own, word))
    }
}

/// Whether two words are one but for their endings: both have at most three letters behind what
/// they begin with alike, which is at least four letters.
pub(crate) fn same_word(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let rest = |word: &str| word.chars().count() - common;
    common >= 4 && rest(one) <= 3 && rest(other) <= 3 && common > rest(one).max(rest(other))
}
