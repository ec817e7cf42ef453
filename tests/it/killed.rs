//! Killed in the middle of writing several files, or what others learnt: each file is what it was or
//! what it should become, what is left beside them disturbs nobody, and the next run goes on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::git::Repo;
use crate::links::server::{Server, page};
use crate::links::{dataset as cited, url};
use crate::support::{Dataset, case, check_json, command, run_in};

/// Starts the program on a directory, quietly.
fn start(dir: &Path, arguments: &[&str]) -> Child {
    let mut command: Command = command();
    command.current_dir(dir).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Kills a run as soon as something is so; whether it was still running.
fn kill_when(child: &mut Child, is_so: impl Fn() -> bool) -> bool {
    let begun = Instant::now();
    while !is_so() && child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it runs for ever");
        std::thread::yield_now();
    }
    let runs = child.try_wait().unwrap().is_none();
    // A process that ended in this moment is killed all the same.
    child.kill().unwrap();
    child.wait().unwrap();
    runs
}

/// Every file below a directory, by its path.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// What a run leaves beside the files that it writes, when it is killed between two calls of the system.
fn is_left(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".csto-validate-"))
}

/// Each file is as it was or as it should become. Where one is left beside them, it is whole; elsewhere
/// than on Linux a file without a name is not to be had.
fn each_is_whole(
    now: &BTreeMap<PathBuf, Vec<u8>>,
    before: &BTreeMap<PathBuf, Vec<u8>>,
    after: &BTreeMap<PathBuf, Vec<u8>>,
) {
    for (path, content) in now {
        let shown = || format!("{}: {:?}", path.display(), String::from_utf8_lossy(content));
        if is_left(path) {
            let whole = after.values().any(|file| file == content);
            assert!(whole || cfg!(not(target_os = "linux")), "half a file is left: {}", shown());
        } else {
            assert!(before.get(path) == Some(content) || after.get(path) == Some(content), "{}", shown());
        }
    }
    for path in before.keys() {
        assert!(now.contains_key(path), "{} is gone", path.display());
    }
}

#[test]
fn while_files_are_laid_out() {
    const FILES: usize = 80;
    let dataset = Dataset::of("");
    for file in 0..FILES {
        dataset
            .write(&format!("facts/{file:02}.toml"), format!("[entity.e{file}] # an entity\nkind=\"a\"\n"));
    }
    let before = files(dataset.path());
    assert_eq!(run_in(dataset.path(), &["fmt"]).status, 0);
    let after = files(dataset.path());
    let changed = |at: usize| {
        let path = PathBuf::from(format!("facts/{at:02}.toml"));
        assert_ne!(before[&path], after[&path]);
        fs::read(dataset.path().join(&path)).is_ok_and(|now| now == after[&path])
    };
    let mut interrupted = 0;
    for at in [0, 1, 7, 40, 70] {
        for (path, content) in &before {
            fs::write(dataset.path().join(path), content).unwrap();
        }
        let runs = kill_when(&mut start(dataset.path(), &["fmt"]), || changed(at));
        let now = files(dataset.path());
        each_is_whole(&now, &before, &after);
        interrupted += u32::from(runs && now.iter().any(|(path, content)| before.get(path) == Some(content)));
        // What is left over is no part of the dataset, and the next run finishes.
        let ran = check_json(dataset.path(), &[]);
        assert_eq!((ran.status, ran.rules().len()), (0, 0), "{}", ran.stdout);
        assert_eq!(ran.json()["counts"]["entities"], FILES);
        assert_eq!(run_in(dataset.path(), &["fmt"]).status, 0);
        let mut now = files(dataset.path());
        now.retain(|path, _| !is_left(path));
        assert!(now == after);
    }
    assert!(interrupted > 0, "every run was over before it was interrupted");
}

