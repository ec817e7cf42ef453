//! Claims in words, as findings and reports tell them.

use super::Analysis;
use crate::dataset::{Claim, Dataset, EntityId, MeasureUnit, Time, When};
use crate::value::Date;

impl Dataset {
    /// What a claim states.
    pub fn say_value(&self, claim: &Claim) -> String {
        let value = claim.value.say(self, self.property(claim.property));
        match claim.unit() {
            Some(unit) => {
                let name = self.unit(&unit.id.value).map_or(&*unit.id.value, MeasureUnit::name);
                format!("{} {name} ({value})", unit.value.describe())
            }
            None => value,
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
