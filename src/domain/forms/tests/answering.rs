//! Each validation with answers that pass and answers that do not.

use serde_json::json;

use super::super::file_answers::check_file;
use super::super::validate::first_open_step;
use super::*;

/// Type, field, answers that pass, answers that do not with their code.
fn assert_answers(key: &str, field: &str, good: &[Value], bad: &[(Value, &str)]) {
    for answer in good {
        assert_eq!(errors_of(key, json!({field: answer})), Vec::<String>::new(), "{field} {answer}");
    }
    for (answer, code) in bad {
        assert_eq!(errors_of(key, json!({field: answer})), [format!("{field}: {code}")], "{field} {answer}");
    }
}

#[test]
fn texts_are_counted_in_characters() {
    let long = "é".repeat(120);
    assert_answers(
        "content_reco",
        "title",
        &[json!("Cinq!"), json!(long), json!("  espaces   autour  ")],
        &[(json!("Cinq"), "too_short"), (json!("é".repeat(121)), "too_long"), (json!("   "), "required"), (json!(7), "wrong_type")],
    );
    assert_eq!(stored("content_reco", json!({"title": "  deux\u{a0}mots\tet\r\nplus \u{202e}"}), "title"), json!("deux mots et plus"));
}

#[test]
fn long_texts_keep_their_lines_and_lose_control_characters() {
    let kept = stored("content_reco", json!({"constraints": " un\r\ndeux\u{0}\u{7} \n"}), "constraints");
    assert_eq!(kept, json!("un\ndeux"));
    assert_answers(
        "data_analysis",
        "question",
        &[json!("x".repeat(20)), json!("x".repeat(2_000))],
        &[(json!("x".repeat(19)), "too_short"), (json!("x".repeat(2_001)), "too_long")],
    );
}

#[test]
fn numbers_keep_to_their_limits() {
    let api = |status: Value| {
        errors_of("tech_support", json!({"surface": "api", "endpoint": "GET /", "request_id": "r", "http_status": status}))
    };
    assert_eq!(api(json!(100)), Vec::<String>::new());
    assert_eq!(api(json!(599)), Vec::<String>::new());
    assert_eq!(api(json!(99)), ["http_status: too_small"]);
    assert_eq!(api(json!(600)), ["http_status: too_large"]);
    assert_eq!(api(json!("429")), ["http_status: wrong_type"]);
    assert_eq!(api(json!(4.5)), ["http_status: wrong_type"]);
}

#[test]
fn choices_are_the_options_whatever_the_case() {
    assert_answers(
        "tech_support",
        "scope",
        &[json!("all"), json!(" One_Video ")],
        &[(json!("everything"), "not_a_choice"), (json!(["all"]), "wrong_type"), (json!(true), "wrong_type")],
    );
    assert_eq!(stored("tech_support", json!({"scope": " One_Video "}), "scope"), json!("one_video"));
    assert_eq!(stored("tech_support", json!({"impact": 2}), "impact"), json!("2"), "a number is as good as its digits");
}

#[test]
fn several_choices_are_put_in_the_order_of_the_form_each_once() {
    let metrics = stored("data_analysis", json!({"metrics": ["reach", "VIEWS", "reach"]}), "metrics");
    assert_eq!(metrics, json!(["views", "reach"]));
    assert_answers(
        "data_analysis",
        "metrics",
        &[],
        &[(json!(["likes"]), "not_a_choice"), (json!([]), "required"), (json!("views"), "wrong_type"), (json!([1]), "wrong_type")],
    );
}

#[test]
fn yes_and_no_are_read_from_pages_and_from_the_api() {
    assert_answers("tech_support", "ongoing", &[json!(true), json!(false)], &[(json!("yes"), "wrong_type")]);
    for (typed, meant) in [("yes", true), ("Oui", true), ("non", false), ("NO", false)] {
        let outcome = page("tech_support", "circumstances", &[("ongoing", typed)]);
        assert_eq!(outcome.answers.get("ongoing"), Some(&json!(meant)), "{typed}");
    }
    let outcome = page("tech_support", "circumstances", &[("ongoing", "perhaps")]);
    assert!(codes(&outcome.errors).contains(&"ongoing: not_yes_or_no".to_owned()));
}

