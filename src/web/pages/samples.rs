//! Read models as a story would leave them, for the tests of pages: Thursday 12 March 2026, 14:20 in Paris.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::case::{Case, Category, Kind, Priority, Reference, WorkflowRef};
use domain::clocks::calendar::Calendars;
use domain::clocks::clock::{ClockKind, Stage};
use domain::escalation::{Run, RunStage};
use domain::event::{Event, EventBody};
use domain::ids::{
    AttachmentId, CaseId, ClockId, EventId, MessageId, Metric, NoticeId, OrganisationId, PersonId,
    PolicyKey, RequestTypeKey, RunId, StateKey, TeamKey, TemplateKey, WorkflowKey,
};
use domain::message::{Attachment, Audience, Channel, Message};
use domain::people::{Actor, Membership, Role};
use domain::refusal::Refusal;
use domain::routing::{RouteWhy, Strategy};
use domain::source::Source;
use domain::text::{Language, Text};
use domain::time::{Instant, Span};
use domain::workflow::definition::{Definition, State};
use domain::workflow::parse::parse;
use uuid::Uuid;

use crate::usecases::list_cases::CaseOrder;
use crate::usecases::read::badge::{ClockView, OrganisationBadge, PersonBadge};
use crate::usecases::read::board::{
    Attainment, BoardGroup, BoardQuery, BoardRow, BoardView, EscalationLine, FeedWhat, NextLevel,
    OwnerFigures, Week, WorkflowFigures,
};
use crate::usecases::read::case::{AnswerView, CaseView, OfferView, Relative, RunView};
use crate::usecases::read::mail::{MailQueue, MailRow, MailShown};
use crate::usecases::read::queue::{
    Capped, DueIn, NavCounts, QueuePage, QueueRow, QueueView, Reason, RowClock,
};
use crate::web::pages::shell::{ChromeFacts, PersonFacts, Theme};

pub const NAMES: [&str; 6] = [
    "Inès Carpentier",
    "Camille Roy",
    "Yanis Haddad",
    "Noé Lambert",
    "Maud Teissier",
    "Solène Vasseur",
];

pub fn now() -> Instant {
    Instant::parse_rfc3339("2026-03-12T13:20:00Z").unwrap()
}

pub fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn person(n: u8) -> PersonBadge {
    let name = NAMES[usize::from(n)].to_owned();
    PersonBadge {
        id: PersonId::from_uuid(uuid(100 + u128::from(n))),
        name,
    }
}

pub fn text(fr: &str, en: &str) -> Text {
    Text {
        fr: fr.to_owned(),
        en: en.to_owned(),
    }
}

pub fn chrome(language: Language, theme: Theme) -> ChromeFacts {
    ChromeFacts {
        language,
        theme,
        csrf: "3b1f0c9de2a74c51".to_owned(),
        path: "/queue?view=mine".to_owned(),
        person: Some(PersonFacts {
            name: NAMES[0].to_owned(),
            memberships: vec![Membership {
                role: Role::Manager,
                team: Some(TeamKey::from("FR")),
            }],
            organisation: String::new(),
            counts: NavCounts {
                triage: Capped { n: 11, more: false },
                mine: Capped { n: 18, more: false },
                waiting: Capped { n: 6, more: false },
                late: Capped { n: 3, more: false },
            },
        }),
        flash: None,
    }
}

