//! What people do in a history, and how it ends: what is kept, in whose hours it was told.

use super::{Telling, asked, told};
use anyhow::Context as _;
use domain::changes::{Changes, Write};
use domain::clocks::calendar::Calendar;
use domain::engine::step::{Words, make, say};
use domain::ids::CalendarKey;
use domain::message::{Audience, Channel};
use domain::notices::Side;
use domain::people::Actor;
use domain::time::Span;
use domain::workflow::input::Given;
use serde_json::{Value, json};

impl Telling<'_> {
    /// The whole as one new case. Of its mails the partner's are kept while it is open, as on a desk that
    /// forgets old mail.
    pub(super) fn end(self) -> anyhow::Result<Changes> {
        let (snapshot, mut story) = self.so_far.context("nothing was told")?;
        let over = snapshot.case.category.is_over();
        story
            .notices
            .retain(|notice| !over && notice.to.side == Side::Partner);
        Ok(Changes {
            write: Write::Insert,
            before: None,
            case: snapshot.case,
            clocks: snapshot.clocks,
            armed: snapshot.timers,
            runs: snapshot.runs,
            cleared: Vec::new(),
            fired: None,
            ..story
        })
    }

    pub(super) fn bureau(&self) -> anyhow::Result<&Calendar> {
        let calendars = &self.stage.rules.calendars;
        calendars
            .newest(&CalendarKey::from("fr-bureau"))
            .context("no calendar fr-bureau")
    }

    pub(super) fn answers(&self, form: &str, subject: &str) -> anyhow::Result<Given> {
        let bureau = self.bureau()?;
        let day = |ago: i64| {
            bureau
                .local(self.at.minus(Span::days(ago)))
                .date()
                .to_string()
        };
        let mut answers = json!({
            "title": subject, "handles": ["exemple"], "impact": "1", "urgency": "1", "language": "fr",
        });
        let own = match form {
            "data_analysis" => json!({
                "question": "Combien de personnes ont suivi nos directs, par jour et par format ?",
                "metrics": ["views", "reach"], "period_from": day(35), "period_to": day(1),
                "comparison": "none", "format": "note", "external_use": false,
            }),
            "tech_support" => json!({
                "surface": "studio_web", "symptom": "upload", "scope": "one_video",
                "started_at": self.at.minus(Span::hours(2)).to_rfc3339(), "ongoing": true,
                "steps": "Ouvrir le studio, choisir le fichier, envoyer.",
                "expected": "Le fichier est envoyé.", "actual": "Une erreur à la moitié de l'envoi.",
                "impact": if self.stage.chance.between(0, 9) == 0 { "2" } else { "1" },
            }),
            _ => json!({ "goal": "reach" }),
        };
        if let (Some(all), Value::Object(own)) = (answers.as_object_mut(), own) {
            all.extend(own);
        }
        Ok(serde_json::from_value(answers)?)
    }

    /// The manager moves the case, open minutes later; nothing when that is still to come.
    pub(super) fn staff_moves(
        &mut self,
        key: &str,
        minutes: i64,
        given: Value,
    ) -> anyhow::Result<()> {
        if !self.open_time_passes(minutes)? {
            return Ok(());
        }
        let given: Given = serde_json::from_value(given)?;
        let (wanted, actor) = (
            asked(key, given, Channel::Desk),
            Actor::Staff {
                id: self.manager.id,
            },
        );
        self.step(|world, snapshot, now| {
            make(world, told(snapshot)?, wanted, Vec::new(), actor, now)
        })
    }

    /// The manager writes to the partner.
    pub(super) fn staff_says(&mut self, body: &str, minutes: i64) -> anyhow::Result<()> {
        if !self.open_time_passes(minutes)? {
            return Ok(());
        }
        let words = Words {
            audience: Audience::Public,
            body: body.to_owned(),
            channel: Channel::Desk,
            files: Vec::new(),
        };
        let actor = Actor::Staff {
            id: self.manager.id,
        };
        self.step(|world, snapshot, now| say(world, told(snapshot)?, words, actor, now))
    }

    /// The contact moves the case, minutes later.
    pub(super) fn partner_moves(&mut self, key: &str, minutes: i64) -> anyhow::Result<()> {
        let minutes = self.stage.chance.between(minutes, minutes * 3);
        self.advance(self.at.plus(Span::minutes(minutes)))?;
        let mut given = Given::new();
        if key == "withdraw" {
            given.insert(
                "withdraw_reason".to_owned(),
                Value::from("Résolu de notre côté, merci."),
            );
        }
        let (wanted, actor) = (
            asked(key, given, Channel::Portal),
            Actor::Partner {
                id: self.contact.id,
            },
        );
        self.step(|world, snapshot, now| {
            make(world, told(snapshot)?, wanted, Vec::new(), actor, now)
        })
    }
}
