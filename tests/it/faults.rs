//! What machines do to a program: killed at any moment, no room, no permission, not a file where one
//! should be, names that are no text. Each is told, and nothing is lost or left half written.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::support::{Dataset, MANIFEST, case, check, check_json, command, run_in};

/// The names in a directory, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A dataset whose report is long, so that there is something to be interrupted.
fn many_findings() -> Dataset {
    let mut text = String::from("[property.p]\ntype = \"quantity\"\nmin = 1\n[entity.e]\nkind = \"e\"\n");
    for at in 0..4000 {
        text += &format!("[[claim]]\nid = \"c{at}\"\nsubject = \"e\"\nproperty = \"p\"\nvalue = -{at}\n");
    }
    Dataset::of(&text)
}

/// At every moment of a run, what is at the report's place is whole: what was there, or the report.
/// Nothing else is left beside it that is not whole.
#[test]
fn killed_at_any_moment() {
    let dataset = many_findings();
    for (arguments, exists) in [
        (["check", "--format", "json"], true),
        (["report", "--format", "html"], false),
        (["check", "--format", "sarif"], false),
    ] {
        let out = tempfile::tempdir().unwrap();
        let path = out.path().join("report");
        let start = || {
            let mut command = command();
            command.args(arguments).arg("--offline").arg("--output").arg(&path).arg(dataset.path());
            command.stdout(std::process::Stdio::null()).spawn().unwrap()
        };
        let started = Instant::now();
        let status = start().wait().unwrap();
        assert!(matches!(status.code(), Some(0 | 1)), "{status}");
        let mut whole_run = started.elapsed();
        let report = fs::read(&path).unwrap();
        assert!(report.len() > 100_000, "{}", report.len());
        let before = b"what was there".to_vec();
        let mut interrupted = 0;
        // Where in the run: most of them in its second half, where it writes.
        let moments = (0..16).map(|n| 0.05 + f64::from(n) / 16.0 * 1.05);
        for moment in moments.map(|moment: f64| moment.sqrt()) {
            fs::remove_file(&path).unwrap_or_default();
            if exists {
                fs::write(&path, &before).unwrap();
            }
            let mut child = start();
            std::thread::sleep(whole_run.mul_f64(moment));
            if child.try_wait().unwrap().is_some() {
                // The machine was busier when the whole run was measured.
                whole_run = whole_run.mul_f64(0.8);
            }
            child.kill().unwrap();
            child.wait().unwrap();
            match fs::read(&path) {
                Ok(found) if found == report => {}
                Ok(found) => assert!(exists && found == before, "half a file of {} bytes", found.len()),
                Err(_) => assert!(!exists, "the file is gone"),
            }
            interrupted += u32::from(!fs::read(&path).is_ok_and(|found| found == report));
            for name in names(out.path()).into_iter().filter(|name| name != "report") {
                let left = out.path().join(name);
                // Between two calls of the system it may have another name, and is whole then.
                // Elsewhere than on Linux a file without a name is not to be had.
                let whole = fs::read(&left).unwrap() == report;
                assert!(whole || cfg!(not(target_os = "linux")), "{} is left behind", left.display());
                fs::remove_file(left).unwrap();
            }
        }
        assert!(interrupted > 2, "the run was over before it was interrupted, in {interrupted} of 16");
    }
}

