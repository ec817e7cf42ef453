//! Pictures, before a format draws them: rows on a common scale.
//!
//! Every row is a strip of its own, with its name beside it in words, so that a picture reads at
//! any width and each row can be told aloud. Places along a strip are per cent of its width, heights
//! are pixels: bars stretch, letters do not.

use crate::message::Message;
use std::fmt;

use super::scale::Tick;

/// A picture.
pub(in crate::report) struct Picture {
    /// What it shows, in a few words.
    pub(in crate::report) title: String,
    /// How it is to be read, in a sentence.
    pub(in crate::report) about: String,
    /// The scale.
    pub(in crate::report) ticks: Vec<Tick>,
    /// From top to bottom.
    pub(in crate::report) rows: Vec<Row>,
    /// What colours mean: class and words.
    pub(in crate::report) legend: Vec<(String, String)>,
    /// Rows that are not shown.
    pub(in crate::report) left_out: usize,
}

/// A row of a picture.
pub(in crate::report) struct Row {
    /// Whose.
    pub(in crate::report) name: String,
    /// What it shows, in words: stands under the name, and is what is read aloud.
    pub(in crate::report) says: Message,
    /// Where the name leads to on the page.
    pub(in crate::report) href: Option<String>,
    /// In pixels.
    pub(in crate::report) height: u32,
    /// What is drawn, in order.
    pub(in crate::report) marks: Vec<Mark>,
}

/// A part of a row.
pub(in crate::report) enum Mark {
    /// A rectangle.
    Bar { x: Percent, width: Percent, y: u32, height: u32, class: String },
    /// A line from one place to another.
    Line { from: Percent, to: Percent, y: u32, class: &'static str },
    /// The head of an arrow, pointing right or left.
    Head { x: Percent, y: u32, right: bool },
    /// A dot.
    Dot { x: Percent, y: u32, class: &'static str },
    /// Words.
    Text { x: Percent, y: u32, text: String },
}

/// A place along a strip, from 0 to 100.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(in crate::report) struct Percent(f64);

impl Percent {
    /// Keeps a place on the strip; what is no number is its start.
    pub(super) fn new(place: f64) -> Self {
        Self(if place.is_finite() { place.clamp(0.0, 100.0) } else { 0.0 })
    }

    /// From this place to another, at least so much.
    pub(super) fn to(self, other: Self, least: f64) -> Self {
        Self::new((other.0 - self.0).max(least))
    }

    /// The place halfway to another.
    pub(super) fn middle(self, other: Self) -> Self {
        Self::new((self.0 + other.0) / 2.0)
    }

    /// This place moved to the left, where a bar of this width would run over the end.
    pub(super) fn fit(self, width: Self) -> Self {
        Self::new(self.0.min(100.0 - width.0))
    }

    /// Which end of words stands here, so that they stay on the strip: `start`, `mid` or `end`.
    pub(in crate::report) fn anchor(self) -> &'static str {
        match self.0 {
            place if place < 3.0 => "start",
            place if place > 95.0 => "end",
            _ => "mid",
        }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.0);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// The narrowest bar that can be seen, in per cent.
pub(super) const NARROWEST: f64 = 0.6;

/// A bar between two places, wide enough to be seen.
pub(super) fn bar(from: Percent, to: Percent, y: u32, height: u32, class: impl Into<String>) -> Mark {
    let width = from.to(to, NARROWEST);
    Mark::Bar { x: from.fit(width), width, y, height, class: class.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_on_the_strip() {
        assert_eq!(Percent::new(12.3456).to_string(), "12.35");
        assert_eq!(Percent::new(50.0).to_string(), "50");
        assert_eq!(Percent::new(0.001).to_string(), "0");
        assert_eq!(Percent::new(-3.0).to_string(), "0");
        assert_eq!(Percent::new(f64::NAN).to_string(), "0");
        assert_eq!(Percent::new(f64::INFINITY).to_string(), "0");
        let Mark::Bar { x, width, .. } = bar(Percent::new(100.0), Percent::new(100.0), 0, 1, "") else {
            unreachable!("it is a bar")
        };
        assert_eq!((x.to_string(), width.to_string()), ("99.4".into(), "0.6".into()));
    }
}
