//! Every claim with its value, time, references, and what came of them.

use std::collections::HashMap;

use super::Context;
use crate::dataset::{Claim, ClaimId, EntityId, Rank, Reference};
use crate::evidence::{self, Judgement};
use crate::finding::Level;
use crate::links::{self, Field};
use crate::message::{Message, message};

/// What is known of the evidence for a claim. In the order in which an editor should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::report) enum Evidence {
    /// Some source states something else.
    Contradicted,
    /// Some source no longer holds the quote.
    Absent,
    /// Some source was published before.
    BeforeEvent,
    /// What was looked at states it less exactly.
    Imprecise,
    /// It has no reference.
    None,
    /// It cannot be told.
    CannotCheck,
    /// Nobody looked.
    Unchecked,
    /// What was looked at states it.
    Supported,
}

impl Evidence {
    /// As filters name it.
    pub(in crate::report) fn key(self) -> &'static str {
        match self {
            Self::Contradicted => evidence::Verdict::Contradicted.name(),
            Self::Absent => evidence::Verdict::Absent.name(),
            Self::BeforeEvent => evidence::Verdict::BeforeEvent.name(),
            Self::Imprecise => evidence::Verdict::Imprecise.name(),
            Self::None => "no-reference",
            Self::CannotCheck => evidence::Verdict::CannotCheck.name(),
            Self::Unchecked => "not-checked",
            Self::Supported => evidence::Verdict::Supported.name(),
        }
    }

    /// In words.
    pub(in crate::report) fn words(self) -> &'static str {
        match self {
            Self::Contradicted => "a source contradicts it",
            Self::Absent => "quote not found in the source",
            Self::BeforeEvent => "source is older than the event",
            Self::Imprecise => "its source is less exact",
            Self::None => "no reference",
            Self::CannotCheck => "cannot be checked",
            Self::Unchecked => "not checked yet",
            Self::Supported => "supported by its source",
        }
    }

    /// A word for its colour.
    pub(in crate::report) fn class(self) -> &'static str {
        match self {
            Self::Contradicted | Self::Absent | Self::BeforeEvent => "bad",
            Self::Imprecise | Self::None => "warn",
            Self::CannotCheck | Self::Unchecked => "quiet",
            Self::Supported => "good",
        }
    }

    fn of(verdict: evidence::Verdict) -> Self {
        match verdict {
            evidence::Verdict::Supported => Self::Supported,
            evidence::Verdict::Imprecise => Self::Imprecise,
            evidence::Verdict::Contradicted => Self::Contradicted,
            evidence::Verdict::Absent => Self::Absent,
            evidence::Verdict::CannotCheck => Self::CannotCheck,
            evidence::Verdict::BeforeEvent => Self::BeforeEvent,
        }
    }
}

/// The claims about a subject.
pub(in crate::report) struct Group {
    /// Id of the subject.
    pub(in crate::report) entity: String,
    /// Its name.
    pub(in crate::report) name: String,
    /// What it is.
    pub(in crate::report) kind: Option<String>,
    /// Its claims that are listed.
    pub(in crate::report) claims: Vec<ClaimRow>,
}

/// A claim.
pub(in crate::report) struct ClaimRow {
    /// Its id.
    pub(in crate::report) id: String,
    /// What it tells of the subject.
    pub(in crate::report) property: String,
    /// What it states.
    pub(in crate::report) value: Message,
    /// The address that shows the value, where there is one.
    pub(in crate::report) address: Option<String>,
    /// When it holds.
    pub(in crate::report) time: Option<Message>,
    /// What it rests on.
    pub(in crate::report) refs: Vec<RefRow>,
    /// What came of that.
    pub(in crate::report) evidence: Evidence,
    /// Rules that fire on it, with a word for their colour.
    pub(in crate::report) rules: Vec<(&'static str, &'static str)>,
    /// Rules whose findings about it are accepted.
    pub(in crate::report) accepted: Vec<&'static str>,
    /// `preferred` or `deprecated`.
    pub(in crate::report) rank: Option<&'static str>,
    /// A remark.
    pub(in crate::report) note: Option<String>,
    /// Where it is written.
    pub(in crate::report) place: String,
}

/// A reference of a claim.
pub(in crate::report) struct RefRow {
    /// Id of the source.
    pub(in crate::report) source: String,
    /// The marker as the article prints it, or the source's id.
    pub(in crate::report) marker: String,
    /// What the source is called.
    pub(in crate::report) title: String,
    /// What became of the address: the verdict, and a word for its colour.
    pub(in crate::report) link: Option<(&'static str, &'static str)>,
    /// What the source says, with reason and passage.
    pub(in crate::report) judgement: Option<(Evidence, Option<Message>, Option<String>)>,
    /// What the claim says that it says.
    pub(in crate::report) quote: Option<String>,
    /// Where in the source.
    pub(in crate::report) page: Option<String>,
}

/// A word for the colour of a link verdict.
pub(super) fn link_class(verdict: links::Verdict) -> &'static str {
    match verdict {
        links::Verdict::Alive => "good",
        links::Verdict::Moved | links::Verdict::Soft404 => "warn",
        links::Verdict::Dead => "bad",
        links::Verdict::Blocked | links::Verdict::Unreachable | links::Verdict::Skipped => "quiet",
    }
}

