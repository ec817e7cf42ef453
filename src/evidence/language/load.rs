//! Reads a language file and checks it: what a file says must be sayable, and said once.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::file::{File, Outline, Scale, Side};
use super::{Bounded, Group, Language, Numeric, Part, Phrase, Piece, Role, Thing, TimeUnit};
use crate::evidence::token::{fold, tokens};

struct Builder {
    phrases: Vec<Vec<Phrase>>,
    firsts: HashMap<Box<str>, u32>,
    pieces: Vec<(Box<str>, Piece)>,
}

/// Reads a language from its file; `None` where it tells nothing but what pages say.
pub(super) fn language(tag: &'static str, text: &str) -> Result<Option<Language>, String> {
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let pages_alone = toml::from_str::<Outline>(text).is_ok_and(|outline| outline.numbers.is_none());
            return if pages_alone { Ok(None) } else { Err(error.to_string()) };
        }
    };
    let mut build = Builder { phrases: Vec::new(), firsts: HashMap::new(), pieces: Vec::new() };
    if file.months.len() != 12 {
        return Err(format!("`months` has {} lists, not 12", file.months.len()));
    }
    for (month, words) in (1..).zip(&file.months) {
        build.add(words, Role::Month(month))?;
    }
    for (season, words) in &file.seasons {
        let number = ["spring", "summer", "autumn", "winter"].iter().position(|name| name == season);
        let number = number.ok_or_else(|| format!("there is no season `{season}`"))?;
        build.add(words, Role::Season(21 + u8::try_from(number).unwrap_or(0)))?;
    }
    dates(&file, &mut build)?;
    numbers(&file, &mut build)?;
    bounds(&file, &mut build)?;
    time(&file, &mut build)?;
    build.add(&file.negation, Role::Negation)?;
    build.add(&file.of, Role::Of)?;
    build.add(&file.small, Role::Small)?;
    build.add(&file.count, Role::Count)?;
    build.add(&file.stop, Role::Stop)?;
    build.add(&file.contrast, Role::Contrast)?;
    build.add(&file.except, Role::Except)?;
    build.add(&file.square, Role::Square)?;
    let (things, stems) = things(&file)?;
    let Builder { mut phrases, firsts, mut pieces } = build;
    for same in &mut phrases {
        same.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }
    pieces.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    if !file.numbers.compound {
        pieces.clear();
    }
    let mut orders = file.dates.orders.iter().map(|order| parts(order)).collect::<Result<Vec<_>, _>>()?;
    orders.sort_by_key(|parts| std::cmp::Reverse(parts.len()));
    let numeric = Numeric {
        day_first: file.dates.numeric.iter().any(|order| order == "dmy"),
        month_first: file.dates.numeric.iter().any(|order| order == "mdy"),
    };
    if !numeric.day_first && !numeric.month_first {
        return Err("`dates.numeric` names neither \"dmy\" nor \"mdy\"".into());
    }
    let groups = file.marks.group.iter().map(|mark| match mark {
        ' ' => Group::Blank,
        '\u{a0}' => Group::NoBreak,
        sign => Group::Sign(*sign),
    });
    Ok(Some(Language {
        tag,
        script: file.script,
        name: file.name.into(),
        complete: file.complete,
        head_first: file.head_first,
        inflected: file.inflected,
        decimal: file.marks.decimal,
        groups: groups.collect(),
        orders,
        numeric,
        compound: file.numbers.compound,
        join_from: file.numbers.join_from.into(),
        phrases,
        firsts,
        things,
        stems,
        pieces,
    }))
}

impl Builder {
    fn add(&mut self, words: &[String], role: Role) -> Result<(), String> {
        for word in words {
            let tokens = tokens(word);
            let Some((first, rest)) = tokens.split_first() else {
                return Err(format!("an empty phrase for {role:?}"));
            };
            let rest: Box<[Box<str>]> = rest.iter().map(|token| token.key.clone()).collect();
            let next = self.phrases.len();
            let at = *self.firsts.entry(first.key.clone()).or_insert(u32::try_from(next).unwrap_or(u32::MAX));
            if at as usize == next {
                self.phrases.push(Vec::new());
            }
            let Some(same) = self.phrases.get_mut(at as usize) else {
                return Err("there are too many phrases".into());
            };
            if same.iter().any(|known| known.rest == rest && known.role == role) {
                return Err(format!("“{word}” stands twice for {role:?}"));
            }
            let clash = same.iter().find(|known| {
                known.rest == rest && std::mem::discriminant(&known.role) == std::mem::discriminant(&role)
            });
            if let Some(known) = clash {
                return Err(format!("“{word}” means both {:?} and {role:?}", known.role));
            }
            same.push(Phrase { rest, role });
        }
        Ok(())
    }

    fn piece(&mut self, words: &[String], piece: Piece) {
        self.pieces.extend(words.iter().map(|word| (fold(word), piece)));
    }
}

