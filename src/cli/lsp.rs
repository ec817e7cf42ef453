//! `lsp`: a language server on standard input and output.
//!
//! Messages are read here and not by the library: what the editor says of a message's length is not
//! believed until so much has come.

use std::io::{self, BufRead, Read as _};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;

use anyhow::Context as _;
use clap::Args;
use lsp_server::{Connection, Message};

use super::output::Help;
use super::{FAILED, PASSED};
use crate::dataset::load::MAX_FILE_BYTES;
use crate::editor::server::serve;

/// The longest message that is read, in bytes: the largest file, with every sign escaped.
const LONGEST: u64 = 8 * MAX_FILE_BYTES;

/// The longest line of a message's head, in bytes.
const LONGEST_LINE: u64 = 1 << 12;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The dataset; where none is given, that of each file which the editor opens: the nearest
    /// directory above it with `facts/dataset.toml`
    #[arg(value_name = "DATASET")]
    dataset: Option<PathBuf>,
    /// Taken for editors that name the way to talk: there is no other
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    // To read, to write, to queue.
    super::threads(3)?;
    let (connection, Connection { sender, receiver }) = Connection::memory();
    let (tell, told) = mpsc::channel();
    let reader = move || {
        let read = forward(&mut io::stdin().lock(), |message| sender.send(message).is_ok());
        // Told before the server notices that there is nobody to talk to.
        if let Err(error) = read {
            let _ = tell.send(error);
        }
        drop(sender);
    };
    let writer = move || {
        let mut out = io::stdout().lock();
        receiver.iter().try_for_each(|message| message.write(&mut out))
    };
    let start = "a thread for the conversation cannot be started";
    thread::Builder::new().spawn(reader).context(start)?;
    let writer = thread::Builder::new().spawn(writer).context(start)?;
    let served = serve(&connection, arguments.dataset.as_deref());
    // Nothing is left to be written when nobody can send any more.
    drop(connection);
    match writer.join() {
        // The editor is gone already, and nobody misses the last answers.
        Ok(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Ok(result) => result.context("the last answers could not be written")?,
        Err(panic) => std::panic::resume_unwind(panic),
    }
    let help = || {
        Help("this command is started by an editor, as the language server of TOML files in a dataset".into())
    };
    if let Ok(error) = told.try_recv() {
        return Err(error).context("what the editor sent cannot be read").context(help());
    }
    Ok(if served.with_context(help)? { PASSED } else { FAILED })
}

/// Hands on every message up to the editor's goodbye, or until nobody takes them.
fn forward(editor: &mut impl BufRead, take: impl Fn(Message) -> bool) -> io::Result<()> {
    while let Some(message) = message(editor)? {
        let is_last = matches!(&message, Message::Notification(note) if note.method == "exit");
        if !take(message) || is_last {
            break;
        }
    }
    Ok(())
}

/// The next message; none where the editor is gone.
fn message(editor: &mut impl BufRead) -> io::Result<Option<Message>> {
    let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut length = None;
    loop {
        let mut line = Vec::new();
        editor.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() && length.is_none() {
            return Ok(None);
        }
        let line = std::str::from_utf8(&line).unwrap_or_default().strip_suffix("\r\n");
        let line = line.ok_or_else(|| invalid("a message begins with a line that does not end"))?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| invalid("a message begins with no header"))?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok().filter(|length| *length <= LONGEST);
            length.ok_or_else(|| invalid("a message has no length, or is longer than any file"))?;
        }
    }
    let length = length.ok_or_else(|| invalid("a message does not say how long it is"))?;
    let mut body = Vec::new();
    editor.by_ref().take(length).read_to_end(&mut body)?;
    if body.len() as u64 != length {
        return Err(invalid("a message ends too early"));
    }
    serde_json::from_slice(&body)
        .map(Some)
        .map_err(|error| invalid(&format!("a message is no message: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, String> {
        let found = std::cell::RefCell::new(Vec::new());
        let took = |message| {
            let Message::Notification(note) = message else { panic!("{message:?}") };
            found.borrow_mut().push(note.method);
            true
        };
        forward(&mut text.as_bytes(), took).map_err(|error| error.to_string())?;
        Ok(found.into_inner())
    }

    fn told(method: &str) -> String {
        let body = format!("{{\"jsonrpc\":\"2.0\",\"method\":\"{method}\"}}");
        format!("Content-Length: {}\r\nContent-Type: x\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_up_to_the_goodbye() {
        assert_eq!(read(""), Ok(vec![]));
        assert_eq!(read(&[told("a"), told("exit"), told("b")].concat()), Ok(vec!["a".into(), "exit".into()]));
        assert_eq!(read(&told("a").replace("Content-Length: ", "content-length:")), Ok(vec!["a".into()]));
    }

    #[test]
    fn what_is_no_message_is_told() {
        for (text, why) in [
            ("Content-Length: 99999999999\r\n\r\n{}", "longer than any file"),
            ("Content-Length: 18446744073709551616\r\n\r\n{}", "longer than any file"),
            ("Content-Length: -1\r\n\r\n{}", "longer than any file"),
            ("Content-Length: 3\r\n\r\n{}", "ends too early"),
            ("Content-Length: 2\r\n\r\n{}", "is no message: "),
            ("Content-Length: 2\r\n\r\n\u{e9}", "is no message: "),
            ("Content-Type: x\r\n\r\n{}", "does not say how long it is"),
            ("nonsense\r\n\r\n", "no header"),
            ("\r\n", "does not say how long it is"),
            ("Content-Length: 2", "a line that does not end"),
            (&"x".repeat(10_000), "a line that does not end"),
        ] {
            let told = read(text).unwrap_err();
            assert!(told.contains(why), "{text:?}: {told}");
        }
    }
}