#[test]
fn a_deadline_is_today_or_later() {
    assert_answers(
        "content_reco",
        "deadline",
        &[json!("2026-09-21"), json!("2027-01-01"), json!("21/09/2026")],
        &[(json!("2026-09-20"), "date_too_early"), (json!("2026-02-30"), "date_invalid"), (json!("demain"), "date_invalid")],
    );
    let mut late = facts();
    late.now = Instant::parse_rfc3339("2026-09-21T22:30:00Z").unwrap();
    let outcome = validate(
        &form("content_reco"),
        Input::Json(&with("content_reco", json!({"deadline": "2026-09-21"}))),
        Scope::Whole,
        &late,
    );
    assert_eq!(codes(&outcome.errors), ["deadline: date_too_early"], "it is already the 22nd in Paris");
}

#[test]
fn a_period_ends_after_it_starts_and_lasts_24_months_at_most() {
    assert_answers(
        "data_analysis",
        "period_to",
        &[json!("2026-01-01"), json!("2028-01-01")],
        &[(json!("2025-12-31"), "date_before_field"), (json!("2028-01-02"), "period_too_long"), (Value::Null, "required")],
    );
}

#[test]
fn a_problem_has_started_in_the_past() {
    assert_answers(
        "tech_support",
        "started_at",
        &[json!(NOW), json!("2026-09-21T14:30:00+02:00"), json!("2026-09-21T14:29")],
        &[
            (json!("2026-09-21T12:30:01Z"), "in_the_future"),
            (json!("2026-09-21T14:31"), "in_the_future"),
            (json!("yesterday"), "date_invalid"),
        ],
    );
    let moment = stored("tech_support", json!({"started_at": "2026-09-21T14:29"}), "started_at");
    assert_eq!(moment, json!("2026-09-21T12:29:00Z"), "local time becomes UTC");
}

#[test]
fn a_moment_is_typed_in_boxes_in_the_partners_own_time() {
    let at = |time: &str| {
        let day = [("started_at-day", "1er"), ("started_at-month", "août"), ("started_at-year", "26"), ("started_at-time", time)];
        page("tech_support", "circumstances", &day).answers.get("started_at").cloned()
    };
    for time in ["14:05", "14 h 05", "14h05", "1405", "2:05 pm", "14.05"] {
        assert_eq!(at(time), Some(json!("2026-08-01T12:05:00Z")), "{time}");
    }
    assert_eq!(at("14 h"), Some(json!("2026-08-01T12:00:00Z")));
    assert_eq!(at("12 am"), Some(json!("2026-07-31T22:00:00Z")));
    for time in ["", "25:00", "14:60", "13 pm", "h", "midi"] {
        assert_eq!(at(time), None, "{time}");
    }
}

#[test]
fn a_time_that_summer_skips_becomes_the_next_that_exists() {
    let outcome = page("tech_support", "circumstances", &[("started_at", "2026-03-29T02:30")]);
    assert_eq!(outcome.answers.get("started_at"), Some(&json!("2026-03-29T01:30:00Z")));
}

#[test]
fn a_date_tells_which_box_is_empty() {
    for (part, code, params) in [
        (("deadline-day", ""), "date_incomplete", "day"),
        (("deadline-month", ""), "date_incomplete", "month"),
        (("deadline-year", ""), "date_incomplete", "year"),
    ] {
        let mut typed = vec![("deadline-day", "14"), ("deadline-month", "3"), ("deadline-year", "2027")];
        typed.retain(|(name, _)| *name != part.0);
        let outcome = page("content_reco", "timing", &typed);
        let error = outcome.errors.iter().find(|error| error.field == "deadline").unwrap();
        assert_eq!(error.code.as_str(), code);
        assert_eq!(format!("{:?}", error.params), format!("{{\"part\": Text({params:?})}}"));
    }
}

#[test]
fn web_addresses_are_public_and_complete() {
    assert_answers(
        "account_verification",
        "official_site",
        &[json!("arenes.tv"), json!(" HTTP://ARENES.TV/direct?x=1 "), json!("https://presse.arenes.tv")],
        &[
            (json!("arenes"), "url_invalid"),
            (json!("ftp://arenes.tv"), "url_invalid"),
            (json!("javascript://arenes.tv"), "url_invalid"),
            (json!("https://user:secret@arenes.tv"), "url_invalid"),
            (json!("https://127.0.0.1/"), "url_invalid"),
            (json!("https://localhost/"), "url_invalid"),
            (json!("deux mots.fr"), "url_invalid"),
        ],
    );
    assert_eq!(stored("account_verification", json!({"official_site": "Arenes.TV"}), "official_site"), json!("https://arenes.tv/"));
}