fn dates(file: &File, build: &mut Builder) -> Result<(), String> {
    let dates = &file.dates;
    build.add(&dates.join, Role::DateJoin)?;
    build.add(&dates.year_before, Role::YearBefore)?;
    build.add(&dates.year_after, Role::YearAfter)?;
    build.add(&dates.year_hint, Role::YearHint)?;
    build.add(&dates.ordinal_before, Role::OrdinalBefore)?;
    build.add(&dates.ordinal_after, Role::OrdinalAfter)?;
    build.add(&dates.decade_after, Role::DecadeAfter)?;
    build.add(&dates.decade_before, Role::DecadeBefore)?;
    build.add(&dates.century, Role::Century)?;
    build.add(&dates.anno_domini, Role::AnnoDomini)?;
    build.add(&dates.until, Role::Until)?;
    build.add(&dates.before_christ, Role::BeforeChrist)?;
    build.add(&dates.bound, Role::DateBound)?;
    build.add(&dates.deictic, Role::Deictic)?;
    for (day, words) in &dates.days {
        let number = day.parse().ok().filter(|day| (1..=31).contains(day));
        build.add(words, Role::Day(number.ok_or_else(|| format!("there is no day `{day}`"))?))?;
    }
    build.add(&dates.about, Role::DateAbout)
}

fn numbers(file: &File, build: &mut Builder) -> Result<(), String> {
    let decimal = |text: &str| {
        Decimal::from_str_exact(text)
            .ok()
            .filter(|number| !number.is_sign_negative())
            .ok_or_else(|| format!("`{text}` is no number"))
    };
    let numbers = &file.numbers;
    for (value, words) in &numbers.words {
        let value = decimal(value)?;
        build.add(words, Role::Number(value))?;
        build.piece(words, Piece::Number(value));
    }
    for (value, Scale { alone, after }) in &numbers.scales {
        let by = decimal(value)?;
        if by <= Decimal::ONE {
            return Err(format!("the scale {by} is not greater than one"));
        }
        build.add(alone, Role::Scale { by, alone: true })?;
        build.add(after, Role::Scale { by, alone: false })?;
        build.piece(alone, Piece::Scale(by));
    }
    for (value, words) in &numbers.collective {
        build.add(words, Role::Collective(decimal(value)?))?;
    }
    build.piece(&numbers.join, Piece::Join);
    build.add(&numbers.join, Role::Join)?;
    build.add(&numbers.one, Role::One)?;
    build.add(&numbers.endings, Role::Ending)?;
    build.add(&numbers.fractions, Role::Fraction)?;
    build.add(&numbers.vague, Role::Vague)
}

fn bounds(file: &File, build: &mut Builder) -> Result<(), String> {
    let bounds = &file.bounds;
    let all: [(&Side, Bounded); 6] = [
        (&bounds.over, Bounded::Over),
        (&bounds.at_least, Bounded::AtLeast),
        (&bounds.under, Bounded::Under),
        (&bounds.at_most, Bounded::AtMost),
        (&bounds.about, Bounded::About),
        (&bounds.nearly, Bounded::Nearly),
    ];
    for (side, bounded) in all {
        build.add(&side.before, Role::BoundBefore(bounded))?;
        build.add(&side.after, Role::BoundAfter(bounded))?;
    }
    build.add(&bounds.governs, Role::Governs)?;
    let ranges = &file.ranges;
    build.add(&ranges.change, Role::Change)?;
    build.add(&ranges.into, Role::Into)?;
    build.add(&ranges.from, Role::From)?;
    build.add(&ranges.between, Role::Between)?;
    build.add(&ranges.and, Role::And)?;
    build.add(&ranges.to, Role::To)
}

fn time(file: &File, build: &mut Builder) -> Result<(), String> {
    let time = &file.time;
    let unit = |name: &str| TimeUnit::of(name).ok_or_else(|| format!("there is no unit of time `{name}`"));
    for (name, words) in &time.units {
        build.add(words, Role::TimeUnit(unit(name)?))?;
    }
    build.add(&time.throughout, Role::Throughout)?;
    build.add(&time.later, Role::Later)?;
    build.add(&time.earlier, Role::Earlier)?;
    for (name, words) in &time.next {
        build.add(words, Role::Next(unit(name)?))?;
    }
    for (name, words) in &time.previous {
        build.add(words, Role::Previous(unit(name)?))?;
    }
    Ok(())
}

type Things = HashMap<Box<str>, Vec<Thing>>;

fn things(file: &File) -> Result<(Things, Things), String> {
    let (mut whole, mut stems) = (Things::new(), Things::new());
    let units = file.time.units.iter();
    for (name, words) in file.things.iter().chain(units) {
        let thing = super::things::named(name).ok_or_else(|| format!("there is no thing `{name}`"))?;
        for word in words {
            let (map, word) = match word.strip_suffix('*') {
                Some(stem) => (&mut stems, stem),
                None => (&mut whole, word.as_str()),
            };
            let key = if word.chars().all(char::is_alphabetic) { fold(word) } else { word.into() };
            let known: &mut Vec<Thing> = map.entry(key).or_default();
            if known.contains(&thing) {
                return Err(format!("“{word}” stands twice for `{name}`"));
            }
            known.push(thing);
        }
    }
    Ok((whole, stems))
}

fn parts(order: &str) -> Result<Vec<Part>, String> {
    order
        .chars()
        .map(|letter| match letter {
            'D' => Ok(Part::Day),
            'M' => Ok(Part::Month),
            'Y' => Ok(Part::Year),
            _ => Err(format!("the order `{order}` has a letter other than D, M and Y")),
        })
        .collect()
}
