//! The browser shows a page as asked: size, theme, cookies, scripts.

use std::collections::BTreeMap;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use fantoccini::Locator;

use super::{Browser, Scripts, Theme, screenshot};

const PAGE: &str = "<!doctype html><meta name=color-scheme content='light dark'><title>Page</title>\
    <p id=words>without script</p><div style='height:2000px'></div>\
    <script>document.getElementById('words').textContent = 'with script'</script>";

async fn page() -> HttpResponse {
    HttpResponse::Ok().content_type("text/html").body(PAGE)
}

async fn cookie(request: HttpRequest) -> HttpResponse {
    let cookie = request
        .cookie("theme")
        .map(|cookie| cookie.value().to_owned());
    let body = format!("<title>{}</title>", cookie.unwrap_or_default());
    HttpResponse::Ok().content_type("text/html").body(body)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the stand-in server runs beside the test"
)]
fn serve() -> (String, ServerHandle) {
    let server = HttpServer::new(|| {
        App::new()
            .route("/page", web::get().to(page))
            .route("/cookie", web::get().to(cookie))
    });
    let server = server
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .expect("a free port");
    let address = server.addrs().first().copied().expect("its address");
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (format!("http://{address}"), handle)
}

async fn words(browser: &Browser) -> String {
    let words = browser
        .client()
        .find(Locator::Id("words"))
        .await
        .expect("the paragraph");
    words.text().await.expect("its text")
}

/// Width and height as a PNG's own header says.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[actix_web::test]
async fn a_page_is_shown_in_an_exact_window_and_whole() {
    let (site, handle) = serve();
    let Some(browser) = Browser::open(Theme::Light, Scripts::On).await else {
        return;
    };
    browser.resize(390, 844).await;
    browser.set_cookie(&site, "theme", "dark").await;
    browser.goto(&format!("{site}/cookie")).await;
    assert_eq!(browser.client().title().await.expect("a title"), "dark");

    browser.goto(&format!("{site}/page")).await;
    assert_eq!(words(&browser).await, "with script");
    assert_eq!(size(&browser.picture().await), (390, 844));
    let (width, height) = size(&browser.whole_picture().await);
    assert_eq!(width, 390);
    assert!(height > 2000, "{height}");
    browser.close().await;
    handle.stop(false).await;
}

#[actix_web::test]
async fn scripts_can_be_switched_off() {
    let (site, handle) = serve();
    let Some(browser) = Browser::open(Theme::Light, Scripts::Off).await else {
        return;
    };
    browser.goto(&format!("{site}/page")).await;
    assert_eq!(words(&browser).await, "without script");
    browser.close().await;
    handle.stop(false).await;
}

#[actix_web::test]
async fn one_call_makes_one_picture_in_either_theme() {
    let (site, handle) = serve();
    let page = format!("{site}/page");
    let cookies = BTreeMap::from([("theme", "dark")]);
    let Some(light) = screenshot(&page, (320, 200), Theme::Light, &cookies).await else {
        return;
    };
    let Some(dark) = screenshot(&page, (320, 200), Theme::Dark, &cookies).await else {
        return;
    };
    assert_eq!(size(&light), (320, 200));
    assert_eq!(size(&dark), (320, 200));
    assert_ne!(light, dark);
    handle.stop(false).await;
}
