//! Memberships as public data sets hold them, with slips: is every slip told, is nothing else, and does
//! the time grow with the facts?
//!
//! `cargo bench --bench memberships`, with `MEMBERSHIPS=50000` for another size. Each membership is told
//! by two sources, of which one knows only the year; of one in a hundred a source has a slip of one of
//! four kinds. The figures are those of `check --offline` at n, 2n and 4n memberships.

#![allow(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, ensure};

/// How many states an organisation has at most in its history.
const STATES: usize = 100;

const HEAD: &str = r#"format = 1
[dataset]
id    = "memberships"
title = "Memberships"
as_of = "2024"
[rules]
uncited-claim = "off"
[kind.organisation]
start = "founded"
[property.founded]
type = "date"
[property.joined]
type = "transition"
to   = "member"
from = ["none"]
[property.left]
type = "transition"
to   = "former member"
from = ["member"]
[property.member-count]
type          = "quantity"
counts_status = "member"
[[source]]
id    = "one"
title = "One"
kind  = "book"
[[source]]
id    = "other"
title = "Other"
kind  = "book"
"#;

fn main() -> anyhow::Result<()> {
    let size: usize = std::env::var("MEMBERSHIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(50_000);
    for factor in [1, 2, 4] {
        let folder = tempfile::tempdir()?;
        let slips = write(folder.path(), size * factor)?;
        let start = Instant::now();
        let out = Command::new(env!("CARGO_BIN_EXE_csto-validate"))
            .args(["check", "--offline", "--format", "json"])
            .arg(folder.path())
            .stderr(Stdio::inherit())
            .output()?;
        let took = start.elapsed();
        let json: serde_json::Value = serde_json::from_slice(&out.stdout).context("no report")?;
        let findings = json["findings"].as_array().context("no findings")?;
        let mut told = BTreeSet::new();
        let mut others = 0;
        for finding in findings {
            let claims = finding["claims"].as_array().into_iter().flatten().filter_map(|id| id.as_str());
            let known: Vec<String> = claims
                .filter_map(|id| id.rsplit_once('-').map(|(membership, _)| membership.to_owned()))
                .filter(|membership| slips.contains(membership))
                .collect();
            others += usize::from(known.is_empty());
            told.extend(known);
        }
        println!(
            "{} memberships: {took:.2?}, {} findings; {} of {} slips told, {others} findings about none",
            size * factor,
            findings.len(),
            told.len(),
            slips.len()
        );
        ensure!(told.len() == slips.len(), "a slip is hidden");
    }
    Ok(())
}

/// Writes the facts; the memberships that hold a slip are returned.
fn write(root: &Path, memberships: usize) -> anyhow::Result<BTreeSet<String>> {
    std::fs::create_dir_all(root.join("facts"))?;
    std::fs::create_dir_all(root.join("sources"))?;
    std::fs::write(root.join("facts/dataset.toml"), HEAD)?;
    let mut states = String::new();
    for state in 0..STATES {
        writeln!(states, "[entity.s{state}]\nkind = \"state\"")?;
    }
    std::fs::write(root.join("facts/states.toml"), states)?;
    let mut slips = BTreeSet::new();
    for organisation in 0..memberships.div_ceil(STATES) {
        let mut facts = format!("[entity.o{organisation}]\nkind = \"organisation\"\n");
        let founded = 1900 + organisation % 50;
        claim(
            &mut facts,
            &format!("o{organisation}-founded"),
            &format!("o{organisation}"),
            "founded",
            &format!("\"{founded}\""),
            "",
            "one",
        )?;
        for state in 0..STATES.min(memberships - organisation * STATES) {
            let number = organisation * STATES + state;
            let (from, until) = (founded + 1 + number % 20, founded + 30 + number % 15);
            let (subject, value) = (format!("s{state}"), format!("\"o{organisation}\""));
            let id = format!("m{number}");
            let day = format!("{:02}-{:02}", number % 12 + 1, number % 28 + 1);
            let mut joined = [format!("{from}-{day}"), from.to_string()];
            let mut left = [format!("{until}-{day}"), until.to_string()];
            if number % 100 == 37 {
                slips.insert(id.clone());
                match (number / 100) % 4 {
                    // The other source has another year.
                    0 => joined[1] = (from + 3).to_string(),
                    // It left before it joined, by both.
                    1 => left = [format!("{}-{day}", from - 1), (from - 1).to_string()],
                    // It joined before there was anything to join.
                    2 => joined = [format!("{}-{day}", founded - 5), (founded - 5).to_string()],
                    // A day that no calendar has.
                    _ => joined[0] = format!("{from}-02-30"),
                }
            }
            for (at, source) in ["one", "other"].into_iter().enumerate() {
                let when = |time: &str| format!("at = \"{time}\"\n");
                claim(
                    &mut facts,
                    &format!("{id}-joined{at}"),
                    &subject,
                    "joined",
                    &value,
                    &when(&joined[at]),
                    source,
                )?;
                claim(
                    &mut facts,
                    &format!("{id}-left{at}"),
                    &subject,
                    "left",
                    &value,
                    &when(&left[at]),
                    source,
                )?;
            }
        }
        std::fs::write(root.join(format!("facts/o{organisation}.toml")), facts)?;
    }
    Ok(slips)
}

fn claim(
    to: &mut String,
    id: &str,
    subject: &str,
    property: &str,
    value: &str,
    time: &str,
    source: &str,
) -> std::fmt::Result {
    write!(
        to,
        "[[claim]]\nid = \"{id}\"\nsubject = \"{subject}\"\nproperty = \"{property}\"\nvalue = {value}\n{time}refs = [\"{source}\"]\n"
    )
}
