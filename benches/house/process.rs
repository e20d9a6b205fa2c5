//! A process of ours: started, watched through /proc, ended by its number.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::time::sleep;

use crate::client::{Ask, Client};

/// Longest wait for a process to answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub port: u16,
    /// From its start to its first answer.
    pub started_in: Duration,
}

/// Which parts of the house run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Server and workers.
    Whole,
    /// The server alone: timers and mails wait.
    Web,
}

impl Server {
    /// Starts the house on the data in `folder` and waits for its first answer.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn house(folder: &Path, part: Part) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = house(folder);
        command
            .env("GUICHET__SERVER__BIND", format!("127.0.0.1:{port}"))
            .env(
                "GUICHET__SERVER__PUBLIC_URL",
                format!("http://127.0.0.1:{port}"),
            )
            .arg("serve");
        if part == Part::Web {
            command.arg("--web-only");
        }
        Self::up(command, port, "/healthz").await
    }

    /// Starts a server that says hello and nothing else, with as many workers.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn hello() -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--hello").arg(port.to_string());
        Self::up(command, port, "/").await
    }

    async fn up(mut command: Command, port: u16, path: &str) -> anyhow::Result<Self> {
        let began = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let mut server = Self {
            child,
            port,
            started_in: Duration::ZERO,
        };
        let ask = Ask::Get(path.to_owned());
        while began.elapsed() < PATIENCE {
            if let Ok(mut client) = Client::connect(port, "").await
                && client
                    .ask(&ask, 0)
                    .await
                    .is_ok_and(|answer| answer.status == 200)
            {
                server.started_in = began.elapsed();
                return Ok(server);
            }
            if let Some(ended) = server.child.try_wait()? {
                anyhow::bail!("the server ended: {ended}");
            }
            sleep(Duration::from_millis(1)).await;
        }
        anyhow::bail!("no answer within {PATIENCE:?}")
    }

    /// Processor time so far, of all its threads.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        cpu_of(self.child.id())
    }

    /// Memory it occupies now, in bytes.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn rss_bytes(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .context("no VmRSS")?;
        let kilobytes: u64 = line
            .split_whitespace()
            .next()
            .context("no number")?
            .parse()?;
        Ok(kilobytes * 1024)
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, and waits.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn end(mut self) -> anyhow::Result<()> {
        signal(self.child.id(), "TERM")?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) && self.child.kill().is_ok() {
            let _ = self.child.wait();
        }
    }
}

/// Counts the calls that make writes durable, by strace beside the process.
pub struct Counting {
    strace: Child,
    report: std::path::PathBuf,
}

impl Counting {
    /// Begins to count; `None` where strace is not there or may not look.
    pub async fn begin(server: &Server, folder: &Path) -> Option<Self> {
        let report = folder.join("strace.txt");
        let strace = Command::new("strace")
            .args(["-f", "-c", "-e", "trace=fdatasync,fsync", "-o"])
            .arg(&report)
            .args(["-p", &server.id().to_string()])
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        sleep(Duration::from_secs(1)).await;
        let mut counting = Self { strace, report };
        matches!(counting.strace.try_wait(), Ok(None)).then_some(counting)
    }

    /// How many calls there were.
    ///
    /// # Errors
    /// When the report cannot be read.
    pub fn end(mut self) -> anyhow::Result<u32> {
        signal(self.strace.id(), "INT")?;
        self.strace.wait()?;
        let report = std::fs::read_to_string(&self.report)?;
        let calls = report
            .lines()
            .filter(|line| line.contains("sync"))
            .filter_map(|line| {
                line.split_whitespace()
                    .nth(3)
                    .and_then(|calls| calls.parse::<u32>().ok())
            });
        Ok(calls.sum())
    }
}

/// Fills a fresh installation; gives what it printed.
///
/// # Errors
/// With its words when it refuses.
pub fn seed(folder: &Path, cases: u64) -> anyhow::Result<(String, Duration)> {
    let began = Instant::now();
    let done = house(folder)
        .args(["seed", "--cases", &cases.to_string()])
        .output()?;
    anyhow::ensure!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    Ok((String::from_utf8(done.stdout)?, began.elapsed()))
}

/// Processor time of this process.
///
/// # Errors
/// When /proc is not there.
pub fn own_cpu() -> anyhow::Result<Duration> {
    cpu_of(std::process::id())
}

fn house(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
    command
        .env("GUICHET__DATA__DIR", folder)
        .env("GUICHET__LOG__LEVEL", "warn")
        // One address and one token ask for thousands a second.
        .env("GUICHET__LIMITS__ACCOUNT_PER_MINUTE", "0");
    command
}

fn cpu_of(id: u32) -> anyhow::Result<Duration> {
    let mut nanos = 0;
    for task in std::fs::read_dir(format!("/proc/{id}/task"))? {
        // A thread may end while it is looked at.
        let Ok(line) = std::fs::read_to_string(task?.path().join("schedstat")) else {
            continue;
        };
        nanos += line
            .split_whitespace()
            .next()
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
    }
    Ok(Duration::from_nanos(nanos))
}

fn signal(id: u32, name: &str) -> anyhow::Result<()> {
    Command::new("kill")
        .args([&format!("-{name}"), &id.to_string()])
        .status()?;
    Ok(())
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
