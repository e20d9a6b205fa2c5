//! How requests go: answered, asked back, passed on, declined, taken back, joined.

use domain::case::Priority;
use domain::message::Channel;
use domain::people::Person;
use domain::workflow::input::Given;
use serde_json::{Value, json};

use crate::boot::demo::answers::{self, RECO, TECH};
use crate::boot::demo::endings::{
    after_escalation, after_review, close, resolve, resolve_after_child, resolve_now,
};
use crate::boot::demo::escalations::{self, Course};
use crate::boot::demo::script::Act;
use crate::boot::demo::tale::{Pace, Tale, given, nothing};
use crate::boot::demo::verifications::{self, Review};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plot {
    /// Taken, answered, resolved, closed: five steps.
    Answered,
    /// The same after a question to the partner: six steps, the third is the question.
    Asked,
    /// The partner never answers the question.
    Silent,
    /// Another team answers in between: four steps until it holds the case.
    Delegated {
        /// Which team.
        team: &'static str,
    },
    /// Taken and answered; then the partner asks for news so many open minutes before now.
    Chased {
        /// Open minutes before now.
        ago: i64,
    },
    /// Taken, answered and late; the lead takes the escalation on so many open minutes before now.
    TakenOn {
        /// Open minutes before now.
        ago: i64,
    },
    /// Declined at once.
    Declined,
    /// Taken back by the partner.
    Withdrawn,
    /// Resolved, reopened, resolved again.
    Reopened,
    /// Put back into triage and taken by a colleague.
    Released,
    /// A technical escalation is raised from it: four steps, then those of its course.
    Escalated(Course),
    /// A verification case is opened from it: four steps, then those of its review.
    Verified(Review),
    /// Begun and left.
    Begun,
    /// Begun and thrown away.
    ThrownAway,
}

/// What a request is, besides its story.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Which form.
    pub form: &'static str,
    /// How much it matters.
    pub priority: Priority,
    /// What becomes of it.
    pub plot: Plot,
}

/// Tells a request.
///
/// # Errors
/// When a text is missing.
pub fn tell(tale: &mut Tale<'_, '_>, request: Request) -> anyhow::Result<()> {
    if !matches!(request.plot, Plot::Begun | Plot::ThrownAway) {
        sent(tale, request)?;
    }
    match request.plot {
        Plot::Begun => begun(tale, request.form),
        Plot::ThrownAway => {
            begun(tale, request.form);
            tale.wait(100, 900);
            tale.act(tale.contact.id, Act::Discard);
        }
        Plot::Answered => {
            answered(tale, request)?;
            resolve(tale, request, 90, 900)?;
            close(tale, request)?;
        }
        Plot::Asked => {
            ask(tale, request);
            tale.wait(90, 700);
            partner_answers(tale);
            resolve(tale, request, 30, 100)?;
            close(tale, request)?;
        }
        Plot::Silent => ask(tale, request),
        Plot::Delegated { team } => delegated(tale, request, team)?,
        Plot::Chased { ago } => {
            answered(tale, request)?;
            let words = tale.phrase("chase")?;
            tale.wait_until(ago);
            tale.partner_says(&words, Channel::Mail);
        }
        Plot::TakenOn { ago } => {
            answered(tale, request)?;
            tale.wait_until(ago);
            let lead = lead(tale).id;
            tale.act(lead, Act::Acknowledge);
        }
        Plot::Declined => declined(tale, request)?,
        Plot::Withdrawn => {
            tale.wait(30, 200);
            let reason = tale.phrase_for(request.form, "withdraw", tale.subject.language)?;
            let reason = tale.text(&reason);
            tale.make(
                tale.contact,
                "withdraw",
                given([("withdraw_reason", Value::from(reason))]),
            );
        }
        Plot::Reopened => reopened(tale, request)?,
        Plot::Released => released(tale, request)?,
        Plot::Escalated(course) => {
            answered(tale, request)?;
            escalations::tell(tale, course)?;
            resolve_after_child(tale, request, after_escalation(course))?;
        }
        Plot::Verified(review) => {
            answered(tale, request)?;
            verifications::from_request(tale, review)?;
            resolve_after_child(tale, request, after_review(review))?;
        }
    }
    Ok(())
}

fn begun(tale: &mut Tale<'_, '_>, form: &'static str) {
    let (page, typed) = answers::first_page(tale, form);
    tale.act(tale.contact.id, Act::Begin { form, page, typed });
}

fn sent(tale: &mut Tale<'_, '_>, request: Request) -> anyhow::Result<()> {
    let answers = answers::of(tale, request.form, request.priority);
    if is_regional(&answers) {
        tale.owner = &tale.plan.staff.aoife;
    }
    tale.act(
        tale.contact.id,
        Act::Send {
            form: request.form,
            answers,
        },
    );
    let asked = if request.form == TECH {
        request.priority
    } else {
        Priority::P3
    };
    if asked != request.priority {
        tale.wait(4, 12);
        let lead = lead(tale);
        let reason = tale.plan.library.phrase(
            "priority",
            lead.language,
            usize::from(request.priority == Priority::P4) * 2,
        )?;
        tale.rank(lead, request.priority, reason);
    }
    Ok(())
}

/// Whether the form sends it to the regional team: a comparison with peers, or a raw extract.
fn is_regional(answers: &Given) -> bool {
    let is = |name: &str, value: &str| answers.get(name).and_then(Value::as_str) == Some(value);
    is("comparison", "peers") || is("format", "sheet") && is("granularity", "video")
}

/// The lead of the team that answers.
fn lead<'d>(tale: &Tale<'_, 'd>) -> &'d Person {
    let staff = tale.plan.staff;
    if tale.owner.id == staff.aoife.id || tale.owner.id == staff.joris.id {
        &staff.greta
    } else {
        &staff.maud
    }
}

