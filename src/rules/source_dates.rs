//! When sources were published and looked at: not before what they are cited for, nor before each other.

use std::collections::HashSet;

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{ClaimId, Rank};
use crate::evidence::Verdict;
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::words;

rule! {
    /// Every source of a claim was surely published before what the claim tells of.
    ///
    /// A book of 1999 cannot know how many troops came in 2008. One source that is young enough, or
    /// whose date is not known, is enough. A source can know beforehand when something is to end, so
    /// `until` does not count, nor does what has `planned = true`. Neither does a claim one of whose
    /// quotes says it: then the source knew.
    ///
    /// **What to do:** look for another source; or the marker stands at the wrong claim, or a date is
    /// wrong. If the source announced it, say `planned = true`, or quote it.
    pub static SOURCE_PREDATES_CLAIM = "source-predates-claim", Error;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
at       = "2008"
refs     = ["handbook"]

[[source]]
id        = "handbook"
title     = "A handbook"
isbn      = "978-0765604323"
published = "1999"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
at       = "2008"
refs     = ["handbook"]

[[source]]
id        = "handbook"
title     = "A handbook"
isbn      = "978-0765604323"
published = "2008-07"
"#,
}

rule! {
    /// A source was read before it was published.
    ///
    /// **What to do:** mend the date that is wrong: `accessed` is the day on which somebody last read
    /// the source.
    pub static ACCESSED_BEFORE_PUBLISHED = "accessed-before-published", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["handbook"]

[[source]]
id        = "handbook"
title     = "A handbook"
isbn      = "978-0765604323"
published = "1999"
accessed  = "1995-02-25"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["handbook"]

[[source]]
id        = "handbook"
title     = "A handbook"
isbn      = "978-0765604323"
published = "1999"
accessed  = "2015-02-25"
"#,
}

pub(super) fn source_predates_claim(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    let supported: HashSet<ClaimId> = analysis
        .evidence
        .iter()
        .filter(|judgement| judgement.verdict == Verdict::Supported)
        .map(|judgement| judgement.claim)
        .collect();
    for (id, claim) in dataset.claims() {
        if supported.contains(&id) {
            continue;
        }
        if claim.refs.is_empty() || claim.broken_refs || claim.rank == Rank::Deprecated {
            continue;
        }
        findings.extend(predates(analysis, id));
    }
}

fn predates(analysis: &Analysis<'_>, id: ClaimId) -> Option<Finding> {
    let dataset = analysis.dataset;
    let claim = dataset.claim(id);
    let told = analysis.times.tells_of(dataset, id);
    let mut dates = Vec::new();
    for reference in &claim.refs {
        let source = dataset.source(reference.source);
        let published = source.published?;
        if !analysis.times.predates(dataset, id, reference.source) {
            return None;
        }
        dates.push((source, published));
    }
    let (first, published) = dates.first()?;
    let names: Vec<Message> = dates.iter().map(|(source, _)| source.name()).collect();
    let when = crate::value::DayRange::new(told.earliest, told.earliest.and(told.latest)).describe();
    let what = match dates.len() {
        1 => message!(
            "its source {} was published before that, {}",
            names[0],
            published.value.range().describe_when()
        ),
        _ => message!("its sources {} were all published before that", words::short_list(&names, 6)),
    };
    let mut finding = Finding::new(
        &SOURCE_PREDATES_CLAIM,
        claim.refs.first().map_or(claim.span, |reference| reference.span),
        message!("claim `{}` tells of {}, but {}", claim.id, when, what),
    )
    .label("cannot have known it")
    .help("look for a younger source, mend the date that is wrong, or say `planned = true` of what was announced")
    .claim(&claim.id)
    .source(&first.id);
    for (source, published) in &dates {
        finding = finding
            .related(published.span, message!("{} published {}", source.name(), published.value.describe()))
            .source(&source.id);
    }
    Some(finding)
}

pub(super) fn accessed_before_published(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for source in &analysis.dataset.sources {
        let (Some(accessed), Some(published)) = (source.accessed, source.published) else { continue };
        if !accessed.value.range().surely_before(&published.value.range()) {
            continue;
        }
        findings.push(
            Finding::new(
                &ACCESSED_BEFORE_PUBLISHED,
                accessed.span,
                message!(
                    "source {} was read {}, but published {}",
                    source.name(),
                    accessed.value.range().describe_when(),
                    published.value.range().describe_when()
                ),
            )
            .label("before it was published")
            .related(published.span, "published")
            .help("mend the date that is wrong: `accessed` is the day on which somebody last read the source")
            .source(&source.id),
        );
    }
}
