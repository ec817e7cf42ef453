//! `csto-validate` is to curated facts what a compiler with a type checker is to code.
//!
//! One way through it, and nobody walks back:
//!
//! ```text
//! files ──load──▶ Dataset ──rules──▶ findings ──levels, accepts, order──▶ Run ──report──▶ bytes
//!                    │  └──links───▶ findings + link verdicts ─┘
//!                    ├──evidence──▶ findings
//!                    ├──review (two Datasets)──▶ changes
//!                    └──coverage (with an article)──▶ statements
//! ```
//!
//! [`dataset::load()`] reads the files, [`run::Run::new`] checks them (with [`links::check`] and
//! [`run::Run::with_links`] where links are asked for), and a module of [`report`] writes what was
//! found. [`value`], [`chronology`] and [`status`] are pure and know neither files nor rules;
//! [`evidence`] reads texts and never the web, [`page`] takes them out of what a server sent; everything asynchronous stays in [`links`].
//! [`review`] compares two datasets, each checked; [`coverage`] holds an article against one.
//! [`editor`] serves a language client, [`layout`] lays files out, [`edit`] changes what was asked for and
//! nothing else, [`schema`] and [`starter`] help
//! to begin. [`analysis`] is what several of them derive from a dataset, computed once and kept by the
//! run: [`run::Run::analysis`].
//!
//! ```
//! use std::path::PathBuf;
//!
//! use csto_validate::dataset::load::{RawFile, from_files};
//! use csto_validate::run::{Overrides, Run};
//!
//! let file = |path: &str, text: &str| RawFile { path: path.into(), content: Ok(text.into()) };
//! let loaded = from_files(
//!     PathBuf::new(),
//!     vec![
//!         file("facts/dataset.toml", "format = 1\n[dataset]\nid = \"a\"\ntitle = \"A\"\nas_of = \"2024\"\n"),
//!         file("facts/a.toml", "[[claim]]\nid = \"c\"\nsubject = \"nobody\"\nproperty = \"p\"\nvalue = 1\n"),
//!     ],
//! )?;
//! let run = Run::new(loaded, &Overrides::default());
//! assert!(run.fails());
//! assert!(run.findings.iter().any(|reported| reported.finding.rule.name == "unknown-entity"));
//! # Ok::<(), csto_validate::dataset::LoadError>(())
//! ```
//!
//! The features are `links` (asking the web), `pages` (reading pages, PDFs and articles), `git` (both
//! sides of a review from a repository), `lsp` (the language server) and `cli` (the program, with all
//! of them). All are on; without any, the library loads, checks, judges quotes, judges links by what
//! was recorded, compares two datasets and reports, on some 110 crates.

#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "what only rooms that are left out ask for is found where all are built")
)]

pub mod analysis;
mod atomic_write;
pub mod chronology;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "git")]
mod contained;
#[cfg(feature = "pages")]
pub mod coverage;
pub mod dataset;
pub mod edit;
#[cfg(feature = "lsp")]
pub mod editor;
pub mod evidence;
pub mod files;
pub mod finding;
mod languages;
pub mod layout;
pub mod links;
mod map;
pub mod message;
pub mod page;
pub mod report;
pub mod review;
pub mod rules;
pub mod run;
pub mod schema;
pub mod starter;
pub mod status;
mod suggest;
pub mod value;
mod words;
