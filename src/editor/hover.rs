//! What is known of the thing at a place, in Markdown.

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use super::lookup::{Names, Symbol};
use super::positions::{offset, range};
use super::{Workspace, file_id};
use crate::analysis::{Analysis, Derived};
use crate::dataset::{
    Claim, ClaimId, Dataset, DateValue, Entity, EntityId, Property, PropertyType, Source, SourceId, Span,
    TimePoint, When,
};
use crate::message::{Message, message, name, ours};
use crate::report::markdown::{Markdown, md};
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
                value: Markdown::join(parts, "\n\n---\n\n").into_text(),
            }),
            range: span.map(|(start, end)| range(&file, start, end)),
        })
    }
}

fn about(symbol: &Symbol, names: &Names<'_>, analysis: &Analysis<'_>, run: Option<&Run>) -> Option<Markdown> {
    let dataset = names.dataset;
    Some(match symbol {
        Symbol::Field(about) => Markdown::ours(about),
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
                md!(text, "{}", links(run, &dataset.source(id).id));
            }
            md!(text, "{}", cited(dataset, id));
            text
        }
        Symbol::Point(subject, property) => about_point(analysis, names.point(subject, property)?),
        Symbol::Kind(kind) => {
            let entities = dataset.entities.iter().filter(|entity| dataset.is_kind(entity, kind)).count();
            let mut text = Markdown::default();
            md!(text, "Kind {}: {}", name(kind), count(entities, "entity", "entities"));
            text
        }
        Symbol::Unit(unit) => {
            let told = dataset.unit(unit)?;
            let (factor, of) = (told.factor.as_ref()?, told.of.as_ref()?);
            let mut text = Markdown::default();
            md!(text, "Unit {}: {} × {}", name(unit), factor.value, &*of.value);
            text
        }
        Symbol::Status(status) => {
            let mut text = Markdown::default();
            md!(text, "Status {}", name(status));
            text
        }
        Symbol::Rule(name) => {
            let rule = crate::rules::find(name)?;
            let (summary, details) = (Markdown::ours(&rule.summary()), Markdown::ours(&rule.details()));
            let mut text = Markdown::default();
            md!(text, "**{}** ({})\n\n{}\n\n{}", rule.name, rule.level.name(), summary, details);
            text
        }
    })
}

