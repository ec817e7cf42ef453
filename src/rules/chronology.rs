//! Dates that cannot all be true, and the chain that shows it.

use super::rule;
use crate::analysis::Analysis;
use crate::chronology::{Contradiction, Node, Origin, Part};
use crate::dataset::load::declare::{defaults, holds, table};
use crate::dataset::{Claim, ClaimId, DateValue, Direction, Distance, EntityId, Span};
use crate::finding::{Finding, Level, Step};
use crate::message::{Message, message, ours, said};
use crate::value::DayRange;
use crate::words;

rule! {
    /// The stated dates, orders and intervals between them cannot all hold.
    ///
    /// All dates of the dataset, the distances that relative dates tell, the order that `after` and
    /// `before` of the vocabulary ask for, and terms that start or end at a time point are taken
    /// together. The finding is made if and only if no choice of actual days satisfies all of them: a
    /// year is any of its days, and `1992-05` may well come after `1992`. It names the smallest set of
    /// claims that contradict each other (leave any one out, and the rest can be true) and tells them
    /// as a chain, each step with what follows from it.
    ///
    /// Where two claims simply give one moment two dates, that is `conflicting-values`, and the moment
    /// lies anywhere between them. One that cannot be true whatever the others say is named all the same,
    /// and so is a single source that contradicts itself.
    ///
    /// A contradiction that is known hides no other: an `[[accept]]` entry whose `claims` are exactly
    /// those of a finding covers that finding alone. All other claims are taken together again without
    /// one of these claims, and then without another.
    ///
    /// Where known contradictions hang together in great number, not all that they could hide can be
    /// looked at. A warning says so.
    ///
    /// Thousands of distances in several units that hold each other up can take longer to follow than
    /// anybody waits. Then it is given up, and a warning says so: those dates are neither right nor wrong.
    ///
    /// **What to do:** follow the chain against the sources, and mend the claim that is wrong. If the
    /// sources really disagree, keep one of the claims with `rank = "deprecated"`, or accept the
    /// finding with the reason.
    pub static DATE_ORDER = "date-order", Error;
    bad: r#"
[entity.treaty]
kind = "treaty"

[property.entered-into-force]
type  = "date"
label = "entry into force"

[property.renewed]
type  = "date"
label = "renewal"

[[claim]]
id       = "treaty-in-force"
subject  = "treaty"
property = "entered-into-force"
value    = "1994"

[[claim]]
id       = "treaty-renewed"
subject  = "treaty"
property = "renewed"
value    = { after = "treaty.entered-into-force", by = "P5Y" }

[[claim]]
id       = "treaty-renewed-protocol"
subject  = "treaty"
property = "renewed"
value    = "2001-04-02"
"#,
    good: r#"
[entity.treaty]
kind = "treaty"

[property.entered-into-force]
type  = "date"
label = "entry into force"

[property.renewed]
type  = "date"
label = "renewal"

[[claim]]
id       = "treaty-in-force"
subject  = "treaty"
property = "entered-into-force"
value    = "1994"

[[claim]]
id       = "treaty-renewed"
subject  = "treaty"
property = "renewed"
value    = { after = "treaty.entered-into-force", by = "P5Y" }

[[claim]]
id       = "treaty-renewed-protocol"
subject  = "treaty"
property = "renewed"
value    = "1999-04-02"
"#,
}

table! {
    /// Options of `date-order`.
    #[derive(Clone)]
    pub struct OrderOptions, ORDER_OPTIONS = "options of date-order";
    kept always;
    fields {
        /// How many steps of a chain of dates the sentence of a finding tells at most; of a longer one it tells the first and the last, and counts those between.
        otherwise 12 steps: usize = holds::Positive;
    }
}
defaults!(OrderOptions);

/// The most claims that the advice names one by one.
const MOST_NAMED: usize = 6;

/// The most places that a finding shows.
const MOST_SHOWN: usize = 24;

pub(super) fn date_order(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let solution = &analysis.chronology.solution;
    for contradiction in &solution.contradictions {
        findings.push(finding(analysis, contradiction, solution.more));
    }
    findings.extend(solution.unsettled.iter().map(|&statement| unsettled(analysis, ClaimId(statement))));
    findings.extend(solution.unfollowed.iter().map(|&statement| unfollowed(analysis, ClaimId(statement))));
}

/// That known contradictions around a claim may hide others. No entry that names claims accepts it.
fn unfollowed(analysis: &Analysis<'_>, claim: ClaimId) -> Finding {
    let dataset = analysis.dataset;
    let claim = dataset.claim(claim);
    let message = message!(
        "too many dates around {} of {} contradict each other to look behind all of them: there may be more",
        dataset.property(claim.property).name(),
        dataset.entity(claim.subject).name()
    );
    Finding::new(&DATE_ORDER, claim.id_span, message)
        .label("one of these dates")
        .help("mend some of the contradictions around it that are accepted, or keep a claim of each with `rank = \"deprecated\"`")
        .entity(&dataset.entity(claim.subject).id)
        .at(Level::Warning)
}

