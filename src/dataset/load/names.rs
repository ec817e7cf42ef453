//! From names to ids: which entities, properties and sources exist, and what was meant by a name
//! that does not.

use super::kinds::Kinds;
use super::table::{Broken, Reporter};
use super::units::Units;
use crate::dataset::rules::names::{UNKNOWN_ENTITY, UNKNOWN_PROPERTY, UNKNOWN_REF, UNKNOWN_TIME_POINT};
use crate::dataset::{
    Entity, EntityId, Property, PropertyId, PropertyType, SourceId, Span, TimePoint, Unread,
};
use crate::finding::{Finding, Help};
use crate::map::Map;
use crate::message::{Message, message};
use crate::suggest::Candidates;

/// Everything that a name can point to.
pub(crate) struct Names<'a> {
    pub(in crate::dataset) entities: Map<&'a str, EntityId>,
    pub(in crate::dataset) properties: Map<&'a str, PropertyId>,
    /// Markers without brackets.
    pub(in crate::dataset) markers: Map<Box<str>, SourceId>,
    pub(in crate::dataset) sources: Map<Box<str>, SourceId>,
    /// What could not be read: a name that stands there is not called unknown.
    pub(in crate::dataset) unread: Unread,
    /// Whether some source has no id that could be read.
    pub(in crate::dataset) broken_source: bool,
    /// Which kind is one of another.
    pub(in crate::dataset) kinds: Kinds,
    /// Units and what they measure.
    pub(in crate::dataset) units: Units,
    pub(in crate::dataset) near_entities: Candidates<'a>,
    pub(in crate::dataset) near_properties: Candidates<'a>,
    pub(in crate::dataset) near_sources: Candidates<'a>,
}

/// A marker as the format compares it: without brackets and blanks around it.
pub(in crate::dataset) fn bare_marker(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text).trim()
}

