//! An editor with any text in a buffer, that edits it and asks at any place: its edits are understood
//! as it means them, answers stay within the texts, and no answer is a bug.
//!
//! The input: the text, then for each edit a NUL, four bytes for the place from which to which (line,
//! column in UTF-16 units, twice), and the new text.

use std::path::Path;
use std::sync::OnceLock;

use csto_validate::editor::server::serve;
use csto_validate::layout;
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

/// As many edits are made, at most.
const EDITS: usize = 6;

const FACTS: &str = "[entity.a]\nkind = \"a\"\n\n[property.p]\ntype = \"date\"\n";

fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a directory for temporary files");
        std::fs::create_dir(folder.path().join("facts")).expect("a directory");
        for (path, text) in [("dataset.toml", super::common::MANIFEST), ("a.toml", FACTS), ("open.toml", "")]
        {
            std::fs::write(folder.path().join("facts").join(path), text).expect("a file");
        }
        folder
    });
    folder.path()
}

/// A text as an editor counts it: lines end with `\n`, columns are UTF-16 units.
struct Buffer(Vec<u16>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf16(&self.0).expect("no edit cuts a character in two")
    }

    /// The units of a line, without its end.
    fn line(&self, line: usize) -> std::ops::Range<usize> {
        let mut start = 0;
        for _ in 0..line {
            match self.0[start..].iter().position(|unit| *unit == u16::from(b'\n')) {
                Some(end) => start += end + 1,
                None => return self.0.len()..self.0.len(),
            }
        }
        let line = &self.0[start..];
        let mut end = line.iter().position(|unit| *unit == u16::from(b'\n')).unwrap_or(line.len());
        if line.get(end.wrapping_sub(1)) == Some(&u16::from(b'\r')) {
            end -= 1;
        }
        start..start + end
    }

    /// The unit of a position, and not one within a character.
    fn unit(&self, line: usize, character: usize) -> usize {
        let line = self.line(line);
        let at = (line.start + character).min(line.end);
        let in_pair = self.0.get(at).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
        at + usize::from(in_pair)
    }

    fn holds(&self, range: &Value) {
        let place = |which: &str| {
            let part = |part: &str| {
                let number = range[which][part].as_u64().unwrap_or_else(|| panic!("no range: {range}"));
                usize::try_from(number).unwrap_or(usize::MAX)
            };
            (part("line"), part("character"))
        };
        let (start, end) = (place("start"), place("end"));
        assert!(start <= end, "{range}");
        for (line, character) in [start, end] {
            let units = self.line(line);
            let line_exists =
                line == 0 || self.0.iter().filter(|unit| **unit == u16::from(b'\n')).count() >= line;
            // A place may be that of the line end itself.
            assert!(line_exists && character <= units.len() + 2, "{range} in {:?}", self.text());
        }
    }
}

/// What the editor says, in order.
struct Script {
    messages: Vec<Message>,
    asked: i32,
}

impl Script {
    fn tell(&mut self, method: &str, params: Value) {
        self.messages.push(Notification::new(method.to_owned(), params).into());
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.asked += 1;
        self.messages.push(Request::new(RequestId::from(self.asked), method.to_owned(), params).into());
    }

    fn ask_at(&mut self, uri: &str, line: u8, character: u8) {
        let place = json!({ "line": line, "character": character });
        let params = json!({
            "textDocument": { "uri": uri },
            "position": place,
            "range": { "start": place, "end": place },
            "context": { "diagnostics": [], "includeDeclaration": true },
        });
        for method in ["hover", "completion", "definition", "references", "codeAction"] {
            self.ask(&format!("textDocument/{method}"), params.clone());
        }
    }
}

pub(crate) fn holds(bytes: &[u8]) {
    let mut parts = bytes.split(|byte| *byte == 0);
    let text = super::common::text(parts.next().unwrap_or_default()).trim_start_matches('\u{feff}');
    let mut buffer = Buffer(text.encode_utf16().collect());
    let uri = Url::from_file_path(folder().join("facts/open.toml")).expect("an absolute path").to_string();
    let mut script = Script { messages: Vec::new(), asked: 0 };
    script.ask("initialize", json!({ "capabilities": {} }));
    script.tell("initialized", json!({}));
    let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
    script.tell("textDocument/didOpen", json!({ "textDocument": document }));
    for edit in parts.take(EDITS) {
        let Some((&[line, character, to_line, to_character], new)) = edit.split_first_chunk() else { break };
        let new = super::common::text(new);
        let place = |line: u8, character: u8| json!({ "line": line, "character": character });
        let range = json!({ "start": place(line, character), "end": place(to_line, to_character) });
        let start = buffer.unit(line.into(), character.into());
        let end = buffer.unit(to_line.into(), to_character.into()).max(start);
        buffer.0.splice(start..end, new.encode_utf16());
        script.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "range": range, "text": new }] }),
        );
        script.ask_at(&uri, to_line, to_character);
    }
    script.ask_at(&uri, 0, 0);
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    script.ask("textDocument/formatting", json!({ "textDocument": { "uri": uri }, "options": options }));
    let formatting = script.asked;
    script.ask("shutdown", Value::Null);
    script.tell("exit", Value::Null);
    for message in talk(script.messages) {
        let Message::Response(response) = message else { continue };
        let result = match response.response_result {
            Ok(result) => result,
            Err(error) => panic!("{error:?}: {:?}", buffer.text()),
        };
        if response.id == RequestId::from(formatting) {
            formatted(&buffer, &result);
        } else if response.id == RequestId::from(formatting - 5) {
            // The first after the last edit: a hover.
            if let Some(range) = result.get("range").filter(|range| !range.is_null()) {
                buffer.holds(range);
            }
        } else if response.id == RequestId::from(formatting - 1) {
            for action in result.as_array().into_iter().flatten() {
                let edits = action["edit"]["changes"][&uri].as_array().into_iter().flatten();
                edits.for_each(|edit| buffer.holds(&edit["range"]));
            }
        } else if response.id == RequestId::from(formatting - 4) {
            for item in result["items"].as_array().into_iter().flatten() {
                if let Some(range) = item["textEdit"].get("range") {
                    buffer.holds(range);
                }
            }
        }
    }
}

/// All that the server says.
fn talk(messages: Vec<Message>) -> Vec<Message> {
    let (editor, server) = Connection::memory();
    std::thread::scope(|scope| {
        let served = scope.spawn(move || serve(&server, Some(folder())));
        for message in messages {
            editor.sender.send(message).expect("the server listens");
        }
        let orderly = served.join().expect("the server does not panic").expect("the protocol is kept");
        assert!(orderly, "the server ended before it was told to");
        editor.receiver.try_iter().collect()
    })
}

/// The server lays out what the editor has.
fn formatted(buffer: &Buffer, result: &Value) {
    let text = buffer.text();
    match layout::format(&text) {
        Ok(new) if new == text => assert_eq!(*result, json!([]), "{text:?}"),
        Ok(new) => {
            assert_eq!(result[0]["newText"].as_str(), Some(&*new), "{text:?}");
            let lines = text.matches('\n').count();
            let last = text.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
            let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": lines, "character": last } });
            assert_eq!(result[0]["range"], all, "{text:?}");
        }
        Err(_) => assert!(result.is_null(), "{text:?}: {result}"),
    }
}