/// That nobody knows whether the dates around a claim can be true.
fn unsettled(analysis: &Analysis<'_>, claim: ClaimId) -> Finding {
    let dataset = analysis.dataset;
    let claim = dataset.claim(claim);
    let message = message!(
        "it is not known whether the dates around {} of {} can all be true: distances in days, months and years \
         raise each other there without an end in sight",
        dataset.property(claim.property).name(),
        dataset.entity(claim.subject).name()
    );
    Finding::new(&DATE_ORDER, claim.id_span, message)
        .label("one of them")
        .help("tell one of these moments by a date, or all distances between them in one unit")
        .claim(&claim.id)
        .at(Level::Warning)
}

/// A distance that is at least more than at most: that is the whole contradiction, and is told once.
fn no_distance(analysis: &Analysis<'_>, contradiction: &Contradiction) -> Option<Finding> {
    let [statement] = contradiction.statements[..] else { return None };
    let dataset = analysis.dataset;
    let claim = dataset.claim(ClaimId(statement));
    let Some(DateValue::Relative(relative)) = claim.value.as_date() else { return None };
    let (_, least, most) = relative.reach()?;
    if least <= most {
        return None;
    }
    let message = message!(
        "the {} of {} cannot be true: claim `{}` says {}, and no distance is both",
        dataset.property(claim.property).name(),
        dataset.entity(claim.subject).name(),
        claim.id,
        analysis.say_value(claim)
    );
    Some(
        Finding::new(&DATE_ORDER, claim.value_span, message)
            .label("at least more than at most")
            .help("mend one of the two; perhaps they are the wrong way round")
            .claim(&claim.id),
    )
}

fn finding(analysis: &Analysis<'_>, contradiction: &Contradiction, more: bool) -> Finding {
    if let Some(finding) = no_distance(analysis, contradiction) {
        return finding;
    }
    let chain = Chain::new(analysis, &contradiction.chain);
    let told = chain.tell(&contradiction.chain);
    let count = contradiction.statements.len();
    let of = chain.subject.map(|subject| message!(" of {}", analysis.dataset.entity(subject).name()));
    let what = if count == 1 {
        message!("this date{} cannot be true", of)
    } else {
        message!("these dates{} cannot all be true", of)
    };
    let steps = analysis.options.of::<OrderOptions>().steps;
    let sentence = if told.len() > steps {
        let (first, last) = (&told[..steps.div_ceil(2)], &told[told.len() - steps / 2..]);
        let left_out = message!("… {} …", words::count(told.len() - steps, "more step", "more steps"));
        let texts = |told: &[Told]| told.iter().map(|told| told.text.clone()).collect::<Vec<_>>();
        Message::join(&[texts(first), vec![left_out], texts(last)].concat(), "; ")
    } else {
        Message::join(&told.iter().map(|told| told.text.clone()).collect::<Vec<_>>(), "; ")
    };
    // The last step is the one that does not fit with the others: there the finding stands.
    let place = told.iter().rposition(|told| told.claim.is_some()).unwrap_or(0);
    let mut finding = Finding::new(&DATE_ORDER, told[place].span, message!("{}: {}", what, sentence))
        .label(told[place].label.clone())
        .help(help(analysis, contradiction, more));
    for (at, told) in told.iter().enumerate() {
        if at != place && finding.related.len() < MOST_SHOWN {
            finding = finding.related(told.span, told.label.clone());
        }
        if let Some(property) = &told.property {
            finding = finding.property(property);
        }
    }
    finding.names.claims =
        contradiction.statements.iter().map(|&at| analysis.dataset.claim(ClaimId(at)).id.clone()).collect();
    finding.steps = told
        .into_iter()
        .map(|told| Step {
            span: told.span,
            text: told.text,
            subject: told.subject,
            days: told.days,
            told: told.says_days,
        })
        .collect();
    finding
}

fn help(analysis: &Analysis<'_>, contradiction: &Contradiction, more: bool) -> Message {
    let count = contradiction.statements.len();
    let names = |statements: &[u32]| {
        let names: Vec<Message> =
            statements.iter().map(|&at| message!("`{}`", analysis.dataset.claim(ClaimId(at)).id)).collect();
        words::list_or(&names)
    };
    let mut help = match (count, contradiction.minimal) {
        (1, _) => message!(
            "mend claim {}: it contradicts itself or the vocabulary",
            names(&contradiction.statements)
        ),
        (2..=MOST_NAMED, true) => {
            let names = names(&contradiction.statements);
            message!("mend {}: without any one of them the others can be true", names)
        }
        (_, true) => {
            message!("mend one of the {} claims: without any one of them the others can be true", count)
        }
        (_, false) => message!("mend one of these {} claims", count),
    };
    let suspects = &contradiction.suspects;
    if !suspects.is_empty() && suspects.len() < count {
        help.add(message!(
            "; look at {} first, because without it everything else that is told around can be true",
            names(suspects)
        ));
    }
    if more {
        help.add("; more contradictions may show when this one is mended");
    }
    help
}

