//! The operator changes the definitions and starts again: what is open goes on under what it began with,
//! and what was published is never something else.

use std::path::Path;
use std::sync::Arc;

use domain::case::Reference;
use domain::ids::{CalendarKey, TransitionKey};
use domain::message::Channel;
use domain::workflow::input::Given;
use guichet::boot::definitions;
use guichet::boot::house::{House, Migrate, Outside};
use guichet::boot::time::RandomIds;
use guichet::config::load::load;
use guichet::usecases::move_case::MoveCase;
use guichet::usecases::viewer::{Proof, Viewer};
use tempfile::TempDir;

use crate::world::database::Database;
use crate::world::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_case_opened_before_a_new_version_goes_on_under_its_own() {
    for database in databases().await {
        let desk = Desk::open(database).await;
        let reference = desk.request("Ouverte avant").await;
        let edits = [("workflows/request.toml", "version = 1\n", "version = 2\n")];
        let house = restart(&desk, &edits, &[]).await.expect("a second start");
        take(&house, &desk, &reference).await;
        let newest = house.0.app.rules.workflows.all_newest();
        let versions: Vec<u32> = newest.map(|one| one.version).collect();
        assert!(
            versions.contains(&2),
            "new cases take the newest: {versions:?}"
        );
        desk.counter.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_version_kept_in_a_second_file_is_published_with_its_own_text() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Ouverte avant").await;
    let old = shipped("workflows/request.toml");
    let edits = [("workflows/request.toml", "version = 1\n", "version = 2\n")];
    let more = [("workflows/request-1.toml", old.as_str())];
    let house = restart(&desk, &edits, &more).await.expect("a second start");
    take(&house, &desk, &reference).await;
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remark_in_a_published_file_does_not_stop_the_start() {
    let desk = Desk::open(Database::sqlite()).await;
    for path in [
        "workflows/request.toml",
        "requests/content_reco.toml",
        "policies/calendars.toml",
    ] {
        let text = format!("# Looked through in September.\n{}", shipped(path));
        let house = restart(&desk, &[], &[(path, &text)]).await;
        assert!(house.is_ok(), "{path}: {:?}", house.err());
    }
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_published_and_changed_in_place_stops_the_start() {
    let cases = [
        (
            "workflows/request.toml",
            "en = \"Draft\"",
            "en = \"Sketch\"",
            "workflow “request” version 1",
        ),
        (
            "requests/content_reco.toml",
            "priority = \"P3\"",
            "priority = \"P2\"",
            "form “content_reco” version 1",
        ),
        (
            "policies/calendars.toml",
            "\"13:30-18:00\"",
            "\"13:30-17:00\"",
            "calendar “fr-bureau” version 1",
        ),
        (
            "policies/targets.toml",
            "resolution = \"80h\"",
            "resolution = \"90h\"",
            "policy “partner-matrix” version 1",
        ),
        (
            "policies/escalation.toml",
            "delay = \"4h\"",
            "delay = \"5h\"",
            "escalation “",
        ),
    ];
    for database in databases().await {
        let desk = Desk::open(database).await;
        for (path, from, to, named) in cases {
            let error = match restart(&desk, &[(path, from, to)], &[]).await {
                Ok(_) => panic!("{path} was changed in place"),
                Err(error) => format!("{error:#}"),
            };
            assert!(error.contains(&format!("{path}:1: ")), "{error}");
            assert!(error.contains(named), "{error}");
            assert!(error.contains("give the change version "), "{error}");
        }
        desk.counter.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_that_no_file_has_any_more_still_counts_for_the_clocks_that_began_in_it() {
    for database in databases().await {
        let desk = Desk::open(database).await;
        let reference = desk.request("Ouverte avant").await;
        let text = shipped("policies/calendars.toml").replacen(
            "key = \"fr-bureau\"\nversion = 1",
            "key = \"fr-bureau\"\nversion = 2",
            1,
        );
        let house = restart(&desk, &[], &[("policies/calendars.toml", &text)])
            .await
            .expect("a second start");
        let bureau = CalendarKey::from("fr-bureau");
        let newest = house
            .0
            .app
            .rules
            .calendars
            .newest(&bureau)
            .expect("the calendar");
        assert_eq!(newest.definition().version, 2);
        let begun = take(&house, &desk, &reference).await;
        let clocks = house.0.app.store.clocks_any(begun).await.expect("clocks");
        let resolution = clocks
            .iter()
            .find(|clock| clock.metric.as_str() == "resolution");
        assert_eq!(resolution.expect("a clock").calendar.version, 1);
        desk.counter.close().await;
    }
}

async fn databases() -> Vec<Database> {
    let mut databases = vec![Database::sqlite()];
    databases.extend(Database::postgres().await);
    databases
}

/// Inès takes a request in the house as it was started again.
async fn take(house: &(House, TempDir), desk: &Desk, reference: &str) -> domain::ids::CaseId {
    let app = &house.0.app;
    let staff = app.staff().await.expect("the staff");
    let ines = staff.iter().find(|person| person.id == desk.ines.id);
    let viewer = Viewer::new(ines.expect("Inès").clone(), Proof::Local);
    let moved = app
        .move_case(
            &viewer,
            MoveCase {
                reference: Reference::parse(reference).expect("a reference"),
                transition: TransitionKey::from("take"),
                given: Given::new(),
                version: None,
                channel: Channel::Portal,
                files: Vec::new(),
                key: None,
            },
        )
        .await
        .expect("the case can be moved");
    assert_eq!(moved.workflow.version, 1, "it keeps its version");
    moved.id
}

/// The same installation started again over definitions of its own: the shipped ones with `edits`
/// (file, text, its replacement) and with `more` files.
async fn restart(
    desk: &Desk,
    edits: &[(&str, &str, &str)],
    more: &[(&str, &str)],
) -> anyhow::Result<(House, TempDir)> {
    let data = tempfile::tempdir().expect("a data folder");
    let folder = data.path().join("definitions");
    for (path, from, to) in edits {
        let text = shipped(path);
        assert!(text.contains(from), "{path} says “{from}”");
        write(&folder, path, &text.replacen(from, to, 1));
    }
    for (path, text) in more {
        write(&folder, path, text);
    }
    std::fs::create_dir_all(&folder).expect("a folder");
    let pairs = [
        ("GUICHET__DATA__DIR", data.path().display().to_string()),
        ("GUICHET__CONFIG__DIR", folder.display().to_string()),
        ("DATABASE_URL", desk.counter.database_url().to_owned()),
        ("GUICHET__MAIL__TRANSPORT", "memory".to_owned()),
    ];
    let pairs: Vec<(String, String)> = pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let settings = load(None, &pairs).expect("the test's settings");
    let outside = Outside {
        clock: desk.counter.clock.clone(),
        ids: Arc::new(RandomIds),
    };
    Ok((
        House::build(&settings, outside, Migrate::Always).await?,
        data,
    ))
}

fn shipped(path: &str) -> String {
    let files = definitions::files("").expect("the shipped definitions");
    files.get(path).expect("a shipped definition").clone()
}

fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(file, text).expect("the file is written");
}
