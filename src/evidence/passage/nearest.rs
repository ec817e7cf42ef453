//! The passage that comes nearest to a quote, and what differs.

use std::collections::HashMap;
use std::ops::Range;

use super::units::Unit;
use super::{Difference, Found};
use crate::evidence::language::{Language, Role};

/// A text with its units and their numbers.
pub(super) struct Side<'a> {
    pub(super) text: &'a str,
    pub(super) units: &'a [Unit],
    pub(super) ids: &'a [u32],
}

/// Of longer quotes only the beginning is compared unit by unit.
const MOST_UNITS: usize = 1500;
/// The share of a quote's units that a passage must hold to be called near, in per cent.
const NEAR: usize = 50;
/// The share from which a difference that matters is a contradiction and not another sentence.
const SAME_SENTENCE: usize = 65;

pub(super) fn nearest(page: &Side<'_>, quote: &Side<'_>, language: Option<&Language>) -> Found {
    let length = quote.ids.len().min(MOST_UNITS);
    let quote = Side { text: quote.text, units: &quote.units[..length], ids: &quote.ids[..length] };
    let Some(start) = best_window(page.ids, quote.ids) else { return Found::Absent { nearest: None } };
    let margin = length / 4 + 4;
    let window = start.saturating_sub(margin)..(start + length + margin).min(page.ids.len());
    let pairs = align(&page.ids[window.clone()], quote.ids);
    let same = pairs.len();
    if same * 100 < length * NEAR {
        return Found::Absent { nearest: None };
    }
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
        return Found::Absent { nearest: None };
    };
    // What the quote has before the first common unit stands against as much of the page.
    let before = first.1.min(first.0);
    let after = (length - 1 - last.1).min(window.len() - 1 - last.0);
    let reach = window.start + first.0 - before..window.start + last.0 + 1 + after;
    let differences = differences(page, &quote, &window, &reach, &pairs, language);
    let passage = span(page, reach);
    let contradicts = differences.iter().any(|difference| {
        let both = !difference.quote.is_empty() && !difference.text.is_empty();
        difference.matters && (both || denies(&page.text[difference.text.clone()], language))
    });
    if contradicts && same * 100 >= length * SAME_SENTENCE {
        return Found::Contradicted { passage, differences };
    }
    Found::Absent { nearest: Some((passage, differences)) }
}

/// Where the window as long as the quote begins that has most units in common with it, rare ones
/// counting more; `None` where nothing is in common.
fn best_window(page: &[u32], quote: &[u32]) -> Option<usize> {
    let mut need: HashMap<u32, usize> = HashMap::new();
    quote.iter().for_each(|id| *need.entry(*id).or_default() += 1);
    let mut common: HashMap<u32, usize> = HashMap::new();
    page.iter().filter(|id| need.contains_key(id)).for_each(|id| *common.entry(*id).or_default() += 1);
    // "The" says little, a name that stands twice says much.
    let weight = |id: &u32| match common.get(id) {
        Some(1..=3) => 4,
        Some(4..=20) => 2,
        _ => 1_usize,
    };
    let (mut have, mut score, mut best) = (HashMap::<u32, usize>::new(), 0_usize, (0_usize, None));
    for (at, id) in page.iter().enumerate() {
        if let Some(most) = need.get(id) {
            let count = have.entry(*id).or_default();
            *count += 1;
            score += if *count <= *most { weight(id) } else { 0 };
        }
        if at >= quote.len()
            && let Some(most) = need.get(&page[at - quote.len()])
        {
            let gone = page[at - quote.len()];
            let count = have.entry(gone).or_default();
            score -= if *count <= *most { weight(&gone) } else { 0 };
            *count = count.saturating_sub(1);
        }
        if score > best.0 {
            best = (score, Some((at + 1).saturating_sub(quote.len())));
        }
    }
    best.1
}

