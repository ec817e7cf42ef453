//! Quotes against the pages that they are from: live, recorded, and in a review.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::server::{Server, page, send};
use super::{dataset, without_ports};
use crate::git::Repo;
use crate::support::{Dataset, Ran, check, check_json, run_in};

pub(super) const QUOTE: &str = "A total of 4,000 troops took part.";

fn text(stream: &mut std::net::TcpStream, text: &str) {
    let body = format!(
        "<html><head><title>Drills</title></head><body><nav>Home News</nav><p>The drills ended on Sunday.</p>\
         <p>{text}</p><p>Officials from all members watched.</p></body></html>"
    );
    send(stream, "200 OK", &["Content-Type: text/html; charset=utf-8"], body.as_bytes());
}

/// A dataset with one claim that quotes one source.
pub(super) fn quoting(url: &str, archive: Option<&str>) -> Dataset {
    let archive = archive.map_or_else(String::new, |url| format!("\narchive = \"{url}\""));
    let dataset = dataset(
        "timeout = \"2s\"\nbudget = \"2s\"\n",
        &[("report", format!("lang = \"en\"\nurl = \"{url}\"{archive}"))],
    );
    dataset.edit(
        "facts/dataset.toml",
        "refs = [\"report\"]",
        &format!("refs = [{{ ref = \"report\", quote = \"{QUOTE}\" }}]"),
    );
    dataset
}

pub(super) fn online(dataset: &Dataset, arguments: &[&str]) -> Ran {
    let mut all = vec!["check", "--allow-private", "--format", "json", "-A", "unarchived-link"];
    all.extend(["-A", "malformed-source"]);
    all.extend(arguments);
    run_in(dataset.path(), &all)
}

/// The rules that fire, and the verdict on the one reference.
pub(super) fn came(ran: &Ran) -> (Vec<String>, String) {
    (ran.rules(), ran.json()["evidence"][0]["verdict"].as_str().unwrap().to_owned())
}

#[test]
fn a_source_is_read_and_what_it_says_is_kept() {
    let says = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&says);
    let server = Server::new(2, move |_, stream| match now.load(Ordering::SeqCst) {
        0 => text(stream, "A total of <b>4,000</b>&nbsp;troops took part."),
        1 => text(stream, "A total of 5,000 troops took part."),
        2 => text(stream, "Nobody knows how many came."),
        _ => send(stream, "200 OK", &["Content-Type: image/png"], b"\x89PNG\r\n\x1a\n"),
    });
    let dataset = quoting(&server.url("/report"), None);
    let nothing: Vec<String> = Vec::new();
    assert_eq!(
        came(&online(&dataset, &["--record", "--today", "2026-01-01"])),
        (nothing.clone(), "supported".into())
    );
    insta::assert_snapshot!("ledger_of_quotes", without_ports(&dataset.read("sources/links.lock")));
    assert_eq!(
        came(&check_json(dataset.path(), &["-A", "unarchived-link"])),
        (nothing.clone(), "supported".into())
    );

    says.store(1, Ordering::SeqCst);
    let ran = online(&dataset, &["--record", "--today", "2026-01-02"]);
    assert_eq!((ran.status, came(&ran)), (1, (vec!["quote-not-found".to_owned()], "contradicted".into())));
    // Offline says what was recorded, with the passage.
    insta::assert_snapshot!("quote_not_found", without_ports(&check(dataset.path()).stdout));

    says.store(2, Ordering::SeqCst);
    assert_eq!(came(&online(&dataset, &[])), (vec!["quote-not-found".to_owned()], "absent".into()));
    // What cannot be read is not the source's fault.
    says.store(3, Ordering::SeqCst);
    let ran = online(&dataset, &[]);
    assert_eq!((ran.status, ran.rules()), (0, nothing));
    assert!(ran.stdout.contains("not compared with the source"), "{}", ran.stdout);
}

#[test]
fn an_archived_copy_that_holds_the_quote_is_enough() {
    let server = Server::new(2, |asked, stream| {
        if asked.path.starts_with("/web/") { text(stream, QUOTE) } else { text(stream, "The page moved on.") }
    });
    let page = server.url("/report");
    let dataset = quoting(&page, Some(&server.url(&format!("/web/20240101000000/{page}"))));
    let ran = online(&dataset, &[]);
    assert_eq!(came(&ran), (Vec::new(), "supported".into()), "{}", ran.stdout);
    assert!(ran.stdout.contains("the archived copy holds the quote, but the page itself no longer does"));
}

#[test]
fn a_page_cut_off_says_nothing_of_what_may_follow() {
    let server = Server::new(2, |_, stream| {
        let long = format!("<p>{}</p><p>{QUOTE}</p>", "The drills went on. ".repeat(5_000));
        send(stream, "200 OK", &["Content-Type: text/html"], long.as_bytes());
    });
    let dataset = quoting(&server.url("/report"), None);
    dataset.edit("facts/dataset.toml", "timeout = \"2s\"", "timeout = \"2s\"\nmax_body = \"10KiB\"");
    let ran = online(&dataset, &[]);
    assert_eq!(ran.rules(), Vec::<String>::new());
    assert!(ran.stdout.contains("longer than what is read of it"), "{}", ran.stdout);
}

#[test]
fn a_review_asks_for_the_links_of_new_and_changed_sources_only() {
    let server = Server::new(2, |asked, stream| {
        if asked.path == "/gone" { send(stream, "404 Not Found", &[], b"") } else { page(stream) }
    });
    let of = |path: &str| format!("url = \"{}\"", server.url(path));
    let repo = Repo::around(dataset("timeout = \"2s\"\n", &[("old", of("/old")), ("new", of("/kept"))]));
    repo.commit();
    let sources = repo.files.read("sources/sources.toml");
    repo.files.write("sources/sources.toml", sources.replace("/kept", "/gone"));
    let review = |more: &[&str]| {
        let mut all = vec!["review", "main", "--format", "json", "-A", "unarchived-link"];
        all.extend(more);
        run_in(repo.files.path(), &all)
    };
    let ran = review(&["--allow-private"]);
    assert_eq!(ran.status, 1, "{}{}", ran.stdout, ran.stderr);
    let introduced = &ran.json()["findings"]["introduced"];
    assert_eq!(introduced[0]["rule"], "dead-link", "{introduced}");
    assert_eq!(introduced.as_array().unwrap().len(), 1);
    assert!(server.paths().iter().all(|path| path == "/gone"), "{:?}", server.paths());
    let asked = server.paths().len();
    assert_eq!(review(&["--offline"]).status, 0);
    assert_eq!(server.paths().len(), asked);
}
