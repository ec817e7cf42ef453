//! Character references, as HTML and wikitext write them.

use html5gum::{Token, Tokenizer};

use super::readable::Readable;

/// The longest name that HTML has, with room for numbers.
const LONGEST: usize = 40;

/// Text in which `&nbsp;` stands for a character.
pub(crate) fn flow(out: &mut Readable, file: &str, start: usize, end: usize) {
    let mut from = start;
    let mut at = start;
    while let Some(next) = file.get(at..end).and_then(|rest| rest.find('&')) {
        at += next;
        let name = file[at + 1..end]
            .bytes()
            .take(LONGEST)
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count();
        let mut stop = at + 1 + name;
        stop += usize::from(file[stop..end].starts_with(';'));
        let written = &file[at..stop];
        match (name > 0).then(|| decode(written)).flatten() {
            Some(read) if read != written => {
                out.flow(file, from..at);
                out.put(&read, at..stop);
                from = stop;
            }
            _ => {}
        }
        at = stop;
    }
    out.flow(file, from..end);
}

/// What a character reference stands for; the text itself where it is none.
pub(crate) fn decode(written: &str) -> Option<String> {
    let mut text = String::new();
    for token in Tokenizer::new(written) {
        match token {
            Ok(Token::String(string)) => text.push_str(std::str::from_utf8(&string).ok()?),
            Ok(Token::Error(_)) => {}
            _ => return None,
        }
    }
    Some(text)
}