/// A word for the colour of a level.
pub(super) fn level_class(level: Level) -> &'static str {
    match level {
        Level::Error => "bad",
        Level::Warning => "warn",
        Level::Note => "quiet",
    }
}

/// What came of references and addresses, by claim and source.
struct Verdicts<'a> {
    evidence: HashMap<(ClaimId, usize), &'a Judgement>,
    links: HashMap<u32, links::Verdict>,
}

/// The listed claims by subject, how many these are, and the states of evidence of all claims.
pub(super) fn groups(context: &Context<'_>) -> (Vec<Group>, usize, Vec<(Evidence, usize)>) {
    let dataset = &context.run.dataset;
    let verdicts = Verdicts {
        evidence: context.run.evidence.iter().map(|found| ((found.claim, found.reference), found)).collect(),
        links: context
            .run
            .links
            .iter()
            .filter(|link| link.field == Field::Url)
            .map(|link| (link.source.0, link.verdict))
            .collect(),
    };
    let mut states: HashMap<Evidence, usize> = HashMap::new();
    for (id, claim) in dataset.claims() {
        *states.entry(evidence_of(&verdicts, id, claim)).or_default() += 1;
    }
    let mut states: Vec<(Evidence, usize)> = states.into_iter().collect();
    states.sort_unstable();

    // Those that findings name come first where not all can be listed.
    let mut listed: Vec<(ClaimId, &Claim)> = dataset.claims().collect();
    if listed.len() > context.limits.claims {
        listed.sort_by_key(|(id, claim)| {
            let worst = context.index.of_claim(&claim.id).iter().map(|(_, level)| *level).max();
            (std::cmp::Reverse(worst), *id)
        });
        listed.truncate(context.limits.claims);
        listed.sort_unstable_by_key(|(id, _)| *id);
    }
    let shown = listed.len();
    let mut at: HashMap<EntityId, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (id, claim) in listed {
        let group = *at.entry(claim.subject).or_insert_with(|| {
            let entity = dataset.entity(claim.subject);
            groups.push(Group {
                entity: entity.id.to_string(),
                name: context.show(entity.name()),
                kind: entity.kind.as_ref().map(|kind| context.show(&kind.value)),
                claims: Vec::new(),
            });
            groups.len() - 1
        });
        groups[group].claims.push(row(context, &verdicts, id, claim));
    }
    (groups, shown, states)
}

fn row(context: &Context<'_>, verdicts: &Verdicts<'_>, id: ClaimId, claim: &Claim) -> ClaimRow {
    let (dataset, analysis) = (&context.run.dataset, context.analysis);
    ClaimRow {
        id: claim.id.to_string(),
        property: context.show(dataset.property(claim.property).name()),
        value: context.tell(&match dataset.say_qualifiers(claim) {
            Some(qualifiers) => message!("{} ({})", analysis.say_value(claim), qualifiers),
            None => analysis.say_value(claim),
        }),
        address: dataset.address_of(claim).as_deref().and_then(super::safe_link),
        time: context.time(claim),
        refs: claim
            .refs
            .iter()
            .enumerate()
            .map(|(at, reference)| reference_row(context, verdicts, (id, at), reference))
            .collect(),
        evidence: evidence_of(verdicts, id, claim),
        rules: context
            .index
            .of_claim(&claim.id)
            .iter()
            .map(|(rule, level)| (*rule, level_class(*level)))
            .collect(),
        accepted: context.index.accepted_of_claim(&claim.id).to_vec(),
        rank: match claim.rank {
            Rank::Preferred => Some("preferred"),
            Rank::Normal => None,
            Rank::Deprecated => Some("deprecated"),
        },
        note: claim.note.as_ref().map(|note| context.show(note)),
        place: super::findings::line(context, claim.id_span),
    }
}

fn reference_row(
    context: &Context<'_>,
    verdicts: &Verdicts<'_>,
    at: (ClaimId, usize),
    reference: &Reference,
) -> RefRow {
    let source = context.run.dataset.source(reference.source);
    let name = source.marker.as_ref().map_or(&source.id, |marker| &marker.value);
    let title = source.title.as_ref().map_or(&source.id, |title| &title.value);
    let judgement = verdicts.evidence.get(&at).map(|found| {
        let text = |text: Option<&str>| text.map(|text| context.show(text));
        (
            Evidence::of(found.verdict),
            found.reason.as_ref().map(|reason| context.tell(&reason.sentence())),
            text(found.passage.as_deref()),
        )
    });
    RefRow {
        source: source.id.to_string(),
        marker: format!("[{name}]"),
        title: context.show(title),
        link: verdicts.links.get(&reference.source.0).map(|verdict| (verdict.name(), link_class(*verdict))),
        judgement,
        quote: reference.quote.as_ref().map(|quote| context.show(&quote.value)),
        page: reference.page.as_ref().map(|page| context.show(page)),
    }
}

/// The worst of what came of a claim's references; where nothing is bad, the best.
fn evidence_of(verdicts: &Verdicts<'_>, id: ClaimId, claim: &Claim) -> Evidence {
    if claim.refs.is_empty() {
        return Evidence::None;
    }
    let states = (0..claim.refs.len()).map(|at| {
        verdicts.evidence.get(&(id, at)).map_or(Evidence::Unchecked, |found| Evidence::of(found.verdict))
    });
    let worst = states.clone().min().unwrap_or(Evidence::None);
    if worst < Evidence::None { worst } else { states.max().unwrap_or(worst) }
}
