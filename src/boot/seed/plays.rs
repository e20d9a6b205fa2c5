//! The histories themselves, played by the engine: a partner asks, the desk answers, timers fire on
//! the way.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use domain::case::{Kind, Priority};
use domain::changes::{Changes, Write};
use domain::clocks::calendar::Calendar;
use domain::engine::step::{Move, Opening, Words, make, open, say};
use domain::engine::tick::{Tick, tick};
use domain::engine::world::{Directory, Publisher as PublisherFacts, Snapshot, World};
use domain::forms::facts::Facts as FormFacts;
use domain::forms::reading::Input;
use domain::forms::validate::{Scope, validate};
use domain::ids::{CalendarKey, CaseId, PersonId, RequestTypeKey, TeamKey, TransitionKey};
use domain::message::{Audience, Channel};
use domain::notices::Side;
use domain::people::{Actor, Person, Role};
use domain::refusal::Refusal;
use domain::routing::RoutingFacts;
use domain::rules::Rules;
use domain::text::Language;
use domain::time::{Instant, Span};
use domain::timer::Timer;
use domain::workflow::decide::{Facts, Standing};
use domain::workflow::input::Given;
use serde_json::{Value, json};

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
            caused_by: None,
        };
        let actor = Actor::Staff {
            id: self.manager.id,
        };
        self.step(|world, _, now| open(world, opening, None, actor, now))
    }

    /// The manager moves the case, open minutes later; nothing when that is still to come.
    fn staff_moves(&mut self, key: &str, minutes: i64, given: Value) -> anyhow::Result<()> {
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
    fn staff_says(&mut self, body: &str, minutes: i64) -> anyhow::Result<()> {
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
    fn partner_moves(&mut self, key: &str, minutes: i64) -> anyhow::Result<()> {
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

    /// The whole as one new case. Of its mails the partner's are kept while it is open, as on a desk that
    /// forgets old mail.
    fn end(self) -> anyhow::Result<Changes> {
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

    fn bureau(&self) -> anyhow::Result<&Calendar> {
        let calendars = &self.stage.rules.calendars;
        calendars
            .newest(&CalendarKey::from("fr-bureau"))
            .context("no calendar fr-bureau")
    }

    fn answers(&self, form: &str, subject: &str) -> anyhow::Result<Given> {
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
}

fn publisher_facts(publisher: &Publisher) -> PublisherFacts {
    PublisherFacts {
        id: publisher.organisation.id,
        name: publisher.organisation.name.clone(),
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
