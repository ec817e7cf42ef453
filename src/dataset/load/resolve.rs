//! From tables to a dataset: entities, sources and vocabulary first, then the claims, side by side.

use std::collections::HashSet;

use rayon::prelude::*;

use super::about::About;
use super::items::{Item, Items};
use super::kinds::Kinds;
use super::names::{Names, bare_marker};
use super::parsed::{Claims, Parsed};
use super::repeated::repeated;
use super::table::{Broken, Reader, Reporter};
use super::tree::Node;
use super::units::Units;
use super::value::Scope;
use super::vocabulary::Known;
use super::{MANIFEST, check_id, claim, kinds, manifest, shape, source, vocabulary};
use crate::dataset::index::Index;
use crate::dataset::rules::names::DUPLICATE_ID;
use crate::dataset::{
    Accept, Claim, Dataset, Entity, EntityId, EntityKind, FileId, Files, Gaps, Manifest, MeasureUnit,
    Property, PropertyId, Source, SourceId, Span, Spanned,
};
use crate::finding::Finding;
use crate::map::Map;
use crate::message::{Message, message, ours};
use crate::suggest::Candidates;
use crate::value::Calendar;

/// The tables of a dataset, before the indexes over them.
pub(super) struct Tables {
    manifest: Manifest,
    entities: Vec<Entity>,
    properties: Vec<Property>,
    kinds: Vec<EntityKind>,
    units: Vec<MeasureUnit>,
    claims: Vec<Claim>,
    sources: Vec<Source>,
    accepts: Vec<Accept>,
    gaps: Gaps,
}

pub(super) fn resolve(mut parsed: Vec<Parsed<'_>>) -> (Tables, Vec<Finding>) {
    let findings: Vec<Finding> =
        parsed.iter_mut().flat_map(|file| std::mem::take(&mut file.findings)).collect();
    let mut gaps = Gaps::default();
    for file in parsed.iter().filter(|file| !file.readable) {
        if file.text.is_empty() { gaps.unread.add_everything() } else { gaps.unread.add(file.text) }
    }
    let ((claims, repeated), mut around) = rayon::join(
        || {
            let claims: Vec<Claims<'_>> =
                parsed.par_iter().filter(|file| file.readable).map(Parsed::claims).collect();
            let repeated = repeated(&claims);
            (claims, repeated)
        },
        || Around::new(&parsed, gaps, findings),
    );
    let claims = all_claims(&claims, &repeated, &mut around);
    let Around { entities, properties, kinds, units, sources, accepts, mut names, mut gaps, mut findings } =
        around;
    let manifest = parsed
        .iter()
        .find(|file| file.is_manifest())
        .map(|file| {
            let mut out = Reporter {
                file: file.id,
                text: file.text,
                title: About::File(MANIFEST),
                findings: &mut findings,
            };
            manifest::build(file.top(), &names, &mut out)
        })
        .unwrap_or_default();
    gaps.unread = std::mem::take(&mut names.unread);
    (Tables { manifest, entities, properties, kinds, units, claims, sources, accepts, gaps }, findings)
}

/// What claims are made of, and what was found wrong so far.
struct Around<'a> {
    entities: Vec<Entity>,
    properties: Vec<Property>,
    kinds: Vec<EntityKind>,
    units: Vec<MeasureUnit>,
    sources: Vec<Source>,
    accepts: Vec<Accept>,
    names: Names<'a>,
    gaps: Gaps,
    findings: Vec<Finding>,
}

