//! What the vocabulary asks of single values: unique, allowed, with a time.

use std::collections::HashMap;

use super::rule;
use crate::analysis::{Analysis, text_difference, value_key};
use crate::dataset::{Claim, Dataset, DateValue, Property, Spanned, Value};
use crate::finding::Finding;
use crate::words;

rule! {
    /// Two subjects have the same value of a property that is `unique`.
    ///
    /// Values are compared as what they mean: texts without differences that no reader sees, sets
    /// without their order. A text in several languages is the same where it is in one of them.
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

pub(super) fn not_unique(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties().filter(|(_, property)| property.unique) {
        let mut first: HashMap<String, &Claim> = HashMap::new();
        for (_, claim) in dataset.claims_with(id) {
            // A text is the same where it is in any one language, whatever the other claim has besides.
            let same: Vec<(String, String)> = match &claim.value {
                Value::Text(text) => parts(&claim.value, claim)
                    .iter()
                    .zip(&text.entries)
                    .map(|(part, (_, text))| (value_key(dataset, &part.value), format!("“{}”", text.value)))
                    .collect(),
                value => vec![(value_key(dataset, value), analysis.say_value(claim))],
            };
            let found = same.iter().find_map(|(key, said)| {
                let other = *first.get(key)?;
                (other.subject != claim.subject).then(|| (other, said.clone()))
            });
            for (key, _) in same {
                first.entry(key).or_insert(claim);
            }
            let Some((other, said)) = found else { continue };
            let (one, two) = (dataset.entity(other.subject), dataset.entity(claim.subject));
            findings.push(
                Finding::new(
                    &NOT_UNIQUE,
                    claim.value_span,
                    format!(
                        "{} and {} have the same {}, {}, which only one subject can have",
                        one.name(),
                        two.name(),
                        property.name(),
                        words::excerpt(&said)
                    ),
                )
                .label(format!("of {}{}", two.name(), analysis.say_markers(claim)))
                .related(other.value_span, format!("of {}{}", one.name(), analysis.say_markers(other)))
                .help("mend the one that is wrong, or take `unique` out of the vocabulary")
                .claim(&other.id)
                .claim(&claim.id),
            );
        }
    }
}

pub(super) fn value_not_allowed(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties() {
        if property.one_of.is_none() && property.none_of.is_empty() && property.format.is_none() {
            continue;
        }
        for (_, claim) in dataset.claims_with(id) {
            for part in parts(&claim.value, claim) {
                findings.extend(check_part(analysis, property, claim, &part));
            }
        }
    }
}

/// What is looked at one by one: members of a set, languages of a text, or the value itself.
fn parts(value: &Value, claim: &Claim) -> Vec<Spanned<Value>> {
    match value {
        Value::Set(members) => {
            members.iter().map(|member| Spanned::new(Value::Entity(member.value), member.span)).collect()
        }
        Value::Text(text) => text
            .entries
            .iter()
            .map(|entry| {
                let one = crate::dataset::Text { entries: vec![entry.clone()] };
                Spanned::new(Value::Text(one), entry.1.span)
            })
            .collect(),
        other => vec![Spanned::new(other.clone(), claim.value_span)],
    }
}

fn check_part(
    analysis: &Analysis<'_>,
    property: &Property,
    claim: &Claim,
    part: &Spanned<Value>,
) -> Option<Finding> {
    let dataset = analysis.dataset;
    let written = written(dataset, &part.value);
    let quoted = quoted(dataset, &part.value);
    let finding = |reason: String, place: crate::dataset::Span, help: &str| {
        Finding::new(
            &VALUE_NOT_ALLOWED,
            part.span,
            format!("claim `{}` has {} {quoted}, {reason}", claim.id, property.name()),
        )
        .label("not allowed")
        .related(place, "the vocabulary says so here")
        .help(help)
        .claim(&claim.id)
    };
    if let Some(allowed) = &property.one_of
        && !allowed.iter().any(|other| may_be(&part.value, &other.value))
    {
        let known: Vec<String> = allowed.iter().map(|value| self::quoted(dataset, &value.value)).collect();
        let names: Vec<String> = allowed.iter().map(|value| self::written(dataset, &value.value)).collect();
        let help =
            crate::suggest::did_you_mean(crate::suggest::nearest(&written, names.iter().map(String::as_str)))
                .unwrap_or_else(|| "mend the value, or add it to `one_of`".into());
        let place = allowed.first().map_or(property.span, |value| value.span);
        return Some(finding(format!("which is none of {}", words::short_list(&known, 12)), place, &help));
    }
    if let Some(other) = property.none_of.iter().find(|other| surely_is(dataset, &part.value, &other.value)) {
        return Some(finding(
            "which the vocabulary rules out".into(),
            other.span,
            "mend the value, or take it out of `none_of`",
        ));
    }
    let format = property.format.as_ref()?;
    if format.value.is_match(&written) {
        return None;
    }
    Some(finding(
        format!("which has not the form `{}` that the vocabulary asks for", pattern(&format.value)),
        format.span,
        "mend the value, or the `format` of the property",
    ))
}

/// A form as the vocabulary writes it: without what makes it match a value as a whole.
fn pattern(format: &regex::Regex) -> &str {
    let whole = format.as_str();
    whole.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(whole)
}

/// A value as an editor wrote it, or would.
fn written(dataset: &Dataset, value: &Value) -> String {
    match value {
        Value::Text(text) => text.any().unwrap_or_default().to_owned(),
        other => value_key(dataset, other),
    }
}

/// A value as messages quote it; of a text, its language tells it from others that read the same.
fn quoted(dataset: &Dataset, value: &Value) -> String {
    let language = match value {
        Value::Text(text) => text.entries.iter().find_map(|(tag, _)| tag.as_ref()),
        _ => None,
    };
    let language = language.map_or_else(String::new, |tag| format!(" ({tag})"));
    format!("`{}`{language}", words::excerpt(&written(dataset, value)))
}

/// Whether a value can be the one that the vocabulary lists.
fn may_be(value: &Value, listed: &Value) -> bool {
    match (value, listed) {
        (Value::Quantity(value), Value::Quantity(listed)) => value.intersects(listed),
        (Value::Date(DateValue::Date(value)), Value::Date(DateValue::Date(listed))) => {
            value.range().intersects(&listed.range())
        }
        // A relative date has no day of its own to compare.
        (Value::Date(_), Value::Date(_)) => true,
        (Value::Text(value), Value::Text(listed)) => listed_text(value, listed),
        (
            Value::Entity(value) | Value::Transition(value),
            Value::Entity(listed) | Value::Transition(listed),
        ) => value == listed,
        (Value::Superlative(value), Value::Superlative(listed)) => value == listed,
        _ => false,
    }
}

/// Whether a value is one that the vocabulary rules out.
fn surely_is(dataset: &Dataset, value: &Value, listed: &Value) -> bool {
    match (value, listed) {
        (Value::Text(value), Value::Text(listed)) => listed_text(value, listed),
        _ => value_key(dataset, value) == value_key(dataset, listed),
    }
}

/// A listed text without a language stands for itself in every language.
fn listed_text(value: &crate::dataset::Text, listed: &crate::dataset::Text) -> bool {
    let untagged = |text: &crate::dataset::Text| crate::dataset::Text {
        entries: text.entries.iter().map(|(_, text)| (None, text.clone())).collect(),
    };
    value.entries.iter().any(|(tag, text)| {
        listed.entries.iter().any(|(listed_tag, listed)| {
            let one = crate::dataset::Text { entries: vec![(tag.clone(), text.clone())] };
            let other = crate::dataset::Text { entries: vec![(listed_tag.clone(), listed.clone())] };
            (listed_tag.is_none() || listed_tag == tag)
                && text_difference(&untagged(&one), &untagged(&other)).is_none()
        })
    })
}

pub(super) fn missing_time(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, property) in dataset.properties().filter(|(_, property)| property.needs_time) {
        for (_, claim) in dataset.claims_with(id).filter(|(_, claim)| claim.time.is_always()) {
            findings.push(
                Finding::new(
                    &MISSING_TIME,
                    claim.span,
                    format!(
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_superlative_may_be_the_one_of_its_own_kind_only() {
        let of = |kind: &str| Value::Superlative(kind.into());
        assert!(may_be(&of("treaty"), &of("treaty")));
        assert!(!may_be(&of("treaty"), &of("war")));
        assert!(!may_be(&of("treaty"), &Value::Text(crate::dataset::Text { entries: Vec::new() })));
    }
}
