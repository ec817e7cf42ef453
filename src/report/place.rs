//! Where the files of a dataset lie in their repository, as the formats of code hosts name them.

use std::path::{Component, Path};

use crate::dataset::Files;

/// What stands before a file's path, from the root of the repository that holds the dataset:
/// empty, or with a `/` at its end. Without a repository around it, a dataset is its own root.
pub(super) fn prefix(files: &Files) -> String {
    prefix_of(&files.root).unwrap_or_default()
}

fn prefix_of(root: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    let repository = root.ancestors().find(|folder| folder.join(".git").exists())?;
    let mut prefix = String::new();
    for part in root.strip_prefix(repository).ok()?.components() {
        if let Component::Normal(name) = part {
            prefix.push_str(&name.to_string_lossy());
            prefix.push('/');
        }
    }
    Some(prefix)
}

/// A path as a relative URI reference (RFC 3986): everything but unreserved characters and `/` is
/// percent-encoded, so that no `:` can look like a scheme.
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_relative_references() {
        assert_eq!(uri("facts/a.toml"), "facts/a.toml");
        assert_eq!(uri("facts/javascript:x y%.toml"), "facts/javascript%3Ax%20y%25.toml");
        assert_eq!(uri("ж"), "%D0%B6");
    }

    #[test]
    fn the_repository_is_the_nearest_one_around() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("outer/data set/facts");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::create_dir(dir.path().join("outer/.git")).unwrap();
        assert_eq!(prefix_of(data.parent().unwrap()), Some("data set/".into()));
        assert_eq!(prefix_of(&dir.path().join("outer")), Some(String::new()));
        // In a work tree, `.git` is a file.
        std::fs::write(dir.path().join("outer/data set/.git"), "gitdir: x").unwrap();
        assert_eq!(prefix_of(data.parent().unwrap()), Some(String::new()));
    }
}
