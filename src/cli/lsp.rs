//! `lsp`: a language server on standard input and output.

use std::io;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use lsp_server::Connection;

use super::output::Help;
use super::{FAILED, PASSED};
use crate::editor::server::serve;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The dataset; where none is given, that of each file which the editor opens: the nearest
    /// directory above it with `facts/dataset.toml`
    #[arg(value_name = "DATASET")]
    dataset: Option<PathBuf>,
    /// Taken for editors that name the way to talk: there is no other
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    // To read, to write, to queue; the library would take it for a bug.
    super::threads(4)?;
    let (connection, threads) = Connection::stdio();
    let ended_well = serve(&connection, arguments.dataset.as_deref()).with_context(|| {
        Help("this command is started by an editor, as the language server of TOML files in a dataset".into())
    })?;
    // The threads end when nobody can send any more.
    drop(connection);
    match threads.join() {
        // The editor is gone already, and nobody misses the last answers.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        result => result.context("the last answers could not be written")?,
    }
    Ok(if ended_well { PASSED } else { FAILED })
}
