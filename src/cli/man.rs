//! `man`: the manual, one page with every command in it, made from the same definitions that read
//! the arguments.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Command, CommandFactory as _};
use clap_mangen::Man;

use super::output::{Color, Output};
use super::{BUG, COULD_NOT_RUN, Cli, FAILED, NAME, PASSED};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  csto-validate man | man -l -
  csto-validate man --output ~/.local/share/man/man1/csto-validate.1")]
pub(super) struct Arguments {
    /// Write the page to a file instead of standard output: whole, or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let output = Output { output: arguments.output.clone(), color: Color::Never };
    output.write(write)?;
    Ok(PASSED)
}

fn write(out: &mut dyn Write) -> io::Result<()> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let page = Man::new(command.clone()).title(NAME.to_uppercase()).manual("User Commands");
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    writeln!(out, ".SH COMMANDS")?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        write_command(sub, out)?;
    }
    write_statuses(out)?;
    writeln!(out, ".SH FILES")?;
    for (file, what) in [
        ("facts/dataset.toml", "The manifest: what the dataset is, levels of rules, accepted findings."),
        ("facts/**/*.toml", "Entities, vocabulary and claims."),
        ("sources/**/*.toml", "Sources, to which the references of claims lead."),
    ] {
        writeln!(out, ".TP\n{}\n{}", roff(file), roff(what))?;
    }
    Ok(())
}

/// A command as a part of the page: the sections that a page of its own would have, one level down.
fn write_command(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let page = Man::new(command.clone());
    let mut sections = Vec::new();
    page.render_synopsis_section(&mut sections)?;
    page.render_description_section(&mut sections)?;
    page.render_options_section(&mut sections)?;
    if command.get_after_help().is_some() {
        page.render_extra_section(&mut sections)?;
    }
    writeln!(out, ".SS {}", roff(command.get_name()))?;
    for line in String::from_utf8_lossy(&sections).lines() {
        match line.strip_prefix(".SH ") {
            // The command's own heading stands above.
            Some("SYNOPSIS") => {}
            Some("DESCRIPTION" | "OPTIONS" | "EXTRA") => writeln!(out, ".PP")?,
            Some(other) => writeln!(out, ".PP\n{other}")?,
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}

fn write_statuses(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, ".SH EXIT STATUS")?;
    for (status, what) in [
        (PASSED, "No finding at level error, nor at warning with -D warnings."),
        (FAILED, "At least one; for fmt --check: at least one file is laid out otherwise."),
        (COULD_NOT_RUN, "It could not run: wrong usage, no dataset there, an output that cannot be written."),
        (BUG, "A bug of this program."),
    ] {
        writeln!(out, ".TP\n{status}\n{}", roff(what))?;
    }
    Ok(())
}

/// Text in which nothing is a request of the typesetter.
fn roff(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-");
    if escaped.starts_with(['.', '\'']) { format!("\\&{escaped}") } else { escaped }
}
