//! Any bytes as a dataset, told in every format: nothing that it holds reaches a terminal, a page or
//! a log as a command, and every format can be read as what it is.

use csto_validate::report::{github, html, json, junit, markdown, sarif, text};
use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::common::{checked, is_json, written};

pub(crate) fn holds(bytes: &[u8]) {
    let Some(run) = checked(bytes) else { return };
    written(|out| text::write(&run, text::Style::default(), out));
    is_json(&written(|out| json::write(&run, out)));
    is_json(&written(|out| sarif::write(&run, out)));
    let report = written(|out| junit::write(&run, out));
    if let Err(error) = quick_junit::Report::deserialize_from_str(&report) {
        panic!("{error}: {report}");
    }
    // Whatever begins a line is ours; elsewhere in a line a log takes no commands.
    for line in written(|out| github::write(&run, out)).lines() {
        let ours = ["::error ", "::warning ", "::notice ", "csto-validate: "];
        let more = line.starts_with("and ") && line.ends_with(" more, in the job summary");
        assert!(more || ours.iter().any(|start| line.starts_with(start)), "{line}");
    }
    is_markdown_of_ours(&written(|out| markdown::write(&run, out)));
    is_page_of_ours(&written(|out| html::write(&run, out)));
}

/// Nothing leads elsewhere than to the web or a place of the page, and nothing loads by itself.
pub(super) fn is_markdown_of_ours(report: &str) {
    for event in Parser::new_ext(report, Options::all()) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => leads_somewhere_safe(&dest_url),
            Event::Start(Tag::Image { .. }) => panic!("an image: {report}"),
            Event::Html(html) | Event::InlineHtml(html) => only_known_tags(&html, report),
            _ => {}
        }
    }
}

fn only_known_tags(html: &str, report: &str) {
    for Ok(token) in Tokenizer::new(html) {
        if let Token::StartTag(tag) = token {
            let name = String::from_utf8_lossy(&tag.name).into_owned();
            assert!(["details", "summary", "br", "sub", "b", "code"].contains(&&*name), "<{name}>: {report}");
        }
    }
}

fn leads_somewhere_safe(address: &str) {
    let safe = ["https://", "http://", "#"].iter().any(|start| address.starts_with(start));
    assert!(safe, "a link to {address}");
}

/// One element of style and at most one of script, no handlers, and links to the web alone.
pub(super) fn is_page_of_ours(page: &str) {
    assert!(page.matches("<script").count() <= 1);
    assert_eq!(page.matches("<style").count(), 1);
    for Ok(token) in Tokenizer::new(page) {
        let Token::StartTag(tag) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        assert!(!["iframe", "object", "embed", "base", "img"].contains(&&*name), "<{name}>");
        for (attribute, value) in &tag.attributes {
            let (attribute, value) = (String::from_utf8_lossy(attribute), String::from_utf8_lossy(value));
            assert!(
                !attribute.starts_with("on") && !["src", "action", "formaction"].contains(&&*attribute),
                "<{name} {attribute}={value:?}>"
            );
            // A link of the page itself says that there is no icon to be asked for.
            if name == "link" {
                assert!(value == "data:," || attribute != "href", "{value:?}");
            } else if attribute == "href" {
                leads_somewhere_safe(&value);
            }
        }
    }
}
