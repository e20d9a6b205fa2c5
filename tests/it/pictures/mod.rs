//! Pictures of the main pages as a real browser shows them, in both themes, both languages and two
//! widths, for eyes to judge; what a machine can judge is asserted. They land in target/pictures/.

mod png;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::ids::PersonId;
use domain::text::Language;
use domain::time::Instant;
use guichet::boot::demo::{Persona, fill};
use guichet::boot::house::House;
use guichet::config::load::load;
use guichet::mail::transport::Transport;

use crate::world::browser::{Browser, Scripts, Theme};
use crate::world::counter::Counter;
use crate::world::database::Database;
use crate::world::http::Visitor;

/// Monday 21 September 2026, 10:40 in Paris: the middle of a working morning.
const NOW: &str = "2026-09-21T08:40:00Z";

/// One page to look at.
struct Scene {
    name: &'static str,
    address: String,
    session: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_pages_fit_in_a_browser_and_are_pictured() {
    let Some(light) = Browser::open(Theme::Light, Scripts::On).await else {
        return;
    };
    let counter = Counter::open(Database::sqlite()).await;
    let now = Instant::parse_rfc3339(NOW).expect("a moment");
    let personas = fill(&quiet(&counter), &counter.clock, now)
        .await
        .expect("a filled counter");
    let scenes = scenes(&counter, &personas).await;
    let folder = folder();
    take_all(&light, &counter, &scenes, &folder, "light").await;
    light.close().await;
    let dark = Browser::open(Theme::Dark, Scripts::On)
        .await
        .expect("a browser, as before");
    take_all(&dark, &counter, &scenes, &folder, "dark").await;
    dark.close().await;
}

/// The house with a mail that goes nowhere: ten weeks of it would take longer than the pictures.
fn quiet(counter: &Counter) -> House {
    let nowhere = [("GUICHET__MAIL__TRANSPORT".to_owned(), "memory".to_owned())];
    let settings = load(None, &nowhere).expect("the settings").mail;
    let mut house = counter.house.clone();
    let transport = Transport::open(&settings, Path::new("unused")).expect("a transport");
    house.courier.transport = Arc::new(transport);
    house
}

async fn scenes(counter: &Counter, personas: &[Persona]) -> Vec<Scene> {
    let manager = session(counter, personas, "publisher manager").await;
    let lead = session(counter, personas, "team lead").await;
    let partner = session(counter, personas, "partner contact").await;
    let queue = visitor(counter, &manager, "/queue").await;
    let (_, after) = queue
        .split_once("href=\"/cases/REQ-")
        .expect("a request in the queue");
    let number: String = after.chars().take_while(char::is_ascii_digit).collect();
    vec![
        Scene {
            name: "preview",
            address: format!("/queue?peek=REQ-{number}"),
            session: manager.clone(),
        },
        Scene {
            name: "queue",
            address: "/queue".to_owned(),
            session: manager.clone(),
        },
        Scene {
            name: "case",
            address: format!("/cases/REQ-{number}"),
            session: manager,
        },
        Scene {
            name: "board",
            address: "/team/sla".to_owned(),
            session: lead,
        },
        Scene {
            name: "form",
            address: "/portal/new/data_analysis/question".to_owned(),
            session: partner,
        },
    ]
}

async fn session(counter: &Counter, personas: &[Persona], role: &str) -> String {
    let persona = personas
        .iter()
        .find(|persona| persona.role == role)
        .expect("the persona");
    let app = &counter.house.app;
    let person = person(counter, persona.person).await;
    let link = app.sign_in_link_for(&person, "").await.expect("a link");
    let (_, token) = link.rsplit_once('/').expect("a token");
    app.sign_in(token, "a browser")
        .await
        .expect("a session")
        .secret
}

async fn person(counter: &Counter, id: PersonId) -> domain::people::Person {
    let found = counter
        .house
        .app
        .store
        .find_person(id, counter.house.app.now())
        .await;
    found.expect("an answer").expect("the person")
}

/// A page as text.
async fn visitor(counter: &Counter, session: &str, address: &str) -> String {
    let visitor = Visitor::new(&counter.url);
    let request = visitor.request(reqwest::Method::GET, address);
    visitor
        .send(request.header("Cookie", format!("guichet={session}")))
        .await
        .expect_status(200)
        .text()
}

async fn take_all(
    browser: &Browser,
    counter: &Counter,
    scenes: &[Scene],
    folder: &Path,
    theme: &str,
) {
    for language in [Language::Fr, Language::En] {
        let key = match language {
            Language::Fr => "fr",
            Language::En => "en",
        };
        browser.set_cookie(&counter.url, "language", key).await;
        for scene in scenes {
            browser
                .set_cookie(&counter.url, "guichet", &scene.session)
                .await;
            let url = format!("{}{}", counter.url, scene.address);
            for (width, height) in [(1440, 900), (390, 844), (320, 640)] {
                browser.resize(width, height).await;
                browser.goto(&url).await;
                let place = format!("{} {key} {theme} at {width}", scene.name);
                assert_eq!(
                    address(browser).await,
                    scene.address,
                    "{place}: led elsewhere"
                );
                fits(browser, &place).await;
                if width == 320 {
                    continue;
                }
                let window = browser.picture().await;
                png::shows_something(&window, (width, height), &place);
                let name = format!("{}-{width}-{theme}-{key}", scene.name);
                std::fs::write(folder.join(format!("{name}.png")), window).expect("a picture");
                let whole = browser.whole_picture().await;
                std::fs::write(folder.join(format!("{name}-whole.png")), whole).expect("a picture");
            }
        }
    }
}

/// Nothing sticks out to the right: nobody has to scroll sideways.
async fn fits(browser: &Browser, place: &str) {
    let script = "const edge = innerWidth;
        const out = [...document.querySelectorAll('body *')]
            .filter(one => one.getBoundingClientRect().right > edge + 1)
            .map(one => one.tagName + '.' + one.className);
        return [document.scrollingElement.scrollWidth, edge, out.slice(0, 8).join(' ')];";
    let found = browser
        .client()
        .execute(script, Vec::new())
        .await
        .expect("a script's answer");
    let (wide, edge) = (found[0].as_u64(), found[1].as_u64());
    assert!(
        wide <= edge,
        "{place}: {wide:?} of {edge:?} pixels; sticking out: {}",
        found[2]
    );
}

async fn address(browser: &Browser) -> String {
    let url = browser.client().current_url().await.expect("an address");
    let query = url.query().map(|query| format!("?{query}"));
    format!("{}{}", url.path(), query.unwrap_or_default())
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}
