//! `qualifiers` of a claim: values of other properties that belong to what it states.

use super::shape::CLAIM;
use super::table::{Broken, Reader};
use super::tree::Kind;
use super::value::Scope;
use crate::dataset::rules::fields::UNKNOWN_FIELD;
use crate::dataset::types::Written;
use crate::dataset::{Property, PropertyId, Qualifier, Span, Spanned};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::suggest;
use crate::words::list;

/// Where they stand.
const FIELD: &str = "qualifiers";

/// Reads them; what the property does not take is reported.
pub(super) fn read(
    reader: &mut Reader<'_>,
    property: Result<Spanned<PropertyId>, Broken>,
    scope: Scope<'_>,
) -> Result<Vec<Qualifier>, Broken> {
    let Some(node) = reader.get(FIELD) else {
        return if reader.is_misspelt(FIELD, &[&CLAIM]) { Err(Broken) } else { Ok(Vec::new()) };
    };
    let Kind::Table(table) = node.kind() else {
        return Err(reader.out.wrong_type(node, FIELD, "a table of properties and values"));
    };
    let owner = property.ok().map(|property| &scope.properties[property.value.index()]);
    let mut qualifiers = Vec::with_capacity(table.iter().count());
    let mut broken = false;
    for (key, node) in table.iter() {
        let span = Span { file: reader.out.file, start: key.start, end: key.end };
        let Ok(id) = scope.names.property(key.name, span, &mut reader.out) else {
            broken = true;
            continue;
        };
        let own = &scope.properties[id.index()];
        if let Some(owner) = owner
            && !takes(owner, id)
        {
            stranger(reader, owner, own, span, scope);
            broken = true;
            continue;
        }
        let written = Written { node, field: FIELD, property: own, scope };
        match own.ty.as_ref().ok_or(Broken).and_then(|ty| ty.read(written, &mut reader.out)) {
            Ok(value) => qualifiers.push(Qualifier { property: id, span, value }),
            Err(Broken) => broken = true,
        }
    }
    if broken { Err(Broken) } else { Ok(qualifiers) }
}

/// Whether claims of a property may carry another as a qualifier.
fn takes(owner: &Property, qualifier: PropertyId) -> bool {
    let Some(allowed) = &owner.qualifiers else { return true };
    allowed
        .iter()
        .chain(&owner.required_qualifiers)
        .chain(&owner.separators)
        .any(|one| one.value == qualifier)
}

fn stranger(reader: &mut Reader<'_>, owner: &Property, own: &Property, span: Span, scope: Scope<'_>) {
    let allowed =
        owner.qualifiers.iter().flatten().chain(&owner.required_qualifiers).chain(&owner.separators);
    let mut names: Vec<&str> = allowed.map(|one| &*scope.properties[one.value.index()].id).collect();
    names.dedup();
    let near = suggest::nearest(&own.id, names.iter().copied());
    let help = reader.out.did_you_mean(span, near, || {
        let names: Vec<Message> = names.iter().map(|name| message!("`{}`", name)).collect();
        let may = if names.is_empty() { Message::from("none") } else { list(&names) };
        message!("claims of `{}` may carry {}; or add `{}` to its `qualifiers`", owner.id, may, own.id)
    });
    let finding = Finding::new(
        &UNKNOWN_FIELD,
        span,
        message!(
            "{} has the qualifier `{}`, which claims of `{}` do not carry",
            reader.out.title,
            own.id,
            owner.id
        ),
    )
    .label("not a qualifier of this property")
    .advise(help);
    reader.out.push(finding);
}
