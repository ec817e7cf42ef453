//! Terms: claims with a beginning or an end. Whether they overlap, how long they last, and what lies
//! between them.

use std::collections::BTreeMap;

use super::gaps::not_checked;
use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{Claim, EntityId, Property, PropertyId, Rank, Term};
use crate::finding::Finding;
use crate::message::{message, ours};
use crate::value::{Day, DayRange, Duration, Unit};

rule! {
    /// Two terms of one subject surely overlap, though its property has `no_overlap = true`.
    ///
    /// A term is a claim with `from` or `until`: of an office, of a membership. Whatever its value,
    /// there is one at a time. Sharing the day of a handover is no overlap. Equal values whose ends can
    /// be the same, or are not stated, are one term told twice. Claims that differ in a qualifier of
    /// `separators` (acting and elected) are of different things.
    ///
    /// **What to do:** mend the end of the one or the beginning of the other, or give the better
    /// source `rank = "preferred"`.
    pub static OVERLAPPING_TERMS = "overlapping-terms", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[entity.general]
kind = "person"

[property.commander]
type       = "entity"
no_overlap = true

[[claim]]
id       = "alliance-commander-first"
subject  = "alliance"
property = "commander"
value    = "general"
from     = "1999-01-06"
until    = "2001-06-03"

[[claim]]
id       = "alliance-commander-second"
subject  = "alliance"
property = "commander"
value    = "general"
from     = "2001-01-03"
until    = "2003-01-03"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.general]
kind = "person"

[property.commander]
type       = "entity"
no_overlap = true

[[claim]]
id       = "alliance-commander-first"
subject  = "alliance"
property = "commander"
value    = "general"
from     = "1999-01-06"
until    = "2001-01-03"

[[claim]]
id       = "alliance-commander-second"
subject  = "alliance"
property = "commander"
value    = "general"
from     = "2001-01-03"
until    = "2003-01-03"
"#,
}

rule! {
    /// A term is surely shorter or longer than its property's `term` says.
    ///
    /// Lengths are counted by anniversaries, and the last day may count or not: 1 January 2007 to
    /// 31 December 2011 is five years, and so is 1 January 2007 to 1 January 2012. A term without a
    /// beginning or an end has no length yet.
    ///
    /// **What to do:** mend the date that is wrong; two terms in one claim are two claims.
    pub static TERM_LENGTH = "term-length", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[entity.general]
kind = "person"

[property.commander]
type = "entity"
term = { at_most = "P6Y" }

[[claim]]
id       = "alliance-commander"
subject  = "alliance"
property = "commander"
value    = "general"
from     = "2000-01-03"
until    = "2016-01-03"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.general]
kind = "person"

[property.commander]
type = "entity"
term = { at_most = "P6Y" }

[[claim]]
id       = "alliance-commander"
subject  = "alliance"
property = "commander"
value    = "general"
from     = "2000-01-03"
until    = "2006-01-03"
"#,
}

rule! {
    /// Between one term and the next lie days that no term covers, though the property has
    /// `no_gap = true`.
    ///
    /// The rule fires only where no possible term covers those days: an imprecise end covers all of
    /// its days. A claim with `none = true` or `unknown = true` covers its time, and so do terms of
    /// another separator, such as those of acting holders.
    ///
    /// **What to do:** add the term that is missing, or say that there was nobody with `none = true`;
    /// or mend the dates.
    pub static TERM_GAP = "term-gap", Warning;
    bad: r#"
[entity.alliance]
kind = "organisation"

[entity.first]
kind = "person"

[entity.second]
kind = "person"

[property.commander]
type   = "entity"
no_gap = true

[[claim]]
id       = "alliance-commander-first"
subject  = "alliance"
property = "commander"
value    = "first"
from     = "1990"
until    = "1995-03-01"

[[claim]]
id       = "alliance-commander-second"
subject  = "alliance"
property = "commander"
value    = "second"
from     = "1997"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.first]
kind = "person"

[entity.second]
kind = "person"

