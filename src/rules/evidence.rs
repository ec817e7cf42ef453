//! Evidence: whether a reference's quote says what its claim says.

use super::rule;
use crate::analysis::Analysis;
use std::collections::HashMap;

use crate::dataset::{Rank, SourceId};
use crate::evidence::{Reason, Verdict};
use crate::finding::{Finding, Rule};
use crate::message::message;
use crate::words;

rule! {
    /// A reference's quote does not say what the claim says: another number, bound, date or name.
    ///
    /// Quotes are read in their own language, with its marks in numbers, its month names and its
    /// words for numbers and bounds. A bound is part of a number: a source that says "up to 10,000"
    /// does not support "over 10,000", and one that says 12,000 does. A date is supported by the same
    /// date or a more exact one. The property's unit decides which number is meant: "70 tanks" does
    /// not support 70 aircraft. What a reader could take in two ways is never a finding, nor is a
    /// quote in a language that is not known: the report then says that it cannot be checked, and why.
    ///
    /// **What to do:** compare quote and source. Where the quote is right, mend the claim's value or
    /// its bound; where the quote is too short, quote the words that state the value.
    pub static VALUE_NOT_IN_QUOTE = "value-not-in-quote", Error;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
unit = "people"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = ">10000"
refs     = [{ ref = "report", quote = "Up to 10,000 troops took part." }]

[[source]]
id    = "report"
title = "A report"
lang  = "en"
url   = "https://example.org/report"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
unit = "people"

[property.aircraft]
type = "quantity"
unit = "aircraft"

[property.held]
type = "date"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = ">10000"
refs     = [{ ref = "report", quote = "12,000 troops and 70 combat aircraft took part." }]

[[claim]]
id       = "exercise-aircraft"
subject  = "exercise"
property = "aircraft"
value    = 70
refs     = [{ ref = "report", quote = "Участвовали свыше 10 тыс. военнослужащих и 70 самолётов.", lang = "ru" }]

[[claim]]
id       = "exercise-held"
subject  = "exercise"
property = "held"
value    = "2011-09"
refs     = [{ ref = "report", quote = "Latihan berlangsung pada 19 September 2011.", lang = "id" }]

[[source]]
id    = "report"
title = "A report"
lang  = "en"
url   = "https://example.org/report"
"#,
}

rule! {
    /// A reference's quote says what the claim says, but only roughly.
    ///
    /// "About 4,000" is less exact than 4,000, and "in May 1955" than 15 May 1955: the claim says more
    /// than its source. Another number, unit, bound, day or name is `value-not-in-quote`.
    ///
    /// **What to do:** state the value as the source does: `"~4000"`, `1955-05`, `1955-05-14/1955-05-17`;
    /// or cite a source that gives the exact one.
    pub static OVER_PRECISE = "over-precise", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
unit = "people"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = [{ ref = "report", quote = "About 4,000 troops took part." }]

[[source]]
id    = "report"
title = "A report"
lang  = "en"
url   = "https://example.org/report"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
unit = "people"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = "~4000"
refs     = [{ ref = "report", quote = "About 4,000 troops took part." }]

[[source]]
id    = "report"
title = "A report"
lang  = "en"
url   = "https://example.org/report"
"#,
}

