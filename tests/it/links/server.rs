//! Servers on loopback with good and bad manners: plain threads and raw sockets.

use std::io::{BufRead as _, BufReader, Read as _, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request as far as the tests look at it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) cookie: Option<String>,
    /// How many requests for this path came before.
    pub(crate) before: usize,
    /// The head as it came.
    pub(crate) head: String,
}

/// What a server does with a connection once it knows what is asked.
pub(crate) type Manners = dyn Fn(&Asked, &mut TcpStream) + Send + Sync;

/// A server that lives as long as the test's process.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// A server on 127.0.0.`host`: each number counts as a host of its own.
    pub(crate) fn new(host: u8, manners: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::at(([127, 0, 0, host], 0).into(), manners)
    }

    /// A server on an address.
    pub(crate) fn at(
        address: SocketAddr,
        manners: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let server = Self { address: listener.local_addr().unwrap(), asked: Arc::default() };
        let (log, manners): (_, Arc<Manners>) = (Arc::clone(&server.asked), Arc::new(manners));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { continue };
                let (log, manners) = (Arc::clone(&log), Arc::clone(&manners));
                thread::spawn(move || answer(stream, &log, &*manners));
            }
        });
        server
    }

    /// A server that cuts every connection once something was asked: data that nobody reads makes
    /// the system answer the close with a reset.
    pub(crate) fn resetting(host: u8) -> Self {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, host], 0))).unwrap();
        let server = Self { address: listener.local_addr().unwrap(), asked: Arc::default() };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = stream.peek(&mut [0]);
            }
        });
        server
    }

    /// The address of a path on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The paths that were asked for, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| asked.path.clone()).collect()
    }

    /// The heads of all requests.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| asked.head.clone()).collect()
    }
}

fn answer(mut stream: TcpStream, log: &Mutex<Vec<Asked>>, manners: &Manners) {
    let Some(mut asked) = read(&mut stream) else { return };
    {
        let mut log = log.lock().unwrap();
        asked.before = log.iter().filter(|before| before.path == asked.path).count();
        log.push(asked.clone());
    }
    manners(&asked, &mut stream);
}

/// Reads the head of a request.
pub(crate) fn read(stream: &mut impl std::io::Read) -> Option<Asked> {
    let mut reader = BufReader::new(stream.by_ref().take(64 << 10));
    let mut asked = Asked::default();
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            return Some(asked);
        }
        asked.head.push_str(&line);
        if asked.path.is_empty() {
            asked.path = line.split(' ').nth(1)?.to_owned();
        } else if let Some(value) = line.to_ascii_lowercase().strip_prefix("cookie: ") {
            asked.cookie = Some(value.trim().to_owned());
        }
    }
}

/// Sends a whole answer and closes.
pub(crate) fn send(stream: &mut impl Write, status: &str, headers: &[&str], body: &[u8]) {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for header in headers {
        head.push_str(&format!("{header}\r\n"));
    }
    head.push_str("\r\n");
    let _ =
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).and_then(|()| stream.flush());
}

/// A page that says something.
pub(crate) fn page(stream: &mut impl Write) {
    send(
        stream,
        "200 OK",
        &["Content-Type: text/html"],
        b"<!doctype html><title>Report</title><h1>Rubezh</h1><p>4,000 troops took part.",
    );
}

/// Bytes as they are.
pub(crate) fn raw(stream: &mut TcpStream, bytes: &[u8]) {
    let _ = stream.write_all(bytes);
    let _ = stream.flush();
}

/// Waits longer than any test's time limit.
pub(crate) fn hang() {
    thread::sleep(Duration::from_secs(30));
}
