//! Properties as fields.

use serde_json::json;

use super::{Collected, Fields, How};
use crate::dataset::types::{Writing as _, text_json};
use crate::dataset::{Dataset, Property, PropertyId, Spanned, Value};

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
    out.flag("unique", property.unique);
    out.maybe("one_of", property.one_of.as_ref().map(|allowed| how.unordered(values(allowed))));
    out.list(how, "none_of", values(&property.none_of));
    out.maybe("format", property.format.as_ref().map(|format| json!(format.value.as_str())));
    out.list(how, "requires", ids(&property.requires));
    out.list(how, "excludes", ids(&property.excludes));
    out.maybe("inverse", property.inverse.map(|inverse| id(inverse.value)));
    out.flag("symmetric", property.symmetric.is_some());
    out.flag("needs_time", property.needs_time);
    out.flag("planned", property.planned);
    out.maybe(
        "contemporary",
        property
            .contemporary
            .as_ref()
            .map(|both| json!({ "start": id(both.start.value), "end": id(both.end.value) })),
    );
    out.0
}
