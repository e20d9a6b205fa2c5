//! How technical escalations go, from the request that raises them to their end.

use domain::case::Kind;
use serde_json::Value;

use crate::boot::demo::tale::{Tale, given, nothing};

/// What becomes of an escalation. The first step of each is the request's: raising it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Acknowledged, examined, confirmed, fixed, checked.
    Fixed,
    /// The same with a workaround before the fix.
    Mitigated,
    /// The same, and less grave once there is a workaround.
    Lowered,
    /// Nothing to fix: a setting.
    NoCode,
    /// Will not be fixed, with the lead's agreement.
    WontFix,
    /// Sent back to the desk.
    Returned,
    /// The specialists ask for details, and get them.
    Details,
    /// The specialists ask for details and never get them.
    Silent,
    /// Taken back by the desk.
    Withdrawn,
    /// The first fix does not hold.
    StillFailing,
    /// Critical: a workaround within the hour, a fix, and a report afterwards.
    Major,
    /// Critical, and the report is still to be written.
    MajorUnreported,
}

const ESC: Kind = Kind::Escalation;

/// Tells the escalation of a request.
///
/// # Errors
/// When a text is missing.
pub fn tell(tale: &mut Tale<'_, '_>, course: Course) -> anyhow::Result<()> {
    raise(tale)?;
    match course {
        Course::Returned => {
            tale.wait(20, 60);
            let note = tale.phrase("returned")?;
            child(
                tale,
                "return_to_desk",
                [
                    ("decline_reason", "not_reproducible".into()),
                    ("note", note.into()),
                ],
            );
        }
        Course::Withdrawn => {
            tale.wait(15, 40);
            let reason = tale.phrase_in("escalation_withdrawn", tale.owner.language)?;
            let reason = Value::from(tale.text(&reason));
            tale.make_child(
                ESC,
                tale.owner,
                "withdraw",
                given([("withdraw_reason", reason)]),
            );
        }
        Course::Fixed => {
            begin(tale);
            confirm_bug(tale)?;
            tale.wait(60, 240);
            deploy(tale);
            confirm(tale, 20, 90);
        }
        Course::Mitigated | Course::Lowered => {
            begin(tale);
            let lower = course == Course::Lowered;
            mitigate(
                tale,
                if lower {
                    "mitigate_and_lower"
                } else {
                    "mitigate"
                },
            )?;
            tale.wait(60, 240);
            if lower {
                child(tale, "continue", [("issue_ref", issue(tale))]);
                tale.wait(30, 120);
            }
            deploy(tale);
            confirm(tale, 20, 90);
        }
        Course::NoCode => {
            begin(tale);
            tale.wait(40, 160);
            let words = tale.phrase("close_out")?;
            let words = Value::from(tale.text(&words));
            child(
                tale,
                "resolve_without_code",
                [("cause", "config".into()), ("close_out", words)],
            );
        }
        Course::WontFix => {
            begin(tale);
            confirm_bug(tale)?;
            wont_fix(tale)?;
        }
        Course::Details => {
            begin(tale);
            ask(tale)?;
            tale.wait(60, 240);
            let answer = tale.phrase("escalation_answer")?;
            let answer = Value::from(tale.text(&answer));
            tale.make_child(ESC, tale.contact, "answer", given([("answer", answer)]));
            confirm_bug(tale)?;
            tale.wait(60, 160);
            deploy(tale);
            confirm(tale, 20, 60);
        }
        Course::Silent => {
            begin(tale);
            ask(tale)?;
            // Two reminders, then the desk gets it back by itself after five business days.
            tale.wait(2_450, 2_500);
        }
        Course::StillFailing => {
            begin(tale);
            confirm_bug(tale)?;
            tale.wait(40, 100);
            deploy(tale);
            tale.wait(20, 60);
            let evidence = tale.phrase("evidence")?;
            let evidence = Value::from(tale.text(&evidence));
            tale.make_child(
                ESC,
                tale.contact,
                "still_failing",
                given([("evidence", evidence)]),
            );
            confirm_bug(tale)?;
            tale.wait(30, 90);
            deploy(tale);
            confirm(tale, 20, 60);
        }
        Course::Major | Course::MajorUnreported => major(tale, course)?,
    }
    Ok(())
}

fn raise(tale: &mut Tale<'_, '_>) -> anyhow::Result<()> {
    tale.wait(4, 10);
    let trouble = tale.trouble()?;
    let (impact, tried) = (tale.text(&trouble.impact), tale.text(&trouble.tried));
    let given = given([
        ("business_impact", Value::from(impact)),
        ("already_tried", Value::from(tried)),
    ]);
    tale.make(tale.owner, "escalate", given);
    Ok(())
}