/// A step in words.
struct Told {
    /// As the sentence tells it.
    text: Message,
    /// As the place shows it.
    label: Message,
    span: Span,
    claim: Option<ClaimId>,
    property: Option<Box<str>>,
    subject: String,
    days: Option<DayRange>,
    /// Whether the sentence says those days.
    says_days: bool,
}

struct Chain<'a> {
    analysis: &'a Analysis<'a>,
    /// What all moments belong to, where that is one: it need not be said of each.
    subject: Option<EntityId>,
}

impl<'a> Chain<'a> {
    fn new(analysis: &'a Analysis<'a>, chain: &[Part]) -> Self {
        let mut subjects = chain.iter().map(|part| match part {
            Part::Bound { node, .. } | Part::Told { node, .. } | Part::Link { to: node, .. } => {
                analysis.chronology.point(*node).subject
            }
        });
        let first = subjects.next();
        Self { analysis, subject: first.filter(|first| subjects.all(|other| other == *first)) }
    }

    fn tell(&self, chain: &[Part]) -> Vec<Told> {
        let mut told: Vec<Told> = Vec::new();
        let mut days: Option<DayRange> = None;
        let links = chain.iter().filter(|part| matches!(part, Part::Link { .. })).count();
        let mut here: Option<Node> = None;
        for (at, part) in chain.iter().enumerate() {
            let is_last = at + 1 == chain.len() && at > 0;
            match part {
                Part::Bound { node, range, statement } => {
                    told.push(self.bound(*node, *range, ClaimId(*statement), is_last));
                    (days, here) = (Some(*range), Some(*node));
                }
                Part::Link { links, from, to, origin } => {
                    let network = &self.analysis.chronology.network;
                    // Where constraints are only listed, nothing follows from the one before.
                    days = days.filter(|_| here == Some(*from)).map(|near| {
                        links.iter().map(|&at| network.link_at(at)).fold(DayRange::ALL, |range, link| {
                            let far = link.carry(near, link.from == *from);
                            range.intersection(&far).unwrap_or(range)
                        })
                    });
                    let near = if here == Some(*from) { "that".into() } else { said(&self.name(*from)) };
                    told.push(self.link(links, *from, *to, *origin, days, &near));
                    here = Some(*to);
                }
                Part::Told { node, statement } => {
                    let claim = self.claim(ClaimId(*statement));
                    let text = message!("{} is told of by claim `{}`", self.name(*node), claim.id);
                    let label = "tells of a moment between";
                    told.push(self.told(text, label, claim.property_span, ClaimId(*statement), *node, None));
                }
            }
        }
        let is_ring = links == chain.len();
        if let (true, Some(Part::Link { from, .. }), Some(last)) = (is_ring, chain.first(), told.last_mut()) {
            last.text.add(message!("; so no day is left for {}", self.name(*from)));
        }
        told
    }

    fn claim(&self, id: ClaimId) -> &Claim {
        self.analysis.dataset.claim(id)
    }

    /// A moment as readers call it.
    fn name(&self, node: Node) -> String {
        let (dataset, point) = (self.analysis.dataset, self.analysis.chronology.point(node));
        let property = dataset.property(point.property).name();
        match self.subject {
            Some(_) => property.to_owned(),
            None => format!("{} of {}", property, dataset.entity(point.subject).name()),
        }
    }

    fn told(
        &self,
        text: Message,
        label: impl Into<Message>,
        span: Span,
        claim: ClaimId,
        node: Node,
        days: Option<DayRange>,
    ) -> Told {
        let label = message!("`{}`: ", self.claim(claim).id).and(label);
        Told {
            text,
            label,
            span,
            claim: Some(claim),
            property: None,
            subject: self.name(node),
            days,
            says_days: false,
        }
    }

