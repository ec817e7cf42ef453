use proptest::prelude::*;

use super::*;
use crate::message::message;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn range(text: &str) -> String {
    let show = |day: Option<Day>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    format!("{} {}", show(date(text).earliest()), show(date(text).latest()))
}

#[test]
fn every_form_of_levels_0_and_1() {
    for (text, expected, words) in [
        // level 0
        ("1985-04-12", "1985-04-12 1985-04-12", "12 April 1985"),
        ("1985-04", "1985-04-01 1985-04-30", "April 1985"),
        ("1985", "1985-01-01 1985-12-31", "1985"),
        ("0000", "0000-01-01 0000-12-31", "1 BC"),
        ("1985-04-12T23:20:30", "1985-04-12 1985-04-12", "12 April 1985"),
        ("1985-04-12T23:20:30Z", "1985-04-12 1985-04-12", "12 April 1985"),
        ("1985-04-12T23:20:30-04", "1985-04-12 1985-04-12", "12 April 1985"),
        ("1985-04-12T24:00:00+04:30", "1985-04-12 1985-04-12", "12 April 1985"),
        ("1985-04-12T23:59:60-14:00", "1985-04-12 1985-04-12", "12 April 1985"),
        ("1964/2008", "1964-01-01 2008-12-31", "between 1964 and 2008"),
        ("2004-06/2006-08", "2004-06-01 2006-08-31", "between June 2004 and August 2006"),
        ("2004-02-01/2005-02-08", "2004-02-01 2005-02-08", "between 1 February 2004 and 8 February 2005"),
        ("2004-02-01/2005", "2004-02-01 2005-12-31", "between 1 February 2004 and 2005"),
        // level 1
        ("Y170000002", "Y170000002-01-01 Y170000002-12-31", "170000002"),
        ("Y-170000002", "Y-170000002-01-01 Y-170000002-12-31", "170000003 BC"),
        ("2001-21", "2001-03-01 2001-12-22", "spring 2001"),
        ("2001-22", "2001-01-01 2002-03-21", "summer 2001"),
        ("2001-23", "2001-03-01 2001-12-22", "autumn 2001"),
        ("2001-24", "2001-01-01 2002-03-21", "winter 2001"),
        ("2001-22~", "2000-10-01 2002-06-21", "about summer 2001"),
        ("1984?", "1984-01-01 1984-12-31", "1984 (uncertain)"),
        ("1984~", "1983-01-01 1985-12-31", "about 1984"),
        ("2004-06~", "2004-05-01 2004-07-31", "about June 2004"),
        ("2004-06-11%", "2004-06-10 2004-06-12", "about 11 June 2004 (uncertain)"),
        ("199X~", "1980-01-01 2009-12-31", "about the 1990s"),
        ("199X", "1990-01-01 1999-12-31", "the 1990s"),
        ("20XX", "2000-01-01 2099-12-31", "2000 to 2099"),
        ("2004-XX", "2004-01-01 2004-12-31", "some month of 2004"),
        ("1985-04-XX", "1985-04-01 1985-04-30", "some day of April 1985"),
        ("1985-XX-XX", "1985-01-01 1985-12-31", "some day of 1985"),
        ("1985-04-12/..", "1985-04-12 ..", "12 April 1985 or later"),
        ("1985/..", "1985-01-01 ..", "1985 or later"),
        ("../1985-04", ".. 1985-04-30", "April 1985 or earlier"),
        ("1985/", "1985-01-01 ..", "1985 or later"),
        ("/1985", ".. 1985-12-31", "1985 or earlier"),
        ("1984~/2004-06", "1983-01-01 2004-06-30", "between about 1984 and June 2004"),
        ("1984?/2004%", "1984-01-01 2005-12-31", "between 1984 (uncertain) and about 2004 (uncertain)"),
        ("000X", "0000-01-01 0009-12-31", "1 BC to 9"),
        ("001X", "0010-01-01 0019-12-31", "the 10s"),
        ("-02XX", "-0299-01-01 -0200-12-31", "300 BC to 201 BC"),
        // The first day on which it can start is the last on which it can end.
        ("1992-05-15~/1992-05-14", "1992-05-14 1992-05-14", "between about 15 May 1992 and 14 May 1992"),
        ("-1985", "-1985-01-01 -1985-12-31", "1986 BC"),
        ("-0043-03-15", "-0043-03-15 -0043-03-15", "15 March 44 BC"),
        ("-199X", "-1999-01-01 -1990-12-31", "2000 BC to 1991 BC"),
        ("2000-02-29", "2000-02-29 2000-02-29", "29 February 2000"),
    ] {
        assert_eq!(range(text), expected, "{text}");
        assert_eq!(date(text).describe(), words, "{text}");
    }
}

