//! Every source, with what rests on it.

use super::claims::{level_class, link_class};
use super::{Context, safe_link};
use crate::dataset::{ClaimId, Match};
use crate::links::{Field, Verdict};
use crate::run::Run;

/// A source.
pub(in crate::report) struct SourceRow {
    /// Its id.
    pub(in crate::report) id: String,
    /// Its marker, with brackets.
    pub(in crate::report) marker: Option<String>,
    /// Its title, or its id.
    pub(in crate::report) title: String,
    /// Author, publisher, date, pages and the like.
    pub(in crate::report) about: Vec<String>,
    /// Its addresses.
    pub(in crate::report) links: Vec<LinkRow>,
    /// Whether it is only a candidate for what the article cites.
    pub(in crate::report) candidate: bool,
    /// Rules that fire on it, with a word for their colour.
    pub(in crate::report) rules: Vec<(&'static str, &'static str)>,
    /// Claims that rest on it: how many.
    pub(in crate::report) count: usize,
    /// The first of them.
    pub(in crate::report) claims: Vec<String>,
}

/// An address of a source.
pub(in crate::report) struct LinkRow {
    /// `url` or `archive`.
    pub(in crate::report) field: &'static str,
    /// As written.
    pub(in crate::report) address: String,
    /// Where it can be followed.
    pub(in crate::report) href: Option<String>,
    /// What became of it.
    pub(in crate::report) verdict: &'static str,
    /// A word for its colour.
    pub(in crate::report) class: &'static str,
    /// Why, and where it is now.
    pub(in crate::report) says: Option<String>,
}

/// Link verdicts that occur, with their numbers.
pub(super) fn verdicts(run: &Run) -> Vec<(&'static str, usize)> {
    let all = [
        Verdict::Dead,
        Verdict::Soft404,
        Verdict::Moved,
        Verdict::Unreachable,
        Verdict::Blocked,
        Verdict::Skipped,
        Verdict::Alive,
    ];
    all.into_iter()
        .map(|verdict| (verdict.name(), run.links.iter().filter(|link| link.verdict == verdict).count()))
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// The listed sources.
pub(super) fn rows(context: &Context<'_>) -> Vec<SourceRow> {
    let dataset = &context.run.dataset;
    let mut resting: Vec<Vec<ClaimId>> = vec![Vec::new(); dataset.sources.len()];
    for (id, claim) in dataset.claims() {
        for reference in &claim.refs {
            let list = &mut resting[reference.source.index()];
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
    }
    let mut links: Vec<Vec<&crate::links::Link>> = vec![Vec::new(); dataset.sources.len()];
    for link in &context.run.links {
        links[link.source.index()].push(link);
    }
    dataset
        .sources()
        .take(context.limits.sources)
        .map(|(id, source)| {
            let text = |field: &Option<crate::dataset::Spanned<Box<str>>>| {
                field.as_ref().map(|text| context.show(&text.value))
            };
            let date = |word: &str, field: &Option<crate::dataset::Spanned<crate::value::Date>>| {
                field.map(|date| format!("{word} {}", date.value.describe()))
            };
            let article = dataset.manifest.article == Some(id);
            let about = [
                article.then(|| "the article whose reference markers the claims carry".to_owned()),
                text(&source.author),
                text(&source.publisher),
                date("published", &source.published),
                text(&source.pages).map(|pages| format!("pages {pages}")),
                text(&source.isbn).map(|isbn| format!("ISBN {isbn}")),
                text(&source.doi).map(|doi| format!("DOI {doi}")),
                text(&source.lang).map(|lang| format!("in {lang}")),
                date("accessed", &source.accessed),
            ];
            let claims = &resting[id.index()];
            SourceRow {
                id: source.id.to_string(),
                marker: source.marker.as_ref().map(|marker| format!("[{}]", context.show(&marker.value))),
                title: text(&source.title).unwrap_or_else(|| source.id.to_string()),
                about: about.into_iter().flatten().collect(),
                links: links[id.index()].iter().map(|link| link_row(context, link)).collect(),
                candidate: source.matched.is_some_and(|matched| matched.value == Match::Candidate),
                rules: context
                    .index
                    .of_source(&source.id)
                    .iter()
                    .map(|(rule, level)| (*rule, level_class(*level)))
                    .collect(),
                count: claims.len(),
                claims: claims
                    .iter()
                    .take(context.limits.claims_of_source)
                    .map(|claim| dataset.claim(*claim).id.to_string())
                    .collect(),
            }
        })
        .collect()
}

fn link_row(context: &Context<'_>, link: &crate::links::Link) -> LinkRow {
    let status = link.status.map(|status| format!("status {status}"));
    let moved = link.final_url.as_ref().map(|url| format!("now at {}", context.show(url)));
    let reason = link.reason.as_ref().map(|reason| context.show(reason));
    let href = safe_link(&link.url);
    let says: Vec<String> = [status, moved, reason].into_iter().flatten().collect();
    LinkRow {
        field: match link.field {
            Field::Url => "address",
            Field::Archive => "archive",
        },
        // What a password opens is not for readers of a report.
        address: context.show(href.as_ref().filter(|_| link.url.contains('@')).unwrap_or(&link.url)),
        href,
        verdict: link.verdict.name(),
        class: link_class(link.verdict),
        says: Some(says.join("; ")).filter(|says| !says.is_empty()),
    }
}
