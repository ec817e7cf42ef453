//! A dataset of whatever bytes.

use std::path::PathBuf;

use csto_validate::dataset::load::{RawFile, from_files};
use csto_validate::run::{Overrides, Run};

const MANIFEST: &str = "format = 1\ndataset = { id = \"fuzz\", title = \"Fuzz\", as_of = \"2024\" }\n";

/// The bytes as a file beside a manifest, or as the manifest where they begin like one, checked.
/// `None` where that is in another format.
pub(crate) fn checked(bytes: &[u8]) -> Option<Run> {
    let file = |path: &str, bytes: &[u8]| RawFile { path: path.into(), content: Ok(bytes.to_vec()) };
    let files = if bytes.starts_with(b"format") {
        vec![file("facts/dataset.toml", bytes)]
    } else {
        vec![file("facts/dataset.toml", MANIFEST.as_bytes()), file("facts/facts.toml", bytes)]
    };
    let loaded = from_files(PathBuf::from("."), files).ok()?;
    Some(Run::new(loaded, &Overrides::default()))
}
