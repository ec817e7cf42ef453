//! Claims and their references: said twice, not cited, and markers that nobody uses.

use std::collections::{HashMap, HashSet};

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{ClaimId, Dataset, SourceId};
use crate::finding::Finding;
use crate::message::message;

rule! {
    /// Two claims say the same of the same at the same time with the same references.
    ///
    /// Two claims that say the same from different sources are two pieces of evidence, and fine.
    ///
    /// **What to do:** remove one of them.
    pub static DUPLICATE_CLAIM = "duplicate-claim", Warning;
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

[[claim]]
id       = "exercise-soldiers"
subject  = "exercise"
property = "troops"
value    = "4000"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[property.aircraft]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000

[[claim]]
id       = "exercise-aircraft"
subject  = "exercise"
property = "aircraft"
value    = 70
"#,
}

rule! {
    /// A claim has no reference.
    ///
    /// What rests on nothing cannot be checked by anybody. A claim of rank `deprecated` is kept for
    /// the record and needs none.
    ///
    /// **What to do:** add the marker that the article prints, or the id of a source that states it.
    /// Where the article really gives none, that is worth knowing; a dataset that holds such claims
    /// on purpose may set the rule to `"note"` in its manifest.
    pub static UNCITED_CLAIM = "uncited-claim", Warning;
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
refs     = ["1"]

[[source]]
id     = "handbook"
marker = "1"
title  = "A handbook"
isbn   = "978-0765604323"
"#,
}

rule! {
    /// No claim uses a source.
    ///
    /// The article itself, which the manifest names, is never unused.
    ///
    /// **What to do:** cite the source where it states something, or remove it. If the article prints
    /// its marker, some statement of the article has no claim yet.
    pub static UNUSED_SOURCE = "unused-source", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[[source]]
id     = "handbook"
title  = "A handbook"
isbn   = "978-0765604323"
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
id     = "handbook"
title  = "A handbook"
isbn   = "978-0765604323"
"#,
}

rule! {
    /// The markers of the sources do not run from 1 to the last without a gap.
    ///
    /// An article numbers its references without gaps, so a source is missing here.
    ///
    /// **What to do:** add the source of each marker that is missing, and be it with nothing known
    /// but the marker.
    pub static MARKER_GAP = "marker-gap", Warning;
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
refs     = ["1", "3"]

[[source]]
id     = "handbook"
marker = "1"
title  = "A handbook"
isbn   = "978-0765604323"

[[source]]
id     = "almanac"
marker = "3"
title  = "An almanac"
doi    = "10.1000/182"
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
refs     = ["1", "2"]

[[source]]
id     = "handbook"
marker = "1"
title  = "A handbook"
isbn   = "978-0765604323"

[[source]]
id     = "almanac"
marker = "2"
title  = "An almanac"
doi    = "10.1000/182"
"#,
}

/// Whether any two of a few claims may state one value: most differ at a glance.
fn may_repeat(dataset: &Dataset, claims: &[ClaimId]) -> bool {
    let values = || claims.iter().map(|&id| &dataset.claim(id).value);
    match claims.len() {
        0 | 1 => false,
        2..=8 => {
            (1..).zip(values()).any(|(next, one)| values().skip(next).any(|other| one.may_be_same(other)))
        }
        _ => true,
    }
}