/// Acknowledged and begun: two steps.
fn begin(tale: &mut Tale<'_, '_>) {
    tale.wait(6, 14);
    child(tale, "acknowledge", []);
    tale.wait(3, 20);
    child(tale, "start", [("severity_confirmed", true.into())]);
}

fn confirm_bug(tale: &mut Tale<'_, '_>) -> anyhow::Result<()> {
    tale.wait(25, 90);
    let component = Value::from(tale.trouble()?.component.as_str());
    child(
        tale,
        "confirm_bug",
        [("issue_ref", issue(tale)), ("component", component)],
    );
    Ok(())
}

fn mitigate(tale: &mut Tale<'_, '_>, transition: &'static str) -> anyhow::Result<()> {
    tale.wait(15, 25);
    let workaround = Value::from(tale.trouble()?.workaround.as_str());
    child(tale, transition, [("workaround", workaround)]);
    Ok(())
}

fn deploy(tale: &mut Tale<'_, '_>) {
    let release = tale
        .plan
        .office
        .day(tale.at)
        .strftime("%Y.%m.%d")
        .to_string();
    child(tale, "deploy", [("fixed_in", Value::from(release))]);
}

fn confirm(tale: &mut Tale<'_, '_>, low: i64, high: i64) {
    tale.wait(low, high);
    let by = if tale.plan.dice.chance(60) {
        tale.contact
    } else {
        tale.owner
    };
    tale.make_child(ESC, by, "confirm", nothing());
}

fn ask(tale: &mut Tale<'_, '_>) -> anyhow::Result<()> {
    tale.wait(15, 60);
    let question = tale.phrase("escalation_question")?;
    let specialist = specialist(tale);
    let question = Value::from(tale.letter(specialist, &question));
    let day = tale.day_after(2);
    child(
        tale,
        "ask",
        [
            ("question", question),
            ("follow_up_on", day),
            ("not_live_or_called", true.into()),
        ],
    );
    Ok(())
}

fn wont_fix(tale: &mut Tale<'_, '_>) -> anyhow::Result<()> {
    tale.wait(60, 200);
    let lead = &tale.plan.staff.greta;
    let note = tale.phrase_in("agreement", lead.language)?;
    tale.make_child(
        ESC,
        lead,
        "agree_wont_fix_now",
        given([("agreement_note", Value::from(note))]),
    );
    tale.wait(10, 60);
    let words = tale.phrase("wont_fix")?;
    let words = Value::from(tale.letter(specialist(tale), &words));
    child(
        tale,
        "wont_fix",
        [
            ("wont_fix_reason", "being_replaced".into()),
            ("explanation", words),
        ],
    );
    Ok(())
}

/// Times of a critical incident are minutes, whatever the hour.
fn major(tale: &mut Tale<'_, '_>, course: Course) -> anyhow::Result<()> {
    begin(tale);
    mitigate(tale, "mitigate")?;
    tale.wait(20, 30);
    deploy(tale);
    confirm(tale, 4, 9);
    if course == Course::MajorUnreported {
        return Ok(());
    }
    // Told apart: the request goes on while the report is being written.
    let reached = tale.at;
    tale.wait(700, 1_600);
    let mut facts = Vec::new();
    for name in ["timeline", "root_cause", "actions"] {
        facts.push((name, Value::from(tale.phrase(name)?)));
    }
    let given = facts
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let specialist = specialist(tale);
    tale.make_child(ESC, specialist, "publish", given);
    tale.at = reached;
    Ok(())
}

fn child<const N: usize>(
    tale: &mut Tale<'_, '_>,
    transition: &'static str,
    with: [(&str, Value); N],
) {
    let specialist = specialist(tale);
    tale.make_child(ESC, specialist, transition, given(with));
}

/// The two specialists share the publishers between them.
fn specialist<'d>(tale: &Tale<'_, 'd>) -> &'d domain::people::Person {
    let staff = tale.plan.staff;
    if tale.publisher.name.len().is_multiple_of(2) {
        &staff.aoife
    } else {
        &staff.joris
    }
}

/// A number in the tracker of the engineers.
fn issue(tale: &Tale<'_, '_>) -> Value {
    let number = tale.at.millis().rem_euclid(9_000_000) / 1_000 + 1_000;
    Value::from(format!("ENG-{number}"))
}
