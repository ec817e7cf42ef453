//! Sources themselves: complete, well formed, not twice, not the article, and of a fitting age.

use std::collections::HashMap;

use url::Url;

use super::{rule, urls};
use crate::analysis::Analysis;
use crate::dataset::{ClaimId, Dataset, Match, Rank, Source, Span, Spanned};
use crate::finding::Finding;
use crate::words;

rule! {
    /// A source has no title, or neither an address nor an ISBN nor a DOI.
    ///
    /// A reader could not find it.
    ///
    /// **What to do:** add what is missing. Where nothing more is known, accept the finding with that
    /// reason, and invent nothing.
    pub static INCOMPLETE_SOURCE = "incomplete-source", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["handbook"]

[[source]]
id     = "handbook"
title  = "A handbook"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["handbook"]

[[source]]
id     = "handbook"
title  = "A handbook"
isbn   = "978-0765604323"
"#,
    check: Some(incomplete_source),
}

rule! {
    /// An address, ISBN or DOI is none, or an archived copy is one of another page.
    ///
    /// The last digit of an ISBN is computed from the others, so most slips show. The address of an
    /// archived copy holds the moment and the page that was archived; both are looked at.
    ///
    /// **What to do:** compare with the source and mend what differs.
    pub static MALFORMED_SOURCE = "malformed-source", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["handbook"]

[[source]]
id     = "handbook"
title  = "A handbook"
isbn   = "978-0765604324"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["handbook"]

[[source]]
id     = "handbook"
title  = "A handbook"
isbn   = "978-0765604323"
"#,
    check: Some(malformed_source),
}

rule! {
    /// A source is a candidate: it states the fact, but is not known to be what the article cites.
    ///
    /// **What to do:** find a revision of the article that cites it, then write
    /// `match = "confirmed"`. Until then this note reminds of it.
    pub static UNCONFIRMED_SOURCE = "unconfirmed-source", Note;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["1"]

[[source]]
id     = "handbook"
marker = "1"
match  = "candidate"
title  = "A handbook"
isbn   = "978-0765604323"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["1"]

[[source]]
id     = "handbook"
marker = "1"
match  = "confirmed"
title  = "A handbook"
isbn   = "978-0765604323"
"#,
    check: Some(unconfirmed_source),
}

rule! {
    /// Two sources are one: the same address, the same ISBN and pages, or the same DOI.
    ///
    /// Addresses are compared without what does not change the page: the scheme, a fragment, a slash
    /// at the end.
    ///
    /// **What to do:** keep one of them and let the claims cite that.
    pub static DUPLICATE_SOURCE = "duplicate-source", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["report", "report-again"]

[[source]]
id     = "report"
title  = "A report"
url    = "https://example.org/report"

[[source]]
id     = "report-again"
title  = "A report"
url    = "http://example.org/report/#summary"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["report", "other-report"]

[[source]]
id     = "report"
title  = "A report"
url    = "https://example.org/report"

[[source]]
id     = "other-report"
title  = "Another report"
url    = "https://example.org/other-report"
"#,
    check: Some(duplicate_source),
}

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
    check: Some(circular_source),
}

rule! {
    /// Every source of a claim was surely published before what the claim tells of.
    ///
    /// A book of 1999 cannot know how many troops came in 2008. One source that is young enough, or
    /// whose date is not known, is enough.
    ///
    /// **What to do:** look for another source; or the marker stands at the wrong claim, or a date is
    /// wrong.
    pub static SOURCE_PREDATES_CLAIM = "source-predates-claim", Error;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
at       = "2008"
refs     = ["handbook"]

[[source]]
id        = "handbook"
title     = "A handbook"
isbn      = "978-0765604323"
published = "1999"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
at       = "2008"
refs     = ["handbook"]

[[source]]
id        = "handbook"
title     = "A handbook"
isbn      = "978-0765604323"
published = "2008-07"
"#,
    check: Some(source_predates_claim),
}

