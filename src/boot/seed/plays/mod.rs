//! The histories themselves, played by the engine: a partner asks, the desk answers, timers fire on
//! the way. What lives here: the plays and how they end. What does not: names and texts (`cast`).

mod ending;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use domain::case::{Kind, Priority};
use domain::changes::Changes;
use domain::engine::step::{Carried, Move, Opening, open};
use domain::engine::tick::{Tick, tick};
use domain::engine::world::{Directory, Publisher as PublisherFacts, Snapshot, World};
use domain::forms::facts::Facts as FormFacts;
use domain::forms::reading::Input;
use domain::forms::validate::{Scope, validate};
use domain::ids::{CaseId, PersonId, RequestTypeKey, TeamKey, TransitionKey};
use domain::message::Channel;
use domain::people::{Actor, Person, Role};
use domain::refusal::Refusal;
use domain::routing::RoutingFacts;
use domain::rules::Rules;
use domain::text::Language;
use domain::time::{Instant, Span};
use domain::timer::Timer;
use domain::workflow::decide::{Facts, Standing};
use domain::workflow::input::Given;
use serde_json::json;

use crate::boot::seed::cast::{Cast, Publisher};
use crate::boot::seed::copies::Chance;

/// Most timers of one history; more would be a definition that never rests.
const MOST_TIMERS: usize = 500;
/// What requests are about: form and title.
const SUBJECTS: [(&str, &str); 9] = [
    ("data_analysis", "Audience des directs du mois, par format"),
    (
        "data_analysis",
        "Chiffres de la semaine pour le comité éditorial",
    ),
    ("data_analysis", "Baisse de portée depuis quinze jours"),
    ("content_reco", "Gagner en portée sur les extraits"),
    ("content_reco", "Préparer la grille de la rentrée"),
    ("content_reco", "Formats courts pour les concerts"),
    ("tech_support", "L'envoi de vidéos échoue depuis ce matin"),
    (
        "tech_support",
        "Le direct s'interrompt toutes les dix minutes",
    ),
    ("tech_support", "La planification perd le fuseau horaire"),
];

/// How a history goes.
#[derive(Clone, Copy, Debug)]
pub enum Play {
    /// Begun and thrown away.
    Discarded,
    /// Sent, and declined at triage.
    Declined,
    /// Sent, and taken back.
    Withdrawn,
    /// Taken, resolved, closed by silence.
    Resolved,
    /// Sent; nobody has it yet.
    New,
    /// Taken and answered once.
    InProgress,
    /// Taken; a question waits for the partner.
    Waiting,
    /// A case of another kind, opened by the staff.
    Opened(Kind),
}

/// A whole history as one step, and what copies of it replace.
#[derive(Debug)]
pub struct Played {
    /// Everything, as one new case.
    pub changes: Changes,
    /// The contact who played.
    pub contact: PersonId,
    /// What it is about.
    pub subject: &'static str,
}

impl Play {
    /// Finished ones, as often as they come up.
    pub const FINISHED: [Self; 10] = [
        Self::Discarded,
        Self::Discarded,
        Self::Discarded,
        Self::Discarded,
        Self::Discarded,
        Self::Declined,
        Self::Declined,
        Self::Withdrawn,
        Self::Resolved,
        Self::Resolved,
    ];
    /// Open requests, as often as they come up.
    pub const OPEN: [Self; 10] = [
        Self::New,
        Self::New,
        Self::New,
        Self::New,
        Self::New,
        Self::InProgress,
        Self::InProgress,
        Self::InProgress,
        Self::Waiting,
        Self::Waiting,
    ];
}

/// Where histories are played.
pub struct Stage<'a> {
    /// The definitions.
    pub rules: &'a Rules,
    /// The people.
    pub cast: &'a Cast,
    /// Chance.
    pub chance: &'a Chance,
    /// No history goes beyond.
    pub now: Instant,
}

