//! Plain text: paragraphs, rows of tables, lines.

use crate::page::Readable;

/// A file with a longer line than this, in characters, is not wrapped: every line is a block.
const WRAPPED: usize = 200;
/// A line that was wrapped is at least this long.
const FULL: usize = 40;

pub(super) fn read(file: &str) -> Readable {
    let mut out = Readable::default();
    let wrapped = file.lines().all(|line| line.chars().nth(WRAPPED).is_none());
    let mut at = 0;
    let mut lines = file.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let content = line.trim_end_matches(['\n', '\r']);
        cells(&mut out, file, at, content);
        let (end, next) = (at + content.len(), at + line.len());
        let goes_on = wrapped && lines.peek().is_some_and(|next| continues(content, next));
        if goes_on {
            out.blank(end..next);
        } else {
            out.block(end);
        }
        at = next;
    }
    out
}

/// A line; what stands between upright strokes are cells.
fn cells(out: &mut Readable, file: &str, at: usize, line: &str) {
    let mut from = 0;
    for (stroke, _) in line.match_indices('|') {
        copy(out, file, at + from, &line[from..stroke]);
        out.block(at + stroke);
        from = stroke + 1;
    }
    copy(out, file, at + from, &line[from..]);
}

fn copy(out: &mut Readable, file: &str, at: usize, text: &str) {
    // The line under a table's head.
    if !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'-' | b':' | b'=' | b' ')) {
        return;
    }
    let start = at + text.len() - text.trim_start().len();
    out.copy(file, start..at + text.trim_end().len());
}

/// Whether a line of a wrapped text goes on in the next.
fn continues(line: &str, next: &str) -> bool {
    let next = next.trim();
    let long = line.chars().nth(FULL - 1).is_some();
    let item = next.starts_with(['-', '*', '•', '[', '#', '=', '|'])
        || next.split_once(['.', ')']).is_some_and(|(number, rest)| {
            (1..=2).contains(&number.len())
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && rest.starts_with(' ')
        });
    long && !next.is_empty() && !item && !line.contains('|') && !next.contains('|')
}
