//! A name in the text of a file: found within its quotes, and replaced there.

/// Which part of a text in quotes a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// What stands before a mark: of a time point the entity, of a claim of several its table.
    Before(char),
    /// What stands behind it: of a time point the property, of a claim of several its subject.
    Behind(char),
}

/// The whole of what is written around a name, quotes included.
pub(super) fn whole(text: &str, start: usize, end: usize) -> (usize, usize) {
    let quote = |at: Option<usize>| {
        at.and_then(|at| text.as_bytes().get(at)).copied().filter(|byte| matches!(byte, b'"' | b'\''))
    };
    let (before, behind) = (quote(start.checked_sub(1)), quote(Some(end)));
    if before.is_some() && before == behind { (start - 1, end + 1) } else { (start, end) }
}

/// What is written, with another name in it.
pub(super) fn renamed(written: &str, part: Part, old: &str, new: &str) -> String {
    let (open, inner, close) = unquoted(written);
    let inner = match part {
        Part::Whole => put(inner, old, new),
        Part::Before(mark) | Part::Behind(mark) => match inner.split_once(mark) {
            Some((before, behind)) if part == Part::Before(mark) => {
                format!("{}{mark}{behind}", put(before, old, new))
            }
            Some((before, behind)) => format!("{before}{mark}{}", put(behind, old, new)),
            None => put(inner, old, new),
        },
    };
    format!("{open}{inner}{close}")
}

/// A text and its quotes: three, one or none at each end.
fn unquoted(written: &str) -> (&str, &str, &str) {
    for quotes in ["\"\"\"", "'''", "\"", "'"] {
        let inner = written.strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes));
        if let Some(inner) = inner {
            return (quotes, inner, quotes);
        }
    }
    ("", written, "")
}

/// A name for another; blanks around it stay. What is written otherwise, with escapes, becomes the name alone.
fn put(written: &str, old: &str, new: &str) -> String {
    if written.trim() == old { written.replacen(old, new, 1) } else { new.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_changes() {
        for (written, part, after) in [
            ("old", Part::Whole, "new"),
            ("\"old\"", Part::Whole, "\"new\""),
            ("' old'", Part::Whole, "' new'"),
            ("\"\"\"\nold\"\"\"", Part::Whole, "\"\"\"\nnew\"\"\""),
            ("\"\\u006fld\"", Part::Whole, "\"new\""),
            ("\"old.old\"", Part::Before('.'), "\"new.old\""),
            ("\" old . old\"", Part::Behind('.'), "\" old . new\""),
            ("'old/old'", Part::Before('/'), "'new/old'"),
            ("'old/old'", Part::Behind('/'), "'old/new'"),
            ("'old.\\u006fld'", Part::Before('.'), "'new.\\u006fld'"),
        ] {
            assert_eq!(renamed(written, part, "old", "new"), after, "{written}");
        }
    }

    #[test]
    fn a_place_has_its_quotes() {
        let text = "a = \"b\" c = 'd' e=f";
        assert_eq!(
            [whole(text, 5, 6), whole(text, 13, 14), whole(text, 18, 19)],
            [(4, 7), (12, 15), (18, 19)]
        );
    }
}
