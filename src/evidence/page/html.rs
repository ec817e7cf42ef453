//! The text of a page, by a browser's parser.

use scraper::{Html, Node};

use super::{CannotCheck, Text, hostile};

/// Elements whose text no reader sees as text.
const SKIPPED: &[&str] = &["script", "style"];
/// Elements that stand in the line: everything else separates words.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "g", "tspan", "text", "math", "mi",
    "mn", "mo", "mrow", "msup", "msub", "html", "noindex",
];
/// Attributes that hold text for readers.
const ATTRIBUTES: &[&str] = &["alt", "title", "aria-label", "summary", "placeholder", "label", "data-title"];

/// A page with less text than this, in characters, says next to nothing.
const NEXT_TO_NOTHING: usize = 200;

#[derive(Default)]
struct Out {
    text: String,
    /// What stands in attributes: behind the text, so that it breaks no sentence.
    aside: String,
    images: usize,
    scripts: usize,
    paywall: bool,
}

pub(super) fn text(page: &str) -> Result<Text, CannotCheck> {
    if hostile::is_hostile(page) {
        return Err(CannotCheck::Broken("its elements are nested too deeply".into()));
    }
    let mut out = Out::default();
    out.read(&Html::parse_document(page), true);
    out.end_line();
    let length = out.text.chars().filter(|c| c.is_alphanumeric()).count();
    let reservation = if out.paywall || says_paywall(&out.text) {
        Some(CannotCheck::Paywall)
    } else if length < NEXT_TO_NOTHING && out.images > 0 {
        Some(CannotCheck::ImagesOnly)
    } else if length < NEXT_TO_NOTHING && out.scripts > 0 {
        Some(CannotCheck::NeedsScript)
    } else {
        None
    };
    out.text.push_str(&out.aside);
    if out.text.trim().is_empty() {
        return Err(reservation.unwrap_or(CannotCheck::Empty));
    }
    Ok(Text { text: out.text, reservation })
}

impl Out {
    fn read(&mut self, html: &Html, outer: bool) {
        use ego_tree::iter::Edge;
        let (mut skipped, mut noscript, mut raised) = (0, 0, 0);
        for edge in html.tree.root().traverse() {
            let (node, opens) = match edge {
                Edge::Open(node) => (node, true),
                Edge::Close(node) => (node, false),
            };
            match node.value() {
                Node::Text(text) if opens && skipped == 0 => {
                    // With scripts a browser takes what is in `noscript` for text: it is a page.
                    if noscript > 0 && outer && text.contains('<') && !hostile::is_hostile(text) {
                        self.read(&Html::parse_fragment(text), false);
                    } else if raised > 0 {
                        self.raised(text);
                    } else {
                        self.push(text);
                    }
                }
                Node::Text(text) if opens && text.contains("isAccessibleForFree") => {
                    self.paywall |= not_free(text);
                }
                Node::Element(element) => {
                    let name = element.name();
                    if opens {
                        self.attributes(name, element);
                    }
                    let step =
                        |count: &mut i32, is: bool| *count += i32::from(is) * if opens { 1 } else { -1 };
                    step(&mut skipped, SKIPPED.contains(&name));
                    step(&mut noscript, name == "noscript");
                    step(&mut raised, name == "sup");
                    if name == "td" || name == "th" {
                        self.blank('\t');
                    } else if !INLINE.contains(&name) {
                        self.end_line();
                    }
                }
                _ => {}
            }
        }
    }

    fn attributes(&mut self, name: &str, element: &scraper::node::Element) {
        self.images += usize::from(matches!(name, "img" | "picture" | "canvas" | "object" | "embed"));
        self.scripts += usize::from(name == "script");
        for attribute in ATTRIBUTES {
            if let Some(text) = element.attr(attribute).filter(|text| !text.trim().is_empty()) {
                self.aside.push_str(text);
                self.aside.push('\n');
            }
        }
        if name == "meta"
            && let Some(content) = element.attr("content")
        {
            let of = element
                .attr("name")
                .or(element.attr("property"))
                .or(element.attr("itemprop"))
                .unwrap_or_default();
            let of = of.to_ascii_lowercase();
            if of.contains("description") || of.contains("title") {
                self.aside.push_str(content);
                self.aside.push('\n');
            }
            self.paywall |= of.ends_with("content_tier") && matches!(content, "locked" | "metered");
        }
        let class = element.attr("class").unwrap_or_default().to_ascii_lowercase();
        self.paywall |= class.split_ascii_whitespace().any(|class| {
            class.contains("paywall") && !class.contains("no-paywall") && !class.contains("nopaywall")
        });
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            // Blanks that do not break a line group digits, so they stay what they are.
            if c.is_ascii_whitespace() { self.blank(' ') } else { self.text.push(c) }
        }
    }

    /// What is raised: a power or a footnote, never more digits of the number before it.
    fn raised(&mut self, text: &str) {
        const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
        if text.chars().all(|c| c.is_ascii_digit()) {
            self.text.extend(text.chars().filter_map(|c| RAISED.get(c.to_digit(10)? as usize)));
        } else {
            self.push(text);
        }
    }

    fn blank(&mut self, blank: char) {
        if !self.text.ends_with([' ', '\n', '\t']) && !self.text.is_empty() {
            self.text.push(blank);
        }
    }

    fn end_line(&mut self) {
        let length = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(length);
        if !self.text.ends_with('\n') && !self.text.is_empty() {
            self.text.push('\n');
        }
    }
}

/// Whether the data for search engines says that the page is not free.
fn not_free(data: &str) -> bool {
    data.match_indices("isAccessibleForFree").any(|(at, word)| {
        let rest = data[at + word.len()..].trim_start_matches(['"', '\'', ' ', ':', '\n', '\t']);
        rest.get(..5).is_some_and(|value| value.eq_ignore_ascii_case("false"))
    })
}

/// Whether a page asks to pay or sign in before it goes on.
fn says_paywall(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "subscribe to continue reading",
        "subscribe to read",
        "sign in to continue reading",
        "log in to continue reading",
        "to continue reading this article",
        "this article is for subscribers",
        "this content is for subscribers",
        "already a subscriber?",
        "create a free account to read",
        "register to continue reading",
        "материал доступен только подписчикам",
        "доступно только подписчикам",
        "оформите подписку, чтобы",
        "berlangganan untuk membaca",
        "khusus pelanggan",
        "artikel ini khusus untuk pelanggan",
        "jetzt abonnieren und weiterlesen",
        "mit abo weiterlesen",
        "cet article est réservé aux abonnés",
        "réservé aux abonnés",
        "abonnez-vous pour lire",
    ];
    let text = text.to_lowercase();
    WORDS.iter().any(|words| text.contains(words))
}
