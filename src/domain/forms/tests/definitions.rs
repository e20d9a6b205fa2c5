//! Mistakes in a definition are told with file, line, what is wrong and the nearest known name.

use super::super::catalogue::{Catalogue, SharedFields};
use super::super::definition::RequestType;

/// A small sound type; tests break it by replacing a part.
const SAMPLE: &str = r#"key = "sample"
version = 1
position = 9
workflow = "request"
title = { fr = "Essai", en = "Sample" }
summary = { fr = "Un essai", en = "A sample" }
promise = { first_response_hours = 4 }
priority = "P3"
team = "FR"

[[step]]
key = "first"
title.fr = "Premier ?"
title.en = "First?"

[[step]]
key = "second"
title.fr = "Second"
title.en = "Second"

[[field]]
use = "title"
step = "first"

[[field]]
name = "surface"
step = "first"
type = "choice"
label = { fr = "Où ?", en = "Where?" }
options = [
  { value = "app", label = { fr = "Application", en = "App" } },
  { value = "live", label = { fr = "Direct", en = "Live" } },
]

[[field]]
name = "from"
step = "first"
type = "date"
label = { fr = "Début", en = "Start" }

[[field]]
name = "os"
step = "second"
type = "text"
when = "surface = app"
required = true
label = { fr = "Système", en = "System" }
missing = { fr = "Saisissez le système", en = "Enter the system" }

[[field]]
name = "to"
step = "second"
type = "date"
not_before = "from"
label = { fr = "Fin", en = "End" }

[[priority_rule]]
when = "surface = live"
priority = "P1"
"#;

const SHARED_SAMPLE: &str = r#"[[field]]
name = "title"
type = "text"
required = true
max = 120
label = { fr = "Objet", en = "Subject" }
missing = { fr = "Saisissez l'objet", en = "Enter the subject" }
"#;

fn parse(text: &str) -> Result<RequestType, Vec<String>> {
    let shared = SharedFields::parse("requests/common.toml", SHARED_SAMPLE).unwrap();
    RequestType::parse("requests/sample.toml", text, &shared)
        .map_err(|findings| findings.iter().map(ToString::to_string).collect())
}

/// The findings after replacing one part of the sample.
fn broken(part: &str, by: &str) -> Vec<String> {
    assert_eq!(SAMPLE.matches(part).count(), 1, "{part} must be there once");
    parse(&SAMPLE.replace(part, by)).expect_err("the definition should be refused")
}

fn assert_finding(part: &str, by: &str, expected: &str) {
    let found = broken(part, by);
    assert!(
        found.iter().any(|one| one.contains(expected)),
        "wanted {expected}\nfound {found:#?}"
    );
    let line = 1 + SAMPLE[..SAMPLE.find(part).unwrap()].matches('\n').count();
    let near = |one: &String| {
        let at: usize = one.split(':').nth(1).unwrap().parse().unwrap();
        at.abs_diff(line) <= 7
    };
    assert!(found.iter().any(near), "no line near {line} in {found:#?}");
}

#[test]
fn the_sample_is_sound_and_set_in_type() {
    let form = parse(SAMPLE).unwrap();
    assert_eq!(form.steps[0].title.fr, "Premier\u{202f}?");
    assert_eq!(
        form.field("title").unwrap().missing.as_ref().unwrap().fr,
        "Saisissez l’objet"
    );
    assert_eq!(form.step_after("first").unwrap().key, "second");
    assert_eq!(form.step_before("second").unwrap().key, "first");
    assert_eq!(
        (form.step_after("second"), form.step_before("first")),
        (None, None)
    );
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_key() {
    let found = broken(
        "required = true\nlabel = { fr = \"Système\"",
        "requierd = true\nlabel = { fr = \"Système\"",
    );
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("requests/sample.toml:46: unknown field `requierd`"),
        "{found:?}"
    );
    assert!(found[0].ends_with("did you mean `required`?"), "{found:?}");
}

