//! The whole binary on a large dataset, beside a bare parse of the same files by one thread of one
//! process: the least that anything which reads TOML with places has to do.
//!
//! `cargo bench --bench whole`, with `CLAIMS=1000000` for another size and `RUNS=30` for more runs.
//! The two take turns, so that both meet the same machine; figures are medians and quartiles of the
//! time from start to end of the process. The program gets two threads.

#![allow(clippy::print_stdout, reason = "a benchmark tells its figures")]

mod generate;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

/// With this argument the benchmark is the bare parse itself.
const BARE: &str = "--bare-parse";

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == BARE) {
        return bare(&PathBuf::from(arguments.next().context("a directory is missing")?));
    }
    let folder = tempfile::tempdir()?;
    let bytes = write(folder.path(), number("CLAIMS", 100_000))?;
    let own = std::env::current_exe()?;
    let bare = || {
        let mut command = Command::new(&own);
        command.arg(BARE).arg(folder.path());
        command
    };
    let check = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_csto-validate"));
        command.args(["check", "--offline", "--quiet"]).arg(folder.path()).env("RAYON_NUM_THREADS", "2");
        command
    };
    let (mut bare_runs, mut check_runs) = (Vec::new(), Vec::new());
    for _ in 0..number("RUNS", 15) {
        bare_runs.push(run(&mut bare())?);
        check_runs.push(run(&mut check())?);
    }
    println!("{} claims, {bytes} bytes", number("CLAIMS", 100_000));
    let bare = told("bare parse, one thread", bytes, &mut bare_runs);
    let check = told("check --offline, two", bytes, &mut check_runs);
    println!("ratio of the medians       {:.2}", check / bare);
    Ok(())
}

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn write(folder: &Path, claims: usize) -> anyhow::Result<usize> {
    let mut bytes = 0;
    for (path, text) in generate::dataset(claims) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        bytes += text.len();
        std::fs::write(path, text)?;
    }
    Ok(bytes)
}

/// Parses every file of a dataset, one after the other.
fn bare(folder: &Path) -> anyhow::Result<()> {
    for inner in ["facts", "sources"] {
        for file in std::fs::read_dir(folder.join(inner))? {
            let text = std::fs::read_to_string(file?.path())?;
            ensure!(toml::de::DeTable::parse(&text).is_ok(), "the dataset is no TOML");
        }
    }
    Ok(())
}

/// How long a process took, and the most memory it held in bytes, where the system tells.
fn run(command: &mut Command) -> anyhow::Result<(Duration, usize)> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak.max(held(child.id()));
        std::thread::sleep(Duration::from_micros(500));
    };
    let took = start.elapsed();
    ensure!(status.success(), "{command:?} failed");
    Ok((took, peak))
}

/// The most memory that a process held so far.
fn held(id: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<usize>().ok()).unwrap_or(0) * 1024
}

/// Prints what came of the runs; the median in seconds.
fn told(name: &str, bytes: usize, runs: &mut [(Duration, usize)]) -> f64 {
    runs.sort();
    let at = |part: usize| runs[(runs.len() - 1) * part / 4].0.as_secs_f64();
    let peak = runs.iter().map(|(_, peak)| *peak).max().unwrap_or(0);
    println!(
        "{name:<26} {:.3} s ({:.3} to {:.3}), {:.0} MiB, {:.1} bytes for each of the input",
        at(2),
        at(1),
        at(3),
        peak as f64 / f64::from(1 << 20),
        peak as f64 / bytes as f64
    );
    at(2)
}
