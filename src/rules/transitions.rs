//! Changes of status that no order makes legal.

use super::rule;
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::words;

rule! {
    /// In every order that the dates allow, an entity leaves what it never joined, joins twice, or
    /// otherwise moves from a status that the move cannot start from.
    ///
    /// A transition says where it may start from (`from` in the vocabulary; `none` is never having
    /// had a status). Without `from` it may start from any status but the one that it leads to.
    /// Imprecise dates leave the order open, and the finding is made only where no order helps.
    ///
    /// **What to do:** the finding tells the order that was tried. Add the move that is missing
    /// between, mend a date, or let the vocabulary allow the move if it can really happen.
    pub static INVALID_TRANSITION = "invalid-transition", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[entity.georgia]
kind = "state"

[property.joined]
type = "transition"
to   = "member"
from = ["none", "former member"]

[property.left]
type = "transition"
to   = "former member"
from = ["member"]

[[claim]]
id       = "georgia-joined"
subject  = "georgia"
property = "joined"
value    = "alliance"
at       = "1993"

[[claim]]
id       = "georgia-left"
subject  = "georgia"
property = "left"
value    = "alliance"
at       = "1992"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.georgia]
kind = "state"

[property.joined]
type = "transition"
to   = "member"
from = ["none", "former member"]

[property.left]
type = "transition"
to   = "former member"
from = ["member"]

[[claim]]
id       = "georgia-joined"
subject  = "georgia"
property = "joined"
value    = "alliance"
at       = "1993"

[[claim]]
id       = "georgia-left"
subject  = "georgia"
property = "left"
value    = "alliance"
at       = "1999"
"#,
}

pub(super) fn invalid_transition(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let (dataset, statuses) = (analysis.dataset, &analysis.statuses);
    if statuses.incomplete {
        // The move that is missing may be in what could not be read.
        return;
    }
    for (organisation, of) in statuses.organisations() {
        for (&entity, history) in &of.histories {
            let Some(illegal) = &history.illegal else { continue };
            let Some((&last, before)) = illegal.tried.split_last() else { continue };
            let (name, place) = (dataset.entity(entity).name(), dataset.entity(organisation).name());
            let claim = dataset.claim(history.claims[last]);
            let property = dataset.property(claim.property);
            let day = |at: usize| match history.moves[at].when {
                when if when == crate::value::DayRange::ALL => "at a time not told".to_owned(),
                when => format!("({})", when.describe()),
            };
            let now = if before.is_empty() {
                format!("{name} has no status in {place} yet")
            } else {
                format!("{name} is `{}` in {place} then", statuses.name(illegal.status))
            };
            let allowed = match property.as_transition().and_then(|moves| moves.from.as_ref()) {
                Some(from) => {
                    let from: Vec<String> = from
                        .iter()
                        .map(|status| match &*status.value {
                            "none" => "having no status".to_owned(),
                            other => format!("being `{other}`"),
                        })
                        .collect();
                    format!("can only start from {}", words::list_or(&from))
                }
                _ => format!("leads to `{}` again", statuses.name(history.moves[last].to)),
            };
            let tried: Vec<String> = illegal
                .tried
                .iter()
                .map(|&at| {
                    format!(
                        "{} {}",
                        dataset.property(dataset.claim(history.claims[at]).property).name(),
                        day(at)
                    )
                })
                .collect();
            let mut finding = Finding::new(
                &INVALID_TRANSITION,
                claim.property_span,
                format!(
                    "no order of its dates makes sense of {name} in {place}: `{}` {allowed}, but {now}; the order tried: {}",
                    property.id,
                    words::short_list(&tried, 8)
                ),
            )
            .label(format!("cannot happen here {}", day(last)))
            .help("add the move that is missing between, mend a date, or allow this one in the vocabulary with `from`")
            .entity(&dataset.entity(entity).id)
            .entity(&dataset.entity(organisation).id);
            for (at, &id) in history.claims.iter().enumerate().take(MOST_RELATED) {
                let other = dataset.claim(id);
                finding = finding.claim(&other.id);
                if at != last {
                    let text = format!("makes {name} `{}` {}", statuses.name(history.moves[at].to), day(at));
                    finding = finding.related(other.property_span, text);
                }
            }
            findings.push(finding);
        }
    }
}

/// The most moves that a finding shows: a reader does not look at more.
const MOST_RELATED: usize = 24;
