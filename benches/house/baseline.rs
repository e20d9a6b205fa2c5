//! What everything is compared with: a bare actix-web server, and bare commits of one row.

use std::path::Path;
use std::time::{Duration, Instant};

use actix_web::web::get;
use actix_web::{App, HttpServer};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database};

/// Says hello until the process is ended.
///
/// # Errors
/// When the port is taken.
pub fn say_hello(port: u16) -> anyhow::Result<()> {
    actix_web::rt::System::new().block_on(async move {
        HttpServer::new(|| App::new().route("/", get().to(async || "hello")))
            .bind(("127.0.0.1", port))?
            .run()
            .await
    })?;
    Ok(())
}

/// Commits of one row each, one after the other, each flushed (`synchronous = FULL`): how many a second.
///
/// # Errors
/// When the file cannot be written.
pub async fn commits(folder: &Path, many: u32) -> anyhow::Result<f64> {
    let url = format!("sqlite:{}?mode=rwc", folder.join("bare.db").display());
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
        });
    let database = Database::connect(options).await?;
    database
        .execute_unprepared("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")
        .await?;
    let began = Instant::now();
    for _ in 0..many {
        database
            .execute_unprepared("INSERT INTO row (text) VALUES ('one row')")
            .await?;
    }
    let took = began.elapsed().max(Duration::from_nanos(1));
    database.close().await?;
    Ok(f64::from(many) / took.as_secs_f64())
}
