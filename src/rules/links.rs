//! What became of the addresses of sources: dead, moved, insecure, not verified.
//!
//! These rules read [`Link`]s, which the links room made of a run or of the ledger; they never look
//! at the network.

use super::{Rule, rule};
use crate::analysis::Analysis;
use crate::dataset::{Accept, Dataset, Source, Span};
use crate::finding::{Finding, Fix, Level};
use crate::links::{Failure, Field, Link, Verdict};
use crate::message::{Message, message, said};
use crate::words;

rule! {
    /// The page that a source gives is gone.
    ///
    /// Its server answers 404 or 410, or three tries at least three days apart have all failed, as the
    /// ledger `sources/links.lock` shows. One bad day of a server is no death. Where the source's archived
    /// copy is alive, this is a warning: readers can still look.
    ///
    /// **What to do:** take the page's new address, or give an archived copy in `archive`.
    /// `--suggest-archives` asks an archive for one.
    pub static DEAD_LINK = "dead-link", Error;
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "dead"
checked = 2024-06-01
status  = 404
reason  = "the server answers that there is no such page (404)"
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
"#,
}

rule! {
    /// The page that a source gives has moved for good.
    ///
    /// Its server redirects permanently (301 or 308) to another address. Such redirects are taken down some
    /// day, and then the link is dead.
    ///
    /// **What to do:** take the new address, after a look at whether it is still that page.
    pub static MOVED_LINK = "moved-link", Warning;
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict   = "moved"
checked   = 2024-06-01
status    = 200
final_url = "https://example.org/archive/report"

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
"#,
}

