//! Claims in words, as findings and reports tell them.

use super::Analysis;
use crate::dataset::{Claim, Dataset, EntityId, MeasureUnit, PropertyType, Time, Value, When};
use crate::message::{Message, message, ours};

impl Dataset {
    /// What a claim states.
    pub fn say_value(&self, claim: &Claim) -> Message {
        let value = claim.value.say(self, self.property(claim.property));
        match claim.unit() {
            Some(unit) => {
                let name = self.unit(&unit.id.value).map_or(&*unit.id.value, MeasureUnit::name);
                message!("{} {} ({})", ours(unit.value.describe()), name, value)
            }
            None => value,
        }
    }

    /// The qualifiers of a claim: "role: acting, ordinal: 3"; `None` where it has none.
    pub fn say_qualifiers(&self, claim: &Claim) -> Option<Message> {
        let told: Vec<Message> = claim
            .qualifiers()
            .iter()
            .map(|one| {
                let property = self.property(one.property);
                message!("{}: {}", property.name(), one.value.say(self, property))
            })
            .collect();
        (!told.is_empty()).then(|| Message::join(&told, ", "))
    }

    /// The address that shows the value of a claim: of an identifier in its catalogue, or what it states
    /// itself.
    pub fn address_of(&self, claim: &Claim) -> Option<String> {
        match (&claim.value, &self.property(claim.property).ty) {
            (Value::Identifier(id), Some(PropertyType::Identifier(options))) => options.address(&id.value),
            (Value::Url(url), _) => Some(url.value.to_string()),
            _ => None,
        }
    }

    /// When a claim holds; `None` for at every time.
    pub fn say_time(&self, time: &Time) -> Option<Message> {
        self.say_stated(time, true)
    }

    /// The same without the word before a time point at which it holds, for a column headed so.
    pub fn say_when(&self, time: &Time) -> Option<Message> {
        self.say_stated(time, false)
    }

    fn say_stated(&self, time: &Time, with_at: bool) -> Option<Message> {
        let mut parts = Vec::new();
        for (field, when) in time.stated() {
            parts.push(match when.value {
                When::Point(point) if field == "at" && !with_at => message!("`{}`", self.name_of(point)),
                When::Date(date) if field == "at" => ours(date.describe_at()).into(),
                When::Date(date) => message!("{} {}", ours(field), ours(date.describe())),
                When::Point(point) => message!("{} `{}`", ours(field), self.name_of(point)),
            });
        }
        (!parts.is_empty()).then(|| Message::join(&parts, " "))
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
    pub fn say_value(&self, claim: &Claim) -> Message {
        self.dataset.say_value(claim)
    }

    /// When a claim holds; `None` for at every time.
    pub fn say_time(&self, time: &Time) -> Option<Message> {
        self.dataset.say_time(time)
    }

    /// The same without the word before a time point at which it holds, for a column headed so.
    pub fn say_when(&self, time: &Time) -> Option<Message> {
        self.dataset.say_when(time)
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
