//! `review`: what a change to facts does, for the editor who reviews it.

use std::collections::HashSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::levels::LevelArguments;
use super::links::{Asked, INTERRUPTED, LinkArguments};
use super::output::{Help, Output};
use super::{FAILED, PASSED};
use crate::report::review as report;
use crate::report::text::{Style, Verbosity};
use crate::review::git::{By, GitError, History};
use crate::review::{Checked, Review, sources_to_ask};
use crate::run::Overrides;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The git revision to compare with: a branch, a tag, a commit; `main...HEAD` for where the
    /// current branch left `main`
    #[arg(value_name = "BASE")]
    base: String,
    /// The other side: a git revision instead of the working tree
    #[arg(long, value_name = "REV")]
    head: Option<String>,
    /// Judge the merge of BASE and the other side, which is not made yet, from their common ancestor
    #[arg(long)]
    merged: bool,
    /// Whose levels, rules and accepts count: with `base` a change that lowers a level or accepts its own
    /// error does not pass
    #[arg(long, value_enum, value_name = "SIDE", default_value_t)]
    judge: Judge,
    /// The format of the report; Markdown is for a comment on a pull request
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    levels: LevelArguments,
    #[command(flatten)]
    links: LinkArguments,
    /// Tell the findings that are introduced alone
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Show everything that moved, and findings that are resolved in full
    #[arg(short, long)]
    verbose: bool,
    /// The dataset: a directory with `facts/` and `sources/` in it
    #[arg(value_name = "DATASET", default_value = ".")]
    dataset: PathBuf,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people, with the lines of the files
    #[default]
    Text,
    /// For programs
    Json,
    /// For a comment on a pull request
    Markdown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Judge {
    /// Those of BASE, for both sides
    Base,
    /// Of each side its own
    #[default]
    Head,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let overrides = Overrides { today: arguments.links.today(), ..arguments.levels.overrides()? };
    let history = History::open(&arguments.dataset).map_err(told)?;
    let base = history.revision(&arguments.base).map_err(told)?;
    let read_head = || {
        let side = match &arguments.head {
            Some(revision) => history.head(revision),
            None => history.worktree(),
        }?;
        if !arguments.merged {
            return Ok(side);
        }
        history.merged(&arguments.base, side, arguments.head.as_deref().unwrap_or("HEAD"))
    };
    let by = match arguments.judge {
        Judge::Base => By::Base,
        Judge::Head => By::Head,
    };
    let (base, mut head) = Checked::both(base, read_head().map_err(told)?, &overrides, by).map_err(told)?;
    // Links are judged by what was last recorded, but for those of sources that are new or changed.
    let ask = if arguments.links.is_offline() {
        HashSet::new()
    } else {
        sources_to_ask(&Review::new(&base, &head))
    };
    if !ask.is_empty() {
        match arguments.links.learn(&head.run.dataset, Some(&|source| ask.contains(&source)))? {
            Asked::Learnt(learnt) => {
                let side = read_head().map_err(told)?;
                let judge = (by == By::Base).then_some(&base);
                head = Checked::with_links(side, &overrides, Some(learnt), judge).map_err(told)?;
            }
            Asked::Interrupted => return Ok(INTERRUPTED),
        }
    }
    let review = Review::new(&base, &head);
    let verbosity = Verbosity::of(arguments.quiet, arguments.verbose);
    let style = Style { color: arguments.output.is_colored(), verbosity };
    arguments.output.write(|out| match arguments.format {
        Format::Text => report::text(&review, style, out),
        Format::Json => report::json(&review, out),
        Format::Markdown => report::markdown(&review, out),
    })?;
    Ok(if review.fails() { FAILED } else { PASSED })
}

fn told(error: GitError) -> anyhow::Error {
    let help = error.help();
    anyhow::Error::from(error).context(Help(help))
}
