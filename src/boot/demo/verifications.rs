//! How verifications go: documents, two pairs of eyes, the platform's decision, one appeal.

use domain::case::Kind;
use domain::people::Person;
use serde_json::Value;

use crate::boot::demo::script::{Act, On};
use crate::boot::demo::tale::{Tale, given};

/// What becomes of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// Documents, first review, second review, platform, granted.
    Granted,
    /// Documents are refused once.
    Refused,
    /// The second review sends the first one back to work.
    SentBack,
    /// The platform has a question.
    Questioned,
    /// Declined by the second review; no appeal is made.
    Declined,
    /// Declined by the platform; the appeal is waiting.
    Appealed,
    /// Declined; the appeal is accepted and the case granted in the end.
    AppealWon,
    /// Declined; the appeal is dismissed.
    AppealLost,
    /// The documents never come.
    Expired,
    /// Taken back by the partner.
    Withdrawn,
}

/// Documents that a partner sends.
const PAPERS: &[&str] = &["extrait-registre.pdf", "piece-identite-representant.pdf"];

/// One verification being told: as a case of its own, or as one opened from another.
struct Told<'t, 'p, 'd> {
    tale: &'t mut Tale<'p, 'd>,
    on: On,
}

/// Opens a verification from the story's request and tells it.
///
/// # Errors
/// When a text is missing.
pub fn from_request(tale: &mut Tale<'_, '_>, review: Review) -> anyhow::Result<()> {
    tale.wait(10, 40);
    let note = tale.filled(&tale.subject.note);
    let owner = tale.owner;
    tale.make(
        owner,
        "open_verification",
        given([("handover", Value::from(note))]),
    );
    Told {
        tale,
        on: On::Child(Kind::Verification),
    }
    .run(review)
}

/// Opens a verification as a case of its own, as staff do for a check that no request asked for.
///
/// # Errors
/// When a text is missing.
pub fn alone(tale: &mut Tale<'_, '_>, review: Review) -> anyhow::Result<()> {
    let act = Act::Open {
        kind: Kind::Verification,
        title: tale.text(&tale.subject.title),
        language: tale.subject.language,
        organisation: tale.publisher.id,
        requester: tale.contact.id,
    };
    tale.act(tale.owner.id, act);
    Told { tale, on: On::Own }.run(review)
}

impl<'d> Told<'_, '_, 'd> {
    fn run(&mut self, review: Review) -> anyhow::Result<()> {
        self.request_documents()?;
        if review == Review::Expired {
            // The reminders and the end come by themselves.
            return Ok(());
        }
        if review == Review::Withdrawn {
            self.tale.wait(60, 300);
            let reason = self.tale.phrase("verification_withdrawn")?;
            let reason = Value::from(self.tale.text(&reason));
            let by = self.tale.contact;
            self.make(by, "withdraw", [("withdraw_reason", reason)]);
            return Ok(());
        }
        self.documents_sent();
        self.take();
        match review {
            Review::Refused => {
                self.refuse_documents()?;
                self.documents_sent();
                self.take();
            }
            Review::SentBack => {
                self.recommend("approve", 0)?;
                self.tale.wait(30, 120);
                let reason = self.tale.phrase_in("send_back", self.second().language)?;
                let reason = Value::from(self.tale.text(&reason));
                self.make(self.second(), "send_back", [("send_back_reason", reason)]);
            }
            Review::Granted
            | Review::Questioned
            | Review::Declined
            | Review::Appealed
            | Review::AppealWon
            | Review::AppealLost
            | Review::Expired
            | Review::Withdrawn => {}
        }
        match review {
            Review::Granted | Review::Refused | Review::SentBack => {
                self.recommend("approve", 0)?;
                self.approve();
                self.granted();
            }
            Review::Questioned => {
                self.recommend("approve", 1)?;
                self.approve();
                self.tale.wait(60, 240);
                let question = self.tale.phrase("platform_question")?;
                let owner = self.tale.owner;
                let question = Value::from(self.tale.letter(owner, &question));
                self.make(owner, "platform_asks", [("question", question)]);
                self.documents_sent();
                self.take();
                self.recommend("approve", 1)?;
                self.approve();
                self.granted();
            }
            Review::Declined => {
                self.recommend("refuse", 2)?;
                self.decline("refuse", self.second())?;
            }
            Review::Appealed | Review::AppealWon | Review::AppealLost => self.appealed(review)?,
            Review::Expired | Review::Withdrawn => {}
        }
        Ok(())
    }

    fn request_documents(&mut self) -> anyhow::Result<()> {
        self.tale.wait(15, 60);
        let words = self.tale.phrase("document_request")?;
        let words = self.tale.letter(self.first(), &words);
        let kind = self.tale.subject.answers.get("account_type").cloned();
        let with = [
            ("legal_entity", Value::from(self.tale.publisher.legal_name)),
            (
                "handle",
                Value::from(format!("@{}", self.tale.publisher.handle)),
            ),
            (
                "account_type",
                kind.unwrap_or_else(|| Value::from("organisation")),
            ),
            ("document_request", Value::from(words)),
        ];
        self.make(self.first(), "request_documents", with);
        Ok(())
    }

    fn documents_sent(&mut self) {
        self.tale.wait(120, 330);
        let with = given([
            ("documents_are_complete", true.into()),
            ("name_matches", true.into()),
        ]);
        self.tale.hand_in(self.on, "documents_sent", with, PAPERS);
    }

