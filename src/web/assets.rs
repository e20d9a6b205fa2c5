//! Style sheets, icons, the favicon and the one module: embedded, joined, minified and fingerprinted once at start,
//! then served from memory with a year of caching, because their address changes with their content.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::LazyLock;

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, HeaderValue, VARY,
};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "src/web/assets/"]
struct Sources;

/// Fingerprinted addresses of the files that pages name.
#[derive(Debug)]
pub struct Files {
    /// Style sheet of the queue, the preview and cases.
    pub workspace: String,
    /// Style sheet of the board and other figures.
    pub figures: String,
    /// Style sheet of figures with forms.
    pub settings: String,
    /// Style sheet of the partner's pages.
    pub portal: String,
    /// The sprite; a symbol is named after `#`.
    pub icons: String,
    /// The module that keeps a page of figures fresh.
    pub live: String,
    /// The mark in the browser's tab.
    pub favicon: String,
}

/// The addresses, the same for the life of the process.
pub fn files() -> &'static Files {
    &SERVED.files
}

/// Answers `/assets/{name}`: the file with its fingerprint, or 404.
pub async fn serve(request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let Some(asset) = SERVED.assets.iter().find(|asset| asset.name == *name) else {
        return HttpResponse::NotFound().finish();
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(asset.content_type)
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((VARY, "accept-encoding"));
    match &asset.gzip {
        Some(gzip) if takes_gzip(&request) => response
            .insert_header((CONTENT_ENCODING, "gzip"))
            .body(gzip.clone()),
        Some(_) | None => response.body(asset.body.clone()),
    }
}

/// Every served file with its name, for tests that leave pages to be looked at.
#[cfg(test)]
pub fn each() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    SERVED
        .assets
        .iter()
        .map(|asset| (asset.name.as_str(), asset.body.as_ref()))
}

struct Served {
    files: Files,
    assets: Vec<Asset>,
}

struct Asset {
    name: String,
    content_type: &'static str,
    body: Bytes,
    gzip: Option<Bytes>,
}

static SERVED: LazyLock<Served> = LazyLock::new(|| {
    let css = "text/css; charset=utf-8";
    let svg = "image/svg+xml";
    let js = "text/javascript; charset=utf-8";
    let workspace = sheet(&[
        "tokens.css",
        "forms.css",
        "thread.css",
        "shell.css",
        "desk.css",
    ]);
    let figures = sheet(&["tokens.css", "shell.css", "figures.css"]);
    let settings = sheet(&["tokens.css", "forms.css", "shell.css", "figures.css"]);
    let portal = sheet(&["tokens.css", "forms.css", "thread.css", "portal.css"]);
    let assets = vec![
        asset("workspace", "css", css, workspace.into_bytes()),
        asset("figures", "css", css, figures.into_bytes()),
        asset("settings", "css", css, settings.into_bytes()),
        asset("portal", "css", css, portal.into_bytes()),
        asset("icons", "svg", svg, source("icons.svg").into_bytes()),
        asset("favicon", "svg", svg, source("favicon.svg").into_bytes()),
        asset("live", "js", js, source("live.js").into_bytes()),
    ];
    let address = |stem: &str| {
        assets
            .iter()
            .find(|asset| asset.name.starts_with(stem))
            .map_or_else(String::new, |asset| format!("/assets/{}", asset.name))
    };
    let files = Files {
        workspace: address("workspace-"),
        figures: address("figures-"),
        settings: address("settings-"),
        portal: address("portal-"),
        icons: address("icons-"),
        live: address("live-"),
        favicon: address("favicon-"),
    };
    Served { files, assets }
});

fn asset(stem: &str, extension: &str, content_type: &'static str, body: Vec<u8>) -> Asset {
    let mut fingerprint = String::with_capacity(8);
    for byte in Sha256::digest(&body).iter().take(4) {
        // Writing to a string cannot fail.
        let _ = write!(fingerprint, "{byte:02x}");
    }
    let name = format!("{stem}-{fingerprint}.{extension}");
    let gzip = compress(&body)
        .filter(|packed| packed.len() < body.len())
        .map(Bytes::from);
    Asset {
        name,
        content_type,
        body: Bytes::from(body),
        gzip,
    }
}

