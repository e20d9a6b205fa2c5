use super::*;
use crate::clocks::calendar::shipped as calendars;
use crate::source::Source;
use crate::workflow::decide::tests::shipped;
use crate::workflow::parse::parse;

const TEMPLATES: &[&str] = &["sent", "reminder", "alert"];
const REQUEST_TYPES: &[&str] = &["data_analysis"];
const KNOWN: Known<'static> = Known {
    request_types: REQUEST_TYPES,
    templates: TEMPLATES,
};

/// A small sound workflow that uses most of the language; each test breaks one thing of it.
const SOUND: &str = r#"
[workflow]
key = "small"
kind = "request"
version = 1
initial = "new"
title = { fr = "Petit", en = "Small" }
opening = ["mail sent to team"]

[[state]]
key = "new"
category = "new"
ball = "us"
title = { fr = "Nouveau", en = "New" }
public_title = { fr = "Reçu", en = "Received" }

[[state]]
key = "asked"
category = "waiting_partner"
ball = "partner"
title = { fr = "Attente", en = "Waiting" }
public_title = { fr = "À vous", en = "Your turn" }

[[state]]
key = "held"
category = "waiting_internal"
ball = "team"
title = { fr = "Transmis", en = "Delegated" }
public_title = { fr = "Transmis", en = "Delegated" }

[[state]]
key = "over"
category = "done"
ball = "none"
terminal = true
title = { fr = "Fini", en = "Over" }
public_title = { fr = "Fini", en = "Over" }

[[transition]]
code = "S1"
key = "ask"
from = ["new"]
to = "asked"
trigger = ["manual"]
roles = ["manager"]
guards = ["request_type_is data_analysis"]
effects = ["mail sent to partner", "record_actor asker"]
title = { fr = "Demander", en = "Ask" }
shortcut = "Q"

[[transition.input]]
name = "topic"
kind = "choice"
label = { fr = "Sujet", en = "Topic" }
options = [{ value = "a", fr = "Un", en = "One" }]

[[transition]]
code = "S2"
key = "answer"
from = ["asked"]
to = "@previous"
trigger = ["message", "manual"]
roles = ["partner"]
title = { fr = "Répondre", en = "Answer" }
public_title = { fr = "Répondre", en = "Answer" }

[[transition]]
code = "S3"
key = "delegate"
from = ["new"]
to = "held"
trigger = ["manual"]
roles = ["manager"]
guards = ["other_team"]
effects = ["delegate"]
title = { fr = "Transmettre", en = "Delegate" }

[[transition.input]]
name = "team"
kind = "team"
label = { fr = "Équipe", en = "Team" }

[[transition]]
code = "S4"
key = "back"
from = ["held"]
to = "new"
trigger = ["manual"]
roles = ["specialist"]
guards = ["not_actor_of asker", "fact_is topic a"]
title = { fr = "Rendre", en = "Give back" }

[[transition]]
code = "S5"
key = "end"
from = ["new", "asked"]
to = "over"
trigger = ["manual", "timer"]
roles = ["manager", "system"]
guards = ["counter_at_least reminded 1"]
title = { fr = "Finir", en = "End" }
shortcut = "S"

[[timer]]
key = "remind"
state = "asked"
after = "1bd"
calendar = "fr-bureau"
fire = "remind reminder"

[[timer]]
key = "give_up"
state = "asked"
after = "5bd"
calendar = "fr-bureau"
fire = "transition end"
repeat = "1bd"
max = 9

[[timer]]
key = "late"
state = "held"
after = "5bd"
calendar = "fr-bureau"
fire = "alert alert"

[[clock]]
metric = "resolution"
"#;

