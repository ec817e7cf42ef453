//! Languages: what a number, a date, a bound and a negation look like in each.
//!
//! A language is data: one file under `src/languages/`, whose README tells how to add one.
//! A file is read the first time a text in that language is looked at, so that a dataset without
//! quotes pays for none. Nothing here looks at a text as a whole: this room answers what a word
//! means.

mod file;
mod load;
pub(crate) mod things;

use std::collections::HashMap;
use std::sync::OnceLock;

use rust_decimal::Decimal;

pub(crate) use self::things::Thing;
use super::token::{Gap, Token};
use crate::languages::FILES;
use crate::value::Unit;

/// A language that texts are read in.
#[derive(Debug)]
pub struct Language {
    /// Its BCP 47 tag, without region or script.
    pub tag: &'static str,
    /// Its script, by ISO 15924.
    pub(crate) script: Box<str>,
    /// Its English name.
    pub name: Box<str>,
    /// Whether number words, bounds and things counted are known well enough that a text in which
    /// nothing is found states nothing.
    pub complete: bool,
    /// Whether names change their endings.
    pub(crate) inflected: bool,
    /// Whether the thing counted comes before the words that tell more of it.
    pub(crate) head_first: bool,
    /// The mark before decimals.
    pub(crate) decimal: char,
    /// Marks between groups of three digits.
    pub(crate) groups: Vec<Group>,
    /// Orders of day, month and year, longest first.
    pub(crate) orders: Vec<Vec<Part>>,
    /// Whether the month may come first in dates of digits alone, and whether the day may.
    pub(crate) numeric: Numeric,
    /// Whether number words are written together.
    pub(crate) compound: bool,
    /// From which number on a joining word may follow: 100 for "one hundred and five".
    pub(crate) join_from: Decimal,
    /// Phrases with the same first word, longest first.
    phrases: Vec<Vec<Phrase>>,
    /// Where those of a first word are.
    firsts: HashMap<Box<str>, u32>,
    /// Things counted, by whole word and by the beginning of words.
    things: HashMap<Box<str>, Vec<Thing>>,
    stems: HashMap<Box<str>, Vec<Thing>>,
    /// Number words that may be parts of a compound, longest first.
    pieces: Vec<(Box<str>, Piece)>,
}

/// A mark between groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// A sign.
    Sign(char),
    /// Any single blank.
    Blank,
    /// A blank that does not break a line.
    NoBreak,
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Day,
    Month,
    Year,
}

/// How dates of digits alone may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeric {
    pub(crate) day_first: bool,
    pub(crate) month_first: bool,
}

/// How a number is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bounded {
    /// The number itself.
    Exactly,
    /// More than it.
    Over,
    /// It or more.
    AtLeast,
    /// Less than it.
    Under,
    /// It or less.
    AtMost,
    /// Within ten per cent, as the data format counts.
    About,
    /// Less than it, by no more than ten per cent.
    Nearly,
}

/// What a phrase does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    Month(u8),
    /// A day of a month in words: "fifteenth".
    Day(u8),
    /// 21 to 24, as EDTF numbers them.
    Season(u8),
    Number(Decimal),
    /// Multiplies what stands before it; `alone` where it means one of itself without.
    Scale {
        by: Decimal,
        alone: bool,
    },
    /// "a" in "a thousand".
    One,
    /// All of so many: "ketujuh negara", "both".
    Collective(Decimal),
    /// A number that is not told: "several", "thousands of".
    Vague,
    /// Makes a fraction of the number before it: "two thirds".
    Fraction,
    /// A case ending after digits.
    Ending,
    Join,
    BoundBefore(Bounded),
    BoundAfter(Bounded),
    /// Opens a range that may be a change too: "from".
    From,
    /// Opens a range: "between".
    Between,
    /// Stands within a range that "between" opened: "and".
    And,
    /// Stands within a range: "to".
    To,
    /// Tells that a number changes: "grew", before "from 5,000 to 7,000".
    Change,
    /// Stands between the old number and the new one: "auf", "menjadi".
    Into,
    /// Makes what looks like a bound a preposition: "verfügt" before "über 300".
    Governs,
    /// Tells what is so instead of what was denied: "but" in "not in 1992 but in 1994".
    Contrast,
    /// Takes some out of all: "except".
    Except,
    /// Makes a measure of length one of area: "square".
    Square,
    Negation,
    YearBefore,
    YearAfter,
    /// Before a year and no part of it: "in", "since".
    YearHint,
    BeforeChrist,
    OrdinalAfter,
    OrdinalBefore,
    DecadeAfter,
    /// "années" in "les années 1990".
    DecadeBefore,
    /// "century" beside its number.
    Century,
    /// "AD" beside a year.
    AnnoDomini,
    /// With a negation before it, that very date: "not until 1994".
    Until,
    /// May stand between the parts of a date: "of".
    DateJoin,
    /// Before a date: another day than that one.
    DateBound,
    DateAbout,
    /// Tells a day from the day of writing: "yesterday", "on Friday".
    Deictic,
    TimeUnit(TimeUnit),
    /// Before a length of time: during it, and no bound.
    Throughout,
    Later,
    Earlier,
    Next(TimeUnit),
    Previous(TimeUnit),
    /// Between a part and the whole: "six of nine".
    Of,
    /// Tells that what follows is counted: "the number of".
    Count,
    /// Says nothing about what is counted and may stand before it: articles.
    Small,
    /// Ends what a number counts: prepositions, conjunctions, auxiliary verbs.
    Stop,
}

