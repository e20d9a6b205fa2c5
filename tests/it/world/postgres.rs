//! A real PostgreSQL for the tests: one throwaway cluster for a whole run, one fresh database for
//! each test, dropped when the test lets go of it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::{CommandExt, parent_id};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};

use super::environment;

/// The variable by which `tests/run` hands every test the cluster it has started.
const CLUSTER_VARIABLE: &str = "GUICHET_TEST_POSTGRES";

/// The database that `migrated` copies.
const TEMPLATE: &str = "guichet_template";

/// The exit code of `postgres-cluster.sh` on a machine without PostgreSQL.
const NOT_INSTALLED: i32 = 3;

/// One empty database of the run's cluster, for one test alone.
pub struct PostgresDatabase {
    cluster: &'static str,
    name: String,
    url: String,
}

impl PostgresDatabase {
    /// A fresh, empty database. None when this machine has no PostgreSQL: the test is then skipped,
    /// except under `CI=true`, where a missing part is a failure.
    pub async fn create() -> Option<Self> {
        let cluster = cluster()?;
        Some(Self::copy(cluster, "template1").await)
    }

    /// A fresh database with the whole schema in it: a copy of one that was migrated once for the
    /// run. None as for `create`.
    pub async fn migrated() -> Option<Self> {
        let cluster = cluster()?;
        prepare_template(cluster).await;
        Some(Self::copy(cluster, TEMPLATE).await)
    }

    async fn copy(cluster: &'static str, template: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);

        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("guichet_{}_{number}", process::id());
        // One left by a killed process that had the same number goes first.
        let removal = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let creation = format!("CREATE DATABASE {name} TEMPLATE {template}");
        let server = connect(cluster).await;
        run(&server, &removal).await;
        run(&server, &creation).await;
        close(server).await;
        let url = at_database(cluster, &name);
        Self { cluster, name, url }
    }

    /// What goes into `database.url`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for PostgresDatabase {
    /// Gives the disk space back. A failure is left to the cluster's own end.
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = Command::new("psql")
            .args([
                "--quiet",
                "--no-psqlrc",
                "--command",
                &statement,
                self.cluster,
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

/// The URL of the run's cluster, started by whichever test asks first.
fn cluster() -> Option<&'static str> {
    static CLUSTER: OnceLock<Option<String>> = OnceLock::new();

    CLUSTER
        .get_or_init(|| match environment::variable(CLUSTER_VARIABLE) {
            Some(url) => Some(url),
            None => join_or_start(),
        })
        .as_deref()
}

/// nextest gives each test a process of its own; those of one run share one cluster, which ends
/// with nextest. Under `cargo test` the one process owns it.
fn join_or_start() -> Option<String> {
    let (run, owner) = match environment::variable("NEXTEST_RUN_ID") {
        Some(run) => (run, parent_id()),
        None => (process::id().to_string(), process::id()),
    };
    let url_file = std::env::temp_dir().join(format!("guichet-postgres-{run}.url"));
    let lock = File::create(lock_beside(&url_file)).expect("the temporary directory is writable");
    lock.lock().expect("the lock of the run's cluster");
    match fs::read_to_string(&url_file) {
        Ok(url) => Some(url.trim().to_owned()),
        Err(_) => start(owner, &url_file),
    }
}

fn lock_beside(url_file: &Path) -> PathBuf {
    let mut path = url_file.as_os_str().to_owned();
    path.push(".lock");
    PathBuf::from(path)
}

#[expect(
    clippy::zombie_processes,
    reason = "the cluster outlives this test on purpose and ends with the whole run"
)]
fn start(owner: u32, url_file: &Path) -> Option<String> {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/world/postgres-cluster.sh"
    );
    let mut supervisor = Command::new(script)
        .arg(owner.to_string())
        .arg(url_file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Out of reach of an interrupt meant for the test.
        .process_group(0)
        .spawn()
        .expect("postgres-cluster.sh runs");
    let mut url = String::new();
    let output = supervisor.stdout.take().expect("a piped output");
    BufReader::new(output)
        .read_line(&mut url)
        .expect("the script's output");
    if !url.is_empty() {
        return Some(url.trim().to_owned());
    }

    let mut complaint = String::new();
    let errors = supervisor.stderr.as_mut().expect("a piped error output");
    errors
        .read_to_string(&mut complaint)
        .expect("the script's complaint");
    let status = supervisor.wait().expect("the script has ended");
    assert_eq!(
        status.code(),
        Some(NOT_INSTALLED),
        "PostgreSQL does not start: {complaint}"
    );
    environment::skip("the tests on PostgreSQL", complaint.trim());
    None
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options)
        .await
        .expect("the test cluster answers")
}

