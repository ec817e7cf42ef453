//! What messages hold, without anybody who answers them.

use std::path::PathBuf;

use gen_lsp_types as lsp;
use lsp_server::{Message, RequestId};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::positions::offset;
use crate::dataset::File;

/// What the server can do.
pub(super) fn capabilities() -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(lsp::PositionEncodingKind::UTF16),
        text_document_sync: Some(lsp::TextDocumentSync::Kind(lsp::TextDocumentSyncKind::Incremental)),
        hover_provider: Some(lsp::HoverProvider::Bool(true)),
        definition_provider: Some(lsp::DefinitionProvider::Bool(true)),
        references_provider: Some(lsp::ReferencesProvider::Bool(true)),
        document_formatting_provider: Some(lsp::DocumentFormattingProvider::Bool(true)),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(["\"", "'", "[", ".", "="].map(str::to_owned).to_vec()),
            ..lsp::CompletionOptions::default()
        }),
        code_action_provider: Some(lsp::CodeActionProvider::CodeActionOptions(lsp::CodeActionOptions {
            code_action_kinds: Some(vec![lsp::CodeActionKind::QuickFix]),
            ..lsp::CodeActionOptions::default()
        })),
        ..lsp::ServerCapabilities::default()
    }
}

/// The folders that the editor has open.
pub(super) fn folders(params: &Value) -> Vec<PathBuf> {
    let folders = params.get("workspaceFolders").and_then(Value::as_array).into_iter().flatten();
    let uris = folders.filter_map(|folder| folder.get("uri")).chain(params.get("rootUri"));
    uris.filter_map(Value::as_str).filter_map(|uri| lsp::Uri::parse(uri).ok()?.to_file_path().ok()).collect()
}

/// The text after a change.
pub(super) fn changed(file: File, change: lsp::TextDocumentContentChangeEvent) -> File {
    use lsp::TextDocumentContentChangeEvent::{
        TextDocumentContentChangePartial as Partial, TextDocumentContentChangeWholeDocument as Whole,
    };
    match change {
        Whole(whole) => File::new(file.path, whole.text),
        Partial(partial) => {
            let (start, end) = (offset(&file, partial.range.start), offset(&file, partial.range.end));
            let mut text = file.text;
            text.replace_range(start..end.max(start), &partial.text);
            File::new(file.path, text)
        }
    }
}

/// The parameters of a message; none where they are not what the protocol says.
pub(super) fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

/// Document and position of a request.
pub(super) fn place(params: &Value) -> Option<(lsp::Uri, lsp::Position)> {
    let uri = lsp::Uri::parse(params.pointer("/textDocument/uri")?.as_str()?).ok()?;
    Some((uri, read(params.get("position")?.clone())?))
}

/// The request that a message takes back.
pub(super) fn cancelled(message: &Message) -> Option<RequestId> {
    let Message::Notification(notification) = message else { return None };
    if notification.method != "$/cancelRequest" {
        return None;
    }
    serde_json::from_value(notification.params.get("id")?.clone()).ok()
}
