//! The text of a PDF, contained as far as a thread can be: the parser panics on some files and runs for
//! ever on others. On a few it overflows the stack, which ends the process: whoever reads what
//! strangers send does so in a process of its own.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::CannotCheck;

/// The name of the threads that read PDFs. A panic there is a broken file, not a bug to report.
pub const PDF_THREAD: &str = "pdf";

/// The largest PDF that is read, in bytes.
const MOST_BYTES: usize = 24 << 20;
/// How long one may take.
const MOST_TIME: Duration = Duration::from_secs(20);
/// Nested objects are read by recursion.
const STACK: usize = 64 << 20;

/// The text of a PDF, read in this process.
///
/// # Errors
///
/// Where there is none to be had.
pub fn text(bytes: &[u8]) -> Result<String, CannotCheck> {
    if bytes.len() > MOST_BYTES {
        return Err(CannotCheck::TooLarge);
    }
    let bytes = bytes.to_vec();
    contained(MOST_TIME, move || {
        pdf_extract::extract_text_from_mem(&bytes).map_err(|error| error.to_string())
    })
    .and_then(|text| if text.trim().is_empty() { Err(CannotCheck::ImagesOnly) } else { Ok(text) })
}

/// Runs a parser in a thread of its own, up to a time. A thread that goes on after that is left
/// behind: it ends with the program.
fn contained(
    most: Duration,
    parse: impl FnOnce() -> Result<String, String> + Send + 'static,
) -> Result<String, CannotCheck> {
    let (send, receive) = mpsc::channel();
    let run = move || {
        // Nothing is shared with what may be left broken.
        let result = panic::catch_unwind(AssertUnwindSafe(parse));
        // Nobody listens any more where the time is over.
        let _ = send.send(result);
    };
    let thread = thread::Builder::new().name(PDF_THREAD.into()).stack_size(STACK).spawn(run);
    if let Err(error) = thread {
        return Err(CannotCheck::Broken(error.to_string()));
    }
    match receive.recv_timeout(most) {
        Ok(Ok(Ok(text))) => Ok(text),
        Ok(Ok(Err(error))) if error.to_lowercase().contains("crypt") => Err(CannotCheck::Encrypted),
        Ok(Ok(Err(error))) => Err(CannotCheck::Broken(error)),
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
            Err(CannotCheck::Broken("the PDF parser gave up on it".into()))
        }
        Err(RecvTimeoutError::Timeout) => Err(CannotCheck::TooSlow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parser_that_panics_or_hangs_is_contained() {
        let second = Duration::from_secs(60);
        let panics = contained(second, || panic!("a broken file"));
        assert!(matches!(panics, Err(CannotCheck::Broken(_))));
        let hangs = contained(Duration::from_millis(1), || {
            thread::sleep(Duration::from_secs(5));
            Ok(String::new())
        });
        assert_eq!(hangs, Err(CannotCheck::TooSlow));
        assert_eq!(contained(second, || Ok("text".into())), Ok("text".into()));
    }

    #[test]
    fn what_is_no_pdf_is_no_crash() {
        for bytes in
            [&b"%PDF-1.4"[..], b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>", b"%PDF-\xff\xff"]
        {
            assert!(text(bytes).is_err());
        }
    }
}