/// Makes the template unless an earlier test of the run has; two tests at once wait for each other.
async fn prepare_template(cluster: &str) {
    let server = connect(cluster).await;
    run(&server, "SELECT pg_advisory_lock(1)").await;
    let made = format!("SELECT count(*)::int AS n FROM pg_database WHERE datname = '{TEMPLATE}'");
    if count(&server, &made).await == 0 {
        let unfinished = format!("{TEMPLATE}_unfinished");
        run(&server, &format!("CREATE DATABASE {unfinished}")).await;
        let template = connect(&at_database(cluster, &unfinished)).await;
        migration::up(&template).await.expect("the migrations");
        close(template).await;
        run(
            &server,
            &format!("ALTER DATABASE {unfinished} RENAME TO {TEMPLATE}"),
        )
        .await;
    }
    // Closing the connection gives the lock back.
    close(server).await;
}

async fn close(connection: DatabaseConnection) {
    connection.close().await.expect("the connection closes");
}

async fn run(server: &DatabaseConnection, statement: &str) {
    server
        .execute_unprepared(statement)
        .await
        .expect("the test cluster obeys");
}

async fn count(connection: &DatabaseConnection, query: &str) -> i32 {
    let row = connection.query_one_raw(sea_orm::Statement::from_string(
        connection.get_database_backend(),
        query,
    ));
    let row = row.await.expect("the query runs").expect("one row");
    row.try_get("", "n").expect("the number asked for")
}

fn at_database(cluster: &str, name: &str) -> String {
    let (server, _) = cluster
        .rsplit_once('/')
        .expect("a cluster's URL names a database");
    format!("{server}/{name}")
}

#[tokio::test]
async fn a_postgres_database_answers_and_is_gone_afterwards() {
    let Some(database) = PostgresDatabase::create().await else {
        return;
    };
    let connection = connect(database.url()).await;
    assert_eq!(count(&connection, "SELECT 1 AS n").await, 1);
    close(connection).await;

    let (cluster, name) = (database.cluster, database.name.clone());
    drop(database);

    let server = connect(cluster).await;
    let left = format!("SELECT count(*)::int AS n FROM pg_database WHERE datname = '{name}'");
    assert_eq!(count(&server, &left).await, 0);
}

#[tokio::test]
async fn a_migrated_database_has_the_whole_schema() {
    let Some(first) = PostgresDatabase::migrated().await else {
        return;
    };
    let Some(second) = PostgresDatabase::migrated().await else {
        return;
    };
    for database in [first, second] {
        let connection = connect(database.url()).await;
        let pending = migration::pending(&connection)
            .await
            .expect("a migrated database");
        assert_eq!(pending, [""; 0]);
        close(connection).await;
    }
}

#[tokio::test]
async fn two_postgres_databases_share_no_table() {
    let Some(first) = PostgresDatabase::create().await else {
        return;
    };
    let Some(second) = PostgresDatabase::create().await else {
        return;
    };
    run(
        &connect(first.url()).await,
        "CREATE TABLE only_here (id int)",
    )
    .await;

    let tables = "SELECT count(*)::int AS n FROM pg_tables WHERE tablename = 'only_here'";
    assert_eq!(count(&connect(first.url()).await, tables).await, 1);
    assert_eq!(count(&connect(second.url()).await, tables).await, 0);
}
