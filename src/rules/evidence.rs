//! Evidence: whether a reference's quote says what its claim says.

use super::rule;
use crate::analysis::Analysis;
use std::collections::HashMap;

use crate::dataset::{Rank, SourceId};
use crate::evidence::Verdict;
use crate::finding::Finding;
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
    let dataset = analysis.dataset;
    for judgement in analysis.evidence {
        let says_otherwise = matches!(judgement.verdict, Verdict::Contradicted | Verdict::Absent);
        let claim = dataset.claim(judgement.claim);
        let Some(reference) = claim.refs.get(judgement.reference) else { continue };
        let Some(quote) =
            reference.quote.as_ref().filter(|_| says_otherwise && claim.rank != Rank::Deprecated)
        else {
            continue;
        };
        let source = dataset.source(reference.source);
        let reason = judgement.reason.as_deref().unwrap_or("the quote says something else");
        let of = format!("the quote from source {}", source.name());
        let reason = reason.strip_prefix("the quote").map_or(reason.to_owned(), |rest| format!("{of}{rest}"));
        let value = analysis.say_value(claim);
        findings.push(
            Finding::new(
                &VALUE_NOT_IN_QUOTE,
                quote.span,
                format!("claim `{}` states {}, but {reason}", claim.id, words::excerpt(&value)),
            )
            .label("does not say it")
            .related(claim.value_span, format!("states {}", words::excerpt(&value)))
            .help(
                "compare the quote with the source: mend the claim where the quote is right, or quote the words that state the value",
            )
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
                .related(quote.span, format!("claim `{}` quotes it as well", claim.id))
                .claim(&claim.id);
            continue;
        }
        let source = dataset.source(reference.source);
        let says = outcome.reason.as_deref().unwrap_or("the source does not hold the quote");
        let passage = outcome
            .passage
            .as_deref()
            .map_or_else(String::new, |passage| format!("; its text now: “{}”", words::excerpt(passage)));
        told.insert((reference.source, &quote.value), findings.len());
        findings.push(
            Finding::new(
                &QUOTE_NOT_FOUND,
                quote.span,
                format!(
                    "the quote of claim `{}` is not in source {}: {says}{passage}",
                    claim.id,
                    source.name()
                ),
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
