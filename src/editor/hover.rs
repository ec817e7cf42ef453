//! What is known of the thing at a place, in Markdown.

use std::fmt::Write as _;

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use super::lookup::{Names, Symbol};
use super::positions::{offset, range};
use super::{Workspace, file_id};
use crate::analysis::{Analysis, Derived};
use crate::dataset::{
    Claim, ClaimId, Dataset, DateValue, Entity, EntityId, Property, PropertyType, Source, SourceId, Span,
    TimePoint, When,
};
use crate::report::visible;
use crate::run::Run;
use crate::value::DayRange;
use crate::words::count;

/// The most claims that a timeline shows.
const MOST: usize = 30;

impl Workspace {
    /// What is known of the thing at a position.
    pub(super) fn hover(&mut self, path: &str, position: Position) -> Option<Hover> {
        let file = self.file(path)?;
        let at = offset(&file, position);
        self.read_mentions();
        let _ = self.check();
        let run = if let super::State::Checked(run) = &self.state { Some(&**run) } else { None };
        let names = Names::new(self.names()?);
        let mention = self.mention(path, at);
        let symbol = mention.and_then(|mention| names.symbol(mention));
        let derived;
        let analysis = match run.filter(|run| std::ptr::eq(&raw const run.dataset, names.dataset)) {
            Some(run) => run.analysis(),
            None => {
                derived = Derived::new(names.dataset);
                derived.of(names.dataset, &[])
            }
        };
        let mut parts = Vec::new();
        if let Some(symbol) = &symbol {
            parts.extend(about(symbol, &names, &analysis, run));
        }
        // Places of the present dataset are those of the present text.
        let present = run.filter(|run| !run.dataset.gaps.unread.any());
        let here = present.and_then(|run| Some((run, file_id(&run.dataset, path)?, u32::try_from(at).ok()?)));
        let mut span = mention.map(|mention| (mention.start, mention.end));
        if let Some((run, file, at)) = here {
            let within = |span: Span| span.file == file && span.start <= at && at <= span.end;
            for (place, text) in beside(run, &analysis, &within) {
                span = span.or(Some((place.start, place.end)));
                parts.push(text);
            }
        }
        if parts.is_empty() {
            return None;
        }
        Some(Hover {
            contents: Contents::MarkupContent(MarkupContent {
                kind: MarkupKind::Markdown,
                value: parts.join("\n\n---\n\n"),
            }),
            range: span.map(|(start, end)| range(&file, start, end)),
        })
    }
}

fn about(symbol: &Symbol, names: &Names<'_>, analysis: &Analysis<'_>, run: Option<&Run>) -> Option<String> {
    let dataset = names.dataset;
    Some(match symbol {
        Symbol::Field(about) => (*about).to_owned(),
        Symbol::Entity(name) => about_entity(analysis, *names.entities.get(&**name)?),
        Symbol::Property(name) => about_property(dataset, dataset.property(*names.properties.get(&**name)?)),
        Symbol::Claim(name) => {
            let (_, claim) = dataset.claims().find(|(_, claim)| claim.id == *name)?;
            about_claim(analysis, claim)
        }
        Symbol::Source(name) => {
            let id = names.source(name)?;
            let mut text = about_source(dataset.source(id));
            // What the checks know of its addresses.
            if let Some(run) = run {
                text.push_str(&links(run, &dataset.source(id).id));
            }
            text.push_str(&cited(dataset, id));
            text
        }
        Symbol::Point(subject, property) => about_point(analysis, names.point(subject, property)?),
        Symbol::Kind(name) => {
            let entities = dataset.entities.iter().filter(|entity| dataset.is_kind(entity, name)).count();
            format!("Kind `{}`: {}", plain(name), count(entities, "entity", "entities"))
        }
        Symbol::Unit(name) => {
            let unit = dataset.unit(name)?;
            let (factor, of) = (unit.factor.as_ref()?, unit.of.as_ref()?);
            format!("Unit `{}`: {} × {}", plain(name), factor.value, plain(&of.value))
        }
        Symbol::Status(name) => format!("Status `{}`", plain(name)),
        Symbol::Rule(name) => {
            let rule = crate::rules::find(name)?;
            format!("**{}** ({})\n\n{}\n\n{}", rule.name, rule.level.name(), rule.summary(), rule.details())
        }
    })
}

