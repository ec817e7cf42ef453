//! `schema`: JSON Schema of the TOML files, for editors.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{self, Color, Output};
use super::{PASSED, load};
use crate::schema::schema;
use crate::words;

#[derive(Args, Debug)]
#[command(
    after_help = "To let an editor with taplo (Even Better TOML) complete and check by it, write it to a file:
  csto-validate schema --dataset --output facts.schema.json
and name that file in `.taplo.toml` beside `facts` and `sources`:
  [[rule]]
  include = [\"facts/**/*.toml\", \"sources/**/*.toml\"]
  [rule.schema]
  path = \"./facts.schema.json\"
Names are those of the moment: write it again when some were added. `csto-validate lsp` always knows them."
)]
pub(super) struct Arguments {
    /// Put in the names of the dataset: entities, properties, markers, claims, time points
    #[arg(short, long)]
    dataset: bool,
    /// Write the schema to a file instead of standard output: whole, or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The dataset whose names are put in: a directory with `facts/` and `sources/` in it; `.` where
    /// only `--dataset` is given
    #[arg(value_name = "DATASET")]
    directory: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let directory = arguments.directory.as_deref().or(arguments.dataset.then_some(Path::new(".")));
    let loaded = directory.map(load).transpose()?;
    if let Some(loaded) = loaded.as_ref().filter(|loaded| loaded.dataset.gaps.any()) {
        let findings = words::count(loaded.findings.len(), "finding", "findings");
        output::tell(&format!(
            "warning: not all of the dataset could be read ({findings} of `csto-validate check`): the schema \
             offers the names that could, and lets others pass"
        ));
    }
    let schema = schema(loaded.as_ref().map(|loaded| &loaded.dataset));
    let output = Output { output: arguments.output.clone(), color: Color::Never };
    output.write(|out| {
        crate::report::write_json(&schema, &mut *out)?;
        out.write_all(b"\n")
    })?;
    Ok(PASSED)
}
