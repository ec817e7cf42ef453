//! Links on loopback: many links on many hosts, fast ones behind a slow host and behind one that
//! asks for patience, and bodies that explode. `cargo bench --bench links`, with a word of a case's
//! name for that case alone.
//!
//! The real binary runs against servers in this process, and beside it `lychee`, where that is
//! installed: the ratio of one run is the figure, not the seconds. Each case prints the seconds until
//! the last fast page was asked for, those of the whole run, and the peak of resident memory.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on fails")]

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The longest that a run may take.
const PATIENCE: Duration = Duration::from_secs(90);

/// How a host behaves.
#[derive(Clone)]
enum Manners {
    Fast,
    /// Answers after a second.
    Slow,
    /// Asks everybody to come back in half a minute.
    Busy,
    /// Sends a gzip that unfolds to a gibibyte.
    Bomb(Arc<Vec<u8>>),
    /// Sends and sends.
    Endless,
}

/// When the last fast page was asked for.
type Last = Arc<Mutex<Option<Instant>>>;

fn serve(address: Ipv4Addr, port: u16, manners: &Manners, last: &Last) -> u16 {
    let listener = TcpListener::bind(SocketAddr::from((address, port))).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (manners, last) = (manners.clone(), Arc::clone(last));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (manners, last) = (manners.clone(), Arc::clone(&last));
            thread::spawn(move || answer(stream, &manners, &last));
        }
    });
    port
}

fn answer(stream: TcpStream, manners: &Manners, last: &Mutex<Option<Instant>>) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut out = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let page = format!(
        "<!doctype html><title>Report</title><h1>Report</h1>{}",
        "<p>4,000 troops of all seven members took part in the exercise.".repeat(30)
    );
    let mut line = String::new();
    loop {
        let (mut head, mut close) = (false, false);
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            head |= line.starts_with("HEAD ");
            close |= line.eq_ignore_ascii_case("connection: close\r\n");
            if line == "\r\n" {
                break;
            }
        }
        let mut fields = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n".to_owned();
        let mut body = page.as_bytes();
        match manners {
            Manners::Fast => *last.lock().ok()? = Some(Instant::now()),
            Manners::Slow => thread::sleep(Duration::from_secs(1)),
            Manners::Busy => {
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30\r\n".clone_into(&mut fields);
                body = b"";
            }
            Manners::Bomb(bytes) => {
                fields.push_str("Content-Encoding: gzip\r\n");
                body = bytes;
            }
            Manners::Endless => {
                out.write_all(format!("{fields}\r\n").as_bytes()).ok()?;
                let block = vec![b'a'; 1 << 16];
                loop {
                    out.write_all(&block).ok()?;
                }
            }
        }
        write!(fields, "Content-Length: {}\r\n\r\n", body.len()).ok()?;
        out.write_all(fields.as_bytes()).ok()?;
        if !head {
            out.write_all(body).ok()?;
        }
        if close {
            return None;
        }
    }
}

/// A kibibyte of zeros deflates well: a gibibyte of them takes a mebibyte.
fn bomb() -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1 << 20];
    for _ in 0..1024 {
        encoder.write_all(&block).unwrap();
    }
    encoder.finish().unwrap()
}

/// What a run took.
struct Measured {
    fast: Option<f64>,
    whole: Option<f64>,
    peak: f64,
}

