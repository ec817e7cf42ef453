//! `completions`: scripts that let a shell complete commands and options.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, generate};

use super::output::{Color, Output};
use super::{Cli, NAME, PASSED};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  csto-validate completions bash > ~/.local/share/bash-completion/completions/csto-validate
  csto-validate completions zsh  > ~/.zfunc/_csto-validate
  csto-validate completions fish > ~/.config/fish/completions/csto-validate.fish")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
    /// Write the script to a file instead of standard output: whole, or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    // Into memory first: the generators take it for granted that writing never fails.
    let mut script = Vec::new();
    generate(arguments.shell, &mut Cli::command(), NAME, &mut script);
    let output = Output { output: arguments.output.clone(), color: Color::Never };
    output.write(|out| out.write_all(&script))?;
    Ok(PASSED)
}
