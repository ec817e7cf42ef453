//! Messages made of parts: our words, names of things, and what strangers wrote.
//!
//! A dataset, a page or a server may hold any text: what comes from them stays a part of its own,
//! from where a message is made until a format writes it, so that no format has to find out where
//! such a text begins and ends. Each format is a [`Markup`], and escapes there and nowhere else.
//!
//! A message is made by `message!`, from a template that is part of the program:
//!
//! ```ignore
//! message!("claim `{}` says that the {} is {}", claim.id, ours("date"), claim.value)
//! ```
//!
//! What stands between backticks in the template is a name, its holes included; what fills another
//! hole is a stranger's text, unless its type says otherwise. Arguments are never looked through.

mod markup;
mod template;

use std::borrow::Cow;
use std::fmt;

pub use self::markup::{Markup, Plain};
pub(crate) use self::markup::{Shown, is_hidden, push_visible, visible};
#[doc(hidden)]
pub use self::template::check;

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Words of this program.
    Words(Cow<'static, str>),
    /// The name of a thing: an id, a field, a path, a line of TOML. Formats show it in a fixed width.
    Name(Box<str>),
    /// What somebody else wrote: a title, a quote, an address.
    Said(Box<str>),
}

impl Part {
    /// Its text, without anything around it.
    pub fn text(&self) -> &str {
        match self {
            Self::Words(text) => text,
            Self::Name(text) | Self::Said(text) => text,
        }
    }
}

/// Words of this program as an argument of `message!`.
pub(crate) fn ours(text: impl Into<Cow<'static, str>>) -> Part {
    Part::Words(text.into())
}

/// A name as a part of a message.
pub(crate) fn name(text: &str) -> Part {
    Part::Name(text.into())
}

/// What somebody else wrote as a message.
pub(crate) fn said(text: &str) -> Message {
    Part::Said(text.into()).into()
}

/// A sentence, or a part of one, in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Message {
    parts: Vec<Part>,
}

/// The most characters of a stranger's text that a message quotes.
pub(crate) const EXCERPT: usize = 80;

/// The longest message that is made, in bytes.
const LONGEST: usize = 4000;

impl Message {
    /// Its parts, in their order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Has a format write it.
    pub fn render(&self, markup: &mut (impl Markup + ?Sized)) {
        for part in &self.parts {
            match part {
                Part::Words(text) => markup.words(text),
                Part::Name(text) => markup.name(text),
                Part::Said(text) => markup.said(text),
            }
        }
    }

    /// Adds a part; words that follow words become one with them, and nothing is left out.
    pub(crate) fn push(&mut self, part: Part) {
        match (self.parts.last_mut(), part) {
            // An empty name shows that there is none.
            (_, Part::Words(text)) if text.is_empty() => {}
            (_, Part::Said(text)) if text.is_empty() => {}
            (Some(Part::Words(before)), Part::Words(more)) => before.to_mut().push_str(&more),
            (_, part) => self.parts.push(part),
        }
    }

    /// Adds what another message says.
    pub(crate) fn add(&mut self, more: impl Into<Self>) {
        for part in more.into().parts {
            self.push(part);
        }
    }

    /// The same, followed by what another message says.
    #[must_use]
    pub(crate) fn and(mut self, more: impl Into<Self>) -> Self {
        self.add(more);
        self
    }