impl<'a> Around<'a> {
    fn new(parsed: &'a [Parsed<'_>], mut gaps: Gaps, mut findings: Vec<Finding>) -> Self {
        let mut items = Items::default();
        for file in parsed.iter().filter(|file| file.readable) {
            items.take(file, &mut findings, &mut gaps);
        }
        let entity_items = first_of_each(&items.entities, &ENTITIES, &mut findings);
        let property_items = first_of_each(&items.properties, &PROPERTIES, &mut findings);
        let kind_items = first_of_each(&items.kinds, &KINDS, &mut findings);
        let unit_items = first_of_each(&items.units, &UNITS, &mut findings);
        let twice = Twice::of(&findings);
        let mut entities: Vec<Entity> = entity_items.iter().map(|item| entity(item, &mut findings)).collect();
        for entity in entities.iter_mut().filter(|entity| twice.entities.contains(&entity.id)) {
            entity.kind = None;
        }
        let (sources, markers, source_ids) = all_sources(&items.sources, &mut gaps, &mut findings);
        let mut names = Names {
            entities: (0..)
                .map(EntityId)
                .zip(&entity_items)
                .map(|(id, item)| (item.key_name(), id))
                .collect(),
            properties: (0..)
                .map(PropertyId)
                .zip(&property_items)
                .map(|(id, item)| (item.key_name(), id))
                .collect(),
            unread: std::mem::take(&mut gaps.unread),
            broken_source: gaps.broken_source,
            markers,
            sources: source_ids,
            kinds: Kinds::new(
                kind_items.iter().filter_map(|item| Some((item.key_name(), item.peek("is")?.0))),
            ),
            units: Units::default(),
            near_entities: Candidates::new(entity_items.iter().map(|item| item.key_name())),
            near_properties: Candidates::new(property_items.iter().map(|item| item.key_name())),
            near_sources: Candidates::new(items.sources.iter().flat_map(|item| {
                let marker = item.peek("marker").map(|(marker, _)| bare_marker(marker));
                marker.into_iter().chain(item.peek("id").map(|(id, _)| id))
            })),
        };
        gaps.unread = std::mem::take(&mut names.unread);
        gaps.name_unread(
            names.entities.iter().map(|(name, id)| (*name, *id)),
            names.properties.iter().map(|(name, id)| (*name, *id)),
        );
        names.unread = std::mem::take(&mut gaps.unread);
        let types = stated_types(&property_items, &twice);
        let known = Known { names: &names, types: &types };
        let id = |item: &Item<'a>| Spanned::new(item.key_name(), item.key_span());
        let kinds: Vec<EntityKind> = kind_items
            .iter()
            .map(|item| {
                let mut reader = item.reader(About::Kind(item.key_name()), &mut findings);
                kind(id(item), &mut reader, &known)
            })
            .collect();
        let units: Vec<MeasureUnit> = unit_items
            .iter()
            .map(|item| {
                let mut reader = item.reader(About::Unit(item.key_name()), &mut findings);
                unit(id(item), &mut reader)
            })
            .collect();
        kinds::circles(&kinds, &names.kinds, &mut findings);
        names.units = Units::new(&units, &mut findings);
        let properties = all_properties(&property_items, &entities, &names, &twice, &mut findings);
        let accepts = items.accepts.iter().filter_map(|item| {
            let rule = item.peek("rule").map(|(rule, _)| rule);
            manifest::accept(&mut item.reader(About::Accept(rule), &mut findings)).ok()
        });
        let accepts: Vec<Accept> = accepts.collect();
        Self { entities, properties, kinds, units, sources, accepts, names, gaps, findings }
    }
}

/// The ids that two tables have: which of the two is meant is not known, so nothing is judged by
/// the kind of the entity or the type of the property.
#[derive(Default)]
struct Twice {
    entities: HashSet<Box<str>>,
    properties: HashSet<Box<str>>,
}

impl Twice {
    fn of(findings: &[Finding]) -> Self {
        let mut twice = Self::default();
        for finding in findings.iter().filter(|finding| *finding.rule == DUPLICATE_ID) {
            twice.entities.extend(finding.names.entities.iter().cloned());
            twice.properties.extend(finding.names.properties.iter().cloned());
        }
        twice
    }
}

/// How messages call tables with ids in their headers, and what a finding about one names.
struct Keyed {
    one: &'static str,
    many: &'static str,
    name: fn(Finding, &str) -> Finding,
}

const ENTITIES: Keyed = Keyed { one: "entity", many: "entities", name: Finding::entity };
const PROPERTIES: Keyed = Keyed { one: "property", many: "properties", name: Finding::property };
const KINDS: Keyed = Keyed { one: "kind", many: "kinds", name: |finding, _| finding };
const UNITS: Keyed = Keyed { one: "unit", many: "units", name: |finding, _| finding };

/// Tables with ids in their headers: the second of one id, in another file, is left out.
fn first_of_each<'b, 'a>(
    items: &'b [Item<'a>],
    keyed: &Keyed,
    findings: &mut Vec<Finding>,
) -> Vec<&'b Item<'a>> {
    let mut seen: Map<&str, Span> = Map::with_capacity_and_hasher(items.len(), Default::default());
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        let (name, span) = (item.key_name(), item.key_span());
        if let Some(&first) = seen.get(name) {
            let finding = duplicate(span, message!("two {} have the id `{}`", ours(keyed.many), name), first);
            findings.push((keyed.name)(finding, name));
            continue;
        }
        let mut out = Reporter { file: item.file, text: item.text, title: About::File(""), findings };
        // The id stays known all the same, so that nothing calls it unknown.
        let _ = check_id(name, span, keyed.one, &mut out);
        seen.insert(name, span);
        kept.push(item);
    }
    kept
}

