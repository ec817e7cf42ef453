//! Archived copies of sources: that there is one, and that it lives and can be trusted.

use super::{links, rule};
use crate::analysis::Analysis;
use crate::finding::{Finding, Fix};
use crate::links::{Field, Link, Verdict};
use crate::message::{Message, message};
use crate::value::urls;

rule! {
    /// The page that a source gives is there today, and no archived copy of it is given.
    ///
    /// Pages go; a copy made while the page still says what is cited keeps the claim checkable.
    ///
    /// **What to do:** give the address of a copy in `archive`. `--suggest-archives` asks an archive for the one
    /// nearest to the day on which the source was read.
    pub static UNARCHIVED_LINK = "unarchived-link", Note;
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
    /// The archived copy of a source is gone, is one of another page, or lies in an archive that is not trusted.
    ///
    /// Archive.today altered copies, so what it keeps proves nothing.
    ///
    /// **What to do:** take another copy of that very page, such as one in the Wayback Machine.
    pub static DEAD_ARCHIVE = "dead-archive", Warning;
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
verdict = "alive"
checked = 2024-06-01
status  = 200

[link."https://web.archive.org/web/20150225000000/https://example.org/report"]
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

pub(super) fn unarchived_link(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for link in analysis.links.iter().filter(|link| link.field == Field::Url && link.verdict.is_alive()) {
        let (source, span) = links::place(analysis, link);
        // What cannot be read is not missing; the article itself is what the facts are checked against.
        let article = analysis.dataset.manifest.article == Some(link.source);
        if article || source.archive.is_some() || source.unread.contains(&"archive") || is_copy(link) {
            continue;
        }
        findings.push(
            Finding::new(
                &UNARCHIVED_LINK,
                span,
                message!("no archived copy of source {} is given", source.name()),
            )
            .label("alive today")
            .help(match &link.suggestion {
                Some(copy) => message!("add `archive = \"{}\"`", copy),
                None => "give a copy in `archive`; `--suggest-archives` looks for one".into(),
            })
            .maybe_fix(links::add_copy(analysis, source, link))
            .source(&source.id),
        );
    }
}

/// Whether an address is one in an archive already.
fn is_copy(link: &Link) -> bool {
    urls::parse(&link.url).is_ok_and(|url| urls::archived(&url).is_some())
}

pub(super) fn dead_archive(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for link in analysis.links.iter().filter(|link| link.field == Field::Archive) {
        let (source, span) = links::place(analysis, link);
        let untrusted = urls::parse(&link.url).ok().is_some_and(|url| urls::is_archive_today(&url));
        let (message, label): (Message, _) = if untrusted {
            ("lies in archive.today, which altered copies, so it proves nothing".into(), "not trusted")
        } else if link.verdict == Verdict::Dead {
            (message!("is dead: {}", links::reason(link)), "gone")
        } else if link.verdict == Verdict::Soft404 {
            (message!("is none: {}", links::reason(link)), "not that page")
        } else {
            continue;
        };
        let page =
            analysis.links.iter().find(|other| other.source == link.source && other.field == Field::Url);
        let copy = page.and_then(|page| page.suggestion.as_ref());
        let file = &analysis.dataset.files.get(span.file).text;
        let fix = copy.and_then(|copy| Fix::text(file, span, copy));
        let help = match copy {
            Some(copy) => message!("write `archive = \"{}\"`", copy),
            None => "take another copy of that very page, such as one in the Wayback Machine".into(),
        };
        findings.push(
            Finding::new(&DEAD_ARCHIVE, span, message!("{} {}", links::subject(source, link), message))
                .label(label)
                .help(help)
                .maybe_fix(fix)
                .source(&source.id),
        );
    }
}
