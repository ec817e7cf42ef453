//! The manifest: what `facts/dataset.toml` says about the dataset as a whole. Fields that are missing or
//! cannot be read are findings and `None`.

use std::time::Duration;

use super::load::declare::{holds, table};
use super::load::names::Names;
use super::load::shape::{Form, Shape, may};
use super::{SourceId, Spanned};
use crate::finding::Level;
use crate::value::{Date, Hemisphere};

table! {
    /// What the dataset is.
    #[derive(Default)]
    pub struct Manifest, DATASET = "[dataset]";
    in Names<'_>;
    kept always;
    own {
        /// Levels of rules, as written: whether each rule exists is checked where levels are applied.
        levels: Vec<RuleLevel>,
        /// Rules of which a table says more than the level, as written: their options are read where
        /// rules are known.
        options: Vec<Spanned<Box<str>>>,
        /// How links are asked for.
        links: LinkSettings,
    }
    fields {
        /// A short name for programs.
        wanted id: Option<Box<str>> = holds::Bare<holds::Text>, "a name in quotes";
        /// The title for readers.
        wanted title: Option<Box<str>> = holds::Bare<holds::Text>;
        /// When the facts speak from (EDTF). Rules read this, never the clock.
        wanted as_of: Option<Spanned<Date>> = holds::Date;
        /// In which hemisphere dates tell seasons (1992-21 to 1992-24). Where it is left out, a season can be that of either.
        optional hemisphere: Option<Hemisphere> = holds::Bare<holds::OneOf<Hemisphere>>;
        /// The source whose reference markers the claims carry.
        optional article: Option<SourceId> = holds::SourceName;
        /// Hosts that copy the article: citing them is circular.
        plain mirrors: Vec<Box<str>> = holds::Each<holds::Host>, "a list of host names";
    }
}

holds::means! {
    Hemisphere { North = "north", South = "south" }
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

/// What `[rules.NAME]` may say of any rule.
pub static LEVEL: Shape = Shape {
    name: "rule",
    about: "How much the findings of a rule weigh, and what it is asked to do.",
    new: &[],
    fields: &[may(
        "level",
        "\"error\", \"warning\", \"note\" or \"off\"",
        Form::Word(&["error", "warning", "note", "off"]),
        "How much its findings weigh; `off` leaves them out.",
    )],
};

impl Setting {
    /// As manifests write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::At(level) => level.name(),
        }
    }
}

table! {
    /// A known finding that is kept on purpose. Reports list what is accepted; an entry that accepts nothing is a finding itself.
    #[derive(Clone)]
    pub struct Accept, ACCEPT = "accept entry";
    own {
        /// Where its table starts.
        span: super::Span,
    }
    new ["rule", "claims", "reason"];
    fields {
        /// The rule whose finding it is.
        required rule: Spanned<Box<str>> = holds::Rule;
        /// Claims that the finding must all name.
        strict_plain claims: Vec<Spanned<Box<str>>> = holds::List<holds::ClaimId>, "a list of claim ids";
        /// Sources that the finding must all name; where it names none, that its claims cite.
        strict_plain sources: Vec<Spanned<Box<str>>> = holds::List<holds::SourceId>, "a list of source ids";
        /// Entities that the finding must all name, or that its claims are about.
        strict_plain entities: Vec<Spanned<Box<str>>> = holds::List<holds::EntityId>, "a list of entity ids";
        /// Properties that the finding must all name, or that its claims have.
        strict_plain properties: Vec<Spanned<Box<str>>> = holds::List<holds::PropertyId>, "a list of property ids";
        /// The finding that it is for, with these values only: once a claim of the finding says something else, the entry accepts it no longer. `csto-validate accept` lists fingerprints.
        strict_optional fingerprint: Option<Spanned<Box<str>>> = holds::Text, "the fingerprint of a finding";
        /// Why it is kept.
        wanted_plain reason: Box<str> = holds::Bare<holds::Text>;
        /// When it is to be looked at again (EDTF). Once that is past, `--today` tells of the entry, which still accepts.
        optional until: Option<Spanned<Date>> = holds::Date;
    }
}

table! {
    /// How the addresses of sources are asked for. Nothing here can open what the command line keeps shut.
    #[derive(Default)]
    pub struct LinkSettings, LINKS = "[links]";
    kept always;
    fields {
        /// The most that one request may take, from connecting to the last byte.
        optional timeout: Option<Duration> = holds::Length;
        /// The most that one link may take: retries, waits and redirects together.
        optional budget: Option<Duration> = holds::Length, "a length of time such as \"60s\"";
        /// How many links are asked for at one time.
        optional concurrency: Option<usize> = holds::Positive;
        /// How many of them on one host.
        optional per_host: Option<usize> = holds::Positive;
        /// The least time between two requests to one host.
        optional interval: Option<Duration> = holds::Length, "a length of time such as \"100ms\"";
        /// The most that is read of a page, decoded.
        optional max_body: Option<u64> = holds::Size;
        /// Addresses that match one of these are skipped.
        plain exclude: Vec<regex::Regex> = holds::Each<holds::Regex>, "a list of regular expressions";
    }
}
