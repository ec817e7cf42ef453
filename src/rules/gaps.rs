//! What was not checked, because a claim could not be read.

use std::collections::BTreeMap;

use super::rule;
use crate::dataset::{Cause, Span};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::words;

rule! {
    /// Something was left out of the checks, because a claim could not be read.
    ///
    /// A claim with a bad date or an unknown name is left out, and another finding says what is wrong
    /// with it. Rules that look for what is missing, or that need all claims of a kind, would draw
    /// wrong conclusions from the hole. They leave out what that claim could take part in: the
    /// changes of status of its own subject in its own organisation, the numbers of members there at
    /// times that it could touch, a claim that another one asks for. Everything else is checked.
    ///
    /// **What to do:** mend the claim. What is named here is checked from then on.
    pub static NOT_CHECKED = "not-checked", Note;
    bad: r#"
format = 1
dataset = { id = "example", title = "Example", as_of = "2024" }
rules = { uncited-claim = "off", invalid-date = "off" }

[entity.alliance]
kind = "organisation"

[entity.armenia]
kind = "state"

[property.joined]
type = "transition"
to   = "member"

[[claim]]
id       = "armenia-joined"
subject  = "armenia"
property = "joined"
value    = "alliance"
at       = "15 May 1992"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.armenia]
kind = "state"

[property.joined]
type = "transition"
to   = "member"

[[claim]]
id       = "armenia-joined"
subject  = "armenia"
property = "joined"
value    = "alliance"
at       = "1992-05-15"
"#,
}

/// Says that a check left something out; none where a whole file is missing, which says enough.
/// What one claim hides becomes one finding in the end.
pub(super) fn not_checked(cause: Cause<'_>, what: impl Into<Message>) -> Option<Finding> {
    let Cause::Claim(gap) = cause else { return None };
    let finding = Finding::new(&NOT_CHECKED, gap.span, what);
    Some(match &gap.id {
        Some(id) => finding.claim(id),
        None => finding,
    })
}

/// What checks left out, told once for each claim that is the cause.
pub(super) fn told_once(findings: Vec<Finding>) -> Vec<Finding> {
    let (left_out, mut others): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| *finding.rule == NOT_CHECKED);
    let mut causes: BTreeMap<Span, (Finding, Vec<Message>)> = BTreeMap::new();
    for finding in left_out {
        let what = finding.message.clone();
        causes.entry(finding.primary.span).or_insert_with(|| (finding, Vec::new())).1.push(what);
    }
    others.extend(causes.into_iter().map(|(span, (finding, mut what))| {
        what.sort_by(|a, b| a.bytes().cmp(b.bytes()));
        what.dedup();
        let claim = finding.names.claims.first();
        let claim = claim.map_or_else(|| "a claim without an id".into(), |id| message!("claim `{}`", id));
        let told = Finding::new(
            &NOT_CHECKED,
            span,
            message!("{} could not be read, so this is not checked: {}", claim, words::short_list(&what, 6)),
        )
        .label("left out")
        .help("mend this claim: another finding says what is wrong with it");
        Finding { names: finding.names, ..told }
    }));
    others
}
