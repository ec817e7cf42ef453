//! What the vocabulary asks of single values: unique, allowed, with a time.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{Claim, ClaimId, Dataset, EntityId, Property, Spanned, Time, Value};
use crate::finding::{Finding, Help};
use crate::message::{Message, message};
use crate::value::Day;
use crate::words;

rule! {
    /// Several subjects have the same value of a property that is `unique`, at one time.
    ///
    /// Values are compared as what they mean: texts without differences that no reader sees, sets
    /// without their order. A text in several languages is the same where it is in one of them. Claims
    /// that surely never hold together may have the same value: a code is used again. One finding names
    /// all subjects of a value, and an entry that accepts it names exactly its claims.
    ///
    /// **What to do:** mend the value that is wrong, or take `unique` out if two subjects can really
    /// share one.
    pub static NOT_UNIQUE = "not-unique", Error;
    bad: r#"
[entity.armenia]
kind = "state"

[entity.austria]
kind = "state"

[property.code]
type   = "text"
unique = true

[[claim]]
id       = "armenia-code"
subject  = "armenia"
property = "code"
value    = "AM"

[[claim]]
id       = "austria-code"
subject  = "austria"
property = "code"
value    = "AM"
"#,
    good: r#"
[entity.armenia]
kind = "state"

[entity.austria]
kind = "state"

[property.code]
type   = "text"
unique = true

[[claim]]
id       = "armenia-code"
subject  = "armenia"
property = "code"
value    = "AM"

[[claim]]
id       = "austria-code"
subject  = "austria"
property = "code"
value    = "AT"
"#,
}

rule! {
    /// A value is not one of those that the property allows, or has another form.
    ///
    /// `one_of` lists the only values allowed, `none_of` values that are not, and `format` is a
    /// regular expression that a value must match as a whole. Every member of a set is looked at,
    /// and every language of a text.
    ///
    /// **What to do:** mend the value, or let the vocabulary allow it.
    pub static VALUE_NOT_ALLOWED = "value-not-allowed", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[property.type]
type   = "text"
one_of = ["military alliance", "economic union"]

[[claim]]
id       = "alliance-type"
subject  = "alliance"
property = "type"
value    = "military aliance"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[property.type]
type   = "text"
one_of = ["military alliance", "economic union"]

[[claim]]
id       = "alliance-type"
subject  = "alliance"
property = "type"
value    = "military alliance"
"#,
}

rule! {
    /// A claim has no time, although its property asks for one.
    ///
    /// With `needs_time = true` every claim carries `at`, `from` or `until`: troop counts, offices,
    /// changes of membership mean nothing without.
    ///
    /// **What to do:** add the time. If the source gives none, an imprecise one will do: `199X`,
    /// `../2008`.
    pub static MISSING_TIME = "missing-time", Error;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type       = "quantity"
needs_time = true

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
type       = "quantity"
needs_time = true

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
at       = "2008"
"#,
}

rule! {
    /// A claim lacks a qualifier that its property asks for with `required_qualifiers`.
    ///
    /// **What to do:** add the qualifier with its value, as the source states it.
    pub static MISSING_QUALIFIER = "missing-qualifier", Error;
    bad: r#"
[entity.alliance]
kind = "organisation"

[entity.general]
kind = "person"

[property.role]
type = "text"

[property.officer]
type                = "entity"
required_qualifiers = ["role"]

[[claim]]
id       = "alliance-officer"
subject  = "alliance"
property = "officer"
value    = "general"
"#,
    good: r#"
[entity.alliance]
kind = "organisation"

[entity.general]
kind = "person"

[property.role]
type = "text"

[property.officer]
type                = "entity"
required_qualifiers = ["role"]

[[claim]]
id         = "alliance-officer"
subject    = "alliance"
property   = "officer"
value      = "general"
qualifiers = { role = "chief of staff" }
"#,
}

