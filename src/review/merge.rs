//! The merge of two sides that is not made yet: files against their common ancestor, as git merges them.
//!
//! A file that one side changed is that side's. One that both changed is merged by lines: a change is taken
//! where at least one line that nobody touched lies between it and any change of the other side, or where both
//! made the same. A file that only moved, with its content as it was, is followed. What is left
//! needs a decision, and nothing is guessed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

use crate::dataset::load::RawFile;

/// What a file holds, or why it cannot be read.
type Content = Result<Vec<u8>, String>;

type Files = BTreeMap<String, Content>;

/// The files of a merge, or the paths of those that need a decision.
pub(super) fn files(
    ancestor: Vec<RawFile>,
    ours: Vec<RawFile>,
    theirs: Vec<RawFile>,
) -> Result<Vec<RawFile>, Vec<String>> {
    let by_path =
        |files: Vec<RawFile>| -> Files { files.into_iter().map(|file| (file.path, file.content)).collect() };
    let (mut ancestor, mut ours, mut theirs) = (by_path(ancestor), by_path(ours), by_path(theirs));
    let moved = moved(&ancestor, &ours).into_iter().chain(moved(&ancestor, &theirs));
    for (from, to) in moved.collect::<BTreeSet<_>>() {
        follow(&from, &to, [&mut ancestor, &mut ours, &mut theirs]);
    }
    let paths: BTreeSet<String> =
        [&ancestor, &ours, &theirs].into_iter().flat_map(|files| files.keys().cloned()).collect();
    let (mut merged, mut undecided) = (Vec::new(), Vec::new());
    for path in paths {
        match file(ancestor.remove(&path), ours.remove(&path), theirs.remove(&path)) {
            Some(Some(content)) => merged.push(RawFile { path, content }),
            Some(None) => {}
            None => undecided.push(path),
        }
    }
    if undecided.is_empty() { Ok(merged) } else { Err(undecided) }
}

/// Where files of the ancestor went that have the same content under another path, and one only.
fn moved(ancestor: &Files, side: &Files) -> Vec<(String, String)> {
    let mut gone: HashMap<&[u8], Vec<&String>> = HashMap::new();
    for (path, content) in ancestor.iter().filter(|(path, _)| !side.contains_key(*path)) {
        if let Ok(bytes) = content {
            gone.entry(bytes).or_default().push(path);
        }
    }
    let mut came: HashMap<&[u8], Vec<&String>> = HashMap::new();
    for (path, content) in side.iter().filter(|(path, _)| !ancestor.contains_key(*path)) {
        if let Ok(bytes) = content {
            came.entry(bytes).or_default().push(path);
        }
    }
    let pairs = gone.into_iter().filter(|(bytes, _)| !bytes.is_empty()).filter_map(|(bytes, from)| {
        match (from.as_slice(), came.get(bytes)?.as_slice()) {
            ([from], [to]) => Some(((*from).clone(), (*to).clone())),
            _ => None,
        }
    });
    pairs.collect()
}

/// Lets a file that moved on one side have its new path on all, where nothing else has it.
fn follow(from: &str, to: &str, sides: [&mut Files; 3]) {
    let free = sides.iter().all(|files| !(files.contains_key(from) && files.contains_key(to)));
    if free {
        for files in sides {
            if let Some(content) = files.remove(from) {
                files.insert(to.to_owned(), content);
            }
        }
    }
}

/// A merged file; within, nothing where it is gone. `None` where it needs a decision.
fn file(
    ancestor: Option<Content>,
    ours: Option<Content>,
    theirs: Option<Content>,
) -> Option<Option<Content>> {
    if ours == theirs || theirs == ancestor {
        return Some(ours);
    }
    if ours == ancestor {
        return Some(theirs);
    }
    let (Some(Ok(ours)), Some(Ok(theirs))) = (ours, theirs) else { return None };
    // What both added begins as nothing.
    let ancestor = match ancestor {
        Some(content) => content.ok()?,
        None => Vec::new(),
    };
    lines(&ancestor, &ours, &theirs).map(|bytes| Some(Ok(bytes)))
}

/// A stretch of lines of the ancestor, and what a side has in its place.
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// Two texts merged by lines; `None` where that needs a decision.
fn lines(ancestor: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    let [ancestor, ours, theirs] = [ancestor, ours, theirs].map(split);
    let (one, two) = (changes(&ancestor, &ours), changes(&ancestor, &theirs));
    let mut merged: Vec<&[u8]> = Vec::new();
    let (mut one, mut two) = (one.as_slice(), two.as_slice());
    let mut done = 0;
    loop {
        let (from_one, from_two) = (one.first(), two.first());
        let apart = |first: &Change, second: &Change| first.old.end < second.old.start;
        let (change, side, rest) = match (from_one, from_two) {
            (None, None) => break,
            (Some(first), None) => (first, &ours, &mut one),
            (None, Some(second)) => (second, &theirs, &mut two),
            (Some(first), Some(second)) if apart(first, second) => (first, &ours, &mut one),
            (Some(first), Some(second)) if apart(second, first) => (second, &theirs, &mut two),
            // They meet: both must have made the same of it.
            (Some(first), Some(second)) => {
                let (span, number) = meeting(one, two);
                let ours_there = there(&ours, &one[..number.0], &span, first);
                let theirs_there = there(&theirs, &two[..number.1], &span, second);
                if ours_there != theirs_there {
                    return None;
                }
                merged.extend_from_slice(ancestor.get(done..span.start)?);
                merged.extend_from_slice(ours_there?);
                done = span.end;
                (one, two) = (&one[number.0..], &two[number.1..]);
                continue;
            }
        };
        merged.extend_from_slice(ancestor.get(done..change.old.start)?);
        merged.extend_from_slice(side.get(change.new.clone())?);
        done = change.old.end;
        *rest = &rest[1..];
    }
    merged.extend_from_slice(ancestor.get(done..)?);
    Some(merged.concat())
}