/// The units that two sequences have in common, in order: a longest common subsequence, those that
/// stand close together preferred.
fn align(page: &[u32], quote: &[u32]) -> Vec<(usize, usize)> {
    let (rows, columns) = (page.len() + 1, quote.len() + 1);
    // A common unit that follows another counts one more than one that stands alone.
    let mut table = vec![0_u32; rows * columns];
    let at = |row: usize, column: usize| row * columns + column;
    for row in (0..page.len()).rev() {
        for column in (0..quote.len()).rev() {
            let mut most = table[at(row + 1, column)].max(table[at(row, column + 1)]);
            if page[row] == quote[column] {
                let follows = page.get(row + 1).is_some_and(|next| quote.get(column + 1) == Some(next));
                most = most.max(table[at(row + 1, column + 1)] + 2 + u32::from(follows));
            }
            table[at(row, column)] = most;
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < page.len() && column < quote.len() {
        let follows = page.get(row + 1).is_some_and(|next| quote.get(column + 1) == Some(next));
        let here = table[at(row, column)];
        if page[row] == quote[column] && here == table[at(row + 1, column + 1)] + 2 + u32::from(follows) {
            pairs.push((row, column));
            row += 1;
            column += 1;
        } else if here == table[at(row + 1, column)] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

fn differences(
    page: &Side<'_>,
    quote: &Side<'_>,
    window: &Range<usize>,
    reach: &Range<usize>,
    pairs: &[(usize, usize)],
    language: Option<&Language>,
) -> Vec<Difference> {
    let mut out = Vec::new();
    let (mut row, mut column) = (reach.start, 0);
    let ends = pairs.iter().map(|(row, column)| (window.start + row, *column));
    for (next_row, next_column) in ends.chain([(reach.end, quote.units.len())]) {
        let (rows, columns) = (row.min(next_row)..next_row, column..next_column);
        if !rows.is_empty() || !columns.is_empty() {
            let matters = matter(page, rows.clone(), language) || matter(quote, columns.clone(), language);
            out.push(Difference { quote: span(quote, columns), text: span(page, rows), matters });
        }
        (row, column) = (next_row + 1, next_column + 1);
    }
    out
}

/// The bytes of some units; an empty place where there are none.
fn span(side: &Side<'_>, units: Range<usize>) -> Range<usize> {
    match (side.units.get(units.start), units.end.checked_sub(1).and_then(|last| side.units.get(last))) {
        (Some(first), Some(last)) if !units.is_empty() => first.span.start..last.span.end,
        (Some(next), _) => next.span.start..next.span.start,
        (None, _) => side.text.len()..side.text.len(),
    }
}

/// Whether some units hold a number, a date, a name, a bound or a negation.
fn matter(side: &Side<'_>, units: Range<usize>, language: Option<&Language>) -> bool {
    let digits = |unit: &Unit| {
        unit.key.chars().any(|c| c.is_ascii_digit()) || !unit.key.chars().any(char::is_alphabetic)
    };
    units.clone().any(|at| digits(&side.units[at]) || is_name(side, at)) || says(side, units, language)
}

/// Whether a unit is written as a name is, and not because a sentence begins.
fn is_name(side: &Side<'_>, at: usize) -> bool {
    let unit = &side.units[at];
    let upper = side.text[unit.span.clone()].chars().next().is_some_and(char::is_uppercase);
    let before = side.text[..unit.span.start].trim_end();
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', '"', '“', '«', '„', '\n', '…']);
    upper && !begins
}

fn says(side: &Side<'_>, units: Range<usize>, language: Option<&Language>) -> bool {
    let Some(language) = language else { return false };
    let text = side.text.get(span(side, units)).unwrap_or_default();
    let tokens = language.tokens(text);
    (0..tokens.len()).any(|at| {
        language
            .role(&tokens, at, |role| {
                matches!(
                    role,
                    Role::Month(_)
                        | Role::Season(_)
                        | Role::Number(_)
                        | Role::Scale { .. }
                        | Role::Collective(_)
                        | Role::Vague
                        | Role::BoundBefore(_)
                        | Role::BoundAfter(_)
                        | Role::Negation
                )
                .then_some(())
            })
            .is_some()
    })
}

fn denies(text: &str, language: Option<&Language>) -> bool {
    let Some(language) = language else { return false };
    let tokens = language.tokens(text);
    (0..tokens.len()).any(|at| language.is(&tokens, at, Role::Negation).is_some())
}