/// What the present text says at a place beside names: dates, and what came of references.
fn beside(run: &Run, analysis: &Analysis<'_>, within: &dyn Fn(Span) -> bool) -> Vec<(Span, String)> {
    let mut parts = Vec::new();
    for (id, claim) in run.dataset.claims() {
        if let Some(date) = claim.value.as_date().filter(|_| within(claim.value_span)) {
            let own = TimePoint { subject: claim.subject, property: claim.property };
            let told = analysis.say_value(claim);
            let range = match date {
                DateValue::Date(date) => date.range(),
                DateValue::Relative(_) => analysis.times.point(own),
            };
            let text = resolved(&told, range);
            parts.push((claim.value_span, text));
        }
        for (field, when) in claim.time.stated() {
            if let (true, When::Date(date)) = (within(when.span), when.value) {
                parts.push((when.span, resolved(&format!("{field} {}", date.describe()), date.range())));
            }
        }
        for (at, reference) in claim.refs.iter().enumerate() {
            if within(reference.span) {
                parts.extend(judged(run, id, at).map(|text| (reference.span, text)));
            }
        }
    }
    parts
}

/// What came of a reference.
fn judged(run: &Run, claim: ClaimId, reference: usize) -> Option<String> {
    let judgement = run.evidence.iter().find(|one| one.claim == claim && one.reference == reference)?;
    let mut text = format!("This reference: **{}**", judgement.verdict.name());
    if let Some(reason) = &judgement.reason {
        let _ = write!(text, ", {}", plain(reason));
    }
    if let Some(passage) = &judgement.passage {
        let _ = write!(text, "\n\n> {}", plain(passage));
    }
    Some(text)
}

fn about_entity(analysis: &Analysis<'_>, id: EntityId) -> String {
    let dataset = analysis.dataset;
    let entity = dataset.entity(id);
    let mut text = heading(entity);
    let mut lines: Vec<(DayRange, String)> = Vec::new();
    for (_, claim) in dataset.claims() {
        let of_it = claim.subject == id;
        // A set is told where it belongs; where others say that they joined, that is told here too.
        let in_it = claim.value.entities().any(|entity| entity == id) && claim.value.as_set().is_none();
        if !of_it && !in_it {
            continue;
        }
        let when = moment(analysis, claim);
        let whom = if of_it {
            String::new()
        } else {
            format!("{} · ", plain(dataset.entity(claim.subject).name()))
        };
        let value = if of_it { format!(": {}", plain(&analysis.say_value(claim))) } else { String::new() };
        let told = format!(
            "{whom}{}{value}{}",
            plain(dataset.property(claim.property).name()),
            plain(&analysis.say_markers(claim)),
        );
        let line = if when == DayRange::ALL {
            format!("- {told}")
        } else {
            format!("- **{}** · {told}", days(when))
        };
        lines.push((when, line));
    }
    // What has no time comes last.
    lines.sort_by_key(|(when, _)| (*when == DayRange::ALL, when.earliest.or(when.latest)));
    if !lines.is_empty() {
        text.push('\n');
    }
    for (_, line) in lines.iter().take(MOST) {
        let _ = write!(text, "\n{line}");
    }
    if lines.len() > MOST {
        let _ = write!(text, "\n- … and {}", count(lines.len() - MOST, "more claim", "more claims"));
    }
    text
}

fn heading(entity: &Entity) -> String {
    let kind = entity.kind.as_ref().map(|kind| format!(" ({})", plain(&kind.value))).unwrap_or_default();
    let mut text = format!("**{}**{kind}", plain(entity.name()));
    let others = entity
        .label
        .iter()
        .flat_map(|label| &label.entries)
        .filter(|(_, text)| *text.value != *entity.name());
    let others: Vec<String> = others
        .map(|(tag, text)| format!("{}: {}", tag.as_deref().unwrap_or("und"), plain(&text.value)))
        .collect();
    if !others.is_empty() {
        let _ = write!(text, " · {}", others.join(" · "));
    }
    text
}

/// When what a claim tells was: a date is when it was itself.
fn moment(analysis: &Analysis<'_>, claim: &Claim) -> DayRange {
    match claim.value.as_date() {
        Some(DateValue::Date(date)) => date.range(),
        Some(DateValue::Relative(_)) => {
            analysis.times.point(TimePoint { subject: claim.subject, property: claim.property })
        }
        None => analysis.times.moment(&claim.time),
    }
}

fn about_property(dataset: &Dataset, property: &Property) -> String {
    let ty = property.ty.as_ref().map_or("type not known", PropertyType::name);
    let mut text = format!("**{}** ({ty})", plain(property.name()));
    if let Some(kind) = &property.subject {
        let _ = write!(text, " of a {}", plain(&kind.value));
    }
    let claims =
        dataset.claims.iter().filter(|claim| dataset.property(claim.property).id == property.id).count();
    let _ = write!(text, "\n\n{}", count(claims, "claim", "claims"));
    for (field, on) in [
        ("single", property.single),
        ("unique", property.unique.is_some()),
        ("no_overlap", property.no_overlap),
        ("no_gap", property.no_gap),
        ("needs_time", property.needs_time),
        ("planned", property.planned),
    ] {
        if on {
            let _ = write!(text, " · `{field}`");
        }
    }
    text
}