/// Not killed, but in the way of somebody who saves a file: what is saved stays.
#[test]
fn while_somebody_saves_a_file() {
    const FILES: usize = 80;
    let dataset = Dataset::of("");
    for file in 0..FILES {
        dataset.write(&format!("facts/{file:02}.toml"), format!("[entity.e{file}]\nkind=\"a\"\n"));
    }
    let first = dataset.read("facts/00.toml");
    let mut child = start(dataset.path(), &["fmt"]);
    let begun = Instant::now();
    while !fs::read(dataset.path().join("facts/00.toml")).is_ok_and(|now| now != first.as_bytes()) {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is written");
        std::thread::yield_now();
    }
    dataset.write("facts/79.toml", "[entity.saved]\nkind=\"b\"\n");
    let status = child.wait().unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    assert!(dataset.read("facts/79.toml").starts_with("[entity.saved]\n"));
    assert_eq!(run_in(dataset.path(), &["fmt"]).status, 0);
    assert_eq!(dataset.read("facts/79.toml"), "[entity.saved]\nkind = \"b\"\n");
}

#[test]
fn while_a_first_dataset_is_written() {
    let whole = tempfile::tempdir().unwrap();
    assert_eq!(run_in(whole.path(), &["init", "made"]).status, 0);
    let after = files(&whole.path().join("made"));
    assert_eq!(after.len(), 4);
    let mut unfinished = 0;
    for round in 0..20 {
        let dir = tempfile::tempdir().unwrap();
        let made = dir.path().join("made");
        let files_there = || after.keys().filter(|path| made.join(path).exists()).count();
        kill_when(&mut start(dir.path(), &["init", "made"]), || files_there() >= round % 4);
        let now = files(&made);
        each_is_whole(&now, &BTreeMap::new(), &after);
        let is_finished = now.contains_key(Path::new("facts/dataset.toml"));
        unfinished += u32::from(!is_finished);
        // Without the manifest it is no dataset, and is finished by the next run.
        let again = run_in(dir.path(), &["init", "made"]);
        assert_eq!(again.status, if is_finished { 2 } else { 0 }, "{}", again.stderr);
        let mut now = files(&made);
        now.retain(|path, _| !is_left(path));
        assert!(now == after, "{:?}", now.keys());
        let ran = check_json(&made, &["-D", "warnings"]);
        assert_eq!((ran.status, ran.rules().len()), (0, 0), "{}", ran.stdout);
    }
    assert!(unfinished > 0, "every run was over before it was interrupted");
}

#[test]
fn while_links_are_recorded() {
    let servers: Vec<Server> = (2..8).map(|host| Server::new(host, |_, stream| page(stream))).collect();
    let sources: Vec<(String, String)> = (0..60)
        .map(|at| (format!("s{at}"), url(&servers[at % servers.len()].url(&format!("/{at}")))))
        .collect();
    let sources: Vec<(&str, String)> = sources.iter().map(|(id, url)| (id.as_str(), url.clone())).collect();
    let dataset = cited("", &sources);
    let ledger = dataset.path().join("sources/links.lock");
    let day = |day: &'static str| ["check", "--allow-private", "--record", "--quiet", "--today", day];
    let content = |day: &[&str]| {
        let begun = Instant::now();
        let ran = run_in(dataset.path(), day);
        assert!(ran.status == 0 && ran.stderr.is_empty(), "{}{}", ran.stdout, ran.stderr);
        (fs::read(&ledger).unwrap(), begun.elapsed())
    };
    let (before, _) = content(&day("2026-01-01"));
    let (after, whole_run) = content(&day("2026-01-02"));
    assert!(before != after && before.len() > 5000, "{}", before.len());
    let asked = || servers.iter().map(|server| server.paths().len()).sum::<usize>();
    for (round, exists) in (0..16).map(|round| (round, round % 2 == 0)) {
        fs::remove_file(&ledger).unwrap_or_default();
        if exists {
            fs::write(&ledger, &before).unwrap();
        }
        let (begun, already) = (Instant::now(), asked());
        let mut child = start(dataset.path(), &day("2026-01-02"));
        // Some at the end of the questions, where it writes; some at any time.
        let late = whole_run.mul_f64(0.5 + f64::from(round) / 24.0);
        kill_when(
            &mut child,
            || if round % 4 < 2 { asked() >= already + 60 } else { begun.elapsed() >= late },
        );
        match fs::read(&ledger) {
            Ok(now) => {
                assert!(now == after || (exists && now == before), "{}", String::from_utf8_lossy(&now));
            }
            Err(_) => assert!(!exists, "the ledger is gone"),
        }
        let offline = check_json(dataset.path(), &["-A", "unarchived-link"]);
        assert_eq!((offline.status, offline.rules().len()), (0, 0), "{}", offline.stdout);
    }
    assert!(content(&day("2026-01-02")).0 == after);
}

