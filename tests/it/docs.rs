//! What the documentation shows is what the program does: examples load, commands run, pages are
//! current, and every field has its place.

use std::path::Path;

use csto_validate::dataset::load::shape;
use csto_validate::rules;

use crate::article::article_alone;
use crate::support::{Dataset, check, check_json, own_facts, root, run_in};

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap().replace("\r\n", "\n")
}

/// The fenced blocks of a language in a page.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    page.split(opening.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_book_of_rules_is_current() {
    let made = run_in(root(), &["rules", "--format", "markdown"]);
    assert_eq!(made.status, 0);
    assert!(
        page("facts/RULES.md") == made.stdout,
        "facts/RULES.md is not what the rules' pages say now: run `cargo run -- rules --format markdown --output facts/RULES.md`"
    );
    for rule in rules::all() {
        let (name, summary) = (rule.name, rule.summary());
        assert!(made.stdout.contains(&format!("| [`{name}`](#{name}) |")), "{name}");
        assert!(made.stdout.contains(&format!("\n## {name}\n")) && made.stdout.contains(&summary), "{name}");
    }
}

#[test]
fn the_findings_of_the_readme_are_real() {
    let page = page("README.md");
    let [count, order] = blocks(&page, "text")[..] else { panic!("the README shows two findings") };
    let shows = |report: &str, shown: &str| {
        assert!(
            report.contains(shown.trim_end()),
            "the README shows\n{shown}\nand the program says\n{report}"
        );
    };
    shows(&check(article_alone(own_facts()).path()).stdout, count);
    let moved = Dataset::copy_of(own_facts());
    moved.edit("facts/treaty.toml", "value    = \"1994\"", "value    = \"1996\"");
    shows(&check(moved.path()).stdout, order);
}

#[test]
fn the_tables_of_the_readme_are_our_own_facts() {
    let page = page("README.md");
    let facts: String =
        ["facts/exercises.toml", "facts/dataset.toml"].iter().map(|file| self::page(file)).collect();
    let shown = blocks(&page, "toml");
    let [claim, quote, accept] = shown[..] else { panic!("the README shows three tables") };
    for table in [claim, accept] {
        assert!(facts.contains(table), "{table}");
    }
    // The quote is of no source of ours, but it supports what its marker's claim says.
    let quoted = Dataset::of(&format!(
        "[entity.a]\nkind = \"exercise\"\n\n[property.troops]\ntype = \"quantity\"\nunit = \"people\"\n\n\
         [[claim]]\nid = \"c\"\nsubject = \"a\"\nproperty = \"troops\"\nvalue = \">10000\"\n{quote}\n\
         [[source]]\nid = \"s\"\nmarker = \"4\"\ntitle = \"T\"\nurl = \"https://example.org/\"\n"
    ));
    assert_eq!(check_json(quoted.path(), &[]).json()["evidence"][0]["verdict"], "supported");
    // Each line of the claim is explained.
    for line in shown_fields(blocks(&page, "toml")[0]) {
        assert!(page.contains(&format!("| `{line}` |")), "{line}");
    }
}

fn shown_fields(table: &str) -> Vec<&str> {
    table.lines().map(|line| line.split(" =").next().unwrap().trim()).collect()
}

/// Every command of the README that is ours: it runs, in a copy, and says something.
#[test]
fn the_commands_of_the_readme_run() {
    let page = page("README.md");
    let copy = Dataset::copy_of(own_facts());
    let alliance = Dataset::copy_of(&crate::support::case("alliance"));
    let place = copy.path().join("tests/cases");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::rename(alliance.path(), place.join("alliance")).unwrap();
    let mut ran = 0;
    for line in blocks(&page, "sh").into_iter().flat_map(str::lines) {
        let Some(arguments) = line.strip_prefix("csto-validate") else {
            assert!(
                ["cargo run --release", "cargo test", "cargo install --path ."].contains(&line),
                "{line}"
            );
            continue;
        };
        let mut arguments: Vec<&str> = arguments.split_whitespace().collect();
        if arguments.first() == Some(&"check") && !arguments.contains(&"--offline") {
            arguments.push("--offline");
        }
        let result = run_in(copy.path(), &arguments);
        // Our own facts have warnings, and nothing that fails.
        let expected = i32::from(line.contains("-D warnings"));
        assert_eq!((result.status, result.stderr.as_str()), (expected, ""), "{line}: {}", result.stdout);
        assert!(!result.stdout.is_empty() || line.contains("--output"), "{line}");
        ran += 1;
    }
    assert!(ran > 5, "{ran}");
    assert_eq!(page_of(copy.path(), "facts/RULES.md"), self::page("facts/RULES.md"));
}

fn page_of(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join(name)).unwrap()
}

/// The version of Rust that the README names is the one that Cargo asks for, and the licences are
/// there.
#[test]
fn the_readme_names_the_rust_that_is_needed() {
    let manifest = page("Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = \"")).unwrap();
    let version = version.trim_end_matches('"');
    assert!(page("README.md").contains(&format!("Rust {version} or later")), "{version}");
    assert!(page("LICENSE-MIT").contains("the csto-validate contributors"));
    assert!(page("LICENSE-APACHE").contains("Version 2.0, January 2004"));
}

