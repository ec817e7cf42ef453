//! What is being read, in words and as names: put into words only where there is something to tell.

use crate::finding::Names;
use crate::message::{Message, Tell, message};

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

impl Tell for About<'_> {
    fn tell(&self, message: &mut Message) {
        message.add(match self {
            Self::File(path) => message!("`{}`", path),
            Self::Header(header) => message!("`[{}]`", header),
            Self::Entity(id) => message!("entity `{}`", id),
            Self::Property(id) => message!("property `{}`", id),
            Self::Kind(id) => message!("kind `{}`", id),
            Self::Unit(id) => message!("unit `{}`", id),
            Self::Claim(Some(id)) => message!("claim `{}`", id),
            Self::Claim(None) => "a claim".into(),
            Self::Source(Some(id)) => message!("source `{}`", id),
            Self::Source(None) => "a source".into(),
            Self::Accept(Some(rule)) => message!("an accept entry for `{}`", rule),
            Self::Accept(None) => "an accept entry".into(),
            Self::Field(field, of) => message!("`{}` of {}", field, of),
            Self::Reference(of) => message!("a reference of {}", of),
            Self::RelativeDate(of) => message!("the relative date of {}", of),
        });
    }
}