/// The stretch of the ancestor that changes which meet cover together, and how many of each side they are.
fn meeting(one: &[Change], two: &[Change]) -> (Range<usize>, (usize, usize)) {
    let start = one[0].old.start.min(two[0].old.start);
    let mut end = one[0].old.end.max(two[0].old.end);
    let (mut from_one, mut from_two) = (1, 1);
    loop {
        let more = |changes: &[Change], at: usize| {
            changes.get(at).map(|next| next.old.clone()).filter(|old| old.start <= end)
        };
        if let Some(old) = more(one, from_one) {
            (end, from_one) = (end.max(old.end), from_one + 1);
        } else if let Some(old) = more(two, from_two) {
            (end, from_two) = (end.max(old.end), from_two + 1);
        } else {
            return (start..end, (from_one, from_two));
        }
    }
}

/// What a side has in the place of a stretch of the ancestor, of which it changed this.
fn there<'l, 't>(
    lines: &'l [&'t [u8]],
    changes: &[Change],
    span: &Range<usize>,
    first: &Change,
) -> Option<&'l [&'t [u8]]> {
    let last = changes.last()?;
    // What lies around the changes is as it was, so lines are counted from them.
    let start = first.new.start.checked_sub(first.old.start - span.start)?;
    lines.get(start..last.new.end + (span.end - last.old.end))
}

fn split(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

fn changes(old: &[&[u8]], new: &[&[u8]]) -> Vec<Change> {
    let mut input: InternedInput<&[u8]> = InternedInput::default();
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_lines(&input);
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    diff.hunks().map(|hunk| Change { old: range(hunk.before), new: range(hunk.after) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(ancestor: &str, ours: &str, theirs: &str) -> Option<String> {
        let spread = |text: &str| text.replace(' ', "\n");
        let texts = [ancestor, ours, theirs].map(spread);
        let merged = lines(texts[0].as_bytes(), texts[1].as_bytes(), texts[2].as_bytes())?;
        let back = lines(texts[0].as_bytes(), texts[2].as_bytes(), texts[1].as_bytes())?;
        assert_eq!(merged, back, "sides have no order");
        Some(String::from_utf8(merged).unwrap().replace('\n', " "))
    }

    #[test]
    fn changes_apart_are_both_taken() {
        assert_eq!(merged("a b c d ", "A b c d ", "a b c D ").as_deref(), Some("A b c D "));
        assert_eq!(merged("a b c d ", "a c d ", "a b c d e ").as_deref(), Some("a c d e "));
        assert_eq!(
            merged("a b c d e f ", "x a b c d f ", "a b y c d e f ").as_deref(),
            Some("x a b y c d f ")
        );
        assert_eq!(merged("a ", "a ", "b ").as_deref(), Some("b "));
        assert_eq!(merged("a b c", "a b c ", "A b c").as_deref(), Some("A b c "));
    }

    #[test]
    fn what_both_made_alike_is_taken_once() {
        assert_eq!(merged("a b c d ", "a X c d ", "a X c D ").as_deref(), Some("a X c D "));
        assert_eq!(merged("a b c ", "a X c ", "a X Y c ").as_deref(), None);
        assert_eq!(merged("", "a b ", "a b ").as_deref(), Some("a b "));
    }

    #[test]
    fn what_meets_needs_a_decision() {
        assert_eq!(merged("a b c ", "a X c ", "a Y c "), None);
        assert_eq!(merged("a b c ", "a X c ", "a b Y "), None);
        assert_eq!(merged("a c ", "a x c ", "a y c "), None);
        assert_eq!(merged("a b c d e ", "a e ", "a b X d e "), None);
        assert_eq!(merged("", "a ", "b "), None);
    }

    fn file(path: &str, text: &str) -> RawFile {
        RawFile { path: path.into(), content: Ok(text.into()) }
    }

    #[test]
    fn files_come_go_and_move() {
        let ancestor = vec![file("a", "1\n2\n3\n"), file("b", "b\n"), file("c", "c\n")];
        let ours = vec![file("moved", "1\n2\n3\n"), file("b", "b\n"), file("new", "n\n")];
        let theirs = vec![file("a", "1\n2\nX\n"), file("c", "c\n"), file("new", "n\n")];
        let merged = files(ancestor.clone(), ours.clone(), theirs).unwrap();
        assert_eq!(merged, [file("moved", "1\n2\nX\n"), file("new", "n\n")]);
        // Gone here and changed there.
        let theirs = vec![file("a", "1\n2\n3\n"), file("b", "b\n"), file("c", "C\n"), file("new", "other\n")];
        assert_eq!(files(ancestor, ours, theirs).unwrap_err(), ["c", "new"]);
    }

    #[test]
    fn what_cannot_be_read_is_taken_from_who_changed_it() {
        let broken = || vec![RawFile { path: "a".into(), content: Err("is larger".into()) }];
        assert_eq!(files(vec![file("a", "1\n")], broken(), vec![file("a", "1\n")]).unwrap(), broken());
        assert_eq!(files(vec![file("a", "1\n")], broken(), vec![file("a", "2\n")]).unwrap_err(), ["a"]);
    }
}