[property.commander]
type   = "entity"
no_gap = true

[[claim]]
id       = "alliance-commander-first"
subject  = "alliance"
property = "commander"
value    = "first"
from     = "1990"
until    = "1995-03-01"

[[claim]]
id       = "alliance-commander-none"
subject  = "alliance"
property = "commander"
none     = true
from     = "1995-03-01"
until    = "1997"

[[claim]]
id       = "alliance-commander-second"
subject  = "alliance"
property = "commander"
value    = "second"
from     = "1997"
"#,
}

/// Whether a claim is a term.
fn is_term(claim: &Claim) -> bool {
    claim.time.from().is_some() || claim.time.until().is_some()
}

/// The days on which one side of a term can be; any day where it is not stated.
fn ends(analysis: &Analysis<'_>, claim: &Claim) -> (DayRange, DayRange) {
    let range = |when: Option<crate::dataset::Spanned<_>>| {
        when.map_or(DayRange::ALL, |when| analysis.times.range(when.value))
    };
    (range(claim.time.from()), range(claim.time.until()))
}

pub(super) fn overlapping_terms(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties().filter(|(_, property)| property.no_overlap) {
        for (_, claims) in dataset.by_subject(id) {
            let mut things: BTreeMap<Vec<Option<String>>, Vec<&Claim>> = BTreeMap::new();
            for claim in claims.iter().map(|&id| dataset.claim(id)).filter(|claim| is_term(claim)) {
                things.entry(dataset.separators(claim)).or_default().push(claim);
            }
            for terms in things.into_values().filter(|terms| terms.len() > 1) {
                overlaps(analysis, property, terms, findings);
            }
        }
    }
}

/// A term that may still last, as the sweep over time remembers it.
struct Lasting<'a> {
    claim: &'a Claim,
    /// Its last sure day; `None` for no end.
    last: Option<Day>,
    key: String,
}

/// Sweeps over the terms of one thing by their first sure days; each is told of once.
fn overlaps(
    analysis: &Analysis<'_>,
    property: &Property,
    mut terms: Vec<&Claim>,
    findings: &mut Vec<Finding>,
) {
    let dataset = analysis.dataset;
    let core = |claim: &Claim| analysis.times.sure_core(&claim.time);
    terms.retain(|claim| core(claim).is_some());
    terms.sort_by(|one, other| {
        let first = |claim: &Claim| core(claim).and_then(|(first, _)| first);
        first(one).cmp(&first(other)).then_with(|| one.id.cmp(&other.id))
    });
    let preferred: Vec<&Claim> = terms.iter().copied().filter(|term| term.rank == Rank::Preferred).collect();
    let mut lasting: Vec<Lasting<'_>> = Vec::new();
    for claim in terms {
        let Some((first, last)) = core(claim) else { continue };
        lasting.retain(|other| other.last.is_none_or(|last| first.is_none_or(|first| first <= last)));
        let key = claim.value.key(dataset);
        let other = lasting.iter().find(|other| {
            analysis.times.surely_overlap(&claim.time, &other.claim.time)
                && !gives_way(analysis, &preferred, claim, other.claim)
                && !(key == other.key && is_told_twice(analysis, claim, other.claim))
        });
        if let Some(other) = other {
            findings.push(overlap(analysis, property, other.claim, claim));
        }
        // One of several that say the very same is enough to compare with.
        let is_same = |other: &&Lasting<'_>| {
            other.key == key && crate::analysis::same_time(&other.claim.time, &claim.time)
        };
        if lasting.iter().find(is_same).is_none() {
            lasting.push(Lasting { claim, last, key });
        }
    }
}

/// Whether a preferred term stands in place of one of two.
fn gives_way(analysis: &Analysis<'_>, preferred: &[&Claim], one: &Claim, other: &Claim) -> bool {
    match [one, other].map(|claim| claim.rank == Rank::Preferred) {
        _ if preferred.is_empty() => false,
        [true, true] => false,
        [false, false] => {
            preferred.iter().any(|best| analysis.times.surely_joins(&best.time, &one.time, &other.time))
        }
        [true, false] | [false, true] => true,
    }
}