rule! {
    /// A source is given by http, and https answers the same.
    ///
    /// On the way, anybody can change what a reader sees by http.
    ///
    /// **What to do:** write https.
    pub static INSECURE_LINK = "insecure-link", Warning;
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "http://example.org/report"
archive = "https://web.archive.org/web/20150225000000/http://example.org/report"

# sources/links.lock
version = 1

[link."http://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
secure  = true

[link."https://web.archive.org/web/20150225000000/http://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
"#,
}

rule! {
    /// The page that a source gives says that there is none, though its server says that all is well.
    ///
    /// Its title, heading or short text says so in one of many languages; or a page within the site leads to
    /// the front page; or a refresh leads to a missing page; or nobody uses the domain any more and it is for
    /// sale.
    ///
    /// **What to do:** open the page. Where it is gone, take its new address or an archived copy; where it is
    /// there, accept the finding.
    pub static SOFT_404 = "soft-404", Warning;
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "soft-404"
checked = 2024-06-01
status  = 200
reason  = "its title says that there is no page: \"Page not found\""

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
"#,
}

rule! {
    /// It could not be learnt whether the page that a source gives is there.
    ///
    /// The server refuses programs, or did not answer: a bot wall, a time-out, a name that does not resolve, a
    /// certificate that does not hold. That is neither a pass nor a dead link. At first it is a note; once the
    /// ledger shows for two weeks that nothing was learnt, a warning. Where no link at all can be reached,
    /// there is one finding about the network instead of one for each link.
    ///
    /// **What to do:** open the page in a browser. The reason says what stands in the way.
    pub static UNVERIFIED_LINK = "unverified-link", Note;
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict       = "blocked"
checked       = 2024-06-01
status        = 403
reason        = "the server refuses this request (403), as bot walls do"
first_failure = 2024-06-01

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
"#,
}

rule! {
    /// A link leads into a private network, so no connection was made.
    ///
    /// It leads, by its host's name or by a redirect, to an address that is loopback, private, link-local or
    /// otherwise not of the public internet. A dataset can come from anybody, and what runs a check must not
    /// be led to knock on doors within its own network.
    ///
    /// **What to do:** mend the address. Where it is meant to lead there, pass `--allow-private`; no dataset can
    /// say that.
    pub static BLOCKED_ADDRESS = "blocked-address", Warning;
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "blocked"
checked = 2024-06-01
failure = "blocked-address"
reason  = "`example.org` leads to a loopback address, 127.0.0.1"

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
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
refs     = ["report"]

[[source]]
id      = "report"
title   = "A report"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20150225000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
"#,
}

/// Whether it is a matter of the day that an entry accepts nothing: a server that let programs in
/// today may not tomorrow, and of a link that was not asked for nothing is known.
pub(crate) fn depends_on_the_day(rule: &Rule, accept: &Accept, dataset: &Dataset, links: &[Link]) -> bool {
    if *rule == UNVERIFIED_LINK {
        return true;
    }
    let about_links = [
        &DEAD_LINK,
        &MOVED_LINK,
        &INSECURE_LINK,
        &SOFT_404,
        &BLOCKED_ADDRESS,
        &super::archives::UNARCHIVED_LINK,
        &super::archives::DEAD_ARCHIVE,
    ];
    let named = |link: &Link| {
        accept.sources.is_empty()
            || accept.sources.iter().any(|source| source.value == dataset.source(link.source).id)
    };
    let unknown =
        |link: &Link| matches!(link.verdict, Verdict::Skipped | Verdict::Blocked | Verdict::Unreachable);
    about_links.contains(&rule) && links.iter().any(|link| named(link) && unknown(link))
}

/// Where a link is written, with its source.
pub(super) fn place<'a>(analysis: &Analysis<'a>, link: &Link) -> (&'a Source, Span) {
    let source = analysis.dataset.source(link.source);
    let field = match link.field {
        Field::Url => &source.url,
        Field::Archive => &source.archive,
    };
    (source, field.as_ref().map_or(source.span, |field| field.span))
}

/// "the link of source …", or its archived copy.
pub(super) fn subject(source: &Source, link: &Link) -> Message {
    match link.field {
        Field::Url => message!("the link of source {}", source.name()),
        Field::Archive => message!("the archived copy of source {}", source.name()),
    }
}

/// The reason in words, with the way that led there where there were redirects.
pub(super) fn reason(link: &Link) -> Message {
    const SHOWN: usize = 4;
    let mut text = link.reason.as_deref().map_or_else(|| "nothing more is known".into(), said);
    if link.chain.len() > 1 {
        let mut hops: Vec<Message> = link
            .chain
            .iter()
            .map(|hop| match hop.status {
                Some(status) => message!("{} ({})", words::excerpt(&hop.url), status),
                None => said(&words::excerpt(&hop.url)),
            })
            .collect();
        if hops.len() > SHOWN {
            let more = hops.len() - SHOWN;
            hops.truncate(SHOWN);
            hops.push(message!("{} more", more));
        }
        text.add(message!("; the way: {}", Message::join(&hops, " → ")));
    }
    text
}

/// Advice to take a copy: the one that an archive offers, or where to look.
pub(super) fn copy(link: &Link) -> Message {
    match &link.suggestion {
        Some(copy) => message!("add `archive = \"{}\"`", copy),
        None => {
            "take the page's new address, or give a copy in `archive`; `--suggest-archives` looks for one"
                .into()
        }
    }
}

pub(super) fn dead_link(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for link in analysis.links.iter().filter(|link| link.field == Field::Url && link.verdict == Verdict::Dead)
    {
        let (source, span) = place(analysis, link);
        let mut finding =
            Finding::new(&DEAD_LINK, span, message!("{} is dead: {}", subject(source, link), reason(link)))
                .label("gone")
                .source(&source.id);
        let copy_lives = analysis.links.iter().any(|other| {
            other.source == link.source && other.field == Field::Archive && other.verdict.is_alive()
        });
        finding = match &source.archive {
            Some(archive) if copy_lives => finding
                .at(Level::Warning)
                .related(archive.span, "this copy is alive")
                .help("readers can use the archived copy; take the page's new address where it has one"),
            _ => finding.help(copy(link)).maybe_fix(add_copy(analysis, source, link)),
        };
        findings.push(finding);
    }
}

pub(super) fn moved_link(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    // The same address by https is told as that.
    let moved = |link: &&Link| link.verdict == Verdict::Moved && !link.secure;
    for link in analysis.links.iter().filter(moved) {
        let (source, span) = place(analysis, link);
        let to = link.final_url.as_deref().unwrap_or("another address");
        let help = match &link.final_url {
            Some(to) => {
                message!("see whether it is still that page, and write `{} = \"{}\"`", link.field.name(), to)
            }
            None => "follow the link, and take the address at which the page appears".into(),
        };
        findings.push(
            Finding::new(
                &MOVED_LINK,
                span,
                message!("{} has moved for good, to {}", subject(source, link), to),
            )
            .label("moved")
            .help(help)
            .maybe_fix(link.final_url.as_deref().and_then(|to| address(analysis, span, to)))
            .source(&source.id),
        );
    }
}

/// Another address that leads to the same page, in place of the one at a place.
fn address(analysis: &Analysis<'_>, span: Span, to: &str) -> Option<Fix> {
    Some(Fix::text(&analysis.dataset.files.get(span.file).text, span, to)?.surely(true))
}

/// A copy that an archive offers, below the address of its page.
pub(super) fn add_copy(analysis: &Analysis<'_>, source: &Source, link: &Link) -> Option<Fix> {
    let (copy, url) = (link.suggestion.as_deref()?, source.url.as_ref()?);
    if source.archive.is_some() || source.unread.contains(&"archive") {
        return None;
    }
    Fix::field_below(&analysis.dataset.files.get(url.span.file).text, url.span, "archive", copy)
}

pub(super) fn insecure_link(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for link in analysis.links.iter().filter(|link| link.secure && link.verdict.is_alive()) {
        let (source, span) = place(analysis, link);
        let https = link.url.replacen("http://", "https://", 1);
        findings.push(
            Finding::new(
                &INSECURE_LINK,
                span,
                message!("{} is given by http, and https answers the same", subject(source, link)),
            )
            .label("not secure")
            .help(message!("write `{} = \"{}\"`", link.field.name(), https))
            .maybe_fix(address(analysis, span, &https))
            .source(&source.id),
        );
    }
}

pub(super) fn soft_404(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for link in
        analysis.links.iter().filter(|link| link.field == Field::Url && link.verdict == Verdict::Soft404)
    {
        let (source, span) = place(analysis, link);
        findings.push(
            Finding::new(
                &SOFT_404,
                span,
                message!("{} answers, but not with the page: {}", subject(source, link), reason(link)),
            )
            .label("probably gone")
            .help(match &link.suggestion {
                Some(copy) => message!("open it; where the page is gone, add `archive = \"{}\"`", copy),
                None => "open it; where the page is gone, take its new address or an archived copy".into(),
            })
            .maybe_fix(add_copy(analysis, source, link))
            .source(&source.id),
        );
    }
}

pub(super) fn unverified_link(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    if let Some(finding) = silence(analysis) {
        findings.push(finding);
        return;
    }
    let unverified = |link: &&Link| {
        matches!(link.verdict, Verdict::Blocked | Verdict::Unreachable)
            && link.failure != Some(Failure::Address)
    };
    for link in analysis.links.iter().filter(unverified) {
        let (source, span) = place(analysis, link);
        let long = if link.long { ", for two weeks or more" } else { "" };
        let mut finding = Finding::new(
            &UNVERIFIED_LINK,
            span,
            message!("{} could not be verified{}: {}", subject(source, link), long, reason(link)),
        )
        .label("not verified")
        .help(link.failure.map_or(
            "open it in a browser; where that shows the page, nothing is wrong with it",
            Failure::help,
        ))
        .source(&source.id);
        if link.long {
            finding = finding.at(Level::Warning);
        }
        findings.push(finding);
    }
}

/// One finding about the network, where of two or more addresses none was reached.
fn silence(analysis: &Analysis<'_>) -> Option<Finding> {
    let sent =
        |link: &&Link| link.asked && !matches!(link.failure, Some(Failure::Address | Failure::Excluded));
    let asked: Vec<&Link> = analysis.links.iter().filter(sent).collect();
    let silent = |link: &&Link| link.failure.is_some_and(Failure::is_silence);
    let mut addresses: Vec<&str> = asked.iter().map(|link| &*link.url).collect();
    addresses.sort_unstable();
    addresses.dedup();
    if addresses.len() < 2 || !asked.iter().all(silent) {
        return None;
    }
    let first = *asked.first()?;
    let (_, span) = place(analysis, first);
    let mut finding = Finding::new(
        &UNVERIFIED_LINK,
        span,
        message!("none of the {} links could be reached, so nothing is known of them: this machine seems to have no network", addresses.len()),
    )
    .label(message!("the first of them: {}", first.reason.as_deref().unwrap_or("no answer")))
    .help("try again where there is a network, or pass `--offline` to judge links by what was last recorded");
    for link in asked {
        finding = finding.source(&analysis.dataset.source(link.source).id);
    }
    Some(finding)
}

pub(super) fn blocked_address(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for link in analysis.links.iter().filter(|link| link.failure == Some(Failure::Address)) {
        let (source, span) = place(analysis, link);
        findings.push(
            Finding::new(
                &BLOCKED_ADDRESS,
                span,
                message!(
                    "{} leads into a private network, so it was not followed: {}",
                    subject(source, link),
                    reason(link)
                ),
            )
            .label("not followed")
            .help(Failure::Address.help())
            .source(&source.id),
        );
    }
}
