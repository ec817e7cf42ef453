//! `csto-validate` is to curated facts what a compiler with a type checker is to code.
//!
//! One way through it, and nobody walks back:
//!
//! ```text
//! files ──load──▶ Dataset ──rules──▶ findings ──levels, accepts, order──▶ Run ──report──▶ bytes
//! ```
//!
//! [`dataset::load()`] reads the files, [`run::Run::new`] checks them, and a module of [`report`]
//! writes what was found. [`value`] and [`status`] are pure and know neither files nor rules.
//! [`review`] compares two datasets, each checked, for the editor who reviews a change.

pub mod analysis;
pub mod chronology;
pub mod cli;
pub mod dataset;
pub mod evidence;
pub mod finding;
pub mod links;
pub mod report;
pub mod review;
pub mod rules;
pub mod run;
pub mod status;
mod suggest;
pub mod value;
mod whole;
mod words;
