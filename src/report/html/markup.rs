//! HTML of messages and of texts that may be anybody's.

use std::collections::HashSet;
use std::fmt::{self, Write};

use askama::filters::Escaper;

use crate::message::{Markup, Message, visible};

/// How templates write every text: nothing in it is markup, moves or hides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Escape;

impl Escaper for Escape {
    fn write_escaped_str<W: Write>(&self, dest: W, string: &str) -> fmt::Result {
        askama::filters::Html.write_escaped_str(dest, &visible(string))
    }
}

/// HTML of a message, in which the claims that stand on the page lead there.
pub(super) struct Html<'a> {
    text: String,
    anchors: &'a HashSet<String>,
}

impl<'a> Html<'a> {
    /// A message as HTML.
    pub(super) fn of(message: &Message, anchors: &'a HashSet<String>) -> String {
        let mut html = Self { text: String::new(), anchors };
        message.render(&mut html);
        html.text
    }
}

impl Markup for Html<'_> {
    fn words(&mut self, text: &str) {
        self.said(text);
    }

    fn name(&mut self, text: &str) {
        let anchor = format!("claim-{text}");
        let leads = self.anchors.contains(&anchor);
        if leads {
            self.text.push_str("<a href=\"#");
            self.said(&anchor);
            self.text.push_str("\">");
        }
        self.text.push_str("<code>");
        self.said(text);
        self.text.push_str(if leads { "</code></a>" } else { "</code>" });
    }

    fn said(&mut self, text: &str) {
        // Writing to a text cannot fail.
        let _ = Escape.write_escaped_str(&mut self.text, text);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::message;

    #[test]
    fn names_are_code_and_lead_to_claims() {
        let anchors = HashSet::from(["claim-a".to_owned()]);
        let html = Html::of(&message!("`{}`, `{}`: {}", "a", "<b>", "`<i>`\u{202e}"), &anchors);
        assert_eq!(
            html,
            "<a href=\"#claim-a\"><code>a</code></a>, <code>&#60;b&#62;</code>: `&#60;i&#62;`\\u{202e}"
        );
    }

    proptest! {
        #[test]
        fn what_was_said_reads_as_itself(text in "([<>&\"'`a;#3]|&lt;|&amp;|\\PC){0,20}") {
            let html = Html::of(&message!("x{}y", text), &HashSet::new());
            let mut read = String::new();
            for token in html5gum::Tokenizer::new(&html) {
                match token {
                    Ok(html5gum::Token::String(part)) => read.push_str(&String::from_utf8_lossy(&part)),
                    other => prop_assert!(false, "{other:?}"),
                }
            }
            prop_assert_eq!(read, format!("x{}y", visible(&text)));
        }
    }
}
