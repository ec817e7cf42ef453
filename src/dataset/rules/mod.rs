//! The rules whose findings loading makes: their cards, with pages and examples.
//!
//! Nothing here checks anything: [`super::load()`] reports what it cannot read under these names.

pub mod fields;
pub mod names;
pub mod syntax;
pub mod values;

use crate::finding::rule;
