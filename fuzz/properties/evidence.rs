//! Any text as a quote, in each language: what is found in it stands where it is said to stand, and
//! a number or a date that is the whole text is seen. The first byte chooses the language.

use csto_validate::evidence::counted::Counted;
use csto_validate::evidence::support::{self, Answer};
use csto_validate::evidence::{Language, mentions};
use csto_validate::value::{Date, Duration, Quantity};

pub(crate) fn holds(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let text = super::common::text(bytes);
    let languages: Vec<&Language> = Language::all().collect();
    let language = languages[usize::from(*choice) % languages.len()];
    let mut last = 0;
    for mention in mentions(text, language) {
        for part in [&mention.span, &mention.before, &mention.after] {
            assert!(text.get(part.clone()).is_some(), "{text:?}: {mention:?}");
        }
        assert!(mention.span.start >= last, "{text:?}: {mention:?}");
        last = mention.span.start;
    }
    let quantity = Quantity::parse(">4000").expect("a quantity");
    placed(text, &support::quantity(text, language, &quantity, &Counted::default(), None));
    let date = Date::parse("1992-05-15").expect("a date");
    placed(text, &support::date(text, language, &date));
    let duration = Duration::parse("P5Y").expect("a duration");
    placed(text, &support::relative(text, language, &duration, true));
    // As the data format writes a day, any language reads it.
    let is_day = text.len() == 10 && text.bytes().filter(u8::is_ascii_digit).count() == 8;
    if let (true, Ok(date)) = (is_day, Date::parse(text)) {
        let answer = support::date(text, language, &date);
        assert!(matches!(answer, Answer::Supported(_)), "{text:?}: {answer:?}");
    }
    // Up to here a number is no year and has no separators.
    let is_number =
        text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    if let (true, Ok(number)) = (is_number, Quantity::parse(text)) {
        let answer = support::quantity(text, language, &number, &Counted::default(), None);
        assert!(matches!(answer, Answer::Supported(_)), "{text:?}: {answer:?}");
    }
}

fn placed(text: &str, answer: &Answer) {
    if let Answer::Supported(place) | Answer::Contradicted { place, .. } = answer {
        assert!(text.get(place.clone()).is_some(), "{text:?}: {answer:?}");
    }
}
