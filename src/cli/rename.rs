//! `rename`: another id for a thing, everywhere it is used.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{self, Color, Help, Output};
use super::{PASSED, advise};
use crate::dataset::load::read_files;
use crate::edit::rename::{Kind, RenameError, rename};
use crate::edit::{Change, write};
use crate::message::visible;
use crate::words::{count, list_or};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  csto-validate rename charter founding-treaty
  csto-validate rename --kind source annals annals-1990 my-facts")]
pub(super) struct Arguments {
    /// What it is, where things of several kinds have this id
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<Named>,
    /// The id that it has
    #[arg(value_name = "OLD")]
    old: String,
    /// The id that it is to have
    #[arg(value_name = "NEW")]
    new: String,
    /// The dataset: a directory with `facts/` and `sources/` in it
    #[arg(value_name = "DATASET", default_value = ".")]
    dataset: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Named {
    /// An entity
    Entity,
    /// A property of the vocabulary
    Property,
    /// A claim
    Claim,
    /// A source
    Source,
    /// A unit
    Unit,
}

impl From<Named> for Kind {
    fn from(named: Named) -> Self {
        match named {
            Named::Entity => Self::Entity,
            Named::Property => Self::Property,
            Named::Claim => Self::Claim,
            Named::Source => Self::Source,
            Named::Unit => Self::Unit,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let root = &arguments.dataset;
    let files = read_files(root).map_err(|error| advise(root, error))?;
    let kind = arguments.kind.map(Kind::from);
    let renamed =
        rename(root, &files, kind, &arguments.old, &arguments.new).map_err(|error| match error {
            RenameError::Load(error) => advise(root, error),
            error => {
                let help = help(&error);
                anyhow::Error::from(error).context(Help(help))
            }
        })?;
    let changes: Vec<Change> = renamed.changes.iter().map(|(change, _)| change.clone()).collect();
    write(root, &changes).map_err(|error| {
        let help = "all files are as they were, but for those that are named here; see whether they can be written to";
        anyhow::Error::from(error).context(Help(help.into()))
    })?;
    let places = |number| count(number, "place", "places");
    let output = Output { output: None, color: Color::Never };
    output.write(|out| {
        renamed
            .changes
            .iter()
            .try_for_each(|(change, number)| writeln!(out, "{}: {}", visible(&change.path), places(*number)))
    })?;
    output::tell(&format!(
        "the {} `{}` is now `{}`: {} in {}",
        renamed.kind.name(),
        visible(&arguments.old),
        arguments.new,
        places(renamed.changes.iter().map(|(_, number)| number).sum()),
        count(changes.len(), "file", "files")
    ));
    Ok(PASSED)
}

/// What to do about a name that cannot be changed.
fn help(error: &RenameError) -> String {
    match error {
        RenameError::Unread(_) => "run `csto-validate check`, and mend the file first".into(),
        RenameError::Unknown { near: Some(near), .. } => format!("did you mean `{near}`?"),
        RenameError::Unknown { marker: Some(id), .. } => format!("name the source by its id, `{id}`"),
        RenameError::Unknown { .. } => "name an entity, property, claim or source by its id".into(),
        RenameError::Several { kinds, .. } => {
            let kinds: Vec<String> = kinds.iter().map(|kind| format!("`--kind {}`", kind.name())).collect();
            format!("say which is meant with {}", list_or(&kinds))
        }
        RenameError::Invalid(name) if name.contains('.') => {
            "a dot separates an entity from a property in a time point, so ids have none: use `-` or `_`".into()
        }
        RenameError::Invalid(_) => "write it with a-z, A-Z, 0-9, `-` and `_` only".into(),
        RenameError::Same(_) | RenameError::Taken { .. } | RenameError::Marker { .. } => {
            "choose another name".into()
        }
        RenameError::Dangling { .. } => "mend what names it, or choose another name".into(),
        RenameError::Unsafe => {
            "nothing was written; please report this to the maintainers of csto-validate, with the facts if you can \
             share them"
                .into()
        }
        RenameError::Load(_) => String::new(),
    }
}
