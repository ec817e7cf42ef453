//! `lsp`: a scripted editor talks to the real binary.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::support::{Dataset, MANIFEST, check_json, command, csto};

/// A text after the edits that an action makes to a file.
fn edited(text: &str, action: &Value, uri: &str) -> String {
    let edits = action["edit"]["changes"][uri].as_array().unwrap();
    assert_eq!(edits.len(), 1);
    let offset = |position: &Value| {
        let (line, character) = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
        let start: usize =
            text.split_inclusive('\n').take(usize::try_from(line).unwrap()).map(str::len).sum();
        let mut units = 0;
        for (at, c) in text[start..].char_indices() {
            if units == character {
                return start + at;
            }
            units += c.len_utf16() as u64;
        }
        text.len()
    };
    let (start, end) = (offset(&edits[0]["range"]["start"]), offset(&edits[0]["range"]["end"]));
    format!("{}{}{}", &text[..start], edits[0]["newText"].as_str().unwrap(), &text[end..])
}

const FACTS: &str = r#"[entity.treaty]
kind  = "treaty"
label = { en = "Treaty", ru = "Договор 😀" }

[property.signed]
type = "date"

[property.renewed]
type  = "date"
after = ["signed"]

[property.parties]
type  = "set"
value = "state"

[entity.armenia]
kind  = "state"
label = { en = "Armenia", ru = "Армения" }

[[claim]]
id       = "treaty-signed"
subject  = "treaty"
property = "signed"
value    = "1992-05-15"
refs     = ["[1]"]

[[claim]]
id       = "treaty-renewed"
subject  = "treaty"
property = "renewed"
value    = { after = "treaty.signed", by = "P5Y" }
refs     = ["1"]

[[claim]]
id       = "treaty-parties"
subject  = "treaty"
property = "parties"
value    = ["armenia"]
at       = "treaty.renewed"
refs     = ["src"]
"#;

const SOURCES: &str = r#"[[source]]
id     = "src"
marker = "1"
title  = "A *book*"
url    = "https://example.org/book"
"#;

fn dataset() -> Dataset {
    Dataset::new(&[
        ("facts/dataset.toml", MANIFEST),
        ("facts/facts.toml", FACTS),
        ("sources/s.toml", SOURCES),
    ])
}

/// The line (from 0) of a text that stands once in [`FACTS`], and the column of its middle.
fn find(text: &str) -> (u64, u64) {
    assert_eq!(FACTS.matches(text).count(), 1, "{text}");
    let at = FACTS.find(text).unwrap() + text.len() / 2;
    let line = FACTS[..at].matches('\n').count();
    let start = FACTS[..at].rfind('\n').map_or(0, |newline| newline + 1);
    (line as u64, FACTS[start..at].encode_utf16().count() as u64)
}

const FILE: &str = "facts/facts.toml";

#[test]
fn findings_follow_the_buffer_and_not_the_disk() {
    let dataset = dataset();
    let mut editor = Editor::start(dataset.path());
    editor.open(FILE, FACTS);
    assert_eq!(editor.diagnostics(FILE), [""; 0]);
    // Behind an astral character, where bytes, characters and UTF-16 units differ.
    editor.change(FILE, Value::Null, &FACTS.replace("\"Договор 😀\" }", "\"Договор 😀\", \"e!\" = \"x\" }"));
    assert_eq!(editor.diagnostics(FILE), ["2:44 wrong-type"]);
    let range = json!({ "start": { "line": 2, "character": 42 }, "end": { "line": 2, "character": 54 } });
    editor.change(FILE, range, "");
    assert_eq!(editor.diagnostics(FILE), [""; 0]);
    let (line, character) = find("\"1992-05-15\"");
    let range = json!({ "start": { "line": line, "character": character - 6 }, "end": { "line": line, "character": character + 6 } });
    editor.change(FILE, range, "\"1992-02-30\"");
    assert_eq!(editor.diagnostics(FILE), ["19:0 not-checked", "23:20 invalid-date"]);
    // A file that is no TOML for the moment does not make names unknown elsewhere.
    editor.change(FILE, Value::Null, "[entity.treaty\n");
    assert_eq!(editor.diagnostics(FILE), ["0:14 syntax"]);
    // But what was left of the text cites nothing any more.
    assert_eq!(editor.diagnostics("sources/s.toml"), ["1:9 unused-source"]);
    let uri = editor.uri(FILE);
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(editor.diagnostics(FILE), [""; 0]);
    assert_eq!(dataset.read(FILE), FACTS);
    assert_eq!(editor.end(), 0);
}

