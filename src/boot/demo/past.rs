//! Ten weeks of requests that are mostly over, so that figures and histories have something to tell.

use anyhow::Context as _;
use domain::case::Priority;

use crate::boot::demo::answers::{BADGE, DATA, RECO, TECH};
use crate::boot::demo::escalations::Course;
use crate::boot::demo::publishers::ESTABLISHED;
use crate::boot::demo::requests::{Plot, Request, tell};
use crate::boot::demo::script::Plan;
use crate::boot::demo::tale::{Pace, Scene, Tale};
use crate::boot::demo::verifications::Review;

/// How many requests that neither specialists nor reviewers hear of.
const ORDINARY: usize = 44;
/// Open minutes before now at which the first one was sent: ten weeks of forty hours.
const FIRST: i64 = 24_000;
/// And the last one: what came later is the present.
const LAST: i64 = 1_700;

/// Courses of past escalations, in turn; each ends.
const COURSES: [Course; 12] = [
    Course::Fixed,
    Course::Mitigated,
    Course::Fixed,
    Course::NoCode,
    Course::Details,
    Course::WontFix,
    Course::Fixed,
    Course::Returned,
    Course::Lowered,
    Course::StillFailing,
    Course::Withdrawn,
    Course::Silent,
];

/// Reviews of past verifications, in turn; each ends.
const REVIEWS: [Review; 9] = [
    Review::Granted,
    Review::Refused,
    Review::Granted,
    Review::Declined,
    Review::SentBack,
    Review::Questioned,
    Review::AppealLost,
    Review::Withdrawn,
    Review::Granted,
];

/// Plans the past.
///
/// # Errors
/// When a text is missing.
pub fn plan(plan: &mut Plan<'_>) -> anyhow::Result<()> {
    for age in spread(ORDINARY) {
        let age = age + plan.dice.between(-90, 90);
        let form = match plan.dice.below(100) {
            0..=39 => DATA,
            40..=69 => RECO,
            _ => TECH,
        };
        let plot = plot_of(plan.dice.below(100), form);
        let priority = match (plot, plan.dice.below(100)) {
            // Other teams and silent partners take their time: they keep the usual priority.
            (Plot::Delegated { .. } | Plot::Silent, _) => Priority::P3,
            (_, 0..=11) => Priority::P2,
            (_, 12..=25) => Priority::P4,
            (_, _) => Priority::P3,
        };
        request(
            plan,
            age,
            Request {
                form,
                priority,
                plot,
            },
        )?;
    }
    for (age, course) in spread(COURSES.len()).zip(COURSES) {
        let plot = Plot::Escalated(course);
        request(
            plan,
            age,
            Request {
                form: TECH,
                priority: Priority::P3,
                plot,
            },
        )?;
    }
    for (age, review) in spread(REVIEWS.len()).zip(REVIEWS) {
        let plot = Plot::Verified(review);
        request(
            plan,
            age,
            Request {
                form: BADGE,
                priority: Priority::P3,
                plot,
            },
        )?;
    }
    for (age, title) in [(15_100, "Direct coupé"), (6_300, "Compte de la rédaction")] {
        let plot = Plot::Escalated(Course::Major);
        named(
            plan,
            age,
            title,
            Request {
                form: TECH,
                priority: Priority::P1,
                plot,
            },
        )?;
    }
    Ok(())
}

/// So many moments, evenly from the first to the last.
fn spread(count: usize) -> impl Iterator<Item = i64> {
    let count = i64::try_from(count).unwrap_or(1).max(1);
    (0..count).map(move |index| FIRST - index * (FIRST - LAST) / count)
}

fn plot_of(chance: usize, form: &str) -> Plot {
    match chance {
        0..=51 => Plot::Answered,
        52..=73 => Plot::Asked,
        74..=82 => Plot::Delegated { team: "EMEA" },
        83..=85 => Plot::Delegated { team: "CENTRAL" },
        86..=88 => Plot::Silent,
        89..=91 => Plot::Withdrawn,
        92..=94 => Plot::Reopened,
        95..=96 => Plot::Released,
        _ if form == TECH => Plot::Answered,
        _ => Plot::Declined,
    }
}

/// A request of a publisher and contact that chance picks.
fn request(plan: &mut Plan<'_>, age: i64, request: Request) -> anyhow::Result<()> {
    let publishers = plan.publishers;
    let established = publishers.get(..ESTABLISHED).unwrap_or(publishers);
    let publisher = established
        .get(plan.dice.below(established.len()))
        .context("a publisher")?;
    let contact = publisher
        .contacts
        .get(plan.dice.below(publisher.contacts.len()))
        .context("a contact")?;
    let subject = match request.plot {
        Plot::Escalated(_) => escalable(plan, publisher, contact.language)?,
        _ => plan
            .subject(request.form, publisher, contact.language)
            .context("a subject")?,
    };
    let scene = Scene {
        age,
        publisher,
        contact,
        subject,
        pace: Pace::Whole,
    };
    tell(&mut Tale::begin(plan, scene), request)
}

/// A request told by its title, of the first publisher it fits.
fn named(plan: &mut Plan<'_>, age: i64, title: &str, request: Request) -> anyhow::Result<()> {
    let subject = plan
        .titled(request.form, title)
        .with_context(|| title.to_owned())?;
    let publishers = plan.publishers;
    let publisher = publishers
        .iter()
        .find(|one| {
            subject
                .vertical
                .as_deref()
                .is_none_or(|vertical| vertical == one.vertical)
        })
        .context("a publisher")?;
    let contact = publisher.contacts.first().context("a contact")?;
    let scene = Scene {
        age,
        publisher,
        contact,
        subject,
        pace: Pace::Whole,
    };
    tell(&mut Tale::begin(plan, scene), request)
}

/// The subject told least that the specialists can be asked about.
fn escalable<'d>(
    plan: &mut Plan<'d>,
    publisher: &crate::boot::demo::publishers::Publisher,
    language: domain::text::Language,
) -> anyhow::Result<&'d crate::boot::demo::texts::Subject> {
    for _ in 0..plan.library.subjects(TECH).len() {
        let subject = plan
            .subject(TECH, publisher, language)
            .context("a subject")?;
        if subject.trouble.is_some() {
            return Ok(subject);
        }
    }
    anyhow::bail!("no subject that can be escalated")
}
