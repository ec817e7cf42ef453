//! Markdown, by a CommonMark parser with GitHub's tables and footnotes.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::page::{Readable, reference};

pub(super) fn read(file: &str) -> Readable {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    // "[^3]" in a text whose footnotes are all numbers is 3: an excerpt keeps the numbers of the whole.
    let mut labels = Parser::new_ext(file, options).filter_map(|event| match event {
        Event::FootnoteReference(label) => Some(label),
        _ => None,
    });
    let numbered = labels.all(|label| is_number(&label));
    let out = Readable::default();
    let mut reader = Reader { file, out, skipped: 0, raised: None, numbered, numbers: HashMap::new() };
    let mut link = None;
    for (event, range) in Parser::new_ext(file, options).into_offset_iter() {
        if let Event::Start(Tag::Link { link_type, id, .. }) = &event {
            link = reader.marks(*link_type, id, &range).then_some(());
        }
        if link.is_some() {
            if matches!(event, Event::End(TagEnd::Link)) {
                link = None;
            }
            continue;
        }
        reader.event(event, range);
    }
    reader.out
}

struct Reader<'a> {
    file: &'a str,
    out: Readable,
    /// How many elements are open whose text is no statement: footnotes, code, metadata.
    skipped: usize,
    /// Where `<sup>` began.
    raised: Option<usize>,
    /// Whether all footnotes have numbers for labels, which are what the text prints.
    numbered: bool,
    /// Footnotes by label, numbered by first use.
    numbers: HashMap<String, usize>,
}

/// Whether a label can be a marker as it stands.
fn is_number(label: &str) -> bool {
    (1..=3).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit())
}

impl Reader<'_> {
    /// `[1]` that leads to a definition `[1]: …` is a marker and no link.
    fn marks(&mut self, link: LinkType, id: &CowStr<'_>, range: &Range<usize>) -> bool {
        let own = matches!(link, LinkType::Shortcut | LinkType::Collapsed);
        let number = is_number(id);
        if own && number && self.skipped == 0 {
            let shown = self.file.get(range.clone()).unwrap_or_default();
            self.out.mark(id, None, shown, range.clone());
        }
        own && number
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.skipped += usize::from(is_skipped(&tag));
                if !is_inline(&tag) {
                    self.out.block(range.start);
                }
            }
            Event::End(tag) => {
                let closes = matches!(
                    tag,
                    TagEnd::FootnoteDefinition
                        | TagEnd::CodeBlock
                        | TagEnd::MetadataBlock(_)
                        | TagEnd::HtmlBlock
                );
                self.skipped -= usize::from(closes && self.skipped > 0);
                let inline = matches!(
                    tag,
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
                );
                if !inline {
                    self.out.block(range.end);
                }
            }
            _ if self.skipped > 0 => {}
            Event::Text(text) | Event::Code(text) => self.text(&text, range),
            Event::FootnoteReference(label) => {
                let next = self.numbers.len() + 1;
                let number = *self.numbers.entry(label.to_lowercase()).or_insert(next);
                let shown = self.file.get(range.clone()).unwrap_or_default();
                let name = Some(&*label).filter(|label| !label.bytes().all(|byte| byte.is_ascii_digit()));
                let number = if self.numbered { label.to_string() } else { number.to_string() };
                self.out.mark(&number, name, shown, range);
            }
            Event::SoftBreak | Event::HardBreak => self.out.blank(range),
            Event::Rule => self.out.block(range.start),
            Event::InlineHtml(tag) => match &*tag.to_ascii_lowercase() {
                tag if tag.starts_with("<sup") => self.raised = Some(range.end),
                "</sup>" => self.raised = None,
                "<br>" | "<br/>" | "<br />" => self.out.blank(range),
                _ => {}
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let written = self.file.get(range.clone()).unwrap_or_default();
        if self.raised.is_some() && self.out.raise(text, &range) {
            return;
        }
        if written == text {
            self.out.flow(self.file, range);
        } else if let Some(at) = written.find(text) {
            // Code between backticks, an escaped sign.
            self.out.copy(self.file, range.start + at..range.start + at + text.len());
        } else if reference::decode(written).as_deref() == Some(text) {
            reference::flow(&mut self.out, self.file, range.start, range.end);
        } else {
            self.out.put(text, range);
        }
    }
}

fn is_skipped(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::FootnoteDefinition(_) | Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock)
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}
