//! Findings as editors show them.

use std::collections::BTreeMap;
use std::path::Path;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Message,
    Position, Range, Uri,
};

use super::Workspace;
use super::positions::range;
use crate::dataset::{Dataset, LoadError, Span};
use crate::finding::Level;
use crate::run::Reported;

/// What a diagnostic says where it comes from.
const SOURCE: &str = "csto-validate";

/// Findings of each file, by path; files without any are there too.
pub(super) type Diagnostics = BTreeMap<String, Vec<Diagnostic>>;

impl Workspace {
    /// What the checks find, file by file.
    pub(super) fn diagnostics(&mut self) -> Diagnostics {
        self.told = true;
        let root = self.root.clone();
        let paths: Vec<String> = self.disk.keys().chain(self.open.keys()).cloned().collect();
        let mut found: Diagnostics = paths.into_iter().map(|path| (path, Vec::new())).collect();
        match self.check() {
            Ok(run) => {
                for reported in &run.findings {
                    let path = &run.dataset.files.get(reported.finding.primary.span.file).path;
                    found.entry(path.clone()).or_default().push(diagnostic(&root, &run.dataset, reported));
                }
            }
            Err(error) => {
                let LoadError::Format { line, column, .. } = error else { return found };
                let number = |at: usize| u32::try_from(at.saturating_sub(1)).unwrap_or(0);
                let place = Position { line: number(*line), character: number(*column) };
                let diagnostic = Diagnostic {
                    range: Range { start: place, end: place },
                    severity: Some(DiagnosticSeverity::Error),
                    source: Some(SOURCE.to_owned()),
                    message: Message::String(error.to_string()),
                    ..Diagnostic::default()
                };
                found.entry("facts/dataset.toml".to_owned()).or_default().push(diagnostic);
            }
        }
        found
    }
}

/// A finding as a diagnostic.
pub(super) fn diagnostic(root: &Path, dataset: &Dataset, reported: &Reported) -> Diagnostic {
    let finding = &reported.finding;
    let mut message = finding.message.to_string();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(&help.to_string());
    }
    let labels = finding.related.iter().map(|label| (label.span, label.text.clone()));
    let steps = finding.steps.iter().map(|step| (step.span, step.text.clone()));
    let related: Vec<DiagnosticRelatedInformation> = labels
        .chain(steps)
        .filter_map(|(span, text)| {
            Some(DiagnosticRelatedInformation {
                location: location(root, dataset, span)?,
                message: text.to_string(),
            })
        })
        .collect();
    let unused = matches!(finding.rule.name, "unused-source" | "unused-accept");
    Diagnostic {
        range: span_range(dataset, finding.primary.span),
        severity: Some(match reported.level {
            Level::Error => DiagnosticSeverity::Error,
            Level::Warning => DiagnosticSeverity::Warning,
            Level::Note => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.rule.name.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: Message::String(message),
        tags: unused.then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// The range of a place in its file.
pub(super) fn span_range(dataset: &Dataset, span: Span) -> Range {
    range(dataset.files.get(span.file), span.start, span.end)
}

fn location(root: &Path, dataset: &Dataset, span: Span) -> Option<Location> {
    let uri = uri(root, &dataset.files.get(span.file).path)?;
    Some(Location { uri, range: span_range(dataset, span) })
}

/// The address of a file of a dataset.
pub(super) fn uri(root: &Path, path: &str) -> Option<Uri> {
    let place = path.split('/').fold(root.to_owned(), |place, part| place.join(part));
    Uri::from_file_path(place).ok()
}