#[test]
fn the_official_address_belongs_to_the_official_site() {
    assert_answers(
        "account_verification",
        "official_email",
        &[json!("Contact@Arenes.TV"), json!("x@presse.arenes.tv"), json!("<x@arenes.tv>")],
        &[
            (json!("arenes@gmail.com"), "email_domain"),
            (json!("x@fauxarenes.tv"), "email_domain"),
            (json!("contact"), "email_invalid"),
            (json!("a b@arenes.tv"), "email_invalid"),
            (json!("x..y@arenes.tv"), "email_invalid"),
            (json!("x@arenes"), "email_invalid"),
        ],
    );
    assert_eq!(errors_of("account_verification", json!({"official_site": "https://fr.arenes.tv"})), Vec::<String>::new());
}

#[test]
fn press_links_are_three_to_ten_different_ones() {
    let links = |count: usize| json!((0..count).map(|at| format!("https://m{at}.example/")).collect::<Vec<_>>());
    assert_answers(
        "account_verification",
        "press_links",
        &[links(3), links(10)],
        &[(links(2), "too_few"), (links(11), "too_many"), (json!(["a.fr", "https://a.fr", "a.fr/"]), "too_few")],
    );
}

#[test]
fn examples_come_from_accepted_sites() {
    assert_answers(
        "content_reco",
        "sample_urls",
        &[json!(["https://www.youtube.com/watch?v=1", "youtu.be/2"])],
        &[
            (json!(["https://example.org/video"]), "host_refused"),
            (json!(["https://notyoutube.com/1"]), "host_refused"),
            (json!(["https://youtube.com.evil.example/1"]), "host_refused"),
            (json!((0..6).map(|at| format!("youtu.be/{at}")).collect::<Vec<_>>()), "too_many"),
        ],
    );
}

#[test]
fn accounts_are_those_of_the_organisation() {
    assert_answers(
        "content_reco",
        "handles",
        &[json!(["@Arenes.TV", "arenes.sport"])],
        &[(json!(["autre"]), "handle_unknown"), (json!(["a/b"]), "handle_invalid"), (json!(["@"]), "handle_invalid")],
    );
    assert_eq!(stored("content_reco", json!({"handles": ["@Arenes.TV", "arenes.tv"]}), "handles"), json!(["arenes.tv"]));
    assert_answers(
        "account_verification",
        "handles",
        &[json!(["nouveau.compte"])],
        &[(json!(["un", "deux"]), "too_many")],
    );
    let mut unknown = facts();
    unknown.handles.clear();
    let given = with("content_reco", json!({"handles": ["autre"]}));
    let outcome = validate(&form("content_reco"), Input::Json(&given), Scope::Whole, &unknown);
    assert_eq!(codes(&outcome.errors), Vec::<String>::new(), "nobody is locked out while we know no account");
}

#[test]
fn watchers_are_colleagues() {
    assert_answers(
        "content_reco",
        "watchers",
        &[json!(["Lea@arenes.tv", "hugo@arenes.tv"])],
        &[(json!(["x@ailleurs.fr"]), "not_a_colleague"), (json!(["lea"]), "email_invalid")],
    );
}

#[test]
fn an_announced_event_is_named_by_its_key() {
    let mut facts = facts();
    let form = form("content_reco");
    let mut judge = |event_id: &str| {
        facts.events = vec![event("finale-2026", "Finale 2026")];
        let given = with("content_reco", json!({"goal": "event", "event_id": event_id}));
        validate(&form, Input::Json(&given), Scope::Whole, &facts)
    };
    assert_eq!(judge("Finale-2026").answers.get("event_id"), Some(&json!("finale-2026")));
    assert_eq!(codes(&judge("Finale").errors), ["event_id: event_unknown"]);
}

#[test]
fn a_siret_is_checked_digit_by_digit() {
    assert_answers(
        "account_verification",
        "siret",
        &[json!("732 829 320 00074"), json!("35600000000048")],
        &[(json!("732 829 320 00075"), "siret_checksum"), (json!("732829320"), "siret_length"), (json!(732_829_320), "wrong_type")],
    );
    assert_eq!(stored("account_verification", json!({"siret": "732 829 320 00074"}), "siret"), json!("73282932000074"));
}