/// Whether two terms of one value can be one and the same: each end can be one day, or is stated once.
fn is_told_twice(analysis: &Analysis<'_>, one: &Claim, other: &Claim) -> bool {
    let ((from, until), (other_from, other_until)) = (ends(analysis, one), ends(analysis, other));
    from.intersects(&other_from) && until.intersects(&other_until)
}

fn overlap(analysis: &Analysis<'_>, property: &Property, first: &Claim, second: &Claim) -> Finding {
    let dataset = analysis.dataset;
    let says = |claim: &Claim| analysis.say_value(claim).excerpt();
    let when = |claim: &Claim| analysis.say_time(&claim.time);
    Finding::new(
        &OVERLAPPING_TERMS,
        second.value_span,
        message!(
            "two terms of the {} of {} overlap: claim `{}` has {} {}, claim `{}` has {} {}",
            property.name(),
            dataset.entity(first.subject).name(),
            first.id,
            says(first),
            when(first),
            second.id,
            says(second),
            when(second)
        ),
    )
    .label(message!("{} {}", says(second), when(second)))
    .related(first.value_span, message!("{} {}", says(first), when(first)))
    .help("mend the end of the one or the beginning of the other; terms that may overlap differ in a qualifier that `separators` names")
    .claim(&first.id)
    .claim(&second.id)
}

pub(super) fn term_length(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        let Some(term) = &property.term else { continue };
        for (_, claim) in dataset.claims_with(id) {
            findings.extend(length(analysis, property, term, claim));
        }
    }
}

/// A term that is surely too short or too long.
fn length(analysis: &Analysis<'_>, property: &Property, term: &Term, claim: &Claim) -> Option<Finding> {
    let dataset = analysis.dataset;
    claim.time.from().and(claim.time.until())?;
    let (from, until) = ends(analysis, claim);
    // The last day may count or not.
    let too_short = term.at_least.filter(|least| {
        let reached = from.earliest.map(|from| anniversary(from, least).0);
        until.latest.zip(reached).is_some_and(|(until, reached)| until + 1 < reached)
    });
    let too_long = term.at_most.filter(|most| {
        let reached = from.latest.map(|from| anniversary(from, most).1);
        until.earliest.zip(reached).is_some_and(|(until, reached)| reached < until)
    });
    let (bound, than) = match (too_short, too_long) {
        (Some(least), _) => (least, "is shorter than the least"),
        (_, Some(most)) => (most, "is longer than the most"),
        (None, None) => return None,
    };
    let time = analysis.say_time(&claim.time);
    Some(
        Finding::new(
            &TERM_LENGTH,
            claim.time.until().map_or(claim.value_span, |until| until.span),
            message!(
                "the term in claim `{}` ({} of {}, {}) {} that the vocabulary allows, {}",
                claim.id,
                property.name(),
                dataset.entity(claim.subject).name(),
                time,
                ours(than),
                ours(bound.describe())
            ),
        )
        .label(message!("{} {}", ours(than), ours(bound.describe())))
        .related(term.span, "the vocabulary says so here")
        .help("mend the date that is wrong, or make two claims of two terms")
        .claim(&claim.id),
    )
}

/// The day that comes so much later by the calendar: where the month has no such day, its last one and
/// the first of the next are both taken.
fn anniversary(day: Day, by: &Duration) -> (Day, Day) {
    match by.unit() {
        Unit::Day => (day + by.count(), day + by.count()),
        Unit::Month => day.anniversary(by.count()),
        Unit::Year => day.anniversary(by.count() * 12),
    }
}

pub(super) fn term_gap(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties().filter(|(_, property)| property.no_gap) {
        for (subject, claims) in dataset.by_subject(id) {
            let claims: Vec<&Claim> = claims.iter().map(|&id| dataset.claim(id)).collect();
            findings.extend(gaps(analysis, (id, property), subject, &claims));
        }
    }
}

