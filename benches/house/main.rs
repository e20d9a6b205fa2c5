//! The house measured from outside: the release binary on a free port with a folder of its own, against
//! a bare server and bare commits in the same run. `cargo bench --bench house [-- SMALL LARGE]`.
#![expect(
    clippy::disallowed_methods,
    reason = "measures real time, waits for real processes, and reads its own arguments"
)]

mod baseline;
mod client;
mod process;
mod table;

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use mail_parser::MessageParser;
use tokio::time::sleep;

use crate::client::{Ask, Client, Times, load};
use crate::process::{Counting, Part, Server, own_cpu, seed};
use crate::table::{Table, mb, ms};

/// Cases of the small and of the large installation.
const SIZES: (u64, u64) = (10_000, 1_000_000);
/// Pages asked for one after the other.
const PAGES: usize = 400;
/// Creates by one client, and by each of many.
const CREATES: (usize, usize) = (300, 125);
/// Many clients.
const CLIENTS: usize = 32;

/// What the baselines gave.
struct Baseline {
    hello: Times,
    hello_cpu: Duration,
    commits: f64,
}

/// A measured kind of question.
struct Measured {
    times: Times,
    cpu: Duration,
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if let Some(port) = arguments.iter().skip_while(|one| *one != "--hello").nth(1) {
        return baseline::say_hello(port.parse()?);
    }
    let mut sizes = arguments.iter().filter_map(|one| one.parse().ok());
    let small = sizes.next().unwrap_or(SIZES.0);
    let large = sizes.next().unwrap_or(SIZES.1);
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(run(small, large))
}

async fn run(small: u64, large: u64) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut table = Table::default();
    let baseline = baselines(folder.path(), &mut table).await?;
    let first = installation(folder.path(), small, &baseline, &mut table).await?;
    let second = installation(folder.path(), large, &baseline, &mut table).await?;
    let growth = second.as_secs_f64() / first.as_secs_f64();
    table.add(
        &format!("queue page, {large} against {small} cases (medians)"),
        format!("{growth:.2} times"),
        "≤ 1.5",
        String::new(),
    );
    println!("{table}");
    Ok(())
}

async fn baselines(folder: &Path, table: &mut Table) -> anyhow::Result<Baseline> {
    let server = Server::hello().await?;
    let ask = Ask::Get("/".to_owned());
    load(server.port, "", &ask, (1, PAGES), 200).await?;
    let measured = measure(&server, "", &ask, (1, PAGES * 5), 200).await?;
    table.add(
        "bare actix-web hello, median",
        ms(measured.times.median()),
        "",
        per(&measured),
    );
    server.end()?;
    let commits = baseline::commits(folder, 500).await?;
    table.add(
        "bare commits of one row, FULL",
        format!("{commits:.0} a second"),
        "",
        String::new(),
    );
    Ok(Baseline {
        hello: measured.times,
        hello_cpu: measured.cpu,
        commits,
    })
}