#[test]
fn hovers_say_what_is_known() {
    let dataset = dataset();
    let mut editor = Editor::start(dataset.path());
    editor.open(FILE, FACTS);
    let mut shown = String::new();
    for text in [
        "\"[1]\"",
        "[entity.treaty]",
        "\"treaty.signed\"",
        "P5Y",
        "1992-05-15",
        "\"treaty.renewed\"",
        "[property.parties]",
        "\"treaty-parties\"",
    ] {
        let (line, mut character) = find(text);
        // Behind the dot of a header stands the id.
        character += if text.starts_with('[') { 4 } else { 0 };
        shown.push_str(&format!("== {text}\n{}\n", editor.hover(FILE, line, character)));
    }
    insta::assert_snapshot!(shown);
    assert!(editor.hover(FILE, 21, 2).contains("The entity that it is about"));
    assert_eq!(editor.end(), 0);
}

#[test]
fn definitions_and_references_cross_files() {
    let dataset = dataset();
    let mut editor = Editor::start(dataset.path());
    editor.open(FILE, FACTS);
    let (line, character) = find("\"[1]\"");
    assert_eq!(
        editor.places("textDocument/definition", FILE, line, character),
        ["sources/s.toml:1:10-1:13", "sources/s.toml:2:10-2:11"]
    );
    assert_eq!(
        editor.places("textDocument/references", FILE, line, character),
        [
            "facts/facts.toml:24:13-24:16",
            "facts/facts.toml:31:13-31:14",
            "facts/facts.toml:39:13-39:16",
            "sources/s.toml:1:10-1:13",
            "sources/s.toml:2:10-2:11"
        ]
    );
    let (line, character) = find("[\"armenia\"]");
    assert_eq!(
        editor.places("textDocument/definition", FILE, line, character),
        ["facts/facts.toml:15:8-15:15"]
    );
    let (line, character) = find("\"treaty.signed\"");
    assert_eq!(
        editor.places("textDocument/definition", FILE, line, character),
        ["facts/facts.toml:20:12-20:25"]
    );
    let (line, character) = find("[property.signed]");
    assert_eq!(
        editor.places("textDocument/references", FILE, line, character + 4),
        [
            "facts/facts.toml:4:10-4:16",
            "facts/facts.toml:9:10-9:16",
            "facts/facts.toml:22:12-22:18",
            "facts/facts.toml:30:29-30:35"
        ]
    );
    let (line, character) = find("[entity.treaty]");
    assert_eq!(editor.places("textDocument/references", FILE, line, character + 4).len(), 6);
    assert_eq!(editor.end(), 0);
}