/// Runs a program until it ends, or until the last fast page was asked for and a while has gone by.
fn measure(command: &mut Command, last: &Last, until_fast: Option<Duration>) -> Measured {
    *last.lock().unwrap() = None;
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (mut peak, mut whole) = (0.0_f64, None);
    while begun.elapsed() < PATIENCE {
        if let Ok(text) = std::fs::read_to_string(&status) {
            let high = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kibibytes = high.and_then(|high| high.trim().trim_end_matches(" kB").parse::<f64>().ok());
            peak = peak.max(kibibytes.unwrap_or(0.0) / 1024.0);
        }
        if child.try_wait().unwrap().is_some() {
            whole = Some(begun.elapsed().as_secs_f64());
            break;
        }
        let idle = last.lock().unwrap().map(|last| last.elapsed());
        if until_fast.is_some_and(|wait| idle.is_some_and(|idle| idle > wait)) {
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    let fast = last.lock().unwrap().map(|last| last.duration_since(begun).as_secs_f64());
    Measured { fast, whole, peak }
}

fn dataset(folder: &Path, urls: &[String]) {
    std::fs::create_dir_all(folder.join("facts")).unwrap();
    std::fs::create_dir_all(folder.join("sources")).unwrap();
    let manifest = "format = 1\n[dataset]\nid = \"bench\"\ntitle = \"Bench\"\nas_of = \"2024\"\n\
                    [links]\ninterval = \"0ms\"\nconcurrency = 64\nper_host = 4\n";
    std::fs::write(folder.join("facts/dataset.toml"), manifest).unwrap();
    let mut sources = String::new();
    for (at, url) in urls.iter().enumerate() {
        write!(sources, "[[source]]\nid = \"s{at}\"\ntitle = \"S\"\nurl = \"{url}\"\n\n").unwrap();
    }
    std::fs::write(folder.join("sources/sources.toml"), sources).unwrap();
    std::fs::write(folder.join("links.txt"), urls.join("\n")).unwrap();
}

fn compare(name: &str, urls: &[String], last: &Last, until_fast: Option<Duration>) {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    if wanted.is_some_and(|wanted| !name.contains(&wanted)) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    dataset(folder.path(), urls);
    let mut ours = Command::new(env!("CARGO_BIN_EXE_csto-validate"));
    ours.args([
        "check",
        "--allow-private",
        "--format",
        "json",
        "-A",
        "unused-source",
        "-A",
        "unarchived-link",
    ]);
    ours.current_dir(folder.path());
    let lychee = |more: &[&str]| {
        let mut command = Command::new("lychee");
        command.args(["--no-progress", "--max-concurrency", "64", "--host-concurrency", "4"]);
        command.args(["--host-request-interval", "0ms", "--format", "json"]).args(more).arg("links.txt");
        command.current_dir(folder.path());
        command
    };
    let installed = Command::new("lychee").arg("--version").output().is_ok();
    // As it comes, it leaves bodies alone; looking for fragments (every address has one), it reads them,
    // as ours always does.
    let programs = [
        ("csto-validate", Some(ours)),
        ("lychee", installed.then(|| lychee(&[]))),
        ("lychee, reading", installed.then(|| lychee(&["--include-fragments"]))),
    ];
    for (program, command) in programs {
        let Some(mut command) = command else {
            println!("{name:28} {program:16} not installed");
            continue;
        };
        let Measured { fast, whole, peak } = measure(&mut command, last, until_fast);
        let seconds =
            |time: Option<f64>| time.map_or_else(|| "      -".to_owned(), |time| format!("{time:7.2}"));
        println!(
            "{name:28} {program:16} last fast page {} s   whole run {} s   peak {peak:6.1} MiB",
            seconds(fast),
            seconds(whole)
        );
    }
}

fn main() {
    let last = Last::default();
    let mut port = 0;
    let hosts: Vec<Ipv4Addr> = (0..200).map(|at| Ipv4Addr::new(127, 0, 1, at + 1)).collect();
    for host in &hosts {
        port = serve(*host, port, &Manners::Fast, &last);
    }
    let fast = |count: usize, on: usize| -> Vec<String> {
        (0..count).map(|at| format!("http://{}:{port}/{at}#top", hosts[at % on])).collect()
    };
    compare("20,000 links on 200 hosts", &fast(20_000, 200), &last, None);
    compare("1,000 fast links alone", &fast(1000, 20), &last, None);

    let other = |last_byte: u8, manners: &Manners, count: usize| -> Vec<String> {
        let address = Ipv4Addr::new(127, 0, 2, last_byte);
        let port = serve(address, 0, manners, &Last::default());
        (0..count).map(|at| format!("http://{address}:{port}/{at}#top")).collect()
    };
    let wait = Some(Duration::from_secs(35));
    for (at, name, manners) in
        [(1, "behind 400 of a slow host", Manners::Slow), (2, "behind 400 that answer 429", Manners::Busy)]
    {
        let mut urls = other(at, &manners, 400);
        urls.extend(fast(1000, 20));
        compare(name, &urls, &last, wait);
    }
    let bomb = Manners::Bomb(Arc::new(bomb()));
    compare("8 bodies that unfold to 1 GiB", &other(3, &bomb, 8), &last, None);
    compare("8 bodies without end", &other(4, &Manners::Endless, 8), &last, None);
}