rule! {
    /// A reference's quote could not be compared with the claim, and why.
    ///
    /// The program reads numbers, dates and names in the languages that it knows; what a reader could
    /// take in two ways, it leaves alone. This rule is off, since such quotes are no mistakes: give it a
    /// level to list them, so that somebody reads them.
    ///
    /// **What to do:** read the quote and decide for yourself; or quote the words that state the value,
    /// and give the quote's language in `lang`.
    pub static QUOTE_NOT_CHECKED = "quote-not-checked", Note, off by default;
    bad: r#"format = 1
dataset = { id = "example", title = "Example", as_of = "2024" }
rules = { quote-not-checked = "note" }

[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
unit = "people"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = [{ ref = "report", quote = "Several thousand troops took part." }]

[[source]]
id    = "report"
title = "A report"
lang  = "en"
url   = "https://example.org/report"
"#,
    good: r#"format = 1
dataset = { id = "example", title = "Example", as_of = "2024" }
rules = { quote-not-checked = "note" }

[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
unit = "people"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = [{ ref = "report", quote = "A total of 4,000 troops took part." }]

[[source]]
id    = "report"
title = "A report"
lang  = "en"
url   = "https://example.org/report"
"#,
}

rule! {
    /// The text of a source no longer holds the words that a reference quotes from it.
    ///
    /// `check` reads the page of every source that is cited with a quote, or its PDF. Spacing, dashes,
    /// quotation marks, hyphenation and the ways in which Unicode writes a letter do not count; digits,
    /// dates, names and negations do: a passage that differs by one digit says something else. Where the
    /// page changed and the archived copy still holds the quote, nothing is found. A page that cannot be
    /// read to the end, a paywall or a scan is never the source's fault: it cannot be checked, and the
    /// report says why. With `--offline` what `sources/links.lock` recorded counts.
    ///
    /// **What to do:** compare the quote with the passage that is shown. Where the source was mended,
    /// mend quote and claim; where the page is another one now, give an archived copy in `archive`.
    pub static QUOTE_NOT_FOUND = "quote-not-found", Error;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
unit = "people"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = [{ ref = "report", quote = "A total of 4,000 troops took part." }]

[[source]]
id      = "report"
title   = "A report"
lang    = "en"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20240601000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
quotes  = [
    { quote = "326a02f903d6a3251cdd1f2e", verdict = "contradicted", reason = "the source says it otherwise: “5” where the quote has “4”", passage = "A total of 5,000 troops took part" },
]
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"
unit = "people"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000
refs     = [{ ref = "report", quote = "A total of 4,000 troops took part." }]

[[source]]
id      = "report"
title   = "A report"
lang    = "en"
url     = "https://example.org/report"
archive = "https://web.archive.org/web/20240601000000/https://example.org/report"

# sources/links.lock
version = 1

[link."https://example.org/report"]
verdict = "alive"
checked = 2024-06-01
status  = 200
quotes  = [
    { quote = "326a02f903d6a3251cdd1f2e", verdict = "supported", passage = "A total of 4,000 troops took part" },
]
"#,
}

pub(super) fn value_not_in_quote(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let otherwise = |verdict| matches!(verdict, Verdict::Contradicted | Verdict::Absent);
    about_quotes(analysis, &VALUE_NOT_IN_QUOTE, otherwise, "does not say it", findings);
}

pub(super) fn over_precise(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let roughly = |verdict| verdict == Verdict::Imprecise;
    about_quotes(analysis, &OVER_PRECISE, roughly, "says it less exactly", findings);
}

pub(super) fn quote_not_checked(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let in_doubt = |verdict| verdict == Verdict::CannotCheck;
    about_quotes(analysis, &QUOTE_NOT_CHECKED, in_doubt, "cannot be compared", findings);
}

/// A finding of a rule for each quote with such a verdict.
fn about_quotes(
    analysis: &Analysis<'_>,
    rule: &'static Rule,
    fires: fn(Verdict) -> bool,
    label: &'static str,
    findings: &mut Vec<Finding>,
) {
    let dataset = analysis.dataset;
    for judgement in analysis.evidence.iter().filter(|judgement| fires(judgement.verdict)) {
        let claim = dataset.claim(judgement.claim);
        let Some(reference) = claim.refs.get(judgement.reference) else { continue };
        let Some(quote) = reference.quote.as_ref().filter(|_| claim.rank != Rank::Deprecated) else {
            continue;
        };
        if quote.value.trim().is_empty() {
            continue;
        }
        let source = dataset.source(reference.source);
        let of = message!("the quote from source {}", source.name());
        let reason = match &judgement.reason {
            Some(Reason { of_quote: false, words }) => words.clone(),
            Some(Reason { of_quote: true, words }) => message!("{} {}", of, words),
            None => of.and(" says something else"),
        };
        let value = analysis.say_value(claim);
        let help = match judgement.verdict {
            Verdict::Imprecise => {
                "state the value as exactly as the source does, or cite a source that gives the exact one"
            }
            Verdict::CannotCheck => {
                "read the quote and decide for yourself, or quote the words that state the value"
            }
            _ => {
                "compare the quote with the source: mend the claim where the quote is right, or quote the words that state the value"
            }
        };
        findings.push(
            Finding::new(
                rule,
                quote.span,
                message!("claim `{}` states {}, but {}", claim.id, value.excerpt(), reason),
            )
            .label(label)
            .related(claim.value_span, message!("states {}", value.excerpt()))
            .help(help)
            .claim(&claim.id)
            .source(&source.id),
        );
    }
}

pub(super) fn quote_not_found(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    // One finding for each quote of a source, whoever cites it.
    let mut told: HashMap<(SourceId, &str), usize> = HashMap::new();
    for (judgement, outcome) in analysis.evidence.iter().zip(analysis.sources) {
        let Some(outcome) = outcome.as_ref() else { continue };
        let claim = dataset.claim(judgement.claim);
        let Some(reference) = claim.refs.get(judgement.reference) else { continue };
        let Some(quote) = reference.quote.as_ref().filter(|_| claim.rank != Rank::Deprecated) else {
            continue;
        };
        if !matches!(outcome.verdict, Verdict::Contradicted | Verdict::Absent) {
            continue;
        }
        if let Some(&at) = told.get(&(reference.source, &*quote.value)) {
            let finding: Finding = findings[at].clone();
            findings[at] = finding
                .related(quote.span, message!("claim `{}` quotes it as well", claim.id))
                .claim(&claim.id);
            continue;
        }
        let source = dataset.source(reference.source);
        let says = outcome.reason.as_deref().unwrap_or("the source does not hold the quote");
        let passage = outcome
            .passage
            .as_deref()
            .map(|passage| message!("; its text now: “{}”", words::excerpt(passage)));
        told.insert((reference.source, &quote.value), findings.len());
        findings.push(
            Finding::new(
                &QUOTE_NOT_FOUND,
                quote.span,
                message!("the quote of claim `{}` is not in source {}: {}{}", claim.id, source.name(), says, passage),
            )
            .label("these words are not there")
            .related(
                source.url.as_ref().or(source.archive.as_ref()).map_or(source.id_span, |url| url.span),
                "the page that was read",
            )
            .help(
                "compare the two: mend quote and claim where the source was mended; where the page is another one now, give an archived copy in `archive`",
            )
            .claim(&claim.id)
            .source(&source.id),
        );
    }
}
