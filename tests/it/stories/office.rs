//! A desk with the specialists it escalates to, each with a program that speaks for them.

use domain::people::Role;
use domain::text::Language;
use serde_json::{Value, json};

use crate::world::counter::Persona;
use crate::world::database::Database;
use crate::world::desk::{Desk, create, new_case, reference};
use crate::world::http::{Answer, Visitor};

/// The people of a desk and of the region, and what they say by their programs.
pub struct Office {
    /// The desk.
    pub desk: Desk,
    /// Specialist of the region.
    pub ewan: Persona,
    /// Colleague of the first publisher's contact.
    pub lea: Persona,
}

impl Office {
    /// Opens a counter and enters the people.
    pub async fn open(database: Database) -> Self {
        let desk = Desk::open(database).await;
        let ewan = desk
            .counter
            .staff(
                "Ewan Byrne",
                "ewan@desk.example",
                &[(Role::Specialist, "EMEA")],
            )
            .await;
        let lea = desk
            .counter
            .contact(
                "Léa Fontan",
                "lea@arenes.example",
                Language::Fr,
                desk.arenes,
            )
            .await;
        Self { desk, ewan, lea }
    }

    /// Closes the counter, with what must hold then.
    pub async fn close(self) {
        self.desk.counter.close().await;
    }

    /// Makes a transition by the program of a person.
    pub async fn act(&self, who: &Persona, case: &str, transition: &str, input: Value) -> Answer {
        let address = format!("/api/v1/cases/{case}/transitions");
        let version = self.reads(who, case).await["version"].clone();
        let body = json!({ "transition": transition, "input": input, "version": version });
        self.desk
            .program(who)
            .await
            .post_json(&address, &body)
            .await
    }

    /// The same, and it must be possible.
    pub async fn does(&self, who: &Persona, case: &str, transition: &str, input: Value) {
        self.act(who, case, transition, input)
            .await
            .expect_status(200);
    }

    /// Writes to the partner, or a note.
    pub async fn says(&self, who: &Persona, case: &str, audience: &str, body: &str) -> Answer {
        let address = format!("/api/v1/cases/{case}/messages");
        let body = json!({ "audience": audience, "body": body });
        self.desk
            .program(who)
            .await
            .post_json(&address, &body)
            .await
    }

    /// Reads from the API with a person's eyes.
    pub async fn reads(&self, who: &Persona, path: &str) -> Value {
        let address = format!("/api/v1/cases/{path}");
        let program = self.desk.program(who).await;
        program.get_json(&address).await.expect_status(200).json()
    }

    /// The key of the state a case is in, as staff see it.
    pub async fn state(&self, case: &str) -> String {
        let case = self.reads(&self.desk.maud, case).await;
        case["state"].as_str().expect("a state").to_owned()
    }

    /// What happened to a case, by type of event.
    pub async fn history(&self, case: &str) -> Vec<String> {
        let events = self
            .reads(&self.desk.maud, &format!("{case}/events?limit=200"))
            .await;
        let list = events["items"].as_array().expect("a list");
        list.iter()
            .map(|event| event["type"].as_str().expect("a type").to_owned())
            .collect()
    }

    /// A request by a contact, with further answers, taken by the manager.
    pub async fn taken_request(&self, by: &Persona, title: &str, more: Value) -> String {
        let mut case = new_case(title);
        let answers = case["answers"].as_object_mut().expect("answers");
        answers.extend(more.as_object().expect("an object").clone());
        let program = self.desk.program(by).await;
        let sent = program.post_json("/api/v1/cases", &case).await;
        let reference = reference(&sent.expect_status(201));
        self.does(&self.desk.ines, &reference, "take", json!({}))
            .await;
        reference
    }

    /// A plain request of the first publisher, taken by the manager.
    pub async fn taken(&self, title: &str) -> String {
        let sent = create(&self.desk.program(&self.desk.solene).await, title).await;
        let reference = reference(&sent.expect_status(201));
        self.does(&self.desk.ines, &reference, "take", json!({}))
            .await;
        reference
    }

    /// The texts of all mails to a person, with their subjects.
    pub fn letters(&self, to: &Persona) -> Vec<String> {
        let inbox = self.desk.counter.smtp.inbox(&to.email);
        inbox
            .iter()
            .map(|mail| format!("{}\n{}", mail.subject(), mail.text().unwrap_or_default()))
            .collect()
    }

    /// Whether a mail to the person says this.
    pub fn heard(&self, who: &Persona, what: &str) -> bool {
        self.letters(who).iter().any(|letter| letter.contains(what))
    }

    /// Reads a page of the portal as the person behind it.
    pub async fn portal(&self, visitor: &Visitor, reference: &str) -> String {
        let address = format!("/portal/requests/{reference}");
        visitor.open(&address).await.words()
    }
}
