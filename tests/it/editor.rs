//! An editor that talks to the language server as a test tells it to.

#![allow(clippy::needless_pass_by_value, reason = "messages are written where they are sent")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};
use url::Url;

use crate::support::command;

/// An editor with a server behind it.
pub(crate) struct Editor {
    pub(crate) child: Child,
    pub(crate) stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    root: PathBuf,
    pub(crate) next: i64,
    /// Notifications that came while an answer was waited for.
    pub(crate) notifications: Vec<Value>,
    version: i64,
}

impl Editor {
    pub(crate) fn start(root: &Path) -> Self {
        let root = root.canonicalize().unwrap();
        let mut child = command()
            .arg("lsp")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut editor = Self { child, stdin, stdout, root, next: 0, notifications: Vec::new(), version: 1 };
        let folder = Url::from_file_path(&editor.root).unwrap();
        let folders = json!([{ "uri": folder, "name": "facts" }]);
        let answer = editor
            .ask("initialize", json!({ "processId": null, "capabilities": {}, "workspaceFolders": folders }));
        assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
        editor.tell("initialized", json!({}));
        editor
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        Url::from_file_path(self.root.join(path)).unwrap().to_string()
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.stdin.flush().unwrap();
    }

    pub(crate) fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.stdout.read_line(&mut line).unwrap() > 0, "the server is gone");
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == json!(id) {
                assert!(message.get("error").is_none(), "{message}");
                return message["result"].clone();
            }
            self.notifications.push(message);
        }
    }

    pub(crate) fn open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a range of a buffer.
    pub(crate) fn change(&mut self, path: &str, range: Value, text: &str) {
        let uri = self.uri(path);
        self.version += 1;
        let document = json!({ "uri": uri, "version": self.version });
        let change =
            if range.is_null() { json!({ "text": text }) } else { json!({ "range": range, "text": text }) };
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    /// The diagnostics of a file that were told last, after everything told so far was looked at.
    pub(crate) fn diagnostics(&mut self, path: &str) -> Vec<String> {
        self.told(path)
            .iter()
            .map(|found| {
                let start = &found["range"]["start"];
                format!("{}:{} {}", start["line"], start["character"], found["code"].as_str().unwrap_or("?"))
            })
            .collect()
    }

    pub(crate) fn told(&mut self, path: &str) -> Vec<Value> {
        // What is found is told before a hover is answered.
        let uri = self.uri(path);
        let start = json!({ "line": 0, "character": 0 });
        self.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": start }));
        let last = self.notifications.iter().rfind(|note| {
            note["method"] == "textDocument/publishDiagnostics" && note["params"]["uri"] == json!(uri)
        });
        last.map(|note| note["params"]["diagnostics"].as_array().unwrap().clone()).unwrap_or_default()
    }

    pub(crate) fn at(&mut self, method: &str, path: &str, line: u64, character: u64) -> Value {
        let uri = self.uri(path);
        let context = json!({ "includeDeclaration": true });
        let position = json!({ "line": line, "character": character });
        self.ask(method, json!({ "textDocument": { "uri": uri }, "position": position, "context": context }))
    }

    pub(crate) fn hover(&mut self, path: &str, line: u64, character: u64) -> String {
        let hover = self.at("textDocument/hover", path, line, character);
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Places as `path:line:character-line:character`.
    pub(crate) fn places(&mut self, method: &str, path: &str, line: u64, character: u64) -> Vec<String> {
        let found = self.at(method, path, line, character);
        let root = Url::from_directory_path(&self.root).unwrap().to_string();
        found
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .map(|place| {
                let (start, end) = (&place["range"]["start"], &place["range"]["end"]);
                let path = place["uri"].as_str().unwrap().strip_prefix(&root).unwrap().to_owned();
                format!(
                    "{path}:{}:{}-{}:{}",
                    start["line"], start["character"], end["line"], end["character"]
                )
            })
            .collect()
    }

    pub(crate) fn labels(&mut self, path: &str, line: u64, character: u64) -> Vec<String> {
        let list = self.at("textDocument/completion", path, line, character);
        let items = list["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn actions(&mut self, path: &str, line: u64) -> Vec<Value> {
        let uri = self.uri(path);
        let range =
            json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 99 } });
        let params =
            json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
        self.ask("textDocument/codeAction", params).as_array().unwrap().clone()
    }

    /// Says goodbye; the status with which the server ends.
    pub(crate) fn end(mut self) -> i32 {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().unwrap().code().unwrap()
    }
}