/// The days that no possible term of a subject covers, between one and the next.
fn gaps(
    analysis: &Analysis<'_>,
    (id, property): (PropertyId, &Property),
    subject: EntityId,
    claims: &[&Claim],
) -> Vec<Finding> {
    let dataset = analysis.dataset;
    let possible = |claim: &Claim| match claim.time.at() {
        Some(at) => analysis.times.range(at.value),
        None => {
            let (from, until) = ends(analysis, claim);
            DayRange::new(from.earliest, until.latest)
        }
    };
    let mut sorted: Vec<(DayRange, &Claim)> = claims.iter().map(|claim| (possible(claim), *claim)).collect();
    sorted.sort_by(|(one, a), (other, b)| one.earliest.cmp(&other.earliest).then_with(|| a.id.cmp(&b.id)));
    let mut found = Vec::new();
    // The last day that something covers so far, and the term that ends last.
    let mut covered: Option<DayRange> = None;
    let mut before: Option<(&Claim, Option<Day>)> = None;
    for (days, claim) in sorted {
        if let (Some(DayRange { latest: Some(last), .. }), Some(next)) = (covered, days.earliest)
            && last + 1 < next
            && is_term(claim)
            && let Some((earlier, _)) = before
        {
            if let Some(cause) = dataset.gaps.hiding(subject, id) {
                let what = message!(
                    "whether terms of the {} of {} leave a gap",
                    property.name(),
                    dataset.entity(subject).name()
                );
                found.extend(not_checked(cause, what));
                return found;
            }
            let gap = DayRange::new(Some(last + 1), Some(next + -1));
            found.push(gap_between(analysis, property, gap, earlier, claim));
        }
        covered = Some(covered.map_or(days, |covered| covered.hull(&days)));
        let ends_later = before
            .is_none_or(|(_, last)| last.is_some_and(|last| days.latest.is_none_or(|latest| last <= latest)));
        if is_term(claim) && ends_later {
            before = Some((claim, days.latest));
        }
    }
    found
}

fn gap_between(
    analysis: &Analysis<'_>,
    property: &Property,
    gap: DayRange,
    earlier: &Claim,
    later: &Claim,
) -> Finding {
    let dataset = analysis.dataset;
    let when = |claim: &Claim| analysis.say_time(&claim.time);
    let says = |claim: &Claim| analysis.say_value(claim).excerpt();
    Finding::new(
        &TERM_GAP,
        later.time.from().map_or(later.value_span, |from| from.span),
        message!(
            "no claim tells the {} of {} {}: claim `{}` has {} {}, and the next, `{}`, has {} {}",
            property.name(),
            dataset.entity(later.subject).name(),
            ours(gap.describe_when()),
            earlier.id,
            says(earlier),
            when(earlier),
            later.id,
            says(later),
            when(later)
        ),
    )
    .label("nobody before, for a time")
    .related(earlier.value_span, message!("{} {}", says(earlier), when(earlier)))
    .help("add the term that is missing, mend the dates, or say that there was none with `none = true`")
    .claim(&earlier.id)
    .claim(&later.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anniversaries_follow_the_calendar() {
        let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
        let by = |text: &str| Duration::parse(text).unwrap();
        assert_eq!(anniversary(day(2007, 1, 1), &by("P5Y")), (day(2012, 1, 1), day(2012, 1, 1)));
        assert_eq!(anniversary(day(2008, 2, 29), &by("P1Y")), (day(2009, 2, 28), day(2009, 3, 1)));
        assert_eq!(anniversary(day(2008, 2, 29), &by("P4Y")), (day(2012, 2, 29), day(2012, 2, 29)));
        assert_eq!(anniversary(day(2023, 1, 31), &by("P1M")), (day(2023, 2, 28), day(2023, 3, 1)));
        assert_eq!(anniversary(day(2023, 1, 31), &by("P2W")), (day(2023, 2, 14), day(2023, 2, 14)));
    }
}
