//! The counter as it stands when the demonstration opens: late, close, today, later, on hold, nobody's.

use anyhow::Context as _;
use domain::case::Priority::{self, P1, P2, P3, P4};
use domain::text::Language;

use crate::boot::demo::answers::{BADGE, DATA, RECO, TECH};
use crate::boot::demo::escalations::Course;
use crate::boot::demo::requests::{Plot, Request, tell};
use crate::boot::demo::script::{Act, Plan};
use crate::boot::demo::tale::{Pace, Scene, Tale};
use crate::boot::demo::verifications::{Review, alone};

/// One request: open minutes before now, publisher, form, title (or the next that fits), priority, how
/// many steps of the story have happened.
type Line = (
    i64,
    &'static str,
    &'static str,
    &'static str,
    Priority,
    usize,
    Plot,
);

const ANSWERED: Plot = Plot::Answered;
const ASKED: Plot = Plot::Asked;
const EMEA: Plot = Plot::Delegated { team: "EMEA" };

#[rustfmt::skip]
const LINES: [Line; 71] = [
    // Nobody has them.
    (205, "arenes-tv", BADGE, "Vérifier @", P3, 1, ANSWERED),
    (430, "echappee-velo", RECO, "Formats courts", P3, 1, ANSWERED),
    (250, "le-fil-matinal", DATA, "Chiffres de la semaine", P3, 1, ANSWERED),
    (19, "ligue-virage", TECH, "Direct coupé", P1, 1, ANSWERED),
    (82, "studio-belladone", TECH, "Live chat", P2, 1, ANSWERED),
    (137, "gazette-du-ponant", TECH, "Statistiques de dimanche", P3, 1, ANSWERED),
    (130, "radio-meridien", DATA, "Écart de vues", P3, 1, ANSWERED),
    (60, "cote-filet", TECH, "Vignettes", P3, 1, ANSWERED),
    (300, "canopee-films", RECO, "Launch plan", P3, 1, ANSWERED),
    (65, "melee-media", RECO, "Idées de formats", P3, 1, ANSWERED),
    (25, "radio-meridien", DATA, "Part des moins", P3, 1, ANSWERED),
    (15, "gazette-du-ponant", BADGE, "Coche pour", P3, 1, ANSWERED),
    (12, "cote-filet", TECH, "Droits du second", P4, 1, ANSWERED),
    (340, "le-fil-matinal", RECO, "Relancer", P3, 1, ANSWERED),
    (90, "arenes-tv", DATA, "Audience des directs", P2, 1, ANSWERED),
    // In hand.
    (1_412, "melee-media", DATA, "Bilan de la campagne", P3, 3, ANSWERED),
    (1_300, "canopee-films", RECO, "Which behind", P3, 3, ANSWERED),
    (1_210, "arenes-tv", RECO, "Préparer la couverture", P3, 3, ANSWERED),
    (980, "radio-meridien", DATA, "Heures de publication", P3, 3, ANSWERED),
    (620, "le-fil-matinal", DATA, "Effet du changement", P3, 3, ANSWERED),
    (380, "gazette-du-ponant", RECO, "Gagner des abonnés", P3, 3, ANSWERED),
    (910, "cote-filet", TECH, "Sous-titres", P3, 3, ANSWERED),
    (690, "studio-belladone", TECH, "Upload fails", P3, 3, ANSWERED),
    (400, "radio-meridien", TECH, "Connexion", P3, 3, ANSWERED),
    (190, "echappee-velo", TECH, "Envoi de vidéo", P3, 3, ANSWERED),
    (430, "ligue-virage", TECH, "Son désynchronisé", P2, 3, ANSWERED),
    (330, "arenes-tv", DATA, "Chiffres à publier", P2, 3, ANSWERED),
    (800, "gazette-du-ponant", TECH, "Le bouton", P4, 3, ANSWERED),
    (1_040, "cote-filet", RECO, "Construire", P4, 3, ANSWERED),
    (1_470, "echappee-velo", DATA, "Comparer", P3, 3, ANSWERED),
    (1_004, "studio-belladone", TECH, "Earnings", P3, 4, Plot::TakenOn { ago: 18 }),
    // The partner asks for news.
    (930, "le-fil-matinal", DATA, "", P3, 4, Plot::Chased { ago: 498 }),
    (720, "canopee-films", DATA, "", P3, 4, Plot::Chased { ago: 290 }),
    (510, "melee-media", RECO, "", P3, 4, Plot::Chased { ago: 120 }),
    // The partner has the ball.
    (210, "radio-meridien", DATA, "Ce que regardent", P3, 3, ASKED),
    (520, "arenes-tv", DATA, "Revenus", P3, 3, ASKED),
    (800, "studio-belladone", DATA, "Completion", P3, 3, ASKED),
    (1_500, "cote-filet", TECH, "", P3, 3, ASKED),
    (2_300, "echappee-velo", RECO, "", P3, 3, ASKED),
    (3_100, "gazette-du-ponant", DATA, "", P3, 3, ASKED),
    (4_300, "ligue-virage", RECO, "", P3, 3, ASKED),
    // Other teams have it.
    (310, "arenes-tv", DATA, "", P3, 4, EMEA),
    (650, "studio-belladone", DATA, "Audience by country", P3, 4, EMEA),
    (900, "radio-meridien", DATA, "", P3, 4, EMEA),
    (1_150, "le-fil-matinal", DATA, "", P3, 4, EMEA),
    (240, "ligue-virage", DATA, "", P2, 4, EMEA),
    (760, "gazette-du-ponant", RECO, "", P3, 4, Plot::Delegated { team: "CENTRAL" }),
    // The specialists have it.
    (105, "echappee-velo", TECH, "Son désynchronisé", P2, 4, Plot::Escalated(Course::Fixed)),
    (70, "le-fil-matinal", TECH, "Publicités", P3, 4, Plot::Escalated(Course::Fixed)),
    (200, "cote-filet", TECH, "Envoi de vidéo", P3, 5, Plot::Escalated(Course::Fixed)),
    (420, "arenes-tv", TECH, "Vidéo en noir", P3, 6, Plot::Escalated(Course::Fixed)),
    (610, "studio-belladone", TECH, "Earnings", P3, 7, Plot::Escalated(Course::Fixed)),
    (560, "radio-meridien", TECH, "Statistiques", P3, 7, Plot::Escalated(Course::Mitigated)),
    (480, "gazette-du-ponant", TECH, "Sous-titres", P3, 7, Plot::Escalated(Course::Details)),
    (700, "melee-media", TECH, "Vignettes", P3, 8, Plot::Escalated(Course::Fixed)),
    (860, "canopee-films", TECH, "Upload fails", P3, 10, Plot::Escalated(Course::Fixed)),
    (900, "arenes-tv", TECH, "Direct coupé", P1, 10, Plot::Escalated(Course::MajorUnreported)),
    // Being verified.
    (130, "ligue-virage", BADGE, "Extrait de registre", P3, 4, Plot::Verified(Review::Granted)),
    (330, "melee-media", BADGE, "Compte de l'émission", P3, 5, Plot::Verified(Review::Granted)),
    (560, "canopee-films", BADGE, "Badge for", P3, 6, Plot::Verified(Review::Granted)),
    (780, "cote-filet", BADGE, "Vérification du compte", P3, 7, Plot::Verified(Review::Granted)),
    (690, "radio-meridien", BADGE, "Badge pour", P3, 8, Plot::Verified(Review::Granted)),
    (1_120, "studio-belladone", BADGE, "Verify @", P3, 9, Plot::Verified(Review::Granted)),
    // Resolved: the partner has not said a word yet.
    (700, "le-fil-matinal", DATA, "", P3, 4, ANSWERED),
    (1_050, "arenes-tv", TECH, "Erreur 429", P3, 4, ANSWERED),
    (1_400, "studio-belladone", RECO, "", P3, 4, ANSWERED),
    (1_750, "radio-meridien", RECO, "", P3, 4, ANSWERED),
    // Over, and not as planned.
    (1_100, "gazette-du-ponant", DATA, "", P3, 2, Plot::Declined),
    (600, "echappee-velo", TECH, "", P3, 2, Plot::Withdrawn),
    (1_600, "melee-media", DATA, "", P3, 0, Plot::Silent),
    (7_900, "radio-meridien", DATA, "", P3, 0, Plot::Silent),
];

