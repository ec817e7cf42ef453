//! Sources themselves: complete, well formed, known to be the right ones, and not twice.

use std::collections::HashMap;

use url::Url;

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::{Match, Source, Span, Spanned};
use crate::finding::{Finding, Fix};
use crate::message::{Message, message};
use crate::value::urls;
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
}

pub(super) fn incomplete_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
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
                message!("source {} has {}", source.name(), Message::from(missing)),
            )
            .label("a reader could not find it")
            .help("add what is known; where nothing more is, accept the finding with that reason")
            .source(&source.id),
        );
    }
}

pub(super) fn malformed_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for source in &analysis.dataset.sources {
        let url = source.url.as_ref().map(|url| (url, urls::parse(&url.value)));
        if let Some((text, Err(reason))) = &url {
            findings.push(malformed(
                source,
                text,
                "url",
                reason.clone(),
                "write the whole address as a browser shows it",
            ));
        }
        if let Some(isbn) = &source.isbn
            && parse_isbn(&isbn.value).is_none()
        {
            let (reason, last) = isbn_reason(&isbn.value);
            let file = &analysis.dataset.files.get(isbn.span.file).text;
            let fix = last.and_then(|last| {
                // Whatever stands between the other digits stays.
                let body = isbn.value.trim_end();
                let end = body.char_indices().next_back()?.0;
                Fix::text(file, isbn.span, &format!("{}{last}", &body[..end]))
            });
            let help = "compare it with the book, digit by digit";
            findings.push(malformed(source, isbn, "isbn", reason, help).maybe_fix(fix));
        }
        if let Some(doi) = &source.doi
            && urls::doi(&doi.value).is_none()
        {
            let help = "a DOI looks like 10.1000/182: a number from 10, a slash, and a name";
            findings.push(malformed(source, doi, "doi", "it is no DOI".into(), help));
        }
        if let Some(archive) = &source.archive {
            let page = url.as_ref().and_then(|(_, url)| url.as_ref().ok());
            if let Err((reason, help)) = check_archive(&archive.value, page) {
                findings.push(malformed(source, archive, "archive", reason, help));
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

/// Why a text is no ISBN, and its last digit where that alone may be wrong.
fn isbn_reason(text: &str) -> (Message, Option<String>) {
    let text = bare_isbn(text);
    let Some((last, body)) =
        text.chars().next_back().map(|last| (last, &text[..text.len() - last.len_utf8()]))
    else {
        return ("it is empty".into(), None);
    };
    let digits: Option<Vec<u32>> = body.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|_| last.is_ascii_digit() || matches!(last, 'X' | 'x')) else {
        return ("it holds what is no digit".into(), None);
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
        others => return (message!("it has {} digits, and an ISBN has 10 or 13", others + 1), None),
    };
    if expected == last.to_uppercase().to_string() {
        return ("an ISBN of 13 digits starts with 978 or 979".into(), None);
    }
    (message!("if the other digits are right, the last is {}", expected), Some(expected))
}

/// An ISBN of either length with 13 digits.
fn isbn13(text: &str) -> Option<String> {
    Some(match parse_isbn(text)? {
        isbn::Isbn::_10(short) => isbn::Isbn13::from(short).to_string(),
        isbn::Isbn::_13(long) => long.to_string(),
    })
}

fn malformed(
    source: &Source,
    field: &Spanned<Box<str>>,
    name: &str,
    reason: Message,
    help: impl Into<Message>,
) -> Finding {
    Finding::new(
        &MALFORMED_SOURCE,
        field.span,
        message!("`{}` of source {} cannot be right: {}", name, source.name(), reason),
    )
    .label(reason)
    .help(help)
    .source(&source.id)
}

/// Whether an archived copy is one of the page.
fn check_archive(archive: &str, page: Option<&Url>) -> Result<(), (Message, &'static str)> {
    let url = urls::parse(archive).map_err(|reason| (reason, "write the whole address of the copy"))?;
    let Some(copy) = urls::archived(&url) else { return Ok(()) };
    if let Some(stamp) = &copy.timestamp
        && !urls::is_timestamp(stamp)
    {
        let reason = message!("`{}` is no moment", words::excerpt(stamp));
        return Err((
            reason,
            "an archive writes the moment as year, month, day, hour, minute, second: 20150225000000",
        ));
    }
    let (Some(original), Some(page)) = (copy.original, page) else { return Ok(()) };
    match urls::parse(&original) {
        Ok(original) if urls::kept_as(&original) == urls::kept_as(page) => Ok(()),
        Ok(original) => Err((
            message!("it keeps another page, {}", words::excerpt(original.as_str())),
            "take the copy of the page that `url` gives, or mend `url`",
        )),
        Err(reason) => Err((
            message!("the page that it keeps is none: {}", reason),
            "take a copy of the page that `url` gives",
        )),
    }
}

pub(super) fn unconfirmed_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for source in &analysis.dataset.sources {
        if let Some(Spanned { value: Match::Candidate, span }) = source.matched {
            findings.push(
                Finding::new(
                    &UNCONFIRMED_SOURCE,
                    span,
                    message!("source {} is not known to be what the article cites", source.name()),
                )
                .label("a candidate")
                .help("find a revision of the article that cites it, then write match = \"confirmed\"")
                .source(&source.id),
            );
        }
    }
}

pub(super) fn duplicate_source(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
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
                    message!("sources {} and {} have {}", other.name(), source.name(), what),
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
