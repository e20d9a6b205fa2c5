//! How requests end: with what was done, in the words of their subject, or with what could not be.

use domain::case::Priority;
use domain::message::Channel;
use serde_json::Value;

use crate::boot::demo::answers::{BADGE, DATA, RECO};
use crate::boot::demo::escalations::Course;
use crate::boot::demo::requests::Request;
use crate::boot::demo::tale::{Pace, Tale, given, nothing};
use crate::boot::demo::verifications::Review;

/// The outcome and the words with which a request ends whose child did not end as hoped.
pub type Ending = Option<(&'static str, &'static str)>;

/// Works on it for `low` to `high` open minutes and resolves it; a few take longer.
///
/// # Errors
/// When a text is missing.
pub fn resolve(
    tale: &mut Tale<'_, '_>,
    request: Request,
    low: i64,
    high: i64,
) -> anyhow::Result<()> {
    // What one person may hold, so that most are in time: P1 1 h, P2 8 h, P3 24 h, P4 40 h.
    let (low, high) = match request.priority {
        Priority::P1 => (8, 22),
        Priority::P2 => (low.min(60), high.min(220)),
        Priority::P3 | Priority::P4 => (low, high),
    };
    if tale.pace == Pace::Whole && request.priority == Priority::P3 && tale.plan.dice.chance(7) {
        // A few take their time, and the partner is told.
        tale.wait(900, 1_100);
        let update = tale.phrase_for(request.form, "update", tale.subject.language)?;
        tale.reply(tale.owner, &update);
        tale.wait(300, 700);
    }
    tale.wait(low, high);
    resolve_now(tale, request);
    Ok(())
}

/// Resolves it with the conclusion of its subject.
pub fn resolve_now(tale: &mut Tale<'_, '_>, request: Request) {
    let outcome = match (request.form, tale.subject.trouble.is_some()) {
        (DATA | RECO, _) => "delivered",
        (BADGE, _) => "set_up",
        (_, true) => "fixed",
        (_, false) => "answered",
    };
    resolve_with(tale, outcome, &tale.subject.summary);
}

fn resolve_with(tale: &mut Tale<'_, '_>, outcome: &str, summary: &str) {
    let summary = tale.letter(tale.owner, summary);
    let given = given([
        ("resolution", Value::from(outcome)),
        ("summary", Value::from(summary)),
    ]);
    tale.make(tale.owner, "resolve", given);
}

/// How a request ends after such an escalation.
pub const fn after_escalation(course: Course) -> Ending {
    match course {
        Course::Fixed
        | Course::Mitigated
        | Course::Lowered
        | Course::Details
        | Course::StillFailing
        | Course::Major
        | Course::MajorUnreported => None,
        Course::NoCode => Some(("answered", "end_setting")),
        Course::WontFix => Some(("workaround", "end_wont_fix")),
        Course::Returned => Some(("not_a_fault", "end_returned")),
        Course::Silent => Some(("answered", "end_silent")),
        Course::Withdrawn => Some(("partner_solved", "end_solved")),
    }
}

/// How a request ends after such a review.
pub const fn after_review(review: Review) -> Ending {
    match review {
        Review::Granted
        | Review::Refused
        | Review::SentBack
        | Review::Questioned
        | Review::AppealWon => None,
        Review::Declined | Review::Appealed | Review::AppealLost | Review::Expired => {
            Some(("answered", "end_refused"))
        }
        Review::Withdrawn => Some(("partner_solved", "end_withdrawn")),
    }
}

/// Resolves it once the case opened from it is over.
///
/// # Errors
/// When a text is missing.
pub fn resolve_after_child(
    tale: &mut Tale<'_, '_>,
    request: Request,
    ending: Ending,
) -> anyhow::Result<()> {
    tale.wait(10, 45);
    match ending {
        None => {
            resolve_now(tale, request);
            close(tale, request)
        }
        Some((outcome, words)) => {
            let summary = tale.phrase(words)?;
            resolve_with(tale, outcome, &summary);
            Ok(())
        }
    }
}

/// The partner confirms what was done, or lets it close by itself.
///
/// # Errors
/// When a text is missing.
pub fn close(tale: &mut Tale<'_, '_>, request: Request) -> anyhow::Result<()> {
    if tale.plan.dice.chance(45) {
        tale.wait(60, 900);
        if tale.plan.dice.chance(40) {
            let thanks = tale.phrase_for(request.form, "thanks", tale.subject.language)?;
            tale.partner_says(&thanks, Channel::Portal);
        }
        tale.make(tale.contact, "close", nothing());
    }
    Ok(())
}
