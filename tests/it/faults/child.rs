//! The built program as a process of its own, over an installation that outlives it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;

use domain::ids::Ids;
use guichet::boot::house::{House, Migrate, Outside};
use guichet::boot::time::RandomIds;
use guichet::config::load::load;
use guichet::config::sections::Settings;
use guichet::usecases::clock::Clock;
use tempfile::TempDir;

/// A data folder and the settings that go with it.
pub struct Installation {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// The running program. It is killed when dropped.
pub struct Process {
    /// Where it is.
    pub url: String,
    child: Child,
    _output: BufReader<ChildStdout>,
}

impl Installation {
    /// An empty one, whose mail goes to this server.
    pub fn new(smtp_url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a data folder");
        let variables = [
            ("GUICHET__DATA__DIR", folder.path().display().to_string()),
            ("GUICHET__SERVER__WORKERS", "2".to_owned()),
            ("GUICHET__MAIL__TRANSPORT", "smtp".to_owned()),
            ("GUICHET__MAIL__SMTP_URL", smtp_url.to_owned()),
            (
                "GUICHET__MAIL__FROM",
                "Guichet <guichet@guichet.example>".to_owned(),
            ),
            (
                "GUICHET__SECURITY__SECRET",
                "a key for tests, thirty-two letters".to_owned(),
            ),
            // What a killed worker held is taken up again soon.
            ("GUICHET__JOBS__LEASE_SECS", "2".to_owned()),
            ("GUICHET__MAIL__TIMEOUT_SECS", "1".to_owned()),
            ("GUICHET__JOBS__POLL_SECS", "1".to_owned()),
        ];
        let variables = variables
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self { folder, variables }
    }

    /// Starts the program and waits until it says that it is open.
    pub fn start(&self) -> Process {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("an address");
        drop(free);
        let url = format!("http://{address}");
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("the log's file");
        let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.variables.iter().cloned())
            .env("GUICHET__SERVER__BIND", address.to_string())
            .env("GUICHET__SERVER__PUBLIC_URL", &url)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the built binary runs");
        let mut output = BufReader::new(child.stdout.take().expect("a piped output"));
        let mut line = String::new();
        output.read_line(&mut line).expect("a first line");
        let said = || std::fs::read_to_string(self.log()).unwrap_or_default();
        assert!(line.starts_with("Guichet is open at"), "{line}\n{}", said());
        Process {
            url,
            child,
            _output: output,
        }
    }

    /// The same installation in this process, with another clock.
    pub async fn house(&self, clock: Arc<dyn Clock>) -> House {
        let ids: Arc<dyn Ids> = Arc::new(RandomIds);
        let outside = Outside { clock, ids };
        House::build(&self.settings(), outside, Migrate::OnlyEmbedded)
            .await
            .expect("a house")
    }

    fn settings(&self) -> Settings {
        load(None, &self.variables).expect("the test's settings")
    }

    /// What it has logged so far.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.log()).expect("the log")
    }

    /// Where its embedded database is.
    pub fn database(&self) -> std::path::PathBuf {
        Path::join(self.folder.path(), "guichet.db")
    }

    fn log(&self) -> std::path::PathBuf {
        Path::join(self.folder.path(), "log")
    }
}

impl Process {
    /// Ends it as a power cut would: SIGKILL, at once, in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.child.kill().expect("a running process");
        self.child.wait().expect("its end");
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(asked.expect("kill").success(), "the process runs");
        self.child.wait().expect("its end")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be gone already; there is nothing more to do then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