rule! {
    /// A source was read before it was published.
    ///
    /// **What to do:** mend the date that is wrong: `accessed` is the day on which somebody last read
    /// the source.
    pub static ACCESSED_BEFORE_PUBLISHED = "accessed-before-published", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["handbook"]

[[source]]
id        = "handbook"
title     = "A handbook"
isbn      = "978-0765604323"
published = "1999"
accessed  = "1995-02-25"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = ["handbook"]

[[source]]
id        = "handbook"
title     = "A handbook"
isbn      = "978-0765604323"
published = "1999"
accessed  = "2015-02-25"
"#,
    check: Some(accessed_before_published),
}

fn incomplete_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for source in &analysis.dataset.sources {
        let lacks = |field: &str, there: bool| !there && !source.unread.contains(&field);
        let no_title = lacks("title", source.title.is_some());
        let nowhere = lacks("url", source.url.is_some())
            && lacks("isbn", source.isbn.is_some())
            && lacks("doi", source.doi.is_some());
        let missing = match (no_title, nowhere) {
            (true, true) => "no title, and neither `url` nor `isbn` nor `doi`",
            (true, false) => "no title",
            (false, true) => "neither `url` nor `isbn` nor `doi`",
            (false, false) => continue,
        };
        findings.push(
            Finding::new(
                &INCOMPLETE_SOURCE,
                source.id_span,
                format!("source {} has {missing}", source.name()),
            )
            .label("a reader could not find it")
            .help("add what is known; where nothing more is, accept the finding with that reason")
            .source(&source.id),
        );
    }
}

fn malformed_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for source in &analysis.dataset.sources {
        let url = source.url.as_ref().map(|url| (url, urls::parse(&url.value)));
        if let Some((text, Err(reason))) = &url {
            findings.push(malformed(
                source,
                text,
                "url",
                reason,
                "write the whole address as a browser shows it",
            ));
        }
        if let Some(isbn) = &source.isbn
            && parse_isbn(&isbn.value).is_none()
        {
            let (reason, help) = (isbn_reason(&isbn.value), "compare it with the book, digit by digit");
            findings.push(malformed(source, isbn, "isbn", &reason, help));
        }
        if let Some(doi) = &source.doi
            && urls::doi(&doi.value).is_none()
        {
            let help = "a DOI looks like 10.1000/182: a number from 10, a slash, and a name";
            findings.push(malformed(source, doi, "doi", "it is no DOI", help));
        }
        if let Some(archive) = &source.archive {
            let page = url.as_ref().and_then(|(_, url)| url.as_ref().ok());
            if let Err((reason, help)) = check_archive(&archive.value, page) {
                findings.push(malformed(source, archive, "archive", &reason, help));
            }
        }
    }
}

/// An ISBN without the dashes and blanks that stand in it.
fn bare_isbn(text: &str) -> String {
    text.replace([' ', '-', '‐', '‑', '–'], "")
}

/// An ISBN of either length. Of the numbers of 13 digits that are on goods, those that start with 978
/// or 979 are on books (ISO 2108).
fn parse_isbn(text: &str) -> Option<isbn::Isbn> {
    let bare = bare_isbn(text);
    match bare.parse().ok()? {
        isbn::Isbn::_13(_) if !["978", "979"].iter().any(|book| bare.starts_with(book)) => None,
        number => Some(number),
    }
}

/// Why a text is no ISBN.
fn isbn_reason(text: &str) -> String {
    let text = bare_isbn(text);
    let Some((last, body)) =
        text.chars().next_back().map(|last| (last, &text[..text.len() - last.len_utf8()]))
    else {
        return "it is empty".into();
    };
    let digits: Option<Vec<u32>> = body.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|_| last.is_ascii_digit() || matches!(last, 'X' | 'x')) else {
        return "it holds what is no digit".into();
    };
    // The check digit makes a weighted sum of all digits divisible (ISO 2108).
    let expected = match digits.len() {
        12 => {
            let sum: u32 =
                digits.iter().zip([1, 3].iter().cycle()).map(|(digit, weight)| digit * weight).sum();
            ((10 - sum % 10) % 10).to_string()
        }
        9 => {
            let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
            match (11 - sum % 11) % 11 {
                10 => "X".into(),
                digit => digit.to_string(),
            }
        }
        others => return format!("it has {} digits, and an ISBN has 10 or 13", others + 1),
    };
    if expected == last.to_uppercase().to_string() {
        return "an ISBN of 13 digits starts with 978 or 979".into();
    }
    format!("if the other digits are right, the last is {expected}")
}

