//! Every command, in every format, on datasets that are broken in every way: it ends with a status
//! that the command line promises, never with a panic or by a signal.
//!
//! Commands, formats and arguments are taken from `--help`, so that a new command is run here
//! without anybody thinking of it. What cannot be given a value fails until this file knows one.

use std::ffi::OsString;
use std::path::Path;
use std::process::Output;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::json;

use crate::editor::Editor;
use crate::git::Repo;
use crate::support::{Dataset, MANIFEST, case, command, root, run_in};

/// A command as its help tells of it.
#[derive(Debug)]
struct Told {
    name: String,
    /// Its positional arguments, without the dataset.
    arguments: Vec<String>,
    takes_dataset: bool,
    formats: Vec<String>,
    offline: bool,
    output: bool,
    /// Whether it can be told a language.
    lang: bool,
    /// Options without a value, that ask nobody elsewhere.
    switches: Vec<String>,
}

/// All commands that the program has.
fn commands() -> Vec<Told> {
    let help = run_in(root(), &["--help"]).stdout;
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let names = list.lines().take_while(|line| !line.trim().is_empty());
    let names = names.map(|line| line.split_whitespace().next().unwrap().to_owned());
    let all: Vec<Told> = names.filter(|name| name != "help").map(|name| told(&name)).collect();
    assert!(all.len() >= 5, "{all:?}");
    all
}

fn told(name: &str) -> Told {
    let help = run_in(root(), &[name, "--help"]).stdout;
    let usage = help.lines().find_map(|line| line.strip_prefix("Usage: csto-validate ")).unwrap();
    let words = usage.split_whitespace().skip(1).filter(|word| *word != "[OPTIONS]");
    let names: Vec<String> =
        words.map(|word| word.trim_matches(|c| "<>[].".contains(c)).to_owned()).collect();
    let format = help.split_once("      --format <FORMAT>\n").map_or("", |(_, rest)| rest);
    // Up to the next option.
    let format = format.lines().take_while(|line| !line.trim_start().starts_with("--"));
    let format: Vec<&str> =
        format.take_while(|line| !line.trim_start().starts_with("-o,")).map(str::trim).collect();
    let one_line = format.iter().find_map(|line| line.strip_prefix("[possible values: ")?.strip_suffix(']'));
    let formats: Vec<String> = match one_line {
        Some(line) => line.split(", ").map(str::to_owned).collect(),
        None => format
            .iter()
            .filter_map(|line| line.strip_prefix("- "))
            .map(|line| line.split(':').next().unwrap().to_owned())
            .collect(),
    };
    assert_eq!(formats.is_empty(), !help.contains("--format"), "{name}: {help}");
    // Each option has a line, or one that it shares with its help.
    let options = help.lines().filter(|line| line.trim_start().starts_with('-') && !line.contains('<'));
    let switches = options.filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")));
    let elsewhere = ["--help", "--version", "--offline", "--allow-private", "--record", "--suggest-archives"];
    let switches = switches.filter(|name| !elsewhere.contains(name)).map(str::to_owned).collect();
    Told {
        lang: help.contains("--lang <"),
        switches,
        name: name.to_owned(),
        takes_dataset: names.iter().any(|name| name == "DATASET"),
        arguments: names.into_iter().filter(|name| name != "DATASET").collect(),
        formats,
        offline: help.contains("--offline"),
        output: help.contains("--output"),
    }
}

/// Values of a positional argument: those that fit, and one that does not.
fn values(argument: &str) -> Vec<&'static str> {
    match argument {
        "BASE" => vec!["main", "before", "no-such-revision", "main:facts"],
        "RULE" => vec!["date-order", "no-such-rule"],
        "ARTICLE" => vec!["article", "facts/facts.toml", "no-such-article"],
        "FINGERPRINT" => vec!["0", "no-such-finding"],
        "OLD" => vec!["no-such-thing"],
        "NEW" => vec!["another-name", "no id"],
        "SHELL" => vec!["bash", "no-such-shell"],
        "DIRECTORY" | "DIR" => vec!["made", "facts/dataset.toml"],
        other => panic!("this test knows no value for <{other}>: add some"),
    }
}

