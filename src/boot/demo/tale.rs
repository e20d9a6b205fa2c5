//! The telling of one story: time passes in open minutes, somebody does something, time passes again.

use anyhow::Context as _;
use domain::case::{Kind, Priority};
use domain::ids::PersonId;
use domain::message::{Audience, Channel};
use domain::people::Person;
use domain::text::Language;
use domain::time::{Instant, Span};
use domain::workflow::input::Given;
use serde_json::Value;

use crate::boot::demo::answers::{BADGE, DATA, RECO};
use crate::boot::demo::people::first_name;
use crate::boot::demo::publishers::Publisher;
use crate::boot::demo::script::{Act, On, Plan, Step, StoryId};
use crate::boot::demo::texts::{Subject, typeset};

/// One story being told.
#[derive(Debug)]
pub struct Tale<'p, 'd> {
    /// The whole plan.
    pub plan: &'p mut Plan<'d>,
    /// Which story.
    pub story: StoryId,
    /// The moment reached.
    pub at: Instant,
    /// The publisher.
    pub publisher: &'d Publisher,
    /// Their contact.
    pub contact: &'d Person,
    /// Who answers for the case.
    pub owner: &'d Person,
    /// What it is about.
    pub subject: &'d Subject,
    /// How the story goes on.
    pub pace: Pace,
}

/// How fast a story goes and where it stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// To its end, at its own pace.
    Whole,
    /// So many steps, all of them before now.
    UpTo(usize),
}

/// Where a story happens, and with whom.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'d> {
    /// Open minutes before now.
    pub age: i64,
    /// The publisher.
    pub publisher: &'d Publisher,
    /// Their contact.
    pub contact: &'d Person,
    /// What it is about.
    pub subject: &'d Subject,
    /// How the story goes on.
    pub pace: Pace,
}

impl<'p, 'd> Tale<'p, 'd> {
    /// Begins to tell.
    pub fn begin(plan: &'p mut Plan<'d>, scene: Scene<'d>) -> Self {
        let story = plan.begin();
        let at = plan.office.ago(scene.age);
        Self {
            plan,
            story,
            at,
            publisher: scene.publisher,
            contact: scene.contact,
            owner: &scene.publisher.owner,
            subject: scene.subject,
            pace: scene.pace,
        }
    }

    /// Open minutes pass, from `low` to `high`; fewer when the story has to reach its place before now.
    pub fn wait(&mut self, low: i64, high: i64) {
        let wanted = self.plan.dice.between(low, high);
        let minutes = match self.pace {
            Pace::Whole => wanted,
            Pace::UpTo(_) => {
                let now = self.plan.office.now();
                // Wall time is never shorter than open time: a fifth of it leaves room for four more waits.
                let left = now.since(self.at).as_millis() / Span::minutes(1).as_millis();
                wanted.min(self.open_minutes_left(left) / 5)
            }
        };
        self.at = self.plan.office.after(self.at, minutes);
    }

    /// Time passes until so many open minutes before now, if that is still to come.
    pub fn wait_until(&mut self, minutes_ago: i64) {
        self.at = self.at.max(self.plan.office.ago(minutes_ago));
    }

    /// Somebody does something to the story's own case.
    pub fn act(&mut self, by: PersonId, act: Act) {
        self.push(On::Own, by, act);
    }

    /// A move of the story's own case.
    pub fn make(&mut self, by: &Person, transition: &'static str, given: Given) {
        self.push(
            On::Own,
            by.id,
            Act::Move {
                transition,
                given,
                papers: &[],
            },
        );
    }

    /// A move of the case opened from it.
    pub fn make_child(&mut self, kind: Kind, by: &Person, transition: &'static str, given: Given) {
        self.push(
            On::Child(kind),
            by.id,
            Act::Move {
                transition,
                given,
                papers: &[],
            },
        );
    }

