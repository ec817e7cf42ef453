//! Quotes and the texts that hold them, or do not.

use super::*;

const PAGE: &str = "Home | News\n\
    Former Soviet states boost defense capability in joint drills.[1] MOSCOW, July 22 – A total of 4,000 troops \
    from all seven member states of the Collective Secu\u{ad}rity Treaty Organi-\nzation (CSTO) are taking part in \
    the Rubezh 2008 exercise in Armenia, a “well-known” site.[2] The treaty was signed on 15 May 1992 in Tashkent. \
    It covers 1,500 km² and does not cover Georgia.\n\
    Read also: CSTO members to meet in Moscow on 5 September 2008. Some 10\u{a0}000 people live there.";

fn english() -> Option<&'static Language> {
    Language::of("en")
}

fn held(quote: &str) -> bool {
    match find(PAGE, quote, english()) {
        Found::Found(place) => PAGE.get(place).is_some(),
        _ => false,
    }
}

#[test]
fn type_setting_changes_nothing() {
    for quote in [
        "A total of 4,000 troops from all seven member states",
        "a total of 4,000 troops from\n all seven  member states",
        "Collective Security Treaty Organization (CSTO)",
        "in Armenia, a \"well-known\" site. The treaty",
        "in Armenia, a «well‑known» site",
        "It covers 1,500 km2",
        "10 000 people live there",
        "A total of 4,000 troops … in the Rubezh 2008 exercise in Armenia",
        "4,000 troops [...] Tashkent.",
        "… signed on 15 May 1992 in Tashkent…",
        "ﬁrst",
    ] {
        assert_eq!(held(quote), quote != "ﬁrst", "{quote}");
    }
    assert_eq!(find("the first day", "ﬁrst day", None), Found::Found(4..13));
    assert_eq!(find("a", "…", None), Found::NoWords);
    // The order of the parts counts.
    assert!(!held("Rubezh 2008 exercise … A total of 4,000 troops"));
}

#[test]
fn what_differs_in_what_matters_is_contradicted() {
    for (quote, quoted, says) in [
        ("A total of 5,000 troops from all seven member states", "5", "4"),
        ("A total of 4.000 troops from all seven member states", ".", ","),
        ("A total of 4,000 troops from all six member states", "six", "seven"),
        ("The treaty was signed on 16 May 1992 in Tashkent", "16", "15"),
        ("The treaty was signed on 15 June 1992 in Tashkent", "June", "May"),
        ("The treaty was signed on 15 May 1992 in Moscow", "Moscow", "Tashkent"),
        ("It covers 1,500 km² and does cover Georgia", "", "not"),
    ] {
        let Found::Contradicted { differences, .. } = find(PAGE, quote, english()) else {
            panic!("{quote}: {:?}", find(PAGE, quote, english()));
        };
        let shown: Vec<(&str, &str)> = differences
            .iter()
            .filter(|difference| difference.matters)
            .map(|difference| (&quote[difference.quote.clone()], &PAGE[difference.text.clone()]))
            .collect();
        assert_eq!(shown, [(quoted, says)], "{quote}");
    }
}

#[test]
fn other_words_are_absent_with_the_nearest_passage() {
    let Found::Absent { nearest: Some((passage, differences)) } =
        find(PAGE, "A total of 4,000 troops coming from all seven member states", english())
    else {
        panic!("it is not there in these words");
    };
    assert_eq!(&PAGE[passage], "A total of 4,000 troops from all seven member states");
    assert_eq!(differences.len(), 1);
    assert!(!differences[0].matters);
    assert_eq!(
        find(PAGE, "Uzbekistan suspended its membership in the summer of that year", english()),
        Found::Absent { nearest: None }
    );
    assert_eq!(find("", "anything", None), Found::Absent { nearest: None });
}

#[test]
fn every_changed_digit_is_noticed() {
    let quotes = [
        "A total of 4,000 troops from all seven member states",
        "signed on 15 May 1992 in Tashkent",
        "the Rubezh 2008 exercise in Armenia",
        "CSTO members to meet in Moscow on 5 September 2008",
    ];
    let mut changes = 0;
    for quote in quotes {
        assert!(held(quote), "{quote}");
        for (at, digit) in quote.char_indices().filter_map(|(at, c)| Some((at, c.to_digit(10)?))) {
            let mut changed = quote.to_owned();
            changed.replace_range(at..=at, &((digit + 1) % 10).to_string());
            changes += 1;
            assert!(matches!(find(PAGE, &changed, english()), Found::Contradicted { .. }), "{changed}");
        }
    }
    assert!(changes > 15);
}

#[test]
fn long_texts_take_no_long_time() {
    // A hundred thousand words that are nearly the quote, over and over.
    let page = "the troops of the states and the troops of the treaty ".repeat(10_000);
    let quote = "the troops of the states and the tanks of the treaty ".repeat(300);
    assert!(!matches!(find(&page, &quote, english()), Found::Found(_)));
}

/// A line ends behind a hyphen in the one text and not in the other.
#[test]
fn hyphens_at_the_ends_of_lines() {
    for (text, quote) in [
        ("of the pre- and post-war years", "of the pre-\nand post-war years"),
        ("of the pre-\nand post-war years", "of the pre- and post-war years"),
        ("the mem-\nber states", "the member states"),
        ("the member states", "the mem-\n  ber states"),
        ("the well-\nknown treaty", "the well-known treaty"),
    ] {
        assert!(matches!(find(text, quote, english()), Found::Found(_)), "{quote:?} in {text:?}");
    }
    assert!(!matches!(find("the mem- ber states", "the member states", None), Found::Found(_)));
}
