//! The ids that several claims have: which claims come second, and where the first of that id stands.

use std::hash::BuildHasher as _;

use rayon::prelude::*;

use super::parsed::Claims;
use super::tree::{Kind, Node};
use crate::dataset::{FileId, Span};
use crate::map::Map;

/// For each claim whose id another took before, by its number among all, the place of that.
///
/// Nearly no id stands twice, so hashes are sorted, which many threads do together, and only where
/// two are the same the ids themselves are looked at.
pub(super) fn repeated(tables: &[Claims<'_>]) -> Map<usize, Span> {
    let hasher = foldhash::fast::RandomState::default();
    let ids: Vec<(FileId, Option<Node<'_>>)> =
        tables.iter().flat_map(|claims| claims.ids.iter().map(|id| (claims.file, *id))).collect();
    let mut hashes: Vec<(u64, usize)> = ids
        .par_iter()
        .enumerate()
        .filter_map(|(number, (_, id))| Some((hasher.hash_one(text(*id)?), number)))
        .collect();
    hashes.par_sort_unstable();
    let mut repeated = Map::default();
    for same in hashes.chunk_by(|(one, _), (other, _)| one == other).filter(|same| same.len() > 1) {
        // In the order of files and lines, as the numbers are.
        let mut firsts: Vec<(&str, Span)> = Vec::new();
        for &(_, number) in same {
            let (file, id) = ids[number];
            let (Some(node), Some(id)) = (id, text(id)) else { continue };
            match firsts.iter().find(|(first, _)| *first == id) {
                Some((_, first)) => {
                    repeated.insert(number, *first);
                }
                None => firsts.push((id, Span { file, start: node.start, end: node.end })),
            }
        }
    }
    repeated
}

fn text(id: Option<Node<'_>>) -> Option<&str> {
    match id?.kind() {
        Kind::String(id) => Some(id),
        _ => None,
    }
}
