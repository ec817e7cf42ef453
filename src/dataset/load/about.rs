//! What is being read, in words and as names: put into words only where there is something to tell.

use std::fmt;

use crate::finding::Names;

/// The table, or the part of one, that a finding of loading is about.
#[derive(Clone, Copy)]
pub(crate) enum About<'a> {
    /// A whole file by its path.
    File(&'a str),
    /// A table by its header without brackets.
    Header(&'a str),
    Entity(&'a str),
    Property(&'a str),
    Kind(&'a str),
    Unit(&'a str),
    /// By its id, where that can be read; so the next.
    Claim(Option<&'a str>),
    Source(Option<&'a str>),
    /// By the rule it is for.
    Accept(Option<&'a str>),
    /// A field of another.
    Field(&'a str, &'a About<'a>),
    Reference(&'a About<'a>),
    RelativeDate(&'a About<'a>),
}

impl About<'_> {
    /// What every finding about it names.
    pub(in crate::dataset) fn names(&self) -> Names {
        let one = |name: &&str| vec![Box::from(*name)];
        match self {
            Self::File(_) | Self::Header(_) | Self::Accept(_) | Self::Kind(_) | Self::Unit(_) => {
                Names::default()
            }
            Self::Entity(id) => Names { entities: one(id), ..Names::default() },
            Self::Property(id) => Names { properties: one(id), ..Names::default() },
            Self::Claim(id) => Names { claims: id.as_ref().map_or_else(Vec::new, one), ..Names::default() },
            Self::Source(id) => Names { sources: id.as_ref().map_or_else(Vec::new, one), ..Names::default() },
            Self::Field(_, of) | Self::Reference(of) | Self::RelativeDate(of) => of.names(),
        }
    }
}

impl fmt::Display for About<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "`{path}`"),
            Self::Header(header) => write!(f, "`[{header}]`"),
            Self::Entity(id) => write!(f, "entity `{id}`"),
            Self::Property(id) => write!(f, "property `{id}`"),
            Self::Kind(id) => write!(f, "kind `{id}`"),
            Self::Unit(id) => write!(f, "unit `{id}`"),
            Self::Claim(Some(id)) => write!(f, "claim `{id}`"),
            Self::Claim(None) => f.write_str("a claim"),
            Self::Source(Some(id)) => write!(f, "source `{id}`"),
            Self::Source(None) => f.write_str("a source"),
            Self::Accept(Some(rule)) => write!(f, "an accept entry for `{rule}`"),
            Self::Accept(None) => f.write_str("an accept entry"),
            Self::Field(field, of) => write!(f, "`{field}` of {of}"),
            Self::Reference(of) => write!(f, "a reference of {of}"),
            Self::RelativeDate(of) => write!(f, "the relative date of {of}"),
        }
    }
}
