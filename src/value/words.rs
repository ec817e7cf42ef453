//! Words of dates and numbers, for advice on texts that are no value.
//!
//! They are data: months, seasons and words for large numbers come from the files of languages that
//! evidence reads quotes by, a few more from `words.toml`. Nothing is looked up unless a text could
//! not be read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::languages;

/// What is taken from the file of a language.
#[derive(Deserialize)]
struct Language {
    months: Vec<Vec<String>>,
    #[serde(default)]
    seasons: BTreeMap<String, Vec<String>>,
    dates: Dates,
    numbers: Numbers,
}

#[derive(Deserialize)]
struct Dates {
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    before_christ: Vec<String>,
}

#[derive(Deserialize)]
struct Numbers {
    #[serde(default)]
    scales: BTreeMap<String, Scale>,
}

#[derive(Deserialize)]
struct Scale {
    #[serde(default)]
    alone: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
}

/// Words of all languages, in small letters.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) before: Vec<String>,
    pub(super) until: Vec<String>,
    pub(super) since: Vec<String>,
    pub(super) after: Vec<String>,
    pub(super) about: Vec<String>,
    pub(super) century: Vec<String>,
    /// Before Christ.
    pub(super) christ: Vec<String>,
    pub(super) domini: Vec<String>,
    pub(super) articles: Vec<String>,
    /// From 1.
    #[serde(skip)]
    pub(super) months: BTreeMap<String, u8>,
    /// 21 to 24.
    #[serde(skip)]
    pub(super) seasons: BTreeMap<String, u8>,
    /// What large numbers stand for.
    #[serde(skip)]
    pub(super) scales: BTreeMap<String, Decimal>,
}

/// The words of all languages.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // A test reads all of them.
    let mut words: Words = toml::from_str(include_str!("words.toml")).unwrap_or_default();
    languages::sections().for_each(|language| words.take(language));
    let longest_first = |list: &mut Vec<String>| list.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let lists = [&mut words.before, &mut words.until, &mut words.since, &mut words.after, &mut words.about];
    lists.into_iter().for_each(longest_first);
    longest_first(&mut words.christ);
    longest_first(&mut words.domini);
    words
});

impl Words {
    fn take(&mut self, language: Language) {
        for (number, names) in (1..).zip(language.months) {
            for name in names {
                self.months.entry(name.to_lowercase().trim_end_matches('.').to_owned()).or_insert(number);
            }
        }
        for (season, names) in language.seasons {
            let number = match &*season {
                "spring" => 21,
                "summer" => 22,
                "autumn" => 23,
                _ => 24,
            };
            for name in names {
                self.seasons.entry(name.to_lowercase()).or_insert(number);
            }
        }
        self.about.extend(language.dates.about.iter().map(|word| word.to_lowercase()));
        self.christ.extend(language.dates.before_christ.iter().map(|word| word.to_lowercase()));
        for (number, scale) in language.numbers.scales {
            let Ok(number) = number.parse::<Decimal>() else { continue };
            for word in scale.alone.into_iter().chain(scale.after) {
                self.scales.entry(word.to_lowercase()).or_insert(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_read() {
        toml::from_str::<Words>(include_str!("words.toml")).unwrap();
        assert!(languages::sections::<Language>().count() >= 10);
        let month = |name: &str| WORDS.months.get(name).copied();
        assert_eq!(
            [month("mei"), month("мая"), month("märz"), month("février"), month("may")],
            [Some(5), Some(5), Some(3), Some(2), Some(5)]
        );
        assert_eq!(WORDS.seasons.get("herbst"), Some(&23));
        assert_eq!(WORDS.scales.get("juta"), Some(&Decimal::from(1_000_000)));
    }
}
