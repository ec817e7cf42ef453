//! The language server: messages in, messages out. It answers in the order of questions, and runs the
//! checks when nothing is left to read, so that fast typing does not queue them up.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

use super::Workspace;
use super::diagnostics::{Diagnostics, uri};
use super::lookup::{Names, Place};
use super::messages::{cancelled, capabilities, changed, folders, place, read};
use super::positions::{offset, range};
use crate::dataset::File;
use crate::layout;

/// Why the server ended before it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The editor does not speak the protocol, or went away in the middle.
    #[error("the editor broke off the conversation")]
    Protocol(#[from] lsp_server::ProtocolError),
}

/// Talks to an editor until it says goodbye, and tells whether it did so as the protocol asks. `dataset` is the dataset's directory; without one, it is
/// the nearest above each file that has a manifest.
///
/// # Errors
///
/// Where the editor breaks the protocol.
pub fn serve(connection: &Connection, dataset: Option<&Path>) -> Result<bool, ServerError> {
    let (id, params) = connection.initialize_start()?;
    let info = json!({ "name": "csto-validate", "version": env!("CARGO_PKG_VERSION") });
    connection.initialize_finish(id, json!({ "capabilities": capabilities(), "serverInfo": info }))?;
    let watches = params
        .pointer("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let mut server = Server {
        connection,
        fixed: dataset.and_then(|path| std::path::absolute(path).ok()),
        datasets: BTreeMap::new(),
        open: HashMap::new(),
        published: HashMap::new(),
        changed: None,
    };
    if watches {
        server.watch();
    }
    for root in server.fixed.clone().into_iter().chain(folders(&params)) {
        server.dataset(&root);
    }
    Ok(server.run())
}

struct Server<'c> {
    connection: &'c Connection,
    /// The dataset of the command line.
    fixed: Option<PathBuf>,
    datasets: BTreeMap<PathBuf, Workspace>,
    /// Open buffers: the dataset, the path in it.
    open: HashMap<lsp::Uri, (PathBuf, String)>,
    published: HashMap<lsp::Uri, Vec<lsp::Diagnostic>>,
    /// Since when something is to be told.
    changed: Option<Instant>,
}

/// So long nobody types before the checks run.
const QUIET: Duration = Duration::from_millis(10);

/// So long after a change they run all the same.
const DUE: Duration = Duration::from_millis(300);

