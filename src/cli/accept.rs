//! `accept`: accept entries for findings that are known and kept, chosen by their fingerprints.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{self, Color, Help, Output};
use super::{PASSED, advise};
use crate::dataset::load::{RawFile, from_files, read_files};
use crate::edit::accept::{Chosen, add, choose, is_acceptable};
use crate::edit::{applied, write};
use crate::message::visible;
use crate::report::clip;
use crate::run::{Overrides, Reported, Run};
use crate::value::Date;
use crate::words::{count, short_list};

#[derive(Args, Debug)]
#[command(
    override_usage = "csto-validate accept [OPTIONS] [FINGERPRINT]... [DATASET]",
    after_help = "Examples:
  csto-validate accept
  csto-validate accept 3f9c --reason \"Two schools of historians, and nothing decides between them\"
  csto-validate accept 3f9c 77aa --reason \"The archive opens its files then\" --until 2027-06 my-facts"
)]
pub(super) struct Arguments {
    /// Fingerprints of findings, or their first digits; without one, the findings are listed with theirs. A
    /// last argument that is a directory is the dataset
    #[arg(value_name = "FINGERPRINT")]
    names: Vec<OsString>,
    /// Why the findings are kept: every report tells it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// When the entries are to be looked at again (EDTF), such as 2027-06
    #[arg(long, value_name = "DATE", value_parser = date, requires = "reason")]
    until: Option<String>,
}

fn date(text: &str) -> Result<String, String> {
    Date::parse(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

/// The longest message in a list, in characters.
const LONGEST: usize = 160;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let (names, root) = apart(&arguments.names);
    let files = read_files(&root).map_err(|error| advise(&root, error))?;
    let run = check(&root, files.clone())?;
    let output = Output { output: None, color: Color::Never };
    if names.is_empty() {
        if arguments.reason.is_some() {
            return Err(anyhow::anyhow!("no finding is named").context(Help(
                "name findings by their fingerprints: `csto-validate accept` lists them".into(),
            )));
        }
        output.write(|out| list(&run, out))?;
        output::tell(&listed(&run));
        return Ok(PASSED);
    }
    let chosen = all(&run, &names)?;
    let reason = reason(arguments.reason.as_deref())?;
    let change = add(&files, &chosen, &reason, arguments.until.as_deref()).map_err(|error| {
        anyhow::Error::from(error)
            .context(Help("nothing was written: run `csto-validate check`, and mend the file first".into()))
    })?;
    // What is written must do what was asked for.
    let after = check(&root, applied(&files, std::slice::from_ref(&change)))?;
    let kept = |one: &&&Reported| {
        after.accepted.iter().any(|accepted| accepted.reported.fingerprint == one.fingerprint)
    };
    if let Some(left) = chosen.iter().find(|one| !kept(one)) {
        let message = format!("no entry would accept {}", said(&run, left));
        return Err(anyhow::anyhow!(message)
            .context(Help("nothing was written: mend what stands in its way first".into())));
    }
    write(&root, std::slice::from_ref(&change)).map_err(|error| {
        anyhow::Error::from(error)
            .context(Help("nothing was written; see whether it can be written to".into()))
    })?;
    output.write(|out| {
        chosen.iter().try_for_each(|reported| writeln!(out, "accepted {}", said(&run, reported)))
    })?;
    let entries = count(chosen.len(), "entry", "entries");
    output::tell(&format!("{entries} written to {}", visible(&change.path)));
    Ok(PASSED)
}

/// The names of findings, and the dataset: a last argument that is a directory.
fn apart(names: &[OsString]) -> (Vec<String>, PathBuf) {
    let (first, root) = match names.split_last() {
        Some((last, first)) if is_place(last) => (first, PathBuf::from(last)),
        _ => (names, PathBuf::from(".")),
    };
    (first.iter().map(|name| name.to_string_lossy().into_owned()).collect(), root)
}

/// Whether an argument names a directory, also one that is not there.
fn is_place(name: &OsString) -> bool {
    Path::new(name).is_dir() || name.to_string_lossy().contains(['/', '\\'])
}

fn check(root: &Path, files: Vec<RawFile>) -> anyhow::Result<Run> {
    let loaded = from_files(root.to_owned(), files).map_err(|error| advise(root, error))?;
    Ok(Run::new(loaded, &Overrides::default()))
}

/// The findings of all names, each once.
fn all<'a>(run: &'a Run, names: &[String]) -> anyhow::Result<Vec<&'a Reported>> {
    let mut chosen: Vec<&Reported> = Vec::new();
    for name in names {
        let shown = visible(&clip(name, 64));
        let (message, help) = match choose(run, name) {
            Chosen::One(reported) => {
                if !chosen.iter().any(|one| one.fingerprint == reported.fingerprint) {
                    chosen.push(reported);
                }
                continue;
            }
            Chosen::Several(several) => {
                let prints: Vec<String> =
                    several.iter().map(|one| format!("{} ({})", one.fingerprint, one.finding.rule.name)).collect();
                (
                    format!("`{shown}` begins the fingerprints of {} findings", several.len()),
                    format!("type more digits of the one that is meant: {}", short_list(&prints, 6)),
                )
            }
            Chosen::Accepted(reason) => (
                format!("the finding `{shown}` is accepted already: {}", visible(&clip(reason, LONGEST))),
                "leave it out; its entry stands in the facts".to_owned(),
            ),
            Chosen::Never(reported) => (
                format!("a finding of `{}` is mended and never kept", reported.finding.rule.name),
                format!("`csto-validate explain {}` tells what to do", reported.finding.rule.name),
            ),
            Chosen::None => (
                format!("no finding has the fingerprint `{shown}`"),
                "`csto-validate accept` lists the findings with theirs; once a claim says something else, its findings have \
                 others"
                    .to_owned(),
            ),
        };
        return Err(anyhow::anyhow!(message).context(Help(help)));
    }
    Ok(chosen)
}

fn reason(given: Option<&str>) -> anyhow::Result<String> {
    // One line, so that the entry is laid out as all others.
    let reason = given.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        return Err(anyhow::anyhow!("a finding is kept with a reason, and none is given")
            .context(Help("say why with `--reason \"…\"`: every report tells it".into())));
    }
    Ok(reason)
}

/// A finding in one line.
fn said(run: &Run, reported: &Reported) -> String {
    let finding = &reported.finding;
    let place = run.dataset.files.start(finding.primary.span);
    format!(
        "{} {}: {} ({}:{})",
        reported.fingerprint,
        finding.rule.name,
        clip(&finding.message.to_string(), LONGEST),
        visible(&run.dataset.files.get(finding.primary.span.file).path),
        place.line
    )
}

fn list(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let acceptable = run.findings.iter().filter(|reported| is_acceptable(reported));
    acceptable.into_iter().try_for_each(|reported| writeln!(out, "{}", said(run, reported)))
}

fn listed(run: &Run) -> String {
    let never = run.findings.iter().filter(|reported| !is_acceptable(reported)).count();
    let number = run.findings.len() - never;
    let mut text = match number {
        0 => "there is nothing to accept".to_owned(),
        number => format!(
            "{}: accept some with `csto-validate accept FINGERPRINT… --reason \"…\"`",
            count(number, "finding", "findings")
        ),
    };
    if never > 0 {
        text.push_str(&format!(
            "; {} about the files and entries themselves: run `csto-validate check`",
            count(never, "finding is", "findings are")
        ));
    }
    text
}