#[test]
fn countries_are_codes() {
    let abroad = |country: &str| errors_of("account_verification", json!({"country": country, "registration_no": "BE 0123"}));
    assert_eq!(abroad("be"), Vec::<String>::new());
    assert_eq!(abroad("UK"), ["country: country_unknown"]);
}

#[test]
fn the_api_hears_of_names_that_are_no_field() {
    let outcome = whole("content_reco", &with("content_reco", json!({"titel": "x", "zzzzzzzz": 1})));
    assert_eq!(codes(&outcome.errors), ["titel: unknown_field", "zzzzzzzz: unknown_field"]);
    assert_eq!(outcome.errors[0].message_key(), "form-error-unknown-field-near");
    assert_eq!(outcome.errors[1].message_key(), "form-error-unknown-field");
    let stored = validate(
        &form("content_reco"),
        Input::Stored(&with("content_reco", json!({"titel": "x"}))),
        Scope::Whole,
        &facts(),
    );
    assert_eq!(codes(&stored.errors), Vec::<String>::new(), "a field of an older version is dropped");
    assert!(!stored.answers.contains_key("titel"));
}

#[test]
fn files_are_counted_over_the_whole_request() {
    let judge = |files: Vec<UploadedFile>| {
        let mut facts = facts();
        facts.files = files;
        let given = with("account_verification", json!({"authorised_agent": true}));
        codes(&validate(&form("account_verification"), Input::Json(&given), Scope::Whole, &facts).errors)
    };
    let files = |mandates: u128, others: u128| {
        let mandates = (0..mandates).map(|at| file(at, "mandate"));
        mandates.chain((0..others).map(|at| file(100 + at, "files"))).collect::<Vec<_>>()
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
    assert_eq!(judge(|one| one.size_bytes = 10 * 1024 * 1024 + 1), Err("file_too_large"));
    assert_eq!(judge(|one| one.size_bytes = 0), Err("file_empty"));
    assert_eq!(judge(|one| one.media_type = "text/html".to_owned()), Err("file_type_refused"));
    assert!(check_file(form.field("legal_name").unwrap(), &file(1, "legal_name")).is_err());
}

#[test]
fn the_api_cannot_name_files_that_were_not_uploaded() {
    let mut facts = facts();
    facts.files = vec![file(1, "files")];
    let judge = |id: String| {
        let given = with("content_reco", json!({"files": [id]}));
        codes(&validate(&form("content_reco"), Input::Json(&given), Scope::Whole, &facts).errors)
    };
    assert_eq!(judge(file(1, "files").id.to_string()), Vec::<String>::new());
    assert_eq!(judge(file(2, "files").id.to_string()), ["files: file_unknown"]);
}

#[test]
fn one_page_is_judged_alone_and_keeps_the_others() {
    let known = answers(json!({"title": "Finale de samedi", "surface": "app", "os": "Android 16", "actual": "Rien"}));
    let form = form("tech_support");
    let typed = controls(&[
        ("csrf", "token"), ("title", "Autre sujet"), ("surface", "live"), ("symptom", "upload"),
        ("scope", "all"), ("handles", "arenes.tv"),
    ]);
    let scope = Scope::Step { key: "problem", known: &known };
    let outcome = validate(&form, Input::Form(&typed), scope, &facts());
    assert_eq!(codes(&outcome.errors), Vec::<String>::new());
    assert_eq!(outcome.answers.get("title"), Some(&json!("Autre sujet")));
    assert_eq!(outcome.answers.get("actual"), Some(&json!("Rien")), "another page keeps its answer");
    assert_eq!(outcome.answers.get("os"), None, "what the new answers hide is dropped");
    let open = first_open_step(&form, &outcome.answers, &facts()).unwrap();
    assert_eq!(open.key, "circumstances");
}

#[test]
fn a_page_sent_empty_names_every_required_question_in_order() {
    let outcome = page("tech_support", "problem", &[]);
    let expected = ["title: required", "surface: required", "symptom: required", "scope: required", "handles: required"];
    assert_eq!(codes(&outcome.errors), expected);
}

fn page(key: &str, step: &str, typed: &[(&str, &str)]) -> Outcome {
    let known = good(key);
    let scope = Scope::Step { key: step, known: &known };
    validate(&form(key), Input::Form(&controls(typed)), scope, &facts())
}