/// Somebody takes it and answers: two steps.
fn answered(tale: &mut Tale<'_, '_>, request: Request) -> anyhow::Result<()> {
    take(tale, request);
    tale.wait(3, 12);
    let reply = tale.subject.reply.clone();
    tale.reply(tale.owner, &reply);
    if tale.plan.dice.chance(45) {
        let note = tale.filled(&tale.subject.note);
        tale.note(tale.owner, &note);
    } else if tale.plan.dice.chance(25) {
        let note = tale.phrase_in("note", tale.owner.language)?;
        tale.note(tale.owner, &note);
    }
    Ok(())
}

fn take(tale: &mut Tale<'_, '_>, request: Request) {
    let target = first_reply_minutes(request);
    // Six in a hundred are answered too late.
    if tale.pace == Pace::Whole && tale.plan.dice.chance(6) {
        tale.wait(target + 6, target * 3 / 2);
    } else {
        tale.wait(target / 10, target * 3 / 4);
    }
    if request.priority != Priority::P1 && tale.plan.dice.chance(20) {
        let lead = lead(tale);
        let owner = Value::from(tale.owner.id.to_string());
        tale.make(lead, "assign", given([("assignee", owner)]));
    } else {
        tale.make(tale.owner, "take", nothing());
    }
}

fn first_reply_minutes(request: Request) -> i64 {
    match (request.priority, request.form) {
        (Priority::P1, _) => 30,
        (Priority::P2, _) | (Priority::P3 | Priority::P4, TECH) => 120,
        (Priority::P3, RECO) | (Priority::P4, _) => 480,
        (Priority::P3, _) => 240,
    }
}

/// Taken, and asked back: two steps.
fn ask(tale: &mut Tale<'_, '_>, request: Request) {
    take(tale, request);
    tale.wait(3, 15);
    let question = tale.letter(tale.owner, &tale.subject.ask);
    let day = tale.day_after(3);
    tale.make(
        tale.owner,
        "ask",
        given([("question", Value::from(question)), ("follow_up_on", day)]),
    );
}

fn partner_answers(tale: &mut Tale<'_, '_>) {
    let answer = tale.subject.answer.clone();
    if tale.plan.dice.chance(60) {
        let answer = Value::from(tale.text(&answer));
        tale.make(tale.contact, "answer", given([("answer", answer)]));
    } else {
        tale.partner_says(&answer, Channel::Mail);
    }
}

fn delegated(tale: &mut Tale<'_, '_>, request: Request, team: &'static str) -> anyhow::Result<()> {
    answered(tale, request)?;
    // The regional team passes on to the central one.
    let team = if tale.owner.id == tale.plan.staff.aoife.id {
        "CENTRAL"
    } else {
        team
    };
    tale.wait(20, 150);
    let handover = tale.phrase_for(request.form, "handover", tale.owner.language)?;
    let due_on = tale.day_after(2);
    let with = json!({ "team": team, "handover": tale.text(&handover), "due_on": due_on });
    tale.make(
        tale.owner,
        "delegate",
        with.as_object()
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .collect(),
    );
    tale.wait(150, 600);
    let staff = tale.plan.staff;
    let specialist = if team == "EMEA" {
        &staff.aoife
    } else {
        &staff.dana
    };
    let answer = tale.phrase_for(request.form, "internal_answer", specialist.language)?;
    tale.make(
        specialist,
        "hand_back",
        given([("internal_answer", Value::from(answer))]),
    );
    resolve(tale, request, 20, 150)?;
    close(tale, request)
}

fn declined(tale: &mut Tale<'_, '_>, request: Request) -> anyhow::Result<()> {
    let target = first_reply_minutes(request);
    tale.wait(target / 6, target * 3 / 4);
    let which = tale.plan.dice.below(2);
    let reason = if which == 0 { "policy" } else { "wrong_place" };
    let language = tale.subject.language;
    // English has no text about contracts: its second one is about data that are no longer kept.
    let reason = match (reason, language) {
        ("wrong_place", domain::text::Language::En) => "data_unavailable",
        (reason, _) => reason,
    };
    let words = tale.plan.library.phrase("decline", language, which)?;
    let explanation = tale.letter(tale.owner, words);
    let given = given([
        ("decline_reason", Value::from(reason)),
        ("explanation", Value::from(explanation)),
    ]);
    tale.make(tale.owner, "decline", given);
    Ok(())
}

fn reopened(tale: &mut Tale<'_, '_>, request: Request) -> anyhow::Result<()> {
    answered(tale, request)?;
    resolve(tale, request, 90, 400)?;
    tale.wait(100, 900);
    let reason = tale.phrase_for(request.form, "reopen", tale.subject.language)?;
    let reason = Value::from(tale.text(&reason));
    tale.make(tale.contact, "reopen", given([("reopen_reason", reason)]));
    tale.wait(20, 100);
    resolve_now(tale, request);
    close(tale, request)
}

fn released(tale: &mut Tale<'_, '_>, request: Request) -> anyhow::Result<()> {
    answered(tale, request)?;
    tale.wait(30, 100);
    let reason = tale.phrase_in("release", tale.owner.language)?;
    let reason = Value::from(tale.text(&reason));
    tale.make(tale.owner, "release", given([("release_reason", reason)]));
    tale.wait(20, 60);
    let staff = tale.plan.staff;
    tale.owner = if tale.owner.id == staff.noe.id {
        &staff.camille
    } else if tale.owner.id == staff.aoife.id {
        &staff.joris
    } else {
        &staff.noe
    };
    tale.make(tale.owner, "take", nothing());
    resolve(tale, request, 60, 500)?;
    close(tale, request)
}
