//! What the manifest says of single rules beside their levels, typed: each rule that has options asks for
//! its own.

use std::any::Any;

use serde_json::Value as Json;

use crate::dataset::Dataset;
use crate::dataset::load::declare::Declared;
use crate::dataset::types::Writing;

/// The options of one rule, whichever it is.
pub(crate) trait OfRule: Any + Send + Sync {
    /// What is stated and not what it is anyway.
    fn shown(&self, dataset: &Dataset) -> Vec<(&'static str, Json)>;
    /// The options themselves.
    fn as_any(&self) -> &dyn Any;
}

/// As TOML writes it.
struct Plain;

impl Writing for Plain {
    fn entity<'b>(&'b self, id: &'b str) -> &'b str {
        id
    }

    fn property<'b>(&'b self, id: &'b str) -> &'b str {
        id
    }

    fn unordered(&self, items: Vec<Json>) -> Json {
        Json::Array(items)
    }

    fn duration(&self, by: crate::value::Duration) -> Json {
        Json::String(by.to_string())
    }
}

impl<T: Declared + Any + Send + Sync> OfRule for T {
    fn shown(&self, dataset: &Dataset) -> Vec<(&'static str, Json)> {
        let mut all = Vec::new();
        self.stated(dataset, &Plain, &mut |name, shown| all.push((name, shown)));
        all
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The options of all rules.
#[derive(Default)]
pub struct Options {
    stated: Vec<(&'static str, Box<dyn OfRule>)>,
}

impl Options {
    /// Adds what is stated of a rule.
    pub(crate) fn push(&mut self, rule: &'static str, options: Box<dyn OfRule>) {
        self.stated.push((rule, options));
    }

    /// Those of one rule: where nothing is stated of it, what goes without saying.
    pub(crate) fn of<T: Default + Clone + Any>(&self) -> T {
        // The box is looked into: it is itself something of which options could be asked.
        let stated = self.stated.iter().find_map(|(_, options)| (**options).as_any().downcast_ref::<T>());
        stated.cloned().unwrap_or_default()
    }

    /// What is stated, by rule.
    pub(crate) fn shown(&self, dataset: &Dataset) -> Vec<(&'static str, Vec<(&'static str, Json)>)> {
        self.stated.iter().map(|(rule, options)| (*rule, options.shown(dataset))).collect()
    }
}
