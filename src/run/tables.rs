//! Tables about several subjects: what is wrong with such a table itself is told once.
//!
//! Each subject of `subject = ["a", "b"]` has a claim of its own, `<id>/a` and `<id>/b`, and rules look
//! at each. Where they say the same of all of them, it is said of the table.

use std::collections::HashMap;

use crate::dataset::{Dataset, Span};
use crate::finding::{Finding, Names};
use crate::message::{Message, Part};

/// Findings that differ in nothing but the subject of one table become one about the table.
pub(super) fn told_once(dataset: &Dataset, findings: Vec<Finding>) -> Vec<Finding> {
    let tables: HashMap<&str, (&str, usize)> = tables(dataset);
    if tables.is_empty() {
        return findings;
    }
    let mut groups: HashMap<(&str, Span, String), Vec<usize>> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if let Some(table) = only_table(&tables, &finding.names) {
            let said = of_table(&finding.message, table, &finding.names).to_string();
            groups.entry((finding.rule.name, finding.primary.span, said)).or_default().push(at);
        }
    }
    let mut first = HashMap::new();
    let mut repeated = vec![false; findings.len()];
    for group in groups.into_values() {
        let table = only_table(&tables, &findings[group[0]].names);
        let Some(table) = table else { continue };
        let subjects = tables.values().find(|(name, _)| *name == table).map_or(0, |(_, subjects)| *subjects);
        if group.len() < subjects {
            continue;
        }
        first.insert(group[0], Box::<str>::from(table));
        for &at in &group[1..] {
            repeated[at] = true;
        }
    }
    let kept = findings.into_iter().enumerate().filter(|(at, _)| !repeated[*at]);
    kept.map(|(at, mut finding)| {
        if let Some(table) = first.remove(&at) {
            finding.message = of_table(&finding.message, &table, &finding.names);
            finding.names.claims = vec![table];
        }
        finding
    })
    .collect()
}

/// The tables about several subjects by the ids of their claims, with the number of those.
fn tables(dataset: &Dataset) -> HashMap<&str, (&str, usize)> {
    let several = || dataset.claims.iter().filter(|claim| claim.table_id() != &*claim.id);
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    for claim in several() {
        *sizes.entry(claim.table_id()).or_default() += 1;
    }
    several().map(|claim| (&*claim.id, (claim.table_id(), sizes[claim.table_id()]))).collect()
}

/// The table that a finding is about, where it names one of its claims and no other.
fn only_table<'d>(tables: &HashMap<&str, (&'d str, usize)>, names: &Names) -> Option<&'d str> {
    let [claim] = &names.claims[..] else { return None };
    tables.get(&**claim).map(|(table, _)| *table)
}

/// A message about a claim as one about its table.
fn of_table(message: &Message, table: &str, names: &Names) -> Message {
    let mut said = Message::default();
    for part in message.parts() {
        match part {
            Part::Name(name) if names.claims.contains(name) => said.push(Part::Name(table.into())),
            other => said.push(other.clone()),
        }
    }
    said
}
