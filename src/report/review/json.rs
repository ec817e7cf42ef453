//! The review for other programs.

use std::io::{self, Write};

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::level_name;
use crate::message::{Message, message};
use crate::report::json::{JsonFinding, finding};
use crate::review::Review;
use crate::review::changes::{Changes, FieldChange, Item};
use crate::review::fields::Fields;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    tool: Tool,
    base: &'a str,
    head: &'a str,
    claims: Part<'a>,
    entities: Part<'a>,
    properties: Part<'a>,
    sources: Part<'a>,
    manifest: Manifest<'a>,
    findings: Findings<'a>,
    consequences: Vec<Consequence<'a>>,
    not_compared: &'a [Message],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Part<'a> {
    added: Vec<OneSided<'a>>,
    removed: Vec<OneSided<'a>>,
    changed: Vec<Changed<'a>>,
    renamed: Vec<Renamed<'a>>,
    /// Only of claims, and a guess: those that took the place of others.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced: Option<Vec<Replaced<'a>>>,
}

#[derive(Serialize)]
struct Replaced<'a> {
    from: &'a str,
    to: &'a str,
    fields: Vec<Field<'a>>,
}

#[derive(Serialize)]
struct Changed<'a> {
    id: &'a str,
    fields: Vec<Field<'a>>,
    /// Of a source or a property: the claims that rest on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<&'a [String]>,
}

#[derive(Serialize)]
struct Field<'a> {
    field: &'a str,
    before: &'a Json,
    after: &'a Json,
    meaning: &'a Message,
}

#[derive(Serialize)]
struct Renamed<'a> {
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct Manifest<'a> {
    changed: Vec<Field<'a>>,
    levels_lowered: Vec<LevelLowered>,
    rules_removed: &'a [String],
    accepts: Accepts<'a>,
}

#[derive(Serialize)]
struct LevelLowered {
    rule: &'static str,
    before: &'static str,
    after: &'static str,
}

#[derive(Serialize)]
struct Accepts<'a> {
    added: Vec<Thing<'a>>,
    removed: Vec<Thing<'a>>,
}

#[derive(Serialize)]
struct Findings<'a> {
    introduced: Vec<Told<'a>>,
    resolved: Vec<Told<'a>>,
    unchanged: usize,
    level_changed: Vec<Relevelled<'a>>,
    accepted: Vec<Kept<'a>>,
}

/// A finding that the head accepts and the base did not.
#[derive(Serialize)]
struct Kept<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    reason: Message,
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    /// Why, where the facts did not change but how they are judged.
    why: Option<&'a Message>,
}

#[derive(Serialize)]
struct Relevelled<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    level_before: &'static str,
}

#[derive(Serialize)]
struct Consequence<'a> {
    kind: &'static str,
    of: &'a str,
    status: Option<&'a str>,
    claim: Option<&'a str>,
    when: Option<&'a str>,
    before: &'a str,
    after: &'a str,
    message: &'a Message,
}

/// Writes the review, with a line break at the end.
///
/// # Errors
///
/// Where the writer fails.
pub fn write(review: &Review<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (base, head) = (&review.base.run.dataset.files, &review.head.run.dataset.files);
    let document = Document {
        format: 1,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        base: &review.base.name,
        head: &review.head.name,
        claims: part(&review.claims, "claim", false),
        entities: part(&review.entities, "entity", false),
        properties: part(&review.properties, "property", true),
        sources: part(&review.sources, "source", true),
        manifest: Manifest {
            changed: changed_fields(&review.manifest),
            levels_lowered: review
                .levels_lowered
                .iter()
                .map(|lowered| LevelLowered {
                    rule: lowered.rule,
                    before: level_name(lowered.before),
                    after: level_name(lowered.after),
                })
                .collect(),
            rules_removed: &review.rules_removed,
            accepts: Accepts {
                added: review.accepts_added.iter().map(|fields| Thing { id: None, fields }).collect(),
                removed: review.accepts_removed.iter().map(|fields| Thing { id: None, fields }).collect(),
            },
        },
        findings: Findings {
            introduced: review
                .findings
                .introduced
                .iter()
                .map(|told| Told { finding: finding(head, told.reported), why: told.why.as_ref() })
                .collect(),
            resolved: review
                .findings
                .resolved
                .iter()
                .map(|told| Told { finding: finding(base, told.reported), why: told.why.as_ref() })
                .collect(),
            unchanged: review.findings.unchanged,
            level_changed: review
                .findings
                .relevelled
                .iter()
                .map(|(now, was)| Relevelled { finding: finding(head, now), level_before: was.name() })
                .collect(),
            accepted: review
                .findings
                .accepted
                .iter()
                .map(|kept| Kept {
                    finding: finding(head, kept.reported),
                    reason: message!("{}", kept.reason),
                })
                .collect(),
        },
        consequences: review
            .moved
            .iter()
            .map(|moved| Consequence {
                kind: moved.kind.name(),
                of: &moved.of,
                status: moved.status.as_deref(),
                claim: moved.claim.as_deref(),
                when: moved.when.as_deref(),
                before: &moved.before,
                after: &moved.after,
                message: &moved.text,
            })
            .collect(),
        not_compared: &review.skipped,
    };
    crate::report::write_json(&document, &mut *out)?;
    out.write_all(b"\n")
}

fn part<'a>(changes: &'a Changes, name: &'static str, rested_on: bool) -> Part<'a> {
    Part {
        added: changes.added.iter().map(|item| OneSided { item, name }).collect(),
        removed: changes.removed.iter().map(|item| OneSided { item, name }).collect(),
        changed: changes
            .changed
            .iter()
            .map(|changed| Changed {
                id: &changed.id,
                fields: changed_fields(&changed.fields),
                claims: rested_on.then_some(&*changed.claims),
            })
            .collect(),
        renamed: changes.renamed.iter().map(|(from, to)| Renamed { from, to }).collect(),
        replaced: (name == "claim").then(|| {
            let replaced = changes.replaced.iter();
            let from =
                |changed: &'a crate::review::changes::Changed| changed.was.as_deref().unwrap_or(&changed.id);
            replaced
                .map(|one| Replaced { from: from(one), to: &one.id, fields: changed_fields(&one.fields) })
                .collect()
        }),
    }
}

/// A thing that is on one side only, as TOML has it, fields in the order of the format.
struct OneSided<'a> {
    item: &'a Item,
    name: &'static str,
}

impl Serialize for OneSided<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_map(None)?;
        entry.serialize_entry("id", &self.item.id)?;
        entry.serialize_entry(self.name, &Thing { id: Some(&self.item.id), fields: &self.item.fields })?;
        if let Some(why) = &self.item.unread {
            entry.serialize_entry("unread", why)?;
        }
        entry.end()
    }
}

/// Fields in their order, behind the id.
struct Thing<'a> {
    id: Option<&'a str>,
    fields: &'a Fields,
}

impl Serialize for Thing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut thing = serializer.serialize_map(None)?;
        if let Some(id) = self.id {
            thing.serialize_entry("id", id)?;
        }
        for (field, value) in self.fields {
            thing.serialize_entry(field, value)?;
        }
        thing.end()
    }
}

fn changed_fields(fields: &[FieldChange]) -> Vec<Field<'_>> {
    fields
        .iter()
        .map(|change| Field {
            field: &change.field,
            before: &change.before,
            after: &change.after,
            meaning: &change.meaning,
        })
        .collect()
}
