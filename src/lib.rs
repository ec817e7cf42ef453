//! `csto-validate` is to curated facts what a compiler with a type checker is to code.

pub mod value;
