//! The ledger: what `--record` writes and `--offline` reads; interruptions; archives.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::server::{Server, hang, page, read, send};
use super::{dataset, online, told, url, without_ports};
use crate::support::{Dataset, check, check_json, command};

const LEDGER: &str = "sources/links.lock";
const FAST: &str = "timeout = \"1s\"\nbudget = \"300ms\"\n";

#[test]
fn the_ledger_judges_by_more_than_one_day() {
    let down = Server::new(2, |asked, s| {
        // Each day has its tries; the fifth day finds the page again.
        if asked.head.contains("seventh") { page(s) } else { send(s, "500 Oops", &[], b"") }
    });
    let alive = Server::new(3, |_, s| page(s));
    let dataset = dataset(FAST, &[("down", url(&down.url("/page"))), ("alive", url(&alive.url("/page")))]);
    let day = |day: &str| online(&dataset, &["--record", "--today", day]);
    let first = day("2026-01-01");
    assert_eq!((first.status, first.rules()), (0, vec!["unverified-link".to_owned()]));
    let text = without_ports(&dataset.read(LEDGER));
    insta::assert_snapshot!(text);
    // The next day does not count, and the same day writes the same bytes.
    let before = dataset.read(LEDGER);
    day("2026-01-01");
    assert_eq!(dataset.read(LEDGER), before);
    assert_eq!(day("2026-01-02").rules(), ["unverified-link"]);
    assert_eq!(day("2026-01-04").rules(), ["unverified-link"]);
    assert_eq!(day("2026-01-06").rules(), ["unverified-link"]);
    let dead = day("2026-01-07");
    assert_eq!((dead.status, dead.rules()), (1, vec!["dead-link".to_owned()]), "{}", told(&dead));
    // Offline says what was recorded.
    let offline = check_json(dataset.path(), &["-A", "unarchived-link"]);
    assert_eq!((offline.status, offline.rules()), (1, vec!["dead-link".to_owned()]));
    // A source that is gone leaves the ledger.
    let sources = dataset.read("sources/sources.toml");
    dataset.write("sources/sources.toml", sources.replace(&down.url("/page"), &alive.url("/other")));
    assert_eq!(day("2026-01-08").status, 0);
    assert!(!dataset.read(LEDGER).contains(&down.url("/page")));
}

#[test]
fn what_is_not_verified_for_long_becomes_a_warning() {
    let wall = Server::new(2, |_, s| send(s, "403 Forbidden", &[], b""));
    let dataset = dataset(FAST, &[("wall", url(&wall.url("/page")))]);
    let level = |day: &str| {
        let ran = online(&dataset, &["--record", "--today", day]);
        assert_eq!(ran.status, 0);
        ran.json()["findings"][0]["level"].as_str().unwrap().to_owned()
    };
    assert_eq!([level("2026-01-01"), level("2026-01-14"), level("2026-01-15")], ["note", "note", "warning"]);
    let ran = check(dataset.path());
    insta::assert_snapshot!(without_ports(&ran.stdout));
    // Without `--record`, nothing is written.
    let before = dataset.read(LEDGER);
    online(&dataset, &["--today", "2026-02-01"]);
    assert_eq!(dataset.read(LEDGER), before);
}

#[test]
fn a_dead_link_weighs_less_where_its_copy_lives() {
    let server = Server::new(2, |asked, s| {
        if asked.path.starts_with("/copy") { page(s) } else { send(s, "404 Not Found", &[], b"") }
    });
    let archive = format!("{}\narchive = \"{}\"", url(&server.url("/page")), server.url("/copy"));
    let dataset = dataset(FAST, &[("kept", archive), ("lost", url(&server.url("/lost")))]);
    let ran = online(&dataset, &[]);
    let json = ran.json();
    let levels: Vec<(&str, &str)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["rule"].as_str().unwrap(), finding["level"].as_str().unwrap()))
        .collect();
    assert_eq!(levels, [("dead-link", "warning"), ("dead-link", "error")]);
    // The manifest's word counts more.
    let denied = online(&dataset, &["-W", "dead-link"]);
    assert_eq!(denied.status, 0);
    let denied = online(&dataset, &["-D", "dead-link"]);
    assert_eq!(denied.json()["counts"]["errors"], 2);
}

