//! Any text as a duration: what is one is printed as it was understood, and what is not says where.

use csto_validate::value::Duration;

pub(crate) fn holds(bytes: &[u8]) {
    let text = super::common::text(bytes);
    match Duration::parse(text) {
        Ok(duration) => {
            let again = Duration::parse(&duration.to_string()).expect("a duration is printed as one");
            assert_eq!((again.count(), again.unit()), (duration.count(), duration.unit()), "{text:?}");
            assert!(!duration.describe().is_empty());
        }
        Err(error) => assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}"),
    }
}
