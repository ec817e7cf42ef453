//! The guide, done step by step as a new user would: its files are written, its commands run, and
//! they say what the guide shows.
//!
//! A block ```` ```toml PATH ```` is a file, ```` ```toml add PATH ```` is added to one, ```` ```toml edit
//! PATH ```` takes the place of the table with the same first two lines, and ```` ```console ```` holds commands behind `$` with what they say. A last line `...` stands for more.
//! `UPDATE_GUIDE=1 cargo test guide` writes down what the commands say now.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{root, run_in};

/// Somebody at a terminal.
struct Reader {
    home: tempfile::TempDir,
    here: PathBuf,
    commands: usize,
}

impl Reader {
    fn file(&self, info: &str, content: &str) {
        let (how, path) = info.split_once(' ').unwrap_or(("write", info));
        let path = self.here.join(path);
        let there = fs::read_to_string(&path).unwrap_or_default();
        let text = match how {
            "write" => content.to_owned(),
            "add" => format!("{there}\n{content}"),
            "edit" => {
                let head = |table: &str| table.lines().take(2).map(str::to_owned).collect::<Vec<_>>();
                let tables: Vec<&str> = there.split("\n\n").collect();
                assert_eq!(
                    tables.iter().filter(|table| head(table) == head(content)).count(),
                    1,
                    "{content}"
                );
                let swapped = |table: &&str| {
                    if head(table) == head(content) { content.trim_end() } else { table.trim_end() }
                        .to_owned()
                };
                tables.iter().map(swapped).collect::<Vec<_>>().join("\n\n") + "\n"
            }
            _ => panic!("the guide has a block that its test does not know: {info}"),
        };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What a command says.
    fn run(&mut self, command: &str) -> String {
        let words: Vec<&str> = command.split_whitespace().collect();
        match words[..] {
            ["cd", folder] => self.here = self.here.join(folder),
            ["rm", file] => fs::remove_file(self.here.join(file)).unwrap(),
            ["csto-validate", ref arguments @ ..] => {
                self.commands += 1;
                let ran = run_in(&self.here, arguments);
                assert!(ran.status < 2, "{command}: {}", ran.stderr);
                return format!("{}{}", ran.stdout, ran.stderr);
            }
            _ => panic!("the guide has a command that its test does not know: {command}"),
        }
        String::new()
    }

    /// A block of commands with what they say now; what the guide leaves out stays left out.
    fn console(&mut self, block: &str) -> String {
        let mut out = String::new();
        let mut parts = block.split("$ ").skip(1).peekable();
        assert!(parts.peek().is_some(), "a console block without a command: {block}");
        for part in parts {
            let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
            let said = self.run(command);
            let said = said.trim_matches('\n');
            let said = match shown.trim_end().strip_suffix("\n...") {
                Some(start) if said.starts_with(start) => shown.trim_end(),
                _ => said,
            };
            out.push_str(&format!("$ {command}\n{said}{}", if said.is_empty() { "" } else { "\n" }));
        }
        out
    }
}

fn guide() -> PathBuf {
    root().join("facts/GUIDE.md")
}

fn follow(text: &str) -> (String, Reader) {
    let home = tempfile::tempdir().unwrap();
    let mut reader = Reader { here: home.path().to_owned(), home, commands: 0 };
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, block)) = rest.split_once("\n```") {
        let (info, block) = block.split_once('\n').unwrap();
        let (content, after) = block.split_once("```").unwrap();
        let mut now = content.to_owned();
        match info.split_once(' ').unwrap_or((info, "")) {
            ("console", _) => now = reader.console(content),
            ("toml", path) if !path.is_empty() => reader.file(path, content),
            _ => {}
        }
        out.push_str(&format!("{before}\n```{info}\n{now}```"));
        rest = after;
    }
    (out + rest, reader)
}

#[test]
fn the_guide_is_true() {
    let text = fs::read_to_string(guide()).unwrap();
    let (now, reader) = follow(&text);
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        fs::write(guide(), &now).unwrap();
    } else {
        for (at, (shown, said)) in text.lines().zip(now.lines()).enumerate() {
            assert_eq!(shown, said, "facts/GUIDE.md, line {}", at + 1);
        }
        assert_eq!(text, now);
    }
    assert!(reader.commands >= 6);
    // Where it ends, the dataset passes and is laid out.
    let root: &Path = &reader.home.path().join("anzus");
    let ran = run_in(root, &["check", "--offline", "-D", "warnings"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert_eq!(run_in(root, &["fmt", "--check"]).status, 0);
}