fn compress(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

fn takes_gzip(request: &HttpRequest) -> bool {
    request
        .headers()
        .get(ACCEPT_ENCODING)
        .map(HeaderValue::to_str)
        .and_then(Result::ok)
        .is_some_and(|accepted| {
            accepted.split(',').any(|coding| {
                let mut parts = coding.split(';').map(str::trim);
                let named = parts
                    .next()
                    .is_some_and(|name| name == "gzip" || name == "*");
                named && !parts.any(|weight| weight == "q=0")
            })
        })
}

fn sheet(names: &[&str]) -> String {
    minified(&names.iter().map(|name| source(name)).collect::<String>())
}

fn source(name: &str) -> String {
    Sources::get(name)
        .map(|file| String::from_utf8_lossy(&file.data).into_owned())
        .unwrap_or_default()
}

/// Takes out comments and the white space that means nothing. Our sheets only: it knows quoted strings,
/// and leaves every blank that could be a descendant combinator or part of a sum.
fn minified(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if next == '"' {
            let quoted = rest.get(1..).unwrap_or("");
            let end = quoted.find('"').map_or(rest.len(), |at| at + 2);
            let (string, after) = rest.split_at(end);
            out.push_str(string);
            rest = after;
        } else if next.is_whitespace() {
            rest = rest.trim_start();
            let before = out.chars().next_back();
            let glued = before.is_none_or(|c| "{};,:>".contains(c))
                || rest.starts_with(['{', '}', ';', ',', '>']);
            if !glued {
                out.push(' ');
            }
        } else {
            if next == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(next);
            rest = rest.split_at(next.len_utf8()).1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ux.md §10: what one area may weigh.
    const MOST_BYTES: usize = 30 * 1024;
    const MOST_GZIPPED: usize = 9 * 1024;

    #[test]
    fn each_area_keeps_its_budget() {
        for stem in ["workspace-", "figures-", "portal-"] {
            let sheet = SERVED
                .assets
                .iter()
                .find(|asset| asset.name.starts_with(stem))
                .unwrap();
            let gzip = sheet.gzip.as_ref().unwrap();
            assert!(
                sheet.body.len() <= MOST_BYTES,
                "{stem} weighs {} bytes",
                sheet.body.len()
            );
            assert!(
                gzip.len() <= MOST_GZIPPED,
                "{stem} weighs {} bytes gzipped",
                gzip.len()
            );
        }
    }

    /// What all modules together may weigh.
    const MOST_SCRIPT: usize = 4 * 1024;

    #[test]
    fn the_modules_keep_their_budget() {
        let scripts = SERVED
            .assets
            .iter()
            .filter(|asset| asset.content_type.starts_with("text/javascript"));
        let bytes: usize = scripts.map(|asset| asset.body.len()).sum();
        assert!((1..=MOST_SCRIPT).contains(&bytes), "{bytes} bytes");
    }

    #[test]
    fn minifying_keeps_meaning() {
        let css = "/* said */\na > b :is(c, d) {\n  width: calc(1rem + 2px);\n  content: \"a  ;  b\";\n}\n";
        assert_eq!(
            minified(css),
            "a>b :is(c,d){width:calc(1rem + 2px);content:\"a  ;  b\"}"
        );
    }

    #[test]
    fn addresses_change_with_content() {
        let one = asset("x", "css", "text/css", b"a{}".to_vec());
        let other = asset("x", "css", "text/css", b"b{}".to_vec());
        assert_ne!(one.name, other.name);
        assert!(files().workspace.starts_with("/assets/workspace-"));
        assert!(files().icons.starts_with("/assets/icons-"));
    }

    #[test]
    fn every_colour_can_be_read_in_both_themes() {
        let css = source("tokens.css");
        let pairs: &[(&str, &[&str], f64)] = &[
            (
                "ink",
                &["paper", "surface", "sunken", "hover", "selected"],
                4.5,
            ),
            (
                "ink-2",
                &["paper", "surface", "sunken", "hover", "selected"],
                4.5,
            ),
            (
                "ink-3",
                &["paper", "surface", "sunken", "hover", "selected", "note"],
                4.5,
            ),
            (
                "accent",
                &["paper", "surface", "sunken", "hover", "selected", "tint"],
                4.5,
            ),
            ("red", &["surface", "red-tint"], 4.5),
            ("amber", &["surface", "amber-tint"], 4.5),
            ("green", &["surface", "green-tint"], 4.5),
            ("on-solid", &["solid", "solid-2"], 4.5),
            ("field", &["paper", "surface"], 3.0),
            ("red-solid", &["surface", "red-tint"], 3.0),
            ("amber-solid", &["surface", "amber-tint"], 3.0),
            ("green-solid", &["surface"], 3.0),
            ("gauge", &["surface"], 3.0),
        ];
        for (text, grounds, least) in pairs {
            for ground in *grounds {
                for theme in [0, 1] {
                    let ratio = contrast(colour(&css, text, theme), colour(&css, ground, theme));
                    assert!(
                        ratio >= *least,
                        "{text} on {ground}: {ratio:.2} in theme {theme}"
                    );
                }
            }
        }
    }

    fn colour(css: &str, role: &str, theme: usize) -> [f64; 3] {
        let at = css
            .find(&format!("--{role}: "))
            .unwrap_or_else(|| panic!("no colour {role}"));
        let value = css[at..].split(';').next().unwrap();
        let hexes: Vec<&str> = value.split('#').skip(1).map(|rest| &rest[..6]).collect();
        let hex = hexes[theme.min(hexes.len() - 1)];
        [0, 2, 4].map(|i| {
            let channel = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let light = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
        let (one, other) = (light(one), light(other));
        if one > other {
            one / other
        } else {
            other / one
        }
    }
}
