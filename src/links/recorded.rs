//! The links of a dataset, and what the ledger says of them: no socket is opened here.

use url::Url;

use super::Learnt;
use super::ledger::Ledger;
use super::verdict::{Field, Link, Verdict};
use crate::dataset::{Dataset, Source};
use crate::finding::Finding;
use crate::value::urls;

/// The links of a dataset as the ledger last saw them; no socket is opened.
pub fn recorded(dataset: &Dataset) -> Learnt {
    let (ledger, findings) = read_ledger(dataset);
    let exclude = &dataset.manifest.links.exclude;
    let links = list(dataset)
        .into_iter()
        .map(|(mut link, url)| {
            if let Some(url) = &url {
                if exclude.iter().any(|pattern| pattern.is_match(url.as_str())) {
                    link.reason = Some("the manifest excludes it".into());
                } else {
                    from_ledger(&mut link, url, &ledger);
                }
            }
            link
        })
        .collect();
    Learnt { links, findings }
}

pub(super) fn read_ledger(dataset: &Dataset) -> (Ledger, Vec<Finding>) {
    match Ledger::of(dataset) {
        Ok(ledger) => (ledger, Vec::new()),
        Err(finding) => (Ledger::default(), vec![*finding]),
    }
}

/// Every address of every source, with what can be asked for; where it cannot, the link says why.
pub(super) fn list(dataset: &Dataset) -> Vec<(Link, Option<Url>)> {
    let fields = |source: &Source| {
        [(Field::Url, &source.url), (Field::Archive, &source.archive)]
            .map(|(field, url)| Some((field, url.as_ref()?.value.clone())))
    };
    dataset
        .sources()
        .flat_map(|(id, source)| fields(source).into_iter().flatten().map(move |given| (id, given)))
        .map(|(id, (field, text))| match urls::parse(&text) {
            Ok(url) => {
                (Link::new(id, field, url.to_string(), Verdict::Skipped), Some(without_fragment(&url)))
            }
            Err(reason) => {
                let mut link = Link::new(id, field, without_credentials(&text), Verdict::Skipped);
                link.reason = Some(format!("it is no address that can be asked for: {reason}"));
                (link, None)
            }
        })
        .collect()
}

/// An address as written, without the user name and password in it.
fn without_credentials(text: &str) -> String {
    let Some(start) = text.find("//").map(|at| at + 2) else { return text.to_owned() };
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at);
    match text[start..end].rfind('@') {
        Some(at) => format!("{}{}", &text[..start], &text[start + at + 1..]),
        None => text.to_owned(),
    }
}

pub(super) fn from_ledger(link: &mut Link, url: &Url, ledger: &Ledger) {
    match ledger.entries.get(url.as_str()) {
        Some(entry) => {
            entry.tell(link);
            wrong_copy(link, url);
        }
        None => link.reason = Some("it was not asked for, and nothing is recorded of it".into()),
    }
}

/// An archived copy that turns out to be one of another page is none.
pub(super) fn wrong_copy(link: &mut Link, url: &Url) {
    if link.field != Field::Archive || !link.verdict.is_alive() {
        return;
    }
    let answered = link.final_url.as_ref().and_then(|url| Url::parse(url).ok());
    if let Some(reason) = answered.and_then(|answered| wrong_page(url, &answered)) {
        (link.verdict, link.reason) = (Verdict::Soft404, Some(reason));
    }
}

/// An address without its fragment: that never reaches a server.
pub(super) fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

/// What is wrong with a copy that was found at another address than the source gives.
fn wrong_page(asked: &Url, answered: &Url) -> Option<String> {
    let original = |url: &Url| urls::parse(&urls::archived(url)?.original?).ok();
    let before = original(asked)?;
    match original(answered) {
        Some(after) if urls::normal(&after) == urls::normal(&before) => None,
        Some(after) => Some(format!(
            "the archive answers with a copy of another page, {}",
            crate::words::excerpt(after.as_str())
        )),
        None => Some("the archive sends its reader on to what is no copy".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_that_answer_with_something_else() {
        let wrong = |a: &str, b: &str| wrong_page(&a.parse().unwrap(), &b.parse().unwrap()).is_some();
        let at = |stamp: &str, page: &str| format!("https://web.archive.org/web/{stamp}/{page}");
        let asked = at("20150225000000", "https://example.org/a");
        assert!(!wrong(&asked, &at("20150301120000", "http://example.org/a")));
        assert!(wrong(&asked, &at("20150225000000", "https://example.org/")));
        assert!(wrong(&asked, "https://example.org/a"));
        assert!(!wrong("https://example.org/copy", "https://example.org/b"));
    }
}