#[test]
fn an_unknown_type_or_source_names_the_nearest() {
    assert_finding(
        "type = \"choice\"",
        "type = \"choise\"",
        "did you mean `choice`?",
    );
    let shared = SHARED_SAMPLE.replace(
        "type = \"text\"\nrequired = true\nmax = 120",
        "type = \"handles\"\nsource = \"owner\"",
    );
    let found = SharedFields::parse("requests/common.toml", &shared).unwrap_err();
    assert!(
        found[0]
            .to_string()
            .starts_with("requests/common.toml:4: unknown variant `owner`"),
        "{found:?}"
    );
}

#[test]
fn names_that_do_not_exist_are_told_with_the_nearest() {
    assert_finding(
        "use = \"title\"",
        "use = \"titel\"",
        "unknown shared field “titel”, did you mean “title”?",
    );
    assert_finding(
        "when = \"surface = app\"",
        "when = \"surfase = app\"",
        "did you mean “surface”?",
    );
    assert_finding(
        "when = \"surface = app\"",
        "when = \"surface = ap\"",
        "unknown value of “surface” “ap”, did you mean “app”?",
    );
    assert_finding(
        "when = \"surface = live\"",
        "when = \"surface = lve\"",
        "did you mean “live”?",
    );
    assert_finding(
        "priority = \"P1\"",
        "priority = \"P5\"",
        "did you mean “P1”?",
    );
    assert_finding(
        "priority = \"P3\"",
        "priority = \"matrice\"",
        "did you mean “matrix”?",
    );
    assert_finding(
        "not_before = \"from\"",
        "not_before = \"form\"",
        "did you mean “from”?",
    );
    assert_finding(
        "step = \"first\"\ntype = \"date\"",
        "step = \"frist\"\ntype = \"date\"",
        "did you mean “first”?",
    );
}

#[test]
fn findings_stand_on_the_line_of_their_cause() {
    let found = broken("when = \"surface = app\"", "when = \"surface = ap\"");
    assert_eq!(
        found,
        ["requests/sample.toml:45: unknown value of “surface” “ap”, did you mean “app”?"]
    );
}

#[test]
fn conditions_that_make_no_sense_are_refused() {
    assert_finding(
        "when = \"surface = app\"",
        "when = \"surface is app\"",
        "is not a condition",
    );
    assert_finding(
        "when = \"surface = app\"",
        "when = \"surface contains app\"",
        "`contains` looks into a multi_choice",
    );
    assert_finding(
        "when = \"surface = app\"",
        "when = \"from = today\"",
        "cannot be asked",
    );
    let found = broken(
        "step = \"first\"\ntype = \"choice\"",
        "step = \"second\"\ntype = \"choice\"",
    );
    assert_eq!(
        found,
        ["requests/sample.toml:45: “surface” must be asked on an earlier page than “os”"]
    );
}

#[test]
fn both_languages_are_wanted_everywhere() {
    assert_finding(
        "title.en = \"First?\"",
        "",
        "`title` of step “first” has no English text",
    );
    assert_finding(
        "label = { fr = \"Où ?\", en = \"Where?\" }",
        "label = { en = \"Where?\" }",
        "`label` of “surface” has no French text",
    );
    assert_finding(
        "label = { fr = \"Direct\", en = \"Live\" }",
        "label = { fr = \"Direct\" }",
        "the option “live” of “surface” has no English text",
    );
    assert_finding(
        "summary = { fr = \"Un essai\", en = \"A sample\" }",
        "summary = { fr = \"Un essai\" }",
        "`summary` has no English text",
    );
    assert_finding(
        "missing = { fr = \"Saisissez le système\", en = \"Enter the system\" }",
        "",
        "“os” is required: `missing` must say",
    );
}

