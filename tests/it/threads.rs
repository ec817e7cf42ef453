//! The same bytes out for any number of threads, and where the machine gives none at all.

use std::path::Path;
use std::process::Output;

use crate::git::Repo;
use crate::support::{Dataset, MANIFEST, command};

/// Files of a dataset with hundreds of findings of many rules, and an article about it. Each file
/// contradicts itself, so that many contradictions are explained side by side; there are more claims
/// than one thread reads at a time.
fn dataset(files: usize) -> Dataset {
    let vocabulary = "[entity.union]\nkind = \"union\"\nlabel = \"Union\"\n\
        [property.signed]\ntype = \"date\"\n\
        [property.ended]\ntype = \"date\"\nafter = [\"signed\"]\n\
        [property.troops]\ntype = \"quantity\"\nmin = 0\nsingle = true\nlabel = \"soldiers\"\n\
        [property.joined]\ntype = \"transition\"\nto = \"member\"\nfrom = [\"none\"]\n\
        [property.left]\ntype = \"transition\"\nto = \"none\"\nfrom = [\"member\"]\n\
        [property.size]\ntype = \"quantity\"\ncounts_status = \"member\"\n\
        [property.parts]\ntype = \"set\"\nvalue = \"state\"\n";
    let dataset = Dataset::new(&[("facts/dataset.toml", MANIFEST), ("facts/a/vocabulary.toml", vocabulary)]);
    for file in 0..files {
        let mut text = format!("[entity.e{file}]\nkind = \"state\"\nlabel = \"State {file}\"\n");
        let mut claim = |id: &str, property: &str, value: &str, more: &str| {
            text += &format!(
                "[[claim]]\nid = \"{id}-{file}\"\nsubject = \"e{file}\"\nproperty = \"{property}\"\n\
                 value = {value}\n{more}\n"
            );
        };
        let year = 1900 + file % 100;
        let quote =
            format!("refs = [{{ ref = \"s{}\", quote = \"not {year} soldiers, in {year}\" }}]", file % 7);
        claim("signed", "signed", &format!("\"{year}-05-15\""), &quote);
        claim("ended", "ended", &format!("\"{}\"", year - 1), "");
        claim("again", "ended", &format!("{{ after = \"e{file}.signed\", by = \"P{}Y\" }}", file + 1), "");
        claim("troops", "troops", &format!("{}00", file + 2), &quote);
        claim("more", "troops", &format!("\">{}00\"", file + 1), "refs = [\"1\", \"9\"]");
        claim("joined", "joined", "\"union\"", "at = \"1950\"\n");
        claim("joins", "joined", "\"union\"", "at = \"1951/1952\"\n");
        claim("parts", "parts", &format!("[\"e{}\", \"nobody\"]", (file + 1) % files), "");
        claim("nonsense", "troops", "\"many\"", "colour = \"red\"\n");
        dataset.write(&format!("facts/{:02}/{file:03}.toml", file % 10), text);
    }
    for source in 0..7 {
        let text = format!(
            "[[source]]\nid = \"s{source}\"\nmarker = \"{source}\"\ntitle = \"S\"\nurl = \"http://e.org/{}\"\nlang = \"en\"\n",
            source / 2
        );
        dataset.write(&format!("sources/{source}.toml"), text);
    }
    let article: String = (0..files)
        .map(|file| {
            let year = 1900 + file % 100;
            format!(
                "State {file} signed on 15 May {year}[{}] and had {}00 soldiers.[1]\n\n",
                file % 7,
                file + 2
            )
        })
        .collect();
    dataset.write("article.md", article);
    dataset
}

/// Commands that read, each as arguments after the program's name.
const COMMANDS: [&str; 17] = [
    "check --offline",
    "check --offline --verbose",
    "check --offline --format json",
    "check --offline --format sarif",
    "check --offline --format junit",
    "check --offline --format github",
    "report --offline",
    "report --offline --format markdown",
    "coverage --offline --lang en article.md",
    "coverage --offline --lang en --format json article.md",
    "coverage --offline --lang en --format html article.md",
    "coverage --offline --lang en --stub article.md",
    "review main",
    "review main --format json",
    "review main --format markdown",
    "fmt --check",
    "rules",
];

fn run(dir: &Path, arguments: &str, setting: (&str, &str)) -> Output {
    let mut command = command();
    command.current_dir(dir).args(arguments.split(' ')).env(setting.0, setting.1);
    command.output().expect("the binary runs")
}

#[test]
fn any_number_of_threads_says_the_same() {
    let repo = Repo::around(dataset(100));
    repo.commit();
    for file in (0..100).step_by(3) {
        let path = format!("facts/{:02}/{file:03}.toml", file % 10);
        repo.files.write(
            &path,
            repo.files.read(&path).replace("soldiers, in", "troops, in").replace("00\n", "01\n"),
        );
    }
    let dir = repo.files.path();
    for arguments in COMMANDS {
        let one = run(dir, arguments, ("RAYON_NUM_THREADS", "1"));
        assert!(matches!(one.status.code(), Some(0 | 1)), "{arguments}: {one:?}");
        if arguments == "check --offline --format json" {
            let report: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap();
            assert!(report["findings"].as_array().unwrap().len() > 500, "{}", report["counts"]);
        }
        for threads in ["2", "8"] {
            let several = run(dir, arguments, ("RAYON_NUM_THREADS", threads));
            assert_eq!(several.status, one.status, "{arguments} with {threads} threads");
            assert!(several.stdout == one.stdout, "{arguments} differs with {threads} threads");
            assert_eq!(several.stderr, one.stderr, "{arguments} with {threads} threads");
        }
    }
}

/// A container that has as many processes as it may have: what needs no further thread is done, and the
/// rest says why it cannot be.
#[cfg(unix)]
#[test]
fn a_machine_that_gives_no_threads() {
    // No machine has memory for such a stack.
    let none = ("RUST_MIN_STACK", "1000000000000000000");
    let repo = Repo::around(dataset(12));
    repo.commit();
    let dir = repo.files.path();
    for arguments in COMMANDS {
        let (usual, alone) = (run(dir, arguments, ("RUST_MIN_STACK", "")), run(dir, arguments, none));
        assert_eq!(alone.status, usual.status, "{arguments}: {}", String::from_utf8_lossy(&alone.stderr));
        assert!(alone.stdout == usual.stdout, "{arguments}");
        assert_eq!(alone.stderr, usual.stderr, "{arguments}");
    }
    for arguments in ["lsp", "check", "report"] {
        let output = run(dir, arguments, none);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments}: {stderr}");
        assert!(stderr.starts_with("error: no further thread can be started: "), "{arguments}: {stderr}");
        assert!(stderr.contains("\nhelp: close other programs, or raise the limit"), "{arguments}: {stderr}");
    }
}
