//! Any text as a date: what is one is printed as it was understood, and what is not says where.

use csto_validate::value::Date;

pub(crate) fn holds(bytes: &[u8]) {
    let text = super::common::text(bytes);
    match Date::parse(text) {
        Ok(date) => {
            let again = Date::parse(&date.to_string()).expect("a date is printed as a date");
            assert_eq!(again.range(), date.range(), "{text:?} is printed as `{date}`");
            assert_eq!(again.to_string(), date.to_string(), "{text:?}");
            if let (Some(earliest), Some(latest)) = (date.earliest(), date.latest()) {
                assert!(earliest <= latest || date.runs_backwards(), "{text:?}");
            }
            assert!(!date.describe().is_empty());
        }
        Err(error) => assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}"),
    }
}
