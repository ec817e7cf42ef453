//! PDFs are read by a process of their own: their parser recurses without end on some files of a few
//! hundred bytes and grows without end on others, and no server shall be able to end a run.
//!
//! [`run`] is that process, [`read`] starts it. What it says is its exit status, and its output the
//! text or the reason; whatever else becomes of it is a PDF that could not be read.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::PASSED;
use crate::page::{self, CannotCheck, MOST_BYTES};

/// The name of the hidden command.
const COMMAND: &str = "read-pdf";

/// How long one may take, from start to end: longer than the parser is given in it.
const MOST_TIME: Duration = Duration::from_secs(25);

/// The most text of one, in bytes.
const MOST_TEXT: u64 = 64 << 20;

/// Statuses with which the process ends where there is no text.
const REASONS: [(u8, CannotCheck); 4] = [
    (10, CannotCheck::ImagesOnly),
    (11, CannotCheck::Encrypted),
    (12, CannotCheck::TooLarge),
    (13, CannotCheck::TooSlow),
];
/// The same where the output tells the reason.
const BROKEN: u8 = 14;

/// Reads a PDF from standard input and writes its text.
pub(super) fn run() -> anyhow::Result<u8> {
    limit();
    let mut bytes = Vec::new();
    io::stdin().lock().take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let (status, text) = match page::pdf_text(&bytes) {
        Ok(text) => (PASSED, text),
        Err(CannotCheck::Broken(reason)) => (BROKEN, reason),
        Err(reason) => (
            REASONS.iter().find(|(_, one)| *one == reason).map_or(BROKEN, |(status, _)| *status),
            String::new(),
        ),
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(status)
}

/// A file that makes the parser grow ends this process, not the machine; no core is left of it.
#[cfg(target_os = "linux")]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in
        [(Resource::As, 2 << 30), (Resource::Cpu, MOST_TIME.as_secs()), (Resource::Core, 0)]
    {
        // Where the system does not let it be limited, time still is.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(target_os = "linux"))]
fn limit() {}

/// The text of a PDF, by this program in a process of its own.
pub(super) fn read(program: &Path, bytes: &[u8]) -> Result<String, CannotCheck> {
    let mut command = Command::new(program);
    command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let broken = |error: io::Error| CannotCheck::Broken(error.to_string());
    let mut child = command.spawn().map_err(broken)?;
    let said = talk(&mut child, bytes);
    let status = child.wait().map_err(broken)?;
    let Some(said) = said else { return Err(CannotCheck::TooSlow) };
    if said.len() as u64 > MOST_TEXT {
        return Err(CannotCheck::TooLarge);
    }
    let text = String::from_utf8_lossy(&said).into_owned();
    let gave_up = || CannotCheck::Broken("the PDF parser gave up on it".into());
    let status = status.code().and_then(|code| u8::try_from(code).ok()).ok_or_else(gave_up)?;
    if status == PASSED {
        return Ok(text);
    }
    if status == BROKEN {
        return Err(CannotCheck::Broken(text));
    }
    Err(REASONS.into_iter().find(|(known, _)| *known == status).map_or_else(gave_up, |(_, reason)| reason))
}

/// Gives the process its PDF and takes what it says; none where that takes too long.
fn talk(child: &mut Child, bytes: &[u8]) -> Option<Vec<u8>> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (send, receive) = mpsc::channel();
    thread::scope(|threads| {
        threads.spawn(move || {
            // A process that ends early takes no more; its status tells why.
            let _ = stdin.map(|mut stdin| stdin.write_all(bytes));
        });
        threads.spawn(move || {
            let mut said = Vec::new();
            let _ = stdout.map(|stdout| stdout.take(MOST_TEXT + 1).read_to_end(&mut said));
            let _ = send.send(said);
        });
        let said = receive.recv_timeout(MOST_TIME).ok();
        if said.is_none() {
            // Both threads end with it. It may be gone already.
            let _ = child.kill();
        }
        said
    })
}
