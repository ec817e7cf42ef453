//! Evidence: whether a reference's quote says what its claim says.

use super::rule;
use crate::analysis::Analysis;
use crate::dataset::Rank;
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
    check: Some(value_not_in_quote),
}

fn value_not_in_quote(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    for judgement in &analysis.evidence {
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