/// The commands that write one file, small as it may be: at any moment it is what it was or the report.
#[test]
fn while_one_file_is_written() {
    let repo = Repo::around(Dataset::copy_of(&case("mistakes")));
    repo.commit();
    let dir = repo.files.path();
    repo.files.write("article.md", "On 15 May 1992 there were 4,000.[1]\n");
    for arguments in [
        "check --offline --format junit",
        "report --offline --format markdown",
        "review main --format json",
        "rules --format markdown",
        "coverage --lang en --format html article.md",
    ] {
        let mut all: Vec<&str> = arguments.split(' ').collect();
        all.extend(["--output", "report"]);
        let begun = Instant::now();
        start(dir, &all).wait().unwrap();
        let whole_run = begun.elapsed();
        let report = fs::read(dir.join("report")).unwrap();
        for moment in 1..8 {
            fs::write(dir.join("report"), "before").unwrap();
            let begun = Instant::now();
            let until = whole_run.mul_f64(0.3 + f64::from(moment) / 10.0);
            kill_when(&mut start(dir, &all), || begun.elapsed() >= until);
            let now = fs::read(dir.join("report")).unwrap();
            assert!(now == report || now == b"before", "{arguments}: {}", String::from_utf8_lossy(&now));
        }
    }
}

/// Memory that runs out ends the process wherever it is; the report is what it was, or whole.
#[cfg(target_os = "linux")]
#[test]
fn while_memory_runs_out() {
    let mut text = String::from("[entity.e]\nkind = \"e\"\n");
    for at in 0..3000 {
        text += &format!("k{at} = 1\n");
    }
    let dataset = Dataset::of(&text);
    let place = dataset.path().join("report");
    let whole = dataset.path().join("whole");
    let report = check_json(dataset.path(), &["--output", whole.to_str().unwrap()]);
    assert_eq!(report.status, 1);
    let report = fs::read(&whole).unwrap();
    assert!(report.len() > 500_000, "{}", report.len());
    let mut ends = [0, 0];
    // Address space, in KiB: from what does not suffice to begin with to more than enough.
    for step in 0..24 {
        fs::write(&place, "before").unwrap();
        let limit = 2500 * 3_u64.pow(step / 4) * [4, 5, 7, 9][step as usize % 4] / 4;
        let script =
            format!("ulimit -v {limit}; exec \"$0\" check --offline --format json --output report .");
        let mut shell = Command::new("sh");
        shell.current_dir(dataset.path()).args(["-c", &script, env!("CARGO_BIN_EXE_csto-validate")]);
        let output = shell.env("RUST_BACKTRACE", "0").output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_ne!(output.status.code(), Some(101), "with {limit} KiB: {stderr}");
        let now = fs::read(&place).unwrap();
        let done = output.status.code() == Some(1);
        assert!(now == report || (!done && now == b"before"), "with {limit} KiB: {} bytes", now.len());
        ends[usize::from(done)] += 1;
    }
    assert!(ends[0] > 0 && ends[1] > 0, "{ends:?}");
}