    fn bound(&self, node: Node, range: DayRange, id: ClaimId, is_last: bool) -> Told {
        let claim = self.claim(id);
        let markers = self.analysis.say_markers(claim);
        let but = if is_last { "but " } else { "" };
        let name = self.name(node);
        let point = self.analysis.chronology.point(node);
        let is_value = claim.subject == point.subject
            && claim.property == point.property
            && claim.value.as_date().is_some();
        if is_value {
            let says = self.analysis.say_value(claim);
            let text = message!("{}{} is {}{}", but, name, says, markers);
            let says_days = says.to_string().contains(&range.describe());
            let label = message!("{}{}", says, markers);
            return Told { says_days, ..self.told(text, label, claim.value_span, id, node, Some(range)) };
        }
        // A term that starts or ends with the moment.
        let (word, other, when) = match (claim.time.from(), claim.time.until()) {
            (Some(from), Some(_)) if range.earliest.is_some() => ("ends", "starts", from),
            (_, Some(until)) => ("starts", "ends", until),
            (Some(from), None) => ("ends", "starts", from),
            // A bound comes from a value or from a term.
            (None, None) => {
                return self.told(said(&name), Message::default(), claim.span, id, node, Some(range));
            }
        };
        let day = self.analysis.times.range(when.value).describe();
        let bound = if other == "ends" { "at the latest" } else { "at the earliest" };
        let text = message!(
            "{}claim `{}`, which {} with the {}, {} in {} {}{}",
            but,
            claim.id,
            word,
            name,
            other,
            day,
            bound,
            markers
        );
        Told {
            says_days: day.contains(&range.describe()),
            ..self.told(
                text,
                message!("{} in {} {}{}", other, day, bound, markers),
                when.span,
                id,
                node,
                Some(range),
            )
        }
    }

    fn link(
        &self,
        links: &[u32],
        from: Node,
        to: Node,
        origin: Origin,
        days: Option<DayRange>,
        anchor: &Message,
    ) -> Told {
        let days_left = days.filter(|days| *days != DayRange::ALL).map(|days| ours(days.describe()));
        let so = days_left.as_ref().map(|days| message!(", so {}", days));
        let (near, far) = (said(&self.name(from)), said(&self.name(to)));
        let along = self.analysis.chronology.network.link_at(links[0]).from == from;
        let says_days = days_left.is_some();
        let told = match origin {
            Origin::Statement(statement) => {
                let id = ClaimId(statement);
                let claim = self.claim(id);
                let markers = self.analysis.say_markers(claim);
                let Some(DateValue::Relative(relative)) = claim.value.as_date() else {
                    let (first, last) = if along { (&near, &far) } else { (&far, &near) };
                    let text = message!(
                        "claim `{}` holds from the {} until the {}{}, so that comes not earlier{}",
                        claim.id,
                        first,
                        last,
                        markers,
                        so
                    );
                    let span = claim.time.until().map_or(claim.span, |until| until.span);
                    let label = message!("from {} until {}{}", first, last, markers);
                    return Told { says_days, ..self.told(text, label, span, id, to, days) };
                };
                let later = relative.direction == Direction::After;
                let distance = |anchor: &Message| how_far(relative.distance, later, anchor);
                let text = if along {
                    message!("{} is {}{}{}", far, distance(anchor), markers, so)
                } else {
                    message!(
                        "{} is {}{}{}",
                        near,
                        distance(&far),
                        markers,
                        days_left.as_ref().map(|days| message!(", so {} is {}", far, days))
                    )
                };
                let label = message!("{}{}", distance(if along { &near } else { &far }), markers);
                self.told(text, label, claim.value_span, id, to, days)
            }
            Origin::Rule(number) => {
                let rule = self.analysis.chronology.rule(number);
                let dataset = self.analysis.dataset;
                let property = dataset.property(rule.property);
                let order = rule.order(dataset);
                let distance = order.map_or(Distance::Between { at_least: None, at_most: None }, |order| {
                    Distance::Between { at_least: order.at_least, at_most: order.at_most }
                });
                let asks = how_far(distance, along, anchor);
                let word = if rule.is_after { "after" } else { "before" };
                Told {
                    text: message!("{} comes {} (`{}` of `{}`){}", far, asks, word, property.id, so),
                    label: message!("`{}` asks for this order", property.id),
                    span: order.map_or(property.span, |order| order.span),
                    claim: None,
                    property: Some(property.id.clone()),
                    subject: self.name(to),
                    days,
                    says_days,
                }
            }
        };
        Told { says_days, ..told }
    }
}

/// "5 years after that", "not earlier than that".
fn how_far(distance: Distance, later: bool, anchor: &Message) -> Message {
    let side = if later { "after" } else { "before" };
    match distance {
        Distance::Exactly(by) => message!("{} {} {}", by.describe(), side, anchor),
        Distance::Between { at_least: None, at_most: None } => {
            message!("not {} than {}", if later { "earlier" } else { "later" }, anchor)
        }
        Distance::Between { at_least, at_most } => {
            let least = at_least.map(|by| message!("at least {}", by.describe()));
            let most = at_most.map(|by| message!("at most {}", by.describe()));
            let bounds: Vec<Message> = least.into_iter().chain(most).collect();
            message!("{} {} {}", words::list(&bounds), side, anchor)
        }
    }
}