fn findings(text: &str) -> Vec<String> {
    let parsed = parse(&Source::new("workflows/small.toml", text), &calendars()).unwrap();
    check(&parsed, &KNOWN)
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The findings after `from` was replaced by `to`, once.
fn broken(from: &str, to: &str) -> Vec<String> {
    assert!(SOUND.contains(from), "{from}");
    findings(&SOUND.replacen(from, to, 1))
}

#[track_caller]
fn caught(from: &str, to: &str, said: &str) {
    let found = broken(from, to);
    assert!(
        found.iter().any(|one| one.contains(said)),
        "expected “{said}” in {found:#?}"
    );
}

#[test]
fn a_sound_workflow_passes() {
    assert_eq!(findings(SOUND), Vec::<String>::new());
}

#[test]
fn the_four_shipped_machines_pass_together() {
    let machines = shipped();
    let templates: Vec<String> = machines
        .iter()
        .flat_map(|one| named_templates(&one.definition))
        .collect();
    let templates: Vec<&str> = templates.iter().map(String::as_str).collect();
    let known = Known {
        request_types: &["account_verification", "partnership"],
        templates: &templates,
    };
    assert_eq!(check_all(&machines, &known), []);
}

fn named_templates(definition: &Definition) -> Vec<String> {
    use crate::workflow::definition::Fire;
    let effects = definition.transitions.iter().flat_map(|one| &one.effects);
    let mails = effects
        .chain(&definition.opening)
        .filter_map(|effect| match effect {
            Effect::Mail { template, .. } | Effect::MailAtCount { template, .. } => {
                Some(template.to_string())
            }
            _ => None,
        });
    let fired = definition
        .timers
        .iter()
        .filter_map(|timer| match &timer.fire {
            Fire::Remind(template) | Fire::Alert(template) => Some(template.clone()),
            Fire::Transition(_) => None,
        });
    mails.chain(fired).collect()
}

#[test]
fn an_unreachable_state_is_found_with_its_line() {
    let lonely = "[[state]]\nkey = \"lonely\"\ncategory = \"open\"\nball = \"us\"\n\
                  title = { fr = \"Seul\", en = \"Lonely\" }\npublic_title = { fr = \"Seul\", en = \"Lonely\" }\n\n\
                  [[state]]\nkey = \"over\"";
    let found = broken("[[state]]\nkey = \"over\"", lonely);
    assert_eq!(
        found.first().map(String::as_str),
        Some(
            "workflows/small.toml:31: state “lonely” cannot be reached from “new”; add a transition to it or remove it"
        )
    );
}

#[test]
fn a_state_without_a_way_to_an_end_is_found_with_the_way_to_it() {
    caught(
        "from = [\"held\"]\nto = \"new\"",
        "from = [\"new\"]\nto = \"held\"",
        "a case stays for ever in “held” (new → held)",
    );
    caught(
        "terminal = true",
        "terminal = false",
        "no state is terminal",
    );
}

#[test]
fn a_final_state_has_no_exits_no_timers_and_is_over() {
    caught(
        "from = [\"held\"]\nto = \"new\"",
        "from = [\"held\", \"over\"]\nto = \"new\"",
        "“over” is final but has exits",
    );
    caught(
        "state = \"held\"",
        "state = \"over\"",
        "“over” is final but arms a timer",
    );
    caught(
        "category = \"done\"",
        "category = \"open\"",
        "“over” is final but of category open",
    );
}

#[test]
fn states_named_but_not_there_are_found_with_the_nearest_one() {
    caught(
        "to = \"held\"",
        "to = \"hled\"",
        "unknown state “hled”, did you mean “held”?",
    );
    caught(
        "initial = \"new\"",
        "initial = \"nwe\"",
        "small.toml:2: unknown state “nwe”, did you mean “new”?",
    );
    caught(
        "state = \"held\"",
        "state = \"helt\"",
        "unknown state “helt”",
    );
    caught(
        "metric = \"resolution\"",
        "metric = \"own\"\nkind = \"ola\"\nstart = \"states nwe\"\nrun = \"always\"\nstop = \"done\"",
        "unknown state “nwe”",
    );
}

#[test]
fn names_are_there_once() {
    caught(
        "key = \"back\"",
        "key = \"ask\"",
        "transition “ask” is there twice",
    );
    caught("code = \"S4\"", "code = \"S1\"", "code “S1” is there twice");
    caught(
        "key = \"late\"",
        "key = \"remind\"",
        "timer “remind” is there twice",
    );
    caught(
        "key = \"held\"",
        "key = \"new\"",
        "state “new” is there twice",
    );
    caught(
        "key = \"back\"",
        "key = \"\"",
        "this transition has no name",
    );
}

#[test]
fn dead_transitions_are_found() {
    caught("from = [\"held\"]", "from = []", "“back” leaves no state");
    caught(
        "trigger = [\"message\", \"manual\"]",
        "trigger = []",
        "“answer” is dead: it has no trigger",
    );
    caught(
        "roles = [\"specialist\"]",
        "roles = []",
        "“back” is dead: nobody may make it",
    );
    caught(
        "roles = [\"specialist\"]",
        "roles = [\"system\"]",
        "“back” is manual but only the system may make it",
    );
    caught(
        "trigger = [\"message\", \"manual\"]\nroles = [\"partner\"]",
        "trigger = [\"message\", \"manual\"]\nroles = [\"manager\"]",
        "“answer” follows a partner's message",
    );
    caught(
        "roles = [\"manager\", \"system\"]",
        "roles = [\"manager\"]",
        "“end” happens by rule; add the role \"system\"",
    );
    caught(
        "trigger = [\"manual\", \"timer\"]",
        "trigger = [\"timer\"]",
        "“end” names a person's role but only happens by rule",
    );
    caught(
        "roles = [\"specialist\"]",
        "roles = [\"specialist\", \"system\"]",
        "“back” names the system but has no trigger by rule",
    );
    caught(
        "fire = \"transition end\"",
        "fire = \"alert alert\"",
        "“end” is set off by a timer, but none fires it",
    );
    caught(
        "trigger = [\"manual\"]\nroles = [\"specialist\"]",
        "trigger = [\"manual\", \"child\"]\nroles = [\"specialist\", \"system\"]",
        "“back” waits for a child case",
    );
}

#[test]
fn an_input_that_nobody_is_asked_for_is_found() {
    caught(
        "trigger = [\"manual\"]\nroles = [\"manager\"]\nguards = [\"other_team\"]",
        "trigger = [\"system\"]\nroles = [\"system\"]\nguards = [\"other_team\"]",
        "“delegate” happens by rule, so nobody gives “team”",
    );
}

#[test]
fn timers_fire_what_is_possible_there() {
    caught(
        "fire = \"transition end\"",
        "fire = \"transition edn\"",
        "unknown transition “edn”, did you mean “end”?",
    );
    caught(
        "fire = \"transition end\"",
        "fire = \"transition back\"",
        "“back” does not leave “asked”",
    );
    caught(
        "fire = \"transition end\"",
        "fire = \"transition answer\"",
        "“answer” is not set off by timers",
    );
    caught(
        "repeat = \"1bd\"\nmax = 9\n",
        "",
        "“end” has guards and may be refused the only time the timer fires",
    );
}

#[test]
fn whoever_waits_is_woken() {
    caught(
        "fire = \"transition end\"",
        "fire = \"alert alert\"",
        "a case can wait in “asked” for ever (new → asked): no timer leads out",
    );
    let late = "[[timer]]\nkey = \"late\"\nstate = \"held\"\nafter = \"5bd\"\ncalendar = \"fr-bureau\"\nfire = \"alert alert\"\n";
    caught(
        late,
        "",
        "a case can wait in “held” for ever (new → held): no timer is armed",
    );
}

#[test]
fn a_state_that_nobody_watches_is_found() {
    caught(
        "[[clock]]\nmetric = \"resolution\"\n",
        "",
        "nobody watches “new” (new): no clock surely runs there",
    );
    // A clock that a message may stop at any time is no watch.
    caught(
        "metric = \"resolution\"",
        "metric = \"first_response\"",
        "nobody watches “new”",
    );
    // One that starts later neither.
    let later = "metric = \"own\"\nkind = \"ola\"\nstart = \"states asked\"\nrun = \"always\"\nstop = \"done\"";
    caught("metric = \"resolution\"", later, "nobody watches “new”");
    // One that every way starts is.
    let here = "metric = \"own\"\nkind = \"ola\"\nstart = \"states new\"\nrun = \"states new\"\nstop = \"done\"";
    assert_eq!(
        broken("metric = \"resolution\"", here),
        Vec::<String>::new()
    );
}

#[test]
fn names_of_other_files_resolve() {
    caught(
        "mail sent to team",
        "mail snet to team",
        "small.toml:8: unknown mail template “snet”, did you mean “sent”?",
    );
    caught(
        "mail sent to partner",
        "mail snet to partner",
        "unknown mail template “snet”, did you mean “sent”?",
    );
    caught(
        "remind reminder",
        "remind remidner",
        "unknown mail template “remidner”, did you mean “reminder”?",
    );
    caught(
        "request_type_is data_analysis",
        "request_type_is data_analyses",
        "did you mean “data_analysis”?",
    );
}

#[test]
fn facts_and_counters_of_guards_are_recorded_somewhere() {
    caught(
        "not_actor_of asker",
        "not_actor_of aksers",
        "unknown fact “aksers”, did you mean “asker”?; nothing records it",
    );
    caught(
        "fact_is topic a",
        "fact_is reason a",
        "unknown fact “reason”",
    );
    caught(
        "counter_at_least reminded 1",
        "counter_at_least reopened 1",
        "unknown counter “reopened”",
    );
}

#[test]
fn effects_and_guards_find_the_inputs_they_read() {
    caught(
        "name = \"team\"",
        "name = \"desk\"",
        "delegate needs a required input “team”",
    );
    caught(
        "name = \"team\"",
        "name = \"desk\"",
        "other_team needs a required input “team”",
    );
    caught(
        "effects = [\"delegate\"]",
        "effects = [\"merge\"]",
        "merge needs a required input “target”",
    );
    caught(
        "guards = [\"other_team\"]",
        "guards = [\"target_mergeable\"]",
        "target_mergeable needs a required input “target”",
    );
    caught(
        "guards = [\"other_team\"]",
        "visible_if = [\"other_team\"]",
        "move it to guards",
    );
}

#[test]
fn previous_leads_somewhere_else() {
    let text = SOUND
        .replacen(
            "from = [\"asked\"]\nto = \"@previous\"",
            "from = [\"new\"]\nto = \"@previous\"",
            1,
        )
        .replacen(
            "from = [\"held\"]\nto = \"new\"",
            "from = [\"held\"]\nto = \"over\"",
            1,
        );
    let found = findings(&text);
    assert!(
        found
            .iter()
            .any(|one| one.contains("@previous leads nowhere: no transition leads to “new”")),
        "{found:#?}"
    );
    caught(
        "from = [\"new\"]\nto = \"asked\"",
        "from = [\"new\", \"asked\"]\nto = \"asked\"",
        "“ask” stays in “asked”",
    );
}

#[test]
fn automatic_circles_are_found() {
    let circle = "trigger = [\"system\"]\nroles = [\"system\"]\nguards = []\n";
    let text = SOUND
        .replacen("trigger = [\"manual\"]\nroles = [\"specialist\"]\nguards = [\"not_actor_of asker\", \"fact_is topic a\"]\n", circle, 1)
        .replacen("trigger = [\"manual\"]\nroles = [\"manager\"]\nguards = [\"other_team\"]\neffects = [\"delegate\"]\n", circle, 1);
    let found = findings(&text);
    assert!(
        found
            .iter()
            .any(|one| one.contains("run in a circle (new → held → new)")),
        "{found:#?}"
    );
}

#[test]
fn both_languages_are_there() {
    caught(
        "fr = \"Petit\"",
        "fr = \"\"",
        "small.toml:2: title has no French; add fr = \"…\"",
    );
    caught(
        "en = \"Your turn\"",
        "en = \" \"",
        "public_title has no English; add en = \"…\"",
    );
    caught("fr = \"Équipe\", ", "", "label has no French");
    caught("fr = \"Un\"", "fr = \"\"", "option “a” has no French");
    caught(
        "public_title = { fr = \"Répondre\", en = \"Answer\" }",
        "",
        "public_title has no French",
    );
}

#[test]
fn one_key_means_one_thing() {
    caught(
        "shortcut = \"S\"",
        "shortcut = \"Q\"",
        "in “new” the key Q means two things",
    );
}

#[test]
fn a_move_that_nothing_can_ever_allow_is_found() {
    for (words, said) in [
        (
            "visible_if = [\"documents_complete\"]",
            "no list of documents is tracked yet",
        ),
        (
            "visible_if = [\"checklist_done\"]",
            "no checklist is tracked yet",
        ),
        (
            "approvals = { count = 1, roles = [\"lead\"] }",
            "“end” wants approvals, which nobody can give yet",
        ),
    ] {
        caught("shortcut = \"S\"", words, said);
    }
}

#[test]
fn workflows_fit_together() {
    let small =
        |text: &str| parse(&Source::new("workflows/small.toml", text), &calendars()).unwrap();
    let said: Vec<String> = check_all(&[small(SOUND), small(SOUND)], &KNOWN)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        said.iter()
            .any(|one| one.contains("“small” version 1 is defined twice")),
        "{said:#?}"
    );
    assert!(
        said.iter()
            .any(|one| one.contains("no workflow is of kind “onboarding”")),
        "{said:#?}"
    );
    let told = SOUND.replacen(
        "record_actor asker",
        "record_actor asker\", \"tell_parent resume",
        1,
    );
    let said = check_all(&[small(&told)], &KNOWN);
    assert!(
        said.iter().any(|one| one
            .message
            .contains("unknown transition of a parent “resume”")),
        "{said:#?}"
    );
}

#[test]
fn every_finding_is_one_line_that_says_what_to_do() {
    for (from, to) in [
        ("terminal = true", "terminal = false"),
        ("to = \"held\"", "to = \"hled\""),
        ("roles = [\"specialist\"]", "roles = []"),
    ] {
        for said in broken(from, to) {
            assert!(said.starts_with("workflows/small.toml:"), "{said}");
            assert!(!said.contains('\n') && !said.ends_with('.'), "{said}");
        }
    }
}
