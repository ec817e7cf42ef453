//! Libraries that panic on what strangers made: that is a broken file, not a bug to report.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Whether this thread runs what may panic: then nothing is to be told of it.
pub(crate) fn is_here() -> bool {
    DEPTH.get() > 0
}

/// Runs what may panic; where it does, what it said. What it was given must not be used any more
/// but to be thrown away.
pub(crate) fn run<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    DEPTH.set(DEPTH.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(run));
    DEPTH.set(DEPTH.get().saturating_sub(1));
    result.map_err(|panic| said(&*panic))
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_what_it_said() {
        assert_eq!(run(|| 1), Ok(1));
        assert_eq!(run(|| -> u8 { panic!("first {}\nsecond", 1) }), Err("first 1".into()));
        assert_eq!(run(is_here), Ok(true));
        assert!(!is_here());
    }
}
