//! Restating 100,000 clocks after a calendar edit, on a SQLite file, while people look at the queue:
//! `cargo bench --bench restate [-- --cases N]`.
#![expect(
    clippy::disallowed_methods,
    reason = "measures real time, looks at pages beside the work, and reads its own arguments"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Wall};

use anyhow::Context as _;
use domain::clocks::preview::Reach;
use domain::published::DefinitionKind;
use domain::time::Span;
use guichet::boot::house::{House, Migrate, Outside};
use guichet::boot::seed::seed;
use guichet::boot::time::{RandomIds, SystemClock};
use guichet::config::load::load;
use guichet::jobs::apply_policies;
use guichet::store::lease::Lease;
use guichet::usecases::list_queue::QueueQuery;
use guichet::usecases::viewer::{Proof, Viewer};

/// Open cases, each with two or three live clocks in office hours.
const CASES: u64 = 60_000;
/// The calendar that gets a closure.
const KEY: &str = "fr-bureau";

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run())
}

async fn run() -> anyhow::Result<()> {
    let cases = std::env::args()
        .skip_while(|argument| argument != "--cases")
        .nth(1)
        .map_or(Ok(CASES), |text| text.parse())?;
    let data = tempfile::tempdir()?;
    let pairs = [
        ("GUICHET__DATA__DIR", data.path().display().to_string()),
        ("GUICHET__MAIL__TRANSPORT", "memory".to_owned()),
    ];
    let pairs: Vec<(String, String)> = pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let outside = Outside {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
    };
    let house = House::build(&load(None, &pairs)?, outside, Migrate::Always).await?;
    seed(&house, cases, 1.0, |_| {}).await?;
    let app = house.app.clone();
    let staff = app.staff().await?;
    let person = |role| {
        let found = staff.iter().find(|person| person.has_role(role));
        found.cloned().context("nobody has the role")
    };
    let admin = Viewer::new(person(domain::people::Role::Admin)?, Proof::Local);
    let manager = Viewer::new(person(domain::people::Role::Manager)?, Proof::Local);
    let view = app
        .definition_view(&admin, DefinitionKind::Calendar, KEY)
        .await?;
    let today = app
        .now()
        .timestamp()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let (from, to) = (
        today.tomorrow()?,
        today.checked_add(jiff::Span::new().days(7))?,
    );
    let text = format!("{}closures = [\"{from}..{to}\"]\n", view.source);
    let of = Some((DefinitionKind::Calendar, KEY));
    let preview = app.preview_draft(&admin, of, &text).await?;
    let begun = Wall::now();
    work_off(&house).await?;
    println!(
        "preview over {cases} open cases: {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let work = app
        .publish_preview(&admin, preview, Some(Reach::OpenCases), "Mesure")
        .await?
        .context("a work")?;
    let looking = Arc::new(AtomicBool::new(true));
    let looks = tokio::spawn(look(app.clone(), manager, Arc::clone(&looking)));
    let begun = Wall::now();
    work_off(&house).await?;
    let spent = begun.elapsed().as_secs_f64();
    looking.store(false, Ordering::SeqCst);
    let mut looks = looks.await?;
    looks.sort_unstable();
    let done = app.policy_work(&admin, work).await?;
    println!(
        "{} clocks of {} cases reckoned anew in {spent:.1} s, {} deadlines moved",
        restated(data.path())?,
        done.seen,
        done.figures.open_cases.total.moved
    );
    println!(
        "{} queue pages meanwhile: median {:.1} ms, p99 {:.1} ms",
        looks.len(),
        at(&looks, 50),
        at(&looks, 99)
    );
    app.store.close().await?;
    Ok(())
}

/// Milliseconds that so many percent of the looks did not exceed.
fn at(looks: &[Duration], percent: usize) -> f64 {
    let index = (looks.len() * percent / 100).min(looks.len().saturating_sub(1));
    looks.get(index).copied().unwrap_or_default().as_secs_f64() * 1e3
}

/// Clocks that pin the new version.
fn restated(data: &Path) -> anyhow::Result<i64> {
    let file = rusqlite::Connection::open(data.join("guichet.db"))?;
    let sql = "SELECT COUNT(*) FROM clock WHERE calendar_key = ?1 AND calendar_version = 2";
    Ok(file.query_row(sql, [KEY], |row| row.get(0))?)
}

/// A person who opens a page of the queue every ten milliseconds.
async fn look(
    app: guichet::usecases::app::App,
    viewer: Viewer,
    looking: Arc<AtomicBool>,
) -> Vec<Duration> {
    let mut looks = Vec::new();
    while looking.load(Ordering::SeqCst) {
        let begun = Wall::now();
        let page = app.list_queue(&viewer, &QueueQuery::default()).await;
        if page.is_ok() {
            looks.push(begun.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    looks
}

async fn work_off(house: &House) -> anyhow::Result<()> {
    loop {
        let app = house.app.clone().current().await;
        let lease = Lease {
            owner: "bench".to_owned(),
            until: app.now().plus(Span::minutes(1)),
        };
        if apply_policies::run_once(&app, &lease).await? == 0 {
            return Ok(());
        }
    }
}
