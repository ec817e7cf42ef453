//! Whether a page would cost more to parse than any honest page does.
//!
//! The algorithm of the HTML standard looks through all open elements at many tags, and copies open
//! formatting elements into every paragraph, so that a few megabytes can cost hours or fill the
//! memory. Both costs are estimated from the tags alone, and from above.

/// Elements that are open at once; browsers stop at 512.
const MOST_DEPTH: usize = 4000;
/// Elements of the finished tree.
const MOST_ELEMENTS: usize = 10_000_000;

/// Elements that have no end tag or are closed by what follows them.
const NOT_NESTED: &[&[u8]] = &[
    b"area",
    b"base",
    b"br",
    b"col",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"link",
    b"meta",
    b"param",
    b"source",
    b"track",
    b"wbr",
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"tr",
    b"td",
    b"th",
    b"thead",
    b"tbody",
    b"tfoot",
    b"option",
    b"optgroup",
    b"html",
    b"head",
    b"body",
    b"path",
    b"rect",
    b"circle",
    b"use",
];
const FORMATTING: &[&[u8]] = &[
    b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt",
    b"u",
];

pub(super) fn is_hostile(page: &str) -> bool {
    let bytes = page.as_bytes();
    let (mut depth, mut deepest, mut formatting, mut most_formatting) = (0_usize, 0, 0_usize, 0);
    let mut elements = 0_usize;
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == b'<') {
        at += next + 1;
        let closes = bytes.get(at) == Some(&b'/');
        at += usize::from(closes);
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = bytes[at..at + length].to_ascii_lowercase();
        at += length;
        if length == 0 {
            continue;
        }
        if !closes && (name == b"script" || name == b"style") {
            let end: &[u8] = if name == b"script" { b"</script" } else { b"</style" };
            match bytes[at..].windows(end.len()).position(|window| window.eq_ignore_ascii_case(end)) {
                Some(skipped) => at += skipped + end.len(),
                None => break,
            }
            continue;
        }
        let is_formatting = FORMATTING.contains(&&name[..]);
        if closes {
            depth = depth.saturating_sub(1);
            formatting = formatting.saturating_sub(usize::from(is_formatting));
            continue;
        }
        elements += 1;
        if !NOT_NESTED.contains(&&name[..]) {
            depth += 1;
            formatting += usize::from(is_formatting);
        }
        deepest = deepest.max(depth);
        most_formatting = most_formatting.max(formatting);
    }
    deepest > MOST_DEPTH || elements.saturating_mul(1 + most_formatting / 4) > MOST_ELEMENTS
}
