//! The action and the workflows: nothing that others can write reaches a shell, and what runs is pinned.

use std::fs;
use std::path::PathBuf;

use crate::support::root;

fn files() -> Vec<(PathBuf, String)> {
    let root = root().join(".github");
    let mut open = vec![root];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yml") {
                found.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(found.len() >= 3, "{found:?}");
    found
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[test]
fn no_expression_is_expanded_into_a_script() {
    for (path, text) in files() {
        let mut script: Option<usize> = None;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if script.is_some_and(|depth| indent(line) <= depth) {
                script = None;
            }
            let key = line.trim_start().trim_start_matches("- ");
            if let Some(command) = key.strip_prefix("run:") {
                assert!(!command.contains("${{"), "{}: {line}", path.display());
                script = Some(indent(line));
            } else if script.is_some() {
                assert!(!line.contains("${{"), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn actions_of_others_are_pinned_and_permissions_are_stated() {
    for (path, text) in files() {
        for line in text.lines() {
            let key = line.trim_start().trim_start_matches("- ");
            let Some(action) = key.strip_prefix("uses: ") else { continue };
            let action = action.split(" #").next().unwrap().trim();
            let pinned = action.rsplit_once('@').is_some_and(|(_, version)| {
                version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit())
            });
            // GitHub's own uploader must follow what code scanning takes.
            let known = action.starts_with("./") || action == "github/codeql-action/upload-sarif@v4";
            assert!(pinned || known, "{}: {line}", path.display());
        }
        if text.contains("\njobs:") {
            let stated = text.lines().any(|line| line.starts_with("permissions:"));
            assert!(stated, "{} states no permissions", path.display());
        }
    }
}
