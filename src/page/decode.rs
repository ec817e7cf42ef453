//! Bytes to text: the mark at the beginning, what the server says, what the page says, and where
//! none of them can be right, what the bytes look like. They may be cut off within a character.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How far into a page its own word for its encoding is looked for, as browsers do.
const PRESCAN: usize = 4096;

/// The text of bytes; what belongs to no character becomes U+FFFD.
pub(super) fn text(bytes: &[u8], charset: Option<&str>, markup: bool) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    let header = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = header.or_else(|| markup.then(|| in_page(bytes)).flatten());
    if let Some(encoding) = declared {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if !broken {
            return text.into_owned();
        }
    }
    // A page may say one thing and be another; UTF-8 is not hit by chance.
    match std::str::from_utf8(bytes) {
        Ok(text) => return text.to_owned(),
        // Cut off within its last character, which alone says nothing.
        Err(error) if error.error_len().is_none() && !bytes[..error.valid_up_to()].is_ascii() => {
            return String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
        }
        Err(_) => {}
    }
    let encoding = declared.filter(|encoding| *encoding != UTF_8).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
        detector.feed(bytes, true);
        let guess = detector.guess(None, Utf8Detection::Allow);
        // A few broken bytes in a page that says UTF-8 do not make it another.
        if declared == Some(UTF_8) && mostly_utf8(bytes) { UTF_8 } else { guess }
    });
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let broken = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let wide = bytes.iter().filter(|byte| **byte >= 0xc2).count();
    broken * 10 < wide
}

/// What a page says of its encoding: `<meta charset>`, `http-equiv`, or an XML declaration.
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let head: String = head.iter().map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    for (word, from) in [("<meta", "charset"), ("<?xml", "encoding")] {
        let tags = head.match_indices(word).filter_map(|(at, _)| {
            let rest = &head[at..];
            Some(&rest[..rest.find('>')?])
        });
        for tag in tags {
            let Some(at) = tag.find(from) else { continue };
            let rest = tag[at + from.len()..].trim_start().strip_prefix('=').unwrap_or_default().trim_start();
            let rest = rest.trim_start_matches(['"', '\'']);
            let end = rest.find(|c: char| c.is_whitespace() || "\"';/>?".contains(c)).unwrap_or(rest.len());
            let label = &rest[..end];
            // What is read as bytes is not UTF-16, whatever it says.
            match Encoding::for_label(label.as_bytes()) {
                Some(encoding) if encoding.name().starts_with("UTF-16") => return Some(UTF_8),
                Some(encoding) => return Some(encoding),
                None => {}
            }
        }
    }
    None
}
