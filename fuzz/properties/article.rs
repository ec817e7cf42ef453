//! Any text as an article, in every format and language: each part of what a reader sees stands in
//! the file where it is said to, claims hold statements in whatever order they are written, and what is
//! offered for missing claims is a file that can be read. The first byte chooses format and language.

use std::sync::OnceLock;

use csto_validate::coverage::{Article, Coverage, Format, Kind, State, Stub};
use csto_validate::dataset::{Dataset, Position};
use csto_validate::evidence::Language;
use csto_validate::report::coverage::{html, json, stub, text};

use super::common::{self, MANIFEST, is_json, loaded, written};
use super::reports::is_page_of_ours;

const NAMES: &str = include_str!("article.toml");

/// The dataset, and the same with its claims the other way round.
fn datasets() -> &'static [Dataset; 2] {
    static BOTH: OnceLock<[Dataset; 2]> = OnceLock::new();
    BOTH.get_or_init(|| {
        let tables: Vec<&str> = NAMES.split("\n\n").collect();
        let (claims, others): (Vec<&str>, Vec<&str>) =
            tables.into_iter().partition(|table| table.contains("[[claim]]"));
        let turned: Vec<&str> = claims.iter().rev().copied().collect();
        [claims, turned].map(|claims| {
            let text = [others.clone(), claims].concat().join("\n\n");
            let loaded = with(&text, None);
            assert!(loaded.findings.is_empty(), "{:?}", loaded.findings[0].message);
            loaded.dataset
        })
    })
}

fn with(facts: &str, more: Option<&str>) -> csto_validate::dataset::Loaded {
    let mut files = vec![("facts/dataset.toml", MANIFEST.as_bytes()), ("facts/facts.toml", facts.as_bytes())];
    files.extend(more.map(|more| ("facts/more.toml", more.as_bytes())));
    loaded(&files).expect("a dataset")
}

pub(crate) fn holds(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let formats = [Format::Plain, Format::Markdown, Format::Html, Format::Wikitext];
    let format = formats[usize::from(*choice) % 4];
    let languages: Vec<&Language> = Language::all().collect();
    let language = languages[usize::from(*choice / 4) % languages.len()];
    let file = common::text(bytes);
    let article = Article::new("art\u{1b}icle".into(), file.to_owned(), format);
    readable(&article);
    let [dataset, turned] = datasets();
    let coverage = Coverage::new(dataset, &article, language);
    statements(&coverage);
    let other = Coverage::new(turned, &article, language);
    let states = |coverage: &Coverage<'_>| -> Vec<(State, String)> {
        coverage.statements.iter().map(|statement| (statement.state, statement.shown.clone())).collect()
    };
    assert_eq!(states(&coverage), states(&other), "the order of claims matters: {file:?}");
    written(|out| text::write(&coverage, text::Style::default(), out));
    is_json(&written(|out| json::write(&coverage, out)));
    is_page_of_ours(&written(|out| html::write(&coverage, out)));
    let stub = written(|out| stub::write(&coverage, &Stub::new(&coverage), out));
    // An editor takes the guesses as they are; where there are none, there is nothing to take.
    let taken = stub.replace("\n# subject  = \"\"", "").replace("\n# subject  = ", "\nsubject  = ");
    for (text, allowed) in [(&stub, &["missing-field"][..]), (&taken, &["missing-field"][..])] {
        let loaded = with(NAMES, Some(text));
        for finding in &loaded.findings {
            assert!(
                allowed.contains(&finding.rule.name),
                "{}: {}: {text}",
                finding.rule.name,
                finding.message
            );
        }
    }
}

fn readable(article: &Article) {
    let (text, markers) = (article.text(), &article.readable.markers);
    let mut last = 0;
    for marker in markers {
        assert!(marker.at >= last && text.is_char_boundary(marker.at), "{marker:?}");
        assert!(article.file.get(marker.source.clone()).is_some(), "{marker:?}");
        last = marker.at;
    }
    for (at, c) in text.char_indices() {
        let source = article.readable.source(&(at..at + c.len_utf8()));
        assert!(article.file.get(source.clone()).is_some(), "{at}: {source:?}");
    }
}

fn statements(coverage: &Coverage<'_>) {
    let (text, file) = (coverage.article.text(), &coverage.article.file);
    let mut last = 0;
    for statement in &coverage.statements {
        assert!(statement.text.start >= last, "{statement:?}");
        last = statement.text.start;
        let own = text.get(statement.text.clone()).unwrap_or_else(|| panic!("{statement:?}"));
        assert!(statement.kind == Kind::Marker || own == statement.shown, "{statement:?}");
        assert!(file.get(statement.source.clone()).is_some(), "{statement:?}");
        assert_eq!(statement.start, position(file, statement.source.start), "{statement:?}");
        assert_eq!(statement.end, position(file, statement.source.end), "{statement:?}");
        assert_eq!(statement.state.is_covered(), !statement.claims.is_empty(), "{statement:?}");
        if statement.state == State::Missing {
            assert!(statement.instead.is_empty(), "{statement:?}");
        }
    }
}

/// Line and column of a place, counted anew.
fn position(file: &str, at: usize) -> Position {
    let before = &file[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Position { line, column }
}
