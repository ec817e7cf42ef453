//! The rules: which there are, and the function that checks each.
//!
//! A rule's card ([`Rule`]) is declared with `rule!` in one file, or with its close family, beside its
//! check; the registry below brings both together. Cards of what loading finds stand where it is
//! found, in [`crate::dataset::rules`]. The doc comment *is*
//! its page: `explain`, `facts/RULES.md` and the formats that carry rule tables are all made from
//! it. The bad example must fire exactly its rule and the good one nothing; a test runs both.
//! Checks look at an [`Analysis`] and return findings: they print nothing, and know no levels, no
//! accepts and no format. A rule that reasons from absence asks the dataset's gaps first, so that
//! no finding follows from another.

#[cfg(test)]
mod tests;

pub mod archives;
pub mod chronology;
pub mod circles;
pub mod citations;
pub mod conflicts;
pub mod constraints;
pub mod counts;
pub mod dates;
pub mod evidence;
pub mod gaps;
pub mod links;
pub mod lives;
pub mod members;
pub mod options;
pub mod quantities;
pub mod relations;
pub mod sets;
pub mod settings;
pub mod source_dates;
pub mod sources;
pub mod superlatives;
pub mod terms;
pub mod time_points;
pub mod transitions;
pub mod values;

use crate::analysis::Analysis;
use crate::dataset::load::declare::DeclaredIn;
use crate::dataset::rules as loading;
use crate::finding::{Finding, Rule, rule};
use crate::suggest;

/// Looks at the facts and adds what it finds.
type Check = fn(&Analysis<'_>, &mut Vec<Finding>);

/// A rule, and the function that checks it.
struct Entry {
    card: &'static Rule,
    /// `None` for what is found elsewhere: by loading, by another rule's check, or where levels and
    /// accepts are applied.
    check: Option<Check>,
    /// What `[rules.NAME]` may say beside the level.
    options: Option<options::Card>,
}

impl Entry {
    /// The same rule, with options of its own.
    const fn taking<T: DeclaredIn<()> + Send + Sync + 'static>(self) -> Self {
        Self { options: Some(options::Card::of::<T>()), ..self }
    }
}

const fn checked(card: &'static Rule, check: Check) -> Entry {
    Entry { card, check: Some(check), options: None }
}

const fn found(card: &'static Rule) -> Entry {
    Entry { card, check: None, options: None }
}

