//! The shipped table of targets, and refusals of broken policies.

use super::*;
use crate::clocks::calendar;

fn facts<'a>(
    kind: Kind,
    form: Option<&'a RequestTypeKey>,
    priority: Priority,
    team: &'a TeamKey,
) -> PolicyFacts<'a> {
    PolicyFacts {
        kind,
        request_type: form,
        priority,
        team,
        tier: "",
        occasion: Occasion::Ordinary,
    }
}

fn said(metric: &str, facts: &PolicyFacts<'_>) -> Option<(i64, String)> {
    let policies = shipped(&calendar::shipped());
    let target = policies.target(&Metric::from(metric), facts)?;
    Some((
        target.span.as_millis() / 60_000,
        target.calendar.key.to_string(),
    ))
}

fn minutes(number: i64, calendar: &str) -> (i64, String) {
    (number, calendar.to_owned())
}

fn refused(text: &str) -> String {
    let text = format!("thresholds = [50, 100]\n{text}");
    let findings =
        Policies::parse(&Source::new("t.toml", &text), &calendar::shipped()).unwrap_err();
    findings.first().unwrap().to_string()
}

const HEAD: &str = "[[policy]]\nkey = \"p\"\ntitle = { fr = \"p\", en = \"p\" }\n";

#[test]
fn the_matrix_of_partner_promises_is_the_published_one() {
    let team = TeamKey::from("FR");
    let metrics = [
        "first_response",
        "next_response",
        "update_due",
        "resolution",
    ];
    let table = [
        (Priority::P1, "fr-live", [30, 30, 60, 240]),
        (Priority::P2, "fr-bureau", [120, 120, 480, 960]),
        (Priority::P3, "fr-bureau", [240, 480, 1_440, 2_400]),
        (Priority::P4, "fr-bureau", [480, 960, 2_400, 4_800]),
    ];
    for (priority, calendar, spans) in table {
        for (metric, span) in metrics.into_iter().zip(spans) {
            let facts = facts(Kind::Request, None, priority, &team);
            assert_eq!(
                said(metric, &facts),
                Some(minutes(span, calendar)),
                "{metric} {priority:?}"
            );
        }
    }
}

#[test]
fn a_p1_inside_an_event_window_counts_day_and_night() {
    let team = TeamKey::from("FR");
    let mut facts = facts(Kind::Request, None, Priority::P1, &team);
    facts.occasion = Occasion::Event;
    assert_eq!(said("resolution", &facts), Some(minutes(240, "24x7")));
}

#[test]
fn each_team_owes_in_its_own_hours() {
    let table = [
        ("EMEA", "emea-office", [60, 480, 1_440, 2_400]),
        ("CENTRAL", "central-office", [120, 960, 2_400, 4_800]),
        ("FR", "fr-bureau", [60, 480, 1_440, 2_400]),
    ];
    for (team, calendar, spans) in table {
        let team = TeamKey::from(team);
        for (priority, span) in Priority::ALL.into_iter().zip(spans) {
            let facts = facts(Kind::Request, None, priority, &team);
            assert_eq!(said("ownership", &facts), Some(minutes(span, calendar)));
        }
    }
    let unknown = TeamKey::from("APAC");
    assert_eq!(
        said(
            "ownership",
            &facts(Kind::Request, None, Priority::P1, &unknown)
        ),
        None
    );
}

#[test]
fn a_request_type_may_promise_otherwise_but_a_p1_keeps_the_matrix() {
    let team = TeamKey::from("FR");
    let tech = RequestTypeKey::from("tech_support");
    let reco = RequestTypeKey::from("content_reco");
    let verification = RequestTypeKey::from("account_verification");
    let of = |form, priority| facts(Kind::Request, Some(form), priority, &team);
    assert_eq!(
        said("first_response", &of(&tech, Priority::P3)),
        Some(minutes(120, "fr-bureau"))
    );
    assert_eq!(
        said("resolution", &of(&tech, Priority::P3)),
        Some(minutes(960, "fr-bureau"))
    );
    assert_eq!(
        said("first_response", &of(&tech, Priority::P1)),
        Some(minutes(30, "fr-live"))
    );
    assert_eq!(
        said("next_response", &of(&tech, Priority::P3)),
        Some(minutes(480, "fr-bureau"))
    );
    assert_eq!(
        said("first_response", &of(&reco, Priority::P3)),
        Some(minutes(480, "fr-bureau"))
    );
    assert_eq!(
        said("first_response", &of(&reco, Priority::P2)),
        Some(minutes(120, "fr-bureau"))
    );
    assert_eq!(
        said("resolution", &of(&verification, Priority::P3)),
        Some(minutes(43_200, "24x7"))
    );
}

