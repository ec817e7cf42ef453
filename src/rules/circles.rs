//! Sources that lead back to the article: its wiki, its mirrors, and the article itself.

use url::Url;

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{Dataset, Source, Spanned};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::value::urls;

rule! {
    /// A source is the article itself, its wiki in any language, or a page that copies it.
    ///
    /// An article cannot vouch for itself, and neither can its translations and mirrors. The manifest
    /// names the article, and in `mirrors` the hosts that copy it.
    ///
    /// **What to do:** cite what the article cites.
    pub static CIRCULAR_SOURCE = "circular-source", Error;
    bad: r#"
format = 1

[dataset]
id      = "example"
title   = "Example"
as_of   = "2024"
article = "idwiki"

[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["enwiki"]

[[source]]
id    = "idwiki"
kind  = "article"
title = "Organisasi Traktat Keamanan Kolektif"
lang  = "id"
url   = "https://id.wikipedia.org/wiki/Organisasi_Traktat_Keamanan_Kolektif"

[[source]]
id    = "enwiki"
title = "Collective Security Treaty Organization"
lang  = "en"
url   = "https://en.wikipedia.org/wiki/Collective_Security_Treaty_Organization"
"#,
    good: r#"
format = 1

[dataset]
id      = "example"
title   = "Example"
as_of   = "2024"
article = "idwiki"

[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["report"]

[[source]]
id    = "idwiki"
kind  = "article"
title = "Organisasi Traktat Keamanan Kolektif"
lang  = "id"
url   = "https://id.wikipedia.org/wiki/Organisasi_Traktat_Keamanan_Kolektif"

[[source]]
id    = "report"
title = "A report"
url   = "https://example.org/report"
"#,
}

/// Where circular sources live: the article's wiki in all its languages, and its mirrors.
struct Circle {
    /// The host of the wiki without its language, where the article has an address.
    wiki: Option<String>,
}

impl Circle {
    fn of(dataset: &Dataset) -> Self {
        let article = dataset.manifest.article.map(|id| dataset.source(id));
        let wiki = article.and_then(|article| {
            let host = page(&urls::parse(&address(article)?.value).ok()?)?.host_str()?.to_lowercase();
            let lang = article.lang.as_ref().map(|lang| lang.value.to_lowercase());
            let Some((first, rest)) = host.split_once('.') else { return Some(host) };
            // Only what names the language is taken off: `id.wikipedia.org`, not `wiki.gov.example`.
            let is_language = lang.is_some_and(|lang| lang == first || lang.split('-').next() == Some(first));
            let known = oxilangtag::LanguageTag::parse(first).is_ok() && (2..=3).contains(&first.len());
            let named = is_language || known || matches!(first, "www" | "m");
            let rest = rest.strip_prefix("m.").unwrap_or(rest);
            Some(if rest.contains('.') && named { rest.to_owned() } else { host })
        });
        Self { wiki }
    }

    /// What an address is a copy of, in an editor's words.
    fn holds(&self, dataset: &Dataset, url: &Url) -> Option<Message> {
        let host = url.host_str()?.trim_end_matches('.').to_lowercase();
        let within =
            |whole: &str| host == whole || host.strip_suffix(whole).is_some_and(|rest| rest.ends_with('.'));
        if let Some(wiki) = self.wiki.as_deref().filter(|wiki| within(wiki)) {
            return Some(message!("a page of the article's own wiki, {}", wiki));
        }
        let bare = |mirror: &str| within(mirror.strip_prefix("www.").unwrap_or(mirror));
        if let Some(mirror) = dataset.manifest.mirrors.iter().find(|mirror| bare(mirror)) {
            return Some(message!("a page of {}, which copies the article", mirror));
        }
        let original = page(url).filter(|original| original != url)?;
        self.holds(dataset, &original)
    }
}

/// The page behind an address: a copy in an archive is what it is a copy of. `None` where the
/// archive does not say, or keeps a copy of a copy.
fn page(url: &Url) -> Option<Url> {
    let Some(copy) = urls::archived(url) else { return Some(url.clone()) };
    urls::parse(&copy.original?).ok().filter(|original| urls::archived(original).is_none())
}

/// Where a reader finds a source: its address, or that of its copy where it has no other.
fn address(source: &Source) -> Option<&Spanned<Box<str>>> {
    source.url.as_ref().or(source.archive.as_ref())
}

pub(super) fn circular_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    let circle = Circle::of(dataset);
    for (id, source) in dataset.sources() {
        if dataset.manifest.article == Some(id) {
            continue;
        }
        let Some(text) = address(source) else { continue };
        let Some(what) = urls::parse(&text.value).ok().and_then(|url| circle.holds(dataset, &url)) else {
            continue;
        };
        findings.push(
            Finding::new(
                &CIRCULAR_SOURCE,
                text.span,
                message!("source {} is {}, so it cannot vouch for the article", source.name(), what),
            )
            .label("leads back to the article")
            .help("cite what that page cites")
            .source(&source.id),
        );
    }
    let Some(article) = dataset.manifest.article else { return };
    let name = dataset.source(article);
    for (_, claim) in dataset.claims() {
        for reference in claim.refs.iter().filter(|reference| reference.source == article) {
            findings.push(
                Finding::new(
                    &CIRCULAR_SOURCE,
                    reference.span,
                    message!("claim `{}` cites the article itself, source {}", claim.id, name.name()),
                )
                .label("leads back to the article")
                .help(
                    "cite what the article cites; where it cites nothing, leave the claim without reference",
                )
                .claim(&claim.id)
                .source(&name.id),
            );
        }
    }
}