impl Stage<'_> {
    /// Plays one history that begins at `at`.
    ///
    /// # Errors
    /// When the definitions refuse a step: they are not the shipped ones.
    pub fn play(&self, play: Play, at: Instant) -> anyhow::Result<Played> {
        let publisher = self
            .chance
            .pick(&self.cast.publishers)
            .context("no publisher")?;
        let manager = self
            .cast
            .holding(Role::Manager, self.chance)
            .context("no manager")?;
        let (form, subject) = *self.chance.pick(&SUBJECTS).context("no subject")?;
        let mut telling = Telling {
            stage: self,
            directory: self.cast.directory(&publisher.contact),
            facts: publisher_facts(publisher),
            routing: self.cast.routing(publisher),
            contact: &publisher.contact,
            manager,
            at,
            beyond_now: false,
            so_far: None,
        };
        match play {
            Play::Discarded => {
                telling.ask_for(form, subject, None)?;
                telling.partner_moves("discard", 5)?;
            }
            Play::Declined => {
                telling.ask_for(form, subject, Some("submit"))?;
                telling.staff_moves("decline", 30, json!({
                    "decline_reason": "out_of_scope",
                    "explanation": "Cette demande relève de votre interlocuteur habituel, qui vous répondra.",
                }))?;
            }
            Play::Withdrawn => {
                telling.ask_for(form, subject, Some("submit"))?;
                telling.partner_moves("withdraw", 20)?;
            }
            Play::Resolved => {
                telling.ask_for(form, subject, Some("submit"))?;
                telling.staff_moves("take", 60, json!({}))?;
                telling.staff_moves("resolve", 50, json!({
                    "resolution": "answered",
                    "summary": "Vous trouverez la réponse complète ci-dessous, avec le détail par format.",
                }))?;
                telling.advance(self.now)?;
            }
            Play::New => {
                telling.ask_for(form, subject, Some("submit"))?;
                telling.advance(self.now)?;
            }
            Play::InProgress => {
                telling.ask_for(form, subject, Some("submit"))?;
                telling.staff_moves("take", 60, json!({}))?;
                telling.staff_says(
                    "Nous avons bien reçu votre demande et nous y travaillons.",
                    30,
                )?;
                telling.advance(self.now)?;
            }
            Play::Waiting => {
                telling.ask_for(form, subject, Some("submit"))?;
                telling.staff_moves("take", 60, json!({}))?;
                let by = telling
                    .bureau()?
                    .local(telling.at.plus(Span::days(6)))
                    .date();
                telling.staff_moves(
                    "ask",
                    45,
                    json!({
                        "question": "Pouvez-vous préciser la période et les comptes concernés ?",
                        "follow_up_on": by.to_string(),
                    }),
                )?;
                telling.advance(self.now)?;
            }
            Play::Opened(kind) => {
                telling.open_directly(kind)?;
                telling.advance(self.now)?;
            }
        }
        let changes = telling.end()?;
        Ok(Played {
            changes,
            contact: publisher.contact.id,
            subject,
        })
    }
}

/// One history being told.
struct Telling<'a> {
    stage: &'a Stage<'a>,
    directory: Directory,
    facts: PublisherFacts,
    routing: RoutingFacts,
    contact: &'a Person,
    manager: &'a Person,
    at: Instant,
    /// Whether the next thing would happen after now: the rest of the history is not told.
    beyond_now: bool,
    so_far: Option<(Snapshot, Changes)>,
}

