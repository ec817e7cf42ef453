//! Links as users meet them: servers with bad manners, the ledger, archives, the network.

mod guard;
mod manners;
mod pdf;
mod quotes;
mod recorded;
pub(crate) mod server;
mod tls;

use serde_json::Value;

use crate::support::{Dataset, Ran, run_in};

/// A dataset of sources with one address each, named by their ids; they are cited by one claim.
pub(crate) fn dataset(settings: &str, sources: &[(&str, String)]) -> Dataset {
    let dataset = Dataset::new(&[]);
    let refs: Vec<String> = sources.iter().map(|(id, _)| format!("\"{id}\"")).collect();
    dataset.write(
        "facts/dataset.toml",
        format!(
            "format = 1\n\n[dataset]\nid = \"test\"\ntitle = \"Test\"\nas_of = \"2024\"\n\n\
             [links]\ninterval = \"0ms\"\n{settings}\n\
             [entity.a]\nkind = \"exercise\"\n\n[property.troops]\ntype = \"quantity\"\n\n\
             [[claim]]\nid = \"a-troops\"\nsubject = \"a\"\nproperty = \"troops\"\nvalue = 4000\nrefs = [{}]\n",
            refs.join(", ")
        ),
    );
    let mut text = String::new();
    for (id, fields) in sources {
        text.push_str(&format!("[[source]]\nid = \"{id}\"\ntitle = \"{id}\"\n{fields}\n\n"));
    }
    dataset.write("sources/sources.toml", text);
    dataset
}

/// The field of a source with an address.
pub(crate) fn url(url: &str) -> String {
    format!("url = \"{url}\"")
}

/// `check` online, with private addresses allowed, in JSON.
pub(crate) fn online(dataset: &Dataset, arguments: &[&str]) -> Ran {
    let mut all = vec!["check", "--allow-private", "--format", "json", "-A", "unarchived-link"];
    all.extend(arguments);
    run_in(dataset.path(), &all)
}

/// A line for each link: id, verdict, status, reason, chain; ports taken out.
pub(crate) fn told(ran: &Ran) -> String {
    let json = ran.json();
    let mut out = String::new();
    for link in json["links"].as_array().unwrap() {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut line = format!("{}: {}", text(&link["source"]), text(&link["verdict"]));
        for field in ["status", "final_url", "reason"] {
            if !link[field].is_null() {
                line.push_str(&format!(" | {}", text(&link[field])));
            }
        }
        let chain = link["chain"].as_array().unwrap();
        if chain.len() > 1 {
            let hops: Vec<String> =
                chain.iter().map(|hop| format!("{} {}", text(&hop["url"]), hop["status"])).collect();
            line.push_str(&format!(" | {}", hops.join(", ")));
        }
        out.push_str(&line);
        out.push('\n');
    }
    without_ports(&out)
}

/// Addresses without their ports, which differ from run to run.
pub(crate) fn without_ports(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("127.0.0.") {
        let end = rest[at + 8..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| at + 8 + end);
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        if let Some(port) = rest.strip_prefix(':') {
            rest = port.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    out.push_str(rest);
    out
}
