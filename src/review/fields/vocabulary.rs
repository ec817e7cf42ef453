//! Properties as fields.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use super::{Collected, Fields, How};
use crate::dataset::types::{Writing as _, text_json};
use crate::dataset::{Contemporary, Dataset, Property, PropertyId, Spanned, Value};

/// The fields of a property, without its id.
pub(in crate::review) fn property(dataset: &Dataset, property: &Property, how: How<'_>) -> Fields {
    let id = |id: PropertyId| json!(how.property(&dataset.property(id).id));
    let ids = |ids: &[Spanned<PropertyId>]| ids.iter().map(|one| id(one.value)).collect::<Vec<_>>();
    let values = |values: &[Spanned<Value>]| {
        values.iter().map(|one| one.value.json(dataset, &how)).collect::<Vec<_>>()
    };
    let mut out = Collected::default();
    out.maybe("type", property.ty.as_ref().map(|ty| json!(ty.name())));
    out.maybe("label", property.label.as_ref().map(text_json));
    out.text("subject", property.subject.as_ref());
    if let Some(ty) = &property.ty {
        ty.json(dataset, &how, &mut |name, value| out.put(name, value));
    }
    out.flag("single", property.single);
    out.flag("no_overlap", property.no_overlap);
    if let Some(term) = &property.term {
        let bounds = [("at_least", term.at_least), ("at_most", term.at_most)];
        let bounds = bounds.into_iter().filter_map(|(name, by)| Some((name.to_owned(), how.duration(by?))));
        out.put("term", Json::Object(bounds.collect()));
    }
    out.flag("no_gap", property.no_gap);
    out.maybe(
        "unique",
        property.unique.as_ref().map(|unique| {
            if unique.within.is_empty() {
                json!(true)
            } else {
                json!({ "within": how.unordered(ids(&unique.within)) })
            }
        }),
    );
    out.maybe("one_of", property.one_of.as_ref().map(|allowed| how.unordered(values(allowed))));
    out.list(how, "none_of", values(&property.none_of));
    out.maybe("format", property.format.as_ref().map(|format| json!(format.value.as_str())));
    out.list(how, "requires", ids(&property.requires));
    out.list(how, "excludes", ids(&property.excludes));
    out.list(how, "value_requires", ids(&property.value_requires));
    out.maybe("value_in", property.value_in.map(|set| id(set.value)));
    out.text("value_has_status", property.value_has_status.as_ref());
    out.maybe("in", property.status_in.map(|within| json!(how.entity(&dataset.entity(within.value).id))));
    out.maybe("inverse", property.inverse.map(|inverse| id(inverse.value)));
    out.flag("symmetric", property.symmetric.is_some());
    out.flag("needs_time", property.needs_time);
    out.flag("planned", property.planned);
    out.maybe(
        "contemporary",
        property.contemporary.as_ref().map(|contemporary| match contemporary {
            Contemporary::ByKinds => json!(true),
            Contemporary::By { start, end } => json!({ "start": id(start.value), "end": id(end.value) }),
        }),
    );
    out.flag("outside_lifetime", property.outside_lifetime);
    if let Some(qualifiers) = &property.qualifiers {
        out.put("qualifiers", how.unordered(ids(qualifiers)));
    }
    out.list(how, "required_qualifiers", ids(&property.required_qualifiers));
    out.list(how, "separators", ids(&property.separators));
    for level in &property.levels {
        let (name, setting) = super::level(level);
        out.0.push((Cow::Owned(format!("levels.{name}")), json!(setting)));
    }
    out.list(how, "infobox", property.infobox.iter().map(|name| json!(name)).collect());
    let words = property.words.iter().map(|(tag, word)| match tag {
        Some(tag) => json!({ &**tag: word }),
        None => json!(word),
    });
    out.list(how, "words", words.collect());
    out.0
}
