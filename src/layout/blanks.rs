//! What stands between tables and fields: blank lines and comments.

/// The lines between two things: comments without indentation, blank lines at most one in a row. Before
/// a header stands a blank line, but where comments follow the table above without one and are set off
/// from the header: then they belong to what is above.
pub(super) fn between(text: &str, before_header: bool) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() && lines.last().is_none_or(|last| last.is_empty()) && !lines.is_empty() {
            continue;
        }
        lines.push(line);
    }
    let attached = lines.first().is_some_and(|line| !line.is_empty()) && lines.contains(&"");
    if before_header && !attached && lines.first() != Some(&"") {
        lines.insert(0, "");
    }
    let mut out = String::new();
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// What stands behind a value on its line: a comment, or nothing.
pub(super) fn end_of_line(text: &str) -> String {
    let comment = text.trim();
    if comment.is_empty() { String::new() } else { format!(" {comment}") }
}

/// The comments and breaks between two items of a list over several lines, and the indentation of what
/// follows, `next`. Where there is no break, a blank.
pub(super) fn within(text: &str, indent: usize, next: usize, broken: bool) -> String {
    if !broken && !text.contains('\n') {
        return " ".to_owned();
    }
    let mut out = String::new();
    let mut lines = text.split('\n').map(str::trim);
    // Before the first break a comment stands behind the comma.
    if let Some(beside) = lines.next().filter(|beside| !beside.is_empty()) {
        out.push(' ');
        out.push_str(beside);
    }
    for line in lines.filter(|line| !line.is_empty()) {
        out.push('\n');
        out.push_str(&" ".repeat(indent));
        out.push_str(line);
    }
    out.push('\n');
    out.push_str(&" ".repeat(next));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_with_what_they_stand_at() {
        assert_eq!(between("", true), "\n");
        assert_eq!(between("\n\n\n  # about it  \n", true), "\n# about it\n");
        assert_eq!(between("# about it\n", true), "\n# about it\n");
        assert_eq!(
            between("# of the table above\n\n# about it\n", true),
            "# of the table above\n\n# about it\n"
        );
        assert_eq!(between("\n# section\n\n\n", true), "\n# section\n\n");
        assert_eq!(end_of_line("   # why \r"), " # why");
        assert_eq!(within(" # one\n  # two\n\n ", 4, 4, false), " # one\n    # two\n    ");
        assert_eq!(within("   ", 4, 4, false), " ");
    }
}
