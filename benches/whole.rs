//! The whole binary on a large dataset, beside a bare parse of the same files by one thread of one
//! process: the least that anything which reads TOML with places has to do.
//!
//! `cargo bench --bench whole`, with `CLAIMS=1000000` for another size and `RUNS=30` for more runs.
//! `check`, a `review` of nothing, a `review` of one changed claim, a `report` and the bare parse
//! take turns, so that all meet the same machine. Wall-clock figures are medians and quartiles of the
//! time from start to end of the process, those of the processor are means. The program gets two
//! threads. `git` makes the repository.

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
    let (same, changed) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let claims = number("CLAIMS", 100_000);
    let bytes = write(same.path(), claims)?;
    write(changed.path(), claims)?;
    for folder in [&same, &changed] {
        commit(folder.path())?;
    }
    change(changed.path())?;
    let own = std::env::current_exe()?;
    let program = |arguments: &[&str], folder: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_csto-validate"));
        command.args(arguments).arg(folder).env("RAYON_NUM_THREADS", "2");
        command
    };
    let bare = || {
        let mut command = Command::new(&own);
        command.arg(BARE).arg(same.path());
        command
    };
    // The first is what the others are held against.
    let mut turns: [(&str, Command, Vec<Took>); 5] = [
        ("check --offline", program(&["check", "--offline", "--quiet"], same.path()), Vec::new()),
        ("review, nothing changed", program(&["review", "HEAD", "--offline"], same.path()), Vec::new()),
        ("review, one claim", program(&["review", "HEAD", "--offline"], changed.path()), Vec::new()),
        ("report", program(&["report", "--offline", "--format", "html"], same.path()), Vec::new()),
        ("bare parse, one thread", bare(), Vec::new()),
    ];
    for _ in 0..number("RUNS", 15) {
        for (_, command, took) in &mut turns {
            took.push(run(command)?);
        }
    }
    println!("{claims} claims, {bytes} bytes");
    let mut check = None;
    for (name, _, took) in &mut turns {
        let told = told(name, bytes, took);
        let (wall, processor) = *check.get_or_insert(told);
        println!(
            "{:<26} {:.2} of check in time, {:.2} of the processor",
            "",
            told.0 / wall,
            told.1 / processor
        );
    }
    Ok(())
}

/// Commits a dataset to a repository of its own.
fn commit(folder: &Path) -> anyhow::Result<()> {
    let settings = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "gc.auto=0"];
    for arguments in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "-m", "Facts"]] {
        let mut git = Command::new("git");
        git.current_dir(folder).args(settings).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        ensure!(git.status().context("git is needed to make a repository")?.success(), "{git:?} failed");
    }
    Ok(())
}

/// Changes one claim, so that nothing is wrong with it.
fn change(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join("facts/treaties-00000.toml");
    let text = std::fs::read_to_string(&path)?;
    let changed = text.replacen("\"~4000\"", "\"~4001\"", 1);
    ensure!(changed != text, "there is no claim to change");
    Ok(std::fs::write(path, changed)?)
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

/// What a process took.
#[derive(Clone, Copy)]
struct Took {
    wall: Duration,
    /// Of the processor, in seconds; 0 where the system does not tell.
    processor: f64,
    /// The most memory that it held in bytes.
    peak: usize,
}

fn run(command: &mut Command) -> anyhow::Result<Took> {
    let before = spent();
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
    let wall = start.elapsed();
    ensure!(status.success(), "{command:?} failed");
    Ok(Took { wall, processor: spent() - before, peak })
}

/// Seconds of the processor that processes which this one started took, in steps of the system's
/// clock, mostly 10 ms.
fn spent() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name may hold anything; fields are counted behind it.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks: f64 =
        fields.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The most memory that a process held so far.
fn held(id: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<usize>().ok()).unwrap_or(0) * 1024
}

/// Prints what came of the runs; the median of the time and the mean of the processor, in seconds.
fn told(name: &str, bytes: usize, runs: &mut [Took]) -> (f64, f64) {
    runs.sort_by_key(|took| took.wall);
    let at = |part: usize| runs[(runs.len() - 1) * part / 4].wall.as_secs_f64();
    let processor = runs.iter().map(|took| took.processor).sum::<f64>() / runs.len() as f64;
    let peak = runs.iter().map(|took| took.peak).max().unwrap_or(0);
    println!(
        "{name:<26} {:.3} s ({:.3} to {:.3}), processor {processor:.3} s, {:.0} MiB, {:.1} bytes for each of the input",
        at(2),
        at(1),
        at(3),
        peak as f64 / f64::from(1 << 20),
        peak as f64 / bytes as f64
    );
    (at(2), processor)
}
