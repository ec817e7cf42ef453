//! Servers with bad manners, one host for each, and what is said of them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use super::server::{Asked, Server, hang, page, raw, send};
use super::{dataset, online, told, url};
use crate::support::check_json;

const FAST: &str = "timeout = \"1s\"\nbudget = \"3s\"\n";

type Case = (&'static str, &'static str, fn(&Asked, &mut std::net::TcpStream));

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const HTML: &str = "Content-Type: text/html; charset=utf-8";

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn bad_manners_are_named() {
    let cases: &[Case] = &[
        ("alive", "/page", |_, s| page(s)),
        ("head-refused", "/page", |asked, s| {
            if asked.head.starts_with("HEAD") { send(s, "405 Method Not Allowed", &[], b"") } else { page(s) }
        }),
        ("http10", "/page", |_, s| raw(s, b"HTTP/1.0 200 OK\r\n\r\n<title>Old</title>old but fine")),
        ("missing", "/page", |_, s| send(s, "404 Not Found", &[], b"gone")),
        ("gone", "/page", |_, s| send(s, "410 Gone", &[], b"gone")),
        ("forbidden", "/page", |_, s| send(s, "403 Forbidden", &[], b"no")),
        ("legal", "/page", |_, s| send(s, "451 Unavailable For Legal Reasons", &[], b"no")),
        ("linkedin", "/page", |_, s| send(s, "999 Request denied", &[], b"no")),
        ("teapot", "/page", |_, s| send(s, "418 I'm a teapot", &[], b"no")),
        ("challenge", "/page", |_, s| {
            send(s, "503 Service Unavailable", &["cf-mitigated: challenge"], b"no");
        }),
        ("no-content", "/page", |_, s| raw(s, b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
        (
            "once-500",
            "/page",
            |asked, s| {
                if asked.before == 0 { send(s, "500 Oops", &[], b"") } else { page(s) }
            },
        ),
        ("once-408", "/page", |asked, s| {
            if asked.before == 0 { send(s, "408 Request Timeout", &[], b"") } else { page(s) }
        }),
        ("wait-seconds", "/page", |asked, s| {
            if asked.before == 0 {
                send(s, "503 Service Unavailable", &["Retry-After: 1"], b"");
            } else {
                page(s);
            }
        }),
        ("wait-date", "/page", |asked, s| {
            if asked.before == 0 {
                send(s, "429 Too Many Requests", &["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"], b"");
            } else {
                page(s);
            }
        }),
        ("wait-too-long", "/page", |_, s| send(s, "429 Too Many Requests", &["Retry-After: 3600"], b"")),
        ("always-500", "/page", |_, s| send(s, "500 Oops", &[], b"")),
        ("reset-once", "/page", |asked, s| {
            if asked.before > 0 {
                page(s);
            }
        }),
        ("empty-reply", "/page", |_, _| {}),
        ("garbage", "/page", |_, s| raw(s, b"SSH-2.0-OpenSSH_9.6\r\n")),
        ("two-lengths", "/page", |_, s| {
            raw(s, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde");
        }),
        ("same-lengths", "/page", |_, s| {
            raw(
                s,
                b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
            );
        }),
        ("cut-short", "/page", |_, s| {
            raw(s, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<title>Report</title>");
        }),
        ("bad-chunks", "/page", |_, s| {
            raw(s, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nzz\r\n");
        }),
        ("chunks-cut-short", "/page", |_, s| {
            raw(s, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");
        }),
        ("bad-gzip", "/page", |_, s| {
            send(
                s,
                "200 OK",
                &[HTML, "Content-Encoding: gzip"],
                b"this is not gzip at all, whatever it says",
            );
        }),
        ("cut-gzip", "/page", |_, s| {
            let body = gzip("<p>text ".repeat(500).as_bytes());
            send(s, "200 OK", &[HTML, "Content-Encoding: gzip"], &body[..body.len() / 2]);
        }),
        ("good-gzip", "/page", |_, s| {
            send(s, "200 OK", &[HTML, "Content-Encoding: gzip"], &gzip(b"<title>Page not found</title>"));
        }),
        ("slow-head", "/page", |_, s| {
            raw(s, b"HTTP/1.1 200 OK\r\nX-Slow: ");
            hang();
        }),
        ("slow-body", "/page", |_, s| {
            raw(s, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            hang();
        }),
        ("utf8-location", "/page", |asked, s| match &*asked.path {
            "/page" => send(s, "302 Found", &["Location: /страница один"], b""),
            "/%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0%20%D0%BE%D0%B4%D0%B8%D0%BD" => page(s),
            _ => send(s, "404 Not Found", &[], b""),
        }),
        ("moved", "/page", |asked, s| match &*asked.path {
            "/page" => send(s, "301 Moved Permanently", &["Location: /new"], b""),
            _ => page(s),
        }),
        ("moved-then-found", "/page", |asked, s| match &*asked.path {
            "/page" => send(s, "308 Permanent Redirect", &["Location: /new"], b""),
            "/new" => send(s, "302 Found", &["Location: /today"], b""),
            _ => page(s),
        }),
        ("moved-to-nothing", "/page", |asked, s| match &*asked.path {
            "/page" => send(s, "301 Moved Permanently", &["Location: /new"], b""),
            _ => send(s, "404 Not Found", &[], b""),
        }),
        ("loop", "/page", |asked, s| {
            let to = if asked.path == "/page" { "Location: /other" } else { "Location: /page" };
            send(s, "302 Found", &[to], b"");
        }),
        ("endless-redirects", "/0", |asked, s| {
            let number: u32 = asked.path[1..].parse().unwrap();
            send(s, "302 Found", &[&format!("Location: /{}", number + 1)], b"");
        }),
        ("other-scheme", "/page", |_, s| send(s, "302 Found", &["Location: ftp://127.0.0.1/page"], b"")),
        ("no-location", "/page", |_, s| send(s, "302 Found", &[], b"")),
        ("cookie-wall", "/page", |asked, s| {
            if asked.cookie.as_deref().is_some_and(|cookie| cookie.contains("seen=1")) {
                page(s);
            } else {
                send(s, "302 Found", &["Set-Cookie: seen=1; Path=/", "Location: /page"], b"");
            }
        }),
        ("secret-location", "/page", |asked, s| match &*asked.path {
            "/page" => {
                let port = s.local_addr().unwrap();
                send(s, "302 Found", &[&format!("Location: http://user:word@{port}/new")], b"");
            }
            _ if asked.head.to_ascii_lowercase().contains("authorization") => send(s, "500 Leak", &[], b""),
            _ => page(s),
        }),
        ("soft-title", "/page", |_, s| {
            send(s, "200 OK", &[HTML], b"<title>404 Not Found | Site</title><h1>Hm</h1>");
        }),
        ("soft-text", "/page", |_, s| {
            send(
                s,
                "200 OK",
                &[HTML],
                "<title>ТАСС</title><p>К сожалению, запрашиваемая страница не найдена.".as_bytes(),
            );
        }),
        ("parked", "/page", |_, s| {
            send(s, "200 OK", &[HTML], b"<title>x.example</title>This domain is for sale!");
        }),
        ("front-page", "/2011/09/report", |asked, s| match &*asked.path {
            "/" => page(s),
            _ => send(s, "302 Found", &["Location: /"], b""),
        }),
        ("refresh-to-missing", "/page", |asked, s| match &*asked.path {
            "/page" => send(s, "200 OK", &[HTML], b"<meta http-equiv=refresh content='0; url=/gone'>"),
            _ => send(s, "404 Not Found", &[], b""),
        }),
        ("refresh-to-page", "/page", |asked, s| match &*asked.path {
            "/page" => send(s, "200 OK", &[HTML], b"<meta http-equiv=refresh content='0; url=/there'>"),
            _ => page(s),
        }),
        ("reloads", "/page", |_, s| {
            send(s, "200 OK", &[HTML], b"<meta http-equiv=refresh content='5; url=/page'><p>News");
        }),
        ("endless", "/page", |_, s| {
            raw(s, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
            let block = vec![b'a'; 64 << 10];
            while s.write_all(&block).is_ok() {}
        }),
    ];
    let mut sources = Vec::new();
    let mut servers = Vec::new();
    for (at, (name, path, manners)) in cases.iter().enumerate() {
        let server = Server::new(u8::try_from(at + 2).unwrap(), *manners);
        sources.push((*name, url(&server.url(path))));
        servers.push(server);
    }
    sources.push(("reset", url(&Server::resetting(100).url("/page"))));
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    sources.push(("refused", url(&format!("http://{closed}/"))));
    sources.push(("no-such-host", url("http://no-such-host.invalid/")));
    let dataset = dataset(FAST, &sources);
    let ran = online(&dataset, &[]);
    let mut told = told(&ran);
    // Whether `.invalid` is answered or not depends on the machine's name system.
    told = told.replace(
        "the host's name could not be looked up (DNS gave no answer)",
        "there is no host of that name (DNS)",
    );
    insta::assert_snapshot!(told);
    assert_eq!(ran.stderr, "");
    let dead = ran.rules().iter().filter(|rule| *rule == "dead-link").count();
    assert_eq!((dead, ran.status), (3, 1));
    // Nobody is asked by HEAD.
    assert!(servers[0].heads().iter().all(|head| head.starts_with("GET")), "{:?}", servers[0].heads());
}

#[test]
fn a_page_that_says_that_it_is_missing_is_told_in_any_encoding() {
    let page = |encoding: &'static encoding_rs::Encoding, head: &'static str| {
        move |_: &Asked, s: &mut std::net::TcpStream| {
            let (body, ..) = encoding.encode("<title>Страница не найдена</title><p>Вернитесь на главную.");
            send(s, "200 OK", &[head], &body);
        }
    };
    const NO_CHARSET: &str = "Content-Type: text/html";
    let servers = [
        Server::new(2, page(encoding_rs::WINDOWS_1251, NO_CHARSET)),
        Server::new(3, page(encoding_rs::KOI8_R, NO_CHARSET)),
        Server::new(4, page(encoding_rs::UTF_8, NO_CHARSET)),
        Server::new(5, page(encoding_rs::WINDOWS_1251, "Content-Type: text/html; charset=windows-1251")),
        Server::new(6, page(encoding_rs::WINDOWS_1251, HTML)),
    ];
    let names = ["one", "two", "three", "four", "five"];
    let sources: Vec<(&str, String)> =
        names.into_iter().zip(servers.iter().map(|server| url(&server.url("/page")))).collect();
    let told = told(&online(&dataset(FAST, &sources), &[]));
    for name in names {
        let line = told.lines().find(|line| line.starts_with(&format!("{name}: "))).unwrap();
        assert_eq!(
            line,
            format!("{name}: soft-404 | 200 | its title says that there is no page: \"Страница не найдена\"")
        );
    }
}

#[test]
fn one_address_is_asked_once() {
    let server = Server::new(1, |_, s| page(s));
    let address = server.url("/page");
    let dataset = dataset(
        FAST,
        &[
            ("one", url(&address)),
            ("two", url(&format!("{address}#part"))),
            ("three", url(&format!("{address}#other"))),
            ("out", url(&server.url("/excluded/page"))),
        ],
    );
    dataset.edit("facts/dataset.toml", "interval = \"0ms\"", "interval = \"0ms\"\nexclude = ['/excluded/']");
    let ran = online(&dataset, &["-A", "duplicate-source"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert_eq!(server.paths(), ["/page"]);
    assert!(told(&ran).contains("out: skipped | the manifest excludes it"), "{}", told(&ran));
}

#[test]
fn a_slow_host_and_one_that_asks_for_patience_hold_nobody_up() {
    let slow = Server::new(2, |_, s| {
        thread::sleep(Duration::from_millis(300));
        page(s);
    });
    let busy = Server::new(3, |asked, s| {
        if asked.before == 0 { send(s, "429 Too Many Requests", &["Retry-After: 2"], b"") } else { page(s) }
    });
    let begun = Instant::now();
    let fast = Server::new(4, |_, s| page(s));
    let mut sources = Vec::new();
    let names: Vec<String> = (0..60).map(|number| format!("s{number}")).collect();
    for (at, name) in names.iter().enumerate() {
        let address = match at % 3 {
            0 if at < 24 => slow.url(&format!("/{at}")),
            1 if at < 12 => busy.url(&format!("/{at}")),
            _ => fast.url(&format!("/{at}")),
        };
        sources.push((&**name, url(&address)));
    }
    // Fewer places than slow links.
    let dataset = dataset("timeout = \"5s\"\nbudget = \"20s\"\nconcurrency = 5\nper_host = 4\n", &sources);
    let ran = online(&dataset, &[]);
    assert_eq!(ran.status, 0, "{}", told(&ran));
    let json = ran.json();
    assert!(
        json["links"].as_array().unwrap().iter().all(|link| link["verdict"] == "alive"),
        "{}",
        told(&ran)
    );
    assert!(begun.elapsed() < Duration::from_secs(15));
    assert_eq!(fast.paths().len(), 48);
}

#[test]
fn no_network_is_one_finding_and_no_failure() {
    let closed = |host: u8| {
        std::net::TcpListener::bind(std::net::SocketAddr::from(([127, 0, 0, host], 0)))
            .unwrap()
            .local_addr()
            .unwrap()
    };
    let names = ["a", "b", "c", "d"];
    let sources: Vec<(&str, String)> =
        (2..).zip(names).map(|(host, name)| (name, url(&format!("http://{}/", closed(host))))).collect();
    let dataset = dataset("timeout = \"500ms\"\nbudget = \"600ms\"\n", &sources);
    let ran = online(&dataset, &["--record"]);
    assert_eq!((ran.status, ran.rules()), (0, vec!["unverified-link".to_owned()]));
    let json = ran.json();
    assert_eq!(json["findings"][0]["sources"], serde_json::json!(names));
    assert_eq!(json["findings"][0]["level"], "note");
    // A bad day of our own is recorded of nobody.
    assert!(ran.stderr.contains("nothing was recorded"), "{}", ran.stderr);
    assert!(!dataset.path().join("sources/links.lock").exists());
}

#[test]
fn offline_opens_no_socket() {
    let server = Server::new(1, |_, s| page(s));
    let dataset = dataset(FAST, &[("one", url(&server.url("/page")))]);
    let ran = check_json(dataset.path(), &["--allow-private"]);
    assert_eq!((ran.status, server.paths().len()), (0, 0));
    assert!(told(&ran).contains("one: skipped"), "{}", told(&ran));
}

#[test]
fn bodies_are_bounded_and_handed_on_where_they_are_quoted() {
    use csto_validate::dataset::load;
    use csto_validate::links::{Options, Settings, check, guard};
    use std::cell::RefCell;

    // What is small on the wire and large once it is unfolded.
    let bomb = gzip(&vec![b'x'; 8 << 20]);
    assert!(bomb.len() < 20_000);
    let server = Server::new(2, move |asked, s| match &*asked.path {
        "/bomb" => send(s, "200 OK", &["Content-Type: text/plain", "Content-Encoding: gzip"], &bomb),
        "/pdf" => send(s, "200 OK", &["Content-Type: application/pdf"], b"%PDF-1.7 ..."),
        _ => page(s),
    });
    let fields = |path: &str| url(&server.url(path));
    let dataset = dataset(
        "max_body = \"1MiB\"\n",
        &[("bomb", fields("/bomb")), ("pdf", fields("/pdf")), ("page", fields("/page"))],
    );
    dataset.edit(
        "facts/dataset.toml",
        "refs = [\"bomb\", \"pdf\", \"page\"]",
        "refs = [{ ref = \"bomb\", quote = \"4000\" }, { ref = \"page\", quote = \"4,000 troops\" }, \"pdf\"]",
    );
    let loaded = load(dataset.path()).unwrap();
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    let mut settings = Settings::of(&loaded.dataset, jiff::civil::date(2026, 1, 1));
    settings.policy = guard::anywhere;
    let pages = RefCell::new(Vec::new());
    let keep = |page: &csto_validate::links::Fetched<'_>| {
        let kind = page.content_type.map(str::to_owned);
        pages.borrow_mut().push((page.sources[0].0.index(), kind, page.body.len(), page.truncated));
        BTreeMap::new()
    };
    let checked =
        check(&loaded.dataset, &settings, &Options { pages: Some(&keep), ..Options::default() }).unwrap();
    assert!(checked.learnt.links.iter().all(|link| link.verdict.is_alive()), "{:?}", checked.learnt.links);
    let mut pages = pages.into_inner();
    pages.sort();
    let sizes: Vec<(usize, usize, bool)> =
        pages.iter().map(|(id, _, size, cut)| (*id, *size, *cut)).collect();
    assert_eq!(sizes, [(0, 1 << 20, true), (2, 77, false)]);
    assert_eq!(pages[1].1.as_deref(), Some("text/html"));
    // Of a subset, the rest is judged by the ledger.
    let only = |id: csto_validate::dataset::SourceId| id.index() == 1;
    let before = server.paths().len();
    let options = Options { only: Some(&only), ..Options::default() };
    let checked = check(&loaded.dataset, &settings, &options).unwrap();
    let asked: Vec<bool> = checked.learnt.links.iter().map(|link| link.asked).collect();
    assert_eq!(asked, [false, true, false]);
    assert!(server.paths()[before..].iter().all(|path| path == "/pdf"));
}

#[test]
fn a_host_that_has_had_enough_is_left_alone() {
    let busy = Server::new(2, |_, s| send(s, "429 Too Many Requests", &["Retry-After: 3600"], b""));
    let names: Vec<String> = (0..40).map(|number| format!("s{number}")).collect();
    let sources: Vec<(&str, String)> =
        names.iter().map(|name| (&**name, url(&busy.url(&format!("/{name}"))))).collect();
    let dataset = dataset(FAST, &sources);
    let ran = online(&dataset, &["--record"]);
    assert_eq!((ran.status, ran.rules()), (0, vec!["unverified-link".to_owned(); 40]));
    assert!(told(&ran).lines().all(|line| line.contains("blocked")), "{}", told(&ran));
    let asked = busy.paths().len();
    assert!(asked <= 8, "{asked} requests after the first refusal");
    // Nothing is recorded of what was not asked for.
    assert_eq!(dataset.read("sources/links.lock").matches("[link.").count(), asked);
}

#[test]
fn an_accepted_bot_wall_may_open_for_a_day() {
    let server = Server::new(
        2,
        |asked, s| {
            if asked.before == 0 { send(s, "403 Forbidden", &[], b"") } else { page(s) }
        },
    );
    let dataset = dataset(FAST, &[("wall", url(&server.url("/page")))]);
    let accept =
        "[[accept]]\nrule = \"unverified-link\"\nsources = [\"wall\"]\nreason = \"It refuses programs.\"\n";
    dataset.write("sources/accepts.toml", accept);
    let shut = online(&dataset, &[]);
    assert_eq!((shut.rules().len(), shut.json()["counts"]["accepted"].as_u64()), (0, Some(1)));
    assert_eq!(online(&dataset, &[]).rules().len(), 0);
    // A dead link that lives again is another matter.
    dataset.write("sources/accepts.toml", accept.replace("unverified-link", "dead-link"));
    assert_eq!(online(&dataset, &[]).rules(), ["unused-accept"]);
    assert!(check_json(dataset.path(), &[]).rules().is_empty());
}
