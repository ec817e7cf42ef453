//! The manifest's own tables, and `[[accept]]`.

use std::time::Duration;

use super::about::About;
use super::names::Names;
use super::shape::{ACCEPT, DATASET, LINKS};
use super::table::{Broken, Read, Reader, Reporter};
use super::tree::{Kind, Node, Table};
use crate::dataset::manifest::LinkSettings;
use crate::dataset::rules::fields::{MISSING_FIELD, WRONG_TYPE};
use crate::dataset::{Accept, Manifest, RuleLevel, Setting, Span, Spanned};
use crate::finding::{Finding, Level};
use crate::suggest;
use crate::value::Hemisphere;

/// Reads `[dataset]`, `[rules]` and `[links]`.
pub(super) fn build(top: Table<'_>, names: &Names<'_>, text: &str, out: &mut Reporter<'_>) -> Manifest {
    let mut manifest = Manifest::default();
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
            Reporter { file: out.file, title: About::Header(key.name), findings: out.findings },
        );
        match key.name {
            "dataset" => dataset(&mut manifest, &mut reader, names),
            "rules" => manifest.levels = levels(&mut reader),
            "links" => manifest.links = links(&mut reader, text),
            _ => {}
        }
    }
    manifest
}

fn dataset(manifest: &mut Manifest, reader: &mut Reader<'_>, names: &Names<'_>) {
    let _ = reader.check_fields(&[&DATASET]);
    manifest.id = reader.owned("id", &DATASET).ok().flatten().map(|id| id.value);
    manifest.title = reader.owned("title", &DATASET).ok().flatten().map(|title| title.value);
    manifest.as_of = reader.date("as_of").ok().flatten();
    let hemispheres = [("north", Hemisphere::North), ("south", Hemisphere::South)];
    manifest.hemisphere =
        reader.word("hemisphere", &DATASET, &hemispheres).ok().flatten().map(|hemisphere| hemisphere.value);
    manifest.article = reader
        .text("article", &DATASET)
        .ok()
        .flatten()
        .and_then(|article| names.source(article.value, article.span, &mut reader.out).ok());
    let mirrors = reader.texts("mirrors", &DATASET).ok().flatten().unwrap_or_default();
    for mirror in mirrors {
        let host = mirror.value.trim().trim_end_matches('.').to_lowercase();
        let plain = !host.is_empty() && !host.contains(['/', ':', '@', ' ', '?', '#']);
        match url::Host::parse(&host) {
            Ok(host) if plain => manifest.mirrors.push(host.to_string().into()),
            _ => {
                let finding = Finding::new(
                    &WRONG_TYPE,
                    mirror.span,
                    format!(
                        "`mirrors` of {} holds `{}`, which is no host name",
                        reader.out.title, mirror.value
                    ),
                )
                .label("not a host name")
                .help("write the host alone, without scheme and path, such as \"wikimili.com\"");
                reader.out.push(finding);
            }
        }
    }
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
                let help =
                    suggest::did_you_mean(suggest::nearest(word, settings.iter().map(|(name, _)| *name)))
                        .unwrap_or_else(|| "it may be `error`, `warning`, `note` or `off`".into());
                let finding = Finding::new(
                    &WRONG_TYPE,
                    reader.out.span(node),
                    format!("`{}` in {} cannot have the level `{word}`", key.name, reader.out.title),
                )
                .label("not a level")
                .help(help);
                reader.out.push(finding);
            }
        }
    }
    levels
}

fn links(reader: &mut Reader<'_>, text: &str) -> LinkSettings {
    let _ = reader.check_fields(&[&LINKS]);
    let mut settings = LinkSettings {
        timeout: measure(reader, "timeout", parse_length, "20s").ok().flatten(),
        budget: measure(reader, "budget", parse_length, "60s").ok().flatten(),
        interval: measure(reader, "interval", parse_length, "100ms").ok().flatten(),
        max_body: measure(reader, "max_body", parse_size, "5MiB").ok().flatten(),
        concurrency: whole(reader, "concurrency", text),
        per_host: whole(reader, "per_host", text),
        exclude: Vec::new(),
    };
    for pattern in reader.texts("exclude", &LINKS).ok().flatten().unwrap_or_default() {
        if let Ok(regex) = super::regex(pattern.value, pattern.span, "exclude", &mut reader.out) {
            settings.exclude.push(regex);
        }
    }
    settings
}

