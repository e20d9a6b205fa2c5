//! A real browser: headless Chromium driven through chromedriver, with an empty profile, an exact
//! window, one of the two themes, and scripts on or off. It reaches this machine only, which it also knows
//! as `guichet.test`: to a browser that is another machine, without the trust that it has in loopback.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::environment;

/// What the person's system asks for; a page may still be told otherwise by its own cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As most people browse.
    On,
    /// As every task must still work.
    Off,
}

/// A running browser with one window; dropping it ends every process of it.
pub struct Browser {
    client: Client,
    driver: Driver,
}

impl Browser {
    /// Opens a browser. None when this machine has none: the test is then skipped, except under
    /// `CI=true`, where a missing part is a failure.
    pub async fn open(theme: Theme, scripts: Scripts) -> Option<Self> {
        let programs = (program("chromium"), program("chromedriver"));
        let (Some(chromium), Some(chromedriver)) = programs else {
            environment::skip(
                "the tests in a browser",
                "chromium or chromedriver is not installed",
            );
            return None;
        };
        let driver = Driver::start(&chromedriver);
        let capabilities = capabilities(&chromium, driver.profile.path(), scripts);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.url)
            .await
            .expect("a browser session");
        let browser = Self { client, driver };
        let scheme = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let preference = json!({ "name": "prefers-color-scheme", "value": scheme });
        browser
            .tell(
                "Emulation.setEmulatedMedia",
                json!({ "features": [preference] }),
            )
            .await;
        Some(browser)
    }

    /// The driver's own client: find, click, type, run a script.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Makes the window exactly this many CSS pixels, narrower than a real window could be.
    pub async fn resize(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Gives the browser a cookie for the site of this address, before any page of it is opened.
    pub async fn set_cookie(&self, url: &str, name: &str, value: &str) {
        let cookie = json!({ "url": url, "name": name, "value": value });
        let answer = self.tell("Network.setCookie", cookie).await;
        assert_eq!(
            answer["success"], true,
            "the browser takes the cookie {name}"
        );
    }

    /// Opens a page and waits until it has loaded.
    pub async fn goto(&self, url: &str) {
        self.client
            .goto(url)
            .await
            .unwrap_or_else(|error| panic!("{url} does not open: {error}"));
    }

    /// A PNG of what the window shows.
    pub async fn picture(&self) -> Vec<u8> {
        self.capture(json!({ "format": "png" })).await
    }

    /// A PNG of the whole page, however long.
    pub async fn whole_picture(&self) -> Vec<u8> {
        self.capture(json!({ "format": "png", "captureBeyondViewport": true }))
            .await
    }

    /// Ends the session politely. Dropping ends it too, less politely.
    pub async fn close(self) {
        let Self { client, driver } = self;
        client.close().await.expect("the session ends");
        drop(driver);
    }

    async fn capture(&self, mut options: Value) -> Vec<u8> {
        if options.get("captureBeyondViewport").is_some() {
            let metrics = self.tell("Page.getLayoutMetrics", json!({})).await;
            let size = &metrics["cssContentSize"];
            options["clip"] = json!({
                "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1,
            });
        }
        let answer = self.tell("Page.captureScreenshot", options).await;
        let data = answer["data"].as_str().expect("a picture");
        BASE64.decode(data).expect("a picture in base64")
    }

    /// Sends a command of the browser's own protocol, beyond what WebDriver can say.
    async fn tell(&self, command: &'static str, parameters: Value) -> Value {
        let answer = self
            .client
            .issue_cmd(ProtocolCommand {
                command,
                parameters,
            })
            .await;
        answer.unwrap_or_else(|error| panic!("the browser refuses {command}: {error}"))
    }
}

/// One picture of one page, scripts off: opens a browser, gives it the cookies, and closes it.
/// None when there is no browser and that is allowed.
pub async fn screenshot(
    url: &str,
    (width, height): (u32, u32),
    theme: Theme,
    cookies: &BTreeMap<&str, &str>,
) -> Option<Vec<u8>> {
    let browser = Browser::open(theme, Scripts::Off).await?;
    browser.resize(width, height).await;
    for (name, value) in cookies {
        browser.set_cookie(url, name, value).await;
    }
    browser.goto(url).await;
    let picture = browser.picture().await;
    browser.close().await;
    Some(picture)
}

/// A chromedriver of our own, on a port that it chose, in a process group that ends with it.
struct Driver {
    process: Child,
    url: String,
    profile: TempDir,
}

impl Driver {
    fn start(chromedriver: &Path) -> Self {
        let profile = tempfile::tempdir().expect("a directory for the profile");
        let mut process = Command::new(chromedriver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver runs");
        let output = process.stdout.take().expect("a piped output");
        let port = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| started_on(&line))
            .expect("chromedriver says on which port it listens");
        Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
            profile,
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The group is the driver and the browser it started, and nothing else.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
    }
}

/// Reads `ChromeDriver was started successfully on port 12345.`
fn started_on(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

fn program(name: &str) -> Option<PathBuf> {
    let search_path = environment::variable("PATH")?;
    std::env::split_paths(&search_path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

fn capabilities(
    chromium: &Path,
    profile: &Path,
    scripts: Scripts,
) -> serde_json::Map<String, Value> {
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-extensions",
        "--disable-quic",
        "--disable-sync",
        "--hide-scrollbars",
        "--mute-audio",
        "--no-default-browser-check",
        "--no-first-run",
        "--no-proxy-server",
        "--host-resolver-rules=MAP guichet.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ];
    let mut arguments: Vec<_> = arguments.map(str::to_owned).into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    // 1 allows, 2 blocks.
    let javascript = match scripts {
        Scripts::On => 1,
        Scripts::Off => 2,
    };
    let options = json!({
        "binary": chromium,
        "args": arguments,
        "prefs": { "profile.managed_default_content_settings.javascript": javascript },
    });
    serde_json::Map::from_iter([("goog:chromeOptions".to_owned(), options)])
}

/// One command of the browser's own protocol, carried by chromedriver.
#[derive(Debug)]
struct ProtocolCommand {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for ProtocolCommand {
    fn endpoint(&self, base_url: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base_url.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

#[cfg(test)]
mod tests;