fn duplicate(span: Span, message: Message, first: Span) -> Finding {
    Finding::new(&DUPLICATE_ID, span, message)
        .label("taken already")
        .related(first, "first used here")
        .help("give one of the two another id; this one is left out until then")
}

fn entity(item: &Item<'_>, findings: &mut Vec<Finding>) -> Entity {
    let id = item.key_name();
    let mut reader = item.reader(About::Entity(id), findings);
    let _ = reader.check_fields(&[&shape::ENTITY]);
    let Ok(entity) = Entity::read(&mut reader, &(), id.into(), item.key_span());
    entity
}

fn kind(id: Spanned<&str>, reader: &mut Reader<'_>, known: &Known<'_>) -> EntityKind {
    let _ = reader.check_fields(&[&shape::KIND]);
    let Ok(kind) = EntityKind::read(reader, known, id.value.into(), id.span);
    kind
}

fn unit(id: Spanned<&str>, reader: &mut Reader<'_>) -> MeasureUnit {
    let _ = reader.check_fields(&[&shape::UNIT]);
    let Ok(unit) = MeasureUnit::read(reader, &(), id.value.into(), id.span);
    unit
}

type SourceNames = Map<Box<str>, SourceId>;

fn all_sources(
    items: &[Item<'_>],
    gaps: &mut Gaps,
    findings: &mut Vec<Finding>,
) -> (Vec<Source>, SourceNames, SourceNames) {
    let mut sources: Vec<Source> = Vec::with_capacity(items.len());
    let (mut markers, mut ids) = (SourceNames::default(), SourceNames::default());
    for item in items {
        let id = item.peek("id").map(|(id, _)| id);
        let Some(source) = source::build(&mut item.reader(About::Source(id), findings)) else {
            gaps.broken_source = true;
            continue;
        };
        if let Some(&first) = ids.get(&source.id) {
            let first = sources[first.index()].id_span;
            findings.push(
                duplicate(source.id_span, message!("two sources have the id `{}`", source.id), first)
                    .source(&source.id),
            );
            gaps.broken_source = true;
            continue;
        }
        gaps.broken_source |= source.unread.contains(&"marker");
        let next = SourceId(u32::try_from(sources.len()).unwrap_or(u32::MAX));
        ids.insert(source.id.clone(), next);
        if let Some(marker) = &source.marker {
            if let Some(first) = markers.get(&marker.value).map(|id| &sources[id.index()]) {
                let at = first.marker.as_ref().map_or(first.id_span, |marker| marker.span);
                let message = message!(
                    "the sources `{}` and `{}` have the same marker [{}]",
                    first.id,
                    source.id,
                    marker.value
                );
                let finding = Finding::new(&DUPLICATE_ID, marker.span, message)
                    .label("taken already")
                    .related(at, "first used here")
                    .help("an article prints each marker for one source: give one of them another, or none")
                    .source(&first.id)
                    .source(&source.id);
                findings.push(finding);
                gaps.broken_source = true;
            } else {
                markers.insert(marker.value.clone(), next);
            }
        }
        sources.push(source);
    }
    (sources, markers, ids)
}

/// The types of properties, as far as they are stated and one is meant.
fn stated_types<'a>(items: &[&Item<'a>], twice: &Twice) -> Vec<Option<&'a str>> {
    let stated = |item: &&Item<'a>| {
        vocabulary::stated_type(item.node).filter(|_| !twice.properties.contains(item.key_name()))
    };
    items.iter().map(stated).collect()
}

