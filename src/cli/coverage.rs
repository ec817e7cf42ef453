//! `coverage`: what an article says that no claim holds, and the other way round.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};

use super::PASSED;
use super::output::{Help, Output};
use crate::coverage::{Article, Coverage, Format as Written, Stub};
use crate::dataset::Dataset;
use crate::dataset::load::MAX_FILE_BYTES;
use crate::evidence::Language;
use crate::report::coverage::{html, json, stub, text};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The format of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// The language of the article, where the article's source and the file do not say
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Write TOML for the missing claims instead of a report, ready to be completed
    #[arg(long, conflicts_with = "format")]
    stub: bool,
    #[command(flatten)]
    output: Output,
    /// Tell the gaps and the claims without a statement alone, without a summary
    #[arg(short, long)]
    quiet: bool,
    /// Open no socket; this command never does
    #[arg(long)]
    offline: bool,
    /// The article: a text, Markdown, HTML or wikitext file
    #[arg(value_name = "ARTICLE")]
    article: PathBuf,
    /// The dataset: a directory with `facts/` and `sources/` in it
    #[arg(value_name = "DATASET", default_value = ".")]
    dataset: PathBuf,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people: the gaps of the article, and the claims that nothing in it backs
    #[default]
    Text,
    /// For programs
    Json,
    /// For a browser: the article with its statements in colour, each leading to its claim
    Html,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let loaded = super::load(&arguments.dataset)?;
    let dataset = &loaded.dataset;
    let file = read(&arguments.article)?;
    let format = Written::of(&arguments.article, &file);
    let name = arguments.article.file_name().map_or_else(|| "article".into(), |name| name.to_string_lossy());
    let article = Article::new(name.into_owned(), file, format);
    let language = language(arguments, dataset, &article)?;
    if !loaded.findings.is_empty() {
        super::output::tell(&format!(
            "note: the dataset has {} that could not be read, so claims may be missing here; `csto-validate check` tells which",
            crate::words::count(loaded.findings.len(), "part", "parts")
        ));
    }
    let coverage = Coverage::new(dataset, &article, language);
    let style = text::Style { color: arguments.output.is_colored(), quiet: arguments.quiet };
    arguments.output.write(|out| match (arguments.stub, arguments.format) {
        (true, _) => stub::write(&coverage, &Stub::new(&coverage), out),
        (_, Format::Text) => text::write(&coverage, style, out),
        (_, Format::Json) => json::write(&coverage, out),
        (_, Format::Html) => html::write(&coverage, out),
    })?;
    Ok(PASSED)
}

/// The text of the article's file.
fn read(path: &Path) -> anyhow::Result<String> {
    let cannot = || format!("the article `{}` cannot be read", path.display());
    let help = |text: &str| Help(text.to_owned());
    let file = std::fs::File::open(path)
        .with_context(cannot)
        .with_context(|| help("name the file of the article before the dataset's directory"))?;
    if file.metadata().with_context(cannot)?.is_dir() {
        let error = anyhow::anyhow!("{}: it is a directory", cannot());
        return Err(error.context(help("name the file of the article, then the dataset's directory")));
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).with_context(cannot)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let error = anyhow::anyhow!("{}: it is larger than {} MiB", cannot(), MAX_FILE_BYTES >> 20);
        return Err(error.context(help("split the article, or take out what is no text")));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
            let error = anyhow::anyhow!("{}: line {line} is not UTF-8", cannot());
            Err(error.context(help("save the article as UTF-8")))
        }
    }
}

/// The language of the article: what the command line says, else its source, else the page itself.
fn language(
    arguments: &Arguments,
    dataset: &Dataset,
    article: &Article,
) -> anyhow::Result<&'static Language> {
    let source = dataset.manifest.article.map(|id| dataset.source(id));
    let stored = source.and_then(|source| source.lang.as_ref()).map(|lang| &*lang.value);
    let tag = arguments.lang.as_deref().or(stored).or(article.readable.lang.as_deref());
    let known: Vec<String> =
        Language::all().map(|language| format!("{} ({})", language.tag, language.name)).collect();
    let known = crate::words::list(&known);
    let Some(tag) = tag else {
        let help = format!(
            "say it with --lang TAG, or with `lang` in the source that is the dataset's `article`; known are {known}"
        );
        let error = anyhow::anyhow!("nothing says in which language the article is");
        return Err(error.context(Help(help)));
    };
    match Language::of(tag) {
        Some(language) => Ok(language),
        None => {
            let tag = crate::words::excerpt(tag);
            bail!(
                anyhow::anyhow!("articles in the language `{tag}` cannot be read")
                    .context(Help(format!("known are {known}; --lang TAG overrides what the source says")))
            )
        }
    }
}