impl Server<'_> {
    /// Answers until the editor says goodbye. Whether it did so in the order that the protocol asks for.
    fn run(&mut self) -> bool {
        // The connection hands over one message at a time; here they queue up, so that all that was
        // typed meanwhile counts as one change.
        let (forward, inbox) = mpsc::channel();
        let receiver = self.connection.receiver.clone();
        thread::spawn(move || receiver.iter().try_for_each(|message| forward.send(message)));
        let mut shut_down = false;
        self.publish();
        while let Some(first) = self.next(&inbox) {
            let mut batch = vec![first];
            batch.extend(inbox.try_iter());
            let cancelled: HashSet<RequestId> = batch.iter().filter_map(cancelled).collect();
            for message in batch {
                match message {
                    Message::Request(request) if request.method == "shutdown" => {
                        shut_down = true;
                        self.send(Response::new_ok(request.id, Value::Null));
                    }
                    Message::Request(request) if shut_down => {
                        let code = ErrorCode::InvalidRequest as i32;
                        self.send(Response::new_err(request.id, code, "after the goodbye".to_owned()));
                    }
                    Message::Request(request) => self.answer(request, &cancelled),
                    Message::Notification(notification) if notification.method == "exit" => return shut_down,
                    Message::Notification(notification) => self.notice(notification),
                    Message::Response(_) => {}
                }
            }
        }
        false
    }

    /// The next message; before waiting for one, what is found is told, as soon as nobody types or it
    /// is due. `None` where there is none any more.
    fn next(&mut self, inbox: &Receiver<Message>) -> Option<Message> {
        if self.datasets.values().all(|workspace| workspace.told) {
            self.changed = None;
            return inbox.recv().ok();
        }
        let since = *self.changed.get_or_insert_with(Instant::now);
        let wait = QUIET.min(DUE.saturating_sub(since.elapsed()));
        match inbox.recv_timeout(wait) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                self.publish();
                self.changed = None;
                inbox.recv().ok()
            }
        }
    }

    /// Asks to be told of files that change on the disk.
    fn watch(&self) {
        let watchers =
            json!([{ "globPattern": "**/facts/**/*.toml" }, { "globPattern": "**/sources/**/*.toml" }]);
        let params = json!({ "registrations": [{
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        }] });
        self.send(Request::new(
            RequestId::from("watch".to_owned()),
            "client/registerCapability".to_owned(),
            params,
        ));
    }

    fn send(&self, message: impl Into<Message>) {
        // An editor that is gone is noticed where messages are read.
        let _ = self.connection.sender.send(message.into());
    }

    /// The dataset of a directory, where there is one.
    fn dataset(&mut self, root: &Path) -> Option<&mut Workspace> {
        if !self.datasets.contains_key(root) {
            if !root.join("facts/dataset.toml").is_file() {
                return None;
            }
            self.datasets.insert(root.to_owned(), Workspace::new(root));
        }
        self.datasets.get_mut(root)
    }

    /// The dataset that a file belongs to, and its path there.
    fn home(&mut self, uri: &lsp::Uri) -> Option<(PathBuf, String)> {
        if let Some(home) = self.open.get(uri) {
            return Some(home.clone());
        }
        let file = uri.to_file_path().ok()?;
        let roots: Vec<PathBuf> = match &self.fixed {
            Some(root) => vec![root.clone()],
            None => file.ancestors().skip(1).map(Path::to_owned).collect(),
        };
        for root in roots {
            let below = match file.strip_prefix(&root) {
                Ok(below) => below.to_owned(),
                // The same directory by another name.
                Err(_) => file.canonicalize().ok()?.strip_prefix(root.canonicalize().ok()?).ok()?.to_owned(),
            };
            let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
            let path = parts?.join("/");
            let belongs =
                (path.starts_with("facts/") || path.starts_with("sources/")) && path.ends_with(".toml");
            if belongs && self.dataset(&root).is_some() {
                return Some((root, path));
            }
        }
        None
    }

    fn workspace(&mut self, uri: &lsp::Uri) -> Option<(&mut Workspace, String)> {
        let (root, path) = self.home(uri)?;
        Some((self.datasets.get_mut(&root)?, path))
    }

    fn notice(&mut self, notification: Notification) {
        match notification.method.as_str() {
            "textDocument/didOpen" => {
                let Some(params) = read::<lsp::DidOpenTextDocumentParams>(notification.params) else {
                    return;
                };
                let document = params.text_document;
                let Some(home) = self.home(&document.uri) else { return };
                if let Some(workspace) = self.datasets.get_mut(&home.0) {
                    workspace.change(&home.1, document.text.trim_start_matches('\u{feff}').to_owned());
                }
                self.open.insert(document.uri, home);
            }
            "textDocument/didChange" => {
                let Some(params) = read::<lsp::DidChangeTextDocumentParams>(notification.params) else {
                    return;
                };
                let uri = params.text_document.text_document_identifier.uri;
                let Some((workspace, path)) = self.workspace(&uri) else { return };
                let Some(mut file) = workspace.file(&path) else { return };
                for change in params.content_changes {
                    file = changed(file, change);
                }
                workspace.change(&path, file.text);
            }
            "textDocument/didClose" => {
                let Some(params) = read::<lsp::DidCloseTextDocumentParams>(notification.params) else {
                    return;
                };
                let Some((root, path)) = self.open.remove(&params.text_document.uri) else { return };
                if let Some(workspace) = self.datasets.get_mut(&root) {
                    workspace.close(&path);
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.datasets.values_mut().for_each(Workspace::reread);
            }
            _ => {}
        }
    }

    fn answer(&mut self, request: Request, cancelled: &HashSet<RequestId>) {
        let Request { id, method, params } = request;
        if cancelled.contains(&id) {
            let code = ErrorCode::RequestCanceled as i32;
            return self.send(Response::new_err(id, code, "cancelled".to_owned()));
        }
        // A bug in one answer is told, and the next question is answered all the same.
        let answered = catch_unwind(AssertUnwindSafe(|| self.result(&method, params)));
        let response = match answered {
            Ok(Some(result)) => Response::new_ok(id, result),
            Ok(None) => {
                Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("{method} is not known here"))
            }
            Err(_) => {
                // What was half done is done anew.
                self.datasets.values_mut().for_each(Workspace::reread);
                Response::new_err(id, ErrorCode::InternalError as i32, "a bug of csto-validate".to_owned())
            }
        };
        if matches!(method.as_str(), "textDocument/hover" | "textDocument/codeAction") {
            // The checks ran for the answer: what they found is told at once.
            self.publish();
        }
        self.send(response);
    }

    /// The result of a request; none where the method is not known.
    fn result(&mut self, method: &str, params: Value) -> Option<Value> {
        let result = match method {
            "textDocument/hover" => self.hover(&params).map(|hover| json!(hover)),
            "textDocument/completion" => self.complete(&params).map(|list| json!(list)),
            "textDocument/definition" => self.definitions(&params).map(|places| json!(places)),
            "textDocument/references" => self.references(&params).map(|places| json!(places)),
            "textDocument/codeAction" => self.actions(params).map(|actions| json!(actions)),
            "textDocument/formatting" => self.format(&params).map(|edits| json!(edits)),
            _ => return None,
        };
        Some(result.unwrap_or(Value::Null))
    }

    fn hover(&mut self, params: &Value) -> Option<lsp::Hover> {
        let (uri, position) = place(params)?;
        let (workspace, path) = self.workspace(&uri)?;
        workspace.hover(&path, position)
    }

    fn complete(&mut self, params: &Value) -> Option<lsp::CompletionList> {
        let (uri, position) = place(params)?;
        let (workspace, path) = self.workspace(&uri)?;
        workspace.complete(&path, position)
    }

    fn definitions(&mut self, params: &Value) -> Option<Vec<lsp::Location>> {
        let (uri, position) = place(params)?;
        let (workspace, path) = self.workspace(&uri)?;
        let places = workspace
            .look_up(&path, position, |workspace, names, symbol| workspace.definitions(names, symbol))?;
        Some(workspace.locations(&places))
    }

    fn references(&mut self, params: &Value) -> Option<Vec<lsp::Location>> {
        let (uri, position) = place(params)?;
        let definitions =
            params.pointer("/context/includeDeclaration").and_then(Value::as_bool).unwrap_or(true);
        let (workspace, path) = self.workspace(&uri)?;
        let places = workspace.look_up(&path, position, |workspace, names, symbol| {
            workspace.references(names, symbol, definitions)
        })?;
        Some(workspace.locations(&places))
    }

    fn actions(&mut self, params: Value) -> Option<Vec<lsp::CodeAction>> {
        let params = read::<lsp::CodeActionParams>(params)?;
        let (workspace, path) = self.workspace(&params.text_document.uri)?;
        Some(workspace.actions(&path, params.range))
    }

    fn format(&mut self, params: &Value) -> Option<Vec<lsp::TextEdit>> {
        let uri = lsp::Uri::parse(params.pointer("/textDocument/uri")?.as_str()?).ok()?;
        let (workspace, path) = self.workspace(&uri)?;
        let file = workspace.file(&path)?;
        let new_text = layout::format(&file.text).ok()?;
        if new_text == file.text {
            return Some(Vec::new());
        }
        let end = u32::try_from(file.text.len()).ok()?;
        Some(vec![lsp::TextEdit { range: range(&file, 0, end), new_text }])
    }

    /// Tells what is found in every file where that is news.
    fn publish(&mut self) {
        let found: Vec<(PathBuf, Diagnostics)> = self
            .datasets
            .iter_mut()
            .filter(|(_, workspace)| !workspace.told)
            .map(|(root, workspace)| (root.clone(), workspace.diagnostics()))
            .collect();
        for (root, diagnostics) in found {
            let mut now: HashMap<lsp::Uri, Vec<lsp::Diagnostic>> = HashMap::new();
            for (path, found) in diagnostics {
                // An open file has the address by which the editor calls it.
                let open = self.open.iter().find(|(_, home)| home.0 == root && home.1 == path);
                let address = open.map(|(uri, _)| uri.clone()).or_else(|| uri(&root, &path));
                now.extend(address.map(|uri| (uri, found)));
            }
            // A file that is gone has nothing wrong with it any more.
            for known in self.published.keys() {
                let below = known.to_file_path().is_ok_and(|path| path.starts_with(&root));
                if below && !now.contains_key(known) {
                    now.insert(known.clone(), Vec::new());
                }
            }
            let mut news: Vec<(lsp::Uri, Vec<lsp::Diagnostic>)> = now
                .into_iter()
                .filter(|(uri, found)| {
                    self.published.get(uri).map_or(!found.is_empty(), |known| known != found)
                })
                .collect();
            news.sort_by(|one, other| one.0.cmp(&other.0));
            for (uri, diagnostics) in news {
                let params = json!({ "uri": uri, "diagnostics": diagnostics });
                self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), params));
                self.published.insert(uri, diagnostics);
            }
        }
    }
}

impl Workspace {
    /// Finds places for the thing at a position.
    fn look_up(
        &mut self,
        path: &str,
        position: lsp::Position,
        find: impl Fn(&Self, &Names<'_>, &super::lookup::Symbol) -> Vec<Place>,
    ) -> Option<Vec<Place>> {
        let file = self.file(path)?;
        self.read_mentions();
        let _ = self.current();
        let names = Names::new(self.names()?);
        let symbol = names.symbol(self.mention(path, offset(&file, position))?)?;
        if matches!(symbol, super::lookup::Symbol::Field(_)) {
            return None;
        }
        Some(find(self, &names, &symbol))
    }

    fn locations(&self, places: &[Place]) -> Vec<lsp::Location> {
        let mut files: HashMap<&str, Option<File>> = HashMap::new();
        let mut locations = Vec::new();
        for place in places {
            let file = files.entry(&place.path).or_insert_with(|| self.file(&place.path));
            if let (Some(file), Some(uri)) = (file, uri(&self.root, &place.path)) {
                locations.push(lsp::Location { uri, range: range(file, place.start, place.end) });
            }
        }
        locations
    }
}
