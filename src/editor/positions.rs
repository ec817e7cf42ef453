//! Places as the protocol counts them: lines from 0, columns in UTF-16 units.

use gen_lsp_types::{Position, Range};

use crate::dataset::File;

/// The position of a byte.
pub(super) fn position(file: &File, offset: u32) -> Position {
    let line = file.line_index(offset);
    let start = file.line_range(line).start;
    let end = (offset as usize).min(file.text.len()).max(start);
    let before = file.text.get(start..end).unwrap_or_default();
    Position { line: number(line), character: number(before.encode_utf16().count()) }
}

/// The range of some bytes.
pub(super) fn range(file: &File, start: u32, end: u32) -> Range {
    Range { start: position(file, start), end: position(file, end.max(start)) }
}

/// The byte of a position; what lies behind the end of a line is its end.
pub(super) fn offset(file: &File, position: Position) -> usize {
    let line = file.line_range(position.line as usize);
    let text = file.text.get(line.clone()).unwrap_or_default();
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= position.character as usize {
            return line.start + at;
        }
        units += c.len_utf16();
    }
    line.start + text.len()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf_16_units() {
        let file = File::new("a".into(), "жé😀x\r\n\r\ny".into());
        for (offset_in_bytes, line, character) in
            [(0, 0, 0), (2, 0, 1), (4, 0, 2), (8, 0, 4), (9, 0, 5), (13, 2, 0), (14, 2, 1)]
        {
            let place = Position { line, character };
            assert_eq!(position(&file, offset_in_bytes), place, "{offset_in_bytes}");
            assert_eq!(offset(&file, place), offset_in_bytes as usize, "{place:?}");
        }
        // Beyond the end of a line or of the text, and inside a pair of surrogates.
        assert_eq!(offset(&file, Position { line: 0, character: 99 }), 9);
        assert_eq!(offset(&file, Position { line: 9, character: 9 }), 14);
        assert_eq!(offset(&file, Position { line: 0, character: 3 }), 8);
    }

    proptest::proptest! {
        /// Every border of characters has a position of its own that leads back; any position leads to a
        /// border, and never backwards.
        #[test]
        fn positions_lead_back(text in "([aé😀ж\\t\u{301}]|\n|\r\n){0,30}", line in 0..20_u32, character in 0..20_u32) {
            let file = File::new("a".into(), text.clone());
            let lines: Vec<&str> = text.split('\n').collect();
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let before = &text[..at];
                let place = position(&file, u32::try_from(at).unwrap());
                let start = before.rfind('\n').map_or(0, |newline| newline + 1);
                let units = text[start..at].encode_utf16().count();
                proptest::prop_assert_eq!(
                    (place.line as usize, place.character as usize),
                    (before.matches('\n').count(), units)
                );
                // Between the two signs of a line end there is nothing.
                if !(before.ends_with('\r') && text[at..].starts_with('\n')) {
                    proptest::prop_assert_eq!(offset(&file, place), at);
                }
            }
            let at = offset(&file, Position { line, character });
            proptest::prop_assert!(text.is_char_boundary(at));
            let next = offset(&file, Position { line, character: character + 1 });
            proptest::prop_assert!(next >= at);
            let place = position(&file, u32::try_from(at).unwrap());
            proptest::prop_assert_eq!(place.line as usize, (line as usize).min(lines.len() - 1));
        }
    }
}