#[test]
fn a_broken_ledger_is_told_and_not_written_over() {
    let server = Server::new(2, |_, s| page(s));
    let dataset = dataset(FAST, &[("a", url(&server.url("/page")))]);
    let broken = "version = 1\n<<<<<<< ours\n";
    dataset.write(LEDGER, broken);
    let ran = online(&dataset, &["--record"]);
    assert_eq!((ran.status, ran.rules()), (1, vec!["syntax".to_owned()]));
    assert_eq!(ran.json()["findings"][0]["location"]["file"], LEDGER);
    assert_eq!(ran.json()["findings"][0]["location"]["line"], 2);
    assert_eq!(dataset.read(LEDGER), broken);
    assert!(ran.stderr.contains("cannot be read"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_it_learnt() {
    let fast = Server::new(2, |_, s| page(s));
    let slow = Server::new(3, |_, _| hang());
    // Answers by http, and leaves whoever tries https waiting.
    let mute = std::net::TcpListener::bind("127.0.0.4:0").unwrap();
    let half = format!("http://{}/page", mute.local_addr().unwrap());
    let waits = Arc::new(AtomicBool::new(false));
    let sign = Arc::clone(&waits);
    thread::spawn(move || {
        for mut stream in mute.incoming().flatten() {
            let sign = Arc::clone(&sign);
            thread::spawn(move || {
                let mut first = [0];
                let _ = stream.peek(&mut first);
                if first == [0x16] {
                    sign.store(true, Ordering::SeqCst);
                    hang();
                } else if read(&mut stream).is_some() {
                    page(&mut stream);
                }
            });
        }
    });
    let dataset = dataset(
        "timeout = \"20s\"\n",
        &[("slow", url(&slow.url("/page"))), ("fast", url(&fast.url("/page"))), ("half", url(&half))],
    );
    let mut child = command()
        .current_dir(dataset.path())
        .args(["check", "--allow-private", "--record", "--today", "2026-01-01"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while fast.paths().is_empty() || slow.paths().is_empty() || !waits.load(Ordering::SeqCst) {
        assert!(begun.elapsed() < Duration::from_secs(10) && child.try_wait().unwrap().is_none());
        thread::sleep(Duration::from_millis(10));
    }
    thread::sleep(Duration::from_millis(300));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(begun.elapsed() < Duration::from_secs(10));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("interrupted: 2 of 3 links are judged"), "{stderr}");
    let ledger = dataset.read(LEDGER);
    assert!(ledger.contains(&half), "{ledger}");
    assert!(ledger.contains(&fast.url("/page")) && !ledger.contains(&slow.url("/page")), "{ledger}");
}

#[test]
fn archives_offer_the_copy_nearest_to_the_day_of_reading() {
    let pages =
        Server::new(
            2,
            |asked, s| {
                if asked.path == "/dead" { send(s, "404 Not Found", &[], b"") } else { page(s) }
            },
        );
    let here = pages.url("");
    let service = Server::new(3, move |asked, s| {
        let stamp = asked.path.split("timestamp=").nth(1).unwrap_or("20200101");
        let body = if asked.path.contains("unknown") {
            r#"{"archived_snapshots":{}}"#.to_owned()
        } else {
            let page = if asked.path.contains("dead") { "dead" } else { "alive" };
            format!(
                r#"{{"archived_snapshots":{{"closest":{{"status":"200","available":true,"url":"http://web.archive.org/web/{stamp}000000/{here}/{page}","timestamp":"{stamp}000000"}}}}}}"#
            )
        };
        send(s, "200 OK", &["Content-Type: application/json"], body.as_bytes());
    });
    let fields = |path: &str, more: &str| format!("{}{more}", url(&pages.url(path)));
    let dataset = dataset(
        FAST,
        &[
            ("dead", fields("/dead", "\naccessed = \"2015-02-25\"")),
            ("alive", fields("/alive", "\npublished = \"2011\"")),
            ("unknown", fields("/unknown", "")),
        ],
    );
    let service_url = service.url("/wayback/available");
    let ran = crate::support::run_in(
        dataset.path(),
        &[
            "check",
            "--allow-private",
            "--format",
            "json",
            "--suggest-archives",
            "--archive-service",
            &service_url,
        ],
    );
    let json = ran.json();
    let helps: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| without_ports(&format!("{}: {}", finding["rule"], finding["help"])))
        .collect();
    insta::assert_snapshot!(helps.join("\n"));
    assert_eq!(service.paths().len(), 3);
    // Nobody else is asked unless that is wished.
    online(&dataset, &["--archive-service", &service_url]);
    assert_eq!(service.paths().len(), 3);
}

#[test]
fn an_archive_that_gives_no_answer_is_told_of() {
    let pages = Server::new(2, |_, s| page(s));
    let service = Server::new(3, |_, s| send(s, "502 Bad Gateway", &[], b""));
    let dataset = dataset(FAST, &[("a", url(&pages.url("/a"))), ("b", url(&pages.url("/b")))]);
    let ran = online(&dataset, &["--suggest-archives", "--archive-service", &service.url("/available")]);
    assert_eq!((ran.status, service.paths().len()), (0, 1));
    assert!(ran.stderr.contains("could not be asked for copies: it answers 502"), "{}", ran.stderr);
}

#[test]
fn archive_today_is_no_evidence() {
    let dataset = dataset(
        FAST,
        &[("a", format!("{}\narchive = \"https://archive.ph/AbCdE\"", url("https://example.org/a")))],
    );
    let ran = check_json(dataset.path(), &[]);
    assert_eq!((ran.status, ran.rules()), (0, vec!["dead-archive".to_owned()]));
}

#[test]
fn examples_of_rules_about_links_are_datasets_with_a_ledger() {
    let rules = crate::support::run_in(std::path::Path::new("."), &["rules", "--format", "json"]).json();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let mut seen = 0;
    for rule in rules["rules"].as_array().unwrap() {
        let (Some(bad), Some(good)) = (text(&rule["bad_ledger"]), text(&rule["good_ledger"])) else {
            continue;
        };
        let name = text(&rule["name"]).unwrap();
        let facts = |field: &str| text(&rule[field]).unwrap();
        let dataset = Dataset::new(&[("facts/dataset.toml", &facts("bad")), (LEDGER, &bad)]);
        assert_eq!(check_json(dataset.path(), &[]).rules(), std::slice::from_ref(&name));
        let dataset = Dataset::new(&[("facts/dataset.toml", &facts("good")), (LEDGER, &good)]);
        assert!(check_json(dataset.path(), &[]).rules().is_empty(), "{name}");
        seen += 1;
    }
    assert_eq!(seen, 8);
}
