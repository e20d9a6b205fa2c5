//! How new publishers are set up, from the first contact to the review after ninety days.

use domain::case::Kind;
use domain::text::Language;
use serde_json::{Value, json};

use crate::boot::demo::publishers::{ESTABLISHED, Publisher};
use crate::boot::demo::script::{Act, Plan};
use crate::boot::demo::tale::{Pace, Scene, Tale, given};
use crate::boot::demo::texts::ONBOARDING;

/// Where an onboarding has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    Prospect,
    Negotiation,
    Lost,
    Kickoff,
    Setup,
    Pilot,
    BackToSetup,
    Live,
    Graduated,
    OnHold,
    Resumed,
    Stopped,
}

/// Open minutes before now at which each one began, and how far it has come.
const ALL: [(i64, Reached); 16] = [
    (56_000, Reached::Graduated),
    (50_500, Reached::Graduated),
    (34_000, Reached::Live),
    (26_500, Reached::Live),
    (22_000, Reached::Stopped),
    (20_500, Reached::Resumed),
    (17_000, Reached::Pilot),
    (15_500, Reached::Pilot),
    (14_500, Reached::BackToSetup),
    (11_000, Reached::OnHold),
    (9_500, Reached::Lost),
    (8_600, Reached::Setup),
    (6_100, Reached::Kickoff),
    (3_200, Reached::Negotiation),
    (2_600, Reached::Lost),
    (1_500, Reached::Prospect),
];

/// Plans every onboarding.
///
/// # Errors
/// When a text is missing.
pub fn plan(plan: &mut Plan<'_>) -> anyhow::Result<()> {
    let publishers = plan.publishers;
    let new: Vec<&Publisher> = publishers.iter().skip(ESTABLISHED).collect();
    for (index, (age, reached)) in ALL.into_iter().enumerate() {
        let Some(publisher) = new.get(index % new.len().max(1)).copied() else {
            continue;
        };
        let Some(contact) = publisher.contacts.first() else {
            continue;
        };
        let language = contact.language;
        let Some(subject) = plan.subject(ONBOARDING, publisher, language) else {
            continue;
        };
        let scene = Scene {
            age,
            publisher,
            contact,
            subject,
            pace: Pace::Whole,
        };
        tell(&mut Tale::begin(plan, scene), reached)?;
    }
    Ok(())
}

fn tell(tale: &mut Tale<'_, '_>, reached: Reached) -> anyhow::Result<()> {
    open(tale);
    if reached == Reached::Prospect {
        return Ok(());
    }
    if reached == Reached::Lost && tale.plan.dice.chance(50) {
        tale.wait(400, 1_500);
        lose(tale, "no_interest");
        return Ok(());
    }
    qualify(tale);
    match reached {
        Reached::Prospect | Reached::Negotiation => return Ok(()),
        Reached::Lost => {
            tale.wait(600, 1_000);
            lose(tale, "terms");
            return Ok(());
        }
        Reached::Kickoff
        | Reached::Setup
        | Reached::Pilot
        | Reached::BackToSetup
        | Reached::Live
        | Reached::Graduated
        | Reached::OnHold
        | Reached::Resumed
        | Reached::Stopped => agree(tale),
    }
    if reached == Reached::Kickoff {
        return Ok(());
    }
    kick_off(tale);
    match reached {
        Reached::Stopped => stop(tale)?,
        Reached::OnHold => {
            tale.wait(900, 1_500);
            hold(tale, 60)?;
        }
        Reached::Resumed => {
            tale.wait(700, 1_100);
            hold(tale, 12)?;
            // The desk resumes by itself on the day that was set.
            tale.wait(6_700, 7_200);
            start_pilot(tale);
        }
        Reached::Pilot => {
            set_up(tale);
            start_pilot(tale);
        }
        Reached::BackToSetup => {
            set_up(tale);
            start_pilot(tale);
            tale.wait(2_000, 2_600);
            back_to_setup(tale)?;
        }
        Reached::Live => {
            set_up(tale);
            start_pilot(tale);
            go_live(tale);
        }
        Reached::Graduated => {
            set_up(tale);
            start_pilot(tale);
            go_live(tale);
            graduate(tale)?;
        }
        Reached::Prospect
        | Reached::Negotiation
        | Reached::Lost
        | Reached::Kickoff
        | Reached::Setup => {}
    }
    Ok(())
}

fn open(tale: &mut Tale<'_, '_>) {
    let act = Act::Open {
        kind: Kind::Onboarding,
        title: tale.text(&tale.subject.title),
        language: tale.subject.language,
        organisation: tale.publisher.id,
        requester: tale.contact.id,
    };
    tale.act(tale.owner.id, act);
}