fn all_properties(
    items: &[&Item<'_>],
    entities: &[Entity],
    names: &Names<'_>,
    twice: &Twice,
    findings: &mut Vec<Finding>,
) -> Vec<Property> {
    let types = stated_types(items, twice);
    let mut properties: Vec<Property> = items
        .iter()
        .map(|item| {
            let known = Known { names, types: &types };
            let id = Spanned::new(item.key_name(), item.key_span());
            vocabulary::build(id, &mut item.reader(About::Property(item.key_name()), findings), &known)
        })
        .collect();
    for property in properties.iter_mut().filter(|property| twice.properties.contains(&property.id)) {
        property.ty = None;
    }
    let values: Vec<_> = items
        .iter()
        .zip(&properties)
        .map(|(item, property)| {
            let calendar = Calendar::Gregorian;
            let scope = Scope { names, entities, properties: &properties, calendar };
            vocabulary::values(&mut item.reader(About::Property(item.key_name()), findings), property, scope)
        })
        .collect();
    for (property, (one_of, none_of)) in properties.iter_mut().zip(values) {
        property.one_of = one_of;
        property.none_of = none_of;
    }
    properties
}

fn all_claims(tables: &[Claims<'_>], repeated: &Map<usize, Span>, around: &mut Around<'_>) -> Vec<Claim> {
    let Around { entities, properties, names, gaps, findings, .. } = around;
    let (entities, properties, names) = (&entities[..], &properties[..], &*names);
    let count: usize = tables.iter().map(|claims| claims.nodes.len()).sum();
    // A few stretches for each thread; large ones are memory of their own, which goes back at once.
    let most = count.div_ceil(4 * rayon::current_num_threads()).max(LEAST_AT_ONCE);
    let mut stretches: Vec<Vec<Stretch<'_>>> = Vec::new();
    let (mut room, mut first) = (0, 0);
    for &Claims { file, text, ref nodes, .. } in tables {
        let mut nodes = &nodes[..];
        while !nodes.is_empty() {
            if room == 0 {
                stretches.push(Vec::new());
                room = most;
            }
            let taken = nodes.split_off(..nodes.len().min(room)).unwrap_or_default();
            if let Some(stretch) = stretches.last_mut() {
                stretch.push(Stretch { file, text, first, nodes: taken });
            }
            room -= taken.len();
            first += taken.len();
        }
    }
    let built: Vec<BuiltClaims> = stretches
        .into_par_iter()
        .map(|stretch| {
            let mut built = BuiltClaims::default();
            built.claims.reserve_exact(stretch.iter().map(|part| part.nodes.len()).sum());
            for Stretch { file, text, first, nodes } in stretch {
                for (number, node) in (first..).zip(nodes) {
                    let Some(item) = Item::of(file, text, *node) else { continue };
                    let calendar = Calendar::Gregorian;
                    let scope = Scope { names, entities, properties, calendar };
                    build_claim(&item, repeated.get(&number).copied(), scope, &mut built);
                }
            }
            built
        })
        .collect();
    let mut claims = Vec::with_capacity(built.iter().map(|built| built.claims.len()).sum());
    let mut left_out = Vec::new();
    for built in built {
        claims.extend(built.claims);
        findings.extend(built.findings);
        for claim::LeftOut { gaps: missing, refs } in built.left_out {
            left_out.extend(missing);
            gaps.used_sources.extend(refs.iter().map(|reference| reference.source));
        }
    }
    gaps.add(left_out);
    claims
}

/// Claims of one file that one thread reads.
struct Stretch<'a> {
    file: FileId,
    text: &'a str,
    /// The number of the first among all claims.
    first: usize,
    nodes: &'a [Node<'a>],
}

/// The fewest claims that one thread reads at a time.
const LEAST_AT_ONCE: usize = 256;

/// Claims of a stretch of tables, and what loading found wrong with them.
#[derive(Default)]
struct BuiltClaims {
    claims: Vec<Claim>,
    left_out: Vec<claim::LeftOut>,
    findings: Vec<Finding>,
}

fn build_claim(item: &Item<'_>, taken: Option<Span>, scope: Scope<'_>, built: &mut BuiltClaims) {
    let BuiltClaims { claims, left_out, findings } = built;
    let id = item.peek("id").map(|(id, span)| Spanned::new(id, span));
    let mut reader = item.reader(About::Claim(id.map(|id| id.value)), findings);
    let id = reader.text("id", &shape::CLAIM).and_then(|id| {
        let id = id.ok_or(Broken)?;
        check_id(id.value, id.span, "claim", &mut reader.out)?;
        match taken {
            Some(first) => {
                let finding = duplicate(id.span, message!("two claims have the id `{}`", id.value), first);
                Err(reader.out.push(finding))
            }
            None => Ok(id),
        }
    });
    claim::build(reader, id, scope, claims, left_out);
}

impl Tables {
    pub(super) fn into_dataset(self, files: Files) -> Dataset {
        let Self { manifest, entities, properties, kinds, units, claims, sources, accepts, gaps } = self;
        let index = Index::new(properties.len(), &claims);
        Dataset { files, manifest, entities, properties, kinds, units, claims, sources, accepts, gaps, index }
    }
}
