//! Claims in words, as findings and reports tell them.

use super::Analysis;
use crate::dataset::{Claim, Dataset, DateValue, Direction, Distance, EntityId, Time, Value, When};
use crate::value::Date;
use crate::words;

impl Dataset {
    /// What a claim states.
    pub fn say_value(&self, claim: &Claim) -> String {
        let dataset = self;
        match &claim.value {
            Value::Date(DateValue::Date(date)) => date.describe(),
            Value::Date(DateValue::Relative(relative)) => {
                let anchor = dataset.name_of(relative.anchor);
                let side = if relative.direction == Direction::After { "after" } else { "before" };
                let not = if relative.direction == Direction::After { "earlier" } else { "later" };
                match relative.distance {
                    Distance::Exactly(by) => format!("{} {side} `{anchor}`", by.describe()),
                    Distance::Between { at_least: None, at_most: None } => {
                        format!("not {not} than `{anchor}`")
                    }
                    Distance::Between { at_least, at_most } => {
                        let least = at_least.map(|by| format!("at least {}", by.describe()));
                        let most = at_most.map(|by| format!("at most {}", by.describe()));
                        let bounds: Vec<String> = least.into_iter().chain(most).collect();
                        format!("{} {side} `{anchor}`", words::list(&bounds))
                    }
                }
            }
            Value::Quantity(quantity) => {
                format!("{}{}", quantity.describe(), dataset.property(claim.property).unit())
            }
            Value::Entity(entity) | Value::Transition(entity) => dataset.entity(*entity).name().to_owned(),
            Value::Set(members) => self.say_entities(members.iter().map(|member| member.value)),
            Value::Text(text) => format!("“{}”", text.any().unwrap_or_default()),
            Value::Superlative(kind) => format!("first of kind `{kind}`"),
        }
    }

    /// When a claim holds; `None` for at every time.
    pub fn say_time(&self, time: &Time) -> Option<String> {
        let mut parts = Vec::new();
        for (field, when) in time.stated() {
            parts.push(match when.value {
                When::Date(date) if field == "at" => say_at(date),
                When::Date(date) => format!("{field} {}", date.describe()),
                When::Point(point) => format!("{field} `{}`", self.name_of(point)),
            });
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// The reference markers of a claim as an article prints them; empty where there are none.
    pub fn say_markers(&self, claim: &Claim) -> String {
        let markers: Vec<String> = claim
            .refs
            .iter()
            .map(|reference| {
                let source = self.source(reference.source);
                let name = source.marker.as_ref().map_or(&source.id, |marker| &marker.value);
                format!("[{name}]")
            })
            .collect();
        if markers.is_empty() { String::new() } else { format!(" {}", markers.concat()) }
    }

    /// Names of entities, at most a dozen.
    pub fn say_entities(&self, entities: impl IntoIterator<Item = EntityId>) -> String {
        let names: Vec<String> =
            entities.into_iter().map(|entity| self.entity(entity).name().to_owned()).collect();
        if names.is_empty() { "nobody".into() } else { words::short_list(&names, 12) }
    }
}

impl Analysis<'_> {
    /// What a claim states.
    pub fn say_value(&self, claim: &Claim) -> String {
        self.dataset.say_value(claim)
    }

    /// When a claim holds; `None` for at every time.
    pub fn say_time(&self, time: &Time) -> Option<String> {
        self.dataset.say_time(time)
    }

    /// The reference markers of a claim as an article prints them; empty where there are none.
    pub fn say_markers(&self, claim: &Claim) -> String {
        self.dataset.say_markers(claim)
    }

    /// Names of entities, at most a dozen.
    pub fn say_entities(&self, entities: impl IntoIterator<Item = EntityId>) -> String {
        self.dataset.say_entities(entities)
    }
}

/// A date with the preposition that a sentence needs: "in 2008", "on 15 May 1992".
fn say_at(date: Date) -> String {
    let words = date.describe();
    let on = date.range().exact_day().is_some() || words.starts_with("some day");
    match words {
        words if words.starts_with("between ") => words,
        words if on => format!("on {words}"),
        words => format!("in {words}"),
    }
}