/// Every rule, in the order of the format's table.
static REGISTRY: &[Entry] = &[
    found(&loading::syntax::SYNTAX),
    found(&loading::fields::UNKNOWN_FIELD),
    found(&loading::fields::MISSING_FIELD),
    found(&loading::fields::WRONG_TYPE),
    found(&loading::values::INVALID_DATE),
    found(&loading::values::INVALID_QUANTITY),
    found(&loading::names::DUPLICATE_ID),
    found(&loading::names::UNKNOWN_ENTITY),
    found(&loading::names::UNKNOWN_PROPERTY),
    found(&loading::names::UNKNOWN_REF),
    checked(&loading::names::UNKNOWN_TIME_POINT, time_points::untold_time_points),
    found(&loading::names::WRONG_KIND),
    checked(&chronology::DATE_ORDER, chronology::date_order).taking::<chronology::OrderOptions>(),
    checked(&dates::DATE_RANGE, dates::date_range),
    checked(&dates::FUTURE_DATE, dates::future_date),
    checked(&conflicts::CONFLICTING_VALUES, conflicts::conflicting_values),
    checked(&values::OUT_OF_RANGE, values::out_of_range),
    checked(&counts::COUNT_MISMATCH, counts::counts).taking::<counts::CountOptions>(),
    found(&counts::UNVERIFIABLE_COUNT),
    checked(&sets::SET_MISMATCH, sets::set_mismatch),
    checked(&transitions::INVALID_TRANSITION, transitions::invalid_transition),
    checked(&superlatives::SUPERLATIVE_CONTRADICTED, superlatives::superlatives),
    found(&superlatives::SUPERLATIVE_UNPROVEN),
    checked(&constraints::NOT_UNIQUE, constraints::not_unique),
    checked(&constraints::VALUE_NOT_ALLOWED, constraints::value_not_allowed),
    checked(&relations::MISSING_CLAIM, relations::missing_claim),
    checked(&relations::EXCLUDED_CLAIM, relations::excluded_claim),
    checked(&relations::MISSING_INVERSE, relations::missing_inverse),
    checked(&constraints::MISSING_TIME, constraints::missing_time),
    checked(&lives::NOT_CONTEMPORARY, lives::not_contemporary),
    checked(&lives::OUTSIDE_LIFETIME, lives::outside_lifetime),
    checked(&terms::OVERLAPPING_TERMS, terms::overlapping_terms),
    checked(&terms::TERM_LENGTH, terms::term_length),
    checked(&terms::TERM_GAP, terms::term_gap),
    checked(&quantities::QUANTITY_ORDER, quantities::quantity_order),
    checked(&members::VALUE_NOT_MEMBER, members::value_not_member),
    checked(&constraints::MISSING_QUALIFIER, constraints::missing_qualifier),
    checked(&citations::DUPLICATE_CLAIM, citations::duplicate_claim),
    checked(&citations::UNCITED_CLAIM, citations::uncited_claim),
    checked(&citations::UNUSED_SOURCE, citations::unused_source),
    checked(&citations::MARKER_GAP, citations::marker_gap),
    checked(&sources::INCOMPLETE_SOURCE, sources::incomplete_source),
    checked(&sources::MALFORMED_SOURCE, sources::malformed_source),
    checked(&sources::UNCONFIRMED_SOURCE, sources::unconfirmed_source),
    checked(&sources::DUPLICATE_SOURCE, sources::duplicate_source),
    checked(&circles::CIRCULAR_SOURCE, circles::circular_source),
    checked(&source_dates::SOURCE_PREDATES_CLAIM, source_dates::source_predates_claim),
    checked(&source_dates::ACCESSED_BEFORE_PUBLISHED, source_dates::accessed_before_published),
    checked(&evidence::VALUE_NOT_IN_QUOTE, evidence::value_not_in_quote),
    checked(&evidence::OVER_PRECISE, evidence::over_precise),
    checked(&evidence::QUOTE_NOT_CHECKED, evidence::quote_not_checked),
    checked(&evidence::QUOTE_NOT_FOUND, evidence::quote_not_found),
    checked(&links::DEAD_LINK, links::dead_link),
    checked(&links::MOVED_LINK, links::moved_link),
    checked(&links::INSECURE_LINK, links::insecure_link),
    checked(&links::SOFT_404, links::soft_404),
    checked(&links::UNVERIFIED_LINK, links::unverified_link),
    checked(&links::BLOCKED_ADDRESS, links::blocked_address),
    checked(&archives::UNARCHIVED_LINK, archives::unarchived_link),
    checked(&archives::DEAD_ARCHIVE, archives::dead_archive),
    found(&gaps::NOT_CHECKED),
    found(&settings::UNUSED_ACCEPT),
    found(&settings::OVERDUE_ACCEPT),
    found(&settings::UNKNOWN_RULE),
];

/// All rules, in the order of the format's table.
pub fn all() -> impl ExactSizeIterator<Item = &'static Rule> + Clone {
    REGISTRY.iter().map(|entry| entry.card)
}

/// The rule of a name, or of a name that it had before.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name || rule.aliases.contains(&name))
}

/// The name of a rule that was probably meant.
pub fn nearest(name: &str) -> Option<&'static str> {
    suggest::nearest(name, all().map(|rule| rule.name))
}

/// Runs every check, side by side; the findings are in no particular order.
pub fn run(analysis: &Analysis<'_>) -> Vec<Finding> {
    use rayon::prelude::*;
    let findings = REGISTRY
        .par_iter()
        .filter_map(|entry| entry.check)
        .flat_map_iter(|check| {
            let mut findings = Vec::new();
            check(analysis, &mut findings);
            findings
        })
        .collect();
    gaps::told_once(findings)
}
