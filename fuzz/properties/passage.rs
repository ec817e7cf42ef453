//! Any text and any quote, apart by a NUL: places are places of the text, and a text is found in
//! itself.

use csto_validate::evidence::Language;
use csto_validate::evidence::passage::{Difference, Found, find, normal};

pub(crate) fn holds(bytes: &[u8]) {
    let input = super::common::text(bytes);
    let (text, quote) = input.split_once('\0').unwrap_or((input, input));
    let differ = |differences: &[Difference]| {
        for difference in differences {
            assert!(text.get(difference.text.clone()).is_some(), "{input:?}: {difference:?}");
            assert!(quote.get(difference.quote.clone()).is_some(), "{input:?}: {difference:?}");
        }
    };
    match find(text, quote, Language::of("en")) {
        Found::Found(passage) => assert!(text.get(passage.clone()).is_some(), "{input:?}: {passage:?}"),
        Found::Contradicted { passage, differences }
        | Found::Absent { nearest: Some((passage, differences)) } => {
            assert!(text.get(passage.clone()).is_some(), "{input:?}: {passage:?}");
            differ(&differences);
            assert!(text != quote, "a text does not hold itself: {input:?}");
        }
        Found::Absent { nearest: None } => assert!(text != quote, "a text does not hold itself: {input:?}"),
        Found::NoWords => {}
    }
    // A change of layout is none of the passage. Behind a hyphen a line end means that a word was broken.
    let mut laid_out = String::new();
    for word in text.split_inclusive(' ') {
        let wraps = word.strip_suffix(' ').is_some_and(|word| word.ends_with(char::is_alphanumeric));
        laid_out.push_str(word);
        laid_out.push_str(if wraps { "\n " } else { "" });
    }
    assert_eq!(normal(&laid_out), normal(text), "{text:?}");
}
