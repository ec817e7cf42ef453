//! The guard: private addresses by number, by name, by redirect, and by a second answer.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csto_validate::dataset::load;
use csto_validate::links::guard::{Policy, Resolved, Resolver, public};
use csto_validate::links::{Checked, Failure, Link, Options, Settings, Verdict, check};

use super::server::{Server, page, send};
use super::{dataset, url};
use crate::support::{Dataset, run_in};

/// Answers every name with the addresses of a function of how many questions came before.
pub(crate) struct Names<F>(pub(crate) F, AtomicUsize);

impl<F> Names<F> {
    pub(crate) fn new(answers: F) -> Arc<Self> {
        Arc::new(Self(answers, AtomicUsize::new(0)))
    }
}

impl<F: Fn(&str, usize) -> IpAddr + Send + Sync> Resolver for Names<F> {
    fn resolve(&self, name: &str) -> Resolved {
        let address = self.0(name, self.1.fetch_add(1, Ordering::SeqCst));
        Box::pin(async move { Ok(vec![address]) })
    }
}

/// Asks for the links of a dataset with a policy and a resolver of the test's own.
pub(crate) fn ask(
    dataset: &Dataset,
    policy: Policy,
    resolver: Arc<dyn Resolver>,
    change: impl FnOnce(&mut Settings),
) -> Checked {
    let loaded = load(dataset.path()).unwrap();
    let mut settings = Settings::of(&loaded.dataset, jiff::civil::date(2026, 1, 1));
    (settings.policy, settings.resolver) = (policy, resolver);
    change(&mut settings);
    check(&loaded.dataset, &settings, &Options::default()).unwrap()
}

/// Stands for the public internet, which no test asks: one address of loopback, and no other.
fn only_two(address: IpAddr) -> Option<&'static str> {
    (address != IpAddr::from([127, 0, 0, 2])).then_some("a loopback address")
}

fn blocked(link: &Link) -> bool {
    link.verdict == Verdict::Blocked && link.failure == Some(Failure::Address)
}

#[test]
fn private_addresses_are_not_asked_for() {
    let server = Server::new(1, |_, s| page(s));
    let port = server.address.port();
    let hosts =
        ["127.0.0.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "localhost", "127.1"];
    let names: Vec<String> = (0..hosts.len()).map(|at| format!("s{at}")).collect();
    let sources: Vec<(&str, String)> = names
        .iter()
        .zip(hosts)
        .map(|(name, host)| (&**name, url(&format!("http://{host}:{port}/{name}"))))
        .collect();
    let dataset = dataset("", &sources);
    let ran = run_in(dataset.path(), &["check", "--format", "json"]);
    assert_eq!(ran.rules(), vec!["blocked-address"; hosts.len()], "{}", ran.stdout);
    assert_eq!((ran.status, server.paths().len()), (0, 0));
    // A dataset cannot lift it.
    dataset.edit("facts/dataset.toml", "[links]", "[links]\nallow_private = true");
    let ran = run_in(dataset.path(), &["check", "--format", "json"]);
    assert!(ran.rules().contains(&"unknown-field".to_owned()) && server.paths().is_empty());
}

#[test]
fn a_name_that_leads_to_loopback() {
    let server = Server::new(9, |_, s| page(s));
    let dataset = dataset("", &[("a", url(&format!("http://public.example:{}/", server.address.port())))]);
    let names = Names::new(|_: &str, _| IpAddr::from([127, 0, 0, 9]));
    let checked = ask(&dataset, public, names, |_| {});
    assert!(blocked(&checked.learnt.links[0]), "{:?}", checked.learnt.links);
    assert!(server.paths().is_empty());
}

#[test]
fn a_redirect_into_the_private_network() {
    let inside = Server::new(9, |_, s| page(s));
    let to = format!("Location: {}", inside.url("/secret"));
    let outside = Server::new(2, move |_, s| send(s, "302 Found", &[&to], b""));
    let dataset = dataset("", &[("a", url(&outside.url("/page")))]);
    let names = Names::new(|_: &str, _| IpAddr::from([127, 0, 0, 2]));
    let checked = ask(&dataset, only_two, names, |_| {});
    let link = &checked.learnt.links[0];
    assert!(blocked(link) && link.chain.len() == 2, "{link:?}");
    assert_eq!((outside.paths().len(), inside.paths().len()), (1, 0));
}

#[test]
fn a_second_answer_that_differs_from_the_first() {
    let outside = Server::new(2, |asked, s| {
        if asked.path == "/page" { send(s, "302 Found", &["Location: /next"], b"") } else { page(s) }
    });
    let port = outside.address.port();
    let inside = Server::at(([127, 0, 0, 9], port).into(), |_, s| page(s));
    let dataset = dataset("", &[("a", url(&format!("http://rebinding.example:{port}/page")))]);
    let names = Names::new(|_: &str, before| IpAddr::from([127, 0, 0, if before == 0 { 2 } else { 9 }]));
    let checked = ask(&dataset, only_two, names, |_| {});
    assert!(blocked(&checked.learnt.links[0]), "{:?}", checked.learnt.links);
    assert_eq!((outside.paths(), inside.paths().len()), (vec!["/page".to_owned()], 0));
}
