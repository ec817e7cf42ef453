//! What comes of every reference of a dataset, as far as its quote tells.

use rayon::prelude::*;

use super::Times;
use crate::dataset::types::Passage;
use crate::dataset::{Claim, ClaimId, Dataset, EntityId, Property, Reference, Text, WrittenUnit};
use crate::evidence::counted::Counted;
use crate::evidence::naming::{self, Names};
use crate::evidence::support::{self, Answer};
use crate::evidence::{Judgement, Language, Reason, Verdict};
use crate::message::{message, ours};
use crate::value::{Date, DayRange, Duration, Quantity};
use crate::words;

/// Judges every reference by its quote, in the order of claims and their references.
pub(super) fn judge(dataset: &Dataset, times: &Times) -> Vec<Judgement> {
    let quoted =
        dataset.claims.iter().any(|claim| claim.refs.iter().any(|reference| reference.quote.is_some()));
    // Labels are only looked for in quotes.
    let names = quoted.then(|| Names::new(dataset));
    let one = |(index, claim): (usize, &Claim)| {
        let id = ClaimId(u32::try_from(index).unwrap_or(u32::MAX));
        let references = 0..claim.refs.len();
        let names = names.as_ref();
        references.map(move |at| reference(dataset, times, names, id, at))
    };
    dataset.claims.par_iter().enumerate().flat_map_iter(one).collect()
}

fn reference(dataset: &Dataset, times: &Times, names: Option<&Names>, id: ClaimId, at: usize) -> Judgement {
    let claim = dataset.claim(id);
    let reference = &claim.refs[at];
    let mut judgement =
        Judgement { claim: id, reference: at, verdict: Verdict::CannotCheck, reason: None, passage: None };
    let quote = match &reference.quote {
        Some(quote) if !quote.value.trim().is_empty() => Some(&*quote.value),
        _ => None,
    };
    match (quote, names) {
        (Some(quote), Some(names)) => {
            let (verdict, reason, passage) = read(dataset, times, names, claim, reference, quote);
            judgement.verdict = verdict;
            judgement.reason = reason;
            judgement.passage = passage;
        }
        _ => judgement.reason = Some("the reference has no quote".into()),
    }
    // What a source says it could know, whenever it was published.
    let found = matches!(judgement.verdict, Verdict::Supported | Verdict::Contradicted | Verdict::Absent);
    if !found
        && let Some(published) = dataset.source(reference.source).published
        && times.predates(dataset, id, reference.source)
    {
        judgement.verdict = Verdict::BeforeEvent;
        judgement.reason = Some(
            message!("the source was published before that, {}", ours(published.value.describe())).into(),
        );
    }
    judgement
}

fn read(
    dataset: &Dataset,
    times: &Times,
    names: &Names,
    claim: &Claim,
    reference: &Reference,
    quote: &str,
) -> (Verdict, Option<Reason>, Option<String>) {
    let doubt = |reason: Reason| (Verdict::CannotCheck, Some(reason), None);
    let Some(tag) = dataset.language_of(reference) else {
        return doubt("neither the reference nor its source says in which language the quote is".into());
    };
    let Some(language) = Language::of(tag) else {
        return doubt(message!("quotes in the language `{}` cannot be read", words::excerpt(tag)).into());
    };
    let passage = |place: std::ops::Range<usize>| quote.get(place).map(str::to_owned);
    let when = (!claim.time.is_always()).then(|| times.days(&claim.time));
    let asked = Quote { text: quote, language, dataset, names, when };
    match claim.value.ask(claim, dataset.property(claim.property), &asked) {
        Answer::Supported(place) => (Verdict::Supported, None, passage(place)),
        Answer::Rough { reason, place } => {
            (Verdict::Imprecise, Some(Reason::of_quote(&reason)), passage(place))
        }
        Answer::Contradicted { reason, place } => {
            (Verdict::Contradicted, Some(Reason::of_quote(&reason)), passage(place))
        }
        Answer::Absent(reason) => (Verdict::Absent, Some(Reason::of_quote(&reason)), None),
        Answer::CannotCheck(reason) => doubt(Reason::of_quote(&reason)),
    }
}

/// A quote, with what is needed to look for a value in it.
struct Quote<'a> {
    text: &'a str,
    language: &'a Language,
    dataset: &'a Dataset,
    names: &'a Names,
    /// The days on which the claim holds, where it says any.
    when: Option<DayRange>,
}

impl Passage for Quote<'_> {
    type Answer = Answer;

    fn quantity(&self, claimed: &Quantity, property: &Property, written: Option<&WrittenUnit>) -> Answer {
        let ask = |claimed, counted: &Counted| {
            support::quantity(self.text, self.language, claimed, counted, self.when)
        };
        let own = ask(claimed, &Counted::of_property(self.language, property));
        let Some(written) = written else { return own };
        // A source may give the number in either unit.
        let unit = self.dataset.unit(&written.id.value);
        let labels = unit.and_then(|unit| unit.label.as_ref()).into_iter().flat_map(|label| &label.entries);
        let labels = labels.map(|(tag, text)| (tag.as_deref(), &*text.value));
        let counted = Counted::new(self.language, Some(&written.id.value), labels);
        own.or(ask(&written.value, &counted))
    }

    fn date(&self, claimed: &Date) -> Answer {
        let own = support::date(self.text, self.language, claimed);
        // A source may give an Old Style date by either calendar.
        match claimed.as_written().filter(|_| claimed.is_old_style()) {
            Some(written) => own.or(support::date(self.text, self.language, &written)),
            None => own,
        }
    }

    fn relative(&self, by: &Duration, later: bool) -> Answer {
        support::relative(self.text, self.language, by, later)
    }

    fn entity(&self, subject: EntityId, claimed: EntityId) -> Answer {
        naming::entity(self.text, self.language, self.dataset, self.names, subject, claimed)
    }

    fn all(&self, claimed: &[EntityId]) -> Answer {
        naming::set(self.text, self.language, self.dataset, claimed)
    }

    fn text(&self, claimed: &Text) -> Answer {
        naming::text(self.text, self.language, claimed)
    }

    fn cannot_tell(&self, why: &str) -> Answer {
        Answer::CannotCheck(why.to_owned())
    }
}
