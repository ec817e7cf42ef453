//! What can be written at a place.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, Documentation, MarkupContent,
    MarkupKind, Position, Range, TextEdit,
};

use super::Workspace;
use super::context::{Context, Wanted, context};
use super::lookup::Names;
use super::positions::{offset, range};
use crate::dataset::load::shape::{FILE, Field, Form, Shape};
use crate::dataset::types::Named;
use crate::dataset::{Dataset, Entity, Property, PropertyType, TransitionOptions};
use crate::message::{Message, Shown, Tell, message};
use crate::report::markdown::Markdown;
use crate::rules;

/// The most that is offered at one time; the editor asks again when more is written.
const MOST: usize = 500;

const LEVELS: [&str; 4] = ["error", "warning", "note", "off"];

/// Something that can be written.
struct Offer {
    text: String,
    kind: CompletionItemKind,
    detail: Message,
    about: Markdown,
    /// Words by which it is found too.
    words: String,
}

impl Workspace {
    /// What can be written at a position.
    pub(super) fn complete(&mut self, path: &str, position: Position) -> Option<CompletionList> {
        let file = self.file(path)?;
        let at = offset(&file, position);
        let context = context(&file.text, at, path == "facts/dataset.toml")?;
        let _ = self.current();
        let names = Names::new(self.names()?);
        let written = file.text.get(context.range.start..at).unwrap_or_default().to_lowercase();
        let replaced = range(&file, number(context.range.start), number(context.range.end));
        let mut offers = offers(&context, &names);
        offers.retain(|offer| fits(&written, &offer.text) || fits(&written, &offer.words));
        offers.sort_by_cached_key(|offer| {
            let text = offer.text.to_lowercase();
            (!text.starts_with(&written), !text.contains(&written))
        });
        let is_incomplete = offers.len() > MOST;
        offers.truncate(MOST);
        let items = offers.into_iter().map(|offer| item(offer, replaced)).collect();
        Some(CompletionList { is_incomplete, items, ..CompletionList::default() })
    }
}

/// Whether the letters written so far stand in a name, in this order.
fn fits(written: &str, name: &str) -> bool {
    let mut letters = written.chars().filter(|c| c.is_alphanumeric()).peekable();
    for c in name.chars().flat_map(char::to_lowercase) {
        letters.next_if_eq(&c);
    }
    letters.peek().is_none()
}

fn item(offer: Offer, range: Range) -> CompletionItem {
    let about = offer.about.into_text();
    let documentation = (!about.is_empty())
        .then_some(Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: about }));
    let label = offer.text.lines().next().unwrap_or_default().trim_end_matches([' ', '=']).to_owned();
    CompletionItem {
        filter_text: Some(format!("{label} {}", Shown(&offer.words))),
        label,
        kind: Some(offer.kind),
        detail: (!offer.detail.is_empty()).then(|| offer.detail.to_string()),
        documentation,
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text: offer.text })),
        ..CompletionItem::default()
    }
}

fn offers(context: &Context<'_>, names: &Names<'_>) -> Vec<Offer> {
    match &context.wanted {
        Wanted::Header => FILE.fields.iter().filter_map(new_table).collect(),
        Wanted::Key(shapes) => keys(shapes, &context.present),
        Wanted::RuleKey => rules::all()
            .filter(|rule| !context.present.contains(&rule.name))
            .map(|rule| {
                offer(
                    format!("{} = ", rule.name),
                    CompletionItemKind::Field,
                    rule.level.name(),
                    Markdown::ours(&rule.summary()),
                )
            })
            .collect(),
        Wanted::Level => words(&LEVELS, context.quoted),
        Wanted::Value(form) => values(form, context, names),
    }
}

fn offer(text: String, kind: CompletionItemKind, detail: impl Tell, about: Markdown) -> Offer {
    Offer { text, kind, detail: message!("{}", detail), about, words: String::new() }
}