/// A unit of time in texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TimeUnit {
    /// The calendar unit.
    pub(crate) unit: Unit,
    /// How many of them.
    pub(crate) times: i64,
}

impl TimeUnit {
    pub(crate) fn of(name: &str) -> Option<Self> {
        let (unit, times) = match name {
            "day" => (Unit::Day, 1),
            "week" => (Unit::Day, 7),
            "month" => (Unit::Month, 1),
            "year" => (Unit::Year, 1),
            "decade" => (Unit::Year, 10),
            "century" => (Unit::Year, 100),
            _ => return None,
        };
        Some(Self { unit, times })
    }
}

#[derive(Debug)]
struct Phrase {
    /// What follows the first word.
    rest: Box<[Box<str>]>,
    role: Role,
}

/// A part of a number word.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece {
    Number(Decimal),
    Scale(Decimal),
    Join,
}

static LOADED: [OnceLock<Option<Language>>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

/// Most letters that an apostrophe joins to a word.
const ELISION: usize = 2;

impl Language {
    /// The language of a BCP 47 tag; `None` where it is not known, or where the tag names a script
    /// in which its words are not known.
    pub fn of(tag: &str) -> Option<&'static Self> {
        let mut parts = tag.split(['-', '_']);
        let primary = parts.next()?;
        let script =
            parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let at = FILES.iter().position(|file| file.tag.eq_ignore_ascii_case(primary))?;
        // A test reads every file, so that none fails here.
        let language = LOADED[at]
            .get_or_init(|| load::language(FILES[at].tag, FILES[at].text).ok().flatten())
            .as_ref()?;
        script.is_none_or(|script| script.eq_ignore_ascii_case(&language.script)).then_some(language)
    }

    /// All languages that are known.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        FILES.iter().filter_map(|file| Self::of(file.tag))
    }

    /// The tokens of a text, each with the phrases that begin with it: looked up once.
    pub(crate) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = super::token::tokens(text);
        for token in &mut tokens {
            token.phrases = self.firsts.get(&token.key).copied();
        }
        tokens
    }

    /// The longest phrase that begins at a token and has a role that is asked for: the role, and
    /// how many tokens it takes.
    pub(crate) fn role<T>(
        &self,
        tokens: &[Token],
        at: usize,
        wanted: impl Fn(Role) -> Option<T>,
    ) -> Option<(T, usize)> {
        let phrases = self.phrases.get(tokens.get(at)?.phrases? as usize)?;
        phrases.iter().find_map(|phrase| {
            let rest = tokens.get(at + 1..at + 1 + phrase.rest.len())?;
            let same = rest
                .iter()
                .zip(&phrase.rest)
                .all(|(token, word)| *token.key == **word && token.gap != Gap::Paragraph);
            if !same {
                return None;
            }
            Some((wanted(phrase.role)?, 1 + phrase.rest.len()))
        })
    }

    /// Whether a phrase of this role begins at a token: how many tokens it takes.
    pub(crate) fn is(&self, tokens: &[Token], at: usize, role: Role) -> Option<usize> {
        self.role(tokens, at, |own| (own == role).then_some(())).map(|(_, taken)| taken)
    }

    /// What kinds of things a word may count; empty where the word is not known.
    pub(crate) fn things(&self, word: &str) -> &[Thing] {
        let things = self.listed(word);
        // "d'habitants": what is joined to a word by an apostrophe is no part of it.
        let joined = || word.split_once('\'').filter(|(before, _)| before.chars().count() <= ELISION);
        match (things.is_empty(), joined()) {
            (true, Some((_, rest))) => self.listed(rest),
            _ => things,
        }
    }

    fn listed(&self, word: &str) -> &[Thing] {
        if let Some(things) = self.things.get(word) {
            return things;
        }
        let ends = word.char_indices().skip(2).map(|(at, c)| at + c.len_utf8());
        // The longest beginning that is known.
        ends.filter_map(|end| self.stems.get(&word[..end])).last().map_or(&[], Vec::as_slice)
    }

    /// Whether these words are listed as a thing, as they stand.
    pub(crate) fn is_thing(&self, words: &str) -> bool {
        self.things.contains_key(words)
    }

    /// Number words that a compound may be made of, longest first.
    pub(crate) fn pieces(&self) -> &[(Box<str>, Piece)] {
        &self.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read() {
        let errors: Vec<String> = FILES
            .iter()
            .filter_map(|file| {
                Some(format!("{}.toml: {}", file.tag, load::language(file.tag, file.text).err()?))
            })
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }

    #[test]
    fn tags_lead_to_languages() {
        assert_eq!(Language::of("en-GB").map(|language| language.tag), Some("en"));
        assert_eq!(Language::of("HY-armn").map(|language| language.tag), Some("hy"));
        assert_eq!(Language::of("kk-Cyrl-KZ").map(|language| language.tag), Some("kk"));
        for unknown in ["kk-Latn", "en-Cyrl", "sw", "", "-", "zh-Hans"] {
            assert!(Language::of(unknown).is_none(), "{unknown}");
        }
    }
}
