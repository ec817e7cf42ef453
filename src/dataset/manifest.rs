//! The manifest: what `facts/dataset.toml` says about the dataset as a whole.

use std::time::Duration;

use super::{SourceId, Spanned};
use crate::finding::Level;
use crate::value::{Date, Hemisphere};

/// What the manifest says. Fields that are missing or cannot be read are findings and `None`.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Manifest {
    /// Id of the dataset.
    pub id: Option<Box<str>>,
    /// Title for readers.
    pub title: Option<Box<str>>,
    /// When the facts speak from.
    pub as_of: Option<Spanned<Date>>,
    /// In which hemisphere dates tell seasons; either, where that is not stated.
    pub hemisphere: Option<Hemisphere>,
    /// The source whose reference markers the claims carry.
    pub article: Option<SourceId>,
    /// Hosts that copy the article, in lower case.
    pub mirrors: Vec<Box<str>>,
    /// Levels of rules, as written: whether each rule exists is checked where levels are applied.
    pub levels: Vec<RuleLevel>,
    /// How links are asked for.
    pub links: LinkSettings,
}

/// A level that the manifest gives to a rule.
#[derive(Debug)]
pub struct RuleLevel {
    /// The rule's name as written.
    pub rule: Spanned<Box<str>>,
    /// Its level, or off.
    pub setting: Setting,
}

/// What a manifest or the command line makes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Its findings are left out.
    Off,
    /// Its findings have this level.
    At(Level),
}

/// A known finding that is kept on purpose.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Accept {
    /// The rule whose finding it is, as written.
    pub rule: Spanned<Box<str>>,
    /// Claims that the finding must all name.
    pub claims: Vec<Spanned<Box<str>>>,
    /// Sources that the finding must all name.
    pub sources: Vec<Spanned<Box<str>>>,
    /// Entities that the finding must all name, or that its claims are about.
    pub entities: Vec<Spanned<Box<str>>>,
    /// Properties that the finding must all name, or that its claims have.
    pub properties: Vec<Spanned<Box<str>>>,
    /// What the finding is, where the entry is for that one with those values only.
    pub fingerprint: Option<Spanned<Box<str>>>,
    /// Why it is kept.
    pub reason: Box<str>,
    /// When it is to be looked at again.
    pub until: Option<Spanned<Date>>,
    /// Where its table starts.
    pub span: super::Span,
}

/// How links are asked for. Nothing here can open what the command line keeps shut.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct LinkSettings {
    /// One request, from connecting to the last byte.
    pub timeout: Option<Duration>,
    /// One link: retries, waits and redirects together.
    pub budget: Option<Duration>,
    /// Links in flight.
    pub concurrency: Option<usize>,
    /// Of them to one host.
    pub per_host: Option<usize>,
    /// Between two requests to one host.
    pub interval: Option<Duration>,
    /// Decoded bytes of a body.
    pub max_body: Option<u64>,
    /// Links that are skipped.
    pub exclude: Vec<regex::Regex>,
}