/// A table as a new one starts: its header and the fields that most have.
fn new_table(field: &Field) -> Option<Offer> {
    let (shape, header, words) = match field.form {
        Form::Listed(shape) => (shape, format!("[[{}]]", field.name), format!("[[{}]]", field.name)),
        Form::Keyed(shape) => (shape, format!("[{}.new]", field.name), format!("[{}.…]", field.name)),
        _ => return None,
    };
    let first: Vec<&Field> = shape.fields.iter().filter(|field| shape.new.contains(&field.name)).collect();
    let width = first.iter().map(|field| field.name.len()).max().unwrap_or(0);
    let lines = first.iter().map(|field| {
        let empty = match field.form {
            Form::List(_) => "[]",
            Form::Label => "{ en = \"\" }",
            Form::Number => "1",
            _ => "\"\"",
        };
        format!("{:width$} = {empty}", field.name)
    });
    let text = std::iter::once(header).chain(lines).collect::<Vec<_>>().join("\n");
    let mut made = offer(text, CompletionItemKind::Struct, "a new table", Markdown::default());
    made.words = words;
    Some(made)
}

fn keys(shapes: &[&'static Shape], present: &[&str]) -> Vec<Offer> {
    shapes
        .iter()
        .flat_map(|shape| shape.fields)
        .filter(|field| !present.contains(&field.name))
        .map(|field| {
            let needed = if field.required { "required: " } else { "" };
            let detail = format!("{needed}{}", field.holds);
            offer(
                format!("{} = ", field.name),
                CompletionItemKind::Field,
                detail,
                Markdown::ours(field.about),
            )
        })
        .collect()
}

fn quoted(text: &str, within: bool) -> String {
    if within { text.to_owned() } else { format!("\"{text}\"") }
}

fn words(words: &[&str], within: bool) -> Vec<Offer> {
    words
        .iter()
        .map(|word| offer(quoted(word, within), CompletionItemKind::EnumMember, "", Markdown::default()))
        .collect()
}

fn values(form: &Form, context: &Context<'_>, names: &Names<'_>) -> Vec<Offer> {
    let (dataset, within) = (names.dataset, context.quoted);
    let property = context.property.and_then(|id| names.properties.get(id)).map(|id| dataset.property(*id));
    match form {
        Form::Entity => {
            let kind = property.and_then(|property| property.subject.as_ref()).map(|kind| &*kind.value);
            entities(dataset, kind, within)
        }
        Form::Property(types) => properties(dataset, types, within),
        Form::Claim => {
            let about = |claim: &crate::dataset::Claim| {
                message!(
                    "{} of {}",
                    dataset.property(claim.property).name(),
                    dataset.entity(claim.subject).name()
                )
            };
            dataset
                .claims
                .iter()
                .map(|claim| {
                    offer(
                        quoted(&claim.id, within),
                        CompletionItemKind::Reference,
                        about(claim),
                        Markdown::default(),
                    )
                })
                .collect()
        }
        Form::Source | Form::SourceId => sources(dataset, matches!(form, Form::SourceId), within),
        Form::Either(one, _) => values(one, context, names),
        Form::When | Form::TimePoint => points(dataset, within),
        Form::Kind => kinds(dataset, within),
        Form::UnitOf => dataset
            .units
            .iter()
            .map(|unit| {
                offer(quoted(&unit.id, within), CompletionItemKind::Unit, unit.name(), Markdown::default())
            })
            .collect(),
        Form::Status => statuses(dataset, within),
        Form::Rule => rules::all()
            .map(|rule| {
                offer(
                    quoted(rule.name, within),
                    CompletionItemKind::EnumMember,
                    rule.level.name(),
                    Markdown::ours(&rule.summary()),
                )
            })
            .collect(),
        Form::Word(known) => words(known, within),
        Form::Flag if !within => ["true", "false"]
            .map(|word| offer(word.to_owned(), CompletionItemKind::Keyword, "", Markdown::default()))
            .into(),
        Form::Value | Form::OwnValue => match property.map_or(Named::Nothing, Property::names) {
            Named::Entities(kind) => entities(dataset, kind.map(|kind| &*kind.value), within),
            Named::Kind => kinds(dataset, within),
            Named::Nothing => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn entities(dataset: &Dataset, kind: Option<&str>, within: bool) -> Vec<Offer> {
    let fits = |entity: &&Entity| kind.is_none_or(|kind| dataset.is_kind(entity, kind));
    dataset
        .entities
        .iter()
        .filter(fits)
        .map(|entity| {
            let kind = entity.kind.as_ref().map(|kind| message!(" ({})", kind.value));
            let mut made = offer(
                quoted(&entity.id, within),
                CompletionItemKind::Value,
                message!("{}{}", entity.name(), kind),
                Markdown::default(),
            );
            // An entity is found by its name in any language.
            let labels = entity.label.iter().flat_map(|label| &label.entries);
            made.words = labels.map(|(_, text)| &*text.value).collect::<Vec<_>>().join(" ");
            made
        })
        .collect()
}

fn properties(dataset: &Dataset, types: &[&str], within: bool) -> Vec<Offer> {
    dataset
        .properties
        .iter()
        .filter(|property| {
            types.is_empty() || property.ty.as_ref().is_none_or(|ty| types.contains(&ty.name()))
        })
        .map(|property| {
            let ty = property.ty.as_ref().map_or("", PropertyType::name);
            let mut made = offer(
                quoted(&property.id, within),
                CompletionItemKind::Property,
                message!("{} ({})", property.name(), ty),
                Markdown::default(),
            );
            made.words = property.name().to_owned();
            made
        })
        .collect()
}

fn sources(dataset: &Dataset, ids: bool, within: bool) -> Vec<Offer> {
    dataset
        .sources
        .iter()
        .map(|source| {
            let name = source.marker.as_ref().filter(|_| !ids).map_or(&source.id, |marker| &marker.value);
            let title = source.title.as_ref().or(source.publisher.as_ref()).map_or("", |title| &title.value);
            let mut made = offer(
                quoted(name, within),
                CompletionItemKind::Reference,
                title,
                super::hover::about_source(source),
            );
            made.words = format!("{} {title}", source.id);
            made
        })
        .collect()
}

fn points(dataset: &Dataset, within: bool) -> Vec<Offer> {
    let told: std::collections::BTreeMap<String, String> = dataset
        .claims
        .iter()
        .filter(|claim| claim.value.as_date().is_some())
        .map(|claim| {
            let (subject, property) = (dataset.entity(claim.subject), dataset.property(claim.property));
            (format!("{}.{}", subject.id, property.id), format!("{} of {}", property.name(), subject.name()))
        })
        .collect();
    told.into_iter()
        .map(|(point, about)| {
            offer(quoted(&point, within), CompletionItemKind::Event, &about, Markdown::default())
        })
        .collect()
}

fn kinds(dataset: &Dataset, within: bool) -> Vec<Offer> {
    let kinds: std::collections::BTreeSet<&str> =
        dataset.entities.iter().filter_map(|entity| entity.kind.as_ref()).map(|kind| &*kind.value).collect();
    kinds
        .into_iter()
        .map(|kind| {
            offer(quoted(kind, within), CompletionItemKind::Class, "kind of entity", Markdown::default())
        })
        .collect()
}

fn statuses(dataset: &Dataset, within: bool) -> Vec<Offer> {
    let mut statuses = std::collections::BTreeSet::from(["none"]);
    for property in &dataset.properties {
        if let Some(TransitionOptions { to, from, then }) = property.as_transition() {
            statuses.insert(&to.value);
            statuses.extend(from.iter().flatten().chain(then).map(|status| &*status.value));
        }
    }
    statuses
        .into_iter()
        .map(|status| {
            offer(quoted(status, within), CompletionItemKind::EnumMember, "status", Markdown::default())
        })
        .collect()
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn letters_in_order_are_enough() {
        assert!(fits("", "treaty"));
        assert!(fits("try", "treaty"));
        assert!(fits("казах", "Kazakhstan Казахстан"));
        assert!(!fits("yt", "treaty"));
        assert!(fits("[", "[[claim]]"));
    }
}
