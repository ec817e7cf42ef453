//! The counts at the times of claims that state one.

use std::collections::{BTreeMap, BTreeSet};

use super::holders::{Holders, View, head_or_base, number, who};
use super::{Kind, Moved, on};
use crate::analysis::Analysis;
use crate::dataset::{Claim, Dataset};
use crate::message::{message, ours};
use crate::review::Sides;
use crate::value::Quantity;

/// The counts at the times of claims that state one.
pub(super) fn moved(
    sides: &Sides<'_>,
    (base, head): (&View<'_>, &View<'_>),
    hidden: &BTreeSet<String>,
    moved: &mut Vec<Moved>,
) {
    let (old, new) = (stating(sides.base()), stating(sides.head()));
    let names = &sides.names.claims;
    let ids: BTreeSet<&str> = new.keys().copied().chain(old.keys().map(|id| names.to_head(id))).collect();
    for id in ids {
        let (was, is) = (old.get(names.to_base(id)), new.get(id));
        let Some((shown, _)) = is.or(was) else { continue };
        let side = if is.is_some() { sides.head() } else { sides.base() };
        let Some(status) = counted(side, shown) else { continue };
        // A claim that is on one side only asks both sides about its own time.
        let when = |analysis: &Analysis<'_>, claim: Option<&(&Claim, String)>| match claim {
            Some((claim, _)) => match analysis.times.query(&claim.time) {
                Some(Ok(range)) => Some(range),
                // A stretch of time: its turning days are told by themselves.
                _ => None,
            },
            None => None,
        };
        let (then, now) = (when(sides.base, was), when(sides.head, is));
        let (Some(then), Some(now)) = (then.or(now), now.or(then)) else { continue };
        let organisation = if is.is_some() { head.id(shown.subject) } else { base.id(shown.subject) };
        let (Some(in_base), Some(in_head)) =
            (base.entities.get(organisation.as_str()), head.entities.get(organisation.as_str()))
        else {
            continue;
        };
        if hidden.contains(&organisation) {
            continue;
        }
        let before = Holders::new(base, &status, *in_base, then);
        let after = Holders::new(head, &status, *in_head, now);
        let who = who(before.as_ref(), after.as_ref(), &|id| head_or_base(head, base, id));
        if before == after || (who.is_empty() && number(before.as_ref()) == number(after.as_ref())) {
            continue;
        }
        let label = side.property(shown.property).name();
        let moment =
            if shown.time.is_always() { message!("as of {}", now.describe()) } else { ours(on(&now)).into() };
        let was_then = (then != now).then(|| message!(" (before: {})", on(&then)));
        let (was, is) = (number(before.as_ref()), number(after.as_ref()));
        let text = message!(
            "{} of {} {}{} was {} and is now {}{}; claim `{}` says {}",
            label,
            head.name(&organisation),
            moment,
            was_then,
            was,
            is,
            (!who.is_empty()).then(|| message!(", {}", who)),
            id,
            shown.value.as_quantity().map(Quantity::describe).unwrap_or_default()
        );
        moved.push(Moved {
            kind: Kind::Count,
            organisation: head.name(&organisation).to_owned(),
            of: organisation.clone(),
            status: Some(status),
            claim: Some(id.to_owned()),
            when: Some(now.describe()),
            days: None,
            who,
            story: String::new(),
            before: was,
            after: is,
            text,
        });
    }
}

/// The claims that state how many hold a status, by id.
fn stating(dataset: &Dataset) -> BTreeMap<&str, (&Claim, String)> {
    let mut claims = BTreeMap::new();
    for (property, declared) in dataset.properties() {
        if let Some(status) = declared.as_quantity().and_then(|number| number.counts_status.as_ref()) {
            for (_, claim) in dataset.claims_with(property) {
                claims.insert(&*claim.id, (claim, status.value.to_string()));
            }
        }
    }
    claims
}

fn counted(dataset: &Dataset, claim: &Claim) -> Option<String> {
    let status = dataset.property(claim.property).as_quantity()?.counts_status.as_ref()?;
    Some(status.value.to_string())
}
