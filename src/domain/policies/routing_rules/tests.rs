//! Rules as operators write them, good and bad.

use super::*;
use crate::clocks::calendar::Calendars;
use crate::policies::teams;

fn read(text: &str) -> Result<Vec<RoutingRule>, Vec<String>> {
    let calendars = include_str!("../../../../config/policies/calendars.toml");
    let calendars = Calendars::parse(&Source::new("calendars.toml", calendars)).unwrap();
    let teams = include_str!("../../../../config/policies/teams.toml");
    let teams = teams::parse(&Source::new("teams.toml", teams), &calendars).unwrap();
    let forms = Catalogue::parse(&[
        (
            "requests/common.toml",
            include_str!("../../../../config/requests/common.toml"),
        ),
        (
            "requests/data_analysis.toml",
            include_str!("../../../../config/requests/data_analysis.toml"),
        ),
    ])
    .unwrap();
    parse(&Source::new("routing.toml", text), &teams, &forms)
        .map_err(|found| found.iter().map(ToString::to_string).collect())
}

#[test]
fn the_shipped_rules_are_read_and_the_last_leaves_the_team_to_the_form() {
    let rules = read(include_str!("../../../../config/policies/routing.toml")).unwrap();
    let last = rules.last().unwrap();
    assert_eq!((last.key.as_str(), &last.team), ("publishers", &None));
    assert!(rules.iter().all(|rule| !rule.title.en.is_empty()));
}

#[test]
fn every_condition_and_outcome_is_read() {
    let rules = read(
        r#"
[[rule]]
key = "peers"
title = { fr = "Pairs", en = "Peers" }
kind = ["request"]
request_type = ["data_analysis"]
priority = ["P1", "P2"]
vertical = ["sport"]
tier = ["premium"]
language = ["en"]
answers = "comparison = peers"
team = "EMEA"
set_priority = "P2"
role = "specialist"
skills = ["language", "vertical:sport"]
strategy = "load"
"#,
    )
    .unwrap();
    let rule = &rules[0];
    assert_eq!(rule.priorities, [Priority::P1, Priority::P2]);
    assert_eq!(rule.strategy, Preference::Load);
    assert_eq!(rule.skills.len(), 2);
    assert_eq!(
        rule.answers.as_ref().unwrap().to_string(),
        "comparison = peers"
    );
}

#[test]
fn every_wrong_name_is_told_with_its_line_and_the_nearest() {
    let wrong = read(
        r#"[[rule]]
key = "one"
title = { fr = "Une", en = "" }
kind = ["requests"]
request_type = ["data_analisys"]
team = "EMAE"
role = "revewer"
skills = ["langage"]
strategy = "portfollio"

[[rule]]
key = "one"
title = { fr = "Deux", en = "Two" }
request_type = ["data_analysis"]
answers = "comparaison = peers"
"#,
    )
    .unwrap_err();
    let said = wrong.join("\n");
    for expected in [
        "routing.toml:2: give the rule a title in French and in English",
        "routing.toml:4: unknown kind “requests”, did you mean “request”?",
        "routing.toml:5: unknown request type “data_analisys”, did you mean “data_analysis”?",
        "routing.toml:6: unknown team “EMAE”, did you mean “EMEA”?",
        "routing.toml:7: unknown role “revewer”, did you mean “reviewer”?",
        "routing.toml:8: unknown skill “langage”, did you mean “language”?",
        "routing.toml:9: unknown strategy “portfollio”, did you mean “portfolio”?",
        "routing.toml:12: two rules have the key “one”; give each its own",
        "routing.toml:15: unknown question “comparaison”, did you mean “comparison”?",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn a_rule_behind_one_that_falls_on_everything_is_refused() {
    let text =
        |key: &str| format!("[[rule]]\nkey = \"{key}\"\ntitle = {{ fr = \"A\", en = \"A\" }}\n");
    let wrong = read(&format!("{}{}", text("all"), text("late"))).unwrap_err();
    assert_eq!(
        wrong,
        ["routing.toml:5: never reached: “all” above falls on every case; put that one last"]
    );
}
