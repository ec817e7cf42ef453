//! Templates: text of the program in which holes are filled and names stand between backticks.
//!
//! They are looked through byte by byte, the same way when the program is built, to count their
//! holes, and when a message is made. `{{` and `}}` are braces.

use super::{Message, Part, Tell, ours};

/// Holds a template to its form and to the number of its arguments; fails the build of the program
/// otherwise.
#[doc(hidden)]
pub const fn check(template: &str, arguments: usize) {
    let bytes = template.as_bytes();
    let (mut at, mut holes, mut in_name) = (0, 0, false);
    while at < bytes.len() {
        let next = if at + 1 < bytes.len() { bytes[at + 1] } else { b' ' };
        match bytes[at] {
            b'{' if next == b'}' => {
                holes += 1;
                at += 1;
            }
            b'{' if next == b'{' => at += 1,
            b'}' if next == b'}' => at += 1,
            b'{' | b'}' => panic!("a hole is `{{}}` and a brace is written twice"),
            b'`' => in_name = !in_name,
            _ => {}
        }
        at += 1;
    }
    assert!(!in_name, "a backtick in the template is alone");
    assert!(holes == arguments, "the template has another number of holes than there are arguments");
}

/// Fills the holes of a template that [`check`] held to its form.
pub(super) fn fill(template: &'static str, arguments: &[&dyn Tell]) -> Message {
    let mut message = Message::default();
    let mut arguments = arguments.iter();
    for (at, piece) in template.split('`').enumerate() {
        // Every second piece stands between backticks.
        if at % 2 == 0 {
            pieces(piece, &mut arguments, &mut message);
        } else {
            let mut inner = Message::default();
            pieces(piece, &mut arguments, &mut inner);
            message.push(Part::Name(inner.parts.iter().map(Part::text).collect()));
        }
    }
    message
}

/// What stands between holes, and what fills them.
fn pieces<'a>(
    piece: &'static str,
    arguments: &mut impl Iterator<Item = &'a &'a dyn Tell>,
    message: &mut Message,
) {
    let mut rest = piece;
    while let Some(at) = rest.find(['{', '}']) {
        message.push(ours(&rest[..at]));
        match rest.get(at..at + 2) {
            Some("{}") => {
                if let Some(argument) = arguments.next() {
                    argument.tell(message);
                }
            }
            _ => message.push(ours(&rest[at..=at])),
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    message.push(ours(rest));
}

/// A text of the program without holes.
pub(super) fn fixed(text: &'static str) -> Message {
    let mut message = Message::default();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('`') {
        let Some((inside, after)) = behind.split_once('`') else { break };
        message.push(ours(before));
        message.push(Part::Name(inside.into()));
        rest = after;
    }
    message.push(ours(rest));
    message
}