fn about_claim(analysis: &Analysis<'_>, claim: &Claim) -> String {
    let dataset = analysis.dataset;
    let time = analysis.say_time(&claim.time).map(|time| format!(", {time}")).unwrap_or_default();
    let mut text = format!(
        "**{}** · {}: {}{}{}",
        plain(dataset.entity(claim.subject).name()),
        plain(dataset.property(claim.property).name()),
        plain(&analysis.say_value(claim)),
        plain(&time),
        plain(&analysis.say_markers(claim)),
    );
    if let Some(note) = &claim.note {
        let _ = write!(text, "\n\n{}", plain(note));
    }
    text
}

fn about_point(analysis: &Analysis<'_>, point: TimePoint) -> String {
    let dataset = analysis.dataset;
    let mut text = format!(
        "**{}** of {}: {}",
        plain(dataset.property(point.property).name()),
        plain(dataset.entity(point.subject).name()),
        days(analysis.times.point(point)),
    );
    for (_, claim) in dataset.claims_of(point.subject, point.property) {
        let _ = write!(
            text,
            "\n- `{}`: {}{}",
            plain(&claim.id),
            plain(&analysis.say_value(claim)),
            plain(&analysis.say_markers(claim)),
        );
    }
    text
}

/// A source as a reader sees it.
pub(super) fn about_source(source: &Source) -> String {
    let marker = source.marker.as_ref().map(|marker| format!("[{}] ", marker.value)).unwrap_or_default();
    let title = source.title.as_ref().map_or(&*source.id, |title| &*title.value);
    let mut text = format!("**{}{}**", plain(&marker), plain(title));
    let mut known = Vec::new();
    for part in [&source.author, &source.publisher].into_iter().flatten() {
        known.push(plain(&part.value));
    }
    if let Some(published) = &source.published {
        known.push(published.value.describe());
    }
    if let Some(pages) = &source.pages {
        known.push(format!("p. {}", plain(&pages.value)));
    }
    if let Some(matched) = &source.matched {
        known.push(match matched.value {
            crate::dataset::Match::Confirmed => "confirmed".to_owned(),
            crate::dataset::Match::Candidate => "only a candidate".to_owned(),
        });
    }
    if !known.is_empty() {
        let _ = write!(text, "\n\n{}", known.join(" · "));
    }
    for (name, address) in [("url", &source.url), ("archive", &source.archive)] {
        if let Some(address) = address {
            let _ = write!(text, "\n\n{name}: {}", plain(&address.value));
        }
    }
    text
}

fn links(run: &Run, source: &str) -> String {
    let mut text = String::new();
    for link in run.links.iter().filter(|link| *run.dataset.source(link.source).id == *source) {
        let _ = write!(text, "\n\n`{}`: **{}**", link.field.name(), link.verdict.name());
        if let Some(reason) = &link.reason {
            let _ = write!(text, " ({})", plain(reason));
        }
    }
    text
}

fn cited(dataset: &Dataset, id: SourceId) -> String {
    let claims: Vec<&Claim> = dataset
        .claims
        .iter()
        .filter(|claim| claim.refs.iter().any(|reference| reference.source == id))
        .collect();
    let names: Vec<String> = claims.iter().take(8).map(|claim| format!("`{}`", plain(&claim.id))).collect();
    let more = if claims.len() > names.len() { ", …" } else { "" };
    match claims.len() {
        0 => "\n\nNo claim cites it.".to_owned(),
        some => format!("\n\nCited by {}: {}{more}", count(some, "claim", "claims"), names.join(", ")),
    }
}

/// What is told, with the days that it comes to where that says more.
fn resolved(told: &str, range: DayRange) -> String {
    let days = days(range);
    if told.ends_with(&days) { sentence(told) } else { format!("{}: {days}", sentence(told)) }
}

fn days(range: DayRange) -> String {
    range.describe()
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => plain(&format!("{}{}", first.to_uppercase(), chars.as_str())),
        None => String::new(),
    }
}

/// A text from the dataset in which nothing is Markdown. An underscore within a word is none.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    let text = visible(text);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let within = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if matches!(c, '\\' | '*' | '[' | ']' | '<' | '>' | '#' | '|' | '!') || (c == '_' && !within) {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_of_a_text_is_markdown() {
        assert_eq!(plain("a_b _c_ [x](y) <i>"), "a_b \\_c\\_ \\[x\\](y) \\<i\\>");
        assert_eq!(plain("a\u{202e}b"), "a\\\\u{202e}b");
    }
}
