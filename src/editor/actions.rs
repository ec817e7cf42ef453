//! What can be done about a finding: take the edit that it offers, or accept it with a reason.

use std::collections::HashMap;

use gen_lsp_types::{CodeAction, CodeActionKind, Range, TextEdit, Uri, WorkspaceEdit};

use super::Workspace;
use super::diagnostics::{diagnostic, span_range, uri};
use super::positions::range;
use crate::dataset::File;
use crate::edit::accept::NEVER_ACCEPTED;
use crate::finding::{Edit, Finding};
use crate::layout;
use crate::message::{Message, message};

const MANIFEST: &str = "facts/dataset.toml";

impl Workspace {
    /// What can be done about the findings in a range of a file.
    pub(super) fn actions(&mut self, path: &str, wanted: Range) -> Vec<CodeAction> {
        let root = self.root.clone();
        let manifest = self.file(MANIFEST);
        let Ok(run) = self.check() else { return Vec::new() };
        let mut actions = Vec::new();
        for reported in &run.findings {
            let finding = &reported.finding;
            let file = run.dataset.files.get(finding.primary.span.file);
            let place = span_range(&run.dataset, finding.primary.span);
            if file.path != path || place.end < wanted.start || wanted.end < place.start {
                continue;
            }
            let shown = diagnostic(&root, &run.dataset, reported);
            let mut add = |title: Message, edits: Vec<(&str, TextEdit)>, preferred: bool| {
                let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
                for (target, edit) in edits {
                    let Some(uri) = uri(&root, target) else { return };
                    changes.entry(uri).or_default().push(edit);
                }
                actions.push(CodeAction {
                    title: title.to_string(),
                    kind: Some(CodeActionKind::QuickFix),
                    diagnostics: Some(vec![shown.clone()]),
                    is_preferred: Some(preferred),
                    edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
                    ..CodeAction::default()
                });
            };
            if let Some(fix) = &finding.fix {
                let edits = fix.edits.iter().map(|Edit { span, replacement }| {
                    let file = run.dataset.files.get(span.file);
                    let new_text = replacement.clone();
                    (file.path.as_str(), TextEdit { range: range(file, span.start, span.end), new_text })
                });
                add(fix.title.clone(), edits.collect(), true);
            }
            if let Some(edit) = manifest.as_ref().and_then(|manifest| accept(manifest, finding)) {
                let title = message!("Accept this `{}` with a reason", finding.rule.name);
                add(title, vec![(MANIFEST, edit)], false);
            }
        }
        actions
    }
}

/// An accept entry at the end of the manifest. Its reason is empty: until somebody writes it, that is a
/// finding, so that nothing is kept without one.
fn accept(manifest: &File, finding: &Finding) -> Option<TextEdit> {
    let names = &finding.names;
    let taken_otherwise = manifest.text.lines().any(|line| line.trim_start().starts_with("accept"));
    if NEVER_ACCEPTED.contains(&finding.rule.name)
        || (names.claims.is_empty() && names.sources.is_empty())
        || taken_otherwise
    {
        return None;
    }
    let list = |names: &[Box<str>]| {
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        quoted.join(", ")
    };
    let simple = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !names.claims.iter().chain(&names.sources).all(|name| simple(name)) {
        return None;
    }
    let mut entry = format!("[[accept]]\nrule = \"{}\"\n", finding.rule.name);
    if !names.claims.is_empty() {
        entry.push_str(&format!("claims = [{}]\n", list(&names.claims)));
    }
    if !names.sources.is_empty() {
        entry.push_str(&format!("sources = [{}]\n", list(&names.sources)));
    }
    entry.push_str("reason = \"\"\n");
    let entry = layout::format(&entry).ok()?;
    let before = if manifest.text.is_empty() || manifest.text.ends_with('\n') { "\n" } else { "\n\n" };
    let end = u32::try_from(manifest.text.len()).ok()?;
    Some(TextEdit { range: range(manifest, end, end), new_text: format!("{before}{entry}") })
}
