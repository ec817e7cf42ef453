//! What rules about links say of what a run learnt.

use std::path::PathBuf;

use crate::dataset::SourceId;
use crate::dataset::load::{RawFile, from_files};
use crate::finding::Level;
use crate::links::{Failure, Field, Hop, Learnt, Link, Verdict};
use crate::rules::links::reason;
use crate::run::{Overrides, Run};

fn link(source: u32, field: Field, verdict: Verdict) -> Link {
    let url = match field {
        Field::Url => format!("https://example.org/{source}"),
        Field::Archive => format!("https://web.archive.org/web/2015/https://example.org/{source}"),
    };
    Link::new(SourceId(source), field, url, verdict)
}

fn silent(source: u32) -> Link {
    Link {
        asked: true,
        failure: Some(Failure::Network),
        reason: Some("there is no way to the host".into()),
        ..link(source, Field::Url, Verdict::Unreachable)
    }
}

/// Two sources with a copy each, and what is learnt of their links.
fn run(links: Vec<Link>) -> Run {
    let mut text = "format = 1\ndataset = { id = \"x\", title = \"X\", as_of = \"2024\" }\nrules = { unused-source = \"off\" }\n".to_owned();
    for source in 0..2 {
        text += &format!(
            "\n[[source]]\nid = \"s{source}\"\ntitle = \"Title\"\nurl = \"https://example.org/{source}\"\narchive = \"https://web.archive.org/web/2015/https://example.org/{source}\"\n"
        );
    }
    let file = RawFile { path: "facts/dataset.toml".into(), content: Ok(text.into_bytes()) };
    let loaded = from_files(PathBuf::new(), vec![file]).unwrap();
    Run::with_links(loaded, &Overrides::default(), Learnt { links, findings: Vec::new() })
}

/// Rule, level and message of every finding.
fn told(links: Vec<Link>) -> Vec<(&'static str, Level, String)> {
    run(links)
        .findings
        .into_iter()
        .map(|reported| (reported.finding.rule.name, reported.level, reported.finding.message.to_string()))
        .collect()
}

#[test]
fn the_way_is_told_as_far_as_a_reader_follows() {
    let of = |hops: usize| {
        let mut link = link(0, Field::Url, Verdict::Dead);
        link.reason = Some("gone".into());
        link.chain =
            (1..=hops).map(|at| Hop { url: format!("u{at}"), status: (at < hops).then_some(301) }).collect();
        reason(&link)
    };
    assert_eq!(of(0), "gone");
    assert_eq!(of(1), "gone");
    assert_eq!(of(2), "gone; the way: u1 (301) → u2");
    assert_eq!(of(4), "gone; the way: u1 (301) → u2 (301) → u3 (301) → u4");
    assert_eq!(of(5), "gone; the way: u1 (301) → u2 (301) → u3 (301) → u4 (301) → 1 more");
    assert_eq!(of(7), "gone; the way: u1 (301) → u2 (301) → u3 (301) → u4 (301) → 3 more");
    assert_eq!(reason(&link(0, Field::Url, Verdict::Dead)), "nothing more is known");
}

/// A dead link weighs less where its own copy is alive.
#[test]
fn only_its_own_living_copy_stands_in_for_a_page() {
    let level = |copies: &[(u32, Verdict)]| {
        let mut links = vec![link(0, Field::Url, Verdict::Dead), link(1, Field::Url, Verdict::Alive)];
        links.extend(copies.iter().map(|(source, verdict)| link(*source, Field::Archive, *verdict)));
        let told = told(links);
        told.into_iter().find(|(rule, ..)| *rule == "dead-link").map(|(_, level, _)| level)
    };
    assert_eq!(level(&[]), Some(Level::Error));
    assert_eq!(level(&[(0, Verdict::Alive), (1, Verdict::Alive)]), Some(Level::Warning));
    assert_eq!(level(&[(0, Verdict::Unreachable), (1, Verdict::Alive)]), Some(Level::Error));
    assert_eq!(level(&[(1, Verdict::Alive)]), Some(Level::Error));
}

/// Where nothing answers, it is the network; where anything does, each link is told of.
#[test]
fn silence_is_one_finding() {
    let rules = |links: Vec<Link>| told(links).into_iter().map(|(rule, ..)| rule).collect::<Vec<_>>();
    let both = told(vec![silent(0), silent(1)]);
    assert_eq!(both.len(), 1, "{both:?}");
    assert!(both[0].2.starts_with("none of the 2 links could be reached"), "{both:?}");
    // One address that is silent may well be gone itself.
    assert!(told(vec![silent(0)])[0].2.starts_with("the link of source"));
    let twice = told(vec![silent(0), silent(0)]);
    assert!(twice.iter().all(|(.., message)| message.starts_with("the link of source")), "{twice:?}");
    let alive = Link { asked: true, ..link(1, Field::Url, Verdict::Alive) };
    assert_eq!(rules(vec![silent(0), alive]), ["unverified-link"]);
    // What was not asked for, or must not be, says nothing of the network.
    let recorded = link(1, Field::Url, Verdict::Alive);
    assert!(told(vec![silent(0), recorded])[0].2.starts_with("the link of source"));
    let refused = Link { failure: Some(Failure::Address), verdict: Verdict::Blocked, ..silent(1) };
    assert_eq!(rules(vec![silent(0), refused]), ["unverified-link", "blocked-address"]);
}

/// Advice offers the copy of the page itself.
#[test]
fn a_dead_copy_is_replaced_by_one_of_the_same_page() {
    let help = |suggesting: Link| {
        let links = vec![
            link(0, Field::Archive, Verdict::Dead),
            Link { suggestion: Some("https://web.archive.org/web/2016/x".into()), ..suggesting },
        ];
        let finding = run(links).findings.remove(0).finding;
        assert_eq!(finding.rule.name, "dead-archive");
        finding.help.unwrap().to_string()
    };
    assert!(help(link(0, Field::Url, Verdict::Alive)).contains("web/2016/x"));
    assert!(!help(link(1, Field::Url, Verdict::Alive)).contains("web/2016/x"));
    assert!(!help(link(0, Field::Archive, Verdict::Dead)).contains("web/2016/x"));
}