/// All examples of the two pages for editors make one dataset, which passes.
#[test]
fn the_examples_for_editors_pass() {
    let (facts, sources) = (page("facts/README.md"), page("sources/README.md"));
    let facts = blocks(&facts, "toml");
    let dataset = Dataset::new(&[
        ("facts/dataset.toml", facts[0]),
        ("facts/all.toml", &facts[1..].join("\n")),
        ("sources/all.toml", &blocks(&sources, "toml").join("\n")),
    ]);
    let ran = check_json(dataset.path(), &["-D", "warnings"]);
    assert_eq!((ran.status, ran.rules()), (0, Vec::new()), "{}", check(dataset.path()).stdout);
    assert_eq!(ran.json()["counts"]["accepted"], 2);
}

/// Every field that the loader knows is named in the pages for editors, and shown in an example.
#[test]
fn every_field_is_told_and_shown() {
    let pages = [page("facts/README.md"), page("sources/README.md")];
    let prose: String = pages.iter().flat_map(|page| page.split("```").step_by(2)).collect();
    let examples: String = pages.iter().flat_map(|page| blocks(page, "toml")).collect();
    let shapes = [
        &shape::MANIFEST_FILE,
        &shape::FILE,
        &shape::DATASET,
        &shape::LINKS,
        &shape::ACCEPT,
        &shape::KIND,
        &shape::UNIT,
        &shape::TERM,
        &shape::UNIQUE,
        &shape::ENTITY,
        &shape::CLAIM,
        &shape::REFERENCE,
        &shape::RELATIVE,
        &shape::SOURCE,
        &shape::PROPERTY,
        &shape::ORDER,
        &shape::COMPLEMENT,
        &shape::CONTEMPORARY,
    ];
    let mut missing = Vec::new();
    for shape in shapes.into_iter().chain(shape::PROPERTY_TYPES.iter().copied()) {
        for field in shape.fields {
            let name = field.name;
            let told =
                [format!("`{name}`"), format!("`dataset.{name}`")].iter().any(|word| prose.contains(word));
            let shown = examples.lines().any(|line| {
                let starts = |place: &str| {
                    place
                        .trim_start()
                        .strip_prefix(name)
                        .is_some_and(|rest| rest.trim_start().starts_with('='))
                };
                starts(line) || line.split(['{', ',']).skip(1).any(starts)
            });
            let header = ["[", "[["].iter().any(|bracket| {
                examples.contains(&format!("\n{bracket}{name}]"))
                    || examples.contains(&format!("\n{bracket}{name}."))
            });
            if !told || !(shown || header) {
                missing.push(format!("{}.{name}", shape.name));
            }
        }
    }
    assert!(missing.is_empty(), "facts/README.md and sources/README.md do not tell or show {missing:?}");
    for ty in shape::PROPERTY_TYPES {
        assert!(prose.contains(&format!("| `\"{}\"` |", ty.name)), "{}", ty.name);
        assert!(examples.contains(&format!("= \"{}\"\n", ty.name)), "{}", ty.name);
    }
}

/// A field that must be there is called required.
#[test]
fn what_is_required_is_called_so() {
    for (page_name, shape) in [
        ("facts/README.md", &shape::CLAIM),
        ("facts/README.md", &shape::ENTITY),
        ("facts/README.md", &shape::ACCEPT),
        ("facts/README.md", &shape::REFERENCE),
        ("sources/README.md", &shape::SOURCE),
    ] {
        let page = page(page_name);
        for field in shape.fields.iter().filter(|field| field.required) {
            let told = page.lines().any(|line| {
                line.starts_with(&format!("| `{}` |", field.name)) && line.ends_with("| required |")
            });
            assert!(told, "{page_name}: {}", field.name);
        }
    }
}

/// What runs in CI is named by its commit, so that nobody can change it behind our back.
#[test]
fn actions_are_pinned() {
    let workflow = page(".github/workflows/ci.yml");
    let uses: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("- uses: ")).collect();
    assert!(!uses.is_empty());
    for action in uses {
        let commit = action.split(['@', ' ']).nth(1).unwrap_or_default();
        assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
    }
    assert!(workflow.contains("\npermissions: {}\n") && workflow.contains("- run: .ci/run\n"));
}

/// The comparison with SHACL engines needs those to run, but what it names is ours.
#[test]
fn the_shapes_name_rules_that_exist() {
    let shapes = page("benches/shacl/shapes.ttl");
    let named: Vec<&str> = shapes
        .split("sh:message \"")
        .skip(1)
        .map(|rest| rest.split_once(':').map(|(rule, _)| rule).unwrap())
        .collect();
    assert!(!named.is_empty());
    let faults = page("benches/shacl/facts.py");
    for rule in named {
        assert!(rules::all().any(|known| known.name == rule), "{rule}");
        assert!(faults.contains(&format!("@fault(\"{rule}\"")), "no fault of {rule} is seeded");
    }
}