    /// Several, with something of ours between them.
    pub(crate) fn join(items: &[Self], between: &'static str) -> Self {
        let mut all = Self::default();
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                all.push(ours(between));
            }
            all.add(item.clone());
        }
        all
    }

    /// A template with its holes filled, for `message!`.
    #[doc(hidden)]
    pub fn filled(template: &'static str, arguments: &[&dyn Tell]) -> Self {
        template::fill(template, arguments)
    }

    /// A message of bearable length, whatever stands in it.
    #[must_use]
    pub(crate) fn bounded(self) -> Self {
        let length = |part: &Part| part.text().len() + if matches!(part, Part::Name(_)) { 2 } else { 0 };
        if self.parts.iter().map(length).sum::<usize>() <= LONGEST {
            return self;
        }
        let mut short = Self::default();
        let mut left = LONGEST;
        for part in self.parts {
            let needed = length(&part);
            if needed > left {
                short.push(cut(&part, left));
                break;
            }
            left -= needed;
            short.push(part);
        }
        short.push(ours("…"));
        short
    }

    /// The first characters of it, with a mark where more follow.
    #[must_use]
    pub(crate) fn clipped(&self, most: usize) -> Self {
        let length =
            |part: &Part| part.text().chars().count() + if matches!(part, Part::Name(_)) { 2 } else { 0 };
        if self.parts.iter().map(length).sum::<usize>() <= most {
            return self.clone();
        }
        let mut short = Self::default();
        let mut left = most.saturating_sub(1);
        for part in &self.parts {
            let needed = length(part);
            if needed > left {
                let bytes = part.text().char_indices().nth(left).map_or(0, |(at, _)| at);
                short.push(cut(part, bytes));
                break;
            }
            left -= needed;
            short.push(part.clone());
        }
        short.push(ours("…"));
        short
    }

    /// With a capital letter first.
    #[must_use]
    pub(crate) fn capital(mut self) -> Self {
        if let Some(first) = self.parts.first_mut() {
            let mut chars = first.text().chars();
            let letter: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
            let text = format!("{letter}{}", chars.as_str());
            *first = match first {
                Part::Words(_) => Part::Words(text.into()),
                Part::Name(_) => return self,
                Part::Said(_) => Part::Said(text.into()),
            };
        }
        self
    }

    /// As a message quotes it: shortened where it is long.
    #[must_use]
    pub(crate) fn excerpt(&self) -> Self {
        self.clipped(EXCERPT)
    }

    /// The bytes in whose order messages stand: names between backticks.
    pub(crate) fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        self.parts.iter().flat_map(|part| {
            let quote = if matches!(part, Part::Name(_)) { "`" } else { "" };
            quote.bytes().chain(part.text().bytes()).chain(quote.bytes())
        })
    }
}

/// As much of a part as fits into some bytes. A name that is cut is none any more.
fn cut(part: &Part, bytes: usize) -> Part {
    let text = part.text();
    let end = (0..=bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    match part {
        Part::Words(_) => Part::Words(text[..end].to_owned().into()),
        Part::Name(_) | Part::Said(_) => Part::Said(text[..end].into()),
    }
}

/// As plain text: names between backticks, nothing that moves a cursor or hides.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut plain = Plain::default();
        self.render(&mut plain);
        f.write_str(&plain.into_text())
    }
}

/// As plain text.
impl serde::Serialize for Message {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Text of the program itself, with names between backticks.
impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        template::fixed(text)
    }
}

impl From<Part> for Message {
    fn from(part: Part) -> Self {
        let mut message = Self::default();
        message.push(part);
        message
    }
}

/// What can fill a hole of a template.
pub trait Tell {
    /// Adds itself to a message.
    fn tell(&self, message: &mut Message);
}

impl<T: Tell + ?Sized> Tell for &T {
    fn tell(&self, message: &mut Message) {
        (**self).tell(message);
    }
}

/// What is not there says nothing.
impl<T: Tell> Tell for Option<T> {
    fn tell(&self, message: &mut Message) {
        if let Some(some) = self {
            some.tell(message);
        }
    }
}

impl Tell for Message {
    fn tell(&self, message: &mut Message) {
        message.add(self.clone());
    }
}

impl Tell for Part {
    fn tell(&self, message: &mut Message) {
        message.push(self.clone());
    }
}

impl Tell for str {
    fn tell(&self, message: &mut Message) {
        message.push(Part::Said(self.into()));
    }
}

impl Tell for String {
    fn tell(&self, message: &mut Message) {
        (**self).tell(message);
    }
}

impl Tell for Box<str> {
    fn tell(&self, message: &mut Message) {
        (**self).tell(message);
    }
}

impl Tell for Cow<'_, str> {
    fn tell(&self, message: &mut Message) {
        (**self).tell(message);
    }
}

/// Numbers are told in figures.
macro_rules! tell_numbers {
    ($($number:ty)+) => {
        $(impl Tell for $number {
            fn tell(&self, message: &mut Message) {
                message.push(ours(self.to_string()));
            }
        })+
    };
}
tell_numbers!(u8 u16 u32 u64 usize i32 i64 i128 rust_decimal::Decimal);

/// A message from a template of ours and what fills its holes, `{}`. How many holes there are, and
/// that backticks come in pairs, is checked when the program is built.
macro_rules! message {
    ($template:literal $(, $argument:expr)* $(,)?) => {{
        const _: () = $crate::message::check($template, <[&str]>::len(&[$(stringify!($argument)),*]));
        $crate::message::Message::filled($template, &[$(&$argument as &dyn $crate::message::Tell),*])
    }};
}
pub(crate) use message;

#[cfg(test)]
mod tests;