#[test]
fn completion_knows_names_and_fields_while_the_line_is_half_written() {
    let dataset = dataset();
    let mut editor = Editor::start(dataset.path());
    editor.open(FILE, FACTS);
    let lines = FACTS.lines().count() as u64;
    let mut at = |addition: &str| {
        editor.change(FILE, Value::Null, &format!("{FACTS}{addition}"));
        let last = addition.lines().last().unwrap();
        editor.labels(FILE, lines + addition.lines().count() as u64 - 1, last.encode_utf16().count() as u64)
    };
    assert_eq!(at("\n[[claim]]\nsubject = \"tre"), ["treaty"]);
    assert_eq!(at("\n[[claim]]\nsubject = \"Арм"), ["armenia"]);
    assert_eq!(at("\n[[claim]]\nproperty = "), ["\"signed\"", "\"renewed\"", "\"parties\""]);
    assert_eq!(at("\n[[claim]]\nproperty = \"parties\"\nvalue = [\""), ["armenia"]);
    assert_eq!(at("\n[[claim]]\nat = \"treaty."), ["treaty.renewed", "treaty.signed"]);
    assert_eq!(at("\n[[claim]]\nrefs = [\""), ["1"]);
    assert_eq!(at("\n[[claim]]\nid = \"x\"\nra"), ["rank"]);
    assert_eq!(at("\n[[claim]]\nrank = \"dep"), ["deprecated"]);
    assert_eq!(at("\n[property.x]\ntype = \"quantity\"\ncounts = \""), ["parties"]);
    assert_eq!(at("\n[[accept]]\nrule = \"date-")[..2], ["date-order", "date-range"]);
    assert_eq!(at("\n[[accept]]\nclaims = [\"treaty-p"), ["treaty-parties"]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn an_offered_name_is_taken() {
    let dataset = dataset();
    let wrong = FACTS.replace(
        "subject  = \"treaty\"\nproperty = \"parties\"",
        "subject  = \"traety\"\nproperty = \"parties\"",
    );
    dataset.write(FILE, &wrong);
    let mut editor = Editor::start(dataset.path());
    editor.open(FILE, &wrong);
    let actions = editor.actions(FILE, 35);
    assert_eq!(actions[0]["title"], "Change to `treaty`");
    assert_eq!(actions[0]["diagnostics"][0]["code"], "unknown-entity");
    assert_eq!(edited(&wrong, &actions[0], &editor.uri(FILE)), FACTS);

    let wrong = FACTS.replace("\"1992-05-15\"", "\"15 May 1992\"");
    editor.change(FILE, Value::Null, &wrong);
    let actions = editor.actions(FILE, 23);
    assert_eq!(actions[0]["title"], "Write \"1992-05-15\"");
    assert_eq!(edited(&wrong, &actions[0], &editor.uri(FILE)), FACTS);
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_finding_is_accepted_with_a_reason() {
    let dataset = dataset();
    let wrong = FACTS.replace("{ after = \"treaty.signed\", by = \"P5Y\" }", "\"1990\"");
    dataset.write(FILE, &wrong);
    let mut editor = Editor::start(dataset.path());
    editor.open(FILE, &wrong);
    let line = editor.told(FILE)[0]["range"]["start"]["line"].as_u64().unwrap();
    let actions = editor.actions(FILE, line);
    let action =
        actions.iter().find(|action| action["title"] == "Accept this `date-order` with a reason").unwrap();
    let manifest = edited(MANIFEST, action, &editor.uri("facts/dataset.toml"));
    insta::assert_snapshot!(manifest.strip_prefix(MANIFEST).unwrap(), @r#"

    [[accept]]
    rule   = "date-order"
    claims = ["treaty-signed", "treaty-renewed"]
    reason = ""
    "#);
    // Until its reason is written, the entry is an error itself.
    dataset.write("facts/dataset.toml", &manifest);
    let ran = check_json(dataset.path(), &[]);
    assert_eq!((ran.status, ran.rules()), (1, vec!["wrong-type".to_owned()]));
    dataset.write("facts/dataset.toml", manifest.replace("reason = \"\"", "reason = \"Known.\""));
    assert_eq!(check_json(dataset.path(), &[]).rules(), [""; 0]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_new_file_counts_before_it_is_saved_and_formatting_is_that_of_fmt() {
    let dataset = dataset();
    let mut editor = Editor::start(dataset.path());
    let text = "[entity.new]\nkind=\"state\"\n";
    editor.open("facts/new.toml", text);
    editor.open(FILE, &FACTS.replace("[\"armenia\"]", "[\"armenia\", \"new\"]"));
    assert_eq!(editor.diagnostics(FILE), [""; 0]);
    let uri = editor.uri("facts/new.toml");
    let edits = editor.ask(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 4, "insertSpaces": true } }),
    );
    assert_eq!(edits[0]["newText"], "[entity.new]\nkind = \"state\"\n");
    // What changes on the disk is read when the editor tells of it.
    dataset.edit("sources/s.toml", "marker = \"1\"", "marker = \"2\"");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert_eq!(editor.diagnostics(FILE), ["24:12 unknown-ref", "31:12 unknown-ref"]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn large_facts_show_what_check_shows() {
    let mut editor = Editor::start(&csto());
    let expected = check_json(&csto(), &[]).json();
    let path = "sources/article.toml";
    editor.open(path, &std::fs::read_to_string(csto().join(path)).unwrap());
    let shown = editor.diagnostics(path);
    let listed: Vec<&Value> = expected["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["location"]["file"] == path)
        .collect();
    assert_eq!(shown.len(), listed.len());
    assert!(!shown.is_empty());
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_file_of_no_dataset_and_strange_questions_do_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let mut editor = Editor::start(dir.path());
    editor.open("facts/x.toml", "x = ");
    assert_eq!(editor.hover("facts/x.toml", 0, 0), "");
    editor.tell("textDocument/didChange", json!({ "nonsense": 1 }));
    editor.tell("$/unknown", json!({}));
    editor.next += 1;
    let id = editor.next;
    editor.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/unknown", "params": {} }));
    assert_eq!(editor.receive()["error"]["code"], -32601);
    assert_eq!(editor.hover("facts/x.toml", 99, 99), "");
    assert_eq!(editor.end(), 0);
}

#[test]
fn fast_typing_and_a_quick_goodbye_are_no_trouble() {
    let dataset = dataset();
    let mut editor = Editor::start(dataset.path());
    editor.open(FILE, FACTS);
    for at in 0..40 {
        editor.change(FILE, Value::Null, &FACTS.replace("1992-05-15", &format!("1992-05-{}", 60 + at)));
    }
    editor.change(FILE, Value::Null, &FACTS.replace("1992-05-15", "2092-05-15"));
    assert_eq!(editor.diagnostics(FILE), ["23:11 future-date", "30:11 future-date"]);
    // Nobody has to ask: what is found is told when nobody types.
    editor.change(FILE, Value::Null, FACTS);
    let uri = editor.uri(FILE);
    let told = loop {
        let message = editor.receive();
        if message["params"]["uri"] == json!(uri) {
            break message;
        }
    };
    assert_eq!(told["params"]["diagnostics"], json!([]));
    // Both at once, without waiting for the answer.
    editor.send(&json!({ "jsonrpc": "2.0", "id": 1000, "method": "shutdown" }));
    editor.tell("exit", Value::Null);
    assert_eq!(editor.child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_editor_that_just_goes_away_is_noticed() {
    let dataset = dataset();
    let mut editor = Editor::start(dataset.path());
    drop(std::mem::replace(
        &mut editor.stdin,
        command()
            .arg("--version")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
            .stdin
            .unwrap(),
    ));
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
}

/// Editors write addresses in ways of their own.
#[test]
fn an_open_file_is_told_of_by_the_address_that_the_editor_uses() {
    let dataset = dataset();
    let mut editor = Editor::start(dataset.path());
    let uri = editor.uri(FILE).replace("facts.toml", "f%61cts.toml");
    let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": "[entity.a]\n" });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    editor.diagnostics(FILE);
    let told = |note: &&Value| {
        note["params"]["uri"] == json!(uri) && !note["params"]["diagnostics"].as_array().unwrap().is_empty()
    };
    assert_eq!(editor.notifications.iter().filter(told).count(), 1);
    assert_eq!(editor.end(), 0);
}

/// A length that no machine has memory for is not believed.
#[test]
fn what_is_no_message_ends_the_conversation() {
    for (sent, why) in [
        ("Content-Length: 99999999999\r\n\r\n", "a message has no length, or is longer than any file"),
        (
            "Content-Length: 18446744073709551615\r\n\r\n{}",
            "a message has no length, or is longer than any file",
        ),
        ("Content-Length: 300000000\r\n\r\n{}", "a message ends too early"),
        ("nonsense\r\n\r\n", "a message begins with no header"),
    ] {
        let mut command = command();
        let mut child = command.arg("lsp").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(sent.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(
            stderr.starts_with(&format!("error: what the editor sent cannot be read: {why}\n")),
            "{stderr}"
        );
    }
}