pub(super) fn not_unique(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties().filter(|(_, property)| property.unique.is_some()) {
        // A text is the same where it is in any one language, whatever the other claim has besides.
        let mut groups: Vec<(Message, Vec<ClaimId>)> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (id, claim) in dataset.claims_with(id).filter(|(_, claim)| !analysis.lacks_time(claim)) {
            let things = dataset.separators(claim).into_iter().map(Option::unwrap_or_default);
            let things = things.collect::<Vec<_>>().join("\u{1}");
            for (key, said) in claim.value.shared_by(dataset, property) {
                let key = format!("{things}\u{1}{key}");
                let at = *known.entry(key).or_insert_with(|| {
                    groups.push((said, Vec::new()));
                    groups.len() - 1
                });
                groups[at].1.push(id);
            }
        }
        let mut told: HashSet<Vec<ClaimId>> = HashSet::new();
        for (said, claims) in groups {
            for claims in within(analysis, property, claims) {
                let claims = held_together(analysis, &claims);
                if claims.len() > 1 && told.insert(claims.clone()) {
                    findings.push(of_one_value(analysis, property, &said, &claims));
                }
            }
        }
    }
}

/// A claim with everything that has to hold beside it: the claims that put its subject among those
/// within which its value is unique.
#[derive(Clone)]
struct Held<'a> {
    id: ClaimId,
    times: Vec<&'a Time>,
}

/// Claims with one value, by the values that their subjects have of the properties within which it is
/// unique. A claim stands in each group to which it belongs at its own time.
fn within<'a>(analysis: &Analysis<'a>, property: &Property, claims: Vec<ClaimId>) -> Vec<Vec<Held<'a>>> {
    let dataset = analysis.dataset;
    let held = |id: ClaimId| Held { id, times: vec![&dataset.claim(id).time] };
    let mut groups: Vec<Vec<Held<'a>>> = vec![claims.into_iter().map(held).collect()];
    for within in property.unique.iter().flat_map(|unique| &unique.within) {
        let own = dataset.property(within.value);
        let mut split = Vec::new();
        for group in groups {
            let mut by_value: BTreeMap<String, Vec<Held<'a>>> = BTreeMap::new();
            for held in group {
                let subject = dataset.claim(held.id).subject;
                for (_, beside) in dataset.claims_of(subject, within.value) {
                    let meets = |time: &&Time| analysis.times.surely_overlap(time, &beside.time);
                    if !held.times.iter().all(meets) {
                        continue;
                    }
                    for (key, _) in beside.value.shared_by(dataset, own) {
                        let mut held = held.clone();
                        held.times.push(&beside.time);
                        by_value.entry(key).or_default().push(held);
                    }
                }
            }
            split.extend(by_value.into_values().filter(|claims| claims.len() > 1));
        }
        groups = split;
    }
    groups
}