fn qualify(tale: &mut Tale<'_, '_>) {
    tale.wait(500, 1_200);
    let category = match tale.publisher.vertical {
        "sport" => "sports",
        "news" => "news",
        _ => "studio",
    };
    let territory = match tale.subject.language {
        Language::Fr => "France, Belgique, Suisse",
        Language::En => "France, United Kingdom, Nordic countries",
    };
    let (name, role) = tale.publisher.representative;
    let volume = tale.plan.dice.between(8, 40);
    let with = [
        ("category", Value::from(category)),
        ("territory", Value::from(territory)),
        ("monthly_volume", Value::from(volume)),
        ("sponsor", Value::from(format!("{name}, {role}"))),
    ];
    tale.make(tale.owner, "qualify", given(with));
}

fn lose(tale: &mut Tale<'_, '_>, reason: &str) {
    tale.make(
        tale.owner,
        "lose",
        given([("lost_reason", Value::from(reason))]),
    );
}

fn agree(tale: &mut Tale<'_, '_>) {
    tale.wait(2_000, 3_500);
    let year = tale.plan.office.day(tale.at).year();
    let number = tale.plan.dice.between(100, 899);
    let with = [
        ("agreement_ref", Value::from(format!("ACC-{year}-{number}"))),
        ("legal_entity", Value::from(tale.publisher.legal_name)),
        (
            "data_protection_contact",
            Value::from(format!("dpo@{}", tale.publisher.domain())),
        ),
    ];
    let lead = &tale.plan.staff.maud;
    tale.make(lead, "agree_terms", given(with));
}

fn kick_off(tale: &mut Tale<'_, '_>) {
    tale.wait(1_500, 3_800);
    let domain = tale.publisher.domain();
    let goals = tale.text(&tale.subject.summary);
    let with = json!({
        "editorial_contact": format!("{}, redaction@{domain}", tale.contact.name),
        "technical_contact": format!("technique@{domain}"),
        "goals": goals,
    });
    tale.make(
        tale.owner,
        "hold_kickoff",
        with.as_object()
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .collect(),
    );
}

fn set_up(tale: &mut Tale<'_, '_>) {
    tale.wait(1_500, 2_000);
    if tale.plan.dice.chance(50) {
        let update = match tale.subject.language {
            Language::Fr => {
                "Le direct d'essai a fonctionné et la formation au studio est faite. Il reste le calendrier des trente premiers jours : nous pouvons le relire ensemble quand vous voulez."
            }
            Language::En => {
                "The test stream worked and the studio training is done. What is left is the calendar of the first thirty days: we can read it together whenever you like."
            }
        };
        tale.reply(tale.owner, update);
    }
}

fn start_pilot(tale: &mut Tale<'_, '_>) {
    tale.wait(1_000, 1_900);
    let with = given([
        ("mandatory_items_done", true.into()),
        ("verification_settled", true.into()),
    ]);
    tale.make(tale.owner, "start_pilot", with);
}

fn back_to_setup(tale: &mut Tale<'_, '_>) -> anyhow::Result<()> {
    let reason = tale.phrase_in("back_to_setup", tale.owner.language)?;
    let reason = Value::from(tale.text(&reason));
    tale.make(
        tale.owner,
        "back_to_setup",
        given([("back_reason", reason)]),
    );
    Ok(())
}

fn go_live(tale: &mut Tale<'_, '_>) {
    tale.wait(8_600, 9_500);
    let rate = tale.plan.dice.between(80, 100);
    let with = [
        ("posting_plan_met", true.into()),
        ("analytics_tested", true.into()),
        ("training_rate", Value::from(rate)),
        ("training_reached", true.into()),
        ("monetisation_decision", Value::from("later")),
    ];
    tale.make(tale.owner, "go_live", given(with));
}

fn graduate(tale: &mut Tale<'_, '_>) -> anyhow::Result<()> {
    tale.wait(30_000, 31_500);
    let report = tale.phrase("final_report")?;
    let report = Value::from(tale.text(&report));
    let review = tale.day_after(20);
    let lead = &tale.plan.staff.maud;
    let with = [
        ("next_review_on", review),
        ("feedback_collected", true.into()),
        ("final_report", report),
    ];
    tale.make(lead, "graduate", given(with));
    Ok(())
}

fn hold(tale: &mut Tale<'_, '_>, days: i64) -> anyhow::Result<()> {
    let reason = tale.phrase("hold")?;
    let reason = Value::from(tale.letter(tale.owner, &reason));
    let resume_on = tale.day_after(days);
    tale.make(
        tale.owner,
        "hold",
        given([("hold_reason", reason), ("resume_on", resume_on)]),
    );
    Ok(())
}

fn stop(tale: &mut Tale<'_, '_>) -> anyhow::Result<()> {
    tale.wait(1_200, 2_400);
    let lead = &tale.plan.staff.maud;
    let reason = tale.phrase("stop")?;
    let reason = Value::from(tale.letter(lead, &reason));
    tale.make(lead, "stop", given([("stop_reason", reason)]));
    Ok(())
}
