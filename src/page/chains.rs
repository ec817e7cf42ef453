//! Tags with very many attributes, which html5gum 0.9 reads by recursion.
//!
//! It goes from attribute to attribute without coming back where each value stands in double quotes and
//! a blank follows, so that some thousand of them overflow the stack and end the process. A stroke
//! between two attributes means nothing in HTML and makes it come back: of such blanks, one in many is
//! read as a stroke. Places stay what they are.

use std::borrow::Cow;

/// How many attributes may follow each other. Each takes up to some kilobytes of the stack.
const MOST: usize = 40;

/// Markup in which tags are read in short pieces.
pub(super) fn broken(file: &str) -> Cow<'_, str> {
    let bytes = file.as_bytes();
    let mut strokes = Vec::new();
    let mut links = 0;
    for (at, _) in file.match_indices('"') {
        if !is_between(bytes, at) {
            continue;
        }
        links += 1;
        // Which quotation marks end values and which begin them cannot be told without reading all
        // tags. Behind each that ends one, at most one more looks as if it did: of two, one does.
        if links >= MOST {
            strokes.push(at + 1);
        }
        if links > MOST {
            links = 0;
        }
    }
    if strokes.is_empty() {
        return Cow::Borrowed(file);
    }
    let mut bytes = bytes.to_vec();
    strokes.iter().for_each(|at| bytes[*at] = b'/');
    // One character of ASCII stands where another stood.
    String::from_utf8(bytes).map_or(Cow::Borrowed(file), Cow::Owned)
}

/// Whether a name and an equals sign stand between this quotation mark and another, behind a blank.
/// Takes time linear in what is between.
fn is_between(bytes: &[u8], at: usize) -> bool {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r');
    let rest = &bytes[at + 1..];
    let blanks = rest.iter().take_while(|byte| is_blank(byte)).count();
    if blanks == 0 {
        return false;
    }
    // A name may hold quotation marks.
    let name = rest[blanks..].iter().take_while(|byte| !is_blank(byte) && !b"/>=".contains(*byte)).count();
    let behind = &rest[blanks + name..];
    name > 0
        && behind.first() == Some(&b'=')
        && behind[1..].iter().find(|byte| !is_blank(byte)) == Some(&b'"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::markup::{Event, walk};

    #[test]
    fn pages_stay_what_they_are() {
        let row = "<td id=\"a\" class=\"b c\" title=\"d = e\">a=\"b\" c=\"d\" &amp; é";
        let page = row.repeat(200);
        let (mut rows, mut text) = (0, String::new());
        walk(&page, |event| match event {
            Event::Open(tag) => {
                let values = ["id", "class", "title"].map(|name| tag.attribute(name).unwrap_or_default());
                assert_eq!(values, ["a", "b c", "d = e"]);
                rows += 1;
            }
            Event::Text(_, span) => text.push_str(&page[span]),
            Event::Close(..) => {}
        });
        assert_eq!((rows, text), (200, "a=\"b\" c=\"d\" &amp; é".repeat(200)));
        assert!(matches!(broken(row), Cow::Borrowed(_)));
    }

    #[test]
    fn no_chain_is_long_whatever_its_quotation_marks() {
        for before in ["", "\"", "x=\"", "x=\" "] {
            for attribute in [
                "a=\"b\" ",
                "a=\" c=\" ",
                "a=\" c=\"\r\n",
                "a\"b=\"c\"\t",
                "a\"\"\"b= \" c= \" ",
                "<'=\"&\" ",
            ] {
                let page = format!("{before}<p {}>", attribute.repeat(20_000));
                let mut tags = 0;
                walk(&page, |event| tags += usize::from(matches!(event, Event::Open(_))));
                assert!(tags <= 1, "{before}{attribute}");
            }
        }
    }
}