struct Line(
    &'static str,
    &'static str,
    Kind,
    u32,
    Priority,
    Category,
    (&'static str, &'static str),
    i64,
    Option<u8>,
    (&'static str, bool),
);

pub fn queue() -> QueuePage {
    let lines = [
        Line(
            "Direct coupé pendant le multiplex de samedi",
            "Arènes TV",
            Kind::Escalation,
            89,
            Priority::P1,
            Category::WaitingInternal,
            ("Chez l'ingénierie", "Engineering"),
            -72,
            Some(2),
            ("escalated", false),
        ),
        Line(
            "Chiffres de la semaine pour le comité éditorial",
            "Le Fil Matinal",
            Kind::Request,
            1042,
            Priority::P3,
            Category::Open,
            ("En cours", "In progress"),
            -18,
            Some(0),
            ("message_added", true),
        ),
        Line(
            "Vérifier @arenes.tv avant la finale de coupe",
            "Arènes TV",
            Kind::Verification,
            317,
            Priority::P1,
            Category::New,
            ("Nouveau", "New"),
            35,
            None,
            ("opened", true),
        ),
        Line(
            "Formats courts pour la saison cycliste",
            "Échappée Vélo",
            Kind::Request,
            1051,
            Priority::P2,
            Category::New,
            ("Nouvelle", "New"),
            110,
            None,
            ("moved", true),
        ),
        Line(
            "Ouvrir les droits de l’équipe vidéo",
            "Canopée Films",
            Kind::Onboarding,
            31,
            Priority::P3,
            Category::Open,
            ("Mise en place", "Set-up"),
            160,
            Some(0),
            ("moved", false),
        ),
        Line(
            "Écart de vues entre l’export et le tableau de bord",
            "Radio Méridien",
            Kind::Request,
            1049,
            Priority::P3,
            Category::Open,
            ("En cours", "In progress"),
            185,
            Some(1),
            ("files_added", true),
        ),
        Line(
            "Compte de l’émission « Mêlée ouverte »",
            "Mêlée Média",
            Kind::Verification,
            316,
            Priority::P3,
            Category::Open,
            ("En contrôle", "In review"),
            270,
            Some(0),
            ("message_added", false),
        ),
        Line(
            "Éligibilité au partage de revenus",
            "Gazette du Ponant",
            Kind::Request,
            1047,
            Priority::P3,
            Category::WaitingInternal,
            ("Transmise", "With another team"),
            300,
            Some(1),
            ("desk_changed", false),
        ),
        Line(
            "Sous-titres décalés sur les rediffusions",
            "Studio Belladone",
            Kind::Escalation,
            91,
            Priority::P3,
            Category::Open,
            ("Analyse", "Investigating"),
            22 * 60,
            Some(2),
            ("owner_changed", false),
        ),
        Line(
            "Extrait de registre manquant pour la ligue régionale",
            "Ligue Virage",
            Kind::Verification,
            309,
            Priority::P3,
            Category::WaitingPartner,
            ("Attente partenaire", "Waiting on partner"),
            100_000,
            Some(0),
            ("moved", false),
        ),
        Line(
            "Calendrier de lancement et premiers contenus",
            "Côté Filet",
            Kind::Onboarding,
            29,
            Priority::P4,
            Category::WaitingPartner,
            ("Attente partenaire", "Waiting on partner"),
            100_001,
            Some(1),
            ("counted", false),
        ),
    ];
    let rows = lines.iter().map(row).collect();
    QueuePage {
        view: QueueView::Triage,
        order: CaseOrder::Due,
        now: now(),
        rows,
        total: Capped { n: 11, more: false },
        next: None,
    }
}

/// A full page: fifty rows.
pub fn long_queue() -> QueuePage {
    let mut queue = queue();
    queue.rows = queue.rows.into_iter().cycle().take(50).collect();
    queue.rows.sort_by_key(|row| {
        row.clock
            .as_ref()
            .and_then(|clock| clock.due_at)
            .map_or(i64::MAX, Instant::millis)
    });
    queue.total = Capped {
        n: 1_000,
        more: true,
    };
    queue.next = Some("1773321600000.0190".to_owned());
    queue
}

fn row(line: &Line) -> QueueRow {
    let Line(title, organisation, kind, number, priority, category, state, due, owner, reason) =
        line;
    let held = *due >= 100_000;
    let left = if held {
        Span::hours(6)
    } else {
        Span::minutes(*due)
    };
    let clock_stage = if held {
        Stage::Paused
    } else if *due < 0 {
        Stage::BreachedOpen
    } else {
        Stage::Running
    };
    QueueRow {
        reference: Reference::new(*kind, *number),
        title: (*title).to_owned(),
        kind: *kind,
        request_type: Some(RequestTypeKey::from("data_analysis")),
        type_title: match kind {
            Kind::Request => text("Analyse de données", "Data analysis"),
            Kind::Verification => text("Vérification de compte", "Account verification"),
            Kind::Escalation => text("Escalade technique", "Tech escalation"),
            Kind::Onboarding => text("Parcours d'intégration", "Onboarding"),
        },
        priority: *priority,
        organisation: (*organisation).to_owned(),
        category: *category,
        state_title: text(state.0, state.1),
        reason: Reason {
            event: reason.0.to_owned(),
            by_partner: reason.1,
            at: now().minus(Span::hours(if held { 50 } else { 2 })),
        },
        clock: Some(RowClock {
            metric: Metric::from(if *number == 317 {
                "first_response"
            } else {
                "resolution"
            }),
            stage: clock_stage,
            due_at: (!held).then(|| now().plus(Span::minutes(*due))),
            target: Span::hours(8),
            left,
        }),
        owner: owner.map(person),
        unread: *category == Category::New,
    }
}

pub fn definition(name: &str) -> Arc<Definition> {
    let read = |path: &str| {
        std::fs::read_to_string(format!("{}/config/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let calendars = read("policies/calendars.toml");
    let calendars = Calendars::parse(&Source::new("calendars.toml", &calendars)).unwrap();
    let source = read(&format!("workflows/{name}.toml"));
    Arc::new(
        parse(&Source::new(name, &source), &calendars)
            .unwrap()
            .definition,
    )
}

pub fn clock(metric: &str, stage: Stage, target: Span, left: Span) -> ClockView {
    let wall = (stage == Stage::Running || stage == Stage::BreachedOpen).then_some(left);
    ClockView {
        id: ClockId::from_uuid(uuid(1)),
        metric: Metric::from(metric),
        kind: ClockKind::Sla,
        stage,
        target,
        spent: target.minus(left),
        left,
        wall_left: wall,
        due_at: wall.map(|left| now().plus(left)),
        original_due: now().plus(left),
        manual_due: None,
        stopped_at: None,
        calendar: "fr-bureau".to_owned(),
        calendar_version: 1,
        policy: "P2".to_owned(),
        cycle: 1,
    }
}

/// A request in progress, with a thread, a note, an escalation and something that cannot be done.
pub fn case() -> CaseView {
    case_of("request", "in_progress", Kind::Request, 1042)
}

pub fn case_of(workflow: &str, state: &str, kind: Kind, number: u32) -> CaseView {
    let definition = definition(workflow);
    let here = StateKey::new(state);
    let found = definition.state(&here).unwrap().clone();
    let (ines, solene) = (person(0), person(5));
    let case = facts(workflow, &definition, &found, (kind, number));
    let offers = definition
        .leaving(&here)
        .filter(|transition| {
            [Role::Manager, Role::Reviewer, Role::Specialist]
                .iter()
                .any(|role| transition.roles.contains(role))
        })
        .map(|transition| OfferView {
            transition: transition.clone(),
            refusal: (transition.key.as_str() == "escalate").then(|| Refusal::WrongRole {
                transition: transition.key.to_string(),
                roles: "lead".to_owned(),
            }),
        })
        .collect();
    let messages = vec![
        message(
            1,
            205,
            Actor::Partner { id: solene.id },
            Audience::Public,
            Channel::Portal,
            "Le comité se tient vendredi à 9 h. Il nous faut les vues et la durée de visionnage par vidéo, comparées à la semaine d’avant.\n\nJe joins notre modèle ; il vous manque quelque chose ?",
        ),
        message(
            2,
            40,
            Actor::Staff { id: ines.id },
            Audience::Public,
            Channel::Desk,
            "Bonjour Solène, merci pour le modèle. Je vous envoie les chiffres demain avant midi.",
        ),
        message(
            3,
            20,
            Actor::Staff { id: person(1).id },
            Audience::Internal,
            Channel::Desk,
            "L’équipe Régionale confirme que l’export de mardi est incomplet. Ne pas reprendre ces chiffres.",
        ),
    ];
    let names = (0..6).map(person).map(|one| (one.id, one.name)).collect();
    CaseView {
        now: now(),
        state: found,
        type_title: text("Analyse de données", "Data analysis"),
        organisation: OrganisationBadge {
            id: case.organisation,
            slug: "le-fil-matinal".to_owned(),
            name: "Le Fil Matinal".to_owned(),
            vertical: "news".to_owned(),
            tier: "premium".to_owned(),
        },
        requester: Some(solene.clone()),
        owner: Some(ines.clone()),
        people: names,
        clocks: vec![
            clock(
                "next_response",
                Stage::Running,
                Span::hours(2),
                Span::minutes(26),
            ),
            clock(
                "resolution",
                Stage::Running,
                Span::hours(16),
                Span::hours(26),
            ),
            clock(
                "first_response",
                Stage::Met,
                Span::hours(4),
                Span::minutes(22),
            ),
        ],
        offers,
        attachments: vec![
            attachment(1, Some(1), "modele-comite.xlsx", 212_000),
            attachment(2, None, "charte-editoriale.pdf", 1_140_000),
        ],
        events: events(&definition, &case, &ines, &solene),
        route: Some(RouteWhy {
            rule: "Demandes de données".to_owned(),
            strategy: Strategy::PortfolioOwner,
            proposed: Some(ines.id),
            load: 12,
            capacity: 20,
            compared: 4,
            ..RouteWhy::default()
        }),
        runs: vec![RunView {
            told: vec![ines.id],
            next: Some(NextLevel {
                who: "Maud Teissier".to_owned(),
                at: now().plus(Span::minutes(42)),
            }),
            silent_at: None,
            run: Run {
                id: RunId::from_uuid(uuid(9)),
                case: case.id,
                clock: None,
                joined: Vec::new(),
                origin: RunId::from_uuid(uuid(9)),
                policy: PolicyKey::from("standard"),
                policy_version: 1,
                level: 1,
                round: 0,
                stage: RunStage::Active,
                started_at: now().minus(Span::minutes(18)),
                fired_at: Some(now().minus(Span::minutes(18))),
                acknowledged_by: None,
                acknowledged_at: None,
            },
        }],
        answers: vec![
            AnswerView {
                field: "question".to_owned(),
                label: text("Votre question", "Your question"),
                display: text(
                    "Quelles vidéos ont retenu le public ?",
                    "Quelles vidéos ont retenu le public ?",
                ),
            },
            AnswerView {
                field: "metrics".to_owned(),
                label: text("Indicateurs", "Metrics"),
                display: text("Vues, durée de visionnage", "Views, watch time"),
            },
        ],
        messages,
        siblings: queue().rows.into_iter().skip(5).take(2).collect(),
        relatives: vec![Relative {
            reference: Reference::new(Kind::Escalation, 91),
            title: "Export hebdomadaire incomplet".to_owned(),
            relation: "child".to_owned(),
            state_title: text("Analyse", "Investigating"),
        }],
        definition,
        case,
    }
}

fn facts(
    workflow: &str,
    definition: &Definition,
    found: &State,
    (kind, number): (Kind, u32),
) -> Case {
    let (ines, solene) = (person(0), person(5));
    Case {
        id: CaseId::from_uuid(uuid(7)),
        reference: Reference::new(kind, number),
        kind,
        workflow: WorkflowRef {
            key: WorkflowKey::new(workflow),
            version: 1,
        },
        state: found.key.clone(),
        category: found.category,
        previous_state: Some(definition.initial.clone()),
        request_type: Some(RequestTypeKey::from("data_analysis")),
        title: "Chiffres de la semaine pour le comité éditorial".to_owned(),
        language: Language::Fr,
        organisation: OrganisationId::from_uuid(uuid(50)),
        requester: Some(solene.id),
        team: TeamKey::from("FR"),
        desk: TeamKey::from("FR"),
        owner: Some(ines.id),
        priority: Priority::P2,
        impact: 2,
        urgency: 2,
        confidential: false,
        parent: None,
        answers: BTreeMap::new(),
        facts: BTreeMap::new(),
        counters: BTreeMap::from([("reopened".to_owned(), 1)]),
        created_at: now().minus(Span::minutes(230)),
        submitted_at: Some(now().minus(Span::minutes(205))),
        state_since: now().minus(Span::minutes(60)),
        resolved_at: None,
        updated_at: now(),
        version: 9,
        revision: 9,
    }
}

fn events(
    definition: &Definition,
    case: &Case,
    ines: &PersonBadge,
    solene: &PersonBadge,
) -> Vec<Event> {
    let first = definition.states[0].key.clone();
    let second = definition.states[1].key.clone();
    let moved = |from: &StateKey, to: &StateKey, submits| {
        let made = definition
            .transitions
            .iter()
            .find(|one| one.from.contains(from))
            .unwrap();
        EventBody::Moved {
            transition: made.key.clone(),
            from: from.clone(),
            to: to.clone(),
            category: Category::Open,
            submits,
            input: BTreeMap::new(),
        }
    };
    let staff = Actor::Staff { id: ines.id };
    let bodies = [
        (
            205,
            Actor::Partner { id: solene.id },
            moved(&first, &second, true),
        ),
        (
            205,
            Actor::System {
                rule: "routing".to_owned(),
            },
            EventBody::Routed {
                team: TeamKey::from("FR"),
                priority: Priority::P2,
                why: RouteWhy {
                    rule: "Demandes de données".to_owned(),
                    strategy: Strategy::PortfolioOwner,
                    proposed: Some(ines.id),
                    load: 12,
                    capacity: 20,
                    compared: 4,
                    ..RouteWhy::default()
                },
            },
        ),
        (
            60,
            staff.clone(),
            EventBody::OwnerChanged {
                from: None,
                to: Some(ines.id),
            },
        ),
        (60, staff.clone(), moved(&second, &case.state, false)),
        (
            50,
            staff,
            EventBody::PriorityChanged {
                from: Priority::P3,
                to: Priority::P2,
                reason: "Comité vendredi".to_owned(),
            },
        ),
        (
            18,
            Actor::System {
                rule: "escalation:standard".to_owned(),
            },
            EventBody::Escalated {
                run: RunId::from_uuid(uuid(9)),
                level: 1,
                told: vec![person(4).id],
            },
        ),
    ];
    bodies
        .into_iter()
        .zip(1_u8..)
        .map(|((ago, actor, body), n)| Event {
            id: EventId::from_uuid(uuid(200 + u128::from(n))),
            case: case.id,
            seq: i64::from(n),
            at: now().minus(Span::minutes(ago)),
            actor,
            body,
        })
        .collect()
}

fn message(
    n: u128,
    ago: i64,
    author: Actor,
    audience: Audience,
    channel: Channel,
    body: &str,
) -> Message {
    Message {
        id: MessageId::from_uuid(uuid(300 + n)),
        case: CaseId::from_uuid(uuid(7)),
        at: now().minus(Span::minutes(ago)),
        author,
        audience,
        body: body.to_owned(),
        language: Language::Fr,
        channel,
    }
}

fn attachment(n: u128, message: Option<u128>, file_name: &str, size_bytes: i64) -> Attachment {
    Attachment {
        id: AttachmentId::from_uuid(uuid(400 + n)),
        case: CaseId::from_uuid(uuid(7)),
        message: message.map(|n| MessageId::from_uuid(uuid(300 + n))),
        field: None,
        file_name: file_name.to_owned(),
        media_type: "application/pdf".to_owned(),
        size_bytes,
        sha256: "00".repeat(32),
        audience: Audience::Public,
        author: Actor::Partner { id: person(5).id },
        at: now().minus(Span::minutes(205)),
    }
}

pub fn board() -> BoardView {
    let attainment = |met, missed| Attainment { met, missed };
    let shares = [931, 946, 958, 964, 952, 938, 924, 930, 949, 956, 931, 942];
    let next = [
        ("Régional", 40),
        ("Maud Teissier", 42),
        ("Inès Carpentier", 20),
        ("Maud Teissier", 110),
    ];
    let rows = queue()
        .rows
        .into_iter()
        .take(7)
        .zip(0_u8..)
        .map(|(row, n)| BoardRow {
            next_level: next.get(usize::from(n)).map(|(who, minutes)| NextLevel {
                who: (*who).to_owned(),
                at: now().plus(Span::minutes(*minutes)),
            }),
            run: (n < 2).then(|| RunId::from_uuid(uuid(90 + u128::from(n)))),
            acknowledged_by: (n == 1).then(|| person(4)),
            row,
        });
    let mut rows: Vec<BoardRow> = rows.collect();
    let today = rows.split_off(6);
    let soon = rows.split_off(3);
    let group = |due, n, rows| BoardGroup {
        due,
        total: Capped { n, more: false },
        rows,
    };
    let figures = |kind, closed, first, resolution, median| WorkflowFigures {
        kind,
        closed,
        first_reply: first,
        resolution,
        median,
    };
    let owner = |n: Option<u8>, late, at_risk, on_track, held| OwnerFigures {
        owner: n.map(person),
        id: n.map(|n| person(n).id),
        late,
        at_risk,
        on_track,
        held,
    };
    BoardView {
        now: now(),
        teams: vec![TeamKey::from("FR")],
        choices: vec![TeamKey::from("FR")],
        query: BoardQuery::default(),
        from: now().minus(Span::days(7)),
        attainment: attainment(311, 19),
        attainment_before: attainment(297, 22),
        oldest_breach: Some(now().minus(Span::minutes(72))),
        median_first_reply: Some(Span::minutes(42)),
        p90_first_reply: Some(Span::minutes(170)),
        held_long: Capped { n: 5, more: false },
        groups: vec![
            group(DueIn::Late, 3, rows),
            group(DueIn::Soon, 7, soon),
            group(DueIn::Today, 1, today),
        ],
        metrics: Vec::new(),
        weeks: shares
            .into_iter()
            .zip(0_i64..)
            .map(|(tenths, n)| Week {
                starts_at: now().minus(Span::days(7 * (11 - n) + 3)),
                attainment: attainment(tenths, 1_000 - tenths),
            })
            .collect(),
        goal_percent: 95,
        workflows: vec![
            figures(
                Kind::Request,
                164,
                attainment(159, 5),
                attainment(156, 8),
                Some(Span::hours(26)),
            ),
            figures(
                Kind::Verification,
                48,
                attainment(46, 2),
                attainment(44, 4),
                Some(Span::hours(53)),
            ),
            figures(
                Kind::Escalation,
                21,
                attainment(20, 1),
                attainment(17, 4),
                Some(Span::hours(73)),
            ),
            figures(
                Kind::Onboarding,
                6,
                attainment(6, 0),
                Attainment::default(),
                None,
            ),
        ],
        owners: vec![
            owner(Some(0), 1, 2, 11, 4),
            owner(Some(1), 1, 1, 9, 5),
            owner(Some(2), 1, 2, 5, 1),
            owner(Some(3), 0, 0, 7, 3),
            owner(None, 0, 2, 1, 0),
        ],
        escalations: vec![
            EscalationLine {
                at: now().minus(Span::minutes(12)),
                reference: Reference::new(Kind::Escalation, 89),
                what: FeedWhat::Level(2),
                who: "Maud Teissier".to_owned(),
            },
            EscalationLine {
                at: now().minus(Span::minutes(60)),
                reference: Reference::new(Kind::Request, 1042),
                what: FeedWhat::Acknowledged,
                who: "Maud Teissier".to_owned(),
            },
            EscalationLine {
                at: now().minus(Span::hours(30)),
                reference: Reference::new(Kind::Verification, 311),
                what: FeedWhat::Gap(1),
                who: String::new(),
            },
        ],
    }
}

pub fn mail(shown: MailShown) -> MailQueue {
    MailQueue {
        now: now(),
        shown,
        rows: vec![MailRow {
            id: NoticeId::from_uuid(uuid(500)),
            reference: Some(Reference::new(Kind::Request, 1042)),
            template: TemplateKey::from("request.taken"),
            name: "Solène Vasseur".to_owned(),
            email: "solene@fil-matinal.example".to_owned(),
            language: Language::Fr,
            at: now().minus(Span::hours(5)),
            attempts: 10,
            next_at: now(),
            sent_at: (shown == MailShown::Sent).then(now),
            last_error: (shown == MailShown::Parked)
                .then(|| "550 5.1.1 no such mailbox".to_owned()),
        }],
        parked: Capped { n: 1, more: false },
        queued: Capped { n: 4, more: false },
        next: None,
    }
}
