//! `/live`: who hears what, and how many may listen.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::Value;
use tokio::time::timeout;

use crate::world::database::Database;
use crate::world::desk::{Desk, create, reference};
use crate::world::http::Visitor;

/// Longest wait for an event that must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open stream.
struct Stream {
    response: Response,
    unread: String,
}

impl Stream {
    async fn open(who: &Visitor) -> Self {
        let response = who.request(Method::GET, "/live").send().await;
        let response = response.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self {
            response,
            unread: String::new(),
        };
        // The first beat comes at once: from here on nothing is missed.
        assert_eq!(stream.block().await, ": beat");
        stream
    }

    /// The data of the next event that is not a beat.
    async fn changed(&mut self) -> Value {
        loop {
            let block = self.block().await;
            if let Some(data) = block.strip_prefix("event: changed\ndata: ") {
                return serde_json::from_str(data).expect("JSON");
            }
            assert_eq!(block, ": beat");
        }
    }

    async fn block(&mut self) -> String {
        loop {
            if let Some((block, rest)) = self.unread.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.unread = rest;
                return block;
            }
            let chunk = timeout(PATIENCE, self.response.chunk()).await;
            let chunk = chunk.expect("an event in time").expect("a stream");
            let chunk = chunk.expect("the stream goes on");
            self.unread.push_str(&String::from_utf8_lossy(&chunk));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_hears_of_the_cases_it_may_show_and_of_no_other() {
    for database in [Some(Database::sqlite()), Database::postgres().await] {
        let Some(database) = database else { continue };
        let desk = Desk::open(database).await;
        let solene = desk.program(&desk.solene).await;
        let callum = desk.program(&desk.callum).await;
        let ines = desk.program(&desk.ines).await;
        let mut hers = Stream::open(&desk.sign_in(&desk.solene).await).await;
        let mut his = Stream::open(&desk.sign_in(&desk.callum).await).await;
        let mut theirs = Stream::open(&desk.sign_in(&desk.ines).await).await;
        let first = reference(&create(&solene, "Formats courts").await);
        let second = reference(&create(&callum, "Statistiques").await);
        let id = async |reference: &str| {
            let case: Value = ines
                .get_json(&format!("/api/v1/cases/{reference}"))
                .await
                .json();
            case["id"].clone()
        };
        let (first, second) = (id(&first).await, id(&second).await);
        assert_eq!(hers.changed().await["id"], first);
        assert_eq!(his.changed().await["id"], second, "not Solène's");
        assert_eq!(theirs.changed().await["id"], first);
        assert_eq!(theirs.changed().await["id"], second);
        let stranger = desk.counter.stranger();
        // A browser's address: it is sent to the sign-in page.
        stranger.get("/live").await.expect_status(303);
        desk.counter.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_too_many_open_windows_is_told_when_to_come_back() {
    let desk = Desk::open(Database::sqlite()).await;
    let ines = desk.sign_in(&desk.ines).await;
    let mut streams = Vec::new();
    for _ in 0..8 {
        streams.push(Stream::open(&ines).await);
    }
    let refused = ines.get("/live").await.expect_status(429);
    assert_eq!(refused.headers["retry-after"], "60");
    let maud = desk.sign_in(&desk.maud).await;
    Stream::open(&maud).await;
    desk.counter.close().await;
}
