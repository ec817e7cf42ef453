//! Properties as fields.

use serde_json::{Map, Value as Json, json};

use super::{Collected, Fields, How, decimal, text, value};
use crate::dataset::{Dataset, Order, Property, PropertyId, PropertyType, Spanned, SuperlativeRank, Value};

/// The fields of a property, without its id.
pub(in crate::review) fn property(dataset: &Dataset, property: &Property, how: How<'_>) -> Fields {
    let id = |id: PropertyId| json!(how.property(&dataset.property(id).id));
    let ids = |ids: &[Spanned<PropertyId>]| ids.iter().map(|one| id(one.value)).collect::<Vec<_>>();
    let values = |values: &[Spanned<Value>]| {
        values.iter().map(|one| value(dataset, &one.value, how)).collect::<Vec<_>>()
    };
    let mut out = Collected::default();
    out.maybe("type", property.ty.as_ref().map(|ty| json!(ty.name())));
    out.maybe("label", property.label.as_ref().map(text));
    out.text("subject", property.subject.as_ref());
    if let Some(ty) = &property.ty {
        options(dataset, ty, how, &mut out);
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
    out.maybe(
        "contemporary",
        property
            .contemporary
            .as_ref()
            .map(|both| json!({ "start": id(both.start.value), "end": id(both.end.value) })),
    );
    out.0
}

fn options(dataset: &Dataset, ty: &PropertyType, how: How<'_>, out: &mut Collected) {
    let id = |id: PropertyId| json!(how.property(&dataset.property(id).id));
    let orders = |orders: &[Order]| {
        orders
            .iter()
            .map(|order| {
                let mut table = Map::from_iter([("property".to_owned(), id(order.property))]);
                for (field, bound) in [("at_least", order.at_least), ("at_most", order.at_most)] {
                    if let Some(bound) = bound {
                        table.insert(field.to_owned(), how.duration(bound));
                    }
                }
                if table.len() == 1 { id(order.property) } else { Json::Object(table) }
            })
            .collect::<Vec<_>>()
    };
    match ty {
        PropertyType::Date { after, before } => {
            out.list(how, "after", orders(after));
            out.list(how, "before", orders(before));
        }
        PropertyType::Quantity { unit, min, max, counts, counts_status } => {
            out.maybe("unit", unit.as_ref().map(|unit| json!(unit)));
            out.maybe("min", min.map(|min| decimal(min.value)));
            out.maybe("max", max.map(|max| decimal(max.value)));
            out.maybe("counts", counts.map(|set| id(set.value)));
            out.text("counts_status", counts_status.as_ref());
        }
        PropertyType::Entity { kind } => out.text("value", kind.as_ref()),
        PropertyType::Set { kind, subset_of, complement_of, equals_status } => {
            out.text("value", kind.as_ref());
            out.maybe("subset_of", subset_of.map(|set| id(set.value)));
            out.maybe(
                "complement_of",
                complement_of
                    .as_ref()
                    .map(|sets| json!({ "of": id(sets.of.value), "within": id(sets.within.value) })),
            );
            if let Some(equals) = equals_status {
                out.put("equals_status", json!(equals.status.value));
                out.put("in", json!(how.entity(&dataset.entity(equals.within.value).id)));
            }
        }
        PropertyType::Text => {}
        PropertyType::Transition { to, from } => {
            out.put("to", json!(to.value));
            out.maybe(
                "from",
                from.as_ref()
                    .map(|from| how.unordered(from.iter().map(|status| json!(status.value)).collect())),
            );
        }
        PropertyType::Superlative { by, rank } => {
            out.put("by", id(by.value));
            out.put(
                "rank",
                json!(match rank {
                    SuperlativeRank::Highest => "highest",
                    SuperlativeRank::Lowest => "lowest",
                }),
            );
        }
    }
}
