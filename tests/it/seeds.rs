//! What the fuzz targets assert, on every seed and with any Rust: each property on the seeds of all
//! targets, since what is hostile to one reader may be so to another.

use std::fs;

use crate::properties::ALL;
use crate::support::root;

/// All seeds, each with its path.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in fs::read_dir(root().join("fuzz/seeds")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            found.push((path.display().to_string(), fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn what_the_fuzzer_asserts_holds_for_every_seed() {
    let seeds = seeds();
    assert!(seeds.len() > 50, "{}", seeds.len());
    let mut failed = Vec::new();
    for (target, holds) in ALL {
        for (path, bytes) in &seeds {
            if std::panic::catch_unwind(|| holds(bytes)).is_err() {
                failed.push(format!("{target}: {path}"));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Each target is built, has seeds, and is the property of its name.
#[test]
fn every_property_has_a_target_and_seeds() {
    let fuzz = root().join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let targets: Vec<&str> = manifest
        .split("[[bin]]\n")
        .skip(1)
        .map(|bin| bin.lines().next().unwrap().trim_start_matches("name = ").trim_matches('"'))
        .collect();
    assert_eq!(targets, ALL.map(|(name, _)| name));
    for target in targets {
        let text = fs::read_to_string(fuzz.join(format!("targets/{target}.rs"))).unwrap();
        assert!(text.contains(&format!("properties::{target}::holds(bytes)")), "{text}");
        // Both take whole datasets.
        let seeds = if target == "reports" { "loader" } else { target };
        let seeds = fs::read_dir(fuzz.join("seeds").join(seeds)).unwrap().count();
        assert!(seeds >= 3, "{target} has {seeds} seeds");
    }
}