impl Names<'_> {
    pub(in crate::dataset) fn entity(
        &self,
        name: &str,
        span: Span,
        out: &mut Reporter<'_>,
    ) -> Result<EntityId, Broken> {
        if let Some(&id) = self.entities.get(name) {
            return Ok(id);
        }
        if self.unread.may_name(name) {
            return Err(Broken);
        }
        let finding = Finding::new(
            &UNKNOWN_ENTITY,
            span,
            message!("{} names the entity `{}`, which does not exist", out.title, name),
        )
        .label("no entity has this id")
        .advise(out.did_you_mean(span, self.near_entities.nearest(name), || {
            message!("add a table `[entity.{}]` with its `kind`, or name one that exists", name)
        }));
        Err(out.push(finding))
    }

    pub(in crate::dataset) fn property(
        &self,
        name: &str,
        span: Span,
        out: &mut Reporter<'_>,
    ) -> Result<PropertyId, Broken> {
        if let Some(&id) = self.properties.get(name) {
            return Ok(id);
        }
        if self.unread.may_name(name) {
            return Err(Broken);
        }
        let finding = Finding::new(
            &UNKNOWN_PROPERTY,
            span,
            message!("{} uses the property `{}`, which the vocabulary does not have", out.title, name),
        )
        .label("no property has this id")
        .advise(out.did_you_mean(span, self.near_properties.nearest(name), || {
            message!("add a table `[property.{}]` with its `type`, or use one that exists", name)
        }));
        Err(out.push(finding))
    }

    /// The entity of a name, or the one that was probably meant by it.
    pub(super) fn near_entity(&self, name: &str) -> Option<EntityId> {
        self.entities.get(name).or_else(|| self.entities.get(self.near_entities.nearest(name)?)).copied()
    }

    /// The property that was probably meant by a name that none has.
    pub(in crate::dataset) fn near_property(&self, name: &str) -> Option<PropertyId> {
        self.properties.get(self.near_properties.nearest(name)?).copied()
    }

    /// `None` without a finding where the source may be in what could not be read.
    pub(in crate::dataset) fn source(
        &self,
        text: &str,
        span: Span,
        out: &mut Reporter<'_>,
    ) -> Result<SourceId, Broken> {
        let marker = bare_marker(text);
        if let Some(&id) = self.markers.get(marker).or_else(|| self.sources.get(text.trim())) {
            return Ok(id);
        }
        if self.unread.may_name(marker) || self.broken_source {
            return Err(Broken);
        }
        // One number is as near to another as any: only names are guessed at.
        let number = marker.chars().all(|c| c.is_ascii_digit());
        let near = if number { None } else { self.near_sources.nearest(marker) };
        let help = out.did_you_mean(span, near, || {
            let field = if number { "marker" } else { "id" };
            message!("add a `[[source]]` with `{} = \"{}\"`, or cite one that exists", field, marker)
        });
        let finding = Finding::new(
            &UNKNOWN_REF,
            span,
            message!("{} cites `{}`, but no source has that marker or id", out.title, text),
        )
        .label("leads to no source")
        .advise(help);
        Err(out.push(finding))
    }

    /// A time point as editors write it, `subject.property`, where the property is a date.
    pub(in crate::dataset) fn time_point(
        &self,
        text: &str,
        span: Span,
        properties: &[Property],
        entities: &[Entity],
        out: &mut Reporter<'_>,
    ) -> Result<TimePoint, Broken> {
        let unknown = |message: Message, label: &'static str, help: Help| {
            Finding::new(&UNKNOWN_TIME_POINT, span, message).label(label).advise(help)
        };
        let title = out.title;
        let Some((subject, property)) = text.split_once('.') else {
            return Err(out.push(unknown(
                message!("{} refers to `{}`, which is neither a date nor a time point", title, text),
                "not `subject.property`",
                "a time point is an entity and one of its date properties, such as `treaty.signed`".into(),
            )));
        };
        let (subject, property) = (subject.trim(), property.trim());
        let Some(&subject_id) = self.entities.get(subject) else {
            if self.unread.may_name(subject) {
                return Err(Broken);
            }
            let near = self.near_entities.nearest(subject).map(|near| format!("{near}.{property}"));
            let help = out.did_you_mean(span, near.as_deref(), || {
                message!("add a table `[entity.{}]`, or name an entity that exists", subject)
            });
            return Err(out.push(unknown(
                message!(
                    "{} refers to the time point `{}`, but there is no entity `{}`",
                    title,
                    text,
                    subject
                ),
                "no such time point",
                help,
            )));
        };
        let dates =
            || properties.iter().filter(|known| known.ty.as_ref().is_some_and(|ty| ty.name() == "date"));
        let known = self.properties.get(property).copied();
        let own = known.map(|id| &properties[id.index()]);
        match (known, own.and_then(|own| own.ty.as_ref())) {
            (Some(_), Some(PropertyType::Date(date))) if date.repeats => Err(out.push(unknown(
                message!(
                    "{} refers to the time point `{}`, but `{}` happens more than once",
                    title,
                    text,
                    property
                ),
                "not one moment",
                "write the date itself, or take `repeats` out of the vocabulary".into(),
            ))),
            (Some(id), Some(ty)) if ty.name() == "date" => {
                Ok(TimePoint { subject: subject_id, property: id })
            }
            // The property is broken, which is a finding already.
            (Some(_), None) => Err(Broken),
            (Some(_), Some(ty)) => Err(out.push(unknown(
                message!(
                    "{} refers to the time point `{}`, but `{}` is a {} and no date",
                    title,
                    text,
                    property,
                    ty.name()
                ),
                "not a date property",
                "a time point is an entity and one of its date properties".into(),
            ))),
            (None, _) if self.unread.may_name(property) => Err(Broken),
            (None, _) => {
                let near = Candidates::new(dates().map(|known| &*known.id)).nearest(property);
                let name = entities[subject_id.index()].id.as_ref();
                let near = near.map(|near| format!("{name}.{near}"));
                let help = out.did_you_mean(span, near.as_deref(), || {
                    message!(
                        "declare `[property.{}]` with `type = \"date\"`, or use a property that exists",
                        property
                    )
                });
                Err(out.push(unknown(
                    message!(
                        "{} refers to the time point `{}`, but there is no property `{}`",
                        title,
                        text,
                        property
                    ),
                    "no such time point",
                    help,
                )))
            }
        }
    }
}
