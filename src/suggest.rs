//! The name that was probably meant.
//!
//! Two ways to the same end: few candidates are all compared; many are looked up by the words
//! that one deletion makes of them (W. Garbe, "Symmetric Delete Spelling Correction", 2012), so
//! that a hostile dataset with many unknown names among many known ones costs no square.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

/// From this number of candidates on they are indexed and not all compared.
const FEW: usize = 500;

/// Names longer than this, in characters, are not compared: no id is that long by mistake.
const LONGEST: usize = 100;

/// Candidates among which the nearest name is looked for.
#[derive(Debug)]
pub(crate) struct Candidates<'a> {
    names: Vec<&'a str>,
    /// The places of the names in their order: an answer does not depend on that of the files.
    sorted: OnceLock<Vec<u32>>,
    index: OnceLock<HashMap<u64, Vec<u32>>>,
}

impl<'a> Candidates<'a> {
    /// Most candidates are never asked for: nothing is done with them until then.
    pub(crate) fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { names: names.into_iter().collect(), sorted: OnceLock::new(), index: OnceLock::new() }
    }

    fn sorted(&self) -> impl ExactSizeIterator<Item = &'a str> {
        let sorted = self.sorted.get_or_init(|| {
            let mut sorted: Vec<u32> = (0..).zip(&self.names).map(|(at, _)| at).collect();
            sorted.sort_unstable_by_key(|&at| self.names[at as usize]);
            sorted.dedup_by_key(|at| self.names[*at as usize]);
            sorted
        });
        sorted.iter().map(|&at| self.names[at as usize])
    }

    /// The candidate nearest to `name`, where one is near enough to have been meant.
    pub(crate) fn nearest(&self, name: &str) -> Option<&'a str> {
        if name.chars().count() > LONGEST {
            return None;
        }
        if self.sorted().len() <= FEW {
            return best(name, self.sorted());
        }
        let index = self.index.get_or_init(|| self.build_index());
        let found = deletions(name).filter_map(|key| index.get(&key)).flatten();
        best(name, found.map(|&at| self.names[at as usize]))
    }

    fn build_index(&self) -> HashMap<u64, Vec<u32>> {
        let mut index: HashMap<u64, Vec<u32>> = HashMap::new();
        let _ = self.sorted();
        for &at in self.sorted.get().into_iter().flatten() {
            let name = self.names[at as usize];
            if name.len() <= LONGEST {
                for key in deletions(name) {
                    let places = index.entry(key).or_default();
                    // Names alike but for one letter share a key: enough of them to choose from.
                    if places.len() < 16 {
                        places.push(at);
                    }
                }
            }
        }
        index
    }
}

/// The candidate nearest to `name` among few.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Candidates::new(candidates).nearest(name)
}

fn best<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let length = name.chars().count();
    let mut found: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = candidate.chars().count();
        if other > LONGEST || candidate == name {
            continue;
        }
        let near = candidate.to_lowercase();
        let distance = if length >= 3 && other >= 3 && (near.contains(&lower) || lower.contains(&near)) {
            // `uzbek` for `uzbekistan`: part of the name, not a slip of the finger.
            length.abs_diff(other).min(3)
        } else if length.abs_diff(other) > 3 {
            continue;
        } else {
            match distance(&lower, &near, 3) {
                Some(distance) => distance,
                None => continue,
            }
        };
        let allowed = (length.max(other) / 3).clamp(1, 3);
        if distance <= allowed && found.is_none_or(|(least, _)| distance < least) {
            found = Some((distance, candidate));
        }
    }
    found.map(|(_, name)| name)
}

/// How many letters are put in, taken out, changed or swapped with the next between two words; `None`
/// where that is more than `most`. Only what that many changes reach is looked at.
fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    // What both begin or end with needs no change.
    let begin = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[begin..], &other[begin..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
    let far = most + 1;
    let width = other.len() + 1;
    let mut before = vec![far; width];
    let mut last: Vec<usize> = (0..width).map(|at| at.min(far)).collect();
    for (i, &a) in one.iter().enumerate() {
        let mut row = vec![far; width];
        if i < most {
            row[0] = i + 1;
        }
        for j in i.saturating_sub(most)..(i + most + 1).min(other.len()) {
            let b = other[j];
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == other[j - 1] && one[i - 1] == b {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least.min(far);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

/// Hashes of a name and of what is left when one of its characters is taken out.
fn deletions(name: &str) -> impl Iterator<Item = u64> + '_ {
    let chars: Vec<char> = name.to_lowercase().chars().collect();
    (0..=chars.len()).map(move |skip| {
        let mut hasher = DefaultHasher::new();
        for (at, c) in chars.iter().enumerate() {
            if at != skip {
                c.hash(&mut hasher);
            }
        }
        hasher.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_mended_and_strangers_left_alone() {
        let names = ["value", "subject", "property", "refs", "note"];
        assert_eq!(nearest("valeu", names), Some("value"));
        assert_eq!(nearest("Subject", names), Some("subject"));
        assert_eq!(nearest("propery", names), Some("property"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("ref", names), Some("refs"));
        assert_eq!(nearest(&"x".repeat(5000), names), None);
    }

    #[test]
    fn among_many_the_same_slips_are_found() {
        let many: Vec<String> = (0..2000).map(|i| format!("entity-number-{i}")).collect();
        let names = Candidates::new(many.iter().map(String::as_str).chain(["uzbekistan"]));
        assert_eq!(names.nearest("uzbekstan"), Some("uzbekistan"));
        assert_eq!(names.nearest("uzbeikstan"), Some("uzbekistan"));
        assert_eq!(names.nearest("nothing-like-it"), None);
    }

    proptest::proptest! {
        #[test]
        fn a_distance_is_that_of_all_ways(one in "[abc]{0,9}", other in "[abc]{0,9}") {
            let all = strsim::osa_distance(&one, &other);
            proptest::prop_assert_eq!(distance(&one, &other, 3), (all <= 3).then_some(all));
        }
    }
}