#[test]
fn directories_that_are_files() {
    let dataset = Dataset::of("");
    let report = |output: &str| {
        let output = dataset.path().join(output);
        let ran = check_json(dataset.path(), &["--output", output.to_str().unwrap()]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.contains("help: choose a file in a directory that exists"), "{}", ran.stderr);
        ran.stderr
    };
    assert!(report("facts/facts.toml/report").contains("/facts/facts.toml/report`: "));
    assert!(report("facts").contains("/facts`: it is a directory"));
    assert!(report("no/report").contains("/no/report`: "));
    assert_eq!(names(dataset.path()), ["facts", "sources"]);
    // A file instead of `sources` hides what claims cite: one finding, and nothing that follows.
    let dataset = Dataset::copy_of(&case("alliance"));
    fs::remove_dir_all(dataset.path().join("sources")).unwrap();
    dataset.write("sources", "");
    let ran = check_json(dataset.path(), &[]);
    assert_eq!((ran.status, ran.rules()), (1, vec!["syntax".to_owned()]), "{}", ran.stdout);
    assert!(ran.stdout.contains("`sources` is no directory"), "{}", ran.stdout);
    fs::remove_dir_all(dataset.path().join("facts")).unwrap();
    dataset.write("facts", "");
    let ran = check(dataset.path());
    assert!(ran.status == 2 && ran.stderr.contains("it has no directory `facts`"), "{}", ran.stderr);
    let file = dataset.path().join("facts");
    let ran = run_in(dataset.path(), &["check", "--offline", file.to_str().unwrap()]);
    assert!(ran.status == 2 && ran.stderr.contains("it is not a directory"), "{}", ran.stderr);
    // A directory that is called as the manifest is.
    let dataset = Dataset::new(&[("facts/dataset.toml/a.toml", MANIFEST)]);
    let ran = check(dataset.path());
    assert!(ran.status == 2 && ran.stderr.contains("no manifest `facts/dataset.toml`"), "{}", ran.stderr);
}

