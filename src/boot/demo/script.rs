//! The plan of the demonstration: who does what to which case, and when.

use domain::case::{Kind, Priority};
use domain::ids::{OrganisationId, PersonId};
use domain::message::{Audience, Channel};
use domain::text::Language;
use domain::time::Instant;
use domain::workflow::input::Given;

use crate::boot::demo::dice::Dice;
use crate::boot::demo::office::Office;
use crate::boot::demo::people::Staff;
use crate::boot::demo::publishers::Publisher;
use crate::boot::demo::texts::{Library, Subject};

/// One story in the plan: its case, and the cases opened from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoryId(usize);

/// One thing that somebody does.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// In which story.
    pub story: StoryId,
    /// To which of its cases.
    pub on: On,
    /// Who.
    pub by: PersonId,
    /// What.
    pub act: Act,
}

/// Which case of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Its own.
    Own,
    /// The latest one of that kind opened from it.
    Child(Kind),
}

/// What somebody does.
#[derive(Clone, Debug)]
pub enum Act {
    /// A partner sends a request.
    Send {
        /// Which form.
        form: &'static str,
        /// All answers.
        answers: Given,
    },
    /// A partner answers the first page of a form and leaves it there.
    Begin {
        /// Which form.
        form: &'static str,
        /// The first page.
        page: &'static str,
        /// What was typed, by control.
        typed: Vec<(String, String)>,
    },
    /// A partner throws a draft away.
    Discard,
    /// Staff open a case that no form leads to.
    Open {
        /// Its kind.
        kind: Kind,
        /// One line.
        title: String,
        /// Language of the thread.
        language: Language,
        /// The publisher.
        organisation: OrganisationId,
        /// The contact it is about.
        requester: PersonId,
    },
    /// A transition.
    Move {
        /// Which.
        transition: &'static str,
        /// What is given with it.
        given: Given,
        /// Names of documents that come with it.
        papers: &'static [&'static str],
    },
    /// Joins the case into that of another story.
    Merge {
        /// The story whose case stays.
        into: StoryId,
    },
    /// A message or a note.
    Words {
        /// Who may read it.
        audience: Audience,
        /// The text.
        body: String,
        /// How it arrived.
        channel: Channel,
    },
    /// Another priority.
    Rank {
        /// Which.
        to: Priority,
        /// Why.
        reason: String,
    },
    /// Somebody takes on the escalation that climbs.
    Acknowledge,
}

/// A plan being made.
#[derive(Debug)]
pub struct Plan<'d> {
    /// Office hours.
    pub office: Office<'d>,
    /// What people write.
    pub library: &'d Library,
    /// The staff.
    pub staff: &'d Staff,
    /// The publishers.
    pub publishers: &'d [Publisher],
    /// Chance.
    pub dice: Dice,
    steps: Vec<Step>,
    stories: usize,
    told: Vec<(&'static str, usize)>,
}

/// The same story every time.
const SEED: u64 = 0x0047_5549_4348_4554;

impl<'d> Plan<'d> {
    /// An empty plan.
    pub const fn new(
        office: Office<'d>,
        library: &'d Library,
        staff: &'d Staff,
        publishers: &'d [Publisher],
    ) -> Self {
        Self {
            office,
            library,
            staff,
            publishers,
            dice: Dice::new(SEED),
            steps: Vec::new(),
            stories: 0,
            told: Vec::new(),
        }
    }

    /// Begins a story.
    pub const fn begin(&mut self) -> StoryId {
        let id = StoryId(self.stories);
        self.stories += 1;
        id
    }

    /// Adds a step.
    pub fn push(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Everything that happened by now, in order; what the stories would bring later is left to life.
    pub fn into_steps(self) -> Vec<Step> {
        let now = self.office.now();
        let mut steps = self.steps;
        steps.retain(|step| step.at <= now);
        // Stable: steps of one moment stay in the order they were told.
        steps.sort_by_key(|step| step.at);
        steps
    }

    /// A subject of the form that fits the publisher and the language, the one told least so far.
    pub fn subject(
        &mut self,
        form: &'static str,
        publisher: &Publisher,
        language: Language,
    ) -> Option<&'d Subject> {
        let fits = |subject: &Subject| {
            // A hijacked account is critical by rule: it is told by its title alone.
            !subject.answers.contains_key("hijacked")
                && subject.language == language
                && subject
                    .vertical
                    .as_deref()
                    .is_none_or(|vertical| vertical == publisher.vertical)
        };
        let told = |index: usize| {
            self.told
                .iter()
                .filter(|one| **one == (form, index))
                .count()
        };
        let subjects = self.library.subjects(form);
        let (index, subject) = subjects
            .iter()
            .enumerate()
            .filter(|(_, subject)| fits(subject))
            .min_by_key(|(index, _)| told(*index))?;
        self.told.push((form, index));
        Some(subject)
    }

    /// The subject of the form whose title begins like this.
    pub fn titled(&mut self, form: &'static str, title: &str) -> Option<&'d Subject> {
        let subjects = self.library.subjects(form);
        let found = subjects
            .iter()
            .enumerate()
            .find(|(_, one)| one.title.starts_with(title));
        let (index, subject) = found?;
        self.told.push((form, index));
        Some(subject)
    }
}
