//! Files, and one page at a time.

use serde_json::json;

use super::super::facts::UploadedFile;
use super::super::file_answers::check_file;
use super::super::reading::Input;
use super::super::validate::{Scope, first_open_step, validate};
use super::{answers, codes, controls, facts, file, form, page, with};

#[test]
fn files_are_counted_over_the_whole_request() {
    let judge = |files: Vec<UploadedFile>| {
        let mut facts = facts();
        facts.files = files;
        let given = with("account_verification", json!({"authorised_agent": true}));
        codes(
            &validate(
                &form("account_verification"),
                Input::Json(&given),
                Scope::Whole,
                &facts,
            )
            .errors,
        )
    };
    let files = |mandates: u128, others: u128| {
        let mandates = (0..mandates).map(|at| file(at, "mandate"));
        mandates
            .chain((0..others).map(|at| file(100 + at, "files")))
            .collect::<Vec<_>>()
    };
    assert_eq!(judge(files(1, 9)), Vec::<String>::new());
    assert_eq!(judge(files(2, 9)), ["files: too_many_files"]);
    assert_eq!(judge(files(4, 0)), ["mandate: too_many"]);
}

#[test]
fn a_file_is_judged_as_it_arrives() {
    let form = form("account_verification");
    let mandate = form.field("mandate").unwrap();
    let judge = |change: fn(&mut UploadedFile)| {
        let mut one = file(1, "mandate");
        change(&mut one);
        check_file(mandate, &one).map_err(|error| error.code.as_str())
    };
    assert_eq!(judge(|_| ()), Ok(()));
    assert_eq!(judge(|one| one.size_bytes = 10 * 1024 * 1024), Ok(()));
    assert_eq!(
        judge(|one| one.size_bytes = 10 * 1024 * 1024 + 1),
        Err("file_too_large")
    );
    assert_eq!(judge(|one| one.size_bytes = 0), Err("file_empty"));
    assert_eq!(
        judge(|one| one.media_type = "text/html".to_owned()),
        Err("file_type_refused")
    );
    assert!(check_file(form.field("legal_name").unwrap(), &file(1, "legal_name")).is_err());
}

#[test]
fn the_api_cannot_name_files_that_were_not_uploaded() {
    let mut facts = facts();
    facts.files = vec![file(1, "files")];
    let judge = |id: String| {
        let given = with("content_reco", json!({"files": [id]}));
        codes(
            &validate(
                &form("content_reco"),
                Input::Json(&given),
                Scope::Whole,
                &facts,
            )
            .errors,
        )
    };
    assert_eq!(judge(file(1, "files").id.to_string()), Vec::<String>::new());
    assert_eq!(
        judge(file(2, "files").id.to_string()),
        ["files: file_unknown"]
    );
}

#[test]
fn one_page_is_judged_alone_and_keeps_the_others() {
    let known = answers(
        json!({"title": "Finale de samedi", "surface": "app", "os": "Android 16", "actual": "Rien"}),
    );
    let form = form("tech_support");
    let typed = controls(&[
        ("csrf", "token"),
        ("title", "Autre sujet"),
        ("surface", "live"),
        ("symptom", "upload"),
        ("scope", "all"),
        ("handles", "arenes.tv"),
    ]);
    let scope = Scope::Step {
        key: "problem",
        known: &known,
    };
    let outcome = validate(&form, Input::Form(&typed), scope, &facts());
    assert_eq!(codes(&outcome.errors), Vec::<String>::new());
    assert_eq!(outcome.answers.get("title"), Some(&json!("Autre sujet")));
    assert_eq!(
        outcome.answers.get("actual"),
        Some(&json!("Rien")),
        "another page keeps its answer"
    );
    assert_eq!(
        outcome.answers.get("os"),
        None,
        "what the new answers hide is dropped"
    );
    let open = first_open_step(&form, &outcome.answers, &facts()).unwrap();
    assert_eq!(open.key, "circumstances");
}

#[test]
fn a_page_sent_empty_names_every_required_question_in_order() {
    let outcome = page("tech_support", "problem", &[]);
    let expected = [
        "title: required",
        "surface: required",
        "symptom: required",
        "scope: required",
        "handles: required",
    ];
    assert_eq!(codes(&outcome.errors), expected);
}
