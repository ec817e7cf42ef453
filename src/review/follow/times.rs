//! The days on which each time point can be.

use std::collections::BTreeMap;

use super::holders::View;
use super::{Moved, on};
use crate::dataset::types::Writing as _;
use crate::dataset::{Dataset, DateValue, TimePoint};
use crate::message::{Message, message};
use crate::review::Sides;
use crate::review::fields::How;
use crate::value::DayRange;

/// The days on which each time point can be.
pub(super) fn moved(sides: &Sides<'_>, (base, head): (&View<'_>, &View<'_>), moved: &mut Vec<Moved>) {
    let (of_base, of_head) = (How::key_of_base(sides.names), How::KEY);
    let (old, new) = (points(sides.base(), &of_base), points(sides.head(), &of_head));
    for (names, now) in &new {
        let Some(was) = old.get(names) else { continue };
        // Dates that contradict each other are a finding, and give no days to compare.
        let (Some(told_before), Some(told_now)) = (was.stated, now.stated) else { continue };
        let before = sides.base.times.point(was.point);
        let after = sides.head.times.point(now.point);
        let subject = sides.head().entity(now.point.subject).name();
        let property = sides.head().property(now.point.property).name();
        let name = format!("{}.{}", names.0, names.1);
        let mut tell = |before: String, after: String, text: Message| {
            moved.push(Moved { before, after, text, ..Moved::time(&name) });
        };
        let contradict = "dates contradict each other";
        match (base.contradicted.contains(&was.point), head.contradicted.contains(&now.point)) {
            (true, true) => continue,
            // What all dates of the moment allow by themselves is told as well as before.
            (false, true) if before == after => continue,
            (false, true) => {
                let was = before.describe();
                let text =
                    message!("{} of {}: was {}, cannot be told now: {}", property, subject, was, contradict);
                tell(was, contradict.into(), text);
                continue;
            }
            (true, false) if before == after => continue,
            (true, false) => {
                let is = after.describe();
                let text =
                    message!("{} of {}: is {}, could not be told: {}", property, subject, is, contradict);
                tell(contradict.into(), is, text);
                continue;
            }
            (false, false) => {}
        }
        // What the changed claims themselves say is told with them.
        if before == after || (before == told_before && after == told_now) {
            continue;
        }
        let (was, is) = (before.describe(), after.describe());
        let text = match after.intersection(&before) {
            None => message!(
                "{} of {}: was {}, is now {}; it can no longer have been {}",
                property,
                subject,
                was,
                is,
                on(&before)
            ),
            Some(both) if both == after => {
                message!("{} of {}: can only be {} now, could be {}", property, subject, is, was)
            }
            Some(both) if both == before => {
                message!("{} of {}: can be {} now, could only be {}", property, subject, is, was)
            }
            Some(_) => message!("{} of {}: was {}, is now {}", property, subject, was, is),
        };
        tell(was, is, text);
    }
}

struct Point {
    point: TimePoint,
    /// What claims that give a date say of it; none where they contradict each other.
    stated: Option<DayRange>,
}

/// The time points that claims tell, by the ids of subject and property in the head.
fn points<'a>(dataset: &'a Dataset, how: &'a How<'_>) -> BTreeMap<(&'a str, &'a str), Point> {
    let mut points = BTreeMap::new();
    for (property, declared) in dataset.properties() {
        if declared.as_date().is_none() {
            continue;
        }
        for (_, claim) in dataset.claims_with(property) {
            let point = TimePoint { subject: claim.subject, property };
            let told = points
                .entry((how.entity(&dataset.entity(point.subject).id), how.property(&declared.id)))
                .or_insert(Point { point, stated: Some(DayRange::ALL) });
            if let Some(DateValue::Date(date)) = claim.value.as_date() {
                told.stated = told.stated.and_then(|known| known.intersection(&date.range()));
            }
        }
    }
    points
}
