//! A JSON Schema, and what it says against a document.

use boon::{Compiler, SchemaIndex, Schemas, ValidationError};
use serde_json::Value;

pub(crate) struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    /// Fails the test where it is no schema of the draft that it names.
    pub(crate) fn new(schema: &Value) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("schema.json", schema.clone()).unwrap();
        let index = compiler
            .compile("schema.json", &mut schemas)
            .unwrap_or_else(|error| panic!("no JSON Schema: {error:#}"));
        Self { schemas, index }
    }

    /// What is wrong with a document, each with its place.
    pub(crate) fn errors(&self, document: &Value) -> Vec<String> {
        let mut found = Vec::new();
        if let Err(error) = self.schemas.validate(document, self.index) {
            leaves(&error, &mut found);
            assert!(!found.is_empty(), "{error}");
        }
        found
    }
}

fn leaves(error: &ValidationError<'_, '_>, found: &mut Vec<String>) {
    if error.causes.is_empty() {
        found.push(format!("{}: {}", error.instance_location, error.kind));
    }
    for cause in &error.causes {
        leaves(cause, found);
    }
}