impl Told {
    /// Every way to run it on the dataset in the current directory.
    fn runs(&self) -> Vec<Vec<String>> {
        let mut runs = vec![vec![self.name.clone()]];
        for argument in &self.arguments {
            runs = product(&runs, &values(argument));
        }
        if self.takes_dataset {
            runs.iter_mut().for_each(|run| run.push(".".into()));
        }
        if self.offline {
            runs.iter_mut().for_each(|run| run.push("--offline".into()));
        }
        if self.lang {
            runs.iter_mut().for_each(|run| run.push("--lang=en".into()));
        }
        // One run with each switch, besides those with each format.
        let switched: Vec<Vec<String>> = self
            .switches
            .iter()
            .map(|switch| [runs[0].as_slice(), std::slice::from_ref(switch)].concat())
            .collect();
        if !self.formats.is_empty() {
            let formats: Vec<String> =
                self.formats.iter().map(|format| format!("--format={format}")).collect();
            runs = product(&runs, &formats.iter().map(String::as_str).collect::<Vec<_>>());
        }
        runs.extend(switched);
        runs
    }
}

fn product(runs: &[Vec<String>], values: &[&str]) -> Vec<Vec<String>> {
    runs.iter()
        .flat_map(|run| values.iter().map(|value| [run.as_slice(), &[(*value).to_owned()]].concat()))
        .collect()
}

/// Texts of one file that are broken, each with a name for who reads a failure.
fn broken() -> Vec<(&'static str, Vec<u8>)> {
    let mut all: Vec<(&str, Vec<u8>)> = [
        ("nothing", ""),
        ("half a table", "[entity.a"),
        ("tables instead of lists", "[claim]\n[source]\n[accept]\n"),
        ("lists instead of tables", "[[entity]]\n[[property]]\n[[dataset]]\n[[rules]]\n[[links]]\n"),
        ("numbers everywhere", "claim = 1\nentity = 2\nproperty = 3\nsource = 4\naccept = 5\ndataset = 6\n"),
        ("empty claims", "[[claim]]\n[[claim]]\n[[source]]\n[[source]]\n[entity.a]\n[property.p]\n"),
        ("itself", "[entity.a]\nkind = \"a\"\n[property.a]\ntype = \"date\"\nafter = [\"a\"]\nbefore = [\"a\"]\nrequires = [\"a\"]\nexcludes = [\"a\"]\ninverse = \"a\"\ncontemporary = { start = \"a\", end = \"a\" }\n[[claim]]\nid = \"a\"\nsubject = \"a\"\nproperty = \"a\"\nvalue = { after = \"a.a\", by = \"P1D\" }\nat = \"a.a\"\n"),
        ("a ring of sets", "[entity.a]\nkind = \"a\"\n[property.s]\ntype = \"set\"\nsubset_of = \"t\"\ncomplement_of = { of = \"t\", within = \"s\" }\n[property.t]\ntype = \"set\"\nsubset_of = \"s\"\n[property.n]\ntype = \"quantity\"\ncounts = \"n\"\n[[claim]]\nid = \"c\"\nsubject = \"a\"\nproperty = \"s\"\nvalue = [\"a\", \"a\", \"b\"]\n[[claim]]\nid = \"d\"\nsubject = \"a\"\nproperty = \"n\"\nvalue = \">-0\"\n"),
        ("joins and leaves itself", "[entity.a]\nkind = \"a\"\n[property.j]\ntype = \"transition\"\nto = \"none\"\nfrom = [\"none\"]\n[property.l]\ntype = \"transition\"\nto = \"m\"\nfrom = [\"m\"]\n[property.c]\ntype = \"quantity\"\ncounts_status = \"m\"\n[[claim]]\nid = \"j\"\nsubject = \"a\"\nproperty = \"j\"\nvalue = \"a\"\nat = \"2000/1999\"\n[[claim]]\nid = \"l\"\nsubject = \"a\"\nproperty = \"l\"\nvalue = \"a\"\nfrom = \"../..\"\nuntil = \"0000\"\n[[claim]]\nid = \"n\"\nsubject = \"a\"\nproperty = \"c\"\nvalue = -1\n"),
        ("every mistake of a source", "[[source]]\nid = \"\"\nmarker = \"\"\nkind = \"\"\ntitle = \"\"\nurl = \"http://[::1\"\narchive = \"https://web.archive.org/web/0/\"\nisbn = \"-\"\ndoi = \"10\"\npages = \"\"\nlang = \"\"\npublished = \"..\"\naccessed = \"/\"\n"),
        ("quotes", "[entity.a]\nkind = \"a\"\nlabel = \"\"\n[property.p]\ntype = \"quantity\"\n[[source]]\nid = \"s\"\ntitle = \"s\"\nlang = \"xx-\"\n[[claim]]\nid = \"a\"\nsubject = \"a\"\nproperty = \"p\"\nvalue = \"~99999999999999999999999999999\"\nrefs = [{ ref = \"s\", quote = \"99999999999999999999999999999999999999 \\u0660\\u0000 million million million\", lang = \"ru\" }, { ref = \"s\", quote = \"\" }]\n"),
        ("a pattern without end", "[property.p]\ntype = \"text\"\nformat = \"(((a{1000}){1000}){1000})\"\n[property.q]\ntype = \"text\"\nformat = \"(\"\n"),
        ("control characters", "[entity.a]\nkind = \"\\u0000\\u001b]0;x\\u0007\\u202e\"\nlabel = { \"<script>\" = \"--><!--\", en = \"|\\n::error::\" }\n"),
        ("old Mac line ends", "[entity.a]\rkind = \"a\"\r"),
    ]
    .into_iter()
    .map(|(name, text)| (name, text.as_bytes().to_vec()))
    .collect();
    all.push(("no text", b"\xff\xfe\x00\xd8".to_vec()));
    all.push((
        "a thousand of one id",
        b"[[claim]]\nid = \"a\"\nsubject = \"a\"\nproperty = \"a\"\n".repeat(1000),
    ));
    all
}

