//! Whether two dates say the same.
//!
//! At the coarser precision of the two: "1992" and 15 May 1992 agree, and so do "the 1990s" and
//! 1992. What bounds a date is part of it: "before 1992" and 1992 do not agree, nor do "about 1992"
//! and 1992, nor a day and an interval that only holds it.

use crate::value::{Date, DayRange};

/// How a statement and a claim agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The statement says less exactly what the claim says.
    Coarser,
    /// The statement says more exactly what the claim says.
    Finer,
    /// Both say the same.
    Exact,
}

/// One side of an interval; `None` is open.
type End = Option<Date>;

/// The ends of an interval; `None` for a date that is none.
pub(super) fn ends(date: &Date) -> Option<(End, End)> {
    let text = date.to_string();
    let (from, to) = text.split_once('/')?;
    let end = |text: &str| Date::parse(text).ok();
    Some((end(from), end(to)))
}

/// Whether a date of an article and one of a claim say the same.
pub(super) fn dates(stated: &Date, claimed: &Date) -> Option<Agreement> {
    match (ends(stated), ends(claimed)) {
        (None, None) => points(stated, claimed),
        (Some((a, b)), Some((c, d))) => Some(side(a, c)?.min(side(b, d)?)),
        (None, Some((Some(from), Some(to)))) => {
            if inside(&claimed.range(), &stated.range()) {
                return Some(Agreement::Coarser);
            }
            // A day on which it begins or ends says less than both.
            points(stated, &from).or(points(stated, &to)).map(|_| Agreement::Coarser)
        }
        (Some((Some(_), Some(_))), None) => {
            inside(&stated.range(), &claimed.range()).then_some(Agreement::Finer)
        }
        _ => None,
    }
}

fn side(stated: End, claimed: End) -> Option<Agreement> {
    match (stated, claimed) {
        (None, None) => Some(Agreement::Exact),
        (Some(stated), Some(claimed)) => points(&stated, &claimed),
        _ => None,
    }
}

fn points(stated: &Date, claimed: &Date) -> Option<Agreement> {
    let (own, about) = plain(stated);
    let (other, other_about) = plain(claimed);
    if about != other_about {
        return None;
    }
    match (inside(&own, &other), inside(&other, &own)) {
        (true, true) => Some(Agreement::Exact),
        (true, false) => Some(Agreement::Finer),
        (false, true) => Some(Agreement::Coarser),
        (false, false) => None,
    }
}

/// The days of a date without what makes it uncertain, and whether it is only about right.
fn plain(date: &Date) -> (DayRange, bool) {
    let text = date.to_string();
    let about = text.ends_with(['~', '%']);
    let bare = text.trim_end_matches(['~', '%', '?']);
    (Date::parse(bare).map_or_else(|_| date.range(), |date| date.range()), about)
}

fn inside(inner: &DayRange, outer: &DayRange) -> bool {
    inner.intersection(outer) == Some(*inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_agree_at_the_coarser_precision_and_with_their_bounds() {
        let ask = |a: &str, b: &str| dates(&Date::parse(a).unwrap(), &Date::parse(b).unwrap());
        for (stated, claimed, agreement) in [
            ("1992-05-15", "1992-05-15", Some(Agreement::Exact)),
            ("1992", "1992-05-15", Some(Agreement::Coarser)),
            ("1992-05-15", "1992", Some(Agreement::Finer)),
            ("199X", "1992", Some(Agreement::Coarser)),
            ("1992-05", "1992-05-15", Some(Agreement::Coarser)),
            ("1992?", "1992", Some(Agreement::Exact)),
            ("1992", "1993", None),
            ("1992~", "1992", None),
            ("1992~", "1992~", Some(Agreement::Exact)),
            ("../1992", "1992", None),
            ("../1992", "../1992", Some(Agreement::Exact)),
            ("../1992", "1992/..", None),
            ("1992/1994", "1992/1994", Some(Agreement::Exact)),
            ("1992/1994", "1992-02/1994-05", Some(Agreement::Coarser)),
            ("1993", "1992/1994", None),
            ("1992", "1992/1994", Some(Agreement::Coarser)),
            ("2024-02", "2024-02-22/2024-02-23", Some(Agreement::Coarser)),
            ("1991", "../2008-03-28", None),
        ] {
            assert_eq!(ask(stated, claimed), agreement, "{stated} {claimed}");
        }
    }
}
