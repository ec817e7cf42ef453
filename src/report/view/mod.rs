//! What a report for people shows, whatever its format: put together once, in plain words.
//!
//! Every text here is ready to be shown ([`super::visible`] has been over it) and not yet escaped:
//! that is each format's own affair. What is listed is bounded by [`Limits`], what is counted is
//! not. Nothing here knows a rule, or one property from another but by its type.

mod chronology;
mod claims;
mod counts;
mod findings;
mod membership;
mod picture;
mod scale;
mod sizes;
mod sources;

pub(super) use chronology::Chronology;
pub(super) use claims::{Evidence, Group};
pub(super) use findings::{FindingView, RuleGroup};
pub(super) use membership::Membership;
pub(super) use picture::Mark;
pub(super) use sizes::Sizes;
pub(super) use sources::SourceRow;

use url::Url;

use super::{clip, known, totals};
use crate::analysis::Analysis;
use crate::finding::Level;
use crate::message::Message;
use crate::run::Run;
use crate::words::count;

/// How much is listed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Claims in full; those that findings name come first where there are more.
    pub(super) claims: usize,
    /// Findings of one rule at one level.
    pub(super) findings: usize,
    /// Sources.
    pub(super) sources: usize,
    /// Claims under one source.
    pub(super) claims_of_source: usize,
    /// Rows of a picture.
    pub(super) rows: usize,
    /// Pictures of a kind.
    pub(super) pictures: usize,
    /// Characters of a value, a note or a quote.
    pub(super) text: usize,
}

/// Everything that a report for people shows.
pub(super) struct View {
    /// What the dataset is called.
    pub(super) title: String,
    /// Its id.
    pub(super) id: String,
    /// When the facts speak from, in words.
    pub(super) as_of: Option<String>,
    /// The state in a line.
    pub(super) state: State,
    /// "106 claims, 31 entities, …".
    pub(super) totals: String,
    /// Findings at level error, by rule.
    pub(super) errors: Listing,
    /// Findings below, by level and rule.
    pub(super) others: Listing,
    /// What is kept on purpose, by rule.
    pub(super) accepted: Listing,
    /// A picture for every organisation with transitions.
    pub(super) memberships: Vec<Membership>,
    /// When things were.
    pub(super) chronology: Option<Chronology>,
    /// A picture for every quantity that several subjects have.
    pub(super) sizes: Vec<Sizes>,
    /// Claims by subject.
    pub(super) groups: Vec<Group>,
    /// How many claims there are, and how many of them are listed.
    pub(super) claims: (usize, usize),
    /// States of evidence that occur among all claims, with their numbers.
    pub(super) evidence: Vec<(Evidence, usize)>,
    /// Sources with what rests on them.
    pub(super) sources: Vec<SourceRow>,
    /// How many sources there are.
    pub(super) source_count: usize,
    /// Link verdicts that occur, with their numbers.
    pub(super) links: Vec<(&'static str, usize)>,
}

/// The state of the facts, in one line.
pub(super) struct State {
    /// A word for its colour: `bad`, `warn` or `good`.
    pub(super) class: &'static str,
    /// The line.
    pub(super) line: String,
    /// What stands beside it, in numbers.
    pub(super) counts: String,
}

/// Findings by rule.
pub(super) struct Listing {
    /// How many there are.
    pub(super) count: usize,
    /// In the order of levels, then of first places.
    pub(super) groups: Vec<RuleGroup>,
}

impl View {
    /// Puts together what is shown of a run.
    pub(super) fn new(run: &Run, limits: Limits) -> Self {
        let dataset = &run.dataset;
        let analysis = run.analysis();
        let index = findings::Index::new(run);
        let context = Context { run, analysis: &analysis, index: &index, limits };
        let (errors, others, accepted) = findings::listings(&context);
        let (groups, shown, evidence) = claims::groups(&context);
        let [entities, properties, claims, sources] = totals(dataset).map(|(_, number)| number);
        Self {
            title: dataset
                .manifest
                .title
                .as_deref()
                .or(dataset.manifest.id.as_deref())
                .map_or_else(|| "Facts without a title".to_owned(), |title| clip(title, 300)),
            id: dataset.manifest.id.as_deref().map_or_else(String::new, |id| clip(id, 100)),
            as_of: dataset.manifest.as_of.map(|date| date.value.describe()),
            state: state(run),
            totals: [
                count(claims, "claim", "claims"),
                count(entities, "entity", "entities"),
                count(properties, "property", "properties"),
                count(sources, "source", "sources"),
            ]
            .join(", "),
            errors,
            others,
            accepted,
            memberships: membership::all(&context),
            chronology: chronology::new(&context),
            sizes: sizes::all(&context),
            groups,
            claims: (claims, shown),
            evidence,
            sources: sources::rows(&context),
            source_count: sources,
            links: sources::verdicts(run),
        }
    }
}

/// What the parts of a view are made from.
struct Context<'a> {
    run: &'a Run,
    analysis: &'a Analysis<'a>,
    index: &'a findings::Index<'a>,
    limits: Limits,
}

impl Context<'_> {
    /// A text from the dataset or the web, as it is shown.
    fn show(&self, text: &str) -> String {
        clip(text, self.limits.text)
    }

    /// What is told, as it is shown.
    fn tell(&self, message: &Message) -> Message {
        message.clipped(self.limits.text)
    }

    /// When a claim holds, as a column headed so tells it.
    fn time(&self, claim: &crate::dataset::Claim) -> Option<Message> {
        Some(self.tell(&self.analysis.say_when(&claim.time)?))
    }
}

fn state(run: &Run) -> State {
    let (errors, warnings, notes) =
        (run.count(Level::Error), run.count(Level::Warning), run.count(Level::Note));
    let (class, line) = if errors > 0 {
        (
            "bad",
            format!(
                "The facts contradict each other or their rules in {}.",
                count(errors, "place", "places")
            ),
        )
    } else if run.fails() {
        (
            "bad",
            format!("No contradiction; {}, and warnings are denied.", count(warnings, "warning", "warnings")),
        )
    } else if warnings > 0 {
        let warnings = count(warnings, "warning", "warnings");
        ("warn", format!("The facts agree with each other; {warnings} to look at."))
    } else if !run.known.is_empty() {
        ("warn", "Nothing is wrong but for what the baseline knows.".to_owned())
    } else if run.dataset.claims.is_empty() {
        ("good", "There is no claim yet.".to_owned())
    } else {
        ("good", "The facts agree with each other.".to_owned())
    };
    let counts = [
        count(errors, "error", "errors"),
        count(warnings, "warning", "warnings"),
        count(notes, "note", "notes"),
        format!("{} kept on purpose", run.accepted.len()),
    ]
    .join(", ");
    let counts = counts + &known(run);
    State { class, line, counts }
}

/// The address of a link that may be followed: absolute, http or https, without credentials.
pub(super) fn safe_link(address: &str) -> Option<String> {
    let mut url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    (url.as_str().len() <= 4_000).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::safe_link;

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(safe_link("https://example.org/a b").as_deref(), Some("https://example.org/a%20b"));
        assert_eq!(safe_link("https://me:secret@example.org/").as_deref(), Some("https://example.org/"));
        for address in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "//example.org",
            "facts/a.toml",
            "",
        ] {
            assert_eq!(safe_link(address), None, "{address}");
        }
    }
}