/// What becomes of the text of a file.
type Damage = fn(&str) -> String;

/// Cases whose files are cut off, and have lines that changed places.
fn damaged(name: &str) -> Vec<(String, Dataset)> {
    let damage: [(&str, Damage); 4] = [
        ("cut off", |text| text.chars().take(text.chars().count() * 2 / 3).collect()),
        ("without every fifth line", |text| {
            let lines = text.lines().enumerate().filter(|(at, _)| at % 5 != 3);
            lines.map(|(_, line)| format!("{line}\n")).collect()
        }),
        ("values turned round", |text| {
            let mut lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
            let at: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(" = ")).collect();
            let values: Vec<String> =
                at.iter().rev().map(|at| lines[*at].split_once(" = ").unwrap().1.to_owned()).collect();
            for (at, value) in at.into_iter().zip(values) {
                let key = lines[at].split_once(" = ").unwrap().0.to_owned();
                lines[at] = format!("{key} = {value}");
            }
            lines.concat()
        }),
        ("all twice", |text| text.repeat(2)),
    ];
    damage
        .into_iter()
        .map(|(how, damage)| {
            let dataset = Dataset::copy_of(&case(name));
            for file in toml_files(dataset.path()) {
                let text = std::fs::read_to_string(&file).unwrap();
                std::fs::write(&file, damage(&text)).unwrap();
            }
            (format!("{name}, {how}"), dataset)
        })
        .collect()
}

fn toml_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(toml_files(&path));
        } else if path.extension() == Some(&OsString::from("toml")) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Articles that are broken, one for each dataset in turn.
fn article(number: usize) -> Vec<u8> {
    let all: [&[u8]; 8] = [
        b"<html><body><p>On 15 May 1992<sup>[1]<table><td>4,000<ref><!-- 1999",
        b"{{Infobox|a={{b|[[c|'''On 15 May 1992<ref name=\"a\">{{cite|}}\n{|\n|-\n! 4,000[1]</ref>\n}} [[",
        b"# On [15 May](1992 \"\n\n[^1]: [^1]\n| a | 4,000[^1] |\n|--\n```\n1993",
        b"On 15 May 1992[1] there were \x00\x1b[31m4,000[99999999999999999999].",
        b"\xff\xfe1\x009\x009\x002\x00",
        b"1992\xff 4,000",
        b"",
        b"[1][2][3] 99999999999999999999999999999999999999 15.05.92 [a] \xe2\x80\xae1992",
    ];
    all[number % all.len()].to_vec()
}