/// Everything about one installation; gives the median of its queue page.
async fn installation(
    folder: &Path,
    cases: u64,
    baseline: &Baseline,
    table: &mut Table,
) -> anyhow::Result<Duration> {
    let folder = folder.join(cases.to_string());
    eprintln!("seeding {cases} cases");
    let (said, took) = seed(&folder, cases)?;
    let rate = f64::from(u32::try_from(cases)?) / took.as_secs_f64();
    table.add(
        &format!("seed {cases} cases"),
        format!("{rate:.0} a second"),
        "≥ 20,000",
        String::new(),
    );
    let token = |role: &str| {
        let line = said.lines().find(|line| line.starts_with(role));
        let words = line.map(|line| line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        words
            .filter(|words| words.len() == 3)
            .context("no token printed")
    };
    let (manager, partner) = (token("manager")?, token("partner")?);
    let (email, bearer) = (
        manager.get(1).context("mail")?,
        manager.get(2).context("token")?,
    );
    let cookie = rest(&folder, email, cases, table).await?;
    let server = Server::house(&folder, Part::Web).await?;
    let cookie = format!("Cookie: {cookie}");
    let bearer = format!("Authorization: Bearer {bearer}");
    let median = reads(&server, &cookie, &bearer, cases, baseline, table).await?;
    let partner = format!("Authorization: Bearer {}", partner.get(2).context("token")?);
    creates(&server, &partner, cases, baseline, table).await?;
    if let Some(counting) = Counting::begin(&server, &folder).await {
        let many = CLIENTS * 40;
        load(server.port, &partner, &Ask::Create, (CLIENTS, 40), 201).await?;
        let each = f64::from(counting.end()?) / f64::from(u32::try_from(many)?);
        table.add(
            &format!("fdatasync per create, {CLIENTS} clients, {cases} cases"),
            format!("{each:.3}"),
            "< 0.25",
            String::new(),
        );
    } else {
        eprintln!("  strace is not there: fdatasync was not counted");
    }
    table.add(
        &format!("memory after all that, {cases} cases"),
        mb(server.rss_bytes()?),
        "",
        String::new(),
    );
    server.end()?;
    Ok(median)
}

/// Cold start and idle memory; signs in on the way and gives the cookie.
async fn rest(folder: &Path, email: &str, cases: u64, table: &mut Table) -> anyhow::Result<String> {
    let mut starts = Vec::new();
    for _ in 0..4 {
        let server = Server::house(folder, Part::Whole).await?;
        starts.push(server.started_in);
        server.end()?;
    }
    let server = Server::house(folder, Part::Whole).await?;
    starts.push(server.started_in);
    starts.sort_unstable();
    let start = starts.get(2).copied().unwrap_or_default();
    table.add(
        &format!("cold start, {cases} cases, median of 5"),
        ms(start),
        "< 150 ms",
        String::new(),
    );
    sleep(Duration::from_secs(5)).await;
    table.add(
        &format!("idle memory, {cases} cases"),
        mb(server.rss_bytes()?),
        "< 60 MB",
        String::new(),
    );
    let cookie = sign_in(&server, folder, email).await?;
    server.end()?;
    Ok(cookie)
}

async fn reads(
    server: &Server,
    cookie: &str,
    bearer: &str,
    cases: u64,
    baseline: &Baseline,
    table: &mut Table,
) -> anyhow::Result<Duration> {
    let queue = Ask::Get("/queue?view=all".to_owned());
    let json = Ask::Get("/api/v1/cases".to_owned());
    let mut client = Client::connect(server.port, bearer).await?;
    let listed: serde_json::Value = serde_json::from_slice(&client.ask(&json, 0).await?.body)?;
    let reference = first_reference(&listed).context("an empty queue")?;
    let case = Ask::Get(format!("/cases/{reference}"));
    let mut median = Duration::ZERO;
    for (what, ask, header, aim) in [
        (
            "queue page (HTML, 50 rows)",
            &queue,
            cookie,
            "< 10 ms, < 0.7 ms of processor",
        ),
        ("queue as JSON (50 rows)", &json, bearer, ""),
        ("one case page (HTML)", &case, cookie, ""),
    ] {
        load(server.port, header, ask, (1, 50), 200).await?;
        let measured = measure(server, header, ask, (1, PAGES), 200).await?;
        let times = &measured.times;
        if median.is_zero() {
            median = times.median();
        }
        let ratio = measured.cpu.as_secs_f64() / baseline.hello_cpu.as_secs_f64();
        table.add(
            &format!("{what}, {cases} cases"),
            format!(
                "median {}, p99 {}, processor {}",
                ms(times.median()),
                ms(times.p99()),
                ms(measured.cpu)
            ),
            aim,
            format!(
                "{:.1} hellos of time, {ratio:.1} of processor",
                times.median().as_secs_f64() / baseline.hello.median().as_secs_f64()
            ),
        );
    }
    Ok(median)
}

async fn creates(
    server: &Server,
    partner: &str,
    cases: u64,
    baseline: &Baseline,
    table: &mut Table,
) -> anyhow::Result<()> {
    load(server.port, partner, &Ask::Create, (1, 20), 201).await?;
    for (clients, each, aim) in [
        (1, CREATES.0, ""),
        (CLIENTS, CREATES.1, "≥ bare commits, < 0.5 ms of processor"),
    ] {
        let before = own_cpu()?;
        let measured = measure(server, partner, &Ask::Create, (clients, each), 201).await?;
        let own =
            (own_cpu()?.saturating_sub(before)).as_secs_f64() / measured.times.whole.as_secs_f64();
        let times = &measured.times;
        table.add(
            &format!("create through the API, {clients} clients, {cases} cases"),
            format!(
                "{:.0} a second, median {}, p99 {}, processor {} each",
                times.rate(),
                ms(times.median()),
                ms(times.p99()),
                ms(measured.cpu)
            ),
            aim,
            format!(
                "{:.2} of bare commits (load generator {own:.2} cores)",
                times.rate() / baseline.commits
            ),
        );
    }
    Ok(())
}

async fn measure(
    server: &Server,
    header: &str,
    ask: &Ask,
    load_of: (usize, usize),
    wanted: u16,
) -> anyhow::Result<Measured> {
    let before = server.cpu()?;
    let times = load(server.port, header, ask, load_of, wanted).await?;
    let cpu = server.cpu()?.saturating_sub(before).div_f64(times.many());
    Ok(Measured { times, cpu })
}

fn per(measured: &Measured) -> String {
    format!("processor {}", ms(measured.cpu))
}

/// Signs in as people do: asks for a link, opens the mailed one, takes the cookie.
async fn sign_in(server: &Server, folder: &Path, email: &str) -> anyhow::Result<String> {
    let mut client = Client::connect(server.port, "").await?;
    let email = email.replace('@', "%40");
    let sent = client
        .ask(
            &Ask::Form("/sign-in".to_owned(), format!("email={email}")),
            0,
        )
        .await?;
    anyhow::ensure!(sent.status == 200, "sign-in gave {}", sent.status);
    for _ in 0..200 {
        if let Some(path) = mailed_link(&folder.join("mail"))? {
            let entered = client.ask(&Ask::Form(path, String::new()), 0).await?;
            return entered.cookie.context("no cookie was set");
        }
        sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("no mail arrived")
}

/// The path of the sign-in link in the captured mail, once it is there.
fn mailed_link(folder: &Path) -> anyhow::Result<Option<String>> {
    let Ok(files) = std::fs::read_dir(folder) else {
        return Ok(None);
    };
    for file in files {
        let path = file?.path();
        if path.extension().is_none_or(|ending| ending != "eml") {
            continue;
        }
        let bytes = std::fs::read(path)?;
        let text = MessageParser::default()
            .parse(&bytes)
            .and_then(|mail| mail.body_text(0).map(std::borrow::Cow::into_owned));
        let found = text.as_deref().and_then(|text| {
            text.split_whitespace().find_map(|word| {
                word.split_once("/sign-in/")
                    .map(|(_, rest)| rest.to_owned())
            })
        });
        if let Some(token) = found {
            return Ok(Some(format!("/sign-in/{token}")));
        }
    }
    Ok(None)
}

fn first_reference(listed: &serde_json::Value) -> Option<String> {
    let rows = listed
        .as_object()?
        .values()
        .find_map(|value| value.as_array())?;
    let row = rows.first()?;
    row.get("reference")
        .or_else(|| row.get("ref"))?
        .as_str()
        .map(str::to_owned)
}
