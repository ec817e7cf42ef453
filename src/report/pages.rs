//! The rules' own pages: the list, one rule, and the whole book in Markdown.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::Level;
use crate::finding::Rule;
use crate::rules;

/// What `rules` tells of each, with the level that is in force.
pub type Listed = (&'static Rule, Option<Level>);

/// Every rule in a line.
///
/// # Errors
///
/// Where the writer fails.
pub fn list_text(rules: &[Listed], out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|(rule, _)| rule.name.len()).max().unwrap_or(0);
    for (rule, level) in rules {
        writeln!(
            out,
            "{:width$}  {:7}  {}",
            rule.name,
            level.map_or("off", Level::name),
            plain(&rule.summary())
        )?;
    }
    Ok(())
}

#[derive(Serialize)]
struct JsonRule {
    name: &'static str,
    level: &'static str,
    default_level: &'static str,
    aliases: &'static [&'static str],
    summary: String,
    page: String,
    bad: String,
    good: String,
    /// What belongs to the examples as `sources/links.lock`.
    bad_ledger: Option<&'static str>,
    good_ledger: Option<&'static str>,
}

fn json_rule((rule, level): &Listed) -> JsonRule {
    JsonRule {
        name: rule.name,
        level: level.map_or("off", Level::name),
        default_level: rule.default_level_name(),
        aliases: rule.aliases,
        summary: rule.summary(),
        page: rule.details(),
        bad: rule.example(rule.bad),
        good: rule.example(rule.good),
        bad_ledger: Rule::ledger(rule.bad),
        good_ledger: Rule::ledger(rule.good),
    }
}

/// Every rule with its page, for other programs.
///
/// # Errors
///
/// Where the writer fails.
pub fn list_json(rules: &[Listed], out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<JsonRule> = rules.iter().map(json_rule).collect();
    crate::report::write_json(&serde_json::json!({ "format": 1, "rules": rules }), &mut *out)?;
    out.write_all(b"\n")
}

/// The book of rules, `facts/RULES.md`.
///
/// # Errors
///
/// Where the writer fails.
pub fn list_markdown(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# Rules\n\nMade by `csto-validate rules --format markdown`; change the rules' own pages instead of this file. \
         Each example is a whole dataset: saved as `facts/dataset.toml`, it gives just that finding, or none. \
         Where a ledger of links follows, that belongs beside it as `sources/links.lock`.\n"
    )?;
    writeln!(out, "| rule | level | it fires where |\n|---|---|---|")?;
    for rule in rules::all() {
        writeln!(
            out,
            "| [`{0}`](#{0}) | {1} | {2} |",
            rule.name,
            rule.default_level_name(),
            rule.summary().replace('|', "\\|")
        )?;
    }
    for rule in rules::all() {
        writeln!(out)?;
        page(rule, out)?;
    }
    Ok(())
}

fn page(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {}\n\n*{}.* {}\n", rule.name, rule.default_level_name(), rule.summary())?;
    if !rule.details().is_empty() {
        writeln!(out, "{}\n", rule.details())?;
    }
    write!(out, "{}", options(rule))?;
    writeln!(out, "This fires it:\n\n{}", fenced(rule, rule.bad))?;
    write!(out, "This does not:\n\n{}", fenced(rule, rule.good))
}

/// What `[rules.NAME]` may say of a rule beside its level, in Markdown; empty where that is nothing.
fn options(rule: &Rule) -> String {
    let fields: Vec<String> = rules::options::own(rule)
        .into_iter()
        .flat_map(|shape| shape.fields)
        .map(|field| {
            let default = field.default.map_or_else(String::new, |default| format!(", {default} by default"));
            format!("- `{}` ({}{default}): {}\n", field.name, field.holds, field.about)
        })
        .collect();
    if fields.is_empty() {
        return String::new();
    }
    format!("Options, in `[rules.{}]` beside `level`:\n\n{}\n", rule.name, fields.concat())
}

/// The page of a rule.
///
/// # Errors
///
/// Where the writer fails.
pub fn explain_text(listed: &Listed, out: &mut dyn Write) -> io::Result<()> {
    let (rule, level) = listed;
    let now = level.map_or("off", Level::name);
    let usual = rule.default_level_name();
    let level = if now == usual { now.to_owned() } else { format!("{now} here, {usual} by default") };
    writeln!(out, "{} ({level})\n\n{}\n", rule.name, plain(&rule.summary()))?;
    if !rule.details().is_empty() {
        writeln!(out, "{}\n", plain(&rule.details()))?;
    }
    write!(out, "{}", plain(&options(rule)))?;
    if !rule.aliases.is_empty() {
        writeln!(out, "It was called {} before.\n", rule.aliases.join(", "))?;
    }
    writeln!(
        out,
        "This fires it (a whole dataset, saved as facts/dataset.toml):\n\n{}",
        indented(rule, rule.bad)
    )?;
    writeln!(out, "This does not:\n\n{}", indented(rule, rule.good))
}

/// The page of a rule in Markdown.
///
/// # Errors
///
/// Where the writer fails.
pub fn explain_markdown(listed: &Listed, out: &mut dyn Write) -> io::Result<()> {
    page(listed.0, out)
}

/// The page of a rule, for other programs.
///
/// # Errors
///
/// Where the writer fails.
pub fn explain_json(listed: &Listed, out: &mut dyn Write) -> io::Result<()> {
    crate::report::write_json(&json_rule(listed), &mut *out)?;
    out.write_all(b"\n")
}

/// Markdown as a terminal shows it best: without the stars around what is strong.
fn plain(markdown: &str) -> String {
    markdown.replace("**", "")
}

/// An example in Markdown.
fn fenced(rule: &Rule, tables: &str) -> String {
    let mut text = format!("```toml\n{}```\n", rule.example(tables));
    if let Some(ledger) = Rule::ledger(tables) {
        text.push_str(&format!("\nwith this `sources/links.lock`:\n\n```toml\n{ledger}```\n"));
    }
    text
}

/// An example for a terminal.
fn indented(rule: &Rule, tables: &str) -> String {
    let mut text = indent(&rule.example(tables));
    if let Some(ledger) = Rule::ledger(tables) {
        text.push_str(&format!("\nwith this sources/links.lock:\n\n{}", indent(ledger)));
    }
    text
}

fn indent(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}
