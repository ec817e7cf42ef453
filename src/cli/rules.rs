//! `rules` and `explain`: the rules' own pages, and what the format says about its fields.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{Help, Output};
use super::{PASSED, load};
use crate::report::fields;
use crate::report::pages::{self, Listed};
use crate::rules;
use crate::run::{Levels, Overrides};

#[derive(Args, Debug)]
pub(super) struct ListArguments {
    /// The format of the list; Markdown is the whole book with every page
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    #[command(flatten)]
    output: Output,
    /// Show the levels that this dataset's manifest sets
    #[arg(value_name = "DATASET")]
    dataset: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct ExplainArguments {
    /// The rule, as findings name it; or a field, a table or a property type: `refs`, `accept.reason`
    #[arg(value_name = "RULE")]
    rule: String,
    /// The format of the page
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    #[command(flatten)]
    output: Output,
    /// Show the level that this dataset's manifest sets
    #[arg(value_name = "DATASET")]
    dataset: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For programs
    Json,
    /// For a page
    Markdown,
}

pub(super) fn list(arguments: &ListArguments) -> anyhow::Result<u8> {
    let listed = with_levels(arguments.dataset.as_ref())?;
    arguments.output.write(|out| match arguments.format {
        Format::Text => pages::list_text(&listed, out),
        Format::Json => pages::list_json(&listed, out),
        Format::Markdown => pages::list_markdown(out),
    })?;
    Ok(PASSED)
}

pub(super) fn explain(arguments: &ExplainArguments) -> anyhow::Result<u8> {
    let name = &*arguments.rule;
    let Some(rule) = rules::find(name) else { return explain_field(name, arguments) };
    let level = with_levels(arguments.dataset.as_ref())?
        .into_iter()
        .find_map(|(listed, level)| (listed == rule).then_some(level))
        .flatten();
    let listed = (rule, level);
    arguments.output.write(|out| match arguments.format {
        Format::Text => pages::explain_text(&listed, out),
        Format::Json => pages::explain_json(&listed, out),
        Format::Markdown => pages::explain_markdown(&listed, out),
    })?;
    Ok(PASSED)
}

/// Tells what is no rule: a field, a table or a type of the format.
fn explain_field(name: &str, arguments: &ExplainArguments) -> anyhow::Result<u8> {
    let told = fields::find(name);
    if told.is_empty() {
        let help = match fields::nearest(name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`csto-validate rules` lists all rules".into(),
        };
        return Err(anyhow::anyhow!("there is no rule and no field `{name}`").context(Help(help)));
    }
    arguments.output.write(|out| match arguments.format {
        Format::Text => fields::explain(&told, false, out),
        Format::Json => fields::explain_json(&told, out),
        Format::Markdown => fields::explain(&told, true, out),
    })?;
    Ok(PASSED)
}

/// Every rule with the level in force: a dataset's, where one is named.
fn with_levels(dataset: Option<&PathBuf>) -> anyhow::Result<Vec<Listed>> {
    let Some(path) = dataset else {
        return Ok(rules::all().map(|rule| (rule, rule.default_level())).collect());
    };
    let loaded = load(path)?;
    let levels = Levels::new(&loaded.dataset, &Overrides::default());
    Ok(rules::all().map(|rule| (rule, levels.of(rule))).collect())
}
