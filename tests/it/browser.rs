//! Drives headless Chromium over its DevTools pipe: enough to open a page, ask it things, and hear
//! what it complains of. Where there is no Chromium, tests of pages are skipped and say so.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// What the shell runs: the browser reads commands from file descriptor 3 and answers on 4.
const START: &str = r#"exec "$0" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
--remote-debugging-pipe --user-data-dir="$1" about:blank 3<&0 4>&1 1>/dev/null 2>/dev/null"#;

/// A running browser with one page.
pub(crate) struct Browser {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    session: String,
    calls: u64,
    /// What happened, as the browser tells it.
    pub(crate) events: Vec<Value>,
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium; `None` where there is none.
    pub(crate) fn start() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let path = std::env::var_os("PATH")?;
        let found = std::env::split_paths(&path)
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|file| file.is_file());
        let Some(found) = found else {
            let _ = writeln!(std::io::stderr(), "skipped: there is no Chromium here");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut child = Command::new("sh")
            .args(["-c", START])
            .arg(found)
            .arg(profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut browser = Self {
            child,
            input,
            output,
            session: String::new(),
            calls: 0,
            events: Vec::new(),
            _profile: profile,
        };
        let targets = browser.call("Target.getTargets", &json!({}));
        let targets = targets["targetInfos"].as_array().unwrap();
        let page = targets.iter().find(|target| target["type"] == "page").unwrap();
        let attach = json!({ "targetId": page["targetId"], "flatten": true });
        let session = browser.call("Target.attachToTarget", &attach);
        browser.session = session["sessionId"].as_str().unwrap().to_owned();
        for room in ["Page", "Runtime", "Log", "Network", "Accessibility"] {
            browser.call(&format!("{room}.enable"), &json!({}));
        }
        Some(browser)
    }

    fn read(&mut self) -> Value {
        let mut message = Vec::new();
        self.output.read_until(0, &mut message).unwrap();
        assert_eq!(message.pop(), Some(0), "the browser ended");
        serde_json::from_slice(&message).unwrap()
    }

    /// Sends a command and waits for its answer.
    pub(crate) fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.calls += 1;
        let mut message = json!({ "id": self.calls, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let input = self.input.as_mut().unwrap();
        input.write_all(message.to_string().as_bytes()).unwrap();
        input.write_all(&[0]).unwrap();
        input.flush().unwrap();
        loop {
            let mut answer = self.read();
            if answer["id"] == self.calls {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].take();
            }
            self.events.push(answer);
        }
    }

    /// Opens a file in a window of this size and colour scheme, and waits until it is loaded. What
    /// happened before is forgotten.
    pub(crate) fn open(&mut self, file: &Path, width: u32, scheme: &str) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500 }),
        );
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.call("Emulation.setEmulatedMedia", &json!({ "features": [feature] }));
        self.go("about:blank");
        self.events.clear();
        self.go(&format!("file://{}", file.display()));
    }

    fn go(&mut self, address: &str) {
        self.call("Page.navigate", &json!({ "url": address }));
        let there = format!("location.href === {address:?} && document.readyState === 'complete'");
        for _ in 0..2_000 {
            if self.eval(&there) == true {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        panic!("{address} does not load");
    }

    /// The value of an expression in the page.
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", &parameters);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// Everything that the page wrote to its console, and every complaint about it.
    pub(crate) fn complaints(&self) -> Vec<&Value> {
        let kinds = ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"];
        self.events.iter().filter(|event| kinds.iter().any(|kind| event["method"] == *kind)).collect()
    }

    /// The addresses that the page asked for, itself left out.
    pub(crate) fn requests(&self) -> Vec<&str> {
        let sent = self.events.iter().filter(|event| event["method"] == "Network.requestWillBeSent");
        sent.filter(|event| event["params"]["type"] != "Document")
            .map(|event| event["params"]["request"]["url"].as_str().unwrap())
            .filter(|url| *url != "data:,")
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium ends when its pipe is closed; what does not is ended.
        drop(self.input.take());
        let ended = (0..50).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            matches!(self.child.try_wait(), Ok(Some(_)))
        });
        if !ended {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