    /// A move with documents.
    pub fn hand_in(
        &mut self,
        on: On,
        transition: &'static str,
        given: Given,
        papers: &'static [&'static str],
    ) {
        let by = self.contact.id;
        self.push(
            on,
            by,
            Act::Move {
                transition,
                given,
                papers,
            },
        );
    }

    /// A public message of the desk, as a letter.
    pub fn reply(&mut self, by: &Person, body: &str) {
        let body = self.letter(by, body);
        self.words(On::Own, by.id, Audience::Public, body, Channel::Desk);
    }

    /// A message of the partner.
    pub fn partner_says(&mut self, body: &str, channel: Channel) {
        let (body, by) = (self.text(body), self.contact.id);
        self.words(On::Own, by, Audience::Public, body, channel);
    }

    /// An internal note; it is not counted as a step.
    pub fn note(&mut self, by: &Person, body: &str) {
        let body = typeset(body, by.language);
        if self.goes_on() {
            self.record(
                On::Own,
                by.id,
                Act::Words {
                    audience: Audience::Internal,
                    body,
                    channel: Channel::Desk,
                },
            );
        }
    }

    /// The desk sets another priority; it is not counted as a step and belongs to the one before.
    pub fn rank(&mut self, by: &Person, to: Priority, reason: &str) {
        let reason = typeset(reason, by.language);
        self.record(On::Own, by.id, Act::Rank { to, reason });
    }

    /// A phrase that fits the situation, in the language of the thread.
    ///
    /// # Errors
    /// When there is none.
    pub fn phrase(&mut self, situation: &str) -> anyhow::Result<String> {
        self.phrase_in(situation, self.subject.language)
    }

    /// A phrase that fits the situation, in the language of somebody.
    ///
    /// # Errors
    /// When there is none.
    pub fn phrase_in(&mut self, situation: &str, language: Language) -> anyhow::Result<String> {
        let n = self.plan.dice.below(60);
        let phrase = self.plan.library.phrase(situation, language, n)?;
        Ok(self.filled(phrase))
    }

    /// One phrase of a situation whose phrases differ by form: figures, advice, trouble, badge.
    ///
    /// # Errors
    /// When there is none.
    pub fn phrase_for(
        &self,
        form: &str,
        situation: &str,
        language: Language,
    ) -> anyhow::Result<String> {
        let n = match form {
            DATA => 0,
            RECO => 1,
            BADGE => 3,
            _ => 2,
        };
        Ok(self.filled(self.plan.library.phrase(situation, language, n)?))
    }

    /// The text with its placeholders filled and set in the language of the thread.
    pub fn text(&self, text: &str) -> String {
        typeset(&self.filled(text), self.subject.language)
    }

    /// The text with salutation and close, as the desk writes to partners.
    pub fn letter(&self, by: &Person, body: &str) -> String {
        let (to, from) = (first_name(self.contact), first_name(by));
        let text = match self.subject.language {
            Language::Fr => format!("Bonjour {to},\n\n{body}\n\nBien à vous,\n{from}"),
            Language::En => format!("Hello {to},\n\n{body}\n\nBest wishes,\n{from}"),
        };
        self.text(&text)
    }

    /// The technical side of the subject.
    ///
    /// # Errors
    /// When the subject has none.
    pub fn trouble(&self) -> anyhow::Result<&'d crate::boot::demo::texts::Trouble> {
        self.subject
            .trouble
            .as_ref()
            .with_context(|| format!("no trouble in “{}”", self.subject.title))
    }

    /// The text with its placeholders filled.
    pub fn filled(&self, text: &str) -> String {
        let day = self.plan.office.day(self.at);
        let month = month(day.month(), self.subject.language);
        text.replace("{publisher}", self.publisher.name)
            .replace("{handle}", self.publisher.handle)
            .replace("{domain}", &self.publisher.domain())
            .replace("{contact}", first_name(self.contact))
            .replace("{manager}", first_name(self.owner))
            .replace("{week}", &day.iso_week_date().week().to_string())
            .replace("{month}", month)
    }

    /// The day so many business days after the moment reached.
    pub fn day_after(&self, days: i64) -> Value {
        Value::from(self.plan.office.day_after(self.at, days))
    }

    fn open_minutes_left(&self, wall: i64) -> i64 {
        // The office is asked how far back the moment reached is, in open minutes.
        let (mut low, mut high) = (0, wall.max(0));
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.plan.office.after(self.at, middle) <= self.plan.office.now() {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    fn words(&mut self, on: On, by: PersonId, audience: Audience, body: String, channel: Channel) {
        self.push(
            on,
            by,
            Act::Words {
                audience,
                body,
                channel,
            },
        );
    }

    fn push(&mut self, on: On, by: PersonId, act: Act) {
        if self.goes_on() {
            self.record(on, by, act);
            if let Pace::UpTo(steps) = &mut self.pace {
                *steps = steps.saturating_sub(1);
            }
        }
    }

    const fn goes_on(&self) -> bool {
        !matches!(self.pace, Pace::UpTo(0))
    }

    fn record(&mut self, on: On, by: PersonId, act: Act) {
        let (at, story) = (self.at, self.story);
        self.plan.push(Step {
            at,
            story,
            on,
            by,
            act,
        });
    }
}

/// What is given with a move.
pub fn given<const N: usize>(pairs: [(&str, Value); N]) -> Given {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// What is given with a move that asks for nothing.
pub const fn nothing() -> Given {
    Given::new()
}

fn month(number: i8, language: Language) -> &'static str {
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let names = match language {
        Language::Fr => FR,
        Language::En => EN,
    };
    let index = usize::try_from(number).unwrap_or(1).saturating_sub(1);
    names.get(index).copied().unwrap_or_default()
}
