//! Any text as a date: what is one is printed as it was understood, and what is not says where.

#![no_main]

use csto_validate::value::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Date::parse(text) {
        Ok(date) => {
            let again = Date::parse(&date.to_string()).expect("a date is printed as a date");
            assert_eq!(again.range(), date.range(), "{text:?} is printed as `{date}`");
            if let (Some(earliest), Some(latest)) = (date.earliest(), date.latest()) {
                assert!(earliest <= latest || date.runs_backwards(), "{text:?}");
            }
            assert!(!date.describe().is_empty());
        }
        Err(error) => assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}"),
    }
});
