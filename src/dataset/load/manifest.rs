//! The manifest's own tables, and `[[accept]]`.

use super::about::About;
use super::names::Names;
use super::shape::{ACCEPT, DATASET, LINKS};
use super::table::{Broken, Reader, Reporter};
use super::tree::{Kind, Node, Table};
use crate::dataset::manifest::LinkSettings;
use crate::dataset::rules::fields::{MISSING_FIELD, WRONG_TYPE};
use crate::dataset::{Accept, Manifest, RuleLevel, Setting, Span, Spanned};
use crate::finding::{Finding, Level};
use crate::message::message;
use crate::suggest;

/// Reads `[dataset]`, `[rules]` and `[links]`.
pub(super) fn build(top: Table<'_>, names: &Names<'_>, out: &mut Reporter<'_>) -> Manifest {
    let mut manifest = Manifest::default();
    let (mut levels_of, mut links) = (Vec::new(), LinkSettings::default());
    for (key, node) in top.iter() {
        let Kind::Table(table) = node.kind() else {
            if matches!(key.name, "dataset" | "rules" | "links") {
                out.wrong_type(node, key.name, "a table");
            }
            continue;
        };
        let mut reader = Reader::new(
            table,
            out.span(node),
            Reporter {
                file: out.file,
                text: out.text,
                title: About::Header(key.name),
                findings: out.findings,
            },
        );
        match key.name {
            "dataset" => {
                let _ = reader.check_fields(&[&DATASET]);
                let Ok(read) = Manifest::read(&mut reader, names, Vec::new(), LinkSettings::default());
                manifest = read;
            }
            "rules" => levels_of = levels(&mut reader),
            "links" => {
                let _ = reader.check_fields(&[&LINKS]);
                let Ok(read) = LinkSettings::read(&mut reader, &());
                links = read;
            }
            _ => {}
        }
    }
    Manifest { levels: levels_of, links, ..manifest }
}

pub(super) fn levels(reader: &mut Reader<'_>) -> Vec<RuleLevel> {
    let settings = [
        ("error", Setting::At(Level::Error)),
        ("warning", Setting::At(Level::Warning)),
        ("note", Setting::At(Level::Note)),
        ("off", Setting::Off),
    ];
    let mut levels = Vec::new();
    for (key, node) in reader.table.iter() {
        let Kind::String(word) = node.kind() else {
            reader.out.wrong_type(node, key.name, "\"error\", \"warning\", \"note\" or \"off\"");
            continue;
        };
        match settings.iter().find(|(name, _)| *name == word) {
            Some((_, setting)) => {
                let span = Span { file: reader.out.file, start: key.start, end: key.end };
                levels.push(RuleLevel { rule: Spanned::new((key.name).into(), span), setting: *setting });
            }
            None => {
                let near = suggest::nearest(word, settings.iter().map(|(name, _)| *name));
                let help = reader.out.did_you_mean(
                    reader.out.span(node),
                    near,
                    || "it may be `error`, `warning`, `note` or `off`",
                );
                let finding = Finding::new(
                    &WRONG_TYPE,
                    reader.out.span(node),
                    message!("`{}` in {} cannot have the level `{}`", key.name, reader.out.title, word),
                )
                .label("not a level")
                .advise(help);
                reader.out.push(finding);
            }
        }
    }
    levels
}

/// Reads an `[[accept]]`. What it names is not looked up here: an entry that accepts nothing is
/// a finding of its own, with the reason.
pub(super) fn accept(reader: &mut Reader<'_>) -> Result<Accept, Broken> {
    let _ = reader.check_fields(&[&ACCEPT]);
    let header = reader.header;
    let mut accept = Accept::read(reader, &(), header)?;
    // Without a reason it is a finding, and accepts all the same: what it accepts is no news.
    if accept.reason.is_empty() {
        accept.reason = "(no reason is given)".into();
    }
    let named = [&accept.claims, &accept.sources, &accept.entities, &accept.properties];
    if named.iter().all(|names| names.is_empty()) && accept.fingerprint.is_none() {
        let finding = Finding::new(
            &MISSING_FIELD,
            reader.header,
            message!("{} names neither claims nor sources, entities or properties", reader.out.title),
        )
        .label("accepts nothing in particular")
        .help("add `claims = [\"…\"]` or `sources = [\"…\"]`: the ones that the finding names");
        return Err(reader.out.push(finding));
    }
    Ok(accept)
}

/// What is not 1 in `format`: the number as written and its place.
pub(super) fn other_format<'a>(top: Table<'_>, text: &'a str) -> Option<(&'a str, u32)> {
    let (_, node) = top.iter().find(|(key, _)| key.name == "format")?;
    let written = text.get(node.start as usize..node.end as usize).unwrap_or_default();
    (matches!(node.kind(), Kind::Integer) && written.parse() != Ok(1_u64)).then_some((written, node.start))
}

/// Reports a `format` that is no number.
pub(super) fn check_format(node: Node<'_>, out: &mut Reporter<'_>) {
    if !matches!(node.kind(), Kind::Integer) {
        out.wrong_type(node, "format", "the number 1");
    }
}