fn measure<T>(
    reader: &mut Reader<'_>,
    field: &'static str,
    parse: fn(&str) -> Option<T>,
    example: &str,
) -> Read<T> {
    let Some(text) = reader.text(field, &LINKS)? else { return Ok(None) };
    match parse(text.value) {
        Some(value) => Ok(Some(value)),
        None => {
            let finding = Finding::new(
                &WRONG_TYPE,
                text.span,
                format!("`{field}` of {} cannot be `{}`", reader.out.title, text.value),
            )
            .label("not a whole number with a unit that is known here")
            .help(format!("write a whole number and its unit, such as \"{example}\""));
            Err(reader.out.push(finding))
        }
    }
}

/// "20s", "100ms", "2m", "1h".
fn parse_length(text: &str) -> Option<Duration> {
    let (number, unit) = number_and_unit(text)?;
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(milliseconds).map(Duration::from_millis)
}

/// "5MiB", "500kB", "1024B".
fn parse_size(text: &str) -> Option<u64> {
    let (number, unit) = number_and_unit(text)?;
    let bytes = match unit {
        "B" => 1,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(bytes)
}

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(split);
    Some((number.parse().ok()?, unit.trim_start()))
}

fn whole(reader: &mut Reader<'_>, field: &'static str, text: &str) -> Option<usize> {
    let node = reader.get(field)?;
    let digits = text.get(node.start as usize..node.end as usize).unwrap_or_default().replace('_', "");
    let number = if matches!(node.kind(), Kind::Integer) { digits.parse().ok() } else { None };
    if number.is_none_or(|number: usize| number == 0) {
        reader.out.wrong_type(node, field, "a whole number from 1");
        return None;
    }
    number
}

/// Reads an `[[accept]]`. What it names is not looked up here: an entry that accepts nothing is
/// a finding of its own, with the reason.
pub(super) fn accept(reader: &mut Reader<'_>) -> Result<Accept, Broken> {
    let _ = reader.check_fields(&[&ACCEPT]);
    let rule = reader.owned("rule", &ACCEPT);
    let reason = reader.owned("reason", &ACCEPT);
    let claims = reader.texts("claims", &ACCEPT);
    let sources = reader.texts("sources", &ACCEPT);
    let entities = reader.texts("entities", &ACCEPT);
    let properties = reader.texts("properties", &ACCEPT);
    let fingerprint = reader.owned("fingerprint", &ACCEPT);
    // Without a day that could be read it accepts all the same.
    let until = reader.date("until").ok().flatten();
    // Without a reason it is a finding, and accepts all the same: what it accepts is no news.
    let reason = match reason {
        Ok(Some(reason)) => reason.value,
        _ => "(no reason is given)".into(),
    };
    let Some(rule) = rule? else { return Err(Broken) };
    let (claims, sources) = (claims?.unwrap_or_default(), sources?.unwrap_or_default());
    let (entities, properties) = (entities?.unwrap_or_default(), properties?.unwrap_or_default());
    let fingerprint = fingerprint?;
    if ["claims", "sources", "entities", "properties", "fingerprint"]
        .iter()
        .any(|field| reader.is_misspelt(field, &[&ACCEPT]))
    {
        return Err(Broken);
    }
    let nameless = [&claims, &sources, &entities, &properties].iter().all(|names| names.is_empty());
    if nameless && fingerprint.is_none() {
        let finding = Finding::new(
            &MISSING_FIELD,
            reader.header,
            format!("{} names neither claims nor sources, entities or properties", reader.out.title),
        )
        .label("accepts nothing in particular")
        .help("add `claims = [\"…\"]` or `sources = [\"…\"]`: the ones that the finding names");
        return Err(reader.out.push(finding));
    }
    let own = |names: Vec<Spanned<&str>>| {
        names.into_iter().map(|name| Spanned::new(name.value.into(), name.span)).collect()
    };
    Ok(Accept {
        rule,
        claims: own(claims),
        sources: own(sources),
        entities: own(entities),
        properties: own(properties),
        fingerprint,
        reason,
        until,
        span: reader.header,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_sizes_have_units() {
        assert_eq!(parse_length("20s"), Some(Duration::from_secs(20)));
        assert_eq!(parse_length("100 ms"), Some(Duration::from_millis(100)));
        assert_eq!(parse_length("20"), None);
        assert_eq!(parse_length("s"), None);
        assert_eq!(parse_length("99999999999999999999s"), None);
        assert_eq!(parse_length("18446744073709551615h"), None);
        assert_eq!(parse_size("5MiB"), Some(5 << 20));
        assert_eq!(parse_size("5 megabytes"), None);
    }
}
