//! A counter with the people of one desk and a publisher they look after, for tests that begin where
//! the stories end.

use domain::ids::OrganisationId;
use domain::people::Role;
use domain::text::Language;
use serde_json::{Value, json};

use super::counter::{Counter, Persona};
use super::database::Database;
use super::http::{Answer, Visitor};

/// A counter and who comes to it.
pub struct Desk {
    /// The counter.
    pub counter: Counter,
    /// Manager of the desk; looks after the publisher.
    pub ines: Persona,
    /// Lead of the desk.
    pub maud: Persona,
    /// Administrator.
    pub odile: Persona,
    /// Contact of the publisher, in French.
    pub solene: Persona,
    /// Contact of another publisher, in English.
    pub callum: Persona,
    /// The first contact's publisher.
    pub arenes: OrganisationId,
}

/// What a refused request must leave as it was.
#[derive(Debug, PartialEq, Eq)]
pub struct Stored {
    version: i64,
    messages: usize,
    events: usize,
}

impl Desk {
    /// Opens a counter and enters the people.
    pub async fn open(database: Database) -> Self {
        Self::at(Counter::open(database).await).await
    }

    /// Enters the people at a counter that is open.
    pub async fn at(counter: Counter) -> Self {
        let ines = counter
            .staff(
                "Inès Caradec",
                "ines@desk.example",
                &[(Role::Manager, "FR")],
            )
            .await;
        let maud = counter
            .staff("Maud Le Bihan", "maud@desk.example", &[(Role::Lead, "FR")])
            .await;
        let odile = counter
            .staff("Odile Brac", "odile@desk.example", &[(Role::Admin, "")])
            .await;
        let arenes = counter
            .publisher("arenes-tv", "Arènes TV", Some(&ines))
            .await;
        let studio = counter
            .publisher("studio-belladone", "Studio Belladone", None)
            .await;
        let solene = counter
            .contact(
                "Solène Maupin",
                "solene@arenes.example",
                Language::Fr,
                arenes,
            )
            .await;
        let callum = counter
            .contact(
                "Callum Reid",
                "callum@belladone.example",
                Language::En,
                studio,
            )
            .await;
        Self {
            counter,
            ines,
            maud,
            odile,
            solene,
            callum,
            arenes,
        }
    }

    /// Signs somebody in, once the mails that wait have been sent.
    pub async fn sign_in(&self, who: &Persona) -> Visitor {
        self.counter.post().await;
        self.counter.sign_in(who).await
    }

    /// A program that speaks for somebody, allowed to read and write.
    pub async fn program(&self, of: &Persona) -> Visitor {
        let token = self.counter.token(of, &["read", "write"]).await;
        self.counter.stranger().with_token(&token)
    }

    /// A request that the publisher's contact sends; gives its reference.
    pub async fn request(&self, title: &str) -> String {
        let answer = create(&self.program(&self.solene).await, title)
            .await
            .expect_status(201);
        reference(&answer)
    }

    /// What is stored of a case, as far as refused requests could change it.
    pub async fn stored(&self, reference: &str) -> Stored {
        let program = self.program(&self.maud).await;
        let read = async |path: &str| -> Value {
            let address = format!("/api/v1/cases/{reference}{path}");
            program.get_json(&address).await.expect_status(200).json()
        };
        let count = |list: &Value| list["items"].as_array().expect("a list").len();
        Stored {
            version: read("").await["version"].as_i64().expect("a version"),
            messages: count(&read("/messages").await),
            events: count(&read("/events?limit=200").await),
        }
    }
}

/// Makes a request through the API and gives the answer as it came.
pub async fn create(program: &Visitor, title: &str) -> Answer {
    program.post_json("/api/v1/cases", &new_case(title)).await
}

/// A complete request as a program sends it.
pub fn new_case(title: &str) -> Value {
    json!({
        "request_type": "content_reco",
        "answers": {
            "title": title, "handles": ["arenes.tv"], "language": "fr", "impact": "1",
            "urgency": "1", "goal": "watch_time", "formats": ["short"],
        },
    })
}

/// The reference in an answer about a case.
pub fn reference(answer: &Answer) -> String {
    let case: Value = answer.json();
    case["reference"].as_str().expect("a reference").to_owned()
}
