//! Parses the arguments, runs, sets the exit status. Nothing else.

use std::process::ExitCode;

use csto_validate::cli;

fn main() -> ExitCode {
    cli::main()
}
