//! From findings to what is reported: levels, accepts and order, applied once and here.
//!
//! Checks do not know how much a finding weighs in the end, and reports do not decide it.

mod accepts;
pub mod baseline;
mod fingerprint;
pub(crate) mod identity;
mod named;
mod tables;

use std::cmp::Ordering;
use std::collections::HashMap;

use self::accepts::{Entries, overdue_accepts, unused_accepts};
use self::baseline::Known;
use self::fingerprint::fingerprints;
use self::identity::{Identities, Identity, Own};
use self::named::Completer;
use crate::analysis::{Analysis, Derived};
use crate::dataset::{Accept, Dataset, Loaded, PropertyId, RuleLevel, Setting, Span};
use crate::evidence::Judgement;
use crate::finding::Rule;
use crate::finding::{Finding, Help, Level, Names};
use crate::links::{self, Learnt, Link};
use crate::message::{message, ours};
use crate::rules;
use crate::rules::settings::UNKNOWN_RULE;
use crate::value::Day;

/// What the command line makes of rules, over the manifest.
#[derive(Debug, Default)]
pub struct Overrides {
    /// In the order of the command line: the last one for a rule counts.
    pub rules: Vec<(&'static Rule, Setting)>,
    /// Whether warnings fail.
    pub deny_warnings: bool,
    /// The day that counts as today; without one, nothing is overdue.
    pub today: Option<Day>,
}

/// A finding with its final level.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reported {
    /// What was found.
    pub finding: Finding,
    /// How much it weighs.
    pub level: Level,
    /// All that it names: what its rule does, and what its claims cite and are about.
    pub named: Names,
    /// What it is, in 32 digits, wherever it stands.
    pub fingerprint: Box<str>,
    /// Where another dataset judges ([`Judge`]): why the dataset's own entries would keep it.
    pub own_reason: Option<Box<str>>,
}

/// A finding that is kept on purpose.
#[derive(Debug)]
#[non_exhaustive]
pub struct Accepted {
    /// What was found, and how much it would weigh.
    pub reported: Reported,
    /// Why it is kept.
    pub reason: Box<str>,
}

/// Whose levels and accepts count, where those of the dataset itself do not: a change is not to judge
/// itself.
pub struct Judge {
    /// The levels of rules.
    pub levels: Levels,
    /// The accept entries, in the names of the dataset that is judged.
    pub accepts: Vec<Accept>,
    /// What is accepted already, whatever it is called now, and why.
    pub(crate) known: HashMap<Identity, Box<str>>,
}

/// Everything that a report can tell.
#[non_exhaustive]
pub struct Run {
    /// The facts.
    pub dataset: Dataset,
    /// What is wrong with them, in order.
    pub findings: Vec<Reported>,
    /// What is accepted, in order.
    pub accepted: Vec<Accepted>,
    /// What became of the addresses of sources, in the order of sources.
    pub links: Vec<Link>,
    /// What came of references, in the order of claims and their references.
    pub evidence: Vec<Judgement>,
    /// What a baseline knows and is not told, in order.
    pub known: Vec<Reported>,
    /// What a baseline did, where there is one.
    pub baseline: Option<Known>,
    /// Whether warnings fail.
    pub deny_warnings: bool,
    /// How much the findings of each rule weigh here.
    pub levels: Levels,
    /// What follows from the facts: derived for the rules, and read again by reports.
    derived: Derived,
}

impl Run {
    /// Checks a dataset without a network: links are judged by what was last recorded.
    pub fn new(loaded: Loaded, overrides: &Overrides) -> Self {
        let learnt = links::recorded(&loaded.dataset);
        Self::with_links(loaded, overrides, learnt)
    }

    /// Checks a dataset of whose links something was learnt, by [`links::check`] or
    /// [`links::recorded`]: the links are for rules and reports, the findings join those of loading.
    pub fn with_links(loaded: Loaded, overrides: &Overrides, learnt: Learnt) -> Self {
        Self::judged(loaded, overrides, learnt, None)
    }

