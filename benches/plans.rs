//! How each engine walks a page of the queue: `cargo bench --bench plans -- ADDRESS` prints the plans on
//! a database that `guichet seed` filled, and how long the pages took.
#![expect(
    clippy::disallowed_methods,
    reason = "measures real time and reads its own arguments"
)]

use std::time::Instant as Real;

use anyhow::Context as _;
use domain::access::{CaseScope, scope};
use domain::case::Category;
use domain::people::{Person, Role};
use domain::time::Instant;
use guichet::store::Store;
use guichet::store::walk::{Filter, View};

/// Pages read of each view.
const PAGES: u32 = 200;

fn main() -> anyhow::Result<()> {
    let address = std::env::args()
        .skip(1)
        .find(|argument| argument != "--bench");
    let address = address.context("which database? sqlite:FILE or postgres://…")?;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(run(&address))
}

async fn run(address: &str) -> anyhow::Result<()> {
    let store = Store::open(address, 2).await?;
    let staff = store.list_staff(Instant::from_millis(0)).await?;
    let manager = staff
        .iter()
        .find(|one| one.has_role(Role::Manager))
        .context("no manager")?;
    println!("## {}\n", store.engine().as_str());
    for (what, filter) in views(manager) {
        let within = scope(manager);
        let plan = store
            .explain_board(&within, &filter, manager.id, None)
            .await?;
        println!("{what}\n\n```\n{plan}```\n");
        time(&store, &within, &filter, manager).await?;
    }
    store.close().await?;
    Ok(())
}

fn views(manager: &Person) -> Vec<(&'static str, Filter)> {
    let of = |view| Filter {
        view,
        ..Filter::default()
    };
    vec![
        ("The whole queue of a manager", of(View::All)),
        (
            "Triage",
            of(View::Triage {
                desks: manager.teams(),
                person: manager.id,
            }),
        ),
        ("Mine", of(View::Owner(manager.id))),
        (
            "Waiting for the partner",
            Filter {
                categories: vec![Category::WaitingPartner],
                ..Filter::default()
            },
        ),
    ]
}

async fn time(
    store: &Store,
    within: &CaseScope,
    filter: &Filter,
    manager: &Person,
) -> anyhow::Result<()> {
    let mut after = None;
    let mut rows = 0;
    let began = Real::now();
    for _ in 0..PAGES {
        let page = store
            .list_board(within, filter, manager.id, after, 50)
            .await?;
        rows += page.rows.len();
        after = page.next;
    }
    let each = began.elapsed() / PAGES;
    println!(
        "{PAGES} pages one after the other, {rows} rows: {} µs each\n",
        each.as_micros()
    );
    Ok(())
}