/// Those of some claims that surely hold at one time with one of another subject.
fn held_together(analysis: &Analysis<'_>, claims: &[Held<'_>]) -> Vec<ClaimId> {
    let (dataset, times) = (analysis.dataset, analysis.times);
    let mut sorted: Vec<(Option<Day>, Option<Day>, &Held<'_>)> = Vec::with_capacity(claims.len());
    for held in claims {
        let cores: Option<Vec<_>> = held.times.iter().map(|time| times.sure_core(time)).collect();
        match (cores, held.times[0].at()) {
            (Some(cores), _) => {
                let start = cores.iter().filter_map(|(start, _)| *start).max();
                let end = cores.iter().filter_map(|(_, end)| *end).min();
                sorted.push((start, end, held));
            }
            // No sure day: all the same it is the day of whatever else tells of the same time point.
            (None, Some(at)) => {
                let range = times.range(at.value);
                sorted.push((range.earliest, range.latest, held));
            }
            (None, None) => {}
        }
    }
    sorted.sort_unstable_by_key(|&(start, end, held)| (start, end, held.id));
    // Those that still hold: some that met another, and those that met none yet.
    let mut met: Vec<(Option<Day>, &Held<'_>)> = Vec::new();
    let mut alone: Vec<(Option<Day>, &Held<'_>)> = Vec::new();
    let mut together = Vec::new();
    for (start, end, held) in sorted {
        let holds = |end: Option<Day>| end.is_none_or(|end| start.is_none_or(|start| start <= end));
        met.retain(|&(end, _)| holds(end));
        alone.retain(|&(end, _)| holds(end));
        let subject = dataset.claim(held.id).subject;
        let meets = |other: &Held<'_>| {
            let all = |time: &&Time| held.times.iter().all(|own| times.surely_overlap(own, time));
            dataset.claim(other.id).subject != subject && other.times.iter().all(all)
        };
        let before = together.len();
        for at in (0..alone.len()).rev() {
            if meets(alone[at].1) {
                let other = alone.swap_remove(at);
                together.push(other.1.id);
                met.push(other);
            }
        }
        if together.len() > before || met.iter().any(|&(_, other)| meets(other)) {
            together.push(held.id);
            met.push((end, held));
        } else {
            alone.push((end, held));
        }
    }
    together.sort_unstable();
    together.dedup();
    together
}

/// All subjects that have one value at one time.
fn of_one_value(analysis: &Analysis<'_>, property: &Property, said: &Message, claims: &[ClaimId]) -> Finding {
    /// The most that a finding shows: a reader does not look at more.
    const MOST: usize = 12;
    let dataset = analysis.dataset;
    let mut subjects: Vec<EntityId> = Vec::new();
    for &id in claims {
        let subject = dataset.claim(id).subject;
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let label = |claim: &Claim| {
        message!("of {}{}", dataset.entity(claim.subject).name(), analysis.say_markers(claim))
    };
    let last = dataset.claim(claims[claims.len() - 1]);
    let mut finding = Finding::new(
        &NOT_UNIQUE,
        last.value_span,
        message!(
            "{} have the same {}, {}, which only one subject can have{}",
            analysis.say_entities(subjects.iter().copied()),
            property.name(),
            said.excerpt(),
            if last.time.is_always() { "" } else { " at one time" }
        ),
    )
    .label(label(last))
    .help("mend the one that is wrong, or take `unique` out of the vocabulary");
    for claim in claims.iter().rev().skip(1).rev().map(|&id| dataset.claim(id)) {
        if finding.related.len() < MOST {
            finding = finding.related(claim.value_span, label(claim));
        }
        finding = finding.claim(&claim.id);
    }
    finding.claim(&last.id)
}

pub(super) fn value_not_allowed(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        let integer = property.as_quantity().is_some_and(|options| options.integer);
        if !integer && property.one_of.is_none() && property.none_of.is_empty() && property.format.is_none() {
            continue;
        }
        for (_, claim) in dataset.claims_with(id) {
            if integer && claim.value.as_quantity().is_some_and(|number| !number.allows_integer()) {
                findings.push(not_whole(analysis, property, claim));
                continue;
            }
            for part in claim.value.parts(claim.value_span) {
                findings.extend(check_part(analysis, property, claim, &part));
            }
        }
    }
}

fn not_whole(analysis: &Analysis<'_>, property: &Property, claim: &Claim) -> Finding {
    let value = analysis.say_value(claim);
    Finding::new(
        &VALUE_NOT_ALLOWED,
        claim.value_span,
        message!("claim `{}` has {} {}, which is no whole number", claim.id, property.name(), value),
    )
    .label("not a whole number")
    .related(property.span, "the vocabulary asks for one with `integer`")
    .help("mend the number, or take `integer` out of the vocabulary")
    .claim(&claim.id)
}

/// Claims that lack a qualifier that their property asks for.
pub(super) fn missing_qualifier(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in
        dataset.properties().filter(|(_, property)| !property.required_qualifiers.is_empty())
    {
        for (_, claim) in dataset.claims_with(id) {
            let has = |wanted| claim.qualifiers().iter().any(|own| own.property == wanted);
            for wanted in property.required_qualifiers.iter().filter(|wanted| !has(wanted.value)) {
                let name = &dataset.property(wanted.value).id;
                findings.push(
                    Finding::new(
                        &MISSING_QUALIFIER,
                        claim.property_span,
                        message!(
                            "claim `{}` lacks the qualifier `{}`, which every claim about {} carries",
                            claim.id,
                            name,
                            property.name()
                        ),
                    )
                    .label(message!("needs `{}`", name))
                    .related(wanted.span, "the vocabulary asks for it here")
                    .help(message!("add `{}` to its `qualifiers`", name))
                    .claim(&claim.id)
                    .property(name),
                );
            }
        }
    }
}

fn check_part(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    part: &Spanned<Value>,
) -> Option<Finding> {
    let dataset = analysis.dataset;
    let written = part.value.written(dataset);
    let quoted = quoted(dataset, &part.value);
    let finding = |reason: Message, place: crate::dataset::Span, help: Help| {
        Finding::new(
            &VALUE_NOT_ALLOWED,
            part.span,
            message!("claim `{}` has {} {}, {}", claim.id, property.name(), quoted, reason),
        )
        .label("not allowed")
        .related(place, "the vocabulary says so here")
        .advise(help)
        .claim(&claim.id)
    };
    if let Some(allowed) = &property.one_of
        && !allowed.iter().any(|other| part.value.may_be(&other.value, dataset))
    {
        let known: Vec<Message> = allowed.iter().map(|value| self::quoted(dataset, &value.value)).collect();
        let names: Vec<String> = allowed.iter().map(|value| value.value.written(dataset)).collect();
        let file = &dataset.files.get(part.span.file).text;
        let help = crate::suggest::nearest(&written, names.iter().map(String::as_str)).map_or_else(
            || "mend the value, or add it to `one_of`".into(),
            |near| Help::did_you_mean(file, part.span, near),
        );
        let place = allowed.first().map_or(property.span, |value| value.span);
        return Some(finding(message!("which is none of {}", words::short_list(&known, 12)), place, help));
    }
    if let Some(other) = property.none_of.iter().find(|other| part.value.surely_is(&other.value, dataset)) {
        return Some(finding(
            "which the vocabulary rules out".into(),
            other.span,
            "mend the value, or take it out of `none_of`".into(),
        ));
    }
    let format = property.format.as_ref()?;
    if format.value.is_match(&written) {
        return None;
    }
    Some(finding(
        message!("which has not the form `{}` that the vocabulary asks for", pattern(&format.value)),
        format.span,
        "mend the value, or the `format` of the property".into(),
    ))
}

/// A form as the vocabulary writes it: without what makes it match a value as a whole.
fn pattern(format: &regex::Regex) -> &str {
    let whole = format.as_str();
    whole.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(whole)
}

/// A value as messages quote it; of a text, its language tells it from others that read the same.
fn quoted(dataset: &Dataset, value: &Value) -> Message {
    let language = value.language().map(|tag| message!(" ({})", tag));
    message!("`{}`{}", words::excerpt(&value.written(dataset)), language)
}

pub(super) fn missing_time(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties().filter(|(_, property)| property.needs_time) {
        for (_, claim) in dataset.claims_with(id).filter(|(_, claim)| claim.time.is_always()) {
            findings.push(
                Finding::new(
                    &MISSING_TIME,
                    claim.span,
                    message!(
                        "claim `{}` has no time, but every claim about {} needs one",
                        claim.id,
                        property.name()
                    ),
                )
                .label("no `at`, `from` or `until`")
                .related(claim.property_span, "this property needs a time")
                .help("add `at = \"…\"`, or `from` and `until`; an imprecise date such as \"199X\" will do")
                .claim(&claim.id),
            );
        }
    }
}