#[test]
fn very_many_empty_files() {
    let dataset = Dataset::new(&[("facts/dataset.toml", MANIFEST)]);
    for folder in 0..100 {
        let folder = dataset.path().join(format!("facts/{folder:02}"));
        fs::create_dir(&folder).unwrap();
        let first = folder.join("000.toml");
        fs::File::create(&first).unwrap();
        for file in 1..1000 {
            // More names of one file are made sooner than files, and are files all the same.
            let path = folder.join(format!("{file:03}.toml"));
            fs::hard_link(&first, &path).or_else(|_| fs::File::create(path).map(drop)).unwrap();
        }
    }
    dataset.write("facts/99/odd.toml", "nonsense = 1\n");
    let ran = check_json(dataset.path(), &[]);
    assert_eq!((ran.status, ran.rules()), (1, vec!["unknown-field".to_owned()]), "{}", ran.stderr);
    assert_eq!(ran.json()["findings"][0]["location"]["file"], "facts/99/odd.toml");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io::Read as _;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
    use std::process::{Command, Output};

    use super::*;

    /// Runs a shell script in a way that may not be possible here: then that is told, and nothing
    /// is tested.
    #[expect(clippy::print_stderr, reason = "who runs the tests is told what they leave out")]
    fn may(way: &[&str], script: &str, arguments: &[&OsStr]) -> Option<Output> {
        let prepared = |script: &str| {
            let (program, before) = way.split_first().unwrap();
            let mut command = Command::new(program);
            command.args(before).args(["sh", "-ec", script, env!("CARGO_BIN_EXE_csto-validate")]);
            command.args(arguments).env_remove("GITHUB_STEP_SUMMARY").output()
        };
        match prepared("true") {
            Ok(output) if output.status.success() => Some(prepared(script).unwrap()),
            result => {
                let why = result.map_or_else(
                    |error| error.to_string(),
                    |output| String::from_utf8_lossy(&output.stderr).into_owned(),
                );
                eprintln!("skipped: `{}` is not allowed here: {why}", way.join(" "));
                None
            }
        }
    }

    /// A file system of one's own, that goes with the process.
    const MOUNTS: [&str; 4] = ["unshare", "--user", "--map-root-user", "--mount"];
    /// Nobody: permissions bind, even where the tests run as root.
    const NOBODY: [&str; 2] = ["unshare", "--user"];

    fn stderr(output: &Output) -> String {
        String::from_utf8(output.stderr.clone()).unwrap()
    }

    fn stdout(output: &Output) -> String {
        String::from_utf8(output.stdout.clone()).unwrap()
    }

    #[test]
    fn a_disk_that_is_full() {
        let dataset = many_findings();
        let out = tempfile::tempdir().unwrap();
        let script = r#"
            mount -t tmpfs -o size=64k full "$2" || { echo cannot mount; exit 0; }
            cd "$2"; echo before > old.json
            for report in old.json new.json; do
              "$0" check --offline --format json --output $report "$1" && exit 9 || echo status $?
            done
            ls -A; cat old.json
        "#;
        let Some(output) = may(&MOUNTS, script, &[dataset.path().as_ref(), out.path().as_ref()]) else {
            return;
        };
        if stdout(&output).contains("cannot mount") {
            return eprintln!("skipped: no tmpfs may be mounted here: {}", stderr(&output));
        }
        assert_eq!(stdout(&output), "status 2\nstatus 2\nold.json\nbefore\n", "{}", stderr(&output));
        let told = stderr(&output);
        assert!(told.contains("cannot be written to `old.json`: No space left on device"), "{told}");
        assert!(told.contains("cannot be written to `new.json`: No space left on device"), "{told}");
        assert!(told.contains("help: make room on its disk, or choose a file on another"), "{told}");
    }

    /// The same without a file system of its own: no file may grow over a few blocks.
    #[test]
    fn a_file_that_may_not_grow() {
        let dataset = many_findings();
        let out = tempfile::tempdir().unwrap();
        fs::write(out.path().join("old.json"), "before\n").unwrap();
        let script = r#"
            cd "$2"; trap '' XFSZ; ulimit -f 2
            for report in old.json new.json; do
              "$0" check --offline --format json --output $report "$1" && exit 9 || echo status $?
            done
            GITHUB_STEP_SUMMARY=old.json "$0" check --offline --format github "$1" > /dev/null && exit 9 || echo status $?
            ls -A; cat old.json
        "#;
        let output = may(&["env"], script, &[dataset.path().as_ref(), out.path().as_ref()]).unwrap();
        assert_eq!(
            stdout(&output),
            "status 2\nstatus 2\nstatus 2\nold.json\nbefore\n",
            "{}",
            stderr(&output)
        );
        let told = stderr(&output);
        assert_eq!(told.matches("File too large").count(), 3, "{told}");
        assert!(told.contains("the job summary cannot be written to `old.json`"), "{told}");
    }

    #[test]
    fn a_directory_that_may_only_be_read() {
        let dataset = Dataset::of("");
        let out = tempfile::tempdir().unwrap();
        fs::write(out.path().join("old.json"), "before\n").unwrap();
        fs::set_permissions(out.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let script = r#"
            cd "$2"
            for report in old.json new.json; do
              "$0" check --offline --format json --output $report "$1" && exit 9 || echo status $?
            done
            ls -A; cat old.json
        "#;
        let output = may(&NOBODY, script, &[dataset.path().as_ref(), out.path().as_ref()]);
        fs::set_permissions(out.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let Some(output) = output else { return };
        assert_eq!(stdout(&output), "status 2\nstatus 2\nold.json\nbefore\n", "{}", stderr(&output));
        let told = stderr(&output);
        assert!(told.contains("cannot be written to `new.json`: Permission denied"), "{told}");
        assert!(
            told.contains("help: choose a file in a directory that exists and can be written to"),
            "{told}"
        );
    }

    #[test]
    fn a_file_system_that_may_only_be_read() {
        let dataset = Dataset::of("");
        let out = tempfile::tempdir().unwrap();
        let script = r#"
            mount -t tmpfs -o ro none "$2" || { echo cannot mount; exit 0; }
            "$0" check --offline --format json --output "$2/new.json" "$1" && exit 9 || echo status $?
        "#;
        let Some(output) = may(&MOUNTS, script, &[dataset.path().as_ref(), out.path().as_ref()]) else {
            return;
        };
        if stdout(&output).contains("cannot mount") {
            return eprintln!("skipped: no tmpfs may be mounted here: {}", stderr(&output));
        }
        assert_eq!(stdout(&output), "status 2\n", "{}", stderr(&output));
        assert!(stderr(&output).contains("Read-only file system"), "{}", stderr(&output));
    }

    #[test]
    fn files_and_directories_that_may_not_be_read() {
        let cases = [
            ("facts/closed.toml", 1, "`facts/closed.toml` cannot be read: permission denied"),
            ("facts/folder", 1, "`facts/folder` cannot be read: permission denied"),
            ("sources", 1, "`sources` cannot be read: permission denied"),
            ("facts/dataset.toml", 1, "`facts/dataset.toml` cannot be read: permission denied"),
            // What is in it is not to be seen, not even the manifest.
            ("facts", 2, "there is no dataset in `.`"),
        ];
        for (closed, status, message) in cases {
            let dataset = Dataset::of("");
            dataset.write("facts/closed.toml", "nonsense = 1\n");
            dataset.write("facts/folder/a.toml", "nonsense = 1\n");
            let path = dataset.path().join(closed);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
            let script = r#"cd "$1"; "$0" check --offline && exit 9 || echo status $?"#;
            let output = may(&NOBODY, script, &[dataset.path().as_ref()]);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            let Some(output) = output else { return };
            let told = stdout(&output) + &stderr(&output);
            assert!(told.contains(message), "{closed}: {told}");
            assert!(told.contains(&format!("status {status}\n")), "{closed}: {told}");
        }
    }

    #[test]
    fn names_that_are_no_text() {
        let dataset = Dataset::of("");
        let at = |name: &[u8]| dataset.path().join("facts").join(OsStr::from_bytes(name));
        fs::write(at(b"a\xff.toml"), "nonsense = 1\n").unwrap();
        fs::write(at(b"a\xfe.toml"), "nonsense = 2\n").unwrap();
        // Nobody wanted this one to be read.
        fs::write(at(b"\xff"), "nonsense = 3\n").unwrap();
        fs::create_dir(at(b"d\xc3")).unwrap();
        fs::write(at(b"d\xc3/a.toml"), "nonsense = 4\n").unwrap();
        let ran = check_json(dataset.path(), &[]);
        assert_eq!(ran.status, 1);
        let json = ran.json();
        let messages: Vec<&str> = json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| found["message"].as_str().unwrap())
            .collect();
        let why = "has a name that is not UTF-8, so it is not read: rename it";
        let expected = [r"facts/a\xFE.toml", r"facts/a\xFF.toml", r"facts/d\xC3"];
        assert_eq!(messages, expected.map(|name| format!("`{name}` {why}")));
        // What the command line names may be called anything.
        let odd = Dataset::copy_of(&case("alliance"));
        let renamed = odd.path().join(OsStr::from_bytes(b"odd\xff"));
        fs::create_dir(&renamed).unwrap();
        for folder in ["facts", "sources"] {
            fs::rename(odd.path().join(folder), renamed.join(folder)).unwrap();
        }
        let report = odd.path().join(OsStr::from_bytes(b"report\xff.html"));
        let output =
            command().args(["report", "--offline", "--output"]).args([&report, &renamed]).output().unwrap();
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
        assert!(fs::read_to_string(&report).unwrap().starts_with("<!DOCTYPE html>"));
        let nowhere = odd.path().join(OsStr::from_bytes(b"no\xff\x1b[31m"));
        let output = command().args(["check", "--offline"]).arg(nowhere).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("there is no dataset in") && !stderr(&output).contains('\x1b'));
        let output = command().arg("review").arg(OsStr::from_bytes(b"no\xff")).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
    }

    /// What is no ordinary file is written to and never replaced: as root, that would be the end of
    /// `/dev/null`.
    #[test]
    fn pipes_and_links_stay_what_they_are() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let expected = check_json(&case("mistakes"), &[]).stdout;
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || {
                let mut text = String::new();
                fs::File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
                text
            }
        });
        let ran = check_json(&case("mistakes"), &["--output", pipe.to_str().unwrap()]);
        // Where the pipe was replaced, nobody would ever write to it.
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
        assert_eq!(reader.join().unwrap(), expected);
        let link = dir.path().join("latest.json");
        symlink("real.json", &link).unwrap();
        check_json(&case("mistakes"), &["--output", link.to_str().unwrap()]);
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("real.json"));
        assert_eq!(fs::read_to_string(dir.path().join("real.json")).unwrap(), expected);
        // By its name, standard output gets what it would get, after what it has.
        let log = dir.path().join("log");
        let script =
            r#"cd "$1"; { echo first; "$0" check --offline --format json -o /dev/stdout .; } >> "$2""#;
        may(&["env"], script, &[case("mistakes").as_ref(), log.as_ref()]).unwrap();
        assert_eq!(fs::read_to_string(&log).unwrap(), format!("first\n{expected}"));
    }
}
