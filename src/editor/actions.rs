//! What can be done about a finding: take the name that is offered, or accept it with a reason.

use std::collections::HashMap;

use gen_lsp_types::{CodeAction, CodeActionKind, Range, TextEdit, WorkspaceEdit};

use super::Workspace;
use super::diagnostics::{diagnostic, span_range, uri};
use super::positions::range;
use crate::dataset::{File, Span};
use crate::edit::accept::NEVER_ACCEPTED;
use crate::finding::Finding;
use crate::layout;

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
            let mut add = |title: String, target: &str, edit: TextEdit, preferred: bool| {
                let Some(uri) = uri(&root, target) else { return };
                actions.push(CodeAction {
                    title,
                    kind: Some(CodeActionKind::QuickFix),
                    diagnostics: Some(vec![shown.clone()]),
                    is_preferred: Some(preferred),
                    edit: Some(WorkspaceEdit {
                        changes: Some(HashMap::from([(uri, vec![edit])])),
                        ..WorkspaceEdit::default()
                    }),
                    ..CodeAction::default()
                });
            };
            if let Some((title, edit)) = offered(file, finding) {
                add(title, path, edit, true);
            }
            if let Some(edit) = manifest.as_ref().and_then(|manifest| accept(manifest, finding)) {
                add(format!("Accept this `{}` with a reason", finding.rule.name), MANIFEST, edit, false);
            }
        }
        actions
    }
}

/// The name or the text that the help offers.
fn offered(file: &File, finding: &Finding) -> Option<(String, TextEdit)> {
    let help = finding.help.as_ref()?.to_string();
    let named = help.strip_prefix("did you mean `").and_then(|rest| rest.strip_suffix("`?"));
    if let Some(name) = named {
        let Span { start, end, .. } = finding.primary.span;
        let text = file.text.get(start as usize..end as usize)?;
        let quote =
            text.chars().next().filter(|c| matches!(c, '"' | '\'') && text.len() > 1 && text.ends_with(*c));
        let new_text = match quote {
            // What is offered is a name: it has nothing that quotes would have to hide.
            Some(quote) => format!("{quote}{name}{quote}"),
            None => name.to_owned(),
        };
        let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '));
        return plain
            .then(|| (format!("Change to `{name}`"), TextEdit { range: range(file, start, end), new_text }));
    }
    let text = help.strip_prefix("write \"").and_then(|rest| rest.strip_suffix('"'))?;
    if text.contains(['"', '\\']) {
        return None;
    }
    let (start, end) = whole_text(&file.text, finding.primary.span)?;
    let edit = TextEdit { range: range(file, start, end), new_text: format!("\"{text}\"") };
    Some((format!("Write \"{text}\""), edit))
}

/// The text in quotes that a place lies in, quotes included; or the bare word that it is.
fn whole_text(text: &str, span: Span) -> Option<(u32, u32)> {
    let (start, end) = (span.start as usize, span.end as usize);
    let here = text.get(start..end)?;
    if here.len() > 1 && here.starts_with(['"', '\'']) && here.ends_with(['"', '\'']) {
        return Some((span.start, span.end));
    }
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let open = text.get(line_start..start)?.rfind(['"', '\'']).map(|at| line_start + at);
    let Some(open) = open else { return Some((span.start, span.end)) };
    let quote = char::from(*text.as_bytes().get(open)?);
    let close = end + text.get(end..)?.split('\n').next()?.find(quote)?;
    Some((u32::try_from(open).ok()?, u32::try_from(close + 1).ok()?))
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