/// An ISBN of either length with 13 digits.
fn isbn13(text: &str) -> Option<String> {
    Some(match parse_isbn(text)? {
        isbn::Isbn::_10(short) => isbn::Isbn13::from(short).to_string(),
        isbn::Isbn::_13(long) => long.to_string(),
    })
}

fn malformed(source: &Source, field: &Spanned<Box<str>>, name: &str, reason: &str, help: &str) -> Finding {
    Finding::new(
        &MALFORMED_SOURCE,
        field.span,
        format!("`{name}` of source {} cannot be right: {reason}", source.name()),
    )
    .label(reason.to_owned())
    .help(help)
    .source(&source.id)
}

/// Whether an archived copy is one of the page.
fn check_archive(archive: &str, page: Option<&Url>) -> Result<(), (String, &'static str)> {
    let url = urls::parse(archive).map_err(|reason| (reason, "write the whole address of the copy"))?;
    let Some(copy) = urls::archived(&url) else { return Ok(()) };
    if let Some(stamp) = &copy.timestamp
        && !urls::is_timestamp(stamp)
    {
        let reason = format!("`{}` is no moment", words::excerpt(stamp));
        return Err((
            reason,
            "an archive writes the moment as year, month, day, hour, minute, second: 20150225000000",
        ));
    }
    let (Some(original), Some(page)) = (copy.original, page) else { return Ok(()) };
    match urls::parse(&original) {
        Ok(original) if urls::kept_as(&original) == urls::kept_as(page) => Ok(()),
        Ok(original) => Err((
            format!("it keeps another page, {}", words::excerpt(original.as_str())),
            "take the copy of the page that `url` gives, or mend `url`",
        )),
        Err(reason) => Err((
            format!("the page that it keeps is none: {reason}"),
            "take a copy of the page that `url` gives",
        )),
    }
}

fn unconfirmed_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for source in &analysis.dataset.sources {
        if let Some(Spanned { value: Match::Candidate, span }) = source.matched {
            findings.push(
                Finding::new(
                    &UNCONFIRMED_SOURCE,
                    span,
                    format!("source {} is not known to be what the article cites", source.name()),
                )
                .label("a candidate")
                .help("find a revision of the article that cites it, then write match = \"confirmed\"")
                .source(&source.id),
            );
        }
    }
}

