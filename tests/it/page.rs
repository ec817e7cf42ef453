//! The HTML report in a real browser: quiet, usable by everybody, at every width and in both
//! colour schemes.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browser::Browser;
use crate::support::{case, csto, run_in};

/// The page of a dataset, in a file that goes with the directory.
fn page(dataset: &Path) -> (TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("report.html");
    let ran = run_in(dataset, &["report", "--offline", "--output", file.to_str().unwrap()]);
    assert_eq!((ran.status, &*ran.stdout, &*ran.stderr), (0, "", ""));
    (dir, file)
}

fn all_pages() -> Vec<(TempDir, std::path::PathBuf)> {
    let cases = ["report-contradictions", "report-hostile", "report-empty"].map(case);
    std::iter::once(csto()).chain(cases).map(|dataset| page(&dataset)).collect()
}

#[test]
fn pages_are_quiet_and_accessible_at_every_width_in_both_schemes() {
    let Some(mut browser) = Browser::start() else { return };
    for (_dir, file) in all_pages() {
        for (width, scheme) in [(360, "light"), (800, "dark"), (1400, "light"), (360, "dark")] {
            browser.open(&file, width, scheme);
            let complaints = browser.eval(include_str!("page_checks.js"));
            assert_eq!(complaints, json!([]), "{} at {width} px, {scheme}", file.display());
            assert_eq!(browser.complaints(), Vec::<&Value>::new());
            assert_eq!(browser.requests(), Vec::<&str>::new());
        }
        named_parts(&mut browser);
    }
}

#[test]
fn the_checks_see_what_they_look_for() {
    let Some(mut browser) = Browser::start() else { return };
    let (_dir, file) = page(&case("report-contradictions"));
    browser.open(&file, 360, "light");
    let spoil = r##"
        document.querySelector(".counts").style.color = "#bbb";
        document.querySelector("h1").style.width = "900px";
        document.querySelector("h2").outerHTML = "<h4>too deep</h4>";
        document.querySelector("main").insertAdjacentHTML("beforeend", "<a href='javascript:1' id='main'>x</a>");"##;
    browser.eval(spoil);
    let complaints = browser.eval(include_str!("page_checks.js")).to_string();
    for expected in
        ["contrast 1.", "sideways", "skips a level", "a link to javascript:1", "the id main stands twice"]
    {
        assert!(complaints.contains(expected), "{expected}: {complaints}");
    }
    // What the policy forbids is heard of: this script did not come with the page.
    browser.eval(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))",
    );
    assert_eq!(browser.eval("window.ran === undefined"), true);
    browser.eval("new Promise((done) => setTimeout(done, 50))");
    assert_eq!(browser.complaints().len(), 1, "{:?}", browser.complaints());
}

/// What the browser tells a screen reader: each landmark once, and a name for all that acts or shows.
fn named_parts(browser: &mut Browser) {
    let tree = browser.call("Accessibility.getFullAXTree", &json!({}));
    let nodes: Vec<(&str, &str)> = tree["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| node["ignored"] != true)
        .map(|node| {
            let text = |part: &str| node[part]["value"].as_str().unwrap_or_default();
            (text("role"), text("name"))
        })
        .collect();
    for landmark in ["banner", "main", "contentinfo", "navigation"] {
        let found = nodes.iter().filter(|(role, _)| *role == landmark).count();
        assert_eq!(found, 1, "{landmark}");
    }
    for (role, name) in &nodes {
        let needs_name =
            ["link", "button", "image", "searchbox", "combobox", "heading", "navigation", "region", "search"];
        assert!(!needs_name.contains(role) || !name.trim().is_empty(), "a {role} without a name");
    }
}

#[test]
fn claims_are_filtered_by_text_entity_rule_and_evidence() {
    let Some(mut browser) = Browser::start() else { return };
    let (_dir, file) = page(&case("report-contradictions"));
    browser.open(&file, 1400, "light");
    let mut shown = |actions: &str| {
        browser.eval(&format!(
            r#"(async () => {{
                const set = (id, value) => {{
                    const field = document.getElementById(id);
                    field.value = value;
                    field.dispatchEvent(new Event("input", {{ bubbles: true }}));
                }};
                const reset = async () => {{
                    document.querySelector('#filter button').click();
                    await new Promise((done) => setTimeout(done, 20));
                }};
                {actions}
                const visible = [...document.querySelectorAll(".claim")].filter((claim) => claim.checkVisibility());
                return [document.getElementById("f-count").textContent, ...visible.slice(0, 4).map((claim) => claim.id)];
            }})()"#
        ))
    };
    assert_eq!(shown("")[0], "23 claims");
    assert_eq!(shown(r#"set("f-text", "DELOS seat");"#), json!(["1 claim", "claim-league-seat-delos"]));
    assert_eq!(shown(r#"set("f-text", "nothing of the kind");"#), json!(["0 claims"]));
    assert_eq!(shown("await reset();")[0], "23 claims");
    assert_eq!(
        shown(r#"set("f-entity", "naxos");"#),
        json!(["2 claims", "claim-naxos-joined", "claim-naxos-left"])
    );
    assert_eq!(shown(r#"set("f-rule", "count-mismatch");"#), json!(["1 claim", "claim-naxos-left"]));
    assert_eq!(
        shown(r#"await reset(); set("f-rule", "count-mismatch");"#),
        // The count, and the move that decides it.
        json!(["2 claims", "claim-league-members", "claim-naxos-left"])
    );
    assert_eq!(
        shown(r#"await reset(); set("f-evidence", "no-reference");"#),
        json!(["1 claim", "claim-eurymedon-ships"])
    );
    // A link to a claim that is filtered away shows it.
    let hash = r##"location.hash = "#claim-naxos-left"; await new Promise((done) => setTimeout(done, 50));"##;
    assert_eq!(shown(hash)[0], "23 claims");
    // The first stop of the keyboard skips what comes before the report.
    browser.open(&file, 1400, "light");
    for kind in ["keyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
        browser.call("Input.dispatchKeyEvent", &key);
    }
    assert_eq!(browser.eval("document.activeElement.textContent"), "Skip to the report");
    assert_eq!(browser.complaints(), Vec::<&Value>::new());
}

#[test]
fn without_scripts_all_is_there_but_the_filter() {
    let Some(mut browser) = Browser::start() else { return };
    let (_dir, file) = page(&case("report-contradictions"));
    browser.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    browser.open(&file, 800, "light");
    let seen = browser.eval(
        r#"[document.querySelectorAll(".claim").length,
            [...document.querySelectorAll(".claim")].every((claim) => claim.checkVisibility()),
            document.getElementById("filter").checkVisibility()]"#,
    );
    assert_eq!(seen, json!([23, true, false]));
    assert_eq!(browser.complaints(), Vec::<&Value>::new());
}