/// Verifications that no request asked for: publisher, title, open minutes before now, steps, course.
#[rustfmt::skip]
const CHECKS: [(i64, &str, &str, usize, Review); 10] = [
    (16_000, "cote-filet", "Vérification du compte", 0, Review::Declined),
    (14_500, "radio-meridien", "Nouvelle demande", 0, Review::Expired),
    (12_500, "echappee-velo", "Vérifier le compte", 0, Review::AppealWon),
    (9_000, "gazette-du-ponant", "Coche pour", 0, Review::AppealLost),
    (5_200, "studio-belladone", "Badge for", 0, Review::Declined),
    (1_500, "melee-media", "Nouvelle demande", 0, Review::Appealed),
    (3_000, "arenes-tv", "Vérifier le compte", 0, Review::Withdrawn),
    (2_600, "le-fil-matinal", "Badge pour", 6, Review::Granted),
    (1_250, "ligue-virage", "Vérifier le compte", 7, Review::Refused),
    (1_900, "echappee-velo", "Vérifier @", 2, Review::Granted),
];

/// Drafts: publisher, form, title, open minutes before now, whether it was thrown away.
const DRAFTS: [(i64, &str, &str, &str, Plot); 7] = [
    (
        17_500,
        "cote-filet",
        DATA,
        "Chiffres de la semaine",
        Plot::Begun,
    ),
    (5_300, "melee-media", RECO, "Que publier", Plot::ThrownAway),
    (2_900, "studio-belladone", DATA, "Did the new", Plot::Begun),
    (900, "arenes-tv", RECO, "Choisir entre", Plot::Begun),
    (420, "arenes-tv", DATA, "Origine du trafic", Plot::Begun),
    (240, "gazette-du-ponant", TECH, "Vidéo en noir", Plot::Begun),
    (
        35,
        "radio-meridien",
        BADGE,
        "Vérifier le compte",
        Plot::Begun,
    ),
];