    /// The same, where the levels and accepts of another dataset may count instead of its own.
    pub fn judged(loaded: Loaded, overrides: &Overrides, learnt: Learnt, judge: Option<Judge>) -> Self {
        let Loaded { dataset, mut findings } = loaded;
        let Learnt { links, findings: about_links } = learnt;
        findings.extend(about_links);
        let (options, about_options) = rules::options::read(&dataset);
        findings.extend(about_options);
        let mut derived = Derived::new(&dataset).with_links(&dataset, &links).with_options(options);
        findings.extend(rules::run(&derived.of(&dataset, &links)));
        let evidence = derived.take_judgements();
        let (levels, judge) = match judge {
            Some(Judge { levels, accepts, known }) => (levels, Some((accepts, known))),
            None => (Levels::new(&dataset, overrides), None),
        };
        findings.extend(unknown_rules(&dataset));
        let findings = tables::told_once(&dataset, findings);
        let (mut reported, mut accepted) = (Vec::new(), Vec::new());
        let mut used = vec![false; dataset.accepts.len()];
        let entries = Entries::new(&dataset.accepts);
        let court = judge.as_ref().map(|(accepts, known)| Court::new(&dataset, accepts, known));
        for mut finding in finish(&dataset, &levels, findings) {
            let own = entries.accepting(&finding);
            if let Some(at) = own {
                used[at] = true;
            }
            let own = own.map(|at| dataset.accepts[at].reason.clone());
            let reason = match &court {
                None => own,
                Some(court) => {
                    finding.own_reason = own;
                    court.reason(&finding)
                }
            };
            match reason {
                Some(reason) => accepted.push(Accepted { reported: finding, reason }),
                None => reported.push(finding),
            }
        }
        let mut about_entries = Vec::new();
        about_entries.extend(unused_accepts(&dataset, &levels, &links, &used));
        about_entries.extend(overrides.today.into_iter().flat_map(|today| overdue_accepts(&dataset, today)));
        reported.extend(finish(&dataset, &levels, about_entries));
        reported.sort_by(|a, b| compare(&a.finding, &b.finding));
        accepted.sort_by(|a, b| compare(&a.reported.finding, &b.reported.finding));
        Self {
            dataset,
            findings: reported,
            accepted,
            links,
            evidence,
            known: Vec::new(),
            baseline: None,
            deny_warnings: overrides.deny_warnings,
            levels,
            derived,
        }
    }

    /// What follows from the facts, as the rules saw it; what sources say is joined to the evidence.
    pub fn analysis(&self) -> Analysis<'_> {
        Analysis { evidence: &self.evidence, ..self.derived.of(&self.dataset, &self.links) }
    }

    /// How many findings have a level; accepted ones do not count.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|reported| reported.level == level).count()
    }

    /// Whether the run fails: an error, or a warning where those are denied.
    pub fn fails(&self) -> bool {
        let fatal = if self.deny_warnings { Level::Warning } else { Level::Error };
        self.findings.iter().any(|reported| reported.level >= fatal)
    }
}

/// What another dataset accepts.
struct Court<'a> {
    accepts: &'a [Accept],
    entries: Entries<'a>,
    known: &'a HashMap<Identity, Box<str>>,
    identities: Identities<'a, Own>,
}

impl<'a> Court<'a> {
    fn new(dataset: &'a Dataset, accepts: &'a [Accept], known: &'a HashMap<Identity, Box<str>>) -> Self {
        Self { accepts, entries: Entries::new(accepts), known, identities: Identities::new(dataset, Own) }
    }

    /// Why a finding is kept.
    fn reason(&self, reported: &Reported) -> Option<Box<str>> {
        match self.entries.accepting(reported) {
            Some(at) => Some(self.accepts[at].reason.clone()),
            None => self.known.get(&self.identities.of(&reported.finding)).cloned(),
        }
    }
}

/// Gives findings their levels, all that they name, and their fingerprints; those that are off are left
/// out.
fn finish(dataset: &Dataset, levels: &Levels, findings: Vec<Finding>) -> Vec<Reported> {
    let mut on: Vec<(Finding, Level)> = Vec::with_capacity(findings.len());
    for finding in findings {
        if let Some(level) = levels.of_finding(&finding) {
            on.push((finding, level));
        }
    }
    if on.is_empty() {
        return Vec::new();
    }
    let prints = fingerprints(dataset, &on.iter().map(|(finding, _)| finding).collect::<Vec<_>>());
    let completer = Completer::new(dataset);
    on.into_iter()
        .zip(prints)
        .map(|((finding, level), fingerprint)| {
            let named = completer.complete(&finding);
            Reported { finding, level, named, fingerprint, own_reason: None }
        })
        .collect()
}

/// Findings are told in the order of files and places, then of rules, then of what they say. File ids
/// count in the order of paths, and bytes in that of lines and columns.
fn compare(a: &Finding, b: &Finding) -> Ordering {
    order(a).cmp(&order(b)).then_with(|| a.message.bytes().cmp(b.message.bytes()))
}

