//! The main story: a partner's form becomes a case, a queue, mails, a warning, a breach and an
//! escalation that is acknowledged; then an answer, a delegation, a resolution and the end.

use domain::people::Role;
use domain::text::Language;
use domain::time::Span;

use crate::world::counter::{Counter, Persona, link_in};
use crate::world::database::Database;
use crate::world::form::File;
use crate::world::http::{Answer, Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_opens_on_sqlite() {
    story(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_opens_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        story(database).await;
    }
}

struct People {
    solene: Persona,
    rival: Persona,
    ines: Persona,
    maud: Persona,
    ewan: Persona,
    nora: Persona,
}

async fn people(counter: &Counter) -> People {
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
    let ewan = counter
        .staff(
            "Ewan Byrne",
            "ewan@desk.example",
            &[(Role::Specialist, "EMEA")],
        )
        .await;
    let nora = counter
        .staff("Nora Quinn", "nora@desk.example", &[(Role::Lead, "EMEA")])
        .await;
    let arenes = counter
        .publisher("arenes-tv", "Arènes TV", Some(&ines))
        .await;
    let other = counter.publisher("le-fil", "Le Fil Matinal", None).await;
    let solene = counter
        .contact(
            "Solène Maupin",
            "solene@arenes.example",
            Language::Fr,
            arenes,
        )
        .await;
    let rival = counter
        .contact("Bruno Calvet", "bruno@fil.example", Language::En, other)
        .await;
    People {
        solene,
        rival,
        ines,
        maud,
        ewan,
        nora,
    }
}

async fn story(database: Database) {
    let counter = Counter::open(database).await;
    let people = people(&counter).await;

    // Nobody learns whether an address is known.
    let stranger = counter.stranger();
    let page = stranger.open("/sign-in").await;
    let unknown = stranger
        .submit(
            &page
                .form("/sign-in")
                .fill("email", "nobody@nowhere.example"),
        )
        .await;
    counter.post().await;
    assert_eq!(unknown.status, 200);
    assert!(
        counter.smtp.mails().is_empty(),
        "a mail to somebody nobody knows"
    );

    // The partner asks.
    let solene = counter.sign_in(&people.solene).await;
    let reference = ask(&solene).await;
    assert_eq!(reference, "REQ-0001");
    counter.work().await;
    let received = last_mail(&counter, &people.solene);
    assert!(received.0.starts_with("[REQ-0001] "), "{}", received.0);
    assert!(received.1.contains("Bonjour Solène"), "{}", received.1);

    // It is in the queue of the team, with its clock and the proposal of who looks after the publisher.
    let ines = counter.sign_in(&people.ines).await;
    let queue = ines.open("/queue").await;
    assert!(queue.text().contains("REQ-0001"), "the queue shows it");
    let case = ines.open("/cases/REQ-0001").await.words();
    assert!(case.contains("Audience du dernier week-end"), "{case}");

    // Another publisher sees nothing, and cannot tell it from what is not there.
    let rival = counter.sign_in(&people.rival).await;
    let theirs = rival
        .get("/portal/requests/REQ-0001")
        .await
        .expect_status(404);
    let nothing = rival
        .get("/portal/requests/REQ-9999")
        .await
        .expect_status(404);
    assert_eq!(
        theirs.words().replace("REQ-0001", ""),
        nothing.words().replace("REQ-9999", "")
    );
    rival.get("/cases/REQ-0001").await.expect_status(404);

    // Three hours of four have passed: the lead is warned, as nobody has it; then it is late.
    counter.pass(Span::hours(3)).await;
    let warned = subjects(&counter, &people.maud);
    assert!(
        warned
            .iter()
            .any(|one| one.contains("Reste 2\u{a0}h") && one.contains("Arènes TV")),
        "warned at 75 %, with what is left and for whom: {warned:?}"
    );
    counter.pass(Span::hours(3)).await;
    let told = subjects(&counter, &people.maud);
    assert!(
        told.iter()
            .any(|one| one.contains("Niveau 1") || one.contains("Retard")),
        "{told:?}"
    );
    let maud = counter.sign_in(&people.maud).await;
    let board = maud.open("/team/sla").await.words();
    assert!(
        board.contains("REQ-0001"),
        "the lead sees the breach: {board}"
    );

    // Four more business hours without an answer: the regional lead hears of it, and takes it on by
    // the link in the mail, without signing in.
    counter.pass(Span::hours(24)).await;
    let page_mail = counter
        .smtp
        .inbox(&people.nora.email)
        .into_iter()
        .find(|mail| mail.links().iter().any(|link| link.contains("/ack/")))
        .expect("the regional lead hears of it");
    let link = link_in(&page_mail, "/ack/");
    let nora = counter.stranger();
    let asked = nora.open(&link).await;
    nora.submit_and_open(&asked.form(&link)).await;
    // A session without use is over after half a day.
    assert_eq!(maud.get("/cases/REQ-0001").await.status, 303);
    let maud = counter.sign_in(&people.maud).await;
    let board = maud.open("/cases/REQ-0001").await.words();
    assert!(
        board.contains("Nora Quinn"),
        "who took it on is shown: {board}"
    );

    // The manager takes it, asks, and the clock stands still.
    let ines = counter.sign_in(&people.ines).await;
    act(&ines, "REQ-0001", "take", &[]).await;
    counter.work().await;
    act(
        &ines,
        "REQ-0001",
        "ask",
        &[
            ("question", "Pour quel compte voulez-vous ces chiffres ?"),
            ("follow_up_on-day", "24"),
            ("follow_up_on-month", "09"),
            ("follow_up_on-year", "2026"),
        ],
    )
    .await;
    counter.work().await;
    let question = last_mail(&counter, &people.solene);
    assert!(question.1.contains("Pour quel compte"), "{}", question.1);
    let clocks = clocks(&counter, &people.ines, "REQ-0001").await;
    assert!(
        clocks
            .iter()
            .any(|(metric, stage)| metric == "resolution" && stage == "paused"),
        "the resolution clock is paused: {clocks:?}"
    );

    // The partner answers from the mail, without an account; never sees the note that follows.
    let mail = counter
        .smtp
        .inbox(&people.solene.email)
        .pop()
        .expect("the question");
    let link = link_in(&mail, "/q/");
    let phone = counter.stranger();
    let page = phone.open(&link).await;
    assert!(
        page.words().contains("Pour quel compte"),
        "{}",
        page.words()
    );
    phone
        .submit_and_open(&page.form(&link).fill("body", "Pour @arenes.tv, merci."))
        .await;
    counter.work().await;
    let case = ines.open("/cases/REQ-0001").await;
    assert!(
        case.words().contains("Pour @arenes.tv, merci."),
        "the answer is in the thread"
    );
    let note = case
        .form("/cases/REQ-0001/messages")
        .fill("body", "Vérifier avec la régie avant de répondre.")
        .fill("audience", "internal");
    ines.submit(&note).await.expect_status(303);
    counter.work().await;
    let seen = solene.open("/portal/requests/REQ-0001").await.words();
    assert!(
        !seen.contains("régie"),
        "an internal note stays inside: {seen}"
    );
    assert!(
        counter
            .smtp
            .inbox(&people.solene.email)
            .iter()
            .all(|mail| { !mail.text().unwrap_or_default().contains("régie") }),
        "no mail carries the note"
    );

    // Delegated to the region, answered there, resolved here.
    act(
        &ines,
        "REQ-0001",
        "delegate",
        &[
            ("team", "EMEA"),
            (
                "handover",
                "Il faut l'extrait brut de la semaine 38 pour @arenes.tv.",
            ),
            ("due_on-day", "30"),
            ("due_on-month", "09"),
            ("due_on-year", "2026"),
        ],
    )
    .await;
    let ewan = counter.sign_in(&people.ewan).await;
    act(
        &ewan,
        "REQ-0001",
        "hand_back",
        &[(
            "internal_answer",
            "L'extrait est déposé dans l'espace partagé.",
        )],
    )
    .await;
    act(
        &ines,
        "REQ-0001",
        "resolve",
        &[
            ("resolution", "delivered"),
            (
                "summary",
                "Voici les chiffres demandés, avec la courbe par jour du week-end.",
            ),
        ],
    )
    .await;
    counter.work().await;
    let resolved = last_mail(&counter, &people.solene);
    assert!(resolved.1.contains("courbe par jour"), "{}", resolved.1);

    // Silence for a business week closes it.
    counter.pass(Span::days(9)).await;
    let ines = counter.sign_in(&people.ines).await;
    let case = ines.open("/cases/REQ-0001").await.words();
    assert!(case.contains("Clôturée"), "closed by itself: {case}");

    no_mail_twice(&counter);
    counter.close().await;
}

/// Goes through the form as a person would, files included; gives the reference.
async fn ask(solene: &Visitor) -> String {
    let page = solene.open("/portal/new").await;
    let mut page = solene
        .submit_and_open(&page.form("/portal/new").fill("type", "data_analysis"))
        .await;
    let answers: &[&[(&str, &str)]] = &[
        &[
            ("title", "Audience du dernier week-end"),
            (
                "question",
                "Combien de personnes ont suivi la finale de samedi, minute par minute ?",
            ),
            ("handles", "@arenes.tv"),
        ],
        &[
            ("metrics", "views"),
            ("period_from-day", "12"),
            ("period_from-month", "09"),
            ("period_from-year", "2026"),
            ("period_to-day", "20"),
            ("period_to-month", "09"),
            ("period_to-year", "2026"),
            ("comparison", "none"),
            ("granularity", "day"),
        ],
        &[("format", "note"), ("external_use", "no")],
        &[("impact", "1"), ("urgency", "1"), ("language", "fr")],
    ];
    for step in answers {
        let path = page.url.path().to_owned();
        let mut form = page.form(&path);
        for (name, value) in *step {
            form = form.fill(name, value);
        }
        if step.iter().any(|(name, _)| *name == "impact") {
            form = form.attach(File {
                field: "files".to_owned(),
                name: "courbe.csv".to_owned(),
                media_type: "text/csv".to_owned(),
                content: b"minute;vues\n1;1200\n".to_vec(),
            });
        }
        page = solene.submit_and_open(&form).await;
        assert!(!page.words().contains("à corriger"), "{}", page.words());
    }
    assert!(
        page.url.path().ends_with("/check"),
        "the answers are read again: {}",
        page.url
    );
    assert!(
        page.words().contains("courbe.csv"),
        "the file is there: {}",
        page.words()
    );
    let path = page.url.path().to_owned();
    let sent = solene.submit_and_open(&page.form(&path)).await;
    let words = sent.words();
    let at = words
        .find("REQ-")
        .unwrap_or_else(|| panic!("a reference: {words}"));
    words[at..at + 8].to_owned()
}

/// Makes a move on its page, as a person would.
async fn act(visitor: &Visitor, reference: &str, transition: &str, given: &[(&str, &str)]) {
    let address = format!("/cases/{reference}/do/{transition}");
    let page: Answer = visitor.open(&address).await;
    let mut form = page.form(&address);
    for (name, value) in given {
        form = form.fill(name, value);
    }
    let answer = visitor.submit(&form).await;
    assert_eq!(answer.status, 303, "{transition}: {}", answer.words());
}

async fn clocks(counter: &Counter, who: &Persona, reference: &str) -> Vec<(String, String)> {
    let token = counter.token(who, &["read"]).await;
    let program = counter.stranger().with_token(&token);
    let answer = program
        .get_json(&format!("/api/v1/cases/{reference}/clocks"))
        .await;
    let list: serde_json::Value = answer.expect_status(200).json();
    let items = list["items"]
        .as_array()
        .or_else(|| list.as_array())
        .expect("a list")
        .clone();
    items
        .iter()
        .map(|clock| {
            (
                clock["metric"].as_str().unwrap_or_default().to_owned(),
                clock["stage"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

fn subjects(counter: &Counter, of: &Persona) -> Vec<String> {
    counter
        .smtp
        .inbox(&of.email)
        .iter()
        .map(|mail| mail.subject().to_owned())
        .collect()
}

fn last_mail(counter: &Counter, of: &Persona) -> (String, String) {
    let mail = counter.smtp.inbox(&of.email).pop().expect("a mail");
    (mail.subject().to_owned(), mail.text().unwrap_or_default())
}

fn no_mail_twice(counter: &Counter) {
    let mut ids: Vec<String> = counter
        .smtp
        .mails()
        .iter()
        .map(|mail| mail.message_id().to_owned())
        .collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "a mail was sent twice");
}