    fn take(&mut self) {
        self.tale.wait(20, 80);
        self.make(self.first(), "take", []);
    }

    fn refuse_documents(&mut self) -> anyhow::Result<()> {
        self.tale.wait(30, 90);
        let which = self.tale.plan.dice.below(2);
        let language = self.tale.subject.language;
        let advice = self.tale.plan.library.phrase("advice", language, which)?;
        let advice = Value::from(self.tale.letter(self.first(), advice));
        let (named, reason) = match which {
            0 => ("Extrait de registre", "expired"),
            _ => ("Pièce d’identité du représentant", "unreadable"),
        };
        let with = [
            ("documents_refused", Value::from(named)),
            ("refusal_reason", Value::from(reason)),
            ("advice", advice),
        ];
        self.make(self.first(), "refuse_documents", with);
        Ok(())
    }

    fn recommend(&mut self, what: &str, note: usize) -> anyhow::Result<()> {
        self.tale.wait(60, 150);
        let language = self.first().language;
        let note = self
            .tale
            .plan
            .library
            .phrase("review_note", language, note)?;
        let note = Value::from(crate::boot::demo::texts::typeset(note, language));
        let with = [
            ("recommendation", Value::from(what)),
            ("checklist_decided", true.into()),
            ("press_links_judged", true.into()),
            ("review_note", note),
        ];
        self.make(self.first(), "recommend", with);
        Ok(())
    }

    fn approve(&mut self) {
        self.tale.wait(40, 140);
        let ticket = format!(
            "TRUST-{}",
            self.tale.at.millis().rem_euclid(90_000_000) / 1_000 + 10_000
        );
        self.make(
            self.second(),
            "approve",
            [("platform_ticket", Value::from(ticket))],
        );
    }

    fn granted(&mut self) {
        self.tale.wait(120, 360);
        let day = self.tale.plan.office.day(self.tale.at);
        let reference = format!(
            "TRUST-DEC-{}, {day}",
            self.tale.at.millis().rem_euclid(9_000_000) / 1_000 + 1_000
        );
        let with = [
            ("decision_ref", Value::from(reference)),
            ("attestation_kept", true.into()),
        ];
        self.make(self.tale.owner, "record_approval", with);
    }

    fn decline(&mut self, transition: &'static str, by: &Person) -> anyhow::Result<()> {
        self.tale.wait(60, 200);
        let words = self
            .tale
            .plan
            .library
            .phrase("refusal", self.tale.subject.language, 0)?;
        let words = Value::from(self.tale.letter(by, words));
        let with = [
            ("decision_reason", Value::from("not_notable")),
            ("explanation", words),
        ];
        self.make(by, transition, with);
        Ok(())
    }

    fn appealed(&mut self, review: Review) -> anyhow::Result<()> {
        self.recommend("approve", 1)?;
        self.approve();
        let owner = self.tale.owner;
        self.decline("record_refusal", owner)?;
        self.tale.wait(240, 500);
        let evidence = self.tale.phrase("new_evidence")?;
        let evidence = Value::from(self.tale.text(&evidence));
        let by = self.tale.contact;
        self.make(by, "appeal", [("new_evidence", evidence)]);
        let staff = self.tale.plan.staff;
        match review {
            Review::AppealWon => {
                self.tale.wait(100, 400);
                let third = Value::from(self.third().id.to_string());
                self.make(&staff.maud, "accept_appeal", [("assignee", third)]);
                self.tale.wait(60, 200);
                let note =
                    self.tale
                        .plan
                        .library
                        .phrase("review_note", self.third().language, 1)?;
                let with = [
                    ("recommendation", Value::from("approve")),
                    ("checklist_decided", true.into()),
                    ("press_links_judged", true.into()),
                    ("review_note", Value::from(note)),
                ];
                self.make(self.third(), "recommend", with);
                self.approve();
                self.granted();
            }
            Review::AppealLost => {
                self.tale.wait(100, 400);
                let words = self.tale.phrase("final")?;
                let words = Value::from(self.tale.letter(&staff.maud, &words));
                self.make(&staff.maud, "dismiss_appeal", [("reasons", words)]);
            }
            Review::Granted
            | Review::Refused
            | Review::SentBack
            | Review::Questioned
            | Review::Declined
            | Review::Appealed
            | Review::Expired
            | Review::Withdrawn => {}
        }
        Ok(())
    }

    /// The two reviewers share the publishers between them; the third is there for appeals.
    fn first(&self) -> &'d Person {
        let staff = self.tale.plan.staff;
        if self.turned() {
            &staff.tristan
        } else {
            &staff.agathe
        }
    }

    fn second(&self) -> &'d Person {
        let staff = self.tale.plan.staff;
        if self.turned() {
            &staff.agathe
        } else {
            &staff.tristan
        }
    }

    fn third(&self) -> &'d Person {
        &self.tale.plan.staff.berenice
    }

    fn turned(&self) -> bool {
        !self.tale.publisher.name.len().is_multiple_of(2)
    }

    fn make<const N: usize>(
        &mut self,
        by: &Person,
        transition: &'static str,
        with: [(&str, Value); N],
    ) {
        match self.on {
            On::Own => self.tale.make(by, transition, given(with)),
            On::Child(kind) => self.tale.make_child(kind, by, transition, given(with)),
        }
    }
}
