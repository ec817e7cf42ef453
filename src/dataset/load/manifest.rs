//! The manifest's own tables, and `[[accept]]`.

use super::MANIFEST;
use super::about::About;
use super::names::Names;
use super::shape::{ACCEPT, DATASET, LINKS};
use super::table::{Broken, Reader, Reporter};
use super::tree::{Kind, Node, Table};
use crate::dataset::manifest::LinkSettings;
use crate::dataset::rules::fields::{MISSING_FIELD, WRONG_TYPE};
use crate::dataset::{Accept, Dataset, Manifest, RuleLevel, Setting, Span, Spanned};
use crate::finding::{Finding, Level};
use crate::message::message;
use crate::suggest;

/// Reads `[dataset]`, `[rules]` and `[links]`.
pub(super) fn build(top: Table<'_>, names: &Names<'_>, out: &mut Reporter<'_>) -> Manifest {
    let mut manifest = Manifest::default();
    let (mut levels_of, mut options, mut links) = (Vec::new(), Vec::new(), LinkSettings::default());
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
                let Ok(read) =
                    Manifest::read(&mut reader, names, Vec::new(), Vec::new(), LinkSettings::default());
                manifest = read;
            }
            "rules" => (levels_of, options) = rules(&mut reader),
            "links" => {
                let _ = reader.check_fields(&[&LINKS]);
                let Ok(read) = LinkSettings::read(&mut reader, &());
                links = read;
            }
            _ => {}
        }
    }
    Manifest { levels: levels_of, options, links, ..manifest }
}

/// `[rules]`: a level for each rule, or a table of a level and options. Says which rules have a table.
fn rules(reader: &mut Reader<'_>) -> (Vec<RuleLevel>, Vec<Spanned<Box<str>>>) {
    let (mut levels, mut tables) = (Vec::new(), Vec::new());
    for (key, node) in reader.table.iter() {
        let rule =
            Spanned::new(key.name.into(), Span { file: reader.out.file, start: key.start, end: key.end });
        let setting = match node.kind() {
            Kind::Table(table) => {
                tables.push(rule.clone());
                let Some((_, node)) = table.find("level") else { continue };
                let header = format!("rules.{}", key.name);
                let title = About::Header(&header);
                let mut out = Reporter {
                    file: reader.out.file,
                    text: reader.out.text,
                    title,
                    findings: &mut *reader.out.findings,
                };
                setting(node, "level", &mut out)
            }
            _ => setting(node, key.name, &mut reader.out),
        };
        levels.extend(setting.map(|setting| RuleLevel { rule, setting }));
    }
    (levels, tables)
}

/// Rules with their levels.
pub(in crate::dataset) fn levels(reader: &mut Reader<'_>) -> Vec<RuleLevel> {
    let mut levels = Vec::new();
    for (key, node) in reader.table.iter() {
        if let Ok(setting) = setting(node, key.name, &mut reader.out) {
            let span = Span { file: reader.out.file, start: key.start, end: key.end };
            levels.push(RuleLevel { rule: Spanned::new(key.name.into(), span), setting });
        }
    }
    levels
}

/// The level of a rule that a field gives.
fn setting(node: Node<'_>, field: &str, out: &mut Reporter<'_>) -> Result<Setting, Broken> {
    let settings = [
        ("error", Setting::At(Level::Error)),
        ("warning", Setting::At(Level::Warning)),
        ("note", Setting::At(Level::Note)),
        ("off", Setting::Off),
    ];
    let Kind::String(word) = node.kind() else {
        return Err(out.wrong_type(node, field, "\"error\", \"warning\", \"note\" or \"off\""));
    };
    if let Some((_, setting)) = settings.iter().find(|(name, _)| *name == word) {
        return Ok(*setting);
    }
    let near = suggest::nearest(word, settings.iter().map(|(name, _)| *name));
    let help = out.did_you_mean(out.span(node), near, || "it may be `error`, `warning`, `note` or `off`");
    let message = if field == "level" {
        message!("`level` of {} cannot be `{}`", out.title, word)
    } else {
        message!("`{}` in {} cannot have the level `{}`", field, out.title, word)
    };
    let finding = Finding::new(&WRONG_TYPE, out.span(node), message).label("not a level").advise(help);
    Err(out.push(finding))
}

/// Every table of `[rules]`, for those who know the rules.
pub(crate) fn each_rule_table(
    dataset: &Dataset,
    findings: &mut Vec<Finding>,
    each: &mut dyn FnMut(&str, &mut Reader<'_>),
) {
    if dataset.manifest.options.is_empty() {
        return;
    }
    let Some((id, file)) = dataset.files.iter().find(|(_, file)| file.path == MANIFEST) else { return };
    let (tree, _) = super::tree::parse(&file.text);
    let Some((_, rules)) = tree.top().find("rules") else { return };
    let Kind::Table(rules) = rules.kind() else { return };
    for (key, node) in rules.iter() {
        let Kind::Table(table) = node.kind() else { continue };
        let header = format!("rules.{}", key.name);
        let out =
            Reporter { file: id, text: &file.text, title: About::Header(&header), findings: &mut *findings };
        let place = out.span(node);
        each(key.name, &mut Reader::new(table, place, out));
    }
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