/// Plans the present.
///
/// # Errors
/// When a text or a publisher is missing.
pub fn plan(plan: &mut Plan<'_>) -> anyhow::Result<()> {
    for (age, publisher, form, title, priority, steps, plot) in LINES {
        let pace = if steps == 0 {
            Pace::Whole
        } else {
            Pace::UpTo(steps)
        };
        let scene = scene(plan, age, publisher, form, title, pace)?;
        tell(
            &mut Tale::begin(plan, scene),
            Request {
                form,
                priority,
                plot,
            },
        )?;
    }
    for (age, publisher, title, steps, review) in CHECKS {
        let pace = if steps == 0 {
            Pace::Whole
        } else {
            Pace::UpTo(steps)
        };
        let scene = scene(plan, age, publisher, BADGE, title, pace)?;
        alone(&mut Tale::begin(plan, scene), review)?;
    }
    for (age, publisher, form, title, plot) in DRAFTS {
        let scene = scene(plan, age, publisher, form, title, Pace::Whole)?;
        tell(
            &mut Tale::begin(plan, scene),
            Request {
                form,
                priority: P3,
                plot,
            },
        )?;
    }
    merged(plan, 1_260, "arenes-tv", TECH, "Publicités")?;
    merged(
        plan,
        9_800,
        "gazette-du-ponant",
        DATA,
        "Heures de publication",
    )
}

/// The same thing is asked twice; the second request is joined into the first, which goes on.
fn merged(
    plan: &mut Plan<'_>,
    age: i64,
    publisher: &str,
    form: &'static str,
    title: &str,
) -> anyhow::Result<()> {
    let kept = scene(plan, age, publisher, form, title, Pace::UpTo(3))?;
    let mut first = Tale::begin(plan, kept);
    tell(
        &mut first,
        Request {
            form,
            priority: P3,
            plot: ANSWERED,
        },
    )?;
    let into = first.story;
    let again = Scene {
        age: age - 150,
        pace: Pace::UpTo(2),
        ..kept
    };
    let mut second = Tale::begin(plan, again);
    // Only the sending: what follows is told here.
    second.pace = Pace::UpTo(1);
    tell(
        &mut second,
        Request {
            form,
            priority: P3,
            plot: ANSWERED,
        },
    )?;
    second.pace = Pace::Whole;
    second.wait(20, 60);
    second.act(second.owner.id, Act::Merge { into });
    let mut rest = Tale {
        story: into,
        pace: Pace::Whole,
        at: second.at,
        ..second
    };
    rest.wait(60, 200);
    let summary = rest.letter(rest.owner, &rest.subject.summary);
    let given = crate::boot::demo::tale::given([
        ("resolution", "answered".into()),
        ("summary", summary.into()),
    ]);
    rest.make(rest.owner, "resolve", given);
    Ok(())
}

fn scene<'d>(
    plan: &mut Plan<'d>,
    age: i64,
    publisher: &str,
    form: &'static str,
    title: &str,
    pace: Pace,
) -> anyhow::Result<Scene<'d>> {
    let publishers = plan.publishers;
    let publisher = publishers
        .iter()
        .find(|one| one.slug == publisher)
        .with_context(|| format!("there is no publisher {publisher}"))?;
    let subject = if title.is_empty() {
        let language = publisher
            .contacts
            .first()
            .map_or(Language::Fr, |person| person.language);
        plan.subject(form, publisher, language)
    } else {
        plan.titled(form, title)
    };
    let subject = subject.with_context(|| format!("there is no subject “{title}”"))?;
    let contact = publisher
        .contacts
        .iter()
        .find(|person| person.language == subject.language)
        .with_context(|| {
            format!(
                "nobody at {} speaks the language of “{title}”",
                publisher.name
            )
        })?;
    Ok(Scene {
        age,
        publisher,
        contact,
        subject,
        pace,
    })
}
