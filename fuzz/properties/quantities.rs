//! Any two texts, apart by a line end, as quantities: they compare the same way from either side.

use csto_validate::value::Quantity;

fn parsed(text: &str) -> Option<Quantity> {
    match Quantity::parse(text) {
        Ok(quantity) => {
            let again = Quantity::parse(&quantity.to_string()).expect("a quantity is printed as one");
            assert_eq!(again.bounds(), quantity.bounds(), "{text:?} is printed as `{quantity}`");
            assert!(quantity.intersects(&quantity), "{text:?} allows no number");
            assert!(!quantity.surely_greater(&quantity) && !quantity.surely_less(&quantity), "{text:?}");
            assert!(!quantity.describe().is_empty());
            Some(quantity)
        }
        Err(error) => {
            assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}");
            None
        }
    }
}

pub(crate) fn holds(bytes: &[u8]) {
    let text = super::common::text(bytes);
    let (one, other) = text.split_once('\n').unwrap_or((text, ""));
    let (Some(one), Some(other)) = (parsed(one), parsed(other)) else { return };
    assert_eq!(one.intersects(&other), other.intersects(&one), "{text:?}");
    assert_eq!(one.surely_greater(&other), other.surely_less(&one), "{text:?}");
    if one.surely_greater(&other) {
        assert!(!one.intersects(&other) && one.possibly_greater(&other), "{text:?}");
    }
}