/// What the present text says at a place beside names: dates, and what came of references.
fn beside(run: &Run, analysis: &Analysis<'_>, within: &dyn Fn(Span) -> bool) -> Vec<(Span, Markdown)> {
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
                parts.push((
                    when.span,
                    resolved(&message!("{} {}", ours(field), ours(date.describe())), date.range()),
                ));
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
fn judged(run: &Run, claim: ClaimId, reference: usize) -> Option<Markdown> {
    let judgement = run.evidence.iter().find(|one| one.claim == claim && one.reference == reference)?;
    let mut text = Markdown::default();
    md!(text, "This reference: **{}**", judgement.verdict.name());
    if let Some(reason) = &judgement.reason {
        md!(text, ", {}", reason.sentence());
    }
    if let Some(passage) = &judgement.passage {
        md!(text, "\n\n> {}", passage);
    }
    Some(text)
}

fn about_entity(analysis: &Analysis<'_>, id: EntityId) -> Markdown {
    let dataset = analysis.dataset;
    let entity = dataset.entity(id);
    let mut text = heading(entity);
    let mut lines: Vec<(DayRange, Markdown)> = Vec::new();
    for (_, claim) in dataset.claims() {
        let of_it = claim.subject == id;
        // A set is told where it belongs; where others say that they joined, that is told here too.
        let in_it = claim.value.entities().any(|entity| entity == id) && claim.value.as_set().is_none();
        if !of_it && !in_it {
            continue;
        }
        let when = moment(analysis, claim);
        let mut line = Markdown::default();
        if when == DayRange::ALL {
            md!(line, "- ");
        } else {
            md!(line, "- **{}** · ", when.describe());
        }
        if !of_it {
            md!(line, "{} · ", dataset.entity(claim.subject).name());
        }
        md!(line, "{}", dataset.property(claim.property).name());
        if of_it {
            md!(line, ": {}", analysis.say_value(claim));
        }
        md!(line, "{}", analysis.say_markers(claim));
        lines.push((when, line));
    }
    // What has no time comes last.
    lines.sort_by_key(|(when, _)| (*when == DayRange::ALL, when.earliest.or(when.latest)));
    if !lines.is_empty() {
        md!(text, "\n");
    }
    for (_, line) in lines.iter().take(MOST) {
        md!(text, "\n{}", *line);
    }
    if lines.len() > MOST {
        md!(text, "\n- … and {}", count(lines.len() - MOST, "more claim", "more claims"));
    }
    text
}

fn heading(entity: &Entity) -> Markdown {
    let mut text = Markdown::default();
    md!(text, "**{}**", entity.name());
    if let Some(kind) = &entity.kind {
        md!(text, " ({})", kind.value);
    }
    let labels = entity.label.iter().flat_map(|label| &label.entries);
    for (tag, other) in labels.filter(|(_, text)| *text.value != *entity.name()) {
        md!(text, " · {}: {}", tag.as_deref().unwrap_or("und"), other.value);
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

fn about_property(dataset: &Dataset, property: &Property) -> Markdown {
    let ty = property.ty.as_ref().map_or("type not known", PropertyType::name);
    let mut text = Markdown::default();
    md!(text, "**{}** ({})", property.name(), ours(ty));
    if let Some(kind) = &property.subject {
        md!(text, " of a {}", kind.value);
    }
    let claims =
        dataset.claims.iter().filter(|claim| dataset.property(claim.property).id == property.id).count();
    md!(text, "\n\n{}", count(claims, "claim", "claims"));
    for (field, on) in [
        ("single", property.single),
        ("unique", property.unique.is_some()),
        ("no_overlap", property.no_overlap),
        ("no_gap", property.no_gap),
        ("needs_time", property.needs_time),
        ("planned", property.planned),
    ] {
        if on {
            md!(text, " · {}", name(field));
        }
    }
    text
}

fn about_claim(analysis: &Analysis<'_>, claim: &Claim) -> Markdown {
    let dataset = analysis.dataset;
    let (subject, property) = (dataset.entity(claim.subject).name(), dataset.property(claim.property).name());
    let time = analysis.say_time(&claim.time).map(|time| message!(", {}", time));
    let (value, markers) = (analysis.say_value(claim), analysis.say_markers(claim));
    let mut text = Markdown::default();
    md!(text, "**{}** · {}: {}{}{}", subject, property, value, time, markers);
    if let Some(note) = &claim.note {
        md!(text, "\n\n{}", note);
    }
    text
}

fn about_point(analysis: &Analysis<'_>, point: TimePoint) -> Markdown {
    let dataset = analysis.dataset;
    let (property, subject) = (dataset.property(point.property).name(), dataset.entity(point.subject).name());
    let mut text = Markdown::default();
    md!(text, "**{}** of {}: {}", property, subject, analysis.times.point(point).describe());
    for (_, claim) in dataset.claims_of(point.subject, point.property) {
        let (value, markers) = (analysis.say_value(claim), analysis.say_markers(claim));
        md!(text, "\n- {}: {}{}", name(&claim.id), value, markers);
    }
    text
}

/// A source as a reader sees it.
pub(super) fn about_source(source: &Source) -> Markdown {
    let marker = source.marker.as_ref().map(|marker| message!("[{}] ", marker.value));
    let title = source.title.as_ref().map_or(&*source.id, |title| &*title.value);
    let mut text = Markdown::default();
    md!(text, "**{}{}**", marker, title);
    let mut known: Vec<Message> = Vec::new();
    for part in [&source.author, &source.publisher].into_iter().flatten() {
        known.push(message!("{}", part.value));
    }
    if let Some(published) = &source.published {
        known.push(ours(published.value.describe()).into());
    }
    if let Some(pages) = &source.pages {
        known.push(message!("p. {}", pages.value));
    }
    if let Some(matched) = &source.matched {
        known.push(match matched.value {
            crate::dataset::Match::Confirmed => "confirmed".into(),
            crate::dataset::Match::Candidate => "only a candidate".into(),
        });
    }
    if !known.is_empty() {
        md!(text, "\n\n{}", Message::join(&known, " · "));
    }
    for (field, address) in [("url", &source.url), ("archive", &source.archive)] {
        if let Some(address) = address {
            md!(text, "\n\n{}: {}", ours(field), Markdown::link(&address.value, &address.value));
        }
    }
    text
}

fn links(run: &Run, source: &str) -> Markdown {
    let mut text = Markdown::default();
    for link in run.links.iter().filter(|link| *run.dataset.source(link.source).id == *source) {
        md!(text, "\n\n{}: **{}**", name(link.field.name()), ours(link.verdict.name()));
        if let Some(reason) = &link.reason {
            md!(text, " ({})", reason);
        }
    }
    text
}

fn cited(dataset: &Dataset, id: SourceId) -> Markdown {
    let claims: Vec<&Claim> = dataset
        .claims
        .iter()
        .filter(|claim| claim.refs.iter().any(|reference| reference.source == id))
        .collect();
    let names: Vec<Message> = claims.iter().take(8).map(|claim| name(&claim.id).into()).collect();
    let more = if claims.len() > names.len() { ", …" } else { "" };
    let mut text = Markdown::default();
    match claims.len() {
        0 => md!(text, "\n\nNo claim cites it."),
        some => {
            let (number, names) = (count(some, "claim", "claims"), Message::join(&names, ", "));
            md!(text, "\n\nCited by {}: {}{}", number, names, ours(more));
        }
    }
    text
}

/// What is told, with the days that it comes to where that says more.
fn resolved(told: &Message, range: DayRange) -> Markdown {
    let days = range.describe();
    let mut text = Markdown::default();
    md!(text, "{}", told.clone().capital());
    if !told.to_string().ends_with(&days) {
        md!(text, ": {}", days);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::load::{RawFile, from_files};

    /// What strangers wrote is escaped as the report in Markdown does, back-ticks included.
    #[test]
    fn nothing_of_a_text_is_markdown() {
        let facts = concat!(
            "format = 1\ndataset = { id = \"a\", title = \"A\", as_of = \"2024\" }\n",
            "[entity.e]\nkind = \"x\"\nlabel = \"a_b _c_ `d` [x](y) <i> @me\"\n",
        );
        let file = RawFile { path: "facts/dataset.toml".into(), content: Ok(facts.into()) };
        let loaded = from_files(std::path::PathBuf::new(), vec![file]).unwrap();
        assert_eq!(
            heading(&loaded.dataset.entities[0]).into_text(),
            "**a_b \\_c\\_ \\`d\\` \\[x\\]\\(y) \\<i\\> \\@\u{2060}me** (x)"
        );
    }
}
