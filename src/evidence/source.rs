//! Whether a source still holds a quote: what the check of links asks for each page that it got.

use super::Verdict;
use super::language::Language;
use super::passage::{self, Difference, Found};
use crate::{page, words};

/// What a source says of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// [`Verdict::Supported`] where the source holds the quote, [`Verdict::Contradicted`] where a
    /// passage differs in something that matters, [`Verdict::Absent`], or [`Verdict::CannotCheck`].
    pub verdict: Verdict,
    /// Why, in words; none where the quote is there.
    pub reason: Option<String>,
    /// The passage that was found, or the nearest.
    pub passage: Option<String>,
}

/// Most differences that a reason tells.
const MOST_DIFFERENCES: usize = 3;

/// Looks for a quote in what a server sent: the body as it came (without content encodings), its
/// `Content-Type` header, and the quote with its language tag. Never panics; time and memory are
/// bounded by [`page::MOST_BYTES`] and the limits of its room.
#[cfg(feature = "pages")]
pub fn holds(bytes: &[u8], content_type: Option<&str>, quote: &str, lang: Option<&str>) -> Outcome {
    match page::text(bytes, content_type) {
        Ok(text) => in_text(&text, quote, lang),
        Err(reason) => cannot_check(reason.to_string()),
    }
}

/// Looks for a quote in a text that was taken out of a page before, so that one page serves many
/// quotes.
pub fn in_text(page: &page::Text, quote: &str, lang: Option<&str>) -> Outcome {
    let text = &page.text;
    let shown = |place: std::ops::Range<usize>| text.get(place).map(tidy);
    match passage::find(text, quote, lang.and_then(Language::of)) {
        Found::NoWords => cannot_check("the quote has no words".into()),
        Found::Found(place) => Outcome { verdict: Verdict::Supported, reason: None, passage: shown(place) },
        Found::Contradicted { passage, differences } => Outcome {
            verdict: Verdict::Contradicted,
            reason: Some(format!("the source says it otherwise: {}", tell(text, quote, &differences, true))),
            passage: shown(passage),
        },
        Found::Absent { nearest } => {
            if let Some(reservation) = &page.reservation {
                return cannot_check(format!("the quote was not found, but {reservation}"));
            }
            let (passage, differences) =
                nearest.map_or((None, Vec::new()), |(place, all)| (shown(place), all));
            let reason = if differences.is_empty() {
                "the source does not hold the quote".into()
            } else {
                format!(
                    "the source does not hold the quote in these words: {}",
                    tell(text, quote, &differences, false)
                )
            };
            Outcome { verdict: Verdict::Absent, reason: Some(reason), passage }
        }
    }
}

fn cannot_check(reason: String) -> Outcome {
    Outcome { verdict: Verdict::CannotCheck, reason: Some(reason), passage: None }
}

/// On one line.
fn tidy(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn tell(text: &str, quote: &str, differences: &[Difference], mattering: bool) -> String {
    let part = |text: &str, place: &std::ops::Range<usize>| {
        words::excerpt(&tidy(text.get(place.clone()).unwrap_or_default()))
    };
    let told: Vec<String> = differences
        .iter()
        .filter(|difference| difference.matters || !mattering)
        .map(|difference| {
            let (old, new) = (part(quote, &difference.quote), part(text, &difference.text));
            match (old.is_empty(), new.is_empty()) {
                (true, _) => format!("“{new}” stands there, but not in the quote"),
                (_, true) => format!("“{old}” does not stand there"),
                _ => format!("“{new}” where the quote has “{old}”"),
            }
        })
        .collect();
    words::short_list(&told, MOST_DIFFERENCES).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &[u8] =
        b"<p>The drills ended. A total of <b>4,000</b> troops took part in <i>Rubezh 2008</i>.</p>";

    fn ask(page: &[u8], quote: &str) -> Outcome {
        holds(page, Some("text/html; charset=utf-8"), quote, Some("en"))
    }

    #[test]
    fn a_source_holds_a_quote_or_says_otherwise() {
        let found = ask(PAGE, "a total of 4,000 troops took part in “Rubezh 2008”");
        assert_eq!(found.verdict, Verdict::Supported);
        assert_eq!(found.passage.as_deref(), Some("A total of 4,000 troops took part in Rubezh 2008"));
        let other = ask(PAGE, "A total of 5,000 troops took part in Rubezh 2008");
        assert_eq!(other.verdict, Verdict::Contradicted);
        assert_eq!(
            other.reason.as_deref(),
            Some("the source says it otherwise: “4” where the quote has “5”")
        );
        assert_eq!(ask(PAGE, "Uzbekistan suspended its membership").verdict, Verdict::Absent);
        let near = ask(PAGE, "A total of 4,000 troops participated in Rubezh 2008");
        assert_eq!(near.verdict, Verdict::Absent);
        assert_eq!(
            near.reason.as_deref(),
            Some(
                "the source does not hold the quote in these words: “took part” where the quote has “participated”"
            )
        );
    }

    #[test]
    fn our_failures_are_not_the_sources() {
        let paywall = [PAGE, b"<div class=paywall>"].concat();
        assert_eq!(ask(&paywall, "Uzbekistan suspended its membership").verdict, Verdict::CannotCheck);
        assert_eq!(ask(&paywall, "A total of 4,000 troops").verdict, Verdict::Supported);
        for (body, kind) in
            [(&b"%PDF-1.4 broken"[..], "application/pdf"), (b"\x89PNG", "image/png"), (b"", "")]
        {
            let outcome = holds(body, Some(kind), "4,000 troops", Some("en"));
            assert_eq!(outcome.verdict, Verdict::CannotCheck);
            assert!(outcome.reason.is_some());
        }
        assert_eq!(ask(PAGE, "…").verdict, Verdict::CannotCheck);
    }
}