fn datasets() -> Vec<(String, Dataset)> {
    let mut all: Vec<(String, Dataset)> = Vec::new();
    for entry in std::fs::read_dir(root().join("tests/cases")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // Large facts that are damaged have a test of their own; with every command they take minutes.
        if name == "csto" || !case(&name).join("facts").is_dir() {
            continue;
        }
        all.push((name.clone(), Dataset::copy_of(&case(&name))));
        all.extend(damaged(&name));
    }
    for (name, bytes) in broken() {
        let dataset = Dataset::of("");
        dataset.write("facts/facts.toml", &bytes);
        all.push((name.to_owned(), dataset));
        let dataset = Dataset::of("[entity.b]\nkind = \"b\"\n");
        dataset.write("facts/dataset.toml", &bytes);
        all.push((format!("{name}, in the manifest"), dataset));
        // What is broken beside facts that are not.
        let dataset = Dataset::copy_of(&case("alliance"));
        dataset.write("sources/broken.toml", &bytes);
        dataset.write("sources/links.lock", &bytes);
        all.push((format!("{name}, beside an alliance"), dataset));
    }
    all.push(("no dataset".into(), Dataset::new(&[])));
    all.sort_by(|a, b| a.0.cmp(&b.0));
    for (at, (_, dataset)) in all.iter().enumerate() {
        dataset.write("article", article(at));
    }
    all
}

/// Datasets, each in the working tree of a repository: `main` is the dataset as it stands, `before`
/// something else.
fn corpus() -> Vec<(String, Repo)> {
    datasets()
        .into_iter()
        .enumerate()
        .map(|(at, (name, dataset))| (name, repository(dataset, at % 2 == 0)))
        .collect()
}

