//! TLS: what is wrong with a certificate is named; http that https answers the same.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::Arc;

use csto_validate::dataset::load;
use csto_validate::links::Failure;
use csto_validate::links::guard::anywhere;
use csto_validate::run::{Overrides, Run};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::guard::{Names, ask};
use super::server::{page, read};
use super::{dataset, url};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn certificate(
    name: &str,
    authority: Option<&Authority>,
    change: impl FnOnce(&mut CertificateParams),
) -> (CertificateDer<'static>, KeyPair) {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let made = match authority {
        Some(authority) => params.signed_by(&key, authority).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    (made.der().clone(), key)
}

/// A server on 127.0.0.`host` that speaks https, and http too where that is what it hears.
fn serve(host: u8, (certificate, key): (CertificateDer<'static>, KeyPair), both: bool) -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    let config = Arc::new(config);
    let listener = std::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, host], 0))).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || answer(stream, config, both));
        }
    });
    port
}

fn answer(mut stream: TcpStream, config: Arc<ServerConfig>, both: bool) {
    let mut first = [0];
    if stream.peek(&mut first).is_err() {
        return;
    }
    if first != [0x16] {
        if both && read(&mut stream).is_some() {
            page(&mut stream);
        }
        return;
    }
    let mut tls = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    if read(&mut tls).is_some() {
        page(&mut tls);
        tls.conn.send_close_notify();
        let _ = tls.flush();
    }
}

/// A server that says something, whatever it hears, and closes.
fn blurt(host: u8, words: &'static str) -> u16 {
    let listener = std::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, host], 0))).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(words.as_bytes());
        }
    });
    port
}

#[test]
fn certificates_that_do_not_hold() {
    let (trusted, unknown) = (authority("Trusted"), authority("Unknown"));
    let hosts = [
        ("good.example", certificate("good.example", Some(&trusted), |_| {}), None),
        (
            "expired.example",
            certificate("expired.example", Some(&trusted), |params| {
                params.not_after = date_time_ymd(2001, 1, 1);
            }),
            Some(Failure::TlsExpired),
        ),
        (
            "early.example",
            certificate("early.example", Some(&trusted), |params| {
                params.not_before = date_time_ymd(2999, 1, 1);
            }),
            Some(Failure::TlsNotYet),
        ),
        ("wrong.example", certificate("other.example", Some(&trusted), |_| {}), Some(Failure::TlsName)),
        ("self.example", certificate("self.example", None, |_| {}), Some(Failure::TlsSelfSigned)),
        ("unknown.example", certificate("unknown.example", Some(&unknown), |_| {}), Some(Failure::TlsIssuer)),
    ];
    let mut sources = Vec::new();
    let mut expected = Vec::new();
    for (at, (name, certificate, failure)) in (2_u8..).zip(hosts) {
        let port = serve(at, certificate, false);
        sources.push((name.trim_end_matches(".example"), url(&format!("https://{name}:{port}/page"))));
        expected.push((name, at, failure));
    }
    // One that answers in plain text, and one that closes.
    for (at, name, words) in
        [(40, "plain.example", "HTTP/1.1 400 Bad Request\r\n\r\n"), (41, "silent.example", "")]
    {
        let port = blurt(at, words);
        sources.push((name.trim_end_matches(".example"), url(&format!("https://{name}:{port}/"))));
        expected.push((name, at, Some(Failure::Tls)));
    }
    let table: Vec<(&str, u8)> = expected.iter().map(|(name, at, _)| (*name, *at)).collect();
    let names = Names::new(move |name: &str, _| {
        let at = table.iter().find(|(known, _)| *known == name).unwrap().1;
        IpAddr::from([127, 0, 0, at])
    });
    let dataset = dataset("", &sources);
    let root = trusted.der().clone();
    let checked = ask(&dataset, anywhere, names, |settings| settings.roots.push(root));
    let found: Vec<_> = checked.learnt.links.iter().map(|link| link.failure).collect();
    let wanted: Vec<_> = expected.iter().map(|(_, _, failure)| *failure).collect();
    assert_eq!(found, wanted, "{:#?}", checked.learnt.links);
    assert!(checked.learnt.links[0].verdict.is_alive());
}

#[test]
fn http_where_https_answers_the_same() {
    let trusted = authority("Trusted");
    let both = serve(2, certificate("both.example", Some(&trusted), |_| {}), true);
    let plain = super::server::Server::new(3, |_, s| page(s));
    let dataset = dataset(
        "",
        &[
            ("both", url(&format!("http://both.example:{both}/page"))),
            ("plain", url(&format!("http://plain.example:{}/page", plain.address.port()))),
        ],
    );
    let names =
        Names::new(|name: &str, _| IpAddr::from([127, 0, 0, if name == "both.example" { 2 } else { 3 }]));
    let root = trusted.der().clone();
    let checked = ask(&dataset, anywhere, names, |settings| settings.roots.push(root));
    let secure: Vec<bool> = checked.learnt.links.iter().map(|link| link.secure).collect();
    assert_eq!(secure, [true, false], "{:#?}", checked.learnt.links);
    let run = Run::with_links(load(dataset.path()).unwrap(), &Overrides::default(), checked.learnt);
    let fired: Vec<_> = run.findings.iter().map(|reported| reported.finding.rule.name).collect();
    assert_eq!(fired, ["insecure-link", "unarchived-link", "unarchived-link"]);
}
