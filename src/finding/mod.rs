//! What a check says: a rule that fired, where, in which words, and what to do.
//!
//! A finding knows neither its final level nor a format: levels, accepts and order are applied
//! once, in [`crate::run`], and reports turn places into lines. A finding cannot be built without
//! a primary place.

mod fix;
mod rule;

use crate::files::Span;
use crate::message::Message;
use crate::value::DayRange;

pub(crate) use fix::Help;
pub use fix::{Edit, Fix};
pub use rule::Rule;
pub(crate) use rule::rule;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; never fails a build.
    Note,
    /// Should be mended; fails a build only with `-D warnings`.
    Warning,
    /// The facts are wrong or cannot be read; fails a build.
    Error,
}

impl Level {
    /// As manifests and reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words; may be empty for the primary place.
    pub text: Message,
}

/// A step of a proof: what is known from one more claim or rule of the vocabulary, taken together
/// with the steps before.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Where it is written.
    pub span: Span,
    /// What it says, and what follows, in words.
    pub text: Message,
    /// What the days belong to: a time point's name for readers.
    pub subject: String,
    /// The days on which that can be, after this step; none where nothing is known of them.
    pub days: Option<DayRange>,
    /// Whether the words tell those days already.
    pub told: bool,
}

impl Step {
    /// The days that a report adds to the words.
    pub(crate) fn new_days(&self) -> Option<DayRange> {
        self.days.filter(|_| !self.told)
    }
}

/// The things that a finding is about, by id. A finding is the same before and after a change
/// when its rule and these are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Names {
    /// Ids of claims.
    pub claims: Vec<Box<str>>,
    /// Ids of sources.
    pub sources: Vec<Box<str>>,
    /// Ids of entities.
    pub entities: Vec<Box<str>>,
    /// Ids of properties.
    pub properties: Vec<Box<str>>,
}

/// A rule that fired.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// Which.
    pub rule: &'static Rule,
    /// How much this one weighs, where that is not what its rule usually weighs. What manifest or
    /// command line say of the rule counts more.
    pub level: Option<Level>,
    /// One sentence that says what is wrong, naming the claims.
    pub message: Message,
    /// Where it is to be mended.
    pub primary: Label,
    /// Other places that take part.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<Message>,
    /// An edit that does what the help says, where there is one.
    pub fix: Option<Fix>,
    /// What it is about.
    pub names: Names,
    /// The proof, where there is one: each step with the days that follow, in the order in which a
    /// reader takes them.
    pub steps: Vec<Step>,
}

impl Finding {
    /// A finding with its message and primary place; the rest is added by the methods below.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<Message>) -> Self {
        Self {
            rule,
            level: None,
            message: message.into().bounded(),
            primary: Label { span, text: Message::default() },
            related: Vec::new(),
            help: None,
            fix: None,
            names: Names::default(),
            steps: Vec::new(),
        }
    }

    /// A level of its own.
    #[must_use]
    pub fn at(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Words at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<Message>) -> Self {
        self.primary.text = text.into().bounded();
        self
    }

    /// Another place with its words.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<Message>) -> Self {
        self.related.push(Label { span, text: text.into().bounded() });
        self
    }

    /// What to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<Message>) -> Self {
        self.help = Some(text.into().bounded());
        self
    }

    /// What to do, where something is known.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<impl Into<Message>>) -> Self {
        self.help = text.map(|text| text.into().bounded()).or(self.help);
        self
    }

    /// What to do, with the edit that does it where there is one.
    #[must_use]
    pub(crate) fn advise(self, help: impl Into<Help>) -> Self {
        let Help { words, fix } = help.into();
        self.help(words).maybe_fix(fix)
    }

    /// An edit that does what the help says, where there is one.
    #[must_use]
    pub fn maybe_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix.or(self.fix);
        self
    }

    /// Names a claim.
    #[must_use]
    pub fn claim(mut self, id: &str) -> Self {
        push_once(&mut self.names.claims, id);
        self
    }

    /// Names a source.
    #[must_use]
    pub fn source(mut self, id: &str) -> Self {
        push_once(&mut self.names.sources, id);
        self
    }

    /// Names an entity.
    #[must_use]
    pub fn entity(mut self, id: &str) -> Self {
        push_once(&mut self.names.entities, id);
        self
    }

    /// Names a property.
    #[must_use]
    pub fn property(mut self, id: &str) -> Self {
        push_once(&mut self.names.properties, id);
        self
    }
}

fn push_once(names: &mut Vec<Box<str>>, id: &str) {
    if !names.iter().any(|name| **name == *id) {
        names.push(id.into());
    }
}
