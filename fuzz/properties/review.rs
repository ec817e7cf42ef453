//! Two datasets, compared: they are what is before the first NUL, followed by what is before the
//! second or by what is after it. A dataset against itself has no change, backwards everything is the
//! other way round, and nothing reaches a terminal or a page as a command.

use csto_validate::report::review::{json, markdown, text};
use csto_validate::report::text::Style;
use csto_validate::review::{Checked, Review};
use csto_validate::run::Overrides;

use super::common::{MANIFEST, is_json, loaded, written};
use super::reports::is_markdown_of_ours;

pub(crate) fn holds(bytes: &[u8]) {
    let mut parts = bytes.split(|byte| *byte == 0);
    let both = parts.next().unwrap_or_default();
    let (one, other) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Some(base) = checked(&[both, one].concat()) else { return };
    let Some(head) = checked(&[both, other].concat()) else { return };
    is_nothing(&base, &base);
    let review = Review::new(&base, &head);
    let back = Review::new(&head, &base);
    assert_eq!(review.is_empty(), back.is_empty());
    assert_eq!(review.findings.introduced.len(), back.findings.resolved.len());
    assert_eq!(review.findings.resolved.len(), back.findings.introduced.len());
    assert_eq!(review.findings.unchanged, back.findings.unchanged);
    for (there, here) in [
        (&review.claims, &back.claims),
        (&review.entities, &back.entities),
        (&review.properties, &back.properties),
        (&review.sources, &back.sources),
    ] {
        assert_eq!(there.added.len(), here.removed.len());
        assert_eq!(there.removed.len(), here.added.len());
        assert_eq!(there.changed.len(), here.changed.len());
    }
    assert_eq!(review.moved.len(), back.moved.len());
    written(|out| text(&review, Style::default(), out));
    is_json(&written(|out| json(&review, out)));
    is_markdown_of_ours(&written(|out| markdown(&review, out)));
}

/// A side of what a file beside a manifest, or a manifest, says.
fn checked(bytes: &[u8]) -> Option<Checked> {
    checked_as(is_manifest(bytes), bytes)
}

/// Whether bytes are read as a manifest.
pub(super) fn is_manifest(bytes: &[u8]) -> bool {
    bytes.starts_with(b"format")
}

pub(super) fn checked_as(is_manifest: bool, bytes: &[u8]) -> Option<Checked> {
    let loaded = if is_manifest {
        loaded(&[("facts/dataset.toml", bytes)])?
    } else {
        loaded(&[("facts/dataset.toml", MANIFEST.as_bytes()), ("facts/facts.toml", bytes)])?
    };
    Some(Checked::new("worktree".into(), Some(loaded), &Overrides::default()))
}

/// Both sides say the same.
pub(super) fn is_nothing(base: &Checked, head: &Checked) {
    let review = Review::new(base, head);
    if !review.is_empty() {
        panic!("{}", written(|out| text(&review, Style::default(), out)));
    }
}