#[test]
fn seasons_of_a_hemisphere() {
    let days = |text: &str, hemisphere| date(text).in_hemisphere(hemisphere).range();
    for (text, north, south) in [
        ("2001-21", "2001-03-01/2001-06-21", "2001-09-01/2001-12-22"),
        ("2001-22", "2001-06-01/2001-09-23", "2001-01-01/2002-03-21"),
        ("2001-23", "2001-09-01/2001-12-22", "2001-03-01/2001-06-21"),
        ("2001-24", "2001-01-01/2002-03-21", "2001-06-01/2001-09-23"),
        ("2001-21/2002-21", "2001-03-01/2002-06-21", "2001-09-01/2002-12-22"),
        ("2001/2002", "2001/2002", "2001/2002"),
        ("2001-03", "2001-03", "2001-03"),
    ] {
        assert_eq!(days(text, Hemisphere::North), date(north).range(), "{text}");
        assert_eq!(days(text, Hemisphere::South), date(south).range(), "{text}");
    }
    assert_eq!((date("2001-23").season(), date("2001-03").season()), (Some(23), None));
}

#[test]
fn what_is_no_date_is_told_with_what_to_write() {
    for (text, words) in [
        ("15 May 1992", "write \"1992-05-15\""),
        ("May 15, 1992", "write \"1992-05-15\""),
        ("15th of May 1992", "write \"1992-05-15\""),
        ("May 1992", "write \"1992-05\""),
        ("spring 1992", "write \"1992-21\""),
        ("15.05.1992", "write \"1992-05-15\""),
        ("05/15/1992", "write \"1992-05-15\""),
        ("15/05/1992", "write \"1992-05-15\""),
        ("05.04.1992", "write \"1992-04-05\""),
        ("1992, May 15", "write \"1992-05-15\""),
        ("1992-5-XX", "write \"1992-05-XX\""),
        ("1992/5/3~", "write it as"),
        ("1992\u{2010}05\u{2212}15", "write \"1992-05-15\""),
        ("1985-04-12t10:00:00z", "write \"1985-04-12T10:00:00Z\""),
        ("y17000", "write \"Y17000\""),
        ("05/04/1992", "1992-05-15"),
        ("1992/05/15", "write \"1992-05-15\""),
        ("1992-5-3", "write \"1992-05-03\""),
        ("1992-5", "write \"1992-05\""),
        ("19920515", "write \"1992-05-15\""),
        ("1992-05-15 10:00", "write \"1992-05-15\""),
        ("1992-02-30", "February 1992 has 29 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        ("1992-00", "months are 01 to 12"),
        ("1992-13", "months are 01 to 12"),
        ("c. 1992", "write \"1992~\""),
        ("ca 1992", "write \"1992~\""),
        ("about May 1992", "write \"1992-05~\""),
        ("before 1992", "write \"../1991\""),
        ("until 1992", "write \"../1992\""),
        ("after 1992", "write \"1993/..\""),
        ("before May 1992", "write \"../1992-04\""),
        ("before 1 March 1992", "write \"../1992-02-29\""),
        ("<1992", "write \"../1991\""),
        ("до 1992", "write \"../1991\""),
        ("sebelum Mei 1992", "write \"../1992-04\""),
        ("1992-05/06", "write \"1992-05/1992-06\""),
        ("1992-05-15/20", "write \"1992-05-15/1992-05-20\""),
        ("1992-05-15/06-20", "write \"1992-05-15/1992-06-20\""),
        ("1992-06/05", "write it as"),
        ("44 BC", "write \"-0043\""),
        ("15 March 44 BC", "write \"-0043-03-15\""),
        ("1 BCE", "write \"0000\""),
        ("44 v. Chr.", "write \"-0043\""),
        ("AD 476", "write \"0476\""),
        ("19th century", "write \"18XX\""),
        ("the 19th century", "write \"18XX\""),
        ("XIX век", "write \"18XX\""),
        ("19. Jahrhundert", "write \"18XX\""),
        ("XIXe siècle", "write \"18XX\""),
        ("abad ke-19", "write \"18XX\""),
        ("3rd century BC", "write \"-02XX\""),
        ("early 19th century", "write it as"),
        ("15 mai 1992", "write \"1992-05-15\""),
        ("15 Mei 1992", "write \"1992-05-15\""),
        ("15 мая 1992", "write \"1992-05-15\""),
        ("15. Mai 1992", "write \"1992-05-15\""),
        ("Herbst 1992", "write \"1992-23\""),
        ("19X2", "level 2"),
        ("199X-05-15", "level 2"),
        ("1992-1X", "level 2"),
        ("1XXX", "level 2"),
        ("XXXX-12-25", "level 2"),
        ("since 1992", "write \"1992/..\""),
        ("1990s", "write \"199X\""),
        ("the 1900s", "write \"19XX\""),
        ("1992–1994", "write \"1992/1994\""),
        ("1992-1994", "write \"1992/1994\""),
        ("1992-94", "write \"1992/1994\""),
        ("1992 ", "write \"1992\""),
        ("199x", "write \"199X\""),
        ("１９９２", "write \"1992\""),
        ("12345", "write \"Y12345\""),
        ("92", "write it as"),
        ("", "write it as"),
        ("yesterday", "write it as"),
        ("10:00", "write it as"),
        ("XXXX", "write it as"),
        ("Y1992", "write \"1992\""),
        ("Y17e7", "level 1"),
        ("1950S2", "level 1"),
        ("[1667,1668]", "interval"),
        ("{1960,1961}", "interval"),
        ("1992-05~-12", "at the end"),
        ("?1992-05", "at the end"),
        ("1992-33", "seasons are"),
        ("1992-XX-15", "year alone"),
        ("../..", "at least one side"),
        ("/", "at least one side"),
        ("1992/1993/1994", "write it as"),
        ("-0000", "1 BC"),
        ("1985-04-12T25:00:00", "leave the time out"),
        ("1985-04-12T23:20", "leave the time out"),
        ("1985-04-12T23:60:00", "leave the time out"),
        ("1985-04-12T23:59:61", "leave the time out"),
        ("1985-04-12T24:00:01", "leave the time out"),
        ("1985-04-12T24:01:00", "leave the time out"),
        ("1985-04-12T23:20:30+15:00", "leave the time out"),
        ("1985-04-12T23:20:30+04:60", "leave the time out"),
        ("1992-21-05", "a season stands alone"),
        ("Y17000-01", "write it as"),
        ("unknown", "write it as"),
        // Which century is meant is not known, and neither is which number is the month.
        ("15 May 92", "write it as"),
        ("May 92", "write it as"),
        ("92-94", "write it as"),
        ("1992-123", "write it as"),
        ("1992.33", "write it as"),
        ("1992-92", "write it as"),
        ("04/05/1992", "write it as"),
        ("Y99999999999999999999", "years up to"),
    ] {
        let error = Date::parse(text).unwrap_err();
        let told = message!("{} {}", error.message, error.help).to_string();
        assert!(told.contains(words), "{text}: {error:?}");
        assert!(text.get(error.at.clone()).is_some(), "{text}: {error:?}");
        if let Some(meant) = &error.meant {
            assert!(told.contains(&format!("write \"{}\"", meant.text)), "{told}");
            date(&meant.text);
        }
    }
}

#[test]
fn what_is_wrong_is_shown() {
    for (text, shown) in [
        ("1992/1993/1994", "/"),
        ("1992-13", "13"),
        ("1992-05-01/1992-02-30", "30"),
        ("1992/Y1993", "Y1993"),
        ("../1992-21-05", "21-05"),
        ("1992/1985-04-12T25:00:00Z", "25:00:00Z"),
    ] {
        assert_eq!(&text[Date::parse(text).unwrap_err().at], shown, "{text}");
    }
}

#[test]
fn an_interval_has_a_slash() {
    for text in ["1992/1994", "1992/..", "/1992"] {
        assert!(date(text).is_interval(), "{text}");
    }
    for text in ["1992", "199X", "1992-21", "1992-05-15~"] {
        assert!(!date(text).is_interval(), "{text}");
    }
}

#[test]
fn an_interval_may_run_backwards_and_says_so() {
    assert!(date("1994/1992").runs_backwards());
    assert!(date("1994-01-01/1993").runs_backwards());
    assert!(!date("1994-06/1994").runs_backwards());
    assert!(!date("1994~/1993").runs_backwards());
    assert!(!date("1994/..").runs_backwards());
    assert_eq!(range("1994/1992"), "1992-01-01 1994-12-31");
}

#[test]
fn a_date_is_small() {
    assert!(size_of::<Date>() <= 40, "{}", size_of::<Date>());
}

fn any_point() -> impl Strategy<Value = String> {
    let year = prop_oneof![
        (0..3000_i64).prop_map(|year| format!("{year:04}")),
        (1..3000_i64).prop_map(|year| format!("-{year:04}")),
        (0..300_i64).prop_map(|year| format!("{year:03}X")),
        (0..30_i64).prop_map(|year| format!("{year:02}XX")),
        (10_000..99_999_999_999_i64).prop_map(|year| format!("Y{year}")),
    ];
    let rest = prop_oneof![
        Just(String::new()),
        Just("-XX".to_owned()),
        Just("-XX-XX".to_owned()),
        (1..=12_u8).prop_map(|month| format!("-{month:02}")),
        (1..=12_u8).prop_map(|month| format!("-{month:02}-XX")),
        (21..=24_u8).prop_map(|season| format!("-{season}")),
        (1..=12_u8, 1..=28_u8).prop_map(|(month, day)| format!("-{month:02}-{day:02}")),
    ];
    (year, rest, prop_oneof![Just(""), Just("?"), Just("~"), Just("%")]).prop_map(
        |(year, rest, qualifier)| {
            if year.contains(['X', 'Y']) {
                format!("{year}{qualifier}")
            } else {
                format!("{year}{rest}{qualifier}")
            }
        },
    )
}

fn any_date() -> impl Strategy<Value = String> {
    prop_oneof![
        any_point(),
        (any_point(), any_point()).prop_map(|(start, end)| format!("{start}/{end}")),
        any_point().prop_map(|start| format!("{start}/..")),
        any_point().prop_map(|end| format!("/{end}")),
    ]
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,30}") {
        if let Err(error) = Date::parse(&text) {
            prop_assert!(text.get(error.at).is_some());
        }
    }

    #[test]
    fn nothing_like_a_date_makes_it_panic(text in "[-0-9XYTZS?~%/.:x \\[]{0,24}") {
        if let Err(error) = Date::parse(&text) {
            prop_assert!(text.get(error.at).is_some());
        }
    }

    #[test]
    fn what_is_printed_is_read_again(text in any_date()) {
        let date = date(&text);
        prop_assert_eq!(date.to_string(), text);
    }

    #[test]
    fn ranges_are_well_formed_and_about_is_wider(text in any_date()) {
        let exact = date(&text);
        prop_assert!(!exact.range().is_empty());
        prop_assert!(!exact.describe().is_empty());
        if !text.contains(['~', '%', '?', '/']) {
            let about = date(&format!("{text}~")).range();
            prop_assert!(about.earliest < exact.earliest() && about.latest > exact.latest());
        }
    }

    #[test]
    fn a_day_lies_in_its_month_and_year(days in -1_000_000..1_000_000_i64) {
        let day = Day(days);
        let text = day.to_string();
        prop_assert_eq!(date(&text).exact_day(), Some(day));
        let month = &text[..text.len() - 3];
        let year = &month[..month.len() - 3];
        prop_assert!(date(month).range().contains(day));
        prop_assert!(date(year).range().contains(day));
        let decade = format!("{}X", &year[..year.len() - 1]);
        prop_assert!(date(&decade).range().contains(day));
    }
}

#[test]
fn a_text_that_can_be_read_in_one_way_is_surely_meant() {
    for (text, meant, sure) in [
        ("1992-5-3", "1992-05-03", true),
        ("15 May 1992", "1992-05-15", true),
        ("15.05.1992", "1992-05-15", true),
        ("05.05.1992", "1992-05-05", true),
        ("05.06.1992", "1992-06-05", false),
        ("1990s", "199X", true),
        ("1900s", "19XX", false),
        ("19xx", "19XX", true),
        ("19th century", "18XX", false),
        ("since 1992", "1992/..", true),
    ] {
        let found = Date::parse(text).unwrap_err().meant.unwrap();
        assert_eq!((found.text.as_str(), found.sure), (meant, sure), "{text}");
    }
    assert_eq!(Date::parse("1992-13").unwrap_err().meant, None);
}