pub(super) fn duplicate_claim(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        for (subject, claims) in dataset.by_subject(id) {
            if !may_repeat(dataset, claims) {
                continue;
            }
            let mut seen = HashMap::new();
            for claim in claims.iter().map(|&id| dataset.claim(id)).filter(|claim| !claim.broken_refs) {
                let mut refs: Vec<SourceId> = claim.refs.iter().map(|reference| reference.source).collect();
                refs.sort_unstable();
                refs.dedup();
                let qualifiers: Vec<_> =
                    claim.qualifiers().iter().map(|one| (one.property, one.value.key(dataset))).collect();
                let key = (claim.value.key(dataset), analysis.say_time(&claim.time), qualifiers, refs);
                let Some(first) = seen.get(&key).copied() else {
                    seen.insert(key, claim);
                    continue;
                };
                findings.push(
                    Finding::new(
                        &DUPLICATE_CLAIM,
                        claim.id_span,
                        message!(
                            "claims `{}` and `{}` say the same of {} ({}: {}), with the same references",
                            first.id,
                            claim.id,
                            dataset.entity(subject).name(),
                            property.name(),
                            analysis.say_value(claim).excerpt()
                        ),
                    )
                    .label("says it again")
                    .related(first.id_span, "says it first")
                    .help("remove one of them")
                    .claim(&first.id)
                    .claim(&claim.id),
                );
            }
        }
    }
}

pub(super) fn uncited_claim(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (_, claim) in dataset.claims() {
        if claim.refs.is_empty() && !claim.broken_refs && claim.rank != crate::dataset::Rank::Deprecated {
            findings.push(
                Finding::new(
                    &UNCITED_CLAIM,
                    claim.id_span,
                    message!("claim `{}` has no reference", claim.id),
                )
                .label("rests on no source")
                .help("add `refs = [\"…\"]` with the marker that the article prints, or the id of a source")
                .claim(&claim.id),
            );
        }
    }
}

/// The article itself, which is there to be described and not to be cited.
fn is_article(source: &crate::dataset::Source) -> bool {
    source.kind.is_some_and(|kind| kind.value == crate::dataset::SourceKind::Article)
}

pub(super) fn unused_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    // A reference that leads nowhere may have meant any of them.
    if dataset.gaps.broken_source || dataset.claims.iter().any(|claim| claim.broken_refs) {
        return;
    }
    let mut used: HashSet<SourceId> = dataset.gaps.used_sources.clone();
    used.extend(dataset.claims.iter().flat_map(|claim| &claim.refs).map(|reference| reference.source));
    for (id, source) in dataset.sources() {
        if used.contains(&id) || dataset.manifest.article == Some(id) || is_article(source) {
            continue;
        }
        let marker = source.marker.as_ref().map(|marker| &*marker.value);
        if std::iter::once(&*source.id).chain(marker).any(|name| dataset.gaps.unread.may_name(name)) {
            continue;
        }
        findings.push(
            Finding::new(
                &UNUSED_SOURCE,
                source.id_span,
                message!("no claim uses the source {}", source.name()),
            )
            .label("not cited by any claim")
            .help("cite it where it states something, or remove it")
            .source(&source.id),
        );
    }
}

pub(super) fn marker_gap(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    if dataset.gaps.unread.may_name("marker")
        || dataset.gaps.broken_source
        || dataset.sources.iter().any(|source| source.unread.contains(&"marker"))
        // What is missing is cited, and told of there.
        || dataset.claims.iter().any(|claim| claim.broken_refs)
    {
        return;
    }
    let mut numbered: Vec<(u64, SourceId)> = dataset
        .sources()
        .filter_map(|(id, source)| Some((source.marker.as_ref()?.value.parse().ok()?, id)))
        .collect();
    numbered.sort_unstable();
    let mut expected = 1;
    for (number, id) in numbered {
        if number > expected {
            let source = dataset.source(id);
            let missing = match number - expected {
                1 => message!("[{}] is missing", expected),
                2 => message!("[{}] and [{}] are missing", expected, number - 1),
                _ => message!("[{}] to [{}] are missing", expected, number - 1),
            };
            let span = source.marker.as_ref().map_or(source.id_span, |marker| marker.span);
            findings.push(
                Finding::new(
                    &MARKER_GAP,
                    span,
                    message!("the markers do not run on: {} before [{}]", missing, number),
                )
                .label(missing)
                .help("add the source of each marker that is missing, and be it with nothing known but the marker")
                .source(&source.id),
            );
        }
        expected = expected.max(number.saturating_add(1));
    }
}
