//! `report`: the consistency report, for people.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::PASSED;
use super::levels::LevelArguments;
use super::links::{INTERRUPTED, LinkArguments};
use super::output::Output;
use crate::report::{html, markdown};
use crate::run::Overrides;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The format of the report; HTML where --output names a file that ends in .html or .htm,
    /// Markdown otherwise
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    levels: LevelArguments,
    #[command(flatten)]
    links: LinkArguments,
    /// The dataset: a directory with `facts/` and `sources/` in it
    #[arg(value_name = "DATASET", default_value = ".")]
    dataset: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One page that needs nothing else, for a browser
    Html,
    /// For a pull request, a wiki or a terminal
    Markdown,
}

impl Format {
    /// What a file is called says what should be in it; a terminal shows text.
    fn of(output: Option<&Path>) -> Self {
        let extension = output.and_then(Path::extension).map(|extension| extension.to_ascii_lowercase());
        match extension.as_deref().and_then(|extension| extension.to_str()) {
            Some("html" | "htm") => Self::Html,
            _ => Self::Markdown,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let overrides = Overrides { today: arguments.links.today(), ..arguments.levels.overrides()? };
    let Some(run) = arguments.links.run(&arguments.dataset, &overrides)? else { return Ok(INTERRUPTED) };
    let format = arguments.format.unwrap_or_else(|| Format::of(arguments.output.output.as_deref()));
    arguments.output.write(|out| match format {
        Format::Html => html::write(&run, out),
        Format::Markdown => markdown::write(&run, out),
    })?;
    // It tells; `check` is the gate.
    Ok(PASSED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_what_is_in_it() {
        let of = |name: &str| Format::of(Some(Path::new(name)));
        assert_eq!((of("a.html"), of("b/a.HTM")), (Format::Html, Format::Html));
        assert_eq!(
            (of("a.md"), of("html"), Format::of(None)),
            (Format::Markdown, Format::Markdown, Format::Markdown)
        );
    }
}