#[test]
fn what_is_there_twice_or_not_at_all_is_told() {
    assert_finding(
        "key = \"second\"",
        "key = \"first\"",
        "the step “first” is defined twice",
    );
    assert_finding(
        "name = \"to\"",
        "name = \"from\"",
        "the field “from” is asked more than once",
    );
    assert_finding(
        "value = \"live\"",
        "value = \"app\"",
        "the option “app” of “surface” is there twice",
    );
    let found = broken("[[field]]\nuse = \"title\"\nstep = \"first\"\n", "");
    assert_eq!(
        found,
        [
            "requests/sample.toml:1: the shared field “title” is asked on no page; every type must place it"
        ]
    );
    assert_finding(
        "name = \"surface\"\nstep = \"first\"\n",
        "name = \"surface\"\n",
        "missing `step`",
    );
    assert_finding(
        "key = \"sample\"",
        "key = \"other\"",
        "must be named other.toml",
    );
    assert_finding("version = 1", "version = 0", "versions start at 1");
}

#[test]
fn a_page_whose_questions_are_all_conditional_is_refused() {
    let found = broken(
        "type = \"date\"\nnot_before",
        "type = \"date\"\nwhen = \"surface = app\"\nnot_before",
    );
    assert_eq!(
        found,
        ["requests/sample.toml:16: the step “second” has no question that is always asked"]
    );
}

#[test]
fn keys_that_mean_nothing_for_a_type_are_refused() {
    assert_finding(
        "not_before = \"from\"",
        "hosts = [\"a.fr\"]",
        "`hosts` means nothing for `to`, a field of type date",
    );
    assert_finding("not_before = \"from\"", "within_months = 3", "name one");
    assert_finding(
        "not_before = \"from\"",
        "not_before = \"from\"\nwithin_months = 4000000000",
        "`within_months` is at most 1200",
    );
    assert_finding(
        "type = \"text\"\nwhen",
        "type = \"text\"\nmin = 9\nmax = 3\nwhen",
        "`min` of `os` is greater than its `max`",
    );
    assert_finding(
        "type = \"text\"\nwhen",
        "type = \"text\"\nmin = 300\nwhen",
        "`min` of `os` is greater than its `max`",
    );
    assert_finding(
        "type = \"choice\"",
        "type = \"choice\"\ndefault = \"web\"",
        "“web” cannot be the default of “surface”",
    );
    assert_finding("name = \"os\"", "name = \"Os-1\"", "is not a field name");
}

#[test]
fn several_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let text = SAMPLE
        .replace("title.en = \"First?\"", "")
        .replace("surface = app", "surface = ap");
    let found = parse(&text).unwrap_err();
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0].contains("English") && found[1].contains("“ap”"),
        "{found:#?}"
    );
}

#[test]
fn a_shared_question_is_not_placed_where_it_is_defined() {
    let text = SHARED_SAMPLE.replace("required = true", "step = \"first\"");
    let found = SharedFields::parse("requests/common.toml", &text).unwrap_err();
    assert_eq!(
        found[0].to_string(),
        "requests/common.toml:1: `step` belongs to the types that place a shared field"
    );
}

#[test]
fn a_mistake_in_a_shared_question_is_told_where_it_is_defined() {
    let text = SHARED_SAMPLE.replace(", en = \"Subject\"", "");
    let found = SharedFields::parse("requests/common.toml", &text).unwrap_err();
    assert_eq!(
        found[0].to_string(),
        "requests/common.toml:1: `label` of “title” has no English text"
    );
}

#[test]
fn a_folder_without_its_shared_questions_is_refused() {
    let found = Catalogue::parse(&[("requests/sample.toml", SAMPLE)]).unwrap_err();
    assert!(
        found[0].to_string().contains("there is no `common.toml`"),
        "{found:?}"
    );
    let found = Catalogue::parse(&[("requests/common.toml", SHARED_SAMPLE)]).unwrap_err();
    assert!(
        found[0].to_string().contains("there is no request type"),
        "{found:?}"
    );
}