fn repository(dataset: Dataset, from_alliance: bool) -> Repo {
    let before = if from_alliance {
        Dataset::copy_of(&case("alliance"))
    } else {
        Dataset::new(&[("facts/dataset.toml", MANIFEST), ("facts/facts.toml", "[entity.a]\nkind = \"a\"\n")])
    };
    let other = Repo::around(before);
    let hash = other.commit();
    let repo = Repo::around(dataset);
    repo.commit();
    // The objects of both are in one repository.
    copy(&other.files.path().join(".git/objects"), &repo.files.path().join(".git/objects"));
    repo.point("refs/heads/before", &hash);
    repo
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if !target.exists() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Longer is no answer, on the slowest machine that runs this.
const PATIENCE: Duration = Duration::from_secs(60);

fn run(dir: &Path, arguments: &[String]) -> (Output, Duration) {
    let start = Instant::now();
    let output = command().current_dir(dir).args(arguments).output().expect("the binary runs");
    (output, start.elapsed())
}

/// What is wrong with how a run ended.
fn complaint(arguments: &[String], output: &Output, took: Duration) -> Option<String> {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let json = arguments.iter().any(|argument| argument == "--format=json" || argument == "--format=sarif");
    let what = match output.status.code() {
        None => format!("ended by a signal: {}", output.status),
        Some(0..=1) if json && serde_json::from_slice::<serde_json::Value>(&output.stdout).is_err() => {
            "wrote what is no JSON".into()
        }
        Some(0..=1) if std::str::from_utf8(&output.stdout).is_err() => "wrote what is no UTF-8".into(),
        Some(2) if !stderr.starts_with("error: ") => "could not run, and did not say why".into(),
        Some(2) if !output.stdout.is_empty() => "could not run, and wrote half a report".into(),
        Some(0..=2) if took > PATIENCE => format!("took {took:?}"),
        Some(0..=2) => return None,
        Some(status) => format!("ended with {status}"),
    };
    Some(format!("{what}: {stderr}"))
}

#[test]
fn none_panics() {
    let commands = commands();
    let corpus = corpus();
    assert!(corpus.len() > 60, "{}", corpus.len());
    let wrong: Mutex<Vec<String>> = Mutex::default();
    let runs: Vec<(&str, &Path, Vec<String>)> = corpus
        .iter()
        .flat_map(|(name, repo)| {
            let dir = repo.files.path();
            commands.iter().flat_map(Told::runs).map(move |run| (name.as_str(), dir, run))
        })
        .collect();
    runs.par_iter().for_each(|(name, dir, arguments)| {
        let (output, took) = run(dir, arguments);
        if let Some(complaint) = complaint(arguments, &output, took) {
            wrong.lock().unwrap().push(format!("{name}: {}: {complaint}", arguments.join(" ")));
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} runs:\n{}", wrong.len(), runs.len(), wrong.join("\n"));
}

/// An editor that opens each broken file, and asks at many places, gets an answer each time.
#[test]
fn no_question_of_an_editor_is_a_bug() {
    datasets().par_iter().for_each(|(name, dataset)| {
        if !dataset.path().join("facts/dataset.toml").exists() {
            return;
        }
        let mut editor = Editor::start(dataset.path());
        let root = dataset.path().canonicalize().unwrap();
        for file in toml_files(&root).into_iter().take(4) {
            // With `/`, on every system.
            let path = file.strip_prefix(&root).unwrap().components();
            let path: Vec<&str> = path.map(|part| part.as_os_str().to_str().unwrap()).collect();
            let path = path.join("/");
            let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
            editor.open(&path, &text);
            let lines = text.split('\n').count() as u64;
            for line in (0..=lines).step_by(usize::try_from(lines / 6 + 1).unwrap()) {
                for (method, character) in [
                    ("hover", 3),
                    ("completion", 12),
                    ("definition", 13),
                    ("references", 14),
                    ("completion", 999),
                ] {
                    editor.at(&format!("textDocument/{method}"), &path, line, character);
                }
                editor.actions(&path, line);
            }
            let options = json!({ "tabSize": 4, "insertSpaces": true });
            let document = json!({ "uri": editor.uri(&path) });
            editor.ask("textDocument/formatting", json!({ "textDocument": document, "options": options }));
        }
        assert_eq!(editor.end(), 0, "{name}");
    });
}

/// `csto-validate … | head -1` is no error, whatever the format.
#[cfg(unix)]
#[test]
fn none_minds_a_reader_who_has_seen_enough() {
    let repo = repository(Dataset::copy_of(&case("mistakes")), true);
    for told in commands() {
        for arguments in told.runs() {
            // What writes to the dataset says something the first time only.
            run(repo.files.path(), &arguments);
            let (good, _) = run(repo.files.path(), &arguments);
            if good.stdout.is_empty() {
                continue;
            }
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let mut command = command();
            let output =
                command.current_dir(repo.files.path()).args(&arguments).stdout(writer).output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            let before = String::from_utf8_lossy(&good.stderr);
            assert_eq!((output.status.code(), stderr), (good.status.code(), before), "{arguments:?}");
        }
    }
}

/// Nobody may be left believing that a report was written.
#[cfg(target_os = "linux")]
#[test]
fn none_is_silent_where_the_disk_is_full() {
    let repo = repository(Dataset::copy_of(&case("mistakes")), true);
    for told in commands() {
        for arguments in told.runs() {
            // What writes to the dataset says something the first time only.
            run(repo.files.path(), &arguments);
            let (good, _) = run(repo.files.path(), &arguments);
            if good.stdout.is_empty() {
                continue;
            }
            let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            let mut command = command();
            let output =
                command.current_dir(repo.files.path()).args(&arguments).stdout(full).output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
            assert!(stderr.contains("No space left on device"), "{arguments:?}: {stderr}");
            assert!(stderr.contains("\nhelp: see whether the disk is full"), "{arguments:?}: {stderr}");
            if told.output {
                // By its name, the device is written to and stays what it is.
                let mut named = arguments.clone();
                named.extend(["--output".into(), "/dev/full".into()]);
                let (output, _) = run(repo.files.path(), &named);
                let stderr = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(2), "{named:?}: {stderr}");
                assert!(
                    stderr.contains("cannot be written to `/dev/full`: No space left"),
                    "{named:?}: {stderr}"
                );
            }
        }
    }
}