impl Telling<'_> {
    /// The contact fills a form in; `then` sends it.
    fn ask_for(&mut self, form: &str, subject: &str, then: Option<&str>) -> anyhow::Result<()> {
        let rules = self.stage.rules;
        let form = rules
            .forms
            .find(&RequestTypeKey::from(form))
            .context("no such form")?;
        let given = self.answers(form.key.as_str(), subject)?;
        let known = FormFacts::new(self.at, "Europe/Paris", Language::Fr)?;
        let answers = validate(form, Input::Json(&given), Scope::Whole, &known)
            .into_result()
            .map_err(|errors| anyhow::anyhow!("the form {} refuses {errors:?}", form.key))?;
        let heading = form.heading(&answers);
        let opening = Opening {
            id: CaseId::new(self.stage.chance, self.at),
            workflow: rules
                .workflows
                .newest(&form.workflow)
                .context("no such workflow")?,
            request_type: Some(form.key.clone()),
            title: heading.title,
            language: heading.language,
            organisation: self.facts.id,
            requester: Some(self.contact.id),
            team: heading.team,
            priority: heading.priority,
            impact: heading.impact,
            urgency: heading.urgency,
            confidential: heading.confidential,
            parent: None,
            answers,
            carried: Carried::default(),
            caused_by: None,
        };
        let then = then.map(|key| asked(key, Given::new(), Channel::Api));
        let actor = Actor::Partner {
            id: self.contact.id,
        };
        self.step(|world, _, now| open(world, opening, then, actor, now))
    }

    /// The staff opens a case of another kind.
    fn open_directly(&mut self, kind: Kind) -> anyhow::Result<()> {
        let workflow = self
            .stage
            .rules
            .workflows
            .newest_of(kind)
            .context("no such workflow")?;
        let (title, team) = match kind {
            Kind::Request => ("Demande par téléphone", "FR"),
            Kind::Verification => ("Vérification du compte", "FR"),
            Kind::Escalation => ("Diffusion en direct dégradée", "EMEA"),
            Kind::Onboarding => ("Intégration d'un nouvel éditeur", "FR"),
        };
        let opening = Opening {
            id: CaseId::new(self.stage.chance, self.at),
            workflow,
            request_type: None,
            title: title.to_owned(),
            language: Language::Fr,
            organisation: self.facts.id,
            requester: Some(self.contact.id),
            team: TeamKey::from(team),
            priority: Priority::P3,
            impact: 1,
            urgency: 1,
            confidential: false,
            parent: None,
            answers: BTreeMap::new(),
            carried: Carried::default(),
            caused_by: None,
        };
        let actor = Actor::Staff {
            id: self.manager.id,
        };
        self.step(|world, _, now| open(world, opening, None, actor, now))
    }

    /// Open minutes pass, up to three times as many; `false` when that lies beyond now.
    fn open_time_passes(&mut self, minutes: i64) -> anyhow::Result<bool> {
        let minutes = self.stage.chance.between(minutes, minutes * 3);
        let then = self
            .bureau()?
            .add(self.at, Span::minutes(minutes))
            .context("no open time left")?;
        self.beyond_now |= then > self.stage.now;
        if self.beyond_now {
            return Ok(false);
        }
        self.advance(then)?;
        Ok(true)
    }

    /// Time passes; timers fire when they are due.
    fn advance(&mut self, until: Instant) -> anyhow::Result<()> {
        for _ in 0..MOST_TIMERS {
            let due = self
                .so_far
                .as_ref()
                .and_then(|(snapshot, _)| next_due(snapshot, until));
            let Some(timer) = due else {
                self.at = self.at.max(until);
                return Ok(());
            };
            self.at = self.at.max(timer.due_at);
            self.fire(&timer)?;
        }
        anyhow::bail!("a history whose timers never rest")
    }

    fn fire(&mut self, timer: &Timer) -> anyhow::Result<()> {
        let Some((snapshot, _)) = &mut self.so_far else {
            return Ok(());
        };
        let before = snapshot.clone();
        snapshot.timers.retain(|one| one.id != timer.id);
        let mut fired = None;
        self.with_world(|world, now| {
            fired = Some(tick(world, before, timer, now)?);
            Ok(())
        })?;
        match fired {
            Some(Tick::Fired(changes)) => self.take(*changes),
            Some(Tick::Early | Tick::Stale | Tick::Follow(_)) | None => {}
        }
        Ok(())
    }

    fn step(
        &mut self,
        act: impl FnOnce(&World<'_>, Option<Snapshot>, Instant) -> Result<Changes, Refusal>,
    ) -> anyhow::Result<()> {
        let snapshot = self.so_far.as_ref().map(|(snapshot, _)| snapshot.clone());
        let mut made = None;
        self.with_world(|world, now| {
            made = Some(act(world, snapshot, now)?);
            Ok(())
        })?;
        if let Some(changes) = made {
            self.take(changes);
        }
        Ok(())
    }

    fn with_world(
        &self,
        act: impl FnOnce(&World<'_>, Instant) -> Result<(), Refusal>,
    ) -> anyhow::Result<()> {
        let rules = self.stage.rules;
        let mut facts = Facts::new(
            Arc::clone(&rules.calendars),
            self.bureau()?.local(self.at).date(),
        );
        facts.staff = self
            .stage
            .cast
            .staff
            .iter()
            .map(|one| (one.id, Standing::Available))
            .collect();
        facts.teams = rules.teams.iter().map(|team| team.key.clone()).collect();
        facts.portfolio_owner = self.routing.portfolio_owner;
        let world = World {
            rules,
            ids: self.stage.chance,
            directory: &self.directory,
            publisher: &self.facts,
            routing: &self.routing,
            facts: &facts,
            watchers: &[],
            followers: &[],
        };
        act(&world, self.at).map_err(|refusal| anyhow::anyhow!("the engine refuses: {refusal}"))
    }

    /// Adds a step to what was told so far.
    fn take(&mut self, step: Changes) {
        let Some((snapshot, story)) = &mut self.so_far else {
            let snapshot = Snapshot {
                case: step.case.clone(),
                clocks: step.clocks.clone(),
                timers: step.armed.clone(),
                runs: step.runs.clone(),
                links: Vec::new(),
                event_count: last_seq(&step),
            };
            self.so_far = Some((snapshot, step));
            return;
        };
        snapshot.event_count = snapshot.event_count.max(last_seq(&step));
        snapshot.case = step.case;
        snapshot.case.version += 1;
        for clock in step.clocks {
            match snapshot.clocks.iter_mut().find(|one| one.id == clock.id) {
                Some(slot) => *slot = clock,
                None => snapshot.clocks.push(clock),
            }
        }
        for run in step.runs {
            match snapshot.runs.iter_mut().find(|one| one.id == run.id) {
                Some(slot) => *slot = run,
                None => snapshot.runs.push(run),
            }
        }
        snapshot
            .timers
            .retain(|timer| !step.cleared.contains(&timer.id));
        snapshot.timers.extend(step.armed);
        story.events.extend(step.events);
        story.messages.extend(step.messages);
        story.clock_events.extend(step.clock_events);
        story.notices.extend(step.notices);
        story.board = step.board;
    }
}

fn publisher_facts(publisher: &Publisher) -> PublisherFacts {
    PublisherFacts {
        id: publisher.organisation.id,
        name: publisher.organisation.name.clone(),
        slug: publisher.organisation.slug.clone(),
        tier: publisher.organisation.tier.clone(),
    }
}

fn asked(key: &str, given: Given, channel: Channel) -> Move {
    Move::asked(TransitionKey::new(key), given, channel)
}

/// A step over a case that was opened before.
fn told(snapshot: Option<Snapshot>) -> Result<Snapshot, Refusal> {
    snapshot.ok_or_else(|| Refusal::Broken("a history that was not begun".to_owned()))
}

fn next_due(snapshot: &Snapshot, until: Instant) -> Option<Timer> {
    let due = snapshot.timers.iter().filter(|timer| timer.due_at <= until);
    due.min_by_key(|timer| (timer.due_at, timer.id)).cloned()
}

fn last_seq(changes: &Changes) -> i64 {
    changes.events.last().map_or(0, |event| event.seq)
}