fn order(finding: &Finding) -> (Span, &'static str) {
    let Span { file, start, .. } = finding.primary.span;
    (Span { file, start, end: start }, finding.rule.name)
}

/// The level of every rule, after manifest, vocabulary and command line.
pub struct Levels {
    /// What the manifest says.
    manifest: HashMap<&'static str, Setting>,
    /// What properties say of findings about their claims.
    properties: HashMap<(PropertyId, &'static str), Setting>,
    /// What the command line says.
    command_line: HashMap<&'static str, Setting>,
    /// The properties of claims by the ids that findings name; empty where no property sets a level.
    claims: HashMap<Box<str>, PropertyId>,
}

impl Levels {
    /// The levels of a dataset.
    pub fn new(dataset: &Dataset, overrides: &Overrides) -> Self {
        let known = |level: &RuleLevel| Some((rules::find(&level.rule.value)?.name, level.setting));
        let properties: HashMap<_, _> = dataset
            .properties()
            .flat_map(|(id, property)| property.levels.iter().map(move |level| (id, level)))
            .filter_map(|(id, level)| known(level).map(|(rule, setting)| ((id, rule), setting)))
            .collect();
        let claims = if properties.is_empty() {
            HashMap::new()
        } else {
            dataset.claims.iter().map(|claim| (claim.id.clone(), claim.property)).collect()
        };
        Self {
            manifest: dataset.manifest.levels.iter().filter_map(known).collect(),
            properties,
            command_line: overrides.rules.iter().map(|(rule, setting)| (rule.name, *setting)).collect(),
            claims,
        }
    }

    fn setting(&self, rule: &Rule) -> Option<Setting> {
        self.command_line.get(rule.name).or_else(|| self.manifest.get(rule.name)).copied()
    }

    /// What the properties of a finding's claims say of its rule: the highest level, of several.
    fn of_properties(&self, finding: &Finding) -> Option<Setting> {
        if self.properties.is_empty() {
            return None;
        }
        let settings = finding.names.claims.iter().filter_map(|claim| {
            let property = self.claims.get(claim)?;
            self.properties.get(&(*property, finding.rule.name)).copied()
        });
        settings.max_by_key(|setting| match setting {
            Setting::Off => None,
            Setting::At(level) => Some(*level),
        })
    }

    /// The level of a rule; `None` where it is off.
    pub fn of(&self, rule: &Rule) -> Option<Level> {
        match self.setting(rule) {
            Some(Setting::Off) => None,
            Some(Setting::At(level)) => Some(level),
            None => rule.default_level(),
        }
    }

    /// The level of a finding: what the command line says of its rule, else the properties of its
    /// claims, else the manifest; without any of them its own.
    pub fn of_finding(&self, finding: &Finding) -> Option<Level> {
        if !self.command_line.contains_key(finding.rule.name)
            && let Some(setting) = self.of_properties(finding)
        {
            return match setting {
                Setting::Off => None,
                Setting::At(level) => Some(level),
            };
        }
        let own = finding.level.filter(|_| self.setting(finding.rule).is_none());
        own.or_else(|| self.of(finding.rule))
    }
}

fn unknown_rules(dataset: &Dataset) -> Vec<Finding> {
    let levels = dataset.manifest.levels.iter().map(|level| (&level.rule, "the manifest gives a level to"));
    let tables = dataset
        .manifest
        .options
        .iter()
        .filter(|rule| !dataset.manifest.levels.iter().any(|level| level.rule == **rule));
    let tables = tables.map(|rule| (rule, "the manifest gives options to"));
    let of_properties = dataset
        .properties
        .iter()
        .flat_map(|property| &property.levels)
        .map(|level| (&level.rule, "a property gives a level to"));
    let accepts = dataset.accepts.iter().map(|accept| (&accept.rule, "an accept entry accepts findings of"));
    levels
        .chain(tables)
        .chain(of_properties)
        .chain(accepts)
        .filter(|(rule, _)| rules::find(&rule.value).is_none())
        .map(|(rule, does)| {
            Finding::new(
                &UNKNOWN_RULE,
                rule.span,
                message!("{} the rule `{}`, which does not exist", ours(does), rule.value),
            )
            .label("no such rule")
            .advise(rules::nearest(&rule.value).map_or_else(
                || "remove it; `csto-validate rules` lists all rules".into(),
                |near| Help::did_you_mean(&dataset.files.get(rule.span.file).text, rule.span, near),
            ))
        })
        .collect()
}