fn duplicate_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    type Key = fn(&Source) -> Option<(String, Span, &'static str)>;
    let keys: [Key; 3] = [
        |source| {
            let url = source.url.as_ref()?;
            Some((urls::normal(&urls::parse(&url.value).ok()?), url.span, "the same address"))
        },
        |source| {
            let isbn = source.isbn.as_ref()?;
            let number = isbn13(&isbn.value)?;
            // Whatever dash and blanks stand between the numbers, they are the same pages.
            let pages: String = source.pages.iter().flat_map(|pages| pages.value.chars()).collect();
            let pages = pages.replace(['‐', '‑', '–', '—', '−'], "-").replace(char::is_whitespace, "");
            Some((format!("{number} {pages}"), isbn.span, "the same ISBN and pages"))
        },
        |source| {
            let doi = source.doi.as_ref()?;
            Some((urls::doi(&doi.value)?, doi.span, "the same DOI"))
        },
    ];
    let mut told: Vec<(&str, &str)> = Vec::new();
    for key in keys {
        let mut first: HashMap<String, (&Source, Span)> = HashMap::new();
        for source in &analysis.dataset.sources {
            let Some((key, span, what)) = key(source) else { continue };
            let Some((other, place)) = first.get(&key) else {
                first.insert(key, (source, span));
                continue;
            };
            // Two sources that are alike in two ways are one pair.
            if told.contains(&(&*other.id, &*source.id)) {
                continue;
            }
            told.push((&other.id, &source.id));
            findings.push(
                Finding::new(
                    &DUPLICATE_SOURCE,
                    span,
                    format!("sources {} and {} have {what}", other.name(), source.name()),
                )
                .label(what)
                .related(*place, "here already")
                .help("keep one of them and let the claims cite that")
                .source(&other.id)
                .source(&source.id),
            );
        }
    }
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
    fn holds(&self, dataset: &Dataset, url: &Url) -> Option<String> {
        let host = url.host_str()?.trim_end_matches('.').to_lowercase();
        let within =
            |whole: &str| host == whole || host.strip_suffix(whole).is_some_and(|rest| rest.ends_with('.'));
        if let Some(wiki) = self.wiki.as_deref().filter(|wiki| within(wiki)) {
            return Some(format!("a page of the article's own wiki, {wiki}"));
        }
        let bare = |mirror: &str| within(mirror.strip_prefix("www.").unwrap_or(mirror));
        if let Some(mirror) = dataset.manifest.mirrors.iter().find(|mirror| bare(mirror)) {
            return Some(format!("a page of {mirror}, which copies the article"));
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

fn circular_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
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
                format!("source {} is {what}, so it cannot vouch for the article", source.name()),
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
                    format!("claim `{}` cites the article itself, source {}", claim.id, name.name()),
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

fn source_predates_claim(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for (id, claim) in dataset.claims() {
        if claim.refs.is_empty() || claim.broken_refs || claim.rank == Rank::Deprecated {
            continue;
        }
        findings.extend(predates(analysis, id));
    }
}

fn predates(analysis: &Analysis<'_>, id: ClaimId) -> Option<Finding> {
    let dataset = analysis.dataset;
    let claim = dataset.claim(id);
    let told = analysis.times.tells_of(dataset, id);
    let mut dates = Vec::new();
    for reference in &claim.refs {
        let source = dataset.source(reference.source);
        let published = source.published?;
        if !analysis.times.predates(dataset, id, reference.source) {
            return None;
        }
        dates.push((source, published));
    }
    let (first, published) = dates.first()?;
    let names: Vec<String> = dates.iter().map(|(source, _)| source.name()).collect();
    let when = crate::value::DayRange::new(told.earliest, told.earliest.and(told.latest)).describe();
    let what = match dates.len() {
        1 => format!(
            "its source {} was published before that, {}",
            names[0],
            published.value.range().describe_when()
        ),
        _ => format!("its sources {} were all published before that", words::short_list(&names, 6)),
    };
    let mut finding = Finding::new(
        &SOURCE_PREDATES_CLAIM,
        claim.refs.first().map_or(claim.span, |reference| reference.span),
        format!("claim `{}` tells of {when}, but {what}", claim.id),
    )
    .label("cannot have known it")
    .help("look for a younger source, or mend the date that is wrong")
    .claim(&claim.id)
    .source(&first.id);
    for (source, published) in &dates {
        finding = finding
            .related(published.span, format!("{} published {}", source.name(), published.value.describe()))
            .source(&source.id);
    }
    Some(finding)
}

fn accessed_before_published(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for source in &analysis.dataset.sources {
        let (Some(accessed), Some(published)) = (source.accessed, source.published) else { continue };
        if !accessed.value.range().surely_before(&published.value.range()) {
            continue;
        }
        findings.push(
            Finding::new(
                &ACCESSED_BEFORE_PUBLISHED,
                accessed.span,
                format!(
                    "source {} was read {}, but published {}",
                    source.name(),
                    accessed.value.range().describe_when(),
                    published.value.range().describe_when()
                ),
            )
            .label("before it was published")
            .related(published.span, "published")
            .help("mend the date that is wrong: `accessed` is the day on which somebody last read the source")
            .source(&source.id),
        );
    }
}