#[test]
fn the_other_kinds_have_their_own_targets() {
    let team = TeamKey::from("FR");
    let of = |kind, priority| facts(kind, None, priority, &team);
    let p3 = Priority::P3;
    assert_eq!(
        said("ack", &of(Kind::Escalation, Priority::P1)),
        Some(minutes(15, "24x7"))
    );
    assert_eq!(
        said("update_due", &of(Kind::Escalation, Priority::P2)),
        Some(minutes(240, "fr-live"))
    );
    assert_eq!(
        said("mitigation", &of(Kind::Escalation, p3)),
        Some(minutes(2_400, "emea-office"))
    );
    assert_eq!(
        said("mitigation", &of(Kind::Escalation, Priority::P4)),
        None
    );
    assert_eq!(
        said("fix", &of(Kind::Escalation, Priority::P4)),
        Some(minutes(14_400, "emea-office"))
    );
    assert_eq!(
        said("review", &of(Kind::Verification, p3)),
        Some(minutes(960, "fr-bureau"))
    );
    assert_eq!(
        said("central_decision", &of(Kind::Verification, p3)),
        Some(minutes(4_800, "central-office"))
    );
    assert_eq!(
        said("total", &of(Kind::Verification, p3)),
        Some(minutes(43_200, "24x7"))
    );
    assert_eq!(
        said("kickoff", &of(Kind::Onboarding, p3)),
        Some(minutes(4_800, "fr-bureau"))
    );
    assert_eq!(
        said("live", &of(Kind::Onboarding, p3)),
        Some(minutes(28_800, "fr-bureau"))
    );
    assert_eq!(said("review", &of(Kind::Request, p3)), None);
}

#[test]
fn a_policy_answers_the_four_questions_by_default() {
    let answers = Answers::default();
    assert_eq!(answers.on_priority_change, OnPriorityChange::FromCreation);
    assert_eq!(answers.on_team_change, OnTeamChange::Keep);
    assert_eq!(answers.on_policy_edit, OnPolicyEdit::NewCases);
    let policies = shipped(&calendar::shipped());
    let matrix = policies.newest().last().unwrap();
    assert_eq!(matrix.answers.on_reopen, Some(OnReopen::Resume));
    assert_eq!(policies.get(&matrix.pin), Some(matrix));
}

#[test]
fn mistakes_name_the_line_and_the_nearest_name() {
    let row = |row: &str| refused(&format!("{HEAD}rows = [\n{row}\n]"));
    assert_eq!(
        row("{ calendar = \"fr-bureua\", targets = { resolution = \"4h\" } }"),
        "t.toml:6: unknown calendar “fr-bureua”, did you mean “fr-bureau”?"
    );
    assert_eq!(
        row("{ priority = [\"P5\"], calendar = \"24x7\", targets = { resolution = \"4h\" } }"),
        "t.toml:6: unknown priority “P5”, did you mean “P1”?"
    );
    assert_eq!(
        row("{ calendar = \"24x7\", targets = { total = \"2bd\" } }"),
        "t.toml:6: total: “2bd” has no length on 24x7, which has no business_day"
    );
    assert!(
        row("{ calendar = \"fr-bureau\", targets = { total = \"2d\" } }")
            .contains("write business days")
    );
    assert!(row("{ calendar = \"24x7\", targets = { total = \"0h\" } }").contains("longer than"));
    assert!(
        row("{ calendar = \"24x7\", targets = { total = \"soon\" } }").contains("is not a length")
    );
    assert!(row("{ calender = \"24x7\", targets = {} }").ends_with("did you mean `calendar`?"));
    let answer = refused(&format!("{HEAD}on_reopen = \"resum\"\nrows = []"));
    assert!(
        answer.starts_with("t.toml:5:") && answer.ends_with("did you mean `resume`?"),
        "{answer}"
    );
}

#[test]
fn thresholds_end_with_the_breach() {
    for list in ["[]", "[50, 75]", "[75, 50, 100]", "[0, 100]", "[100, 120]"] {
        let text = format!("thresholds = {list}\n");
        let findings = Policies::parse(&Source::new("t.toml", &text), &calendar::shipped());
        assert_eq!(findings.unwrap_err().first().unwrap().line, 1, "{list}");
    }
    assert_eq!(
        shipped(&calendar::shipped()).thresholds(),
        [50, 75, 90, 100]
    );
}

#[test]
fn names_this_module_does_not_know_are_checked_on_request() {
    let policies = shipped(&calendar::shipped());
    assert_eq!(
        policies.check_names(Mentioned::Team, &["FR", "EMEA", "CENTRAL"]),
        []
    );
    let findings = policies.check_names(Mentioned::Team, &["FR", "EMEA", "CENTRALE"]);
    assert_eq!(findings.len(), 4);
    assert!(
        findings
            .iter()
            .all(|finding| finding.message.ends_with("did you mean “CENTRALE”?"))
    );
}

#[test]
fn only_the_newest_version_of_a_policy_gives_targets() {
    let of = |version: u32, span: &str| {
        format!(
            "{HEAD}version = {version}\nrows = [{{ calendar = \"24x7\", targets = {{ resolution = \"{span}\" }} }}]\n"
        )
    };
    let text = format!("thresholds = [100]\n{}{}", of(2, "2h"), of(1, "1h"));
    let policies = Policies::parse(&Source::new("t.toml", &text), &calendar::shipped()).unwrap();
    let team = TeamKey::from("FR");
    let target = policies.target(
        &Metric::from("resolution"),
        &facts(Kind::Request, None, Priority::P3, &team),
    );
    assert_eq!(target.unwrap().span, Span::hours(2));
    assert!(refused(&format!("{}{}", of(1, "1h"), of(1, "2h"))).contains("twice"));
}
